"""The library: where photos are used, by whatever door that changes; none is deleted while it is; its grid finds them."""

import pytest
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.urls import reverse

from articles import drafting
from articles.models import Article, GalleryPhoto, Photo, PhotoInUse, PhotoUse, Slot

from . import desk
from .factories import at, make_article, make_author, make_gallery, make_photo, make_section, make_staff

pytestmark = pytest.mark.django_db
GRID = reverse("admin:articles_photo_changelist")


def body_with(*photos):
    return "<p>Teks.</p>" + "".join(f'<figure data-photo="{photo.pk}"></figure>' for photo in photos)


def uses(photo):
    return sorted(photo.uses.values_list("article", "kind"))


def titles(response):
    return [photo.title for photo in response.context["cl"].result_list]


# Where a photo is used


def test_each_way_of_saving_a_story_writes_down_its_photos():
    lead, inline, other = (make_photo() for _ in range(3))
    story = make_article(lead_photo=lead, body=body_with(inline))
    assert uses(lead) == [(story.pk, "lead")]
    assert uses(inline) == [(story.pk, "inline")]
    story.body, story.lead_photo = body_with(other), None
    story.save()
    assert (uses(lead), uses(inline), uses(other)) == ([], [], [(story.pk, "inline")])
    Article.objects.filter(pk=story.pk).update(lead_photo=lead)
    assert uses(lead) == [(story.pk, "lead")]
    Article.objects.filter(pk=story.pk).update(body=body_with(inline))
    assert (uses(inline), uses(other)) == ([(story.pk, "inline")], [])
    story.refresh_from_db()
    story.body = body_with(other)
    Article.objects.bulk_update([story], ["body"])
    assert (uses(inline), uses(other)) == ([], [(story.pk, "inline")])
    [bulk] = Article.objects.bulk_create([Article(headline="Massal", body=body_with(inline), lead_photo=lead)])
    assert uses(inline) == [(bulk.pk, "inline")]
    Article.objects.only("headline").get(pk=story.pk).save()
    assert uses(other) == [(story.pk, "inline")]


def test_a_number_that_is_no_photo_is_no_use():
    make_article(body='<figure data-photo="987654"></figure><p>Teks.</p>')
    assert not PhotoUse.objects.exists()


def test_a_use_knows_the_section_of_its_story():
    photo, harbour, market = make_photo(), make_section(), make_section()
    story = make_article(section=harbour, lead_photo=photo)
    story.section = market
    story.save()
    assert list(Photo.objects.used_in(market)) == [photo]
    assert list(Photo.objects.used_in(harbour)) == []
    Article.objects.filter(pk=story.pk).update(section=harbour)
    assert list(Photo.objects.used_in(harbour)) == [photo]


def test_a_working_copy_has_uses_of_its_own_as_long_as_it_lives(editor):
    photo, story = make_photo(), make_article()
    base = drafting.current(story)
    gallery = [[photo.pk, "", ""]]
    drafting.save(story, {**base.snapshot, "gallery": gallery}, base=base, by=editor)
    [use] = photo.uses.all()
    assert (use.kind, use.working_copy_id) == ("gallery", story.pk)
    drafting.discard_changes(story, by=editor)
    assert uses(photo) == []
    drafting.save(story, {**base.snapshot, "gallery": gallery}, base=base, by=editor)
    drafting.publish_changes(story, by=editor)
    [use] = photo.uses.all()
    assert (use.kind, use.working_copy_id) == ("gallery", None)


def test_what_an_import_wrote_past_the_models_is_found_by_a_rebuild():
    lead, inline, hung = (make_photo() for _ in range(3))
    story = make_article(lead_photo=lead, body=body_with(inline))
    make_gallery(story, [hung])
    PhotoUse.objects.all().delete()
    assert list(PhotoUse.objects.rebuild()) == [1]
    assert [uses(photo) for photo in (lead, inline, hung)] == [
        [(story.pk, kind)] for kind in ("lead", "inline", "gallery")
    ]


def test_saving_an_unchanged_story_costs_two_queries_for_its_photos(django_assert_num_queries):
    story = make_article(lead_photo=make_photo(), body=body_with(*(make_photo() for _ in range(9))))
    story = Article.objects.get(pk=story.pk)
    # A savepoint and its end, the story, two shelves and its ranking, eight for the search index, and these two.
    with django_assert_num_queries(16):
        story.save()


# Deletion


