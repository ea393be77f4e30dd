"""How facts print: times, photos. Presentation only; nothing here queries."""

from urllib.parse import quote

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import dates, images, kept, metadata
from ..models import Card, Cut

register = template.Library()


@register.filter
@kept.kept_in_words(10_000)
def moment(value):
    """An instant as readers see it, in the site's zone: 31 Mei 2016, 02:49 WIB (CONVENTIONS I17)."""
    if not value:
        return ""
    local = timezone.localtime(value)  # written out: Django's formats take ten times as long, on every card
    return f"{local.day} {MONTHS[local.month]} {local.year}, {local:%H:%M} {local.tzname()}"


@register.filter
def moment_with_day(value):
    """The same with its day of the week: Selasa, 31 Mei 2016, 02:49 WIB (CONVENTIONS I5)."""
    return date_format(timezone.localtime(value), "l, j F Y, H:i T") if value else ""


@register.filter
def iso(value):
    """The same instant for machines, with its offset: 2016-05-31T02:49:00+07:00 (CONVENTIONS G5)."""
    return dates.instant(value) if value else ""


@register.filter
def shared_words(article):
    """What a shared link says of the story: its headline, after its label when it is no plain news (CONVENTIONS I10)."""
    return metadata.labelled_headline(article)


@register.filter
@kept.kept(2000)
def share_links(words, address):
    """(place, address) of the pages elsewhere on which a reader shares *words* and an address; none of them is asked by our page."""
    both, words, address = (quote(text, safe="") for text in (f"{words} {address}", words, address))
    return [
        ("WhatsApp", f"https://wa.me/?text={both}"),
        ("X", f"https://x.com/intent/post?text={words}&url={address}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        ("Telegram", f"https://t.me/share/url?url={address}&text={words}"),
    ]


@register.simple_tag(takes_context=True)
def list_title(context, name):
    """The title of a list's page, another for each page: Nasional, hingga 31 Mei 2016, 02:49 WIB – Kabar Mandala."""
    if context["before"] and context["page"]:
        newest = context["page"].articles[0].published_at
        name = _("%(list)s, up to %(moment)s") % {"list": name, "moment": moment(newest)}
    return f"{name} – {context['site_name']}"


@register.simple_tag
def drawn(template, **values):
    """Includes a template that is given plain values alone, and is drawn once for them: {% drawn "articles/_tags.html" topics=… %}"""
    return kept.drawn(template, **values)


@register.simple_tag
def card(story, shape, heading, deck=False, plain=False):  # noqa: FBT002 - named in templates
    """A story in a list, as _card.html draws it; an Article that was fetched for lists, or its Card. A plain one has no section name."""
    article = story if isinstance(story, Card) else Card.of(story)
    section = article.section.name if article.section and not plain else ""
    if article.label and article.get_label_display() == section:
        section = ""  # the label says it
    return kept.drawn(
        "articles/_card.html", article=article, shape=shape, heading=str(heading), deck=bool(deck), section=section
    )


@register.simple_tag
def picture(photo, crop="16x9", width=640, sizes="100vw", alt="", loading="lazy"):
    """A photo in every width it has; *width* is the one for browsers without srcset, *alt* may be empty on cards.

    A photo that has no renditions, since its original is broken, is a drawn placeholder. loading is "lazy", or "eager" for the one picture that opens a page, which is then fetched first.
    """
    return _picture(photo if isinstance(photo, Cut) else photo.cut, crop, width, sizes, alt, loading)


@kept.kept_in_words(5000)
def _picture(cut, crop, width, sizes, alt, loading):
    shown_width, shown_height = images.rendition_size(crop, width, cut.size)
    return render_to_string(
        "articles/_picture.html",
        {
            "has_renditions": bool(cut.rendition_key),
            "avif": cut.srcset(crop, "avif"),
            "webp": cut.srcset(crop, "webp"),
            "jpeg": cut.srcset(crop, "jpg"),
            "src": cut.rendition_url(crop, width),
            "width": shown_width,
            "height": shown_height,
            "sizes": sizes,
            "alt": alt,
            "loading": loading,
        },
    )
