"""Which Host headers are this site's, and what counts as https."""

import pytest

from newsroom import hosts


@pytest.fixture(autouse=True)
def news_example(settings):
    settings.ALLOWED_HOSTS = ["news.example", "[::1]"]
    hosts._is_served.cache_clear()
    yield
    hosts._is_served.cache_clear()


@pytest.mark.parametrize("host", ["news.example", "NEWS.Example", "news.example:8443", "news.example.", "[::1]:8000"])
def test_spellings_of_its_name_are_the_sites(host):
    assert hosts.is_served(host)


@pytest.mark.parametrize(
    "host",
    ["", "palsu.example", "news.example.palsu.example", "news.example,palsu.example", "news.example/x", "a" * 300],
)
def test_other_names_are_not(host):
    assert not hosts.is_served(host)


@pytest.mark.parametrize(("said", "is_https"), [("https", True), ("https, http", True), ("http", False), ("", False)])
def test_the_proxy_says_what_came_by_https(said, is_https):
    assert hosts.came_to_proxy_by_https({"HTTP_X_FORWARDED_PROTO": said, "wsgi.url_scheme": "http"}) is is_https


def test_without_a_proxy_the_connection_itself_counts():
    assert not hosts.came_by_https({"HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "http"})
