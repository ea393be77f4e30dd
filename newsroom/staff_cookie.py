"""The cookie that leads staff past the page cache: only one that this site signed does, and it says nothing of who it is.

It opens nothing: what staff see beyond the readers' page, the session decides. A cookie that came without a session of staff, as one
that was copied and outlived its login, is remembered as spent and leads nowhere from then on.
"""

import secrets
from threading import Lock

from django.core import signing

NAME = "redaksi"
SALT = "newsroom.staff_cookie"
LIFETIME = 14 * 24 * 60 * 60
LONGEST = 100


class Spent:
    """The last *size* cookies that turned out to be nobody's, in this process."""

    def __init__(self, size=10_000):
        self.size = size
        self._lock = Lock()
        self._values = {}

    def __contains__(self, value):
        return value in self._values

    def add(self, value):
        with self._lock:
            self._values[value] = None
            if len(self._values) > self.size:
                del self._values[next(iter(self._values))]


spent = Spent()


def is_ours(value):
    """Whether this site signed *value* within the last two weeks, and it was not found to be nobody's."""
    if len(value) > LONGEST or value in spent:
        return False
    try:
        signing.loads(value, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return False
    return True


def make():
    """A cookie of its own for each login."""
    return signing.dumps(secrets.token_hex(8), salt=SALT)


class StaffCookieMiddleware:
    """Give the cookie to staff at the desk; take it back when they log out, and from those who are no staff."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_past_cache = bool(request.META.get("newsroom.is_staff"))
        if is_past_cache:
            response["Cache-Control"] = "private, no-store"
        if not is_past_cache and not request.path.startswith("/admin/"):
            return response
        value = request.COOKIES.get(NAME, "")
        if request.user.is_authenticated and request.user.is_staff:
            if not is_ours(value):
                response.set_cookie(
                    NAME, make(), max_age=LIFETIME, httponly=True, secure=request.is_secure(), samesite="Lax"
                )
        elif value:
            if is_ours(value):
                spent.add(value)
            response.delete_cookie(NAME, samesite="Lax")
        return response
