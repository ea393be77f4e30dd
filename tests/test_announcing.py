"""WebSub and IndexNow: who is told what, when, and that nobody is unless configured (CONVENTIONS F5, F6)."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles import announcing
from articles.models import Announcement, Article

from .factories import at, make_article, make_author, make_section

pytestmark = pytest.mark.django_db

KEY = "kunci-yang-panjang"


class Ear:
    """A server of this machine that remembers what it was told; `answer` is the status it gives."""

    def __init__(self):
        self.heard, self.answer = [], 202
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                ear.heard.append((self.headers["Content-Type"], body))
                self.send_response(ear.answer)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def told(self):
        """What was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard


@pytest.fixture
def ear():
    ear = Ear()
    yield ear
    ear.server.shutdown()
    ear.server.server_close()


@pytest.fixture
def indexnow(settings, ear):
    settings.INDEXNOW_KEY, settings.INDEXNOW_URL = KEY, ear.url
    return lambda: [local for _kind, body in ear.told() for local in json.loads(body)["urlList"]]


@pytest.fixture
def hub(settings, ear):
    settings.WEBSUB_HUB_URL = ear.url
    return lambda: [parse_qs(body) for _kind, body in ear.told()]


def address_of(story):
    return site.SITE_URL + story.get_absolute_url()


def test_nothing_is_noted_or_sent_unless_configured(settings, ear):
    """CONVENTIONS F5, F6."""
    settings.INDEXNOW_URL = ear.url
    make_article()
    assert not Announcement.objects.exists()
    assert announcing.send_due() == {}
    assert announcing.keep_sending() is None
    assert ear.told() == []


def test_a_new_story_is_told_once(indexnow):
    story = make_article()
    announcing.send_due()
    assert indexnow() == [address_of(story)]
    announcing.send_due()
    assert indexnow() == []


def test_indexnow_is_told_in_its_own_form(indexnow, ear):
    """CONVENTIONS F6: and never more than ten thousand addresses at once."""
    assert announcing.AT_ONCE <= 10_000
    story = make_article()
    announcing.send_due()
    ((kind, body),) = ear.told()
    assert kind == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "host": "127.0.0.1:8000",
        "key": KEY,
        "keyLocation": f"{site.SITE_URL}/{KEY}.txt",
        "urlList": [address_of(story)],
    }


def test_a_hub_is_told_of_every_feed_the_story_stands_in(hub):
    """CONVENTIONS F5."""
    section, author = make_section(slug="global"), make_author(slug="rani")
    make_article(section=section, authors=[author], tags=["laut"])
    announcing.send_due()
    (form,) = hub()
    assert form["hub.mode"] == ["publish"]
    assert form["hub.url"] == [
        f"{site.SITE_URL}{feed}"
        for feed in ("/rss/", "/feed.json", "/global/rss/", "/tag/laut/rss/", "/penulis/rani/rss/")
    ]


