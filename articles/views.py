"""The readers' pages: each view finds, asks and renders."""

import datetime
import sys
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from . import dates, of_edition, popularity, previews, publisher, redirects, related, sharing, social_card, story_sheet
from .addresses import address_of
from .models import (
    Article,
    Author,
    Correction,
    Newsroom,
    Page,
    Period,
    PreviewLink,
    Section,
    Slot,
    Tag,
    by_section,
    story_page,
)

LATEST = 10
RANKED = 30
FRONT_STORIES = 5
STORIES_OF_A_SECTION = 4
# Who publishes the site is kept for the pages of one edition, in seconds.
NEWSROOM_SECONDS = 60
# The largest number that a database column can hold; a longer one in an address belongs to no story.
LARGEST_NUMBER = 2**63 - 1


class NavigationEntry(NamedTuple):
    """A section in the row that every page has."""

    pk: int
    name: str
    address: str


def masthead(request):
    """What every page of the site shows; each part is fetched only when a template asks for it.

    The page cache names the edition that a page is built for, so that templates may keep what all its pages share. A page
    that is built for nobody else, as for staff, shares nothing.
    """
    edition = request.META.get("newsroom.edition")
    newsroom = SimpleLazyObject(lambda: _newsroom(edition))
    return {
        "edition": edition,
        "is_front": request.path == address_of("front"),
        "is_photo_list": request.path == address_of("photo_stories"),
        "site_name": settings.SITE_NAME,
        # The same under a name that Django's login page does not take for the host.
        "masthead_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "navigation": SimpleLazyObject(lambda: _of_edition(edition, "navigation", _navigation)),
        "newsroom": newsroom,
        "publisher": SimpleLazyObject(lambda: _publisher(edition, newsroom)),
        "today": dates.today(),
        # Set by the page cache for a request that shows the cookie of staff; such a page is nobody else's.
        "is_for_staff": bool(request.META.get("newsroom.is_staff")),
        "popular_stories": SimpleLazyObject(popularity.popular),
        "latest_stories": SimpleLazyObject(
            lambda: list(Article.objects.published().newest_first().for_cards()[:LATEST])
        ),
    }


def _navigation():
    return tuple(
        NavigationEntry(each.pk, each.name, each.get_absolute_url()) for each in Section.objects.in_navigation()
    )


def _newsroom(edition):
    return _of_edition(edition, "newsroom", Newsroom.objects.current)


def _publisher(edition, newsroom=None):
    return _of_edition(edition, "publisher", lambda: publisher.of(newsroom or _newsroom(edition)))


def _of_edition(edition, name, find):
    """What *find* finds; kept for the pages of one edition as the furniture that shows it is."""
    return of_edition.shared(edition, name, find, NEWSROOM_SECONDS) if edition else find()


def page_or_404(stories, before, size=20, **options):
    """A page of *stories* before the cursor; 404 for a cursor that is malformed or lies behind the last story."""
    try:
        page = stories.page(before, size, **options)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if before and not page:
        raise Http404
    return page


@require_safe
def front(request):
    if redirects.old_number(request.path, request.META.get("QUERY_STRING", "")):
        raise Http404  # an address that WordPress gave a story; only a redirect may know it
    stories = Slot.objects.stories()
    shown = {story.pk for story in stories}
    latest = Article.objects.published().newest_first().for_cards()[: FRONT_STORIES + len(shown)]
    stories += [story for story in latest if story.pk not in shown][: FRONT_STORIES - len(stories)]
    lead, *others = stories or [None]
    shown = {story.pk for story in stories}
    sections = [
        (section, unseen[:STORIES_OF_A_SECTION])
        for section, newest in by_section.latest_by_section(STORIES_OF_A_SECTION + len(stories))
        if (unseen := [story for story in newest if story.pk not in shown])
    ]
    return render(request, "articles/front.html", {"lead": lead, "others": others, "sections": sections})


def story_or_404(number):
    if number > LARGEST_NUMBER:
        raise Http404
    story = story_page.public_story(number)
    if story is None:
        raise Http404
    return story


@require_safe
def article(request, section, number, slug=""):
    edition = request.META.get("newsroom.edition")
    if edition and number <= LARGEST_NUMBER and (found := story_sheet.find(number, _publisher(edition))):
        if request.path != found.address:
            return redirect(found.address, permanent=True)
        return HttpResponse(found.page(request, edition))
    story = story_or_404(number)
    if not story.is_published:
        # At whatever address the number was asked for: the words in it may be what was taken back.
        return withdrawn(request, story)
    if request.path != story.get_absolute_url():
        return redirect(story, permanent=True)
    suggestions, boxed = related.beside(story)
    text = story.rendered_body(related={card.pk: card for card in boxed})
    context = {"article": story, "body": text, "suggestions": suggestions}
    return render(request, "articles/article.html", context)


def withdrawn(request, story):
    record = story.own_corrections[-1:]
    story.explanation = record[0].text if record else ""
    return render(request, "articles/withdrawn.html", {"article": story}, status=410)


