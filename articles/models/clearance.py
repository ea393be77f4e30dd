"""Clearance: whether a story's photos may be published, each with credit, alternative text and a licence that has not ended."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import body
from .photo import Photo


@dataclass(frozen=True)
class Shown:
    """A photo at a place of a story: its alternative text there, and the sentences for what it may lack."""

    photo: Photo
    alt_text: str
    no_credit: str
    no_alt_text: str


def missing(story, *, hour=None):
    """A sentence for each thing that the photos of *story* lack to be published at *hour*, else at its own hour, else now."""
    today = timezone.localdate()
    hour = hour or story.published_at
    day = max(today, timezone.localdate(hour)) if hour else today
    shown = [*_lead(story), *_inline(story), *_gallery(story)]
    for use in shown:
        checks = [(use.photo.credit, use.no_credit), (use.alt_text, use.no_alt_text)]
        yield from (sentence % {"photo": use.photo.title} for met, sentence in checks if not met)
    for photo in {use.photo.pk: use.photo for use in shown}.values():
        if not photo.is_licensed_on(day):
            yield _ended(photo, today, hour)


def _ended(photo, today, hour):
    facts = {"photo": photo.title, "day": date_format(photo.licence_ends_on, "j F Y")}
    if photo.is_licensed_on(today):
        facts["hour"] = date_format(timezone.localtime(hour), "j F Y, H:i T")
        return _("The licence of the photo “%(photo)s” ends on %(day)s, before this story appears (%(hour)s).") % facts
    return _("The licence of the photo “%(photo)s” ended on %(day)s: choose another photo.") % facts


def _lead(story):
    if story.lead_photo:
        yield Shown(
            story.lead_photo,
            story.alt_text,
            _("The lead photo has no credit: fill in its agency or photographer."),
            _("The lead photo has no alternative text."),
        )


def _inline(story):
    """One query, or none for a body without photos."""
    alt_texts = body.alt_texts(story.body)
    for photo in Photo.objects.filter(pk__in=alt_texts).order_by("pk") if alt_texts else ():
        yield Shown(
            photo,
            all(alt or photo.alt_text for alt in alt_texts[photo.pk]),
            _("The photo “%(photo)s” in the body has no credit: fill in its agency or photographer."),
            _("The photo “%(photo)s” in the body has no alternative text."),
        )


def _gallery(story):
    for picture in story.pictures:
        yield Shown(
            picture.photo,
            picture.shown_alt_text,
            _("The photo “%(photo)s” in the gallery has no credit: fill in its agency or photographer."),
            _("The photo “%(photo)s” in the gallery has no alternative text."),
        )
