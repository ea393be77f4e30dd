"""Announcement: what search engines and feed hubs are still to be told of a story, written with the change itself."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article

# A story whose last change is older is no news to anybody, and what was told of it is forgotten.
KEPT = timedelta(days=30)
# Between attempts the wait doubles from half a minute; after the last, some two hours on, a channel is left in peace.
FIRST_WAIT, MOST_ATTEMPTS = timedelta(seconds=30), 9


class AnnouncementQuerySet(models.QuerySet):
    def note(self, article, channels):
        """Remember in the running transaction that *channels* are to be told of an article, at the hour it is public; one query."""
        now = timezone.now()
        is_scheduled = article.status == Article.Status.APPROVED and article.published_at > now
        self.bulk_create(
            [
                self.model(
                    article=article,
                    channel=channel,
                    state=state_of(article),
                    due_at=article.published_at if is_scheduled else now,
                )
                for channel in channels
            ],
            update_conflicts=True,
            unique_fields=["article", "channel"],
            update_fields=["state", "due_at", "attempts"],
        )

    def claim(self, channel, at_most):
        """Announcements of a channel whose time has come, for this process alone; others see them due again after a wait."""
        now = timezone.now()
        due = self.filter(channel=channel, due_at__lte=now).order_by("due_at", "id")[:at_most]
        return [
            row
            for row in due
            if self.filter(pk=row.pk, due_at=row.due_at).update(due_at=now + row.wait, attempts=F("attempts") + 1)
        ]

    def done(self, rows):
        """Mark announcements as told, but for those whose story has changed again meanwhile."""
        for row in rows:
            self.filter(pk=row.pk, state=row.state).update(
                due_at=None, told=row.state, told_at=timezone.now(), attempts=0
            )

    def forget_old(self):
        self.filter(due_at=None, told_at__lt=timezone.now() - KEPT).delete()


class Announcement(models.Model):
    """What one channel knows of one story. `due_at` is empty while it knows all."""

    class Channel(models.TextChoices):
        WEBSUB = "websub", "WebSub"
        INDEXNOW = "indexnow", "IndexNow"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="announcements")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=150)
    told = models.CharField(max_length=150, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        indexes = [
            models.Index(
                fields=["channel", "due_at"], name="announcement_by_hour", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["told_at"], name="announcement_by_age", condition=models.Q(due_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["article", "channel"], name="a_channel_hears_of_a_story_once")]

    def __str__(self):
        return f"{self.get_channel_display()}: {self.article_id}"

    @property
    def is_news(self):
        return self.state != self.told

    @property
    def wait(self):
        return FIRST_WAIT * 2**self.attempts

    @property
    def is_hopeless(self):
        return self.attempts + 1 >= MOST_ATTEMPTS


def state_of(article):
    """What is worth telling about a story: that it is public or withdrawn, since when, and its last substantive update."""
    moments = (article.published_at, article.shown_updated_at, article.withdrawn_at)
    return " ".join([article.status, *(f"{moment:%Y%m%dT%H%M%S}" if moment else "-" for moment in moments)])


def is_worth_telling(article):
    """Whether a story is public, will be or was, and that changed lately; a typo put right changes nothing here."""
    if article.status not in (Article.Status.APPROVED, Article.Status.WITHDRAWN):
        return False
    moments = (article.published_at, article.updated_at, article.withdrawn_at)
    return max(filter(None, moments)) > timezone.now() - KEPT
