"""A story's history: everything that anybody did with it, in one line of time, the newest first.

It is read from where each thing is kept (steps, revisions, comments, corrections), so that nothing is written twice.
"""

import datetime
import heapq
from dataclasses import dataclass, field
from operator import attrgetter

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .models import Step

SIZE = 50


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did: when, who, what, and in which words."""

    at: datetime.datetime
    rank: int  # of its kind, for things of the same instant
    number: int  # of its row
    by: AbstractBaseUser | None
    kind: str
    title: str
    text: str = ""
    fields: list = field(default_factory=list)

    @property
    def place(self):
        return self.at, self.rank, self.number

    @property
    def cursor(self):
        hour = self.at.astimezone(datetime.UTC).replace(tzinfo=None).isoformat()
        return f"{hour}Z_{self.rank}_{self.number}"


@dataclass(frozen=True)
class Page:
    entries: list
    older: str  # the cursor of the next page; empty when there is none


def of(article, *, before="", size=SIZE):
    """A page of the history of *article*, in as many queries as there are kinds of things; ValueError for a wrong cursor."""
    place = _parse(before) if before else None
    found = heapq.merge(
        *(_read(article, rank, source, place, size) for rank, source in enumerate(SOURCES)),
        key=attrgetter("place"),
        reverse=True,
    )
    entries = [entry for entry, _number in zip(found, range(size + 1), strict=False)]
    if len(entries) > size:
        return Page(entries[:size], entries[size - 1].cursor)
    return Page([*entries, _beginning(article)], "")


def _parse(cursor):
    hour, rank, number = cursor.split("_")
    hour = datetime.datetime.fromisoformat(hour)
    if hour.tzinfo is None or not 0 < int(number) < 2**63:
        raise ValueError(cursor)
    return hour, int(rank), int(number)


def _read(article, rank, source, place, size):
    name, moment, people, entry = source
    rows = getattr(article, name).select_related(*people).order_by(f"-{moment}", "-id")
    if name == "revisions":
        rows = rows.for_list()
    if place:
        hour, last_rank, last_number = place
        earlier = Q(**{f"{moment}__lt": hour})
        if rank < last_rank:
            earlier |= Q(**{moment: hour})
        elif rank == last_rank:
            earlier |= Q(**{moment: hour, "id__lt": last_number})
        rows = rows.filter(earlier)
    for row in rows[: size + 1]:
        yield Entry(at=getattr(row, moment), rank=rank, number=row.pk, by=row.by, **entry(row))


def _step(step):
    reason = step.article.get_withdrawal_reason_display() if step.verb == Step.Verb.WITHDRAW else step.note
    text = (_name(step.to) if step.to else _("nobody")) if step.verb == Step.Verb.ASSIGN else reason
    return {"kind": step.verb, "title": capfirst(step.get_verb_display()), "text": text}


def _revision(revision):
    return {"kind": "revision", "title": capfirst(revision.get_reason_display()), "fields": revision.changed}


def _comment(comment):
    return {"kind": "comment", "title": _("Comment"), "text": comment.text}


def _correction(correction):
    return {"kind": "correction", "title": correction.get_kind_display(), "text": correction.text}


def _beginning(article):
    return Entry(article.created_at, -1, article.pk, article.created_by, "begun", _("Begun"))


def _name(user):
    return user.get_full_name() or user.get_username()


# What a history is made of; of two things in the same instant the one that stands later here counts as the later.
SOURCES = [
    ("revisions", "at", ["by"], _revision),
    ("steps", "at", ["by", "to"], _step),
    ("corrections", "posted_at", ["by"], _correction),
    ("comments", "at", ["by"], _comment),
]
