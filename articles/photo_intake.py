"""The one door through which photos come in: judged, filled with what their file tells, stored once.

    examined = examine(upload)         outside of any transaction: it decodes the picture
    photo = take_in(examined)          the row and its original, then what pages need of it

A file that is refused, or that the newsroom has already, leaves nothing behind.
"""

import hashlib
import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import images, photo_metadata
from .models import DigitalSource, Photo, photo_files
from .rendition_work import worker

logger = logging.getLogger(__name__)

MEGA = 1_000_000
# The fields that a file can fill, by the name that PhotoMetadata gives them as well.
FILLED = (
    *("title", "caption", "alt_text", "photographer", "agency", "source", "copyright_notice", "city", "province"),
    *("country", "keywords", "taken_at", "licence", "licence_url", "licensor_url", "usage_terms"),
    "digital_source_type",
)
# A name that a camera numbered is no better than none, but it is what the photographer can find again.
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class NotTaken(Exception):
    """A file that does not become a photo; the text says why in one sentence."""


class AlreadyThere(NotTaken):
    """The same bytes came in before, as `photo`."""

    def __init__(self, photo):
        super().__init__(_("This file is in the library already: “%(title)s”.") % {"title": photo.title})
        self.photo = photo


class NotStored(NotTaken):
    """A file that is good, but the place where photos are kept did not take it."""

    def __init__(self):
        super().__init__(
            _("The place where photos are kept does not answer: nothing was stored, send the photo again later.")
        )


@dataclass(frozen=True)
class Examined:
    """An upload that may become a photo."""

    name: str
    content: bytes
    content_hash: str
    upright: images.Upright
    metadata: photo_metadata.PhotoMetadata

    @property
    def title(self):
        """What the photo is called when neither the file nor anybody else says: the file's own name."""
        name = SUFFIX.sub("", re.split(r"[\\/]", self.name)[-1])
        name = photo_metadata.clean(name.replace("\n", " "))
        return name.strip(". ") or _("Photo")


def examine(upload):
    """Judge an uploaded file, given as Django has it; raises NotTaken."""
    if upload.size > settings.PHOTO_MAX_BYTES:
        raise NotTaken(
            _("The file is larger than %(megabytes)s MB; send a smaller one.")
            % {"megabytes": settings.PHOTO_MAX_BYTES // 1024**2}
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    content_hash = hashlib.sha256(content).hexdigest()
    _refuse_known(content_hash)
    try:
        upright = images.read(content, max_pixels=settings.PHOTO_MAX_PIXELS)
    except images.UnreadableImage as error:
        raise NotTaken(sentence(error)) from error
    metadata = photo_metadata.metadata_of(upright.carriers, zone=timezone.get_default_timezone())
    return Examined(upload.name or "", content, content_hash, upright, metadata)


def take_in(examined, photo=None):
    """Store *photo*, or a new one, with the examined file as its original, and cut what pages need at once.

    Empty fields are filled from the file; what somebody typed stays (CONVENTIONS P3). Raises AlreadyThere. Call it outside of a
    transaction, or inside photo_files.undone_on_error().
    """
    with photo_files.undone_on_error(), transaction.atomic():
        photo = store(examined, photo or Photo())
    finish(photo, examined)
    return photo


def store(examined, photo):
    """The part of take_in that belongs into the transaction: the row and its untouched original."""
    fill(photo, examined)
    photo.content_hash, photo.byte_size = examined.content_hash, len(examined.content)
    photo.width, photo.height = examined.upright.picture.size
    if not photo.focal_point_is_chosen:
        photo.focal_x, photo.focal_y = images.focal_point(examined.upright.picture)
    photo.image = ContentFile(examined.content, name=f"original.{examined.upright.extension}")
    try:
        photo.image.field.pre_save(
            photo, add=False
        )  # writes the file, so that its name is known before the row can fail
    except OSError as error:
        logger.warning("An original could not be stored: %s", error)
        raise NotStored() from error
    photo_files.note(photo.image.storage, photo.image.name)
    try:
        with transaction.atomic():
            photo.save()
    except IntegrityError:
        # Of two who send the same file in the same second, the database lets one in.
        _refuse_known(examined.content_hash)
        raise
    return photo


def finish(photo, examined):
    """The part that comes after the commit, since it takes a second: renditions. The thread does what fails here."""
    try:
        photo.make_renditions(picture=examined.upright.picture)
    except OSError as error:
        logger.warning("The renditions of photo %s could not be stored: %s", photo.pk, error)
        photo.renew_renditions()
    worker.wake()


def recut(photo):
    """Cut a stored photo anew at once, around a focal point that somebody waits to see; the thread does what fails here."""
    try:
        photo.make_renditions()
    except (images.UnreadableImage, OSError):
        facts_changed(photo)
    worker.wake()


def facts_changed(photo):
    """Have the files of a photo follow its facts, which they carry inside; readers see the old files until then."""
    photo.renew_renditions()
    worker.wake()


def fill(photo, examined):
    """Give *photo* what its file tells, in fields that are empty; text is cut to the length of its column."""
    unread = list(examined.metadata.unread)
    for name in FILLED:
        value = getattr(examined.metadata, name)
        if value and not getattr(photo, name):
            longest = Photo._meta.get_field(name).max_length
            if complaint := _complaint(name, value, longest):
                unread.append(complaint)
            else:
                setattr(photo, name, " ".join(value.split())[:longest].strip() if longest else value)
    if not photo.title:
        photo.title = examined.title[: Photo._meta.get_field("title").max_length]
    photo.unread_metadata = "\n".join(dict.fromkeys(unread))


def _complaint(name, value, longest):
    """Why a value does not fit into its field, or nothing."""
    if name.endswith("_url") and not _is_address(value, longest):
        return _("An address in the rights of the file is no web address.")
    if name == "digital_source_type" and value not in DigitalSource.values:
        return _("How the picture was made is given in a word that is not known: %(word)s.") % {"word": value[:60]}
    return ""


def _is_address(value, longest):
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError:
        return False
    return len(value) <= longest


def _refuse_known(content_hash):
    if known := Photo.objects.filter(content_hash=content_hash).first():
        raise AlreadyThere(known)


def sentence(error):
    """What is wrong with bytes that images.read() refused, for the person who sent them."""
    match error.reason:
        case images.Refusal.EMPTY:
            return _("The file is empty.")
        case images.Refusal.OTHER_KIND:
            return (
                _("This is a file of the kind %(kind)s, not a photo: send a JPEG, PNG, WebP, AVIF or TIFF.")
                % error.facts
            )
        case images.Refusal.TOO_MANY_PIXELS:
            return _(
                "The picture has more than the %(most)s megapixels that are taken of its kind: send a smaller one."
            ) % {"most": error.facts["most"] // MEGA}
        case images.Refusal.ANIMATED:
            return _("The picture moves or has several pages: send a single one.")
        case images.Refusal.CUT_SHORT:
            return _("The file breaks off before its end: send it again.")
        case images.Refusal.SOMETHING_ELSE:
            return _(
                "Something that is no picture is hidden in the file: save it anew in a photo program and send that."
            )
        case images.Refusal.BROKEN:
            return _("The file is damaged and cannot be shown: send another copy.")
    return _("This is no photo that can be read: send a whole JPEG, PNG, WebP, AVIF or TIFF.")
