"""The few facts that travel inside every rendition: who made it, whose it is, on what terms, what is to be seen.

Google extracts these from the file, and stripping them may be unlawful in places (CONVENTIONS P5, P6). Nothing else is written: no
place, no camera, no serial number (P13).
"""

from xml.sax.saxutils import escape

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NAMESPACES = (
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("photoshop", "http://ns.adobe.com/photoshop/1.0/"),
    ("xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("plus", "http://ns.useplus.org/ldf/xmp/1.0/"),
    ("Iptc4xmpCore", "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"),
    ("Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"),
)
# Keyword of packet(): the property and its form.
PROPERTIES = {
    "creator": ("dc:creator", "<{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></{0}>"),
    "credit": ("photoshop:Credit", "<{0}>{1}</{0}>"),
    "copyright_notice": (
        "dc:rights",
        '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>',
    ),
    "licence_url": ("xmpRights:WebStatement", "<{0}>{1}</{0}>"),
    "usage_terms": (
        "xmpRights:UsageTerms",
        '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>',
    ),
    "licensor_url": (
        "plus:Licensor",
        '<{0}><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>{1}</plus:LicensorURL></rdf:li></rdf:Seq></{0}>',
    ),
    "digital_source_type": ("Iptc4xmpExt:DigitalSourceType", f"<{{0}}>{SOURCE_TYPES}{{1}}</{{0}}>"),
    "alt_text": (
        "Iptc4xmpCore:AltTextAccessibility",
        '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>',
    ),
}
# Terms can be long; a small picture should not carry a contract.
LONGEST = 400


def packet(**facts):
    """An XMP packet of the facts that are not empty, as bytes; none of them gives b"".

    Takes creator, credit, copyright_notice, licence_url, usage_terms, licensor_url, digital_source_type (a code) and alt_text.
    """
    written = [
        form.format(name, escape(facts[fact][:LONGEST]))
        for fact, (name, form) in PROPERTIES.items()
        if facts.get(fact)
    ]
    if not written:
        return b""
    body = "".join(written)
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES if f"<{prefix}:" in body)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
