"""Bulk stories: story number 4711 of seed 7 says the same wherever and whenever it is made.

What it says follows from the seed, its number and the size of the cast. When it was published follows from how many stories there are to be and
from the present: an archive reaches back over years and is denser towards now, with keys that grow with time.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from django.utils import timezone

from .. import dates
from ..models import Article, Byline, WithdrawalReason
from . import bulk_prose
from .bulk_cast import LARGEST_TAG

LARGEST_NUMBER = 9_999_999
DIGITS = len(str(LARGEST_NUMBER))

# An archive reaches back as far as so many stories a day need, within these bounds.
STORIES_A_DAY = 25
SHORTEST_ARCHIVE = datetime.timedelta(days=30)
LONGEST_ARCHIVE = datetime.timedelta(days=8 * 365)
# At 1 the stories would be spread evenly; the larger, the more of them are recent.
DENSITY = 1.3
# The scheduled stories are among so many of the newest.
NEWEST = 200
# Chances below these make a story a draft, then one in review, a withdrawn one and, among the newest, a scheduled one.
DRAFT, REVIEW, WITHDRAWN, SCHEDULED = 0.006, 0.01, 0.013, 0.06
# About so many stories have views, all of them from these hours.
READ_STORIES = 400
READ_HOURS = 48
# A "Baca juga" box leads to one of so many stories before.
NEIGHBOURS = 40

HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
Status, Role = Article.Status, Byline.Role


@dataclass(slots=True)
class Story:
    """A story that has no key yet. Its body waits in parts for the box before the ending, which names another's key."""

    number: int
    facts: dict  # of the Article
    opening: str
    figure: str  # of the photo in the body, where there is one
    rest: str
    box: int | None  # the number of the story that the box leads to
    ending: str
    tags: list  # keys
    bylines: list  # (author's key, role), in order
    views: dict  # {hour: views}

    @property
    def listed_at(self):
        """As Article.listed_at, which tests hold against this."""
        return self.facts["published_at"] if self.facts["status"] == Status.APPROVED else None


def slug_mark(seed):
    """What the slugs of a seed's stories have in common: this, then the number in DIGITS digits, ends each of them."""
    return f"-s{seed}n"


