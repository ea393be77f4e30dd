"""Correction: ralat, koreksi, hak jawab, klarifikasi, pencabutan, each tied to its story (CONVENTIONS I4, I5).

A correction is a public record: whatever changes or removes one leaves what it said before in the story's history.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..listing import Cursor, ListPage
from .article import Article
from .prepared import Asked, Prepared
from .workflow import Step, WorkflowError


class CorrectionQuerySet(models.QuerySet):
    def posted(self):
        """Corrections that readers see: their hour has come and their story is published.

        Of a withdrawn story the withdrawal alone is left, since the others repeat what was taken back.
        """
        public = Article.objects.public_or_withdrawn().filter(pk=OuterRef("article_id"))
        kind = ExpressionWrapper(OuterRef("kind"), output_field=models.CharField())
        shown = ~Q(status=Article.Status.WITHDRAWN) | Q(noted_as=self.model.Kind.RETRACTION)
        return self.filter(Exists(public.annotate(noted_as=kind).filter(shown)), posted_at__lte=timezone.now())

    def concerning(self, article):
        """The posted corrections that stand on *article*, and those of others that name it; a list, oldest first.

        Every story's page asks and few have any, so a plain query comes first and the full one only where it found something.
        """
        keys = [key for (key,) in CONCERNING(story=article.pk)]
        return list(self.posted().filter(pk__in=keys).with_stories().order_by("posted_at", "id")) if keys else []

    def tell(self, stories):
        """Give each of *stories* the posted corrections that stand on it, in one query for all; for lists of whole stories."""
        notes = list(self.posted().filter(article__in=stories).with_stories().order_by("posted_at", "id"))
        for story in stories:
            story.correction_notes = [note for note in notes if note.article_id == story.pk]

    def with_stories(self):
        """Fetch what a correction's links need, in the same query."""
        return self.select_related("article__section", "related_article__section").defer(
            "article__body", "related_article__body"
        )

    def coming(self):
        """Corrections whose hour is still to come, the next first."""
        return self.filter(posted_at__gt=timezone.now()).order_by("posted_at")

    def page(self, before="", size=20):
        """The newest *size* posted corrections before the cursor; raises ValueError for a malformed cursor."""
        rows = self.posted().order_by("-posted_at", "-id")
        if before:
            cursor = Cursor.parse(before)
            rows = rows.filter(posted_at__lte=cursor.hour).exclude(posted_at=cursor.hour, id__gte=cursor.story)
        # The keys come first, from the one index that has the order; with the stories joined, a planner may begin with those.
        keys = list(rows.values_list("pk", flat=True)[: size + 1])
        found = self.with_stories().in_bulk(keys)
        return ListPage.cut([found[key] for key in keys if key in found], size, hour="posted_at")

    def update(self, **values):
        """Change row by row, so that each leaves its trace; values only, no expressions."""
        with transaction.atomic(using=self.db):
            rows = list(self)
            for correction in rows:
                for name, value in values.items():
                    setattr(correction, name, value)
                correction.save()
        return len(rows)

    def delete(self):
        """Remove row by row, so that each leaves its trace."""
        with transaction.atomic(using=self.db):
            rows = list(self)
            for correction in rows:
                correction.delete()
        return len(rows), {self.model._meta.label: len(rows)}

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class Correction(models.Model):
    class Kind(models.TextChoices):
        ERRATUM = "ralat", _("Erratum")
        CORRECTION = "koreksi", _("Correction")
        RIGHT_OF_REPLY = "hak_jawab", _("Right of reply")
        CLARIFICATION = "klarifikasi", _("Clarification")
        RETRACTION = "pencabutan", _("Retraction")

    class Placement(models.TextChoices):
        TOP = "atas", _("Above the story")
        BOTTOM = "bawah", _("Below the story")

    # What readers see of a correction; a change of any of it is told in the history.
    PUBLIC_FIELDS = ("kind", "text", "placement", "posted_at", "article_id", "related_article_id")

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.ERRATUM)
    text = models.TextField(_("text"), help_text=_("What was wrong, and what is right; or the reply as it was sent."))
    placement = models.CharField(_("placement"), max_length=5, choices=Placement.choices, default=Placement.BOTTOM)
    related_article = models.ForeignKey(
        Article,
        verbose_name=_("related story"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections_elsewhere",
        help_text=_("Where the reply or the corrected follow-up stands; both stories then link to each other."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    posted_at = models.DateTimeField(_("posted at"), default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["posted_at", "id"]
        indexes = [models.Index(fields=["posted_at", "id"], name="corrections_by_hour")]
        constraints = [
            models.CheckConstraint(
                condition=Q(related_article__isnull=True) | ~Q(related_article=models.F("article")),
                name="correction_relates_to_another_story",
                violation_error_message=_("The related story is the story itself; choose another."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    def save(self, *, by=None, **kwargs):
        """Save; a change leaves what stood there before in the history, as done *by* somebody.

        A correction that is out moves the story's time of update, in the same transaction.
        """
        with transaction.atomic(using=kwargs.get("using")):
            before = None if self._state.adding else Correction.objects.filter(pk=self.pk).first()
            super().save(**kwargs)
            if before and any(getattr(before, name) != getattr(self, name) for name in self.PUBLIC_FIELDS):
                before._leave_trace(Step.Verb.CHANGE_CORRECTION, by=by)
            if before is None or before.posted_at != self.posted_at or before.text != self.text:
                self._move_update()

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#koreksi-{self.pk}"

    def delete(self, *, by=None, **kwargs):
        """Remove from the pages; what it said stays in the history. Raises WorkflowError for the record of a withdrawal."""
        if self.is_record_of_withdrawal:
            raise WorkflowError(_("The record of a withdrawal stays with its story."))
        with transaction.atomic(using=kwargs.get("using")):
            self._leave_trace(Step.Verb.REMOVE_CORRECTION, by=by)
            return super().delete(**kwargs)

    @property
    def is_record_of_withdrawal(self):
        return self.kind == self.Kind.RETRACTION and self.article.status == Article.Status.WITHDRAWN

    @property
    def linked_article(self):
        """The related story, while readers can open it."""
        return self.related_article if self.related_article and self.related_article.is_published else None

    def _move_update(self):
        """Bring the story's time of update to this correction's own; never to a coming hour, never back."""
        if self.posted_at <= timezone.now():
            moved = Article.objects.published().filter(pk=self.article_id, updated_at__lt=self.posted_at)
            moved.update(updated_at=self.posted_at)

    def _leave_trace(self, verb, *, by):
        said = f"{capfirst(self.get_kind_display())}, {timezone.localtime(self.posted_at):%Y-%m-%d %H:%M}\n{self.text}"
        Step.objects.create(article_id=self.article_id, verb=verb, by=by, note=said)


CONCERNING = Prepared(
    Correction,
    lambda corrections: (
        corrections.filter(Q(article=Asked("story")) | Q(related_article=Asked("story"))).order_by().values_list("pk")
    ),
)
