"""How much a story is read: views by the hour, and its standing among the popular. Nothing about the reader (CONVENTIONS D2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article


class HourlyViews(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="hourly_views")
    hour = models.DateTimeField(_("hour"))
    views = models.PositiveIntegerField(_("views"))

    class Meta:
        verbose_name = _("views in an hour")
        verbose_name_plural = _("views by the hour")
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="one_count_for_a_story_in_an_hour")]

    def __str__(self):
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}: {self.views}"


class Popularity(models.Model):
    """A story's standing: the logarithm of its views, each weighed by when it was made.

    The weight grows with the hour of the view (forward decay), so the order of two stories changes only when one of them is
    read: standings of stories that nobody reads need no update, and the ranking is an index read from its end.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="popularity")
    standing = models.FloatField(_("standing"), db_index=True)

    class Meta:
        verbose_name = _("popularity")
        verbose_name_plural = _("popularity")

    def __str__(self):
        return f"{self.article_id}: {self.standing:.2f}"
