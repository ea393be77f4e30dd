"""The story of a page, with all that its page shows of it: every article page asks for this, so Django writes the queries once."""

from .article import Article
from .filing import Byline
from .prepared import Asked, Prepared
from .taxonomy import Tag

STORY = Prepared(
    Article, lambda stories: stories.select_related("section__parent", "lead_photo").filter(pk=Asked("story"))
)
BYLINES = Prepared(Byline, lambda lines: lines.select_related("author").filter(article=Asked("story")))
TAGS = Prepared(Tag, lambda tags: tags.filter(tagged__content_object=Asked("story")).order_by("pk"))


def public_story(number):
    """The published or withdrawn story of this number, fetched as `for_page` does, in three queries; None when there is none."""
    story = next(iter(STORY(story=number)), None)
    if story is None or not story.was_public:
        return None
    story._prefetched_objects_cache = {
        "bylines": _at_hand(Byline, BYLINES(story=number)),
        "tags": _at_hand(Tag, TAGS(story=number)),
    }
    return story


def _at_hand(model, instances):
    """A queryset that has its answer and asks nobody."""
    found = model._default_manager.none()
    found._result_cache, found._prefetch_done = instances, True
    return found
