"""Whole public pages in memory, in front of Django: a hit runs no Django code, no query and no compression.

Pages are kept for the edition that was current before they were built, so that a page built while an editor saves is born stale and
never wrongly fresh. A missing page is built once however many ask for it, by one of a few threads that alone reach the database for
readers. A page is built for the site's own host and for nobody in particular: it sees no cookie and no other header of a reader.
"""

import time
from concurrent.futures import wait
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from .builders import Builders
from .page_store import PageStore
from .ready_page import QUICKLY, STALE_IF_ERROR, THOROUGHLY, make_page, shared

# The words that public pages read; all others are dropped before a page is looked up or built.
QUERY_WORDS = frozenset({"sebelum", "tanggal", "berita"})
# Numbers by which WordPress addressed its stories: /?p=123. The front page alone reads them.
OLD_NUMBERS = frozenset({"p", "page_id"})
PRIVATE_PATHS = (
    "/admin/",
    "/static/",
    "/media/",
    "/health/",
    "/baca/",
    "/pratinjau/",
    "/kartu/",
    "/hak-jawab/diterima/",
    "/cari/",
)
# Redirects and unknown addresses are not kept: there is no end of them.
KEPT_STATUSES = ("200 OK", "410 Gone")
# In characters. A longer query is refused; one that is longer after the words that no page reads are gone is not kept.
LONGEST_QUERY = 4096
LONGEST_KEPT_QUERY = 300
# Populer moves without an edition of its own, so a page is built anew after so many seconds, while the old one still goes out.
RENEWED_AFTER = 60
# How long a request waits for the page that is being built, in seconds.
PATIENCE = 10
# Threads that build pages, each with a database connection of its own; the second goes on when the first has been at work for so many
# seconds, as with a slow query.
BUILDERS, TURN = 2, 0.2
# Between its steps a builder pauses for so many seconds when there was a hit just before.
PAUSE, RECENT = 0.0001, 0.01
# When so many pages are being built or wait for it, one that was never kept is refused: readers of known pages go first.
LINE = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that is not kept; it may go to all who wait for it unless it is for one reader alone."""

    status: str
    headers: list
    body: bytes
    edition: object = None
    built_at: float = 0
    until: float = 0
    is_for_one: bool = False

    def send(self, environ, start_response):
        start_response(self.status, self.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body]


class PageCache:
    """WSGI middleware.

    *host* is the host that pages are built for, *serves_host* tells whether a Host header is this site's, *is_secure* whether a
    request came by https, *is_staff* from the value of the staff cookie whether this site signed it; such requests go past the
    cache. *apology* is the page for when none can be built. Caches in front may keep a page for *shared_seconds*.
    """

    def __init__(
        self,
        application,
        *,
        clock,
        host,
        serves_host,
        is_secure,
        is_staff,
        staff_cookie,
        apology=b"",
        limit=256 * 1024 * 1024,
        shared_seconds=1,
    ):
        self.application = application
        self.clock = clock
        self.host = host
        self.serves_host = serves_host
        self.is_secure = is_secure
        self.is_staff = is_staff
        self.staff_cookie = staff_cookie
        self.apology = apology
        self.shared_seconds = shared_seconds
        self.store = PageStore(limit)
        self._builds = {}
        self._lock = Lock()
        self._hit_at = 0
        self._builders = Builders(BUILDERS, TURN)

    def __call__(self, environ, start_response):
        if not self._is_for_everybody(environ):
            return self.application(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        if query:
            if len(query) > LONGEST_QUERY:
                return refusal("414 URI Too Long").send(environ, start_response)
            query = environ["QUERY_STRING"] = tidy_query(query, environ["PATH_INFO"])
        key = self.is_secure(environ), environ["PATH_INFO"], query
        now, page = time.time(), self.store.get(key)
        if page is not None and now - page.built_at < RENEWED_AFTER and self.clock.vouches_for(page, now):
            # As nearly always; what follows gives the same answer and takes longer.
            page.was_used, self._hit_at = True, now
            return page.send(environ, start_response)
        self.clock.catch_up(now)
        page = self.store.get(key)
        if page is not None and self._may_go_out(page, key, environ, now):
            page.was_used, self._hit_at = True, now
            return self._send(page, environ, start_response, now)
        return self._answer_miss(page, key, environ, start_response)

    def _is_for_everybody(self, environ):
        """Whether a request gets what all readers get: a public address of this site, asked for by somebody who is not staff."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(PRIVATE_PATHS):
            return False
        if not self.serves_host(environ.get("HTTP_HOST", "")):
            return False
        if self.staff_cookie in environ.get("HTTP_COOKIE", "") and self._comes_from_staff(environ):
            environ["newsroom.is_staff"] = True
            return False
        return True

    def _comes_from_staff(self, environ):
        # While the database is away, what is in memory is all that there is for staff as well.
        return not self.clock.is_database_away and self.is_staff(cookie_of(self.staff_cookie, environ["HTTP_COOKIE"]))

    def give_way(self):
        """Let hits go first, if there are any; called before each step of building a page.

        A thread that never sleeps keeps a processor for as long as the kernel lets it, some 3 ms, and hits would wait for that.
        """
        if time.time() - self._hit_at < RECENT:
            time.sleep(PAUSE)

    # A page in memory

    def _may_go_out(self, page, key, environ, now):
        clock, age = self.clock, now - page.built_at
        if clock.is_database_away:
            return age < STALE_IF_ERROR
        if clock.is_current(page, now):
            if age < RENEWED_AFTER:
                return True
            may_go_out = age < 2 * RENEWED_AFTER
        else:
            may_go_out = clock.was_current_a_moment_ago(page, now)
        # Most find that it is being built; those wait for no lock.
        if may_go_out and key not in self._builds:
            self._join_build(page, key, environ)
        return may_go_out

    def _send(self, page, environ, start_response, now):
        if self.clock.is_database_away:
            return page.send(environ, start_response, stale_for=now - page.built_at)
        return page.send(environ, start_response)

    # A page that is missing

    def _answer_miss(self, old, key, environ, start_response):
        """Answer with the page that is built now, by this request's wish or another's."""
        asked_at, deadline = time.time(), time.monotonic() + PATIENCE
        build, is_own = self._join_build(old, key, environ)
        while build is not None and self._is_done(build, deadline):
            answer, now = build.result(), time.time()
            if answer.status.startswith("5") and old is not None:
                break
            if is_own or self._suits(answer, asked_at, now):
                if isinstance(answer, Answer):
                    return answer.send(environ, start_response)
                return self._send(answer, environ, start_response, now)
            build, is_own = self._join_build(old, key, environ)
        if old is not None and (age := time.time() - old.built_at) < STALE_IF_ERROR:
            return old.send(environ, start_response, stale_for=age)
        return refusal("503 Service Unavailable", self.apology, ("Retry-After", "2")).send(environ, start_response)

    def _suits(self, answer, asked_at, now):
        """Whether what another request wished for will do: it was begun after this one came, or is not older than a moment."""
        clock = self.clock
        is_new = (
            answer.built_at >= asked_at or clock.is_current(answer, now) or clock.was_current_a_moment_ago(answer, now)
        )
        return is_new and not answer.is_for_one

    def _join_build(self, old, key, environ):
        """(the build of a page, whether it was begun by this call); (None, False) when the line is full."""
        with self._lock:
            if key in self._builds:
                return self._builds[key], False
            if old is None and len(self._builds) >= LINE:
                return None, False
            for_all = for_nobody(environ, self.host)
            build = self._builds[key] = self._builders.submit(self._build, old, key, for_all)
        return build, True

    def _is_done(self, build, deadline):
        """Wait for a build, but not past the deadline nor for long on a database that gives no answer."""
        while not wait([build], timeout=0.25).done:
            if self.clock.is_database_away or time.monotonic() > deadline:
                return False
        return True

    def _build(self, old, key, environ):
        clock = self.clock
        try:
            if clock.next_change <= time.time():
                clock.read()
            # Before the page: what is committed from here on makes it stale.
            edition, until, now = clock.edition, clock.next_change, time.time()
            if edition is not None and now < until:
                # What other pages of this edition share may be kept for them.
                environ["newsroom.edition"] = f"{edition}-{until}"
            environ["newsroom.give_way"] = self.give_way
            status, headers, body = run(self.application, environ)
            if status not in KEPT_STATUSES or not is_for_all(headers):
                return self._answer(status, headers, body, edition, now, until)
            page = make_page(
                *(status, headers, body, edition, now, until),
                shared_seconds=self.shared_seconds,
                # One that is renewed in its edition has stayed for a while.
                packers=THOROUGHLY if old is not None and old.edition == edition else QUICKLY,
                give_way=self.give_way,
            )
            if edition is not None and len(key[2]) <= LONGEST_KEPT_QUERY:
                self.store.keep(key, page)
            return page
        finally:
            with self._lock:
                self._builds.pop(key, None)

    # What is not kept

    def _answer(self, status, headers, body, *validity):
        told = {name.lower() for name, _value in headers}
        if "cache-control" not in told:
            is_for_caches = status[0] in "34" and "set-cookie" not in told
            headers.append(("Cache-Control", shared(self.shared_seconds) if is_for_caches else "no-store"))
        if "content-length" not in told:
            headers.append(("Content-Length", str(len(body))))
        return Answer(status, headers, body, *validity, is_for_one="set-cookie" in told)


