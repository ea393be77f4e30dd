"""A whole page ready to go out many times: in each content coding, with its validator and its word to caches in front.

Content codings, validators and conditional requests are RFC 9110 (8.4, 8.8, 12.5.3, 13); caches in front are RFC 9111 and RFC 5861.
"""

import gzip
import hashlib
import sys
from dataclasses import dataclass
from functools import lru_cache, partial

import brotli

# The smallest first; "" is the page as it is.
CODINGS = ("br", "gzip", "")
# Packing takes longer than a page that was drawn before. A page that may be gone in a second is packed quickly, one that stays thoroughly:
# a tenth fewer bytes for three times the work, and nearly all that higher levels would gain.
QUICKLY = {"br": partial(brotli.compress, quality=2), "gzip": partial(gzip.compress, compresslevel=2, mtime=0)}
THOROUGHLY = {"br": partial(brotli.compress, quality=5), "gzip": partial(gzip.compress, compresslevel=6, mtime=0)}
# How long a page may go out when no new one can be built, here and in caches in front, in seconds.
STALE_IF_ERROR = 24 * 60 * 60
# Headers that this module writes itself.
DERIVED = frozenset({"cache-control", "vary", "etag", "content-length", "content-encoding", "age"})
OF_A_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
# A page is as old as the last reading of the edition that found it current, which is always less than a second ago.
NEW = ("Age", "0")
STALE = ("Warning", '110 - "Response is Stale"')
LONGEST_ACCEPT_ENCODING = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A page in one content coding; `unchanged` are the headers for a reader who has it already.

    `headers` is a list that goes out as it is, many times: nobody behind this module may change it.
    """

    headers: list
    unchanged: list
    body: bytes
    etag: str


@dataclass(slots=True)
class ReadyPage:
    """A response with its form for each content coding. It was built for *edition* at *built_at* and holds no longer than *until*,
    both in seconds of time.time(); *size* is what it takes in memory, in bytes."""

    status: str
    forms: dict
    edition: object
    built_at: float
    until: float
    size: int
    was_used: bool = False
    is_for_one: bool = False

    def send(self, environ, start_response, *, stale_for=None):
        """Answer a request with the page; *stale_for* are the seconds since it was built, when nobody can tell that it is current."""
        form = self.forms[best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_ACCEPT_ENCODING])]
        status, headers, body = self.status, form.headers, form.body
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and status == "200 OK" and names(known, form.etag):
            status, headers, body = "304 Not Modified", form.unchanged, b""
        if stale_for is not None:
            headers = [*(pair for pair in headers if pair != NEW), ("Age", str(int(stale_for))), STALE]
        start_response(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def make_page(
    status, headers, body, edition, built_at, until, *, shared_seconds, packers=QUICKLY, give_way=lambda: None
):
    """Prepare a response: compressed once by *packers*, with its validators; caches in front may keep it for *shared_seconds*.
    *give_way* is called before each step that takes time."""
    own = [(name, value) for name, value in headers if name.lower() not in DERIVED]
    own += [("Cache-Control", shared(shared_seconds)), ("Vary", "Accept-Encoding")]
    digest = hashlib.sha256(body).hexdigest()[:24]
    packed = {"": body}
    for coding, pack in packers.items():
        give_way()
        packed[coding] = pack(body)
    forms = {coding: _form(own, coding, packed[coding], digest) for coding in CODINGS}
    size = sum(map(len, packed.values())) + 4 * sum(map(sys.getsizeof, sum(own, ()))) + 2000
    return ReadyPage(status, forms, edition, built_at, until, size)


def shared(seconds):
    """The word to caches: browsers ask again each time, which is cheap; those in front keep it for *seconds*."""
    return f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}, stale-if-error={STALE_IF_ERROR}"


def names(if_none_match, etag):
    """Whether an If-None-Match header names *etag*, by the weak comparison that it asks for."""
    return if_none_match == "*" or etag.removeprefix("W/") in [
        tag.strip().removeprefix("W/") for tag in if_none_match.split(",", maxsplit=50)
    ]


@lru_cache(maxsize=512)
def best_coding(accepted):
    """The coding that an Accept-Encoding header likes best, the smallest of equals; the page as it is when it likes none."""
    weights = dict(map(_weight, accepted.lower().split(",")))
    unnamed = weights.get("*", 0)
    # The page as it is always will do, unless it is refused by name.
    best = max(("br", "gzip"), key=lambda coding: weights.get(coding, unnamed))
    return best if weights.get(best, unnamed) > 0 and weights.get(best, unnamed) >= weights.get("identity", 0) else ""


def _weight(part):
    """(coding, weight) of one part of an Accept-Encoding header; what cannot be read weighs nothing."""
    coding, _mark, weight = part.replace(" ", "").partition(";q=")
    try:
        return coding, float(weight or 1)
    except ValueError:
        return coding, 0.0


def _form(headers, coding, body, digest):
    # A weak one where the same page may be other bytes, packed quickly or thoroughly.
    etag = f'W/"{digest}-{coding}"' if coding else f'"{digest}"'
    whole = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
    if coding:
        whole.append(("Content-Encoding", coding))
    whole.append(NEW)
    unchanged = [pair for pair in whole if pair[0].lower() not in OF_A_BODY]
    return Form(whole, unchanged, body, etag)
