"""The readers' pages: what they show, at which address, at what cost."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.listing import Cursor
from articles.models import Article, Correction, Slot

from .factories import at, make_article, make_author, make_photo, make_section
from .rankings import stories_of

pytestmark = pytest.mark.django_db


def text_of(response):
    """The words of a page as a reader gets them, white space folded."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        def __init__(self):
            super().__init__()
            self.words, self.hidden = [], 0

        def handle_starttag(self, tag, attributes):
            self.hidden += tag in ("script", "style")

        def handle_endtag(self, tag):
            self.hidden -= tag in ("script", "style")

        def handle_data(self, data):
            if not self.hidden:
                self.words.append(data)

    parser = Words()
    parser.feed(response.content.decode())
    return " ".join("".join(parser.words).split())


@pytest.fixture
def story(settings):
    """The story of the table that the site is built around."""
    settings.SITE_NAME = "Media"
    return make_article(
        headline="Pelabuhan Kecil Dibuka Kembali",
        deck="Kapal pertama bersandar setelah dua tahun.",
        section=make_section(name="Global", slug="global"),
        authors=[make_author(name="Rani Kusumawati")],
        dateline="Jakarta",
        body="<p>Kapal pertama bersandar pukul enam.</p><h2>Dua tahun menunggu</h2><p>Warga bersorak.</p>",
        lead_photo=make_photo(
            title="20150626-Wawancara-Jakarta",
            caption="Petugas memberi keterangan, Jakarta, Jumat (26/6/2015).",
            agency="Media",
            photographer="Tono Wirasena",
            renditions=True,
        ),
        tags=["pelabuhan"],
        published_at=at("2016-05-31 02:49"),
    )


def test_the_article_page_has_every_element_in_its_order(client, story):
    """CONVENTIONS I17, I18, I25, I26."""
    page = text_of(client.get(story.get_absolute_url()))
    elements = [
        "Global",
        "Pelabuhan Kecil Dibuka Kembali",
        "Kapal pertama bersandar setelah dua tahun.",
        "oleh Rani Kusumawati diperbarui 31 Mei 2016, 02:49 WIB",
        "Diterbitkan 31 Mei 2016, 02:49 WIB",
        "20150626-Wawancara-Jakarta",
        "Petugas memberi keterangan, Jakarta, Jumat (26/6/2015).",
        "(Media/Tono Wirasena)",
        "Media, Jakarta - Kapal pertama bersandar pukul enam.",
        "Dua tahun menunggu",
        "pelabuhan",
    ]
    start = page.index("Beranda")
    places = []
    for element in elements:
        start = page.index(element, start)
        places.append(start)
    assert places == sorted(places)
    for furniture in ("Populer", "Berita Terkini", "Selengkapnya"):
        assert furniture in page


def test_the_dateline_is_bold_and_opens_the_first_paragraph(client, story):
    """CONVENTIONS I26."""
    page = client.get(story.get_absolute_url()).content.decode()
    assert '<p><strong class="dateline">Media, Jakarta</strong> - Kapal pertama' in page


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Ana"], "oleh Ana diperbarui"),
        (["Ana", "Budi"], "oleh Ana dan Budi diperbarui"),
        (["Ana", "Budi", "Cici"], "oleh Ana, Budi, dan Cici diperbarui"),
    ],
)
def test_bylines_are_joined_as_a_sentence(client, names, line):
    article = make_article(authors=[make_author(name=name) for name in names])
    assert line in text_of(client.get(article.get_absolute_url()))


