"""The desk's talk about a story: comments, mentions, assignment, history."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from articles import conversation, drafting, history
from articles.models import Comment, Correction, Mention, Step

from .desk import change_url, press, shown
from .factories import at, make_article, make_staff

pytestmark = pytest.mark.django_db
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]


def comment_url(article):
    return f"/admin/articles/article/{article.pk}/comment/"


def history_url(article):
    return f"/admin/articles/article/{article.pk}/history/"


def mentioned(comment):
    return set(comment.mentions.values_list("user__username", flat=True))


@pytest.fixture
def story():
    return make_article(status="draft")


# Comments


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_a_story_may_comment_on_it(client, story, role):
    person = make_staff(role, first_name="Sari", last_name="Melati")
    client.force_login(person)
    page = client.post(comment_url(story), {"text": "Sumber kedua?"}, follow=True)
    assert "Sumber kedua?" in page.content.decode()
    assert "Sari Melati" in page.content.decode()
    assert story.comments.get().by == person


def test_outsiders_do_not_comment(client, story):
    client.post(comment_url(story), {"text": "Halo"})
    client.force_login(make_staff("Editor", is_staff=False))
    client.post(comment_url(story), {"text": "Halo"})
    nobody = make_staff("Editor")
    nobody.groups.clear()
    client.force_login(nobody)
    assert client.post(comment_url(story), {"text": "Halo"}).status_code == 403
    assert not Comment.objects.exists()


def test_a_comment_stands_beside_the_story_and_touches_nothing_of_it(client, editor, story):
    client.force_login(editor)
    before = story.modified_at
    client.post(comment_url(story), {"text": "Baik."})
    story.refresh_from_db()
    assert (story.modified_at, story.revisions.count()) == (before, 0)


def test_a_comment_is_text_with_paragraphs_and_links(client, editor, story):
    client.force_login(editor)
    text = "<script>alert(1)</script>\r\n\r\nLihat https://contoh.id/a?b=1&c=2 dan javascript:alert(1)"
    page = client.post(comment_url(story), {"text": text}, follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert '<a href="https://contoh.id/a?b=1&amp;c=2" rel="nofollow">' in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused(client, editor, story, text):
    client.force_login(editor)
    page = client.post(comment_url(story), {"text": text}, follow=True)
    assert page.status_code == 200
    assert len(list(page.context["messages"])) == 1
    assert client.post(comment_url(story), {"text": text}, headers={"X-Fragment": "1"}).status_code == 400
    assert not Comment.objects.exists()


def test_line_breaks_count_as_the_browser_counts_them(client, editor, story):
    client.force_login(editor)
    client.post(comment_url(story), {"text": "\r\n".join(["x"] * 2500)})
    assert Comment.objects.exists()


def test_a_script_gets_the_thread_alone(client, editor, story):
    client.force_login(editor)
    page = client.post(comment_url(story), {"text": "Baik."}, headers={"X-Fragment": "1"})
    assert page.status_code == 200
    assert "Baik." in page.content.decode()
    assert "<html" not in page.content.decode()


def test_comments_are_not_said_by_following_a_link(client, editor, story):
    client.force_login(editor)
    assert client.get(comment_url(story)).status_code == 405
    assert client.post("/admin/articles/article/999999/comment/", {"text": "x"}).status_code == 404


def test_a_long_thread_shows_its_newest(story, editor):
    for number in range(conversation.SHOWN + 3):
        conversation.say(story, f"komentar {number}", by=editor)
    recent = conversation.recent(story)
    assert len(recent) == conversation.SHOWN
    assert recent[-1].text == f"komentar {conversation.SHOWN + 2}"


# Mentions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@hendra tolong cek", {"hendra"}),
        ("Tolong cek, @hendra.", {"hendra"}),
        ("(@Hendra) dan @laras.puspa", {"hendra", "laras.puspa"}),
        ("surel hendra@contoh.id", set()),
        ("@@hendra", set()),
        ("@tidak-ada", set()),
        ("@pembaca", set()),
        ("@penulis sendiri", set()),
    ],
)
def test_a_comment_mentions_colleagues(story, text, names):
    writer = make_staff("Penulis", username="penulis")
    make_staff("Editor", username="hendra")
    make_staff("Editor", username="laras.puspa")
    make_staff("Editor", username="pembaca", is_staff=False)
    assert mentioned(conversation.say(story, text, by=writer)) == names


def test_a_mention_waits_until_its_story_is_opened(client, story, editor):
    person = make_staff("Penulis", username="laras")
    conversation.say(story, "@laras angkanya dari mana?", by=editor)
    client.force_login(editor)
    client.get(change_url(story))
    assert conversation.unseen(person).count() == 1
    client.force_login(person)
    assert story.headline in client.get("/admin/").content.decode()
    assert client.get("/admin/articles/article/?mine=mentioned").context["cl"].result_list.get() == story
    client.get(change_url(story))
    assert not conversation.unseen(person).exists()
    assert Mention.objects.get().seen_at
    assert not client.get("/admin/articles/article/?mine=mentioned").context["cl"].result_list


def test_a_person_is_mentioned_once(story, editor):
    make_staff("Penulis", username="laras")
    conversation.say(story, "@laras @Laras @laras.", by=editor)
    assert Mention.objects.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_colleagues_are_suggested(client, role):
    client.force_login(make_staff(role))
    for number in range(12):
        make_staff("Penulis", first_name="Sari", last_name=f"Melati{number}")
    make_staff("Penulis", username="pembaca", first_name="Sari", is_staff=False)
    found = client.get("/admin/articles/article/people/?q=sari").json()["results"]
    assert len(found) == 8
    assert set(found[0]) == {"username", "name"}
    assert "pembaca" not in {person["username"] for person in found}


# The assigned editor


def test_an_editor_assigns_a_story_and_the_history_tells(client, editor, story):
    other = make_staff("Editor", first_name="Hendra", last_name="Wicaksena")
    client.force_login(editor)
    press(client, change_url(story), assigned_editor=other.pk)
    story.refresh_from_db()
    assert story.assigned_editor == other
    step = story.steps.get()
    assert (step.verb, step.by, step.to) == ("assign", editor, other)
    assert "Hendra Wicaksena" in client.get(history_url(story)).content.decode()
    client.force_login(other)
    rows = client.get("/admin/articles/article/?mine=assigned").context["cl"].result_list
    assert [row.pk for row in rows] == [story.pk]


def test_saving_without_choosing_records_no_assignment(client, editor, story):
    story.assign(editor, by=editor)
    client.force_login(editor)
    press(client, change_url(story), headline="Judul lain")
    story.refresh_from_db()
    assert (story.assigned_editor, story.headline) == (editor, "Judul lain")
    assert story.steps.count() == 1


def test_a_form_opened_before_an_assignment_does_not_undo_it(client, editor, story):
    client.force_login(editor)
    data = shown(client.get(change_url(story)))
    story.assign(editor, by=None)
    client.post(change_url(story), {**data, "deck": "Yang lain.", "_continue": "1"})
    story.refresh_from_db()
    assert (story.assigned_editor, story.deck) == (editor, "Yang lain.")


def test_a_story_is_assigned_to_those_who_may_edit_it(client, editor, story):
    writer = make_staff("Penulis")
    client.force_login(editor)
    press(client, change_url(story), assigned_editor=writer.pk)
    story.refresh_from_db()
    assert story.assigned_editor is None


def test_a_writer_does_not_assign(client, editor):
    writer = make_staff("Penulis")
    story = make_article(status="draft", created_by=writer)
    client.force_login(writer)
    assert 'name="assigned_editor"' not in client.get(change_url(story)).content.decode()
    press(client, change_url(story), assigned_editor=editor.pk, **{"initial-assigned_editor": ""})
    story.refresh_from_db()
    assert story.assigned_editor is None
    assert client.get("/admin/articles/article/editors/?term=").status_code == 403


def test_a_new_story_can_be_assigned(client, editor):
    client.force_login(editor)
    press(client, "/admin/articles/article/add/", headline="Baru", assigned_editor=editor.pk)
    assert Step.objects.get().to == editor


def test_editors_are_suggested_for_assignment(client, editor):
    client.force_login(editor)
    make_staff("Editor", first_name="Hendra", username="hw")
    make_staff("Penulis", first_name="Hendra")
    found = client.get("/admin/articles/article/editors/?term=hen").json()["results"]
    assert [person["text"] for person in found] == ["Hendra"]


# The history


def test_a_history_tells_everything_newest_first(story, editor):
    moments = [at("08:00") + datetime.timedelta(minutes=n) for n in range(6)]
    story.created_at, story.created_by = moments[0], editor
    with time_machine.travel(moments[1], tick=False):
        base = drafting.current(story)
        drafting.save(story, {**base.snapshot, "headline": "Judul baru"}, base=base, by=editor)
    with time_machine.travel(moments[2], tick=False):
        conversation.say(story, "Bagus.", by=editor)
    story.refresh_from_db()
    with time_machine.travel(moments[3], tick=False):
        story.assign(editor, by=editor)
    with time_machine.travel(moments[4], tick=False):
        story.approve(by=editor)
    Correction.objects.create(article=story, text="Bukan dua, tiga.", posted_at=moments[5], by=editor)
    story.created_at, story.created_by = moments[0], editor
    page = history.of(story)
    assert [entry.kind for entry in page.entries] == [
        *("correction", "approve", "assign", "comment", "revision", "revision", "begun")
    ]
    assert page.entries[4].fields == ["headline"]
    assert page.older == ""
    assert {entry.by for entry in page.entries if entry.title != page.entries[5].title} == {editor}


def test_a_history_goes_on_without_gap_or_repetition(story, editor):
    with time_machine.travel(at("08:00"), tick=False):  # all in one instant
        for number in range(4):
            conversation.say(story, f"komentar {number}", by=editor)
            story.assign(editor, by=editor)
            Correction.objects.create(article=story, text="x", by=editor)
    whole = [entry.place for entry in history.of(story, size=50).entries]
    assert len(set(whole)) == 13
    found, before = [], ""
    while True:
        page = history.of(story, before=before, size=3)
        found += [entry.place for entry in page.entries]
        if not page.older:
            break
        before = page.older
    assert found == whole


@pytest.mark.parametrize("before", ["x", "1_2_3", "2026-06-01T00:00:00Z_0", "2026-06-01T00:00:00_0_1", "_0_1"])
def test_a_wrong_cursor_is_no_page(client, editor, story, before):
    client.force_login(editor)
    assert client.get(history_url(story), {"sebelum": before}).status_code == 404


def test_a_history_costs_the_same_however_long_it_is(client, editor, story, django_assert_max_num_queries):
    client.force_login(editor)

    def cost():
        with django_assert_max_num_queries(30) as queries:
            assert client.get(history_url(story)).status_code == 200
        return len(queries)

    conversation.say(story, "satu", by=editor)
    before = cost()
    for number in range(30):
        conversation.say(story, f"komentar {number}", by=make_staff("Penulis"))
        story.assign(make_staff("Editor"), by=editor)
    assert cost() == before


def test_the_form_costs_the_same_however_much_was_said(client, editor, story, django_assert_max_num_queries):
    client.force_login(editor)

    def cost():
        with django_assert_max_num_queries(60) as queries:
            client.get(change_url(story))
        return len(queries)

    conversation.say(story, "satu", by=editor)
    cost()  # the first look makes the first revision
    before = cost()
    for number in range(30):
        conversation.say(story, f"komentar {number}", by=make_staff("Penulis"))
    assert cost() == before


def test_a_correction_is_signed_by_who_wrote_it(client, editor):
    story = make_article()
    client.force_login(editor)
    line = {"corrections-TOTAL_FORMS": "1", "corrections-0-kind": "ralat", "corrections-0-text": "Bukan dua."}
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    press(client, change_url(story), **line, **{"corrections-0-posted_at": now})
    assert story.corrections.get().by == editor
    assert "Bukan dua." in client.get(history_url(story)).content.decode()


def test_outsiders_read_no_history(client, story):
    nobody = make_staff("Editor")
    nobody.groups.clear()
    client.force_login(nobody)
    assert client.get(history_url(story)).status_code == 403
    assert client.get("/admin/articles/article/people/").status_code == 403
