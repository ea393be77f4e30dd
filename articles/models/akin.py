"""The stories that may be akin to one: the newest of each of its tags and of its section, in one query at the same cost in any archive.

Written as SQL, since every article page asks this and Django would take longer to write it than the database to answer it.
"""

from functools import cache
from typing import NamedTuple

from django.db import connections, router

from ..kept import kept
from .article import Article
from .card import Card
from .filing import TaggedArticle
from .photo import Photo
from .question import Question
from .taxonomy import Section

FROM_EACH = 10  # stories of a tag, or of the section
COUNTED = 200  # stories of a tag; with more it is common, however many it has

# Most rows are known already: COALESCE hides from Python's sqlite3 that an hour is one, so that it makes no datetime of it each time.
QUERY = """
SELECT story.id, story.headline, story.deck, story.slug, story.label, COALESCE(story.published_at, NULL), story.gallery_size,
       section.name, section.slug, photo.rendition_key, photo.width, photo.height, photo.has_avif, photo.digital_source_type,
       story.section_id {columns}
  FROM ({parts}) AS candidate
  JOIN {article} AS story ON story.id = candidate.id
  JOIN {section} AS section ON section.id = story.section_id
  LEFT JOIN {photo} AS photo ON photo.id = story.lead_photo_id
 WHERE story.status = %(approved)s AND story.published_at <= %(now)s
 ORDER BY story.id
"""
# Each in a SELECT of its own, since SQLite takes no limit in a part of a union.
NEWEST_OF_TAG = """SELECT * FROM (SELECT content_object_id AS id FROM {tagged}
  WHERE tag_id = %(tag_{number})s AND listed_at <= %(now)s ORDER BY listed_at DESC, content_object_id DESC LIMIT {most}) AS of_tag"""
NEWEST_OF_SECTION = """SELECT * FROM (SELECT id FROM {article}
  WHERE section_id = %(section)s AND status = %(approved)s AND published_at <= %(now)s ORDER BY published_at DESC, id DESC LIMIT {most}) AS of_section"""
NAMED = "SELECT id FROM {article} WHERE id IN ({marks})"
# A subquery of its own for each tag: over an aggregate or EXISTS a planner may read all that a tag has.
BEARS = ", (SELECT tag_id FROM {tagged} WHERE content_object_id = story.id AND tag_id = %(tag_{number})s) AS bears_{number}"
STORIES_OF_TAG = """, (SELECT COUNT(*) FROM
  (SELECT 1 FROM {tagged} WHERE tag_id = %(tag_{number})s AND listed_at <= %(now)s LIMIT {counted}) AS of_tag) AS stories_{number}"""
# What a row has of the story itself; after it come the tags it bears and how often each occurs.
OF_STORY = 15
HOUR = Article._meta.get_field("published_at").cached_col


class Candidate(NamedTuple):
    """A story that may be akin: what lists show of it, the number of its section, which of the tags it bears (their numbers), and in
    how many stories each of the tags occurs, {tag: stories}."""

    card: Card
    section: int
    shared: frozenset
    often: dict

    @property
    def pk(self):
        return self.card.pk


def question(tags, section, named=()):
    """The question for published stories that bear a tag of *tags* or stand in *section* (numbers), and for those of the numbers *named*."""
    values = {
        "approved": Article.Status.APPROVED,
        "section": section,
        **{f"tag_{place}": tag for place, tag in enumerate(tags)},
        **{f"named_{place}": number for place, number in enumerate(named)},
    }
    sql = _statement(len(tags), len(named))
    return Question(sql, OF_STORY + 2 * len(tags), values, router.db_for_read(Article))


def read(rows, tags):
    """The candidates of the rows that answer the question for *tags*."""
    count = OF_STORY + len(tags)
    often = dict(zip(tags, rows[0][count:], strict=True)) if rows else {}
    return [Candidate(*_story(*row[:OF_STORY]), frozenset(row[OF_STORY:count]) - {None}, often) for row in rows]


@kept(20_000)
def _story(*row):
    """A row's card and the number of its section."""
    card, connection = Card.of_row(row[:-1]), connections[router.db_for_read(Article)]
    hour = card.published_at
    for convert in connection.ops.get_db_converters(HOUR):
        hour = convert(hour, HOUR, connection)
    return card._replace(published_at=hour), row[-1]


@cache
def _statement(tags, named):
    """The query for so many tags and named stories."""
    columns = [each.replace("{number}", str(n)) for each in (BEARS, STORIES_OF_TAG) for n in range(tags)]
    parts = [NEWEST_OF_TAG.replace("{number}", str(n)) for n in range(tags)] + [NEWEST_OF_SECTION]
    if named:
        parts.append(NAMED.replace("{marks}", ", ".join(f"%(named_{n})s" for n in range(named))))
    query = QUERY.replace("{columns}", "".join(columns)).replace("{parts}", " UNION ".join(parts))
    tables = {model._meta.model_name: f'"{model._meta.db_table}"' for model in (Article, Section, Photo)}
    return query.format(**tables, tagged=f'"{TaggedArticle._meta.db_table}"', most=FROM_EACH, counted=COUNTED)
