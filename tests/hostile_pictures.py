"""Files that somebody may send in place of a photo: {what it is: (file name, bytes)}, each to be refused in one sentence."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from .factories import image_bytes

JPEG, PNG, WEBP = image_bytes((400, 300)), image_bytes((400, 300), "PNG"), image_bytes((400, 300), "WEBP")
AVIF, TIFF = image_bytes((400, 300), "AVIF"), image_bytes((400, 300), "TIFF")
SCRIPT = b"<script>alert(document.domain)</script>"


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("isi.js", "alert(1)")
    return out.getvalue()


def moving(encoding):
    frames = [Image.effect_noise((64, 64), spread).convert("RGB") for spread in (20, 60, 120)]
    out = io.BytesIO()
    frames[0].save(out, encoding, save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width, height, data):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", zlib.compress(data)), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_claiming(width, height):
    """A small JPEG whose header says that it is very large."""
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def with_comment(comment):
    return JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + JPEG[2:]


def damaged(content, start, length=200):
    return content[:start] + b"\x00" * length + content[start + length :]


HOSTILE = {
    "nothing": ("kosong.jpg", b""),
    "one byte": ("satu.jpg", b"\xff"),
    "only the beginning of a JPEG": ("awal.jpg", b"\xff\xd8\xff"),
    "only the beginning of a PNG": ("awal.png", b"\x89PNG\r\n\x1a\n"),
    "words": ("foto.jpg", b"bukan gambar, hanya tulisan"),
    "zeros": ("nol.jpg", b"\x00" * 5000),
    "svg": ("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "svg named jpg": ("foto.jpg", b'<?xml version="1.0"?>\n<!-- x -->\n<svg onload="alert(1)"/>'),
    "html named jpg": ("foto.jpg", b"<!DOCTYPE html><html><body>" + SCRIPT),
    "php named jpg": ("foto.php.jpg", b"<?php system($_GET['c']); ?>"),
    "gif": ("foto.gif", image_bytes(encoding="GIF")),
    "moving gif": ("foto.gif", moving("GIF")),
    "gif named jpg": ("foto.jpg", image_bytes(encoding="GIF")),
    "bmp": ("foto.bmp", image_bytes(encoding="BMP")),
    "ico": ("foto.ico", image_bytes((64, 64), encoding="ICO")),
    "pdf named jpg": ("foto.jpg", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"),
    "eps named jpg": ("foto.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage"),
    "binary eps": ("foto.eps", b"\xc5\xd0\xd3\xc6" + b"\x00" * 100),
    "photoshop": ("foto.psd", b"8BPS\x00\x01" + b"\x00" * 100),
    "heic": ("foto.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100),
    "video": ("foto.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 100),
    "zip named jpg": ("foto.jpg", archive()),
    "program named jpg": ("foto.jpg", b"\x7fELF" + b"\x00" * 100),
    "shell script named jpg": ("foto.jpg", b"#!/bin/sh\nrm -rf /\n"),
    "moving webp": ("foto.webp", moving("WEBP")),
    "moving png": ("foto.png", moving("PNG")),
    "moving avif": ("foto.avif", moving("AVIF")),
    "tiff of several pages": ("foto.tif", moving("TIFF")),
    "jpeg with a script behind": ("foto.jpg", JPEG + SCRIPT),
    "jpeg with a zip behind": ("foto.jpg", JPEG + archive()),
    "jpeg with a page behind": ("foto.jpg", JPEG + b"\n<html><body>" + SCRIPT),
    "jpeg with php behind": ("foto.jpg", JPEG + b"<?php phpinfo(); ?>"),
    "jpeg with a program behind": ("foto.jpg", JPEG + b"\x7fELF\x02\x01\x01" + b"\x00\x01" * 100),
    "jpeg with a second jpeg and a zip behind": ("foto.jpg", JPEG + JPEG + archive()),
    "jpeg with a pdf in its comment": ("foto.jpg", with_comment(b"%PDF-1.4 1 0 obj")),
    "jpeg with a page in its comment": ("foto.jpg", with_comment(b"*/=1;/*<html><body>" + SCRIPT)),
    "png with a zip behind": ("foto.png", PNG + archive()),
    "png with a script behind": ("foto.png", PNG + SCRIPT),
    "webp with a zip behind": ("foto.webp", WEBP + archive()),
    "avif with a page behind": ("foto.avif", AVIF + b"<html>" + SCRIPT),
    "tiff with a zip behind": ("foto.tif", TIFF + archive()),
    "jpeg cut in the header": ("foto.jpg", JPEG[:300]),
    "jpeg cut in the middle": ("foto.jpg", JPEG[: len(JPEG) // 2]),
    "jpeg without its end": ("foto.jpg", JPEG[:-2]),
    "png cut in the middle": ("foto.png", PNG[: len(PNG) // 2]),
    "png without its end": ("foto.png", PNG[:-12]),
    "webp cut in the middle": ("foto.webp", WEBP[: len(WEBP) // 2]),
    "avif cut in the middle": ("foto.avif", AVIF[: len(AVIF) // 2]),
    "tiff cut in the middle": ("foto.tif", TIFF[: len(TIFF) // 2]),
    "tiff whose directory lies outside": ("foto.tif", TIFF[:4] + b"\xff\xff\xff\x7f" + TIFF[8:]),
    "tiff whose directory leads to itself": ("foto.tif", b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"),
    "jpeg of nothing but an end": ("foto.jpg", b"\xff\xd8\xff\xd9"),
    "jpeg whose segments overlap its end": ("foto.jpg", b"\xff\xd8\xff\xe0\xff\xff" + b"\x00" * 50),
    "png with damaged pixels": ("foto.png", damaged(PNG, 45, 30)),
    "webp with damaged pixels": ("foto.webp", damaged(WEBP, 20, 30)),
    "avif with a damaged header": ("foto.avif", damaged(AVIF, 40, 150)),
    "png that unpacks to a desert": ("foto.png", png_of(30000, 30000, b"\x00" * 1000)),
    "png of two thousand million pixels a side": ("foto.png", png_of(2**31 - 1, 2**31 - 1, b"")),
    "png without any width": ("foto.png", png_of(0, 100, b"\x00" * 100)),
    "png with less than it promises": ("foto.png", png_of(4000, 4000, b"\x00" * 10)),
    "jpeg that claims to be very large": ("foto.jpg", jpeg_claiming(65000, 65000)),
    "windows metafile": ("foto.wmf", b"\xd7\xcd\xc6\x9a" + b"\x00" * 50),
    "jpeg 2000": ("foto.jp2", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\x00" * 50),
}
