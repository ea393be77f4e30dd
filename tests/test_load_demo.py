"""Bulk stories: as many as asked for, the same for the same seed, and such as the models would have made them."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from articles import body, popularity
from articles.demo import bulk, bulk_cast, bulk_photos, bulk_prose
from articles.models import Article, Byline, EditionChange, Photo, Section, Tag, TaggedArticle

STORIES = 300
pytestmark = pytest.mark.django_db


def load(total=STORIES, seed=7, **options):
    """Load to the end; how many stories there were at each step."""
    return list(bulk.load(total, seed, **{"authors": 30, "tags": 400, "photos": 0, **options}))


def contents(seed=7):
    """What each story of a seed says, in their order."""
    stories = bulk.stories_of(seed).select_related("section").prefetch_related("bylines__author").order_by("pk")
    return [
        {
            "article": (story.headline, story.deck, story.slug, story.section.slug, story.dateline, story.label),
            "body": comparable_body(story),
            "tags": [tag.name for tag in story.tags.order_by("name")],
            "bylines": [(line.author.name, line.role, line.position) for line in story.bylines.all()],
        }
        for story in stories
    ]


def comparable_body(story):
    """A body without the days it names, which follow the present, and with distances for keys, since databases count on."""
    html = re.sub(r'data-article="(\d+)"', lambda match: f"{story.pk - int(match[1])} before", story.body)
    return re.sub(r"\w+ \(\d+/\d+/\d{4}\)", "", html)


class Undo(Exception):
    """Ends a block of a transaction as if nothing had been written."""


@pytest.fixture
def uninterrupted(db):
    """The contents that one whole load makes; the database is empty again afterwards."""
    with pytest.raises(Undo), transaction.atomic():
        load()
        written = contents()
        raise Undo
    assert not Article.objects.exists()
    return written


def test_another_database_gets_the_same_stories_from_the_same_seed(uninterrupted):
    load()
    assert contents() == uninterrupted


def test_the_stories_do_not_depend_on_how_many_there_are_to_be(uninterrupted):
    load(100)
    load(300)
    assert contents() == uninterrupted


def test_a_load_that_was_stopped_goes_on_where_it_was(uninterrupted):
    stopped = bulk.load(STORIES, 7, authors=30, tags=400, photos=0, batch=70)
    assert [next(stopped), next(stopped), next(stopped)] == [0, 70, 140]
    stopped.close()
    assert Article.objects.count() == 140
    assert load(batch=100) == [140, 240, 300]
    assert contents() == uninterrupted


def test_a_second_run_adds_nothing():
    assert load() == [0, STORIES]
    assert load() == [STORIES]
    assert load(100) == [STORIES]
    assert Article.objects.count() == STORIES


def test_what_an_editor_deleted_stays_deleted():
    load()
    bulk.stories_of(7).filter(status__in=["draft", "review"]).first().delete()
    assert load() == [STORIES]
    assert Article.objects.count() == STORIES - 1


def test_another_seed_adds_other_stories():
    load(50, seed=7)
    load(50, seed=70)
    assert Article.objects.count() == 100
    one, other = contents(7), contents(70)
    assert {story["article"] for story in one}.isdisjoint(story["article"] for story in other)
    assert [story["tags"] for story in one] != [story["tags"] for story in other]


def test_stories_are_filed_as_the_models_would_have_filed_them():
    load()
    for shelf, story in ((Byline, "article"), (TaggedArticle, "content_object")):
        rows = list(shelf.objects.select_related(story))
        filed = [row.listed_at for row in rows]
        assert filed == [getattr(row, story).listed_at for row in rows]
        assert None in filed
        assert len(set(filed)) > STORIES / 2


def test_stories_are_what_the_models_and_the_desk_would_let_pass():
    load(1500)
    for story in Article.objects.all()[:30]:
        story.full_clean()
        assert story.missing_for_publication() == []
    statuses = set(Article.objects.values_list("status", flat=True))
    assert statuses == set(Article.Status)
    assert Article.objects.scheduled().exists()
    assert all(story.withdrawn_at and story.withdrawal_reason for story in Article.objects.filter(status="withdrawn"))


def test_saving_a_story_by_hand_changes_nothing_but_the_time_of_the_save():
    load(20)
    for story in Article.objects.all():
        before = Article.objects.filter(pk=story.pk).values().get()
        story.save()
        after = Article.objects.filter(pk=story.pk).values().get()
        assert before | {"modified_at": None} == after | {"modified_at": None}


def test_bodies_are_clean_and_long_enough_to_be_read():
    load()
    bodies = list(Article.objects.values_list("body", flat=True))
    assert [html for html in bodies[::3] if body.clean(html) != html] == []
    assert not [html for html in bodies if "{" in html or "}" in html]
    lengths = [body.words(html) for html in bodies]
    assert 450 < sum(lengths) / len(lengths) < 600
    assert min(lengths) > 300


def test_boxes_lead_to_older_stories_of_the_seed():
    load()
    stories = {story.pk: body.references(story.body).articles for story in Article.objects.all()}
    boxes = [(key, other) for key, others in stories.items() for other in others]
    assert len(boxes) > 50
    assert all(other in stories and other < key for key, other in boxes)


def test_keys_grow_with_time_and_nothing_has_happened_yet_that_lies_ahead():
    load()
    now = timezone.now()
    hours = list(Article.objects.published().order_by("pk").values_list("published_at", flat=True))
    assert hours == sorted(hours)
    assert not Article.objects.filter(modified_at__gt=now).exists()
    assert not Article.objects.filter(withdrawn_at__gt=now).exists()
    assert not Article.objects.published().filter(updated_at__gt=now).exists()


def test_archives_and_populer_are_full():
    load()
    assert len(popularity.popular(10)) == 10
    assert len(Article.objects.page().articles) == 20
    assert Section.objects.filter(articles__isnull=False).distinct().count() == 12
    largest = Tag.objects.get(name=bulk_cast.LARGEST_TAG)
    assert STORIES / 20 < largest.tagged.count() < STORIES / 5
    assert len(largest.tagged.page(size=5)) == 5
    assert len(Byline.objects.order_by("author_id").first().author.bylines.page(size=5)) == 5


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_new_stories_since_a_load_begins_a_new_edition():
    load(20)
    before = EditionChange.objects.current()
    load(40)
    assert EditionChange.objects.current() != before


def test_the_desk_can_go_on_after_a_load():
    load(40)
    last = Article.objects.order_by("pk").last()
    story = Article.objects.create(headline="Sesudah Muatan")
    Byline.objects.create(article=story, author=last.bylines.first().author)
    story.tags.add(bulk_cast.LARGEST_TAG)
    assert story.pk > last.pk
    assert load(60)[-1] == 60
    assert bulk.stories_of(7).count() == 60


def test_photo_rows_share_the_pictures_of_others():
    for name in ("dermaga", "pasar"):
        Photo.objects.create(
            image=f"{name}.jpg", width=1600, height=900, title=name, alt_text=name, agency="KM", rendition_key=name
        )
    load(40, photos=7)
    load(60, photos=7)
    assert Photo.objects.count() == 9
    assert set(Photo.objects.values_list("rendition_key", flat=True)) == {"dermaga", "pasar"}
    assert Article.objects.filter(lead_photo__isnull=False).count() > 40
    assert not [story for story in Article.objects.all()[:20] if story.missing_for_publication()]


def test_an_empty_archive_gets_drawn_photos(monkeypatch):
    # One drawing shows what several would, and costs a second less each.
    monkeypatch.setattr(bulk_photos, "drawable", lambda found=bulk_photos.drawable: found()[:1])
    load(20, photos=None)
    load(30, photos=None)
    photo = Photo.objects.get()
    assert photo.rendition_key and photo.alt_text and photo.credit
    assert default_storage.exists(photo.rendition_name("16x9", 640, "jpg"))
    assert Article.objects.filter(lead_photo=photo).count() > 20


def test_photo_rows_for_an_empty_archive_share_a_drawn_picture(monkeypatch):
    monkeypatch.setattr(bulk_photos, "drawable", lambda found=bulk_photos.drawable: found()[:1])
    load(10, photos=25)
    assert Photo.objects.count() == 26
    assert Photo.objects.values("rendition_key").distinct().count() == 1


def test_the_command_reports_and_can_be_repeated(capsys):
    for _run in range(2):
        call_command("load_demo", articles=30, seed=3, photos=0)
    assert Article.objects.count() == 30
    assert "30" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("articles", 0),
        ("articles", -1),
        ("articles", 10**8),
        ("seed", -1),
        ("photos", -1),
        ("tags", 10**6),
        ("batch", 0),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_in_one_line(option, value):
    with pytest.raises(CommandError) as refused:
        call_command("load_demo", **{"articles": 10, option: value})
    assert f"--{option}" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("figure", "factor", "scaled"),
    [
        ("3,1", 1.3, "4,0"),
        ("1.240", 1.5, "1.860"),
        ("120.000", 1.3, "160.000"),
        ("42", 0.5, "21"),
        ("900", 2, "1.800"),
    ],
)
def test_figures_keep_their_form(figure, factor, scaled):
    assert bulk_prose.scaled(figure, factor) == scaled
