"""The desk's front page: a few short lists of what waits for the person who opens it.

Each list reads no further than it shows, from an index that has its order, so that the page costs the same however large the archive is.
"""

import copy
from dataclasses import dataclass, field

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .. import conversation, dates, licences, popularity
from ..models import Article, Period, WorkingCopy
from . import duties
from .listing import ShownState

SHOWN = 7


@dataclass
class Panel:
    """A short list of stories, what it is called, and where the rest of it is; `hour` names the time that its rows show."""

    title: str
    none: str
    stories: list
    query: dict = field(default_factory=dict)
    hour: str = "modified_at"
    list_of: str = "article"

    def __post_init__(self):
        found, self.stories = len(self.stories), self.stories[:SHOWN]
        self.count = f"{SHOWN}+" if found > SHOWN else str(found)
        for story in self.stories:
            story.state, story.hour = ShownState.of(story), getattr(story, self.hour)

    @property
    def address(self):
        return f"{reverse(f'admin:articles_{self.list_of}_changelist')}?{urlencode(self.query)}"


def panels(user):
    """What waits for *user*, in one query for each list."""
    stories = Article.objects.kept().select_related("section").defer("body")
    newest = stories.order_by("-modified_at", "-id")
    mine = newest.filter(created_by=user, status=Article.Status.DRAFT)
    review = newest.filter(status=Article.Status.REVIEW)
    scheduled = stories.scheduled().order_by("published_at", "id")
    today = stories.published().on_day(dates.today()).newest_first()
    return [
        _mentions(user),
        Panel(_("My drafts"), _("You have no drafts."), _few(mine), {"state": "draft", "mine": "1"}),
        Panel(_("Waiting for review"), _("Nothing waits for review."), _few(review), {"state": "review"}),
        Panel(_("Scheduled"), _("Nothing is scheduled."), _few(scheduled), {"state": "scheduled"}, "published_at"),
        _unpublished_changes(),
        Panel(
            _("Published today"),
            _("Nothing was published today."),
            _few(today),
            {"state": "published", "day": "today"},
            "published_at",
        ),
        _ending_licences(user),
    ]


def _few(stories):
    return list(stories[: SHOWN + 1])


def _mentions(user):
    waiting = conversation.unseen(user).select_related("comment__by", "comment__article__section")
    waiting = _few(waiting.filter(comment__article__binned_at=None).defer("comment__article__body"))
    stories = []
    for mention in waiting:
        story = mention.comment.article
        story.said_at, story.comment = mention.comment.at, mention.comment
        stories.append(story)
    return Panel(_("Mentions of you"), _("Nobody waits for your answer."), stories, {"mine": "mentioned"}, "said_at")


def _unpublished_changes():
    # Not as a join, of which SQLite may read the archive and look for a copy of each story.
    of_story = Prefetch("article", Article.objects.select_related("section").defer("body"))
    copies = _few(WorkingCopy.objects.order_by("-revision_id").prefetch_related(of_story))
    stories = [working_copy.article for working_copy in copies]
    return Panel(_("With unpublished changes"), _("Everything is published."), stories, {"changes": "1"})


def _ending_licences(user):
    """Published stories with a photo whose licence has ended or soon will; a story stands there for each such photo."""
    stories = []
    for ending in licences.ending(SHOWN + 1):
        story = copy.copy(ending.story)
        story.ending, story.may_replace = ending, user.has_perm("articles.replace_photo")
        stories.append(story)
    return Panel(
        _("Licences that end"),
        _("No licence of a photo in a published story ends soon."),
        stories,
        {"licence_state": "ended" if any(story.ending.has_ended for story in stories) else "soon"},
        "published_at",
        "photo",
    )


@admin.site.admin_view
def front(request):
    """The admin's index, with the desk above its list of things."""
    context = {}
    if request.user.has_perm("articles.view_article"):
        context = {"panels": panels(request.user), "most_read": popularity.most_read(Period.DAY, SHOWN)}
    context["duties"] = duties.panels(request.user)
    context["may_write"] = request.user.has_perm("articles.add_article")
    return admin.site.index(request, context)
