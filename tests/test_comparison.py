"""Two versions of a story side by side: words marked, every block in its row, nothing but safe and whole HTML."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body, changes
from articles.comparison import compare, summary

properly = settings(derandomize=True, deadline=None, max_examples=100, database=None)


def compare_field(field, old, new, **kwargs):
    """The only change between snapshots that differ in one field."""
    (change,) = compare({field: old, "slug": "a"}, {field: new, "slug": "a"}, **kwargs)
    assert change.field == field
    return change


def sides(field, old, new):
    return [(row.old, row.new) for row in compare_field(field, old, new).rows]


class WellFormed(HTMLParser):
    """Reads HTML as strictly as XML: every element closed in its turn, nothing stray."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.open = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag == "span" or not {"del", "ins"} & {*self.open}, "a mark reaches over a tag"
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        assert "<" not in text
        assert ">" not in text

    def handle_comment(self, text):
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


# Texts


def test_words_are_marked_in_a_text():
    assert sides("headline", "Kapal kecil bersandar di Jakarta", "Kapal besar itu bersandar di Jakarta.") == [
        (
            "Kapal <del>kecil</del> bersandar di Jakarta",
            "Kapal <ins>besar itu</ins> bersandar di Jakarta<ins>.</ins>",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("anak-anak", "anak"),
        ("Jum'at", "Jumat"),
        ("1.250,50", "1.250,75"),
        ("2026/11", "2026/12"),
        ("Jum’at", "Jum'at"),
    ],
)
def test_a_word_is_marked_whole(old, new):
    assert sides("deck", f"a {old}, b", f"a {new}, b") == [(f"a <del>{old}</del>, b", f"a <ins>{new}</ins>, b")]


def test_a_text_is_escaped():
    ((old, new),) = sides("headline", "<script>a</script> & b", "<script>a</script> & c")
    assert old == "&lt;script&gt;a&lt;/script&gt; &amp; <del>b</del>"
    assert isinstance(old, SafeString)
    assert isinstance(new, SafeString)


def test_texts_that_have_nothing_in_common_are_marked_whole():
    assert sides("deck", "Harga beras di pasar naik lagi", "Hujan turun di kota sejak pagi tadi") == [
        ("<del>Harga beras di pasar naik lagi</del>", "<ins>Hujan turun di kota sejak pagi tadi</ins>")
    ]


def test_an_added_and_a_removed_text_stand_beside_nothing():
    assert sides("deck", "", "Baru saja.") == [("", "<ins>Baru saja.</ins>")]
    assert sides("deck", "Baru saja.", None) == [("<del>Baru saja.</del>", "")]


# Values and lists


def test_a_value_is_compared_whole_under_its_name():
    names = {("section", 3): "Global", ("section", 4): "<Olahraga>"}
    change = compare_field("section", 3, 4, names=lambda field, value: names[field, value])
    assert (change.removed, change.added) == (("Global",), ("<Olahraga>",))
    assert [(row.old, row.new) for row in change.rows] == [("<del>Global</del>", "<ins>&lt;Olahraga&gt;</ins>")]


def test_a_photo_that_was_added_has_nothing_beside_it():
    change = compare_field("lead_photo", None, 12)
    assert (change.removed, change.added) == ((), ("12",))
    assert (change.rows[0].old, change.rows[0].new) == ("", "<ins>12</ins>")


def test_tags_are_compared_as_a_set():
    change = compare_field("tags", ["kapal", "banjir", "air"], ["air", "warga", "kapal"])
    assert (change.removed, change.added) == (("banjir",), ("warga",))
    assert sides("tags", ["b", "a"], ["c", "a", "d"]) == [("a, <del>b</del>", "a, <ins>c, d</ins>")]
    assert compare({"tags": ["a", "b"]}, {"tags": ["b", "a"]}) == []