@pytest.mark.parametrize("place", ["lead", "body", "gallery", "portrait", "working copy"])
def test_a_photo_that_is_used_is_deleted_by_no_door(client, editor, place, files_of_the_test):
    photo = make_photo(title="Dermaga", renditions=True)
    match place:
        case "lead":
            make_article(headline="Pasar pagi", lead_photo=photo)
        case "body":
            make_article(headline="Pasar pagi", body=body_with(photo))
        case "gallery":
            make_gallery(make_article(headline="Pasar pagi"), [photo])
        case "portrait":
            make_author(name="Pasar pagi", portrait=photo)
        case "working copy":
            story = make_article(headline="Pasar pagi")
            base = drafting.current(story)
            drafting.save(story, {**base.snapshot, "body": body_with(photo)}, base=base, by=editor)
    files = sorted(path for path in files_of_the_test.rglob("*") if path.is_file())
    client.force_login(make_staff())
    with pytest.raises(PhotoInUse, match="Pasar pagi"):
        photo.delete()
    with pytest.raises(ProtectedError, match="Pasar pagi"):
        Photo.objects.filter(pk=photo.pk).delete()
    page = client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"}, follow=True)
    assert any("Dermaga" in text and "Pasar pagi" in text for text in desk.messages(page))
    chosen = {"action": "delete_photos", "_selected_action": [photo.pk], "post": "yes"}
    page = client.post(GRID, chosen, follow=True)
    assert any("Dermaga" in text and "Pasar pagi" in text for text in desk.messages(page))
    assert Photo.objects.filter(pk=photo.pk).exists()
    assert sorted(path for path in files_of_the_test.rglob("*") if path.is_file()) == files


def test_a_refusal_names_a_few_places_however_many_there_are(django_assert_max_num_queries):
    photo = make_photo()
    for number in range(12):
        make_article(headline=f"Berita {number}", lead_photo=photo)
    with django_assert_max_num_queries(5), pytest.raises(PhotoInUse) as refused:
        photo.delete()
    assert str(refused.value).count("berita") == 3
    assert "tempat lain" in str(refused.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["photo", "queryset", "page", "action"])
def test_the_files_of_a_deleted_photo_go_after_the_commit(client, door, files_of_the_test):
    photo, other = make_photo(renditions=True), make_photo(renditions=True, focal_x=0.1)
    client.force_login(make_staff())
    match door:
        case "photo":
            photo.delete()
        case "queryset":
            Photo.objects.filter(pk=photo.pk).delete()
        case "page":
            client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
        case "action":
            client.post(GRID, {"action": "delete_photos", "_selected_action": [photo.pk], "post": "yes"})
    assert not Photo.objects.filter(title=photo.title).exists()
    assert not photo.image.storage.exists(photo.image.name)
    assert other.image.storage.exists(other.image.name)
    left = {path.parent.name for path in files_of_the_test.rglob("*.*") if "foto" in path.parts}
    assert left == {other.rendition_key}


@pytest.mark.django_db(transaction=True)
def test_files_that_another_photo_shares_stay():
    photo = make_photo(renditions=True)
    twin = Photo.objects.get(pk=photo.pk)
    twin.pk, twin._state.adding, twin.content_hash = None, True, None
    twin.save()
    photo.delete()
    assert twin.image.storage.exists(twin.image.name)
    assert default_storage.exists(twin.rendition_name("1x1", 160, "jpg"))


def test_a_deletion_that_is_rolled_back_keeps_the_files(files_of_the_test):
    photo = make_photo(renditions=True)
    photo.delete()  # the test's own transaction never commits
    assert photo.image.storage.exists(photo.image.name)


# The photo's page


def test_the_page_of_a_photo_lists_where_it_is_used(client, editor):
    client.force_login(editor)
    photo = make_photo()
    front = make_article(headline="Di depan", lead_photo=photo, body=body_with(photo))
    Slot.objects.create(position=1, article=front)
    make_author(name="Sekar", portrait=photo)
    pending = make_article(headline="Belum terbit")
    base = drafting.current(pending)
    drafting.save(pending, {**base.snapshot, "gallery": [[photo.pk, "", ""]]}, base=base, by=editor)
    where = client.get(desk.change_url(photo)).context["where_used"]
    assert [author.name for author in where.portraits] == ["Sekar"]
    assert [(use.story.headline, use.places, use.is_pending) for use in where.stories] == [
        ("Belum terbit", ["di galeri"], True),
        ("Di depan", ["di dalam isi", "foto utama", "di halaman depan"], False),
    ]


