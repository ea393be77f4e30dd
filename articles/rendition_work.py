"""Renditions that are made while nobody waits, and those that a reader asks for and that are missing.

A thread of every serving process takes what is to be made from the database, so that no other process has to run for it; a row is
claimed before it is worked on, so that two processes never do the same. What a process leaves undone another takes over.
"""

import contextlib
import enum
import logging
import os
import re
import threading
import time

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error, connections, transaction
from django.utils import timezone

from . import images
from .models import Photo, RenditionWork, SupersededRenditions, photo_files

logger = logging.getLogger(__name__)

# Seconds between two looks for work that another process has left or a command has asked for.
IDLE = 20
# Seconds between two sweeps of superseded files.
SWEEP = 3600
# The niceness of the thread: readers and editors come first.
NICE = 10
# Seconds that a request waits for another that makes a missing file, and that a broken original is not tried again.
PATIENCE, GIVEN_UP = 15, 300
NAME = re.compile(
    rf"{photo_files.FOLDER}/(\w\w)/(\1[\w-]{{1,38}})/({'|'.join(images.CROPS)})-(\d{{1,5}})\.(\w{{3,4}})"
)


def is_due(photo):
    """Whether anything of the photo's set is out of date or still to be made."""
    return photo.rendition_key != photo.wanted_key() or not photo.has_avif


def complete(photo, *, anew=False):
    """Bring a photo's files in line with its row: the set that pages need, then what could wait. Returns whether any was made.

    *anew* looks at files that the row says are there. Raises images.UnreadableImage or OSError when the original cannot be read;
    what readers see is left as it is.
    """
    if not anew and not is_due(photo):
        return False
    picture = images.open_upright(photo.read_original(), max_pixels=settings.PHOTO_MAX_PIXELS)
    if anew or photo.rendition_key != photo.wanted_key():
        photo.make_renditions(picture=picture)
    photo.make_the_rest(picture)
    # Unless the photo got other addresses meanwhile, at which nothing lies yet.
    RenditionWork.objects.filter(photo=photo, photo__rendition_key=photo.rendition_key, photo__has_avif=True).delete()
    return True


def missing_files(photo):
    """The names of files that the photo's row says are there and are not."""
    extensions = images.AT_ONCE + (images.LATER if photo.has_avif else ())
    names = (photo.rendition_name(*name) for name in images.file_names(photo.size, extensions))
    return [name for name in names if not default_storage.exists(name)]


def show_placeholder_unless_kept(photo):
    """Have pages show the placeholder for a photo whose original is broken, if the files that were cut from it are gone too."""
    if photo.rendition_key and missing_files(photo):
        photo.rendition_key, photo.has_avif = "", False
        photo.save(update_fields=["rendition_key", "has_avif"])


def work_off_one():
    """Take one piece of work and do it; returns whether there was any."""
    work = RenditionWork.objects.claim()
    if work is None:
        return False
    photo = Photo.objects.filter(pk=work.photo_id).first()
    try:
        if photo is not None:
            complete(photo)
    except (images.UnreadableImage, FileNotFoundError) as error:
        logger.warning("The renditions of photo %s could not be made: %s", work.photo_id, error)
        work.fail()
    except OSError as error:
        # No fault of the photo: whoever comes first when the claim has ended tries again.
        logger.warning("The renditions of photo %s wait for the place where files are kept: %s", work.photo_id, error)
    else:
        work.finish()
    return True


def sweep_superseded():
    """Delete the files of every set that was left long enough ago and that no photo uses; returns how many files."""
    removed = 0
    for superseded in SupersededRenditions.objects.past_keeping():
        try:
            if not Photo.objects.filter(rendition_key=superseded.key).exists():
                removed += photo_files.delete_set(superseded.key)
        except OSError as error:
            logger.warning("The files %s could not be deleted and are tried again: %s", superseded.key, error)
        else:
            superseded.delete()
    return removed


def orphans(*, older_than=photo_files.KEPT):
    """Yield (storage, name) of files that no photo has and that are too old to belong to an upload under way."""
    before = timezone.now() - older_than
    for storage, name in photo_files.all_originals():
        if storage.get_modified_time(name) < before and not Photo.objects.filter(image=name).exists():
            yield storage, name
    for key, names in photo_files.all_sets():
        is_known = Photo.objects.filter(rendition_key=key).exists()
        if is_known or SupersededRenditions.objects.filter(key=key).exists():
            continue
        yield from ((default_storage, name) for name in names if default_storage.get_modified_time(name) < before)


class Worker:
    """The thread of this process; it starts with the site and sleeps until it is woken or until IDLE seconds have passed."""

    def __init__(self):
        self._has_work = threading.Event()
        self._thread = None

    def start(self):
        if self._thread is None and settings.RENDITIONS_IN_BACKGROUND:
            self._thread = threading.Thread(target=self._work_forever, name="renditions", daemon=True)
            self._thread.start()

    def wake(self):
        """Have it look for work when the running transaction, if any, is committed."""
        transaction.on_commit(self._has_work.set)

    def _work_forever(self):
        with contextlib.suppress(AttributeError, OSError):  # a courtesy that not every system knows
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        swept_at = time.monotonic()
        while True:
            self._has_work.wait(IDLE)
            self._has_work.clear()
            try:
                while work_off_one():
                    pass
                if time.monotonic() - swept_at > SWEEP:
                    swept_at = time.monotonic()
                    sweep_superseded()
            except Error:
                logger.warning("Renditions wait for the database.", exc_info=True)
            finally:
                connections.close_all()


worker = Worker()


class Missing(enum.Enum):
    """What became of a file that was asked for and was not there."""

    MADE = "made"
    BROKEN = "broken"
    UNKNOWN = "unknown"


_making = threading.Lock()
_given_up = {}


def make_missing(name):
    """Make the public file *name* when a photo's row says that there should be one; see Missing.

    Only names that a row stands for cost any work, each once: the file exists from then on, and a broken original is not tried
    again for some minutes.
    """
    form = NAME.fullmatch(name)
    if not form:
        return Missing.UNKNOWN
    _start, key, crop, width, extension = form.groups()
    photo = Photo.objects.filter(rendition_key=key).order_by("pk").first()
    if photo is None or (crop, int(width), extension) not in images.file_names(photo.size):
        return Missing.UNKNOWN
    if not _making.acquire(timeout=PATIENCE):
        return Missing.BROKEN
    try:
        return _make(photo, name, (crop, int(width)), extension)
    finally:
        _making.release()


def _make(photo, name, crop_and_width, extension):
    if time.monotonic() - _given_up.get(photo.rendition_key, -GIVEN_UP) < GIVEN_UP:
        return Missing.BROKEN
    try:
        if default_storage.exists(name):
            return Missing.MADE
        picture = images.open_upright(photo.read_original(), max_pixels=settings.PHOTO_MAX_PIXELS)
        files = images.encode(
            picture,
            focal_point=photo.focal_point,
            packet=photo.packet,
            extensions=(extension,),
            only=crop_and_width,
        )
        for _crop, _width, _extension, data in files:
            photo_files.store_rendition(name, data)
        # Meanwhile the photo may have been withheld (articles/withheld.py).
        SupersededRenditions.objects.clear(photo.rendition_key)
        return Missing.MADE if default_storage.exists(name) else Missing.UNKNOWN
    except (images.UnreadableImage, OSError) as error:
        logger.warning("A rendition of photo %s could not be made: %s", photo.pk, error)
        if isinstance(error, (images.UnreadableImage, FileNotFoundError)):
            _given_up[photo.rendition_key] = time.monotonic()
        return Missing.BROKEN
