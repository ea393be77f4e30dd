"""The page cache: exact, calm, steady, bounded; correct HTTP. Its clock and its application are the test's own."""

import gzip
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from newsroom import page_cache
from newsroom.page_cache import PageCache, best_coding


class Site:
    """A WSGI application with an edition, a text and a next change, and a count of what it built."""

    def __init__(self):
        self.text = "satu"
        self.edition = 1
        self.next_change = float("inf")
        self.is_away = False
        self.delay = 0
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8")]
        self.built = Counter()

    def __call__(self, environ, start_response):
        text = self.text
        self.built[environ["PATH_INFO"], environ.get("QUERY_STRING", "")] += 1
        if self.delay:
            time.sleep(self.delay)
        if self.is_away:
            start_response("503 Service Unavailable", [("Retry-After", "10")])
            return [b"galat"]
        start_response(self.status, list(self.headers))
        return [text.encode() * 50]

    def read(self):
        if self.is_away:
            raise OSError
        return self.edition, self.next_change


class Reader:
    def __init__(self, site, **options):
        options = {"is_staff": lambda value: value == "asli", "staff_cookie": "redaksi", **options}
        self.cache = PageCache(site, read=site.read, **options)
        self.cache.refresh()

    def get(self, path="/", method="GET", **headers):
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "situs.example",
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        answer = {}

        def start_response(status, headers, exc_info=None):
            answer.update(status=int(status[:3]), headers=dict(headers))

        answer["body"] = b"".join(self.cache(environ, start_response))
        return answer


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def reader(site):
    return Reader(site)


def test_a_page_is_built_once(site, reader):
    assert reader.get()["body"] == reader.get()["body"] == b"satu" * 50
    assert site.built.total() == 1


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("br;q=0, gzip", "gzip"),
        ("identity", ""),
        ("gzip;q=0.5, br;q=0.0", "gzip"),
        ("GZIP", "gzip"),
    ],
)
def test_a_hit_comes_in_the_coding_that_was_asked_for(reader, accepted, coding):
    reader.get()
    answer = reader.get(accept_encoding=accepted)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert unpack(answer["body"]) == b"satu" * 50
    assert answer["headers"].get("Content-Encoding", "") == coding
    assert answer["headers"]["Content-Length"] == str(len(answer["body"]))
    assert answer["headers"]["Vary"] == "Accept-Encoding"


def test_what_the_reader_has_is_not_sent_again(reader):
    etag = reader.get(accept_encoding="br")["headers"]["ETag"]
    again = reader.get(accept_encoding="br", if_none_match=f'"x", {etag}')
    assert (again["status"], again["body"]) == (304, b"")
    assert reader.get(accept_encoding="gzip", if_none_match=etag)["status"] == 200


def test_head_has_the_headers_and_no_body(reader):
    page = reader.get()
    head = reader.get(method="HEAD")
    assert head["body"] == b""
    assert head["headers"]["Content-Length"] == page["headers"]["Content-Length"]


def test_head_first_does_not_keep_an_empty_page(reader):
    assert reader.get(method="HEAD")["body"] == b""
    assert reader.get()["body"] == b"satu" * 50


def test_caches_in_front_are_told_what_they_may(reader):
    told = reader.get()["headers"]["Cache-Control"]
    assert "public" in told
    for word in ("s-maxage=", "stale-while-revalidate=", "stale-if-error="):
        assert word in told


def test_query_words_that_no_page_reads_neither_split_nor_fill_the_cache(site, reader):
    for query in ("", "?utm_source=x", "?fbclid=1&utm_medium=y", "?SEBELUM=1"):
        reader.get(f"/{query}")
    assert site.built == Counter({("/", ""): 1})
    reader.get("/?sebelum=5-5&utm_source=x")
    reader.get("/?utm_source=z&sebelum=5-5")
    assert site.built["/", "sebelum=5-5"] == 1


def test_a_new_edition_makes_pages_new(site, reader):
    reader.get()
    site.text, site.edition = "dua", 2
    reader.cache.refresh()
    assert reader.get()["body"] == b"dua" * 50


def test_an_edition_that_was_read_too_long_ago_is_read_again(site, reader, monkeypatch):
    reader.get()
    site.text, site.edition = "dua", 2
    reader.cache.clock.read_at -= 1
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_that_was_built_during_a_save_is_born_stale(site, reader):
    site.delay = 0.2
    builder = threading.Thread(target=reader.get)
    builder.start()
    time.sleep(0.05)
    # Committed after the page read its text.
    site.text, site.edition, site.delay = "dua", 2, 0
    builder.join()
    reader.cache.refresh()
    reader.cache.clock.changed_at = 0
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_ends_at_the_next_change_by_the_clock(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    site.next_change = start + 5
    reader.cache.refresh()
    reader.get()
    site.text, site.next_change = "dua", float("inf")
    time_machine.move_to(start + 4, tick=False)
    assert reader.get()["body"] == b"satu" * 50
    time_machine.move_to(start + 5, tick=False)
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_is_not_kept_past_a_change_that_has_come(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    site.next_change = start
    reader.cache.refresh()
    reader.get()
    reader.get()
    assert site.built.total() == 2


def test_a_hundred_requests_for_a_missing_page_build_it_once(site, reader):
    site.delay = 0.2
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: reader.get()["body"], range(100)))
    assert set(answers) == {b"satu" * 50}
    assert site.built.total() == 1


