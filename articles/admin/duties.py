"""The duties of the press that wait, on the desk's front page: requests for the right of reply, quotes to review."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Article, QuotedSource, ReplyRequest

SHOWN = 7


@dataclass(frozen=True)
class Row:
    text: str
    address: str
    about: str
    at: object
    is_overdue: bool = False


@dataclass
class RowsPanel:
    """A short list of things that are no stories, and where the rest of it is."""

    title: str
    none: str
    rows: list
    address: str

    def __post_init__(self):
        found, self.rows = len(self.rows), self.rows[:SHOWN]
        self.count = f"{SHOWN}+" if found > SHOWN else str(found)


def panels(user):
    """What waits for somebody with this user's permissions, in one query for each list."""
    found = []
    if user.has_perm("articles.view_replyrequest"):
        found.append(_replies())
    if user.has_perm("articles.view_quotedsource"):
        found.append(_quotes())
    return found


def _replies():
    waiting = ReplyRequest.objects.waiting().select_related("article").defer("article__body")[: SHOWN + 1]
    rows = [
        Row(
            str(reply.article or reply.story),
            reverse("admin:articles_replyrequest_change", args=[reply.pk]),
            reply.reference,
            reply.received_at,
            reply.is_overdue,
        )
        for reply in waiting
    ]
    address = f"{reverse('admin:articles_replyrequest_changelist')}?state={ReplyRequest.State.WAITING}"
    return RowsPanel(_("Right of reply: waiting"), _("Nobody waits for an answer."), rows, address)


def _quotes():
    # Not as a join, of which SQLite may read the archive and look for quotes in each story.
    of_story = Prefetch("article", Article.objects.defer("body"))
    waiting = QuotedSource.objects.to_review().prefetch_related(of_story)[: SHOWN + 1]
    rows = [
        Row(
            str(source.article),
            reverse("admin:articles_article_change", args=[source.article_id]),
            source.medium,
            source.corrected_at,
        )
        for source in waiting
    ]
    return RowsPanel(
        _("Quotes to review"),
        _("No quote waits for a review."),
        rows,
        reverse("admin:articles_quotedsource_changelist"),
    )
