"""Populer: views are counted, folded, ranked by when they were made; nothing about the reader is kept."""

import contextlib
import datetime
import threading
from collections import Counter
from functools import partial

import pytest
import time_machine
from django.db import Error, OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import popularity
from articles.models import (
    Article,
    DailyViews,
    EditionChange,
    Fold,
    HourlyViews,
    Period,
    Popularity,
    Section,
    Upkeep,
)

from .factories import at, make_article, make_author, make_section
from .rankings import most_read, popular, stories_of

HOURS = [at("2026-06-01 00:00") + datetime.timedelta(hours=number) for number in range(72)]


def make_articles(count, **facts):
    facts = {"authors": [make_author()], "section": make_section(), **facts}
    return [make_article(**facts) for _ in range(count)]


@contextlib.contextmanager
def failing(words):
    """A database that fails on statements that begin with these words."""

    def fail(execute, sql, parameters, many, context):
        if sql.startswith(words):
            raise OperationalError("gone")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.django_db
def test_reading_a_story_makes_it_popular(client):
    read, unread = make_article(), make_article()
    assert f'data-story="{read.pk}"' in client.get(read.get_absolute_url()).content.decode()
    for _ in range(3):
        popularity.record_view(read.pk)
    assert popularity.flush() == 3
    assert popular() == [read]
    assert HourlyViews.objects.get(article=read).views == 3
    for address in ("/populer/", "/populer/hari-ini/", "/populer/minggu-ini/", "/populer/bulan-ini/"):
        assert stories_of(client.get(address).context["stories"]) == [read]
    assert unread.pk not in Popularity.objects.values_list("article_id", flat=True)


# Folding


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
def test_a_fold_takes_a_handful_of_statements_however_many_stories_it_has(django_assert_num_queries):
    articles = make_articles(30)
    views = {(article.pk, hour): 1 for article in articles for hour in HOURS[:2]}
    popularity.fold(views)
    # The transaction's two, the batch, the stories, the standings read and written, the hours.
    with django_assert_num_queries(7):
        popularity.fold(dict.fromkeys(list(views)[:2], 1))
    with django_assert_num_queries(7):
        popularity.fold(views)


@pytest.mark.django_db
def test_a_fold_begins_no_edition():
    article = make_article()
    before = EditionChange.objects.current()
    popularity.fold({(article.pk, HOURS[0]): 2})
    assert EditionChange.objects.current() == before


@pytest.mark.django_db
def test_views_of_a_story_that_is_gone_are_dropped():
    article = make_article(status="draft")
    popularity.buffer.add(article.pk, timezone.now())
    popularity.buffer.add(10**17, timezone.now())
    Article.objects.all().delete()
    popularity.flush()
    assert not HourlyViews.objects.exists()
    assert not popularity.buffer


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["SELECT", "INSERT", 'INSERT INTO "articles_popularity"'])
def test_a_failed_fold_neither_loses_nor_doubles_a_view(words):
    article = make_article()
    popularity.buffer.add(article.pk, HOURS[0])
    with failing(words), pytest.raises(Error), transaction.atomic():
        popularity.flush()
    popularity.buffer.add(article.pk, HOURS[0])
    assert popularity.flush() == 2
    assert HourlyViews.objects.get().views == 2
    assert Popularity.objects.get().views == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_done", [True, False])
def test_a_commit_that_nobody_heard_of_counts_once(monkeypatch, is_done):
    """The connection breaks while the commit is under way: it may have been done or not."""
    article = make_article()
    popularity.buffer.add(article.pk, HOURS[0])
    commit = connection._commit

    def break_down():
        if is_done:
            commit()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", break_down)
        with pytest.raises(Error):
            popularity.flush()
    connection.close()
    assert HourlyViews.objects.exists() == is_done
    assert popularity.buffer
    popularity.buffer.add(article.pk, HOURS[0])
    popularity.flush()
    assert HourlyViews.objects.get().views == 2
    assert popularity.flush() == 0
    assert not popularity.buffer


