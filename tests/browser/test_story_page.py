"""The story page as readers have it: by its age, on a narrow screen, with wider text, by keyboard, on paper, light or dark."""

import datetime

import pytest

from ..factories import at, make_article, make_photo, make_section

pytestmark = pytest.mark.django_db(transaction=True)

NOW = "2026-06-01 10:00"
AGES = [
    ("2026-06-01 09:59:01", "Baru saja"),
    ("2026-06-01 09:59:00", "1 menit lalu"),
    ("2026-06-01 09:00:01", "59 menit lalu"),
    ("2026-06-01 09:00:00", "1 jam lalu"),
    # Before midnight and still within a day.
    ("2026-05-31 10:00:01", "23 jam lalu"),
    ("2026-05-31 10:00:00", "Kemarin"),
    ("2026-05-31 00:00:00", "Kemarin"),
    ("2026-05-30 23:59:59", "30 Mei 2026, 23:59 WIB"),
    ("2016-05-31 02:49", "31 Mei 2016, 02:49 WIB"),
]


@pytest.fixture
def listed():
    """Stories of every age in one section."""
    section = make_section()
    return section, [make_article(section=section, published_at=at(hour)) for hour, _words in AGES]


def times_of(page, stories):
    """(words, datetime, title) of the time on each story's card in the list."""
    found = {}
    for card in page.locator("main .listing__stories article").all():
        address = card.locator("a").first.get_attribute("href")
        time = card.locator("time")
        found[address] = (time.inner_text(), time.get_attribute("datetime"), time.get_attribute("title"))
    return [found[story.get_absolute_url()] for story in stories]


def look(page, address, now, *, stands=True):
    if stands:
        page.clock.set_fixed_time(at(now))
    else:
        page.clock.install(time=at(now))
    page.goto(address)
    page.wait_for_load_state()


def test_a_list_tells_how_old_a_story_is(live_server, page, listed):
    """CONVENTIONS I20: told in the browser, since pages come from caches; the instant stays in the markup."""
    section, stories = listed
    look(page, live_server.url + section.get_absolute_url(), NOW)
    for (hour, words), (shown, instant, title) in zip(AGES, times_of(page, stories), strict=True):
        assert shown == words, hour
        assert datetime.datetime.fromisoformat(instant) == at(hour)
        assert title.startswith(f"{at(hour).day} ") and title.endswith(f"{at(hour):%H:%M} WIB")


def test_the_age_goes_on_while_the_page_stands_open(live_server, page, listed):
    """CONVENTIONS I20."""
    section, stories = listed
    look(page, live_server.url + section.get_absolute_url(), NOW, stands=False)
    page.clock.run_for("05:30")
    shown = [words for words, _instant, _title in times_of(page, stories)]
    assert shown[1:4] == ["6 menit lalu", "1 jam lalu", "1 jam lalu"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Jayapura"])
def test_yesterday_is_the_newsrooms_and_not_that_of_the_device(live_server, browser, listed, zone):
    """CONVENTIONS I20."""
    section, stories = listed
    page = browser.new_page(timezone_id=zone)
    look(page, live_server.url + section.get_absolute_url(), NOW)
    assert [words for words, _instant, _title in times_of(page, stories)] == [words for _hour, words in AGES]
    page.close()


def test_without_script_or_with_a_slow_clock_the_hour_stands(live_server, browser, listed):
    """CONVENTIONS I20: no page says of a story of ten o'clock that it is new because the device says nine."""
    section, stories = listed
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + section.get_absolute_url())
    assert times_of(page, stories)[0][0] == "1 Juni 2026, 09:59 WIB"
    page.close()
    page = browser.new_page()
    look(page, live_server.url + section.get_absolute_url(), "2026-06-01 09:00")
    assert times_of(page, stories)[0][0] == "1 Juni 2026, 09:59 WIB"
    page.close()


def test_the_story_itself_tells_its_hour_and_no_age(live_server, page, listed):
    """CONVENTIONS I17, I20."""
    _section, stories = listed
    look(page, live_server.url + stories[0].get_absolute_url(), NOW)
    assert "Diterbitkan 1 Juni 2026, 09:59 WIB" in page.locator(".story__published").inner_text()


# Narrow, wide, by keyboard


@pytest.fixture
def rich():
    """A story with what is wide: a table, a long word, a photo."""
    return make_article(
        headline="Mempertanggungjawabkan Ketidakseimbangan Pembangunan Kepulauan",
        lead_photo=make_photo(renditions=True),
        tags=["ketidakberkesinambungan", "laut"],
        body="<p>Kapal <a href='https://pelabuhan.example/'>pertama</a> bersandar.</p><table><tr>"
        + "<td>Penumpang kapal</td>" * 12
        + f"</tr></table><h2>Dua tahun menunggu</h2><p>{'Pembangunan' * 12}</p><ul><li>Satu</li></ul><p>Akhir.</p>"
        * 4,
    )


# WCAG 1.4.12: the spacing that a reader may ask for.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
CUT_OFF = """() => [...document.querySelectorAll("h1, h2, h3, p, li, a, button, time, figcaption")].filter(element => {
  const style = getComputedStyle(element);
  const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
  return clips && !element.matches(".visually-hidden") && element.offsetWidth > 1 && !element.closest(".table-box")
    && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
}).map(element => element.outerHTML.slice(0, 120))"""


