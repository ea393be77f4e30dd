"""A picture cut into its renditions: every crop, width and encoding, with a packet of facts and nothing else of its original."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from .geometry import CROPS, crop_box, page_widths, rendition_size, widths
from .reading import open_upright

# Raised when renditions change, so that their names change with them.
RECIPE = "2"
# extension: (Pillow's format, options).
ENCODINGS = {
    "avif": ("AVIF", {"quality": 58, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 78, "method": 2}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
# What a photo has before its page is shown, and what follows when the process has time.
AT_ONCE, LATER = ("webp", "jpg"), ("avif",)


@dataclass(frozen=True)
class RenditionSet:
    """Renditions of a picture around a focal point.

    `size` is the width and height in pixels of the upright picture they were cut from, `files` has (crop, width, extension,
    bytes) for each, and `key` names the set: it changes whenever a byte of it would.
    """

    key: str
    size: tuple
    files: tuple


def key_of(content_hash, focal_point, packet=b"", salt=""):
    """The name of the set that the original of this SHA-256 has around *focal_point* with *packet* inside.

    A *salt* gives the same pictures another name.
    """
    focal_point = tuple(round(share, 4) for share in focal_point)
    return hashlib.sha256(f"{content_hash} {RECIPE} {focal_point} {salt}".encode() + packet).hexdigest()[:32]


def file_names(size, extensions=tuple(ENCODINGS)):
    """(crop, width, extension) of every rendition that a picture of *size* has."""
    return [
        (crop, width, extension)
        for crop in CROPS
        for width in widths(crop, size)
        for extension in extensions
        if extension == "jpg" or width in page_widths(crop, size)
    ]


def cut(content, *, focal_point=(0.5, 0.5), packet=b"", max_pixels=120_000_000, extensions=AT_ONCE):
    """Cut the bytes of a picture into its renditions; raises UnreadableImage."""
    picture = open_upright(content, max_pixels)
    key = key_of(hashlib.sha256(content).hexdigest(), focal_point, packet)
    return RenditionSet(
        key, picture.size, tuple(encode(picture, focal_point=focal_point, packet=packet, extensions=extensions))
    )


def encode(picture, *, focal_point, packet=b"", extensions=AT_ONCE, only=None):
    """Yield (crop, width, extension, bytes) of the renditions of an upright picture; *only* (crop, width) where given."""
    wanted = {}
    for crop, width, extension in file_names(picture.size, extensions):
        if only is None or only == (crop, width):
            wanted.setdefault(crop, {}).setdefault(width, []).append(extension)
    for crop, of_width in wanted.items():
        step = picture.crop(crop_box(crop, picture.size, focal_point))
        for width in sorted(of_width, reverse=True):
            # Each width is made from the next larger one, which costs half of starting anew and looks the same.
            step = step.resize(rendition_size(crop, width, picture.size), Image.Resampling.LANCZOS, reducing_gap=3)
            for extension in of_width[width]:
                encoding, options = ENCODINGS[extension]
                out = io.BytesIO()
                step.save(out, encoding, **options, **({"xmp": packet} if packet else {}))
                yield crop, width, extension, out.getvalue()
