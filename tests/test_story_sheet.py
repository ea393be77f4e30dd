"""A story's page that is drawn once for what the database says is, byte for byte, the one that is drawn each time."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import kept, of_edition, sheets
from articles.models import Article, Author, Byline, Correction, Newsroom, Photo, Section, Tag

from .factories import (
    make_article,
    make_author,
    make_correction,
    make_gallery,
    make_photo,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db

EMBED = '<div data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></div>'


@pytest.fixture
def told():
    """A story that shows one of everything, and what it shows: {name: the row it comes from}."""
    parent = make_section(name="Daerah", slug="daerah")
    section = make_section(name="Pesisir", slug="pesisir", parent=parent)
    tag, writer, editor = (
        make_tag(name="perahu kayu"),
        make_author(name="Raras Kinanti"),
        make_author(name="Bayu Lintang"),
    )
    lead, inside = make_photo(rendition_key="a" * 32), make_photo(rendition_key="b" * 32, caption="Dermaga lama.")
    boxed = make_article(headline="Dermaga Lama Dibongkar")
    akin = make_article(headline="Perahu Kayu Kembali Berlayar", tags=[tag], section=section)
    story = make_article(
        section=section,
        tags=[tag],
        authors=[writer],
        lead_photo=lead,
        label="analisis",
        ai_use="dibantu",
        ai_tool="Penyalin",
        body=f'<p>Pembuka.</p><figure data-photo="{inside.pk}"></figure><div data-article="{boxed.pk}"></div>{EMBED}<p>Penutup.</p>',
    )
    Byline.objects.create(article=story, author=editor, position=1, role=Byline.Role.EDITOR)
    return {
        "story": story,
        "section": section,
        "parent": parent,
        "tag": tag,
        "writer": writer,
        "editor": editor,
        "lead": lead,
        "inside": inside,
        "boxed": boxed,
        "akin": akin,
    }


def page(client, story, edition=None):
    """The page as the page cache asks for it for an edition, or, without one, drawn as a whole."""
    stamp = {} if edition is None else {"newsroom.edition": edition}
    return client.get(story.get_absolute_url(), **stamp)


def assert_alike(client, story, edition):
    """The page of an edition is the whole one; returns it."""
    sheet, whole = page(client, story, edition), page(client, story)
    assert sheet.content.decode() == whole.content.decode()
    assert (sheet.status_code, sheet.headers) == (whole.status_code, whole.headers)
    return sheet.content.decode()


@pytest.fixture
def drawings(monkeypatch):
    """The sheets that are drawn from here on."""
    made, draw = [], sheets.draw

    def noted(template, values):
        made.append(values["article"].pk)
        return draw(template, values)

    monkeypatch.setattr(sheets, "draw", noted)
    return made


def test_a_sheet_is_the_whole_page(client, told, drawings):
    shown = assert_alike(client, told["story"], "1")
    assert drawings == [told["story"].pk]
    for words in ("Raras Kinanti", "Bayu Lintang", "Dermaga Lama Dibongkar", "Perahu Kayu Kembali", "Dermaga lama."):
        assert words in shown
    assert sheets.MARK not in shown


def test_an_edit_of_something_else_draws_no_sheet(client, told, drawings):
    page(client, told["story"], "1")
    other = make_article(headline="Pasar Pagi Dibuka")
    shown = assert_alike(client, told["story"], "2")
    assert other.headline in shown, "in Berita Terkini"
    assert drawings == [told["story"].pk]


def test_what_a_page_asks_the_database(client, told, django_assert_num_queries):
    """Five queries; one when all is as it was; both where something is another, whatever that is. Drawing asks nothing."""
    page(client, make_article(section=told["section"]), "1")  # for the furniture
    with django_assert_num_queries(5):
        page(client, told["story"], "1")
    with django_assert_num_queries(1):
        page(client, told["story"], "1")
    make_article(section=told["section"])  # a candidate for “Baca juga”
    with django_assert_num_queries(1 + 5):
        page(client, told["story"], "1")
    with django_assert_num_queries(1):
        page(client, told["story"], "1")
    kept.forget()
    with django_assert_num_queries(5):
        page(client, told["story"], "1")


def test_a_story_that_is_no_longer_plain_is_asked_for_as_if_it_never_was(client, told):
    """What was asked for its sheet is not asked again and again."""
    page(client, told["story"], "1")
    make_correction(told["story"])
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page(client, told["story"], "1")
        costs.append(len(queries))
    assert costs[1] == costs[0] - 1


CHANGES = {
    "the headline": lambda told: Article.objects.filter(pk=told["story"].pk).update(headline="Judul Baru"),
    "the body": lambda told: Article.objects.filter(pk=told["story"].pk).update(body="<p>Isi baru.</p>"),
    "the label": lambda told: Article.objects.filter(pk=told["story"].pk).update(label="opini"),
    "its update": lambda told: Article.objects.filter(pk=told["story"].pk).update(updated_at=timezone.now()),
    "a writer's name": lambda told: Author.objects.filter(pk=told["writer"].pk).update(name="Nama Baru"),
    "a writer's job": lambda told: Author.objects.filter(pk=told["writer"].pk).update(job_title="Koresponden"),
    "a byline": lambda told: Byline.objects.create(article=told["story"], author=make_author(), position=2),
    "an editor's name": lambda told: Author.objects.filter(pk=told["editor"].pk).update(name="Nama Baru"),
    "a tag's name": lambda told: Tag.objects.filter(pk=told["tag"].pk).update(name="perahu layar"),
    "a tag": lambda told: told["story"].tags.add(make_tag(name="dermaga")),
    "the section's name": lambda told: Section.objects.filter(pk=told["section"].pk).update(name="Laut"),
    "the section above": lambda told: Section.objects.filter(pk=told["parent"].pk).update(name="Nusantara"),
    "the lead photo's caption": lambda told: Photo.objects.filter(pk=told["lead"].pk).update(
        caption="Keterangan baru."
    ),
    "the lead photo's files": lambda told: Photo.objects.filter(pk=told["lead"].pk).update(rendition_key="c" * 32),
    "a photo of the body": lambda told: Photo.objects.filter(pk=told["inside"].pk).update(caption="Keterangan baru."),
    "a boxed headline": lambda told: Article.objects.filter(pk=told["boxed"].pk).update(headline="Judul Baru"),
    "a boxed story taken back": lambda told: told["boxed"].withdraw(by=None, reason="dewan_pers"),
    "a suggested headline": lambda told: Article.objects.filter(pk=told["akin"].pk).update(headline="Judul Baru"),
    "a suggested story taken back": lambda told: told["akin"].withdraw(by=None, reason="dewan_pers"),
    "a new suggestion": lambda told: make_article(tags=[told["tag"]], section=told["section"]),
    "the newsroom": lambda told: Newsroom(company="PT Contoh Media", phone="021 5550 0117").save(),
    "a correction": lambda told: make_correction(told["story"]),
    "a correction elsewhere": lambda told: make_correction(told["akin"], related_article=told["story"]),
    "a doubt": lambda told: Article.objects.filter(pk=told["story"].pk).update(is_unverified=True),
    "a follow-up": lambda told: make_article(verifies=told["story"]),
    "a gallery": lambda told: make_gallery(told["story"], [make_photo(), make_photo()]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_anything_shown_is_shown(client, told, change):
    before = assert_alike(client, told["story"], "1")
    CHANGES[change](told)
    if change == "a follow-up":
        Article.objects.filter(pk=told["story"].pk).update(was_unverified=True)
    assert assert_alike(client, Article.objects.get(pk=told["story"].pk), "2") != before


def test_what_is_posted_by_the_clock_is_shown_from_its_second_on(client, told, monkeypatch):
    note = make_correction(told["story"], posted_at=timezone.now() + datetime.timedelta(hours=1))
    assert note.text not in assert_alike(client, told["story"], "1")
    later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert note.text in assert_alike(client, told["story"], "2")


def test_a_story_that_is_taken_back_is_gone(client, told):
    page(client, told["story"], "1")
    told["story"].withdraw(by=None, reason="dewan_pers")
    gone = page(client, told["story"], "2")
    assert gone.status_code == 410
    assert "Pembuka." not in gone.content.decode()
    assert Correction.objects.filter(article=told["story"]).exists()


def test_a_story_that_is_not_published_is_unknown(client):
    story = make_article(published_at=timezone.now() + datetime.timedelta(hours=1))
    assert page(client, story, "1").status_code == 404
    assert client.get(f"/daerah/read/{2**70}/kata/", **{"newsroom.edition": "1"}).status_code == 404


def test_another_address_leads_to_its_own(client, told):
    address = told["story"].get_absolute_url()
    answer = client.get(f"/lain/read/{told['story'].pk}/kata-lain/", **{"newsroom.edition": "1"})
    assert (answer.status_code, answer["Location"]) == (301, address)


def test_furniture_goes_with_its_editions(client, told):
    """What editions shared is kept for the last few only."""
    for edition in map(str, range(10)):
        page(client, told["story"], edition)
    assert list(of_edition._made) == [str(edition) for edition in range(10 - of_edition.EDITIONS, 10)]
