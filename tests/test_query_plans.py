"""Every public page reads an index in its order: no scan and no sort of a table that grows with the archive."""

import datetime
import json
import re
from io import StringIO
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import dates, edition, readings
from articles.models import (
    Article,
    Byline,
    Correction,
    GalleryPhoto,
    HourlyViews,
    Period,
    PhotoUse,
    Popularity,
    Section,
    TaggedArticle,
)

from .factories import make_gallery, make_photo, make_staff

pytestmark = pytest.mark.django_db

GROWING = [
    model._meta.db_table
    for model in (Article, Byline, Correction, TaggedArticle, Popularity, HourlyViews, GalleryPhoto, PhotoUse)
]
# What belongs to one story, or to the stories of one page, is few: it may be sorted after it was found by their numbers.
FEW = re.compile(r"\b(article_id|content_object_id|rowid|id)\b *(=|IN|= ANY)", re.I)

# The stories of one day are few as well.
A_DAY = re.compile(r"published_at *>.*published_at *<|published_at *<.*published_at *>", re.I)

# A count that ends after some hundreds costs the same in any archive.
BOUNDED_COUNT = re.compile(r"COUNT\(\*\) FROM\s+\(SELECT(?:(?!SELECT).)* LIMIT \d+\)")
# Queries that put short lists together sort what these yield; PostgreSQL also sorts a tag of a few stories rather than walk its index.
SHORT_LISTS = re.compile(r"AS (candidate|part_0)\b")
# Of two bounds above, SQLite reads an index from the one that stands first.
BOUND_ABOVE = re.compile(r"""(?:published_at|listed_at)" <=? '([^']+)'""")
# What hangs on stories that a query names by their numbers is few, even where PostgreSQL finds it by another way than these.
OF_NAMED_STORIES = re.compile(r'"article_id" IN \(\d')


@pytest.fixture(scope="module")
def stories(module_transaction):
    """Enough stories, and the statistics of them, for a planner to choose as it would with a million."""
    with module_transaction():
        call_command("load_demo", articles=4000, seed=1, photos=0, authors=20, tags=100, stdout=StringIO())


@pytest.fixture
def archive(db, stories):
    """The newest of these stories, among photo stories, corrections and sections with parts."""
    photo = make_photo(renditions=True)
    for story in Article.objects.published().newest_first()[:400:20]:
        make_gallery(story, [photo])
    newest = Article.objects.published().newest_first().exclude(section=None)
    # And of days before: late in the day sixty are of today.
    corrected = [*newest[:60], *newest[1000:1020]]
    for story, other in zip(corrected, corrected[1:], strict=False):
        Correction.objects.create(article=story, related_article=other, text="Ralat.", posted_at=story.published_at)
    stories = newest[:10]
    part = stories[0].section
    parent = Section.objects.exclude(pk=part.pk).first()
    Section.objects.filter(pk=part.pk).update(parent=parent)
    return stories


def addresses(archive):
    story = archive[0]
    # Today may be a minute old and have no second page; yesterday is whole.
    midnight, _next = dates.bounds(dates.today())
    last = Article.objects.published().newest_first().filter(published_at__lt=midnight)[3]
    listed = {
        "section": story.section.get_absolute_url(),
        "section with parts": story.section.parent.get_absolute_url(),
        "tag": story.tags.first().get_absolute_url(),
        "author": story.bylines.first().author.get_absolute_url(),
        "index": reverse("index_of_day", args=[timezone.localdate(last.published_at)]),
        "corrections": "/koreksi/",
    }
    cursor = f"{int(last.published_at.timestamp() * 1_000_000)}-{last.pk}"
    return {
        "front": "/",
        "photo stories": "/foto/",
        "corrections feed": "/koreksi/rss/",
        "article": story.get_absolute_url(),
        "popular": "/populer/",
        **{f"popular {word}": f"/populer/{word}/" for word in ("hari-ini", "minggu-ini", "bulan-ini")},
        **listed,
        **{
            f"{name} further on": f"{address}?sebelum={cursor}"
            for name, address in {**listed, "photo stories": "/foto/"}.items()
        },
    }


