"""XMP: RDF in XML, read by full namespace. Pillow's own reader drops them, and two different fields become one (CONVENTIONS P9)."""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import text

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A packet of more than this is no description of a photo.
LONGEST = 4 * 1024 * 1024

# Fact: the properties that have it, the first that is there counts.
PROPERTIES = {
    "title": (DC + "title", PHOTOSHOP + "Headline"),
    "caption": (DC + "description",),
    "photographer": (DC + "creator",),
    "agency": (PHOTOSHOP + "Credit",),
    "source": (PHOTOSHOP + "Source",),
    "copyright_notice": (DC + "rights",),
    "city": (PHOTOSHOP + "City",),
    "province": (PHOTOSHOP + "State",),
    "country": (PHOTOSHOP + "Country",),
    "keywords": (DC + "subject",),
    "alt_text": (CORE + "AltTextAccessibility",),
    "taken_at": (PHOTOSHOP + "DateCreated",),
    "licence_url": (RIGHTS + "WebStatement",),
    "usage_terms": (RIGHTS + "UsageTerms",),
    "digital_source_type": (EXT + "DigitalSourceType", EXT + "DigitalSourcetype"),
}
LISTS = frozenset({"photographer", "keywords"})


def read(carriers):
    """The facts of the XMP packet as {name: text or list of texts}; raises text.Unreadable when it is no sound XML."""
    packet = carriers.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    packet = packet.strip(b"\x00 \r\n\t")
    if not packet:
        return {}
    if len(packet) > LONGEST:
        raise text.Unreadable
    try:
        root = fromstring(packet)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise text.Unreadable from error
    return _facts(list(root.iter(RDF + "Description")))


def _facts(descriptions):
    facts = {}
    for name, properties in PROPERTIES.items():
        values = next(filter(None, (_values(descriptions, prop) for prop in properties)), [])
        if values:
            facts[name] = values if name in LISTS else values[0]
    if address := _licensor(descriptions):
        facts["licensor_url"] = address
    return facts


def _values(descriptions, prop):
    """The texts of a property: an attribute, an element, or the items of its list, those of the wanted language first."""
    for description in descriptions:
        if words := text.clean(description.get(prop, "")):
            return [words]
        for element in description.findall(prop):
            items = list(element.iter(RDF + "li"))
            if not items:
                words = text.clean(element.get(RDF + "resource") or "".join(element.itertext()))
                return [words] if words else []
            if values := [words for item in _by_language(items) if (words := text.clean("".join(item.itertext())))]:
                return values
    return []


def _by_language(items):
    """Indonesian before the default before any other; a list without languages keeps its order."""
    return sorted(items, key=lambda item: _rank(item.get(LANGUAGE, "").lower()))


def _rank(language):
    if language == "x-default":
        return 1
    return 0 if language.partition("-")[0] in ("id", "in") else 2


def _licensor(descriptions):
    for description in descriptions:
        for licensor in description.iter(PLUS + "Licensor"):
            for element in licensor.iter():
                words = element.get(PLUS + "LicensorURL") or (
                    element.text if element.tag == PLUS + "LicensorURL" else ""
                )
                if words and words.strip():
                    return text.clean(words)
    return ""
