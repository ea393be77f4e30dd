"""What a link to a page shows where it is shared: Open Graph and X cards, as plain pairs (CONVENTIONS G27 to G29)."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from . import body, images, publisher, social_card
from .addresses import absolute
from .dates import instant
from .metadata import labelled_headline

LOCALES = {"id": "id_ID", "en": "en_US"}
# 1200 pixels at least, as Discover asks (CONVENTIONS G17): the nearest rendition of an ordinary photo is 1280 x 720.
PICTURE_WIDTH = 1200
# What X shows of each, in characters (CONVENTIONS G29).
TITLE, DESCRIPTION, ALTERNATIVE_TEXT = 70, 200, 420
DAY = 24 * 60 * 60
# A picture that is narrower stands beside the words instead of over them.
LARGE = 600


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture at an absolute address, with its true size in pixels."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """What is told of a page; `facts` are further (property, content) pairs of Open Graph."""

    kind: str
    title: str
    description: str
    url: str
    picture: Picture
    facts: tuple = ()


def of_article(article):
    """A published story, fetched as for its page; costs no query."""
    facts = [
        ("article:published_time", instant(article.published_at)),
        ("article:modified_time", instant(article.shown_updated_at)),
        *([("article:section", article.section.name)] if article.section else []),
        *(("article:tag", tag.name) for tag in article.tags.all()),
        *(("article:author", absolute(line.author.get_absolute_url())) for line in article.writers),
    ]
    return Share(
        kind="article",
        title=labelled_headline(article),
        description=article.deck or body.excerpt(article.body, size=DESCRIPTION),
        url=absolute(article.get_absolute_url()),
        picture=picture_of(article),
        facts=tuple(facts),
    )


def of_list(*, title, description, address, kind="website", of=None):
    """A page that is no story, published by *of*; *address* is its canonical address on this site."""
    of = of or publisher.current()
    width, height = of.logo_size
    logo = Picture(url=of.logo_url, width=width, height=height, alt=of.name)
    return Share(kind=kind, title=title, description=description, url=absolute(address), picture=logo)


def picture_of(article):
    """The lead photo at the width that sharing asks for, else the story's social card."""
    photo = article.lead_photo
    if not photo or not photo.rendition_key:
        width, height = social_card.SIZE
        return Picture(url=absolute(card_address(article)), width=width, height=height, alt=article.headline)
    return photo_at(photo, PICTURE_WIDTH, article.alt_text)


def photo_at(photo, width, alt):
    """The 16x9 JPEG of a photo that comes nearest to *width* pixels."""
    shown_width, height = images.rendition_size("16x9", width, (photo.width, photo.height))
    return Picture(url=absolute(photo.rendition_url("16x9", width)), width=shown_width, height=height, alt=alt)


def card_words(article):
    return social_card.Words(
        headline=article.headline,
        section=article.section.name if article.section else "",
        site=settings.SITE_NAME,
        label=article.get_label_display() if article.label else "",
    )


def card_address(article):
    """Where a story's social card is; another address whenever its words change."""
    return reverse("social_card", args=[article.pk, card_words(article).key])


def drawn(words):
    """The bytes of a card, drawn once and then kept for a day; raises social_card.Busy."""
    name = f"social-card-{words.key}"
    picture = cache.get(name)
    if picture is None:
        picture = social_card.draw(words)
        cache.set(name, picture, DAY)
    return picture


def open_graph(share):
    """(property, content) pairs."""
    pairs = [
        ("og:type", share.kind),
        ("og:title", share.title),
        ("og:description", share.description),
        ("og:url", share.url),
        ("og:site_name", settings.SITE_NAME),
        ("og:locale", LOCALES.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)),
        ("og:image", share.picture.url),
        ("og:image:width", str(share.picture.width)),
        ("og:image:height", str(share.picture.height)),
        ("og:image:alt", share.picture.alt),
        *share.facts,
    ]
    return [(name, content) for name, content in pairs if content]


def x_card(share, of=None):
    """(name, content) pairs."""
    pairs = [
        ("twitter:card", "summary_large_image" if share.picture.width >= LARGE else "summary"),
        ("twitter:site", (of or publisher.current()).x_account),
        ("twitter:title", cut(share.title, TITLE)),
        ("twitter:description", cut(share.description, DESCRIPTION)),
        ("twitter:image", share.picture.url),
        ("twitter:image:alt", cut(share.picture.alt, ALTERNATIVE_TEXT)),
    ]
    return [(name, content) for name, content in pairs if content]


def cut(text, size):
    """A text of at most *size* characters, cut at a word, with an ellipsis where more follows."""
    text = " ".join(text.split())
    if len(text) <= size:
        return text
    beginning = text[:size]  # the ellipsis takes the place of the last character
    return f"{(beginning.rpartition(' ')[0] or beginning[:-1]).rstrip(' ,;:–-')}…"
