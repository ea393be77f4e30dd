"""Saving: every save is a revision, what two people changed is merged, readers see what was published."""

import datetime
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting
from articles.models import Article, PublicationRefused, Revision, Step, WorkflowError, WorkingCopy, revision

from .factories import make_article, make_author, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db
BODY = "<p>Perahu pertama berangkat pukul enam.</p><p>Penumpangnya dua puluh orang.</p><p>Ombaknya tenang.</p>"


def typed(started_from, **changes):
    return {**started_from.snapshot, **changes}


def keep(article, base, by=None, choices=None, **changes):
    return drafting.save(article, typed(base, **changes), base=base, by=by, choices=choices)


@pytest.fixture
def draft():
    return make_article(status="draft", body=BODY, tags=["laut"])


@pytest.fixture
def published():
    return make_article(body=BODY, tags=["laut"])


def test_a_save_is_a_revision_with_who_when_and_what(draft, editor):
    base = drafting.current(draft)
    saved = keep(draft, base, by=editor, headline="Judul baru", tags=["darat", "laut"]).revision
    draft.refresh_from_db()
    assert (draft.headline, sorted(tag.name for tag in draft.tags.all())) == ("Judul baru", ["darat", "laut"])
    assert (saved.by, saved.changed, saved.reason) == (editor, ["headline", "tags"], "save")
    assert saved.snapshot == revision.take(draft)
    assert drafting.current(draft) == saved


def test_saving_what_is_there_already_is_no_revision(draft):
    base = drafting.current(draft)
    assert keep(draft, base).revision == base
    assert draft.revisions.count() == 1


def test_every_field_of_a_snapshot_is_put_and_taken_back(draft):
    authors, section, photo = [make_author(), make_author()], make_section(), make_photo()
    hour = revision.as_text(timezone.now() + datetime.timedelta(days=1))
    changes = {
        "headline": "A",
        "deck": "B",
        "slug": "c",
        "dateline": "D",
        "body": "<p>E</p>",
        "lead_caption": "F",
        "lead_alt_text": "G",
        "label": "opini",
        "is_unverified": True,
        "ai_use": "dibantu",
        "ai_tool": "I",
        "ai_note": "H",
        "involves_child": True,
        "verifies": make_article(is_unverified=True).pk,
        "section": section.pk,
        "lead_photo": photo.pk,
        "published_at": hour,
        "updated_at": hour,
        "tags": ["ikan", "kapal"],
        "bylines": [[authors[1].pk, "reporter"], [authors[0].pk, "editor"]],
        "gallery": [[make_photo().pk, "Satu.", ""], [photo.pk, "", "Dermaga"]],
    }
    assert changes.keys() == set(revision.SNAPSHOT_FIELDS)
    keep(draft, drafting.current(draft), **changes)
    assert revision.take(Article.objects.get(pk=draft.pk)) == changes


def test_what_two_people_changed_is_merged(draft):
    base, one, two = drafting.current(draft), make_staff("Editor"), make_staff("Editor")
    keep(draft, base, by=one, deck="Dek dari satu.", body=BODY.replace("pukul enam", "pukul tujuh"))
    saved = keep(draft, base, by=two, headline="Judul dari dua", body=BODY.replace("tenang", "tinggi"))
    draft.refresh_from_db()
    assert (draft.headline, draft.deck) == ("Judul dari dua", "Dek dari satu.")
    assert "pukul tujuh" in draft.body
    assert "tinggi" in draft.body
    assert (saved.revision.reason, set(saved.taken)) == ("merge", {"deck", "body"})
    assert drafting.savers(draft, saved.taken, since=base, until=saved.theirs) == {one: ["deck", "body"]}


def test_two_tabs_of_one_person_are_two_people(draft, editor):
    base = drafting.current(draft)
    keep(draft, base, by=editor, headline="Tab satu")
    assert keep(draft, base, by=editor, headline="Tab dua").clashes
    draft.refresh_from_db()
    assert draft.headline == "Tab satu"


