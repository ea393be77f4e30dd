"""What a file tells of its photo, written by a real tool in every carrier, charset and state of repair."""

import datetime
import shutil
import struct
import subprocess
import zoneinfo

import pytest

from articles import images, photo_metadata
from articles.photo_metadata import iim

from .factories import image_bytes

ZONE = zoneinfo.ZoneInfo("Asia/Jakarta")
needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="needs exiftool, which is not installed here"
)


def told(content):
    return photo_metadata.metadata_of(images.read(content).carriers, zone=ZONE)


def written(tmp_path, *arguments, encoding="JPEG", content=None):
    """What a file tells into which exiftool has written *arguments*."""
    path = tmp_path / "foto"
    path.write_bytes(content or image_bytes((64, 48), encoding))
    subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *arguments, path], check=True)
    return told(path.read_bytes())


XMP = (
    *("-XMP-dc:Title=Dermaga Baru", "-XMP-dc:Description=Warga menunggu.", "-XMP-dc:Creator=Winda Paramastuti"),
    *("-XMP-photoshop:Credit=Antara", "-XMP-photoshop:Source=Arsip", "-XMP-dc:Rights=© 2026 Antara"),
    *("-XMP-photoshop:City=Padang", "-XMP-photoshop:State=Sumatera Barat", "-XMP-photoshop:Country=Indonesia"),
    *("-XMP-dc:Subject=laut", "-XMP-dc:Subject=dermaga", "-XMP-iptcCore:AltTextAccessibility=Orang di dermaga"),
    *("-XMP-photoshop:DateCreated=2026-05-31T02:49:00+07:00", "-XMP-xmpRights:UsageTerms=Sekali muat"),
    *("-XMP-xmpRights:WebStatement=https://creativecommons.org/licenses/by-sa/4.0/",),
    *("-XMP-plus:LicensorURL=https://contoh.example/minta",),
    "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
)
OF_XMP = {
    "title": "Dermaga Baru",
    "caption": "Warga menunggu.",
    "photographer": "Winda Paramastuti",
    "agency": "Antara",
    "source": "Arsip",
    "copyright_notice": "© 2026 Antara",
    "city": "Padang",
    "province": "Sumatera Barat",
    "country": "Indonesia",
    "keywords": "laut, dermaga",
    "alt_text": "Orang di dermaga",
    "taken_at": datetime.datetime(2026, 5, 31, 2, 49, tzinfo=ZONE),
    "licence": "cc-by-sa",
    "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/",
    "licensor_url": "https://contoh.example/minta",
    "usage_terms": "Sekali muat",
    "digital_source_type": "trainedAlgorithmicMedia",
    "unread": (),
}


def facts_of(metadata):
    return {name: getattr(metadata, name) for name in OF_XMP}


@needs_exiftool
@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_xmp_is_read_from_every_format(tmp_path, encoding):
    """CONVENTIONS P1, P9."""
    assert facts_of(written(tmp_path, *XMP, encoding=encoding)) == OF_XMP


IPTC = (
    *("-IPTC:ObjectName=Pasar", "-IPTC:Caption-Abstract=Café – “pagi”", "-IPTC:By-line=Ayu", "-IPTC:By-line=Budi"),
    *("-IPTC:Credit=Kabar", "-IPTC:City=Jambi", "-IPTC:Keywords=pasar", "-IPTC:Keywords=pagi"),
    *("-IPTC:DateCreated=2026:05:31", "-IPTC:TimeCreated=10:00:00+09:00", "-IPTC:CopyrightNotice=© Kabar"),
)


@needs_exiftool
@pytest.mark.parametrize("encoding", ["JPEG", "TIFF"])
@pytest.mark.parametrize("charset", ["UTF8", ""])
def test_iim_is_read_in_its_charsets(tmp_path, encoding, charset):
    """CONVENTIONS P7: ESC % G says UTF-8; without it the bytes are what Windows wrote."""
    found = written(tmp_path, f"-IPTC:CodedCharacterSet={charset}", *IPTC, encoding=encoding)
    assert (found.title, found.caption, found.photographer) == ("Pasar", "Café – “pagi”", "Ayu, Budi")
    assert (found.agency, found.city, found.keywords) == ("Kabar", "Jambi", "pasar, pagi")
    assert found.taken_at == datetime.datetime(2026, 5, 31, 8, 0, tzinfo=ZONE)
    assert found.copyright_notice == "© Kabar" and found.unread == ()


