"""The door for photos: what is refused leaves nothing, what is taken keeps every byte, the same file is one photo."""

import hashlib
import io
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from articles import photo_intake, rendition_work
from articles.models import Photo, RenditionWork

from .desk import change_url, messages, press
from .factories import image_bytes, make_photo, make_staff
from .hostile_pictures import HOSTILE, JPEG

UPLOAD, BATCH, ADD = (f"/admin/articles/photo/{name}/" for name in ("upload", "batch", "add"))


def sent(name, content):
    return SimpleUploadedFile(name, content)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def take(content=None, name="foto.jpg", **facts):
    return photo_intake.take_in(photo_intake.examine(sent(name, content or image_bytes())), Photo(**facts))


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.django_db
def test_what_is_no_photo_is_refused_in_one_sentence_and_leaves_nothing(client, files_of_the_test, kind):
    """CONVENTIONS P14."""
    name, content = HOSTILE[kind]
    client.force_login(make_staff("Foto"))
    answer = client.post(UPLOAD, {"image": sent(name, content)})
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".") and len(answer.json()["error"]) < 250
    assert not Photo.objects.exists() and not RenditionWork.objects.exists()
    assert files_in(files_of_the_test) == []


def test_there_are_enough_hostile_files():
    assert len(HOSTILE) >= 40


WRITTEN_BY_CAMERAS = {
    "padding": b"\x00" * 4096,
    "a second picture": JPEG,
    "the notes of a telephone": b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1780000000000SEFH\x6b\x00\x00\x00SEFT",
    "the seconds of a motion photo": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\x01" * 300,
}


@pytest.mark.parametrize("behind", WRITTEN_BY_CAMERAS)
@pytest.mark.django_db
def test_what_cameras_write_behind_a_picture_is_no_reason_to_refuse_it(behind):
    assert take(JPEG + WRITTEN_BY_CAMERAS[behind]).rendition_key


