"""The body editor in a real browser: what is stored survives it, what is pasted comes in clean, nothing breaks the policy."""

import re

import pytest

from tests.browser.conftest import go_to_end
from tests.desk import ADD, change_url
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db(transaction=True)

WORD = """<html><head><style>p { color: red }</style></head><body><h1>Judul</h1>
<p class=MsoNormal style="margin:0"><b>Tebal</b> biasa<o:p></o:p></p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Satu</p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Dua</p>
<p class=MsoNormal>Akhir <img src="https://luar.example/a.png"></p></body></html>"""
GOOGLE_DOCS = """<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">Biasa </span>
<span style="font-weight:700">tebal</span></p></b>"""


def body_of(page):
    return page.input_value("#id_body")


def paste(page, html):
    page.locator(".ProseMirror[aria-label]").evaluate(
        """(area, html) => {
            area.focus();
            const clipboard = new DataTransfer();
            clipboard.setData("text/html", html);
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def without_wrappers(html):
    """The same body, whether its list items and cells hold text or one paragraph."""
    return re.sub(r"<(li|td|th)([^>]*)><p>(.*?)</p>", r"<\1\2>\3", html).replace("<tbody>", "").replace("</tbody>", "")


def test_a_stored_body_survives_opening_and_saving(desk, problems):
    photo, related = make_photo(renditions=True), make_article()
    stored = (
        "<p>Pembuka<br>baris kedua, H<sub>2</sub>O.</p><h2>Sub <strong>judul</strong></h2><h3>Kecil</h3>"
        "<blockquote><p>Satu.</p><p>Dua.</p><footer><strong>Nama</strong>, jabatan</footer></blockquote>"
        '<table><tr><th>A</th><th colspan="2">B</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>'
        '<ol start="3"><li>tiga<ul><li>butir</li></ul></li></ol><ol><li>satu</li></ol>'
        f'<figure data-photo="{photo.pk}"><figcaption>Dengan <em>miring</em> dan <a href="https://a.example/">taut</a>'
        f'</figcaption></figure><figure data-photo="{photo.pk}"></figure><aside data-article="{related.pk}"></aside>'
        "<p>Penutup</p>"
    )
    article = make_article(status="draft", body=stored)
    page = desk(change_url(article))
    go_to_end(page)
    page.keyboard.type("!")
    page.wait_for_function("document.querySelector('.inline-photo img').naturalWidth > 0")
    assert related.headline in page.locator(".related-story").inner_text()
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert without_wrappers(article.body) == without_wrappers(stored.replace("Penutup", "Penutup!"))
    assert problems == []


def test_word_and_google_docs_come_in_clean(desk, problems):
    page = desk(ADD)
    paste(page, WORD)
    assert body_of(page) == (
        "<h2>Judul</h2><p><strong>Tebal</strong> biasa</p><ul><li><p>Satu</p></li><li><p>Dua</p></li></ul><p>Akhir</p>"
    )
    page = desk(ADD)
    paste(page, GOOGLE_DOCS)
    assert body_of(page) == "<p>Biasa <strong>tebal</strong></p>"
    assert [problem for problem in problems if "luar.example" in problem] == []


def test_a_quote_a_photo_and_a_related_story_are_inserted_from_the_toolbar(desk, problems):
    photo, related = make_photo(title="Dermaga", renditions=True), make_article(headline="Perahu Baru")
    page = desk(ADD)
    page.locator(".ProseMirror[aria-label]").click()
    page.keyboard.type("Kutipan.")
    page.click("button[data-name=blockquote]")
    page.click("button[data-name=attribution]")
    page.keyboard.type("Nama, jabatan")
    page.keyboard.press("Enter")
    page.keyboard.type("Lanjut.")
    page.keyboard.press("Enter")
    page.click("button[data-name=inlinePhoto]")
    page.fill(".desk-picker input", "dermaga")
    page.locator(".desk-picker__result", has_text="Dermaga").click()
    page.wait_for_selector(".inline-photo")
    page.keyboard.type("Di sini.")
    page.keyboard.press("Enter")
    page.click("button[data-name=relatedStory]")
    page.locator(".desk-picker__result", has_text="Perahu Baru").click()
    page.wait_for_selector(".related-story")
    assert body_of(page) == (
        "<blockquote><p>Kutipan.</p><footer>Nama, jabatan</footer></blockquote><p>Lanjut.</p>"
        f'<figure data-photo="{photo.pk}"><figcaption>Di sini.</figcaption></figure>'
        f'<aside data-article="{related.pk}"></aside>'
    )
    assert problems == []


def test_the_editor_has_a_name_and_checks_spelling(desk):
    area = desk(ADD).locator(".ProseMirror[aria-label]")
    assert area.get_attribute("aria-label") == "Isi"
    assert area.get_attribute("spellcheck") == "true"
    assert area.get_attribute("lang") == "id"
