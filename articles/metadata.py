"""What search engines read of a page: JSON-LD in the words of schema.org, as plain dicts (CONVENTIONS 1.1, P4, T1).

Facts that are not known are left out. Every address is absolute and every time carries its offset. All of it is made from what the
page has fetched already; only who publishes the site is asked for in one query where it is not given.
"""

import html
import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import body, images, publisher
from .addresses import absolute, address_of
from .dates import instant
from .models import Article

CONTEXT = "https://schema.org"
UNSAFE_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# An advertorial is no news (CONVENTIONS I10); for opinion and analysis the plain type stands beside the narrow one (G1).
TYPES = {
    Article.Label.OPINION: ["OpinionNewsArticle", "NewsArticle"],
    Article.Label.ANALYSIS: ["AnalysisNewsArticle", "NewsArticle"],
    Article.Label.ADVERTORIAL: ["AdvertiserContentArticle", "Article"],
}
CROPS = ("16x9", "4x3", "1x1")
SMALLEST_AREA = 50_000  # pixels; CONVENTIONS G4


def script(*things):
    """The one script of a page: *things* as a JSON-LD graph that no text in it can break out of."""
    graph = {"@context": CONTEXT, "@graph": list(things)}
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE_IN_SCRIPT)
    # The three characters that could end the script are written as escapes of JSON.
    return mark_safe(f'<script type="application/ld+json">{written}</script>')


def elements(attribute, pairs):
    """A <meta> for each of *pairs* (name, content), one a line; *attribute*, "name" or "property", bears the name, which is ours."""
    lines = (f'<meta {attribute}="{name}" content="{html.escape(content)}">' for name, content in pairs)
    return mark_safe("\n  ".join(lines))


def labelled_headline(article):
    """A headline for places without the page around it: after its label when it is no plain news (CONVENTIONS I10)."""
    return f"{article.get_label_display()}: {article.headline}" if article.label else article.headline


def news_article(article, of=None):
    """A published story, fetched as for its page, with all that Google reads of it (CONVENTIONS G1 to G11)."""
    address = absolute(article.get_absolute_url())
    return _known(
        {
            "@type": TYPES.get(article.label, "NewsArticle"),
            "@id": f"{address}#berita",
            "mainEntityOfPage": address,
            "url": address,
            "headline": article.headline,
            "description": article.deck,
            "image": crops(article.lead_photo),
            "datePublished": instant(article.published_at),
            "dateModified": instant(article.shown_updated_at),
            "author": [signer(line.author) for line in article.writers],
            "publisher": organization(of or publisher.current()),
            "articleSection": article.section.name if article.section else "",
            "keywords": [tag.name for tag in article.tags.all()],
            "inLanguage": settings.LANGUAGE_CODE,
            "isAccessibleForFree": True,
            "wordCount": body.words(article.body),
            "dateline": article.dateline,
            "correction": [_correction(correction) for correction in article.own_corrections],
        }
    )


def article_page(article, of=None):
    """Everything that a story's page says to search engines, as the things of one graph."""
    steps = [(article.section.name, article.section.get_absolute_url())] if article.section else []
    photo = article.lead_photo
    pictures = [picture(photo, caption=article.caption)] if photo and photo.rendition_key else []
    return [news_article(article, of), breadcrumb([*steps, (article.headline, article.get_absolute_url())]), *pictures]


def crops(photo):
    """The addresses of a photo's crops in the three proportions that Google asks for, those that are large enough."""
    if not photo or not photo.rendition_key:
        return []
    source = (photo.width, photo.height)
    widest = {crop: images.rendition_size(crop, max(images.widths(crop, source)), source) for crop in CROPS}
    return [
        absolute(photo.rendition_url(crop, width))
        for crop, (width, height) in widest.items()
        if width * height >= SMALLEST_AREA
    ]


def picture(photo, *, caption=""):
    """A photo with its maker and its rights, for Google's licence details (CONVENTIONS P4); the largest uncropped size."""
    width, height = images.rendition_size("full", max(images.PAGE_WIDTHS["full"]), photo.size)
    return _known(
        {
            "@type": "ImageObject",
            "contentUrl": absolute(photo.rendition_url("full", width)),
            "width": width,
            "height": height,
            "caption": caption or photo.caption,
            "creator": {"@type": "Person", "name": photo.photographer} if photo.photographer else None,
            "creditText": photo.credit.strip("()"),
            "copyrightNotice": photo.copyright_notice,
            "license": photo.licence_url,
            "acquireLicensePage": photo.licensor_url,
        }
    )


def signer(author):
    """An author of a byline; the name alone, without title (CONVENTIONS G6)."""
    return _known(
        {
            "@type": "Organization" if author.is_desk else "Person",
            "name": author.name,
            "url": absolute(author.get_absolute_url()),
            "jobTitle": "" if author.is_desk else author.job_title,
        }
    )


def profile_page(author, of=None):
    """An author's own page (CONVENTIONS G7)."""
    portrait = crops(author.portrait)
    person = {"description": author.biography, "image": portrait[-1] if portrait else ""}
    if not author.is_desk:
        person["worksFor"] = organization(of or publisher.current())
    return {
        "@type": "ProfilePage",
        "url": absolute(author.get_absolute_url()),
        "mainEntity": signer(author) | _known(person),
    }


def organization(of):
    """A Publisher; what it leaves empty is not spoken of (CONVENTIONS G8, T1)."""
    width, height = of.logo_size
    return _known(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{of.url}#penerbit",
            "name": of.name,
            "legalName": of.legal_name,
            "url": of.url,
            "logo": {"@type": "ImageObject", "url": of.logo_url, "width": width, "height": height},
            "address": of.address,
            "telephone": of.telephone,
            "email": of.email,
            "foundingDate": of.founded,
            "sameAs": list(of.accounts),
            **dict(of.policies),
        }
    )


def web_site(of=None):
    """The site as a whole, for its front page, with the way to search it."""
    of = of or publisher.current()
    return {
        "@type": "WebSite",
        "@id": f"{of.url}#situs",
        "name": of.name,
        "url": of.url,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": f"{of.url}#penerbit"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{q}}"},
            "query-input": "required name=q",
        },
    }


def breadcrumb(steps):
    """The way from the front page to this one; *steps* are (name, address) from there on, this page last."""
    trail = [(_("Home"), address_of("front")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(address)}
            for position, (name, address) in enumerate(trail, start=1)
        ],
    }


def _correction(correction):
    return {
        "@type": "CorrectionComment",
        "text": f"{correction.get_kind_display()}: {correction.text}",
        "datePublished": instant(correction.posted_at),
    }


def _known(facts):
    """The facts that are known; false and zero are."""
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}
