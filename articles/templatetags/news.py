"""How facts print: times, photos. Presentation only; nothing here queries."""

from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import dates, images, metadata

register = template.Library()


@register.filter
def moment(value):
    """An instant as readers see it, in the site's zone: 31 Mei 2016, 02:49 WIB (CONVENTIONS I17)."""
    return date_format(timezone.localtime(value), "j F Y, H:i T") if value else ""


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


@register.inclusion_tag("articles/_picture.html")
def picture(photo, crop="16x9", width=640, sizes="100vw", alt="", loading="lazy"):
    """A photo in every width it has; *width* is the one for browsers without srcset, *alt* may be empty on cards.

    A photo that has no renditions, since its original is broken, is a drawn placeholder. loading is "lazy", or "eager" for the one picture that opens a page, which is then fetched first.
    """
    shown_width, shown_height = images.rendition_size(crop, width, (photo.width, photo.height))
    return {
        "has_renditions": bool(photo.rendition_key),
        "avif": photo.srcset(crop, "avif"),
        "webp": photo.srcset(crop, "webp"),
        "jpeg": photo.srcset(crop, "jpg"),
        "src": photo.rendition_url(crop, width),
        "width": shown_width,
        "height": shown_height,
        "sizes": sizes,
        "alt": alt,
        "loading": loading,
    }
