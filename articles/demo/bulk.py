"""Any number of stories for a site that is to be measured: `load` writes them in batches, and goes on where it was stopped.

How far a load came is read from the stories themselves: the slug of each ends in its seed and its number, and a batch is there as a
whole or not at all. What editors have changed or deleted since is left as it is.
"""

import gc
import multiprocessing
import signal
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from operator import itemgetter
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Right
from django.utils import timezone

from .. import popularity
from ..models import (
    Article,
    Author,
    Byline,
    EditionChange,
    HourlyViews,
    Period,
    Photo,
    PhotoUse,
    Popularity,
    Section,
    Tag,
    TaggedArticle,
    photo_use,
)
from . import bulk_cast, bulk_rows
from .bulk_rows import moment
from .bulk_story import DIGITS, NEIGHBOURS, Writer, slug_mark

COLUMNS = (
    *("headline", "deck", "slug", "section_id", "dateline", "lead_photo_id", "label", "is_unverified"),
    *("status", "withdrawal_reason", "published_at", "updated_at", "withdrawn_at", "created_at", "modified_at"),
)
MOMENTS = 5  # of the last columns
in_columns, in_moments = itemgetter(*COLUMNS[:-MOMENTS]), itemgetter(*COLUMNS[-MOMENTS:])
# Stories that one process hands to the other at once, and how many such parts it may be ahead.
HANDED_OVER = 500
AHEAD = 8
STANDING = ("section_id", "listed_at", *popularity.Tally._fields)


def stories_of(seed):
    """The stories of this seed that the database has."""
    return Article.objects.filter(slug__regex=rf"{slug_mark(seed)}[0-9]{{{DIGITS}}}$")


def written(seed):
    """The number of the last story of this seed that the database has; 0 when it has none."""
    return int(stories_of(seed).aggregate(last=Max(Right("slug", DIGITS)))["last"] or 0)


def load(total, seed, *, authors=200, tags=2000, photos=None, batch=5000, now=None):
    """Bring the stories of a seed to *total*; yields how many there are, before the first batch and after each.

    Each batch is one short transaction, so that nobody at the desk waits for long. Stopped at any moment and started again with
    the same numbers, it ends with the same stories.
    """
    done = written(seed)
    yield done
    if done >= total:
        return
    cast = bulk_cast.assemble(authors=authors, tags=tags, photos=photos)
    writer = Writer(seed, total, cast, now or timezone.now().replace(microsecond=0))
    archive = Archive(seed)
    batches = [range(first, min(first + batch, total + 1)) for first in range(done + 1, total + 1, batch)]
    with _in_haste(), closing(_stories(writer, [part for batch in batches for part in _parts(batch)])) as stories:
        for batch in batches:
            with transaction.atomic():
                for _part in _parts(batch):
                    archive.add(next(stories))
                # Rows that no model has saved tell nobody of themselves.
                EditionChange.objects.advance()
            yield batch[-1]
    bulk_rows.take_stock(
        Article, Author, Byline, HourlyViews, Photo, PhotoUse, Popularity, Section, Tag, TaggedArticle
    )


@contextmanager
def _in_haste():
    """Spare this process what a long load of plain rows does not need."""
    # Nothing that is received holds a cycle; looking for some would cost a tenth of the time.
    gc.disable()
    try:
        with bulk_rows.roomy_connection():
            yield
    finally:
        gc.enable()


def _parts(batch):
    """Cut a batch into what is handed over at once, so that neither of two processes waits long for the other."""
    return [batch[first : first + HANDED_OVER] for first in range(0, len(batch), HANDED_OVER)]


def _stories(writer, parts):
    """Yield the stories of each part; another process writes the next ones in the meantime, where there are any."""
    if len(parts) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_written(writer, part) for part in parts)
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(writer, parts, receiver, sender), daemon=True)
    process.start()
    sender.close()
    try:
        for _part in parts:
            yield receiver.recv()
    except EOFError as error:
        raise ChildProcessError("The process that writes the stories has ended early.") from error
    finally:
        # Its next send fails now, which ends it.
        receiver.close()
        process.join()


