"""WXR, the export of WordPress: an RSS file with elements of its own (CONVENTIONS X2 to X4).

A file is read from front to end, part by part, and never held in memory.

Versions 1.0 to 1.2 differ in the address of their namespace, and some files bind the usual prefixes to other addresses, so names are
told apart by the address, never by the prefix.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..body import UNPRINTABLE

EXPORT = re.compile(r"https?://wordpress\.org/export/\d+\.\d+/(excerpt/)?")
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "": "",
}
VERSION = re.compile(r"\d+\.\d+")
# XML allows no control characters but these three, and databases of old blogs are full of others.
UNREADABLE = bytes(set(range(0x20)) - set(b"\t\n\r"))
BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
KINDS_OF_TAG = ("post_tag", "tag")


class Unreadable(Exception):
    """A file that is no export of WordPress, or a damaged one; the text says so in one sentence."""


@dataclass
class Item:
    """One item of an export, as texts; `meta` has the values of each key, `terms` (domain, slug, name) in the file's order."""

    facts: dict
    meta: dict
    terms: list
    comments: int = 0

    def __getattr__(self, name):
        return self.facts.get(name, "")

    @property
    def number(self):
        return self.facts.get("post_id", "")

    def first(self, *keys):
        """The first value of these keys of the metadata that is not empty, else ""."""
        return next((value for key in keys for value in self.meta.get(key, ()) if value), "")


@dataclass(frozen=True)
class Term:
    slug: str
    name: str
    number: str = ""
    parent: str = ""
    description: str = ""


def items(paths):
    """Yield the Items of the files that are stories, in their order. Raises Unreadable."""
    for path in paths:
        for kind, value in read(path):
            if kind == "item" and value.post_type == "post":
                yield value


def path_of(address):
    """The path of an address; "" for what is none."""
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return ""


def host_of(address):
    """The host of an address, without www.; "" for what is none."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def name_of(text):
    """A name as people read it; exports hold it escaped once more."""
    return " ".join(UNPRINTABLE.sub("", unescape(text or "")).split())


def plain(html):
    """HTML as the text of one line."""
    return name_of(strip_tags(BREAK.sub(" ", html)))


class _Printable:
    """A file without the control characters that XML does not allow."""

    def __init__(self, file):
        self._file = file

    def read(self, size=-1):
        while chunk := self._file.read(size):
            if kept := chunk.translate(None, UNREADABLE):
                return kept
        return b""


def read(path):
    """Yield ("wp:base_blog_url" or "link", address), ("author", (login, name)), ("category" or "tag", Term) and ("item", Item) of a file."""
    try:
        with Path(path).open("rb") as file:
            yield from _parts(file)
    except OSError as error:
        raise Unreadable(
            _("The file %(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
        ) from error
    except DefusedXmlException as error:
        raise Unreadable(
            _("The file %(file)s defines entities of its own, which no export of WordPress does; it was not read.")
            % {"file": path}
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        where = getattr(error, "position", None)
        raise Unreadable(
            _("The file %(file)s is damaged in line %(line)s: export it again.") % {"file": path, "line": where[0]}
            if where
            else _("The file %(file)s is no XML that can be read: export it again.") % {"file": path}
        ) from error
    except NoExport as error:
        raise Unreadable(
            _(
                "The file %(file)s is no export of WordPress: in WordPress, choose Tools, then Export, then all content."
            )
            % {"file": path}
        ) from error


class NoExport(Exception):
    """XML of another kind."""


def _parts(file):
    version = ""
    for element in _children_of_channel(file):
        name = _name(element.tag)
        if name == "wp:wxr_version":
            version = (element.text or "").strip()
        elif name == "item" and not VERSION.fullmatch(version):
            raise NoExport
        if part := _part(name, element):
            yield part
    if not VERSION.fullmatch(version):
        raise NoExport


def _children_of_channel(file):
    """Yield each element of the channel once it is whole; then it is let go, so that a file may be larger than memory."""
    around = []
    for event, element in iterparse(_Printable(file), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            around.append(element)
            if around[0].tag != "rss":
                raise NoExport
            continue
        around.pop()
        if len(around) == 2:
            yield element
            around[-1].remove(element)


def _part(name, element):
    match name:
        case "item":
            return "item", _item(element)
        case "wp:base_blog_url" | "link":
            return name, (element.text or "").strip().rstrip("/")
        case "wp:author":
            facts = _facts(element)
            login = facts.get("wp:author_login", "")
            full = f"{facts.get('wp:author_first_name', '')} {facts.get('wp:author_last_name', '')}"
            return "author", (login, name_of(facts.get("wp:author_display_name")) or name_of(full) or login)
        case "wp:category":
            facts = _facts(element)
            return "category", Term(
                slug=facts.get("wp:category_nicename", ""),
                name=name_of(facts.get("wp:cat_name")),
                number=facts.get("wp:term_id", ""),
                parent=facts.get("wp:category_parent", ""),
                description=name_of(facts.get("wp:category_description")),
            )
        case "wp:tag":
            facts = _facts(element)
            return "tag", Term(
                slug=facts.get("wp:tag_slug", ""),
                name=name_of(facts.get("wp:tag_name")),
                description=facts.get("wp:tag_description", "").strip(),
            )
        case "wp:term":
            return _term(_facts(element))
    return None


def _term(facts):
    """A category or tag in the form that exports have for all taxonomies; None for one of another."""
    kind = {"category": "category", "post_tag": "tag"}.get(facts.get("wp:term_taxonomy", ""))
    return kind and (
        kind,
        Term(
            slug=facts.get("wp:term_slug", ""),
            name=name_of(facts.get("wp:term_name")),
            number=facts.get("wp:term_id", ""),
            parent=facts.get("wp:term_parent", ""),
            description=name_of(facts.get("wp:term_description")),
        ),
    )


def _item(element):
    facts, meta, terms, comments = {}, defaultdict(list), [], 0
    for child in element:
        match _name(child.tag):
            case "wp:postmeta":
                pair = _facts(child)
                meta[pair.get("wp:meta_key", "")].append(pair.get("wp:meta_value", ""))
            case "category":
                terms.append((child.get("domain", ""), child.get("nicename", ""), name_of(child.text)))
            case "wp:comment":
                comments += 1
            case name if name:
                # "wp:post_id" is post_id; what others call so too ("content:encoded") keeps its prefix. The first of two counts.
                facts.setdefault(name.removeprefix("wp:"), (child.text or "").strip())
    return Item(facts, dict(meta), terms, comments)


def _facts(element):
    return {_name(child.tag): (child.text or "").strip() for child in element}


def _name(tag):
    """ "wp:post_id" for an element of that name in whichever version; "" for elements of others."""
    address, _brace, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if export := EXPORT.fullmatch(address):
        return f"{'excerpt' if export[1] else 'wp'}:{name}"
    return f"{PREFIXES[address]}{name}" if address in PREFIXES else ""
