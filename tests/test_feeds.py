"""Feeds: RSS 2.0 and JSON Feed, parsed strictly (CONVENTIONS 1.5)."""

import datetime
import json
import re
from email.utils import parsedate_to_datetime

import pytest
from django.conf import settings
from django.utils import timezone

from articles import syndication
from articles.models import Article, Correction
from newsroom.edition_clock import EditionClock
from newsroom.page_cache import KEPT_STATUSES, PageCache

from .exits import SPACES, local, xml
from .factories import at, make_article, make_author, make_photo, make_section
from .rules import check_json_feed, check_rss

pytestmark = pytest.mark.django_db

ENCODED = f"{{{SPACES['content']}}}encoded"
CREATOR = f"{{{SPACES['dc']}}}creator"


@pytest.fixture
def story():
    related = make_article(published_at=at("2016-05-01 08:00"))
    photo = make_photo(rendition_key="0" * 32)
    return make_article(
        headline="Pelabuhan Kecil Dibuka Kembali",
        deck="Kapal pertama bersandar setelah dua tahun.",
        section=make_section(name="Global", slug="global"),
        authors=[make_author(name="Rani Kusumawati"), make_author(name="Tono Wirasena")],
        dateline="Jakarta",
        lead_photo=make_photo(rendition_key="0" * 32, title="Dermaga", caption="Warga di dermaga.", agency="Media", photographer="Winda"),
        body=f'<p>Kapal <a href="/indeks/">pertama</a> bersandar.</p><figure data-photo="{photo.pk}"></figure>'
        f'<aside data-article="{related.pk}"></aside><figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>',
        tags=["pelabuhan"],
        published_at=at("2016-05-31 02:49"),
        updated_at=at("2016-05-31 08:00"),
    )  # fmt: skip


def addresses(story):
    return {
        "site": "/rss/",
        "section": f"{story.section.get_absolute_url()}rss/",
        "tag": f"{story.tags.first().get_absolute_url()}rss/",
        "author": f"{story.bylines.first().author.get_absolute_url()}rss/",
    }


@pytest.mark.parametrize("kind", ["site", "section", "tag", "author"])
def test_a_channel_has_what_rss_asks_for(client, story, kind):
    """CONVENTIONS F1."""
    address = addresses(story)[kind]
    response = client.get(address)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    (channel,) = check_rss(xml(client, address))
    assert channel.findtext("language") == "id"
    (own,) = [link for link in channel.findall("atom:link", SPACES) if link.attrib["rel"] == "self"]
    assert local(own.attrib["href"]) == address
    assert channel.findtext("link") == settings.SITE_URL + address.removesuffix("rss/")
    assert channel.findtext("item/title") == story.headline
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == story.updated_at


def test_an_item_carries_the_whole_story(client, story):
    """CONVENTIONS F2: every author, an identity that is no address, content after the description."""
    item = xml(client, "/rss/").find("channel/item")
    names = [child.tag for child in item]
    assert item.findtext("title") == story.headline
    assert item.findtext("link") == settings.SITE_URL + story.get_absolute_url()
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("pubDate") == "Tue, 31 May 2016 02:49:00 +0700"
    assert [creator.text for creator in item.findall(CREATOR)] == ["Rani Kusumawati", "Tono Wirasena"]
    assert [category.text for category in item.findall("category")] == ["Global", "pelabuhan"]
    assert item.findtext("description") == story.deck
    assert names.index("description") < names.index(ENCODED)
    assert item.findall("enclosure") == []
    content = item.findtext(ENCODED)
    assert "Kabar Mandala, Jakarta</strong> - Kapal" in content


def test_nothing_in_a_feed_is_relative_or_runs(client, story):
    """CONVENTIONS F1, F2: absolute addresses, also of inline photos and of their other sizes."""
    content = xml(client, "/rss/").find("channel/item").findtext(ENCODED)
    links = re.findall(r'(?:href|src)="([^"]*)"', content)
    sources = [part.split()[0] for sizes in re.findall(r'srcset="([^"]*)"', content) for part in sizes.split(",")]
    assert len(links) >= 4
    assert sources
    assert all(link.startswith("https://www.youtube.com/") or local(link) for link in links)
    assert all(local(source).startswith("/media/") for source in sources)
    assert "<button" not in content
    assert "Baca juga" in content