def test_a_scheduled_story_is_told_at_its_hour_and_no_sooner(indexnow, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    story = make_article(published_at=at("13:00"))
    announcing.send_due()
    assert indexnow() == []
    time_machine.move_to(at("13:00"), tick=False)
    announcing.send_due()
    assert indexnow() == [address_of(story)]


def test_a_story_that_went_back_to_its_writer_is_not_told(indexnow, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    story = make_article(published_at=at("13:00"))
    story.send_back(by=None)
    time_machine.move_to(at("13:00"), tick=False)
    announcing.send_due()
    assert indexnow() == []


def test_a_substantive_update_is_told_and_a_typo_is_not(indexnow):
    """CONVENTIONS F6, G11."""
    story = make_article()
    announcing.send_due()
    indexnow()
    story.headline = "Ejaan diperbaiki"
    story.save()
    announcing.send_due()
    assert indexnow() == []
    story.updated_at = timezone.now()
    story.save()
    announcing.send_due()
    assert indexnow() == [address_of(story)]


def test_a_withdrawal_is_told(indexnow):
    """CONVENTIONS F6."""
    story = make_article()
    announcing.send_due()
    indexnow()
    story.withdraw(by=None, reason="anak")
    announcing.send_due()
    assert indexnow() == [address_of(story)]


def test_drafts_and_old_stories_are_nobodys_business(indexnow):
    make_article(status="draft")
    make_article(status="review")
    make_article(published_at=at("2016-05-31 02:49"))
    assert not Announcement.objects.exists()


def test_what_is_rolled_back_is_not_told(indexnow):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_article()
        raise ZeroDivisionError
    announcing.send_due()
    assert indexnow() == []


def test_who_does_not_answer_is_asked_again_later_and_later(indexnow, ear, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    story = make_article(published_at=at("11:59"))
    ear.answer = 503
    waits = []
    for _ in range(20):
        announcing.send_due()
        if not (due := Announcement.objects.get().due_at):
            break
        waits.append(due - timezone.now())
        announcing.send_due()  # too soon: nothing is sent
        time_machine.move_to(due, tick=False)
    assert len(indexnow()) == 9
    assert waits == sorted(waits)
    assert sum(waits, datetime.timedelta()) > datetime.timedelta(hours=2)
    ear.answer = 200
    story.updated_at = timezone.now()
    story.save()
    announcing.send_due()
    assert indexnow() == [address_of(story)]


@pytest.mark.parametrize("status", [403, 422])
def test_a_refusal_is_taken_for_an_answer(indexnow, ear, status):
    """CONVENTIONS F6: a wrong key or address is not mended by asking again."""
    make_article()
    ear.answer = status
    assert announcing.send_due() == {"indexnow": 0}
    assert len(indexnow()) == 1
    assert Announcement.objects.get().due_at is None


def test_one_channel_that_is_away_does_not_repeat_the_other(indexnow, settings, ear):
    settings.WEBSUB_HUB_URL = "http://127.0.0.1:1/"
    story = make_article()
    announcing.send_due()
    assert indexnow() == [address_of(story)]
    waiting = Announcement.objects.get(due_at__isnull=False)
    assert waiting.channel == "websub"


def test_two_processes_do_not_tell_the_same_twice(indexnow):
    make_article()
    claimed = Announcement.objects.claim("indexnow", 10)
    assert len(claimed) == 1
    assert Announcement.objects.claim("indexnow", 10) == []


def test_a_change_while_it_is_being_told_is_told_as_well(indexnow):
    story = make_article()
    rows = Announcement.objects.claim("indexnow", 10)
    story.updated_at = timezone.now()
    story.save()
    Announcement.objects.done(rows)
    announcing.send_due()
    assert indexnow() == [address_of(story)]


def test_what_was_told_is_forgotten_after_a_month(indexnow, time_machine):
    time_machine.move_to(at("2026-06-01 12:00"), tick=False)
    make_article()
    announcing.send_due()
    time_machine.move_to(at("2026-07-02 12:00"), tick=False)
    announcing.send_due()
    assert not Announcement.objects.exists()
    assert Article.objects.exists()


def test_the_command_tells_what_it_did(indexnow):
    make_article()
    out = StringIO()
    call_command("send_pings", stdout=out)
    assert out.getvalue() == "IndexNow diberi tahu tentang 1 berita.\n"


def test_the_command_says_when_nothing_is_configured():
    out = StringIO()
    call_command("send_pings", stdout=out)
    assert "WEBSUB_HUB_URL" in out.getvalue()


def test_a_save_costs_one_query_more(indexnow, settings, django_assert_num_queries, ear):
    story = make_article()
    settings.INDEXNOW_KEY = ""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as without:
        story.save()
    settings.INDEXNOW_KEY, settings.WEBSUB_HUB_URL = KEY, ear.url
    with django_assert_num_queries(len(without) + 1):
        story.save()
