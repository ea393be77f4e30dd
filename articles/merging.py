"""Three-way merge of a story: what two people made of the same revision becomes one, and only a true clash asks.

A snapshot is a dict of a story's fields, as JSON has them; its tags are sorted, its body is clean. Fields merge one by
one; tags as a set, bylines author by author and the gallery photo by photo, the body block by block, so that edits to neighbouring paragraphs, or a move
and an edit of the same one, all survive.
"""

from collections import defaultdict, deque
from dataclasses import dataclass

from . import changes

CHOICES = ("mine", "theirs", "both")


@dataclass(frozen=True)
class Clash:
    """What both changed, each in another way.

    In the body, `base`, `mine` and `theirs` are HTML, empty where that side deleted the blocks, and `place` is the range
    (start, stop) of blocks in the merged body that holds theirs. Elsewhere they are whole values of the field and `place`
    is None; of bylines and of a gallery, both values already have what is not in dispute.
    """

    field: str
    base: object
    mine: object
    theirs: object
    place: tuple | None = None


@dataclass(frozen=True)
class Merge:
    """A merged snapshot, with theirs where there is a clash; `taken` names the fields that have changes of theirs."""

    snapshot: dict
    clashes: tuple
    taken: tuple


@dataclass(frozen=True)
class _Outcome:
    """A merged value, its clashes, and the value that it would have with each of them settled for mine."""

    value: object
    preferring_mine: object
    clashes: tuple = ()


def merge(base, mine, theirs):
    """Merge *mine* with *theirs*, the snapshot that is already saved; both began as *base*.

    A field that a version lacks counts as unchanged in it.
    """
    snapshot, clashes, taken = {}, [], []
    for field in {**theirs, **mine, **base}:
        before = base.get(field)
        own = mine.get(field, before)
        outcome = _merge_field(field, before, own, theirs.get(field, before))
        snapshot[field] = outcome.value
        clashes += outcome.clashes
        if outcome.preferring_mine != own:
            taken.append(field)
    return Merge(snapshot, tuple(clashes), tuple(taken))


def resolve(merge, choices):
    """The merged snapshot after *choices*, a dict of numbers of clashes to "mine", "theirs" or, in the body, "both".

    With both, theirs comes first. A clash without a choice stays with theirs. Raises ValueError for a choice that there
    is not.
    """
    snapshot = dict(merge.snapshot)
    pieces = None
    for number in sorted(choices, reverse=True):
        clash, choice = _chosen(merge, number, choices[number])
        if clash.place is None:
            snapshot[clash.field] = getattr(clash, choice)
        elif choice != "theirs":
            # From the last place to the first, so that what is put in shifts no place that is still to come.
            pieces = changes.split(snapshot["body"]) if pieces is None else pieces
            start, stop = clash.place
            pieces[start if choice == "mine" else stop : stop] = [clash.mine]
    if pieces is not None:
        snapshot["body"] = "".join(pieces)
    return snapshot


def _chosen(merge, number, choice):
    if number not in range(len(merge.clashes)):
        raise ValueError(f"there is no clash {number!r}")
    clash = merge.clashes[number]
    if choice not in CHOICES or (choice == "both" and clash.place is None):
        raise ValueError(f"{choice!r} is no choice for {clash.field}")
    return clash, choice


def _merge_field(field, base, mine, theirs):
    if mine == theirs or theirs == base:
        return _Outcome(mine, mine)
    if mine == base:
        return _Outcome(theirs, theirs)
    return MERGERS.get(field, _merge_whole)(field, base, mine, theirs)


def _merge_whole(field, base, mine, theirs):
    return _Outcome(theirs, mine, (Clash(field, base, mine, theirs),))


def _merge_tags(field, base, mine, theirs):
    base, own, other = set(base or ()), set(mine or ()), set(theirs or ())
    if own in (base, other):
        return _Outcome(theirs, mine if own == other else theirs)
    removed = base - own
    tags = [tag for tag in theirs or () if tag not in removed]
    tags += [tag for tag in mine or () if tag not in base and tag not in other]
    return _Outcome(tags, mine if set(tags) == own else tags)


def _merge_lines(field, base, mine, theirs):
    """Merge ordered lists of lines, each led by what it is about: an author with a role, a photo with its texts."""
    versions = [base or [], mine or [], theirs or []]
    base, mine, theirs = ({entry[0]: list(entry) for entry in version} for version in versions)
    if any(len(entries) < len(version) for entries, version in zip((base, mine, theirs), versions, strict=True)):
        return _merge_whole(field, *versions)
    for key in base.keys() & mine.keys() & theirs.keys():
        if merged := _merge_line(base[key], mine[key], theirs[key]):
            mine[key] = theirs[key] = merged
    preferring_theirs, preferring_mine = _woven_lines(base, mine, theirs), _woven_lines(base, theirs, mine)
    entries = [(base.get(key), mine.get(key), theirs.get(key)) for key in {**base, **mine, **theirs}]
    if any(_is_clash(*entry) for entry in entries) or _is_order_disputed(base, mine, theirs):
        clash = Clash(field, versions[0], preferring_mine, preferring_theirs)
        return _Outcome(preferring_theirs, preferring_mine, (clash,))
    return _Outcome(preferring_theirs, preferring_theirs)