@require_safe
def corrections(request):
    """All corrections of published stories, and all withdrawals, the newest first."""
    before = request.GET.get("sebelum", "")
    page = page_or_404(Correction.objects.all(), before)
    return render(request, "articles/corrections.html", {"page": page, "before": before})


@require_safe
def page(request, slug):
    page = get_object_or_404(Page, slug=slug)
    if request.path != page.get_absolute_url():
        return redirect(page, permanent=True)
    return render(request, "articles/page.html", {"page": page, "body": page.rendered_body()})


@require_safe
def gallery_photo(request, section, number, slug, photo):
    """A picture of a photo story; one that was taken out of it leads to the story."""
    story = story_or_404(number)
    if not story.is_published:
        return withdrawn(request, story)
    pictures = story.pictures
    place = next((place for place, picture in enumerate(pictures) if picture.photo_id == photo), None)
    if place is None:
        return redirect(story)
    if request.path != pictures[place].get_absolute_url():
        return redirect(pictures[place], permanent=True)
    context = {
        "article": story,
        "pictures": pictures,
        "picture": pictures[place],
        "number": place + 1,
        "count": len(pictures),
        "previous": pictures[place - 1] if place else None,
        "next": pictures[place + 1] if place + 1 < len(pictures) else None,
    }
    return render(request, "articles/gallery_photo.html", context)


@require_safe
def photo_stories(request):
    before = request.GET.get("sebelum", "")
    page = page_or_404(Article.objects.photo_stories().for_cards(), before)
    return render(request, "articles/photo_stories.html", {"page": page, "before": before})


@require_safe
def section(request, slug):
    section = get_object_or_404(Section.objects.select_related("parent").prefetch_related("subsections"), slug=slug)
    before = request.GET.get("sebelum", "")
    page = page_or_404(Article.objects.for_cards(), before, sections=section.family)
    context = {"section": section, "page": page, "before": before}
    # A section that nobody has read yet shows what the whole site reads.
    if popular_here := popularity.popular(section=section):
        context |= {"popular_stories": popular_here, "popular_section": section}
    return render(request, "articles/section.html", context)


@require_safe
def tag(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    before = request.GET.get("sebelum", "")
    page = page_or_404(tag.tagged.all(), before)
    return render(request, "articles/tag.html", {"tag": tag, "page": page, "before": before})


@require_safe
def author(request, slug):
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    before = request.GET.get("sebelum", "")
    page = page_or_404(author.bylines.all(), before)
    return render(request, "articles/author.html", {"author": author, "page": page, "before": before})


@require_safe
def popular(request):
    context = {"stories": popularity.popular(RANKED), "periods": Period}
    return render(request, "articles/popular.html", context)


@require_safe
def popular_in(request, period):
    """What was read most since the current day, week or month began."""
    context = {
        "stories": [card for card, _views in popularity.most_read(period, RANKED)],
        "periods": Period,
        "period": period,
        "start": period.start(dates.today()),
    }
    return render(request, "articles/popular.html", context)


@require_safe
def index(request):
    """The index of today, or of the day that the date picker sent."""
    if chosen := request.GET.get("tanggal"):
        try:
            return redirect("index_of_day", day=datetime.date.fromisoformat(chosen))
        except (ValueError, NoReverseMatch) as error:
            raise Http404 from error
    return index_of_day(request, day=dates.today())


@require_safe
def index_of_day(request, day):
    if day > dates.today():
        raise Http404
    before = request.GET.get("sebelum", "")
    page = page_or_404(Article.objects.on_day(day).for_cards(), before, size=40)
    earlier, later = Article.objects.days_around(day)
    return render(
        request,
        "articles/index.html",
        {"is_index": True, "day": day, "page": page, "before": before, "earlier": earlier, "later": later},
    )


@require_safe
def card(request, number, key):
    """A story's social card; under the key of other words it leads to the one of these, so that nothing else is drawn."""
    if number > LARGEST_NUMBER:
        raise Http404
    story = get_object_or_404(Article.objects.published().select_related("section").defer("body"), pk=number)
    words = sharing.card_words(story)
    if key != words.key:
        return redirect(sharing.card_address(story))
    try:
        picture = sharing.drawn(words)
    except social_card.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    # The words are in the address, so that the picture at it never changes.
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


@require_safe
def preview_link(request, token):
    """A story that is not published yet, for somebody who was given its secret link; any other token is an unknown page."""
    link = PreviewLink.objects.opened_by(token)
    if link is None:
        response = page_not_found(request, None)
    else:
        story = Article.objects.for_page().get(pk=link.article_id)
        context = previews.context(story, secret_until=link.expires_at)
        response = render(request, "articles/article.html", context)
    # The same for both, so that nothing tells a link that died from one that never was.
    for name, value in previews.HEADERS.items():
        response[name] = value
    return response


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    """The page for a failure; it must render when the database is gone, so it is given nothing that asks it.

    A database that is away comes back: readers and caches are told to try again (503).
    """
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    is_away = isinstance(sys.exc_info()[1], (InterfaceError, OperationalError))
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "10"} if is_away else {})
    return HttpResponse(page, status=503 if is_away else 500, headers=headers)
