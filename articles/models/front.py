"""The front page's slots: what an editor put there by hand; the newest stories fill the rest."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .article import Article


class SlotQuerySet(models.QuerySet):
    def stories(self):
        """The published stories that stand in a slot now, in the order of the slots, with all that a card shows."""
        rows = self.filter(Q(until__isnull=True) | Q(until__gt=timezone.now())).order_by("position")
        chosen = list(rows.values_list("article_id", flat=True))
        published = Article.objects.published().for_cards().in_bulk(chosen)
        return [published[pk] for pk in chosen if pk in published]

    def ending(self):
        """Slots that will end, the next first."""
        return self.filter(until__gt=timezone.now()).order_by("until")


class Slot(models.Model):
    LAST_POSITION = 5

    position = models.PositiveSmallIntegerField(
        _("position"),
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_POSITION)],
        help_text=_("1 is the lead story."),
    )
    article = models.OneToOneField(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="slot")
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("From then on the newest stories take its place.")
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page slots")
        ordering = ["position"]

    def __str__(self):
        return f"{self.position}: {self.article}"
