"""The archive: which stories are public, in which order, and what is fetched with them.

A story is public when it is approved and its hour has come; `ArticleQuerySet.published()` is the only place that asks.
"""

import datetime

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone

from .. import dates
from ..listing import Cursor, ListPage
from .card import COLUMNS, CardIterable
from .edition import EditionChange
from .filing import Byline, TaggedArticle
from .glance import have_rows
from .photo_use import PhotoUse
from .prepared import Asked
from .readership import Popularity
from .together import Together
from .workflow import NEVER_DELETED, WorkflowError

# Sent with `numbers` after stories were written without save(), in the same transaction.
stories_written = Signal()
# The columns that only the desk looks at; a change of any other is told.
DESK_COLUMNS = frozenset({"modified_at", "assigned_editor", "assigned_editor_id", "created_by", "created_by_id"})
TICK = datetime.timedelta(microseconds=1)  # what hours are told apart by
BIN_KEEPS = datetime.timedelta(days=30)


def relist(articles, using=None):
    """File stories anew, under their authors and tags and among the popular, after what decides that has changed."""
    for shelf in (Byline, TaggedArticle, Popularity):
        shelf.objects.using(using).relist(articles)


class ArticleQuerySet(models.QuerySet):
    def published(self, now=None):
        """Stories that are public now, or at another instant *now*."""
        return self.approved().filter(published_at__lte=timezone.now() if now is None else now)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def withdrawn(self):
        return self.filter(status=self.model.Status.WITHDRAWN)

    def scheduled(self):
        return self.approved().filter(published_at__gt=timezone.now())

    def may_rank(self):
        """Stories that Populer may name from their hour on: never advertorials (CONVENTIONS I10)."""
        return self.approved().exclude(label=self.model.Label.ADVERTORIAL)

    def take(self, numbers):
        """Lock those of the stories with these numbers that nobody is saving just then; returns their numbers.

        Who holds a story's row owns its counts as well. Nothing here waits, so nobody can wait for each other.
        """
        rows = self.filter(pk__in=numbers).select_for_update(skip_locked=True, no_key=True, of=("self",))
        return set(rows.order_by("pk").values_list("pk", flat=True))

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

    def photo_stories(self):
        """Stories with a gallery of pictures."""
        return self.filter(gallery_size__isnull=False)

    def on_day(self, day):
        """Stories of one calendar day in the site's time zone."""
        start, end = dates.bounds(day)
        return self.filter(published_at__gte=start, published_at__lt=end)

    def since(self, moment):
        """Stories whose hour is not before *moment*."""
        return self.filter(published_at__gte=moment)

    def published_between(self, first, end):
        """Published stories with first <= hour < end.

        With one bound above: of two, SQLite reads an index from the one that was written first, years after the other maybe.
        """
        return self.published(min(timezone.now(), end - TICK)).since(first)

    def published_in_a_span(self):
        """The same for what is asked with each call, by the names "first" and "last"; see glance.py."""
        first, last = (Asked(name, models.DateTimeField()) for name in ("first", "last"))
        return self.published(last).since(first)

    def months(self):
        """The first day of each month that has published stories, oldest first; three queries, whatever the archive holds."""
        hours = self.published().order_by("published_at").values_list("published_at", flat=True)
        first, last = hours.first(), hours.last()
        if first is None:
            return []
        months = list(dates.months_between(timezone.localdate(first), timezone.localdate(last)))
        return _with_rows(months, dates.month_bounds, self.published_in_a_span())

    def crowded(self, months, size):
        """Those of *months* that have more than *size* published stories; one query, which walks an index as far as that."""
        return _with_rows(months, dates.month_bounds, self.published_in_a_span().newest_first()[size:])

    def days_of(self, month):
        """The days of a month that have published stories, oldest first; one query."""
        days = list(dates.days_of(month))
        return _with_rows(days, dates.bounds, self.published_in_a_span())

    def days_around(self, day):
        """The nearest days before and after *day* that have published stories; None where there are none."""
        start, end = dates.bounds(day)
        now = timezone.now()
        earlier = self.published(min(now, start - TICK)).order_by("-published_at")
        later = self.published(now).since(end).order_by("published_at")
        hours = (stories.values_list("published_at", flat=True).first() for stories in (earlier, later))
        return tuple(hour and timezone.localdate(hour) for hour in hours)

    def for_cards(self):
        """Fetch Cards instead of stories, all that lists show of them, in one query however many: a list costs half as much."""
        cards = self.values_list(*COLUMNS)
        cards._iterable_class = CardIterable
        return cards

    def for_page(self):
        """Fetch what the article page shows of the story itself, in three queries; its corrections are a fourth."""
        stories = self.select_related("section__parent", "lead_photo")
        return stories.prefetch_related(models.Prefetch("bylines", Byline.objects.select_related("author")), "tags")

    def page(self, before="", size=20, *, sections=()):
        """The newest *size* published stories that come before the cursor, of *sections* alone if there are any.

        Raises ValueError for a malformed cursor.
        """
        if sections:
            return ListPage.cut(self.newest_in(sections, size + 1, before), size)
        return ListPage.cut(self.before(before)[: size + 1], size)

    def before(self, cursor):
        """The published stories that come before *cursor*, a text, the newest first; all of them when it is empty."""
        if not cursor:
            return self.published().newest_first()
        cursor = Cursor.parse(cursor)
        stories = self.published(min(timezone.now(), cursor.hour)).newest_first()
        return stories.exclude(published_at=cursor.hour, id__gte=cursor.story)

    def newest_in(self, sections, size, before=""):
        """The newest *size* published stories of several sections, before the cursor; no section is read further than that."""
        if len(sections) == 1:
            return self.filter(section=sections[0]).before(before)[:size]
        stories = self.model.objects.using(self.db)
        newest = [stories.filter(section=section).before(before).values("pk")[:size] for section in sections]
        return self.filter(pk__in=Together(*newest)).newest_first()[:size]

    def update(self, **values):
        """As Django's update, and in the same transaction all that follows from it.

        A new edition begins; stories of which something changes that files them are filed anew, where photos are used is written
        down, and `stories_written` is sent.
        """
        with transaction.atomic(using=self.db):
            EditionChange.objects.using(self.db).advance()
            if values.keys() <= DESK_COLUMNS:
                return super().update(**values)
            changed = list(self.values_list("pk", flat=True))
            rows = super().update(**values)
            if values.keys() & self.model.LISTING_FIELDS:
                relist(changed, using=self.db)
            if values.keys() & self.model.USING_FIELDS:
                PhotoUse.objects.using(self.db).record(changed)
            stories_written.send(self.model, numbers=changed)
        return rows

    def bulk_create(self, objs, *args, **options):
        """As Django's; where photos are used is written down, and `stories_written` is sent, in the same transaction."""
        with transaction.atomic(using=self.db):
            stories = super().bulk_create(objs, *args, **options)
            numbers = [story.pk for story in stories if story.pk]
            PhotoUse.objects.using(self.db).record(numbers)
            stories_written.send(self.model, numbers=numbers)
        return stories

    def delete(self):
        """As Django's; raises WorkflowError, and deletes nothing, when readers have seen one of the stories (CONVENTIONS I9)."""
        if self.order_by().public_or_withdrawn().exists():
            raise WorkflowError(NEVER_DELETED)
        return super().delete()

    update.alters_data = bulk_create.alters_data = delete.alters_data = True
    delete.queryset_only = True


def _with_rows(spans, bounds, stories):
    """Those of *spans*, days or months, that have a row of *stories*, published_in_a_span, between their *bounds*."""
    now = timezone.now()
    ends = [(first, min(now, end - TICK)) for first, end in map(bounds, spans)]
    cases = [{"first": first, "last": last} for first, last in ends]
    return [span for span, has in zip(spans, have_rows(stories, cases), strict=True) if has]