@needs_exiftool
def test_xmp_is_believed_before_iim_and_iim_before_exif(tmp_path):
    """CONVENTIONS P1."""
    exif = ("-EXIF:ImageDescription=dari exif", "-EXIF:Artist=Exif", "-EXIF:Copyright=exif")
    found = written(
        tmp_path, *exif, "-IPTC:By-line=Iptc", "-IPTC:Caption-Abstract=dari iptc", "-XMP-dc:Description=dari xmp"
    )
    assert (found.caption, found.photographer, found.copyright_notice) == ("dari xmp", "Iptc", "exif")


@needs_exiftool
def test_the_hour_comes_from_the_carrier_that_has_one(tmp_path):
    exif = ("-EXIF:DateTimeOriginal=2026:05:31 10:00:00", "-EXIF:OffsetTimeOriginal=+09:00")
    assert written(tmp_path, *exif).taken_at == datetime.datetime(2026, 5, 31, 8, 0, tzinfo=ZONE)
    assert written(tmp_path, *exif[:1]).taken_at == datetime.datetime(2026, 5, 31, 10, 0, tzinfo=ZONE)
    found = written(tmp_path, *exif, "-XMP-photoshop:DateCreated=2026-05-31")
    assert found.taken_at == datetime.datetime(2026, 5, 31, 8, 0, tzinfo=ZONE)
    found = written(tmp_path, *exif, "-XMP-photoshop:DateCreated=2024-01-02")
    assert found.taken_at == datetime.datetime(2024, 1, 2, 0, 0, tzinfo=ZONE)


@needs_exiftool
def test_exif_in_utf8_and_in_latin_1(tmp_path):
    assert written(tmp_path, "-charset", "exif=UTF8", "-EXIF:Artist=Zoë – Ayu").photographer == "Zoë – Ayu"
    assert written(tmp_path, "-charset", "exif=Latin", "-EXIF:Artist=Zoë").photographer == "Zoë"


@needs_exiftool
def test_indonesian_is_chosen_before_the_default_and_others(tmp_path):
    found = written(
        tmp_path, "-XMP-dc:Description-en=English", "-XMP-dc:Description-id=Bahasa", "-XMP-dc:Description=Default"
    )
    assert found.caption == "Bahasa"
    assert written(tmp_path, "-XMP-dc:Description-en=English", "-XMP-dc:Description=Default").caption == "Default"


@needs_exiftool
@pytest.mark.parametrize(
    ("credit", "agency"),
    [("(Antara/Ayu)", "Antara"), ("(Antara)", "Antara"), ("Antara/Ayu", "Antara"), ("AYU", ""), ("AFP", "AFP")],
)
def test_a_credit_loses_its_parentheses_and_the_photographer(tmp_path, credit, agency):
    """CONVENTIONS P2."""
    found = written(tmp_path, f"-XMP-photoshop:Credit={credit}", "-XMP-dc:Creator=Ayu")
    assert (found.agency, found.photographer) == (agency, "Ayu")


