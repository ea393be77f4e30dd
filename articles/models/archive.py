"""The archive: which stories are public, in which order, and what is fetched with them.

A story is public when it is approved and its hour has come; `ArticleQuerySet.published()` is the only place that asks.
"""

import datetime

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone

from .. import dates
from ..listing import Cursor, ListPage
from .edition import EditionChange
from .filing import Byline, relist
from .taxonomy import Section

# Sent with `numbers` after stories were written without save(), in the same transaction.
stories_written = Signal()
# The columns that only the desk looks at; a change of any other is told.
DESK_COLUMNS = frozenset({"modified_at", "assigned_editor", "assigned_editor_id", "created_by", "created_by_id"})
BIN_KEEPS = datetime.timedelta(days=30)


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.approved().filter(published_at__lte=timezone.now())

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

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
        """Fetch all that the article page shows of the story itself, in four queries."""
        return self.select_related("section", "lead_photo").prefetch_related(
            models.Prefetch("bylines", Byline.objects.select_related("author")), "tags", "corrections"
        )

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
        """As Django's update; a new edition begins, stories whose hour or state changes are filed anew, and `stories_written` is
        sent, in one transaction."""
        with transaction.atomic(using=self.db):
            EditionChange.objects.using(self.db).advance()
            if values.keys() <= DESK_COLUMNS:
                return super().update(**values)
            changed = list(self.values_list("pk", flat=True))
            rows = super().update(**values)
            if values.keys() & self.model.LISTING_FIELDS:
                relist(changed, using=self.db)
            stories_written.send(self.model, numbers=changed)
        return rows

    update.alters_data = True

    def bulk_create(self, objs, *args, **options):
        """As Django's bulk_create; `stories_written` is sent in the same transaction."""
        with transaction.atomic(using=self.db):
            stories = super().bulk_create(objs, *args, **options)
            stories_written.send(self.model, numbers=[story.pk for story in stories if story.pk])
        return stories

    bulk_create.alters_data = True
