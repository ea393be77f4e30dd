"""What the desk says about a story: comments, and the people they mention.

A mention is `@username` in a comment, as typed or as picked from the suggestions; it waits on that person's desk until they open
the story.
"""

import re

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from . import roles
from .models import Mention

MENTION = re.compile(r"(?<![\w@.+-])@([\w@.+-]+)")
MOST_MENTIONS = 20
LONGEST = 5000  # characters of a comment; the form says the same
SHOWN = 100


def say(article, text, *, by):
    """Add a comment to a story and mention whom it names; the writer of a comment is not told of it."""
    with transaction.atomic():
        comment = article.comments.create(text=text, by=by)
        people = mentioned_in(text).exclude(pk=by.pk)
        Mention.objects.bulk_create(Mention(comment=comment, user=person) for person in people)
    return comment


def mentioned_in(text):
    """The accounts of the desk that *text* names, however capitalised; a full stop after a name may belong to the sentence."""
    found = [name.lower() for name in MENTION.findall(text)][:MOST_MENTIONS]
    names = {shorter for name in found for shorter in (name, name.rstrip(".+-@"))}
    return roles.people().annotate(lower_username=Lower("username")).filter(lower_username__in=names)


def recent(article):
    """The newest comments on a story in the order in which they were said; older ones stand in its history."""
    return list(article.comments.select_related("by").order_by("-at", "-id")[:SHOWN])[::-1]


def unseen(user):
    """The mentions that wait for *user*, the newest first."""
    return Mention.objects.filter(user=user, seen_at=None).order_by("-id")


def see(article, user):
    """Take note that *user* has opened the story."""
    waiting = list(unseen(user).filter(comment__article=article).values_list("pk", flat=True))
    if waiting:  # a story that is only read takes no lock for writing
        Mention.objects.filter(pk__in=waiting).update(seen_at=timezone.now())
