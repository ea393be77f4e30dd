"""Prose for bulk stories: the hand-written ones recombined within their section, in other places and with other figures.

A hand-written story becomes a `Source`, its text with slots. A bulk story is one source from end to end and, under a subhead, the
opening of another. All its figures move by one factor, so that what rose still rises and sums still add up; its cities change
places with others of their landscape, since a fishing port in the hills would give the game away.
"""

import re
import tomllib
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from .. import body
from ..models.taxonomy import name_as_slug

FOLDER = Path(__file__).parent / "stories"

LANDSCAPES = (
    ("Tanjung Arum", "Karang Lintang", "Teluk Cendana"),
    ("Muara Kelana", "Sungai Mayang", "Rawa Kemuning"),
    ("Bukit Damar", "Lembah Sukma", "Batu Rinjing", "Padang Senja", "Kaliwening"),
)
CITIES = ("Seruni", "Selat Banyu", *(city for landscape in LANDSCAPES for city in landscape))
# After so many turns every landscape is back where it began.
TURNS = 15
FACTORS = tuple(0.58 + 0.057 * step for step in range(24))

KICKERS = ("{}: ", "Dari {}: ", "Laporan {}: ", "Catatan {}: ", "Sorotan {}: ", "Kabar {}: ", "Pekan Ini di {}: ")
SHARE_OF_KICKERS = 0.7
TRANSITIONS = (
    "Sementara itu di {}",
    "Kabar lain dari {}",
    "Yang juga diikuti dari {}",
    "Perkembangan di {}",
    "Dari liputan sebelumnya",
    "Di tempat lain",
)
HEADLINE_LENGTH = 110
BODY_WORDS = 440
EXCERPT_WORDS = 150
MOST_EXCERPTS = 2

BLOCK = re.compile(r"<(p|h2|h3|blockquote|ul|ol|table|figure|aside)\b[^>]*>.*?</\1>", re.DOTALL)
# Blocks that name photos and stories of the demo; a bulk story gets its own.
REFERENCES = ("<figure", "<aside")
MOVABLE_CITY = re.compile("|".join(city for landscape in LANDSCAPES for city in landscape))
# A figure, but no score, clock time, age, share, duration or number of a house: those cannot grow by half.
FIGURE = re.compile(
    r"(?:(?<=Rp)|(?<![\w.,/(-]))(?<!pukul )(?<!nomor )(?<!kelas )(?<!kamar )(?<!kursi )(?<!usia )(?<!Pasal )(?<!lantai )"
    r"\d+(?:\.\d{3})*(?:,\d+)?"
    r"(?![\w/-]|[.,]\d| ?%| (?:persen|tahun|jam|menit|detik|derajat|hari kerja)\b)",
    re.IGNORECASE,
)
SMALLEST_MOVABLE_FIGURE = 13
YEARS = range(1900, 2101)
DAYS = ("{hari}", "{kemarin}", "{besok}")
# Markup is cut out as well, so that no address in it is taken for prose.
PLACE_TO_CUT = re.compile(rf"(<[^>]*>|{{\w+}}|{MOVABLE_CITY.pattern}|{FIGURE.pattern})", re.IGNORECASE)


class Template(NamedTuple):
    """A text with slots, each named by what stands in it: a figure, a city or one of DAYS."""

    text: str  # with %s for each slot
    slots: tuple

    @classmethod
    def of(cls, pieces):
        """Make one of texts and, between them, slots."""
        texts = [text.replace("%", "%%") for text in pieces[::2]]
        return cls("%s".join(texts), tuple(pieces[1::2]))

    def fill(self, texts):
        """The text with what *texts* has for each slot; a slot that it does not know stays as it is."""
        return self.text % tuple(map(texts.get, self.slots, self.slots))


class Source(NamedTuple):
    """A hand-written story as templates."""

    headline: Template
    deck: Template
    dateline: Template
    opening: Template
    rest: Template
    excerpt: Template
    words: int
    excerpt_words: int
    label: str
    tags: tuple
    figures: tuple  # for each of FACTORS, {figure: what it becomes}


class Prose(NamedTuple):
    """What a story says. The body comes in three parts, so that a photo and a box can stand between them."""

    headline: str
    slug: str
    deck: str
    dateline: str
    label: str
    tags: tuple
    opening: str
    rest: str
    ending: str


@cache
def sources(section):
    """The hand-written stories of the section with this slug, in their order, as templates."""
    with (FOLDER / f"{section}.toml").open("rb") as file:
        return tuple(map(_source, tomllib.load(file)["story"]))


