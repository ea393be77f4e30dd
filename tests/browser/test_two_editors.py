"""Two editors in one story, each in a browser of their own: what both wrote survives, and only a true clash asks."""

import pytest

from articles import drafting
from tests.desk import change_url
from tests.factories import make_article, make_author, make_staff

from .conftest import go_to_end, log_in, open_story

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>Perahu pertama berangkat pukul enam.</p><p>Penumpangnya dua puluh orang.</p><p>Ombaknya tenang.</p>"


@pytest.fixture
def desks(live_server, browser, browser_context_args):
    """Open a story for two editors; returns their pages."""
    contexts = []

    def open_for_both(article):
        for name in ("Rani", "Hendra"):
            context = browser.new_context(**browser_context_args)
            contexts.append(context)
            log_in(context, live_server.url, make_staff("Editor", first_name=name))
        return [open_story(context.new_page(), live_server.url + change_url(article)) for context in contexts]

    yield open_for_both
    for context in contexts:
        context.close()


def write_into(page, number, words):
    """Type at the end of a paragraph."""
    go_to_end(page, number)
    page.keyboard.type(words)


def save(page):
    with page.expect_navigation():
        page.click("[name=_continue]")


def test_edits_to_different_paragraphs_and_fields_both_survive(desks):
    article = make_article(status="draft", body=BODY)
    rani, hendra = desks(article)
    write_into(rani, 0, " Langit cerah.")
    rani.fill("#id_deck", "Dek dari Rani.")
    write_into(hendra, 2, " Angin reda.")
    save(rani)
    save(hendra)
    article.refresh_from_db()
    assert article.body == BODY.replace("enam.", "enam. Langit cerah.").replace("tenang.", "tenang. Angin reda.")
    assert article.deck == "Dek dari Rani."
    assert "Rani" in hendra.locator(".messagelist").inner_text()
    assert "Langit cerah." in hendra.locator(".ProseMirror[aria-label]").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_edits_to_the_same_paragraph_clash_and_both_can_be_kept(desks, width):
    article = make_article(status="draft", body=BODY)
    rani, hendra = desks(article)
    write_into(rani, 0, " Langit cerah.")
    write_into(hendra, 0, " Langit mendung.")
    write_into(hendra, 1, " Semuanya selamat.")
    save(rani)
    save(hendra)
    hendra.set_viewport_size({"width": width, "height": 900})
    assert hendra.locator(".clash").count() == 1
    assert hendra.locator(".clash__side--mine ins").inner_text() == "Langit mendung."
    assert hendra.locator(".clash__side--theirs ins").inner_text() == "Langit cerah."
    assert "Rani" in hendra.locator(".clash__side--theirs").inner_text()
    assert hendra.evaluate("document.documentElement.scrollWidth") <= width
    article.refresh_from_db()
    assert "mendung" not in article.body
    hendra.check("input[value=both]")
    with hendra.expect_navigation():
        hendra.click(".submit-row [type=submit].default")
    article.refresh_from_db()
    assert article.body.index("Langit cerah.") < article.body.index("Langit mendung.")
    assert "Semuanya selamat." in article.body


def test_from_the_clash_the_text_goes_back_into_the_form(desks):
    article = make_article(status="draft", body=BODY)
    rani, hendra = desks(article)
    rani.fill("#id_headline", "Judul Rani")
    hendra.fill("#id_headline", "Judul Hendra")
    write_into(hendra, 1, " Semuanya selamat.")
    save(rani)
    save(hendra)
    with hendra.expect_navigation():
        hendra.click("[name=_reopen]")
    hendra.wait_for_selector(".ProseMirror[aria-label]")
    assert hendra.input_value("#id_headline") == "Judul Hendra"
    assert "Semuanya selamat." in hendra.locator(".ProseMirror[aria-label]").inner_text()


def test_a_byline_is_removed_and_another_added(desks):
    """The lines of the byline have no rows of their own, so the browser takes out and numbers them itself."""
    article = make_article(status="draft", authors=[make_author(name="Tono"), make_author(name="Winda")])
    make_author(name="Sari Kusuma")
    rani, _hendra = desks(article)
    rani.locator("#bylines-0 .inline-deletelink").click()
    rani.locator("#bylines-group .add-row a").click()
    rani.locator("#bylines-1 .select2-selection").click()
    rani.keyboard.type("Sari")
    rani.click(".select2-results__option:has-text('Sari Kusuma')")
    save(rani)
    names = [line.author.name for line in article.bylines.select_related("author")]
    assert names == ["Winda", "Sari Kusuma"]
    assert drafting.current(article).changed == ["bylines"]


def test_the_word_of_who_else_is_here_leaves_the_form_its_width(desks):
    first, second = desks(make_article(status="draft", body=BODY))
    alone = first.locator("#id_headline").bounding_box()["width"]
    second.locator(".presence", has_text="sedang membuka").wait_for()
    tools, form = (second.locator(place).bounding_box() for place in (".object-tools", "#content-main > form"))
    assert second.locator("#id_headline").bounding_box()["width"] == alone
    assert tools["y"] + tools["height"] <= form["y"]