def test_the_old_page_goes_out_while_the_new_one_is_built(site, reader):
    reader.get()
    site.text, site.edition, site.delay = "dua", 2, 0.3
    reader.cache.refresh()
    builder = threading.Thread(target=reader.get)
    builder.start()
    time.sleep(0.05)
    started = time.monotonic()
    assert reader.get()["body"] == b"satu" * 50
    assert time.monotonic() - started < 0.2
    builder.join()
    assert reader.get()["body"] == b"dua" * 50


def test_pages_go_on_being_served_while_the_database_is_away(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    reader.cache.refresh()
    reader.get()
    site.is_away = True
    time_machine.move_to(start + 600, tick=False)
    kept = reader.get()
    assert (kept["status"], kept["headers"]["Age"]) == (200, "600")
    assert "110" in kept["headers"]["Warning"]
    missing = reader.get("/lain/")
    assert (missing["status"], missing["headers"]["Retry-After"]) == (503, "10")
    site.is_away, site.text, site.edition = False, "dua", 2
    time_machine.move_to(start + 601, tick=False)
    assert reader.get()["body"] == b"dua" * 50
    assert "Warning" not in reader.get()["headers"]


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "302 Found"])
def test_what_is_not_for_everybody_is_not_kept(site, reader, status):
    site.status = status
    reader.get()
    reader.get()
    assert site.built.total() == 2


def test_a_page_with_a_cookie_is_not_kept(site, reader):
    site.headers.append(("Set-Cookie", "a=b"))
    assert reader.get()["headers"]["Set-Cookie"] == "a=b"
    reader.get()
    assert site.built.total() == 2


@pytest.mark.parametrize(
    "cookie", ["redaksi=palsu", "redaksi=", "redaksi", "sessionid=abc", "xredaksi=asli", 'redaksi="']
)
def test_a_forged_cookie_does_not_lead_past_the_cache(site, reader, cookie):
    reader.get()
    reader.get(cookie=cookie)
    assert site.built.total() == 1


def test_staff_go_past_the_cache(site, reader):
    reader.get()
    reader.get(cookie="a=b; redaksi=asli")
    assert site.built.total() == 2


@pytest.mark.parametrize(
    "path", ["/admin/", "/health/", "/static/x.css", "/media/a.jpg", "/pratinjau/abc/", "/kartu/1-a.jpg"]
)
def test_private_paths_are_left_alone(site, reader, path):
    reader.get(path)
    reader.get(path)
    assert site.built.total() == 2


def test_posts_are_left_alone(site, reader):
    reader.get(method="POST")
    reader.get(method="POST")
    assert site.built.total() == 2


def test_memory_is_bounded_and_the_least_recently_used_goes_first(site):
    reader = Reader(site, limit=40_000)
    for number in range(200):
        reader.get(f"/{number}/")
        reader.get("/dibaca/")
        assert reader.cache.size <= 40_000
    assert site.built["/dibaca/", ""] == 1
    reader.get("/0/")
    assert site.built["/0/", ""] == 2


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, deflate, br, zstd", "br"), ("*;q=0", ""), ("br;q=0.000", ""), ("br;q=1.0", "br")]
)
def test_codings_are_chosen_as_the_header_says(accepted, coding):
    assert best_coding(accepted) == coding


class CachedAgainstUncached(RuleBasedStateMachine):
    """Over random histories of edits, schedules and clock moves, a cached page is what an uncached one would be."""

    def __init__(self):
        super().__init__()
        self.now = 1_800_000_000.0
        self.real_time = page_cache.time.time
        page_cache.time.time = lambda: self.now
        self.site = Site()
        self.scheduled = []
        self.site.next_change = float("inf")
        self.reader = Reader(self.site)

    def teardown(self):
        page_cache.time.time = self.real_time

    def settle(self):
        """What the database would answer now."""
        come = [text for hour, text in self.scheduled if hour <= self.now]
        if come:
            self.site.text = come[-1]
        self.site.next_change = min((hour for hour, _text in self.scheduled if hour > self.now), default=float("inf"))

    @rule(text=st.text("abc", min_size=1, max_size=4))
    def edit(self, text):
        self.scheduled = [entry for entry in self.scheduled if entry[0] > self.now]
        self.site.text, self.site.edition = text, self.site.edition + 1
        self.settle()

    @rule(text=st.text("xyz", min_size=1, max_size=4), seconds=st.integers(1, 90))
    def schedule(self, text, seconds):
        self.scheduled = sorted([*self.scheduled, (self.now + seconds, text)])
        self.site.edition += 1
        self.settle()

    @rule(seconds=st.floats(0, 100))
    def wait(self, seconds):
        self.now += seconds
        self.settle()

    @rule()
    def thread_reads(self):
        self.reader.cache.refresh()

    @rule(path=st.sampled_from(["/", "/a/", "/b/?sebelum=1-1"]))
    def somebody_reads(self, path):
        self.reader.get(path)

    @invariant()
    def a_second_after_its_change_every_page_is_new(self):
        self.now += 1
        self.settle()
        assert self.reader.get()["body"] == self.site.text.encode() * 50


CachedAgainstUncached.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestCachedAgainstUncached = CachedAgainstUncached.TestCase
