"""The main job in a real browser: an editor writes a story from login to publication, a reader reads it on the site."""

import re

import pytest

from tests.factories import image_bytes, make_author, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page, field, words):
    """Pick the first suggestion of an autocomplete field."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(words)
    page.click(f".select2-results__option:has-text('{words}')")


@pytest.fixture
def newsroom(settings):
    settings.SITE_NAME = "Media"
    make_section(name="Global", slug="global")
    make_author(name="Rani Kusumawati")
    make_tag(name="pelabuhan")
    return make_staff("Editor", username="redaktur", password="sandi-meja")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_editor_writes_a_story_and_a_reader_reads_it(live_server, page, newsroom, problems, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.fill("#id_username", "redaktur")
    page.fill("#id_password", "sandi-meja")
    page.click("[type=submit]")

    page.wait_for_selector(".ProseMirror[aria-label]")
    page.fill("#id_headline", "Pelabuhan Kecil Dibuka Kembali")
    page.fill("#id_deck", "Kapal pertama bersandar setelah dua tahun.")
    page.select_option("#id_section", label="Global")
    choose(page, "author", "Rani Kusumawati")
    page.fill("#id_dateline", "Jakarta")
    page.click(".ProseMirror[aria-label]")
    page.keyboard.type("Kapal pertama bersandar pukul enam.")
    page.keyboard.press("Enter")
    page.keyboard.type("Warga bersorak di dermaga.")

    # The photo comes in by the "+" beside its field, in a window of its own.
    with page.expect_popup() as opened:
        page.click("#add_id_lead_photo")
    popup = opened.value
    popup.set_input_files("#id_image", {"name": "dermaga.jpg", "mimeType": "image/jpeg", "buffer": image_bytes()})
    popup.fill("#id_title", "20150626-Wawancara-Jakarta")
    popup.fill("#id_caption", "Petugas memberi keterangan, Jakarta, Jumat (26/6/2015).")
    popup.fill("#id_alt_text", "Petugas berbicara di depan mikrofon")
    popup.fill("#id_agency", "Media")
    popup.fill("#id_photographer", "Tono Wirasena")
    with popup.expect_event("close"):
        # The window closes itself while the click is still under way.
        popup.evaluate("setTimeout(() => document.querySelector('[name=_save]').click())")
    page.wait_for_selector(".field-lead_photo .select2-selection__rendered:has-text('20150626')")

    page.fill("#id_published_at", "2016-05-31T02:49")
    page.click("[name=_approve]")
    page.wait_for_selector(".messagelist .success")

    with page.expect_popup() as opened:
        page.click("a:has-text('Lihat di situs')")
    story = opened.value
    story.wait_for_load_state()
    story.set_viewport_size({"width": width, "height": 900})
    text = re.sub(r"\s+", " ", story.locator("main").text_content())
    for element in (
        "Pelabuhan Kecil Dibuka Kembali",
        "Kapal pertama bersandar setelah dua tahun.",
        "oleh Rani Kusumawati diperbarui 31 Mei 2016, 02:49 WIB",
        "Diterbitkan 31 Mei 2016, 02:49 WIB",
        "20150626-Wawancara-Jakarta",
        "Petugas memberi keterangan, Jakarta, Jumat (26/6/2015).",
        "(Media/Tono Wirasena)",
        "Media, Jakarta - Kapal pertama bersandar pukul enam.",
        "Warga bersorak di dermaga.",
        "Populer",
        "Berita Terkini",
    ):
        assert element in text
    bold = story.locator(".body p").first.locator("strong")
    assert bold.inner_text() == "Media, Jakarta"
    assert story.locator("h1").count() == 1
    assert story.evaluate("document.querySelector('main picture img').naturalWidth") > 0
    assert story.evaluate("document.documentElement.scrollWidth") <= width
    story.click("a:has-text('Selengkapnya')")
    story.wait_for_url("**/indeks/")
    assert problems == []
