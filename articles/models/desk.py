"""What people at the desk leave beside a story: comments, unsaved text, their presence, links for outsiders."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article
from .revision import Revision


class Comment(models.Model):
    """A remark of the desk on a story; readers never see it."""

    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]

    def __str__(self):
        return self.text[:60]


class Mention(models.Model):
    """Somebody named in a comment, until they have seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    seen_at = models.DateTimeField(_("seen at"), null=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [models.Index(fields=["user", "seen_at", "id"], name="mentions_to_see")]
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="comment_mentions_a_person_once")]

    def __str__(self):
        return f"@{self.user}"


class Autosave(models.Model):
    """What somebody typed into a story's form and has not saved; one row for a person and a form, written over in place."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, related_name="autosaves", help_text=_("Empty for a new story.")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves")
    form = models.CharField(
        _("form"), max_length=40, help_text=_("Chance, drawn by the browser when it opened the form.")
    )
    fields = models.JSONField(_("fields"), help_text=_("The form as the browser would send it: {name: [values]}."))
    base = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="one_unsaved_text_for_a_form")]

    def __str__(self):
        return f"{self.user} · {self.article or '+'}"


class Presence(models.Model):
    """A tab in which somebody has a story open; renewed by a ping every ten seconds."""

    LIFETIME = datetime.timedelta(seconds=25)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    is_typing = models.BooleanField(default=False)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["article", "user", "tab"], name="a_tab_is_present_once")]

    def __str__(self):
        return f"{self.user} · {self.article_id}"


class PreviewLinkQuerySet(models.QuerySet):
    def opened_by(self, token):
        """The link that *token* opens now; None for a wrong token, after its hour, and once the story was published."""
        link = self.filter(token_hash=hash_of(token), expires_at__gt=timezone.now()).select_related("article").first()
        return link if link and PreviewLink.fits(link.article) else None


class PreviewLink(models.Model):
    """A secret link to a story that is not published, for a source or a lawyer; only its hash is kept."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.article_id} · {self.expires_at:%Y-%m-%d %H:%M}"

    @staticmethod
    def fits(article):
        """Whether a secret link opens this story: until it is published, and not from the bin."""
        return not article.is_published and article.status != Article.Status.WITHDRAWN and article.binned_at is None

    @classmethod
    def make(cls, article, *, by, lifetime):
        """Make a link that lives for *lifetime*; returns its path, which cannot be had again."""
        token = secrets.token_urlsafe(24)
        cls.objects.create(article=article, by=by, token_hash=hash_of(token), expires_at=timezone.now() + lifetime)
        return reverse("preview_link", args=[token])


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