def faults_of(query):
    """What is wrong with the plan of a query, as lines of the plan."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            steps = [(row[1], row[-1]) for row in cursor.fetchall()]
            lines = [line for _parent, line in steps]
            scans = [line for line in lines if any(re.match(rf"SCAN {table}(?!.*USING)", line) for table in GROWING)]
            # What a union drops twice is no list that was sorted; of short lists put together only the outermost step is a small sort.
            small = 0 if SHORT_LISTS.search(query) else None
            sorts = [
                line
                for parent, line in steps
                if "TEMP B-TREE" in line and not line.startswith("UNION") and parent != small
            ]
        else:
            # A few hundred rows are scanned for good reason; asked not to, the planner shows what it would do with many.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {query}")
            lines = [row[0] for row in cursor.fetchall()]
            scans = [line for line in lines if any(f"Seq Scan on {table}" in line for table in GROWING)]
            sorts = [line for line in lines if re.search(r"^\W*(->)? *(Incremental )?Sort", line)]
    if connection.vendor != "sqlite" and (SHORT_LISTS.search(query) or OF_NAMED_STORIES.search(query)):
        sorts = []
    if sorts and (FEW.search(outermost_condition(lines)) or A_DAY.search(outermost_condition(lines))):
        sorts = []
    return scans + sorts + late_starts(query)


def late_starts(query):
    """The bounds above that one follows which is more than a day earlier: an old list would be read from the newest stories on."""
    parts = [
        [datetime.datetime.fromisoformat(hour[:19]) for hour in BOUND_ABOVE.findall(part)]
        for part in query.split("SELECT")
    ]
    day = datetime.timedelta(days=1)
    return [f"read from {bounds[0]} on" for bounds in parts if bounds and bounds[0] - min(bounds) > day]


def plan_of(query):
    """The lines of a query's plan, as with many rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {query}")
        return [row[-1] for row in cursor.fetchall()]


def outermost_condition(lines):
    """How the table that drives the query is searched."""
    words = "SEARCH" if connection.vendor == "sqlite" else "Index Cond"
    return next((line for line in lines if words in line), "")


def selects(captured):
    return [
        entry["sql"]
        for entry in captured
        if entry["sql"].lstrip().startswith("SELECT") and any(table in entry["sql"] for table in GROWING)
    ]


def test_every_page_reads_indexes_in_their_order(client, archive):
    faults = {}
    for name, address in addresses(archive).items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert selects(captured)
        for query in selects(captured):
            assert "COUNT(" not in BOUNDED_COUNT.sub("", query)
            assert "OFFSET" not in query
            if found := faults_of(query):
                faults[name, query[query.index("FROM") :]] = found
    assert faults == {}


def test_a_recheck_reads_what_it_rechecks(client, archive):
    """The page of a story that was drawn before asks the same in one query, which reads the same indexes and sorts as little."""
    address, read = Article.objects.published().newest_first()[500].get_absolute_url(), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, **{"newsroom.edition": "1"}).status_code == 200
        queries = [entry["sql"] for entry in captured if re.search(r"json_array|answer::text", entry["sql"])]
        lines = [line for query in queries for line in plan_of(query)]
        read.append(
            sorted(word for line in lines for word in re.findall(r"INDEX \w+|using \w+|TEMP B-TREE|Sort Key", line))
        )
    assert len(queries) == len(captured) == 1
    assert read[0] == read[1]
    assert len(read[0]) > 10


def test_a_page_far_down_a_list_of_the_desk_reads_an_index_in_its_order(client, archive):
    client.force_login(make_staff("Redaktur Pelaksana"))
    stories = reverse("admin:articles_article_changelist")
    section = archive[0].section_id
    faults = {}
    for filters in ("", f"section__id__exact={section}&", "label__exact=analysis&", "state=published&", "o=8&"):
        row = Article.objects.order_by("-modified_at", "-id")[100]
        for place in (["after", row.modified_at.isoformat(), str(row.pk)], ["last"]):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"{stories}?{filters}p={quote(json.dumps(place))}").status_code == 200
            for query in selects(captured):
                assert "OFFSET" not in query
                if found := faults_of(query):
                    faults[filters, query[query.index("FROM") :]] = found
    assert faults == {}