def test_a_clash_writes_nothing_until_it_is_chosen(draft):
    base = drafting.current(draft)
    keep(draft, base, body=BODY.replace("pukul enam", "pukul tujuh"))
    before = revision.take(draft), draft.revisions.count()
    clashing = {"body": BODY.replace("pukul enam", "pukul lima"), "deck": "Dek."}
    outcome = keep(draft, base, **clashing)
    assert outcome.revision is None
    assert (revision.take(Article.objects.get(pk=draft.pk)), draft.revisions.count()) == (
        revision.take(Article.objects.get(pk=draft.pk)),
        before[1],
    )
    [key] = outcome.clashes
    both = keep(draft, base, choices={key: "both"}, **clashing)
    assert both.revision.reason == "merge"
    draft.refresh_from_db()
    assert draft.deck == "Dek."
    assert draft.body.index("pukul tujuh") < draft.body.index("pukul lima")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_choice_settles_a_clash(draft, choice):
    base = drafting.current(draft)
    keep(draft, base, headline="theirs")
    [key] = keep(draft, base, headline="mine").clashes
    keep(draft, base, headline="mine", choices={key: choice})
    draft.refresh_from_db()
    assert draft.headline == choice


@pytest.mark.parametrize("choices", [{}, {"x": "mine"}, {"KEY": "nothing"}, {"KEY": "both"}])
def test_a_choice_that_there_is_not_settles_nothing(draft, choices):
    base = drafting.current(draft)
    keep(draft, base, headline="theirs")
    [key] = keep(draft, base, headline="mine").clashes
    choices = {key if name == "KEY" else name: choice for name, choice in choices.items()}
    assert keep(draft, base, headline="mine", choices=choices).clashes


def test_a_choice_holds_for_the_texts_that_were_shown(draft):
    """Who saves while somebody chooses is not overruled by a choice made of other texts."""
    base = drafting.current(draft)
    keep(draft, base, headline="Satu", deck="Dek satu.")
    first = keep(draft, base, headline="Aku", deck="Dekku.").clashes
    choices = dict.fromkeys(first, "mine")
    keep(draft, drafting.current(draft), headline="Dua")
    again = keep(draft, base, headline="Aku", deck="Dekku.", choices=choices)
    assert {clash.field for clash in again.clashes.values()} == {"headline", "deck"}
    [asked] = [clash for key, clash in again.clashes.items() if key not in choices]
    assert (asked.field, asked.theirs) == ("headline", "Dua")
    draft.refresh_from_db()
    assert (draft.headline, draft.deck) == ("Dua", "Dek satu.")


def test_a_save_that_names_no_revision_of_the_story_discards_nobodys_words(draft):
    base, other = drafting.current(draft), drafting.current(make_article())
    keep(draft, base, headline="Dari yang lain")
    for number in (None, other.pk, 2**60):
        started = drafting.started_from(draft, number)
        assert started == base
        assert drafting.save(draft, typed(base, headline="Milikku"), base=started, by=None).clashes


def test_what_changed_without_a_save_is_found_and_merged(draft, editor):
    base = drafting.current(draft)
    draft.approve(by=editor)
    found = drafting.current(draft)
    assert (found.reason, found.by) == (Revision.Reason.FOUND, editor)
    assert set(found.changed) == {"published_at", "updated_at", "slug"}
    assert drafting.current(draft) == found
    saved = keep(draft, base, deck="Diketik sebelum disetujui.").revision
    assert saved.snapshot["published_at"] == found.snapshot["published_at"]


def test_a_published_storys_changes_wait_for_their_publication(published, editor):
    before = revision.take(published)
    saved = keep(published, drafting.current(published), headline="Belum terbit", by=editor).revision
    published.refresh_from_db()
    assert revision.take(published) == before
    assert drafting.has_unpublished_changes(published)
    assert drafting.current(published) == saved
    drafting.publish_changes(published, by=editor)
    published.refresh_from_db()
    assert revision.take(published) == {**before, "headline": "Belum terbit"}
    assert not drafting.has_unpublished_changes(published)
    assert published.steps.last().verb == Step.Verb.PUBLISH_CHANGES
    assert drafting.current(published) == saved


