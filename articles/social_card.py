"""The picture that stands for a story without a photo where it is shared: its headline and section, drawn as a JPEG."""

import hashlib
import io
import threading
from dataclasses import astuple, dataclass
from functools import cache

from font_source_serif_pro import SourceSerifProBold, SourceSerifProSemibold
from PIL import Image, ImageDraw, ImageFont

# Raised when the drawing changes, so that the addresses of cards change with it.
RECIPE = "1"
SIZE = (1200, 675)  # 16x9 and wide enough for every place that shows it (CONVENTIONS G17, G28)
PAPER, INK, SOFT, BRAND = "#ffffff", "#14161a", "#565c66", "#a3142b"
MARGIN = 80
# A headline takes the largest size in which it fits: (points, lines).
HEADLINE_SIZES = ((88, 3), (76, 4), (64, 5), (54, 6), (44, 7))
SPACING = 1.18
PATIENCE = 3  # seconds
_pencil = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a card says; `label` is empty for plain news."""

    headline: str
    section: str
    site: str
    label: str = ""

    @property
    def key(self):
        """Sixteen characters that change whenever the drawing would."""
        return hashlib.sha256("\0".join((RECIPE, *astuple(self))).encode()).hexdigest()[:16]


class Busy(Exception):
    """Many cards are asked for at once, and this one's turn did not come."""


def draw(words):
    """Draw a card; returns the bytes of a JPEG of SIZE. One at a time in a process, some forty milliseconds each.

    Raises Busy rather than make its caller wait for longer than PATIENCE.
    """
    if not _pencil.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _drawn(words)
    finally:
        _pencil.release()


def _drawn(words):
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 14), fill=BRAND)
    kicker = " · ".join(filter(None, (words.label, words.section)))
    small, site = _font(SourceSerifProSemibold, 34), _font(SourceSerifProBold, 40)
    pen.text((MARGIN, MARGIN), _shortened(kicker, small), font=small, fill=BRAND)
    foot = SIZE[1] - MARGIN - 40
    pen.line((MARGIN, foot - 34, SIZE[0] - MARGIN, foot - 34), fill="#dadde2", width=2)
    _mark(pen, (MARGIN + 24, foot + 22), 24)
    pen.text((MARGIN + 68, foot - 6), _shortened(words.site, site, SIZE[0] - 2 * MARGIN - 68), font=site, fill=INK)
    lines, font = _headline(words.headline)
    height = font.size * SPACING
    top = MARGIN + 58
    top += max(0, (foot - 34 - 24 - top - height * len(lines)) / 2)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * height), line, font=font, fill=INK)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


@cache
def _font(file, points):
    return ImageFont.truetype(file, points)


def _headline(text):
    """The lines of a headline and their font; what no size can hold ends in an ellipsis."""
    for points, most in HEADLINE_SIZES:
        font = _font(SourceSerifProBold, points)
        lines = _wrapped(text, font)
        if len(lines) <= most:
            return lines, font
    return [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), font)], font


def _drawable(text):
    """A text without what the font has no drawing for, such as pictograms, which would come out as empty boxes."""
    font = _font(SourceSerifProBold, 20)
    nothing = bytes(font.getmask("\uffff"))
    return "".join(sign for sign in text if sign.isspace() or bytes(font.getmask(sign)) != nothing)


def _wrapped(text, font, width=SIZE[0] - 2 * MARGIN):
    lines = []
    for whole in _drawable(text).split():
        # A word that is wider than a line is cut, as it would run off the card.
        word = _shortened(whole, font, width)
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(text, font, width=SIZE[0] - 2 * MARGIN):
    """The beginning of a text that fits, with an ellipsis where something was left out."""
    if font.getlength(text) <= width:
        return text
    end = len(text)
    while end and font.getlength(f"{text[:end]}…") > width:
        end -= 1
    return f"{text[:end].rstrip()}…"


def _mark(pen, centre, radius):
    """The site's mark in small: four petals around a centre, as in the masthead."""
    petal = Image.new("L", (radius * 8, radius * 8))
    leaf = ImageDraw.Draw(petal)
    middle = radius * 4
    unit = radius / 4  # the mark is drawn on a field of 32 units, here four times too large
    leaf.ellipse((middle - 4.6 * unit, middle - 17 * unit, middle + 4.6 * unit, middle - 1 * unit), fill=255)
    whole = Image.new("L", petal.size)
    for angle in (45, 135, 225, 315):
        whole.paste(255, mask=petal.rotate(angle, resample=Image.Resampling.BICUBIC))
    mask = whole.resize((radius * 2, radius * 2), Image.Resampling.LANCZOS)
    pen.bitmap((centre[0] - radius, centre[1] - radius), mask, fill=BRAND)
