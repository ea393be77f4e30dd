"""Previews: of the text as it is typed, and by a secret link; neither is anybody else's page."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone

from articles import drafting, popularity, previews
from articles.models import Article, Autosave, PreviewLink, Revision, Tag
from articles.templatetags import news

from .desk import ADD, change_url, messages, press, shown
from .factories import at, make_article, make_author, make_photo, make_staff

pytestmark = pytest.mark.django_db

NEW = "/admin/articles/article/preview/"


def preview_url(article):
    return f"/admin/articles/article/{article.pk}/preview/"


def links_url(article):
    return f"/admin/articles/article/{article.pk}/preview-links/"


def preview_typed(client, article=None, **typed):
    """What the preview draws of a form into which something was typed."""
    form = shown(client.get(change_url(article) if article else ADD))
    return client.post(preview_url(article) if article else NEW, {**form, **typed})


def make_link(client, article, lifetime="24"):
    """The path of a new secret link, as its maker is shown it."""
    page = client.post(links_url(article), {"lifetime": lifetime}, headers={"X-Fragment": "1"})
    return re.search(r'value="http://testserver(/pratinjau/[\w-]+/)"', page.content.decode())[1]


# As it is typed


def test_what_is_typed_is_drawn_and_never_stored(client, editor):
    client.force_login(editor)
    author, photo = make_author(name="Rani Kusumawati"), make_photo(renditions=True)
    article = make_article(status="draft", tags=["lama"])
    client.get(change_url(article))
    before = [Article.objects.values().get(), Revision.objects.count(), Tag.objects.count()]
    page = preview_typed(
        client,
        article,
        headline="Judul yang Baru",
        deck="Teras yang baru.",
        body="<p>Isi baru.</p><script>alert(1)</script>",
        lead_photo=photo.pk,
        tags=["lama", "sama sekali baru"],
        **{"bylines-0-author": author.pk},
    )
    text = page.content.decode()
    assert page.status_code == 200
    for typed in (
        "Judul yang Baru",
        "Teras yang baru.",
        "Isi baru.",
        "Rani Kusumawati",
        photo.caption,
        "sama sekali baru",
    ):
        assert typed in text
    assert "alert(1)" not in text
    assert [Article.objects.values().get(), Revision.objects.count(), Tag.objects.count()] == before
    assert not Autosave.objects.exists()
    assert not popularity.buffer.take()


def test_a_story_that_was_never_saved_is_drawn_too(client, editor):
    client.force_login(editor)
    page = preview_typed(client, headline="Judul Pertama", body="<p>Kalimat pertama.</p>", dateline="Jakarta")
    assert "Judul Pertama" in page.content.decode()
    assert re.search(r", Jakarta</strong> - Kalimat pertama\.", page.content.decode())
    assert not Article.objects.exists()
    assert client.get(NEW).status_code == 200


def test_what_cannot_be_read_is_drawn_as_it_was(client, editor):
    client.force_login(editor)
    article = make_article(status="draft", headline="Judul Lama")
    page = preview_typed(client, article, headline="", published_at="besok", **{"bylines-0-author": "x"})
    assert page.status_code == 200
    assert "Judul Lama" in page.content.decode()
    assert client.post(preview_url(article), {}).status_code == 200
    assert client.post(NEW, {}).status_code == 200


def test_a_published_story_shows_its_working_copy_to_the_desk_alone(client, editor):
    client.force_login(editor)
    article = make_article(headline="Judul Pembaca")
    press(client, change_url(article), headline="Judul Meja")
    assert "Judul Meja" in client.get(preview_url(article)).content.decode()
    assert "Judul Meja" not in client.get(article.get_absolute_url()).content.decode()
    assert "Judul Diketik" in preview_typed(client, article, headline="Judul Diketik").content.decode()


def test_a_preview_may_be_framed_by_the_desk_and_by_nobody_else(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    for page in (client.get(preview_url(article)), preview_typed(client, article)):
        assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex' in page.content.decode()
        assert "data-story" not in page.content.decode()
    assert client.get(change_url(article)).headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("role", "own", "expected"),
    [
        ("Penulis", True, 200),
        ("Penulis", False, 403),
        ("Editor", False, 200),
        ("Foto", False, 403),
        ("Redaktur Pelaksana", False, 200),
    ],
)
def test_only_who_may_edit_a_story_has_the_typed_text_of_it_drawn(client, role, own, expected):
    staff = make_staff(role)
    article = make_article(status="draft", created_by=staff if own else None)
    client.force_login(staff)
    assert client.post(preview_url(article), {"headline": "Diketik"}).status_code == expected
    assert client.post(links_url(article), {"lifetime": "24"}).status_code == (302 if expected == 200 else 403)
    assert PreviewLink.objects.exists() == (expected == 200)


def test_nobody_without_the_desk_reaches_a_preview(client):
    article = make_article(status="draft")
    for url in (preview_url(article), NEW, links_url(article)):
        assert client.post(url).status_code == 302
    client.force_login(get_user_model().objects.create_user("tamu", is_staff=True))
    for url in (preview_url(article), NEW, links_url(article)):
        assert client.post(url).status_code == 403
    client.force_login(make_staff("Foto"))
    assert client.get(NEW).status_code == 403


def test_what_lies_in_the_bin_has_no_preview(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    article.bin(by=editor)
    assert client.get(preview_url(article)).status_code == 404


@pytest.mark.parametrize("stories", [1, 12])
def test_a_typed_preview_costs_the_same_however_much_there_is(client, editor, django_assert_max_num_queries, stories):
    client.force_login(editor)
    for _number in range(stories):
        article = make_article(status="draft", tags=[f"tag {n}" for n in range(stories)])
    form = shown(client.get(change_url(article)))
    with django_assert_max_num_queries(32):
        client.post(preview_url(article), form)


# Secret links


def test_a_secret_link_shows_the_desks_text_without_an_account(client, editor):
    client.force_login(editor)
    article = make_article(status="draft", headline="Rahasia Dagang", authors=[])
    address = make_link(client, article)
    client.logout()
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Rahasia Dagang" in text
    assert 'class="secret-banner"' in text
    assert news.moment(PreviewLink.objects.get().expires_at) in text
    assert {name: page.headers[name] for name in previews.HEADERS} == previews.HEADERS
    assert page.headers["X-Frame-Options"] == "DENY"
    assert not page.cookies
    assert '<meta name="robots" content="noindex' in text
    assert "data-story" not in text
    assert not popularity.buffer.take()
    article.headline = "Rahasia yang Diperbaiki"
    article.save()
    assert "Rahasia yang Diperbaiki" in client.get(address).content.decode()
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(("lifetime", "hours"), [("1", 1), ("24", 24), ("72", 72), ("168", 168)])
def test_a_secret_link_ends_at_its_hour(client, editor, lifetime, hours):
    client.force_login(editor)
    article = make_article(status="draft")
    with time_machine.travel(at("06:00"), tick=False) as clock:
        address = make_link(client, article, lifetime)
        clock.move_to(at("06:00") + timedelta(hours=hours, seconds=-1))
        assert client.get(address).status_code == 200
        clock.move_to(at("06:00") + timedelta(hours=hours))
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("lifetime", ["", "0", "-1", "8760", "abc"])
def test_no_other_lifetime_can_be_had(client, editor, lifetime):
    client.force_login(editor)
    article = make_article(status="draft")
    page = client.post(links_url(article), {"lifetime": lifetime}, follow=True)
    assert not PreviewLink.objects.exists()
    assert messages(page)


def test_a_secret_link_of_a_scheduled_story_works_until_its_hour(client, editor):
    client.force_login(editor)
    with time_machine.travel(at("05:00"), tick=False) as clock:
        article = make_article(published_at=at("06:00"))
        address = make_link(client, article)
        client.logout()
        clock.move_to(at("05:59:59"))
        assert client.get(address).status_code == 200
        assert client.get(article.get_absolute_url()).status_code == 404
        clock.move_to(at("06:00"))
        assert client.get(address).status_code == 404
        assert client.get(article.get_absolute_url()).status_code == 200


def kill_by_revoking(client, article, editor):
    client.post(links_url(article), {"revoke": PreviewLink.objects.get().pk})


def kill_by_publishing(client, article, editor):
    article.approve(by=editor)


def kill_by_withdrawing(client, article, editor):
    article.approve(by=editor)
    article.withdraw(by=editor, reason="dewan_pers")


def kill_by_binning(client, article, editor):
    article.bin(by=editor)


def kill_by_expiry(client, article, editor):
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    "kill", [kill_by_revoking, kill_by_publishing, kill_by_withdrawing, kill_by_binning, kill_by_expiry]
)
def test_a_dead_link_answers_as_one_that_never_was(client, editor, kill):
    client.force_login(editor)
    article = make_article(status="draft")
    address = make_link(client, article)
    assert client.get(address).status_code == 200
    kill(client, article, editor)
    client.logout()
    dead, unknown = client.get(address), client.get("/pratinjau/" + "x" * 32 + "/")
    assert dead.status_code == unknown.status_code == 404
    assert dead.content.replace(address.encode(), b"") == unknown.content.replace(
        b"/pratinjau/" + b"x" * 32 + b"/", b""
    )
    assert dead.headers == unknown.headers
    assert dead.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["a", "x" * 500, "%00", "a'b", "..%2F", "<script>", "ü"])
def test_strange_tokens_are_unknown_pages(client, token):
    assert client.get(f"/pratinjau/{token}/").status_code == 404


def test_only_the_hash_of_a_token_is_kept(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    address = make_link(client, article)
    token = address.split("/")[2]
    assert token not in str(PreviewLink.objects.values().get())
    assert token not in client.get(change_url(article)).content.decode()


@pytest.mark.parametrize("status", [None, "withdrawn"])
def test_what_was_published_gets_no_secret_link(client, editor, status):
    client.force_login(editor)
    article = make_article(status=status)
    assert "secret-links-title" not in client.get(change_url(article)).content.decode()
    page = client.post(links_url(article), {"lifetime": "24"}, follow=True)
    assert not PreviewLink.objects.exists()
    assert len(messages(page)) == 1


def test_links_are_listed_and_revoked_in_the_form(client, editor):
    client.force_login(editor)
    article, other = make_article(status="draft"), make_article(status="draft")
    page = client.post(links_url(article), {"lifetime": "24"}, follow=True)
    assert "/pratinjau/" in messages(page)[0]
    link = PreviewLink.objects.get()
    form = client.get(change_url(article)).content.decode()
    assert f'name="revoke" value="{link.pk}"' in form
    assert editor.username in form
    client.post(links_url(other), {"revoke": link.pk})
    assert PreviewLink.objects.exists()
    client.post(links_url(article), {"revoke": "x"})
    client.post(links_url(article), {"revoke": link.pk})
    assert not PreviewLink.objects.exists()


def test_a_story_has_a_bounded_number_of_links_and_forgets_the_dead(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    for _number in range(20):
        PreviewLink.make(article, by=editor, lifetime=timedelta(hours=1))
    page = client.post(links_url(article), {"lifetime": "24"}, follow=True)
    assert PreviewLink.objects.count() == 20
    assert messages(page)
    PreviewLink.objects.update(expires_at=timezone.now())
    make_link(client, article)
    assert PreviewLink.objects.count() == 1


# Checks and hints


def test_a_photo_in_the_body_needs_credit_and_alternative_text():
    bare = make_photo(title="Tanpa Apa-apa", agency="", photographer="", alt_text="")
    fine = make_photo(title="Lengkap")
    article = make_article(
        status="draft",
        body=f'<p>Isi</p><figure data-photo="{bare.pk}"></figure>'
        f'<figure data-photo="{fine.pk}"></figure><figure data-photo="999999"></figure>',
    )
    missing = [str(sentence) for sentence in article.missing_for_publication()]
    assert len(missing) == 2
    assert all("Tanpa Apa-apa" in sentence for sentence in missing)


def test_the_photos_of_a_body_are_checked_in_one_query(django_assert_num_queries):
    figures = "".join(f'<figure data-photo="{make_photo().pk}"></figure>' for _number in range(5))
    article = Article.objects.for_page().get(pk=make_article(status="draft", body=f"<p>Isi</p>{figures}").pk)
    with django_assert_num_queries(1):
        assert article.missing_for_publication() == []
    article.body = "<p>Isi</p>"
    with django_assert_num_queries(0):
        article.missing_for_publication()


def test_hints_are_told_after_a_save_and_stop_nothing(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    page = press(client, change_url(article), headline="J" * 111)
    article.refresh_from_db()
    assert article.headline == "J" * 111
    assert any("110" in message for message in messages(page))
    page = press(client, change_url(article), headline="Judul pendek")
    assert not any("110" in message for message in messages(page))
    press(client, change_url(article), button="_approve", headline="J" * 111)
    article.refresh_from_db()
    assert article.is_published
    assert drafting.current(article).snapshot["headline"] == "J" * 111
