"""Two snapshots of a story side by side: which fields differ, and in them which words.

What stands only in the old one is in <del>, what only in the new one in <ins>. All HTML that leaves this module is safe
to print: bodies are cleaned once more, everything else is escaped.
"""

import html as html_module
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from . import body, changes

# The order in which the desk's form asks for them; other fields follow by name.
ORDER = (
    "headline", "deck", "section", "bylines", "dateline", "body", "lead_photo", "lead_caption", "lead_alt_text",
    "gallery", "tags", "label", "is_unverified", "verifies", "ai_use", "ai_tool", "ai_note", "involves_child", "slug", "published_at", "updated_at",
)  # fmt: skip
# Fields of running text, in which words are compared; any other value is compared whole.
TEXTS = frozenset({"headline", "deck", "dateline", "lead_caption", "lead_alt_text", "ai_tool", "ai_note"})
PIECE = re.compile(
    rf"(?P<tag>{changes.TAG.pattern})|(?P<space>(?:\s|&nbsp;)+)|(?P<word>{changes.WORD.pattern}|&#?\w+;|.)", re.DOTALL
)
# Texts that share fewer of their words have nothing to do with each other; marking single words would only confuse.
RELATED = 0.25


@dataclass(frozen=True)
class Row:
    """What stands side by side. `is_collapsible`: neither it nor its neighbours changed."""

    old: SafeString
    new: SafeString
    is_changed: bool = True
    is_collapsible: bool = False

    @property
    def is_formatting(self):
        """Whether it changed without a word to mark, as by a line break or a paragraph split in two."""
        return self.is_changed and not ("<del>" in self.old or "<ins>" in self.new)


@dataclass(frozen=True)
class FieldChange:
    """A field that differs. A body has a row for each block, any other field has one.

    `removed` and `added` are labels of what one version alone has, in fields that hold no text: tags, bylines, a photo.
    They are not escaped yet.
    """

    field: str
    rows: list
    removed: tuple = ()
    added: tuple = ()


def label(field, value):
    return str(value)


