"""The WSGI application that every server runs: the page cache, the beacon, then Django."""

import os
import sys
from multiprocessing.util import Finalize

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

# Read once: a site without its secret must not start, rather than fail at the first login.
settings.SECRET_KEY  # noqa: B018

# What follows needs Django's models, which exist from here on.
from urllib.parse import urlsplit  # noqa: E402

from django.db import Error, connection  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402

from articles import announcing, edition, popularity, rendition_work  # noqa: E402

from . import beacon, hosts, staff_cookie  # noqa: E402
from .beacon import Beacon  # noqa: E402
from .edition_clock import EditionClock  # noqa: E402
from .page_cache import PageCache  # noqa: E402
from .unhurried import unhurried  # noqa: E402


def asked(question):
    """Ask the database; raises OSError while it is away."""
    try:
        # As Django does between requests: a connection ends with its age, so that none outlives the file or server behind it.
        connection.close_if_unusable_or_obsolete()
        return question()
    except Error as error:
        connection.close()
        raise OSError("the database is away") from error


page_cache = application = PageCache(
    # A view that is reported goes past the cache and stops here.
    Beacon(
        unhurried(django_application),
        record=popularity.record_view,
        address_of=beacon.forwarded_address if settings.BEHIND_PROXY else beacon.own_address,
    ),
    clock=EditionClock(
        read_edition=lambda: asked(edition.current),
        read_next_change=lambda: asked(edition.next_change).timestamp(),
    ),
    host=urlsplit(settings.SITE_URL).netloc,
    serves_host=hosts.is_served,
    is_secure=hosts.came_to_proxy_by_https if settings.BEHIND_PROXY else hosts.came_by_https,
    is_staff=staff_cookie.is_ours,
    staff_cookie=staff_cookie.NAME,
    apology=render_to_string("500.html", {"site_name": settings.SITE_NAME}).encode(),
    limit=settings.PAGE_CACHE_BYTES,
    shared_seconds=settings.SHARED_CACHE_SECONDS,
)
page_cache.clock.watch()
announcing.keep_sending()
rendition_work.worker.start()
# A page that is being built must not make those in memory wait: at Python's 5 ms a turn, each builder can hold a hit up for tens of ms.
sys.setswitchinterval(0.0005)
# Runs when a serving process ends in good order, whether it was forked, spawned or started by hand.
Finalize(None, popularity.settle, exitpriority=10)
