"""The WSGI application that every server runs: the beacon and the page cache, then Django."""

import os
from multiprocessing.util import Finalize

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

# Read once: a site without its secret must not start, rather than fail at the first login.
settings.SECRET_KEY  # noqa: B018

# What follows needs Django's models, which exist from here on.
from django.db import Error, connection  # noqa: E402

from articles import edition, popularity, rendition_work  # noqa: E402

from . import beacon, staff_cookie  # noqa: E402
from .beacon import Beacon  # noqa: E402
from .page_cache import PageCache, watch  # noqa: E402


def read_edition():
    """The edition and the next change by the clock; raises OSError while the database is away."""
    try:
        return edition.current(), edition.next_change().timestamp()
    except Error as error:
        connection.close()
        raise OSError("the database is away") from error


page_cache = PageCache(
    django_application,
    read=read_edition,
    is_staff=staff_cookie.is_ours,
    staff_cookie=staff_cookie.NAME,
    limit=settings.PAGE_CACHE_BYTES,
)
watch(page_cache)
rendition_work.worker.start()
# Runs when a serving process ends in good order, whether it was forked, spawned or started by hand.
Finalize(None, popularity.flush, exitpriority=10)
application = Beacon(
    page_cache,
    record=popularity.record_view,
    address_of=beacon.forwarded_address if settings.BEHIND_PROXY else beacon.own_address,
)
