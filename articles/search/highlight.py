"""Hits in a text as readers see them: the words that were asked for, and other forms of them, between <mark> and </mark>."""

from django.utils.html import format_html, format_html_join

from .roots import root
from .words import TOKEN, folded

ELLIPSIS = "…"
SNIPPET = 220  # characters


def hits(text, query):
    """Where words of *query* stand in *text*, as (start, end, root): exact words and those of the same root."""
    exact = {word for parts in query.phrases for word in parts}
    roots = {root(word) for parts in query.wanted for word in parts}
    # A page shows twenty long texts: each different spelling is judged once, and a text without a hit is read no second time.
    wanted = {}
    for spelling in set(TOKEN.findall(text)):
        word = folded(spelling)
        if word and (word in exact or root(word) in roots):
            wanted[spelling] = root(word)
    if not wanted:
        return []
    return [(match.start(), match.end(), wanted[match[0]]) for match in TOKEN.finditer(text) if match[0] in wanted]


def marked(text, query):
    """*text* escaped for HTML, with the hits marked."""
    return _marked(text, hits(text, query))


def snippet(text, query, *, size=SNIPPET):
    """The passage of *text* with the most different words of *query*, about *size* characters, marked; empty without a hit."""
    found = hits(text, query)
    if not found:
        return ""
    start, end = _cut(text, _best(found, size), size)
    inside = [(first - start, last - start, word) for first, last, word in found if first >= start and last <= end]
    before = f"{ELLIPSIS} " if start else ""
    after = f" {ELLIPSIS}" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text[start:end], inside), after)


def _best(found, size):
    """The first hit of the passage that has the most different words, then the most hits; the earliest of equals."""

    def worth(first):
        inside = [word for start, end, word in found if first[0] <= start and end <= first[0] + size]
        return len(set(inside)), len(inside)

    # A word in every line of a long text would be compared with itself for long.
    return max(found[:100], key=worth)


def _cut(text, hit, size):
    """The bounds of a passage around a hit, at spaces."""
    lead = max(0, hit[0] - size // 4)
    start = 0 if lead == 0 else min(text.find(" ", lead) + 1 or hit[0], hit[0])
    end = start + size
    if end >= len(text):
        return start, len(text)
    return start, max(text.rfind(" ", start, end), hit[1])


def _marked(text, found):
    pieces, at = [], 0
    for start, end, _word in found:
        pieces += [text[at:start], format_html("<mark>{}</mark>", text[start:end])]
        at = end
    pieces.append(text[at:])
    return format_html_join("", "{}", ((piece,) for piece in pieces))
