"""A site to measure: a database with bulk stories, and the addresses of one page of each kind."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Printed by a process of the site itself, so that a benchmark needs no Django of its own.
FIND = """
import json
from django.urls import reverse
from django.utils import timezone
from articles.models import Article, Section, Tag
from articles.demo.bulk_cast import LARGEST_TAG
newest = Article.objects.published().newest_first()
story = next(one for one in newest[5:200] if one.lead_photo_id and "data-article" in one.body and "data-photo" in one.body)
largest = Tag.objects.filter(name=LARGEST_TAG).first() or story.tags.first()
stories = newest.exclude(pk=story.pk)[:220]
print(json.dumps({
    "front": "/",
    "article": story.get_absolute_url(),
    "articles": [each.get_absolute_url() for each in stories],
    "section": story.section.get_absolute_url(),
    "tag": largest.get_absolute_url(),
    "author": story.bylines.first().author.get_absolute_url(),
    "popular": reverse("popular"),
    "index": reverse("index_of_day", args=[timezone.localdate(newest[400].published_at)]),
}))
"""
# The last story that the search index has, 0 for none.
INDEXED = """
from articles.models import StoryTerms
print(StoryTerms.objects.order_by("-number").values_list("number", flat=True).first() or 0)
"""


def manage(*words, **options):
    return subprocess.run([sys.executable, str(ROOT / "manage.py"), *words], cwd=ROOT, check=True, **options)


@contextlib.contextmanager
def made_site(folder, articles):
    """Let the environment name a site of at least so many bulk stories: DATABASE_URL's, else a temporary one in *folder*."""
    own = {
        "SECRET_KEY": "of a benchmark",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "LANGUAGE_CODE": "id",
        "MEDIA_ROOT": f"{folder}/media",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
    }
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        manage("migrate", "-v0")
        manage("collectstatic", "--noinput", "-v0", stdout=subprocess.DEVNULL)
        manage("load_demo", "--articles", str(articles), "--seed", "1", stdout=subprocess.DEVNULL)
        manage("rebuild_search", "--start", printed(INDEXED), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def addresses():
    """{kind of page: the address of one}, of the site that the environment names; under "articles" the addresses of many."""
    return json.loads(printed(FIND))


def printed(code):
    """The last line that a program prints in the site that the environment names."""
    return manage("shell", "--no-imports", "-c", code, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
