"""Pixels: upright, in sRGB, never enlarged, cropped around the focal point, with a packet of facts and nothing else inside."""

import io
import json
import shutil
import subprocess

import pytest
from PIL import Image, ImageCms, ImageDraw

from articles import images

from .factories import image_bytes

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="needs exiftool, which is not installed here"
)
SIDES = (96, 64)
CORNERS = {"red": (0, 0), "lime": (1, 0), "blue": (0, 1), "white": (1, 1)}


def saved(image, encoding="PNG", **options):
    out = io.BytesIO()
    image.save(out, encoding, **options)
    return out.getvalue()


def quartered(size=SIDES):
    """A picture whose four quarters have a colour each, so that every turn of it can be told."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    half = (size[0] // 2, size[1] // 2)
    for colour, (right, below) in CORNERS.items():
        left, top = right * half[0], below * half[1]
        draw.rectangle((left, top, left + half[0] - 1, top + half[1] - 1), fill=colour)
    return image


def is_near(colour, other, by=24):
    return all(abs(one - two) <= by for one, two in zip(colour, other, strict=True))


def corners(image):
    width, height = image.size
    return [image.getpixel((x, y)) for y in (8, height - 9) for x in (8, width - 9)]


@needs_exiftool
@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_its_orientation_says(tmp_path, encoding, orientation):
    """CONVENTIONS P10."""
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes the turn that the orientation asks for
    stored = quartered()
    if orientation > 1:
        stored = stored.transpose(Image.Transpose(turns[orientation]))
    path = tmp_path / "foto"
    path.write_bytes(saved(stored, encoding, **({"quality": 95} if encoding != "PNG" else {})))
    subprocess.run(["exiftool", "-q", "-n", f"-Orientation={orientation}", "-overwrite_original", path], check=True)
    upright = images.open_upright(path.read_bytes())
    assert upright.size == SIDES
    for found, wanted in zip(corners(upright), corners(quartered()), strict=True):
        assert is_near(found, wanted)


def test_an_avif_is_turned_as_its_own_boxes_say():
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = quartered().transpose(Image.Transpose.ROTATE_90)
    upright = images.open_upright(saved(stored, "AVIF", quality=95, exif=exif))
    assert upright.size == SIDES
    assert all(is_near(*pair) for pair in zip(corners(upright), corners(quartered()), strict=True))


def profile_of(primaries, gamma=2.2):
    """An RGB profile with the given primaries, made of its bytes (ICC.1:2010)."""
    import struct

    def tag_xyz(x, y, z):
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in (x, y, z))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 78
    tags = [(b"desc", text), (b"wtpt", tag_xyz(0.9642, 1, 0.8249))]
    tags += [(name, tag_xyz(*xyz)) for name, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    offset, table, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags:
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(padded))
        body += padded
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += b"\0" * 12 + b"acsp" + b"\0" * 28 + struct.pack(">iii", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


# Display P3 adapted to D50.
P3 = profile_of([(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)])


@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_wide_gamut_is_brought_to_srgb(encoding):
    """CONVENTIONS P11: a red of Display P3 is a stronger red in sRGB, and the profile is not needed any more."""
    options = {} if encoding in ("PNG", "TIFF") else {"quality": 95}
    upright = images.open_upright(
        saved(Image.new("RGB", (64, 64), (200, 60, 60)), encoding, icc_profile=P3, **options)
    )
    red, green, blue = upright.getpixel((32, 32))
    assert red > 208 and green < 52 and blue < 56
    assert "icc_profile" not in upright.info
    for *_name, data in images.encode(upright, focal_point=(0.5, 0.5), extensions=tuple(images.ENCODINGS)):
        assert "icc_profile" not in Image.open(io.BytesIO(data)).info


MODES = {
    "grey": (Image.new("L", (64, 64), 120), "PNG", (120,) * 3),
    "grey with alpha": (Image.new("LA", (64, 64), (0, 0)), "PNG", (255,) * 3),
    "alpha": (Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG", (255,) * 3),
    "half alpha": (Image.new("RGBA", (64, 64), (255, 0, 0, 128)), "PNG", (255, 127, 127)),
    "palette": (Image.new("RGB", (64, 64), (10, 200, 30)).quantize(4), "PNG", (10, 200, 30)),
    "black and white": (Image.new("1", (64, 64), 1), "PNG", (255,) * 3),
    "16 bit grey": (Image.new("I;16", (64, 64), 32768), "PNG", (128,) * 3),
    "16 bit grey TIFF": (Image.new("I;16", (64, 64), 16384), "TIFF", (64,) * 3),
    "CMYK": (Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
    "CMYK TIFF": (Image.new("CMYK", (64, 64), (255, 0, 0, 0)), "TIFF", (0, 255, 255)),
    "LAB": (Image.new("LAB", (64, 64), (136, 208, 195)), "TIFF", (255, 0, 0)),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_becomes_the_colour_that_it_means(mode):
    image, encoding, wanted = MODES[mode]
    upright = images.open_upright(saved(image, encoding))
    assert upright.mode == "RGB"
    assert is_near(upright.getpixel((32, 32)), wanted, by=40 if mode == "LAB" else 8)


@pytest.mark.parametrize(
    "profile", [b"junk", P3[:200], ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_broken_or_foreign_profile_is_no_reason_to_refuse_a_picture(profile):
    upright = images.open_upright(saved(Image.new("RGB", (64, 64), (200, 60, 60)), "PNG", icc_profile=profile))
    assert upright.getpixel((9, 9)) == (200, 60, 60)


def test_a_second_picture_in_a_jpeg_is_not_a_moving_one():
    content = saved(quartered(), "MPO", save_all=True, append_images=[Image.new("RGB", SIDES)])
    assert images.read(content).picture.size == SIDES


def test_a_large_picture_is_made_smaller_without_a_seam():
    gradient = Image.linear_gradient("L").resize((5200, 5200)).convert("RGBA")
    upright = images.open_upright(saved(gradient, "PNG", compress_level=1))
    assert upright.size == (2560, 2560)
    column = [upright.getpixel((1000, y))[0] for y in range(upright.height)]
    assert all(0 <= below - above <= 1 for above, below in zip(column, column[1:], strict=False))


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (2, 3), (300, 10000), (16000, 20), (7, 7)])
def test_no_size_is_too_odd_to_be_cut(size):
    content = image_bytes(size, "PNG")
    upright = images.open_upright(content)
    files = list(images.encode(upright, focal_point=(0.9, 0.1), extensions=tuple(images.ENCODINGS)))
    assert [name for *name, _data in files] and len(files) == len(images.file_names(upright.size))
    for crop, width, _extension, data in files:
        made = Image.open(io.BytesIO(data))
        assert made.width == width <= size[0] and made.height <= max(size[1], 1)
        assert made.size == images.rendition_size(crop, width, upright.size)


def test_no_rendition_is_larger_than_its_source():
    upright = images.open_upright(image_bytes((700, 500)))
    for crop, width, _extension, data in images.encode(upright, focal_point=(0.5, 0.5)):
        made = Image.open(io.BytesIO(data))
        available = images.crop_size(crop, (700, 500))
        assert made.width <= available[0] and made.height <= available[1] and made.width == width
    assert images.page_widths("16x9", (700, 500)) == (320, 480, 640)
    assert images.widths("1x1", (700, 500)) == (160, 320, 480, 500)


@pytest.mark.parametrize("crop", ["16x9", "4x3", "1x1"])
@pytest.mark.parametrize("source", [(1600, 900), (900, 1600), (1001, 777), (2560, 31), (31, 2560)])
@pytest.mark.parametrize("focal_point", [(0, 0), (1, 1), (0.5, 0.4), (0.123, 0.876)])
def test_a_crop_lies_in_the_picture_and_css_shows_the_same(crop, source, focal_point):
    left, top, right, bottom = images.crop_box(crop, source, focal_point)
    assert 0 <= left < right <= source[0] and 0 <= top < bottom <= source[1]
    x, y = images.crop_position(crop, source, focal_point)
    # What object-fit: cover does with object-position.
    assert abs((source[0] - (right - left)) * x / 100 - left) < 0.01
    assert abs((source[1] - (bottom - top)) * y / 100 - top) < 0.01


PLACES = [(0.2, 0.25), (0.8, 0.3), (0.5, 0.2), (0.25, 0.7), (0.75, 0.75), (0.5, 0.4)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [(1200, 800), (800, 1200)])
def test_the_default_focal_point_is_where_the_subject_is(place, size):
    picture = Image.linear_gradient("L").resize(size).convert("RGB").point(lambda value: 90 + value // 6)
    draw = ImageDraw.Draw(picture)
    x, y = place[0] * size[0], place[1] * size[1]
    for ring, colour in ((110, "#8c3b1f"), (80, "#f0c9a0"), (50, "#2d2018"), (20, "white")):
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), fill=colour)
    found = images.focal_point(picture)
    assert abs(found[0] - place[0]) < 0.12 and abs(found[1] - place[1]) < 0.12


@pytest.mark.parametrize("size", [(1200, 800), (4, 4), (1, 900), (900, 1)])
def test_a_plain_picture_keeps_a_point_above_its_middle(size):
    assert images.focal_point(Image.new("RGB", size, "teal")) == (0.5, 0.4)


FACTS = {
    "creator": "Winda & Co <x>",
    "credit": "Antara/Winda",
    "copyright_notice": "© 2026 Antara",
    "licence_url": "https://contoh.example/lisensi",
    "licensor_url": "https://contoh.example/minta",
    "usage_terms": "Hanya sekali",
    "digital_source_type": "trainedAlgorithmicMedia",
    "alt_text": "Perahu di dermaga",
}


@needs_exiftool
@pytest.mark.parametrize("extension", list(images.ENCODINGS))
def test_a_rendition_tells_whose_it_is_and_neither_where_nor_with_what(tmp_path, extension):
    """CONVENTIONS P5, P6, P12, P13."""
    source = tmp_path / "asal.jpg"
    source.write_bytes(image_bytes())
    private = [
        "-GPSLatitude=6.2",
        "-GPSLongitude=106.8",
        "-GPSLatitudeRef=S",
        "-SerialNumber=SN123",
        "-LensSerialNumber=L456",
    ]
    private += ["-XMP-exif:GPSLatitude=6.2", "-Model=Kamera", "-IPTC:City=Jakarta", "-XMP-aux:SerialNumber=SN123"]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *private, source], check=True)
    upright = images.open_upright(source.read_bytes())
    packet = images.packet(**FACTS)
    for crop, width, _extension, data in images.encode(
        upright, focal_point=(0.5, 0.5), packet=packet, extensions=(extension,)
    ):
        if (crop, width) not in (("16x9", 320), ("full", 1280)):
            continue
        path = tmp_path / f"{crop}-{width}.{extension}"
        path.write_bytes(data)
        [tags] = json.loads(subprocess.run(["exiftool", "-j", "-G1", path], capture_output=True, check=True).stdout)
        assert tags["XMP-dc:Creator"] == FACTS["creator"]
        assert tags["XMP-photoshop:Credit"] == FACTS["credit"]
        assert tags["XMP-dc:Rights"] == FACTS["copyright_notice"]
        assert tags["XMP-xmpRights:WebStatement"] == FACTS["licence_url"]
        assert tags["XMP-xmpRights:UsageTerms"] == FACTS["usage_terms"]
        assert tags["XMP-plus:LicensorURL"] == FACTS["licensor_url"]
        assert tags["XMP-iptcExt:DigitalSourceType"].endswith("/trainedAlgorithmicMedia")
        assert tags["XMP-iptcCore:AltTextAccessibility"] == FACTS["alt_text"]
        written = json.dumps(tags)
        assert not any(word in written for word in ("GPS", "SN123", "L456", "Kamera", "Jakarta", "Serial"))
        assert not any(b in data for b in (b"SN123", b"Jakarta", b"Kamera"))
        assert not Image.open(io.BytesIO(data)).getexif()


def test_the_name_of_a_set_changes_with_what_is_in_it():
    key = images.key_of("a" * 64, (0.5, 0.4), b"")
    others = [
        images.key_of("b" * 64, (0.5, 0.4)),
        images.key_of("a" * 64, (0.5, 0.41)),
        images.key_of("a" * 64, (0.5, 0.4), b"x"),
    ]
    assert len({key, *others}) == 4 and key == images.key_of("a" * 64, (0.5, 0.4))


def test_nothing_known_is_no_packet():
    assert images.packet(creator="", credit="") == b""