class Writer:
    """Writes the stories of one seed for an archive of *total* stories as it stands at *now*."""

    def __init__(self, seed, total, cast, now):
        self.seed, self.total, self.cast, self.now = seed, total, cast, now.astimezone(datetime.UTC)
        self._reach = min(max(SHORTEST_ARCHIVE, datetime.timedelta(days=total / STORIES_A_DAY)), LONGEST_ARCHIVE)
        recent = total * (READ_HOURS * HOUR / self._reach) ** (1 / DENSITY)
        self._share_of_read = READ_STORIES / recent
        self._random, self._zone = Random(), timezone.get_current_timezone()

    def write(self, number):
        """Write the story with this number; 1 is the oldest."""
        random = self._random
        random.seed(self.seed * (LARGEST_NUMBER + 1) + number)
        at = self._hour(number)
        section = self.cast.section(random)
        prose = bulk_prose.write(section, random, _days_around(at.astimezone(self._zone).date()))
        facts = {
            "headline": prose.headline,
            "deck": prose.deck,
            "slug": f"{prose.slug}{slug_mark(self.seed)}{number:0{DIGITS}d}",
            "section_id": self.cast.sections[section],
            "dateline": prose.dateline,
            "lead_photo_id": self._photo(share=0.85),
            "label": prose.label or self._label(),
            "is_unverified": random.random() < 0.002,
        }
        inline_photo = self._photo(share=0.2)
        figure = f'<figure data-photo="{inline_photo}"><figcaption></figcaption></figure>' if inline_photo else ""
        box = number - 1 - int(random.random() * NEIGHBOURS) if random.random() < 0.35 else None
        tags, bylines = self._tags(section, prose.tags), self._bylines()
        # From here on chance may depend on the present, since nothing that the story says comes after.
        facts |= self._history(number, at)
        return Story(
            number=number,
            facts=facts,
            opening=prose.opening,
            figure=figure,
            rest=prose.rest,
            box=box,
            ending=prose.ending,
            tags=tags,
            bylines=bylines,
            views=self._views(facts),
        )

    def _hour(self, number):
        share = (self.total - number + self._random.random()) / self.total
        return self.now - datetime.timedelta(seconds=int(self._reach.total_seconds() * share**DENSITY))

    def _photo(self, *, share):
        chance, place = self._random.random(), self._random.random()
        photos = self.cast.photos
        return photos[int(place * len(photos))] if photos and chance < share else None

    def _label(self):
        chance = self._random.random()
        label = Article.Label.ADVERTORIAL if chance < 0.01 else Article.Label.ANALYSIS
        return label.value if chance < 0.03 else ""

    def _tags(self, section, own):
        """The keys of three to five tags: one of the source's own, others of the section, now and then the largest."""
        random = self._random
        names = [LARGEST_TAG] if random.random() < 0.1 else []
        names.append(own[int(random.random() * len(own))])
        draw, wanted = self.cast.tag[section], 3 + int(random.random() * 3)
        # Names that come twice are drawn again, though not for ever from a small stock.
        for _attempt in range(3 * wanted):
            if len(names) >= wanted:
                break
            if (name := draw(random)) not in names:
                names.append(name)
        return list(dict.fromkeys(self.cast.tags[name] for name in names if name in self.cast.tags))

    def _bylines(self):
        random, author = self._random, self.cast.author
        lines = {author(random): Role.WRITER if random.random() < 0.75 else Role.REPORTER}
        if random.random() < 0.35:
            role = random.choice((Role.REPORTER, Role.EDITOR, Role.PHOTOGRAPHER))
            lines.setdefault(author(random), role)
        return [(key, role.value) for key, role in lines.items()]

    def _history(self, number, at):
        """The columns that tell how far the story came in the workflow, and when."""
        random = self._random
        chance, delay = random.random(), random.random()
        later = min(at + int(delay * 72 * 3600) * SECOND, self.now)
        if chance < REVIEW:
            status = Status.DRAFT if chance < DRAFT else Status.REVIEW
            return _facts(status, created_at=at, modified_at=later)
        created_at = at - int(delay * 20 * 3600) * SECOND
        if chance < WITHDRAWN:
            reason = random.choice(WithdrawalReason.values)
            facts = _facts(Status.WITHDRAWN, created_at=created_at, modified_at=later, published_at=at, updated_at=at)
            return facts | {"withdrawn_at": later, "withdrawal_reason": reason}
        if chance < SCHEDULED and self.total - number < NEWEST:
            hour = self.now + (1 + int(delay * 168)) * HOUR
            return _facts(Status.APPROVED, created_at=created_at, modified_at=at, published_at=hour, updated_at=hour)
        updated_at = later if chance > 0.85 else at
        return _facts(
            Status.APPROVED, created_at=created_at, modified_at=updated_at, published_at=at, updated_at=updated_at
        )

    def _views(self, facts):
        """Readers of the last hours: more for some stories than for others, fewer for older ones."""
        published_at = facts["published_at"]
        if facts["status"] != Status.APPROVED or not self.now - READ_HOURS * HOUR < published_at <= self.now:
            return {}
        if self._random.random() >= self._share_of_read:
            return {}
        appeal = self._random.paretovariate(1.2)
        hour = published_at.replace(minute=0, second=0, microsecond=0)
        views = {}
        for age in range((self.now - hour) // HOUR + 1):
            if count := int(40 * appeal / (1 + age / 8)):
                views[hour + age * HOUR] = count
        return views


def _facts(status, *, created_at, modified_at, published_at=None, updated_at=None):
    return {
        "status": status.value,
        "created_at": created_at,
        "modified_at": modified_at,
        "published_at": published_at,
        "updated_at": updated_at,
        "withdrawn_at": None,
        "withdrawal_reason": "",
    }


# Stories follow each other in time, so one day after the other is asked for, and told three times.
@lru_cache(maxsize=64)
def _days_around(day):
    words = {"{kemarin}": -1, "{hari}": 0, "{besok}": 1}
    return {word: _day_in_prose(day + datetime.timedelta(days=days)) for word, days in words.items()}


_day_in_prose = lru_cache(maxsize=64)(dates.day_in_prose)