def test_an_items_identity_outlives_its_address(client, story):
    """CONVENTIONS F2."""
    before = xml(client, "/rss/").find("channel/item")
    story.slug, story.section = "kata-lain", make_section()
    story.save()
    after = xml(client, "/rss/").find("channel/item")
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("link") != before.findtext("link")


def test_the_photo_comes_with_its_facts(client, story):
    """CONVENTIONS F3."""
    item = xml(client, "/rss/").find("channel/item")
    (picture,) = item.findall("media:content", SPACES)
    assert local(picture.attrib["url"]).endswith(".jpg")
    assert {name: picture.attrib[name] for name in ("type", "medium", "width", "height")} == {
        "type": "image/jpeg", "medium": "image", "width": "1280", "height": "720",
    }  # fmt: skip
    assert picture.findtext("media:title", "", SPACES) == "Dermaga"
    assert picture.findtext("media:description", "", SPACES) == "Warga di dermaga."
    assert picture.findtext("media:credit", "", SPACES) == "Media/Winda"
    assert local(picture.find("media:thumbnail", SPACES).attrib["url"]).endswith("16x9-320.jpg")


def test_a_label_stands_before_the_title(client):
    """CONVENTIONS I10."""
    story = make_article(label="advertorial")
    assert xml(client, "/rss/").findtext("channel/item/title") == f"Advertorial: {story.headline}"
    assert json.loads(client.get("/feed.json").content)["items"][0]["title"] == f"Advertorial: {story.headline}"


def test_corrections_and_the_notice_of_what_is_unverified_go_along(client):
    """CONVENTIONS I2, I4, I5."""
    story = make_article(is_unverified=True)
    Correction.objects.create(article=story, kind="ralat", text="Nama diperbaiki.", posted_at=at("2016-05-31 02:49"))
    content = xml(client, "/rss/").find("channel/item").findtext(ENCODED)
    assert "<em>(" in content
    assert "Ralat, Selasa, 31 Mei 2016, 02:49 WIB" in content
    assert "Nama diperbaiki." in content


def test_only_what_is_published_is_in_a_feed(client, story):
    make_article(status="draft", headline="Belum Boleh Terbaca", section=story.section)
    make_article(
        published_at=timezone.now() + datetime.timedelta(hours=1),
        headline="Besok Baru Terbaca", section=story.section, tags=["pelabuhan"], authors=[story.bylines.first().author],
    )  # fmt: skip
    for address in (*addresses(story).values(), "/feed.json"):
        page = client.get(address).content.decode()
        assert story.headline in page
        assert "Terbaca" not in page
    story.withdraw(by=None, reason="anak")
    for address in (*addresses(story).values(), "/feed.json"):
        assert story.headline not in client.get(address).content.decode()


def test_a_feed_is_the_newest_first_and_no_longer_than_it_says(client):
    for number in range(syndication.SIZE + 3):
        make_article(published_at=timezone.now() - datetime.timedelta(hours=number))
    titles = [item.findtext("title") for item in xml(client, "/rss/").findall("channel/item")]
    assert (
        titles
        == list(Article.objects.published().newest_first().values_list("headline", flat=True))[: syndication.SIZE]
    )


def test_a_feed_without_stories_is_a_feed(client):
    section = make_section(name="Kosong")
    assert xml(client, f"{section.get_absolute_url()}rss/").findall("channel/item") == []
    assert json.loads(client.get("/feed.json").content)["items"] == []


