"""A form that arrives without its session or its token: the text it carries is never eaten."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk import ADD, change_url, shown
from tests.factories import make_article, make_staff


@pytest.fixture
def careful(db):
    """A browser whose tokens are checked."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(make_staff("Editor"))
    return client


def form_of(client, url, **typed):
    response = client.get(url)
    return {**shown(response), "csrfmiddlewaretoken": response.context["csrf_token"], **typed}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_post_without_a_session_keeps_its_text_and_leads_back_to_the_form(careful, is_new):
    article = make_article(status="draft")
    url = ADD if is_new else change_url(article)
    posted = form_of(careful, url, headline="Judul <b>baru</b>", body="<p>Isi &amp; baru.</p>", _continue="1")
    user = make_staff("Editor")
    careful.cookies.pop("sessionid")
    response = careful.post(url, posted)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Judul &lt;b&gt;baru&lt;/b&gt;" in page
    assert "&lt;p&gt;Isi &amp;amp; baru.&lt;/p&gt;" in page
    assert "<b>baru</b>" not in page
    assert reverse("admin:login") in page
    carried = dict(response.context["carried"])
    assert carried["headline"] == "Judul <b>baru</b>"
    assert "csrfmiddlewaretoken" not in carried
    careful.force_login(user)
    careful.get(url)
    token = careful.get(reverse("admin:articles_article_session")).json()["csrf"]
    response = careful.post(url, {**carried, "_restore": "posted", "csrfmiddlewaretoken": token})
    assert response.status_code == 200
    assert shown(response)["headline"] == "Judul <b>baru</b>"
    article.refresh_from_db()
    assert article.headline != "Judul <b>baru</b>"


def test_a_post_with_an_old_token_keeps_its_text(careful):
    article = make_article(status="draft")
    posted = form_of(careful, change_url(article), headline="Judul baru", _continue="1")
    posted["csrfmiddlewaretoken"] = "x" * 64
    response = careful.post(change_url(article), posted)
    assert response.status_code == 403
    assert "Judul baru" in response.content.decode()
    assert dict(response.context["carried"])["headline"] == "Judul baru"
    assert reverse("admin:login") in response.content.decode()


def test_words_of_another_site_are_never_carried_into_the_form(careful):
    article = make_article(status="draft")
    forged = {"headline": "Bukan dari kami"}
    for headers in ({"origin": "https://jahat.example"}, {"origin": "null"}):
        response = careful.post(change_url(article), forged, headers=headers)
        assert response.status_code == 403
        assert not response.context["carried"]
        assert b"_restore" not in response.content


def test_a_script_is_told_about_its_token_in_its_own_words(careful):
    url = reverse("admin:articles_article_autosave")
    response = careful.post(url, "{}", content_type="application/json")
    assert response.status_code == 403
    assert response.json()["reason"] == "csrf"


def test_a_password_is_never_shown(careful):
    careful.logout()
    response = careful.post(reverse("admin:login"), {"username": "laras", "password": "rahasia-sekali"})
    assert response.status_code == 403
    assert b"rahasia-sekali" not in response.content


def test_reading_without_a_session_still_asks_to_log_in(client, db):
    response = client.get(ADD)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
