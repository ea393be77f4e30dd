"""The desk's front page: what waits for whom, in short lists that cost the same however large the archive is."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from articles import conversation, drafting
from articles.admin.desk_page import panels

from .factories import at, make_article, make_staff

pytestmark = pytest.mark.django_db
DESK = "/admin/"
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]
MENTIONS, DRAFTS, REVIEW, SCHEDULED, CHANGES, TODAY = range(6)


def stories(user, number):
    return [story.pk for story in panels(user)[number].stories]


def change(article, by):
    base = drafting.current(article)
    drafting.save(article, {**base.snapshot, "deck": "Belum terbit."}, base=base, by=by)


@pytest.fixture
def newsroom(editor):
    """A story in every state."""
    return {
        "draft": make_article(status="draft", created_by=editor),
        "of another": make_article(status="draft"),
        "review": make_article(status="review"),
        "scheduled": make_article(published_at=timezone.now() + datetime.timedelta(days=1)),
        "published": make_article(published_at=timezone.now()),
        "old": make_article(published_at=timezone.now() - datetime.timedelta(days=3)),
        "withdrawn": make_article(status="withdrawn"),
    }


def test_each_list_has_what_it_says(editor, newsroom):
    change(newsroom["old"], by=editor)
    conversation.say(newsroom["of another"], f"@{editor.username}?", by=make_staff("Penulis"))
    expected = ["of another", "draft", "review", "scheduled", "old", "published"]
    assert [stories(editor, number) for number in range(6)] == [[newsroom[name].pk] for name in expected]


def test_what_lies_in_the_bin_is_on_no_list(editor, newsroom):
    conversation.say(newsroom["draft"], f"@{editor.username}?", by=make_staff("Penulis"))
    newsroom["draft"].bin(by=editor)
    newsroom["review"].bin(by=editor)
    assert [stories(editor, number) for number in (MENTIONS, DRAFTS, REVIEW)] == [[], [], []]


def test_scheduled_stories_stand_in_the_order_of_their_hours(editor):
    now = timezone.now()
    later, sooner = (make_article(published_at=now + datetime.timedelta(hours=hours)) for hours in (9, 2))
    assert stories(editor, SCHEDULED) == [sooner.pk, later.pk]


def test_a_story_moves_between_lists_at_its_hour(editor):
    with time_machine.travel(at("08:00"), tick=False):
        story = make_article(published_at=at("09:00"))
    with time_machine.travel(at("08:59:59"), tick=False):
        assert (stories(editor, SCHEDULED), stories(editor, TODAY)) == ([story.pk], [])
    with time_machine.travel(at("09:00"), tick=False):
        assert (stories(editor, SCHEDULED), stories(editor, TODAY)) == ([], [story.pk])
    with time_machine.travel(at("23:59:59"), tick=False):
        assert stories(editor, TODAY) == [story.pk]
    with time_machine.travel(at("2026-06-02 00:00"), tick=False):
        assert stories(editor, TODAY) == []


def test_a_list_shows_seven_and_says_that_there_are_more(client, editor):
    client.force_login(editor)
    for _number in range(7):
        make_article(status="review")
    assert panels(editor)[REVIEW].count == "7"
    newest = make_article(status="review")
    panel = panels(editor)[REVIEW]
    assert (panel.count, len(panel.stories), panel.stories[0].pk) == ("7+", 7, newest.pk)
    assert "7+" in client.get(DESK).content.decode()


def test_each_list_leads_on_to_all_of_it(client, editor, newsroom):
    change(newsroom["published"], by=editor)
    conversation.say(newsroom["old"], f"@{editor.username}?", by=make_staff("Penulis"))
    client.force_login(editor)
    for panel in panels(editor):
        response = client.get(panel.address)
        assert response.status_code == 200
        assert [row.pk for row in response.context["cl"].result_list] == [story.pk for story in panel.stories]


@pytest.mark.parametrize("role", [*ROLES, None])
def test_everybody_at_the_desk_gets_a_page(client, role, newsroom):
    client.force_login(make_staff(role))
    page = client.get(DESK).content.decode()
    assert newsroom["review"].headline in page
    assert ('href="/admin/articles/article/add/"' in page) == (role != "Foto")


def test_an_account_without_a_role_sees_no_stories(client, newsroom):
    nobody = make_staff("Editor")
    nobody.groups.clear()
    client.force_login(nobody)
    page = client.get(DESK)
    assert page.status_code == 200
    assert newsroom["review"].headline not in page.content.decode()


def test_the_desk_asks_for_a_login(client):
    assert client.get(DESK).url == "/admin/login/?next=/admin/"


def test_the_page_costs_the_same_however_much_waits(client, editor, django_assert_max_num_queries):
    client.force_login(editor)

    def fill(times):
        for number in range(times):
            make_article(status="draft", created_by=editor)
            conversation.say(make_article(status="review"), f"@{editor.username}?", by=make_staff("Penulis"))
            make_article(published_at=timezone.now() + datetime.timedelta(hours=1 + number))
            change(make_article(published_at=timezone.now()), by=editor)

    def cost():
        with django_assert_max_num_queries(15) as queries:
            client.get(DESK)
        return len(queries)

    fill(1)
    before = cost()
    fill(9)
    assert cost() == before


def test_a_comment_is_quoted_and_escaped(client, editor):
    story = make_article(status="draft")
    conversation.say(
        story, f"@{editor.username} <script>alert(1)</script>", by=make_staff("Penulis", first_name="Sari")
    )
    client.force_login(editor)
    page = client.get(DESK).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<strong>Sari</strong>" in page
    assert f"/admin/articles/article/{story.pk}/change/#comment-" in page


def test_the_login_page_is_headed_by_the_sites_name(client, settings):
    settings.SITE_NAME = "Suluh Kota"
    assert "Suluh Kota</a>" in client.get("/admin/login/").content.decode()
