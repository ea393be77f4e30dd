"""The photo desk: a picture is judged before anything of it is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo

from .desk import change_url, press
from .factories import image_bytes, make_photo, make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/photo/add/"
FACTS = {"title": "Dermaga", "focal_x": "0.5", "focal_y": "0.4", "taken_at": ""}


@pytest.fixture(autouse=True)
def at_the_desk(client):
    client.force_login(make_staff("Foto"))


def upload(client, content, name="foto.jpg"):
    return client.post(ADD, {**FACTS, "image": SimpleUploadedFile(name, content)})


def stored_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_gets_its_renditions(client, files_of_the_test):
    assert upload(client, image_bytes()).status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1280, 720)
    assert photo.rendition_key
    assert stored_files(files_of_the_test / "public")


BROKEN = {
    "text": b"bukan gambar",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "cut short": image_bytes()[:2000],
    "gif": image_bytes(encoding="GIF"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_photo_is_one_sentence_and_leaves_nothing(client, files_of_the_test, kind):
    page = upload(client, BROKEN[kind])
    assert len(page.context["adminform"].form.errors["image"]) == 1
    assert not Photo.objects.exists()
    assert stored_files(files_of_the_test) == []


@pytest.mark.parametrize(("limit", "value"), [("PHOTO_MAX_BYTES", 1000), ("PHOTO_MAX_PIXELS", 1000)])
def test_what_is_too_large_is_refused(client, files_of_the_test, settings, limit, value):
    setattr(settings, limit, value)
    page = upload(client, image_bytes())
    assert len(page.context["adminform"].form.errors["image"]) == 1
    assert stored_files(files_of_the_test) == []


def test_a_moved_focal_point_makes_new_renditions(client):
    photo = make_photo(renditions=True)
    before = photo.rendition_key
    press(client, change_url(photo), caption="Keterangan baru.")
    photo.refresh_from_db()
    assert (photo.caption, photo.rendition_key) == ("Keterangan baru.", before)
    press(client, change_url(photo), focal_x="0.1")
    photo.refresh_from_db()
    assert photo.rendition_key != before


def test_a_focal_point_outside_the_photo_is_an_error(client):
    page = press(client, change_url(make_photo(renditions=True)), focal_x="1.5")
    assert "focal_x" in page.context["adminform"].form.errors


def test_the_dialog_finds_photos_by_word_and_by_number(client):
    market, _other = make_photo(title="Pasar", renditions=True), make_photo(renditions=True)
    for query in ({"q": "pasar"}, {"id": market.pk}):
        [found] = client.get("/admin/articles/photo/picker/", query).json()["results"]
        assert found["id"] == market.pk
        assert found["detail"] == market.credit
        assert found["thumbnail"].endswith(".jpg")


def test_a_thumbnail_is_found_by_the_photos_number(client):
    photo = make_photo(renditions=True)
    assert client.get(f"/admin/articles/photo/{photo.pk}/thumbnail/").status_code == 302
    assert client.get("/admin/articles/photo/0/thumbnail/").status_code == 404


def test_the_desks_own_searches_ask_for_a_login(client):
    client.logout()
    for url in ("photo/picker/", "article/picker/", "tag/names/", "article/1/preview/", "article/1/withdraw/"):
        assert client.get(f"/admin/articles/{url}").status_code == 302
