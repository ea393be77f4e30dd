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
from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.urls import Resolver404, resolve

from . import body
from .models import Article, TaggedArticle
from .models.together import Together

SHOWN = 4
FROM_EACH = 12  # candidates of a tag, or of the section
TAGS = 8  # of the story, that are looked at
COUNTED = 200  # stories of a tag; one with more is common, however many it has

# What a match is worth: a tag that two stories share comes to 4.6, one of two hundred to 0.7.
OF_SECTION = 0.5
OF_WORDS = 3.0

WORD = re.compile(r"[^\W\d_]{4,}")
# Words of four letters and more that tell nothing of a story.
EMPTY_WORDS = frozenset(
    "adalah agar akan akhir antara atas atau bagi bahwa baru banyak belum bisa cara dalam dapat dari demi dengan hanya hari harus"
    " hingga ingin jadi juga kali karena kata kepada kini lagi lain lebih maka masih mulai namun oleh pada para paling saat sama"
    " sampai satu saja sangat sebab sebagai sebelum sejak selama semua seperti serta setelah setiap sudah supaya tahun tanpa tapi"
    " telah tentang tetap tetapi tiap tidak tiga untuk usai yaitu yakni yang".split()
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

    def kinship(other):
        tags = math.fsum(math.log(1 + COUNTED / max(1, often[tag])) for tag in story.tags & other.tags)
        most = math.sqrt(weight(story.words) * weight(other.words))
        words = weight(story.words & other.words) / most if most else 0
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
    lists = [TaggedArticle.objects.filter(tag=tag).numbers()[:FROM_EACH] for tag in tags]
    lists.append(Article.objects.filter(section=story.section_id).before("").values("pk")[:FROM_EACH])
    lists.append(Article.objects.filter(pk__in=boxes).values("pk"))
    found = Article.objects.published().filter(pk__in=Together(*lists)).for_cards().annotate(**_tag_columns(tags))
    found = {other.pk: other for other in found}
    candidates = {
        number: other
        for number, other in found.items()
        if number not in linked and other.label != Article.Label.ADVERTORIAL
    }
    often = {tag: getattr(other, f"often_{tag}") for other in list(candidates.values())[:1] for tag in tags}
    order = ranked(_facts(story, tags), [_facts(other, _tags_of(other, tags)) for other in candidates.values()], often)
    return [candidates[facts.number] for facts in order[:size]], {number: found[number] for number in boxes & found.keys()}


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


class CountUpTo(Subquery):
    """How many rows a sliced queryset has: a count that ends at the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _tag_columns(tags):
    """For each tag whether a story bears it, and how many do."""
    shelves = {tag: TaggedArticle.objects.filter(tag=tag) for tag in tags}
    bears = {f"bears_{tag}": Exists(rows.filter(content_object=OuterRef("pk"))) for tag, rows in shelves.items()}
    return bears | {f"often_{tag}": CountUpTo(rows.numbers()[:COUNTED]) for tag, rows in shelves.items()}


def _tags_of(other, tags):
    return [tag for tag in tags if getattr(other, f"bears_{tag}")]


def _facts(story, tags):
    words = WORD.findall(f"{story.headline} {story.deck}".casefold())
    return Facts(story.pk, frozenset(tags), story.section_id, frozenset(words) - EMPTY_WORDS, story.published_at)
