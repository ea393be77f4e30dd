"""Views reported by the page: answered before Django, counted in memory, with nothing kept about the reader (CONVENTIONS D2 to D4)."""

import re
import threading
import time
from collections import OrderedDict

PATH = "/baca/"
NUMBER = re.compile(rb"[1-9]\d{0,17}")
# Known by their own word; what hides is bounded by the limit for each address.
BOT = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|curl|wget|python|java/|go-http|facebookexternalhit|whatsapp",
    re.I,
)
VIEWS_A_MINUTE = 30
ADDRESSES = 20_000


def own_address(environ):
    return environ.get("REMOTE_ADDR", "")


def forwarded_address(environ):
    """The address that the proxy in front saw: the last that it added, since those before may be anybody's words."""
    return environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or own_address(environ)


class Beacon:
    """WSGI middleware for `POST /baca/`, whose body is the number of a story; *record* is called with it and must be quick.

    Always answers 204 at once, whether the view counted or not, so that nobody can ask it what it knows.
    """

    def __init__(self, application, *, record, address_of=own_address):
        self.application = application
        self.record = record
        self.address_of = address_of
        self.limit = Limit(VIEWS_A_MINUTE)

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") != PATH:
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "POST":
            start_response("405 Method Not Allowed", [("Allow", "POST"), ("Content-Length", "0")])
            return [b""]
        body = environ["wsgi.input"].read(20) if environ.get("CONTENT_LENGTH", "0").isdecimal() else b""
        if is_reader(environ) and NUMBER.fullmatch(body) and self.limit.allows(self.address_of(environ)):
            self.record(int(body))
        start_response("204 No Content", [("Cache-Control", "no-store")])
        return [b""]


def is_reader(environ):
    """Whether a browser sent this from a page of this site that somebody looked at."""
    if BOT.search(environ.get("HTTP_USER_AGENT", "bot")) or "prefetch" in environ.get("HTTP_SEC_PURPOSE", ""):
        return False
    if site := environ.get("HTTP_SEC_FETCH_SITE"):
        return site == "same-origin"
    origin = environ.get("HTTP_ORIGIN", "")
    return bool(origin) and origin.partition("://")[2] == environ.get("HTTP_HOST")


class Limit:
    """So many events a minute for each address, in memory; an address is forgotten with its minute."""

    def __init__(self, events):
        self.events = events
        self._lock = threading.Lock()
        self._minute = 0
        self._counts = OrderedDict()

    def allows(self, address):
        minute = int(time.time() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            count = self._counts[address] = self._counts.pop(address, 0) + 1
            if len(self._counts) > ADDRESSES:
                self._counts.popitem(last=False)
        return count <= self.events
