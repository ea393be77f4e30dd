"""The bin: a draft that is deleted can be taken back; what was published is never deleted."""

import datetime
import io

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, PreviewLink, Slot, WorkflowError

from .desk import change_url, messages, press
from .factories import make_article, make_staff

pytestmark = pytest.mark.django_db
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]
EDITORS = {"Editor", "Redaktur Pelaksana"}
LIST = "/admin/articles/article/"


def delete_url(article):
    return f"{LIST}{article.pk}/delete/"


def restore_url(article):
    return f"{LIST}{article.pk}/restore/"


def listed(client, query=""):
    return {story.pk for story in client.get(f"{LIST}?{query}").context["cl"].result_list}


@pytest.fixture
def binned():
    article = make_article(status="draft")
    article.bin(by=None)
    return article


def is_in_bin(article):
    article.refresh_from_db()
    return article.binned_at is not None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", ["draft", "review", "approved", "withdrawn"])
def test_editors_bin_what_was_never_approved(client, role, status):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    client.post(delete_url(article), {"post": "yes"})
    assert is_in_bin(article) == (role in EDITORS and status in ("draft", "review"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", ["draft", "review", "approved", "withdrawn"])
def test_many_are_binned_by_the_same_rules(client, role, status):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    client.post(LIST, {"action": "bin_selected", "_selected_action": [article.pk]})
    assert is_in_bin(article) == (role in EDITORS and status in ("draft", "review"))


@pytest.mark.parametrize("role", ROLES)
def test_editors_take_a_story_back(client, binned, role):
    client.force_login(make_staff(role))
    client.post(restore_url(binned))
    assert is_in_bin(binned) == (role not in EDITORS)


@pytest.mark.parametrize("role", ROLES)
def test_many_are_taken_back_by_the_same_rules(client, binned, role):
    client.force_login(make_staff(role))
    client.post(f"{LIST}?state=binned", {"action": "take_from_bin_selected", "_selected_action": [binned.pk]})
    assert is_in_bin(binned) == (role not in EDITORS)


def test_a_writer_bins_and_takes_back_their_own_draft(client):
    writer = make_staff("Penulis")
    client.force_login(writer)
    article = make_article(status="draft", created_by=writer)
    assert delete_url(article) in client.get(change_url(article)).content.decode()
    page = client.post(delete_url(article), follow=True)
    assert len(messages(page)) == 1
    assert is_in_bin(article)
    assert restore_url(article) in client.get(change_url(article)).content.decode()
    client.post(restore_url(article))
    assert not is_in_bin(article)
    assert [step.verb for step in article.steps.all()] == ["bin", "take_from_bin"]


def test_a_submitted_story_is_no_longer_its_writers_to_bin(client):
    writer = make_staff("Penulis")
    client.force_login(writer)
    article = make_article(status="review", created_by=writer)
    assert client.post(delete_url(article)).status_code == 403
    assert not is_in_bin(article)


def test_asking_for_the_page_bins_nothing(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    assert client.get(delete_url(article)).status_code == 200
    assert not is_in_bin(article)
    assert client.get(restore_url(article)).status_code == 405


def test_a_binned_story_is_seen_in_the_bin_alone(client, editor, binned):
    client.force_login(editor)
    kept = make_article(status="draft")
    assert listed(client) == listed(client, "state=draft") == {kept.pk}
    assert listed(client, f"q={binned.pk}") == set()
    assert listed(client, "state=binned") == {binned.pk}
    assert listed(client, f"state=binned&q={binned.headline[:20]}") == {binned.pk}


@pytest.mark.parametrize("term", ["headline", "pk"])
def test_a_binned_story_is_not_suggested(client, binned, term):
    client.force_login(make_staff())
    asked = {"app_label": "articles", "model_name": "slot", "field_name": "article", "term": getattr(binned, term)}
    assert client.get("/admin/autocomplete/", asked).json()["results"] == []
    binned.take_from_bin(by=None)
    assert len(client.get("/admin/autocomplete/", asked).json()["results"]) == 1


def test_a_binned_story_has_no_preview(client, editor, binned):
    client.force_login(editor)
    assert client.get(f"{LIST}{binned.pk}/preview/").status_code == 404


def test_the_bin_kills_secret_links():
    article = make_article(status="draft")
    token = PreviewLink.make(article, by=None, lifetime=datetime.timedelta(days=1)).rstrip("/").rsplit("/", 1)[-1]
    assert PreviewLink.objects.opened_by(token)
    article.bin(by=None)
    assert PreviewLink.objects.opened_by(token) is None


@pytest.mark.parametrize("verb", ["submit", "approve", "bin"])
def test_a_binned_story_takes_no_step_but_back(binned, verb):
    with pytest.raises(WorkflowError):
        getattr(binned, verb)(by=None)


@pytest.mark.parametrize("role", [None, "Editor", "Redaktur Pelaksana"])
def test_nobody_writes_in_the_bin(client, binned, role):
    client.force_login(make_staff(role))
    page = client.get(change_url(binned))
    assert page.status_code == 200
    assert 'name="_continue"' not in page.content.decode()
    assert client.post(change_url(binned), {"headline": "Lain", "_continue": "1"}).status_code == 403
    assert client.post(f"{LIST}{binned.pk}/comment/", {"text": "Lho?"}).status_code == 403


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("status", ["draft", "review", "approved", "withdrawn"])
def test_nobody_deletes_for_good_outside_the_bin(client, role, status):
    article = make_article(status=status)
    client.force_login(make_staff(role))
    client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    client.post(delete_url(article), {"post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("by_list", [True, False])
def test_only_a_superuser_empties_the_bin_by_hand(client, binned, role, by_list):
    client.force_login(make_staff(role))
    if by_list:
        chosen = {"action": "delete_selected", "_selected_action": [binned.pk], "post": "yes"}
        client.post(f"{LIST}?state=binned", chosen)
    else:
        client.post(delete_url(binned), {"post": "yes"})
    assert Article.objects.exists() == (role is not None)


@pytest.mark.parametrize("status", ["approved", "withdrawn"])
def test_the_shell_bins_nothing_that_was_published(status):
    with pytest.raises(WorkflowError):
        make_article(status=status).bin(by=None)


def test_the_bin_keeps_things_for_thirty_days(client, editor, binned):
    client.force_login(editor)
    begun = timezone.now()
    make_article(status="draft")
    with time_machine.travel(begun + datetime.timedelta(days=29, hours=23), tick=False):
        client.force_login(editor)
        assert listed(client, "state=binned") == {binned.pk}
    with time_machine.travel(begun + datetime.timedelta(days=30, seconds=5), tick=False):
        client.force_login(editor)
        assert listed(client) != set()
        assert Article.objects.count() == 2  # other lists delete nothing
        assert listed(client, "state=binned") == set()
    assert Article.objects.count() == 1


def test_opening_the_bin_deletes_a_bounded_number():
    for _number in range(4):
        make_article(status="draft").bin(by=None)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert Article.objects.empty_bin(at_most=3) == 3
        assert Article.objects.count() == 1


def test_the_command_empties_the_bin(binned):
    Slot.objects.create(position=1, article=binned)
    kept = make_article(status="draft")

    def run(*options):
        out = io.StringIO()
        call_command("empty_bin", *options, stdout=out)
        return out.getvalue()

    run()
    assert Article.objects.count() == 2
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert binned.headline in run("--dry-run")
        assert Article.objects.count() == 2
        run()
        assert Article.objects.get() == kept
        run()


def test_what_lay_in_the_bin_is_whole_when_it_comes_back(client, editor):
    client.force_login(editor)
    article = make_article(status="review", tags=["laut"])
    press(client, change_url(article), deck="Yang ini.")
    client.post(delete_url(article))
    client.post(restore_url(article))
    article.refresh_from_db()
    assert (article.status, article.deck, list(article.tags.names())) == ("review", "Yang ini.", ["laut"])


@pytest.mark.django_db(transaction=True)
def test_the_pages_lock_what_they_change_in_a_transaction_of_their_own(client):
    """PostgreSQL locks no row outside a transaction, and a test usually runs inside one."""
    client.force_login(make_staff("Redaktur Pelaksana"))
    article, published = make_article(status="draft"), make_article()
    client.post(delete_url(article))
    assert is_in_bin(article)
    client.post(restore_url(article))
    assert not is_in_bin(article)
    client.post(f"{LIST}{article.pk}/comment/", {"text": "Halo"})
    assert article.comments.exists()
    client.post(f"{LIST}{published.pk}/withdraw/", {"reason": "anak"})
    published.refresh_from_db()
    assert published.status == "withdrawn"
