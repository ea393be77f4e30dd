"""What the index holds of a story or a photo: terms, which are words under the names of the ways in which they are found.

Every way has a list of its own in the index, told apart by the first sign of its terms, so that each question is answered by walking
short lists and never by looking into stories:

    banjir   the exact word, anywhere         =bakar   the root, anywhere
    ^banjir  the exact word in the headline   ~bakar   the root in the headline
    *banjir  the exact word in headline, deck, tags or bylines
    <ban     how a word of the headline begins, for fields that search while one types
    +5f3a9c  two words side by side (the CRC-32 of both), for phrases
    #s3 #a5 #t7 #p12          section, author, tag, photo
    #w3230                    stretch of the archive: a story's week, a photo's thousand
    #u                        what is not approved

A place is a number that grows with a story's hour, or a photo's number; lists are in the order of places.
"""

import datetime
import hashlib
import itertools
import zlib
from dataclasses import dataclass

from .roots import root
from .words import words

MOST_WORDS = 10_000  # of one text; what follows is not found
MOST_BYTES = 900_000  # of the terms of one story; a tsvector holds a megabyte
BEGINNINGS = range(3, 8)  # letters

# Places: seconds since 1900, then ten bits that tell stories of one second apart. Those that are not approved lie far below zero.
FIRST = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
SLOTS = 1024
UNFILED, UNLISTED = -(2**60), "#u"
WEEK, THOUSAND = SLOTS * 7 * 24 * 3600, 1000  # places of a stretch


@dataclass(frozen=True, slots=True)
class Document:
    """What is found by: `headline`, `prominent` and `other` are lists of texts, `marks` the terms that name what it belongs to.

    `listed_at` is the hour under which lists have it, or None for what no reader may see; `begun_at` places that.
    """

    number: int
    headline: str
    prominent: tuple
    other: tuple
    marks: tuple = ()
    listed_at: datetime.datetime | None = None
    begun_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the index. `terms` are joined by spaces; `digest` is another whenever terms or place are."""

    number: int
    place: int
    digest: int
    terms: str


def row_of(document, place=None, *, stretch=WEEK):
    """The row of a document, at *place* or at the one that its hour gives it, in an archive with stretches of *stretch* places."""
    headline, *others = (
        words(text)[:MOST_WORDS] for text in (document.headline, *document.prominent, *document.other)
    )
    prominent = dict.fromkeys(itertools.chain(headline, *others[: len(document.prominent)]))
    exact = dict.fromkeys(itertools.chain(headline, *others))
    place = place_of(document) if place is None else place
    # In an order that follows from the document, so that the same document has the same digest.
    found = dict.fromkeys(document.marks)
    found[stretch_term(place // stretch) if place > 0 else UNLISTED] = None
    for word in headline:
        found.update(dict.fromkeys((f"^{word}", f"~{root(word)}")))
        found.update(dict.fromkeys(f"<{word[:length]}" for length in BEGINNINGS if length <= len(word)))
    found.update(dict.fromkeys([f"*{word}" for word in prominent]))
    found.update(exact)
    found.update(dict.fromkeys([f"={root(word)}" for word in exact]))
    for sequence in (headline, *others):
        found.update(dict.fromkeys(map(pair, sequence, sequence[1:])))
    terms = " ".join(found)
    if len(terms) * 4 > MOST_BYTES:
        terms = terms.encode()[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]
    digest = hashlib.blake2b(f"{place} {terms}".encode(), digest_size=7).digest()
    return Row(document.number, place, int.from_bytes(digest), terms)


def pair(first, second):
    """The term of two words side by side."""
    return f"+{zlib.crc32(f'{first} {second}'.encode()):x}"


def place_of(document):
    """Where a document stands in the order of the index: by its hour and number, newest highest."""
    hour = document.listed_at or document.begun_at
    place = place_at(hour) + document.number % SLOTS
    return place if document.listed_at else UNFILED + place


def place_at(hour):
    """The lowest place of an instant."""
    seconds = int((hour - FIRST).total_seconds())
    return max(seconds, 1) * SLOTS


def stretch_term(number):
    """The term of a stretch: places lie in the one with their number divided by its length."""
    return f"#w{number}"
