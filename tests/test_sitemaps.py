"""Sitemaps: written from CONVENTIONS 1.3 and the rules of the sitemap, image and news schemas."""

import datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import sitemaps
from articles.models import Article, Tag

from .exits import SPACES, local, xml
from .factories import at, make_article, make_author, make_photo, make_section
from .rules import check_sitemap_index, check_urlset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def files(client):
    return [local(sitemap[0].text) for sitemap in check_sitemap_index(xml(client, "/sitemap.xml"))]


def pages(client, file):
    return [local(url[0].text) for url in check_urlset(xml(client, file))]


@pytest.fixture
def story():
    return make_article(
        section=make_section(name="Global", slug="global"),
        authors=[make_author(slug="rani")],
        tags=["kafé laut"],
        lead_photo=make_photo(rendition_key="0" * 32),
        published_at=at("2016-05-31 23:59"),
        updated_at=at("2016-06-02 08:00"),
    )


def test_the_index_names_a_file_for_each_month_that_has_stories(client, story):
    """CONVENTIONS G22, G26: months begin in the site's zone."""
    make_article(published_at=at("2016-07-01 00:00"))
    make_article(published_at=timezone.now() + datetime.timedelta(days=90))
    make_article(status="draft")
    part = -(-story.tags.get().pk // sitemaps.A_FILE)
    assert files(client) == [
        "/sitemap/kanal.xml",
        f"/sitemap/topik-{part}.xml",
        f"/sitemap/penulis-{-(-story.bylines.get().author_id // sitemaps.A_FILE)}.xml",
        "/sitemap/artikel-2016-05.xml",
        "/sitemap/artikel-2016-07.xml",
    ]


def test_every_public_page_is_in_one_of_the_files_and_answers(client, story):
    listed = [page for file in files(client) for page in pages(client, file)]
    assert len(listed) == len(set(listed))
    for thing in (story, story.section, story.tags.get(), story.bylines.get().author):
        assert thing.get_absolute_url() in listed
    for page in listed:
        assert client.get(page).status_code == 200, page


def test_an_empty_site_has_a_sitemap(client):
    assert files(client) == ["/sitemap/kanal.xml"]
    assert pages(client, "/sitemap/kanal.xml") == ["/", "/populer/", "/indeks/"]


def test_a_story_has_its_last_update_and_its_picture(client, story):
    """CONVENTIONS G25, G26: lastmod with its offset."""
    (url,) = check_urlset(xml(client, "/sitemap/artikel-2016-05.xml"))
    assert url.findtext("map:lastmod", "", SPACES) == "2016-06-02T08:00:00+07:00"
    assert local(url.findtext("image:image/image:loc", "", SPACES)).startswith("/media/")


def test_a_story_without_a_photo_has_no_picture(client):
    make_article(published_at=at("2016-05-31 12:00"))
    (url,) = check_urlset(xml(client, "/sitemap/artikel-2016-05.xml"))
    assert url.findall("image:image", SPACES) == []


def test_withdrawn_and_unpublished_stories_are_in_no_file(client, story):
    """CONVENTIONS I9."""
    make_article(
        status="withdrawn", published_at=at("2016-05-30 12:00"), tags=["hilang"], authors=[make_author(slug="hilang")]
    )
    make_article(status="draft", tags=["rahasia"])
    listed = " ".join(page for file in files(client) for page in pages(client, file))
    assert story.get_absolute_url() in listed
    assert "hilang" not in listed
    assert "rahasia" not in listed
    assert pages(client, "/sitemap/artikel-2016-05.xml") == [story.get_absolute_url()]


@pytest.mark.parametrize(
    "address",
    ["artikel-2016-04", "artikel-2016-13", "artikel-2016-05-32", "artikel-2016-05-01", "topik-0", "topik-999999", "penulis-x", "lain", f"topik-{10**30}"],
)  # fmt: skip
def test_a_file_of_nothing_is_not_found(client, story, address):
    assert client.get(f"/sitemap/{address}.xml").status_code == 404


def test_a_month_with_more_stories_than_a_file_takes_has_a_file_for_each_day(client, monkeypatch):
    """CONVENTIONS G22."""
    monkeypatch.setattr(sitemaps, "A_FILE", 3)
    stories = [make_article(published_at=at(f"2016-05-{day:02} 12:00")) for day in (1, 1, 9, 31)]
    few = make_article(published_at=at("2016-06-01 12:00"))
    of_stories = [file for file in files(client) if "artikel" in file]
    assert of_stories == [
        *(f"/sitemap/artikel-2016-05-{day}.xml" for day in ("01", "09", "31")),
        "/sitemap/artikel-2016-06.xml",
    ]
    listed = [page for file in of_stories for page in pages(client, file)]
    assert sorted(listed) == sorted(story.get_absolute_url() for story in (*stories, few))


def test_what_a_month_that_is_over_holds_is_asked_once_a_day(client, story):
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitemap.xml")
    assert not any("OFFSET" in query["sql"] for query in captured)


def test_the_news_are_those_of_two_days_without_what_is_paid_for(client, story):
    """CONVENTIONS G23, G24, I10."""
    fresh = make_article(headline="Kapal & Perahu <Baru>", published_at=timezone.now() - datetime.timedelta(hours=47))
    make_article(published_at=timezone.now() - datetime.timedelta(hours=49))
    make_article(label="advertorial")
    opinion = make_article(label="opini")
    root = check_urlset(xml(client, "/sitemap-news.xml"))
    assert [local(url[0].text) for url in root] == [opinion.get_absolute_url(), fresh.get_absolute_url()]
    news = root[1].find("news:news", SPACES)
    assert news.findtext("news:title", "", SPACES) == fresh.headline
    assert news.findtext("news:publication/news:name", "", SPACES) == settings.SITE_NAME
    assert news.findtext("news:publication/news:language", "", SPACES) == "id"
    told = datetime.datetime.fromisoformat(news.findtext("news:publication_date", "", SPACES))
    assert told == fresh.published_at.replace(microsecond=0)


def test_the_hour_of_the_news_is_that_of_the_first_publication(client):
    """CONVENTIONS G24."""
    hour = timezone.now() - datetime.timedelta(hours=5)
    make_article(published_at=hour, updated_at=timezone.now())
    told = xml(client, "/sitemap-news.xml").findtext(".//news:publication_date", "", SPACES)
    assert datetime.datetime.fromisoformat(told) == hour.replace(microsecond=0)


def test_the_name_of_the_site_has_no_parenthesis_for_google_news(client, settings):
    """CONVENTIONS G24."""
    settings.SITE_NAME = "Media (Jakarta)"
    make_article()
    assert xml(client, "/sitemap-news.xml").findtext(".//news:name", "", SPACES) == "Media"


def test_the_news_are_a_thousand_at_most(client, monkeypatch):
    """CONVENTIONS G23."""
    assert sitemaps.NEWS_MOST == 1000
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 2)
    for _ in range(3):
        make_article()
    assert len(xml(client, "/sitemap-news.xml")) == 2