NAMES = {
    "wrong extension": "foto.pdf",
    "none": "foto",
    "of a program": "foto.php",
    "with a path": "../../../etc/passwd.jpg",
    "with a path of Windows": "C:\\Users\\x\\foto.jpg",
    "hidden": ".htaccess",
    "with control characters": "fo\x00to\r\n<b>.jpg",
    "only an extension": ".jpg",
    "very long": "a" * 250 + ".jpg",
    "in other letters": "照片🙂.jpg",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
@pytest.mark.django_db
def test_the_name_of_a_file_decides_nothing_but_the_title(files_of_the_test, name):
    upload = sent("foto.jpg", image_bytes())
    upload._name = name  # as a client sends it; Django's own setter would already have tidied it
    photo = photo_intake.take_in(photo_intake.examine(upload))
    assert photo.title.strip() and "/" not in photo.title and "\x00" not in photo.title
    assert photo.image.name.endswith(".jpg")
    assert all(files_of_the_test in path.resolve().parents for path in files_in(files_of_the_test))


@pytest.mark.parametrize("encoding", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.django_db
def test_every_format_is_taken_and_its_original_kept_byte_for_byte(client, files_of_the_test, encoding):
    """CONVENTIONS P12, P13."""
    content = image_bytes(encoding=encoding)
    photo = take(content, "nama.salah")
    photo.refresh_from_db()
    assert photo.read_original() == content
    assert (photo.content_hash, photo.byte_size) == (hashlib.sha256(content).hexdigest(), len(content))
    [original] = files_in(files_of_the_test / "originals")
    assert original.read_bytes() == content
    # No address leads to it.
    assert client.get(photo.image.url).status_code == 404


@pytest.mark.django_db
def test_the_title_falls_back_to_the_name_of_the_file():
    assert take(name="20260601-Dermaga Baru.final.JPG").title == "20260601-Dermaga Baru.final"


@pytest.mark.django_db
def test_what_was_typed_stays_and_only_empty_fields_are_filled():
    """CONVENTIONS P3."""
    tagged = image_bytes(
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:City="Padang" p:Credit="Antara">'
        b"<dc:title><rdf:Alt><rdf:li>Dari berkas</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    photo = take(tagged, title="Diketik", agency="Media")
    assert (photo.title, photo.agency, photo.city) == ("Diketik", "Media", "Padang")


@pytest.mark.django_db
def test_the_same_file_is_recognised_and_the_photo_offered(client, files_of_the_test):
    client.force_login(make_staff("Foto"))
    first = take(title="Dermaga")
    before = files_in(files_of_the_test)
    answer = client.post(UPLOAD, {"image": sent("lain.jpg", image_bytes())})
    assert answer.status_code == 409
    assert answer.json()["photo"]["id"] == first.pk and "Dermaga" in answer.json()["error"]
    page = client.post(ADD + "?_popup=1", {"image": sent("lain.jpg", image_bytes()), "_popup": "1"})
    assert f"/admin/articles/photo/{first.pk}/chosen/" in page.content.decode()
    chosen = client.get(f"/admin/articles/photo/{first.pk}/chosen/")
    assert "popup_response" in chosen.content.decode() and "Dermaga" in chosen.content.decode()
    assert Photo.objects.count() == 1 and files_in(files_of_the_test) == before


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_file_at_once_make_one_photo(files_of_the_test):
    content = image_bytes()
    outcomes, both = [], threading.Barrier(2)

    def send():
        try:
            examined = photo_intake.examine(sent("foto.jpg", content))
            both.wait()
            outcomes.append(photo_intake.take_in(examined))
        except photo_intake.AlreadyThere as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyThere", "Photo"]
    assert Photo.objects.count() == 1
    assert len(files_in(files_of_the_test / "originals")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_after_the_file_was_written_leaves_no_file(client, files_of_the_test, monkeypatch):
    client.force_login(make_staff("Foto"))
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        raise DatabaseError("the database went away")

    from articles.admin.photos import PhotoAdmin

    monkeypatch.setattr(PhotoAdmin, "log_addition", fail)
    answer = client.post(
        ADD, {"image": sent("foto.jpg", image_bytes()), "title": "x", "focal_x": "0.5", "focal_y": "0.4"}
    )
    assert answer.status_code == 500
    assert not Photo.objects.exists()
    assert files_in(files_of_the_test) == []


@pytest.mark.django_db
def test_what_a_process_left_that_died_is_swept_after_a_day(
    files_of_the_test, originals, django_capture_on_commit_callbacks
):
    import os
    import time

    kept = take()
    orphan = originals.save("2026/06/0123456789abcdef.jpg", io.BytesIO(b"x"))
    default_storage.save("foto/ab/abcdef/16x9-320.jpg", io.BytesIO(b"x"))
    assert list(rendition_work.orphans()) == []  # an upload may be under way
    long_ago = time.time() - 2 * 86400
    for path in files_in(files_of_the_test):
        os.utime(path, (long_ago, long_ago))
    assert sorted(name for _storage, name in rendition_work.orphans()) == [orphan, "foto/ab/abcdef/16x9-320.jpg"]
    with django_capture_on_commit_callbacks(execute=True):
        kept.delete()
    assert sorted(name for _storage, name in rendition_work.orphans()) == [orphan, "foto/ab/abcdef/16x9-320.jpg"]
    assert not originals.exists(kept.image.name)


@pytest.mark.django_db
def test_a_deleted_photo_leaves_the_files_that_another_row_shares(originals, django_capture_on_commit_callbacks):
    photo = make_photo(renditions=True)
    copy = Photo.objects.get(pk=photo.pk)
    copy.pk = None
    copy.save(force_insert=True)
    with django_capture_on_commit_callbacks(execute=True):
        copy.delete()
    assert originals.exists(photo.image.name)
    assert default_storage.exists(photo.rendition_name("16x9", 640, "jpg"))


@pytest.mark.django_db
def test_many_files_go_up_in_one_plain_form(client):
    client.force_login(make_staff("Foto"))
    assert client.get(BATCH).status_code == 200
    uploads = [
        sent("satu.jpg", image_bytes(colour="red")),
        sent("dua.png", image_bytes(encoding="PNG")),
        sent("tiga.gif", image_bytes(encoding="GIF")),
    ]
    page = client.post(BATCH, {"image": uploads}, follow=True)
    assert sorted(Photo.objects.values_list("title", flat=True)) == ["dua", "satu"]
    assert any("tiga.gif" in message and "GIF" in message for message in messages(page))
    assert page.redirect_chain[0][0].startswith("/admin/articles/photo/together/?id=")


@pytest.mark.django_db
def test_an_upload_without_files_or_with_too_many_says_so(client, settings):
    client.force_login(make_staff("Foto"))
    settings.PHOTO_MAX_AT_ONCE = 1
    for uploads in ([], [sent("a.jpg", JPEG), sent("b.jpg", image_bytes())]):
        page = client.post(BATCH, {"image": uploads})
        assert page.status_code == 200 and page.context["refusal"]
    assert not Photo.objects.exists()


def describe(client, photos, shared=(), **own):
    data = {"form-TOTAL_FORMS": len(photos), "form-INITIAL_FORMS": len(photos)}
    for number, photo in enumerate(photos):
        for name in ("id", "title", "caption", "alt_text", "photographer", "agency", "city", "keywords", "licence"):
            data[f"form-{number}-{name}"] = getattr(photo, name)
    data |= {f"shared-{name}": value for name, value in dict(shared).items()} | own
    return client.post(
        "/admin/articles/photo/together/?" + "&".join(f"id={photo.pk}" for photo in photos), data, follow=True
    )


@pytest.mark.django_db
def test_several_photos_are_described_together_and_a_single_word_stays(client):
    client.force_login(make_staff("Foto"))
    photos = [make_photo(keywords="laut", city="") for _ in range(3)]
    page = describe(
        client,
        photos,
        {"agency": "Antara", "city": "Padang", "keywords": "Laut, dermaga", "licence": "agency"},
        **{"form-1-city": "Bukittinggi", "form-2-title": "Judul baru"},
    )
    assert page.status_code == 200
    for photo in photos:
        photo.refresh_from_db()
    assert [photo.city for photo in photos] == ["Padang", "Bukittinggi", "Padang"]
    assert {(photo.agency, photo.keywords, photo.licence) for photo in photos} == {
        ("Antara", "laut, dermaga", "agency")
    }
    assert photos[2].title == "Judul baru"
    # The credit travels inside the files, so they are to be made anew.
    assert RenditionWork.objects.count() == 3


@pytest.mark.django_db
def test_nothing_is_saved_when_one_of_them_is_wrong(client):
    client.force_login(make_staff("Foto"))
    photos = [make_photo(), make_photo()]
    page = describe(client, photos, {"city": "Padang"}, **{"form-1-title": ""})
    assert page.context["photo_set"].total_error_count() == 1
    assert set(Photo.objects.values_list("city", flat=True)) == {""}


@pytest.mark.django_db
def test_a_writer_describes_the_photos_that_the_writer_brought(client):
    client.force_login(make_staff("Penulis"))
    number = client.post(UPLOAD, {"image": sent("foto.jpg", image_bytes())}).json()["photo"]["id"]
    own, foreign = Photo.objects.get(pk=number), make_photo()
    assert describe(client, [own], {"city": "Padang"}).status_code in (200, 403)  # the list behind it may be closed
    own.refresh_from_db()
    assert own.city == "Padang"
    assert describe(client, [foreign], {"city": "Padang"}).status_code == 403
    foreign.refresh_from_db()
    assert foreign.city == ""


@pytest.mark.django_db
def test_a_replaced_file_takes_the_place_of_the_old_one(client, originals):
    client.force_login(make_staff("Foto"))
    photo = take(title="Dermaga", caption="Diketik.")
    old = photo.image.name
    press(client, change_url(photo), image=sent("baru.png", image_bytes((800, 800), "PNG")))
    photo.refresh_from_db()
    assert photo.size == (800, 800) and photo.caption == "Diketik."
    assert photo.image.name.endswith(".png") and not originals.exists(old)
