"""Stories as feeds carry them: complete, with absolute addresses, in a number of queries that does not grow with them."""

import html
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from . import body, embeds, sharing
from .addresses import absolute, made_absolute
from .metadata import labelled_headline
from .models import Article, Correction, Photo
from .references import EMBED

# Readers of feeds ask often; what they missed in a week of holidays is in the archive.
SIZE = 30
# A tag: address carries a date on which its name belonged to the site (RFC 4151). Another one would send every story anew.
SINCE = "2026"


@dataclass(frozen=True, kw_only=True)
class Item:
    """A story for a feed. Its `guid` never changes, whatever becomes of its words and its address."""

    guid: str
    url: str
    title: str
    summary: str
    content: str
    authors: list
    tags: list
    section: str
    published_at: datetime
    updated_at: datetime
    picture: object  # Enclosure or None


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """The lead photo of a story, a JPEG."""

    large: sharing.Picture
    thumbnail: sharing.Picture
    title: str
    caption: str
    credit: str


def items(page):
    """The stories of a listing.ListPage, in its order, as Items; six queries, or fewer where nothing is referred to."""
    stories = Article.objects.published().for_page().in_bulk([story.pk for story in page])
    shown = [stories[story.pk] for story in page if story.pk in stories]
    Correction.objects.tell(shown)
    wanted = [body.references(story.body) for story in shown]
    photos = Photo.objects.in_bulk(frozenset().union(*(each.photos for each in wanted)))
    related = Article.objects.published().for_cards().in_bulk(frozenset().union(*(each.articles for each in wanted)))
    return [_item(story, photos, related) for story in shown]


def _item(story, photos, related):
    url = absolute(story.get_absolute_url())
    return Item(
        guid=f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:berita:{story.pk}",
        url=url,
        title=printable(labelled_headline(story)),
        summary=printable(story.deck or body.excerpt(story.body)),
        content=made_absolute(_content(story, photos, related), url),
        authors=[line.author for line in story.writers],
        tags=[tag.name for tag in story.tags.all()],
        section=story.section.name if story.section else "",
        published_at=timezone.localtime(story.published_at),
        updated_at=timezone.localtime(story.shown_updated_at),
        picture=_enclosure(story),
    )


def _content(story, photos, related):
    def linked(match):
        embed = embeds.recognise(html.unescape(match[1]))
        return f'<p><a href="{html.escape(embed.address)}">{html.escape(embed.provider)}</a></p>' if embed else ""

    markup = body.render(
        # What is loaded on demand on the page is a link here: a feed runs no script.
        EMBED.sub(linked, story.body),
        dateline=story.dateline,
        photos=photos,
        related={number: other for number, other in related.items() if number != story.pk},
        sponsored=story.label == Article.Label.ADVERTORIAL,
    )
    return printable(render_to_string("articles/_feed_body.html", {"article": story, "body": markup}))


def _enclosure(story):
    photo = story.lead_photo
    if not photo or not photo.rendition_key:
        return None
    large, thumbnail = (sharing.photo_at(photo, width, story.alt_text) for width in (sharing.PICTURE_WIDTH, 320))
    return Enclosure(
        large=large,
        thumbnail=thumbnail,
        title=printable(photo.title),
        caption=printable(story.caption),
        credit=printable(photo.credit.strip("()")),
    )


def printable(text):
    """A text without the characters that XML cannot carry."""
    return body.UNPRINTABLE.sub("", str(text))
