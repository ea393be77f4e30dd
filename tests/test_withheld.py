"""A withdrawn story takes the files of its photos along, unless another page for readers shows them (CONVENTIONS I9)."""

import contextlib
import datetime
import re
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import images, rendition_work, withheld
from articles.models import Article, Newsroom, Page, Photo, RenditionWork, SupersededRenditions

from .factories import image_bytes, make_article, make_author, make_gallery, make_photo, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def work_off():
    while rendition_work.work_off_one():
        pass


def cut_photo(**facts):
    photo = make_photo(renditions=True, content=image_bytes((480, 270)), **facts)
    work_off()
    photo.refresh_from_db()
    return photo


@pytest.fixture
def photo():
    return cut_photo()


def names_of(photo):
    return [photo.rendition_name(*name) for name in images.file_names(photo.size)]


def answers(client, names):
    return {client.get(f"/media/{name}").status_code for name in names}


SHOWN_BY = {
    "lead": lambda photo: make_article(lead_photo=photo),
    "body": lambda photo: make_article(body=f'<p>Isi.</p><figure data-photo="{photo.pk}"></figure>'),
    "gallery": lambda photo: with_gallery(make_article(), photo),
}


def with_gallery(story, photo):
    make_gallery(story, [photo])
    return Article.objects.get(pk=story.pk)


@pytest.mark.parametrize("place", SHOWN_BY)
def test_a_withdrawn_story_takes_the_files_of_its_photos_along(client, photo, place, files_of_the_test):
    """CONVENTIONS I9: gone from the disk, where a web server would hand them out without asking."""
    story, names = SHOWN_BY[place](photo), names_of(photo)
    assert answers(client, names) == {200}
    story.withdraw(by=None, reason="anak")
    assert not any(map(default_storage.exists, names))
    assert [path for path in (files_of_the_test / "public").rglob("*") if path.is_file()] == []
    # Nor does asking for one bring it back, before and after the desk has its own.
    assert answers(client, names) == {404}
    work_off()
    assert answers(client, names) == {404}
    assert not any(map(default_storage.exists, names))


def test_the_original_stays_and_the_desk_sees_the_photo_where_no_reader_was_told(client, photo):
    names = names_of(photo)
    SHOWN_BY["lead"](photo).withdraw(by=None, reason="anak")
    work_off()
    photo.refresh_from_db()
    assert photo.read_original() and photo.has_avif
    assert photo.rendition_key == photo.wanted_key()
    assert not set(names_of(photo)) & set(names)
    client.force_login(make_staff())
    page = client.get(f"/admin/articles/photo/{photo.pk}/change/").content.decode()
    (address,) = set(re.findall(r'"(/media/foto/[^"]+full-\d+\.jpg)"', page)) or {""}
    assert client.get(address).status_code == 200
    # Somebody who has the original itself cannot work the address out.
    assert photo.rendition_key != images.key_of(photo.content_hash or "", photo.focal_point, photo.packet)


ALSO_SHOWN_BY = {
    **SHOWN_BY,
    "portrait": lambda photo: make_author(portrait=photo),
    "page": lambda photo: Page.objects.create(
        title="Etika", slug="etika", body=f'<p>Isi.</p><figure data-photo="{photo.pk}"></figure>'
    ),
    "logo": lambda photo: Newsroom.objects.update_or_create(
        pk=Newsroom.objects.current().pk, defaults={"logo": photo}
    ),
}


@pytest.mark.parametrize("place", ALSO_SHOWN_BY)
def test_a_photo_that_another_page_shows_stays(client, photo, place):
    ALSO_SHOWN_BY[place](photo)
    SHOWN_BY["lead"](photo).withdraw(by=None, reason="anak")
    assert answers(client, names_of(photo)) == {200}


HIDDEN_IN = {
    "draft": {"status": "draft"},
    "review": {"status": "review"},
    "withdrawn": {"status": "withdrawn"},
    "scheduled": {"published_at": timezone.now() + datetime.timedelta(days=30)},
}


@pytest.mark.parametrize("state", HIDDEN_IN)
def test_what_readers_do_not_see_keeps_no_file(client, photo, state):
    make_article(lead_photo=photo, **HIDDEN_IN[state])
    photo.refresh_from_db()
    if not photo.has_avif:
        work_off()
        photo.refresh_from_db()
    names = names_of(photo)
    story = SHOWN_BY["lead"](photo)
    assert answers(client, names) == {200}
    story.withdraw(by=None, reason="anak")
    assert answers(client, names) == {404}


def test_the_last_of_two_stories_takes_it_along(client, photo):
    first, second = SHOWN_BY["lead"](photo), SHOWN_BY["body"](photo)
    first.withdraw(by=None, reason="anak")
    assert answers(client, names_of(photo)) == {200}
    second.withdraw(by=None, reason="anak")
    assert answers(client, names_of(photo)) == {404}