def refusal(status, body=b"", *headers):
    own = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
    return Answer(status, [*headers, *own, ("Content-Length", str(len(body)))], body)


def tidy_query(query, path):
    """The words of a query that the page at *path* reads, each once, in one order; the others cannot tell it from another."""
    words = {word: value for word, value in parse_qsl(query) if is_read(word, value, path)}
    return urlencode(sorted(words.items()))


def is_read(word, value, path):
    """Whether the page at *path* reads this word of its query."""
    return word in QUERY_WORDS or (path == "/" and word in OLD_NUMBERS and value.isdecimal())


def cookie_of(name, cookies):
    """The value of a cookie in a Cookie header, "" for none."""
    try:
        morsel = SimpleCookie(cookies).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def for_nobody(environ, host):
    """The same request as it would come from nobody in particular, so that a page cannot depend on who asked first."""
    own = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    if "HTTP_X_FORWARDED_PROTO" in environ:
        own["HTTP_X_FORWARDED_PROTO"] = environ["HTTP_X_FORWARDED_PROTO"]
    return {**own, "REQUEST_METHOD": "GET", "HTTP_HOST": host}


def run(application, environ):
    """Run a WSGI application to its end: (status, headers, body)."""
    answer = []

    def start_response(status, headers, exc_info=None):
        answer[:] = [status, headers]

    chunks = application(environ, start_response)
    try:
        body = b"".join(chunks)
        return *answer, body
    finally:
        getattr(chunks, "close", lambda: None)()


def is_for_all(headers):
    """Whether a response may be kept: it sets no cookie, was not coded already, and does not say that it is somebody's own."""
    told = {name.lower(): value.lower() for name, value in headers}
    if "set-cookie" in told or "content-encoding" in told:
        return False
    return not any(word in told.get("cache-control", "") for word in ("no-store", "private", "no-cache"))
