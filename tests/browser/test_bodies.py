"""Bodies in a real browser: stored HTML is read as it was written, and embeds ask nobody until somebody clicks."""

import pytest

from articles import body

from ..factories import make_article
from ..hostile_bodies import VECTORS

VIDEO = '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"></figure>'
READ_AGAIN = """bodies => bodies.filter(html => {
  const page = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");
  const places = ["div", "td"].map(name => document.body.appendChild(document.createElement(name)));
  for (const place of places) place.innerHTML = html;
  return [page.body, ...places].some(place => place.innerHTML !== html);
})"""


def test_a_browser_reads_a_stored_body_as_it_was_written(page, problems):
    page.goto("about:blank")
    assert page.evaluate(READ_AGAIN, [body.clean(vector) for vector in VECTORS]) == []
    assert problems == []


@pytest.fixture
def story(page, live_server, transactional_db):
    """A page with a video; `asked` are the requests to other hosts, which are answered here."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Pemutar</title>")

    page.route(lambda url: not url.startswith(live_server.url), answer)
    page.goto(live_server.url + make_article(body=f"<p>Awal.</p>{VIDEO}<p>Akhir.</p>").get_absolute_url())
    page.wait_for_load_state("networkidle")
    return asked


def test_an_embed_loads_when_it_is_asked_for_and_moves_nothing(page, story):
    """CONVENTIONS A6, V1, V2, D6."""
    box = page.locator(".embed__box")
    before = box.bounding_box()
    assert story == []
    page.get_by_role("button").and_(page.locator(".embed__show")).click()
    page.frame_locator(".embed__frame").locator("title").wait_for(state="attached")
    assert story == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"]
    assert box.bounding_box() == before
    assert page.locator(".embed__link").is_visible()


def test_paper_shows_the_address_of_an_embed(page, story):
    """CONVENTIONS V3."""
    page.emulate_media(media="print")
    assert page.locator(".embed__address").is_visible()
    assert page.locator(".embed__address").inner_text() == "youtube.com/watch?v=dQw4w9WgXcQ"
    assert not page.locator(".embed__show").is_visible()


def test_without_script_an_embed_is_a_link(browser, live_server, transactional_db):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + make_article(body=f"<p>Awal.</p>{VIDEO}").get_absolute_url())
    assert page.locator(".embed__link").get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert not page.locator(".embed__show").is_visible()
    context.close()
