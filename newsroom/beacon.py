"""Views reported by the page: answered before Django, counted in memory, with nothing kept about the reader (CONVENTIONS D2 to D4).

A page reports by `POST /baca/<number>/`. The number stands in the address, as it does in that of the story itself, so that no body
has to be read: one that is malformed, large or sent half keeps no thread waiting.
"""

import hashlib
import ipaddress
import re
import secrets
import threading
import time
from collections import OrderedDict

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
KEYS = 20_000


def own_address(environ):
    return environ.get("REMOTE_ADDR", "")


def forwarded_address(environ):
    """The address that the proxy in front saw: the last that it added, since those before may be anybody's words."""
    return environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or own_address(environ)


class Beacon:
    """WSGI middleware for `POST /baca/<number>/`; *record* is called with the number and must be quick.

    Always answers 204 at once, whether the view counted or not, so that nobody can ask it what it knows.
    """

    def __init__(self, application, *, record, address_of=own_address):
        self.application = application
        self.record = record
        self.address_of = address_of
        self.limit = Limit()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "POST":
            start_response("405 Method Not Allowed", [("Allow", "POST"), ("Content-Length", "0")])
            return [b""]
        story = PATH.fullmatch(path)
        if story and is_reader(environ) and self.limit.allows(self.address_of(environ), story[1]):
            self.record(int(story[1]))
        start_response("204 No Content", [("Cache-Control", "no-store")])
        return [b""]


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


class Limit:
    """So many views a minute for each address, and fewer of one story, in memory.

    What is kept is a digest with a salt that is drawn anew each minute and kept nowhere else: an address cannot be had from it
    once its minute is over, and no two minutes can be joined.
    """

    def __init__(self, views=VIEWS_A_MINUTE, of_a_story=VIEWS_OF_A_STORY_A_MINUTE):
        self.views = views
        self.of_a_story = of_a_story
        self._lock = threading.Lock()
        self._minute = 0
        self._salt = b""
        self._counts = OrderedDict()

    def allows(self, address, story):
        minute = int(time.time() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._salt = minute, secrets.token_bytes(16)
                self._counts.clear()
            network = network_of(address)
            return self._count(network) <= self.views and self._count(f"{network} {story}") <= self.of_a_story

    def _count(self, words):
        key = hashlib.blake2b(words.encode(), key=self._salt, digest_size=8).digest()
        count = self._counts[key] = self._counts.pop(key, 0) + 1
        if len(self._counts) > KEYS:
            self._counts.popitem(last=False)
        return count


def network_of(address):
    """What stands for one reader: an address, or of IPv6 the /64 that a single line is given."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        return address
