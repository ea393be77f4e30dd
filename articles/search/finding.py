"""Finding stories and photos: pages of results that cost the same in an archive of a thousand stories and of a million.

A page of the most relevant is the concatenation of five lists, each newest first (Query.matches): no score is computed, so nothing has
to be looked at but what is shown, the order is stable from page to page, and it is the same on both databases.
"""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone

from .. import body, dates
from ..models import Article
from . import engine, highlight, spelling
from .query import Query
from .terms import SLOTS, place_at

RELEVANT, NEWEST = "relevan", "terbaru"
CURSOR = re.compile(r"(\d)-(\d{1,18})", re.ASCII)
PAGE, READ = 20, 50_000  # stories of a page, characters of a body in which a passage is looked for
PROBED, PROBE = 6, 30  # candidates for a misspelt word that are looked up, and the stories that are counted of each
AT_DESK = 400  # the newest stories of each kind, public and not, that a list of the desk is filtered from


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to; days are of the site's zone, both included."""

    section: object = None
    author: object = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def terms(self):
        section = [f"#s{self.section.pk}"] if self.section else []
        return (*section, *([f"#a{self.author.pk}"] if self.author else []))

    def bounds(self):
        """The places between which the results lie, (lowest, end); the end is never later than now."""
        end = place_at(timezone.now()) + SLOTS
        if self.until:
            end = min(end, place_at(dates.bounds(self.until)[1]))
        return (place_at(dates.bounds(self.since)[0]) if self.since else 1), end


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Hit:
    """A story that was found: its headline with the hits marked, and the passage that tells why."""

    article: Article
    headline: str
    passage: str


@dataclass(frozen=True)
class Results:
    """A page of results; `older` is the cursor of the next, empty at the end."""

    hits: list
    older: str = ""

    def __iter__(self):
        return iter(self.hits)

    def __len__(self):
        return len(self.hits)


def published(query, *, filters=NO_FILTERS, order=RELEVANT, before="", size=PAGE):
    """A page of the published stories that a Query finds; raises ValueError for a malformed cursor.

    A page may be shorter than *size* when a story on it was withdrawn in the same moment.
    """
    if not query:
        return Results([])
    rows = _rows(query, filters, order, before, size + 1)
    shown = rows[:size]
    stories = Article.objects.published().select_related("section", "lead_photo").in_bulk([row[1] for row in shown])
    hits = [hit(stories[number], query) for _tier, number, _place in shown if number in stories]
    return Results(hits, "{}-{}".format(*shown[-1][::2]) if len(rows) > size else "")


def _rows(query, filters, order, before, limit):
    """Up to *limit* of (tier, number, place)."""
    matches = query.matches() if order == RELEVANT else (query.any_form(),)
    first, place = _parsed(before, len(matches))
    lowest, end = filters.bounds()
    rows = []
    for tier, match in list(enumerate(matches))[first:]:
        top = min(end, place) if tier == first else end
        found = engine.stories.find(match.also(*filters.terms), before=top, after=lowest, limit=limit - len(rows))
        rows += [(tier, number, place) for number, place in found]
        if len(rows) == limit:
            break
    return rows


def _parsed(cursor, tiers):
    if not cursor:
        return 0, engine.HIGHEST
    form = CURSOR.fullmatch(cursor)
    if not form or int(form[1]) >= tiers:
        raise ValueError(f"not a cursor of these results: {cursor!r}")
    return int(form[1]), int(form[2])


def hit(article, query):
    deck = highlight.marked(article.deck, query)
    if len({word for *_at, word in highlight.hits(article.deck, query)}) >= len(query.words):
        return Hit(article, highlight.marked(article.headline, query), deck)
    passage = highlight.snippet(body.plain_text(article.body)[:READ], query)
    return Hit(article, highlight.marked(article.headline, query), passage or deck)


def suggestion(query, *, filters=NO_FILTERS):
    """The query with its misspelt words put right, as one would type it; empty when none is, or when that finds nothing either.

    Only words that no published story has in any form are taken for misspelt.
    """
    right = {word: _right(word) for word in query.words if not _count(word, 1)}
    right = {word: other for word, other in right.items() if other}
    if not right:
        return ""
    text = " ".join(_typed(parts, right) for parts in (*query.wanted, *query.phrases))
    better = Query.parse(text)
    return text if _rows(better, filters, NEWEST, "", 1) else ""


def _typed(parts, right):
    words = " ".join(right.get(word, word) for word in parts)
    return f'"{words}"' if len(parts) > 1 else words


def _right(word):
    """The word that was meant: of the nearest candidates the one that most stories have, counted to PROBE."""
    near = spelling.candidates(word)[:PROBED]
    counts = {other: _count(other, PROBE) for other in near}
    near = [other for other in near if counts[other]]
    if not near:
        return ""
    steps = {other: spelling.distance(word, other) for other in near}
    return min(near, key=lambda other: (steps[other], other[0] != word[0], -counts[other], other))


def _count(word, most):
    lowest, end = NO_FILTERS.bounds()
    return len(engine.stories.find(Query.parse(word).any_form(), before=end, after=lowest, limit=most))


# The desk


def at_desk(text, *, terms=()):
    """The numbers of the stories in every state that *text* finds while one types it: the newest AT_DESK that are approved, and as
    many of the others. *terms* narrow the search, as "#s3" to a section."""
    query = Query.parse(text)
    if not query:
        return []
    match = query.while_typing().also(*terms)
    found = engine.stories.find(match, after=1, limit=AT_DESK) + engine.stories.find(match, before=0, limit=AT_DESK)
    return [number for number, _place in found]


def published_while_typing(text, *, limit):
    """The newest published stories that *text* finds while one types it, without their bodies."""
    query = Query.parse(text)
    lowest, end = NO_FILTERS.bounds()
    rows = engine.stories.find(query.while_typing(), before=end, after=lowest, limit=limit) if query else []
    stories = Article.objects.published().select_related("section").defer("body").in_bulk([row[0] for row in rows])
    return [stories[number] for number, _place in rows if number in stories]


def photos(text, *, limit=AT_DESK):
    """The numbers of the newest photos that *text* finds while one types it: by title, caption, photographer, agency, city and
    whatever else the library knows."""
    query = Query.parse(text)
    if not query:
        return []
    return [number for number, _place in engine.photos.find(query.while_typing(), limit=limit)]
