"""A story leaves the site by many doors and says the same at each."""

import datetime
import json
import re
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from articles import social_card

from .exits import SPACES, head, xml
from .factories import make_article, make_author, make_correction, make_photo, make_section
from .test_feeds import CREATOR
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db


def moments(client, story):
    """(published, updated) by exit, as instants; None where an exit does not tell one of them."""
    parse = datetime.datetime.fromisoformat
    page = head(client, story.get_absolute_url())
    (written,) = [thing for thing in page.graph().values() if "datePublished" in thing]
    rss = xml(client, "/rss/")
    item = json.loads(client.get("/feed.json").content)["items"][0]
    month = f"/sitemap/artikel-{timezone.localtime(story.published_at):%Y-%m}.xml"
    # The page's own times stand in its head: those after "diperbarui" and "Diterbitkan", before any of a card.
    updated, published = page.times[1:3]
    return {
        "text": (parse(published), parse(updated)),
        "meta tags": (parse(page.meta("article:published_time")), parse(page.meta("article:modified_time"))),
        "JSON-LD": (parse(written["datePublished"]), parse(written["dateModified"])),
        "RSS": (
            parsedate_to_datetime(rss.findtext("channel/item/pubDate")),
            parsedate_to_datetime(rss.findtext("channel/lastBuildDate")),
        ),
        "JSON Feed": (parse(item["date_published"]), parse(item["date_modified"])),
        "sitemap": (None, parse(xml(client, month).findtext(".//map:lastmod", "", SPACES))),
        "news sitemap": (
            parse(xml(client, "/sitemap-news.xml").findtext(".//news:publication_date", "", SPACES)),
            None,
        ),
    }


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_every_exit_tells_the_same_instants(client, settings, zone):
    """CONVENTIONS G5, G10, I16, I29."""
    settings.TIME_ZONE = zone
    published = (timezone.now() - datetime.timedelta(hours=30)).replace(microsecond=654321)
    updated = published + datetime.timedelta(hours=3)
    story = make_article(published_at=published, updated_at=updated)
    offset = timezone.localtime(published).utcoffset()
    for exit_, told in moments(client, story).items():
        for moment, expected in zip(told, (published, updated), strict=True):
            if moment is not None:
                assert moment == expected.replace(microsecond=0), exit_
                assert moment.utcoffset() == offset, exit_


def test_what_the_page_prints_is_what_it_marks_up(client):
    """CONVENTIONS G10: the words beside each time are that time."""
    story = make_article(updated_at=timezone.now())
    page = client.get(story.get_absolute_url()).content.decode()
    for moment in (story.published_at, story.updated_at):
        local = timezone.localtime(moment)
        marked = page.partition(f'<time datetime="{local.isoformat(timespec="seconds")}">')[2]
        assert marked.startswith(f"{local.day} ")
        assert marked.partition("</time>")[0].endswith(f"{local.year}, {local:%H:%M} WIB")


@pytest.mark.parametrize(
    ("zone", "printed"),
    [
        ("Asia/Jakarta", "02:49 WIB"),
        ("Asia/Pontianak", "02:49 WIB"),
        ("Asia/Makassar", "03:49 WITA"),
        ("Asia/Jayapura", "04:49 WIT"),
    ],
)
def test_times_print_in_the_sites_zone_with_its_abbreviation(client, settings, zone, printed):
    """CONVENTIONS I16: on the story, its correction, the list, and in the feed."""
    hour = datetime.datetime(2016, 5, 30, 19, 49, tzinfo=datetime.UTC)
    settings.TIME_ZONE = zone
    story = make_article(published_at=hour)
    make_correction(story, posted_at=hour)
    page = text_of(client.get(story.get_absolute_url()))
    assert f"Diterbitkan 31 Mei 2016, {printed}" in page
    assert f"Selasa, 31 Mei 2016, {printed}" in page
    for address in (story.section.get_absolute_url(), "/koreksi/", "/rss/"):
        assert f"31 Mei 2016, {printed}" in text_of(client.get(address)), address
    # Every time that is printed has its zone.
    clocks = re.findall(r"\b\d\d:\d\d\b(?! WI)", page)
    assert clocks == []


HOSTILE = [
    "</script><script>alert(1)</script>",
    "]]></title><!-- --> <?xml ?>",
    "\"Kutipan\" & 'apostrof' <b>tebal</b>",
    "Kafé 🚤 perahu \u2028 baris \u202e balik",
    "Tanda \x0b\x07 kendali",
    "K" * 200,
    "{{ 7|add:7 }} {% url %} %s %(x)s",
    "&amp;&lt;",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_headline_breaks_an_exit(client, words):
    """Each exit still parses, and says what was typed but for what XML and JSON in it cannot carry."""
    section, author = make_section(name=words[:60]), make_author(name=words[:120])
    photo = make_photo(rendition_key="0" * 32, title=words, caption=words, alt_text=words, agency=words[:120])
    for lead in (photo, None):
        story = make_article(
            headline=words, deck=words, dateline=words[:80], section=section, authors=[author], lead_photo=lead, tags=[words[:90].replace(",", " ")],
        )  # fmt: skip
        page = head(client, story.get_absolute_url())
        assert page.graph()["NewsArticle"]["headline"] == words
        assert page.meta("og:title") == words
        titles = [
            xml(client, "/rss/").findtext("channel/item/title"),
            json.loads(client.get("/feed.json").content)["items"][0]["title"],
            xml(client, "/sitemap-news.xml").findtext(".//news:title", "", SPACES),
        ]
        carried = words.translate(dict.fromkeys(map(ord, "\x0b\x07\u202e")))
        assert titles == [carried] * 3
        assert xml(client, f"{section.get_absolute_url()}rss/").findtext(f"channel/item/{CREATOR}") == carried[:120]
        assert xml(client, f"{author.get_absolute_url()}rss/").findtext("channel/title").startswith(carried[:120])
        assert xml(client, "/sitemap.xml") is not None
        for address in (section.get_absolute_url(), author.get_absolute_url(), story.tags.get().get_absolute_url()):
            assert len(head(client, address).scripts) == 1
    card = client.get(page.meta("og:image"))
    assert card.status_code == 200
    assert social_card.SIZE == (1200, 675)
