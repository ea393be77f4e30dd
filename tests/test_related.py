"""“Baca juga” at the end of a story: the order of a hand-made corpus, what is never suggested, what it costs."""

import datetime
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from articles import related
from articles.models import akin
from articles.related import Facts, ranked

from .factories import at, make_article, make_photo, make_section, make_tag

pytestmark = pytest.mark.django_db


def facts(number, tags=(), section=1, words="", hour="06:00"):
    return Facts(number, frozenset(tags), section, frozenset(words.split()), at(hour))


STORY = facts(0, tags={1, 2}, words="tanggul rawa kemuning jebol warga mengungsi")
OFTEN = {1: 3, 2: 200}


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (facts(1, tags={1}, section=2), facts(2, tags={2}, section=2)),  # a rare tag tells more than a common one
        (facts(1, tags={1, 2}, section=2), facts(2, tags={1}, section=2)),
        (facts(1, tags={1}, section=2), facts(2, section=1)),
        (facts(1, section=1), facts(2, section=2)),
        (facts(1, words="tanggul jebol"), facts(2, words="pasar ramai")),
        (facts(1, words="tanggul jebol"), facts(2, words="warga ramai")),
        (facts(1, words="tanggul jebol", section=2), facts(2, section=1)),
        (facts(2, hour="07:00"), facts(3, hour="06:00")),  # of what ties the newer
        (facts(3), facts(2)),  # and of one hour the higher number
    ],
)
def test_the_nearer_story_stands_first(nearer, farther):
    others = [facts(10, words="warga pasar"), facts(11, words="warga ramai"), nearer, farther]
    order = ranked(STORY, others, OFTEN)
    assert order.index(nearer) < order.index(farther)
    assert ranked(STORY, others[::-1], OFTEN) == order


def test_a_common_word_tells_less_than_a_rare_one():
    others = [
        facts(1, words="warga kota"),
        facts(2, words="tanggul kota"),
        *(facts(n, words="warga desa") for n in (3, 4, 5)),
    ]
    assert ranked(STORY, others, OFTEN)[0].number == 2


def test_the_order_is_the_same_in_every_process():
    script = (
        "import datetime; from articles.related import Facts, ranked\n"
        "hour = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)\n"
        "words = [f'kata{n}' for n in range(40)]\n"
        "facts = [Facts(n, frozenset([n % 3]), n % 2, frozenset(words[n % 7 : n % 7 + 12]), hour) for n in range(60)]\n"
        "print([f.number for f in ranked(facts[0], facts[1:], {0: 3, 1: 7, 2: 50})])\n"
    )
    program = f"import django; from django.conf import settings\nimport os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'newsroom.settings'\ndjango.setup()\n{script}"
    orders = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONHASHSEED": seed, "SECRET_KEY": "x"},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(orders) == 1


@pytest.fixture
def corpus():
    """A story of a flood and what else the newsroom wrote, as {name: story}, and the story itself."""
    local, sport = make_section(name="Daerah"), make_section(name="Olahraga")
    flood, weather = make_tag(name="banjir rawa kemuning"), make_tag(name="cuaca")
    for number in range(30):
        make_article(section=sport, tags=[weather], headline=f"Laga {number}", published_at=at("01:00"))
    stories = {
        "same flood": make_article(section=local, tags=[flood, weather], headline="Pengungsi Rawa Kemuning Pulang"),
        "flood elsewhere": make_article(section=sport, tags=[flood], headline="Laga Ditunda"),
        "same words": make_article(section=local, headline="Tanggul Rawa Kemuning Diperbaiki"),
    }
    story = make_article(section=local, tags=[flood, weather], headline="Tanggul Jebol, Rawa Kemuning Mengungsi")
    return story, stories


def test_a_hand_made_corpus_is_suggested_in_its_order(corpus):
    story, stories = corpus
    suggestions, _boxed = related.beside(story)
    named = {other.pk: name for name, other in stories.items()}
    assert [named.get(other.pk) for other in suggestions[:3]] == [
        "same flood",
        "flood elsewhere",
        "same words",
    ]


def test_a_story_without_tags_falls_back_on_its_section_and_words():
    section = make_section()
    make_article()
    plain, alike = make_article(section=section, headline="Pasar Malam"), make_article(section=section, headline="Jembatan Gantung")  # fmt: skip
    newest = make_article(section=section, headline="Lomba Layang")
    story = make_article(section=section, headline="Jembatan Gantung Putus")
    assert [other.pk for other in related.beside(story)[0]] == [alike.pk, newest.pk, plain.pk]


