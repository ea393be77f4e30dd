"""Social cards: drawn for stories without a photo, once, and for nothing else (CONVENTIONS G17, G28)."""

import io

import pytest
from django.core.cache import cache
from PIL import Image

from articles import sharing, social_card
from articles.social_card import Words

from .exits import head, local
from .factories import make_article, make_section


@pytest.fixture(autouse=True)
def nothing_drawn():
    cache.clear()


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def words(**facts):
    return Words(**{"headline": "Pelabuhan Dibuka", "section": "Global", "site": "Media", **facts})


def ink(content):
    """How many pixels are dark: what is written."""
    return sum(opened(content).convert("L").histogram()[:100])


@pytest.mark.parametrize("headline", ["A", "Kafé Élok di Pulau", "Kesejahteraan " * 14, "K" * 200, "🚤", " ", "漢字"])
def test_a_card_is_a_jpeg_of_1200_by_675(headline):
    """CONVENTIONS G17, G28."""
    picture = opened(social_card.draw(words(headline=headline)))
    assert (picture.format, picture.size) == ("JPEG", (1200, 675))


@pytest.mark.parametrize("headline", ["Pelabuhan Dibuka", "Kesejahteraan " * 14, "K" * 200, "Wah " * 50])
def test_nothing_is_written_over_the_edge(headline):
    picture = opened(social_card.draw(words(headline=headline, section="Rubrik " * 30, site="Situs " * 40))).convert(
        "L"
    )
    width, height = picture.size
    margins = [(0, 20, social_card.MARGIN - 4, height), (width - social_card.MARGIN + 4, 20, width, height), (0, height - 50, width, height)]  # fmt: skip
    for box in margins:
        assert min(picture.crop(box).get_flattened_data()) > 240, box


def test_every_word_is_drawn():
    plain = ink(social_card.draw(words(headline="Kafe")))
    assert ink(social_card.draw(words(headline="Kafé"))) > plain
    assert ink(social_card.draw(words(headline="Kafe Baru"))) > plain


def test_what_the_font_lacks_leaves_no_box():
    assert social_card.draw(words(headline="Kafe 🚤")) == social_card.draw(words(headline="Kafe"))


def test_each_word_changes_the_key():
    keys = {words().key, words(headline="x").key, words(section="x").key, words(site="x").key, words(label="x").key}
    assert len(keys) == 5


@pytest.mark.django_db
def test_a_story_without_a_photo_is_shared_with_its_card(client):
    story = make_article(headline="Kafé Terapung", section=make_section(name="Gaya Hidup"))
    page = head(client, story.get_absolute_url())
    address = local(page.meta("og:image"))
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "675")
    assert page.meta("twitter:card") == "summary_large_image"
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in response["Cache-Control"]
    assert response.content == social_card.draw(sharing.card_words(story))


@pytest.mark.django_db
def test_a_card_is_drawn_once(client, monkeypatch):
    address = sharing.card_address(make_article())
    first = client.get(address).content
    monkeypatch.setattr(social_card, "_drawn", None)
    assert client.get(address).content == first


@pytest.mark.django_db
def test_another_key_draws_nothing_and_leads_to_the_card(client, monkeypatch):
    """So that nobody can make the site draw as often as they like."""
    monkeypatch.setattr(social_card, "_drawn", None)
    story = make_article()
    for key in ("0" * 16, "x", "a" * 500):
        response = client.get(f"/kartu/{story.pk}-{key}.jpg")
        assert (response.status_code, response["Location"]) == (302, sharing.card_address(story))


@pytest.mark.django_db
def test_only_a_published_story_has_a_card(client):
    draft, withdrawn = make_article(status="draft"), make_article(status="withdrawn")
    for story in (draft, withdrawn):
        assert client.get(sharing.card_address(story)).status_code == 404
    assert client.get(f"/kartu/{10**30}-x.jpg").status_code == 404


@pytest.mark.django_db
def test_a_card_costs_one_query(client, django_assert_num_queries):
    address = sharing.card_address(make_article())
    with django_assert_num_queries(1):
        client.get(address)


@pytest.mark.django_db
def test_who_finds_the_pencil_taken_is_asked_to_come_again(client, monkeypatch):
    monkeypatch.setattr(social_card, "PATIENCE", 0.01)
    address = sharing.card_address(make_article())
    with social_card._pencil:
        response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert client.get(address).status_code == 200
