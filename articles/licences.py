"""Licences that end: which published stories show such a photo, and another photo in its place, in all stories at once."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from . import drafting
from .models import Article, Photo, PhotoUse

SOON = datetime.timedelta(days=14)
AT_ONCE = 100  # stories in which one press of the button replaces a photo
# Uses that the list of the desk looks at; drafts among them are passed over.
LOOKED_AT = 300


@dataclass(frozen=True)
class Ending:
    """A published story, and a photo in it whose licence has ended or ends soon."""

    story: Article
    photo: Photo

    @property
    def has_ended(self):
        return not self.photo.is_licensed_on(timezone.localdate())


def ending(at_most):
    """The published stories with a photo whose licence has ended or ends within SOON, the oldest end first; in two queries."""
    uses = PhotoUse.objects.shown().filter(
        licence_ends_on__isnull=False, licence_ends_on__lte=timezone.localdate() + SOON
    )
    uses = list(uses.select_related("photo").order_by("licence_ends_on", "id")[:LOOKED_AT])
    published = Article.objects.published().select_related("section").defer("body")
    stories = published.in_bulk({use.article_id for use in uses}) if uses else {}
    found = {
        (use.article_id, use.photo_id): Ending(stories[use.article_id], use.photo)
        for use in uses
        if use.article_id in stories
    }
    return list(found.values())[:at_most]


def objections(old, new):
    """Why *new* cannot take the place of *old*, a sentence for each reason; empty when it can."""
    checks = [
        (old.pk != new.pk, _("This is the same photo.")),
        (new.credit, _("The photo “%(photo)s” has no credit: fill in its agency or photographer.")),
        (new.alt_text, _("The photo “%(photo)s” has no alternative text.")),
        (
            new.is_licensed_on(timezone.localdate()),
            _("The licence of the photo “%(photo)s” has ended: choose another photo."),
        ),
    ]
    return [sentence % {"photo": new.title} for met, sentence in checks if not met]


def replace(old, new, *, by):
    """Show *new* instead of *old* in the stories that use it, at most AT_ONCE; returns in how many it was done.

    Each story is a transaction of its own, so that nobody who writes has to wait for all of them. Called again it goes on; it
    is done when nothing uses the old photo.
    """
    uses = PhotoUse.objects.filter(photo=old).order_by("article").values_list("article", flat=True)
    stories = Article.objects.in_bulk(list(uses.distinct()[:AT_ONCE]))
    for story in stories.values():
        drafting.replace_photo(story, old, new, by=by)
    return len(stories)