def test_the_caption_and_alternative_text_of_this_use_win(client):
    """CONVENTIONS A1."""
    article = make_article(
        lead_photo=make_photo(caption="Umum.", renditions=True), lead_caption="Khusus.", lead_alt_text="Perahu biru"
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Khusus." in page
    assert "Umum." not in page
    assert 'alt="Perahu biru"' in page


def test_a_correction_stands_on_the_story_with_its_own_time(client):
    """CONVENTIONS I4, I5."""
    article = make_article()
    Correction.objects.create(article=article, kind="ralat", text="Nama diperbaiki.", posted_at=at("2016-05-31 02:49"))
    page = text_of(client.get(article.get_absolute_url()))
    assert "Ralat" in page
    assert "Selasa, 31 Mei 2016, 02:49 WIB" in page
    assert "Nama diperbaiki." in page


def test_an_unverified_story_ends_with_a_notice_in_parentheses_and_italics(client):
    """CONVENTIONS I2."""
    article = make_article(is_unverified=True)
    page = client.get(article.get_absolute_url()).content.decode()
    notice = page.index("<em>(")
    assert page.index("Penumpangnya dua puluh orang.") < notice


@pytest.mark.parametrize("label", ["opini", "analisis", "advertorial"])
def test_a_label_stands_on_the_page_and_on_the_card(client, label):
    """CONVENTIONS I10."""
    article = make_article(label=label)
    for address in (article.get_absolute_url(), article.section.get_absolute_url()):
        assert label in text_of(client.get(address)).lower()


@pytest.mark.parametrize("wrong", ["/lain/read/{id}/{slug}/", "/{section}/read/{id}/salah/", "/{section}/read/{id}/"])
def test_a_wrong_address_leads_to_the_right_one(client, story, wrong):
    """CONVENTIONS I22, I28."""
    address = wrong.format(section=story.section.slug, id=story.pk, slug=story.slug)
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_drafts_scheduled_and_unknown_stories_answer_alike(client):
    draft = make_article(status="draft", slug="rahasia")
    scheduled = make_article(published_at=timezone.now() + datetime.timedelta(hours=1))
    answers = [
        client.get(f"/{story.section.slug}/read/{number}/{story.slug}/")
        for story, number in ((draft, draft.pk), (scheduled, scheduled.pk), (draft, 987654), (draft, 10**30))
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/tidak-ada/", "/tag/tidak-ada/", "/penulis/tidak-ada/", "/indeks/2016/02/30/", "/indeks/0000/01/01/", "/indeks/0001/01/01/", "/indeks/?tanggal=0001-01-01",
        "/indeks/9999/12/31/", "/indeks/2016/5/1/", "/indeks/?tanggal=kemarin", "/indeks/?tanggal=2016-02-30",
        "/indeks/2016/05/31/?sebelum=x", "/global/read/x/y/", "/global/read/1/y/extra/",
    ],
)  # fmt: skip
def test_malformed_addresses_are_not_found(client, address):
    make_section(slug="global")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "cursor",
    ["x", "-1-1", "1-", "1", "1-1-1", "999999999999999999-1", "9" * 40, "1-" + "9" * 30, "%00", "١-١", "1.5-2"],
)
@pytest.mark.parametrize("kind", ["section", "tag", "author", "day"])
def test_malformed_cursors_are_not_found(client, cursor, kind):
    article = make_article(tags=["laut"])
    address = {
        "section": article.section.get_absolute_url(),
        "tag": article.tags.get().get_absolute_url(),
        "author": article.bylines.get().author.get_absolute_url(),
        "day": reverse("index_of_day", args=[timezone.localdate()]),
    }[kind]
    assert client.get(f"{address}?sebelum={cursor}").status_code == 404


