"""The index follows every change of what a story is found by, by whatever door it comes, in the same transaction."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import drafting, search
from articles.models import Article, Byline, IndexingDebt, Photo, StoryTerms, Tag, TaggedArticle, revision
from articles.search import engine, indexing, rebuild

from .factories import at, make_article, make_author, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db


def finds(typed):
    return [hit.article for hit in search.published(search.Query.parse(typed))]


def save(story):
    story.headline = "Mercusuar"
    story.save()


def save_one_field(story):
    story.headline = "Mercusuar"
    story.save(update_fields=["headline"])


def bulk_update(story):
    story.body = "<p>Mercusuar.</p>"
    Article.objects.bulk_update([story], ["body"])


def publish_changes(story):
    editor = make_staff()
    snapshot = {**revision.take(story), "headline": "Mercusuar"}
    drafting.save(story, snapshot, base=drafting.current(story), by=editor)
    assert finds("mercusuar") == []
    drafting.publish_changes(story, by=editor)


def rename_author(story):
    author = story.authors.get()
    author.name = "Mercusuar"
    author.save()


def rename_tag(story):
    story.tags.add("laut")
    tag = story.tags.get()
    tag.name = "mercusuar"
    tag.save()


def rewrite_caption(story):
    photo = story.lead_photo
    photo.caption = "Mercusuar."
    photo.save()


def sign(story):
    Byline.objects.bulk_create([Byline(article=story, author=make_author(name="Mercusuar"), position=9)])


def merge_tags(story):
    story.tags.add("laut")
    TaggedArticle.objects.filter(content_object=story).update(tag=make_tag(name="mercusuar"))


DOORS = [
    save,
    save_one_field,
    bulk_update,
    publish_changes,
    rename_author,
    rename_tag,
    rewrite_caption,
    sign,
    merge_tags,
    lambda story: Article.objects.filter(pk=story.pk).update(headline="Mercusuar"),
    lambda story: story.tags.add("mercusuar"),
    lambda story: Byline.objects.create(article=story, author=make_author(name="Mercusuar"), position=9),
]


def test_every_door_leads_into_the_index():
    for door in DOORS:
        story = make_article(lead_photo=make_photo())
        assert finds("mercusuar") == []
        door(story)
        assert finds("mercusuar") == [story], door
        Article.objects.get(pk=story.pk).withdraw(by=None, reason="dewan_pers")
        assert finds("mercusuar") == []
        Tag.objects.all().delete()


def test_stories_created_in_bulk_are_found():
    [story] = Article.objects.bulk_create(
        [
            Article(
                headline="Mercusuar",
                slug="x",
                section=make_section(),
                status="approved",
                published_at=at("2026-01-01 08:00"),
            )
        ]
    )
    assert finds("mercusuar") == [story]


def test_what_is_taken_away_is_found_no_more():
    story = make_article(headline="Mercusuar Tua", tags=["menara"])
    story.tags.clear()
    assert finds("menara") == []
    story.withdraw(by=None, reason="dewan_pers")
    assert finds("mercusuar") == []


def test_a_deleted_tag_leaves_its_stories_like_a_renamed_one(monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    section, authors = make_section(), [make_author()]
    stories = [make_article(tags=["menara"], section=section, authors=authors) for _ in range(2)]
    stories[0].tags.get().delete()
    assert finds("menara") == stories[:1]
    indexing.pay_debts()
    assert finds("menara") == []


def test_what_is_rolled_back_was_never_indexed():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_article(headline="Mercusuar")
        raise ZeroDivisionError
    assert finds("mercusuar") == []


def test_a_scheduled_story_is_found_at_its_second(time_machine):
    time_machine.move_to(at("2026-06-01 05:59:59"), tick=False)
    story = make_article(headline="Mercusuar", published_at=at("2026-06-01 06:00"))
    assert finds("mercusuar") == []
    time_machine.move_to(at("2026-06-01 06:00"), tick=False)
    assert finds("mercusuar") == [story]


def test_drafts_and_stories_in_the_bin_are_hidden_from_readers():
    story = make_article(headline="Mercusuar", status="draft")
    assert finds("mercusuar") == []
    assert search.at_desk("mercusuar") == [story.pk]
    story.bin(by=None)
    assert finds("mercusuar") == []


def test_a_save_that_changes_nothing_writes_nothing():
    story = make_article()
    before = StoryTerms.objects.values().get()
    story.assigned_editor = make_staff()
    story.save()
    assert StoryTerms.objects.values().get() == before


def test_many_saves_in_one_transaction_may_be_indexed_at_its_end():
    with transaction.atomic(), indexing.at_end():
        story = make_article(headline="Mercusuar", tags=["menara"])
        assert finds("mercusuar") == []
    assert finds("mercusuar menara") == [story]


def test_a_rename_takes_the_newest_stories_along_and_owes_the_others(monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    author, section = make_author(name="Sari"), make_section()
    hours = [timezone.now() - datetime.timedelta(days=day) for day in (5, 4, 3, 2, 1)]
    stories = [make_article(authors=[author], section=section, published_at=hour) for hour in hours]
    author.name = "Mercusuar"
    author.save()
    assert finds("mercusuar") == stories[:2:-1]
    assert IndexingDebt.objects.exists()
    stories[0].save()
    assert finds("mercusuar") == stories[::-1]
    assert not IndexingDebt.objects.exists()
    author.biography = "Menulis."
    author.save()
    assert not IndexingDebt.objects.exists()


def test_what_renames_left_is_done_by_the_command(monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    tag, section, authors = make_tag(name="laut"), make_section(), [make_author()]
    stories = [make_article(tags=["laut"], section=section, authors=authors) for _ in range(3)]
    tag.name = "mercusuar"
    tag.save()
    call_command("rebuild_search", debts=True, stdout=StringIO())
    assert sorted(story.pk for story in finds("mercusuar")) == [story.pk for story in stories]
    assert not IndexingDebt.objects.exists()


def test_the_command_makes_the_index_anew_and_can_be_repeated():
    kept, gone = make_article(headline="Mercusuar"), make_article(headline="Mercusuar Hilang")
    photo = make_photo(title="Dermaga")
    engine.stories.forget([kept.pk])
    engine.photos.forget([photo.pk])
    assert finds("mercusuar") == [gone]
    for _ in range(2):
        out = StringIO()
        call_command("rebuild_search", stdout=out)
        assert finds("mercusuar") == [gone, kept]
        assert search.photos("dermaga") == [photo.pk]
    assert "2" in out.getvalue()


def test_rows_of_what_is_no_more_are_swept_out():
    story = make_article(headline="Mercusuar")
    row = StoryTerms.objects.get()
    engine.stories.write([indexing.row_of(indexing.document_of({**facts(story), "pk": row.number + 99}))])
    assert StoryTerms.objects.count() == 2
    for _step in rebuild.lost():
        pass
    assert StoryTerms.objects.count() == 1


def facts(story):
    [found] = indexing.gather(Article.objects.filter(pk=story.pk))
    return found


def test_a_rebuild_goes_on_after_a_number_and_refuses_nonsense():
    first, second = make_article(headline="Mercusuar"), make_article(headline="Mercusuar")
    engine.stories.forget([first.pk, second.pk])
    call_command("rebuild_search", start=first.pk, stdout=StringIO())
    assert finds("mercusuar") == [second]
    with pytest.raises(CommandError):
        call_command("rebuild_search", start=-1)


def test_a_rebuild_leaves_what_was_saved_while_it_worked():
    """The facts of a batch are older than a save that came in between."""
    story = make_article(headline="Lama")
    seen = engine.stories.digests([story.pk])
    old = indexing.row_of(indexing.document_of(facts(story)))
    engine.stories.forget([story.pk])
    story.headline = "Mercusuar"
    story.save()
    engine.stories.write([old], seen=seen)
    assert finds("mercusuar") == [story]


def pending_list_limit():
    """Of the index of stories on PostgreSQL, in kilobytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'articles_storyterms_by_term'")
        (option,) = cursor.fetchone()[0]
    return int(option.removeprefix("gin_pending_list_limit="))


