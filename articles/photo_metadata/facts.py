"""Three carriers made one: XMP is believed before IIM, and IIM before EXIF (CONVENTIONS P1)."""

import datetime
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from . import exif, iim, text, xmp

LICENCES = {
    f"creativecommons.org/licenses/{name}/": f"cc-{name}"
    for name in ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
} | {"creativecommons.org/publicdomain/zero/": "cc0", "creativecommons.org/publicdomain/mark/": "public-domain"}
# What cameras write into the caption by themselves.
CAPTIONS_OF_MACHINES = (
    "OLYMPUS DIGITAL CAMERA",
    "SONY DSC",
    "DCIM",
    "SAMSUNG CAMERA PICTURES",
    "MINOLTA DIGITAL CAMERA",
    "default",
)


@dataclass(frozen=True)
class PhotoMetadata:
    """What is known of a photo from its file; empty where nothing is. `unread` has a sentence for each part that is broken."""

    title: str = ""
    caption: str = ""
    photographer: str = ""
    agency: str = ""
    source: str = ""
    copyright_notice: str = ""
    city: str = ""
    province: str = ""
    country: str = ""
    keywords: str = ""
    alt_text: str = ""
    taken_at: datetime.datetime | None = None
    licence: str = ""
    licence_url: str = ""
    licensor_url: str = ""
    usage_terms: str = ""
    digital_source_type: str = ""
    unread: tuple = ()


def metadata_of(carriers, *, zone):
    """The PhotoMetadata of what Pillow found in a file beside its pixels (images.Upright.carriers).

    Times without a zone of their own are in *zone*.
    """
    unread = []
    found = []
    for name, reader in (("XMP", xmp.read), ("IPTC", iim.read), ("EXIF", exif.read)):
        try:
            found.append(reader(carriers))
        except text.Unreadable as error:
            found.append(error.read)
            unread.append(_("The %(carrier)s data of the file are damaged and were not all read.") % {"carrier": name})
    facts = {}
    for name in text.FACTS:
        value = next((values[name] for values in found if values.get(name)), "")
        facts[name] = ", ".join(value) if isinstance(value, list) else value
    moments = [values["taken_at"] for values in found if values.get("taken_at")]
    facts["taken_at"], is_wrong = text.moment(moments, zone)
    if is_wrong:
        unread.append(_("The date in the file is no date."))
    return _tidied(PhotoMetadata(**facts, unread=tuple(unread)))


def _tidied(facts):
    caption = "" if facts.caption.strip() in CAPTIONS_OF_MACHINES else facts.caption
    agency = text.without_parentheses(facts.agency)
    # Many agencies write the whole printed credit, (Agency/Photographer), into the credit line.
    if facts.photographer and agency.casefold().endswith("/" + facts.photographer.casefold()):
        agency = agency[: -len(facts.photographer) - 1].strip()
    if agency.casefold() == facts.photographer.casefold():
        agency = ""
    licence_url = facts.licence_url if facts.licence_url.startswith(("http://", "https://")) else ""
    licensor_url = facts.licensor_url if facts.licensor_url.startswith(("http://", "https://")) else ""
    unread = facts.unread
    if licence_url != facts.licence_url or licensor_url != facts.licensor_url:
        unread += (_("An address in the rights of the file is no web address."),)
    licence = next((code for part, code in LICENCES.items() if f"//{part}" in licence_url.replace("//www.", "//")), "")
    return replace(
        facts,
        caption=caption,
        agency=agency,
        photographer=text.without_parentheses(facts.photographer),
        licence=licence,
        licence_url=licence_url,
        licensor_url=licensor_url,
        digital_source_type=facts.digital_source_type.rstrip("/").rpartition("/")[2],
        unread=unread,
    )
