"""Populer: views are counted, folded, ranked by when they were made; nothing about the reader is kept."""

import datetime
from collections import Counter

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import popularity
from articles.models import Article, HourlyViews, Popularity

from .factories import at, make_article

HOURS = [at("2026-06-01 00:00") + datetime.timedelta(hours=number) for number in range(72)]


@pytest.mark.django_db
def test_reading_a_story_makes_it_popular(client):
    read, unread = make_article(), make_article()
    assert f'data-story="{read.pk}"' in client.get(read.get_absolute_url()).content.decode()
    for _ in range(3):
        popularity.record_view(read.pk)
    assert popularity.flush() == 3
    assert popularity.popular() == [read]
    assert HourlyViews.objects.get(article=read).views == 3
    assert read.headline in client.get("/populer/").content.decode()
    assert unread.pk not in Popularity.objects.values_list("article_id", flat=True)


@pytest.mark.django_db
def test_folding_twice_adds_up_and_an_empty_fold_changes_nothing():
    article = make_article()
    popularity.fold({(article.pk, HOURS[0]): 2})
    popularity.fold({(article.pk, HOURS[0]): 3})
    before = Popularity.objects.get().standing
    assert HourlyViews.objects.get().views == 5
    assert popularity.flush() == 0
    assert Popularity.objects.get().standing == before == pytest.approx(popularity.standing({HOURS[0]: 5}))


@pytest.mark.django_db
def test_recent_views_outweigh_old_ones(settings):
    settings.POPULARITY_HALF_LIFE_HOURS = 12
    old, new = make_article(), make_article()
    popularity.fold({(old.pk, HOURS[0]): 100, (new.pk, HOURS[48]): 10})
    assert popularity.popular() == [new, old]
    popularity.fold({(old.pk, HOURS[48]): 10})
    assert popularity.popular() == [old, new]


@pytest.mark.django_db
def test_advertorials_and_what_is_not_public_never_rank():
    """CONVENTIONS I10."""
    hidden = [make_article(label="advertorial"), make_article(status="withdrawn"), make_article(status="draft")]
    shown = make_article()
    popularity.fold({(article.pk, HOURS[0]): 9 for article in [*hidden, shown]})
    assert popularity.popular() == [shown]


@pytest.mark.django_db
def test_views_of_a_story_that_is_gone_are_dropped():
    article = make_article(status="draft")
    popularity.buffer.add(article.pk, timezone.now())
    Article.objects.all().delete()
    popularity.flush()
    assert not HourlyViews.objects.exists()


@pytest.mark.django_db
def test_a_failed_fold_loses_no_view(monkeypatch):
    article = make_article()
    popularity.buffer.add(article.pk, HOURS[0])
    with monkeypatch.context() as context:
        context.setattr(
            HourlyViews.objects, "bulk_create", lambda *args, **options: (_ for _ in ()).throw(DatabaseError("gone"))
        )
        with pytest.raises(DatabaseError):
            popularity.flush()
    assert popularity.flush() == 1
    assert HourlyViews.objects.get().views == 1


@pytest.mark.django_db
def test_nothing_about_the_reader_is_stored(client):
    """CONVENTIONS D2: introspect the table's columns."""
    popularity.record_view(make_article().pk)
    popularity.flush()
    with connection.cursor() as cursor:
        columns = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in (HourlyViews._meta.db_table, Popularity._meta.db_table)
        }
    assert columns == {
        HourlyViews._meta.db_table: {"id", "article_id", "hour", "views"},
        Popularity._meta.db_table: {"article_id", "standing"},
    }


views = st.dictionaries(st.sampled_from(HOURS), st.integers(1, 10_000), min_size=1, max_size=20)


@given(views, views)
@settings(max_examples=60, deadline=None)
def test_the_order_is_that_of_an_exact_recount(one, other):
    """Standings order stories as the sum of views, halved for each half-life of age, does."""
    half_life = 12
    now = HOURS[-1]

    def exact(hours):
        return sum(count * 0.5 ** ((now - hour).total_seconds() / 3600 / half_life) for hour, count in hours.items())

    if exact(one) == pytest.approx(exact(other)):
        return
    assert (popularity.standing(one) > popularity.standing(other)) == (exact(one) > exact(other))


@pytest.mark.django_db
@pytest.mark.parametrize("batches", [1, 2, 7])
def test_the_batches_of_a_fold_do_not_change_the_ranking(batches):
    """Bursts, quiet hours and late folds end in the same standings as one exact count."""
    articles = [make_article() for _ in range(5)]
    traffic = [
        (article.pk, HOURS[(number * 7 + place * 11) % 72])
        for place, article in enumerate(articles)
        for number in range(30 + place * 9)
    ]
    for start in range(batches):
        popularity.fold(Counter(traffic[start::batches]))
    for article in articles:
        hours = {hour: count for (number, hour), count in Counter(traffic).items() if number == article.pk}
        assert article.popularity.standing == pytest.approx(popularity.standing(hours))
