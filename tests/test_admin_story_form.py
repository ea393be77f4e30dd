"""The story form: what is typed is what is stored, and what is stored is what is shown."""

import datetime

import pytest
from django.utils import timezone

from articles import drafting
from articles.models import Article, revision

from .desk import ADD, change_url, messages, press, shown
from .factories import at, make_article, make_author, make_photo, make_tag

pytestmark = pytest.mark.django_db
DAY_FIRST = ["2016-05-31T02:49", "31-05-2016 02:49", "31/05/2016 02.49", "31/05/2016 02:49"]


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


@pytest.mark.parametrize("typed", DAY_FIRST)
def test_an_hour_is_read_in_the_sites_zone_day_first(client, typed):
    """CONVENTIONS I19."""
    press(client, ADD, headline="Jam", published_at=typed)
    stored = Article.objects.get().published_at
    assert stored == datetime.datetime(2016, 5, 30, 19, 49, tzinfo=datetime.UTC)


def test_the_day_comes_before_the_month(client):
    """CONVENTIONS I19."""
    press(client, ADD, headline="Jam", published_at="05/10/2016 02.49")
    assert Article.objects.get().published_at == at("2016-10-05 02:49")


def test_an_hour_is_shown_in_the_sites_zone_as_browsers_want_it(client):
    """CONVENTIONS I16, I19."""
    article = make_article(status="draft")
    Article.objects.filter(pk=article.pk).update(published_at=at("2016-05-31 02:49"))
    page = client.get(change_url(article)).content.decode()
    assert 'type="datetime-local" name="published_at" value="2016-05-31T02:49"' in page
    assert "WIB" in page


def test_saving_leaves_the_seconds_of_an_untouched_hour(client):
    hour = at("2016-05-31 02:49:30.123456")
    article = make_article(published_at=hour)
    press(client, change_url(article), "_publish_changes", deck="Dek baru.")
    article.refresh_from_db()
    assert (article.deck, article.published_at, article.updated_at) == ("Dek baru.", hour, hour)


def test_a_wrong_hour_is_an_error_and_loses_nothing(client):
    """CONVENTIONS I19."""
    page = press(client, ADD, headline="Jam", published_at="31 Mei 2016")
    assert page.status_code == 200
    assert page.context["adminform"].form.errors.keys() == {"published_at"}


@pytest.mark.parametrize(
    ("facts", "photo", "hint"),
    [
        ({"headline": "K" * 111}, {}, "110 karakter"),
        ({"headline": "K" * 110}, {}, None),
        ({}, {"width": 1199}, "1200 piksel"),
        ({}, {"width": 1200}, None),
    ],
    ids=["111 characters", "110 characters", "1199 pixels", "1200 pixels"],
)
def test_a_headline_or_photo_that_others_would_spoil_is_hinted_at_and_saved(client, facts, photo, hint):
    """CONVENTIONS G3, G17: soft warnings, in the story's form and for its publication alike."""
    article = make_article(status="draft", lead_photo=make_photo(**photo), **facts)
    page = press(client, change_url(article), "_approve")
    article.refresh_from_db()
    assert article.is_published
    warnings = [message for message in messages(page) if "110 karakter" in message or "1200 piksel" in message]
    assert [hint in warning for warning in warnings] == ([True] if hint else [])


def test_a_substantive_update_moves_the_readers_time(client):
    article = make_article(published_at=at("2016-05-31 02:49"))
    press(client, change_url(article), "_publish_changes", headline="Salah ketik dibetulkan")
    article.refresh_from_db()
    assert article.updated_at == article.published_at
    press(client, change_url(article), "_publish_changes", headline="Korban bertambah", substantive_update="on")
    article.refresh_from_db()
    assert article.headline == "Korban bertambah"
    assert article.updated_at > timezone.now() - datetime.timedelta(minutes=1)


@pytest.mark.parametrize("days", [-1, 1])
def test_rescheduling_takes_the_time_of_update_along(client, days):
    article = make_article(published_at=timezone.now() + datetime.timedelta(days=3))
    hour = timezone.localtime(article.published_at + datetime.timedelta(days=days)).replace(second=0, microsecond=0)
    press(client, change_url(article), published_at=f"{hour:%Y-%m-%dT%H:%M}")
    article.refresh_from_db()
    assert article.published_at == article.updated_at == hour


def test_an_update_before_the_publication_is_refused(client):
    article = make_article(published_at=at("2016-05-31 02:49"))
    page = press(client, change_url(article), updated_at="2016-05-30T02:49")
    assert "updated_at" in page.context["adminform"].form.errors


