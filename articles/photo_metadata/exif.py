"""EXIF: what a camera writes, and the three fields of text that photographers set in it."""

from . import text

DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298
TAKEN, OFFSET, DIGITIZED = 0x9003, 0x9011, 0x9004


def read(carriers):
    """The facts of the EXIF block as {name: text}; raises text.Unreadable when it cannot be read."""
    found = carriers.get("exif_tags")
    if found is None:
        if carriers.get("exif_is_broken"):
            raise text.Unreadable
        return {}
    facts = {
        "caption": _words(found.get(DESCRIPTION)),
        "photographer": _words(found.get(ARTIST)).replace(";", ", ").replace(" ,", ","),
        "copyright_notice": _words(found.get(COPYRIGHT)),
    }
    taken, offset = _words(found.get(TAKEN) or found.get(DIGITIZED)), _words(found.get(OFFSET))
    if taken:
        facts["taken_at"] = f"{taken}{offset}" if len(offset) == 6 and offset[3] == ":" else taken
    return facts


def _words(value):
    """EXIF's text, which Pillow decodes as latin-1 although most software writes UTF-8."""
    if isinstance(value, tuple):
        value = " ".join(str(part) for part in value)
    if isinstance(value, bytes):
        return text.clean(text.decode(value))
    if not isinstance(value, str):
        return ""
    try:
        return text.clean(text.decode(value.encode("latin-1")))
    except UnicodeEncodeError:
        return text.clean(value)
