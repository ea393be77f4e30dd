"""Correction: ralat, koreksi, hak jawab, klarifikasi, pencabutan, each tied to its story (CONVENTIONS I4, I5)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class Correction(models.Model):
    class Kind(models.TextChoices):
        ERRATUM = "ralat", _("Erratum")
        CORRECTION = "koreksi", _("Correction")
        RIGHT_OF_REPLY = "hak_jawab", _("Right of reply")
        CLARIFICATION = "klarifikasi", _("Clarification")
        RETRACTION = "pencabutan", _("Retraction")

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.ERRATUM)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["posted_at", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
