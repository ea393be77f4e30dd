"""Addresses as other machines need them: absolute, on the address that readers know the site by."""

import html
import re
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from .kept import kept

# The sanitiser and the templates write attributes in double quotes, so that they can be matched exactly.
ADDRESSED = re.compile(r'(\s(?:href|src)=")([^"]*)"')
SOURCES = re.compile(r'(\ssrcset=")([^"]*)"')


@kept(10_000)
def address_of(name, *values):
    """The path of a page of this site, as `reverse` writes it, which takes long over it."""
    return reverse(name, args=values)


def absolute(address):
    """An address of this site with its scheme and host; one that has them already stays as it is."""
    if address.startswith("/") and not address.startswith("//"):
        return settings.SITE_URL + address
    return urljoin(f"{settings.SITE_URL}/", address)


def made_absolute(markup, base):
    """HTML whose links and pictures lead to the same places from anywhere; *base* is the absolute address of its page."""

    def join(address):
        try:
            return html.escape(urljoin(base, html.unescape(address)))
        except ValueError:
            return address  # as it was typed: a browser would not find it either

    def join_sources(match):
        # "address width, address width"; the site's own renditions, whose addresses have no comma.
        candidates = (candidate.strip().partition(" ") for candidate in match[2].split(","))
        return match[1] + ", ".join(f"{join(address)} {width}".strip() for address, _space, width in candidates) + '"'

    markup = ADDRESSED.sub(lambda match: f'{match[1]}{join(match[2])}"', markup)
    return SOURCES.sub(join_sources, markup)
