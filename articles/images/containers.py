"""What a file is by its bytes, where its picture ends, and what stands behind it. Nothing is decoded here.

A file that is a picture and something else as well (a polyglot: a page with scripts, an archive, a program) is a picture to those
who look at its beginning only. Formats: ITU-T T.81 (JPEG), W3C PNG, RFC 9649 (WebP), ISO/IEC 14496-12 (AVIF), TIFF 6.0.
"""

import re
import struct
import zlib

# Beginnings of what is often sent in place of a photo, by the name people know it by.
OTHER_KINDS = (
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"%PDF-"), "PDF"),
    (re.compile(rb"(\xc5\xd0\xd3\xc6|%!PS)"), "EPS"),
    (re.compile(rb"8BPS"), "Photoshop"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.S), "BMP"),
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), "ZIP"),
    (re.compile(rb"Rar!\x1a\x07"), "RAR"),
    (re.compile(rb"\x00\x00\x00.ftyp(heic|heix|hevc|mif1|msf1)", re.S), "HEIC"),
    (re.compile(rb".{4}ftyp(?!avif|avis)", re.S), "video"),
    (re.compile(rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"), "JPEG 2000"),
    (
        re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg", re.S | re.I),
        "SVG",
    ),
    (re.compile(rb"(\xef\xbb\xbf)?\s*(<!doctype html|<html|<script|<\?php)", re.I), "HTML"),
    (re.compile(rb"MZ|\x7fELF|#!"), "program"),
)
# What would run or unpack if somebody opened the file as something else than a picture.
ACTIVE = re.compile(
    rb"<script|<html|<!doctype|<\?php|<svg|<iframe|%PDF-|PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.I
)
# The same at the head of the file, where metadata stands as well: words that a caption may hold are not looked for.
ACTIVE_AT_HEAD = re.compile(rb"%PDF-|<!doctype html|<html|<\?php", re.I)
HEAD = 1024

AVIF_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov", b"uuid", b"mini", b"sidx"})
# JPEG: in the entropy-coded data only restart markers and stuffed zeros follow 0xFF.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


class Damaged(ValueError):
    """The container breaks off or contradicts itself."""


class Corrupt(Damaged):
    """The container is whole, but what is in it has changed since it was written."""


def kind(content):
    """The format of the bytes as Pillow names it: JPEG, PNG, WEBP, AVIF or TIFF; else None."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    if content[:4] in (b"II*\x00", b"MM\x00*"):
        return "TIFF"
    if content[4:8] == b"ftyp" and b"avif" in content[8 : max(8, int.from_bytes(content[:4], "big"))][:64]:
        return "AVIF"
    return None


def other_kind(content):
    """What people call the format of bytes that are no photo; empty when it is not known."""
    return next((name for form, name in OTHER_KINDS if form.match(content[:4096])), "")


def carries_something_else(content, end):
    """Whether the bytes behind the picture, which ends at *end*, or its first lines are something else than a picture."""
    if ACTIVE_AT_HEAD.search(content[:HEAD]):
        return True
    behind = content[end:]
    if not behind.strip(b"\x00\xff\r\n\t "):
        return False
    return bool(ACTIVE.search(behind)) or not _is_written_by_cameras(behind)


def _is_written_by_cameras(behind):
    """Second pictures (MPO, gain maps), the notes that Samsung's telephones append, the seconds of video of a motion photo."""
    return (
        behind.lstrip(b"\x00").startswith(b"\xff\xd8\xff")
        or behind.endswith(b"SEFT")
        or behind.lstrip(b"\x00")[1:5] == b"ftyp"  # after the size of the box, whose first bytes are zeros
    )


def end_of_picture(kind, content):
    """The offset at which the picture ends; raises Damaged when the file breaks off before."""
    try:
        return {"JPEG": _jpeg_end, "PNG": _png_end, "WEBP": _webp_end, "AVIF": _avif_end, "TIFF": _tiff_end}[kind](
            content
        )
    except (struct.error, IndexError) as error:
        raise Damaged("The file breaks off.") from error


def _jpeg_end(content):
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Damaged("A JPEG segment is missing.")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0xD9:
            return at + 2
        elif marker in STANDALONE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
            if marker == 0xDA:
                found = NEXT_MARKER.search(content, at)
                if not found:
                    raise Damaged("The JPEG has no end.")
                at = found.start()


def _png_end(content):
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if at > len(content):
            raise Damaged("The PNG breaks off.")
        # Pillow does not look at the check sums of pixels.
        if zlib.crc32(memoryview(content)[at - length - 8 : at - 4]) != int.from_bytes(content[at - 4 : at], "big"):
            raise Corrupt("A chunk of the PNG does not match its check sum.")
        if name == b"IEND":
            return at


def _webp_end(content):
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise Damaged("The WebP breaks off.")
    return end


def _avif_end(content):
    at = 0
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name not in AVIF_BOXES:
            return at
        if length == 1:
            length = struct.unpack_from(">Q", content, at + 8)[0]
        elif length == 0:
            length = len(content) - at
        if length < 8 or at + length > len(content):
            raise Damaged("The AVIF breaks off.")
        at += length
    return at


TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
SUBDIRECTORIES = frozenset({330, 34665, 34853, 40965})
# The pairs of tags that say where the pixels are and how many bytes they take.
PLACES = ((273, 279), (324, 325), (513, 514))
MOST_DIRECTORIES = 64


def _tiff_end(content):
    order = "<" if content[:2] == b"II" else ">"
    waiting, seen, end = [struct.unpack_from(order + "I", content, 4)[0]], set(), 8
    while waiting and len(seen) < MOST_DIRECTORIES:
        at = waiting.pop()
        if at == 0 or at in seen:
            continue
        seen.add(at)
        reached, more = _tiff_directory(content, order, at)
        end = max(end, reached)
        waiting += more
    if end > len(content):
        raise Damaged("The TIFF breaks off.")
    return end


def _tiff_directory(content, order, at):
    """Where the directory at *at* and what it points to end, and the directories it leads to."""
    (count,) = struct.unpack_from(order + "H", content, at)
    end = at + 2 + 12 * count + 4
    (following,) = struct.unpack_from(order + "I", content, end - 4)
    numbers, more = {}, [following]
    for number in range(count):
        tag, form, amount, value = struct.unpack_from(order + "HHI4s", content, at + 2 + 12 * number)
        size = TIFF_SIZES.get(form, 1) * amount
        place = at + 2 + 12 * number + 8
        if size > 4:
            place = struct.unpack(order + "I", value)[0]
            end = max(end, place + size)
        if form in (3, 4, 13) and size <= len(content):
            letter = "H" if form == 3 else "I"
            numbers[tag] = struct.unpack_from(f"{order}{amount}{letter}", content, place)
    for tag in SUBDIRECTORIES & numbers.keys():
        more += numbers[tag]
    for places, lengths in PLACES:
        for start, length in zip(numbers.get(places, ()), numbers.get(lengths, ()), strict=False):
            end = max(end, start + length)
    return end, more


def tiff_block(content, tag):
    """The bytes that the first directory of a TIFF keeps under *tag*; empty where there is none."""
    order = "<" if content[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(order + "I", content, 4)
        (count,) = struct.unpack_from(order + "H", content, at)
        for number in range(count):
            found, form, amount, place = struct.unpack_from(order + "HHII", content, at + 2 + 12 * number)
            if found == tag:
                return content[place : place + TIFF_SIZES.get(form, 1) * amount]
    except struct.error:
        pass
    return b""
