"""Foreign HTML put into the blocks that a body is made of.

A parser has made sense of what was typed or imported; here its text is written anew, in order and in full, with only the
elements around it that it needs: paragraphs, headings, lists, quotes, tables, photos, boxes, in an order that HTML and the
editor both accept. Writing the result once more changes nothing. What holds no text vanishes, save for references and the
cells of a table.
"""

import itertools
import re
from html import escape, unescape
from typing import NamedTuple

from . import embeds

# How others write what a body calls otherwise. A story's h1 is its headline, so headings from elsewhere stand a step lower.
RENAMED = {
    "b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "menu": "ul", "dir": "ul", "tfoot": "tbody",
}  # fmt: skip
# Begin and end a line for a reader and are nothing more to a body.
LINES = frozenset({
    "address", "article", "aside", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hgroup", "hr", "legend", "main", "nav", "optgroup", "option", "p", "pre", "search",
    "section", "summary",
})  # fmt: skip
MARKS = frozenset({"strong", "em", "sub", "sup", "a"})
HEADINGS = frozenset({"h2", "h3"})
LISTS = frozenset({"ul", "ol"})
ITEMS = frozenset({"li", "td", "th"})
# Hold parts and no text: text that is found in one stands beside it.
FRAMES = frozenset({"table", "thead", "tbody", "tr", "figure"})
# What stands only in certain others; anywhere else it is a line.
PARENTS = {
    "li": LISTS, "thead": {"table"}, "tbody": {"table"}, "tr": {"thead", "tbody"}, "td": {"tr"}, "th": {"tr"},
    "footer": {"blockquote"}, "figcaption": {"figure"},
}  # fmt: skip
CONTAINERS = {"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th"}
DEEPEST = 20  # containers in one another; nested further, they are lines

