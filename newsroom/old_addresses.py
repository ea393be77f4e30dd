"""Old addresses, asked for only when nothing else answered: a page that moved is found, one that is gone says so."""

from django.contrib.redirects.middleware import RedirectFallbackMiddleware
from django.shortcuts import render

from articles import redirects


class OldAddressesMiddleware(RedirectFallbackMiddleware):
    """As Django's, but for the lookup, which takes one query and knows an old address in any of its spellings."""

    def process_response(self, request, response):
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        query = request.META.get("QUERY_STRING", "")
        target = redirects.find(request.path_info, query)
        if target is None:
            return response
        if target == "":
            return render(request, "410.html", status=410)
        return self.response_redirect_class(_with_query(target, query))


def _with_query(target, query):
    """A page of a list stays that page; what another site should be asked, its own address says."""
    is_own_list = target.startswith("/") and "?" not in target and "#" not in target
    return f"{target}?{query}" if query.startswith("sebelum=") and is_own_list else target
