"""Renditions as files and rows: made at once or later, renewed, rebuilt when missing, swept when superseded, replaced when broken."""

import datetime
import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from articles import images, rendition_work
from articles.models import EditionChange, RenditionWork, SupersededRenditions

from .factories import image_bytes, make_article, make_author, make_photo

pytestmark = pytest.mark.django_db


def work_off():
    while rendition_work.work_off_one():
        pass


def names_of(photo, *extensions):
    return [
        photo.rendition_name(*name) for name in images.file_names(photo.size, extensions or tuple(images.ENCODINGS))
    ]


def output_of(command, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_page_offers_avif_once_its_files_are_there(client):
    photo = make_photo(renditions=True)
    page = make_article(lead_photo=photo).get_absolute_url()
    assert 'type="image/avif"' not in client.get(page).content.decode()
    assert all(default_storage.exists(name) for name in names_of(photo, "webp", "jpg"))
    edition = EditionChange.objects.current()
    work_off()
    assert 'type="image/avif"' in client.get(page).content.decode()
    assert all(default_storage.exists(name) for name in names_of(photo))
    assert EditionChange.objects.current() != edition
    assert not RenditionWork.objects.exists()


def test_every_address_of_a_page_is_a_file(client):
    import re

    photo = make_photo(renditions=True)
    work_off()
    author = make_author(portrait=photo)
    article = make_article(
        lead_photo=photo,
        authors=[author],
        body=f'<p>Isi.</p><figure data-photo="{photo.pk}"><figcaption>x</figcaption></figure>',
    )
    for path in (article.get_absolute_url(), author.get_absolute_url(), "/"):
        addresses = set(re.findall(r"/media/[\w/.-]+", client.get(path).content.decode()))
        assert addresses
        for address in addresses:
            assert default_storage.exists(address.removeprefix("/media/")), address


def test_work_is_claimed_by_one_process():
    make_photo(renditions=True)
    first = RenditionWork.objects.claim()
    assert first is not None and RenditionWork.objects.claim() is None
    # A process that died is followed by another.
    RenditionWork.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    assert RenditionWork.objects.claim() is not None


def test_a_changed_credit_renews_the_files_and_readers_see_the_old_ones_until_then():
    photo = make_photo(renditions=True)
    work_off()
    photo.refresh_from_db()
    old = photo.rendition_key
    photo.agency = "Antara"
    photo.save()
    photo.renew_renditions()
    assert photo.rendition_key == old and default_storage.exists(names_of(photo)[0])
    work_off()
    photo.refresh_from_db()
    assert photo.rendition_key == photo.wanted_key() != old and photo.has_avif
    with default_storage.open(photo.rendition_name("16x9", 320, "jpg")) as file:
        assert b"Antara/Winda Paramastuti" in file.read()


def test_superseded_files_stay_for_a_day():
    photo = make_photo(renditions=True)
    old = names_of(photo, "webp", "jpg")
    photo.focal_x = 0.1
    photo.make_renditions()
    assert rendition_work.sweep_superseded() == 0 and all(map(default_storage.exists, old))
    SupersededRenditions.objects.update(at=timezone.now() - datetime.timedelta(days=2))
    assert rendition_work.sweep_superseded() == len(old)
    assert not any(map(default_storage.exists, old))
    assert all(map(default_storage.exists, names_of(photo, "webp", "jpg")))


def test_a_set_that_another_photo_uses_is_not_swept():
    photo = make_photo(renditions=True)
    other = make_photo(rendition_key=photo.rendition_key)
    photo.focal_x = 0.1
    photo.make_renditions()
    SupersededRenditions.objects.update(at=timezone.now() - datetime.timedelta(days=2))
    assert rendition_work.sweep_superseded() == 0
    assert default_storage.exists(other.rendition_name("16x9", 320, "jpg"))


def test_a_missing_file_is_made_when_a_reader_asks_for_it(client):
    photo = make_photo(renditions=True)
    name = photo.rendition_name("4x3", 320, "webp")
    with default_storage.open(name) as file:
        before = file.read()
    default_storage.delete(name)
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == before
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "change", ["4x3-321.webp", "4x3-320.gif", "3x2-320.webp", "4x3-99999.jpg", "../../x.jpg", "4x3-320.webp/x"]
)
def test_a_name_that_no_photo_has_costs_nothing(client, change, monkeypatch):
    photo = make_photo(renditions=True)
    monkeypatch.setattr(images, "open_upright", None)  # would fail if it were called
    folder = photo.rendition_name("4x3", 320, "webp").rpartition("/")[0]
    assert client.get(f"/media/{folder}/{change}").status_code == 404
    assert client.get(f"/media/foto/ab/{'ab' * 16}/4x3-320.webp").status_code == 404


