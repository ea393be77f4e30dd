"""One small archive and what is found in it: the same stories in the same order on every database."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.search import engine

from .factories import at, make_article, make_author, make_photo, make_section

pytestmark = pytest.mark.django_db

# key: (headline, deck, body, tags); from the oldest to the newest, a day apart.
STORIES = {
    "pasar": ("Kebakaran Pasar Lama", "Api padam siang hari.", "Pedagang pindah ke lapangan.", ["kebakaran"]),
    "hutan": ("Hutan Pinus Terbakar", "Asap sampai ke kota.", "Petugas memadamkan api sejak pagi.", []),
    "polisi": ("Polisi Periksa Saksi", "", "Pembakaran lahan diselidiki. Dua orang diperiksa.", []),
    "latihan": ("Latihan Siaga di Sekolah", "Siswa belajar.", "Guru menjelaskan bahaya kebakaran kepada siswa.", []),
    "ikan": ("Harga Ikan Naik", "", "Nelayan melaut lebih jauh.", ["perikanan"]),
    "beras": ("Pemerintah Berikan Beras", "", "Menteri menyerahkan sembilan karung. Pasar lama tetap buka.", []),
    "teri": ("Ikan Teri Digemari", "", "Jalan-jalan ke dermaga sambil makan.", []),
    "jalan": ("Jalan Baru Dibuka", "", "Warga berjalan kaki. Lama di pasar, mereka membeli ikan.", []),
    "covid": ("Vaksin COVID-19 Tiba", "", "Harganya Rp5.000 per dosis. Perang dan damai.", []),
    "wabah": ("Wabah Reda", "", "Kasus covid pada 19 Juni turun. Damai sebelum perang.", []),
    "berita": ("Berita dari Kampung", "", "Kabar diberitakan ulang. Ita menyimak.", []),
    "jumat": ("Salat Jum'at di Élysée", "", "Khotbah disampaikan pagi.", []),
}


@pytest.fixture
def archive(time_machine):
    time_machine.move_to(at("2026-06-20 12:00"), tick=False)
    section, author = make_section(name="Nasional", slug="nasional"), make_author(name="Sari Dewi")
    hour = at("2026-06-01 08:00")
    stories = {}
    for days, (key, (headline, deck, body, tags)) in enumerate(STORIES.items()):
        stories[key] = make_article(
            headline=headline,
            deck=deck or "Ringkasan.",
            body=f"<p>{body}</p>",
            tags=tags,
            section=section,
            authors=[author],
            published_at=hour + datetime.timedelta(days=days),
        )
    return stories


def found(archive, typed, **options):
    keys = {story.pk: key for key, story in archive.items()}
    return " ".join(keys[hit.article.pk] for hit in search.published(search.Query.parse(typed), **options))


# What is typed: what is found, most relevant first and newest first.
ANSWERS = [
    # In the headline or as a tag, then in the text, then other forms in the headline, then in the text.
    ("kebakaran", "pasar latihan hutan polisi", "latihan polisi hutan pasar"),
    ("terbakar", "hutan pasar latihan polisi", "latihan polisi hutan pasar"),
    ("pembakaran", "polisi hutan pasar latihan", "latihan polisi hutan pasar"),
    ("KEBAKARANNYA", "hutan pasar latihan polisi", "latihan polisi hutan pasar"),
    ("ikan", "teri ikan jalan", "jalan teri ikan"),
    ("berikan", "beras", "beras"),
    ("berita", "berita", "berita"),
    ("diberitakan", "berita", "berita"),
    ("ita", "berita", "berita"),
    ("menteri", "beras", "beras"),
    ("teri", "teri", "teri"),
    ("sembilan", "beras", "beras"),
    ("sembil", "", ""),
    ("jalan-jalan", "teri jalan", "jalan teri"),
    ("jalan", "jalan teri", "jalan teri"),
    ('"pasar lama"', "pasar beras", "beras pasar"),
    ("pasar lama", "pasar jalan beras", "jalan beras pasar"),
    ("pasar -kebakaran", "jalan beras", "jalan beras"),
    ('pasar -"pasar lama"', "jalan", "jalan"),
    ('"perang dan damai"', "covid", "covid"),
    ("perang damai", "wabah covid", "wabah covid"),
    ("COVID-19", "covid wabah", "wabah covid"),
    ("covid 19", "covid wabah", "wabah covid"),
    ("Rp 5.000", "covid", "covid"),
    ("rp5000", "covid", "covid"),
    ("jumat elysee", "jumat", "jumat"),
    ("sari dewi kebakaran", "pasar latihan polisi hutan", "latihan polisi hutan pasar"),
    ("tidak-ada-di-sini", "", ""),
    ('" OR AND NOT NEAR(', "", ""),
    ("'); DROP TABLE \\ ' : & | ! <-> *", "", ""),
]


def test_the_archive_answers_alike_on_every_database(archive):
    """CONVENTIONS I24: exact words before their other forms."""
    answers = [
        (typed, found(archive, typed), found(archive, typed, order=search.NEWEST)) for typed, *_expected in ANSWERS
    ]
    assert answers == ANSWERS


def test_results_are_narrowed_by_section_author_and_days(archive):
    other, writer = make_section(), make_author()
    make_article(headline="Kebakaran di Gudang", section=other, authors=[writer], published_at=at("2026-06-15 00:00"))
    days = {name: datetime.date(2026, 6, day) for name, day in (("first", 1), ("second", 2), ("eve", 14), ("day", 15))}
    nasional = archive["pasar"].section
    assert found(archive, "kebakaran", filters=search.Filters(section=nasional)) == "pasar latihan hutan polisi"
    assert len(search.published(search.Query.parse("kebakaran"), filters=search.Filters(section=other))) == 1
    assert len(search.published(search.Query.parse("kebakaran"), filters=search.Filters(author=writer))) == 1
    narrow = search.Filters(since=days["first"], until=days["second"])
    assert found(archive, "kebakaran", filters=narrow) == "pasar hutan"
    assert len(search.published(search.Query.parse("gudang"), filters=search.Filters(since=days["day"]))) == 1
    assert len(search.published(search.Query.parse("gudang"), filters=search.Filters(until=days["day"]))) == 1
    assert len(search.published(search.Query.parse("gudang"), filters=search.Filters(until=days["eve"]))) == 0


def test_pages_follow_each_other_without_gap_or_repetition(archive):
    for order in (search.RELEVANT, search.NEWEST):
        whole = [archive[key].pk for key in found(archive, "kebakaran", order=order).split()]
        for size in (1, 2, 3):
            assert walked("kebakaran", order, size) == whole


def walked(typed, order, size):
    pages, before = [], None
    while before != "":
        page = search.published(search.Query.parse(typed), order=order, before=before or "", size=size)
        pages += [hit.article.pk for hit in page]
        before = page.older
    return pages


@pytest.mark.parametrize("cursor", ["x", "9-1", "0-", "-1-1", "0-" + "9" * 40, "0-1;"])
def test_a_malformed_cursor_is_no_page(db, cursor):
    with pytest.raises(ValueError):
        search.published(search.Query.parse("ikan"), before=cursor)


def test_stories_of_one_second_all_have_their_place(db, time_machine):
    time_machine.move_to(at("2026-06-20 12:00"), tick=False)
    section, author = make_section(), make_author()
    stories = [
        make_article(headline="Serentak", section=section, authors=[author], published_at=at("08:00"))
        for _ in range(5)
    ]
    numbers = [story.pk for story in stories]
    # A place that is another's already, as after an import of thousands with one hour.
    row = engine.stories.find(search.Query.parse("serentak").any_form(), limit=9)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT place) FROM articles_storyterms")
        assert cursor.fetchone()[0] == 5
    assert row[0] == numbers[-1]
    results = search.published(search.Query.parse("serentak"))
    assert [hit.article.pk for hit in results] == numbers[::-1]


def test_headline_and_passage_show_why_a_story_was_found(archive):
    hit, *_others = search.published(search.Query.parse("ikan naik"))
    assert hit.headline == "Harga <mark>Ikan</mark> <mark>Naik</mark>"
    hit = search.published(search.Query.parse("pembakaran")).hits[0]
    assert hit.passage == "<mark>Pembakaran</mark> lahan diselidiki. Dua orang diperiksa."
    deck = search.published(search.Query.parse("asap")).hits[0]
    assert deck.passage == "<mark>Asap</mark> sampai ke kota."


def test_a_misspelling_is_answered_with_what_was_meant(archive):
    meant = {
        "kebakran": "kebakaran",
        "kebakaarn pasar": "kebakaran pasar",
        "vaskin covid": "vaksin covid",
        '"pasra lama"': '"pasar lama"',
        "pemerintha berias": "pemerintah beras",
        "zzzzzz": "",
        "kebakaran": "",
        "kebakran vaksin": "",  # no story has both
    }
    assert {typed: search.suggestion(search.Query.parse(typed)) for typed in meant} == meant


def test_words_of_unpublished_stories_are_never_suggested(archive):
    make_article(headline="Rahasia Megaproyek", status="draft")
    make_article(headline="Penobatan Besok", published_at=timezone.now() + datetime.timedelta(days=1))
    withdrawn = make_article(headline="Tersangkanya Keliru", status="withdrawn")
    for typed in ("megaproyk", "penobatn", "tersangkany", "keliruu"):
        assert search.suggestion(search.Query.parse(typed)) == ""
    assert withdrawn


def test_captions_are_found_that_stand_in_the_story(archive):
    lead, inline, own = (make_photo(caption=words) for words in ("Mercusuar tua.", "Kerbau putih.", "Tidak tercetak."))
    story = make_article(
        lead_photo=lead,
        body=f'<p>Teks.</p><figure data-photo="{inline.pk}"></figure>'
        f'<figure data-photo="{own.pk}"><figcaption>Layang-layang</figcaption></figure>',
    )
    for words in ("mercusuar", "kerbau", "layang-layang"):
        assert [hit.article for hit in search.published(search.Query.parse(words))] == [story]


def test_without_full_text_search_the_newest_stories_are_read(archive, monkeypatch):
    if connection.vendor != "sqlite":
        return
    monkeypatch.setattr(connection, "has_fts5", False, raising=False)
    assert found(archive, "kebakaran") == "pasar latihan hutan polisi"
    assert found(archive, 'pasar -"pasar lama"') == "jalan"
    assert "FTS5" in str(search.check(databases=["default"])[0].msg)


def test_a_search_costs_the_same_few_queries(archive, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        search.published(search.Query.parse("kebakaran"))
