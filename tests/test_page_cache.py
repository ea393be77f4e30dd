"""The page cache: exact, calm, steady, bounded; correct HTTP. Its clock and its application are the test's own."""

import gzip
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import brotli
import pytest
from django.contrib.auth.models import User
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from newsroom import edition_clock, page_cache
from newsroom.edition_clock import EditionClock
from newsroom.page_cache import PageCache
from newsroom.page_store import _size
from newsroom.ready_page import best_coding
from newsroom.unhurried import unhurried


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
        # Cleared, the site and its database give no answer.
        self.hang = threading.Event()
        self.hang.set()
        self.environ = {}

    def __call__(self, environ, start_response):
        text = self.text
        self.environ = environ
        self.built[environ["PATH_INFO"], environ.get("QUERY_STRING", "")] += 1
        if self.delay:
            time.sleep(self.delay)
        self.hang.wait(30)
        if self.is_away:
            start_response("503 Service Unavailable", [("Retry-After", "10")])
            return [b"galat"]
        start_response(self.status, list(self.headers))
        return [text.encode() * 50]

    def read_edition(self):
        self.hang.wait(30)
        if self.is_away:
            raise OSError
        return self.edition

    def read_next_change(self):
        return self.next_change


class Reader:
    """Somebody who asks the page cache of *site*; nobody watches its clock, so it reads when a request finds it late."""

    def __init__(self, site, **options):
        options = {
            "host": "situs.example",
            "serves_host": lambda host: host.partition(":")[0].lower() == "situs.example",
            "is_secure": lambda environ: environ["wsgi.url_scheme"] == "https",
            "is_staff": lambda value: value == "asli",
            "staff_cookie": "redaksi",
            "apology": b"maaf",
            **options,
        }
        self.clock = EditionClock(read_edition=site.read_edition, read_next_change=site.read_next_change)
        self.cache = PageCache(site, clock=self.clock, **options)
        self.clock.read()

    def built(self):
        """Wait until nothing is being built."""
        while self.cache._builds:
            time.sleep(0.01)

    def after_a_moment(self):
        """Let the time be over in which a page of the edition before may go out."""
        self.clock.before_was_seen_at = 0

    def get(self, path="/", method="GET", scheme="http", **headers):
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "situs.example",
            "wsgi.url_scheme": scheme,
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
    reader.clock.read()
    reader.after_a_moment()
    assert reader.get()["body"] == b"dua" * 50


def test_an_edition_that_was_read_too_long_ago_is_read_again(site, reader):
    reader.get()
    site.text, site.edition = "dua", 2
    reader.clock.read_at -= 1
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_of_the_edition_before_goes_out_for_less_than_a_second(site, reader, time_machine):
    """The second counts from the last reading that still saw the old edition, not from the one that found the new."""
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    reader.clock.read()
    reader.get()
    site.text, site.edition, site.delay = "dua", 2, 0.3
    time_machine.move_to(start + 0.7, tick=False)
    assert reader.get()["body"] == b"satu" * 50
    time_machine.move_to(start + 0.95, tick=False)
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_of_an_edition_before_the_last_does_not_go_out_at_all(site, reader):
    reader.get()
    for site.edition, site.text in ((2, "dua"), (3, "tiga")):
        reader.clock.read()
    assert reader.get()["body"] == b"tiga" * 50


