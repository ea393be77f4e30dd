"""How much a story is read: views by the hour and the day, and its standing among the popular.

Nothing about the reader (CONVENTIONS D2): a view is a story, an hour and a number.
"""

import datetime
import uuid

from django.db import connections, models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .taxonomy import Section

UPKEEP_EVERY = datetime.timedelta(hours=1)


class Period(models.TextChoices):
    """A calendar period in the site's time zone; a week begins on Monday."""

    DAY = "day", _("Today")
    WEEK = "week", _("This week")
    MONTH = "month", _("This month")

    def start(self, day):
        """The first day of the period in which *day* lies."""
        match self:
            case Period.WEEK:
                return day - datetime.timedelta(days=day.weekday())
            case Period.MONTH:
                return day.replace(day=1)
        return day


class CountQuerySet(models.QuerySet):
    """Rows that are written many at a time: those that exist are added to or replaced, the others made."""

    def put(self, rows, *, key, added=(), replaced=()):
        """Write tuples of (*key, *added, *replaced), in the order given; few statements however many rows.

        Where a row with the key exists, *added* columns gain the new value and *replaced* ones become it. Django's own upsert
        (bulk_create with update_conflicts) can replace but not add.
        """
        connection = connections[self.db]
        names = [*key, *added, *replaced]
        fields = [self.model._meta.get_field(name) for name in names]
        quote = connection.ops.quote_name
        table, columns = quote(self.model._meta.db_table), [quote(field.column) for field in fields]
        target, changed = ", ".join(columns[: len(key)]), columns[len(key) :]
        changes = [f"{column} = {table}.{column} + excluded.{column}" for column in changed[: len(added)]]
        changes += [f"{column} = excluded.{column}" for column in changed[len(added) :]]
        adapt = {
            models.DateTimeField: connection.ops.adapt_datetimefield_value,
            models.DateField: connection.ops.adapt_datefield_value,
        }
        moments = [(place, adapt[type(field)]) for place, field in enumerate(fields) if type(field) in adapt]
        values = [list(row) for row in rows]
        for row in values:
            for place, adapted in moments:
                row[place] = adapted(row[place])
        # Databases differ in how many values one statement takes.
        limit = connection.features.max_query_params
        size = limit // len(names) if limit else len(values)
        with connection.cursor() as cursor:
            for start in range(0, len(values), size or 1):
                batch = values[start : start + size]
                places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(batch))
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places} "  # noqa: S608  names of our own columns
                    f"ON CONFLICT ({target}) DO UPDATE SET {', '.join(changes)}",
                    [value for row in batch for value in row],
                )


class HourlyViews(models.Model):
    """Views of a story in one hour, until they are rolled up into its days."""

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="hourly_views", db_index=False
    )  # the constraint's index begins with it
    hour = models.DateTimeField(_("hour"))
    views = models.PositiveIntegerField(_("views"))

    objects = CountQuerySet.as_manager()

    class Meta:
        verbose_name = _("views in an hour")
        verbose_name_plural = _("views by the hour")
        indexes = [models.Index(fields=["hour", "id"], name="oldest_hours")]
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="one_count_for_a_story_in_an_hour")]

    def __str__(self):
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}: {self.views}"


class DailyViews(models.Model):
    """Views of a story on one day of the site's zone, from hours that are no longer kept apart."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="daily_views", db_index=False)
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"))

    objects = CountQuerySet.as_manager()

    class Meta:
        verbose_name = _("views on a day")
        verbose_name_plural = _("views by the day")
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="one_count_for_a_story_on_a_day")]

    def __str__(self):
        return f"{self.article_id} {self.day}: {self.views}"


class PopularityQuerySet(CountQuerySet):
    def published(self):
        """Standings of stories that are public and may rank."""
        return self.filter(listed_at__lte=timezone.now())

    def most_read_now(self, section=None):
        """The ranking of the site, or of one section, that weighs recent views more."""
        standings = self.published() if section is None else self.published().filter(section=section)
        return standings.order_by("-standing", "-article_id")

    def most_read_in(self, period, day):
        """The ranking by views in the calendar period in which *day* lies."""
        return self.published().filter(**{period: period.start(day)}).order_by(f"-{period}_views", "-article_id")

    def relist(self, articles):
        """Copy the section and the hour of the stories with these numbers; what may not rank gets no hour."""
        stories = self.model._meta.get_field("article").related_model.objects.using(self.db)
        story = stories.filter(pk=OuterRef("article_id"))
        return self.filter(article_id__in=articles).update(
            section=Subquery(story.values("section")), listed_at=Subquery(story.may_rank().values("published_at"))
        )


class Popularity(models.Model):
    """A story's standings: one that weighs recent views more, and its views in the current day, week and month.

    `standing` is the logarithm of its views, each weighed by when it was made. The weight grows with the hour of the view (forward
    decay), so the order of two stories changes only when one of them is read: standings of stories that nobody reads need no update,
    and each ranking is an index read from its end. Views of a day, week or month count while that is the current one.

    `section` and `listed_at` are the story's own, copied so that a ranking is read from one index; `listed_at` is empty while
    the story may not rank. `archive.relist` keeps them in line, in the transaction that changes the story.
    """

    article = models.OneToOneField("Article", on_delete=models.CASCADE, primary_key=True, related_name="popularity")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    listed_at = models.DateTimeField(null=True, editable=False)
    views = models.PositiveBigIntegerField(_("views"), default=0)
    standing = models.FloatField(_("standing"))
    day = models.DateField(null=True)
    day_views = models.PositiveIntegerField(default=0)
    week = models.DateField(null=True)
    week_views = models.PositiveIntegerField(default=0)
    month = models.DateField(null=True)
    month_views = models.PositiveIntegerField(default=0)

    objects = PopularityQuerySet.as_manager()

    class Meta:
        verbose_name = _("popularity")
        verbose_name_plural = _("popularity")
        indexes = [
            models.Index(fields=fields, name=name, condition=Q(listed_at__isnull=False))
            for name, fields in (
                ("popular_now", ["standing", "article"]),
                ("popular_now_in_section", ["section", "standing", "article"]),
                ("popular_today", ["day", "day_views", "article"]),
                ("popular_this_week", ["week", "week_views", "article"]),
                ("popular_this_month", ["month", "month_views", "article"]),
            )
        ]

    def __str__(self):
        return f"{self.article_id}: {self.standing:.2f}"

    def save(self, **kwargs):
        self.section_id, self.listed_at = self.article.section_id, self.article.ranked_at
        super().save(**kwargs)


class Fold(models.Model):
    """A batch of views that is in the database, so that a batch whose commit went unheard is not added twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("batch of views")
        verbose_name_plural = _("batches of views")

    def __str__(self):
        return f"{self.pk} {self.at:%Y-%m-%d %H:%M:%S}"


class UpkeepQuerySet(models.QuerySet):
    def claim(self):
        """Whether the caller is to do the upkeep now: one process an hour is told so, however many ask."""
        now = timezone.now()
        self.bulk_create([self.model(pk=1, at=now - 2 * UPKEEP_EVERY)], ignore_conflicts=True)
        return bool(self.filter(pk=1, at__lte=now - UPKEEP_EVERY).update(at=now))


class Upkeep(models.Model):
    """When old counts were last tidied: one row for all processes."""

    at = models.DateTimeField(_("at"))

    objects = UpkeepQuerySet.as_manager()

    class Meta:
        verbose_name = _("upkeep of counts")
        verbose_name_plural = _("upkeep of counts")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
