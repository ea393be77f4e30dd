"""Photo stories: a gallery is part of what an editor saves, and each of its pictures is a page."""

import datetime

import pytest
from django.utils import timezone

from articles import drafting, edition, merging
from articles.models import Article, GalleryPhoto, PublicationRefused, WorkingCopy, revision

from . import desk
from .factories import make_article, make_gallery, make_photo, make_staff

pytestmark = pytest.mark.django_db


def story_with(count=3, **facts):
    story = make_article(**facts)
    make_gallery(story, [make_photo(renditions=True) for _ in range(count)])
    return Article.objects.get(pk=story.pk)


def page_of(picture):
    return picture.get_absolute_url()


# The rows


def test_the_size_of_a_gallery_follows_its_rows_by_every_door():
    story = make_article()
    one, two, three = (make_photo() for _ in range(3))

    def size():
        return Article.objects.values_list("gallery_size", flat=True).get(pk=story.pk)

    assert size() is None
    picture = GalleryPhoto.objects.create(article=story, photo=one)
    assert size() == 1
    GalleryPhoto.objects.bulk_create(GalleryPhoto(article=story, photo=photo) for photo in (two, three))
    assert size() == 3
    picture.delete()
    assert size() == 2
    story.gallery.hang(story, [[one.pk, "", ""], [two.pk, "Dua.", ""], [three.pk, "", ""]])
    assert size() == 3
    story.gallery.filter(photo__in=[one, two]).delete()
    assert size() == 1
    story.gallery.hang(story, [])
    assert size() is None


def test_a_gallery_keeps_its_order_and_its_texts():
    story, photos = make_article(), [make_photo() for _ in range(3)]
    make_gallery(story, photos)
    last, first, middle = photos
    story.gallery.hang(story, [[first.pk, "Satu.", "Alt"], [middle.pk, "", ""], [last.pk, "Tiga.", ""]])
    kept = story.gallery.values_list("photo", "position", "caption", "alt_text")
    assert list(kept) == [(first.pk, 0, "Satu.", "Alt"), (middle.pk, 1, "", ""), (last.pk, 2, "Tiga.", "")]


# Nothing that was typed is lost


def test_a_published_gallery_is_edited_in_a_working_copy(editor):
    story = story_with(2)
    base = drafting.current(story)
    gallery = [[base.snapshot["gallery"][1][0], "Baru.", ""]]
    drafting.save(story, {**base.snapshot, "gallery": gallery}, base=base, by=editor)
    assert story.gallery.count() == 2
    assert [picture.caption for picture in drafting.shown_at_desk(story).pictures] == ["Baru."]
    drafting.publish_changes(story, by=editor)
    assert revision.take(Article.objects.get(pk=story.pk))["gallery"] == gallery
    assert not WorkingCopy.objects.exists()


def test_a_restored_revision_brings_its_gallery_back(editor):
    draft = story_with(2, status="draft")
    base = drafting.current(draft)
    drafting.save(draft, {**base.snapshot, "gallery": []}, base=base, by=editor)
    assert Article.objects.get(pk=draft.pk).gallery_size is None
    drafting.restore(draft, base, by=editor)
    assert revision.take(Article.objects.get(pk=draft.pk))["gallery"] == base.snapshot["gallery"]


def test_a_revision_from_before_there_were_galleries_leaves_the_gallery(editor):
    draft = story_with(2, status="draft")
    old = drafting.current(draft)
    del old.snapshot["gallery"]
    old.save()
    newest = drafting.current(draft)
    drafting.restore(draft, old, by=editor)
    assert revision.take(Article.objects.get(pk=draft.pk))["gallery"] == newest.snapshot["gallery"]


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ([[1, "A", ""], [2, "", ""]], [[1, "", "alt"], [2, "", ""]], [[1, "A", "alt"], [2, "", ""]]),
        ([[2, "", ""], [1, "", ""]], [[1, "B", ""], [2, "", ""]], [[2, "", ""], [1, "B", ""]]),
        ([[1, "", ""]], [[1, "", ""], [2, "", ""], [3, "", ""]], [[1, "", ""], [3, "", ""]]),
        (
            [[4, "", ""], [1, "", ""], [2, "", ""]],
            [[1, "", ""], [2, "", ""], [5, "", ""]],
            [[4, "", ""], [1, "", ""], [2, "", ""], [5, "", ""]],
        ),
    ],
)
def test_what_two_people_did_to_a_gallery_is_merged(mine, theirs, merged):
    base = {"gallery": [[1, "", ""], [2, "", ""]]}
    outcome = merging.merge(base, {"gallery": mine}, {"gallery": theirs})
    assert (outcome.snapshot["gallery"], outcome.clashes) == (merged, ())