# The parser escapes < and > in attributes too, so its tags can be matched exactly.
# A paragraph that is words alone, as most are, is one token.
TOKEN = re.compile(r"<p>([\w\"“(][^<]*)(?<!\s)</p>|<(/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)")
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
LINKABLE = re.compile(r"https?://(?!.*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)
SPACES = " \t\n\f\r"
# Spaces that do not break and characters without width are no text when they stand alone.
BLANK = re.compile(r"(?:[\s\u200b-\u200f\u2060\ufeff]|&nbsp;)*")


class Element(NamedTuple):
    number: int | tuple  # tells apart elements that look alike
    tag: str
    attributes: str = ""

    @property
    def opening(self):
        return f"<{self.tag}{self.attributes}>"


class Place(NamedTuple):
    """Where text stands: the containers around it, then the heading or caption it belongs to, then its marks."""

    containers: tuple = ()
    block: Element | None = None
    is_bare: bool = False  # directly in a list item or a cell
    marks: tuple = ()

    @property
    def parent(self):
        return self.containers[-1].tag if self.containers else ""

    def on_line(self):
        return self._replace(is_bare=False) if self.is_bare else self

    def beside_frames(self):
        place = self
        while place.parent in FRAMES:
            place = place._replace(containers=place.containers[:-1], block=None)
        return place


TOP = Place()


class Writer:
    """Writes one body anew."""

    def __init__(self):
        self._written = []
        self._open = ()  # the elements that are not closed yet
        self._elements = itertools.count()
        self._line = 0  # the number of the line under way
        self._line_of_text = -1  # the one that was written to last
        self._bare_line = None  # the item or cell, and the line in it, that was written to without a paragraph
        self._waiting = ""  # spaces and breaks that are written only if text follows them

    def write(self, html):
        place, around = TOP, []
        for paragraph, closing, name, attributes, text in TOKEN.findall(html):
            if text:
                self._text(place, text)
            elif paragraph:
                self._line += 1
                self._paragraph(place, paragraph)
                self._line += 1
            elif name == "br":
                self._waiting += "<br>"
            else:
                tag = RENAMED.get(name, name)
                self._line += tag not in MARKS
                if closing:
                    place = around.pop()
                elif name != "hr":
                    around.append(place)
                    place = self._inside(place, tag, attributes)
        self._move_to(())
        return "".join(self._written)

    def _inside(self, place, tag, attributes):
        """The place of text inside an element that begins at *place*."""
        if tag in MARKS:
            return self._inside_mark(place, tag, attributes)
        if tag in HEADINGS and not place.block:
            place = self._in_item(place.beside_frames())
            return place._replace(block=Element(self._line, tag))
        if tag in CONTAINERS:
            return self._inside_container(place, tag, attributes)
        if tag in ("figure", "aside"):
            return self._inside_reference(place, tag, dict(ATTRIBUTE.findall(attributes)))
        is_end = tag in PARENTS and not place.block and place.parent in PARENTS[tag]
        # A photo has one caption, and text that stood before it has closed the photo.
        if is_end and (tag == "footer" or self._open[-1:] == place.containers[-1:]):
            return place._replace(block=Element(self._line, tag))
        return place.on_line()

    def _inside_mark(self, place, tag, attributes):
        # A link without an address is its text, and so is bold type that is styled as plain (Google Docs).
        is_idle = "href=" not in attributes if tag == "a" else attributes
        if is_idle or any(mark.tag == tag for mark in place.marks):
            return place
        return place._replace(marks=(*place.marks, self._element(tag, attributes)))

    def _inside_container(self, place, tag, attributes):
        if tag in PARENTS:
            if place.parent not in PARENTS[tag]:
                return place.on_line()
        else:
            place = self._in_item(place.beside_frames())
            if len(place.containers) >= DEEPEST:
                return place
        containers = (*place.containers, self._element(tag, attributes))
        if tag in ("td", "th"):
            self._move_to(containers)  # even if it stays empty
        return place._replace(containers=containers, block=None, is_bare=tag in ITEMS)

    def _inside_reference(self, place, tag, attributes):
        """Write a photo, a box or an embed. Text inside follows it, except for a photo's caption."""
        if photo := tag == "figure" and attributes.get("data-photo"):
            alt = alt_text(attributes.get("data-alt", ""))
            reference = Element(self._line, "figure", f' data-photo="{photo}"' + f' data-alt="{alt}"' * bool(alt))
        elif article := tag == "aside" and attributes.get("data-article"):
            reference = Element(self._line, "aside", f' data-article="{article}"')
        elif embed := tag == "figure" and embeds.recognise(unescape(attributes.get("data-embed", ""))):
            reference = Element(self._line, "figure", f' data-embed="{escape(embed.address)}"')
        else:
            place = place.on_line()
            self._link(place, attributes.get("data-embed", ""))
            return place
        place = self._in_item(place.beside_frames())._replace(block=None, is_bare=False)
        self._move_to((*place.containers, reference))
        return place._replace(containers=(*place.containers, reference)) if photo else place

    def _link(self, place, address):
        """Write the address of what cannot be embedded, so that an editor finds it."""
        if address.startswith(("https://", "http://")):
            linked = self._inside_mark(place, "a", f' href="{address}"') if LINKABLE.match(address) else place
            self._text(linked, address)
            self._line += 1

    def _paragraph(self, place, text):
        if place is TOP:
            self._move_to(())
            self._written.append(f"<p>{text}</p>")
        else:
            self._text(place.on_line(), text)

    def _text(self, place, text):
        inked = text.strip(SPACES)
        if BLANK.fullmatch(inked):
            self._waiting += text
            return
        if not place.block or (place.parent == "figure" and place.containers[-1] not in self._open):
            place = self._in_item(place.beside_frames())
            if not self._is_bare(place):
                place = place._replace(block=Element(self._line, "p"))
        spine = (*place.containers, place.block) if place.block else place.containers
        path = spine + place.marks
        kept = _alike(self._open, path)
        goes_on = kept >= len(spine) if place.block else self._bare_line == (spine[-1], self._line)
        self._close(kept)
        if goes_on:
            space = self._waiting + text[: len(text) - len(text.lstrip(SPACES))]
            self._written.append(space or " " * (self._line_of_text != self._line))
        self._begin(path, kept)
        self._written.append(inked)
        self._waiting = text[len(text.rstrip(SPACES)) :]
        self._line_of_text = self._line
        self._bare_line = None if place.block else (spine[-1], self._line)

    def _is_bare(self, place):
        """Whether text stands in its item or cell without a paragraph; only the first line does."""
        if not place.is_bare:
            return False
        item = place.containers[-1]
        if item not in self._open or self._bare_line == (item, self._line):
            return True
        return self._open[-1] == item and self._written[-1] == item.opening

    def _in_item(self, place):
        """An item for what stands in a list without one."""
        if place.parent not in LISTS:
            return place
        item = Element((place.containers[-1].number, self._line), "li")
        return place._replace(containers=(*place.containers, item), is_bare=True)

    def _element(self, tag, attributes):
        ordered = sorted(ATTRIBUTE.findall(attributes))
        return Element(next(self._elements), tag, "".join(f' {name}="{value}"' for name, value in ordered))

    def _move_to(self, path):
        """Close and open elements until exactly those of *path* are open."""
        kept = _alike(self._open, path)
        self._close(kept)
        self._begin(path, kept)

    def _close(self, kept):
        for element in reversed(self._open[kept:]):
            self._written.append(f"</{element.tag}>")

    def _begin(self, path, kept):
        for element in path[kept:]:
            self._written.append(element.opening)
        self._open = path


def alt_text(text):
    """An alternative text on one line."""
    return " ".join(text.split())


def _alike(path, other):
    """How many elements two paths begin with in common."""
    count = 0
    for one, two in zip(path, other, strict=False):
        if one != two:
            break
        count += 1
    return count


def arranged(html):
    """Put what the parser wrote, *html*, into blocks."""
    return Writer().write(html)
