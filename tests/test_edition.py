"""The edition: every change that readers could see begins a new one, in the same transaction; nothing else does."""

import datetime

import pytest
from django.core.cache.backends.base import memcache_key_warnings
from django.db import transaction
from django.utils import timezone

from articles import edition
from articles.models import Article, Byline, Correction, EditionChange, Newsroom, Page, Slot

from .factories import at, make_article, make_author, make_photo, make_section, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


def is_new_after(change):
    before = edition.current()
    change()
    return edition.current() != before


@pytest.mark.parametrize(
    "change",
    [
        lambda story: story.save(),
        lambda story: story.withdraw(by=None),
        lambda story: story.section.save(),
        lambda story: story.tags.add("baru"),
        lambda story: story.tags.remove("laut"),
        lambda story: story.tags.clear(),
        lambda story: story.tags.get().save(),
        lambda story: Byline.objects.create(article=story, author=make_author()),
        lambda story: story.bylines.get().delete(),
        lambda story: story.bylines.get().author.save(),
        lambda story: Correction.objects.create(article=story, text="Ralat."),
        lambda story: Page.objects.update_or_create(slug="kontak", defaults={"title": "Kontak kami"}),
        lambda story: Newsroom(company="PT Contoh").save(),
        lambda story: Slot.objects.create(position=1, article=story),
        lambda story: make_photo(),
        lambda story: Article.objects.filter(pk=story.pk).update(headline="Lain"),
        lambda story: Article.objects.filter(pk=story.pk).update(published_at=at("2020-01-01 00:00")),
        lambda story: make_article(published_at=timezone.now() + datetime.timedelta(hours=1)),
    ],
)
def test_what_readers_could_see_begins_a_new_edition(change):
    story = make_article(tags=["laut"])
    assert is_new_after(lambda: change(story))


@pytest.mark.parametrize("door", ["save", "update", "delete"])
def test_a_change_of_a_correction_begins_a_new_edition(door):
    correction = Correction.objects.create(article=make_article(), text="Ralat.")
    rows = Correction.objects.filter(pk=correction.pk)
    doors = {"save": correction.save, "update": lambda: rows.update(text="Lain."), "delete": rows.delete}
    assert is_new_after(doors[door])


def test_a_draft_is_no_new_edition():
    section, author = make_section(), make_author()
    make_tag(name="laut")
    draft = make_article(status="draft", section=section, authors=[author], tags=["laut"])

    def write():
        draft.headline = "Masih Ditulis"
        draft.save()
        draft.submit(by=None)
        draft.bylines.get().save()

    assert not is_new_after(write)


def test_one_transaction_is_one_change():
    def work():
        with transaction.atomic():
            for _ in range(3):
                make_article()

    before = EditionChange.objects.count()
    work()
    assert EditionChange.objects.count() == before + 1


def test_what_is_rolled_back_leaves_the_edition():
    story = make_article()

    def fail():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            story.save()
            raise ZeroDivisionError

    assert not is_new_after(fail)


def test_a_change_after_a_rolled_back_savepoint_counts():
    story = make_article()

    def work():
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                story.save()
                raise ZeroDivisionError
            story.save()

    assert is_new_after(work)


def test_forgetting_old_changes_never_brings_an_identity_back():
    seen = set()
    for _ in range(450):
        EditionChange.objects.advance()
        assert edition.current() not in seen
        seen.add(edition.current())
    assert EditionChange.objects.count() < 450


def test_an_identity_may_be_part_of_a_cache_key():
    """Also in memcached, which takes no spaces; Django warns of such a key on the terminal."""
    EditionChange.objects.advance()
    assert list(memcache_key_warnings(edition.current())) == []


def test_the_next_change_is_the_earliest_of_schedule_slot_and_midnight(time_machine):
    time_machine.move_to(at("2026-06-01 12:00"), tick=False)
    assert edition.next_change() == at("2026-06-02 00:00")
    story = make_article(published_at=at("2026-06-01 18:00"))
    assert edition.next_change() == at("2026-06-01 18:00")
    Slot.objects.create(position=1, article=story, until=at("2026-06-01 15:00"))
    assert edition.next_change() == at("2026-06-01 15:00")


def test_the_edition_costs_few_queries(django_assert_num_queries):
    with django_assert_num_queries(4):
        edition.current()
        edition.next_change()
