"""Visitors that post something without an account: where they come from, and how often; all of it in memory alone."""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict

ADDRESSES = 20_000


def own_address(environ):
    return environ.get("REMOTE_ADDR", "")


def forwarded_address(environ):
    """The address that the proxy in front saw: the last that it added, since those before may be anybody's words."""
    return environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or own_address(environ)


def address_of(environ, *, behind_proxy):
    return forwarded_address(environ) if behind_proxy else own_address(environ)


def came_from_elsewhere(environ):
    """Whether the browser says that a page of another site sent this (Fetch Metadata; Origin where that is not known)."""
    if site := environ.get("HTTP_SEC_FETCH_SITE"):
        return site not in ("same-origin", "none")
    origin = environ.get("HTTP_ORIGIN", "")
    return bool(origin) and origin.partition("://")[2] != environ.get("HTTP_HOST")


class Limit:
    """So many events for each address in a stretch of *seconds*, in memory; all are forgotten with the stretch.

    What is kept is a digest with a salt that is drawn anew for each stretch and kept nowhere else: an address cannot be had from it
    once its stretch is over, and no two stretches can be joined.
    """

    def __init__(self, events, seconds=60):
        self.events = events
        self.seconds = seconds
        self._lock = threading.Lock()
        self._stretch = 0
        self._salt = b""
        self._counts = OrderedDict()

    def allows(self, address, *about):
        """Count an event of *address*, with what it is *about* if each such thing has a limit of its own."""
        stretch = int(time.time() // self.seconds)
        words = " ".join((network_of(address), *about))
        with self._lock:
            if stretch != self._stretch:
                self._stretch, self._salt = stretch, secrets.token_bytes(16)
                self._counts.clear()
            key = hashlib.blake2b(words.encode(), key=self._salt, digest_size=8).digest()
            count = self._counts[key] = self._counts.pop(key, 0) + 1
            if len(self._counts) > ADDRESSES:
                self._counts.popitem(last=False)
        return count <= self.events


def network_of(address):
    """What stands for one visitor: an address, or of IPv6 the /64 that a single line is given."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        return address
