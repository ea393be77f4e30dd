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


def pages(client, address):
    """{name: address} of the pages that a list leads to."""
    shown = client.get(address)
    return {str(name): f"{LIST}{query}" for query, name in shown.context["cl"].pages if query}


def walk(client, address, towards):
    """The headlines of each page on the way from one to the end of it."""
    while address:
        yield headlines(client.get(address))
        address = pages(client, address).get(towards)


def test_a_long_list_is_walked_page_by_page_and_never_counted(client):
    section, author = make_section(), make_author()
    numbers = [make_article(section=section, authors=[author], headline=f"Berita {n:03}").pk for n in range(120)]
    # Saved at one moment by an import: the number decides.
    Article.objects.filter(pk__in=numbers[20:110]).update(modified_at=Article.objects.get(pk=numbers[20]).modified_at)
    newest_first = [f"Berita {n:03}" for n in reversed(range(120))]
    assert sum(walk(client, LIST, "Halaman berikutnya"), []) == newest_first
    last = pages(client, LIST)["Halaman terakhir"]
    assert headlines(client.get(last)) == newest_first[-50:]
    assert list(walk(client, last, "Halaman sebelumnya")) == [
        newest_first[70:],
        newest_first[20:70],
        newest_first[:50],
    ]
    oldest_first = f"{LIST}?o=8"
    assert sum(walk(client, oldest_first, "Halaman berikutnya"), []) == newest_first[::-1]
    middle = pages(client, LIST)["Halaman berikutnya"]
    assert set(pages(client, middle)) == {
        "Halaman pertama",
        "Halaman sebelumnya",
        "Halaman berikutnya",
        "Halaman terakhir",
    }
    sql = " ".join(queries(client, middle))
    assert "OFFSET" not in sql
    assert "COUNT(" not in sql


def test_a_filter_begins_at_its_first_page_and_keeps_to_itself(client):
    section = make_section()
    for number in range(130):
        make_article(section=section, headline=f"Berita {number:03}", status="draft" if number % 2 else "review")
    middle = pages(client, f"{LIST}?state=draft")["Halaman berikutnya"]
    assert "state=draft" in middle
    assert headlines(client.get(middle)) == [f"Berita {n:03}" for n in range(29, 0, -2)]
    page = client.get(middle).content.decode()
    assert '<a href="?state=review">' in page


@pytest.mark.parametrize(
    "place",
    ["2", "x", "[]", "{}", '["after"]', '["after","2026-01-01"]', '["after","x","1"]', '["after","","1"]'],
)
@pytest.mark.parametrize("model", ["article", "photo", "tag", "redirect"])
def test_a_place_that_is_none_leads_back_to_the_first_page(client, place, model):
    address = {"redirect": "/admin/redirects/redirect/"}.get(model, f"/admin/articles/{model}/")
    client.force_login(make_staff("Redaktur Pelaksana"))
    assert client.get(address, {"p": place}).status_code in (200, 302)
    assert client.get(address, {"p": place}, follow=True).status_code == 200


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


def test_what_was_found_is_fetched_by_its_numbers_alone(client):
    """With the words asked for once more beside the numbers of the page, PostgreSQL reads the archive instead."""
    make_article(headline="Pasar Pagi Dibuka")
    asked = queries(client, f"{LIST}?q=pasar&state=published")
    (fetched,) = [sql.partition(" WHERE ")[2] for sql in asked if 'JOIN "articles_photo"' in sql]
    assert fetched.count(" IN (") == 1
    assert '"status"' not in fetched


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
