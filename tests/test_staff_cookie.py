"""The way past the page cache: for staff alone, and what they see there."""

import pytest
from django.core import signing
from django.urls import reverse

from newsroom import staff_cookie
from newsroom.staff_cookie import NAME, is_ours

from .factories import make_article, make_author, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db
# As the page cache marks a request that shows the cookie.
PAST_THE_CACHE = {"newsroom.is_staff": True}


@pytest.fixture
def at_desk(client, editor):
    """A client with the session and the cookie of an editor."""
    client.force_login(editor)
    client.get("/admin/")
    return client


def test_staff_get_the_cookie_at_the_desk(at_desk, editor):
    cookie = at_desk.cookies[NAME]
    assert is_ours(cookie.value)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert editor.username not in cookie.value


def test_each_login_has_a_cookie_of_its_own(at_desk):
    first = at_desk.cookies.pop(NAME).value
    at_desk.get("/admin/")
    assert at_desk.cookies[NAME].value != first


def test_readers_get_no_cookie(client):
    make_article()
    assert not client.get("/").cookies
    assert not client.get("/admin/login/").cookies.get(NAME)


@pytest.mark.parametrize(
    "value",
    ["", "staff", "staff:1tXyZ0:abc", "x" * 5000, signing.dumps("a", salt="another")],
    ids=["empty", "plain", "made up", "long", "of another salt"],
)
def test_what_this_site_did_not_sign_is_not_its(value):
    assert not is_ours(value)


def test_a_cookie_ends_after_two_weeks(time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    value = staff_cookie.make()
    time_machine.move_to(start + staff_cookie.LIFETIME - 60, tick=False)
    assert is_ours(value)
    time_machine.move_to(start + staff_cookie.LIFETIME + 60, tick=False)
    assert not is_ours(value)


def test_logging_out_takes_the_cookie_back(at_desk):
    at_desk.post(reverse("admin:logout"))
    assert at_desk.cookies[NAME].value == ""


def test_a_copied_cookie_shows_nothing_of_the_desk_and_leads_nowhere_from_then_on(at_desk, client_class):
    story, copied = make_article(), at_desk.cookies[NAME].value
    thief = client_class()
    thief.cookies[NAME] = copied
    page = thief.get(story.get_absolute_url(), **PAST_THE_CACHE)
    assert "staff-bar" not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page.cookies[NAME].value == ""
    assert not is_ours(copied)
    # The one it was copied from is given another at the desk.
    at_desk.get("/admin/")
    assert is_ours(at_desk.cookies[NAME].value)


@pytest.fixture
def client_class(client):
    return type(client)


def test_the_memory_of_spent_cookies_is_bounded():
    spent = staff_cookie.Spent(size=3)
    for number in range(10):
        spent.add(f"kue-{number}")
    assert ["kue-6" in spent, "kue-9" in spent] == [False, True]


def test_the_bar_leads_to_the_form_of_what_the_page_is_about(admin_client):
    section, tag, author = make_section(), make_tag(), make_author()
    story = make_article(section=section, authors=[author], tags=[tag.name])
    for thing, name in ((story, "article"), (section, "section"), (tag, "tag"), (author, "author")):
        page = admin_client.get(thing.get_absolute_url(), **PAST_THE_CACHE).content.decode()
        assert f'href="{reverse(f"admin:articles_{name}_change", args=[thing.pk])}"' in page
    front = admin_client.get("/", **PAST_THE_CACHE).content.decode()
    assert f'href="{reverse("admin:articles_slot_changelist")}"' in front


def test_the_bar_offers_nothing_that_its_reader_may_not(client):
    section = make_section()
    client.force_login(make_staff("Penulis"))
    page = client.get(section.get_absolute_url(), **PAST_THE_CACHE).content.decode()
    assert "staff-bar" in page
    assert reverse("admin:articles_section_change", args=[section.pk]) not in page


def test_a_readers_page_has_no_bar(client, editor):
    client.force_login(editor)
    assert "staff-bar" not in client.get(make_article().get_absolute_url()).content.decode()
