"""The stories that may be akin to one: the newest of each of its tags and of its section, in one query at the same cost in any archive.

Written as SQL, since every article page asks this and Django would take longer to write it than the database to answer it.
"""

from django.utils import timezone

from .article import Article
from .filing import TaggedArticle
from .photo import Photo
from .taxonomy import Section

FROM_EACH = 12  # stories of a tag, or of the section
COUNTED = 200  # stories of a tag; with more it is common, however many it has

QUERY = """
SELECT story.id, story.headline, story.deck, story.slug, story.label, story.published_at, story.section_id, story.lead_photo_id,
       story.gallery_size, section.name AS section_name, section.slug AS section_slug, section.parent_id AS section_parent,
       photo.rendition_key AS photo_key, photo.width AS photo_width, photo.height AS photo_height,
       photo.has_avif AS photo_has_avif {columns}
  FROM ({parts}) AS candidate
  JOIN {article} AS story ON story.id = candidate.id
  JOIN {section} AS section ON section.id = story.section_id
  LEFT JOIN {photo} AS photo ON photo.id = story.lead_photo_id
 WHERE story.status = %s AND story.published_at <= %s
"""
# Each in a SELECT of its own, since SQLite takes no limit in a part of a union.
NEWEST_OF_TAG = """SELECT * FROM (SELECT content_object_id AS id FROM {tagged}
  WHERE tag_id = %s AND listed_at <= %s ORDER BY listed_at DESC, content_object_id DESC LIMIT {most}) AS of_tag"""
NEWEST_OF_SECTION = """SELECT * FROM (SELECT id FROM {article}
  WHERE section_id = %s AND status = %s AND published_at <= %s ORDER BY published_at DESC, id DESC LIMIT {most}) AS of_section"""
NAMED = "SELECT id FROM {article} WHERE id IN ({marks})"
# A subquery of its own for each tag: over an aggregate or EXISTS a planner may read all that a tag has.
BEARS = ", (SELECT tag_id FROM {tagged} WHERE content_object_id = story.id AND tag_id = %s) AS bears_{number}"
STORIES_OF_TAG = """, (SELECT COUNT(*) FROM
  (SELECT 1 FROM {tagged} WHERE tag_id = %s AND listed_at <= %s LIMIT {counted}) AS of_tag) AS stories_{number}"""


def candidates(tags, section, named=()):
    """Published stories that bear a tag of *tags* or stand in *section* (numbers), and those of the numbers *named*.

    `shared` has those of *tags* that a story bears, `often` how many stories each tag has. Before one is printed, `for_card` it.
    """
    stories = list(Article.objects.raw(*_statement(tuple(tags), section, sorted(named))))
    for story in stories:
        story.shared = frozenset(tag for n, tag in enumerate(tags) if getattr(story, f"bears_{n}"))
        story.often = {tag: getattr(story, f"stories_{n}") for n, tag in enumerate(tags)}
    return stories


def for_card(story):
    """A candidate with its section and lead photo at hand, as a card shows them; few are printed, so not all are given theirs."""
    story.section = Section(
        pk=story.section_id, name=story.section_name, slug=story.section_slug, parent_id=story.section_parent
    )
    if story.lead_photo_id:
        story.lead_photo = Photo(
            pk=story.lead_photo_id,
            rendition_key=story.photo_key,
            width=story.photo_width,
            height=story.photo_height,
            has_avif=story.photo_has_avif,
        )
    return story


def _statement(tags, section, named):
    """The query and its values, in their order."""
    approved, now = Article.Status.APPROVED, timezone.now()
    columns = [*(BEARS.format(tagged="{tagged}", number=n) for n, _tag in enumerate(tags))]
    columns += [STORIES_OF_TAG.format(tagged="{tagged}", counted=COUNTED, number=n) for n, _tag in enumerate(tags)]
    values = [*tags, *(value for tag in tags for value in (tag, now))]
    parts = [NEWEST_OF_TAG] * len(tags) + [NEWEST_OF_SECTION]
    values += [*(value for tag in tags for value in (tag, now)), section, approved, now]
    if named:
        parts.append(NAMED.replace("{marks}", ", ".join(["%s"] * len(named))))
        values += named
    query = QUERY.replace("{columns}", "".join(columns)).replace("{parts}", " UNION ".join(parts))
    tables = {model._meta.model_name: f'"{model._meta.db_table}"' for model in (Article, Section, Photo)}
    query = query.format(**tables, tagged=f'"{TaggedArticle._meta.db_table}"', most=FROM_EACH)
    return query, [*values, approved, now]
