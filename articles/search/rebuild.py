"""The whole index made anew, in small steps beside a site that goes on searching and saving.

Rows are replaced batch by batch, so what is found is never less than before, and what is as it was is not written. A batch is read
and written in one transaction, so no save of an editor is overwritten by something older. Other processes work out the terms.
"""

import multiprocessing
import os
import signal
from collections import deque
from contextlib import contextmanager

from django.db import transaction

from ..giving_way import give_way
from ..models import Article, Photo
from . import engine, indexing, spelling
from .terms import row_of

BATCH, AHEAD = 500, 6  # stories of a step, steps that are read before they are written
REMEMBERED = 400_000  # words that need not be looked up again


def stories(*, start=0):
    """Index every story with a number above *start*; yields (how many were looked at, the last number) after each batch."""
    known, changed = set(), 0
    with engine.stories.taking_many() as merge, _workers() as work:
        for numbers, seen, result in _ahead(work, start):
            rows, found = result()
            with transaction.atomic():
                changed += engine.stories.write(rows, seen=seen)
                spelling.add(found - known)
            if changed >= engine.MERGED:
                merge()
                changed = 0
            known = found if len(known) > REMEMBERED else known | found
            yield len(numbers), numbers[-1]
            give_way()
    engine.stories.settle()


def photos(*, start=0):
    """The same for photos."""
    while batch := list(Photo.objects.filter(pk__gt=start).order_by("pk")[:BATCH]):
        with transaction.atomic():
            indexing.index_photos(batch)
        start = batch[-1].pk
        yield len(batch), start
        give_way()
    engine.photos.settle()


def lost():
    """Take out the rows of stories and photos that are no more; yields how many were looked at, after each batch."""
    for index, model in ((engine.stories, Article), (engine.photos, Photo)):
        start = 0
        rows = index.model.objects.order_by("number").values_list("number", flat=True)
        while numbers := list(rows.filter(number__gt=start)[:BATCH]):
            there = set(model.objects.filter(pk__in=numbers).values_list("pk", flat=True))
            if gone := set(numbers) - there:
                with transaction.atomic():
                    index.forget(gone)
            start = numbers[-1]
            yield len(numbers)


def _ahead(work, start):
    """Yield (numbers, digests seen, result) of each batch, having read some batches further for the workers."""
    waiting, numbers = deque(), True
    while True:
        if numbers:
            numbers = list(Article.objects.filter(pk__gt=start).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if numbers:
            start = numbers[-1]
            # The digests are read before the facts: what is saved between the two, or later, is told by another digest.
            seen = engine.stories.digests(numbers)
            facts = list(indexing.gather(Article.objects.filter(pk__in=numbers).order_by("pk")))
            waiting.append((numbers, seen, work(facts)))
        if not waiting:
            return
        if not numbers or len(waiting) > AHEAD:
            yield waiting.popleft()


def work_out(batch):
    """The rows of a batch of facts, and the words that a misspelling may lead to."""
    rows = [row_of(indexing.document_of(facts)) for facts in batch]
    return rows, spelling.learnable(rows)


@contextmanager
def _workers():
    """A function that sends a batch to another process and returns what waits for its result; where there is one processor only, or
    no fork, it is worked out here."""
    count = min(os.cpu_count() or 1, 4)
    if count == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda batch: lambda: work_out(batch)
        return
    with multiprocessing.get_context("fork").Pool(count, _ignore_interrupts) as pool:
        yield lambda batch: pool.apply_async(work_out, (batch,)).get


def _ignore_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
