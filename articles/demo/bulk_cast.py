"""What bulk stories are filed under and illustrated with: sections, authors, tags and photos, made where they are missing."""

import tomllib
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from django.db.models import Q

from ..models import Author, Section, Tag
from ..models.taxonomy import name_as_slug
from . import bulk_photos, bulk_prose

FOLDER = Path(__file__).parent

# Every tenth story bears it, so that one archive is as large as archives get.
LARGEST_TAG = "indonesia"
# How often a section has a story, against the others; one that is not named counts as 5.
SECTION_WEIGHTS = {"nasional": 16, "daerah": 15, "ekonomi": 12, "olahraga": 11, "hiburan": 8, "global": 8, "opini": 3}

FIRST_NAMES = (
    *(
        "Adinda",
        "Agni",
        "Bayu",
        "Bimo",
        "Candra",
        "Cahya",
        "Danar",
        "Dian",
        "Elang",
        "Endah",
        "Fadlan",
        "Farida",
        "Gading",
    ),
    *(
        "Gita",
        "Hanum",
        "Haris",
        "Indra",
        "Ismaya",
        "Jatmiko",
        "Jelita",
        "Kirana",
        "Krisna",
        "Lestari",
        "Lingga",
        "Mahesa",
    ),
    *("Melati", "Naufal", "Niken", "Oka", "Padma", "Panji", "Puspa", "Raka", "Rengganis", "Satria", "Sinta", "Taufan"),
    *("Tirta", "Utari", "Vania", "Wahyu", "Wulan", "Yasmin", "Yudha", "Zahra"),
)
LAST_NAMES = (
    *(
        "Abimanyura",
        "Ambarsari",
        "Andaruputra",
        "Baskaranta",
        "Bramantyasa",
        "Cakrawira",
        "Dananjayani",
        "Dwipangestu",
    ),
    *(
        "Ekawijayan",
        "Gandasukma",
        "Girilaksana",
        "Hadiwinarsa",
        "Hapsariyani",
        "Iswandaru",
        "Jayengsari",
        "Kartolaksana",
    ),
    *("Kencanawati", "Kusumalaga", "Lazuardini", "Lokasurya", "Madyaratna", "Mangunkarti", "Nararyanto", "Nilakandi"),
    *("Padmawangsa", "Pangestika", "Prabaningrat", "Purwaningtyasa", "Rajasatwika", "Ranggalawira", "Sasmitapura"),
    *("Saraswanti", "Sekarjagad", "Suryalaga", "Tanjungsari", "Tirtawangi", "Trunabrata", "Udayanata", "Wanasuria"),
    *("Wedanagari", "Widyasmara", "Wijayantara", "Wiratmaka", "Yogaswarani", "Yudhanagara"),
)
MOST_AUTHORS = len(FIRST_NAMES) * len(LAST_NAMES)
MOST_AUTHORS = len(FIRST_NAMES) * len(LAST_NAMES)
# With a subject and a city they make the rare tags: "festival musik bukit damar".
ASPECTS = (
    "data",
    "warga",
    "anggaran",
    "sejarah",
    "layanan",
    "komunitas",
    "pembangunan",
    "festival",
    "aturan",
    "relawan",
)
MOST_TAGS = 10_000


class Draw:
    """Choices of unequal frequency; call it with a Random."""

    def __init__(self, choices, weights):
        self._choices = list(choices)
        *self._bounds, self._end = accumulate(weights)

    @classmethod
    def by_rank(cls, choices, *, evenness):
        """The first is taken most and the others ever less, as by Zipf's law; *evenness*, added to each rank, softens it."""
        return cls(choices, [1 / (rank + evenness) for rank in range(1, len(choices) + 1)])

    def __call__(self, random):
        return self._choices[bisect(self._bounds, random.random() * self._end)]


@dataclass(frozen=True)
class Cast:
    """Primary keys for stories to refer to."""

    section: Draw  # of slugs
    sections: dict  # slug: key
    author: Draw  # of keys
    tags: dict  # name: key
    tag: dict  # slug of a section: Draw of names
    photos: list  # of keys


def assemble(*, authors, tags, photos=None):
    """Find or make the cast: so many authors and tags, and *photos* rows besides the photos there are.

    With None for *photos* a few are drawn if there are none at all.
    """
    sections = _sections()
    names_of_section = _tag_names(sections, tags)
    names = dict.fromkeys(name for shelf in names_of_section.values() for name in shelf)
    return Cast(
        section=Draw(sections, [SECTION_WEIGHTS.get(slug, 5) for slug in sections]),
        sections=sections,
        author=Draw.by_rank(_authors(authors), evenness=6),
        tags=_tags([LARGEST_TAG, *names]),
        tag={slug: Draw.by_rank(shelf or [LARGEST_TAG], evenness=8) for slug, shelf in names_of_section.items()},
        photos=bulk_photos.provide(photos),
    )


def _sections():
    found = {}
    for position, section in enumerate(_read(FOLDER / "newsroom.toml")["section"]):
        # An editor may have renamed one of the two.
        existing = Section.objects.filter(Q(slug=section["slug"]) | Q(name=section["name"])).first()
        found[section["slug"]] = (existing or Section.objects.create(**section, position=position)).pk
    return found


def _authors(count):
    """The keys of *count* authors, the same people at every call."""
    people = {}
    for number in range(count):
        row, first = divmod(number, len(FIRST_NAMES))
        name = f"{FIRST_NAMES[first]} {LAST_NAMES[(row + first) % len(LAST_NAMES)]}"
        people[name_as_slug(name)] = name
    existing = Author.objects.in_bulk(people, field_name="slug")
    Author.objects.bulk_create(
        [Author(name=name, slug=slug, job_title="Wartawan") for slug, name in people.items() if slug not in existing]
    )
    authors = Author.objects.in_bulk(people, field_name="slug")
    return [authors[slug].pk for slug in people]


def _tag_names(sections, count):
    """For each section the names of its tags, most used first; *count* different ones with LARGEST_TAG."""
    shelves = {slug: [] for slug in sections}
    names = {LARGEST_TAG}
    endless = {slug: _names_for(slug) for slug in sections}
    while endless and len(names) < count:
        for slug in list(endless):
            name = next(endless[slug], None)
            if name is None:
                del endless[slug]
            elif len(names) < count or name in names:
                shelves[slug].append(name)
                names.add(name)
    return shelves


def _names_for(section):
    """The tags of the hand-written stories, then those with a city, then those with an aspect besides."""
    subjects = list(dict.fromkeys(tag for source in bulk_prose.sources(section) for tag in source.tags))
    yield from subjects
    places = [city.lower() for city in bulk_prose.CITIES]
    subjects = [subject for subject in subjects if not any(place in subject for place in places)]
    for aspect in ("", *(f"{aspect} " for aspect in ASPECTS)):
        for place in places:
            yield from (f"{aspect}{subject} {place}" for subject in subjects)


def _tags(names):
    """{name: key}; a name whose slug belongs to another tag stands for that one."""
    slugs = {name: name_as_slug(name) for name in names}
    existing = Tag.objects.in_bulk(slugs.values(), field_name="slug")
    missing = [Tag(name=name, slug=slug) for name, slug in slugs.items() if slug not in existing]
    # A tag of the same name under another slug stays as its editors have it.
    Tag.objects.bulk_create(missing, ignore_conflicts=True)
    tags = Tag.objects.in_bulk(slugs.values(), field_name="slug")
    return {name: tags[slug].pk for name, slug in slugs.items() if slug in tags}


def _read(path):
    with path.open("rb") as file:
        return tomllib.load(file)
