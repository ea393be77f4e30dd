"""The desk's lists: as fast with a million stories as with five."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Slot

from .desk import change_url
from .factories import make_article, make_author, make_photo, make_section, make_staff

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def headlines(page):
    return [article.headline for article in page.context["cl"].result_list]


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured]


def test_the_list_costs_the_same_with_five_stories_as_with_fifty(client):
    section, authors, photo = make_section(), [make_author(), make_author()], make_photo(renditions=True)
    stories = {"section": section, "authors": authors, "lead_photo": photo}
    for _ in range(5):
        make_article(**stories)
    few = queries(client, LIST)
    for _ in range(45):
        make_article(**stories)
    many = queries(client, LIST)
    assert len(many) == len(few) <= 9
    assert not [sql for sql in many if "COUNT(" in sql and "articles_article" in sql]


def test_the_form_costs_the_same_with_two_photos_and_authors_as_with_thirty(client):
    article = make_article(lead_photo=make_photo(renditions=True), tags=["satu", "dua"])
    few = queries(client, change_url(article))
    for number in range(30):
        make_article(lead_photo=make_photo(), tags=[f"tag {number}"])
    assert len(queries(client, change_url(article))) == len(few) <= 24


def test_a_long_list_has_pages_and_no_count(client):
    section, author = make_section(), make_author()
    for number in range(120):
        make_article(section=section, authors=[author], headline=f"Berita {number:03}", status="draft")
    first, third = client.get(LIST), client.get(LIST, {"p": 3})
    assert headlines(first)[0] == "Berita 119"
    assert headlines(third)[-1] == "Berita 000"
    assert client.get(LIST, {"p": 4}).status_code == 302  # past the end: the admin leads back to the first page
    assert client.get(LIST, {"p": "x"}).status_code == 200


@pytest.mark.parametrize("state", ["draft", "review", "scheduled", "published", "withdrawn"])
def test_the_list_is_filtered_by_the_state_that_it_shows(client, state, time_machine):
    import datetime

    from django.utils import timezone

    for status in ("draft", "review", "approved", "withdrawn"):
        make_article(status=status, headline={"approved": "published"}.get(status, status))
    make_article(headline="scheduled", published_at=timezone.now() + datetime.timedelta(days=1))
    page = client.get(LIST, {"state": state})
    assert headlines(page) == [state]
    assert f"state--{state}" in page.content.decode()


def test_the_list_finds_words_of_the_headline_and_numbers(client):
    wanted, _other = make_article(headline="Jembatan Gantung Dibuka"), make_article(headline="Lain")
    assert headlines(client.get(LIST, {"q": "gantung"})) == [wanted.headline]
    assert headlines(client.get(LIST, {"q": str(wanted.pk)})) == [wanted.headline]
    assert headlines(client.get(LIST, {"q": "9" * 18})) == []


def test_mine_are_the_stories_that_i_began(client, editor):
    make_article(status="draft", headline="Punyaku", created_by=editor)
    make_article(status="draft", headline="Punyanya", created_by=make_staff("Editor"))
    assert headlines(client.get(LIST, {"mine": "1"})) == ["Punyaku"]


def test_the_newest_saved_stands_first(client):
    old, new = make_article(headline="Lama"), make_article(headline="Baru")
    assert headlines(client.get(LIST)) == ["Baru", "Lama"]
    old.save()
    assert headlines(client.get(LIST)) == ["Lama", "Baru"]
    assert new


@pytest.mark.parametrize("model", ["photo", "author", "tag", "section"])
def test_every_list_of_the_desk_opens(client, model):
    make_article(lead_photo=make_photo(renditions=True), tags=["tag"])
    assert client.get(f"/admin/articles/{model}/").status_code == 200


def test_the_front_page_is_set_by_the_managing_editor(client):
    client.force_login(make_staff("Redaktur Pelaksana"))
    article = make_article()
    client.post("/admin/articles/slot/add/", {"position": 1, "article": article.pk, "until": ""})
    assert Slot.objects.get().article == article
    assert article.headline in client.get("/admin/articles/slot/").content.decode()


def test_stories_are_suggested_without_a_count(client):
    client.force_login(make_staff("Redaktur Pelaksana"))
    make_article(headline="Jembatan Gantung")
    query = {"app_label": "articles", "model_name": "slot", "field_name": "article", "term": "gantung"}
    with CaptureQueriesContext(connection) as captured:
        found = client.get("/admin/autocomplete/", query).json()
    assert [result["text"] for result in found["results"]] == ["Jembatan Gantung"]
    assert not any("COUNT(" in query["sql"] for query in captured)


def test_the_dialog_offers_published_stories_only(client):
    make_article(headline="Terbit")
    make_article(headline="Draf", status="draft")
    found = client.get(f"{LIST}picker/").json()
    assert [story["title"] for story in found["results"]] == ["Terbit"]
    number = Article.objects.get(headline="Draf").pk
    assert client.get(f"{LIST}picker/", {"id": number}).json()["results"] == []