def test_the_list_of_uses_ends_after_fifty_and_costs_the_same(client, editor, django_assert_num_queries):
    client.force_login(editor)
    few, many = make_photo(), make_photo()
    make_article(lead_photo=few)
    section, author = make_section(), make_author()
    for _ in range(52):
        make_article(lead_photo=many, section=section, authors=[author])
    assert not client.get(desk.change_url(few)).context["where_used"].has_more
    page = client.get(desk.change_url(many))
    assert len(page.context["where_used"].stories) == 50
    assert "lebih dari 50" in page.content.decode()


# The grid


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"title": "Karang memutih"}, "karang"),
        ({"caption": "Nelayan pulang."}, "nelayan"),
        ({"photographer": "Sekar Ayu"}, "sekar"),
        ({"agency": "Rana"}, "rana"),
        ({"keywords": "banjir, pompa"}, "pompa"),
        ({"city": "Tanjung Arum"}, "arum"),
    ],
)
def test_the_grid_is_searched_by_what_is_known_of_a_photo(client, editor, facts, word):
    client.force_login(editor)
    make_photo(title="Lain", caption="Lain", agency="Lain", photographer="Lain")
    wanted = make_photo(**facts)
    assert titles(client.get(GRID, {"q": word})) == [wanted.title]


def test_the_grid_is_filtered_by_rights_use_origin_and_section(client, editor, time_machine):
    client.force_login(editor)
    time_machine.move_to(at("2026-06-01 12:00"), tick=False)
    section = make_section(slug="laut")
    photos = {
        "ended": make_photo(title="ended", licence_ends_on="2026-05-31", licence="agency"),
        "today": make_photo(title="today", licence_ends_on="2026-06-01", licence="agency"),
        "soon": make_photo(title="soon", licence_ends_on="2026-06-15", licence="agency"),
        "later": make_photo(title="later", licence_ends_on="2026-06-16", licence="agency"),
        "ai": make_photo(title="ai", digital_source_type="trainedAlgorithmicMedia", licence="own"),
        "used": make_photo(title="used", agency="Rana", photographer="Sekar", licence="unknown"),
        "portrait": make_photo(title="portrait", licence="own", taken_at=at("2026-05-30 09:00")),
    }
    make_article(section=section, lead_photo=photos["used"])
    make_author(portrait=photos["portrait"])
    for photo in photos.values():
        Photo.objects.filter(pk=photo.pk).update(created_at=at("2026-05-20 09:00"))
    Photo.objects.filter(pk=photos["later"].pk).update(created_at=at("2026-06-01 00:00"))

    def found(**query):
        return set(titles(client.get(GRID, query)))

    assert found() == set(photos)
    assert found(licence_state="ended") == {"ended"}
    assert found(licence_state="soon") == {"today", "soon"}
    assert found(licence_state="none") == {"used"}
    assert found(used="0") == set(photos) - {"used", "portrait"}
    assert found(made="ai") == {"ai"}
    assert found(agency="Rana") == found(photographer="Sekar") == found(section="laut") == {"used"}
    assert found(taken="week") == {"portrait"}
    assert found(uploaded="today") == {"later"}


@pytest.mark.parametrize("view", ["", "list"])
@pytest.mark.parametrize("count", [1, 60])
def test_the_grid_costs_the_same_however_many_photos(client, editor, django_assert_num_queries, view, count):
    client.force_login(editor)
    photo = make_photo(renditions=True)
    Photo.objects.bulk_create(
        Photo(title=f"Salinan {number}", image=photo.image.name, rendition_key=photo.rendition_key, width=9, height=9)
        for number in range(count)
    )
    query = {"view": view} if view else {}
    client.get(GRID, query)
    with django_assert_num_queries(9):
        page = client.get(GRID, query).content.decode()
    assert ("library-card" in page) == (not view)
    assert "COUNT(" not in page


def test_the_grid_shows_what_to_beware_of(client, editor):
    client.force_login(editor)
    make_photo(licence_ends_on="2020-01-01")
    make_photo(digital_source_type="compositeSynthetic")
    page = client.get(GRID).content.decode()
    assert "Lisensi berakhir" in page
    assert "Gambar diolah dengan AI" in page


def test_a_gallery_picture_goes_with_its_story():
    story = make_article(status="draft")
    photo = make_photo()
    make_gallery(story, [photo])
    story.delete()
    assert not GalleryPhoto.objects.exists()
    photo.delete()
