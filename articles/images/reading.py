"""Bytes that somebody sent, judged by their content and decoded to an upright sRGB picture of bounded size."""

import enum
import io
import math
import struct
import threading
import warnings
from dataclasses import dataclass, field

from PIL import Image, ImageCms, UnidentifiedImageError

from . import containers

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "TIFF": "tif"}
# Wide enough for every crop at its largest width; the rest of a large original is dropped while it is decoded.
LARGEST_SIDE = 2560
# What each decoder takes before it gives up a pixel: measured with tests/benchmarks/renditions.py so that none passes 700 MB.
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 110_000_000, "WEBP": 36_000_000, "AVIF": 50_000_000, "TIFF": 110_000_000}
# A progressive JPEG is held whole as coefficients, two bytes each, before its first pixel is there.
MOST_COEFFICIENTS = 225_000_000
EXIF_DIRECTORY, IPTC_OF_TIFF, XMP_OF_TIFF = 0x8769, 33723, 700
# Pixels a turn when a picture is made smaller before anything else is done to it.
STRIP = 4_000_000
# One large picture at a time: two that are decoded at once would take twice the memory.
_decoding = threading.Lock()

RAISED_BY_PILLOW = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
)


class Refusal(enum.Enum):
    """Why bytes are not taken as a photo."""

    EMPTY = "empty"
    OTHER_KIND = "other kind"
    UNKNOWN = "unknown"
    TOO_MANY_PIXELS = "too many pixels"
    ANIMATED = "animated"
    CUT_SHORT = "cut short"
    SOMETHING_ELSE = "something else inside"
    BROKEN = "broken"


class UnreadableImage(ValueError):
    """The bytes are no picture that this site takes: `reason` is a Refusal, `facts` what its sentence needs."""

    def __init__(self, reason, detail="", **facts):
        super().__init__(detail or reason.value)
        self.reason, self.facts = reason, facts


@dataclass(frozen=True)
class Upright:
    """A picture as it was sent: its format and size in pixels, and `picture`, upright in sRGB and at most LARGEST_SIDE a side.

    `carriers` has what Pillow found in the file besides pixels, for photo_metadata.
    """

    format: str
    sent_size: tuple
    picture: Image.Image
    carriers: dict = field(default_factory=dict, repr=False)

    @property
    def extension(self):
        return EXTENSIONS[self.format]


def read(content, max_pixels=120_000_000):
    """Judge and decode the bytes of an upload as an Upright.

    Raises UnreadableImage for what is no picture, is broken or moves, is something else as well, or has more than *max_pixels*
    or than its format may have (MOST_PIXELS).
    """
    kind = _kind_of(content)
    try:
        end = containers.end_of_picture(kind, content)
    except containers.Corrupt as error:
        raise UnreadableImage(Refusal.BROKEN, str(error)) from error
    except containers.Damaged as error:
        raise UnreadableImage(Refusal.CUT_SHORT, str(error)) from error
    if containers.carries_something_else(content, end):
        raise UnreadableImage(Refusal.SOMETHING_ELSE)
    try:
        return _decode(content, kind, min(max_pixels, MOST_PIXELS[kind]))
    except Image.DecompressionBombError as error:
        raise UnreadableImage(Refusal.TOO_MANY_PIXELS, most=min(max_pixels, MOST_PIXELS[kind])) from error
    except RAISED_BY_PILLOW as error:
        if isinstance(error, UnreadableImage):
            raise
        raise UnreadableImage(Refusal.BROKEN, str(error)) from error


def open_upright(content, max_pixels=120_000_000):
    """The picture alone, as read() has it."""
    return read(content, max_pixels).picture


def _kind_of(content):
    if not content:
        raise UnreadableImage(Refusal.EMPTY)
    kind = containers.kind(content)
    if kind:
        return kind
    if other := containers.other_kind(content):
        raise UnreadableImage(Refusal.OTHER_KIND, kind=other)
    raise UnreadableImage(Refusal.UNKNOWN)


