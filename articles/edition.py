"""The edition: an identity that changes, in the same transaction, whenever something that readers could see does.

Every public page carries Berita Terkini, so a new story changes every page: one identity is exact where a map of addresses would be
long and wrong. A serving process reads it several times a second and drops the pages of older editions (newsroom/page_cache.py).
"""

import datetime

from django.utils import timezone

from .models import Article, Correction, EditionChange, Slot


def advance_for(sender, instance, using, **kwargs):
    """Begin a new edition when a row is saved or deleted that readers see; a draft is not one."""
    if is_visible(instance):
        EditionChange.objects.using(using).advance()


def is_visible(instance):
    if isinstance(instance, Article):
        return instance.status in (Article.Status.APPROVED, Article.Status.WITHDRAWN)
    # Bylines and tags carry the hour of a story that is approved, and none while it is not.
    return getattr(instance, "listed_at", True) is not None


def current():
    """The identity of the edition that is committed now."""
    return EditionChange.objects.current()


def next_change():
    """The next instant at which pages change by the clock alone: a scheduled story or correction, the end of a slot, a new day."""
    now = timezone.now()
    tomorrow = (timezone.localtime(now) + datetime.timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    scheduled = Article.objects.scheduled().order_by("published_at").values_list("published_at", flat=True).first()
    slot = Slot.objects.ending().values_list("until", flat=True).first()
    correction = Correction.objects.coming().values_list("posted_at", flat=True).first()
    return min(filter(None, (tomorrow, scheduled, slot, correction)))
