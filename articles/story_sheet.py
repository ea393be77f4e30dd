"""The page of a plain story for the page cache, drawn once for all that the database says of it.

After an edit of something else it says the same, so that its rows are read and the sheet that was drawn for equal rows is taken: a
page costs its queries, little more. Stories with corrections, galleries and verifications are drawn each time.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from . import body, related, sheets
from .kept import kept, kept_in_words
from .models import Article, story_page
from .models.photo import photos_in, rows_of_photos

TEMPLATE = "articles/article.html"
KEPT = 500  # about 45 KB each, and as much for what is beside it


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """A plain story, which nobody changes, and what else is asked for it: the numbers of the photos in its body, and what is beside
    it. There is one for equal rows as long as it is kept, so that it stands for these where they would be compared again."""

    story: Article
    photos: frozenset
    question: related.Question


class StorySheet(NamedTuple):
    story: Article
    address: str
    sheet: sheets.Sheet

    def page(self, request, edition):
        return self.sheet.filled(request, edition, lambda: {"article": self.story})


def find(number, publisher):
    """The StorySheet of the plain story of this number, in five queries; None when there is none."""
    told = story_page.plain_story(number)
    if told is None:
        return None
    known = _known(told)
    photos = rows_of_photos(known.photos)
    return _drawn(known, photos, related.answered(known.question, known.question.rows()), publisher)


@kept(KEPT)
def _known(told):
    story = told.story()
    return Known(story, body.references(story.body).photos, related.question_of(story))


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
