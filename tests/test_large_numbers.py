"""A newsroom with more than 999 of everything: numbers in forms and addresses are for machines, without the dots that readers get."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from articles import drafting
from articles.models import Article, Author, Photo, Section, Tag

from .desk import change_url, press
from .factories import make_article, make_author, make_gallery, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db

DOTTED = re.compile(r"""(?:value|href|action|id|name|data-[\w-]+)=["'][^"']*\b\d\.\d{3}\b[^"']*["']""")


def number_from(start):
    """Let every table go on numbering its rows from *start*."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table, key = model._meta.db_table, model._meta.pk
            if key.get_internal_type() not in ("AutoField", "BigAutoField"):
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', key.column, start])


@pytest.fixture
def story(client):
    """A story of which everything has a number of four digits."""
    number_from(4000)
    client.force_login(make_staff())
    section, author = make_section(), make_author()
    photo, tag = make_photo(renditions=True), make_tag()
    story = make_article(
        section=section,
        authors=[author],
        lead_photo=photo,
        tags=[tag.name],
        body=f'<p>Isi.</p><figure data-photo="{photo.pk}"></figure>',
    )
    make_gallery(story, [photo])
    return Article.objects.get(pk=story.pk)


def test_the_form_and_the_pages_write_large_numbers_without_dots(client, story):
    merge = reverse("admin:articles_tag_changelist")
    addresses = [
        change_url(story),
        *(change_url(model.objects.first()) for model in (Author, Photo, Section, Tag)),
        reverse("admin:index"),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_photo_changelist"),
        merge,
        story.get_absolute_url(),
        story.pictures[0].get_absolute_url(),
        f"/hak-jawab/?berita={story.pk}",
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert DOTTED.findall(page) == [], address


def test_a_story_with_a_large_number_is_saved(client, story):
    press(client, change_url(story), headline="Judul Kedua")
    assert drafting.current(Article.objects.get(pk=story.pk)).snapshot["headline"] == "Judul Kedua"
