"""Two people in one story: what both made survives, and only a true clash asks."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body, changes
from articles.merging import CHOICES, MERGERS, Clash, merge, resolve

properly = settings(derandomize=True, deadline=None, max_examples=80, database=None)

BASE = {
    "headline": "Pelabuhan Dibuka",
    "deck": "Kapal pertama bersandar.",
    "section": 3,
    "body": "<p>Satu.</p>",
    "lead_photo": None,
    "tags": ["pelabuhan", "kapal"],
    "bylines": [[1, "penulis"], [2, "editor"]],
    "is_unverified": False,
    "published_at": None,
    "a_field_of_next_year": "nilai",
}


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def merge_bodies(base, mine, theirs):
    """Merge stories that differ in their paragraphs alone; the merged body and the clashes."""
    merged = merge(*({"body": paragraphs(*texts)} for texts in (base, mine, theirs)))
    return merged.snapshot["body"], merged.clashes


def settle(merged, choice):
    return resolve(merged, dict.fromkeys(range(len(merged.clashes)), choice))


# Fields


def test_changes_of_different_fields_both_survive():
    mine = {**BASE, "headline": "Pelabuhan Kecil Dibuka", "section": 4}
    theirs = {**BASE, "deck": "Dua tahun menunggu.", "a_field_of_next_year": "lain"}
    merged = merge(BASE, mine, theirs)
    assert merged.snapshot == {**theirs, "headline": "Pelabuhan Kecil Dibuka", "section": 4}
    assert merged.clashes == ()
    assert set(merged.taken) == {"deck", "a_field_of_next_year"}


def test_a_field_that_both_changed_alike_is_no_clash():
    changed = {**BASE, "headline": "Pelabuhan Kecil Dibuka"}
    merged = merge(BASE, changed, dict(changed))
    assert (merged.snapshot, merged.clashes, merged.taken) == (changed, (), ())


def test_a_field_that_both_changed_differently_is_a_clash_that_holds_theirs_until_somebody_chooses():
    merged = merge(BASE, {**BASE, "headline": "Milik saya"}, {**BASE, "headline": "Milik dia"})
    assert merged.clashes == (Clash("headline", "Pelabuhan Dibuka", "Milik saya", "Milik dia"),)
    assert merged.taken == ()
    assert merged.snapshot["headline"] == resolve(merged, {})["headline"] == "Milik dia"
    assert resolve(merged, {0: "mine"})["headline"] == "Milik saya"


def test_a_field_that_a_version_lacks_is_unchanged_in_it():
    """A form that was opened before a release added a field must not empty it."""
    mine = {"headline": "Milik saya"}
    assert merge(BASE, mine, BASE).snapshot == {**BASE, **mine}
    assert merge({}, {"deck": "a"}, {"headline": "b"}).snapshot == {"deck": "a", "headline": "b"}


@pytest.mark.parametrize("choices", [{1: "mine"}, {-1: "mine"}, {"0": "mine"}, {0: "ours"}, {0: "both"}])
def test_a_choice_that_there_is_not_is_refused(choices):
    merged = merge(BASE, {**BASE, "headline": "Milik saya"}, {**BASE, "headline": "Milik dia"})
    with pytest.raises(ValueError):
        resolve(merged, choices)


@properly
@given(st.lists(st.sampled_from(["mine", "theirs", "nobody"]), min_size=len(BASE), max_size=len(BASE)))
def test_changes_of_any_different_fields_survive(owners):
    changed = {
        "headline": "Lain", "deck": "Lain.", "section": 9, "body": "<p>Lain.</p>", "lead_photo": 5, "tags": ["lain"],
        "bylines": [[9, "penulis"]], "is_unverified": True, "published_at": "2026-01-01T00:00:00Z",
        "a_field_of_next_year": None,
    }  # fmt: skip
    mine, theirs = (
        {field: changed[field] if owner == side else BASE[field] for field, owner in zip(BASE, owners, strict=True)}
        for side in ("mine", "theirs")
    )
    merged = merge(BASE, mine, theirs)
    assert merged.clashes == ()
    assert merged.snapshot == {
        field: BASE[field] if owner == "nobody" else changed[field] for field, owner in zip(BASE, owners, strict=True)
    }
    assert set(merged.taken) == {field for field, owner in zip(BASE, owners, strict=True) if owner == "theirs"}


# Tags and bylines

names = st.lists(st.sampled_from("abcdefgh"), unique=True).map(sorted)


@properly
@given(names, names, names)
def test_tags_merge_as_sets(base, mine, theirs):
    merged = merge({"tags": base}, {"tags": mine}, {"tags": theirs})
    kept = {tag for tag in base if tag in mine and tag in theirs}
    assert set(merged.snapshot["tags"]) == kept | (set(mine) - set(base)) | (set(theirs) - set(base))
    assert len(set(merged.snapshot["tags"])) == len(merged.snapshot["tags"])
    assert merged.clashes == ()
    assert bool(merged.taken) == (set(merged.snapshot["tags"]) != set(mine))


def merge_bylines(base, mine, theirs):
    return merge({"bylines": base}, {"bylines": mine}, {"bylines": theirs})


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("1p 2p 3p 4p", "1p 2p 3p 5p", "1p 2p 3p 5p 4p"),  # both add: theirs first
        ("1p 2p 3p 4p", "1p 2p 3p 4p", "1p 2p 3p 4p"),
        ("4p 1p 2p 3p", "1p 2p 3p 4p", "1p 2p 3p 4p"),  # both add the same author
        ("1p 3p", "1e 2p 3p", "1e 3p"),
        ("1p 2e 3p", "1p 2p 3e", "1p 2e 3e"),
        ("3p 1p 2p", "1e 2p 3p 4p", "3p 1e 2p 4p"),
        ("3p 1p 2p", "1p 2p 3e", "3e 1p 2p"),  # moved by one, another role from the other
        ("", "1p 2p 3p 4p", "4p"),
    ],
)
def test_bylines_merge_author_by_author(mine, theirs, merged):
    base, mine, theirs, expected = (
        [[int(entry[0]), entry[1]] for entry in text.split()] for text in ("1p 2p 3p", mine, theirs, merged)
    )
    outcome = merge_bylines(base, mine, theirs)
    assert outcome.clashes == ()
    assert outcome.snapshot["bylines"] == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "of_mine", "of_theirs"),
    [
        ("1e 2p 3p 4p", "1f 2p 3p", "1e 2p 3p 4p", "1f 2p 3p 4p"),  # another role; the new author is not in dispute
        ("2p 3p", "1f 2p 3p", "2p 3p", "1f 2p 3p"),  # removed, another role
        ("1p 2p 3p 4p", "1p 2p 3p 4e", "1p 2p 3p 4p", "1p 2p 3p 4e"),
        ("3p 1p 2p", "1p 3p 2p", "3p 1p 2p", "1p 3p 2p"),  # moved to different places
    ],
)
def test_bylines_clash_over_one_author_and_keep_what_is_not_in_dispute(mine, theirs, of_mine, of_theirs):
    base, mine, theirs, of_mine, of_theirs = (
        [[int(entry[0]), entry[1]] for entry in text.split()]
        for text in ("1p 2p 3p", mine, theirs, of_mine, of_theirs)
    )
    merged = merge_bylines(base, mine, theirs)
    assert merged.clashes == (Clash("bylines", base, of_mine, of_theirs),)
    assert merged.snapshot["bylines"] == of_theirs
    assert settle(merged, "mine")["bylines"] == of_mine


@properly
@given(st.data())
def test_bylines_of_different_authors_survive(data):
    authors = data.draw(st.lists(st.integers(1, 9), unique=True))
    owners = {author: data.draw(st.sampled_from(["mine", "theirs", "nobody"])) for author in authors}
    roles, expected, sides = dict.fromkeys(authors, "p"), dict.fromkeys(authors, "p"), {}
    mover = data.draw(st.sampled_from(["mine", "theirs"]))
    for side, newcomer in (("mine", 10), ("theirs", 11)):
        entries = [[author, role] for author, role in roles.items()]
        for author in [author for author, owner in owners.items() if owner == side]:
            entry = next(entry for entry in entries if entry[0] == author)
            edit = data.draw(st.sampled_from(["role", "remove"] + ["move"] * (side == mover)))
            if edit == "role":
                entry[1] = expected[author] = side
            else:
                entries.remove(entry)
            if edit == "remove":
                del expected[author]
            if edit == "move":
                entries.insert(data.draw(st.integers(0, len(entries))), entry)
        if data.draw(st.booleans()):
            entries.insert(data.draw(st.integers(0, len(entries))), [newcomer, "p"])
            expected[newcomer] = "p"
        sides[side] = entries
    merged = merge_bylines([[author, "p"] for author in authors], sides["mine"], sides["theirs"])
    assert merged.clashes == ()
    assert dict(merged.snapshot["bylines"]) == expected
    order = [author for author, _role in merged.snapshot["bylines"]]
    assert len(order) == len(expected)
    seen = [author for author, _role in sides[mover] if author in order]
    assert seen == [author for author in order if author in seen]


# The body, by example


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a b", "A b", "a B", "A B"),  # neighbours
        ("a b c", "a c", "a b C", "a C"),
        ("a b c", "A c", "a b C", "A C"),
        ("a b", "a x b", "a y b", "a y x b"),  # both insert: theirs first
        ("", "x", "y", "y x"),
        ("a", "a x", "a y", "a y x"),
        ("a", "x a", "y a", "y x a"),
        ("a b", "a x y b", "a x z b", "a x z y b"),  # what both insert comes once
        ("a b", "a x y b", "a y x b", "a y x b"),
        ("a b c", "A x b c", "a y b C", "A y x b C"),
        ("a b c", "A b c", "A b C", "A b C"),  # both edit alike
        ("a b c", "b a c", "a b C", "b a C"),
        ("a b", "b a", "A b", "b A"),  # one moves, the other edits
        ("a b", "b a", "a B", "B a"),
        ("a b c", "c a b", "a b C x", "C a b x"),
        ("a b c d", "d a b c", "b c a d", "d b c a"),  # both move
        ("a b c d", "c d a b", "a b d", "d a b"),
        ("a a a", "a a", "a a a x", "a a x"),  # identical blocks
        ("a x a y a", "a x a a", "A x a y a", "A x a a"),
        ("a x a", "a x a a", "b a x a", "b a x a a"),
    ],
)
def test_blocks_that_only_one_of_them_touched_merge(base, mine, theirs, merged):
    result, clashes = merge_bodies(base.split(), mine.split(), theirs.split())
    assert clashes == ()
    assert result == paragraphs(*merged.split())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "place"),
    [
        (["a"], ["x"], ["y"], (0, 1)),
        (["a"], [], ["y"], (0, 1)),  # one deletes what the other edits
        (["a"], ["x"], [], (0, 0)),
        (["dari satu dua tiga"], ["dari satu", "dua tiga"], ["dari satu dua tiga empat"], (0, 1)),  # split, edited
        (["satu dua", "tiga empat"], ["satu dua tiga empat"], ["satu dua", "tiga lima"], (0, 2)),  # joined, edited
        (["satu dua", "tiga empat"], ["satu dua", "tiga lima"], ["satu dua tiga empat"], (0, 1)),
        (["a", "b"], ["x", "y"], ["X", "Y"], (0, 2)),  # a run of blocks is one clash
        (["a", "b"], ["x"], ["X", "Y"], (0, 2)),
    ],
)
def test_blocks_that_both_changed_differently_are_one_clash_that_shows_both_texts(base, mine, theirs, place):
    around = [["awal", *texts, "akhir"] for texts in (base, mine, theirs)]
    merged = merge(*({"body": paragraphs(*texts)} for texts in around))
    texts = (paragraphs(*texts) for texts in (base, mine, theirs))
    assert merged.clashes == (Clash("body", *texts, place=(place[0] + 1, place[1] + 1)),)
    assert merged.taken == ()
    assert merged.snapshot["body"] == settle(merged, "theirs")["body"] == paragraphs(*around[2])
    assert settle(merged, "mine")["body"] == paragraphs(*around[1])
    assert settle(merged, "both")["body"] == paragraphs("awal", *theirs, *mine, "akhir")


def test_each_clash_of_a_body_has_its_own_choice():
    merged = merge(*({"body": paragraphs(*texts.split())} for texts in ("a b c d", "A b C d x", "1 b 3 d")))
    assert [clash.place for clash in merged.clashes] == [(0, 1), (2, 3)]
    assert resolve(merged, {0: "both", 1: "mine"})["body"] == paragraphs("1", "A", "b", "C", "d", "x")
    assert resolve(merged, {1: "both"})["body"] == paragraphs("1", "b", "3", "C", "d", "x")


def test_changes_of_theirs_beside_a_clash_are_told():
    merged = merge(*({"body": paragraphs(*texts.split())} for texts in ("a b c", "A b c", "1 b c x")))
    assert len(merged.clashes) == 1
    assert merged.taken == ("body",)


def test_a_photo_that_was_put_in_place_of_a_paragraph_does_not_clash_with_it():
    """A paragraph and a photo are no versions of each other: the photo stays whatever is chosen for the paragraph."""
    photo = '<figure data-photo="7"></figure>'
    merged = merge({"body": paragraphs("a", "b")}, {"body": paragraphs("a") + photo}, {"body": paragraphs("a", "B")})
    assert merged.clashes == (Clash("body", "<p>b</p>", "", "<p>B</p>", place=(1, 2)),)
    assert photo in settle(merged, "theirs")["body"]
    assert settle(merged, "mine")["body"] == paragraphs("a") + photo


def test_a_paragraph_that_became_a_quote_is_still_the_one_that_the_other_edited():
    base, mine = paragraphs("satu dua tiga"), "<blockquote><p>satu dua tiga</p></blockquote>"
    (clash,) = merge({"body": base}, {"body": mine}, {"body": paragraphs("satu dua empat")}).clashes
    assert (clash.base, clash.mine, clash.theirs) == (base, mine, paragraphs("satu dua empat"))


def test_a_body_splits_into_its_top_level_blocks():
    html = (
        '<h2>A &lt;b&gt;</h2>\n<p>b<br>c <a href="/?a=1&amp;b=%22" title="a > b">d</a></p> <ul><li>a<ul><li>b</li></ul></li></ul>'
        '<blockquote><p>a</p><footer>b</footer></blockquote><figure data-photo="1"><figcaption>c</figcaption></figure>'
        '<table><tbody><tr><td><p>a</p></td></tr></tbody></table><aside data-article="3"></aside><hr><p></p>'
    )
    assert [block[1:4] for block in changes.split(html)] == [
        "h2>", "p>b", "ul>", "blo", "fig", "tab", "asi", "hr>", "p><",
    ]  # fmt: skip
    assert "".join(changes.split(html)) == html.replace(">\n<", "><").replace("> <", "><")


def test_loose_text_becomes_a_paragraph():
    assert changes.split("a <em>b</em><p>c</p> d<br>") == ["<p>a <em>b</em></p>", "<p>c</p>", "<p>d<br></p>"]
    assert changes.split("<strong><p>a</p></strong>b") == ["<strong><p>a</p></strong>", "<p>b</p>"]
    assert changes.split(" \n ") == changes.split("") == []


def test_a_long_body_merges_fast():
    base = [
        f"<p>{' '.join(f'kata{(number * word) % 97}' for word in range(40))} {number}</p>" for number in range(200)
    ]
    mine, theirs = ([*base] for _ in range(2))
    for number in range(0, 200, 7):
        mine[number] = mine[number].replace("kata1 ", "kota ")
        theirs[number + 1] = theirs[number + 1].replace("kata2", "kita")
    mine.insert(60, "<p>Baru.</p>")
    theirs.insert(0, theirs.pop(150))
    snapshots = [{"body": "".join(blocks)} for blocks in (base, mine, theirs)]
    times = []
    for _ in range(3):
        start = time.process_time()
        assert merge(*snapshots).clashes == ()
        times.append(time.process_time() - start)
    assert min(times) < 0.05


# The body, by property

WORDS = ["warga", "yang", "di", "anak-anak", "kota", "banjir"]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def edited(data, side, base, owned, edits):
    """*base* after edits of the paragraphs that this side owns, and insertions; each new text has a word of its own."""
    texts = [*base]
    for number, text in enumerate(owned):
        fresh = f"{data.draw(sentences)} {side}{number}"
        place = texts.index(text)
        edit = data.draw(st.sampled_from(edits))
        if edit == "replace":
            texts[place] = fresh
        elif edit == "insert":
            texts.insert(data.draw(st.integers(0, len(texts))), fresh)
        else:
            del texts[place]
        if edit == "move":
            texts.insert(data.draw(st.integers(0, len(texts))), text)
    return texts


@settings(properly, max_examples=150)
@given(st.data())
def test_any_edits_of_different_paragraphs_survive(data):
    """The promise to two people in one story."""
    base = [f"{data.draw(sentences)} {letter}" for letter in "abcdefgh"[: data.draw(st.integers(0, 8))]]
    owners = [data.draw(st.sampled_from(["mine", "theirs", "nobody"])) for _ in base]
    movers = data.draw(st.sets(st.sampled_from(["mine", "theirs"])))
    sides = {}
    for side in ("mine", "theirs"):
        owned = [text for text, owner in zip(base, owners, strict=True) if owner == side]
        edits = ["replace", "delete", "insert", "move"] if side in movers else ["replace", "delete", "insert"]
        sides[side] = edited(data, side, base, owned, edits)
    mine, theirs = sides.values()
    result, clashes = merge_bodies(base, mine, theirs)
    merged = [block[3:-4] for block in changes.split(result)]
    assert clashes == ()
    kept = [text for text in base if text in mine and text in theirs]
    assert Counter(merged) == Counter(kept) + Counter({*mine, *theirs} - {*base})
    for side, other in (("mine", "theirs"), ("theirs", "mine")):
        if other not in movers:
            assert [text for text in sides[side] if text in merged] == [text for text in merged if text in sides[side]]


# Few texts, so that blocks repeat; short and long ones, so that they are parts of each other.
BLOCKS = [
    "<p>warga</p>", "<p>warga kota</p>", "<p>warga kota yang di banjir</p>", "<p>yang <em>di</em> banjir</p>",
    "<h2>warga kota</h2>", "<ul><li><p>warga</p></li></ul>", '<figure data-photo="1"></figure>',
    '<figure data-photo="2"><figcaption>kota</figcaption></figure>', '<aside data-article="3"></aside>',
]  # fmt: skip
bodies = st.lists(st.sampled_from(BLOCKS), max_size=8)


def joined(*sides):
    return [{"body": "".join(blocks)} for blocks in sides]


@properly
@given(bodies, bodies)
def test_with_one_side_unchanged_or_both_alike_the_result_is_the_other(base, other):
    base, other = ("".join(blocks) for blocks in (base, other))
    for mine, theirs in ((other, base), (base, other), (other, other)):
        merged = merge({"body": base}, {"body": mine}, {"body": theirs})
        assert (merged.snapshot["body"], merged.clashes) == (other, ())
        # The same without the short cut that a field is taken whole.
        outcome = MERGERS["body"]("body", base, mine, theirs)
        assert (outcome.value, outcome.clashes) == (other, ())


@settings(properly, max_examples=150)
@given(bodies, bodies, bodies)
def test_no_text_vanishes(base, mine, theirs):
    merged = merge(*joined(base, mine, theirs))
    shown = merged.snapshot["body"] + "".join(clash.mine + clash.theirs for clash in merged.clashes)
    for block in {*mine, *theirs} - {*base}:
        assert block in shown
    for choice, side in (("mine", mine), ("theirs", theirs)):
        result = settle(merged, choice)["body"]
        assert all(block in result for block in {*side} - {*base})
    both = settle(merged, "both")["body"]
    assert all(block in both for block in {*mine, *theirs} - {*base})


@properly
@given(bodies, bodies, bodies)
def test_settling_for_theirs_is_the_merged_snapshot(base, mine, theirs):
    merged = merge(*joined(base, mine, theirs))
    assert resolve(merged, {}) == settle(merged, "theirs") == merged.snapshot
    blocks = changes.split(merged.snapshot["body"])
    for clash in merged.clashes:
        assert "".join(blocks[slice(*clash.place)]) == clash.theirs
        assert len({clash.base, clash.mine, clash.theirs}) == 3


@properly
@given(bodies, bodies, bodies)
def test_who_saved_first_changes_only_the_order(base, mine, theirs):
    one, other = merge(*joined(base, mine, theirs)), merge(*joined(base, theirs, mine))
    for choice, opposite in (("mine", "theirs"), ("theirs", "mine"), ("both", "both")):
        results = (settle(one, choice)["body"], settle(other, opposite)["body"])
        assert Counter(changes.split(results[0])) == Counter(changes.split(results[1]))


@properly
@given(bodies, bodies, bodies, st.lists(st.sampled_from(CHOICES)))
def test_a_merged_body_is_clean(base, mine, theirs, choices):
    base, mine, theirs = ([body.clean(block) for block in blocks] for blocks in (base, mine, theirs))
    merged = merge(*joined(base, mine, theirs))
    result = resolve(merged, dict(zip(range(len(merged.clashes)), choices, strict=False)))["body"]
    assert body.clean(result) == result


@properly
@given(
    st.lists(
        st.sampled_from([*BLOCKS, "lepas", " ", "<strong>tebal</strong>", "<br>", "a < b & c", "</p>", "<table>"])
    )
)
def test_splitting_loses_no_text_and_is_exact_the_second_time(pieces):
    html = body.clean("".join(pieces))
    blocks = changes.split(html)
    assert body.plain_text("".join(blocks)).replace(" ", "") == body.plain_text(html).replace(" ", "")
    assert changes.split("".join(blocks)) == blocks
    if all(block.startswith("<p>") or block in html for block in blocks):
        assert body.plain_text(" ".join(blocks)) == body.plain_text(html)
