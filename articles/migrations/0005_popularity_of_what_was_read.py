"""Fill the new columns of the standings from the stories and from the hours that were counted."""

import datetime
from itertools import groupby
from operator import itemgetter

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

BATCH = 500


def fill(apps, schema_editor):
    using = schema_editor.connection.alias
    Article, HourlyViews, Popularity = (
        apps.get_model("articles", name).objects.using(using) for name in ("Article", "HourlyViews", "Popularity")
    )
    story = Article.filter(pk=OuterRef("article_id"))
    ranks = story.filter(status="approved").exclude(label="advertorial")
    Popularity.update(
        section=Subquery(story.values("section")), listed_at=Subquery(ranks.values("published_at"))
    )
    counted = HourlyViews.order_by("article_id").values_list("article_id", "hour", "views").iterator()
    full = []
    for number, rows in groupby(counted, key=itemgetter(0)):
        full.append(Popularity.model(pk=number, **sums(rows)))
        if len(full) == BATCH:
            Popularity.bulk_update(full, FIELDS)
            full = []
    if full:
        Popularity.bulk_update(full, FIELDS)


FIELDS = ["views", "day", "day_views", "week", "week_views", "month", "month_views"]


def sums(rows):
    days = {}
    for _number, hour, views in rows:
        day = timezone.localdate(hour)
        days[day] = days.get(day, 0) + views
    newest = max(days)
    starts = {
        "day": newest,
        "week": newest - datetime.timedelta(days=newest.weekday()),
        "month": newest.replace(day=1),
    }
    views_since = {
        f"{period}_views": sum(views for day, views in days.items() if day >= start)
        for period, start in starts.items()
    }
    return {"views": sum(days.values()), **starts, **views_since}


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_popularity")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