def test_a_page_that_was_built_during_a_save_is_born_stale(site, reader):
    site.delay = 0.2
    builder = threading.Thread(target=reader.get)
    builder.start()
    time.sleep(0.05)
    # Committed after the page read its text.
    site.text, site.edition, site.delay = "dua", 2, 0
    builder.join()
    reader.clock.read()
    reader.after_a_moment()
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_ends_at_the_next_change_by_the_clock(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    site.next_change, site.edition = start + 5, 2
    reader.clock.read()
    reader.get()
    site.text, site.next_change = "dua", float("inf")
    time_machine.move_to(start + 4, tick=False)
    assert reader.get()["body"] == b"satu" * 50
    time_machine.move_to(start + 5, tick=False)
    assert reader.get()["body"] == b"dua" * 50


def test_a_page_is_not_kept_past_a_change_that_has_come(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    site.next_change, site.edition = start, 2
    reader.clock.read()
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
    reader.clock.read()
    assert reader.get()["body"] == reader.get()["body"] == b"satu" * 50
    reader.built()
    assert reader.get()["body"] == b"dua" * 50
    assert site.built.total() == 2


def test_a_page_is_renewed_after_a_minute_while_the_old_one_goes_out(site, reader, time_machine):
    """Populer moves without an edition."""
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    reader.clock.read()
    reader.get()
    site.text = "dua"
    time_machine.move_to(start + 59, tick=False)
    assert reader.get()["body"] == b"satu" * 50
    time_machine.move_to(start + 61, tick=False)
    assert reader.get()["body"] == b"satu" * 50
    reader.built()
    assert reader.get()["body"] == b"dua" * 50
    site.text = "tiga"
    time_machine.move_to(start + 61 + 130, tick=False)
    assert reader.get()["body"] == b"tiga" * 50


def test_a_page_that_stays_is_packed_anew_and_smaller(site, reader, time_machine):
    """It is the same page: who has the other bytes is told that nothing changed."""
    start = 1_800_000_000
    site.text = "".join(f"kalimat nomor {number * number} dari berita panjang; " for number in range(500))
    time_machine.move_to(start, tick=False)
    reader.clock.read()
    quick = {coding: reader.get(accept_encoding=coding) for coding in ("br", "gzip")}
    time_machine.move_to(start + 61, tick=False)
    reader.get()
    reader.built()
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        thorough = reader.get(accept_encoding=coding)
        assert len(thorough["body"]) < len(quick[coding]["body"])
        assert unpack(thorough["body"]) == unpack(quick[coding]["body"])
        etag = quick[coding]["headers"]["ETag"]
        assert etag.startswith("W/"), "the bytes are others"
        assert reader.get(accept_encoding=coding, if_none_match=etag)["status"] == 304
    site.edition = 2
    reader.clock.read()
    reader.after_a_moment()
    assert reader.get(accept_encoding="br")["body"] == quick["br"]["body"]


def test_those_who_wait_get_no_page_that_is_older_than_their_request(site, reader):
    """A build that began before an edit does not answer a request that came more than a second after it."""
    site.delay = 0.4
    early = threading.Thread(target=reader.get)
    early.start()
    time.sleep(0.1)
    site.text, site.edition = "dua", 2
    reader.clock.read()
    reader.after_a_moment()
    assert reader.get()["body"] == b"dua" * 50
    early.join()


def test_edits_during_builds_do_not_send_all_who_wait_to_the_application(site, reader):
    site.delay = 0.15
    stop = threading.Event()

    def edit():
        while not stop.wait(0.05):
            site.edition += 1
            reader.clock.read()

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        with ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(lambda _: reader.get()["status"], range(40)))
    finally:
        stop.set()
        editor.join()
    assert set(answers) == {200}
    assert site.built.total() <= 5


def test_a_hundred_requests_for_an_unknown_address_reach_the_application_once(site, reader):
    site.delay, site.status = 0.5, "404 Not Found"
    together = threading.Barrier(100)

    def ask(_number):
        together.wait()
        return reader.get("/tidak-ada/")["status"]

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(ask, range(100)))
    assert set(answers) == {404}
    assert site.built.total() == 1


def test_a_flood_of_unknown_addresses_reaches_the_application_a_few_at_a_time(site, reader):
    """Readers of pages that are in memory notice nothing; the flood is told to come back."""
    reader.get("/dibaca/")
    site.delay, site.status = 0.1, "404 Not Found"
    busy, most = [], []
    application = reader.cache.application

    def counting(environ, start_response):
        busy.append(1)
        most.append(len(busy))
        try:
            return application(environ, start_response)
        finally:
            busy.pop()

    reader.cache.application = counting
    with ThreadPoolExecutor(100) as pool:
        flood = [pool.submit(reader.get, f"/acak-{number}/") for number in range(300)]
        time.sleep(0.05)
        assert reader.get("/dibaca/")["status"] == 200
        answers = [answer.result() for answer in flood]
    assert {answer["status"] for answer in answers} == {404, 503}
    assert all(answer["headers"]["Retry-After"] for answer in answers if answer["status"] == 503)
    assert max(most) <= page_cache.BUILDERS
    assert reader.cache.store.get((False, "/acak-1/", "")) is None


@pytest.fixture
def pauses(monkeypatch):
    """How long builders paused, in seconds, from here on."""
    made = []
    monkeypatch.setattr(
        page_cache, "time", SimpleNamespace(time=time.time, monotonic=time.monotonic, sleep=made.append)
    )
    return made