def summary(old, new):
    """The names of the fields that differ, in the order of the desk's form. What is empty equals what is absent."""
    names = sorted({**old, **new}, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return [name for name in names if _comparable(name, old.get(name)) != _comparable(name, new.get(name))]


def _comparable(name, value):
    if name == "body":
        return changes.split(value or "")
    if name == "tags":
        return set(value or ())
    return value or None


def compare(old, new, names=label):
    """Tell what differs between two snapshots, as a list of FieldChange in the order of the desk's form.

    *names* is called as names(field, value) for what to print for a value that is not text: names("section", 3),
    names("bylines", [7, "penulis"]); and for a reference in the body names("data-photo", "12").
    """
    return [_compare_field(name, old.get(name), new.get(name), names) for name in summary(old, new)]


def shown(field, value, names=label):
    """One value of a field as safe HTML, with nothing marked; *names* as compare has it."""
    if field == "body":
        pieces = _words(body.clean(value or ""), names)
    elif field in TEXTS:
        pieces = _words(html_module.escape(value or "", quote=False))
    else:
        pieces = _listed(field, _values(field, value), names)
    return _marked(pieces, iter(()), "ins")


def _compare_field(name, old, new, names):
    if name == "body":
        return FieldChange(name, _body_rows(old or "", new or "", names))
    if name in TEXTS:
        old, new = (html_module.escape(text or "", quote=False) for text in (old, new))
        return FieldChange(name, [_row(_words(old), _words(new))])
    old, new = _values(name, old), _values(name, new)
    row = _row(_listed(name, old, names), _listed(name, new, names))
    removed = tuple(names(name, value) for value in old if value not in new)
    added = tuple(names(name, value) for value in new if value not in old)
    return FieldChange(name, [row], removed, added)


def _values(name, value):
    if name == "tags":
        return sorted(value or (), key=str.casefold)
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value in (None, "") else [value]


class _Piece(NamedTuple):
    """A tag, a stretch of space, or a word. Only words have a key; two words with the same one are the same."""

    html: str
    key: object = None
    is_tag: bool = False


def _listed(name, values, names):
    for number, value in enumerate(values):
        if number:
            yield _Piece(", ")
        yield _Piece(escape(names(name, value)), key=repr(value))


def _words(html, names=label):
    """Take HTML apart. A word in other formatting, or in another link, is another word."""
    around = []
    for found in PIECE.finditer(html):
        if found["word"]:
            yield _Piece(found[0], key=(found[0], *around))
        elif found["space"]:
            yield _Piece(found[0])
        else:
            yield _Piece(found[0], is_tag=True)
            if found["closes"]:
                del around[-1:]
            elif found["name"] not in changes.VOID:
                around.append(found[0])
                yield from _references(found["attributes"], names)


def _references(attributes, names):
    """A photo or a box is only a number in the body; its name makes it visible, and a change of it."""
    for attribute, value in changes.REFERENCE.findall(attributes):
        shown = names(attribute, html_module.unescape(value))
        html = format_html('<span class="reference">{}</span>', shown)
        yield _Piece(html, key=(attribute, value))


def _row(old, new):
    old, new = list(old), list(new)
    old_words, new_words = ([piece.key for piece in pieces if piece.key is not None] for pieces in (old, new))
    stretches = list(changes.stretches_between(old_words, new_words))
    shared = sum(len(olds) for olds, _news, is_kept in stretches if is_kept)
    is_related = 2 * shared >= RELATED * (len(old_words) + len(new_words))
    marks = [(len(olds), len(news), not (is_kept and is_related)) for olds, news, is_kept in stretches]
    return Row(
        _marked(old, (mark for size, _other, mark in marks for _ in range(size)), "del"),
        _marked(new, (mark for _other, size, mark in marks for _ in range(size)), "ins"),
    )


def _marked(pieces, marks, element):
    """Put pieces together, *element* around each run of words to be marked; it never reaches over a tag.

    *marks* tells for each word in turn whether it is to be marked; the words after its end are not.
    """
    html, space, is_open = [], "", False
    for piece in pieces:
        if piece.key is None and not piece.is_tag:
            space += piece.html
            continue
        is_marked = piece.key is not None and next(marks, False)
        if is_open and not is_marked:
            html.append(f"</{element}>")
        html.append(space)
        if is_marked and not is_open:
            html.append(f"<{element}>")
        html.append(piece.html)
        space, is_open = "", is_marked
    html += [f"</{element}>" if is_open else "", space]
    # Each piece comes from a cleaned body or was escaped.
    return mark_safe("".join(html))


def _body_rows(old, new, names):
    """The blocks of two bodies side by side; a block that was moved is taken out at one place and put in at another."""
    old, new = (changes.split(body.clean(html)) for html in (old, new))
    rows = [_body_row(before, after, names) for before, after in _aligned(old, changes.trace(old, new))]
    quiet = [True, *(not row.is_changed for row in rows), True]
    return [replace(row, is_collapsible=all(quiet[number : number + 3])) for number, row in enumerate(rows)]


def _body_row(old, new, names):
    if old != new:
        return _row(_words(old, names), _words(new, names))
    # Names for references are all that there is to do, and looking at each word is dear.
    has_references = changes.REFERENCE.search(new)
    shown = _marked(_words(new, names), iter(()), "ins") if has_references else mark_safe(new)
    return Row(shown, shown, is_changed=False)


def _aligned(old, trace):
    """Pairs of HTML for the rows; at one place what was removed comes before what was added."""
    added, done = [], 0
    for thing in [*trace.order, len(old)]:
        if isinstance(thing, changes.Insertion):
            added.append(thing.html)
            continue
        if thing in trace.moved:
            added.append(old[thing])
            continue
        first, last = thing, thing
        while first in trace.joined:
            first -= 1
        while last + 1 in trace.joined:
            last += 1
        yield from ((html, "") for html in old[done:first])
        yield from (("", html) for html in added)
        if thing < len(old):
            yield "".join(old[first : last + 1]), "".join(trace.contents[thing])
        added, done = [], last + 1
