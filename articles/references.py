"""[pure] What a cleaned body refers to: photos, stories, things that stand elsewhere, and where its links lead.

The sanitiser writes attributes in double quotes and closes every tag, so its output can be matched exactly.
"""

import re
from typing import NamedTuple

PHOTO = re.compile(
    r'<figure data-photo="(?P<photo>\d+)"(?: data-alt="(?P<alt>[^"]*)")?>'
    r"(?:\s*<figcaption>(?P<caption>.*?)</figcaption>)?\s*</figure>",
    re.DOTALL,
)
RELATED = re.compile(r'<aside data-article="(?P<article>\d+)">.*?</aside>', re.DOTALL)
EITHER = re.compile(f"{PHOTO.pattern}|{RELATED.pattern}", re.DOTALL)
EMBED = re.compile(r'<figure data-embed="([^"]*)"></figure>')
LINK = re.compile(r'<a href="([^"]*)"(?: rel="([^"]*)")?')


class PhotoReference(NamedTuple):
    """A photo in a body; *alt* and *caption* are those of this use, as HTML, or None."""

    number: int
    alt: str | None
    caption: str | None


class StoryReference(NamedTuple):
    number: int


def parts(html):
    """A cleaned body in its order as a tuple: pieces of HTML, and between them references to photos and stories."""
    found, end = [], 0
    for match in EITHER.finditer(html):
        found += [html[end : match.start()], _reference(match)]
        end = match.end()
    return *found, html[end:]


def _reference(match):
    if match["article"]:
        return StoryReference(int(match["article"]))
    return PhotoReference(int(match["photo"]), match["alt"], match["caption"])
