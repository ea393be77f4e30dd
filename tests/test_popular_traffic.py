"""Populer against an exact recount: two weeks of made-up traffic with bursts, bots, late and failed folds, moves and withdrawals."""

import datetime
import io
from collections import Counter
from random import Random

import pytest
import time_machine
from django.utils import timezone

from articles import popularity, readings
from articles.models import Article, DailyViews, HourlyViews, Period, Popularity
from newsroom.beacon import Beacon

from .factories import at, make_article, make_author, make_section
from .rankings import most_read, popular

HALF_LIFE = 12
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def post(beacon, story, *, agent=BROWSER, site="same-origin", address="203.0.113.9"):
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/baca/{story.pk}/",
        "wsgi.input": io.BytesIO(),
        "REMOTE_ADDR": address,
        "HTTP_USER_AGENT": agent,
        "HTTP_SEC_FETCH_SITE": site,
    }
    beacon(environ, lambda status, headers: None)


class Truth:
    """Every view that a reader made: (story's number, instant), and the rankings counted from nothing but these."""

    def __init__(self):
        self.views = []

    def ranking(self, weigh, stories):
        """Numbers of stories in the order of their weighed views; of those that are equal the newest story first."""
        weights = Counter()
        for number, instant in self.views:
            weights[number] += weigh(instant)
        ranked = [(weights[story.pk], story.pk) for story in stories if weights[story.pk]]
        return [number for _weight, number in sorted(ranked, reverse=True)]

    def now(self, stories):
        newest = max(instant for _number, instant in self.views)

        def weigh(instant):
            hour = instant.replace(minute=0, second=0, microsecond=0)
            return 0.5 ** ((newest - hour).total_seconds() / 3600 / HALF_LIFE)

        return self.ranking(weigh, stories)

    def since(self, day, stories):
        return self.ranking(lambda instant: timezone.localdate(instant) >= day, stories)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_every_ranking_is_that_of_an_exact_recount(settings, seed):
    """Checked each evening, against the views themselves."""
    settings.POPULARITY_HALF_LIFE_HOURS = HALF_LIFE
    random, truth = Random(seed), Truth()
    late = Counter()
    with time_machine.travel(at("2026-05-25 06:00"), tick=False) as clock:
        beacon = Beacon(None, record=popularity.record_view)
        author, sections = make_author(), [make_section() for _ in range(3)]
        stories = [make_article(authors=[author], section=random.choice(sections)) for _ in range(12)]
        for hour in range(14 * 24):
            start = at("2026-05-25 06:00") + datetime.timedelta(hours=hour)
            # A burst makes one story the talk of an hour.
            talk = random.choice(stories) if random.random() < 0.1 else None
            for number in range(random.randrange(12)):
                clock.move_to(start + datetime.timedelta(seconds=random.randrange(3600)))
                story = talk or stories[min(int(random.paretovariate(0.8)), len(stories)) - 1]
                post(beacon, story, address=f"198.51.100.{number}")
                truth.views.append((story.pk, timezone.now()))
                post(beacon, random.choice(stories), agent=GOOGLEBOT)
                post(beacon, random.choice(stories), site="cross-site")
            clock.move_to(start + datetime.timedelta(minutes=59, seconds=59))
            # Of some hours the views come late: their process could not reach the database.
            views = Counter()
            for batch in popularity.buffer.take():
                views.update(batch.views)
            if random.random() < 0.3:
                late.update(views)
            else:
                popularity.fold(views)
            if random.random() < 0.2:
                popularity.fold(late)
                late.clear()
            if random.random() < 0.03:
                upset(random.choice(stories), sections, random)
            if hour % 24 == 17:
                popularity.fold(late)
                late.clear()
                check(truth)


def upset(story, sections, random):
    """What editors do meanwhile."""
    story.refresh_from_db()
    match random.choice(["move", "label", "withdraw", "restore"]):
        case "move":
            story.section = random.choice(sections)
        case "label":
            story.label = random.choice(["advertorial", "", "opini"])
        case "withdraw" if story.is_published:
            story.status = "withdrawn"
        case "restore":
            story.status = "approved"
    story.save()


def check(truth):
    today = timezone.localdate()
    public = list(Article.objects.published().exclude(label="advertorial"))
    assert [story.pk for story in popular(20)] == truth.now(public)
    for section in {story.section for story in public}:
        own = [story for story in public if story.section == section]
        assert [story.pk for story in popular(20, section=section)] == truth.now(own)
    monday = today - datetime.timedelta(days=today.weekday())
    for period, since in ((Period.DAY, today), (Period.WEEK, monday), (Period.MONTH, today.replace(day=1))):
        assert [story.pk for story in most_read(period)] == truth.since(since, public)
    assert sum(HourlyViews.objects.values_list("views", flat=True)) == len(truth.views)
    # The running sums are those of a recount from the counts, which survives that old hours become days.
    rows = dict(Popularity.objects.in_bulk())
    popularity.recount(list(rows))
    for row in Popularity.objects.all():
        before = rows[row.pk]
        assert row.standing == pytest.approx(before.standing)
        for name in {*popularity.Tally._fields} - {"standing"}:
            assert getattr(row, name) == getattr(before, name), name


@pytest.mark.django_db
def test_rolling_up_changes_no_ranking_and_no_total():
    with time_machine.travel(at("2026-06-01 12:00"), tick=False) as clock:
        old, new = make_article(), make_article()
        popularity.fold({(old.pk, timezone.now() - datetime.timedelta(hours=h)): 1 + h for h in range(40)})
        popularity.fold({(new.pk, timezone.now()): 7})
        clock.move_to(at("2026-08-01 12:00"))
        popularity.fold({(new.pk, timezone.now()): 3})
        ranking, month = popular(), most_read(Period.MONTH)
        while readings.roll_up(at_most=7):
            pass
        assert (popular(), most_read(Period.MONTH)) == (ranking, month) == ([new, old], [new])
        assert readings.of(old).total == sum(range(1, 41))
        popularity.recount([old.pk, new.pk])
        assert (popular(), most_read(Period.MONTH)) == (ranking, month)
        assert readings.of(old).total == sum(range(1, 41))
        assert dict(DailyViews.objects.filter(article=old).values_list("day", "views")) == {
            datetime.date(2026, 6, 1): sum(range(1, 14)),
            datetime.date(2026, 5, 31): sum(range(14, 38)),
            datetime.date(2026, 5, 30): sum(range(38, 41)),
        }