def packet(inside, head=""):
    return (
        f'{head}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/" '
        f'xmlns:o="http://lain.example/" p:City="Padang" o:City="Lain">{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def test_a_field_of_the_same_name_elsewhere_is_another_field():
    """CONVENTIONS P9."""
    found = told(image_bytes((64, 48), xmp=packet("<o:Source>lain</o:Source><p:Source>benar</p:Source>")))
    assert (found.city, found.source) == ("Padang", "benar")


BROKEN = {
    "no xml": b"<x:xmpmeta",
    "not closed": packet("<dc:title>"),
    "an entity": packet("&a;", '<!DOCTYPE x [<!ENTITY a "aaa">]>'),
    "an entity bomb": packet("&b;", '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
    "a file from outside": packet("&a;", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "a charset that is none": b'<?xml version="1.0" encoding="x-none"?>' + packet(""),
    "bytes": bytes(range(256)),
    "very deep": b"<a>" * 20000,
}


@pytest.mark.parametrize("state", BROKEN)
def test_broken_xmp_is_told_and_nothing_else(state):
    """CONVENTIONS P8, P9: broken metadata never breaks an upload."""
    found = told(image_bytes((64, 48), xmp=BROKEN[state]))
    assert [sentence for sentence in found.unread if "XMP" in sentence] and found.caption == ""


def dataset(record, number, value, *, extended=False):
    length = struct.pack(">HI", 0x8004, len(value)) if extended else struct.pack(">H", len(value))
    return bytes((0x1C, record, number)) + length + value


CITY = dataset(2, 90, b"Padang")


def read(block):
    return iim.read({"iptc_block": block})


def test_a_long_dataset_and_what_stands_behind_it_are_read():
    """CONVENTIONS P8: Pillow gives up at the specification's own form for more than 32 KB."""
    found = read(dataset(2, 120, b"x" * 40000, extended=True) + CITY + dataset(10, 1, b"y"))
    assert (len(found["caption"]), found["city"]) == (40000, "Padang")


@pytest.mark.parametrize(
    "behind",
    [b"junk", b"\x1c\x02", dataset(2, 5, b"abc")[:-2], b"\x1c\x02\x05\x80\x09" + b"x" * 20, b"\x1c\x02\x05\xff\xff"],
)
def test_what_stands_before_the_damage_is_kept(behind):
    """CONVENTIONS P8."""
    with pytest.raises(photo_metadata.text.Unreadable) as error:
        read(CITY + behind)
    assert error.value.read["city"] == "Padang"


def test_a_character_that_was_cut_in_two_by_a_limit_is_left_out():
    marker = dataset(1, 90, iim.UTF8)
    assert read(marker + dataset(2, 90, "Ambo\u00e9".encode()[:-1]))["city"] == "Ambo"
    assert read(marker + dataset(2, 90, "é".encode("latin-1") + b"tude"))["city"] == "étude"


def test_controls_and_turned_lines_are_cleaned_away():
    assert photo_metadata.clean("a\x00b\x07\u202ec  d\r\n\r\n\r\n\r\ne\ud800\ufeff") == "abc d\n\ne"


@pytest.mark.parametrize("words", ["0000:00:00 00:00:00", "", "    :  :     :  :  "])
def test_an_empty_date_of_a_camera_is_none(words):
    found = photo_metadata.metadata_of({"exif_tags": {0x9003: words}}, zone=ZONE)
    assert found.taken_at is None and found.unread == ()


@pytest.mark.parametrize("words", ["2026:13:45 99:00:00", "kemarin", "2026-02-30", "0001-01-01"])
def test_a_date_that_is_none_is_told(words):
    found = photo_metadata.metadata_of({"exif_tags": {0x9003: words}}, zone=ZONE)
    assert found.taken_at is None and len(found.unread) == 1


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA", "SONY DSC"])
def test_what_a_camera_calls_every_picture_is_no_caption(words):
    assert photo_metadata.metadata_of({"exif_tags": {0x010E: words}}, zone=ZONE).caption == ""


def test_an_address_that_is_none_is_told():
    found = told(
        image_bytes(
            (64, 48),
            xmp=packet(
                '<w:WebStatement xmlns:w="http://ns.adobe.com/xap/1.0/rights/">javascript:alert(1)</w:WebStatement>'
            ),
        )
    )
    assert found.licence_url == "" and len(found.unread) == 1


@pytest.mark.parametrize("length", range(0, 400, 7))
def test_exif_cut_anywhere_breaks_nothing(length):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "Keterangan", "Ayu"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:31 10:00:00"
    assert told(image_bytes((64, 48), exif=exif.tobytes()[:length])) is not None