def test_it_goes_when_the_other_story_lets_go_of_it(client, photo):
    other = SHOWN_BY["body"](photo)
    SHOWN_BY["lead"](photo).withdraw(by=None, reason="anak")
    # From the body to the lead is no letting go.
    other.lead_photo, other.body = photo, "<p>Isi.</p>"
    other.save()
    assert answers(client, names_of(photo)) == {200}
    other.lead_photo = None
    other.save()
    assert answers(client, names_of(photo)) == {404}


def test_a_photo_that_no_withdrawn_story_had_stays_when_a_story_lets_go_of_it(client, photo):
    other = SHOWN_BY["lead"](photo)
    other.lead_photo = None
    other.save()
    assert answers(client, names_of(photo)) == {200}


def test_files_that_were_superseded_lately_go_too(client, photo):
    before = names_of(photo)
    photo.focal_x = 0.1
    photo.make_renditions()
    work_off()
    assert answers(client, before) == {200}  # for a day, since pages in caches name them
    SHOWN_BY["lead"](photo).withdraw(by=None, reason="anak")
    assert answers(client, before) == {404}
    assert not SupersededRenditions.objects.exists()


def test_it_is_shown_again_by_the_next_story(client, photo):
    SHOWN_BY["lead"](photo).withdraw(by=None, reason="anak")
    work_off()
    photo.refresh_from_db()
    page = client.get(SHOWN_BY["lead"](photo).get_absolute_url()).content.decode()
    addresses = set(re.findall(r"/media/([\w/.-]+)", page))
    assert addresses and answers(client, addresses) == {200}


def test_a_withdrawal_that_is_rolled_back_leaves_the_files(client, photo):
    story = SHOWN_BY["lead"](photo)
    with pytest.raises(RuntimeError), transaction.atomic():
        story.withdraw(by=None, reason="anak")
        raise RuntimeError
    assert answers(client, names_of(photo)) == {200}


def test_files_that_could_not_be_deleted_are_tried_again(client, photo, monkeypatch):
    names = names_of(photo)

    def refuse(name):
        raise OSError("the place of the files is away")

    story = SHOWN_BY["lead"](photo)
    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "delete", refuse)
        story.withdraw(by=None, reason="anak")
    assert all(map(default_storage.exists, names))
    rendition_work.sweep_superseded()
    assert not any(map(default_storage.exists, names))


# What is under way meanwhile


@pytest.mark.parametrize("step", ["make_renditions", "make_the_rest", "on demand"])
def test_what_is_being_cut_meanwhile_does_not_come_back(client, photo, monkeypatch, step):
    """Another process has the photo in its hands, as it was before, while the story is withdrawn."""
    story, names = SHOWN_BY["lead"](photo), names_of(photo)
    encode = images.encode

    def encode_while_it_is_withdrawn(*args, **options):
        files = list(encode(*args, **options))
        if Article.objects.get(pk=story.pk).is_published:
            Article.objects.get(pk=story.pk).withdraw(by=None, reason="anak")
        return files

    monkeypatch.setattr(images, "encode", encode_while_it_is_withdrawn)
    if step == "on demand":
        default_storage.delete(names[0])
        assert client.get(f"/media/{names[0]}").status_code == 404
    elif step == "make_the_rest":
        photo.make_the_rest(images.open_upright(photo.read_original()))
    else:
        rendition_work.complete(photo, anew=True)
    assert not any(map(default_storage.exists, names))
    photo = Photo.objects.get()
    assert photo.rendition_key == "" and RenditionWork.objects.exists()
    monkeypatch.setattr(images, "encode", encode)
    work_off()
    assert answers(client, names) == {404}
    photo.refresh_from_db()
    assert answers(client, names_of(photo)) == {200}


def test_two_stories_withdrawn_at_once_leave_nothing(client, photo):
    stories, both = [SHOWN_BY["lead"](photo), SHOWN_BY["body"](photo)], threading.Barrier(2)

    def withdraw(story):
        # Neither commits before the other has looked, unless it waits for that.
        with transaction.atomic():
            story.withdraw(by=None, reason="anak")
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(timeout=2)
        connection.close()

    threads = [threading.Thread(target=withdraw, args=[story]) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers(client, names_of(photo)) == {404}


def test_a_withdrawal_asks_little_however_many_photos_stay(photo, django_assert_max_num_queries):
    """A photo that stays costs nothing of its own."""
    story = make_article()
    photos = [make_photo() for _ in range(20)]
    make_gallery(story, photos)
    make_gallery(make_article(), photos)
    with django_assert_max_num_queries(2):
        assert withheld.unseen(Photo.objects.filter(uses__article=story)) == []


def test_rebuild_renditions_withholds_what_was_withdrawn_before(client, photo):
    """For sites whose stories were withdrawn before files went along."""
    story = SHOWN_BY["lead"](photo)
    Article.objects.filter(pk=story.pk).update(status="withdrawn", withdrawn_at=timezone.now())
    names = names_of(photo)
    assert answers(client, names) == {200}
    call_command("rebuild_renditions", verbosity=0)
    assert answers(client, names) == {404}
    photo.refresh_from_db()
    key = photo.rendition_key
    call_command("rebuild_renditions", verbosity=0)
    photo.refresh_from_db()
    assert photo.rendition_key == key != ""
