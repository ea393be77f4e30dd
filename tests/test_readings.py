"""A story's readings at the desk, and how old counts are kept small."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles import popularity, readings
from articles.admin.readings import charts
from articles.models import DailyViews, Fold, HourlyViews, Popularity, Upkeep

from .desk import change_url
from .factories import at, make_article, make_staff
from .rankings import popular, stories_of

pytestmark = pytest.mark.django_db
NOON = at("12:00")
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def days_ago(days, hour=12):
    return NOON.replace(hour=hour) - datetime.timedelta(days=days)


# What the desk sees


def test_readings_are_told_by_hour_and_by_day(clock):
    story, other = make_article(), make_article()
    popularity.fold({(story.pk, NOON): 3, (story.pk, days_ago(1, hour=23)): 4, (story.pk, days_ago(29, hour=0)): 5})
    popularity.fold({(story.pk, days_ago(30, hour=23)): 100, (other.pk, NOON): 1000})
    counted = readings.of(story)
    assert counted.total == 112
    assert len(counted.hours) == 48
    assert counted.hours[-1] == (NOON, 3)
    assert counted.hours[0][0] == NOON - datetime.timedelta(hours=47)
    assert sum(views for _hour, views in counted.hours) == 7
    assert len(counted.days) == 30
    assert [counted.days[place][1] for place in (-1, -2, 0)] == [3, 4, 5]
    assert sum(views for _day, views in counted.days) == 12


def test_a_story_that_nobody_read_has_a_chart_of_nothing(clock):
    for chart in charts(readings.of(make_article())):
        assert chart.rows == []
        assert chart.in_words.endswith("tidak dibaca.")
        assert {bar.height for bar in chart.bars} == {"0"}


def test_the_drawing_is_to_scale_and_what_was_read_at_all_is_seen(clock):
    story = make_article()
    popularity.fold(
        {(story.pk, NOON): 1200, (story.pk, days_ago(0, hour=11)): 600, (story.pk, days_ago(0, hour=10)): 1}
    )
    chart = charts(readings.of(story))[0]
    assert [(bar.top, bar.height) for bar in chart.bars[-3:]] == [("59", "1"), ("30", "30"), ("0", "60")]
    assert chart.view_box == "0 0 382 60"
    assert chart.in_words == "48 jam terakhir: dibaca 1.801 kali, terbanyak pada Sen 12:00: 1.200 kali."


@pytest.mark.parametrize("role", [*ROLES, None])
def test_everybody_at_the_desk_sees_a_storys_readings(client, clock, role):
    """CONVENTIONS I21 in the figures."""
    story = make_article()
    popularity.fold({(story.pk, NOON): 1234})
    client.force_login(make_staff(role))
    page = client.get(change_url(story)).content.decode()
    assert "Dibaca <strong>1.234</strong> kali" in page
    assert '<svg viewBox="0 0 382 60"' in page
    assert '<rect x="376" y="0" width="6" height="60"><title>Sen 12:00: 1.234</title></rect>' in page
    assert '<tr><th scope="row">Sen 12:00</th><td>1.234</td></tr>' in page


def test_a_story_that_readers_cannot_see_has_no_chart(client):
    client.force_login(make_staff("Editor"))
    hidden = [make_article(status="draft"), make_article(published_at=timezone.now() + datetime.timedelta(hours=1))]
    for story in hidden:
        assert "readings" not in client.get(change_url(story)).context
    assert "readings" in client.get(change_url(make_article(status="withdrawn"))).context


def test_a_chart_costs_two_queries_however_much_was_read(clock, django_assert_num_queries):
    story = make_article()
    popularity.fold({(story.pk, NOON - datetime.timedelta(hours=hours)): 1 for hours in range(1000)})
    with django_assert_num_queries(2):
        charts(readings.of(story))


@pytest.mark.parametrize("role", [*ROLES, None])
def test_the_desks_front_page_names_what_is_read_most_today(client, clock, role):
    first, second, yesterday = make_article(), make_article(), make_article()
    popularity.fold({(first.pk, NOON): 2345, (second.pk, NOON): 1, (yesterday.pk, days_ago(1)): 99})
    client.force_login(make_staff(role))
    response = client.get("/admin/")
    assert stories_of(card for card, _views in response.context["most_read"]) == [first, second]
    page = response.content.decode()
    assert "Terpopuler hari ini" in page
    assert "<strong>2.345</strong> kali" in page


def test_the_desk_says_when_nothing_was_read(client):
    client.force_login(make_staff("Editor"))
    assert "Belum ada yang dibaca hari ini." in client.get("/admin/").content.decode()


# Upkeep


def test_hours_older_than_sixty_days_become_days_and_later_ones_stay(clock):
    """CONVENTIONS D4."""
    story = make_article()
    boundary = NOON - datetime.timedelta(days=60)
    hours = {boundary - datetime.timedelta(hours=1): 5, boundary - datetime.timedelta(hours=2): 6, boundary: 7}
    popularity.fold({(story.pk, hour): views for hour, views in hours.items()})
    assert readings.roll_up() == 2
    assert list(HourlyViews.objects.values_list("hour", "views")) == [(boundary, 7)]
    assert list(DailyViews.objects.values_list("day", "views")) == [(timezone.localdate(boundary), 11)]
    clock.shift(datetime.timedelta(hours=1))
    assert [readings.roll_up(), readings.roll_up()] == [1, 0]
    assert list(DailyViews.objects.values_list("day", "views")) == [(timezone.localdate(boundary), 18)]
    assert readings.of(story).total == 18


def test_a_roll_up_that_fails_half_way_changes_nothing(clock, monkeypatch):
    story = make_article()
    popularity.fold({(story.pk, days_ago(70)): 5})
    with monkeypatch.context() as patch:
        patch.setattr(HourlyViews.objects.all().__class__, "delete", lambda queryset: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            readings.roll_up()
    assert not DailyViews.objects.exists()
    assert [readings.roll_up(), readings.roll_up()] == [1, 0]
    assert DailyViews.objects.get().views == 5


def test_one_process_an_hour_does_the_upkeep(clock):
    assert [Upkeep.objects.claim() for _ in range(3)] == [True, False, False]
    clock.shift(datetime.timedelta(minutes=59))
    assert not Upkeep.objects.claim()
    clock.shift(datetime.timedelta(minutes=1))
    assert [Upkeep.objects.claim() for _ in range(3)] == [True, False, False]
    assert Upkeep.objects.count() == 1


def test_a_folding_process_does_its_upkeep_batch_by_batch(clock, monkeypatch):
    monkeypatch.setattr(readings.roll_up, "__defaults__", (10,))
    story = make_article()
    popularity.fold({(story.pk, days_ago(70) - datetime.timedelta(hours=hours)): 1 for hours in range(25)})
    Fold.objects.update(at=days_ago(2))
    upkeeper, other, left = readings.Upkeeper(), readings.Upkeeper(), []
    upkeeper.step()
    for _ in range(4):
        upkeeper.step()
        other.step()
        left.append(HourlyViews.objects.count())
    assert left == [15, 5, 0, 0]
    assert not Fold.objects.exists()


def test_flush_views_tidies_and_says_so_and_can_be_run_twice(clock):
    story = make_article()
    popularity.fold({(story.pk, days_ago(70)): 5, (story.pk, NOON): 1})
    first, second = StringIO(), StringIO()
    call_command("flush_views", stdout=first)
    call_command("flush_views", stdout=second)
    assert first.getvalue() == "1 jam dijumlahkan menjadi hari.\n"
    assert second.getvalue() == "0 jam dijumlahkan menjadi hari.\n"
    assert readings.of(story).total == 6


def test_another_half_life_ranks_anew_after_a_recount(clock, settings):
    settings.POPULARITY_HALF_LIFE_HOURS = 12
    old, new = make_article(), make_article()
    popularity.fold({(old.pk, days_ago(3)): 100, (new.pk, NOON): 10})
    assert popular() == [new, old]
    settings.POPULARITY_HALF_LIFE_HOURS = 240
    out = StringIO()
    call_command("flush_views", "--recount", stdout=out)
    assert "2 dari 2 peringkat dihitung ulang." in out.getvalue()
    assert popular() == [old, new]
    assert Popularity.objects.get(article=old).standing == pytest.approx(popularity.standing({days_ago(3): 100}))