def _decode(content, kind, most):
    with warnings.catch_warnings(), _decoding:
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(content), formats=(kind,))
        size = image.size
        if size[0] * size[1] > most or _coefficients(image) > MOST_COEFFICIENTS:
            raise UnreadableImage(Refusal.TOO_MANY_PIXELS, most=most)
        # Cameras add a small copy or a depth map to their JPEG; in the other formats a second picture means that it moves.
        if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
            raise UnreadableImage(Refusal.ANIMATED)
        carriers = _carriers(image, content)
        profile = image.info.get("icc_profile")
        image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        image.load()
        # Asked only now: Pillow turns a TIFF by itself while it loads.
        orientation = _orientation(image)
        picture = _turned(_smaller(image), orientation)
        return Upright(kind, size, _in_srgb(picture, profile), carriers)


def _carriers(image, content):
    """What stands in the file beside the pixels, for photo_metadata: XMP, Photoshop's resources, the tags of EXIF and of a TIFF."""
    carriers = dict(image.info)
    try:
        exif = image.getexif()
        carriers["exif_tags"] = {**exif, **exif.get_ifd(EXIF_DIRECTORY)}
    except RAISED_BY_PILLOW:
        carriers["exif_is_broken"] = True
    if image.format == "TIFF":
        # Pillow keeps one number of a block that is declared as a row of them, as most software does.
        carriers["iptc_block"] = containers.tiff_block(content, IPTC_OF_TIFF)
        carriers["xmp"] = containers.tiff_block(content, XMP_OF_TIFF)
    return carriers


def _coefficients(image):
    """How many coefficients a progressive JPEG has; 0 for any other picture."""
    layers = getattr(image, "layer", ()) if image.info.get("progressive") else ()
    samples = [across * down for _number, across, down, *_table in layers]
    return image.width * image.height * sum(samples) / max(samples) if samples else 0


def _orientation(image):
    """The EXIF orientation, 1 to 8; 1 where it is missing or no number of these."""
    try:
        orientation = image.getexif().get(0x0112, 1)
    except RAISED_BY_PILLOW:
        return 1
    return orientation if orientation in range(1, 9) else 1


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turned(image, orientation):
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _smaller(image):
    """The picture on white, at most LARGEST_SIDE a side, in RGB, L, CMYK or LAB, without what Pillow knew of it besides.

    A large one is gone through in strips, so that no second one of its size is ever held.
    """
    scale = max(image.size) / LARGEST_SIDE
    size = tuple(max(1, round(side / scale)) for side in image.size) if scale > 1 else image.size
    factor = max(1, math.floor(scale / 2))
    extremes = image.getextrema() if image.mode in ("I", "F") else None
    rows = max(1, STRIP // image.width // factor) * factor
    small = None
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip = _on_paper(strip, extremes)
        if factor > 1:
            strip = strip.reduce(factor)
        if small is None:
            small = Image.new(strip.mode, (strip.width, math.ceil(image.height / factor)))
        small.paste(strip, (0, top // factor))
    return small.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _on_paper(image, extremes):
    """Bring any mode to one that a colour profile can speak of, transparent parts on white.

    *extremes* are the darkest and lightest value of the whole picture, for modes whose values have no fixed range.
    """
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("I", "F"):
        return _to_eight_bits(image, *extremes)
    if image.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in image.info:
        grey = image.mode in ("LA", "La", "L")
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("L" if grey else "RGB")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return image.convert("RGB")


def _to_eight_bits(image, low, high):
    """Grey values of any range; those of 16 bits keep their meaning, others are stretched to what is there."""
    if image.mode == "I" and low >= 0 and 255 < high <= 65535:
        low, high = 0, 65535
    elif image.mode == "I" and low >= 0 and high <= 255:
        return image.convert("L")
    scale = 255 / (high - low) if high > low else 1
    return image.point(lambda value: value * scale + (-low * scale)).convert("L")


def _in_srgb(image, profile):
    """The picture in RGB as a screen shows it. A broken profile, or one of other colours, is no reason to refuse it."""
    converted = None
    if image.mode == "LAB":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    elif profile:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        except (ImageCms.PyCMSError, OSError):
            profile = None
    if profile:
        try:
            converted = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
    picture = converted or image.convert("RGB")
    picture.info.clear()
    return picture
