"""The newest stories of every section of the navigation, for the front page, in two queries however many sections there are."""

from functools import cache

from django.db.models import DateTimeField
from django.utils import timezone

from .article import Article
from .card import COLUMNS, Card
from .prepared import Asked, Prepared
from .taxonomy import Section
from .together import Together

# SQLite puts no more than 500 lists together.
AT_ONCE = 400


def latest_by_section(size):
    """A list of (section, its newest *size* stories) for each section that has any, those of its parts among them; as cards."""
    sections = Section.objects.in_navigation()
    parts = [part.pk for section in sections for part in section.family]
    newest = {}
    for start in range(0, len(parts), AT_ONCE):
        asked = {f"section_{place}": number for place, number in enumerate(parts[start : start + AT_ONCE])}
        for card in map(Card.of_row, _newest(len(asked), size)(now=timezone.now(), **asked)):
            newest.setdefault(card.section.slug, []).append(card)
    found = [(section, _of_family(section.family, newest)[:size]) for section in sections]
    return [(section, stories) for section, stories in found if stories]


def _of_family(family, newest):
    cards = [card for part in family for card in newest.get(part.slug, ())]
    return sorted(cards, key=lambda card: (card.published_at, card.pk), reverse=True)


@cache
def _newest(sections, size):
    """The *size* newest stories of each of so many sections, each read from the index that has its order."""

    def narrowed(stories):
        public = stories.published(Asked("now", DateTimeField())).newest_first().values("pk")
        parts = [public.filter(section=Asked(f"section_{place}"))[:size] for place in range(sections)]
        return stories.filter(pk__in=Together(*parts)).values_list(*COLUMNS)

    return Prepared(Article, narrowed)
