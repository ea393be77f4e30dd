"""The rules of the formats that machines read, as assertions; for the tests, and for the pages of a running site (.ci/validate)."""

import datetime
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from .exits import SPACES, local

MAP, IMAGE, NEWS = (f"{{{SPACES[name]}}}" for name in ("map", "image", "news"))
# The XML Schema types that a date of a sitemap may have, with its zone (CONVENTIONS G24).
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")


def names(element):
    return [child.tag for child in element]


def assert_address(element):
    """anyURI of 12 to 2048 characters, absolute."""
    assert names(element) == []
    assert 12 <= len(element.text) <= 2048
    local(element.text)


def check_urlset(root):
    """The order, the number and the form of elements, as sitemap.xsd, sitemap-image.xsd and sitemap-news.xsd demand."""
    assert root.tag == f"{MAP}urlset"
    assert 1 <= len(root) <= 50_000
    for url in root:
        assert url.tag == f"{MAP}url"
        assert names(url)[0] == f"{MAP}loc"
        assert names(url) == sorted(
            names(url), key=[f"{MAP}loc", f"{MAP}lastmod", f"{IMAGE}image", f"{NEWS}news"].index
        )
        assert names(url).count(f"{MAP}lastmod") <= 1
        assert names(url).count(f"{NEWS}news") <= 1
        assert names(url).count(f"{IMAGE}image") <= 1000
        assert_address(url[0])
        for changed in url.findall("map:lastmod", SPACES):
            assert INSTANT.fullmatch(changed.text)
            datetime.datetime.fromisoformat(changed.text)
        for picture in url.findall("image:image", SPACES):
            assert names(picture) == [f"{IMAGE}loc"]
            assert_address(picture[0])
        for news in url.findall("news:news", SPACES):
            assert names(news) == [f"{NEWS}{name}" for name in ("publication", "publication_date", "title")]
            assert names(news[0]) == [f"{NEWS}name", f"{NEWS}language"]
            assert all(element.text.strip() for element in (*news[0], news[1], news[2]))
            assert re.fullmatch(r"[a-z]{2,3}|zh-cn|zh-tw", news[0][1].text)
            assert INSTANT.fullmatch(news[1].text)
    return root


def check_sitemap_index(root):
    assert root.tag == f"{MAP}sitemapindex"
    assert 1 <= len(root) <= 50_000
    for sitemap in root:
        assert names(sitemap) == [f"{MAP}loc"]
        assert_address(sitemap[0])
    return root


def assert_absolute(address):
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https"), address
    assert parts.netloc, address


def check_rss(root):
    """RSS 2.0 with the advice of the RSS Advisory Board's profile, Media RSS and WebSub (CONVENTIONS F1 to F3)."""
    assert (root.tag, root.attrib["version"], len(root)) == ("rss", "2.0", 1)
    channel = root[0]
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name).strip(), name
    assert_absolute(channel.findtext("link"))
    parsedate_to_datetime(channel.findtext("lastBuildDate"))
    (own,) = [link for link in channel.findall("atom:link", SPACES) if link.attrib["rel"] == "self"]
    local(own.attrib["href"])
    for picture in channel.findall("image"):
        assert names(picture) == ["url", "title", "link"]
        assert picture.findtext("title") == channel.findtext("title")
        assert picture.findtext("link") == channel.findtext("link")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(guids) == len(set(guids))
    for item in items:
        check_rss_item(item)
    return root


def check_rss_item(item):
    for name in ("title", "link", "guid", "pubDate", "description"):
        assert len(item.findall(name)) == 1, name
        assert item.findtext(name).strip(), name
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert re.fullmatch(r"\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}", item.findtext("pubDate"))
    parsedate_to_datetime(item.findtext("pubDate"))
    local(item.findtext("link"))
    assert len(item.findall("enclosure")) <= 1
    assert item.findall("dc:creator", SPACES)
    (content,) = item.findall("content:encoded", SPACES)
    assert list(item).index(item.find("description")) < list(item).index(content)
    addresses = re.findall(r'\s(?:href|src)="([^"]*)"', content.text)
    addresses += [
        part.split()[0] for sizes in re.findall(r'srcset="([^"]*)"', content.text) for part in sizes.split(",")
    ]
    for address in addresses:
        assert re.match(r"https?://|mailto:|tel:", address), address
    assert not re.search(r"<(script|style|iframe|object|button|form)\b", content.text)
    for picture in item.findall("media:content", SPACES):
        assert_absolute(picture.attrib["url"])
        assert picture.attrib["medium"] == "image"
        assert int(picture.attrib["width"]) > 0
        assert int(picture.attrib["height"]) > 0


def check_json_feed(feed):
    """JSON Feed 1.1 (CONVENTIONS F4)."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for name in ("home_page_url", "feed_url", "icon"):
        assert_absolute(feed[name])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert all(author["name"] for author in item["authors"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert_absolute(item["url"])
        for moment in (item["date_published"], item["date_modified"]):
            assert INSTANT.fullmatch(moment)
        for attachment in item.get("attachments", []):
            assert_absolute(attachment["url"])
            assert attachment["mime_type"]
    return feed


def check_json_ld(graph):
    """What every graph must keep: absolute addresses, times with their offset, nothing empty (CONVENTIONS G4, G5)."""
    for thing in graph.values():
        _check_thing(thing)
    for kind in ("NewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "AdvertiserContentArticle"):
        if story := graph.get(kind):
            assert {
                "author",
                "dateModified",
                "datePublished",
                "headline",
                "publisher",
                "mainEntityOfPage",
            } <= story.keys()
            assert story["dateModified"] >= story["datePublished"]
            assert all({"@type", "name", "url"} <= author.keys() for author in story["author"])
    return graph


def _check_thing(thing):
    assert "@type" in thing or thing.keys() == {"@id"}
    for name, value in thing.items():
        assert value not in ("", None, [], {}), name
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                _check_thing(each)
            elif name in ("url", "contentUrl", "item", "license", "sameAs", "image", "mainEntityOfPage"):
                assert_absolute(each)
            elif name.startswith("date") and name != "dateline":
                assert INSTANT.fullmatch(each), each
