"""The workflow: what is public, and when."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Byline, PublicationRefused, TaggedArticle, WorkflowError

from .factories import at, make_article, make_author, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db


def test_a_scheduled_article_is_hidden_until_its_second(client, time_machine):
    time_machine.move_to(at("05:00"), tick=False)
    article = make_article(published_at=at("06:00"))
    time_machine.move_to(at("05:59:59"), tick=False)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert article not in Article.objects.published()
    time_machine.move_to(at("06:00"), tick=False)
    assert article.headline in client.get(article.get_absolute_url()).content.decode()
    assert article in Article.objects.published()


@pytest.mark.parametrize("status", ["draft", "review"])
def test_an_article_that_is_not_approved_is_not_public(status):
    make_article(status=status)
    assert not Article.objects.published().exists()


def test_approval_without_an_hour_publishes_now(editor):
    article = make_article(status="review")
    article.approve(by=editor)
    assert article.is_published
    assert article.updated_at == article.published_at <= timezone.now()


def test_approval_records_who_and_when(editor):
    article = make_article(status="draft")
    article.submit(by=editor)
    article.approve(by=editor)
    assert [(step.verb, step.by) for step in article.steps.all()] == [("submit", editor), ("approve", editor)]


def test_refusal_names_everything_that_is_missing_and_changes_nothing():
    article = make_article(status="draft", deck="", body="", section=None, authors=[])
    article.lead_photo = make_photo(photographer="", agency="", alt_text="")
    with pytest.raises(PublicationRefused) as refusal:
        article.approve(by=None)
    assert len(refusal.value.missing) == 6
    article.refresh_from_db()
    assert (article.status, article.published_at) == ("draft", None)


def test_a_published_article_cannot_become_a_draft_again():
    article = make_article()
    with pytest.raises(WorkflowError):
        article.send_back(by=None)
    assert article.is_published


def test_a_scheduled_article_can_be_sent_back():
    article = make_article(published_at=timezone.now() + timezone.timedelta(hours=1))
    article.send_back(by=None)
    assert article.status == "draft"


def test_only_a_published_article_can_be_withdrawn():
    with pytest.raises(WorkflowError):
        make_article(status="draft").withdraw(by=None)


def test_a_withdrawn_article_answers_gone_with_its_reason(client):
    article = make_article(status="withdrawn", body="<p>Isi yang ditarik.</p>")
    response = client.get(article.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert article.get_withdrawal_reason_display() in page
    assert "Isi yang ditarik" not in page


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "approved", "published_at": None, "section": True, "slug": "x"},
        {"status": "approved", "published_at": True, "section": None, "slug": "x"},
        {"status": "withdrawn", "published_at": None, "section": True, "slug": "x"},
    ],
)
def test_the_database_refuses_an_impossible_state(facts):
    facts = {**facts, "published_at": facts["published_at"] and timezone.now()}
    section = facts.pop("section") and make_section()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(headline="Mustahil", section=section, **facts)


def test_an_update_never_precedes_publication():
    article = make_article(published_at=at("06:00"))
    article.published_at = at("08:00")
    article.save()
    assert article.updated_at == at("08:00")


def test_the_slug_follows_the_headline_until_publication_and_then_stays():
    """CONVENTIONS I22."""
    article = make_article(status="draft", headline="Ba'asyir & Jum'at: Rp 5.000")
    assert article.slug == ""
    article.approve(by=None)
    assert article.slug == "baasyir-jumat-rp-5000"
    article.headline = "Judul yang Lain Sama Sekali"
    article.save()
    assert article.slug == "baasyir-jumat-rp-5000"


def test_a_long_slug_is_cut_at_a_word():
    """CONVENTIONS I22."""
    article = make_article(headline="Pemerintah daerah " * 9)
    assert len(article.slug) <= 100
    assert not article.slug.endswith(("-", "-pemerinta", "-daera"))
    assert article.slug.split("-")[-1] in {"pemerintah", "daerah"}


class TestShelves:
    """Bylines and tags carry the story's hour, by whatever door it changes."""

    def hours(self, article):
        return {
            *Byline.objects.filter(article=article).values_list("listed_at", flat=True),
            *TaggedArticle.objects.filter(content_object=article).values_list("listed_at", flat=True),
        }

    def test_a_draft_has_no_hour(self):
        assert self.hours(make_article(status="draft", tags=["laut"])) == {None}

    def test_approval_withdrawal_and_a_new_hour_are_followed(self):
        article = make_article(status="draft", tags=["laut", "angin"])
        article.approve(by=None, published_at=at("06:00"))
        assert self.hours(article) == {at("06:00")}
        article.published_at = at("07:00")
        article.save()
        assert self.hours(article) == {at("07:00")}
        article.withdraw(by=None)
        assert self.hours(article) == {None}

    def test_a_bulk_update_is_followed(self):
        article = make_article(tags=["laut"])
        Article.objects.filter(pk=article.pk).update(published_at=at("04:00"), updated_at=at("05:00"))
        assert self.hours(article) == {at("04:00")}

    def test_a_tag_or_byline_added_later_gets_the_hour(self):
        article = make_article(published_at=at("06:00"), authors=[make_author()])
        article.tags.add(make_tag())
        Byline.objects.create(article=article, author=make_author())
        assert self.hours(article) == {at("06:00")}


def test_roles_are_in_line_after_a_sync():
    writer, managing_editor = make_staff("Penulis"), make_staff("Redaktur Pelaksana")
    assert writer.has_perm("articles.submit_article")
    assert not writer.has_perm("articles.approve_article")
    assert managing_editor.has_perm("articles.withdraw_article")
    assert not managing_editor.is_superuser