def _send(writer, parts, receiver, sender):
    """Write and send part after part, some of them ahead of those that were taken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing here holds a cycle; looking for some would cost a tenth of the time.
    gc.disable()
    # With this end open here too, the end of the other process would go unnoticed.
    receiver.close()
    with ThreadPoolExecutor(1) as post, suppress(BrokenPipeError):
        on_the_way = deque()
        for part in parts:
            on_the_way.append(post.submit(sender.send, _written(writer, part)))
            if len(on_the_way) > AHEAD:
                on_the_way.popleft().result()


class Sheet(NamedTuple):
    """A story as the tables take it, but for its key, and for the key of the story that its box leads to."""

    number: int
    article: tuple
    opening: str
    box: int | None
    ending: str
    listed_at: object
    bylines: list
    tags: list
    hours: list
    standing: tuple  # of the Popularity
    uses: list  # (kind, photo)

    @classmethod
    def of(cls, story):
        return cls(
            number=story.number,
            article=(*in_columns(story.facts), *map(moment, in_moments(story.facts))),
            opening=story.opening + story.figure + story.rest,
            box=story.box,
            ending=story.ending,
            listed_at=moment(story.listed_at),
            bylines=story.bylines,
            tags=story.tags,
            hours=[(moment(hour), views) for hour, views in story.views.items()],
            standing=_standing(story) if story.views else (),
            uses=sorted(photo_use.uses_of(story.facts["lead_photo_id"], story.figure)),
        )


class Archive:
    """The tables that stories go to, and the keys of the last ones, which boxes of the next may name."""

    def __init__(self, seed):
        self._articles = bulk_rows.Table(Article, ("id", "body", *COLUMNS))
        self._bylines = bulk_rows.Table(Byline, ("article_id", "author_id", "role", "position", "listed_at"))
        self._tags = bulk_rows.Table(TaggedArticle, ("content_object_id", "tag_id", "listed_at"))
        self._hours = bulk_rows.Table(HourlyViews, ("article_id", "hour", "views"))
        self._standings = bulk_rows.Table(Popularity, ("article_id", *STANDING))
        self._uses = bulk_rows.Table(PhotoUse, ("article_id", "kind", "photo_id", "section_id"))
        last = stories_of(seed).order_by("-pk").values_list("pk", "slug")[:NEIGHBOURS]
        self._keys = {int(slug[-DIGITS:]): key for key, slug in last}

    def add(self, sheets):
        """Write stories and all that hangs on them, in the transaction under way."""
        keys = bulk_rows.reserve_numbers(Article, len(sheets))
        neighbours = self._keys | {sheet.number: key for sheet, key in zip(sheets, keys, strict=True)}
        keyed = list(zip(keys, sheets, strict=True))
        self._articles.add((key, _body(sheet, neighbours), *sheet.article) for key, sheet in keyed)
        self._bylines.add(
            (key, author, role, position, sheet.listed_at)
            for key, sheet in keyed
            for position, (author, role) in enumerate(sheet.bylines)
        )
        self._tags.add((key, tag, sheet.listed_at) for key, sheet in keyed for tag in sheet.tags)
        self._hours.add((key, hour, views) for key, sheet in keyed for hour, views in sheet.hours)
        self._standings.add((key, *sheet.standing) for key, sheet in keyed if sheet.hours)
        section = COLUMNS.index("section_id")
        self._uses.add(
            (key, kind, photo, sheet.article[section]) for key, sheet in keyed for kind, photo in sheet.uses
        )
        self._keys = dict(sorted(neighbours.items())[-NEIGHBOURS:])


def _written(writer, numbers):
    return [Sheet.of(writer.write(number)) for number in numbers]


def _standing(story):
    ranked_at = None if story.facts["label"] == Article.Label.ADVERTORIAL else story.listed_at
    tally = popularity.Tally.of(story.views)
    starts = {period: getattr(tally, period).isoformat() for period in Period}
    return (story.facts["section_id"], moment(ranked_at), *tally._replace(**starts))


def _body(sheet, neighbours):
    box = f'<aside data-article="{neighbours[sheet.box]}"></aside>' if sheet.box in neighbours else ""
    return f"{sheet.opening}{box}{sheet.ending}"
