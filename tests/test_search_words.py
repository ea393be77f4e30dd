"""What is a word, what is its root, what a query means, what is marked: values in, values out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import engine, highlight
from articles.search.query import LONGEST, MOST, Query
from articles.search.roots import root
from articles.search.spelling import distance
from articles.search.terms import MOST_BYTES, Document, row_of
from articles.search.words import words

from .factories import at

TYPED = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\"'“”-−*()~^+#=<:& \t\x00abc")), max_size=300)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kebakaran di Pasar Lama", ["kebakaran", "pasar", "lama"]),
        ("COVID-19 dan Jum'at, Ba’asyir", ["covid", "19", "jumat", "baasyir"]),
        ("Rp5.000 atau Rp 5.000", ["rp", "5000", "rp", "5000"]),
        ("jalan-jalan G20 3,5 02.49", ["jalan", "jalan", "g", "20", "3", "5", "02", "49"]),
        ("Café São Tomé ÉLYSÉE", ["cafe", "sao", "tome", "elysee"]),
        ("東京 Москва", ["東京", "москва"]),
        ("… — “” _ 👍", []),
    ],
)
def test_a_text_is_a_sequence_of_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    "forms",
    [
        "kebakaran terbakar pembakaran dibakar membakar kebakarannya",
        "menyalurkan penyaluran disalurkan",
        "menulis penulis tulisan tulis ditulis",
        "peneliti penelitian meneliti teliti",
        "penerbangan terbang",
        "mengirim pengiriman kirim dikirim kiriman",
        "mengelola pengelolaan kelola pengelola",
        "memilih pemilihan terpilih pilihan",
        "perekonomian ekonomi",
        "terpopuler populer",
        "berita pemberitaan memberitakan diberitakan",
        "berikan memberikan diberikan pemberian beri",
        "menteri kementerian menterinya",
    ],
)
def test_the_forms_of_a_word_share_its_root(forms):
    """CONVENTIONS I24."""
    assert len({root(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["berita ita", "berikan ikan", "menteri teri", "sembilan sembil", "perintah intah", "pemilu pilu"]
)
def test_what_only_looks_like_an_affix_is_none(pair):
    """CONVENTIONS I24: where the stemmer cuts too much."""
    first, second = pair.split()
    assert root(first) != root(second)


def test_a_reduplicated_word_is_split_before_its_root_is_taken():
    """CONVENTIONS I24."""
    assert (
        {root(word) for word in words("berjalan-jalan")} == {root(word) for word in words("jalan-jalan")} == {"jalan"}
    )


def test_a_query_has_words_phrases_and_exclusions():
    """CONVENTIONS I23."""
    query = Query.parse('banjir "Pulau Kecil" -hoaks -“siap siaga” COVID-19 yang')
    assert query.wanted == (("banjir",), ("covid", "19"))
    assert query.phrases == (("pulau", "kecil"),)
    assert query.excluded == (("hoaks",), ("siap", "siaga"))


@pytest.mark.parametrize(
    ("typed", "common"), [("", False), ("   ", False), ("-banjir", False), ('""', False), ("yang di", True)]
)
def test_what_asks_for_nothing_is_an_empty_query(typed, common):
    query = Query.parse(typed)
    assert not query
    assert query.is_too_common == common


@given(TYPED)
def test_whatever_is_typed_is_a_bounded_query(text):
    query = Query.parse(text)
    assert len(query.text) <= LONGEST
    assert len(query.wanted) <= MOST and len(query.phrases) <= MOST and len(query.excluded) <= MOST
    for match in (*query.matches(), query.any_form(), query.while_typing()):
        assert engine.for_fts5(match).count('"') % 2 == 0
        assert engine.for_tsquery(match).count("'") % 2 == 0
    assert Query.parse(query.text) == query


@given(TYPED, TYPED)
def test_marking_changes_no_word_and_lets_no_markup_through(text, typed):
    query = Query.parse(typed)
    shown = highlight.marked(text, query)
    assert shown.count("<mark>") == shown.count("</mark>")
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare and ">" not in bare
    passage = highlight.snippet(text, query, size=40)
    assert passage.count("<mark>") == passage.count("</mark>")


def test_exact_words_and_other_forms_are_marked():
    query = Query.parse('kebakaran "pasar lama"')
    assert highlight.marked("Terbakar: <b>Pasar Lama</b>, kebakarannya besar", query) == (
        "<mark>Terbakar</mark>: &lt;b&gt;<mark>Pasar</mark> <mark>Lama</mark>&lt;/b&gt;, <mark>kebakarannya</mark> besar"
    )


def test_a_snippet_is_the_passage_with_most_of_the_words():
    text = "Banjir. " + "Kalimat lain yang panjang. " * 30 + "Di Tanjung Arum banjir surut." + " Akhir cerita." * 30
    passage = highlight.snippet(text, Query.parse("banjir surut"), size=120)
    assert "<mark>banjir</mark> <mark>surut</mark>" in passage
    assert passage.startswith("… ") and passage.endswith(" …")
    assert len(passage) < 180
    assert highlight.snippet(text, Query.parse("gempa")) == ""


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [("banjir", "banjir", 0), ("banjr", "banjir", 1), ("bajnir", "banjir", 1), ("benjur", "banjir", 2), ("", "a", 1)],
)
def test_letters_are_counted_that_must_change(first, second, steps):
    assert distance(first, second) == distance(second, first) == steps


def test_a_text_without_end_is_indexed_up_to_a_bound():
    text = " ".join(
        f"kata{'x' * 30}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(20_000)
    )
    row = row_of(Document(1, "Judul", (), (text,), ("#s1",), at("2026-06-01 08:00"), at("2026-06-01 08:00")))
    assert len(row.terms.encode()) <= MOST_BYTES
    assert "#s1" in row.terms.split(" ") and "^judul" in row.terms.split(" ")
