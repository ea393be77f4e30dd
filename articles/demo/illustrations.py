"""Drawn photos as files: an illustration in, its original and its renditions out. Runs in processes without a database."""

import io
from dataclasses import dataclass

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


@dataclass(frozen=True)
class DrawnPhoto:
    """The bytes of a drawn photo and its renditions."""

    key: str
    content: bytes
    renditions: images.RenditionSet


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
        renditions=images.cut(content, focal_point=FOCAL_POINT),
    )