def kinds_of_page(story):
    return [story.get_absolute_url(), "/", story.section.get_absolute_url(), "/populer/", "/indeks/", "/cari/?q=kapal"]


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["plain", "wider spacing"])
def test_nothing_is_wider_than_320_pixels_or_cut_off(live_server, page, rich, spacing):
    """CONVENTIONS A3: reflow, also of what 200 % of 640 pixels leave, and text spacing; a table scrolls within its box."""
    page.set_viewport_size({"width": 320, "height": 640})
    for address in kinds_of_page(rich):
        page.goto(live_server.url + address)
        page.wait_for_load_state()
        if spacing:
            page.evaluate(
                "text => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [s] }",
                spacing,
            )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert page.evaluate(CUT_OFF) == [], address
    page.goto(live_server.url + rich.get_absolute_url())
    box = page.locator(".table-box").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")


@pytest.mark.parametrize("width", [1024, 1280])
def test_a_mouse_reaches_every_section(live_server, page, rich, width):
    """On a wide screen the row of sections goes on below; it never begins or ends outside of the window."""
    sections = [make_section(name=f"Pembangunan {number}") for number in range(12)]
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(live_server.url + make_article(section=sections[4]).get_absolute_url())
    boxes = [link.bounding_box() for link in page.locator(".navigation__link").all()]
    assert len(boxes) > len(sections)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)


FOCUSED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const {left, top, right, bottom} = focused.getBoundingClientRect();
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]];
  const isShown = points.some(([x, y]) => {
    const seen = document.elementFromPoint(x, y);
    return seen && (focused.contains(seen) || seen.contains(focused));
  });
  return [focused.outerHTML.slice(0, 120), isShown];
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_what_has_the_focus_is_seen_wherever_the_keyboard_leads(live_server, page, rich, width):
    """CONVENTIONS A4: nothing covers the focused element, forwards and backwards."""
    page.set_viewport_size({"width": width, "height": 600})
    page.emulate_media(reduced_motion="reduce")  # else it is still on its way when it is looked for
    page.goto(live_server.url + rich.get_absolute_url())
    page.wait_for_load_state()
    for key in ("Tab", "Shift+Tab"):
        seen = []
        for _step in range(80):
            page.keyboard.press(key)
            focused = page.evaluate(FOCUSED)
            if focused is None:
                break
            seen.append(focused)
        assert len(seen) > 20
        assert [markup for markup, is_shown in seen if not is_shown] == []


def test_the_first_link_skips_to_the_content(live_server, page, rich):
    """CONVENTIONS A5: it is seen once it has the focus, and what follows it is the story's."""
    page.goto(live_server.url + rich.get_absolute_url())
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.evaluate("link => link === document.activeElement")
    assert link.inner_text() == "Langsung ke isi"
    assert link.bounding_box()["width"] > 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("address", ["story", "/", "/populer/", "/indeks/", "/cari/?q=kapal", "/redaksi/"])
def test_a_page_has_landmarks_one_h1_and_headings_in_order(live_server, page, rich, address):
    """CONVENTIONS A5."""
    page.goto(live_server.url + (rich.get_absolute_url() if address == "story" else address))
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(each => Number(each.tagName[1]))")
    assert levels.count(1) == 1
    before = 0
    for level in levels:
        assert level <= before + 1 or before == 0, levels
        before = level
    for landmark in ("banner", "main", "contentinfo", "navigation", "search"):
        assert page.get_by_role(landmark).count() >= 1, landmark


# On paper, in light and dark

HIDDEN = ".skip-link, .navigation, .theme-toggle, .sidebar, .share, .tags, .suggestions, .read-also"
KEPT = ".story__headline, .story__deck, .story__byline, .story__published, .body p, .photo figcaption, .correction"


def test_paper_has_the_story_and_not_what_leads_elsewhere(live_server, page):
    """CONVENTIONS V3: black on white also from a dark screen, with the addresses of links."""
    from ..factories import make_correction

    related = make_article()
    make_article(section=related.section, tags=["laut"])
    story = make_article(
        section=related.section,
        lead_photo=make_photo(renditions=True),
        tags=["laut"],
        body=f"<p>Kapal <a href='https://pelabuhan.example/jadwal'>pertama</a>.</p><aside data-article='{related.pk}'></aside>",
    )
    make_correction(story)
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(live_server.url + story.get_absolute_url())
    for part in KEPT.split(", "):
        assert page.locator(part).first.is_visible(), part
    assert "(Media/Winda Paramastuti)" in page.locator("figcaption").first.inner_text()
    for part in HIDDEN.split(", "):
        assert page.locator(part).count() and not page.locator(part).first.is_visible(), part
    link = page.locator(".body a[href^=http]")
    assert (
        link.evaluate("link => getComputedStyle(link, '::after').content") == '" (https://pelabuhan.example/jadwal)"'
    )
    colours = "element => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"
    assert page.locator(".body p").first.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_light_or_dark_follows_the_system_until_somebody_chooses(live_server, page):
    """CONVENTIONS V3: the choice is kept on the device, and holds on the next page."""
    page.emulate_media(color_scheme="light")
    page.goto(live_server.url)
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    dark = ground(page)
    assert light == "rgb(255, 255, 255)" and dark != light
    toggle = page.locator("[data-theme-toggle]")
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    assert ground(page) == light and toggle.get_attribute("aria-pressed") == "false"
    page.goto(f"{live_server.url}/populer/")
    assert ground(page) == light
    assert page.evaluate("localStorage.getItem('theme')") == "light"
    assert page.context.cookies() == []


def test_without_script_there_is_no_toggle_and_the_system_decides(live_server, browser):
    """CONVENTIONS V3."""
    page = browser.new_page(java_script_enabled=False, color_scheme="dark")
    page.goto(live_server.url)
    assert not page.locator("[data-theme-toggle]").is_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != "rgb(255, 255, 255)"
    page.close()
