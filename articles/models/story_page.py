"""The story of a page, with all that its page shows of it: every article page asks for this, so Django writes the queries once."""

from typing import NamedTuple

from django.db.models import DateTimeField, Exists, OuterRef, Q

from .article import Article
from .correction import Correction
from .filing import Byline
from .prepared import Asked, Prepared
from .taxonomy import Tag


def _of_page(stories):
    return stories.select_related("section__parent", "lead_photo").filter(pk=Asked("story"))


STORY = Prepared(Article, _of_page)
# A published story whose page shows nothing of corrections, galleries and verifications, which have tables of their own.
PLAIN_STORY = Prepared(
    Article,
    lambda stories: _of_page(stories.published(Asked("now", DateTimeField()))).filter(
        ~Exists(Correction.objects.filter(Q(article=OuterRef("pk")) | Q(related_article=OuterRef("pk")))),
        gallery_size=None,
        verifies=None,
        is_unverified=False,
        was_unverified=False,
    ),
)
BYLINES = Prepared(Byline, lambda lines: lines.select_related("author").filter(article=Asked("story")))
TAGS = Prepared(Tag, lambda tags: tags.filter(tagged__content_object=Asked("story")).order_by("pk"))


def public_story(number):
    """The published or withdrawn story of this number, fetched as `for_page` does, in three queries; None when there is none."""
    story = next(iter(STORY(story=number)), None)
    if story is None or not story.was_public:
        return None
    return _with(story, BYLINES(story=number), TAGS(story=number))


class PlainStory(NamedTuple):
    """All that the database says of a plain story, as rows of plain values: what is equal looks alike."""

    rows: tuple
    bylines: tuple
    tags: tuple

    def story(self):
        """A new instance of it, as fetched for its page; asks for nothing."""
        (story,) = PLAIN_STORY.read(self.rows)
        story.correction_notes = []
        return _with(story, BYLINES.read(self.bylines), TAGS.read(self.tags))


def plain_story(number, ask):
    """The plain story of this number in three questions, which *ask* answers with rows; None for one that is not published, has
    corrections or tells more."""
    rows = ask(PLAIN_STORY.question(story=number))
    if not rows:
        return None
    return PlainStory(rows, *(ask(query.question(story=number)) for query in (BYLINES, TAGS)))


def _with(story, bylines, tags):
    story._prefetched_objects_cache = {"bylines": _at_hand(Byline, bylines), "tags": _at_hand(Tag, tags)}
    return story


def _at_hand(model, instances):
    """A queryset that has its answer and asks nobody."""
    found = model._default_manager.none()
    found._result_cache, found._prefetch_done = instances, True
    return found
