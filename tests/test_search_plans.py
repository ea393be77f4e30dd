"""Every question to the search index is answered by the index, in its order: nothing is scanned, and no archive is sorted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.search import engine

from .factories import make_article, make_author, make_photo, make_section

pytestmark = pytest.mark.django_db
INDEX = ("articles_storyterms", "articles_phototerms", "articles_spelling")


@pytest.fixture
def archive():
    section, author = make_section(), make_author()
    for number in range(12):
        make_article(headline=f"Ikan {number}", body="<p>Ikan laut.</p>", section=section, authors=[author])


def plan_of(query):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            return [row[-1] for row in cursor.fetchall()]
        # A dozen rows are scanned for good reason; asked not to, the planner shows what it would do with many.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        return [row[0] for row in cursor.fetchall()]


def faults_of(query):
    lines = plan_of(query)
    if connection.vendor == "sqlite":
        return [
            line
            for line in lines
            if "TEMP B-TREE" in line
            and "DISTINCT" not in query
            or re.match(r"SCAN (?!.*(VIRTUAL TABLE|USING|CONSTANT))", line)
        ]
    # What was found by the terms is sorted, and never more than that.
    return [line for line in lines if any(f"Seq Scan on {table}" in line for table in INDEX)]


def asked(action):
    with CaptureQueriesContext(connection) as captured:
        action()
    queries = [entry["sql"] for entry in captured if any(table in entry["sql"] for table in INDEX)]
    assert queries
    return [query for query in queries if query.lstrip().startswith(("SELECT", "WITH"))]


@pytest.mark.parametrize(
    "action",
    [
        lambda: search.published(search.Query.parse("ikan laut")),
        lambda: search.published(search.Query.parse('"ikan laut" -tuna'), order=search.NEWEST, size=2),
        lambda: search.published(search.Query.parse("ikan"), before="0-99999999999999999", size=2),
        lambda: search.suggestion(search.Query.parse("iakn lautt")),
        lambda: search.at_desk("ikan lau"),
        lambda: search.published_while_typing("ika", limit=5),
        lambda: search.photos("dermaga"),
    ],
    ids=["relevant", "phrase", "further on", "suggestion", "desk", "picker", "photos"],
)
def test_a_question_reads_the_index(archive, action):
    found = {query: faults for query in asked(action) if (faults := faults_of(query))}
    assert found == {}


def test_words_are_looked_up_in_the_index_of_terms(archive):
    if connection.vendor == "sqlite":
        asked_of_it = asked(lambda: search.published(search.Query.parse("ikan")))
        query = next(query for query in asked_of_it if "MATCH" in query)
        wanted = "VIRTUAL TABLE INDEX"
    else:
        # Of a dozen rows the planner may as well read the places that bound a page.
        query = "SELECT number FROM articles_storyterms WHERE terms @@ '''=ikan'''::tsquery"
        wanted = "Bitmap Index Scan on articles_storyterms_by_term"
    assert any(wanted in line for line in plan_of(query))


def test_a_long_list_is_read_for_its_newest_weeks_first(archive, monkeypatch):
    """PostgreSQL reads no GIN index in an order; a frequent word fills its page without the whole list."""
    monkeypatch.setattr(engine, "NEWEST", 4)
    before = [hit.article.pk for hit in search.published(search.Query.parse("ikan"), size=3)]
    queries = asked(lambda: search.published(search.Query.parse("ikan"), size=3))
    assert len(before) == 3
    assert any("#w" in query for query in queries) == (connection.vendor == "postgresql")
    # What the newest weeks lack is found in the whole list.
    assert len(search.published(search.Query.parse("ikan"), size=20)) == 12


def test_the_newest_photos_are_looked_at_first_too(monkeypatch):
    """A word that half of a large photo library has costs no more than a rare one."""
    monkeypatch.setattr(engine, "NEWEST", 4)
    photos = [make_photo(caption="Nelayan melaut.").pk for _number in range(6)]
    queries = asked(lambda: search.photos("nelayan", limit=3))
    assert search.photos("nelayan", limit=3) == photos[:2:-1]
    assert any("#w" in query for query in queries) == (connection.vendor == "postgresql")
    # Nor is anything lost in the stretches before.
    assert search.photos("nelayan") == photos[::-1]


def test_this_check_can_fail(archive):
    assert faults_of("SELECT number FROM articles_storyterms ORDER BY digest")