def write(section, random, days):
    """Write a story for a section; *days* has the text for each of DAYS. The body is clean."""
    # A product with random() costs a quarter of randrange(), and of choice().
    chance, stock = random.random, sources(section)
    place, step = int(chance() * len(stock)), 1 + int(chance() * (len(stock) - MOST_EXCERPTS))
    source, factor = stock[place], int(chance() * len(FACTORS))
    anywhere = PLACES[int(chance() * TURNS)] | days
    texts = anywhere | source.figures[factor]
    headline, dateline = source.headline.fill(texts), source.dateline.fill(texts)
    kicker = KICKERS[int(chance() * len(KICKERS))].format(dateline)
    is_opened = chance() < SHARE_OF_KICKERS and dateline not in headline
    ending, words, transition = "", source.words, int(chance() * len(TRANSITIONS))
    for number in range(MOST_EXCERPTS):
        if words >= BODY_WORDS:
            break
        other = stock[(place + step + number) % len(stock)]
        others_texts = anywhere | other.figures[factor]
        subhead = TRANSITIONS[(transition + number) % len(TRANSITIONS)].format(other.dateline.fill(others_texts))
        ending += f"<h2>{subhead}</h2>{other.excerpt.fill(others_texts)}"
        words += other.excerpt_words
    return Prose(
        headline=kicker + headline if is_opened and len(kicker + headline) <= HEADLINE_LENGTH else headline,
        slug=_slug(headline),
        deck=source.deck.fill(texts),
        dateline=dateline,
        label=source.label,
        tags=source.tags,
        opening=source.opening.fill(texts),
        rest=source.rest.fill(texts),
        ending=ending,
    )


def scaled(figure, factor):
    """A figure as Indonesian prints it ("1.250", "3,1"), times *factor*, in as many digits as it had."""
    decimals = len(figure.partition(",")[2])
    number = float(figure.replace(".", "").replace(",", "."))
    significant = len(figure.replace(".", "").replace(",", "").strip("0"))
    number = float(f"{number * factor:.{max(significant, 2)}g}")
    return f"{number:,.{decimals}f}".translate(INDONESIAN_MARKS)


INDONESIAN_MARKS = str.maketrans(",.", ".,")


def _source(story):
    blocks = [match[0] for match in BLOCK.finditer(story["body"])]
    blocks = [body.clean(block) for block in blocks if not block.startswith(REFERENCES)]
    excerpt = _excerpt(blocks)
    # What adds up in a table must go on adding up with the text around it.
    has_table = any(block.startswith("<table") for block in blocks)
    figures = set()

    def template(html):
        """A template with a slot wherever something can be replaced; its figures are remembered."""
        cut = [""]
        for piece in PLACE_TO_CUT.split(html):
            if FIGURE.fullmatch(piece) and not has_table and _is_movable(piece):
                figures.add(piece)
            elif piece not in DAYS and not MOVABLE_CITY.fullmatch(piece):
                cut[-1] += piece
                continue
            cut += [piece, ""]
        return Template.of(cut)

    return Source(
        headline=template(story["headline"]),
        deck=template(story["deck"]),
        dateline=template(story["dateline"]),
        opening=template("".join(blocks[:2])),
        rest=template("".join(blocks[2:])),
        excerpt=template("".join(excerpt)),
        words=sum(map(body.words, blocks)),
        excerpt_words=sum(map(body.words, excerpt)),
        # An advertisement is sold once.
        label="" if story["label"] == "advertorial" else story["label"],
        tags=tuple(story["tags"]),
        figures=tuple({figure: scaled(figure, factor) for figure in figures} for factor in FACTORS),
    )


def _excerpt(blocks):
    """The paragraphs that open a story, up to its first subhead or until there are enough words."""
    chosen = []
    for block in takewhile(lambda block: block.startswith(("<p", "<blockquote")), blocks):
        if sum(map(body.words, chosen)) >= EXCERPT_WORDS:
            break
        chosen.append(block)
    return chosen


def _is_movable(figure):
    number = float(figure.replace(".", "").replace(",", "."))
    is_year = figure.isdecimal() and int(figure) in YEARS
    # "3,1" can move; "03" is the number of a thing.
    return not is_year and not figure.startswith("0") and ("," in figure or number >= SMALLEST_MOVABLE_FIGURE)


# Few headlines differ but by their kicker, which slugs leave out.
@lru_cache(maxsize=20_000)
def _slug(headline):
    return name_as_slug(headline)


# For each turn, the city that stands in for each.
PLACES = tuple(
    {
        city: landscape[(place + turn) % len(landscape)]
        for landscape in LANDSCAPES
        for place, city in enumerate(landscape)
    }
    for turn in range(TURNS)
)
