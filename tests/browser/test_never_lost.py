"""Nothing that was typed is lost: not by a closed tab, a lost session, a lost connection, a killed server."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from articles.models import Autosave
from tests.browser.conftest import go_to_end, log_in, open_story
from tests.desk import ADD, change_url
from tests.factories import make_article, make_staff

ROOT = Path(__file__).resolve().parents[2]
KEPT = re.compile(r"^(Tersimpan otomatis|Saved automatically at) \d\d\.\d\d$")
NO_CONNECTION = re.compile(r"^(Tidak ada sambungan; salinan ada|No connection; there is a copy)")
SESSION_ENDED = re.compile(r"Sesi Anda (telah )?berakhir|Your session has ended")

transactional = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(transactional_db):
    return make_article(status="draft", body="<p>Perahu pertama berangkat pukul enam.</p>")


def type_at_end(page, words):
    go_to_end(page)
    page.keyboard.type(words)


def wait_for_state(page, pattern):
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.querySelector('[data-save-state]').textContent)",
        arg=pattern.pattern,
    )


def restore(page):
    """Look at the comparison of the only offer, then take it into the form."""
    offer = page.locator("[data-offer]")
    offer.first.wait_for()
    assert offer.count() == 1
    offer.locator("summary").click()
    compared = offer.locator(".comparison").inner_text()
    offer.locator("[name=_restore], [data-restore]").click()
    page.wait_for_selector("[data-unsaved][data-dirty]", state="attached")
    page.wait_for_selector(".ProseMirror[aria-label]")
    return compared


def save(page):
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")


def copies(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-copy:'))")


@transactional
def test_a_tab_closed_without_saving_is_offered_next_time(desk, page, story, problems):
    desk(change_url(story))
    type_at_end(page, " Lalu turun hujan.")
    wait_for_state(page, KEPT)
    type_at_end(page, " Semua basah.")  # and gone before a second has passed
    before = story.body
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    open_story(page, address)
    assert "Semua basah." not in page.input_value("#id_body")
    assert "Lalu turun hujan. Semua basah." in restore(page)
    assert "Semua basah." in page.input_value("#id_body")
    story.refresh_from_db()
    assert story.body == before
    save(page)
    story.refresh_from_db()
    assert "Lalu turun hujan. Semua basah." in story.body
    assert not Autosave.objects.exists()
    assert copies(page) == []
    assert page.locator("[data-offer]").count() == 0
    assert problems == []


@transactional
def test_a_lost_connection_is_told_and_the_copy_in_the_browser_is_offered(desk, page, story):
    desk(change_url(story))
    address = page.url
    page.context.set_offline(True)
    type_at_end(page, " Sinyal hilang.")
    wait_for_state(page, NO_CONNECTION)
    page.click("[name=_continue]")
    page.locator("[data-save-problem]").wait_for()
    assert page.url == address
    assert "Sinyal hilang." in page.input_value("#id_body")
    context = page.context
    # What a page sends as it closes goes out in spite of Chromium's lost connection, so it can send nothing.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no connection')) }")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    open_story(page, address)
    assert not Autosave.objects.exists()
    assert "Sinyal hilang." in restore(page)
    save(page)
    story.refresh_from_db()
    assert "Sinyal hilang." in story.body
    assert copies(page) == []


@transactional
def test_a_session_that_ends_while_typing_costs_nothing(live_server, page, story):
    user = make_staff("Editor")
    log_in(page.context, live_server.url, user)
    open_story(page, live_server.url + change_url(story))
    type_at_end(page, " Sebelum sesi habis.")
    wait_for_state(page, KEPT)
    Session.objects.all().delete()
    type_at_end(page, " Sesudahnya.")
    wait_for_state(page, SESSION_ENDED)
    page.click("[name=_continue]")
    link = page.locator("[data-save-problem] a")
    link.wait_for()
    with page.context.expect_page() as opened:
        link.click()
    login = opened.value
    login.fill("#id_username", user.username)
    login.fill("#id_password", "sandi")
    login.click("[type=submit]")
    login.wait_for_selector("#result_list, #changelist")
    login.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator("[data-save-problem]").wait_for(state="hidden")
    save(page)
    story.refresh_from_db()
    assert "Sebelum sesi habis. Sesudahnya." in story.body


@transactional
def test_without_a_script_a_lost_session_keeps_the_text(live_server, browser, browser_context_args):
    story, user = make_article(status="draft"), make_staff("Editor")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    log_in(context, live_server.url, user)
    page = context.new_page()
    page.goto(live_server.url + change_url(story))
    page.fill("#id_headline", "Judul tanpa skrip")
    Session.objects.all().delete()
    page.click("[name=_continue]")
    assert "Judul tanpa skrip" in page.locator(".kept-text textarea").first.input_value()
    with context.expect_page() as opened:
        page.click("ol a")
    login = opened.value
    login.fill("#id_username", user.username)
    login.fill("#id_password", "sandi")
    login.click("[type=submit]")
    login.wait_for_selector("#changelist")
    # The token of before is refused once; the page that says so carries a new one.
    for _time in range(2):
        page.click(".lost-session form button")
        page.wait_for_load_state()
        if page.locator("#id_headline").count():
            break
    assert page.input_value("#id_headline") == "Judul tanpa skrip"
    page.click("[name=_continue]")
    story.refresh_from_db()
    assert story.headline == "Judul tanpa skrip"
    context.close()


@transactional
def test_two_people_see_each_other_within_ten_seconds(live_server, page, browser, browser_context_args, story):
    log_in(page.context, live_server.url, make_staff("Editor", first_name="Laras"))
    other_context = browser.new_context(**browser_context_args)
    log_in(other_context, live_server.url, make_staff("Editor", first_name="Hendra"))
    other = other_context.new_page()
    started = time.monotonic()
    open_story(page, live_server.url + change_url(story))
    open_story(other, live_server.url + change_url(story))
    page.locator("[data-presence-shown]", has_text="Hendra").wait_for(timeout=12_000)
    other.locator("[data-presence-shown]", has_text="Laras").wait_for(timeout=12_000)
    assert time.monotonic() - started < 25
    type_at_end(other, " Ketikan Hendra.")
    page.locator(".presence--typing", has_text="Hendra").wait_for(timeout=12_000)
    save(other)
    page.locator("[data-presence-shown] p:nth-child(2)", has_text="Hendra").wait_for(timeout=12_000)
    other.close()
    page.locator("[data-presence-shown] p:nth-child(1)", has_text="Hendra").wait_for(state="hidden", timeout=12_000)
    other_context.close()


@transactional
def test_a_full_browser_drops_the_oldest_copy_first(desk, page, story):
    desk(ADD)
    page.evaluate(
        """() => {
            const text = "x".repeat(500_000);
            for (let at = 1, isFull = false; !isFull; at++) {
                try { localStorage.setItem(`desk-copy:0:9:${at}`, JSON.stringify({ at: Date.now() - 1000 + at, text })); }
                catch { isFull = true; }
            }
            for (let rest = ""; ; rest += "x".repeat(50_000)) {
                try { localStorage.setItem("other", rest); } catch { break; }
            }
        }"""
    )
    before = copies(page)
    page.evaluate(
        """() => {
            const deck = document.querySelector("#id_deck");
            deck.value = "panjang ".repeat(20_000);
            deck.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    page.wait_for_function("() => document.querySelector('#article_form').dataset.copy === 'kept'")
    after = copies(page)
    assert len(before) >= 4
    assert "desk-copy:0:9:1" not in after
    assert sorted(before)[-1] in after
    assert any(":new:" in key for key in after)


class Server:
    """A server of its own process, on a database of its own, that can be killed."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "DEBUG": "1",
            "SECRET_KEY": "a secret of the tests",
            "SITE_URL": self.url,
            "DJANGO_SUPERUSER_PASSWORD": "sandi",
        }
        self.process = None

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start(self):
        command = [sys.executable, "manage.py", "runserver", "--noreload", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _attempt in range(150):
            try:
                urllib.request.urlopen(f"{self.url}/admin/login/", timeout=10)
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("the server did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path, migrated_file):
    if migrated_file:
        shutil.copy(migrated_file, tmp_path / "db.sqlite3")
    server = Server(tmp_path)
    server.manage("migrate", "--verbosity", "0")
    server.manage("createsuperuser", "--noinput", "--username", "admin", "--email", "admin@redaksi.example")
    server.start()
    yield server
    server.kill()


def test_a_killed_server_costs_nothing(server, page):
    page.goto(f"{server.url}/admin/login/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "sandi")
    page.click("[type=submit]")
    open_story(page, server.url + ADD)
    page.fill("#id_headline", "Perahu Baru Berlayar")
    page.locator(".ProseMirror[aria-label]").click()
    page.keyboard.type("Sudah sampai di server.")
    wait_for_state(page, KEPT)
    server.kill()
    page.keyboard.type(" Server sudah mati.")
    wait_for_state(page, NO_CONNECTION)
    page.click("[name=_continue]")
    page.locator("[data-save-problem]").wait_for()
    context = page.context
    page.close()  # the computer goes too
    server.start()
    page = context.new_page()
    open_story(page, server.url + ADD)
    assert page.input_value("#id_headline") == ""
    compared = restore(page)
    assert "Perahu Baru Berlayar" in compared
    assert "Sudah sampai di server. Server sudah mati." in compared
    save(page)
    assert page.input_value("#id_headline") == "Perahu Baru Berlayar"
    assert page.input_value("#id_body") == "<p>Sudah sampai di server. Server sudah mati.</p>"
    open_story(page, server.url + ADD)
    page.wait_for_timeout(500)
    assert page.locator("[data-offer]").count() == 0
    assert copies(page) == []
