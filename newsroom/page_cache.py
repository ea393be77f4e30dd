"""Whole public pages in memory, in front of Django: a hit runs no Django code, no query and no compression.

Pages are kept for the edition that was current before they were built, so that a page built while an editor saves is born stale and
never wrongly fresh. A thread reads the edition several times a second. The store is bounded in bytes, least recently used out first.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

import brotli

KEPT_STATUSES = ("200 OK", "301 Moved Permanently", "410 Gone")
# The words that public pages read; all others are dropped before a page is looked up or built.
QUERY_WORDS = frozenset({"sebelum", "tanggal"})
PRIVATE_PATHS = ("/admin/", "/static/", "/media/", "/health/", "/baca/", "/pratinjau/", "/cari/")
# Headers that this module writes itself, and those that speak of a body.
DERIVED = frozenset({"cache-control", "vary", "etag", "content-length", "content-encoding", "age"})
OF_A_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
# Populer moves without an edition of its own.
LIFETIME = 60
# A page of an older edition may go out for this long while one request builds the new one.
GRACE = 0.5
# An edition that was read longer ago than this is read again before anything is answered.
LATE = 0.7
# How long a request waits for another that builds the same page.
PATIENCE = 20
# Builds at a time: they reach the database, hits do not.
BUILDERS = 8


@dataclass(frozen=True, slots=True)
class Form:
    """A page in one content coding, ready to go out but for its age."""

    headers: tuple
    body: bytes
    etag: str


@dataclass(slots=True)
class Page:
    """A response as it goes out; `forms` has it by content coding, "" for none. Times are seconds of time.time()."""

    status: str
    forms: dict
    edition: object
    built_at: float
    until: float
    was_used: bool = False

    @property
    def size(self):
        """What the page takes in memory, in bytes, with its headers and its place in the store."""
        return sum(len(form.body) for form in self.forms.values()) + 2048


@dataclass
class Clock:
    """What the thread that reads the edition last saw, in seconds of time.time()."""

    edition: object = None
    changed_at: float = 0
    next_change: float = 0
    read_at: float = 0
    is_database_away: bool = False


@dataclass
class Build:
    """A page that one request builds and others wait for."""

    is_done: threading.Event = field(default_factory=threading.Event)
    page: Page | None = None


class PageCache:
    """WSGI middleware. *read* returns (edition, next change by the clock in seconds of time.time()) and may raise OSError.

    *is_staff* tells from the value of the staff cookie whether this site signed it; such requests go past the cache.
    """

    def __init__(self, application, *, read, is_staff, staff_cookie, limit=256 * 1024 * 1024):
        self.application = application
        self.read = read
        self.is_staff = is_staff
        self.staff_cookie = staff_cookie
        self.limit = limit
        self.clock = Clock()
        self.size = 0
        self._pages = OrderedDict()
        self._builds = {}
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._builders = threading.BoundedSemaphore(BUILDERS)

    def __call__(self, environ, start_response):
        if not self._is_public(environ):
            return self.application(environ, start_response)
        if self._shows_staff_cookie(environ):
            environ["newsroom.is_staff"] = True
            return self.application(environ, start_response)
        key = self._key(environ)
        now = time.time()
        self._refresh_if_late(now)
        page = self._pages.get(key)
        if page is not None and (self._is_fresh(page, now) or self._may_go_out_meanwhile(page, key, now)):
            page.was_used = True
            return self._send(page, environ, start_response, now)
        return self._answer_miss(key, page, environ, start_response)

    # The edition

    def refresh(self):
        """Read the edition; while the database is away, what was read last stands."""
        started = time.time()
        try:
            edition, next_change = self.read()
        except OSError:
            self.clock.is_database_away = True
            self.clock.read_at = started
            return
        if edition != self.clock.edition:
            self.clock.edition, self.clock.changed_at = edition, started
        self.clock.next_change = next_change
        self.clock.is_database_away = False
        self.clock.read_at = started

    def _refresh_if_late(self, now):
        """Read the edition here when the thread that should has not for most of a second, as under heavy load."""
        if now - self.clock.read_at < LATE:
            return
        with self._reading:
            if time.time() - self.clock.read_at >= LATE:
                self.refresh()

    # The store

    def _is_fresh(self, page, now):
        clock = self.clock
        return clock.is_database_away or (page.edition == clock.edition and now < page.until)

    def _may_go_out_meanwhile(self, page, key, now):
        """Whether another request is building the new page and this one is stale by a moment only."""
        if key not in self._builds:
            return False
        stale_since = page.until if page.edition == self.clock.edition else self.clock.changed_at
        return now - stale_since < GRACE

    def _keep(self, key, page):
        with self._lock:
            old = self._pages.pop(key, None)
            self.size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self.size > self.limit:
                # A second chance for what was read since its last turn comes near to least recently used out first, and a hit
                # needs no lock for it (the "clock" algorithm: Corbato, 1968).
                oldest, dropped = self._pages.popitem(last=False)
                if dropped.was_used:
                    dropped.was_used = False
                    self._pages[oldest] = dropped
                else:
                    self.size -= dropped.size

    # A miss

    def _answer_miss(self, key, old, environ, start_response):
        with self._lock:
            build = self._builds.get(key)
            is_builder = build is None
            if is_builder:
                build = self._builds[key] = Build()
        if not is_builder:
            build.is_done.wait(PATIENCE)
            if build.page is not None and build.page.edition == self.clock.edition:
                return self._send(build.page, environ, start_response, time.time())
            # What was built is not for everybody, as an address that does not exist, or is older than this request.
            return self.application(environ, start_response)
        try:
            with self._builders:
                return self._build(key, old, build, environ, start_response)
        finally:
            with self._lock:
                self._builds.pop(key, None)
            build.is_done.set()

    def _build(self, key, old, build, environ, start_response):
        stamp, next_change, now = self.clock.edition, self.clock.next_change, time.time()
        status, headers, body, close = collect(self.application, {**environ, "REQUEST_METHOD": "GET"})
        try:
            if status.startswith("5") and old is not None:
                return self._send(old, environ, start_response, time.time(), is_stale=True)
            if status not in KEPT_STATUSES or any(name.lower() == "set-cookie" for name, _value in headers):
                start_response(status, headers)
                return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
            until = min(now + LIFETIME, next_change)
            build.page = make_page(status, headers, body, stamp, now, until)
            if until > now and stamp is not None:
                self._keep(key, build.page)
            return self._send(build.page, environ, start_response, now)
        finally:
            close()

    # A request and its answer

    def _is_public(self, environ):
        return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("PATH_INFO", "").startswith(
            PRIVATE_PATHS
        )

    def _shows_staff_cookie(self, environ):
        cookies = environ.get("HTTP_COOKIE", "")
        if self.staff_cookie not in cookies:
            return False
        try:
            morsel = SimpleCookie(cookies).get(self.staff_cookie)
        except CookieError:
            return False
        return morsel is not None and self.is_staff(morsel.value)

    def _key(self, environ):
        """(scheme, host, path, query); what no page reads is taken out of the query, for the page that is built as well."""
        query = environ.get("QUERY_STRING", "")
        if query:
            words = sorted((word, value) for word, value in parse_qsl(query) if word in QUERY_WORDS)
            query = environ["QUERY_STRING"] = urlencode(words)
        return environ.get("wsgi.url_scheme"), environ.get("HTTP_HOST"), environ.get("PATH_INFO"), query

    def _send(self, page, environ, start_response, now, *, is_stale=False):
        form = page.forms[best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        headers = [*form.headers, ("Age", str(max(0, int(now - page.built_at))))]
        if is_stale or (self.clock.is_database_away and now >= page.until):
            headers.append(("Warning", '110 - "Response is Stale"'))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (form.etag in known or known == "*"):
            start_response("304 Not Modified", [pair for pair in headers if pair[0] not in OF_A_BODY])
            return [b""]
        start_response(page.status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else form.body]


def watch(cache, interval=0.25, *, after=lambda: None):
    """Keep the cache's edition current from a thread of its own; *after* runs after each read."""

    def keep_reading():
        while True:
            cache.refresh()
            after()
            time.sleep(interval)

    thread = threading.Thread(target=keep_reading, name="edition", daemon=True)
    thread.start()
    return thread


