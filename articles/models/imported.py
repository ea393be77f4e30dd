"""Imported: what came from another system, and as what, so that a second import knows it again (CONVENTIONS X5)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportedQuerySet(models.QuerySet):
    def of(self, source, kind, numbers):
        """{number there: Imported} of the rows of one kind with these numbers."""
        rows = self.filter(source=source, kind=kind, number__in=numbers)
        return {row.number: row for row in rows}


class Imported(models.Model):
    """A row of ours that came from another system. It outlives the row: what somebody deleted here does not come back."""

    class Kind(models.TextChoices):
        STORY = "story", _("Story")
        PHOTO = "photo", _("Photo")
        AUTHOR = "author", _("Author")
        SECTION = "section", _("Section")

    source = models.CharField(_("source"), max_length=200, help_text=_("The address of the site that it came from."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number there"), max_length=120)
    row = models.BigIntegerField(_("number here"))
    # Of a story: what was written, in SHA-256, and when it was saved here last; another time tells that an editor has been at it.
    digest = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(null=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = ImportedQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "number"], name="a_foreign_row_comes_in_once")
        ]

    def __str__(self):
        return f"{self.source} {self.kind} {self.number}"