def test_what_is_not_public_is_never_suggested_nor_an_advertorial_nor_itself():
    section, tag = make_section(), make_tag()
    facts = {"section": section, "tags": [tag]}
    for status in ("draft", "review", "withdrawn"):
        make_article(status=status, **facts)
    make_article(published_at=timezone.now() + datetime.timedelta(hours=1), **facts)
    make_article(label="advertorial", **facts)
    opinion, story = make_article(label="opini", **facts), make_article(**facts)
    assert [other.pk for other in related.beside(story)[0]] == [opinion.pk]


@pytest.mark.parametrize(
    "link",
    [
        '<aside data-article="{pk}"></aside>',
        '<p><a href="{address}">baca</a></p>',
        '<p><a href="http://127.0.0.1:8000{address}?utm=1#x">baca</a></p>',
        '<p><a href="/salah/read/{pk}/">baca</a></p>',
    ],
)
def test_what_the_body_leads_to_is_not_suggested_again(client, link):
    section = make_section()
    other, third = make_article(section=section), make_article(section=section)
    story = make_article(
        section=section, body=f"<p>Awal.</p>{link}".format(pk=other.pk, address=other.get_absolute_url())
    )
    page = client.get(story.get_absolute_url())
    assert [shown.pk for shown in page.context["suggestions"]] == [third.pk]
    assert other.get_absolute_url() in page.content.decode() or "/salah/" in link


@pytest.mark.parametrize(
    "link",
    [
        "https://lain.example/x/read/7/y/",
        "http://[x/read/7/",
        "/x/read/abc/",
        "/x/read/" + "9" * 40 + "/",
        "mailto:a@b.example",
    ],
)
def test_other_links_are_no_stories_of_ours(link):
    assert related.linked_stories(f'<p><a href="{link}">x</a></p>') <= {int("9" * 40)}


def test_the_block_stands_after_the_body_and_says_no_words_of_the_story(client):
    """CONVENTIONS G18, I26."""
    section = make_section()
    other = make_article(section=section, lead_photo=make_photo(rendition_key="0" * 32), label="analisis")
    story = make_article(section=section, tags=["laut"])
    page = client.get(story.get_absolute_url()).content.decode()
    block = page[page.index('<section class="suggestions"') : page.index('<section class="tags"')]
    assert page.index("Penumpangnya dua puluh orang.") < page.index(block)
    assert "data-nosnippet" in block.partition(">")[0]
    assert other.get_absolute_url() in block
    assert other.lead_photo.rendition_url("4x3", 320) in block
    assert "Analisis" in block
    assert section.name in block


def test_a_lonely_story_has_no_empty_block(client):
    assert "suggestions" not in client.get(make_article().get_absolute_url()).content.decode()


def test_suggestions_and_boxes_cost_one_query_however_many_there_are(django_assert_num_queries):
    section, tags = make_section(), [make_tag() for _ in range(9)]
    others = [make_article(section=section, tags=tags) for _ in range(20)]
    body = "<p>Awal.</p>" + "".join(f'<aside data-article="{other.pk}"></aside>' for other in others[:3])
    story = make_article(section=section, tags=tags, body=body)
    list(story.tags.all())
    with django_assert_num_queries(2):  # the story's tags, which its page has fetched, and this
        suggestions, boxed = related.beside(story)
        for other in [*suggestions, *boxed]:
            assert (other.get_absolute_url(), other.section.name, other.label, other.lead_photo) != ()
    assert {other.pk for other in boxed} == {other.pk for other in others[:3]}


def test_of_a_common_tag_the_newest_are_looked_at_and_no_more():
    tag = make_tag()
    stories = [
        make_article(tags=[tag], published_at=timezone.now() - datetime.timedelta(minutes=minutes))
        for minutes in range(1, 20)
    ]
    found = {other.pk: other for other in akin.read(akin.question([tag.pk], section=0).rows(), [tag.pk])}
    assert list(found) and set(found) == {story.pk for story in stories[: akin.FROM_EACH]}
    assert {other.often[tag.pk] for other in found.values()} == {len(stories)}
