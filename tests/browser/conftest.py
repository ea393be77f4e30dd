"""A real Chromium: the one of the operating system. Where there is none, these tests are skipped by name."""

import os
import shutil
import time

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_staff

# Playwright's synchronous interface runs an event loop in the test's thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="browser tests need Chromium, which is not installed here"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": CHROMIUM,
        # As root, as in most continuous integration, Chromium refuses its own sandbox.
        "args": ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "timezone_id": "Asia/Jakarta",
        "locale": "id-ID",
    }


@pytest.fixture
def problems(page):
    """What the browser complained of: script errors, refused content, requests to other hosts."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda request: (
            found.append(request.url)
            if not request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:"))
            else None
        ),
    )
    return found


def log_in(context, address, user):
    """Give a browser context the session of *user* at the site of *address*; returns the session's key."""
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return key


def open_story(page, address):
    """Open a story's form and wait until its body editor stands."""
    page.goto(address)
    page.wait_for_selector(".ProseMirror[aria-label]")
    page.wait_for_selector(".prose-menubar button[title='Tebal']")
    return page


CARET_AT_END = """paragraph => {
    const {anchorNode, anchorOffset, isCollapsed} = document.getSelection()
    if (!isCollapsed || !paragraph.contains(anchorNode)) return false
    const rest = document.createRange()
    rest.setStart(anchorNode, anchorOffset)
    rest.setEnd(paragraph, paragraph.childNodes.length)
    return rest.toString() === ""
}"""


def go_to_end(page, number=-1):
    """Put the caret at the end of a paragraph of the body, the last one unless told otherwise.

    A click is only settled a moment after it, when the editor has read the selection; on a busy machine that comes after the key.
    """
    paragraph = page.locator(".ProseMirror[aria-label] > p").nth(number)
    paragraph.click()
    for _attempt in range(50):
        page.keyboard.press("End")
        page.wait_for_timeout(50)
        if paragraph.evaluate(CARET_AT_END):
            return
    raise AssertionError("The caret does not stay at the end of the paragraph.")


@pytest.fixture
def desk(live_server, page):
    """Open an address of the desk as an editor, once its body editor stands."""
    log_in(page.context, live_server.url, make_staff("Editor"))
    return lambda address: open_story(page, live_server.url + address)


@pytest.fixture(autouse=True)
def nothing_under_way(transactional_db, page):
    """Close what is open before the database is emptied: a ping or an autosave under way would stand in its way."""
    yield
    for context in page.context.browser.contexts:
        for opened in context.pages:
            opened.close()
    time.sleep(0.5)
