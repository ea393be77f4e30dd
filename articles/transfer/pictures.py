"""The photos that stories bring along: each comes in once, by the photo desk's own door, from a folder or from the old site."""

from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from .. import photo_intake
from ..models import Photo
from . import wxr

TIMEOUT = 30  # seconds
# A site that did not answer so many times in a row is not asked again: thousands of photos would wait for nothing.
PATIENCE = 5
WEB = ("http", "https")


class NotFound(Exception):
    """A file that is not where it should be; the text says why in one sentence."""


class Folder:
    """A copy of the old site's folder of uploads (wp-content/uploads)."""

    def __init__(self, path):
        self._path = Path(path).resolve()

    def read(self, attachment):
        path = next(filter(self._has, map(self._place, self._names(attachment))), None)
        if path is None:
            raise NotFound(_("The folder has no file %(file)s.") % {"file": attachment.file or attachment.address})
        if path.stat().st_size > settings.PHOTO_MAX_BYTES:
            raise NotFound(_("The file is larger than a photo may be."))
        return path.read_bytes()

    def _names(self, attachment):
        """Where a file may lie: by its address, which on a network of sites has the site's folder, then by what WordPress noted."""
        path = unquote(wxr.path_of(attachment.address))
        return path.partition("/uploads/")[2] or path.lstrip("/"), attachment.file

    def _place(self, name):
        return (self._path / name).resolve() if "\0" not in name else self._path

    def _has(self, path):
        return path.is_relative_to(self._path) and path.is_file()


class OldSite:
    """The old site itself, asked for one file after the other."""

    def __init__(self):
        self._unanswered = 0

    def read(self, attachment):
        address = attachment.address
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = None
        if parts is None or parts.scheme not in WEB:
            raise NotFound(_("%(address)s is no web address.") % {"address": address})
        address = parts._replace(path=quote(unquote(parts.path))).geturl()
        if self._unanswered >= PATIENCE:
            raise NotFound(_("The old site does not answer."))
        try:
            request = Request(address, headers={"User-Agent": "newsroom"})  # noqa: S310
            with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                content = response.read(settings.PHOTO_MAX_BYTES + 1)
        except (OSError, HTTPException, ValueError) as error:
            self._unanswered = 0 if isinstance(error, HTTPError) else self._unanswered + 1
            raise NotFound(_("The old site did not give it: %(reason)s.") % {"reason": error}) from error
        self._unanswered = 0
        if len(content) > settings.PHOTO_MAX_BYTES:
            raise NotFound(_("The file is larger than a photo may be."))
        return content


def take_in(attachment, place):
    """The Photo of an attachment, read from *place*; one whose file the library has is that one. Raises NotFound or NotTaken."""
    name = unquote(wxr.path_of(attachment.address).rpartition("/")[2])
    upload = ContentFile(place.read(attachment), name=name)
    try:
        examined = photo_intake.examine(upload)
        return photo_intake.take_in(examined, photo_of(attachment))
    except photo_intake.AlreadyThere as error:
        return error.photo


def photo_of(attachment):
    """A photo that is not stored yet, with what the old site says of it; the file fills what is empty (CONVENTIONS P3)."""
    facts = {
        "title": attachment.title,
        "caption": attachment.caption,
        "alt_text": attachment.alt_text,
        "photographer": attachment.photographer,
        "agency": attachment.agency,
    }
    longest = {name: Photo._meta.get_field(name).max_length for name in facts}
    return Photo(**{name: text[: longest[name]] for name, text in facts.items()})
