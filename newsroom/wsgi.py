"""The WSGI application that every server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# Read once: a site without its secret must not start, rather than fail at the first login.
settings.SECRET_KEY  # noqa: B018
