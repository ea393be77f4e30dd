"""Feeds: RSS 2.0 for the site, a section, a tag and an author; JSON Feed 1.1 for the site (CONVENTIONS F1 to F5).

A feed's address may answer the same for everybody and be kept whole by the page cache; its ETag lets readers ask again for nothing.
"""

import json

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import publisher, syndication
from .addresses import absolute
from .models import Article, Author, Section, Tag

JSON_FEED = "https://jsonfeed.org/version/1.1"
# In RSS each names its picture, its text and its makers by the words of other vocabularies (CONVENTIONS F2, F3).
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class NewsRss(Rss201rev2Feed):
    """RSS 2.0 whose items carry the whole story, every author and the lead photo."""

    def rss_attributes(self):
        return super().rss_attributes() | NAMESPACES

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB_URL:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB_URL})
        logo = publisher.current().logo_url
        handler.startElement("image", {})
        for name, value in (("url", logo), ("title", self.feed["title"]), ("link", self.feed["link"])):
            handler.addQuickElement(name, value)
        handler.endElement("image")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        story = item["story"]
        for author in story.authors:
            handler.addQuickElement("dc:creator", syndication.printable(author.name))
        # After the description, as readers that know only one of the two take the last (RSS Advisory Board's profile).
        handler.addQuickElement("content:encoded", story.content)
        if story.picture:
            self._add_picture(handler, story.picture)

    def _add_picture(self, handler, picture):
        handler.startElement("media:content", {**_measures(picture.large), "type": "image/jpeg", "medium": "image"})
        for name, text in (("title", picture.title), ("description", picture.caption), ("credit", picture.credit)):
            if text:
                handler.addQuickElement(f"media:{name}", text, {"type": "plain"} if name != "credit" else {})
        handler.addQuickElement("media:thumbnail", None, _measures(picture.thumbnail))
        handler.endElement("media:content")


def _measures(picture):
    return {"url": picture.url, "width": str(picture.width), "height": str(picture.height)}


class StoryFeed(Feed):
    """The newest stories of a shelf: a section, a tag, an author, or None for the whole site. A subclass says which `page`."""

    feed_type = NewsRss
    item_guid_is_permalink = False

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        announce_hub(response, request.path)
        return response

    @property
    def language(self):
        return settings.LANGUAGE_CODE

    def title(self, shelf):
        return f"{syndication.printable(shelf)} – {settings.SITE_NAME}" if shelf else settings.SITE_NAME

    def description(self, shelf):
        return _("The newest stories of %(name)s.") % {"name": self.title(shelf)}

    def link(self, shelf):
        return absolute(shelf.get_absolute_url() if shelf else reverse("front"))

    def items(self, shelf):
        return syndication.items(self.page(shelf))

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.url

    def item_guid(self, item):
        return item.guid

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at

    def item_categories(self, item):
        return [syndication.printable(name) for name in (item.section, *item.tags) if name]

    def item_extra_kwargs(self, item):
        return {"story": item}


class SiteFeed(StoryFeed):
    def page(self, shelf):
        return newest(Article.objects)

    def feed_url(self, shelf):
        return absolute(reverse("feed"))


class SectionFeed(StoryFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Section, slug=slug)

    def page(self, section):
        return newest(section.articles)

    def description(self, section):
        return syndication.printable(section.description) or super().description(section)

    def feed_url(self, section):
        return absolute(reverse("section_feed", args=[section.slug]))


class TagFeed(StoryFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Tag, slug=slug)

    def page(self, tag):
        return tag.tagged.page(size=syndication.SIZE)

    def description(self, tag):
        return syndication.printable(tag.description) or super().description(tag)

    def feed_url(self, tag):
        return absolute(reverse("tag_feed", args=[tag.slug]))


class AuthorFeed(StoryFeed):
    def get_object(self, request, slug):
        return get_object_or_404(Author, slug=slug)

    def page(self, author):
        return author.bylines.page(size=syndication.SIZE)

    def description(self, author):
        return syndication.printable(author.biography) or super().description(author)

    def feed_url(self, author):
        return absolute(reverse("author_feed", args=[author.slug]))


def newest(stories):
    """The page of a feed's stories; which ones, and no more of them."""
    return stories.only("published_at", "section").page(size=syndication.SIZE)


@require_safe
def json_feed(request):
    """The site's newest stories as JSON Feed 1.1 (CONVENTIONS F4)."""
    feed = {
        "version": JSON_FEED,
        "title": settings.SITE_NAME,
        "home_page_url": absolute(reverse("front")),
        "feed_url": absolute(reverse("json_feed")),
        "language": settings.LANGUAGE_CODE,
        "icon": publisher.current().logo_url,
        "items": [_json_item(item) for item in syndication.items(newest(Article.objects))],
    }
    if settings.WEBSUB_HUB_URL:
        feed["hubs"] = [{"type": "WebSub", "url": settings.WEBSUB_HUB_URL}]
    response = HttpResponse(json.dumps(feed, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")
    announce_hub(response, request.path)
    return response


def _json_item(item):
    told = {
        "id": item.guid,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": item.published_at.isoformat(timespec="seconds"),
        "date_modified": item.updated_at.isoformat(timespec="seconds"),
        "authors": [{"name": author.name, "url": absolute(author.get_absolute_url())} for author in item.authors],
        "tags": [name for name in (item.section, *item.tags) if name],
        "language": settings.LANGUAGE_CODE,
    }
    if item.picture:
        told["image"] = item.picture.large.url
        told["attachments"] = [{"url": item.picture.large.url, "mime_type": "image/jpeg"}]
    return told


def announce_hub(response, path):
    """Name the hub, where there is one, and the feed itself in the response's headers, as WebSub requires."""
    if settings.WEBSUB_HUB_URL:
        response["Link"] = f'<{settings.WEBSUB_HUB_URL}>; rel="hub", <{iri_to_uri(absolute(path))}>; rel="self"'