def test_a_builder_gives_way_to_hits(site, reader, pauses):
    """Before each compression, and when the application says so."""
    application = reader.cache.application

    def asking(environ, start_response):
        environ["newsroom.give_way"]()
        return application(environ, start_response)

    reader.cache.application = asking
    reader.get("/dibaca/")
    assert pauses == []
    reader.get("/dibaca/")
    reader.get("/lain/")
    assert pauses == [page_cache.PAUSE] * 3
    site.edition = 2
    reader.clock.read()
    reader.get("/dibaca/")
    reader.built()
    assert len(pauses) == 6, "a page of the edition before is a hit"


def test_a_builder_without_hits_does_not_pause(reader, pauses, monkeypatch):
    reader.get("/dibaca/")
    reader.get("/dibaca/")
    monkeypatch.setattr(page_cache, "RECENT", 0)
    reader.get("/lain/")
    assert pauses == []


def test_a_page_gives_way_before_each_of_its_queries(db, django_assert_num_queries):
    given = []

    def application(environ, start_response):
        return [list(User.objects.all()), list(User.objects.all())]

    with django_assert_num_queries(2):
        unhurried(application)({"newsroom.give_way": lambda: given.append(1)}, None)
    assert given == [1, 1]
    unhurried(application)({}, None)
    assert given == [1, 1]


def test_a_builder_that_fails_leaves_the_page_to_the_next(site, reader):
    site.text = None
    with pytest.raises(AttributeError):
        reader.get()
    site.text = "satu"
    assert reader.get()["body"] == b"satu" * 50


def test_pages_go_on_being_served_while_the_database_is_away(site, reader, time_machine):
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    reader.clock.read()
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
    reader.clock.read()
    assert reader.get()["body"] == b"dua" * 50
    assert "Warning" not in reader.get()["headers"]


def test_a_short_failure_of_the_database_does_not_bring_an_old_page_back(site, reader):
    reader.get()
    for site.edition, site.text in ((2, "dua"), (3, "tiga")):
        reader.clock.read()
    site.is_away = True
    reader.clock.read()
    site.is_away = False
    assert reader.get()["body"] == b"tiga" * 50


@pytest.fixture
def watched(site):
    """A reader of a cache whose clock is watched by its thread, as in a serving process."""
    reader = Reader(site)
    reader.clock.watch()
    yield reader
    site.hang.set()


def test_a_database_that_hangs_holds_up_no_page_in_memory(site, watched):
    watched.get()
    site.hang.clear()
    time.sleep(edition_clock.LATE + edition_clock.INTERVAL + 0.2)
    started = time.monotonic()
    answers = [watched.get() for _ in range(20)]
    assert time.monotonic() - started < 10  # the database would have held each up for 30
    assert {(answer["status"], answer["body"]) for answer in answers} == {(200, b"satu" * 50)}
    missing = [watched.get(f"/lain-{number}/") for number in range(3)]
    assert {(answer["status"], answer["body"]) for answer in missing} == {(503, b"maaf")}
    assert missing[0]["headers"]["Retry-After"]
    site.hang.set()
    site.text, site.edition = "dua", 2
    time.sleep(1)
    assert watched.get()["body"] == b"dua" * 50
    assert watched.get("/lain-1/")["status"] == 200


def test_staff_get_the_pages_in_memory_while_the_database_is_away(site, reader):
    reader.get()
    site.is_away = True
    reader.clock.read_at -= 1
    reader.clock.read()
    assert reader.get(cookie="redaksi=asli")["status"] == 200


def test_an_old_page_stands_in_for_one_that_cannot_be_built(site, reader):
    reader.get()
    site.edition, site.status = 2, "500 Internal Server Error"
    reader.clock.read()
    reader.after_a_moment()
    answer = reader.get()
    assert (answer["status"], answer["body"]) == (200, b"satu" * 50)
    assert "110" in answer["headers"]["Warning"]


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "302 Found", "301 Moved Permanently"]
)
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


def test_a_page_is_built_for_the_sites_host_and_for_nobody_in_particular(site, reader):
    """CONVENTIONS D2: what a reader's browser sends cannot get into a page that others are given."""
    reader.get(cookie="sessionid=abc", user_agent="x", host="SITUS.example:8080", accept_language="en")
    seen = {name: value for name, value in site.environ.items() if name.startswith("HTTP_")}
    assert seen == {"HTTP_HOST": "situs.example"}


def test_spellings_of_the_host_do_not_split_the_cache(site, reader):
    for host in ("situs.example", "SITUS.example", "situs.example:80", "situs.example:8443"):
        assert reader.get(host=host)["status"] == 200
    assert site.built.total() == 1


def test_a_foreign_host_is_left_to_django_and_not_kept(site, reader):
    reader.get()
    for number in range(3):
        reader.get(host=f"palsu-{number}.example")
    assert site.built.total() == 4
    assert len(reader.cache.store) == 1


