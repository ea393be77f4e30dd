"""Tags that mean the same: merged, found by any name, told apart again."""

import datetime

import pytest
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting, edition, tagging
from articles.models import Article, Tag, TagAlias, TaggedArticle, TagMerge, revision

from .desk import change_url, messages, press
from .factories import make_article, make_staff, make_tag

pytestmark = pytest.mark.django_db
TAGS = "/admin/articles/tag/"


def names(story):
    return sorted(Article.objects.get(pk=story.pk).tags.values_list("name", flat=True))


def hours():
    return dict(TaggedArticle.objects.values_list("content_object_id", "listed_at"))


@pytest.fixture
def floods():
    return make_tag(name="banjir"), make_tag(name="banjir bandang", description="Air yang datang tiba-tiba.")


def test_the_stories_of_a_merged_tag_get_the_one_that_stays(client, floods):
    kept, gone = floods
    one, both, draft = (
        make_article(tags=[gone]),
        make_article(tags=[kept, gone]),
        make_article(tags=[gone], status="draft"),
    )
    before = hours()
    tagging.merge([gone], into=kept, by=None)
    assert names(one) == names(both) == names(draft) == ["banjir"]
    assert hours() == before
    assert not Tag.objects.filter(pk=gone.pk).exists()
    assert [story.pk for story in client.get("/tag/banjir/").context["page"]] == [both.pk, one.pk]
    response = client.get("/tag/banjir-bandang/")
    assert (response.status_code, response["Location"]) == (301, "/tag/banjir/")


def test_the_old_name_means_the_tag_that_stays_by_whatever_door(floods):
    kept, gone = floods
    tagging.merge([gone], into=kept, by=None)
    story = make_article(tags=["Banjir Bandang", "hujan"])
    assert names(story) == ["banjir", "hujan"]
    story.tags.set(["BANJIR BANDANG"])
    assert names(story) == ["banjir"]
    assert revision.known_tags(["banjir bandang", "hujan", "baru"]) == {
        "banjir bandang": kept,
        "hujan": Tag.objects.get(name="hujan"),
    }
    assert not Tag.objects.filter(name__iexact="banjir bandang").exists()


def test_a_working_copy_from_before_a_merge_brings_no_merged_tag_back(floods):
    kept, gone = floods
    story = make_article(tags=[gone])
    base = drafting.current(story)
    drafting.save(story, {**base.snapshot, "headline": "Judul Baru"}, base=base, by=None)
    tagging.merge([gone], into=kept, by=None)
    drafting.publish_changes(story, by=None)
    assert names(story) == ["banjir"]


def test_a_merge_is_undone_to_what_it_was(client, floods):
    kept, gone = floods
    one, both, own = make_article(tags=[gone]), make_article(tags=[kept, gone]), make_article(tags=[kept])
    TagAlias.objects.create(name="air bah", tag=gone)
    before = {story.pk: names(story) for story in (one, both, own)}
    hours_before = hours()
    [merge] = tagging.merge([gone], into=kept, by=None)
    assert TagAlias.objects.meanings(["Air Bah"]) == {"Air Bah": kept}
    assert client.get("/tag/air-bah/")["Location"] == "/tag/banjir/"
    tag = tagging.undo(merge, by=None)
    assert (tag.pk, tag.name, tag.slug, tag.description) == (gone.pk, gone.name, gone.slug, gone.description)
    assert {story.pk: names(story) for story in (one, both, own)} == before
    assert hours() == hours_before
    assert client.get("/tag/banjir-bandang/").status_code == 200
    assert client.get("/tag/air-bah/")["Location"] == "/tag/banjir-bandang/"
    assert TagAlias.objects.meanings(["banjir bandang", "air bah"]) == {"air bah": tag}


def test_undoing_leaves_alone_what_editors_changed_since(floods):
    kept, gone = floods
    removed, added = make_article(tags=[gone]), make_article()
    [merge] = tagging.merge([gone], into=kept, by=None)
    removed.tags.remove("banjir")
    added.tags.add("banjir")
    tagging.undo(merge, by=None)
    assert (names(removed), names(added)) == ([], ["banjir"])