@pytest.mark.parametrize("typed", [*({name: ""} for name in ("deck", "section", "body")), {"bylines-0-DELETE": "on"}])
def test_a_published_story_keeps_what_publication_asks_for(client, typed):
    article = make_article()
    page = press(client, change_url(article), "_publish_changes", **typed)
    assert [message for message in messages(page) if "<li>" in message]
    before = revision.take(article)
    article.refresh_from_db()
    assert article.missing_for_publication() == []
    assert revision.take(article) == before
    assert drafting.has_unpublished_changes(article)  # what was typed is kept


@pytest.mark.parametrize("typed", [*({name: ""} for name in ("deck", "section", "body")), {"bylines-0-DELETE": "on"}])
def test_a_scheduled_story_keeps_what_publication_asks_for(client, typed):
    article = make_article(published_at=timezone.now() + datetime.timedelta(days=1))
    page = press(client, change_url(article), dateline="Diketik", **typed)
    assert page.context["adminform"].form.non_field_errors()
    assert shown(page)["dateline"] == "Diketik"
    article.refresh_from_db()
    assert article.missing_for_publication() == []


@pytest.mark.parametrize("days", [-1, 1])
def test_an_approved_story_keeps_its_hour(client, days):
    article = make_article(published_at=timezone.now() + datetime.timedelta(days=days))
    page = press(client, change_url(article), published_at="")
    assert "published_at" in page.context["adminform"].form.errors


def test_a_published_story_does_not_move_to_a_coming_hour(client):
    article, hour = make_article(), timezone.localtime() + datetime.timedelta(days=1)
    press(client, change_url(article), "_publish_changes", published_at=f"{hour:%Y-%m-%dT%H:%M}")
    article.refresh_from_db()
    assert article.is_published


def test_an_author_signs_once(client):
    article, author = make_article(status="draft", authors=[]), make_author()
    lines = {"bylines-TOTAL_FORMS": 2}
    for number in (0, 1):
        lines |= {f"bylines-{number}-author": author.pk, f"bylines-{number}-role": "penulis"}
        lines |= {
            f"bylines-{number}-position": number,
            f"bylines-{number}-article": article.pk,
            f"bylines-{number}-id": "",
        }
    page = press(client, change_url(article), **lines)
    assert page.status_code == 200
    assert article.bylines.count() == 0


def test_bylines_stand_by_their_number(client):
    one, two = make_author(), make_author()
    article = make_article(status="draft", authors=[one, two])
    press(client, change_url(article), **{"bylines-0-position": 5})
    assert [line.author for line in article.bylines.all()] == [two, one]


def test_tags_are_typed_and_read_back(client):
    known = make_tag(name="Banjir")
    article = make_article(status="draft")
    press(client, change_url(article), tags=["banjir", "Jembatan  Gantung, Desa"])
    assert {tag.name for tag in article.tags.all()} == {"Banjir", "Jembatan Gantung", "Desa"}
    assert known in article.tags.all()
    assert sorted(shown(client.get(change_url(article)))["tags"]) == ["Banjir", "Desa", "Jembatan Gantung"]
    press(client, change_url(article), tags=[])
    assert not article.tags.exists()


def test_a_tag_that_is_too_long_is_an_error(client):
    page = press(client, ADD, headline="Tag", tags=["x" * 101])
    assert "tags" in page.context["adminform"].form.errors


def test_tags_are_suggested_by_name(client):
    make_tag(name="Banjir")
    make_tag(name="Gempa")
    found = client.get("/admin/articles/tag/names/", {"term": "ban"}).json()
    assert found["results"] == [{"id": "Banjir", "text": "Banjir"}]


def test_the_body_is_sanitised(client):
    press(client, ADD, headline="Isi", body='<p onclick="x">Aman<script>alert(1)</script></p>')
    assert Article.objects.get().body == "<p>Aman</p>"


def test_a_headline_is_one_line(client):
    press(client, ADD, headline=" Satu\r\ndua ")
    assert Article.objects.get().headline == "Satu dua"


def test_the_first_byline_proposes_the_person_at_the_desk(client, editor):
    author = make_author(user=editor)
    assert shown(client.get(ADD))["bylines-0-author"] == str(author.pk)


def test_the_editor_may_use_its_import_map_and_readers_get_no_such_policy(client):
    page = client.get(ADD)
    policy = page.headers["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert nonce
    assert (
        f'nonce="{nonce}"'
        in page.content.decode().partition('type="importmap"')[0].rpartition("<script")[2]
        + (page.content.decode().partition('type="importmap"')[2].partition(">")[0])
    )
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


def test_a_correction_stands_on_a_published_story(client):
    article = make_article()
    typed = {"corrections-TOTAL_FORMS": 1, "corrections-0-kind": "ralat", "corrections-0-text": "Jumlahnya dua puluh."}
    hour = {"corrections-0-posted_at": "2026-06-01T10:00", "corrections-0-article": article.pk, "corrections-0-id": ""}
    press(client, change_url(article), **typed, **hour)
    assert article.corrections.get().posted_at == at("2026-06-01 10:00")