def test_https_and_http_are_told_apart(site, reader):
    """A redirect to https is no answer to those who came by https."""
    reader.get()
    reader.get(scheme="https")
    assert site.built.total() == 2


def test_repeated_words_do_not_split_the_cache(site, reader):
    for query in ("sebelum=5-5", "sebelum=1&sebelum=5-5", "sebelum=1&sebelum=2&sebelum=5-5"):
        reader.get(f"/?{query}")
    assert site.built == Counter({("/", "sebelum=5-5"): 1})


def test_a_long_query_is_not_kept_and_a_very_long_one_refused(site, reader):
    for _ in range(2):
        assert reader.get("/?sebelum=" + "5" * 400)["status"] == 200
    assert site.built.total() == 2
    assert reader.get("/?x=" + "5" * 5000)["status"] == 414


@pytest.mark.parametrize("told", ["no-store", "private", "private, max-age=60", "No-Cache"])
def test_a_page_that_says_so_is_not_kept(site, reader, told):
    site.headers.append(("Cache-Control", told))
    assert reader.get()["headers"]["Cache-Control"] == told
    reader.get()
    assert site.built.total() == 2


def test_pages_that_are_for_one_reader_are_built_for_each(site, reader):
    site.delay = 0.05
    site.headers.append(("Set-Cookie", "a=b"))
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: reader.get(), range(5)))
    assert site.built.total() == 5


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"a" , W/"b",{}', 304),
        ("*", 304),
        ('"x{}x"', 200),
        ("{}x", 200),
        ("", 200),
    ],
)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_if_none_match_is_compared_tag_by_tag(reader, coding, known, status):
    etag = reader.get(accept_encoding=coding)["headers"]["ETag"].removeprefix("W/")
    inside = etag.strip('"') if "x{}x" in known else etag
    answer = reader.get(accept_encoding=coding, if_none_match=known.replace("{}", inside))
    assert answer["status"] == status
    if status == 304:
        assert answer["body"] == b""
        assert answer["headers"].keys() == {"ETag", "Vary", "Cache-Control", "Age"}


def test_a_page_that_is_gone_is_told_whole_to_those_who_know_it(site, reader):
    """A condition is for what would be 200 (RFC 9110, 13.2.1)."""
    site.status = "410 Gone"
    reader.get()
    assert reader.get(if_none_match="*")["status"] == 410


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
    limit = 60_000
    reader = Reader(site, limit=limit)
    for number in range(200):
        reader.get(f"/{number}/")
        reader.get("/dibaca/")
        assert reader.cache.store.size <= limit
    assert site.built["/dibaca/", ""] == 1
    reader.get("/0/")
    assert site.built["/0/", ""] == 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("*;q=0", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0.000", ""),
        ("br;q=1.0", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("brr, xgzip", ""),
        ("br;q=dua", ""),
        ("gzip ; q=0.2", "gzip"),
    ],
)
def test_codings_are_chosen_as_the_header_says(accepted, coding):
    assert best_coding(accepted) == coding


def test_a_page_that_would_drive_out_all_others_is_not_kept(site):
    reader = Reader(site, limit=60_000)
    reader.get("/kecil/")
    site.text = "besar" * 3000
    reader.get("/besar/")
    reader.get("/kecil/")
    assert site.built == Counter({("/kecil/", ""): 1, ("/besar/", ""): 1})


def test_the_size_of_the_store_is_that_of_what_is_in_it(site):
    reader = Reader(site, limit=60_000)
    for number in range(50):
        reader.get(f"/{number % 7}/?sebelum={number}-1")
    store = reader.cache.store
    assert store.size == sum(_size(key, page) for key, page in store._pages.items())


class CachedAgainstUncached(RuleBasedStateMachine):
    """Over random histories of edits, schedules and clock moves, a cached page is what an uncached one would be."""

    def __init__(self):
        super().__init__()
        self.now = 1_800_000_000.0
        self.real_time = page_cache.time.time
        # The same module's function for all who measure time by it.
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
        self.reader.clock.read()

    @rule(path=st.sampled_from(["/", "/a/", "/b/?sebelum=1-1"]))
    def somebody_reads(self, path):
        self.reader.get(path)

    @invariant()
    def a_second_after_its_change_every_page_is_new(self):
        self.now += 1
        self.settle()
        # Populer alone may lag: a page that is renewed goes out once more.
        assert self.reader.get()["body"] == self.site.text.encode() * 50


CachedAgainstUncached.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestCachedAgainstUncached = CachedAgainstUncached.TestCase
