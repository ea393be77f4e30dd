"""What follows from values is worked out once, and never shown for others; a prepared query answers as its queryset does."""

import datetime

import pytest
from django.db import models
from django.utils import timezone, translation

from articles import kept
from articles.models import Article, Asked, Byline, Card, Cut, Prepared, Section
from articles.models.story_page import public_story
from articles.templatetags.news import card, drawn, picture

from .factories import at, make_article, make_author, make_photo

CUT = Cut("0" * 32, 1600, 900, has_avif=False)


def test_what_is_kept_is_worked_out_once():
    asked = []

    @kept.kept(10)
    def doubled(number):
        asked.append(number)
        return 2 * number

    assert [doubled(1), doubled(1), doubled(2)] == [2, 2, 4]
    assert asked == [1, 2]
    kept.forget()
    assert doubled(1) == 2
    assert asked == [1, 2, 1]


def test_words_are_kept_for_their_language():
    topics = (("Laut", "/tag/laut/"),)
    assert "Topik" in drawn("articles/_tags.html", topics=topics)
    with translation.override("en"):
        assert "Topics" in drawn("articles/_tags.html", topics=topics)
    assert "Topik" in drawn("articles/_tags.html", topics=topics)


def test_what_may_change_is_no_key():
    with pytest.raises(TypeError, match="section"):
        drawn("articles/_tags.html", topics=(), section=Section(pk=1, name="Nasional"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Jembatan Gantung Dibuka"},
        {"deck": "Kalimat lain."},
        {"slug": "alamat-lain"},
        {"label": "opini"},
        {"published_at": at("03:21")},
        {"gallery_size": 7},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_card_shows_every_change_of_its_story(change):
    story = make_article(lead_photo=make_photo(rendition_key="0" * 32))
    before = card(story, shape="row", heading=2, deck=True)
    for name, value in change.items():
        setattr(story, name, value)
    assert card(story, shape="row", heading=2, deck=True) != before


@pytest.mark.django_db
def test_a_card_shows_every_change_of_its_section_and_photo():
    story = make_article(lead_photo=make_photo(rendition_key="0" * 32))
    shown = {card(story, shape="lead", heading=2)}
    story.section.name = "Lingkungan Hidup"
    shown.add(card(story, shape="lead", heading=2))
    story.lead_photo.digital_source_type = "trainedAlgorithmicMedia"
    shown.add(card(story, shape="lead", heading=2))
    story.lead_photo.has_avif = True
    shown.add(card(story, shape="lead", heading=2))
    assert len(shown) == 4


def test_a_picture_shows_every_change_of_its_files():
    shown = {
        picture(cut)
        for cut in (CUT, CUT._replace(rendition_key="1" * 32), CUT._replace(has_avif=True), CUT._replace(width=800))
    }
    assert len(shown) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("has_photo", [True, False])
@pytest.mark.parametrize("has_section", [True, False])
def test_a_list_fetches_the_cards_of_its_stories(django_assert_num_queries, has_photo, has_section):
    photo = make_photo(rendition_key="0" * 32) if has_photo else None
    story = make_article(
        lead_photo=photo, label="opini", **({} if has_section else {"section": None, "status": "draft"})
    )
    fetched = Article.objects.select_related("section", "lead_photo").get(pk=story.pk)
    with django_assert_num_queries(3):
        assert list(Article.objects.for_cards()) == [Card.of(fetched)]
        assert Article.objects.for_cards().in_bulk([story.pk, 0]) == {story.pk: Card.of(fetched)}
        assert Article.objects.for_cards().filter(pk=story.pk).first() == Card.of(fetched)


@pytest.mark.django_db
def test_a_prepared_query_answers_as_its_queryset(django_assert_num_queries):
    bylines = Prepared(Byline, lambda lines: lines.select_related("author").filter(article=Asked("story")))
    stories = [make_article(authors=[make_author(), make_author()]) for _ in range(2)]
    for story in stories:
        with django_assert_num_queries(1):
            found = [(line.pk, line.role, line.author.name) for line in bylines(story=story.pk)]
        expected = Byline.objects.filter(article=story)
        assert found == [(line.pk, line.role, line.author.name) for line in expected]
    assert bylines(story=0) == []


@pytest.mark.django_db
def test_a_prepared_query_takes_hours_and_names_columns():
    public = Prepared(
        Article,
        lambda stories: stories.published(Asked("now", models.DateTimeField())).values_list("pk", "published_at"),
    )
    story = make_article(published_at=timezone.now() - datetime.timedelta(hours=1))
    assert public(now=timezone.now()) == [(story.pk, story.published_at)]
    assert public(now=timezone.now() - datetime.timedelta(hours=2)) == []


@pytest.mark.django_db
def test_the_story_of_a_page_is_fetched_as_for_page(django_assert_num_queries):
    pk = make_article(lead_photo=make_photo(), tags=["laut", "kapal"]).pk
    expected = Article.objects.for_page().get(pk=pk)
    with django_assert_num_queries(3):
        story = public_story(pk)
        assert story.section.parent is None
        assert story.lead_photo == expected.lead_photo
        assert [line.author.name for line in story.bylines.all()] == [
            line.author.name for line in expected.bylines.all()
        ]
        assert {tag.name for tag in story.tags.all()} == {"laut", "kapal"}
    assert public_story(0) is None
    assert public_story(make_article(status="draft").pk) is None


def test_a_shelf_holds_what_was_used_last():
    shelf = kept.Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    assert (shelf.get("a"), shelf.get("c")) == (1, None)
    shelf.put("c", 3)
    assert [shelf.get(key) for key in "abc"] == [1, None, 3]
    shelf.put("a", 4)
    assert shelf.get("a") == 4
    shelf.drop("a")
    shelf.drop("b")
    assert [shelf.get(key) for key in "abc"] == [None, None, 3]
    kept.forget()
    assert [shelf.get(key) for key in "abc"] == [None, None, None]