def test_chains_of_merges_lead_to_the_end_and_come_apart_backwards(client):
    first, second, third = (make_tag(name=name) for name in ("satu", "dua", "tiga"))
    story = make_article(tags=[first])
    [one] = tagging.merge([first], into=second, by=None)
    [two] = tagging.merge([second], into=third, by=None)
    assert names(story) == ["tiga"]
    for old in ("satu", "dua"):
        assert client.get(f"/tag/{old}/")["Location"] == "/tag/tiga/"
        assert TagAlias.objects.meanings([old]) == {old: third}
    with pytest.raises(tagging.MergeRefused, match="“tiga”"):
        tagging.undo(one, by=None)
    tagging.undo(two, by=None)
    assert names(story) == ["dua"]
    assert client.get("/tag/satu/")["Location"] == "/tag/dua/"
    tagging.undo(one, by=None)
    assert names(story) == ["satu"]
    # And merged the other way round, nothing goes in circles.
    tagging.merge([Tag.objects.get(name="dua")], into=Tag.objects.get(name="satu"), by=None)
    assert client.get("/tag/dua/")["Location"] == "/tag/satu/"
    assert client.get("/tag/satu/").status_code == 200
    assert all(row.old_path != row.new_path for row in Redirect.objects.all())


def test_addresses_from_before_a_rename_come_back_with_their_tag(client, floods):
    kept, gone = floods
    gone.slug = "bandang"
    gone.save()
    [merge] = tagging.merge([gone], into=kept, by=None)
    assert client.get("/tag/banjir-bandang/")["Location"] == "/tag/banjir/"
    tagging.undo(merge, by=None)
    assert client.get("/tag/banjir-bandang/")["Location"] == "/tag/bandang/"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda merge, kept: tagging.undo(merge, by=None), "sudah diurungkan"),
        (lambda merge, kept: kept.delete(), "sudah dihapus"),
        (lambda merge, kept: tagging.merge([make_tag(name="genangan")], into=kept, by=None), "“genangan”"),
        (lambda merge, kept: make_tag(name="Banjir Bandang", slug="lain"), "“Banjir Bandang”"),
        (lambda merge, kept: make_tag(name="lain", slug="banjir-bandang"), "“lain”"),
    ],
)
def test_a_merge_that_cannot_be_undone_says_why(floods, spoil, words):
    kept, gone = floods
    story = make_article(tags=[gone])
    [merge] = tagging.merge([gone], into=kept, by=None)
    spoil(merge, kept)
    before = names(story)
    with pytest.raises(tagging.MergeRefused, match=words):
        tagging.undo(merge, by=None)
    assert names(story) == before


def test_several_tags_are_merged_at_once_and_come_apart_in_turn():
    kept, *gone = [make_tag(name=name) for name in ("a", "b", "c")]
    story = make_article(tags=gone)
    merges = tagging.merge(gone, into=kept, by=None)
    assert names(story) == ["a"]
    for merge in reversed(merges):
        tagging.undo(merge, by=None)
    assert names(story) == ["b", "c"]


@pytest.mark.django_db(transaction=True)
def test_a_merge_is_one_new_edition(floods):
    kept, gone = floods
    make_article(tags=[gone])
    before = edition.current()
    [merge] = tagging.merge([gone], into=kept, by=None)
    assert edition.current() != before
    before = edition.current()
    tagging.undo(merge, by=None)
    assert edition.current() != before


def test_a_merge_costs_the_same_queries_with_one_story_as_with_many():
    def cost(stories):
        kept, gone = make_tag(), make_tag()
        for _ in range(stories):
            make_article(tags=[gone])
            make_article(tags=[gone, kept])
        with CaptureQueriesContext(connection) as captured:
            tagging.merge([gone], into=kept, by=None)
        return len(captured)

    assert cost(1) == cost(12)


@pytest.mark.parametrize(("name", "words"), [("Banjir", "adalah tag"), ("air bah", "sudah menjadi nama lain")])
def test_another_name_is_nobodys_name_yet(floods, name, words):
    kept, gone = floods
    TagAlias.objects.create(name="Air Bah", tag=gone)
    with pytest.raises(ValidationError, match=words):
        TagAlias(name=name, tag=kept).clean()


# At the desk


@pytest.fixture
def managing_editor(client):
    user = make_staff("Redaktur Pelaksana")
    client.force_login(user)
    return user


def test_the_merge_page_counts_and_the_one_that_was_chosen_stays(client, managing_editor, floods):
    kept, gone = floods
    for _ in range(3):
        make_article(tags=[gone])
    chosen = {"action": "merge_selected", "_selected_action": [kept.pk, gone.pk]}
    page = client.post(TAGS, chosen)
    assert [(tag.name, count) for tag, count in page.context["rows"]] == [("banjir", 0), ("banjir bandang", 3)]
    assert page.context["likeliest"] == gone
    refused = client.post(TAGS, {**chosen, "merge": "1"})
    assert refused.context["refused"]
    assert Tag.objects.count() == 2
    done = client.post(TAGS, {**chosen, "merge": "1", "kept": kept.pk}, follow=True)
    assert "“banjir”" in messages(done)[0]
    assert TagMerge.objects.get().by == managing_editor
    assert TagMerge.objects.get().stories == 3


