"""Views reported by the page: answered before Django, counted in memory, with nothing kept about the reader (CONVENTIONS D2 to D4).

A page reports by `POST /baca/<number>/`. The number stands in the address, as it does in that of the story itself, so that no body
has to be read: one that is malformed, large or sent half keeps no thread waiting.
"""

import re

from articles.visitors import Limit, forwarded_address, own_address

__all__ = ["Beacon", "forwarded_address", "own_address"]

PREFIX = "/baca/"
PATH = re.compile(r"/baca/([1-9][0-9]{0,17})/")
# Known by their own word; what hides is bounded by the limits for each address.
BOTS = (
    *("bot", "crawl", "spider", "slurp", "preview", "headless", "lighthouse", "phantom", "scrap", "curl", "wget"),
    *("python", "java/", "go-http", "okhttp", "axios", "node-fetch", "facebookexternalhit", "whatsapp", "telegram"),
    *("monitor", "uptime", "validator"),
)
NO_BOT = "cubot"  # a telephone
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ", "HTTP_X_PURPOSE")
# In each process. Many telephones stand behind one address of their operator, so these are far above one reader's pace.
VIEWS_A_MINUTE = 120
VIEWS_OF_A_STORY_A_MINUTE = 20


class Beacon:
    """WSGI middleware for `POST /baca/<number>/`; *record* is called with the number and must be quick.

    Always answers 204 at once, whether the view counted or not, so that nobody can ask it what it knows.
    """

    def __init__(self, application, *, record, address_of=own_address):
        self.application = application
        self.record = record
        self.address_of = address_of
        self.limit = Limit(VIEWS_A_MINUTE)
        self.limit_of_a_story = Limit(VIEWS_OF_A_STORY_A_MINUTE)

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "POST":
            start_response("405 Method Not Allowed", [("Allow", "POST"), ("Content-Length", "0")])
            return [b""]
        story = PATH.fullmatch(path)
        if story and is_reader(environ) and self._is_within_limits(self.address_of(environ), story[1]):
            self.record(int(story[1]))
        start_response("204 No Content", [("Cache-Control", "no-store")])
        return [b""]

    def _is_within_limits(self, address, story):
        return self.limit.allows(address) and self.limit_of_a_story.allows(address, story)


def is_reader(environ):
    """Whether a browser sent this from a page of this site that somebody looked at."""
    agent = environ.get("HTTP_USER_AGENT", "").lower().replace(NO_BOT, "")
    if not agent or any(word in agent for word in BOTS):
        return False
    if any("prefetch" in environ.get(name, "") or "preview" in environ.get(name, "") for name in AHEAD):
        return False
    if site := environ.get("HTTP_SEC_FETCH_SITE"):
        return site == "same-origin"
    origin = environ.get("HTTP_ORIGIN", "")
    return bool(origin) and origin.partition("://")[2] == environ.get("HTTP_HOST")