def test_two_captions_for_one_picture_clash():
    base, mine, theirs = ({"gallery": [[1, caption, ""]]} for caption in ("", "Satu", "Dua"))
    outcome = merging.merge(base, mine, theirs)
    assert [clash.field for clash in outcome.clashes] == ["gallery"]
    assert merging.resolve(outcome, {0: "mine"}) == mine


# The form


def test_the_form_writes_and_reads_the_gallery(client, editor):
    client.force_login(editor)
    draft = story_with(2, status="draft")
    first, second = draft.pictures
    new = make_photo()
    lines = {
        "gallery-TOTAL_FORMS": "3",
        "gallery-0-position": "3",
        "gallery-0-caption": "Di akhir.",
        "gallery-2-position": "1",
        "gallery-2-photo": new.pk,
        "gallery-2-alt_text": "Perahu",
    }
    page = desk.press(client, desk.change_url(draft), **lines)
    assert desk.shown(page)["gallery-0-photo"] in (new.pk, str(new.pk))
    assert revision.take(Article.objects.get(pk=draft.pk))["gallery"] == [
        [new.pk, "", "Perahu"],
        [second.photo_id, "", ""],
        [first.photo_id, "Di akhir.", ""],
    ]


def test_a_new_story_may_begin_with_a_gallery(client, editor):
    client.force_login(editor)
    photo = make_photo()
    lines = {"gallery-TOTAL_FORMS": "1", "gallery-0-photo": photo.pk, "gallery-0-position": "1"}
    desk.press(client, desk.ADD, headline="Cerita foto", **lines, **{"gallery-0-caption": "Dermaga."})
    story = Article.objects.get(headline="Cerita foto")
    assert drafting.current(story).snapshot["gallery"] == [[photo.pk, "Dermaga.", ""]]
    assert story.gallery_size == 1


def test_a_photo_that_stands_twice_is_refused_in_a_sentence(client, editor):
    client.force_login(editor)
    draft = story_with(1, status="draft")
    lines = {"gallery-TOTAL_FORMS": "2", "gallery-1-photo": draft.pictures[0].photo_id, "gallery-1-position": "2"}
    page = desk.press(client, desk.change_url(draft), **lines).content.decode()
    assert "dua kali" in page
    assert draft.gallery.count() == 1


def test_the_preview_shows_the_gallery_as_it_is_typed(client, editor):
    client.force_login(editor)
    draft = story_with(1, status="draft")
    typed = {**desk.shown(client.get(desk.change_url(draft))), "gallery-0-caption": "Baru diketik."}
    page = client.post(f"/admin/articles/article/{draft.pk}/preview/", typed).content.decode()
    assert "Baru diketik." in page
    assert f"/foto/{draft.pictures[0].photo_id}/" not in page


# Publication


@pytest.mark.parametrize(
    ("facts", "words"), [({"agency": "", "photographer": ""}, "kredit"), ({"alt_text": ""}, "alternatif")]
)
def test_a_gallery_picture_without_credit_or_alternative_text_is_not_published(facts, words):
    """CONVENTIONS P3."""
    draft = make_article(status="draft")
    make_gallery(draft, [make_photo(title="Perahu", **facts)])
    with pytest.raises(PublicationRefused) as refused:
        Article.objects.get(pk=draft.pk).approve(by=None)
    assert "Perahu" in str(refused.value)
    assert words in str(refused.value)


def test_an_alternative_text_for_this_use_is_enough():
    draft = make_article(status="draft")
    draft.gallery.hang(draft, [[make_photo(alt_text="").pk, "", "Perahu di dermaga"]])
    Article.objects.get(pk=draft.pk).approve(by=None)


