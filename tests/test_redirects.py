"""Old addresses: asked after a 404 alone, in any of their spellings, without chains and circles, whoever wrote them down."""

import pytest
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import edition, redirects
from newsroom import page_cache

from .factories import make_article, make_author, make_section, make_staff, make_tag
from .test_page_cache import Reader

pytestmark = pytest.mark.django_db


def add(old, new=""):
    return Redirect.objects.create(site_id=1, old_path=old, new_path=new)


def led(client, address):
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


def test_an_old_address_leads_to_the_new_one(client):
    story = make_article()
    redirects.remember("/2016/05/31/judul-lama/", story.get_absolute_url())
    assert led(client, "/2016/05/31/judul-lama/") == (301, story.get_absolute_url())


@pytest.mark.parametrize(
    "asked",
    ["/2016/05/31/banjir-%e2%80%9cbesar%e2%80%9d/", "/2016/05/31/banjir-%E2%80%9Cbesar%E2%80%9D", "/2016/05/31/banjir-“besar”/?utm_source=x&replytocom=3"],
)  # fmt: skip
@pytest.mark.parametrize("kept", ["/2016/05/31/banjir-%E2%80%9cbesar%E2%80%9D", "/2016/05/31/banjir-“besar”/"])
def test_an_old_address_is_known_in_any_spelling(client, kept, asked):
    redirects.remember(kept, "/populer/")
    assert led(client, asked) == (301, "/populer/")


def test_the_numbers_of_wordpress_are_known(client):
    redirects.remember("/?p=123", "/populer/")
    assert led(client, "/?p=123") == (301, "/populer/")
    assert led(client, "/?utm_source=x&p=123&preview=true") == (301, "/populer/")
    assert led(client, "/?p=124")[0] == 404
    assert led(client, "/?p=semua")[0] == 200
    assert led(client, "/")[0] == 200


def test_the_page_cache_lets_those_numbers_through_at_the_front_page_alone():
    class Site:
        asked = []

        def __call__(self, environ, start_response):
            self.asked.append((environ["PATH_INFO"], environ["QUERY_STRING"]))
            start_response("200 OK", [])
            return [b""]

        def read_edition(self):
            return 1

        def read_next_change(self):
            return float("inf")

    site = Site()
    reader = Reader(site)
    for address in ("/?p=123&utm_source=x", "/?p=123", "/?p=124", "/?p=x", "/", "/nasional/?p=1", "/nasional/?p=2"):
        reader.get(address)
    assert site.asked == [("/", "p=123"), ("/", "p=124"), ("/", ""), ("/nasional/", "")]
    assert set(redirects.OLD_NUMBERS) == page_cache.OLD_NUMBERS


def test_a_living_page_is_never_hidden(client):
    story = make_article()
    for address in (story.get_absolute_url(), story.section.get_absolute_url(), "/populer/"):
        add(address, "/indeks/")
        assert client.get(address).status_code == 200


def test_an_empty_target_says_that_the_page_is_gone(client):
    add("/sayembara-2014/")
    response = client.get("/sayembara-2014/")
    assert response.status_code == 410
    assert "Halaman ini sudah tidak ada" in response.content.decode()
    assert "noindex" in response.content.decode()


def test_an_unknown_address_costs_one_query_for_redirects(client):
    for number in range(20):
        add(f"/lama-{number}/", "/populer/")
    client.get("/bukan/apa/apa/")
    for address in ("/bukan/apa/apa/", "/bukan-apa-apa.php", "/bukan/rss/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 404
        assert len([query for query in captured if "django_redirect" in query["sql"]]) == 1


def test_what_no_row_can_hold_is_not_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert redirects.find("/" + "a" * 300) is None
        assert redirects.find("/a\x00b/") is None
        assert redirects.find("/") is None


@pytest.mark.parametrize(
    ("address", "status"), [("/a%00b/", 404), ("/%ff%fe/", 404), ("/tag/%00/", 404), ("/" + "%E2%80%9C" * 90, 404)]
)
def test_a_strange_address_is_no_failure(client, address, status):
    assert client.get(address).status_code == status


def test_a_chain_is_shortened_from_both_ends(client):
    add("/a/", "/b/")
    add("/b/", "/c/")
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/a/": "/c/", "/b/": "/c/"}
    add("/z/", "/a")
    assert led(client, "/z/") == (301, "/c/")


@pytest.mark.parametrize(
    ("old", "new"), [("/a/", "/a/"), ("/a/", "/a"), ("/c", "/a/"), ("/c/", "/b"), ("/a%20b/", "http://127.0.0.1:8000/a%20b")]
)  # fmt: skip
def test_a_circle_is_refused_with_one_sentence(old, new):
    add("/a/", "/b/")
    add("/b/", "/c/")
    with pytest.raises(ValidationError) as refusal:
        add(old, new)
    assert len(refusal.value.messages) == 1
    assert "berputar" in refusal.value.messages[0]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "//jahat.example/", "/\\jahat.example/", "\\\\jahat.example", "/%2F/jahat.example/", "data:text/html,x",
        "ftp://berkas.example/", "http:///x", "https://", "http://[::1", "populer/", "mailto:a@b.example", "/a b/", "/a\nb/",
        "http://127.0.0.1:8000//jahat.example/", "/" + "a" * 250,
    ],
)  # fmt: skip
def test_a_target_is_a_path_of_ours_or_a_whole_address(target):
    with pytest.raises(ValidationError) as refusal:
        redirects.new_address(target)
    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/populer/", "/populer/"),
        ("http://127.0.0.1:8000/populer/", "/populer/"),
        ("HTTPS://127.0.0.1:8000/populer/?a=1#b", "/populer/?a=1#b"),
        ("https://lain.example/ä?x=1", "https://lain.example/%C3%A4?x=1"),
        ("/topik/“banjir”/", "/topik/%E2%80%9Cbanjir%E2%80%9D/"),
        ("", ""),
    ],
)
def test_a_target_is_kept_in_one_form(target, kept):
    assert redirects.new_address(target) == kept