def test_made_up_numbers_cannot_fill_the_memory():
    for number in range(popularity.COUNTS_THAT_WAIT + 1000):
        popularity.buffer.add(number, HOURS[0])
    popularity.buffer.add(7, HOURS[0])
    batches = popularity.buffer.take()
    for number in range(10**9, 10**9 + popularity.COUNTS_THAT_WAIT):
        popularity.buffer.add(number, HOURS[0])
    popularity.buffer.give_back(batches)
    assert sum(len(batch.views) for batch in popularity.buffer.take()) == popularity.COUNTS_THAT_WAIT
    assert not popularity.buffer
    assert sum(len(batch.views) for batch in batches) == popularity.COUNTS_THAT_WAIT
    assert sum(batch.views[7, HOURS[0]] for batch in batches) == 2
    assert max(len(batch.views) for batch in batches) <= popularity.STORIES_AT_ONCE


def in_thread(function):
    """Run a function in a thread with a connection of its own, which ends with it; returns the thread and what it raised."""
    raised = []

    def run():
        try:
            function()
        except Exception as error:  # noqa: BLE001  the test tells
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


@pytest.mark.django_db(transaction=True)
def test_a_fold_waits_for_no_editor():
    """A story that somebody is saving keeps its views for the next fold; the others are folded meanwhile."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; the next test is its own")
    saved, other = make_article(), make_article()
    for article in (saved, other):
        popularity.buffer.add(article.pk, HOURS[0])
    with transaction.atomic():
        saved.save()
        thread, raised = in_thread(popularity.flush)
        thread.join(10)
        assert not thread.is_alive()
    assert raised == []
    assert list(HourlyViews.objects.values_list("article", flat=True)) == [other.pk]
    assert popularity.flush() == 1
    assert HourlyViews.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_folds_and_editors_at_once_raise_nothing_and_lose_nothing():
    """Neither a deadlock nor “database is locked”, with several folding processes and an editor on the same stories."""
    articles, section, folded = make_articles(8), make_section(), Counter()

    def fold(turn):
        for number in range(12):
            waiting = {(article.pk, HOURS[(turn + number) % 5]): 1 for article in articles[:: turn + 1]}
            folded.update({"views": len(waiting)})
            while waiting := popularity.fold(waiting):
                pass

    def edit():
        for _ in range(6):
            with transaction.atomic():
                # Backwards: a fold takes its stories in the other order.
                for article in articles[::-1]:
                    Article.objects.filter(pk=article.pk).update(section=section)
            Article.objects.filter(pk__in=[article.pk for article in articles]).update(label="opini")

    threads = [in_thread(edit), *(in_thread(partial(fold, turn)) for turn in range(3))]
    for thread, _raised in threads:
        thread.join()
    assert [error for _thread, raised in threads for error in raised] == []
    assert sum(HourlyViews.objects.values_list("views", flat=True)) == folded["views"]
    assert_standings_agree(section)


def assert_standings_agree(section):
    for row in Popularity.objects.select_related("article"):
        assert row.views == sum(row.article.hourly_views.values_list("views", flat=True))
        assert (row.section_id, row.listed_at) == (section.pk, row.article.published_at)


# Ranking


@pytest.mark.django_db
def test_recent_views_outweigh_old_ones(settings):
    settings.POPULARITY_HALF_LIFE_HOURS = 12
    old, new = make_article(), make_article()
    popularity.fold({(old.pk, HOURS[0]): 100, (new.pk, HOURS[48]): 10})
    assert popular() == [new, old]
    popularity.fold({(old.pk, HOURS[48]): 10})
    assert popular() == [old, new]


@pytest.mark.django_db
def test_advertorials_and_what_is_not_public_never_rank():
    """CONVENTIONS I10."""
    now = timezone.now()
    hidden = [make_article(label="advertorial"), make_article(status="withdrawn"), make_article(status="draft")]
    shown = make_article()
    popularity.fold({(article.pk, now): 9 for article in [*hidden, shown]})
    assert popular() == popular(section=shown.section) == [shown]
    assert [most_read(period) for period in Period] == [[shown]] * 3


@pytest.mark.django_db
def test_however_many_stories_may_not_rank_the_list_is_full():
    now = timezone.now()
    section = make_section()
    unfit = make_articles(50, label="advertorial", section=section)
    fit = make_articles(3, section=section)
    popularity.fold({(article.pk, now): 100 - place for place, article in enumerate([*unfit, *fit])})
    assert popular(3) == popular(3, section=section) == fit
    assert most_read(Period.DAY, 3) == fit


CHANGES = {
    "withdrawn": (lambda story: story.withdraw(by=None, reason="dewan_pers"), False),
    "made an advertorial": (lambda story: set_and_save(story, label="advertorial"), False),
    "made an advertorial in bulk": (lambda story: Article.objects.update(label="advertorial"), False),
    "made an advertorial by bulk_update": (
        lambda story: Article.objects.bulk_update([with_values(story, label="advertorial")], ["label"]),
        False,
    ),
    "moved into the future": (
        lambda story: set_and_save(story, published_at=timezone.now() + datetime.timedelta(hours=1)),
        False,
    ),
    "moved into the future in bulk": (
        lambda story: Article.objects.update(
            published_at=timezone.now() + datetime.timedelta(hours=1),
            updated_at=timezone.now() + datetime.timedelta(hours=1),
        ),
        False,
    ),
    "made a draft in bulk": (lambda story: Article.objects.update(status="draft"), False),
    "given another label": (lambda story: set_and_save(story, label="opini"), True),
    "saved in part": (lambda story: set_and_save(story, deck="Lain.", update_fields=["deck"]), True),
    "of a renamed section": (
        lambda story: Section.objects.filter(pk=story.section_id).update(name="Baru", slug="baru"),
        True,
    ),
}


def with_values(story, **values):
    for name, value in values.items():
        setattr(story, name, value)
    return story


def set_and_save(story, update_fields=None, **values):
    with_values(story, **values).save(update_fields=update_fields)


@pytest.mark.django_db
@pytest.mark.parametrize("was_read", ["before", "after"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_story_ranks_as_it_is_now(change, was_read):
    story = make_article()
    make, ranks = CHANGES[change]
    views = {(story.pk, timezone.now()): 1}
    if was_read == "before":
        popularity.fold(views)
    make(story)
    if was_read == "after":
        popularity.fold(views)
    expected = [story] if ranks else []
    assert popular() == expected
    assert popular(section=story.section) == expected
    assert most_read(Period.WEEK) == expected
    assert Popularity.objects.published().exists() == ranks


@pytest.mark.django_db
@pytest.mark.parametrize(
    "move",
    [
        lambda story, section: set_and_save(story, section=section),
        lambda story, section: Article.objects.filter(pk=story.pk).update(section=section),
        lambda story, section: Article.objects.filter(pk=story.pk).update(section_id=section.pk),
        lambda story, section: Article.objects.bulk_update([with_values(story, section=section)], ["section"]),
    ],
    ids=["saved", "updated", "updated by number", "bulk_update"],
)
def test_a_story_that_moves_is_popular_in_its_new_section(move):
    story, section = make_article(), make_section()
    old = story.section
    popularity.fold({(story.pk, HOURS[0]): 1})
    move(story, section)
    assert popular(section=old) == []
    assert popular(section=section) == popular() == [story]


@pytest.mark.django_db
def test_a_scheduled_story_ranks_from_its_hour_on():
    with time_machine.travel(at("08:00"), tick=False) as clock:
        story = make_article(published_at=at("07:00"))
        popularity.fold({(story.pk, timezone.now()): 5})
        set_and_save(story, published_at=at("09:00"), updated_at=at("09:00"))
        assert popular() == []
        clock.move_to(at("09:00"))
        assert popular() == most_read(Period.DAY) == [story]


@pytest.mark.django_db
def test_a_section_page_names_what_its_own_readers_read(client):
    here, there = make_article(), make_article()
    empty = make_section()
    popularity.fold({(here.pk, HOURS[0]): 1, (there.pk, HOURS[0]): 9})
    page = client.get(here.section.get_absolute_url())
    assert stories_of(page.context["popular_stories"]) == [here]
    assert f"Populer di {here.section.name}" in page.content.decode()
    assert stories_of(client.get(empty.get_absolute_url()).context["popular_stories"]) == [there, here]
    assert stories_of(client.get(here.get_absolute_url()).context["popular_stories"]) == [there, here]


# Days, weeks and months


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Monday the first: the day, the week and the month begin together.
        ("2026-06-01 00:00", {"hari-ini": [0], "minggu-ini": [0], "bulan-ini": [0]}),
        ("2026-06-01 23:59:59", {"hari-ini": [0], "minggu-ini": [0], "bulan-ini": [0]}),
        ("2026-06-02 00:00", {"hari-ini": [], "minggu-ini": [0], "bulan-ini": [0]}),
        ("2026-06-07 23:59:59", {"hari-ini": [], "minggu-ini": [0], "bulan-ini": [0]}),
        ("2026-06-08 00:00", {"hari-ini": [], "minggu-ini": [], "bulan-ini": [0]}),
        ("2026-06-30 23:59:59", {"hari-ini": [], "minggu-ini": [], "bulan-ini": [0]}),
        ("2026-07-01 00:00", {"hari-ini": [], "minggu-ini": [], "bulan-ini": []}),
    ],
)
def test_a_day_a_week_and_a_month_begin_at_midnight_of_the_sites_zone(client, now, expected):
    with time_machine.travel(at("2026-06-01 00:00"), tick=False) as clock:
        story, earlier = make_article(), make_article()
        # The last second of Sunday is another day, another week and another month.
        popularity.fold(
            {(story.pk, timezone.now()): 1, (earlier.pk, timezone.now() - datetime.timedelta(seconds=1)): 1}
        )
        clock.move_to(at(now))
        for address, places in expected.items():
            page = client.get(f"/populer/{address}/")
            assert stories_of(page.context["stories"]) == [story for _place in places]
        assert set(stories_of(client.get("/populer/").context["stories"])) == {story, earlier}


@pytest.mark.django_db
def test_a_late_fold_adds_to_the_day_of_its_views_alone():
    with time_machine.travel(at("2026-06-02 00:00:30"), tick=False):
        story, other = make_article(), make_article()
        popularity.fold({(story.pk, timezone.now()): 1, (other.pk, timezone.now()): 2})
        popularity.fold({(story.pk, at("2026-06-01 23:30")): 5})
        assert most_read(Period.DAY) == [other, story]
        assert most_read(Period.WEEK) == [story, other]
        assert [views for _card, views in popularity.most_read(Period.WEEK)] == [6, 2]


@pytest.mark.django_db
def test_the_tabs_are_links_and_say_since_when(client):
    with time_machine.travel(at("2026-06-03 12:00"), tick=False):
        page = client.get("/populer/minggu-ini/").content.decode()
    assert "Terpopuler minggu ini" in page
    assert "sejak Senin, 1 Juni 2026, 00:00 WIB." in page
    for address in ("/populer/", "/populer/hari-ini/", "/populer/bulan-ini/"):
        assert f'<a class="tabs__tab" href="{address}">' in page
    assert '<a class="tabs__tab" href="/populer/minggu-ini/" aria-current="page">' in page
    assert client.get("/populer/tahun-ini/").status_code == 404


# Nothing about the reader


@pytest.mark.django_db
def test_nothing_about_the_reader_is_stored():
    """CONVENTIONS D2: introspect the tables' columns."""
    with connection.cursor() as cursor:
        columns = {
            model: {
                column.name for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
            for model in (HourlyViews, DailyViews, Popularity, Fold, Upkeep)
        }
    assert columns == {
        HourlyViews: {"id", "article_id", "hour", "views"},
        DailyViews: {"id", "article_id", "day", "views"},
        Popularity: {
            *("article_id", "section_id", "listed_at", "views", "standing"),
            *("day", "day_views", "week", "week_views", "month", "month_views"),
        },
        Fold: {"id", "at"},
        Upkeep: {"id", "at"},
    }


# The arithmetic

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


@given(views, views)
@settings(max_examples=60, deadline=None)
def test_two_tallies_together_are_the_tally_of_both(one, other):
    together = popularity.Tally.of(one).plus(popularity.Tally.of(other))
    exact = popularity.Tally.of(Counter(one) + Counter(other))
    assert together._replace(standing=0) == exact._replace(standing=0)
    assert together.standing == pytest.approx(exact.standing)