@pytest.mark.parametrize("address", ["/tidak-ada/rss/", "/tag/tidak-ada/rss/", "/penulis/tidak-ada/rss/"])
def test_a_feed_of_nothing_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_json_feed_has_what_its_version_asks_for(client, story):
    """CONVENTIONS F4."""
    response = client.get("/feed.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = check_json_feed(json.loads(response.content))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == settings.SITE_NAME
    assert local(feed["feed_url"]) == "/feed.json"
    assert feed["language"] == "id"
    item = feed["items"][0]
    assert isinstance(item["id"], str)
    assert item["id"] == xml(client, "/rss/").findtext("channel/item/guid")
    assert [author["name"] for author in item["authors"]] == ["Rani Kusumawati", "Tono Wirasena"]
    assert item["date_published"] == "2016-05-31T02:49:00+07:00"
    assert item["date_modified"] == "2016-05-31T08:00:00+07:00"
    assert "Kapal" in item["content_html"]
    assert item["attachments"] == [{"url": item["image"], "mime_type": "image/jpeg"}]
    assert "hubs" not in feed


def test_a_hub_is_named_in_header_and_feed_only_where_there_is_one(client, story, settings):
    """CONVENTIONS F5."""
    for address in (*addresses(story).values(), "/feed.json"):
        assert "Link" not in client.get(address)
        assert b"hub" not in client.get(address).content
    settings.WEBSUB_HUB_URL = "https://hub.example/"
    for address in (*addresses(story).values(), "/feed.json"):
        link = client.get(address)["Link"]
        assert link == f'<https://hub.example/>; rel="hub", <{settings.SITE_URL}{address}>; rel="self"'
    (hub,) = [
        link for link in xml(client, "/rss/").findall("channel/atom:link", SPACES) if link.attrib["rel"] == "hub"
    ]
    assert hub.attrib["href"] == "https://hub.example/"
    assert json.loads(client.get("/feed.json").content)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


@pytest.mark.parametrize(("kind", "queries"), [("site", 8), ("section", 9), ("tag", 10), ("author", 10), ("json", 8)])
def test_a_feed_costs_a_fixed_number_of_queries(client, story, django_assert_num_queries, kind, queries):
    photo, other = make_photo(rendition_key="0" * 32), make_article(published_at=at("2016-05-01 08:00"))
    for number in range(8):
        make_article(
            section=story.section, authors=[story.bylines.first().author, make_author()], tags=["pelabuhan", f"tag-{number}"],
            body=f'<p>Awal.</p><figure data-photo="{photo.pk}"></figure><aside data-article="{other.pk}"></aside>',
            lead_photo=make_photo(rendition_key="0" * 32),
        )  # fmt: skip
    address = (addresses(story) | {"json": "/feed.json"})[kind]
    client.get(address)  # the row of django.contrib.sites is asked for once by each process
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/rss/", "/feed.json", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt"])
def test_the_page_cache_keeps_it_and_answers_a_second_request_with_nothing(client, story, address):
    """A reader that shows the ETag it was given gets 304 and no body; no cookie is set and the page is one of those kept."""
    from django.test import RequestFactory

    # Another thread builds the page, which would not see what this test has written.
    response = client.get(address)
    assert not response.cookies

    def application(environ, start_response):
        start_response(f"{response.status_code} OK", list(response.items()))
        return [response.content]

    clock = EditionClock(read_edition=lambda: 1, read_next_change=lambda: 1e12)
    clock.read()
    cache = PageCache(
        application,
        clock=clock,
        host="testserver",
        serves_host=lambda host: True,
        is_secure=lambda environ: False,
        is_staff=lambda value: False,
        staff_cookie="redaksi",
    )
    answers = []

    def ask(**headers):
        environ = RequestFactory().get(address, **headers).environ
        body = b"".join(cache(environ, lambda status, headers, exc_info=None: answers.append((status, dict(headers)))))
        return (*answers[-1], body)

    status, headers, body = ask()
    assert status in KEPT_STATUSES
    assert len(cache.store) == 1
    assert ask(HTTP_IF_NONE_MATCH=headers["ETag"])[0::2] == ("304 Not Modified", b"")
    assert body == client.get(address).content