# The pages


def test_the_story_lists_all_its_pictures(client):
    story = story_with(3)
    page = client.get(story.get_absolute_url()).content.decode()
    for number, picture in enumerate(story.pictures, start=1):
        assert page_of(picture) in page
        assert f"{number} dari 3" in page
    assert page.count('fetchpriority="high"') == 1


def test_a_picture_has_an_address_that_a_new_order_does_not_move(client):
    """CONVENTIONS I28."""
    story = story_with(3)
    first, second, third = story.pictures
    address = page_of(second)
    assert address == f"{story.get_absolute_url()}foto/{second.photo_id}/"
    page = client.get(address).content.decode()
    assert "2 dari 3" in page
    assert f'rel="prev" href="{page_of(first)}"' in page
    assert f'rel="next" href="{page_of(third)}"' in page
    assert f'{address}">' in page.split('rel="canonical"')[1][:200]
    trail = page.split('class="breadcrumb"')[1].split("</nav>")[0]
    assert f'<a href="{story.section.get_absolute_url()}">{story.section.name}</a>' in trail
    story.gallery.hang(story, [[picture.photo_id, "", ""] for picture in (second, first, third)])
    page = client.get(address).content.decode()
    assert "1 dari 3" in page
    assert 'rel="prev"' not in page


def test_the_address_of_a_picture_survives_a_new_slug_and_its_removal(client):
    story = story_with(2)
    picture = story.pictures[1]
    wrong = page_of(picture).replace(story.slug, "slug-lama")
    response = client.get(wrong)
    assert (response.status_code, response.url) == (301, page_of(picture))
    address = page_of(picture)
    picture.delete()
    response = client.get(address)
    assert (response.status_code, response.url) == (302, story.get_absolute_url())


def test_pictures_of_what_is_not_public_are_not_shown(client):
    draft, withdrawn = story_with(1, status="draft"), story_with(1, status="withdrawn")
    scheduled = story_with(1, published_at=timezone.now() + datetime.timedelta(hours=1))
    assert client.get(page_of(draft.pictures[0])).status_code == 404
    assert client.get(page_of(scheduled.pictures[0])).status_code == 404
    response = client.get(page_of(withdrawn.pictures[0]))
    assert response.status_code == 410
    assert withdrawn.pictures[0].photo.rendition_key not in response.content.decode()


def test_an_ordinary_story_pays_nothing_for_galleries(client, django_assert_num_queries):
    ordinary, story = make_article(lead_photo=make_photo(renditions=True)), story_with(12)
    address = page_of(story.pictures[3])
    for path in (ordinary.get_absolute_url(), story.get_absolute_url(), address):
        client.get(path)
    with django_assert_num_queries(9):
        client.get(ordinary.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(story.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_photo_stories_costs_the_same_however_many(client, django_assert_num_queries, count):
    make_article(headline="Tanpa galeri", published_at=timezone.now() - datetime.timedelta(days=400))
    for _ in range(count):
        story_with(1)
    with django_assert_num_queries(5):
        page = client.get("/foto/").content.decode()
    assert page.split("sidebar")[0].count("1 foto") == count
    assert "Tanpa galeri" not in page.split("sidebar")[0]


def test_a_card_marks_a_photo_story(client):
    story_with(3)
    assert "3 foto" in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_change_of_a_gallery_is_a_new_edition():
    story, draft = story_with(2), story_with(2, status="draft")
    before = edition.current()
    draft.gallery.hang(draft, [[picture.photo_id, "Lain.", ""] for picture in draft.pictures])
    assert edition.current() == before
    story.gallery.hang(story, [[picture.photo_id, "Lain.", ""] for picture in story.pictures])
    assert edition.current() != before


def test_nobody_without_the_right_changes_a_gallery(client):
    story = story_with(1, status="draft")
    client.force_login(make_staff("Foto"))
    assert client.post(desk.change_url(story), {"gallery-TOTAL_FORMS": "0"}).status_code == 403
    assert story.gallery.count() == 1
