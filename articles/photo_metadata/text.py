"""Words and times as files have them: in odd charsets, with control characters, with half a date."""

import datetime
import re
import unicodedata

FACTS = (
    "title",
    "caption",
    "photographer",
    "agency",
    "source",
    "copyright_notice",
    "city",
    "province",
    "country",
    "keywords",
    "alt_text",
    "licence_url",
    "licensor_url",
    "usage_terms",
    "digital_source_type",
)
# Control and formatting characters but tabs and line ends; the direction marks among them can turn a line round.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff]"
)
MOMENT = re.compile(
    r"\s*(\d{4})[-:/]?(\d\d)[-:/]?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?\s*\Z"
)
EARLIEST = 1826  # the first photo


class Unreadable(Exception):
    """Part of a carrier is broken; `read` has what was read of it all the same."""

    def __init__(self, read=None):
        super().__init__("unreadable")
        self.read = read or {}


def clean(words):
    """Text without control characters, its lines trimmed; blank lines at most one in a row."""
    words = UNWANTED.sub("", unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n"))
    words = words.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates fit into no database
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def decode(raw):
    """Bytes of an unknown charset: UTF-8 when they are that, else Windows-1252, else latin-1 (CONVENTIONS P7)."""
    raw = raw.rstrip(b"\x00 ")
    for charset in ("utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def without_parentheses(credit):
    """A credit as it is stored: never in the parentheses in which it prints (CONVENTIONS P2)."""
    credit = credit.strip()
    while credit.startswith("(") and credit.endswith(")"):
        credit = credit[1:-1].strip()
    return credit


def moment(written, zone):
    """(the first written time that is one, whether any is wrong): aware, in *zone* where the text has none of its own.

    A day without an hour takes the hour of a later time of that day, which another carrier may have.
    """
    moments = [(parsed, has_hour) for parsed, has_hour in (_parse(words, zone) for words in written) if parsed]
    is_wrong = len(moments) < len([words for words in written if words.strip(" 0:\x00")])
    if not moments:
        return None, is_wrong
    first, has_hour = moments[0]
    if not has_hour:
        same_day = (
            other for other, with_hour in moments[1:] if with_hour and other.astimezone(zone).date() == first.date()
        )
        first = next(same_day, first)
    return first, is_wrong


def _parse(words, zone):
    match = MOMENT.match(words)
    if not match:
        return None, False
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        naive = datetime.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        if naive.year < EARLIEST:
            return None, False
        return naive.replace(tzinfo=_offset(offset) or zone), hour is not None
    except (ValueError, OverflowError):
        return None, False


def _offset(text):
    if not text:
        return None
    if text == "Z":
        return datetime.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    delta = datetime.timedelta(hours=hours, minutes=minutes)
    return datetime.timezone(-delta if text[0] == "-" else delta)