def test_one_tag_is_not_merged(client, managing_editor, floods):
    page = client.post(TAGS, {"action": "merge_selected", "_selected_action": [floods[0].pk]}, follow=True)
    assert len(messages(page)) == 1
    assert Tag.objects.count() == 2


def test_a_merge_is_undone_at_the_desk(client, managing_editor, floods):
    kept, gone = floods
    story = make_article(tags=[gone])
    [merge] = tagging.merge([gone], into=kept, by=managing_editor)
    undo = {"action": "undo_selected", "_selected_action": [merge.pk]}
    page = client.post("/admin/articles/tagmerge/", undo, follow=True)
    assert "“banjir bandang”" in messages(page)[0]
    assert names(story) == ["banjir bandang"]
    page = client.post("/admin/articles/tagmerge/", undo, follow=True)
    assert "sudah diurungkan" in messages(page)[0]


def test_an_editor_neither_merges_nor_undoes(client, editor, floods):
    client.force_login(editor)
    page = client.post(TAGS, {"action": "merge_selected", "_selected_action": [tag.pk for tag in floods]}, follow=True)
    assert Tag.objects.count() == 2
    assert "rows" not in page.context
    assert client.get("/admin/articles/tagmerge/").status_code == 403


def test_another_name_is_offered_while_typing_and_stands_for_its_tag(client, editor, floods):
    kept, gone = floods
    tagging.merge([gone], into=kept, by=None)
    client.force_login(editor)
    found = client.get(f"{TAGS}names/", {"term": "bandang"}).json()["results"]
    assert found == [{"id": "banjir", "text": "banjir bandang → banjir"}]
    story = make_article(status="draft")
    press(client, change_url(story), tags=["Banjir Bandang", "banjir"])
    assert names(story) == ["banjir"]
    assert drafting.current(story).snapshot["tags"] == ["banjir"]


def test_other_names_are_kept_in_the_form_of_the_tag(client, editor, floods):
    kept, _gone = floods
    client.force_login(editor)
    press(client, change_url(kept), "_save", **{"aliases-0-name": "air bah"})
    assert TagAlias.objects.meanings(["air bah"]) == {"air bah": kept}
    page = press(client, change_url(kept), "_save", **{"aliases-1-name": "Banjir Bandang"})
    assert "adalah tag; gabungkan" in page.content.decode()
    page = press(client, f"{TAGS}add/", "_save", name="Air Bah", slug="x")
    assert "sudah menjadi nama lain" in page.content.decode()


def test_the_list_of_tags_costs_the_same_with_few_as_with_many(client, editor):
    client.force_login(editor)

    def cost():
        client.get(TAGS)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(TAGS).status_code == 200
        return len(captured)

    make_article(tags=["a"])
    TagAlias.objects.create(name="alias a", tag=Tag.objects.get(name="a"))
    few = cost()
    for number in range(30):
        make_article(tags=[f"tag {number}"])
        TagAlias.objects.create(name=f"alias {number}", tag=Tag.objects.get(name=f"tag {number}"))
    assert cost() == few


def test_tags_on_no_story_are_listed(client, editor):
    make_article(tags=["dipakai"])
    make_tag(name="menganggur")
    client.force_login(editor)
    page = client.get(TAGS, {"use": "none"})
    assert [tag.name for tag in page.context["cl"].result_list] == ["menganggur"]


# For readers


def test_a_description_makes_a_topic_page_and_is_no_markup(client):
    tag = make_tag(name="banjir", description="Air & <b>lumpur</b>.\n\nLihat https://situs.example/peta.")
    stories = [
        make_article(tags=[tag], published_at=timezone.now() - datetime.timedelta(hours=hour)) for hour in (1, 2)
    ]
    page = client.get("/tag/banjir/").content.decode()
    assert "<title>Topik: Banjir" in page
    assert "<p>Air &amp; &lt;b&gt;lumpur&lt;/b&gt;.</p>" in page
    assert '<a href="https://situs.example/peta" rel="nofollow">' in page
    assert page.index("card--feature") < page.index(stories[0].headline) < page.index(stories[1].headline)
    plain = client.get(make_article(tags=["laut"]).tags.get().get_absolute_url()).content.decode()
    assert "<title>Laut" in plain
    assert "card--feature" not in plain
