"""Which hosts are this site's, and whether a request came by https: what the page cache has to know of a request's address."""

from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

LONGEST_HOST = 255


def is_served(host):
    """Whether a Host header names this site, in whatever spelling and with whatever port (ALLOWED_HOSTS)."""
    return len(host) <= LONGEST_HOST and _is_served(host)


def came_by_https(environ):
    """Whether the reader's own connection was encrypted."""
    return environ["wsgi.url_scheme"] == "https"


def came_to_proxy_by_https(environ):
    """Whether the reader's connection to the proxy in front was encrypted, as SECURE_PROXY_SSL_HEADER reads it."""
    return environ.get("HTTP_X_FORWARDED_PROTO", "").partition(",")[0].strip() == "https"


@lru_cache(maxsize=256)
def _is_served(host):
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
