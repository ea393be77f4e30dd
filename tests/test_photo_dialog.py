"""The photo dialog of the body editor: an upload there is judged as one at the photo desk."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo

from .factories import image_bytes, make_staff

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/photo/upload/"


def upload(client, content=None, **facts):
    image = SimpleUploadedFile("dermaga.jpg", image_bytes() if content is None else content, "image/jpeg")
    return client.post(UPLOAD, {"image": image, "title": "Dermaga", **facts})


@pytest.mark.parametrize("role", ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"])
def test_who_may_add_photos_uploads_one_in_the_dialog(client, role):
    client.force_login(make_staff(role))
    answer = upload(client, caption="Keterangan.", alt_text="Perahu", photographer="Winda", agency="Media")
    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert answer.json()["photo"] == {
        "id": photo.pk,
        "title": "Dermaga",
        "detail": "(Media/Winda)",
        "caption": "Keterangan.",
        "thumbnail": photo.rendition_url("full", 640),
    }
    assert (photo.alt_text, photo.focal_x, photo.width) == ("Perahu", 0.5, 1280)
    assert LogEntry.objects.get().object_id == str(photo.pk)


def test_who_may_not_is_told_so_in_a_sentence(client):
    client.force_login(get_user_model().objects.create_user("tamu", is_staff=True))
    answer = upload(client)
    assert answer.status_code == 403
    assert answer.json()["error"].endswith(".")
    assert not Photo.objects.exists()
    client.logout()
    assert upload(client).status_code == 302
    assert client.get(UPLOAD).status_code == 302


@pytest.mark.parametrize(
    ("content", "facts", "named"),
    [
        (b"no picture", {}, "Gambar: "),
        (b"", {}, "Gambar: "),
        (image_bytes()[:2000], {}, "Gambar: "),
        (image_bytes(encoding="GIF"), {}, "Gambar: "),
        (None, {"alt_text": "x" * 301}, "Teks alternatif: "),
        (None, {"focal_x": "7"}, "Titik fokus"),
    ],
)
def test_a_refusal_names_the_field_and_stores_nothing(client, editor, files_of_the_test, content, facts, named):
    client.force_login(editor)
    answer = upload(client, content, **facts)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(named)
    assert not Photo.objects.exists()
    assert [path for path in files_of_the_test.rglob("*") if path.is_file()] == []


def test_a_photo_of_too_many_bytes_is_refused(client, editor, settings):
    settings.PHOTO_MAX_BYTES = 100
    client.force_login(editor)
    assert upload(client).status_code == 400
