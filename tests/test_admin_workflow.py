"""The workflow on the desk: who may do what, whichever way it is asked for."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Article, Step

from .desk import ADD, change_url, messages, press, shown
from .factories import make_article, make_author, make_section, make_staff

pytestmark = pytest.mark.django_db
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]
EDITORS = {"Editor", "Redaktur Pelaksana"}
# verb, the state it starts from, the roles that may take it with the story of somebody else
STEPS = [
    ("submit", "draft", EDITORS),
    ("send_back", "review", EDITORS),
    ("approve", "draft", EDITORS),
    ("approve", "review", EDITORS),
    ("withdraw", "approved", {"Redaktur Pelaksana"}),
]


def ask(client, article, verb):
    """Ask for a step as its button would, whether the page has that button or not."""
    if verb == "withdraw":
        return client.post(f"/admin/articles/article/{article.pk}/withdraw/", {"reason": "anak"})
    page = client.get(change_url(article))
    data = shown(page) if page.status_code == 200 and "adminform" in page.context else {}
    return client.post(change_url(article), {**data, f"_{verb}": "1"})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "status", "allowed"), STEPS)
def test_a_step_is_taken_by_those_whose_role_allows_it(client, role, verb, status, allowed):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    before = article.steps.count()
    ask(client, article, verb)
    article.refresh_from_db()
    assert (article.steps.count() - before, article.status != status) == ((1, True) if role in allowed else (0, False))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "status", "allowed"), STEPS)
def test_a_button_is_shown_to_those_who_may_press_it(client, role, verb, status, allowed):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    offered = f'name="_{verb}"' in client.get(change_url(article)).content.decode()
    assert offered == (role in allowed)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "status", "allowed"), STEPS)
def test_a_bulk_action_obeys_the_same_rules(client, role, verb, status, allowed):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    chosen = {"action": f"{verb}_selected", "_selected_action": [article.pk], "reason_chosen": "1", "reason": "anak"}
    client.post("/admin/articles/article/", chosen)
    article.refresh_from_db()
    assert (article.status != status) == (role in allowed)


def test_a_writer_submits_their_own_draft_and_then_only_reads_it(client):
    writer = make_staff("Penulis")
    client.force_login(writer)
    article = make_article(status="draft", created_by=writer)
    press(client, change_url(article), "_submit", headline="Judul yang diketik")
    article.refresh_from_db()
    assert (article.status, article.headline) == ("review", "Judul yang diketik")
    page = client.get(change_url(article))
    assert page.status_code == 200
    assert "_continue" not in page.content.decode()
    assert client.post(change_url(article), {"headline": "Diam-diam"}).status_code == 403


def test_a_writer_reads_the_drafts_of_others_and_changes_none(client):
    client.force_login(make_staff("Penulis"))
    article = make_article(status="draft", created_by=make_staff("Penulis"))
    page = client.get(change_url(article))
    assert "Perahu pertama berangkat" in page.content.decode()
    assert client.post(change_url(article), {"headline": "Milikku"}).status_code == 403
    article.refresh_from_db()
    assert article.headline != "Milikku"


def test_a_new_story_belongs_to_who_began_it(client):
    writer = make_staff("Penulis")
    client.force_login(writer)
    press(client, ADD, headline="Baru")
    assert Article.objects.get().created_by == writer


def test_a_writer_cannot_publish_by_sending_the_button(client):
    writer = make_staff("Penulis")
    client.force_login(writer)
    article = make_article(status="draft", created_by=writer)
    data = {**shown(client.get(change_url(article))), "_approve": "1"}
    assert client.post(change_url(article), data).status_code == 403
    article.refresh_from_db()
    assert article.status == "draft"


def test_a_refusal_lists_what_is_missing_and_keeps_what_was_typed(client, editor):
    client.force_login(editor)
    page = press(client, ADD, "_approve", headline="Baru judul saja", body="<p>Isi.</p>")
    article = Article.objects.get()
    assert (article.status, article.headline, article.body) == ("draft", "Baru judul saja", "<p>Isi.</p>")
    [message] = messages(page)
    assert message.count("<li>") == 3  # deck, section, byline
    assert not article.steps.exists()


def test_a_story_is_written_and_published_in_one_go(client, editor):
    client.force_login(editor)
    author, section = make_author(), make_section()
    typed = {"headline": "Satu", "deck": "Dua.", "section": section.pk, "body": "<p>Tiga.</p>"}
    lines = {"bylines-0-author": author.pk, "bylines-0-role": "penulis", "bylines-0-position": "0"}
    press(client, ADD, "_approve", **typed, **lines)
    article = Article.objects.get()
    assert article.is_published
    assert article.steps.get().by == editor
    assert article.bylines.get().listed_at == article.published_at


def test_the_button_says_that_it_schedules(client, editor):
    client.force_login(editor)
    hour = timezone.localtime() + datetime.timedelta(days=2)
    article = make_article(status="review")
    press(client, change_url(article), "_approve", published_at=f"{hour:%Y-%m-%dT%H:%M}")
    article.refresh_from_db()
    assert article.is_scheduled
    assert article.updated_at == article.published_at


def test_withdrawing_asks_for_a_ground(client):
    client.force_login(make_staff("Redaktur Pelaksana"))
    article = make_article()
    page = press(client, change_url(article), "_withdraw")
    assert page.redirect_chain[-1][0].endswith(f"/{article.pk}/withdraw/")
    assert client.post(page.redirect_chain[-1][0], {"reason": "karena saya mau"}).status_code == 200
    article.refresh_from_db()
    assert article.status == "approved"
    client.post(page.redirect_chain[-1][0], {"reason": "dewan_pers"})
    article.refresh_from_db()
    assert (article.status, article.withdrawal_reason) == ("withdrawn", "dewan_pers")


def test_bulk_withdrawal_asks_for_a_ground_first(client):
    client.force_login(make_staff("Redaktur Pelaksana"))
    article = make_article()
    page = client.post("/admin/articles/article/", {"action": "withdraw_selected", "_selected_action": [article.pk]})
    assert 'name="reason"' in page.content.decode()
    article.refresh_from_db()
    assert article.is_published


def test_a_bulk_action_reports_each_story_it_could_not_move(client, editor):
    client.force_login(editor)
    complete, bare = make_article(status="review"), make_article(status="review", deck="")
    chosen = {"action": "approve_selected", "_selected_action": [complete.pk, bare.pk]}
    page = client.post("/admin/articles/article/", chosen, follow=True)
    complete.refresh_from_db()
    bare.refresh_from_db()
    assert (complete.is_published, bare.status) == (True, "review")
    assert any(bare.headline in message for message in messages(page))


def test_a_step_that_somebody_else_took_meanwhile_is_a_message(client, editor):
    client.force_login(editor)
    article = make_article(status="review")
    data = {**shown(client.get(change_url(article))), "_approve": "1"}
    article.approve(by=None)
    page = client.post(change_url(article), data, follow=True)
    assert page.status_code == 200
    assert [message for message in page.context["messages"] if message.level_tag == "error"]
    assert Step.objects.filter(article=article, verb="approve").count() == 1


@pytest.mark.parametrize("status", ["approved", "withdrawn"])
def test_a_story_that_was_published_cannot_be_deleted(client, status):
    client.force_login(make_staff())
    article = make_article(status=status)
    url = f"/admin/articles/article/{article.pk}/delete/"
    assert client.get(url).status_code == 403
    assert client.post(url, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post("/admin/articles/article/", chosen)
    client.post("/admin/articles/article/?state=binned", chosen)
    assert Article.objects.exists()
