"""The preview: the readers' page of a story in any state, for the desk alone."""

import pytest
from django.contrib.auth import get_user_model

from articles import popularity
from articles.models import Article

from .factories import make_article, make_author, make_photo, make_staff

pytestmark = pytest.mark.django_db


def preview(client, article):
    return client.get(f"/admin/articles/article/{article.pk}/preview/")


@pytest.mark.parametrize("status", ["draft", "review", "approved", "withdrawn"])
def test_a_story_is_seen_as_readers_will_see_it_whatever_its_state(client, editor, status):
    client.force_login(editor)
    article = make_article(status=status, lead_photo=make_photo(renditions=True), tags=["satu"])
    page = preview(client, article)
    assert "articles/article.html" in [template.name for template in page.templates]
    assert article.headline in page.content.decode()
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not popularity.buffer.take()


def test_an_empty_draft_can_be_previewed(client, editor):
    client.force_login(editor)
    article = Article.objects.create(headline="Baru judul")
    page = preview(client, article)
    assert page.status_code == 200
    article.refresh_from_db()
    assert (article.published_at, article.section) == (None, None)


def test_only_those_who_may_see_stories_may_preview_them(client):
    article = make_article(status="draft", authors=[make_author()])
    assert preview(client, article).status_code == 302
    client.force_login(get_user_model().objects.create_user("tamu", is_staff=True))
    assert preview(client, article).status_code == 403
    client.force_login(make_staff("Foto"))
    assert preview(client, article).status_code == 200