def test_scheduled_stories_are_found_by_their_hours_at_the_desk(client, archive):
    """In the list's own order the database would look at every approved story for the few of them."""
    client.force_login(make_staff("Redaktur Pelaksana"))
    assert Article.objects.scheduled().exists()
    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("admin:articles_article_changelist"), {"state": "scheduled"})
    assert {story.pk for story in page.context["cl"].result_list} == set(
        Article.objects.scheduled().values_list("pk", flat=True)
    )
    [by_hour, *of_the_list] = [query for query in selects(captured) if '"articles_article"."status"' in query]
    assert '"published_at" >' in by_hour
    assert any("public_by_hour" in line for line in plan_of(by_hour))
    assert all(FEW.search(outermost_condition(plan_of(query))) for query in of_the_list)


def test_neither_the_desk_nor_its_lists_walk_the_archive(client, archive):
    """What waits there is few beside the archive and may be sorted."""
    client.force_login(User.objects.create_superuser("kepala"))
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    faults = {}
    for name in ["admin:index", *lists]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name), follow=True).status_code == 200
        for query in selects(captured):
            if scans := [line for line in faults_of(query) if re.search("SCAN|Seq Scan", line)]:
                faults[name, query[query.index("FROM") :]] = scans
    assert faults == {}


def test_every_exit_reads_indexes_in_their_order(client, archive):
    """No scan and no sort of what grows with the archive."""
    cache.clear()
    story = archive[0]
    month = timezone.localdate(story.published_at)
    addresses = [
        "/sitemap.xml", "/sitemap-news.xml", f"/sitemap/artikel-{month:%Y-%m}.xml", f"/sitemap/artikel-{month}.xml",
        "/rss/", "/feed.json", f"{story.section.get_absolute_url()}rss/", f"{story.tags.first().get_absolute_url()}rss/",
        f"{story.bylines.first().author.get_absolute_url()}rss/",
    ]  # fmt: skip
    faults = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert selects(captured)
        for query in selects(captured):
            if found := faults_of(query):
                faults[address, query] = found
    assert faults == {}


def test_the_next_change_reads_an_index(archive):
    with CaptureQueriesContext(connection) as captured:
        edition.next_change()
    assert {query: faults for query in selects(captured) if (faults := faults_of(query))} == {}


def test_a_ranking_reads_its_own_index(archive):
    """In its order, with the rows that may not rank left out; in SQLite's words and in PostgreSQL's."""
    section = archive[0].section
    rankings = {
        "popular_now": Popularity.objects.most_read_now(),
        "popular_now_in_section": Popularity.objects.most_read_now(section),
        "popular_today": Popularity.objects.most_read_in(Period.DAY, dates.today()),
        "popular_this_week": Popularity.objects.most_read_in(Period.WEEK, dates.today()),
        "popular_this_month": Popularity.objects.most_read_in(Period.MONTH, dates.today()),
    }
    for index, ranking in rankings.items():
        with CaptureQueriesContext(connection) as captured:
            list(ranking.values_list("pk", flat=True)[:10])
        (query,) = selects(captured)
        assert faults_of(query) == []
        assert index in " ".join(plan_of(query))


def test_old_hours_are_found_by_their_index(archive):
    with CaptureQueriesContext(connection) as captured:
        readings.roll_up()
    assert {query: faults for query in selects(captured) if (faults := faults_of(query))} == {}


def test_this_check_can_fail():
    """A scan and a sort are seen."""
    table = Article._meta.db_table
    assert faults_of(f"SELECT headline FROM {table} ORDER BY deck")
    assert faults_of(f"SELECT headline FROM {table} WHERE deck LIKE '%x%'")
    hour, month_before = "'2026-11-26 16:00:00.123'", "'2026-10-26 16:00:00'"
    bounds = f'"published_at" <= {hour} AND "published_at" < {month_before}'
    assert late_starts(f"SELECT headline FROM {table} WHERE {bounds}") == ["read from 2026-11-26 16:00:00 on"]
