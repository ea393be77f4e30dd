"""The readers' search page."""

import datetime

import pytest
from django.utils import timezone

from newsroom.page_cache import PRIVATE_PATHS

from .factories import at, make_article, make_author, make_photo, make_section, make_staff

pytestmark = pytest.mark.django_db


def page(client, **typed):
    response = client.get("/cari/", typed)
    assert response.status_code == 200
    return response, response.content.decode()


def test_what_was_typed_is_shown_with_its_hits_marked(client):
    story = make_article(headline="Kebakaran <di> Pasar", body="<p>Kios terbakar habis.</p>", label="opini")
    response, text = page(client, q="kebakaran pasar")
    assert "<mark>Kebakaran</mark> &lt;di&gt; <mark>Pasar</mark>" in text
    assert story.get_absolute_url() in text
    assert "Opini" in text
    assert 'value="kebakaran pasar"' in text
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=30"}
    assert not response.cookies


def test_search_pages_are_not_for_search_engines(client):
    """CONVENTIONS G15: noindex, and not kept from robots that have to see it."""
    _response, text = page(client, q="apa saja")
    assert '<meta name="robots" content="noindex">' in text
    assert "canonical" not in text


def test_no_page_of_results_is_kept_in_memory():
    """Anybody could fill the page cache with words of their own."""
    assert "/cari/".startswith(PRIVATE_PATHS)


@pytest.mark.parametrize(
    "typed",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "\x00'\"\\%_:&|!()*" * 99},
        {"q": "ikan", "dari": "kemarin", "sampai": "31-12-2026"},
        {"q": "ikan", "dari": "0001-01-01", "sampai": "9999-12-31"},
        {"q": "ikan", "urut": "apa", "lain": "x"},
        {"q": "ikan", "penulis": "Tidak Dikenal"},
        {"q": "ikan", "dari": "2026-06-02", "sampai": "2026-06-01"},
        {"q": "yang"},
        {"q": "-ikan"},
        {},
    ],
)
def test_nothing_that_can_be_typed_is_an_error(client, typed):
    _response, text = page(client, **typed)
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "typed", [{"kanal": "tidak-ada"}, {"sebelum": "x"}, {"sebelum": "0-1"}, {"sebelum": "9" * 50}]
)
def test_an_address_that_leads_nowhere_is_an_unknown_page(client, typed):
    make_article(headline="Ikan")
    assert client.get("/cari/", {"q": "ikan", **typed}).status_code == 404


def test_results_are_narrowed_and_sorted_by_plain_controls(client):
    section, author = make_section(name="Laut", slug="laut"), make_author(name="Sari Dewi")
    hour = timezone.now() - datetime.timedelta(days=3)
    old = make_article(headline="Ikan Tuna", section=section, authors=[author], published_at=hour)
    new = make_article(headline="Panen Raya", body="<p>Ikan melimpah.</p>")
    found = {
        name: [hit.article for hit in page(client, q="ikan", **typed)[0].context["results"]]
        for name, typed in {
            "relevant": {},
            "newest": {"urut": "terbaru"},
            "section": {"kanal": "laut"},
            "author": {"penulis": "sari dewi"},
            "slug": {"penulis": author.slug},
            "since": {"dari": (timezone.localdate() - datetime.timedelta(days=1)).isoformat()},
            "until": {"sampai": timezone.localdate(hour).isoformat()},
        }.items()
    }
    assert found.pop("relevant") == [old, new]
    assert found.pop("newest") == [new, old]
    assert found.pop("since") == [new]
    assert set(map(tuple, found.values())) == {(old,)}
    _response, text = page(client, q="ikan", kanal="laut", urut="terbaru")
    assert '<option value="laut" selected>' in text and '<option value="terbaru" selected>' in text


