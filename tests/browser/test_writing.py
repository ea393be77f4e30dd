"""Writing in a real browser: embeds, links, photos, boxes; the preview beside the form; a secret link for an outsider."""

import re

import pytest
from playwright.sync_api import expect

from articles import embeds
from articles.admin.widgets import BodyEditor
from articles.models import Photo
from tests.browser.conftest import go_to_end
from tests.browser.test_body_editor import body_of, paste
from tests.desk import ADD, change_url
from tests.factories import image_bytes, make_article, make_photo

pytestmark = pytest.mark.django_db(transaction=True)

VIDEO = "https://youtu.be/dQw4w9WgXcQ?si=abc"
ADDRESSES = [
    VIDEO,
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=30s",
    "https://m.youtube.com/shorts/dQw4w9WgXcQ",
    "https://www.youtube.com/@saluran",
    "https://twitter.com/redaksi/status/1234567890?s=20",
    "https://x.com/redaksi/status/1234567890/photo/1",
    "https://x.com/redaksi",
    "https://www.instagram.com/p/Cabcdefghij/?igsh=1",
    "https://www.instagram.com/reel/Cabcdefghij/",
    "https://www.tiktok.com/@redaksi/video/7123456789012345678",
    "https://vm.tiktok.com/ZMabcdefg/",
    "https://www.tiktok.com/@redaksi",
    "https://youtube.com.jahat.example/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
    "https://nama:sandi@www.youtube.com/watch?v=dQw4w9WgXcQ",
    "javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ",
    "https://contoh.example/youtu.be/dQw4w9WgXcQ",
    "teks biasa",
]
WEB_PAGE = """<html><head><title>Judul halaman</title><base href="https://luar.example/"><link rel="stylesheet" href="/a.css">
<script src="https://luar.example/a.js"></script><style>p { position: fixed }</style></head><body onload="alert(1)">
<nav><a href="javascript:alert(2)">Menu</a></nav><div class="isi"><div><div style="color:red" onclick="alert(3)">Paragraf di
dalam kotak.</div></div><div><p style="font-size:40px">Paragraf <span style="font-weight:bold">dua</span>.</p></div>
<iframe src="https://luar.example/bingkai"></iframe><img src="https://luar.example/a.png" onerror="alert(4)">
<h1 id="judul">Kepala</h1><h4>Kecil</h4><article><section>Bagian</section></article>
<table border=1><tr><td>satu</td><td>dua</td></tr></table><form><input value="x"><button>Kirim</button></form>
<script>alert(5)</script><p><a href="https://a.example/" onclick="alert(6)">Taut</a></p></div></body></html>"""


