"""What all pages of an edition share is rendered once for it, and never outlives it."""

import pytest

from articles.models import Article

from .factories import make_article, make_section

pytestmark = pytest.mark.django_db


def page(client, address, edition=None):
    """A page as the page cache asks for it, or, without an edition, as staff and previews do."""
    stamp = {} if edition is None else {"newsroom.edition": edition}
    return client.get(address, **stamp).content.decode()


def test_the_second_page_of_an_edition_queries_only_for_its_story(client, django_assert_num_queries):
    section = make_section()
    one, other = make_article(section=section), make_article(section=section)
    page(client, one.get_absolute_url(), "1")
    with django_assert_num_queries(4):
        shown = page(client, other.get_absolute_url(), "1")
    assert "Berita Terkini" in shown
    assert one.headline in shown


def test_a_new_edition_has_furniture_of_its_own(client):
    story = make_article()
    page(client, story.get_absolute_url(), "1")
    newer = make_article(headline="Jembatan Gantung Dibuka")
    assert newer.headline not in page(client, story.get_absolute_url(), "1")
    assert newer.headline in page(client, story.get_absolute_url(), "2")


def test_a_page_that_is_not_kept_shares_nothing(client):
    story = make_article()
    page(client, story.get_absolute_url())
    Article.objects.filter(pk=story.pk).update(headline="Jembatan Gantung Dibuka")
    assert page(client, story.get_absolute_url()).count("Jembatan Gantung Dibuka") > 2


def test_each_section_is_marked_in_its_own_navigation(client):
    one, other = make_section(name="Satu", slug="satu"), make_section(name="Dua", slug="dua")
    for section in (one, other):
        shown = page(client, section.get_absolute_url(), "1")
        assert f'href="{section.get_absolute_url()}" aria-current="page">{section.name}' in shown
    assert 'href="/" aria-current="page"' in page(client, "/", "1")
    assert 'href="/" aria-current="page"' not in page(client, "/populer/", "1")
