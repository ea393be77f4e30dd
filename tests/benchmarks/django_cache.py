"""The same site with Django's own cache middleware instead of the page cache, to be measured beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from django.conf import settings

settings.MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    *settings.MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
]

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