def paste_text(page, text):
    page.locator(".ProseMirror[aria-label]").evaluate(
        """(area, text) => {
            area.focus();
            const clipboard = new DataTransfer();
            clipboard.setData("text/plain", text);
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def write(page, text):
    page.locator(".ProseMirror[aria-label]").click()
    page.keyboard.type(text)


def test_the_editor_knows_the_same_embeds_as_the_sanitiser(desk):
    page = desk(ADD)
    known = page.evaluate(
        """async ([addresses, providers]) => {
            const { recognise } = await import("/static/editor/embed.js");
            return addresses.map((address) => recognise(address, providers));
        }""",
        [ADDRESSES, BodyEditor.EXTENSIONS["Embed"]["providers"]],
    )
    assert known == [embed and embed.provider for embed in map(embeds.recognise, ADDRESSES)]


def test_the_address_of_a_video_on_an_empty_line_becomes_a_card(desk, problems):
    article = make_article(status="draft", body="<p>Pembuka.</p>")
    page = desk(change_url(article))
    go_to_end(page)
    page.keyboard.press("Enter")
    paste_text(page, VIDEO)
    card = page.locator(".embed-card")
    assert "YouTube" in card.inner_text()
    page.keyboard.type("Lanjut.")
    assert body_of(page) == f'<p>Pembuka.</p><figure data-embed="{VIDEO}"></figure><p>Lanjut.</p>'
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert article.body == (
        '<p>Pembuka.</p><figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure><p>Lanjut.</p>'
    )
    assert problems == []


def test_the_address_of_a_video_within_a_line_stays_text(desk):
    page = desk(ADD)
    write(page, "Lihat ")
    paste_text(page, VIDEO)
    assert page.locator(".embed-card").count() == 0
    assert "youtu.be/dQw4w9WgXcQ" in page.locator(".ProseMirror[aria-label]").inner_text()


def test_an_embed_from_the_toolbar_refuses_what_is_none(desk, problems):
    page = desk(ADD)
    write(page, "Pembuka.")
    page.keyboard.press("Enter")
    page.click("button[data-name=embed]")
    page.keyboard.type("https://contoh.example/video")
    page.keyboard.press("Enter")
    assert "YouTube" in page.locator(".desk-picker [role=status]").inner_text()
    page.fill(".desk-picker input", "https://x.com/redaksi/status/1234567890")
    page.click(".desk-picker__submit")
    page.keyboard.type("Lanjut.")
    assert body_of(page) == (
        '<p>Pembuka.</p><figure data-embed="https://x.com/redaksi/status/1234567890"></figure><p>Lanjut.</p>'
    )
    assert problems == []


def test_a_link_to_a_story_of_the_site_is_found_by_searching(desk, problems):
    related = make_article(headline="Perahu Baru Berlayar")
    make_article(headline="Pasar Malam", deck="Ramai sampai larut.", body="<p>Pedagang berdatangan.</p>")
    make_article(headline="Perahu Rahasia", status="draft")
    page = desk(ADD)
    write(page, "Baca di sini")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.fill(".desk-picker input[type=search]", "perahu")
    expect(page.locator(".desk-picker__result")).to_have_count(1)
    page.click(".desk-picker__result")
    assert page.input_value("#link-address") == related.get_absolute_url()
    page.keyboard.press("Enter")
    page.wait_for_selector(".desk-picker", state="detached")
    assert body_of(page) == f'<p><a href="{related.get_absolute_url()}">Baca di sini</a></p>'
    # The same dialog changes the address, and an empty one removes the link.
    page.click("button[data-name=link]")
    assert page.input_value("#link-address") == related.get_absolute_url()
    page.fill("#link-address", "contoh.example/laman")
    page.keyboard.press("Enter")
    assert body_of(page) == '<p><a href="https://contoh.example/laman">Baca di sini</a></p>'
    page.keyboard.press("Control+k")
    page.fill("#link-address", "")
    page.click(".desk-picker__submit")
    assert body_of(page) == "<p>Baca di sini</p>"
    assert problems == []


def test_a_link_where_nothing_is_selected_is_the_headline_of_the_story(desk):
    related = make_article(headline="Perahu Baru Berlayar")
    page = desk(ADD)
    write(page, "Sebelumnya: ")
    page.click("button[data-name=link]")
    page.click(".desk-picker__result")
    page.keyboard.press("Enter")
    assert body_of(page) == f'<p>Sebelumnya: <a href="{related.get_absolute_url()}">Perahu Baru Berlayar</a></p>'


def test_what_is_chosen_stands_in_the_text_before_anything_else_can_happen(desk):
    """A browser may take the next keystroke before it tells that a dialog was closed."""
    page = desk(ADD)
    write(page, "Lihat ")
    page.click("button[data-name=link]")
    page.fill("#link-address", "https://contoh.example/")
    in_one_task = """async () => {
        document.querySelector(".desk-picker__submit").click();
        for (let turn = 0; turn < 20; turn++) await null;
        return document.querySelector("#id_body").value;
    }"""
    assert page.evaluate(in_one_task) == ('<p>Lihat <a href="https://contoh.example/">https://contoh.example/</a></p>')


def test_a_photo_is_uploaded_in_the_dialog_and_gets_its_own_caption(desk, problems):
    page = desk(ADD)
    write(page, "Pembuka.")
    page.keyboard.press("Enter")
    page.click("button[data-name=inlinePhoto]")
    page.click(".desk-picker summary")
    page.set_input_files(".desk-picker [name=image]", {"name": "bukan.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    page.click(".desk-picker__upload button")
    page.wait_for_selector(".desk-picker__refusal:not(:empty)")
    assert page.inner_text(".desk-picker__refusal").startswith("Gambar: ")
    assert not Photo.objects.exists()
    page.set_input_files(
        ".desk-picker [name=image]", {"name": "dermaga.jpg", "mimeType": "image/jpeg", "buffer": image_bytes()}
    )
    page.fill(".desk-picker [name=title]", "Dermaga Pagi")
    page.fill(".desk-picker [name=caption]", "Keterangan di pustaka.")
    page.fill(".desk-picker [name=alt_text]", "Perahu di dermaga")
    page.fill(".desk-picker [name=agency]", "Media")
    page.click(".desk-picker__upload button")
    page.wait_for_selector(".inline-photo img")
    page.keyboard.type("Keterangan di sini.")
    expect(page.locator(".inline-photo img")).to_have_js_property("naturalWidth", 640)
    photo = Photo.objects.get()
    assert (photo.title, photo.caption, photo.credit) == ("Dermaga Pagi", "Keterangan di pustaka.", "(Media)")
    assert body_of(page) == (
        f'<p>Pembuka.</p><figure data-photo="{photo.pk}"><figcaption>Keterangan di sini.</figcaption></figure>'
    )
    # The refused upload is the one thing that a browser notes.
    assert [problem for problem in problems if "400" not in problem] == []


def test_a_box_of_a_related_story_is_found_by_searching(desk, problems):
    related = make_article(headline="Perahu Baru Berlayar")
    make_article(headline="Perahu Rahasia", status="draft")
    page = desk(ADD)
    page.click("button[data-name=relatedStory]")
    page.fill(".desk-picker input[type=search]", "perahu")
    expect(page.locator(".desk-picker__result")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".related-story")
    # A body that has nothing else is none the less no empty one.
    assert body_of(page) == f'<aside data-article="{related.pk}"></aside>'
    assert problems == []


def test_a_web_page_comes_in_clean(desk, problems):
    page = desk(ADD)
    paste(page, WEB_PAGE)
    body = body_of(page)
    assert not re.search(r"script|style|iframe|img|onclick|onerror|javascript:|class=|<div|<form|<input|alert", body)
    for kept in (
        "Menu",
        "dalam kotak.",
        "Paragraf <strong>dua</strong>.",
        "<h2>Kepala</h2>",
        "<h3>Kecil</h3>",
        "Bagian",
    ):
        assert kept in body
    assert '<a href="https://a.example/">Taut</a>' in body
    assert "<td><p>satu</p></td>" in body
    assert [problem for problem in problems if "luar.example" in problem] == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("Control+Alt+2", "<h2>Teks</h2>"),
        ("Control+Alt+3", "<h3>Teks</h3>"),
        ("Control+Shift+8", "<ul><li><p>Teks</p></li></ul>"),
        ("Control+Shift+7", "<ol><li><p>Teks</p></li></ol>"),
        ("Control+Shift+b", "<blockquote><p>Teks</p></blockquote>"),
        ("Control+b", "<p>Teks</p>"),
    ],
)
def test_blocks_are_made_from_the_keyboard(desk, keys, expected):
    page = desk(ADD)
    write(page, "Teks")
    page.keyboard.press(keys)
    assert body_of(page) == expected


def test_a_quote_gets_its_attribution_and_a_table_its_cells_from_the_keyboard(desk, problems):
    page = desk(ADD)
    write(page, "Kutipan.")
    page.keyboard.press("Control+Shift+b")
    page.focus("button[data-name=attribution]")
    page.keyboard.press("Enter")
    page.keyboard.type("Nama, jabatan")
    page.keyboard.press("Enter")
    page.focus("button[data-name=table]")
    page.keyboard.press("Enter")
    page.keyboard.type("Kota")
    page.keyboard.press("Tab")
    page.keyboard.type("Warga")
    assert body_of(page).startswith(
        "<blockquote><p>Kutipan.</p><footer>Nama, jabatan</footer></blockquote>"
        "<table><tbody><tr><th><p>Kota</p></th><th><p>Warga</p></th>"
    )
    assert problems == []


@pytest.mark.parametrize(("name", "tag"), [("heading:2", "h2"), ("heading:3", "h3")])
def test_subheads_are_made_from_the_toolbar(desk, name, tag):
    page = desk(ADD)
    write(page, "Teks")
    page.click(".prose-menubar__selected")
    page.locator(f".prose-menubar__option:has({tag}), .prose-menubar__option[data-name='{name}']").first.click()
    assert body_of(page) == f"<{tag}>Teks</{tag}>"


def test_lengths_are_counted_while_one_types(desk, problems):
    page = desk(ADD)
    page.fill("#id_headline", "J" * 110)
    assert page.inner_text("#id_headline_count").startswith("110 ")
    assert "counter--long" not in page.get_attribute("#id_headline_count", "class")
    page.fill("#id_headline", "J" * 111)
    assert "counter--long" in page.get_attribute("#id_headline_count", "class")
    assert page.input_value("#id_headline") == "J" * 111
    assert "id_headline_count" in page.get_attribute("#id_headline", "aria-describedby")
    write(page, "satu dua-tiga — 4 " + "kata " * 200)
    assert page.inner_text("#id_body_count").startswith("203 ")
    assert " 2 " in page.inner_text("#id_body_count").partition("·")[2]
    area = page.locator(".ProseMirror[aria-label]")
    assert area.get_attribute("aria-describedby") == "id_body_count"
    assert problems == []


@pytest.mark.parametrize(("button", "width"), [("390", 390), ("1280", 1280)])
def test_the_preview_beside_the_form_shows_what_is_typed(desk, problems, button, width):
    photo = make_photo(renditions=True)
    article = make_article(status="draft", headline="Judul Lama", body="<p>Isi lama.</p>")
    page = desk(change_url(article))
    page.click(".preview-toggle")
    page.click(f".preview-beside [data-width='{button}']")
    shown = page.frame_locator(".preview-beside iframe")
    shown.locator("h1", has_text="Judul Lama").wait_for()
    page.fill("#id_headline", "Judul yang Sedang Diketik")
    go_to_end(page)
    page.keyboard.type(" Kalimat yang baru diketik.")
    shown.locator("h1", has_text="Judul yang Sedang Diketik").wait_for()
    shown.locator(".body", has_text="Kalimat yang baru diketik.").wait_for()
    page.keyboard.press("Enter")
    page.click("button[data-name=inlinePhoto]")
    page.locator(".desk-picker__result", has_text=photo.title).click()
    shown.locator(".body figcaption", has_text=photo.caption).wait_for()
    frame = page.frames[-1]
    assert frame.evaluate("window.innerWidth") == width
    assert frame.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".preview-beside iframe").bounding_box()
    assert box["x"] + box["width"] <= 1281
    article.refresh_from_db()
    assert article.headline == "Judul Lama"
    assert problems == []


def test_the_preview_of_a_new_story_and_its_closing(desk, problems):
    page = desk(ADD)
    page.click(".preview-toggle")
    page.fill("#id_headline", "Belum Pernah Disimpan")
    page.frame_locator(".preview-beside iframe").locator("h1", has_text="Belum Pernah Disimpan").wait_for()
    page.click(".preview-beside [data-close]")
    assert page.locator(".preview-beside").is_hidden()
    assert page.evaluate("document.activeElement.className") == "preview-toggle"
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    page.wait_for_selector(".preview-toggle:not([hidden])")
    assert page.locator(".preview-beside").is_hidden()
    assert problems == []


def test_a_secret_link_opens_without_a_login_and_dies_when_it_is_revoked(desk, browser, problems):
    article = make_article(status="draft", headline="Rahasia Dagang")
    page = desk(change_url(article))
    page.fill("#id_deck", "Teras yang belum disimpan.")
    page.select_option("#secret-links [name=lifetime]", "72")
    page.click("#secret-links form:last-of-type button")
    address = page.input_value("#secret-link")
    # The form above keeps what was typed.
    assert page.input_value("#id_deck") == "Teras yang belum disimpan."
    outsider = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    answer = outsider.goto(address)
    assert answer.status == 200
    assert outsider.inner_text("h1") == "Rahasia Dagang"
    assert outsider.locator(".secret-banner").is_visible()
    assert outsider.context.cookies() == []
    page.click("#secret-links [name=revoke]")
    page.wait_for_selector("#secret-links [name=revoke]", state="detached")
    assert outsider.goto(address).status == 404
    outsider.context.close()
    assert problems == []