def _merge_line(base, mine, theirs):
    """A line in which one changed this word and another that one; None where both changed the same."""
    words = list(zip(base, mine, theirs, strict=True))
    return None if any(_is_clash(*word) for word in words) else [_three_way(*word) for word in words]


def _woven_lines(base, other, winner):
    """The lines of both, and where they dispute what a line says or its place, those of *winner*."""
    moved = _moved(base, other) - _moved(base, winner)
    entries = (
        _three_way(base.get(key), other.get(key), winner.get(key))
        for key in weave(list(base), list(other), list(winner), moved)
    )
    return [entry for entry in entries if entry]


def _moved(base, version):
    base, version = list(base), list(version)
    stays = {base[old] for olds, _news, is_kept in changes.stretches_between(base, version) if is_kept for old in olds}
    return set(base) & set(version) - stays


def _is_order_disputed(base, mine, theirs):
    disputed = _moved(base, mine) & _moved(base, theirs)
    common = [author for author in mine if author in theirs and author in base]
    return bool(disputed) and common != [author for author in theirs if author in common]


def _merge_body(field, base, mine, theirs):
    before, own, other = (changes.split(html or "") for html in (base, mine, theirs))
    units = _Units(before, changes.trace(before, own), changes.trace(before, other))
    merged, preferring_mine, disputes = [], [], []
    for unit in units.woven():
        start = len(merged)
        versions = units.versions(unit)
        merged += _three_way(*versions)
        if _is_clash(*versions):
            preferring_mine += versions[1]
            disputes.append((start, len(merged), versions))
        else:
            preferring_mine += merged[start:]
    # Space between blocks is no change.
    preferring_mine = mine if preferring_mine == own else "".join(preferring_mine)
    return _Outcome("".join(merged), preferring_mine, tuple(_body_clashes(field, disputes)))


def _body_clashes(field, disputes):
    """A clash for each unbroken run of disputed blocks; *disputes* are (start, stop, versions) in the merged body."""
    clash = None
    for start, stop, versions in disputes:
        base, mine, theirs = ("".join(version) for version in versions)
        if clash and clash.place[1] == start:
            place = (clash.place[0], stop)
            clash = Clash(field, clash.base + base, clash.mine + mine, clash.theirs + theirs, place)
        else:
            if clash:
                yield clash
            clash = Clash(field, base, mine, theirs, (start, stop))
    if clash:
        yield clash


class _Units:
    """What the body is merged by: the blocks of the base, those that either side joined being one, and insertions."""

    def __init__(self, base, own, other):
        self.base, self.own, self.other = base, own, other
        self.leaders = []
        for number in range(len(base)):
            is_joined = number in own.joined or number in other.joined
            self.leaders.append(self.leaders[-1] if is_joined else number)
        self.members = defaultdict(list)
        for number, leader in enumerate(self.leaders):
            self.members[leader].append(number)

    def woven(self):
        own, other = self._order(self.own), self._order(self.other)
        return weave(list(self.members), _with_shared_insertions(own, other), other, self.own.moved - self.other.moved)

    def _order(self, trace):
        return list(dict.fromkeys(self.leaders[thing] if isinstance(thing, int) else thing for thing in trace.order))

    def versions(self, unit):
        """The blocks of a unit in the base, in mine and in theirs."""
        if isinstance(unit, changes.Insertion):
            return (), (unit.html,), (unit.html,)
        numbers = self.members[unit]
        base = tuple(self.base[number] for number in numbers)
        own, other = (
            tuple(html for number in numbers for html in side.contents[number]) for side in (self.own, self.other)
        )
        return base, own, other


def _with_shared_insertions(own, other):
    """*own* with the very insertions of *other* where both inserted the same text at the same place."""
    shared = defaultdict(deque)
    for anchor, insertion in _insertions(other):
        shared[anchor, insertion.html].append(insertion)
    twins = {
        insertion: shared[anchor, insertion.html].popleft()
        for anchor, insertion in _insertions(own)
        if shared[anchor, insertion.html]
    }
    return [twins.get(thing, thing) for thing in own]


def _insertions(order):
    """Each insertion with the block of the base that it follows; None at the beginning."""
    anchor = None
    for thing in order:
        if isinstance(thing, changes.Insertion):
            yield anchor, thing
        else:
            anchor = thing


def weave(base, other, winner, moved):
    """The order of *winner* with what *other* inserted, and *moved* elsewhere, where *other* has it.

    Each is a list that names a thing once. What *winner* deleted of *base* keeps a place. At one place, insertions of
    *winner* go first.
    """
    woven, known = list(winner), set(winner)
    for number, thing in enumerate(base):
        if thing not in known:
            woven.insert(woven.index(base[number - 1]) + 1 if number else 0, thing)
    known.update(base)
    anchors = set(other)
    place = 0
    for thing in other:
        if thing in known and thing not in moved:
            place = woven.index(thing) + 1
            continue
        if thing in moved:
            # Whatever stood behind it moves up.
            place -= woven.index(thing) < place
            woven.remove(thing)
        while place < len(woven) and woven[place] not in anchors:
            place += 1
        woven.insert(place, thing)
        place += 1
    return woven


def _three_way(base, other, winner):
    return other if winner == base else winner


def _is_clash(base, mine, theirs):
    return mine != theirs and base not in (mine, theirs)


MERGERS = {"tags": _merge_tags, "bylines": _merge_lines, "gallery": _merge_lines, "body": _merge_body}
