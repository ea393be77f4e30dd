"""Photo stories in a real browser: by keyboard, by finger, without a script; and their gallery in the story's form."""

import pytest

from articles.models import Article
from tests.factories import make_article, make_gallery, make_photo


def make_story(count=4, **facts):
    story = make_article(**facts)
    make_gallery(story, [make_photo(title=f"Foto {number}", renditions=True) for number in range(count)])
    return Article.objects.get(pk=story.pk)


def wait_for_slide(page, number):
    place = 0
    for _ in range(50):
        place = page.locator("[data-gallery-strip]").evaluate("strip => strip.scrollLeft / strip.clientWidth")
        if abs(place - number) < 0.02:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The strip stands at {place}, not at {number}.")


def test_arrow_keys_lead_through_the_strip_and_through_the_pages(live_server, page, problems):
    story = make_story()
    page.goto(live_server.url + story.get_absolute_url())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wait_for_slide(page, 2)
    page.keyboard.press("ArrowLeft")
    wait_for_slide(page, 1)
    first, second, _third, last = story.pictures
    page.goto(live_server.url + first.get_absolute_url())
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert page.url == live_server.url + second.get_absolute_url()
    page.goto(live_server.url + last.get_absolute_url())
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.url == live_server.url + last.get_absolute_url()
    assert problems == []


@pytest.mark.parametrize("width", [390, 1280])
def test_without_a_script_every_picture_is_reached_by_plain_links(live_server, browser, width):
    story = make_story(3)
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + story.get_absolute_url())
    assert page.locator(".gallery__slide").count() == 3
    page.locator(".gallery__small").first.click()
    counts = []
    for _ in range(3):
        counts.append(page.locator(".photo--page .gallery__count").inner_text())
        following = page.locator("a[rel='next']")
        if following.count():
            following.click()
    assert counts == ["1 dari 3", "2 dari 3", "3 dari 3"]
    page.get_by_role("link", name="Seluruh cerita foto").click()
    assert page.url == live_server.url + story.get_absolute_url()
    context.close()


def test_several_photos_are_picked_moved_and_saved(live_server, desk):
    """CONVENTIONS A7: order without dragging."""
    story = make_story(2, status="draft")
    first, second = (picture.photo for picture in story.pictures)
    more = [make_photo(title=f"Baru {number}", renditions=True) for number in range(2)]
    page = desk(f"/admin/articles/article/{story.pk}/change/")
    page.get_by_role("button", name="Pilih beberapa foto…").click()
    for photo in more:
        page.locator(".desk-picker__result", has_text=photo.title).click()
    page.get_by_role("button", name="Tambahkan foto terpilih (2)").click()
    lines = page.locator(".gallery-line:not(.empty-form)")
    assert lines.count() == 4
    lines.nth(3).get_by_role("button", name="Naikkan").click()
    lines.nth(2).locator("textarea").fill("Keterangan baru.")
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()
    kept = [(picture.photo, picture.caption) for picture in Article.objects.get(pk=story.pk).pictures]
    assert kept == [(first, ""), (second, ""), (more[1], "Keterangan baru."), (more[0], "")]