@pytest.mark.parametrize("kind", ["section", "tag", "author"])
def test_an_archive_is_read_to_its_end_without_gap_or_double(client, kind):
    section, author = make_section(), make_author()
    hour = timezone.now() - datetime.timedelta(days=1)
    stories = [
        # Several share an hour, so that the number has to decide.
        make_article(
            section=section,
            authors=[author],
            tags=["laut"],
            published_at=hour - datetime.timedelta(minutes=number // 3),
        )
        for number in range(45)
    ]
    make_article(section=section, authors=[author], tags=["laut"], status="draft")
    address = {
        "section": section.get_absolute_url(),
        "tag": stories[0].tags.get().get_absolute_url(),
        "author": author.get_absolute_url(),
    }[kind]
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(address, {"sebelum": cursor} if cursor else {}).context["page"]
        seen += [story.pk for story in page]
        cursor = str(page.older) if page.older else None
    last = Article.objects.get(pk=seen[-1])
    past_the_end = Cursor(last.published_at, last.pk)
    assert client.get(address, {"sebelum": str(past_the_end)}).status_code == 404
    assert len(seen) == len(set(seen)) == 45
    assert seen == list(Article.objects.published().newest_first().values_list("pk", flat=True))


def test_the_index_has_the_stories_of_the_day_in_the_sites_zone(client, time_machine):
    """CONVENTIONS I16, I28."""
    time_machine.move_to(at("2016-06-02 12:00"))
    late = make_article(published_at=at("2016-05-31 23:59"))
    early = make_article(published_at=at("2016-05-31 00:00"))
    next_day = make_article(published_at=at("2016-06-01 00:00"))
    page = client.get("/indeks/2016/05/31/")
    assert [story.pk for story in page.context["page"]] == [late.pk, early.pk]
    assert page.context["later"] == datetime.date(2016, 6, 1)
    assert page.context["earlier"] is None
    assert next_day.headline in client.get("/indeks/2016/06/01/").content.decode()


def test_the_date_picker_leads_to_the_day(client):
    response = client.get("/indeks/", {"tanggal": "2016-05-31"})
    assert response["Location"] == "/indeks/2016/05/31/"


def test_the_index_of_tomorrow_is_not_found(client):
    """CONVENTIONS I28."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert client.get(reverse("index_of_day", args=[tomorrow])).status_code == 404


def test_the_front_page_leads_with_the_slot_and_then_the_newest(client):
    chosen = make_article(published_at=timezone.now() - datetime.timedelta(days=3))
    newest = make_article()
    Slot.objects.create(position=1, article=chosen)
    context = client.get("/").context
    assert stories_of([context["lead"], *context["others"]]) == [chosen, newest]


def test_a_slot_ends_at_its_hour(client, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    newest = make_article(published_at=at("11:00"))
    chosen = make_article(published_at=at("10:00"))
    Slot.objects.create(position=1, article=chosen, until=at("13:00"))
    assert client.get("/").context["lead"].pk == chosen.pk
    time_machine.move_to(at("13:00"), tick=False)
    assert client.get("/").context["lead"].pk == newest.pk


def test_an_empty_site_has_pages_too(client):
    for address in ("/", "/populer/", "/indeks/"):
        assert client.get(address).status_code == 200


def test_pages_set_no_cookie(client):
    article = make_article(tags=["laut"])
    for address in ("/", article.get_absolute_url(), article.section.get_absolute_url(), "/populer/", "/indeks/"):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_the_error_page_renders_without_a_database(settings):
    """No database fixture is at hand for the handler: a query would raise."""
    from django.test import RequestFactory

    from articles.views import server_error

    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert settings.SITE_NAME in response.content.decode()


def test_while_the_database_is_away_readers_are_told_to_try_again():
    from django.db import OperationalError
    from django.test import RequestFactory

    from articles.views import server_error

    try:
        raise OperationalError
    except OperationalError:
        response = server_error(RequestFactory().get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "10")


@pytest.fixture
def full_site(story):
    """As many of everything as a page shows, so that a query per row would be seen."""
    section, author = story.section, story.bylines.get().author
    for number in range(25):
        make_article(
            section=section,
            authors=[author, make_author()],
            tags=["pelabuhan", f"tag-{number}"],
            lead_photo=make_photo(rendition_key="0" * 32),
        )
    return story


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("front", 8),
        ("article", 9),
        ("section", 8),
        ("tag", 7),
        ("author", 7),
        ("popular", 4),
        ("index", 7),
    ],
)
def test_a_page_costs_a_fixed_number_of_queries(client, full_site, django_assert_num_queries, address, queries):
    url = {
        "front": "/",
        "article": full_site.get_absolute_url(),
        "section": full_site.section.get_absolute_url(),
        "tag": full_site.tags.get().get_absolute_url(),
        "author": full_site.bylines.get().author.get_absolute_url(),
        "popular": "/populer/",
        "index": "/indeks/",
    }[address]
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


def test_a_body_costs_one_query_for_each_kind_of_reference(client, django_assert_num_queries):
    photos = [make_photo(rendition_key="0" * 32) for _ in range(3)]
    others = [make_article() for _ in range(3)]
    article = make_article(
        body="<p>Awal.</p>"
        + "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)
        + "".join(f'<aside data-article="{other.pk}"></aside>' for other in others)
    )
    with django_assert_num_queries(10):
        page = client.get(article.get_absolute_url()).content.decode()
    assert all(other.get_absolute_url() in page for other in others)
    assert all(photo.credit in page for photo in photos)


def test_a_reference_to_an_unpublished_story_leaves_no_trace(client):
    hidden = make_article(status="draft", headline="Belum Boleh Terbaca")
    article = make_article(body=f'<p>Awal.</p><aside data-article="{hidden.pk}"></aside>')
    assert "Belum Boleh Terbaca" not in client.get(article.get_absolute_url()).content.decode()


def test_only_safe_methods_are_answered():
    article = make_article()
    assert Client().post(article.get_absolute_url()).status_code == 405
