"""“Baca juga” at the end of a story: other stories about the same, found in one query however large the archive is.

Candidates are the newest stories of each of its tags and of its section. They are ranked by the tags they share, a rare one telling
more than a common one, by their section, and by the words of headline and deck. The order depends on nothing but the stories.
"""

import math
import re
from collections import Counter
from datetime import datetime
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from . import body
from .kept import kept
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


class Facts(NamedTuple):
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
    occurrences = Counter(chain.from_iterable(other.words for other in (story, *others)))
    logs = [math.log((2 + len(others)) / times) for times in range(1, len(others) + 2)]
    telling = {word: logs[times - 1] for word, times in occurrences.items()}
    of_tag = {tag: math.log(1 + akin.COUNTED / max(1, often[tag])) for tag in story.tags}

    # Exact sums: the order of a set is another in every process.
    def weight(words):
        return math.fsum(map(telling.__getitem__, words))

    own = weight(story.words)

    def kinship(other):
        tags = math.fsum(map(of_tag.__getitem__, story.tags & other.tags))
        alike = story.words & other.words
        words = weight(alike) / math.sqrt(own * weight(other.words)) if alike else 0
        return tags + OF_SECTION * (story.section == other.section) + OF_WORDS * words

    return sorted(others, key=lambda other: (-round(kinship(other), 9), -other.hour.timestamp(), -other.number))


class Profile(NamedTuple):
    """What the stories beside one follow from: its facts, the stories of the “Baca juga” boxes in its body, and those that need no
    suggestion because the body leads to them; numbers both."""

    story: Facts
    boxes: frozenset
    linked: frozenset

    @property
    def tags(self):
        return sorted(self.story.tags)

    def question(self):
        """What the database is asked for it: the stories that are compared, and those of the boxes."""
        return akin.question(self.tags, self.story.section, sorted(self.boxes))


class Beside(NamedTuple):
    """The cards of the stories beside one: *suggestions* at its end, akin first, and those of its boxes, *boxed*."""

    suggestions: tuple
    boxed: tuple


def profile_of(story):
    """The profile of a story that was fetched for its page."""
    boxes = body.references(story.body).articles - {story.pk}
    tags = sorted(tag.pk for tag in story.tags.all())[:TAGS]
    return Profile(facts_of(story, story.section_id, tags), boxes, boxes | linked_stories(story.body) | {story.pk})


def beside(story):
    """The published stories beside one that was fetched for its page, in one query."""
    profile = profile_of(story)
    return answered(profile, profile.question().rows())


@kept(500)
def answered(profile, rows, size=SHOWN):
    """At most *size* suggestions, none that the body leads to already and no advertorial; and the stories of its boxes."""
    found = {other.pk: other for other in akin.read(rows, profile.tags)}
    others = [
        facts_of(other.card, other.section, other.shared)
        for number, other in found.items()
        if number not in profile.linked and other.card.label != Article.Label.ADVERTORIAL
    ]
    often = next((other.often for other in found.values()), dict.fromkeys(profile.tags, 0))
    order = ranked(profile.story, others, often)
    suggestions = tuple(found[facts.number].card for facts in order[:size])
    return Beside(suggestions, tuple(found[number].card for number in sorted(profile.boxes & found.keys())))


@kept(2000)
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
    return frozenset(numbers)


def facts_of(story, section, tags):
    """What is compared of an Article or a Card in the section of this number; *tags* are the numbers of those that count."""
    return Facts(story.pk, frozenset(tags), section, telling_words(story.headline, story.deck), story.published_at)


@kept(20_000)
def telling_words(headline, deck):
    return frozenset(WORD.findall(f"{headline} {deck}".casefold())) - EMPTY_WORDS