@pytest.mark.parametrize(
    "old", ["", "a/", "//a/", "/", "https://lain.example/a/", "/index.php?id=5", "/a/?p=3", "/?p=x", "http://[::1"]
)
def test_an_old_address_is_a_path_of_ours(old):
    with pytest.raises(ValidationError):
        redirects.old_address(old)


@given(st.text(max_size=80))
def test_any_text_is_kept_or_refused(text):
    for kept in (redirects.old_address, redirects.new_address):
        try:
            once = kept(text)
        except ValidationError:
            continue
        assert once == "" or once.startswith(("/", "http"))
        assert not once.startswith(("//", "/\\"))
        assert kept(once) == once


def test_remembering_twice_keeps_the_newest_and_forgets_what_led_away_from_it(client):
    redirects.remember("/a/", "/populer/")
    redirects.remember("/a", "/indeks/")
    assert Redirect.objects.count() == 1
    assert led(client, "/a/") == (301, "/indeks/")
    redirects.remember("/b/", "/a/")
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/b/", "/a/")]
    assert redirects.remember("/b/", "/b") is None


@pytest.mark.parametrize(
    ("make", "address"), [(make_section, "/{}/"), (make_tag, "/tag/{}/"), (make_author, "/penulis/{}/")]
)
def test_what_is_renamed_is_found_under_its_old_addresses(client, make, address):
    thing = make(name="Lama", slug="lama")
    for slug in ("kedua", "ketiga"):
        thing.slug = slug
        thing.save()
    for old in ("lama", "kedua"):
        assert led(client, address.format(old)) == (301, address.format("ketiga"))
        assert led(client, address.format(old) + "rss/") == (301, address.format("ketiga") + "rss/")
    thing.slug = "lama"
    thing.save()
    assert client.get(address.format("lama")).status_code == 200
    assert led(client, address.format("ketiga")) == (301, address.format("lama"))


def test_a_page_of_an_old_list_stays_that_page(client):
    section = make_section(slug="lama")
    section.slug = "baru"
    section.save()
    assert led(client, "/lama/?sebelum=1-1") == (301, "/baru/?sebelum=1-1")


def test_stories_of_a_renamed_section_are_found_by_their_number(client):
    story = make_article(section=make_section(slug="lama"))
    old = story.get_absolute_url()
    story.section.slug = "baru"
    story.section.save()
    assert led(client, old) == (301, old.replace("/lama/", "/baru/"))


def test_a_new_section_takes_over_an_old_address(client):
    section = make_section(slug="lama")
    section.slug = "baru"
    section.save()
    again = make_section(slug="lama")
    assert client.get("/lama/").status_code == 200
    again.delete()
    assert client.get("/lama/").status_code == 404


def test_what_is_deleted_is_led_to_no_more(client):
    tag = make_tag(slug="lama")
    tag.slug = "baru"
    tag.save()
    tag.delete()
    assert client.get("/tag/lama/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "act", [lambda row: row.save(), lambda row: row.delete(), lambda row: redirects.remember("/b/", "/a/")]
)
def test_a_redirect_that_changes_begins_a_new_edition(act):
    row = add("/a/", "/populer/")
    before = edition.current()
    act(row)
    assert edition.current() != before


def test_the_site_of_the_table_follows_the_settings(settings):
    site = Site.objects.get(pk=settings.SITE_ID)
    assert (site.domain, site.name) == ("127.0.0.1:8000", settings.SITE_NAME)


# At the desk

ADD = "/admin/redirects/redirect/add/"


@pytest.fixture
def managing_editor(client):
    client.force_login(make_staff("Redaktur Pelaksana"))


def test_the_managing_editor_keeps_redirects(client, managing_editor):
    client.post(ADD, {"old_path": "http://127.0.0.1:8000/Judul%20Lama", "new_path": " /populer/ "})
    row = Redirect.objects.get()
    assert (row.old_path, row.new_path) == ("/Judul%20Lama", "/populer/")
    assert "/Judul%20Lama" in client.get("/admin/redirects/redirect/?q=Judul").content.decode()
    client.post(f"/admin/redirects/redirect/{row.pk}/change/", {"old_path": row.old_path, "new_path": ""})
    assert client.get("/Judul%20Lama/").status_code == 410


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("/a/", "/x/", "sudah dialihkan"),
        ("/b/", "/a/", "berputar"),
        ("/c/", "javascript:alert(1)", "http://"),
        ("/?id=3", "/x/", "tanda tanya"),
        ("/" + "a" * 300, "/x/", "200"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_lost(client, managing_editor, old, new, words):
    add("/a/", "/b/")
    page = client.post(ADD, {"old_path": old, "new_path": new})
    assert page.status_code == 200
    assert Redirect.objects.count() == 1
    assert words in page.content.decode()
    assert new in page.content.decode()
