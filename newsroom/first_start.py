"""What a first start on a new machine needs: folders that can be written, a secret, compressed static files."""

import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils.translation import gettext as _


class NotWritable(Exception):
    """A place that the site has to write to and cannot; the text names it."""


def require_writable():
    """Raise NotWritable for the first folder that the site cannot write to."""
    places = [settings.BASE_DIR, settings.STATIC_ROOT, settings.MEDIA_FOLDER]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and database["NAME"] != ":memory:":
        places.append(Path(database["NAME"]).parent)
        if Path(database["NAME"]).exists():
            places.append(Path(database["NAME"]))
    for place in places:
        # A folder that is not there yet is made in the nearest one that is.
        nearest = next(folder for folder in (Path(place), *Path(place).parents) if folder.exists())
        try:
            _try_to_write(nearest)
        except OSError as error:
            raise NotWritable(
                _("%(place)s cannot be written to (%(reason)s); start in a folder of your own.")
                % {"place": nearest, "reason": error.strerror}
            ) from error


def ensure_secret():
    """Write a secret of this machine's own, once, where no version control looks, unless the environment has one."""
    try:
        if settings.SECRET_KEY:
            return
    except ImproperlyConfigured:
        pass  # Django's way of saying that the key is empty
    file = os.open(settings.SECRET_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "w") as secret_file:
        secret_file.write(secrets.token_urlsafe(50))
    settings.SECRET_KEY = settings.SECRET_KEY_FILE.read_text()


def ensure_static_files():
    """Collect and compress the static files unless that was done after the last of them changed."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and manifest.stat().st_mtime >= _newest_static_file():
        return
    call_command("collectstatic", interactive=False, verbosity=0)


def _try_to_write(place):
    # Tried and not asked: permissions alone do not know of read-only disks, and root is told yes everywhere.
    if place.is_file():
        place.open("r+b").close()
    else:
        tempfile.TemporaryFile(dir=place).close()


def _newest_static_file():
    return max(
        Path(storage.path(name)).stat().st_mtime for finder in get_finders() for name, storage in finder.list([])
    )