def test_bylines_show_who_was_added_who_removed_and_who_moved():
    def names(field, entry):
        return "{}. {}".format(*entry)

    change = compare_field("bylines", [[1, "penulis"], [2, "editor"]], [[1, "editor"], [2, "editor"]], names=names)
    assert (change.removed, change.added) == (("1. penulis",), ("1. editor",))
    change = compare_field("bylines", [[1, "p"], [2, "p"]], [[2, "p"], [1, "p"]], names=names)
    assert (change.removed, change.added) == ((), ())
    assert "<ins>2. p</ins>" in change.rows[0].new


# The body


def rows_of(old, new, **kwargs):
    return compare_field("body", old, new, **kwargs).rows


def test_blocks_stand_side_by_side_and_their_words_are_marked():
    rows = rows_of(
        "<p>satu dua tiga</p><p>empat lima</p><h2>enam</h2><p>tujuh</p>",
        "<p>satu dua empat</p><p>baru sekali</p><p>empat lima</p><p>tujuh</p>",
    )
    assert [(row.old, row.new) for row in rows] == [
        ("<p>satu dua <del>tiga</del></p>", "<p>satu dua <ins>empat</ins></p>"),
        ("", "<p><ins>baru sekali</ins></p>"),
        ("<p>empat lima</p>", "<p>empat lima</p>"),
        ("<h2><del>enam</del></h2>", ""),
        ("<p>tujuh</p>", "<p>tujuh</p>"),
    ]
    assert [row.is_changed for row in rows] == [True, True, False, True, False]


def test_unchanged_stretches_fold_but_for_the_neighbours_of_a_change():
    old = "".join(f"<p>{word}</p>" for word in "abcdefg")
    assert [row.is_collapsible for row in rows_of(old, old.replace("d", "x"))] == [
        True,
        True,
        *[False] * 3,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("old", "new", "old_html", "new_html"),
    [
        ("<p>a b c</p>", "<p>a <strong>b</strong> c</p>", "<p>a <del>b</del> c</p>", "<p>a <strong><ins>b</ins></strong> c</p>"),
        (
            '<p>a <a href="/b">b</a> c</p>', '<p>a <a href="/c">b</a> c</p>',
            '<p>a <a href="/b"><del>b</del></a> c</p>', '<p>a <a href="/c"><ins>b</ins></a> c</p>',
        ),
        ("<p>a b</p>", "<h2>a b</h2>", "<p><del>a b</del></p>", "<h2><ins>a b</ins></h2>"),
        (
            "<ul><li><p>a</p></li></ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
            "<ul><li><p>a</p></li></ul>", "<ul><li><p>a</p></li><li><p><ins>b</ins></p></li></ul>",
        ),
    ],
)  # fmt: skip
def test_formatting_and_links_are_changes_of_their_words(old, new, old_html, new_html):
    (row,) = rows_of(old, new)
    assert (row.old, row.new) == (old_html, new_html)
    assert not row.is_formatting


def test_a_change_without_words_is_still_a_changed_row():
    (row,) = rows_of("<p>satu dua</p>", "<p>satu<br>dua</p>")
    assert row.is_changed
    assert row.is_formatting
    (row,) = rows_of("<p>satu dua tiga empat</p>", "<p>satu dua</p><p>tiga empat</p>")
    assert row.is_formatting
    assert (row.old, row.new) == ("<p>satu dua tiga empat</p>", "<p>satu dua</p><p>tiga empat</p>")


@pytest.mark.parametrize("old", ["<p>satu dua</p><p>tiga empat</p>", "<p>satu</p><p>dua tiga empat</p>"])
def test_joined_paragraphs_stand_beside_the_one_they_became(old):
    (row,) = rows_of(old, "<p>satu dua tiga empat lima</p>")
    assert row.old == old
    assert row.new == "<p>satu dua tiga empat <ins>lima</ins></p>"


def test_a_moved_block_is_taken_out_and_put_in():
    rows = rows_of("<p>a</p><p>b</p><p>c</p>", "<p>c</p><p>a</p><p>b</p>")
    assert [(bool(row.old), bool(row.new)) for row in rows] == [
        (False, True),
        (True, True),
        (True, True),
        (True, False),
    ]


