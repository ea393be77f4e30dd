"""Drawn photos as files: an illustration in, its original and its renditions out. Runs in processes without a database."""

import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile

from .. import images
from . import pictures

FOCAL_POINT = (0.5, 0.5)
# Wide enough for the largest place on a page; larger drawings would only keep a first start waiting.
SIZE = (1280, 720)


@dataclass(frozen=True)
class Illustration:
    """What to draw; *seed* tells the pictures of one motif apart, most when they are numbered in a row."""

    key: str
    motif: str
    seed: int
    light: str = "siang"
    # What its files tell of it: Photo.packet of the row that it becomes.
    packet: bytes = b""


@dataclass(frozen=True)
class DrawnPhoto:
    """The bytes of a drawn photo and its renditions."""

    key: str
    content: bytes
    renditions: images.RenditionSet

    def keep_as(self, photo):
        """Store the picture as the original of *photo*, with its renditions."""
        photo.focal_x, photo.focal_y = FOCAL_POINT
        photo.focal_point_is_chosen = True
        photo.image = ContentFile(self.content, name=f"{self.key}.jpg")
        photo.content_hash, photo.byte_size = hashlib.sha256(self.content).hexdigest(), len(self.content)
        photo.save()
        photo.keep(self.renditions)


def illustrate(illustration):
    """Draw, encode and cut an illustration."""
    if illustration.motif == "portrait":
        image = pictures.portrait(illustration.seed)
    else:
        image = pictures.draw(illustration.motif, illustration.light, illustration.seed, SIZE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    content = out.getvalue()
    return DrawnPhoto(
        key=illustration.key,
        content=content,
        renditions=images.cut(content, focal_point=FOCAL_POINT, packet=illustration.packet),
    )
