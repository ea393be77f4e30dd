"""The site as machines read it: meta tags, JSON-LD, feeds and sitemaps, each parsed strictly."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

from django.conf import settings

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


class Head(HTMLParser):
    """The meta tags, links, title, times and JSON-LD of a page, as its `head`."""

    def __init__(self, page):
        super().__init__()
        self.metas, self.links, self.times, self.scripts, self.title = [], [], [], [], ""
        self._within = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "meta" and "content" in facts:
            self.metas.append((facts.get("property") or facts.get("name"), facts["content"]))
        if tag == "link":
            self.links.append(facts)
        if tag == "time":
            self.times.append(facts["datetime"])
        self._within = tag if tag == "title" else None
        if tag == "script" and facts.get("type") == "application/ld+json":
            self._within = "json"
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._within = None

    def handle_data(self, text):
        if self._within == "title":
            self.title += text
        if self._within == "json":
            self.scripts[-1] += text

    def meta(self, name):
        """The only content under a name."""
        (content,) = self.all(name)
        return content

    def all(self, name):
        return [content for found, content in self.metas if found == name]

    def link(self, rel):
        (link,) = [link["href"] for link in self.links if link["rel"] == rel]
        return link

    def graph(self):
        """The things of the page's only JSON-LD script, by the first of their types."""
        (script,) = self.scripts
        written = json.loads(script)
        assert written["@context"] == "https://schema.org"
        types = [thing["@type"] for thing in written["@graph"]]
        names = [kind if isinstance(kind, str) else kind[0] for kind in types]
        return dict(zip(names, written["@graph"], strict=True))


def head(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return Head(response.content.decode())


def xml(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)


def local(address):
    """The path of an absolute address of this site."""
    assert address.startswith(f"{settings.SITE_URL}/"), address
    return address.removeprefix(settings.SITE_URL)
