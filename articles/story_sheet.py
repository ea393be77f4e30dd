"""The page of a plain story for the page cache, drawn once for all that the database says of it.

After an edit of something else it says the same, and one query finds that it does: the page costs this query, little more. Where
something is another, the rows are read, and the sheet that was drawn for equal rows is taken. Stories with corrections, galleries and
verifications are drawn each time.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language

from . import body, related, sheets
from .kept import Shelf, kept, kept_in_words
from .models import Article, story_page
from .models.photo import photos_in, question_of_photos
from .models.question import Transcript

TEMPLATE = "articles/article.html"
KEPT = 500  # about 45 KB each, and as much for what is beside it


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """A plain story, which nobody changes, and what else is asked for it: the numbers of the photos in its body, and what is beside
    it. There is one for equal rows as long as it is kept, so that it stands for these where they would be compared again."""

    story: Article
    photos: frozenset
    profile: related.Profile


class StorySheet(NamedTuple):
    story: Article
    address: str
    sheet: sheets.Sheet

    def page(self, request, edition):
        return self.sheet.filled(request, edition, lambda: {"article": self.story})


# (what was asked for it, its StorySheet) of a story that was found before; right for as long as the database tells the same.
_found = Shelf(KEPT)


def find(number, publisher):
    """The StorySheet of the plain story of this number; None when there is none.

    In one query where it was found before and all of it is as it was, otherwise in five more.
    """
    key = number, publisher, get_language()
    transcript, found = _found.get(key) or (None, None)
    if found and transcript.still_holds():
        return found
    transcript = Transcript()
    told = story_page.plain_story(number, transcript.ask)
    if told is None:
        _found.drop(key)
        return None
    known = _known(told)
    photos = transcript.ask(question_of_photos(known.photos)) if known.photos else ()
    beside = related.answered(known.profile, transcript.ask(known.profile.question()))
    found = _drawn(known, photos, beside, publisher)
    _found.put(key, (transcript, found))
    return found


@kept(KEPT)
def _known(told):
    story = told.story()
    return Known(story, body.references(story.body).photos, related.profile_of(story))


@kept_in_words(KEPT)
def _drawn(known, photos, beside, publisher):
    story = known.story
    text = story.rendered_body(related={card.pk: card for card in beside.boxed}, photos=photos_in(photos))
    values = {
        "article": story,
        "body": text,
        "suggestions": beside.suggestions,
        "publisher": publisher,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    return StorySheet(story, story.get_absolute_url(), sheets.draw(TEMPLATE, values))
