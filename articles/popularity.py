"""Popularity: count a view cheaply, fold counts into the database in batches, rank "Populer".

A view is remembered as (story, hour, count) and nothing else (CONVENTIONS D2). The ranking weighs a view by 2^(t/h), with t its hour
and h the half-life: one half-life later the same view counts half as much against new ones. That is forward decay (Cormode,
Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009); standings are kept as logarithms, since the weights themselves overflow.
"""

import datetime
import logging
import math
import threading
import time
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from .models import Article, HourlyViews, Popularity

logger = logging.getLogger(__name__)

EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


class ViewBuffer:
    """Views of this process that are not in the database yet; safe to use from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._views = Counter()
        self._has_views = threading.Event()
        self._folder = None

    def add(self, article_id, at):
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            self._views[article_id, hour] += 1
            self._has_views.set()
            if self._folder is None and settings.VIEWS_FOLD_SECONDS:
                self._folder = threading.Thread(target=self._fold_forever, name="views", daemon=True)
                self._folder.start()

    def take(self):
        """Empty the buffer and return its counts."""
        with self._lock:
            views, self._views = self._views, Counter()
            self._has_views.clear()
        return views

    def give_back(self, views):
        with self._lock:
            self._views.update(views)
            self._has_views.set()

    def _fold_forever(self):
        while self._has_views.wait():
            time.sleep(settings.VIEWS_FOLD_SECONDS)
            try:
                flush()
            except DatabaseError:
                logger.warning("Views could not be folded; they are kept for the next time.", exc_info=True)
            finally:
                connection.close()


buffer = ViewBuffer()


def record_view(number):
    """Count one reading of the story with this number; a thread of this process folds what has gathered every few seconds."""
    buffer.add(number, timezone.now())


def flush():
    """Fold the views that wait in this process; returns how many they were. A failed write leaves them waiting."""
    views = buffer.take()
    try:
        fold(views)
    except Exception:
        buffer.give_back(views)
        raise
    return views.total()


def fold(views):
    """Add counts, a mapping of (story's number, aware hour) to views, to the hours and to the standings."""
    if not views:
        return
    with transaction.atomic():
        numbers = {number for number, _ in views}
        existing = set(Article.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        views = {key: count for key, count in sorted(views.items()) if key[0] in existing}
        HourlyViews.objects.bulk_create(
            [HourlyViews(article_id=number, hour=hour, views=0) for number, hour in views], ignore_conflicts=True
        )
        for (number, hour), count in views.items():
            HourlyViews.objects.filter(article_id=number, hour=hour).update(views=F("views") + count)
        _raise_standings(views)


def standing(views):
    """The standing of a story from its {hour: views}: log2 of the sum of views weighed by 2^(hours since EPOCH / half-life)."""
    exponents = [(_exponent(hour), count) for hour, count in views.items() if count > 0]
    if not exponents:
        return -math.inf
    largest = max(exponent for exponent, _ in exponents)
    return largest + math.log2(sum(count * 2 ** (exponent - largest) for exponent, count in exponents))


def popular(size=10):
    """The *size* most popular published stories, with all that a card shows; advertorials never rank (CONVENTIONS I10).

    The standings are read from their index first and the stories by their numbers: joined, a planner may choose to read the whole
    archive and sort it. Among so many there are always enough that are still public.
    """
    numbers = list(Popularity.objects.order_by("-standing").values_list("article_id", flat=True)[: 4 * size])
    stories = Article.objects.published().for_cards().exclude(label=Article.Label.ADVERTORIAL).in_bulk(numbers)
    return [stories[number] for number in numbers if number in stories][:size]


def _raise_standings(views):
    gained = {}
    for (number, hour), count in views.items():
        gained.setdefault(number, {})[hour] = count
    known = Popularity.objects.select_for_update().in_bulk(gained)
    rows = [
        Popularity(
            article_id=number,
            standing=_sum_of_logs(standing(hours), known[number].standing if number in known else None),
        )
        for number, hours in gained.items()
    ]
    Popularity.objects.bulk_create(rows, update_conflicts=True, unique_fields=["article"], update_fields=["standing"])


def _sum_of_logs(one, other):
    """log2(2^one + 2^other) without leaving the range of a float."""
    if other is None:
        return one
    larger, smaller = max(one, other), min(one, other)
    return larger + math.log2(1 + 2 ** (smaller - larger))


def _exponent(hour):
    return (hour - EPOCH).total_seconds() / 3600 / settings.POPULARITY_HALF_LIFE_HOURS
