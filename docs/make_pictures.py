"""Make the pictures of docs/panduan-redaksi.md: `.venv/bin/python docs/make_pictures.py`.

Starts the demo on a scratch database and a free port, works through a day at the desk in a Chromium that nobody sees,
and writes docs/images/panduan/*.jpg. Needs Chromium and what `pip install -e '.[test]'` brings.
"""

import contextlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images" / "panduan"
LARGEST = 120 * 1024
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 780}
STORIES = "/admin/articles/article/"
TAGS = {"heading:2": "h2", "paragraph": "p"}  # the choices of the body's first menu
BODY = ".ProseMirror[aria-label]"
FERRY = "Tarif Feri Selat Banyu"  # published stories of the demo
BILL = "Dewan Sahkan"
SHIFTS = "Riset Kaliwening"  # one that waits for review


@contextlib.contextmanager
def demo_site():
    """A demo newsroom of its own, on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as scratch:
        settings = {"DATABASE_URL": f"sqlite:///{scratch}/db.sqlite3", "MEDIA_ROOT": f"{scratch}/media"}
        command = [sys.executable, "manage.py", "demo", place]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"http://{place}/admin/login/", server)
            yield f"http://{place}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(address, server):
    for _second in range(180):
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address, timeout=5):
            return
        if server.poll() is not None:
            break
        time.sleep(1)
    raise SystemExit("The demo did not start.")


class Desk:
    """One person at the desk, in a browser of their own."""

    def __init__(self, browser, site, username, viewport=None):
        context = browser.new_context(viewport=viewport or WIDE, locale="id-ID", timezone_id="Asia/Jakarta")
        self.site, self.page = site, context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.goto(f"{site}/admin/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", f"demo-{username}")
        if username == "penulis":
            self.take("masuk", clip={"x": 400, "y": 60, "width": 480, "height": 370})
        with self.page.expect_navigation():
            self.page.click("[type=submit]")

    def take(self, name, **options):
        """Write what the window shows as the picture *name*."""
        self.page.wait_for_timeout(400)  # until photos, counters and transitions have settled
        picture = Image.open(io.BytesIO(self.page.screenshot(animations="disabled", **options))).convert("RGB")
        path = PICTURES / f"{name}.jpg"
        for quality in (75, 65, 55):
            picture.save(path, quality=quality, optimize=True, progressive=True)
            if path.stat().st_size <= LARGEST:
                break
        size = path.stat().st_size // 1024
        print(f"{path.name:<18}{picture.width:>5} x {picture.height:<5}quality {quality} {size:>4} KB")

    def open(self, path):
        self.page.goto(self.site + path)
        if path != "/admin/" and "?" not in path:
            self.page.wait_for_selector(BODY)
            self.page.wait_for_selector(".prose-menubar button[title='Tebal']")

    def find(self, headline):
        """Open the form of the story whose headline begins so; returns its path."""
        self.open(f"{STORIES}?q={headline.replace(' ', '+')}")
        path = self.page.locator(".field-headline a").first.get_attribute("href").split("?")[0]
        self.open(path)
        return path

    def press(self, name):
        with self.page.expect_navigation():
            self.page.click(f".submit-row [name={name}]")

    def choose(self, place, words):
        self.page.click(f"{place} .select2-selection")
        self.page.keyboard.type(words)
        self.page.click(f".select2-results__option:has-text('{words}')")

    def write(self, *lines):
        """Type paragraphs into the body, from where the cursor stands."""
        for line in lines:
            self.page.keyboard.type(line)
            self.page.keyboard.press("Enter")

    def type_into_first_paragraph(self, words):
        self.page.click(BODY)
        self.page.locator(f"{BODY} > p").first.evaluate(
            "paragraph => getSelection().collapse(paragraph, paragraph.childNodes.length)"
        )
        self.page.keyboard.type(words)

    def scroll_to(self, element, above=90):
        self.page.locator(element).first.evaluate(
            "(element, above) => scrollTo(0, element.getBoundingClientRect().top + scrollY - above)", above
        )


def write_story(writer):
    """The writer's part: a new story with all that a body can hold, handed in for review; returns its path."""
    page = writer.page
    writer.open(f"{STORIES}add/")
    page.fill("#id_headline", "Feri Malam Selat Banyu Kembali Berlayar Mulai Jumat")
    page.fill("#id_deck", "Dua kapal disiapkan setelah warga dua pulau menunggu sejak musim angin barat.")
    page.select_option("#id_section", label="Daerah")
    page.fill("#id_dateline", "Selat Banyu")
    page.click(BODY)
    writer.write(
        "Pelayaran malam di Selat Banyu dibuka lagi mulai Jumat pekan ini. Dua kapal berangkat pukul 20.00 dan 23.00.",
        "Pelayaran itu terhenti sejak musim angin barat. Sayur dari Lembah Sukma terpaksa menunggu sampai pagi.",
    )
    page.evaluate("scrollTo(0, 0)")
    writer.take("formulir")
    page.click(f"{BODY} > p:last-of-type")
    _set_block(page, "heading:2")
    writer.write("Sopir menyambut")
    _set_block(page, "paragraph")
    writer.write("Sopir truk paling lama menunggu. Mereka berharap jadwal malam tidak berubah lagi.")
    page.click("button[data-name=inlinePhoto]")
    page.fill(".desk-picker input[type=search]", "banyu")
    page.wait_for_timeout(800)
    writer.take("pilih-foto")
    page.click(".desk-picker__result")
    page.wait_for_selector(".desk-picker", state="detached")
    page.keyboard.press("Enter")
    page.click("button[data-name=blockquote]")
    page.keyboard.type("Kalau berangkat malam, sayur saya sampai sebelum pasar buka.")
    page.click("button[data-name=attribution]")
    writer.write("Sulastri Wirantaka, pedagang sayur")
    page.click("button[data-name=relatedStory]")
    page.fill(".desk-picker input[type=search]", "tarif feri")
    page.locator(".desk-picker__result", has_text="Tarif Feri").click()
    page.wait_for_selector(".desk-picker", state="detached")
    page.set_viewport_size({"width": 1280, "height": 1180})
    writer.scroll_to(".field-body", above=20)
    writer.take("penyunting")
    page.set_viewport_size(WIDE)
    writer.choose(".field-lead_photo", "Peti-Kemas")
    writer.press("_continue")
    path = page.url.removeprefix(writer.site)
    page.wait_for_selector(BODY)
    page.click(".preview-toggle")
    page.wait_for_timeout(2500)
    page.evaluate("scrollTo(0, 0)")
    writer.take("pratinjau")
    page.click(".preview-beside [data-close]")
    writer.press("_submit")
    return path


