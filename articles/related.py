"""“Baca juga” at the end of a story: other stories about the same, found in one query however large the archive is.

Candidates are the newest stories of each of its tags and of its section. They are ranked by the tags they share, a rare one telling
more than a common one, by their section, and by the words of headline and deck. The order depends on nothing but the stories.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from . import body
from .models import Article, akin

SHOWN = 4
TAGS = 6  # of the story, that are looked at

# What a match is worth: a tag that two stories share comes to 4.6, one of two hundred to 0.7.
OF_SECTION = 0.5
OF_WORDS = 5.0  # for the very same; half of them alike come to half of it

WORD = re.compile(r"[^\W\d_]{4,}")
# Words of four letters and more that tell nothing of a story.
EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        adalah agar akan akhir antara atas atau bagi bahwa baru banyak belum bisa cara dalam dapat dari demi dengan hanya hari harus
        hingga ingin jadi juga kali karena kata kepada kini lagi lain lebih maka masih mulai namun oleh pada para paling saat sama
        sampai satu saja sangat sebab sebagai sebelum sejak selama semua seperti serta setelah setiap sudah supaya tahun tanpa tapi
        telah tentang tetap tetapi tiap tidak tiga untuk usai yaitu yakni yang
        """,
    )
)


@dataclass(frozen=True)
class Facts:
    """What is compared of a story: the numbers of its tags and section, its words, its hour."""

    number: int
    tags: frozenset
    section: int | None
    words: frozenset
    hour: datetime


def ranked(story, others, often):
    """The *others* in the order in which they are akin to *story*; what ties stands newest first.

    *often* tells how many stories bear each tag. All are Facts.
    """
    occurrences = Counter(word for other in (story, *others) for word in other.words)
    telling = {word: math.log((2 + len(others)) / times) for word, times in occurrences.items()}

    def weight(words):
        # An exact sum: the order of a set is another in every process.
        return math.fsum(telling[word] for word in words)

    own = weight(story.words)

    def kinship(other):
        tags = math.fsum(math.log(1 + akin.COUNTED / max(1, often[tag])) for tag in story.tags & other.tags)
        alike = story.words & other.words
        words = weight(alike) / math.sqrt(own * weight(other.words)) if alike else 0
        return tags + OF_SECTION * (story.section == other.section) + OF_WORDS * words

    return sorted(others, key=lambda other: (-round(kinship(other), 9), -other.hour.timestamp(), -other.number))


def beside(story, size=SHOWN):
    """(suggestions, boxed) of a story that was fetched for its page, in one query.

    Suggestions are at most *size* published stories, akin first: none that the body leads to already, no advertorial. `boxed` has
    the published stories of the body's own “Baca juga” boxes, by number.
    """
    boxes = body.references(story.body).articles - {story.pk}
    linked = {story.pk, *boxes, *linked_stories(story.body)}
    tags = sorted(tag.pk for tag in story.tags.all())[:TAGS]
    found = {other.pk: other for other in akin.candidates(tags, story.section_id, named=boxes)}
    others = [
        facts_of(other, other.shared)
        for other in found.values()
        if other.pk not in linked and other.label != Article.Label.ADVERTORIAL
    ]
    often = next((other.often for other in found.values()), {})
    order = ranked(facts_of(story, tags), others, often)
    suggestions = [akin.for_card(found[facts.number]) for facts in order[:size]]
    return suggestions, {number: akin.for_card(found[number]) for number in boxes & found.keys()}


def linked_stories(html):
    """The numbers of our own stories that a cleaned body links to."""
    numbers = set()
    for address in body.links(html):
        try:
            parts = urlsplit(address)
            is_ours = not parts.netloc or parts.netloc == urlsplit(settings.SITE_URL).netloc
            match = resolve(parts.path) if is_ours and "/read/" in parts.path else None
        except (ValueError, Resolver404):
            continue
        if match and "number" in match.kwargs:
            numbers.add(match.kwargs["number"])
    return numbers


def facts_of(story, tags):
    """What is compared of a story; *tags* are the numbers of those that count."""
    words = WORD.findall(f"{story.headline} {story.deck}".casefold())
    return Facts(story.pk, frozenset(tags), story.section_id, frozenset(words) - EMPTY_WORDS, story.published_at)
