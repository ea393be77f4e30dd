"""The addresses that a benchmark asks for; read in a process of the site itself."""

import datetime

from django.urls import reverse
from django.utils import timezone

from articles.demo.bulk_cast import LARGEST_TAG
from articles.listing import Cursor
from articles.models import Article, Author, Period, Photo, Section, Tag


def places():
    """{name: address} of the readers' pages: of each list the first page and one at its far end."""
    newest = Article.objects.published().newest_first()
    story = next(
        one
        for one in newest.select_related("section")[5:300]
        if one.lead_photo_id and "data-article" in one.body and "data-photo" in one.body
    )
    tag = Tag.objects.get(name=LARGEST_TAG)
    author = Author.objects.order_by("pk").first()
    oldest = Article.objects.published().order_by("published_at")[30]
    end = f"?sebelum={Cursor(oldest.published_at, oldest.pk)}"
    lists = {
        "section": Section.objects.get(slug="nasional").get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "author": author.get_absolute_url(),
    }
    return {
        "front": "/",
        "article": story.get_absolute_url(),
        **lists,
        **{f"{name}, its end": f"{address}{end}" for name, address in lists.items()},
        "index of yesterday": reverse("index_of_day", args=[timezone.localdate() - datetime.timedelta(days=1)]),
        "index of the oldest day": reverse("index_of_day", args=[timezone.localdate(oldest.published_at)]),
        "popular": reverse("popular"),
        "popular this month": reverse("popular_in", args=[Period.MONTH]),
        "photo stories": reverse("photo_stories"),
        "corrections": reverse("corrections"),
        "search, a rare word": f"{reverse('search')}?q=dermaga",
        "search, a frequent word": f"{reverse('search')}?q=warga",
        "feed": reverse("feed"),
        "feed of the section": reverse("section_feed", args=["nasional"]),
        "feed of the tag": reverse("tag_feed", args=[tag.slug]),
        "feed of the author": reverse("author_feed", args=[author.slug]),
        "JSON feed": reverse("json_feed"),
        "sitemap index": reverse("sitemap"),
        "sitemap of a day": reverse("sitemap_day", args=[timezone.localdate(oldest.published_at)]),
        "news sitemap": reverse("sitemap_news"),
    }


def desk_places():
    """{name: address} of the desk's lists, with each filter, its story form and its autocompletes."""
    stories = reverse("admin:articles_article_changelist")
    story = Article.objects.published().newest_first()[7]
    section = Section.objects.get(slug="nasional")
    complete = "?app_label=articles&model_name={}&field_name={}&term={}"
    return {
        "desk": reverse("admin:index"),
        "stories": stories,
        **{
            f"stories, {state}": f"{stories}?state={state}"
            for state in ("draft", "review", "scheduled", "published", "withdrawn", "binned")
        },
        "stories, a section": f"{stories}?section__id__exact={section.pk}",
        "stories, advertorials": f"{stories}?label=advertorial",
        "stories, begun by me": f"{stories}?mine=1",
        "stories, of today": f"{stories}?day=today",
        "stories, searched": f"{stories}?q=warga",
        "story form": reverse("admin:articles_article_change", args=[story.pk]),
        "photos": reverse("admin:articles_photo_changelist"),
        "photos, searched": f"{reverse('admin:articles_photo_changelist')}?q=dermaga",
        "photo form": reverse("admin:articles_photo_change", args=[Photo.objects.order_by("-pk").first().pk]),
        "authors completed": reverse("admin:autocomplete") + complete.format("byline", "author", "an"),
        "photos completed": reverse("admin:autocomplete") + complete.format("article", "lead_photo", "ka"),
    }