def _set_block(page, kind):
    page.click(".prose-menubar__selected")
    page.click(f".prose-menubar__option[data-name='{kind}'], .prose-menubar__option:has({TAGS[kind]})")


def talk_and_schedule(editor, writer, path):
    """The editor asks, the writer sees the mention, the editor fixes the hour."""
    page = editor.page
    editor.open(path)
    page.fill("#id_comment", "@penulis tolong pastikan jam kapal kedua ke syahbandar, lalu saya jadwalkan.")
    page.click(".talk__form button")
    page.wait_for_selector(".talk__comment")
    writer.page.set_viewport_size(NARROW)
    writer.open("/admin/")
    writer.take("meja-ponsel")
    writer.page.set_viewport_size(WIDE)
    editor.open(path)
    tomorrow = datetime.now(UTC) + timedelta(days=1, hours=7)
    page.fill("#id_published_at", tomorrow.strftime("%Y-%m-%dT06:00"))
    page.keyboard.press("Tab")
    page.evaluate("scrollTo(0, 0)")
    editor.take("jadwal")
    editor.press("_approve")


def change_published(editor):
    """A working copy of a published story, its comparison, and a correction."""
    page = editor.page
    editor.find(FERRY)
    editor.type_into_first_paragraph(" Rapat itu terbuka untuk umum.")
    page.fill("#id_deck", "Operator semula meminta kenaikan 14 persen. Pengusaha angkutan lebih mengeluhkan antrean.")
    editor.press("_continue")
    page.wait_for_selector(BODY)
    editor.take("perubahan")
    editor.find(BILL)
    page.click("#corrections-group .add-row a")
    page.select_option("#id_corrections-0-kind", label="Koreksi")
    page.fill("#id_corrections-0-text", "Nama komisi semula salah ditulis. Kami sudah memperbaikinya dan mohon maaf.")
    page.keyboard.press("Tab")
    editor.scroll_to("#corrections-group", above=40)
    editor.take("koreksi")
    page.on("dialog", lambda dialog: dialog.accept())
    editor.find(FERRY)
    page.click("a[href$='/revisions/']")
    page.click(".submit-row [type=submit]")
    page.wait_for_selector(".comparison")
    editor.take("bandingkan")


def clash(editor, chief):
    """Two people change the same sentence."""
    path = editor.find(SHIFTS)
    chief.open(path)
    chief.type_into_first_paragraph(" Riset berlangsung enam bulan.")
    editor.type_into_first_paragraph(" Riset berlangsung setengah tahun.")
    chief.press("_continue")
    editor.press("_continue")
    editor.page.wait_for_selector(".clash")
    editor.take("bentrok")


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=id"])
        writer, editor, chief = (Desk(browser, site, name) for name in ("penulis", "editor", "redpel"))
        editor.take("meja")
        path = write_story(writer)
        talk_and_schedule(editor, writer, path)
        change_published(editor)
        clash(editor, chief)
        browser.close()


if __name__ == "__main__":
    main()
