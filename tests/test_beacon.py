"""The beacon: which views count, and that it tells and keeps nothing."""

import io

import pytest
import time_machine

from articles.visitors import ADDRESSES, Limit, forwarded_address
from newsroom.beacon import Beacon

from .factories import at

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


class Unread(io.RawIOBase):
    """A body that must not be read: it may be huge, or never come."""

    def readable(self):
        raise AssertionError("the body was asked for")


def send(number="12", *, beacon=None, method="POST", path=None, address="203.0.113.9", **headers):
    """Send a view; returns the status and the numbers that were recorded."""
    recorded = []
    beacon = beacon or Beacon(
        lambda environ, start_response: start_response("404 Not Found", []) or [b""], record=None
    )
    beacon.record = recorded.append
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path or f"/baca/{number}/",
        "CONTENT_LENGTH": "5000000000",
        "wsgi.input": Unread(),
        "REMOTE_ADDR": address,
        "HTTP_HOST": "situs.example",
        "HTTP_USER_AGENT": BROWSER,
        "HTTP_SEC_FETCH_SITE": "same-origin",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    answer = []
    b"".join(beacon(environ, lambda status, headers: answer.append(int(status[:3]))))
    return answer[0], recorded


def test_a_reading_counts():
    assert send() == (204, [12])


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "012", "1.5", "1" * 19, "12/3", "12 ", "12\n", "١"])
def test_what_is_no_story_does_not_count(number):
    assert send(number) == (204, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "", "origin": "https://lain.example"},
        {"sec_fetch_site": "", "origin": "null"},
        {"sec_fetch_site": "", "origin": ""},
        {"sec_purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
        {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user_agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0"},
        {"user_agent": "curl/8.1"},
        {"user_agent": ""},
    ],
)
def test_who_is_no_reader_of_this_site_does_not_count(headers):
    """CONVENTIONS D3."""
    assert send(**headers) == (204, [])


def test_a_telephone_with_a_robots_name_counts():
    assert send(user_agent="Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/130.0 Mobile") == (204, [12])


def test_an_older_browser_is_known_by_its_origin():
    assert send(sec_fetch_site="", origin="https://situs.example") == (204, [12])


@pytest.fixture
def minute():
    with time_machine.travel(at("12:00"), tick=False) as clock:
        yield clock


def count(beacon, times, **view):
    return sum(len(send(beacon=beacon, **view)[1]) for _ in range(times))


def test_an_address_is_bounded_in_each_minute(minute):
    """CONVENTIONS D4."""
    beacon = Beacon(None, record=None)
    assert sum(count(beacon, 1, number=number) for number in range(1, 200)) == 120
    assert count(beacon, 1, address="203.0.113.10") == 1
    minute.shift(60)
    assert count(beacon, 1) == 1


def test_one_story_from_one_address_is_bounded_sooner(minute):
    beacon = Beacon(None, record=None)
    assert count(beacon, 50) == 20
    assert count(beacon, 1, number=13) == 1


def test_a_line_with_many_addresses_of_ipv6_is_one(minute):
    beacon = Beacon(None, record=None)
    assert sum(count(beacon, 1, address=f"2001:db8::{number:x}") for number in range(1, 50)) == 20
    assert count(beacon, 1, address="2001:db8:0:1::1") == 1
    assert count(beacon, 1, address="no:address") == 1


def test_what_is_kept_of_addresses_is_bounded_and_is_none(minute):
    """CONVENTIONS D3."""
    limit = Limit(20)
    for number in range(ADDRESSES):
        limit.allows(f"198.51.{number // 250}.{number % 250}", "12")
    assert len(limit._counts) == ADDRESSES
    assert {len(key) for key in limit._counts} == {8}
    assert not any(b"198.51" in key for key in limit._counts)
    before = set(limit._counts)
    minute.shift(60)
    for number in range(ADDRESSES):
        limit.allows(f"198.51.{number // 250}.{number % 250}", "12")
    # The salt of a minute ends with it: what is kept of the same address has nothing in common.
    assert not before & set(limit._counts)


def test_behind_a_proxy_readers_are_told_apart_by_what_it_saw():
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    assert forwarded_address(environ) == "203.0.113.9"
    assert forwarded_address({"REMOTE_ADDR": "127.0.0.1"}) == "127.0.0.1"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reporting_is_allowed(method):
    assert send(method=method) == (405, [])


def test_other_addresses_reach_the_site():
    assert send(path="/")[0] == 404