@pytest.mark.parametrize("is_substantive", [False, True])
def test_only_a_substantive_update_moves_the_readers_time(published, is_substantive):
    before = published.updated_at
    keep(published, drafting.current(published), headline="Belum terbit")
    drafting.publish_changes(published, by=None, is_substantive=is_substantive)
    published.refresh_from_db()
    assert (published.updated_at > before) == is_substantive
    assert drafting.current(published).snapshot == revision.take(published)


@pytest.mark.parametrize(
    "lacking", [{"deck": ""}, {"section": None}, {"body": ""}, {"bylines": []}, {"published_at": None}]
)
def test_changes_that_lack_something_are_not_published(published, lacking):
    before = revision.take(published)
    keep(published, drafting.current(published), **lacking)
    with pytest.raises(PublicationRefused) as refused:
        drafting.publish_changes(published, by=None)
    assert refused.value.missing
    published.refresh_from_db()
    assert revision.take(published) == before
    assert drafting.has_unpublished_changes(published)


def test_a_published_story_does_not_disappear_into_the_future(published):
    hour = revision.as_text(timezone.now() + datetime.timedelta(days=1))
    keep(published, drafting.current(published), published_at=hour, updated_at=hour)
    with pytest.raises(PublicationRefused):
        drafting.publish_changes(published, by=None)


def test_there_is_nothing_to_publish_or_discard_without_changes(published):
    with pytest.raises(WorkflowError):
        drafting.publish_changes(published, by=None)
    with pytest.raises(WorkflowError):
        drafting.discard_changes(published, by=None)


def test_discarded_changes_stay_in_the_history(published, editor):
    before = revision.take(published)
    saved = keep(published, drafting.current(published), headline="Dibuang").revision
    drafting.discard_changes(published, by=editor)
    assert not drafting.has_unpublished_changes(published)
    assert drafting.current(published).snapshot == before
    drafting.restore(published, saved, by=editor)
    assert drafting.shown_at_desk(published).headline == "Dibuang"


def test_changes_taken_back_by_hand_are_none(published):
    base = drafting.current(published)
    saved = keep(published, base, headline="Sementara").revision
    drafting.save(published, base.snapshot, base=saved, by=None)
    assert not drafting.has_unpublished_changes(published)


def test_a_scheduled_story_whose_hour_passes_while_one_writes_gets_a_working_copy(time_machine):
    article = make_article(published_at=timezone.now() + datetime.timedelta(minutes=5), headline="Terjadwal")
    base = drafting.current(article)
    keep(article, base, headline="Sebelum jam")
    article.refresh_from_db()
    assert article.headline == "Sebelum jam"
    base = drafting.current(article)
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=6))
    keep(article, base, headline="Sesudah jam")
    article.refresh_from_db()
    assert article.headline == "Sebelum jam"
    assert drafting.shown_at_desk(article).headline == "Sesudah jam"


def test_a_scheduled_story_is_not_merged_into_one_that_cannot_appear():
    one, two = make_author(), make_author()
    article = make_article(authors=[one, two], published_at=timezone.now() + datetime.timedelta(days=1))
    base = drafting.current(article)
    keep(article, base, bylines=[[one.pk, "penulis"]])
    with pytest.raises(PublicationRefused):
        keep(article, base, bylines=[[two.pk, "penulis"]])
    assert [line.author for line in article.bylines.all()] == [one]


def test_a_story_with_changes_can_be_withdrawn_and_written_on(published):
    keep(published, drafting.current(published), headline="Belum terbit")
    published.withdraw(by=None, reason="anak")
    assert not drafting.has_unpublished_changes(published)
    keep(published, drafting.current(published), deck="Sesudah ditarik.")
    published.refresh_from_db()
    assert (published.headline, published.deck) == ("Belum terbit", "Sesudah ditarik.")
    assert not WorkingCopy.objects.exists()