def test_without_news_the_file_is_empty_and_stands(client):
    """CONVENTIONS G23: an empty file is allowed."""
    assert len(xml(client, "/sitemap-news.xml")) == 0


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/sitemap.xml", 8),
        ("/sitemap/kanal.xml", 1),
        ("/sitemap/artikel-2016-05.xml", 1),
        ("/sitemap/artikel-2016-05-31.xml", 1),
        ("/sitemap-news.xml", 2),
    ],
)
def test_a_sitemap_costs_a_fixed_number_of_queries(client, story, django_assert_num_queries, address, queries):
    for month in range(1, 13):
        make_article(published_at=at(f"2015-{month:02}-01 12:00"), tags=[f"tag-{month}"])
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_the_lists_cost_one_query_each(client, story, django_assert_num_queries):
    for file in files(client)[1:3]:
        with django_assert_num_queries(1):
            client.get(file)


def test_months_are_found_however_far_they_lie_apart():
    for hour in ("1998-05-21 09:00", "2026-01-01 00:00"):
        make_article(published_at=at(hour))
    assert Article.objects.months() == [datetime.date(1998, 5, 1), datetime.date(2026, 1, 1)]


def test_tags_are_numbered_into_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "A_FILE", 2)
    make_article(tags=[f"tag {number}" for number in range(5)])
    of_tags = [file for file in files(client) if "topik" in file]
    assert len(of_tags) >= 3
    listed = [page for file in of_tags for page in pages(client, file)]
    assert sorted(listed) == sorted(tag.get_absolute_url() for tag in Tag.objects.all())
