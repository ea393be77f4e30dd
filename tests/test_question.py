"""A recheck holds exactly as long as the database answers every question as it did."""

import datetime

import pytest
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Asked, Author, Byline, Prepared, Tag
from articles.models.photo import question_of_photos
from articles.models.question import Question, Transcript

from .factories import make_article, make_author, make_photo, make_tag

pytestmark = pytest.mark.django_db

TAGS = Prepared(Tag, lambda tags: tags.filter(pk__gte=Asked("first")).order_by("pk"))
BYLINES = Prepared(Byline, lambda lines: lines.select_related("author").filter(article=Asked("story")))
PUBLIC = Prepared(
    Article, lambda stories: stories.published(Asked("now", models.DateTimeField())).order_by("pk").values_list("pk")
)
TEXTS = Prepared(Author, lambda authors: authors.order_by("pk").values_list("name", "biography"))
TEXT = st.text(
    st.sampled_from("ab,()[]{}\"'\\\n\t:") | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=8,
)
ROWS = st.lists(st.tuples(TEXT, TEXT), max_size=3)


def asked(*questions):
    transcript = Transcript()
    for question in questions:
        transcript.ask(question)
    return transcript


def test_the_rows_are_those_of_the_question():
    story = make_article(authors=[make_author(), make_author()], tags=["laut", "kapal"])
    for question in (BYLINES.question(story=story.pk), TAGS.question(first=0), BYLINES.question(story=0)):
        assert Transcript().ask(question) == question.rows()


def test_a_recheck_is_one_query_however_much_was_asked(django_assert_num_queries):
    story = make_article(authors=[make_author()], tags=["laut"], lead_photo=make_photo())
    with django_assert_num_queries(3):
        transcript = asked(
            BYLINES.question(story=story.pk), TAGS.question(first=0), question_of_photos({story.lead_photo_id})
        )
    for _ in range(2):
        with django_assert_num_queries(1):
            assert transcript.still_holds()


CHANGES = {
    "a value": lambda story: Byline.objects.filter(article=story).update(role=Byline.Role.EDITOR),
    "a value of what is joined": lambda story: story.bylines.first().author.__class__.objects.update(name="Nama Baru"),
    "another row": lambda story: Byline.objects.create(article=story, author=make_author(), position=9),
    "no row": lambda story: Byline.objects.filter(article=story).delete(),
    "an answer to another question": lambda story: make_tag(name="yang lain"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_holds_no_longer_after_a_change(change):
    story = make_article(authors=[make_author()], tags=["laut"])
    transcript = asked(BYLINES.question(story=story.pk), TAGS.question(first=0))
    assert transcript.still_holds()
    CHANGES[change](story)
    assert not transcript.still_holds()


def test_it_holds_again_when_what_was_changed_is_put_back():
    tag = make_tag(name="laut")
    transcript = asked(TAGS.question(first=0))
    for name, holds in (("kapal", False), ("laut", True)):
        Tag.objects.filter(pk=tag.pk).update(name=name)
        assert transcript.still_holds() == holds


def test_nothing_and_an_empty_text_are_two_answers():
    story = make_article(gallery_size=None)
    sizes = Prepared(Article, lambda stories: stories.filter(pk=Asked("story")).values_list("gallery_size", "deck"))
    Article.objects.filter(pk=story.pk).update(deck="")
    transcript = asked(sizes.question(story=story.pk))
    Article.objects.filter(pk=story.pk).update(gallery_size=0)
    assert not transcript.still_holds()


def test_the_hour_is_that_of_the_recheck(monkeypatch):
    make_article(published_at=timezone.now() + datetime.timedelta(hours=1))
    transcript = asked(PUBLIC.question())
    assert transcript.still_holds()
    later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not transcript.still_holds()


def test_more_columns_than_a_function_takes():
    columns = 250
    question = Question(f"SELECT {', '.join(['id'] * columns)} FROM articles_tag ORDER BY id", columns, {}, "default")
    tag = make_tag()
    transcript = Transcript()
    assert transcript.ask(question) == ((tag.pk,) * columns,)
    assert transcript.still_holds()
    make_tag()
    assert not transcript.still_holds()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(before=ROWS, after=ROWS)
def test_no_two_answers_are_told_alike(before, after):
    """Texts with quotes, brackets, commas and line breaks, in rows and columns however they are cut."""
    transcript = Transcript()
    fill(before)
    assert transcript.ask(TEXTS.question()) == tuple(before)
    assert transcript.ask(TEXTS.question()) == tuple(before)
    assert transcript.still_holds()
    fill(after)
    assert transcript.still_holds() == (before == after)


def fill(rows):
    Author.objects.all().delete()
    Author.objects.bulk_create(
        Author(pk=place, slug=f"penulis-{place}", name=name, biography=biography)
        for place, (name, biography) in enumerate(rows, 1)
    )
