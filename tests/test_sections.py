"""Sections and their parts: one level, one list in one order, the way back."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Section

from .desk import change_url, press
from .factories import make_article, make_section, make_staff
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation():
    return make_section(name="Nasional", slug="nasional")


@pytest.fixture
def law(nation):
    return make_section(name="Hukum", slug="hukum", parent=nation)


def test_a_part_has_its_address_and_its_stories_theirs(client, law):
    story = make_article(section=law)
    assert law.get_absolute_url() == "/hukum/"
    assert story.get_absolute_url().startswith("/hukum/read/")
    assert client.get("/hukum/").status_code == client.get(story.get_absolute_url()).status_code == 200


def test_a_section_lists_its_parts_stories_in_one_order_to_the_end(client, nation, law):
    politics = make_section(name="Politik", slug="politik", parent=nation)
    hour = timezone.now() - datetime.timedelta(days=1)
    stories = [
        # Several share an hour, so that the number has to decide.
        make_article(section=section, published_at=hour - datetime.timedelta(minutes=number // 4))
        for number in range(16)
        for section in (nation, law, politics)
    ]
    make_article()
    make_article(section=law, status="draft")
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/nasional/", {"sebelum": cursor} if cursor else {}).context["page"]
        seen += [(story.published_at, story.pk) for story in page]
        cursor = str(page.older) if page.older else None
    assert seen == sorted(((story.published_at, story.pk) for story in stories), reverse=True)
    assert {story.section.slug for story in client.get("/hukum/").context["page"]} == {law.slug}


@pytest.mark.parametrize("cursor", ["x", "1-" + "9" * 30, "%00"])
def test_a_malformed_cursor_is_not_found(client, law, cursor):
    make_article(section=law)
    assert client.get(f"/nasional/?sebelum={cursor}").status_code == 404


def test_the_front_page_counts_the_stories_of_parts_to_their_section(client, nation, law):
    for _ in range(12):
        make_article(section=law)
    blocks = client.get("/").context["sections"]
    assert [(section.pk, {story.section.slug for story in stories}) for section, stories in blocks] == [
        (nation.pk, {law.slug})
    ]


def test_the_front_page_costs_the_same_however_many_sections_there_are(client, django_assert_num_queries):
    make_article()
    with CaptureQueriesContext(connection) as of_one:
        client.get("/")
    sections = [make_section() for _ in range(12)]
    for section in sections:
        make_article(section=section)
        make_article(section=make_section(parent=section))
    with django_assert_num_queries(len(of_one)):
        shown = client.get("/").context["sections"]
    assert {section for section, _stories in shown} >= set(sections[:7])


def test_the_navigation_has_sections_and_their_page_their_parts(client, nation, law):
    story = make_article(section=law)
    page = client.get("/nasional/").content.decode()
    navigation = page[page.index('<ul class="navigation__list">') : page.index("</nav>")]
    assert "/nasional/" in navigation
    assert "/hukum/" not in navigation
    assert '<a class="chip" href="/hukum/">Hukum</a>' in page
    for address in ("/hukum/", story.get_absolute_url()):
        assert 'href="/nasional/" aria-current="true"' in client.get(address).content.decode()


def test_the_breadcrumb_names_every_step(client, nation, law):
    story = make_article(section=law)
    assert "Beranda Nasional Hukum" in text_of(client.get(story.get_absolute_url()))
    assert "Beranda Nasional Hukum" in text_of(client.get("/hukum/"))


@pytest.mark.parametrize("by", ["save", "desk"])
@pytest.mark.parametrize(
    ("part", "parent", "words"),
    [("nasional", "nasional", "bagian dari dirinya"), ("daerah", "hukum", "bagian dari kanal lain"), ("nasional", "daerah", "punya bagian")],
)  # fmt: skip
def test_there_is_one_level_and_no_circle(client, nation, law, by, part, parent, words):
    make_section(name="Daerah", slug="daerah")
    section, parent = Section.objects.get(slug=part), Section.objects.get(slug=parent)
    if by == "save":
        section.parent = parent
        with pytest.raises(ValidationError, match=words):
            section.save()
    else:
        client.force_login(make_staff())
        page = press(client, change_url(section), "_save", parent=parent.pk)
        assert page.context["adminform"].form.errors["parent"]
    assert Section.objects.get(pk=section.pk).parent_id is None


def test_the_database_refuses_a_section_in_itself(nation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=nation.pk).update(parent=nation.pk)


def test_a_section_with_parts_is_not_deleted(client, nation, law):
    client.force_login(make_staff())
    assert client.post(f"/admin/articles/section/{nation.pk}/delete/", {"post": "yes"}).status_code == 200
    assert Section.objects.count() == 2


def test_the_story_form_names_a_part_after_its_section(client, nation, law):
    make_section(name="Ekonomi", slug="ekonomi", position=1)
    client.force_login(make_staff())
    page = client.get("/admin/articles/article/add/").content.decode()
    offered = [page.index(f">{name}</option>") for name in ("Nasional", "Nasional › Hukum", "Ekonomi")]
    assert offered == sorted(offered)
