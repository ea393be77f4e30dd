"""Image bytes in, renditions out, cropped around the focal point. The only place, with photo_metadata, that knows Pillow."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# Raised when renditions change, so that their names change with them.
RECIPE = "1"
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")

# The crops that pages use, with the widths each is cut to, in pixels; "full" keeps the picture's own proportions.
CROPS = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0, "full": None}
WIDTHS = {"16x9": (320, 640, 960, 1280, 1600), "4x3": (1200,), "1x1": (160, 480, 1200), "full": (640, 1280)}
# (extension, Pillow's format, options); the last is the fallback that every browser reads.
ENCODINGS = (
    ("webp", "WEBP", {"quality": 78, "method": 2}),
    ("jpg", "JPEG", {"quality": 80, "optimize": True, "progressive": True}),
)
# Wide enough for every crop at its largest width; the rest of a large original is dropped while it is decoded.
LARGEST_SIDE = 2560


class UnreadableImage(ValueError):
    """The bytes are no picture that this site takes; the text says why, for the person who sent them."""


def crop_size(crop, source):
    """The width and height in pixels of the largest *crop* that fits a source of (width, height)."""
    width, height = source
    ratio = CROPS[crop]
    if ratio is None:
        return width, height
    return (width, round(width / ratio)) if width / height <= ratio else (round(height * ratio), height)


def widths(crop, source):
    """The widths a source fills without enlargement; its own width where it is smaller than all of them."""
    available = crop_size(crop, source)[0] if all(source) else 0
    return tuple(width for width in WIDTHS[crop] if width <= available) or (min(WIDTHS[crop][0], max(available, 1)),)


def nearest_width(crop, width, source):
    """The smallest rendition of at least *width* pixels, or the largest there is."""
    available = widths(crop, source)
    return next((candidate for candidate in available if candidate >= width), available[-1])


def rendition_size(crop, width, source):
    """Width and height in pixels of the rendition nearest to *width*."""
    width = nearest_width(crop, width, source)
    crop_width, crop_height = crop_size(crop, source)
    return width, max(1, round(width * crop_height / max(crop_width, 1)))


def open_upright(content, max_pixels=120_000_000):
    """Decode bytes into an upright sRGB picture of at most LARGEST_SIDE pixels a side.

    Raises UnreadableImage for what is no picture, is broken, or has more than *max_pixels*.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > max_pixels:
            raise UnreadableImage(f"{image.width} x {image.height} pixels are more than {max_pixels}.")
        image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        image = ImageOps.exif_transpose(image)
        profile = image.info.get("icc_profile")
        image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
        return _on_white(_in_srgb(image, profile))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnreadableImage):
            raise
        raise UnreadableImage(str(error)) from error


@dataclass(frozen=True)
class RenditionSet:
    """Every rendition of a picture around a focal point.

    `size` is the width and height in pixels of the upright picture they were cut from, `files` has (crop, width, extension,
    bytes) for each, and `key` names the set: it changes whenever the pixels would.
    """

    key: str
    size: tuple
    files: tuple


def cut(content, *, focal_point=(0.5, 0.5), max_pixels=120_000_000):
    """Cut the bytes of a picture into its renditions, which carry no metadata; raises UnreadableImage."""
    image = open_upright(content, max_pixels)
    key = hashlib.sha256(content + f"{RECIPE} {focal_point}".encode()).hexdigest()[:32]
    return RenditionSet(key, image.size, tuple(_files(image, focal_point)))


def _files(image, focal_point):
    for crop in CROPS:
        picture = image.crop(crop_box(crop, image.size, focal_point))
        for width in sorted(widths(crop, image.size), reverse=True):
            _, height = rendition_size(crop, width, image.size)
            # Each width is made from the next larger one, which costs half of starting anew and looks the same.
            picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
            for extension, encoding, options in ENCODINGS:
                out = io.BytesIO()
                picture.save(out, encoding, **options)
                yield crop, width, extension, out.getvalue()


def crop_box(crop, source, focal_point):
    """The box (left, top, right, bottom) of *crop* that lies nearest around the focal point, given as shares of 1."""
    width, height = crop_size(crop, source)
    left = min(max(round(source[0] * focal_point[0] - width / 2), 0), source[0] - width)
    top = min(max(round(source[1] * focal_point[1] - height / 2), 0), source[1] - height)
    return left, top, left + width, top + height


def _in_srgb(image, profile):
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile is no reason to refuse the picture


def _on_white(image):
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")
