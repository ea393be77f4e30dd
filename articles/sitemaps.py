"""Sitemaps: an index, a file for each month of the archive, the lists, and the news of two days (CONVENTIONS 1.3).

The index is made from glances at indexes, however many stories there are. Old files stay as they are.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import dates, images, publisher, syndication
from .addresses import absolute, address_of
from .models import Article, Asked, Author, Byline, Section, Tag, TaggedArticle, have_rows

# A file may hold 50,000; a month with more stories than this has a file for each of its days instead.
A_FILE = 20_000
MOST = 50_000
NEWS_DAYS, NEWS_MOST = 2, 1000  # CONVENTIONS G23
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """An absolute address with the instant of its last substantive change and its picture, where it has them."""

    address: str
    changed: str = ""
    picture: str = ""


@require_safe
def index(request):
    months = Article.objects.months()
    crowded = crowded_months(months)
    files = [reverse("sitemap_sections")]
    for name, owners in (("sitemap_tags", tags_with_stories()), ("sitemap_authors", authors_with_stories())):
        files += [reverse(name, args=[part]) for part in parts_of(owners)]
    for month in months:
        if month in crowded:
            files += [address_of("sitemap_day", day) for day in Article.objects.days_of(month)]
        else:
            files.append(address_of("sitemap_month", month))
    return answer(request, "sitemaps/index.xml", {"addresses": [absolute(file) for file in files]})


@require_safe
def month(request, month):
    return stories_file(request, Article.objects.published_between(*dates.month_bounds(month)))


@require_safe
def day(request, day):
    return stories_file(request, Article.objects.published_between(*dates.bounds(day)))


@require_safe
def sections(request):
    """The pages that are there from the start, and the sections."""
    pages = [reverse(name) for name in ("front", "popular", "index")]
    pages += [section.get_absolute_url() for section in Section.objects.all()]
    return urlset(request, [Entry(absolute(page)) for page in pages])


@require_safe
def tags(request, part):
    return urlset(request, entries_of(numbered(tags_with_stories(), **numbers_of(part))))


@require_safe
def authors(request, part):
    return urlset(request, entries_of(numbered(authors_with_stories(), **numbers_of(part))))


@require_safe
def news(request):
    """The news of the last two days, without what is paid for (CONVENTIONS G23, G24, I10)."""
    newest = Article.objects.published().since(timezone.now() - datetime.timedelta(days=NEWS_DAYS)).newest_first()
    stories = newest.exclude(label=Article.Label.ADVERTORIAL).select_related("section").defer("body")[:NEWS_MOST]
    return answer(
        request,
        "sitemaps/news.xml",
        {
            "stories": [
                (
                    absolute(story.get_absolute_url()),
                    dates.instant(story.published_at),
                    syndication.printable(story.headline),
                )
                for story in stories
            ],
            # As Google News knows the site: without what stands in parentheses.
            "name": publisher.current().name.partition("(")[0].strip(),
            "language": settings.LANGUAGE_CODE,
        },
    )


def stories_file(request, stories):
    stories = (
        stories.newest_first()
        .select_related("section", "lead_photo")
        .only("slug", "published_at", "updated_at", "section__slug", *PHOTO_FIELDS)
    )
    return urlset(
        request,
        [
            Entry(
                absolute(story.get_absolute_url()), dates.instant(story.shown_updated_at), picture_of(story.lead_photo)
            )
            for story in stories[:MOST]
        ],
    )


PHOTO_FIELDS = ("lead_photo__rendition_key", "lead_photo__width", "lead_photo__height")


def picture_of(photo):
    """The address of a story's picture for searches of images (CONVENTIONS G25); empty without one."""
    if not photo or not photo.rendition_key:
        return ""
    return absolute(photo.rendition_url("16x9", max(images.PAGE_WIDTHS["16x9"])))


def tags_with_stories():
    return TaggedArticle.objects.owners(Tag).only("slug")


def authors_with_stories():
    return Byline.objects.owners(Author).only("slug")


def numbers_of(part):
    """The numbers, after one and up to another, of the rows that a file has: a range of its own, so that it keeps what it has."""
    return {"after": (part - 1) * A_FILE, "last": part * A_FILE}


def numbered(owners, after, last):
    return owners.filter(pk__gt=after, pk__lte=last)


def parts_of(owners):
    """The numbers of the files that hold any of *owners*; two queries."""
    last = owners.model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    parts = range(1, -(-last // A_FILE) + 1)
    held = have_rows(numbered(owners, Asked("after"), Asked("last")), [numbers_of(part) for part in parts])
    return [part for part, has in zip(parts, held, strict=True) if has]


def entries_of(owners):
    return [Entry(absolute(owner.get_absolute_url())) for owner in owners]


def crowded_months(months):
    """Which months have more stories than a file takes; what is known of a month that is over is kept for a day."""
    known = cache.get("sitemap-crowded") or {}
    asked = [month for month in months if month not in known]
    crowded = set(Article.objects.crowded(asked, A_FILE))
    this_month = dates.today().replace(day=1)
    if over := {month: month in crowded for month in asked if month < this_month}:
        cache.set("sitemap-crowded", known | over, DAY)
    return crowded | {month for month in months if known.get(month)}


def urlset(request, entries):
    # A sitemap without an address breaks its own rules, so there is none.
    if not entries:
        raise Http404
    return answer(request, "sitemaps/urlset.xml", {"entries": entries})


def answer(request, template, context):
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"  # the file itself is nothing to find
    return response
