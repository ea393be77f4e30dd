"""Share links: plain links that carry the story's words and address whole."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from .factories import make_article

pytestmark = pytest.mark.django_db
HEADLINE = "Harga Naik 10% & “Rp1.000” #1? Ya/Tidak + <b>"


def links(client, story):
    page = client.get(story.get_absolute_url()).content.decode()
    block = page[page.index('<section class="share"') : page.index("</section>", page.index('<section class="share"'))]
    return block, [unescape(address) for address in re.findall(r'href="([^"]*)"', block)]


@pytest.mark.parametrize("label", ["", "opini", "advertorial"])
def test_a_link_carries_headline_and_address_whole(client, settings, label):
    """CONVENTIONS I10: the label goes with the words."""
    settings.SITE_URL = "https://kabar.example"
    story = make_article(headline=HEADLINE, label=label)
    address = f"https://kabar.example{story.get_absolute_url()}"
    words = f"{story.get_label_display()}: {HEADLINE}" if label else HEADLINE
    _block, found = links(client, story)
    asked = {urlsplit(link).netloc: parse_qs(urlsplit(link).query, strict_parsing=True) for link in found}
    assert asked == {
        "wa.me": {"text": [f"{words} {address}"]},
        "x.com": {"text": [words], "url": [address]},
        "www.facebook.com": {"u": [address]},
        "t.me": {"url": [address], "text": [words]},
    }


def test_no_link_opens_a_door_and_each_says_where_it_leads(client):
    """CONVENTIONS A7."""
    block, found = links(client, make_article())
    assert block.count('rel="noopener nofollow external"') == len(found) == 4
    assert block.count("Bagikan ke") == 4
    # What needs a script is hidden until there is one.
    assert block.count("<li hidden><button") == block.count("<button") == 2
