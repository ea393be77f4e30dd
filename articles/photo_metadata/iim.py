"""IPTC IIM, the old binary form: datasets in the Photoshop resource 0x0404 of a JPEG, or in a tag of a TIFF.

Read here and not by Pillow, whose reader gives up the whole block at the first odd byte and at datasets of more than 32 KB
(CONVENTIONS P8).
"""

from . import text

RESOURCE = 0x0404
# Dataset of record 2: (name, whether it may repeat).
DATASETS = {
    5: "title",
    25: "keywords",
    80: "photographer",
    90: "city",
    95: "province",
    101: "country",
    105: "headline",
    110: "agency",
    115: "source",
    116: "copyright_notice",
    120: "caption",
}
REPEATED = frozenset({"keywords", "photographer"})
DATE, TIME = 55, 60
UTF8 = b"\x1b%G"


def read(carriers):
    """The facts of the IIM block as {name: text or list of texts}; raises text.Unreadable with what was read before the damage."""
    block = _block(carriers)
    datasets, is_whole = _datasets(block)
    facts = _facts(datasets)
    if not is_whole:
        raise text.Unreadable(facts)
    return facts


def _block(carriers):
    resources = carriers.get("photoshop")
    block = resources.get(RESOURCE, b"") if isinstance(resources, dict) else carriers.get("iptc_block", b"")
    return block if isinstance(block, bytes) else b""


def _datasets(block):
    """([(record, dataset, bytes)], whether the block was read to its end)."""
    found, at = [], 0
    while at < len(block):
        if block[at] == 0 and not block[at:].strip(b"\x00"):
            break  # padding
        if block[at] != 0x1C or at + 5 > len(block):
            return found, False
        length = int.from_bytes(block[at + 3 : at + 5], "big")
        start = at + 5
        if length & 0x8000:  # an extended dataset: what follows is the length of its length
            size = length & 0x7FFF
            if size > 4:
                return found, False
            length = int.from_bytes(block[start : start + size], "big")
            start += size
        if start + length > len(block):
            return found, False
        found.append((block[at + 1], block[at + 2], block[start : start + length]))
        at = start + length
    return found, True


def _facts(datasets):
    is_utf8 = any(record == 1 and number == 90 and value == UTF8 for record, number, value in datasets)
    facts, when = {}, {}
    for record, number, value in datasets:
        if record != 2:
            continue
        if number in (DATE, TIME):
            when.setdefault(number, value.decode("ascii", "replace"))
        elif name := DATASETS.get(number):
            words = text.clean(_decode(value, is_utf8=is_utf8))
            if words and name in REPEATED:
                facts.setdefault(name, []).append(words)
            elif words:
                facts.setdefault(name, words)
    headline = facts.pop("headline", "")
    facts["title"] = facts.get("title") or headline
    if DATE in when:
        facts["taken_at"] = f"{when[DATE]} {when.get(TIME, '')}".strip()
    return facts


def _decode(value, *, is_utf8):
    if is_utf8:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            pass  # a promise that old software does not keep, or a character that was cut in two
        whole = value.decode("utf-8", "ignore").encode()
        if len(value) - len(whole) < 4 and value.startswith(whole):
            return whole.decode()
    return text.decode(value)
