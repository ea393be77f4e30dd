"""A newsroom with more than 999 of everything: numbers in forms and addresses are for machines, without the dots that readers get."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from articles import drafting
from articles.models import Article, Author, Autosave, Comment, Photo, Section, Tag

from .desk import change_url, press, shown
from .factories import make_article, make_author, make_gallery, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db

DOTTED = re.compile(r"""(?:value|href|action|id|for|name|data-[\w-]+)=["'][^"']*\b\d{1,3}(?:\.\d{3})+\b[^"']*["']""")
# An output of a row's number: `saved.pk`, `picture.photo_id`; what follows has to make it one for machines.
NUMBER = re.compile(r"\{\{\s*[\w.]*(?:\bpk|\bid|\b(?!auto_id\b)\w+_id)\b(?P<filters>[^}]*)\}\}")
FOR_MACHINES = ("unlocalize", "stringformat:")


@pytest.fixture
def story(client):
    """A story of which everything has a number of four digits or more, as everything in the tests has."""
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
    assert min(thing.pk for thing in (story, section, author, photo, tag)) > 999
    return Article.objects.get(pk=story.pk)


def test_the_form_and_the_pages_write_large_numbers_without_dots(client, story):
    addresses = [
        change_url(story),
        *(change_url(model.objects.first()) for model in (Author, Photo, Section, Tag)),
        reverse("admin:index"),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_photo_changelist"),
        reverse("admin:articles_tag_changelist"),
        story.get_absolute_url(),
        story.pictures[0].get_absolute_url(),
        f"/hak-jawab/?berita={story.pk}",
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert DOTTED.findall(page) == [], address


def test_what_leads_on_from_a_story_names_large_numbers_without_dots(client, story):
    """Its revisions, its comments, an unsaved text, and the pages on which several are chosen."""
    chief = make_staff("Redaktur Pelaksana", username="redaktur")
    client.post(reverse("admin:articles_article_comment", args=[story.pk]), {"text": "Halo @redaktur"})
    client.force_login(chief)
    front = client.get(reverse("admin:index"))
    form = change_url(story)
    fields = {name: [str(value)] for name, value in shown(client.get(form)).items() if name != "headline"}
    unsaved = {"article": story.pk, "form": "a" * 16, "fields": {**fields, "headline": ["Belum disimpan"]}}
    client.post(reverse("admin:articles_article_autosave"), json.dumps(unsaved), content_type="application/json")
    snapshot = drafting.current(story).snapshot
    for number in range(51):
        story.revisions.create(snapshot={**snapshot, "deck": str(number)}, by=chief)
    stories, tags = reverse("admin:articles_article_changelist"), reverse("admin:articles_tag_changelist")
    several = [tag.pk for tag in (story.tags.get(), make_tag(name="Lain"))]
    pages = {
        f'name="_restore" value="{Autosave.objects.get().pk}"': client.get(form),
        f'id="comment-{Comment.objects.get().pk}"': client.get(form),
        f"#comment-{Comment.objects.get().pk}": front,
        "?before=": client.get(reverse("admin:articles_article_revisions", args=[story.pk])),
        f'name="_selected_action" value="{story.pk}"': client.post(
            stories, {"action": "withdraw_selected", "_selected_action": [story.pk]}
        ),
        f'name="kept" value="{several[0]}"': client.post(
            tags, {"action": "merge_selected", "_selected_action": several}
        ),
    }
    for element, page in pages.items():
        text = page.content.decode()
        assert DOTTED.findall(text) == [], element
        assert element in text


def test_no_template_prints_a_number_of_a_row_for_readers():
    printed = [
        (str(template.relative_to(settings.BASE_DIR)), number[0])
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for number in NUMBER.finditer(template.read_text())
        if not any(word in number["filters"] for word in FOR_MACHINES)
    ]
    assert printed == []


def test_a_story_with_a_large_number_is_saved(client, story):
    press(client, change_url(story), headline="Judul Kedua")
    assert drafting.current(Article.objects.get(pk=story.pk)).snapshot["headline"] == "Judul Kedua"
