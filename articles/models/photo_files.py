"""The files of photos: private originals, public renditions, and nothing left of what did not become a photo."""

import contextlib
import contextvars
import datetime
import secrets
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone

from .. import images
from ..kept import kept
from .rights import ai_note

# Where public renditions lie: foto/ab/abcdef…/16x9-640.webp
FOLDER = "foto"
# How long files stay that no row names any more: pages in caches and the browsers of readers still do.
KEPT = datetime.timedelta(days=1)
EXTENSIONS = frozenset({"jpg", "png", "webp", "avif", "tif"})
# The files written since `undone_on_error` was entered in this thread; None outside of it.
_written = contextvars.ContextVar("written", default=None)


def originals():
    return storages["originals"]


def original_name(photo, filename):
    """Name an original by chance, so that no two uploads meet and no name of a source leaks."""
    extension = filename.rpartition(".")[2].lower()
    extension = {"jpeg": "jpg", "tiff": "tif"}.get(extension, extension)
    if extension not in EXTENSIONS:
        extension = "bin"
    return f"{timezone.now():%Y/%m}/{secrets.token_hex(8)}.{extension}"


@contextlib.contextmanager
def undone_on_error():
    """Remove the files that were written inside when an exception leaves it: a transaction's end takes back rows only.

    Enter it around the transaction. What a process leaves behind that dies in between, the command `sweep_photo_files` finds.
    """
    written = []
    token = _written.set(written)
    try:
        yield
    except BaseException:
        for storage, name in written:
            # A place that does not answer must not hide what went wrong; the command finds what stays there.
            with contextlib.suppress(OSError):
                storage.delete(name)
        raise
    finally:
        _written.reset(token)


def note(storage, name):
    """Remember a file that was just written, for undone_on_error."""
    if (written := _written.get()) is not None:
        written.append((storage, name))


def store_rendition(name, content):
    """Write a public file unless it is there already: its name says what is in it."""
    if not default_storage.exists(name):
        note(default_storage, default_storage.save(name, ContentFile(content)))


def delete_original(name, *, among):
    """Delete an original unless a photo *among* a queryset still has it: copies of rows share files."""
    if name and not among.filter(image=name).exists():
        originals().delete(name)


def rendition_name(key, crop, width, extension):
    return f"{FOLDER}/{key[:2]}/{key}/{crop}-{width}.{extension}"


@kept(10_000)
def folder_address(key):
    """Where browsers find the files of a rendition set; what the storage says of one holds for all beside it."""
    return default_storage.url(f"{FOLDER}/{key[:2]}/{key}/")


class Cut(NamedTuple):
    """The files that were cut from a photo, as plain values: what their addresses follow from, and what is said at the picture."""

    rendition_key: str
    width: int
    height: int
    has_avif: bool
    digital_source_type: str = ""

    @property
    def size(self):
        return self.width, self.height

    @property
    def ai_note(self):
        return ai_note(self.digital_source_type)

    def rendition_url(self, crop="16x9", width=640, extension="jpg"):
        """The address of the rendition that is nearest to *width* and not larger than its source."""
        return self._address(crop, images.nearest_width(crop, width, source=self.size), extension)

    def srcset(self, crop, extension):
        """A `srcset` of every width that the source fills: "address 320w, address 640w"; empty where there is none."""
        if extension == "avif" and not self.has_avif:
            return ""
        widths = images.page_widths(crop, source=self.size)
        return ", ".join(f"{self._address(crop, width, extension)} {width}w" for width in widths)

    def _address(self, crop, width, extension):
        return f"{folder_address(self.rendition_key)}{crop}-{width}.{extension}"


def delete_set(key):
    """Delete every file of a rendition set; returns how many there were."""
    folder = f"{FOLDER}/{key[:2]}/{key}"
    try:
        _subfolders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    # A local folder that is empty goes as well; a bucket has none.
    default_storage.delete(folder)
    return len(names)


def all_originals():
    """Yield (storage, name) of every original that is stored: originals/2026/06/0123456789abcdef.jpg"""
    storage = originals()
    for year in _folders(storage, ""):
        for month in _folders(storage, year):
            yield from ((storage, f"{year}/{month}/{name}") for name in storage.listdir(f"{year}/{month}")[1])


def all_sets():
    """Yield (key, names) of every rendition set that is stored."""
    for start in _folders(default_storage, FOLDER):
        for key in _folders(default_storage, f"{FOLDER}/{start}"):
            folder = f"{FOLDER}/{start}/{key}"
            yield key, [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def _folders(storage, folder):
    try:
        return sorted(storage.listdir(folder)[0])
    except FileNotFoundError:
        return []
