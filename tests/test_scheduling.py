"""Scheduling is exact with nothing running: before its second a story is nowhere, from its second on it is everywhere.

EXITS lists the ways in which a story can reach somebody without an account. A new one (a feed, a sitemap, the search) is a function
that tells whether it shows the story, and a line in that list.
"""

import datetime

import pytest
import time_machine

from articles.models import Popularity, PreviewLink, Slot

from .desk import change_url
from .factories import at, make_article, make_author, make_section, make_staff

pytestmark = pytest.mark.django_db
HOUR = at("2026-06-01 09:00:00")
SECOND = datetime.timedelta(seconds=1)
TINY = datetime.timedelta(microseconds=1)
HEADLINE = "Jembatan Baru Dibuka di Muara"


@pytest.fixture
def story():
    """A story that is approved a day ahead for HOUR, and one that is out already and points to it."""
    with time_machine.travel(HOUR - datetime.timedelta(days=1), tick=False):
        author = make_author(slug="laras", name="Laras")
        section = make_section(slug="nasional", name="Nasional", in_navigation=True)
        story = make_article(
            headline=HEADLINE, section=section, authors=[author], tags=["jembatan"], published_at=HOUR
        )
        story.pointing = make_article(body=f'<p>Isi.</p><aside data-article="{story.pk}"></aside>', section=section)
        Slot.objects.create(position=1, article=story)
        Popularity.objects.create(article=story, standing=1000)
    return story


def shows(client, address, *parts):
    """Whether a page shows the story in the *parts* of its own, not only in what stands beside every page.

    A page that does not show it there shows it nowhere.
    """
    response = client.get(address)
    assert response.status_code in (200, 404)
    text = response.content.decode()
    shown = response.status_code == 200 and any(HEADLINE in words(response.context[part]) for part in parts)
    assert HEADLINE in text if shown else HEADLINE not in text
    return shown


def words(part):
    """The headlines in a part of a page, or its text."""
    if isinstance(part, list | tuple):
        return " ".join(map(words, part))
    stories = getattr(part, "stories", None)
    return words(list(stories)) if stories is not None and not callable(stories) else str(part)


def article_page(client, story):
    return shows(client, story.get_absolute_url(), "article")


def wrong_address(client, story):
    """An address with other words leads to the right one; before the hour it leads nowhere."""
    response = client.get(f"/nasional/read/{story.pk}/kata-lain/")
    assert response.status_code in (301, 404)
    return response.status_code == 301


def front(client, story):
    return shows(client, "/", "lead", "others")


def section_of_front(client, story):
    Slot.objects.all().delete()
    for _number in range(5):
        make_article()
    return shows(client, "/", "lead", "others", "sections")


def section(client, story):
    return shows(client, "/nasional/", "page")


def tag(client, story):
    return shows(client, "/tag/jembatan/", "page")


def author(client, story):
    return shows(client, "/penulis/laras/", "page")


def popular(client, story):
    return shows(client, "/populer/", "stories")


def latest_beside(client, story):
    return shows(client, "/indeks/2026/05/30/", "latest_stories")


def popular_beside(client, story):
    return shows(client, "/indeks/2026/05/30/", "popular_stories")


def index(client, story):
    return shows(client, "/indeks/", "page")


def index_of_day(client, story):
    return shows(client, "/indeks/2026/06/01/", "page")


def read_also(client, story):
    return shows(client, story.pointing.get_absolute_url(), "body")


EXITS = [
    *(article_page, wrong_address, front, section_of_front, section, tag, author, popular, index, index_of_day),
    *(latest_beside, popular_beside, read_also),
]


@pytest.mark.parametrize("shown_at", EXITS, ids=lambda function: function.__name__)
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (HOUR - datetime.timedelta(hours=3), False),
        (HOUR - SECOND, False),
        (HOUR - TINY, False),
        (HOUR, True),
        (HOUR + SECOND, True),
    ],
    ids=["hours before", "a second before", "just before", "at its hour", "a second after"],
)
def test_a_story_is_out_from_its_second_on(client, story, shown_at, moment, expected):
    with time_machine.travel(moment, tick=False):
        assert shown_at(client, story) == expected


@pytest.mark.parametrize("shown_at", EXITS, ids=lambda function: function.__name__)
def test_an_hour_that_is_moved_moves_the_story(client, story, shown_at):
    later = HOUR + datetime.timedelta(hours=2)
    with time_machine.travel(HOUR - SECOND, tick=False):
        story.published_at = story.updated_at = later
        story.save()
    with time_machine.travel(later - SECOND, tick=False):
        assert not shown_at(client, story)
    with time_machine.travel(later, tick=False):
        assert shown_at(client, story)


@pytest.mark.parametrize("shown_at", EXITS, ids=lambda function: function.__name__)
def test_a_story_that_is_sent_back_stays_in(client, story, shown_at):
    with time_machine.travel(HOUR - SECOND, tick=False):
        story.send_back(by=None)
    with time_machine.travel(HOUR + SECOND, tick=False):
        assert not shown_at(client, story)


def test_before_its_hour_it_is_as_if_there_were_no_story(client, story):
    """A reader who guesses the address cannot tell a scheduled story from none."""

    def answer(number):
        response = client.get(f"/nasional/read/{number}/jembatan-baru-dibuka-di-muara/")
        text = response.content.decode().replace(f"/{number}/", "/N/")
        return response.status_code, text, sorted(response.headers.items())

    with time_machine.travel(HOUR - SECOND, tick=False):
        assert answer(story.pk) == answer(story.pk + 100000)
        assert answer(story.pk)[0] == 404


@pytest.mark.parametrize("page", ["preview", "history", "revisions", "change"])
def test_without_a_login_the_desk_shows_nothing_of_it(client, story, page):
    with time_machine.travel(HOUR - SECOND, tick=False):
        response = client.get(f"/admin/articles/article/{story.pk}/{page}/")
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


def test_pickers_offer_it_from_its_hour_on(client, story):
    editor = make_staff("Editor")

    def offered():
        client.force_login(editor)
        found = [
            client.get("/admin/articles/article/picker/", asked).json()["results"]
            for asked in ({}, {"q": "Jembatan"}, {"id": story.pk})
        ]
        return [story.pk in {one["id"] for one in results} for results in found]

    with time_machine.travel(HOUR - SECOND, tick=False):
        assert offered() == [False] * 3
    with time_machine.travel(HOUR, tick=False):
        assert offered() == [True] * 3


def test_a_secret_link_is_the_one_exception_and_ends_at_the_hour(client, story):
    with time_machine.travel(HOUR - datetime.timedelta(hours=1), tick=False):
        address = PreviewLink.make(story, by=None, lifetime=datetime.timedelta(days=7))
        unknown = address[:-5] + "xxxx/"
    with time_machine.travel(HOUR - SECOND, tick=False):
        assert shows(client, address, "article")
        assert client.get(unknown).status_code == 404
    with time_machine.travel(HOUR, tick=False):
        assert client.get(address).status_code == 404


def test_a_scheduled_story_is_edited_at_any_time(client, story):
    """Up to its hour an edit is the story's own text; the desk offers no withdrawal of what is not out."""
    with time_machine.travel(HOUR - SECOND, tick=False):
        client.force_login(make_staff("Redaktur Pelaksana"))
        page = client.get(change_url(story)).content.decode()
        assert 'name="_continue"' in page
        assert 'name="_withdraw"' not in page
    with time_machine.travel(HOUR, tick=False):
        client.force_login(make_staff("Redaktur Pelaksana"))
        assert 'name="_withdraw"' in client.get(change_url(story)).content.decode()
