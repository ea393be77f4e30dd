"""Views reported by the page: answered before Django, counted in memory, with nothing kept about the reader (CONVENTIONS D2 to D4)."""

import re

from articles.visitors import Limit, forwarded_address, own_address

__all__ = ["Beacon", "forwarded_address", "own_address"]

PATH = "/baca/"
NUMBER = re.compile(rb"[1-9]\d{0,17}")
# Known by their own word; what hides is bounded by the limit for each address.
BOT = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|curl|wget|python|java/|go-http|facebookexternalhit|whatsapp",
    re.I,
)
VIEWS_A_MINUTE = 30


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
