"""The cookie that leads staff past the page cache: only one that this site signed does, and it says nothing of who it is."""

from django.core import signing

NAME = "redaksi"
SALT = "newsroom.staff_cookie"
LIFETIME = 14 * 24 * 60 * 60


def is_ours(value):
    """Whether this site signed *value* within the last two weeks."""
    try:
        return signing.loads(value, salt=SALT, max_age=LIFETIME) == "staff"
    except signing.BadSignature:
        return False


class StaffCookieMiddleware:
    """Give the cookie to staff at the desk; take it back when they log out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.META.get("newsroom.is_staff"):
            response["Cache-Control"] = "private, no-store"
        if not request.path.startswith("/admin/"):
            return response
        is_staff = request.user.is_authenticated and request.user.is_staff
        if is_staff and not is_ours(request.COOKIES.get(NAME, "")):
            response.set_cookie(
                NAME,
                signing.dumps("staff", salt=SALT),
                max_age=LIFETIME,
                httponly=True,
                secure=request.is_secure(),
                samesite="Lax",
            )
        elif not is_staff and NAME in request.COOKIES:
            response.delete_cookie(NAME, samesite="Lax")
        return response