def test_postgresql_sorts_in_large_lots_only_while_many_come(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index has no list of what waits")
    monkeypatch.setattr(engine, "MERGED", 1)
    monkeypatch.setattr(rebuild, "BATCH", 2)
    stories = [make_article(headline="Ikan", body=f"<p>Kapal {number} melaut.</p>") for number in range(3)]
    engine.stories.forget([story.pk for story in stories])
    assert [pending_list_limit() for _step in rebuild.stories()] == [engine.WAITING_OF_MANY] * 2
    assert pending_list_limit() == engine.WAITING
    assert finds("kapal") == stories[::-1]


def test_a_rebuild_that_stops_leaves_the_index_as_for_every_day():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index has no list of what waits")
    make_article()
    steps = rebuild.stories()
    next(steps)
    with pytest.raises(RuntimeError):
        steps.throw(RuntimeError("stopped"))
    assert pending_list_limit() == engine.WAITING


def test_photos_are_found_by_what_the_library_knows():
    photo = make_photo(title="Dermaga Pagi", caption="Nelayan pulang.", agency="Mandala", city="Tanjung Arum")
    other = make_photo(title="Pasar", caption="Pedagang.", agency="Lain", photographer="Bayu", alt_text="Lapak")
    for typed in ("dermaga", "derm", "nelayan", "mandala", "tanjung arum", "pagi -pasar"):
        assert search.photos(typed) == [photo.pk], typed
    assert search.photos("") == []
    other.caption = "Nelayan belanja."
    other.save()
    assert search.photos("nelayan") == [other.pk, photo.pk]
    Photo.objects.filter(pk=other.pk).delete()
    assert search.photos("nelayan") == [photo.pk]
