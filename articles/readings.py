"""A story's readings over time: what the desk sees of them, and how old counts are kept small.

Hours are kept for sixty days; then they are added up to days. Serving processes do that themselves, a little at a time between two
folds (articles/popularity.py): one of them, once an hour.
"""

import datetime
import time
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from . import dates
from .models import Article, DailyViews, Fold, HourlyViews, Popularity, Upkeep

HOURS_ARE_KEPT = datetime.timedelta(days=60)
# Long enough for a process to hear of a commit that went unheard.
FOLDS_ARE_KEPT = datetime.timedelta(days=1)
# Rows in one transaction of the upkeep.
AT_ONCE = 1000
# How often a process asks whether the upkeep of this hour is its own, in seconds.
ASKS_EVERY = 300
SHOWN_HOURS, SHOWN_DAYS = 48, 30


@dataclass(frozen=True)
class Readings:
    """How often a story was read: in all, in each of the last hours and on each of the last days, (when, views), oldest first."""

    total: int
    hours: list
    days: list


def of(article):
    """The readings of a story, in two queries; hours and days without any are in them with 0."""
    today, this_hour = dates.today(), dates.hour_of(timezone.now())
    days = [today - datetime.timedelta(days=number) for number in reversed(range(SHOWN_DAYS))]
    hours = [this_hour - datetime.timedelta(hours=number) for number in reversed(range(SHOWN_HOURS))]
    first = dates.bounds(days[0])[0]
    counted = dict(HourlyViews.objects.filter(article=article, hour__gte=first).values_list("hour", "views"))
    by_day = Counter()
    for hour, views in counted.items():
        by_day[timezone.localdate(hour)] += views
    total = Popularity.objects.filter(article=article).values_list("views", flat=True).first()
    return Readings(
        total=total or 0,
        hours=[(hour, counted.get(hour, 0)) for hour in hours],
        days=[(day, by_day[day]) for day in days],
    )


def roll_up(at_most=AT_ONCE):
    """Add old hours up to days, the oldest first; returns how many hours went. Stories that somebody is saving wait."""
    with transaction.atomic():
        old = HourlyViews.objects.filter(hour__lt=timezone.now() - HOURS_ARE_KEPT).order_by("hour", "id")[:at_most]
        taken = Article.objects.take({row.article_id for row in old})
        # Read again, now that nobody else can roll them up.
        rows = HourlyViews.objects.filter(pk__in=[row.pk for row in old if row.article_id in taken])
        days = Counter()
        for row in rows:
            days[row.article_id, timezone.localdate(row.hour)] += row.views
        DailyViews.objects.put(
            [(number, day, views) for (number, day), views in sorted(days.items())],
            key=["article", "day"],
            added=["views"],
        )
        gone, _by_model = HourlyViews.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return gone


def forget_folds(at_most=AT_ONCE):
    """Delete the identities of batches that nobody will ask for again; returns how many went."""
    old = Fold.objects.filter(at__lt=timezone.now() - FOLDS_ARE_KEPT).order_by("at")
    gone, _by_model = Fold.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:at_most])).delete()
    return gone


class Upkeeper:
    """Does the upkeep when it falls to this process, a batch at each step."""

    def __init__(self):
        self._asks_at = 0
        self._has_work = False

    def step(self):
        if self._has_work:
            self._has_work = bool(roll_up() + forget_folds())
        elif time.monotonic() >= self._asks_at:
            self._asks_at = time.monotonic() + ASKS_EVERY
            self._has_work = Upkeep.objects.claim()