def broken(photo):
    with photo.image.storage.open(photo.image.name, "wb") as file:
        file.write(b"what the disk has left of it")


def test_a_broken_original_shows_a_placeholder_and_is_not_tried_at_every_request(client, django_assert_num_queries):
    photo = make_photo(renditions=True)
    broken(photo)
    name = photo.rendition_name("4x3", 320, "webp")
    default_storage.delete(name)
    for _ in range(2):
        answer = client.get(f"/media/{name}")
        assert answer.status_code == 302 and answer["Location"].endswith("no-photo.svg")
        assert answer["Cache-Control"] == "no-store"


def test_the_command_rebuilds_what_is_out_of_date_and_goes_on_where_it_stopped(monkeypatch):
    photos = [make_photo(renditions=True, content=image_bytes(colour=colour)) for colour in ("red", "green")]
    assert "2 foto dibuat" in output_of("rebuild_renditions")
    assert "0 foto dibuat, 2 tetap" in output_of("rebuild_renditions")
    old = photos[0].rendition_key
    monkeypatch.setattr("articles.images.renditions.RECIPE", "changed by the test")
    assert "2 foto dibuat" in output_of("rebuild_renditions", dry_run=True)
    photos[0].refresh_from_db()
    assert photos[0].rendition_key == old
    assert "1 foto dibuat" in output_of("rebuild_renditions", first=photos[1].pk)
    assert "1 foto dibuat, 1 tetap" in output_of("rebuild_renditions")
    photos[0].refresh_from_db()
    assert photos[0].rendition_key != old and default_storage.exists(names_of(photos[0])[0])


def test_the_command_finds_files_that_are_gone():
    photo = make_photo(renditions=True)
    output_of("rebuild_renditions")
    photo.refresh_from_db()
    gone = names_of(photo)[7]
    default_storage.delete(gone)
    assert "0 foto dibuat" in output_of("rebuild_renditions")
    assert "1 foto dibuat" in output_of("rebuild_renditions", verify=True)
    assert default_storage.exists(gone)


def test_the_command_tells_broken_originals_and_pages_show_the_placeholder(client):
    photo, other = (
        make_photo(renditions=True, title="Rusak"),
        make_photo(renditions=True, content=image_bytes(colour="red")),
    )
    article = make_article(lead_photo=photo)
    broken(photo)
    told = output_of("rebuild_renditions")
    assert "1 foto dibuat" in told and "1 rusak" in told and "Rusak" in told
    photo.refresh_from_db()
    assert photo.rendition_key  # its files are there and stay
    for name in names_of(photo, "webp", "jpg"):
        default_storage.delete(name)
    output_of("rebuild_renditions")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "images/no-photo.svg" in page and "/media/foto" not in page
    other.refresh_from_db()
    assert other.has_avif


def test_work_that_fails_is_given_up_after_some_times():
    photo = make_photo(renditions=True)
    broken(photo)
    for _ in range(10):
        rendition_work.work_off_one()
    assert RenditionWork.objects.get().failures == 3
    assert RenditionWork.objects.claim() is None
