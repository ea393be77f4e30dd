"""The page reports a reading once somebody has looked at it, once in a session of a tab, and tells nothing else."""

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

# A page that a test can hide: the browser's own tabs are always in front.
HIDEABLE = """
  Object.defineProperty(document, "visibilityState", { get: () => window.isHidden ? "hidden" : "visible" });
  window.setHidden = (isHidden) => { window.isHidden = isHidden; document.dispatchEvent(new Event("visibilitychange")); };
"""


@pytest.fixture
def story():
    return make_article()


@pytest.fixture
def reports(context):
    """What pages of this browser report."""
    reports = []

    def answer(route):
        reports.append(route.request)
        route.fulfill(status=204)

    context.route("**/baca/**", answer)
    context.add_init_script(HIDEABLE)
    return reports


def look(page, address, milliseconds=3100):
    page.clock.install()
    page.goto(address)
    page.wait_for_load_state()
    wait(page, milliseconds)


def wait(page, milliseconds):
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(100)


def test_a_reading_is_reported_after_three_seconds_and_once(live_server, page, story, reports):
    """CONVENTIONS D4."""
    address = live_server.url + story.get_absolute_url()
    look(page, address, 2500)
    assert reports == []
    wait(page, 600)
    assert [(report.method, report.url) for report in reports] == [("POST", f"{live_server.url}/baca/{story.pk}/")]
    assert not reports[0].post_data
    page.reload()
    wait(page, 5000)
    page.goto(f"{live_server.url}/populer/")
    page.go_back()
    wait(page, 5000)
    assert len(reports) == 1
    # Another tab is another session; another story another reading.
    look(page.context.new_page(), address)
    assert len(reports) == 2
    other = make_article()
    page.goto(live_server.url + other.get_absolute_url())
    wait(page, 5000)
    assert [report.url.split("/")[-2] for report in reports] == [str(story.pk), str(story.pk), str(other.pk)]


def test_a_page_that_nobody_looks_at_reports_nothing(live_server, page, story, reports):
    page.add_init_script("window.isHidden = true")
    look(page, live_server.url + story.get_absolute_url(), 10_000)
    assert reports == []
    page.evaluate("setHidden(false)")
    wait(page, 2000)
    page.evaluate("setHidden(true)")
    wait(page, 5000)
    assert reports == []
    page.evaluate("setHidden(false)")
    wait(page, 3100)
    assert len(reports) == 1


@pytest.mark.parametrize("address", ["/", "/populer/"])
def test_only_stories_report(live_server, page, story, reports, address):
    look(page, live_server.url + address, 10_000)
    assert reports == []
