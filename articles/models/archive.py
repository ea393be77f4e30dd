"""The archive: which stories are public, in which order, and what is fetched with them.

A story is public when it is approved and its hour has come; `ArticleQuerySet.published()` is the only place that asks.
"""

import datetime

from django.db import models, transaction
from django.utils import timezone

from .. import dates
from ..listing import Cursor, ListPage
from .edition import EditionChange
from .filing import Byline, relist
from .taxonomy import Section
from .workflow import NEVER_DELETED, WorkflowError

BIN_KEEPS = datetime.timedelta(days=30)


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.approved().filter(published_at__lte=timezone.now())

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def withdrawn(self):
        return self.filter(status=self.model.Status.WITHDRAWN)

    def scheduled(self):
        return self.approved().filter(published_at__gt=timezone.now())

    def public_or_withdrawn(self):
        """Stories whose address answers with something: the published, and the withdrawn with their reason."""
        return self.filter(
            status__in=(self.model.Status.APPROVED, self.model.Status.WITHDRAWN), published_at__lte=timezone.now()
        )

    def kept(self):
        """Stories that do not lie in the bin."""
        return self.filter(binned_at__isnull=True)

    def in_bin(self):
        return self.filter(binned_at__isnull=False)

    def empty_bin(self, at_most=50):
        """Delete for good what has lain in the bin for longer than it keeps things; returns how many stories went."""
        with transaction.atomic(using=self.db):
            gone = list(self.past_bin().select_for_update(of=("self",)).values_list("pk", flat=True)[:at_most])
            self.filter(pk__in=gone).delete()
        return len(gone)

    def past_bin(self):
        """Stories whose time in the bin is over, the oldest first."""
        return self.filter(binned_at__lt=timezone.now() - BIN_KEEPS).order_by("binned_at")

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def on_day(self, day):
        """Stories of one calendar day in the site's time zone."""
        start, end = dates.bounds(day)
        return self.filter(published_at__gte=start, published_at__lt=end)

    def days_around(self, day):
        """The nearest days before and after *day* that have published stories; None where there are none."""
        start, end = dates.bounds(day)
        hours = self.published().values_list("published_at", flat=True)
        earlier = hours.filter(published_at__lt=start).order_by("-published_at").first()
        later = hours.filter(published_at__gte=end).order_by("published_at").first()
        return tuple(hour and timezone.localdate(hour) for hour in (earlier, later))

    def latest_by_section(self, size):
        """A list of (section, its newest stories) for each section of the navigation that has any; one query each."""
        newest = self.published().newest_first().for_cards()
        found = ((section, list(newest.filter(section=section)[:size])) for section in Section.objects.in_navigation())
        return [(section, stories) for section, stories in found if stories]

    def for_cards(self):
        """Fetch all that a card shows, in one query however many cards."""
        return self.select_related("section", "lead_photo").defer("body")

    def for_page(self):
        """Fetch what the article page shows of the story itself, in three queries; its corrections are a fourth."""
        stories = self.select_related("section", "lead_photo", "verifies__section").defer("verifies__body")
        return stories.prefetch_related(models.Prefetch("bylines", Byline.objects.select_related("author")), "tags")

    def page(self, before="", size=20):
        """The newest *size* published stories that come before the cursor; raises ValueError for a malformed cursor."""
        stories = self.published().newest_first()
        if before:
            cursor = Cursor.parse(before)
            stories = stories.filter(published_at__lte=cursor.hour).exclude(
                published_at=cursor.hour, id__gte=cursor.story
            )
        return ListPage.cut(stories[: size + 1], size)

    def update(self, **values):
        """As Django's update; a new edition begins, and stories whose hour or state changes are filed anew, in one transaction."""
        with transaction.atomic(using=self.db):
            EditionChange.objects.using(self.db).advance()
            if not values.keys() & self.model.LISTING_FIELDS:
                return super().update(**values)
            changed = list(self.values_list("pk", flat=True))
            rows = super().update(**values)
            relist(changed, using=self.db)
        return rows

    def delete(self):
        """As Django's; raises WorkflowError, and deletes nothing, when readers have seen one of the stories (CONVENTIONS I9)."""
        if self.order_by().public_or_withdrawn().exists():
            raise WorkflowError(NEVER_DELETED)
        return super().delete()

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True
