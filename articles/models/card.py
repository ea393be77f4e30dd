"""Card: what a list shows of a story, as plain values. Equal cards look alike, so that one need not be drawn twice."""

from datetime import datetime
from typing import NamedTuple

from django.db.models.query import ModelIterable, ValuesListIterable

from ..addresses import address_of
from .label import Label
from .photo_files import Cut

# Of an Article, for Card.of_row.
COLUMNS = (
    *("pk", "headline", "deck", "slug", "label", "published_at", "gallery_size", "section__name", "section__slug"),
    *(f"lead_photo__{name}" for name in Cut._fields),
)


class CardSection(NamedTuple):
    name: str
    slug: str


class Card(NamedTuple):
    """A part of what an Article has, under the same names; its section and photo are plain values as well."""

    pk: int
    headline: str
    deck: str
    slug: str
    label: str
    published_at: datetime
    gallery_size: int | None
    section: CardSection | None
    lead_photo: Cut | None

    @classmethod
    def of_row(cls, row):
        """The card of a row of the columns COLUMNS."""
        section, cut = row[7:9], row[9:]
        return cls(
            *row[:7],
            CardSection(*section) if section[0] is not None else None,
            Cut(*cut) if cut[0] is not None else None,
        )

    @classmethod
    def of(cls, story):
        """The card of an Article that was fetched as for lists; costs no query."""
        section, photo = story.section, story.lead_photo
        return cls(
            pk=story.pk,
            headline=story.headline,
            deck=story.deck,
            slug=story.slug,
            label=story.label,
            published_at=story.published_at,
            gallery_size=story.gallery_size,
            section=section and CardSection(section.name, section.slug),
            lead_photo=photo and photo.cut,
        )

    def get_absolute_url(self):
        return story_address(self)

    def get_label_display(self):
        return str(Label(self.label).label)


class CardIterable(ValuesListIterable, ModelIterable):
    """What a queryset of the columns COLUMNS goes through: Cards. A ModelIterable by name, since in_bulk() takes nothing else."""

    def __iter__(self):
        return map(Card.of_row, super().__iter__())


def story_address(story):
    """The permanent address of an Article or its Card; the number in it decides, the words are for people."""
    return address_of("article", story.section.slug if story.section else "-", story.pk, story.slug or "-")
