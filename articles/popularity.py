"""Popularity: count a view cheaply, fold counts into the database in batches, rank "Populer".

A view is remembered as (story, hour, count) and nothing else (CONVENTIONS D2). The ranking weighs a view by 2^(t/h), with t its hour
and h the half-life: one half-life later the same view counts half as much against new ones. That is forward decay (Cormode,
Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009); standings are kept as logarithms, since the weights themselves overflow.

Views wait in the memory of the process that took them and are folded by a thread of it, many in one transaction. A fold waits for
nobody: a story that somebody is saving keeps its views for the next one. So no editor and no other process can get stuck with it.
"""

import datetime
import logging
import math
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from . import dates, readings
from .models import Article, DailyViews, Fold, HourlyViews, Period, Popularity

logger = logging.getLogger(__name__)

EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
# Stories in one transaction: few milliseconds, which is all that anybody ever waits for a fold.
STORIES_AT_ONCE = 2000
# Counts that may wait in one process while the database is away, or while somebody makes up numbers of stories: some 20 MB.
COUNTS_THAT_WAIT = 50_000
# Seconds until a database that is away is tried again.
AFTER_A_FAILURE = 3


@dataclass
class Batch:
    """Counts that go into the database together: {(story's number, hour): views}."""

    views: Counter
    identity: uuid.UUID = field(default_factory=uuid.uuid4)
    # A commit was asked for and no answer came: only the database knows.
    may_be_folded: bool = False
    waiting: Counter = field(default_factory=Counter)


class ViewBuffer:
    """Views of this process that are not in the database yet; safe to use from several threads."""

    def __init__(self):
        self.folding = threading.Lock()
        self._lock = threading.Lock()
        self._views = Counter()
        self._hour = EPOCH
        self._unsettled = []
        self._has_views = threading.Event()
        self._folder = None

    def __bool__(self):
        return self._has_views.is_set()

    def add(self, article_id, at):
        with self._lock:
            if not self._hour <= at < self._hour + HOUR:
                self._hour = dates.hour_of(at)
            self._count((article_id, self._hour), 1)
            if settings.VIEWS_FOLD_SECONDS and not (self._folder and self._folder.is_alive()):
                self._folder = threading.Thread(target=self._fold_forever, name="views", daemon=True)
                self._folder.start()

    def take(self):
        """Empty the buffer and return its counts in batches, those first whose commit is not known."""
        with self._lock:
            batches = [*self._unsettled, *batches_of(self._views)]
            self._views, self._unsettled = Counter(), []
            self._has_views.clear()
        return batches

    def give_back(self, batches):
        with self._lock:
            newer, self._views = self._views, Counter()
            for batch in batches:
                if batch.may_be_folded:
                    self._unsettled.append(batch)
                else:
                    self._views.update(batch.views)
                self._has_views.set()
            # What has waited longest goes first where there is no room for all.
            for key, count in newer.items():
                self._count(key, count)

    def _count(self, key, count):
        # When there is room for no more, stories that wait already go on being counted.
        if key in self._views or len(self._views) < COUNTS_THAT_WAIT:
            self._views[key] += count
        self._has_views.set()

    def _fold_forever(self):
        upkeep = readings.Upkeeper()
        while self._has_views.wait():
            time.sleep(settings.VIEWS_FOLD_SECONDS)
            try:
                flush()
                upkeep.step()
            except Error as error:
                logger.warning("Views could not be folded; they are kept for the next time: %s", error)
                connection.close()
                time.sleep(AFTER_A_FAILURE)


buffer = ViewBuffer()


def record_view(number):
    """Count one reading of the story with this number; a thread of this process folds what has gathered every second."""
    buffer.add(number, timezone.now())


def flush():
    """Fold the views that wait in this process; returns how many went. What a failure or an editor holds up goes on waiting."""
    folded = 0
    with buffer.folding:
        batches = buffer.take()
        try:
            while batches:
                waiting = _fold(batches[0])
                folded += batches.pop(0).views.total() - waiting.total()
                if waiting:
                    buffer.give_back([Batch(waiting)])
        finally:
            buffer.give_back(batches)
    return folded


def settle(patience=25, without_database=5):
    """Fold all that waits before this process ends; gives up after *patience* seconds, or sooner while the database is away."""
    started = time.monotonic()
    gives_up_at = started + patience
    while time.monotonic() < gives_up_at:
        try:
            flush()
        except Error as error:
            connection.close()
            logger.warning("Views could not be folded at the end of the process: %s", error)
            gives_up_at = min(gives_up_at, started + without_database)
        if not buffer:
            return
        # Another process that ends at the same time holds the same stories for a moment.
        time.sleep(0.05)
    logger.error("The process ends with views that are not in the database.")


def batches_of(views):
    """Counts in batches of so many stories as one transaction takes."""
    by_story = {}
    for (number, hour), count in views.items():
        by_story.setdefault(number, {})[number, hour] = count
    stories = list(by_story.values())
    for start in range(0, len(stories), STORIES_AT_ONCE):
        batch = Counter()
        for counts in stories[start : start + STORIES_AT_ONCE]:
            batch.update(counts)
        yield Batch(batch)


def fold(views):
    """Add counts, a mapping of (story's number, aware hour) to views, to the hours and to the standings.

    Returns those that could not be added since somebody is saving their stories; those of stories that do not exist are dropped.
    """
    waiting = Counter()
    for batch in batches_of(views):
        waiting.update(_fold(batch))
    return waiting


