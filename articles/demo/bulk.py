"""Any number of stories for a site that is to be measured: `load` writes them in batches, and goes on where it was stopped.

How far a load came is read from the stories themselves: the slug of each ends in its seed and its number, and a batch is there as a
whole or not at all. What editors have changed or deleted since is left as it is.
"""

import gc
import multiprocessing
import signal
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
MOMENTS = frozenset(COLUMNS[-5:])
in_columns = itemgetter(*COLUMNS)
STANDING = ("section_id", "listed_at", *popularity.Tally._fields)


def stories_of(seed):
    """The stories of this seed that the database has."""
    return Article.objects.filter(slug__regex=rf"{slug_mark(seed)}[0-9]{{{DIGITS}}}$")


def written(seed):
    """The number of the last story of this seed that the database has; 0 when it has none."""
    return int(stories_of(seed).aggregate(last=Max(Right("slug", DIGITS)))["last"] or 0)


def load(total, seed, *, authors=200, tags=2000, photos=None, batch=2000, now=None):
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
    with _in_haste(), closing(_stories(writer, batches)) as written_batches:
        for sheets in written_batches:
            archive.add(sheets)
            yield sheets[-1].number
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


def _stories(writer, batches):
    """Yield the stories of each batch; another process writes the next ones in the meantime, where there are any."""
    if len(batches) == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_written(writer, batch) for batch in batches)
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(writer, batches, receiver, sender), daemon=True)
    process.start()
    sender.close()
    try:
        for _batch in batches:
            yield receiver.recv()
    except EOFError as error:
        raise ChildProcessError("The process that writes the stories has ended early.") from error
    finally:
        # Its next send fails now, which ends it.
        receiver.close()
        process.join()


def _send(writer, batches, receiver, sender):
    """Write and send batch after batch, each as soon as the one before was taken."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing here holds a cycle; looking for some would cost a tenth of the time.
    gc.disable()
    # With this end open here too, the end of the other process would go unnoticed.
    receiver.close()
    with suppress(BrokenPipeError):
        for batch in batches:
            sender.send(_written(writer, batch))


class Sheet(NamedTuple):
    """A story as the tables take it, but for its key, and for the key of the story that its box leads to."""

    number: int
    article: tuple
    opening: str
    ending: str
    box: int | None
    listed_at: object
    bylines: list
    tags: list
    hours: list
    standing: tuple  # of the Popularity
    uses: list  # (kind, photo)

    @classmethod
    def of(cls, story):
        facts = {name: moment(fact) if name in MOMENTS else fact for name, fact in story.facts.items()}
        return cls(
            number=story.number,
            article=in_columns(facts),
            opening=story.opening,
            ending=story.ending,
            box=story.box,
            listed_at=moment(story.listed_at),
            bylines=story.bylines,
            tags=story.tags,
            hours=[(moment(hour), views) for hour, views in story.views.items()],
            standing=_standing(story) if story.views else (),
            uses=sorted(photo_use.uses_of(story.facts["lead_photo_id"], story.opening + story.ending)),
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
        """Write stories and all that hangs on them in one transaction."""
        with transaction.atomic():
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
            # Rows that no model has saved tell nobody of themselves.
            EditionChange.objects.advance()
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
