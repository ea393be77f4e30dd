"""Photos in a real browser: no more bytes than are shown, no shift of the page, and a focal point that shows its crops."""

import re

import pytest

from articles import images
from articles.models import Photo
from tests.browser.conftest import log_in
from tests.desk import change_url
from tests.factories import image_bytes, make_article, make_photo, make_staff

SHOWN = """() => [...document.images].filter((image) => image.currentSrc.includes("/media/")).map((image) => {
  const listed = [...new Set([...image.closest("picture").querySelectorAll("[srcset]")].flatMap((source) =>
    source.srcset.split(",").map((candidate) => Number(candidate.trim().split(" ")[1].slice(0, -1)))))];
  return {
    src: image.currentSrc, loaded: Number(image.currentSrc.match(/-(\\d+)\\.\\w+$/)[1]), css: image.getBoundingClientRect().width,
    needed: image.getBoundingClientRect().width * devicePixelRatio, listed, natural: [image.naturalWidth, image.naturalHeight],
    attributes: [image.width, image.height], loading: image.loading, priority: image.fetchPriority, complete: image.complete };
})"""
SHIFT = """new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted = (window.shifted ?? 0) + entry.value; })
  .observe({ type: "layout-shift", buffered: true });"""


def story_with_photos():
    lead = make_photo(content=image_bytes((2400, 1600), colour="teal"), renditions=True)
    inline = make_photo(content=image_bytes((1000, 1500), colour="olive"), renditions=True)
    body = (
        "<p>Perahu berangkat.</p>" * 8 + f'<figure data-photo="{inline.pk}"><figcaption>Dermaga.</figcaption></figure>'
    )
    return make_article(lead_photo=lead, body=body)


@pytest.mark.parametrize(("width", "ratio"), [(390, 1), (390, 3), (1280, 1), (1280, 2)])
def test_an_article_transfers_no_more_picture_than_it_shows_and_does_not_shift(live_server, browser, width, ratio):
    """CONVENTIONS V1: each file is the smallest listed one that covers the place it is shown in."""
    article = story_with_photos()
    context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=ratio)
    page = context.new_page()
    page.add_init_script(SHIFT)
    page.goto(live_server.url + article.get_absolute_url())
    for _ in range(12):
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    shown = page.evaluate(SHOWN)
    assert len(shown) >= 2
    for photo in shown:
        enough = [listed for listed in sorted(photo["listed"]) if listed >= photo["needed"] - 1]
        assert photo["loaded"] == (enough or [max(photo["listed"])])[0], photo
        assert photo["complete"] and photo["attributes"][0]
    assert (shown[0]["loading"], shown[0]["priority"]) == ("auto", "high")
    assert {photo["loading"] for photo in shown[1:]} == {"lazy"}
    assert page.evaluate("window.shifted ?? 0") == 0
    context.close()


def test_the_crops_beside_the_focal_point_are_those_that_are_cut(live_server, page, problems):
    log_in(page.context, live_server.url, make_staff("Foto"))
    photo = make_photo(content=image_bytes((1700, 1131)), renditions=True)
    page.goto(live_server.url + change_url(photo))
    mark = page.locator(".focal__mark")
    mark.wait_for()
    picture = page.locator(".focal__picture img").first.bounding_box()
    page.mouse.click(picture["x"] + picture["width"] * 0.2, picture["y"] + picture["height"] * 0.7)
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
    x, y = (float(page.locator(f"input[name=focal_{axis}]").input_value()) for axis in "xy")
    assert abs(x - 0.29) < 0.01 and abs(y - 0.59) < 0.01
    assert "dari kiri" in mark.get_attribute("aria-label")
    for crop in ("16x9", "4x3", "1x1"):
        shown = page.locator(f".focal__crop[data-crop='{crop}'] img").evaluate("(image) => image.style.objectPosition")
        wanted = images.crop_position(crop, photo.size, (x, y))
        assert [float(number) for number in re.findall(r"[\d.]+", shown)] == pytest.approx(wanted, abs=0.001)
    page.locator("input[name=_continue]").click()
    page.wait_for_load_state()
    photo.refresh_from_db()
    assert photo.focal_point == (x, y) and photo.focal_point_is_chosen
    assert problems == []


def test_many_photos_go_up_each_with_its_word(live_server, page, problems):
    log_in(page.context, live_server.url, make_staff("Foto"))
    page.goto(live_server.url + "/admin/articles/photo/batch/")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "satu.jpg", "mimeType": "image/jpeg", "buffer": image_bytes(colour="red")},
            {"name": "dua.png", "mimeType": "image/png", "buffer": image_bytes(encoding="PNG")},
            {"name": "tiga.jpg", "mimeType": "image/jpeg", "buffer": b"GIF89a bukan foto"},
        ]
    )
    page.locator(".batch__next").wait_for()
    assert page.locator(".batch__file--taken").count() == 2
    assert "GIF" in page.locator(".batch__file--refused").inner_text()
    page.locator(".batch__next").click()
    page.locator("#id_shared-city").fill("Tanjung Arum")
    page.locator(".submit-row input").click()
    page.wait_for_load_state()
    assert set(Photo.objects.values_list("title", "city")) == {("satu", "Tanjung Arum"), ("dua", "Tanjung Arum")}
    # What the browser says of the refused file is the desk's own answer.
    assert [problem for problem in problems if "400" not in problem] == []