def test_photos_and_boxes_show_by_name():
    rows = rows_of(
        '<figure data-photo="1"><figcaption>a</figcaption></figure><aside data-article="3"></aside>',
        '<figure data-photo="2"><figcaption>a</figcaption></figure><aside data-article="3"></aside>',
        names=lambda field, value: f"<{field} {value}>",
    )
    assert '<del><span class="reference">&lt;data-photo 1&gt;</span></del>' in rows[0].old
    assert '<ins><span class="reference">&lt;data-photo 2&gt;</span></ins>' in rows[0].new
    assert '<span class="reference">&lt;data-article 3&gt;</span>' in rows[1].new
    assert not rows[1].is_changed


def test_a_body_that_was_never_cleaned_does_no_harm():
    """The copy that a browser kept is compared before it has been saved."""
    (row,) = rows_of("<p>a</p>", '<p onclick="x()">a <script>alert(1)</script><a href="javascript:x()">b</a></p>')
    assert "script" not in row.new
    assert "onclick" not in row.new


# Summaries


def test_a_summary_names_the_fields_in_the_order_of_the_form():
    old = {"zebra": 1, "body": "<p>a</p>\n<p>b</p>", "tags": ["a"], "headline": "a", "ai_note": "", "section": 1}
    new = {"zebra": 2, "body": "<p>a</p><p>c</p>", "tags": ["b"], "headline": "b", "section": 1, "apple": True}
    assert summary(old, new) == ["headline", "body", "tags", "apple", "zebra"]


def test_what_is_empty_equals_what_is_absent():
    """A revision from before a release lacks the fields that the release added."""
    assert (
        summary({}, {"deck": "", "lead_photo": None, "tags": [], "bylines": [], "is_unverified": False, "body": ""})
        == []
    )
    assert summary({"body": "<p>a</p> <p>b</p>"}, {"body": "<p>a</p>\n<p>b</p>"}) == []


# Properties

FRAGMENTS = [
    "satu", "dua", " ", "anak-anak", "&amp;", "&lt;b&gt;", "&nbsp;", ".", "a < b", '"', "<p>", "</p>", "<h2>", "</h2>", "<strong>",
    "</strong>", "<em>", "</em>", '<a href="/x?a=1&amp;b=2" title="a > b &quot;c&quot;">', "</a>", "<ul><li>", "</li><li>",
    "</li></ul>", "<table><tr><td colspan=2>", "</td></tr></table>", "<blockquote>", "<footer>", "</footer></blockquote>", "<br>",
    '<figure data-photo="1"></figure>', '<figure data-photo="2"><figcaption>dua</figcaption></figure>',
    '<aside data-article="3"></aside>', "<script>", "</script>", "<!--", "-->", "<del>", "</del>", "\n",
]  # fmt: skip
MARKS = re.compile(r"</?(?:del|ins)>")
html_soup = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


@properly
@given(html_soup, html_soup)
def test_each_side_is_well_formed_and_is_its_version_but_for_the_marks(old, new):
    changed = compare({"body": old}, {"body": new}, lambda field, value: "<&>")
    shown = {"old": "", "new": ""}
    for row in changed[0].rows if changed else ():
        assert row.is_changed or row.old == row.new
        for side, foreign in (("old", "<ins>"), ("new", "<del>")):
            WellFormed(getattr(row, side))
            assert foreign not in getattr(row, side)
            shown[side] += getattr(row, side)
    if changed:
        for side, html in (("old", old), ("new", new)):
            plain = MARKS.sub("", shown[side]).replace('<span class="reference">&lt;&amp;&gt;</span>', "")
            assert plain == "".join(changes.split(body.clean(html)))


texts = st.text("abé12 \n\u00a0<>&;\"'.,-", max_size=40)


@properly
@given(texts, texts)
def test_any_texts_compare_safely(old, new):
    changed = compare({"headline": old}, {"headline": new})
    assert bool(changed) == (old != new)
    for row in changed[0].rows if changed else ():
        assert unescaped(row.old) == old
        assert unescaped(row.new) == new


def unescaped(html):
    html = MARKS.sub("", html)
    assert "<" not in html
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@properly
@given(html_soup)
def test_a_version_does_not_differ_from_itself(html):
    assert compare({"body": html}, {"body": html}) == []