def _fold(batch):
    if batch.may_be_folded and Fold.objects.filter(pk=batch.identity).exists():
        return batch.waiting
    with transaction.atomic():
        Fold.objects.create(pk=batch.identity)
        numbers = {number for number, _hour in batch.views}
        taken = Article.objects.take(numbers)
        held_up = set(Article.objects.filter(pk__in=numbers - taken).values_list("pk", flat=True))
        batch.waiting = Counter({key: count for key, count in batch.views.items() if key[0] in held_up})
        _add({key: count for key, count in batch.views.items() if key[0] in taken})
        # What fails from here on may have been done all the same.
        batch.may_be_folded = True
    return batch.waiting


def _add(views):
    """Add counts of stories that this transaction has taken."""
    if not views:
        return
    gained = {}
    for (number, hour), count in views.items():
        gained.setdefault(number, {})[hour] = count
    known = _tallies(gained)
    rows = []
    for number, hours in sorted(gained.items()):
        tally = Tally.of(hours)
        rows.append((number, *(known[number].plus(tally) if number in known else tally)))
    hours = [(number, hour, count) for (number, hour), count in sorted(views.items())]
    HourlyViews.objects.put(hours, key=["article", "hour"], added=["views"])
    Popularity.objects.put(rows, key=["article"], replaced=Tally._fields)
    if new := gained.keys() - known.keys():
        Popularity.objects.relist(new)


def _tallies(numbers):
    rows = Popularity.objects.filter(pk__in=numbers).values_list("pk", *Tally._fields)
    return {number: Tally(*values) for number, *values in rows}


class Tally(NamedTuple):
    """The counts of a Popularity: all views, the standing, and the newest day, week and month that had views, with theirs."""

    views: int
    standing: float
    day: datetime.date
    day_views: int
    week: datetime.date
    week_views: int
    month: datetime.date
    month_views: int

    @classmethod
    def of(cls, hours):
        """The tally of one story from its {aware hour: views}, which has some."""
        days = {}
        for hour, count in hours.items():
            day = _day_of(hour)
            days[day] = days.get(day, 0) + count
        newest, total = max(days), sum(days.values())
        counts = []
        for start in _starts(newest):
            counts += [start, total if len(days) == 1 else sum(n for day, n in days.items() if day >= start)]
        return cls(total, standing(hours), *counts)

    def plus(self, other):
        """Both together; of two days, weeks or months the older one is over."""
        counts = []
        for place in (2, 4, 6):
            ours, theirs = self[place], other[place]
            if ours == theirs:
                counts += [ours, self[place + 1] + other[place + 1]]
            else:
                newer = other if ours is None or ours < theirs else self
                counts += newer[place : place + 2]
        return Tally(self.views + other.views, _sum_of_logs(self.standing, other.standing), *counts)


# Views of one batch share few hours.
@lru_cache(maxsize=4096)
def _day_of(hour):
    return timezone.localdate(hour)


@lru_cache(maxsize=4096)
def _starts(day):
    return [period.start(day) for period in Period]


def standing(views):
    """The standing of a story from its {hour: views}: log2 of the sum of views weighed by 2^(hours since EPOCH / half-life)."""
    exponents = [(_exponent(hour), count) for hour, count in views.items() if count > 0]
    if not exponents:
        return -math.inf
    if len(exponents) == 1:
        return exponents[0][0] + math.log2(exponents[0][1])
    largest = max(exponent for exponent, _ in exponents)
    return largest + math.log2(sum(count * 2 ** (exponent - largest) for exponent, count in exponents))


def _sum_of_logs(one, other):
    """log2(2^one + 2^other) without leaving the range of a float."""
    larger, smaller = max(one, other), min(one, other)
    return larger + math.log2(1 + 2 ** (smaller - larger))


def _exponent(hour):
    return (hour - EPOCH).total_seconds() / 3600 / settings.POPULARITY_HALF_LIFE_HOURS


def popular(size=10, section=None):
    """The cards of the *size* public stories, of the site or of one section, that are read most now.

    Two queries: the ranking is read from its index first and the stories by their numbers. Joined, a planner may choose to read the
    whole archive and sort it.
    """
    rows = Popularity.objects.most_read_now(section).values_list("pk", "views")
    return [card for card, _views in _with_cards(rows[:size])]


def most_read(period, size=30):
    """(card, views) of the *size* public stories with the most views in the current day, week or month."""
    rows = Popularity.objects.most_read_in(period, dates.today()).values_list("pk", f"{period}_views")
    return _with_cards(rows[:size])


def _with_cards(rows):
    views_of = dict(rows)
    cards = Article.objects.published().for_cards().in_bulk(views_of)
    return [(cards[number], views) for number, views in views_of.items() if number in cards]


def recount(numbers):
    """Work the standings of these stories out anew from their hours and days; returns how many were.

    The rest has no views, or somebody is saving it. For a new half-life, and to check the running sums.
    """
    with transaction.atomic():
        counts = {}
        taken = Article.objects.take(numbers)
        for number, hour, views in HourlyViews.objects.filter(article__in=taken).values_list(
            "article", "hour", "views"
        ):
            counts.setdefault(number, Counter())[hour] += views
        for number, day, views in DailyViews.objects.filter(article__in=taken).values_list("article", "day", "views"):
            # The hours of old days are not known any more, and by now their weights hardly differ.
            counts.setdefault(number, Counter())[dates.noon(day)] += views
        rows = [(number, *Tally.of(hours)) for number, hours in sorted(counts.items())]
        Popularity.objects.put(rows, key=["article"], replaced=Tally._fields)
        Popularity.objects.relist(counts)
    return len(rows)


def recount_all():
    """Recount every story that was ever read, some at a time; yields how many were recounted and how many looked at."""
    last = 0
    while numbers := list(Popularity.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:500]):
        last = numbers[-1]
        yield recount(numbers), len(numbers)
