"""QuotedSource: another medium that a story quotes, and whose corrections it has to follow (CONVENTIONS I6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class QuotedSourceQuerySet(models.QuerySet):
    def to_review(self):
        """Quotes whose medium has corrected or withdrawn since, and that nobody has looked at; the oldest first."""
        return self.filter(corrected_at__isnull=False, reviewed_at__isnull=True).order_by("corrected_at", "id")


class QuotedSource(models.Model):
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="quoted_sources"
    )
    medium = models.CharField(_("medium"), max_length=120, help_text=_("Whom the story quotes."))
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Where the quoted report stands."))
    corrected_at = models.DateTimeField(_("corrected at the source since"), null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = QuotedSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("quoted source")
        verbose_name_plural = _("quoted sources")
        indexes = [
            models.Index(
                fields=["corrected_at", "id"],
                name="quotes_to_review",
                condition=Q(corrected_at__isnull=False, reviewed_at__isnull=True),
            )
        ]

    def __str__(self):
        return self.medium

    def mark_corrected(self):
        """Note that the medium has corrected its report: the story waits for a review."""
        self.corrected_at, self.reviewed_at, self.reviewed_by = timezone.now(), None, None
        self.save()

    def mark_reviewed(self, *, by):
        """Note that *by* has looked at the story after the medium's correction."""
        self.reviewed_at, self.reviewed_by = timezone.now(), by
        self.save()
