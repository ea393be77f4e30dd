"""The small files at the root of the site (CONVENTIONS T3, F6)."""

import datetime

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Section

from .factories import make_article, make_section

pytestmark = pytest.mark.django_db


def lines(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.content.decode().splitlines()


def test_robots_may_read_all_and_are_told_of_the_sitemaps(client):
    """CONVENTIONS T3, G22, and G15: what says noindex is not closed to them."""
    written = lines(client, "/robots.txt")
    assert written[0] == "User-agent: *"
    assert [line for line in written if line.startswith("Disallow")] == ["Disallow:"]
    sitemaps = [line.removeprefix("Sitemap: ") for line in written if line.startswith("Sitemap")]
    assert sitemaps == [f"{site.SITE_URL}/sitemap.xml", f"{site.SITE_URL}/sitemap-news.xml"]
    make_article()
    for address in sitemaps:
        assert client.get(address).status_code == 200


def test_ads_txt_has_the_lines_that_were_set_and_else_no_address(client, settings):
    """CONVENTIONS T3."""
    assert client.get("/ads.txt").status_code == 404
    settings.ADS_TXT = " \n"
    assert client.get("/ads.txt").status_code == 404
    settings.ADS_TXT = "iklan.example, 1234, DIRECT\nlain.example, 5, RESELLER\n"
    assert lines(client, "/ads.txt") == ["iklan.example, 1234, DIRECT", "lain.example, 5, RESELLER"]


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("keamanan@media.example", "mailto:keamanan@media.example"),
        ("mailto:a@media.example", "mailto:a@media.example"),
        ("https://media.example/lapor/", "https://media.example/lapor/"),
    ],
)
def test_security_txt_names_a_contact_and_an_end_that_is_to_come(client, settings, contact, shown):
    """CONVENTIONS T3; RFC 9116: Contact, and one Expires less than a year ahead."""
    settings.SECURITY_CONTACT = contact
    written = dict(line.split(": ", 1) for line in lines(client, "/.well-known/security.txt"))
    assert written["Contact"] == shown
    expires = datetime.datetime.fromisoformat(written["Expires"])
    assert datetime.timedelta(days=90) < expires - timezone.now() < datetime.timedelta(days=365)
    assert written["Canonical"] == f"{site.SITE_URL}/.well-known/security.txt"


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_key_of_indexnow_is_shown_to_who_knows_it(client, settings):
    """CONVENTIONS F6."""
    settings.INDEXNOW_KEY = "a1b2c3d4-e5f6"
    assert lines(client, "/a1b2c3d4-e5f6.txt") == ["a1b2c3d4-e5f6"]
    assert client.get("/lain-lain.txt").status_code == 404
    settings.INDEXNOW_KEY = "pendek"
    assert client.get("/pendek.txt").status_code == 404
    settings.INDEXNOW_KEY = ""
    assert client.get("/.txt").status_code == 404


def test_the_favicon_is_an_icon_of_three_sizes(client):
    """CONVENTIONS T3."""
    import io

    from PIL import Image

    response = client.get("/favicon.ico")
    assert response.status_code == 200
    icon = Image.open(io.BytesIO(response.getvalue()))
    assert icon.format == "ICO"
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize("slug", ["kartu", "rss", "sitemap"])
def test_no_section_can_take_the_word_of_an_address(slug):
    with pytest.raises(ValidationError):
        Section(name="X", slug=slug).full_clean()


def test_a_section_does_not_swallow_a_file(client):
    make_section(slug="robots", name="Robots")
    assert client.get("/robots/").status_code == 200
    assert lines(client, "/robots.txt")