def test_the_next_page_is_a_link_that_keeps_what_was_chosen(client):
    section, author = make_section(slug="laut"), make_author()
    for number in range(22):
        make_article(headline=f"Ikan {number}", section=section, authors=[author])
    response, text = page(client, q="ikan", kanal="laut")
    address = response.context["older_address"]
    assert "q=ikan" in address and "kanal=laut" in address and "sebelum=" in address
    assert 'rel="next"' in text
    second = client.get(f"/cari/{address}")
    assert [len(response.context["results"]), len(second.context["results"])] == [20, 2]
    assert not second.context["older_address"]


def test_a_misspelling_leads_to_what_was_meant(client):
    make_article(headline="Kebakaran Pasar")
    _response, text = page(client, q="kebakran")
    assert "Mungkin maksud Anda:" in text
    assert 'href="?q=kebakaran"' in text
    _response, text = page(client, q="zzzzzz")
    assert "Mungkin maksud" not in text and "zzzzzz" in text


def test_the_page_asks_the_same_number_of_queries_for_two_stories_as_for_twenty(client, django_assert_max_num_queries):
    section, author, photo = make_section(), make_author(), make_photo(renditions=True)
    for _ in range(2):
        make_article(headline="Ikan", section=section, authors=[author], lead_photo=photo)
    with django_assert_max_num_queries(21):
        page(client, q="ikan")
    for _ in range(20):
        make_article(headline="Ikan", section=section, authors=[author], lead_photo=photo)
    with django_assert_max_num_queries(21):
        page(client, q="ikan")


def test_every_page_leads_to_search(client):
    """CONVENTIONS A5."""
    assert '<form class="masthead__search" action="/cari/" method="get"' in client.get("/").content.decode()


# The desk


def test_the_list_of_stories_finds_every_state_by_any_word(client):
    client.force_login(make_staff())
    section = make_section()
    stories = {
        "draft": make_article(status="draft", body="<p>Mercusuar tua.</p>"),
        "published": make_article(tags=["mercusuar"], section=section),
        "withdrawn": make_article(status="withdrawn", deck="Mercusuar roboh."),
        "scheduled": make_article(headline="Mercusuar", published_at=timezone.now() + datetime.timedelta(days=1)),
    }

    def found(**query):
        shown = client.get("/admin/articles/article/", query).context["cl"].result_list
        return {story.pk for story in shown}

    assert found(q="mercusuar") == {story.pk for story in stories.values()}
    assert found(q="mercus") == {stories["scheduled"].pk}  # while one types, by the headline
    assert found(q="mercusuar", state="draft") == {stories["draft"].pk}
    assert found(q="mercusuar", section__id__exact=str(section.pk)) == {stories["published"].pk}
    assert found(q="mercusuar -roboh -tua", state="published") == {stories["published"].pk}
    assert found(q="\"'") == set()


def test_the_pickers_find_published_stories_by_any_word_newest_first(client, editor):
    client.force_login(editor)
    old = make_article(headline="Lampu Padam", body="<p>Mercusuar tua.</p>", published_at=at("2026-01-01 08:00"))
    new = make_article(headline="Mercusuar Baru")
    make_article(headline="Mercusuar Draf", status="draft")

    def picked(typed):
        return [story["id"] for story in client.get("/admin/articles/article/picker/", {"q": typed}).json()["results"]]

    assert picked("mercusuar") == [new.pk, old.pk]
    assert picked("mercusuar bar") == [new.pk]
    assert picked(str(old.pk)) == [old.pk]
    assert picked("?") == []


def test_the_photo_dialog_and_the_library_find_more_than_titles(client, editor):
    client.force_login(editor)
    photo = make_photo(caption="Nelayan memperbaiki jala.", city="Tanjung Arum", renditions=True)
    make_photo(caption="Lain.", renditions=True)
    for typed in ("jala", "tanjung", photo.title):
        answer = client.get("/admin/articles/photo/picker/", {"q": typed}).json()
        assert [found["id"] for found in answer["results"]] == [photo.pk], typed
    shown = client.get("/admin/articles/photo/", {"q": "nelayan"}).context["cl"].result_list
    assert [found.pk for found in shown] == [photo.pk]