def collect(application, environ):
    """Run a WSGI application to its end: (status, headers, body, close)."""
    answer = []

    def start_response(status, headers, exc_info=None):
        answer[:] = [status, headers]

    chunks = application(environ, start_response)
    body = b"".join(chunks)
    return *answer, body, getattr(chunks, "close", lambda: None)


def make_page(status, headers, body, edition, now, until):
    """Prepare a response for going out many times: compressed, with its validators and its word to caches in front."""
    shared = max(0, int(until - now))
    own = [(name, value) for name, value in headers if name.lower() not in DERIVED]
    own += [
        ("Cache-Control", f"public, max-age=0, s-maxage={shared}, stale-while-revalidate=30, stale-if-error=86400"),
        ("Vary", "Accept-Encoding"),
    ]
    digest = hashlib.sha256(body).hexdigest()[:24]
    packed = {"": body, "gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=5)}
    return Page(
        status, {coding: _form(own, coding, data, digest) for coding, data in packed.items()}, edition, now, until
    )


def _form(headers, coding, body, digest):
    etag = f'"{digest}-{coding}"' if coding else f'"{digest}"'
    own = [("Content-Encoding", coding)] if coding else []
    return Form((*headers, ("ETag", etag), ("Content-Length", str(len(body))), *own), body, etag)


@lru_cache(maxsize=512)
def best_coding(accepted):
    """The smallest of "br", "gzip" and "" that an Accept-Encoding header takes (RFC 9110, 12.5.3)."""
    accepted = accepted.lower()
    if "q=0" in accepted.replace(" ", ""):
        accepted = ",".join(part for part in accepted.split(",") if not is_refused(part))
    return next((coding for coding in ("br", "gzip") if coding in accepted), "")


def is_refused(part):
    weight = part.replace(" ", "").partition(";q=")[2]
    return weight.rstrip("0") in ("", "0.") and weight.startswith("0")