def test_restoring_is_a_revision_and_keeps_what_was_between(draft, editor):
    first = drafting.current(draft)
    keep(draft, first, headline="Kedua", by=editor)
    restored = drafting.restore(draft, first, by=editor)
    draft.refresh_from_db()
    assert draft.headline == first.snapshot["headline"]
    assert (restored.reason, restored.changed) == ("restore", ["headline"])
    assert draft.revisions.count() == 3


def test_restoring_a_drafts_text_leaves_a_published_storys_hour_and_address(draft, editor):
    draft.deck = ""
    draft.save()
    first = drafting.current(draft)
    keep(draft, first, deck="Dek.", by=editor)
    draft.refresh_from_db()
    draft.approve(by=editor)
    before = revision.take(draft)
    drafting.restore(draft, first, by=editor)
    assert drafting.current(draft).snapshot == {**before, "deck": ""}


def test_restoring_leaves_out_what_was_deleted_since(draft):
    author, photo = make_author(), make_photo()
    first = keep(
        draft,
        drafting.current(draft),
        lead_photo=photo.pk,
        bylines=[*drafting.current(draft).snapshot["bylines"], [author.pk, "reporter"]],
    ).revision
    keep(draft, first, lead_photo=None, bylines=first.snapshot["bylines"][:1])
    author.delete()
    photo.delete()
    drafting.restore(draft, first, by=None)
    draft.refresh_from_db()
    assert (draft.lead_photo, draft.bylines.count()) == (None, 1)


def test_the_desk_shows_the_working_copy_as_a_page_would(published):
    author, section, photo = make_author(), make_section(), make_photo(renditions=True)
    make_tag(name="ikan")
    changes = {"headline": "Baru", "section": section.pk, "lead_photo": photo.pk, "tags": ["belum ada", "ikan"]}
    keep(published, drafting.current(published), bylines=[[author.pk, "penulis"]], **changes)
    story = drafting.shown_at_desk(published)
    assert (story.headline, story.section, story.lead_photo) == ("Baru", section, photo)
    assert [line.author for line in story.writers] == [author]
    assert [tag.name for tag in story.tags.all()] == ["belum ada", "ikan"]
    assert all(tag.get_absolute_url() for tag in story.tags.all())
    assert story.get_absolute_url().startswith(f"/{section.slug}/")
    fresh = Article.objects.get(pk=published.pk)
    assert fresh.headline != "Baru"
    assert [line.author for line in fresh.writers] != [author]


def test_a_tag_is_the_one_that_exists_however_it_is_capitalised(draft):
    make_tag(name="Banjir")
    base = drafting.current(draft)
    saved = keep(draft, base, tags=["banjir"]).revision
    assert saved.snapshot["tags"] == ["Banjir"]
    assert drafting.current(draft) == saved


def queries_of_a_save(article, number):
    base = drafting.current(article)
    with CaptureQueriesContext(connection) as captured:
        keep(article, base, headline=f"Judul {number}", deck=f"Dek {number}")
    return len(captured)


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_saving_costs_the_same_whatever_there_is(status):
    article = make_article(status=status, tags=["satu"], lead_photo=make_photo())
    queries_of_a_save(article, 0)
    few = queries_of_a_save(article, 1)
    for number in range(30):
        queries_of_a_save(article, number + 2)
        make_tag()
    article.tags.add(*(f"tag {number}" for number in range(20)))
    if status == "draft":
        drafting.current(article)
    assert queries_of_a_save(article, 99) == few


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_both_survive():
    draft = make_article(status="draft", body=BODY)
    base = drafting.current(draft)
    start, outcomes = threading.Barrier(2), []

    def save(**changes):
        start.wait()
        outcomes.append(keep(draft, base, **changes))
        connection.close()

    threads = [
        threading.Thread(target=save, kwargs={"body": BODY.replace("enam", "tujuh"), "headline": "Satu"}),
        threading.Thread(target=save, kwargs={"body": BODY.replace("tenang", "tinggi"), "deck": "Dua."}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft.refresh_from_db()
    assert (draft.headline, draft.deck) == ("Satu", "Dua.")
    assert "tujuh" in draft.body
    assert "tinggi" in draft.body
    assert not any(outcome.clashes for outcome in outcomes)
