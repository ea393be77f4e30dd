"""What changed between two versions of a body, seen as blocks: paragraphs, lists, quotes, tables, photos, boxes.

Holds for what `body.clean` returns: every element is closed, attributes stand in double quotes, text has no "<".
"""

import difflib
import re
from collections import defaultdict, deque
from dataclasses import dataclass

TAG = re.compile(r'<(?P<closes>/)?(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^<>"]*(?:"[^"]*"[^<>"]*)*)>')
REFERENCE = re.compile(r' (data-[a-z]+)="([^"]*)"')
# "anak-anak", "Jum'at" and "1.250,50" are one word each.
WORD = re.compile(r"\w+(?:[-\u2010\u2011'\u2019]\w+|(?<=\d)[.,:/](?=\d)\w+)*")
VOID = frozenset({"br", "hr", "img", "wbr"})
PHRASING = frozenset(
    {"a", "b", "br", "code", "em", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"}
)
# An editor turns a paragraph into a subhead, and one kind of list into the other; a photo does not become a paragraph.
KINDS = {"h2": "p", "h3": "p", "ol": "ul"}
# The shares of words from which blocks of different kinds are one edited block, and a block is a part of another.
ALIKE, CONTAINED = 0.5, 0.75
# A stretch of more than this many comparisons, some 20 ms, is matched by position and not by likeness.
COMPARISONS = 10_000


def split(html):
    """The blocks of a cleaned body, a list of HTML; loose text becomes a paragraph, space between blocks goes.

    Joined with nothing in between, the blocks split into the same blocks again.
    """
    blocks, loose = [], ""
    for piece, is_block in _pieces(html):
        if is_block:
            blocks += [*_paragraph(loose), piece]
            loose = ""
        else:
            loose += piece
    return blocks + _paragraph(loose)


def _pieces(html):
    """The elements and the stretches of text at the top level, each with whether it is, or holds, a block."""
    start = depth = 0
    is_block = False
    for tag in TAG.finditer(html):
        if depth == 0:
            yield html[start : tag.start()], False
            start, is_block = tag.start(), False
        is_block = is_block or tag["name"] not in PHRASING
        if tag["name"] not in VOID:
            depth = max(depth + (-1 if tag["closes"] else 1), 0)
        if depth == 0:
            yield html[start : tag.end()], is_block
            start = tag.end()
    yield html[start:], depth > 0 and is_block


def _paragraph(loose):
    return [f"<p>{text}</p>"] if (text := loose.strip()) else []


@dataclass(eq=False)
class Insertion:
    """A block that the earlier version did not have; each is itself and no other, whatever its text."""

    html: str


@dataclass(frozen=True)
class Trace:
    """What became of an earlier version's blocks in a later one.

    `contents` has for each earlier block the later blocks in its place: itself, an edited one, several when it was
    split, none when it was deleted. `order` is the later version as numbers of earlier blocks, and insertions. `moved`
    are the numbers of blocks that stand elsewhere, unchanged; `joined`, of those now one with the block before.
    """

    contents: list
    order: list
    moved: frozenset
    joined: frozenset


def trace(earlier, later):
    """Tell how the blocks *later* came out of the blocks *earlier*.

    What stands unchanged, in place or elsewhere, is found first; the rest, between what stayed in place, is matched
    by likeness.
    """
    stretches = list(stretches_between(earlier, later))
    kept = {old: new for olds, news, is_kept in stretches if is_kept for old, new in zip(olds, news, strict=True)}
    moved = _moves(earlier, later, kept)
    known = {*kept.values(), *moved.values()}
    origins = {new: old for old, new in (kept | moved).items()}
    joined = set()
    for olds, news, is_kept in stretches:
        if not is_kept:
            left = {old: _Profile(earlier[old]) for old in olds if old not in moved}
            arrived = {new: _Profile(later[new]) for new in news if new not in known}
            pairs = _pairs(left, arrived)
            origins |= _with_parts({new: old for old, new in pairs}, arrived, left)
            targets = _with_parts(dict(pairs), left, arrived)
            joined.update(old for old, new in targets.items() if targets.get(old - 1) == new)
    contents, order = [() for _ in earlier], []
    for new, html in enumerate(later):
        old = origins.get(new)
        if old is None:
            order.append(Insertion(html))
            continue
        if not contents[old]:
            order.append(old)
        contents[old] += (html,)
    return Trace(contents, order, frozenset(moved), frozenset(joined))


def stretches_between(earlier, later):
    """Cut two sequences into (numbers in *earlier*, numbers in *later*, whether these stayed the same), in order."""
    matcher = difflib.SequenceMatcher(None, earlier, later, autojunk=False)
    old_end = new_end = 0
    for old, new, size in matcher.get_matching_blocks():
        if old > old_end or new > new_end:
            yield range(old_end, old), range(new_end, new), False
        old_end, new_end = old + size, new + size
        if size:
            yield range(old, old_end), range(new, new_end), True


def _moves(earlier, later, kept):
    """Pair what was taken out at one place with the same put in at another."""
    stays = set(kept.values())
    landings = defaultdict(deque)
    for new, html in enumerate(later):
        if new not in stays:
            landings[html].append(new)
    left = (old for old in range(len(earlier)) if old not in kept)
    return {old: landings[earlier[old]].popleft() for old in left if landings[earlier[old]]}


class _Profile:
    """What makes a block recognisable after it was edited."""

    def __init__(self, html):
        name = TAG.match(html)["name"]
        self.kind = KINDS.get(name, name)
        self.words = {word.casefold() for word in WORD.findall(TAG.sub(" ", html))}
        self.words.update(value for _attribute, value in REFERENCE.findall(html))

    def likeness(self, other):
        """From 0, another block, to 1 for the same words; blocks of one kind are always a little alike."""
        total = len(self.words) + len(other.words)
        share = 2 * len(self.words & other.words) / total if total else 0
        if self.kind == other.kind:
            return max(share, 0.01)
        return share if share >= ALIKE else 0

    def is_part_of(self, other):
        return bool(self.words) and len(self.words & other.words) >= CONTAINED * len(self.words)


def _pairs(earlier, later):
    """Pair numbers of blocks, both in their order, so that the likeness of the pairs in sum is the greatest."""
    olds, news = list(earlier), list(later)
    if len(olds) * len(news) > COMPARISONS:
        return list(zip(olds, news, strict=False))
    likeness = [[earlier[old].likeness(later[new]) for new in news] for old in olds]
    # best[i][j] is the greatest sum for the blocks from the i-th and the j-th on.
    best = [[0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    pairs, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            pairs.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _with_parts(matches, parts, wholes):
    """*matches* of parts to wholes, and each part next to one whose words belong to the same whole."""
    found = dict(matches)
    for numbers, step in ((sorted(parts), -1), (sorted(parts, reverse=True), 1)):
        for number in numbers:
            whole = found.get(number + step)
            if number not in found and whole is not None and parts[number].is_part_of(wholes[whole]):
                found[number] = whole
    return found
