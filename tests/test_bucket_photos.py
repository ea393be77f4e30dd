"""Photos in an S3-compatible store, over HTTP against a small one that refuses what is not signed (tests/bucket_server.py)."""

import io
import re
import urllib.error
import urllib.request

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from articles import rendition_work
from articles.models import Photo, RenditionWork

from . import bucket_server
from .desk import messages
from .factories import image_bytes, make_article, make_staff

pytest.importorskip("storages", reason="the extra s3 is not installed")
pytest.importorskip("boto3", reason="the extra s3 is not installed")

from newsroom import bucket

pytestmark = pytest.mark.django_db
UPLOAD, ADD, BATCH = (f"/admin/articles/photo/{name}/" for name in ("upload", "add", "batch"))
PICTURE = image_bytes((480, 270))
SENTENCE = "Tempat penyimpanan foto tidak menjawab"


@pytest.fixture
def store(settings, monkeypatch, request):
    """A store that the site keeps its photos in."""
    with bucket_server.running() as running:
        keep_photos_in(running.url, settings, monkeypatch)
        yield running


def keep_photos_in(url, settings, monkeypatch):
    settings.STORAGE_BUCKET_URL = url
    settings.STORAGES = {**settings.STORAGES, **bucket.storages(url)}
    monkeypatch.setattr(Photo._meta.get_field("image"), "storage", storages["originals"])


def sent(content=None):
    return SimpleUploadedFile("dermaga.jpg", content or PICTURE)


def upload(client, content=None):
    client.force_login(make_staff("Foto"))
    facts = {"agency": "Media", "alt_text": "Orang-orang di dermaga"}
    return client.post(UPLOAD, {"image": sent(content), **facts})


@pytest.fixture
def photo(client, store):
    return Photo.objects.get(pk=upload(client).json()["photo"]["id"])


def fetched(address):
    """(status, content, headers) as a reader gets them, who signs nothing."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, b"", error.headers


def work_off():
    while rendition_work.work_off_one():
        pass


def test_an_original_is_private_and_its_renditions_are_public(client, store, photo):
    """CONVENTIONS P13."""
    [original] = store.names("originals/")
    assert store.objects[original][0] == PICTURE == photo.read_original()
    assert fetched(f"{store.address}/foto/{original}")[0] == 403
    work_off()
    kinds = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
    renditions = store.names("public/")
    assert {name.rpartition(".")[2] for name in renditions} == set(kinds)
    for name in renditions:
        headers = store.objects[name][1]
        assert headers["Content-Type"] == kinds[name.rpartition(".")[2]], name
        assert headers["Cache-Control"] == "public, max-age=31536000, s-maxage=3600, immutable", name
    assert "Cache-Control" not in store.objects[original][1]
    # Everything that there is lies in one of the two.
    assert len(store.objects) == len(renditions) + 1


def test_a_page_names_the_addresses_of_the_store_and_they_answer(client, store, photo):
    page = client.get(make_article(lead_photo=photo).get_absolute_url()).content.decode()
    addresses = set(re.findall(rf"{re.escape(store.address)}/foto/public/[\w/.-]+", page))
    assert len(addresses) > 4 and "/media/foto" not in page
    for address in addresses:
        assert fetched(address)[0] == 200, address


def test_who_asks_for_an_original_gets_a_signed_address(store, photo):
    status, content, _headers = fetched(photo.image.url)
    assert (status, content) == (200, PICTURE)
    assert fetched(photo.image.url.partition("?")[0])[0] == 403


def test_a_request_with_another_secret_is_refused(settings, store, photo, monkeypatch):
    keep_photos_in(store.url.replace("rahasia", "tebakan"), settings, monkeypatch)
    with pytest.raises(OSError, match="403|AccessDenied|Forbidden"):
        default_storage.exists("foto/ab/abc.jpg")


def test_a_large_original_goes_up_in_parts_and_comes_back_whole(client, store):
    content = PICTURE + bytes(9_000_000)  # padding, as cameras write it
    answer = upload(client, content)
    assert answer.status_code == 201
    assert Photo.objects.get().read_original() == content
    assert [method for method, name in store.log if name.startswith("originals/")].count("POST") == 2


# A store that fails


@pytest.fixture
def failing(request, settings, monkeypatch, store):
    """The store as it answers when it has an outage, or as it does not."""
    if request.param == "refuses connections":
        with bucket_server.running() as gone:
            pass
        keep_photos_in(gone.url, settings, monkeypatch)
    else:
        store.outage = int(request.param)
    return store


every_failure = pytest.mark.parametrize("failing", ["500", "503", "403", "refuses connections"], indirect=True)


@every_failure
def test_an_upload_to_a_store_that_fails_is_told_in_a_sentence_and_leaves_nothing(client, failing):
    answer = upload(client)
    assert answer.status_code == 503
    assert answer.json()["error"].startswith(SENTENCE) and answer.json()["error"].count(".") == 1
    assert not Photo.objects.exists() and not RenditionWork.objects.exists()
    assert failing.objects == {}


@pytest.mark.parametrize("failing", ["500"], indirect=True)
def test_so_are_many_in_a_plain_form_and_one_in_the_photo_form(client, failing):
    client.force_login(make_staff("Foto"))
    page = client.post(BATCH, {"image": [sent()]})
    assert any(SENTENCE in message and "dermaga.jpg" in message for message in messages(page))
    page = client.post(ADD, {"image": sent(), "title": "Judul yang diketik", "focal_x": "0.5", "focal_y": "0.5"})
    assert page.status_code == 200
    [error] = page.context["adminform"].form.errors["image"]
    assert error.startswith(SENTENCE)
    assert 'value="Judul yang diketik"' in page.content.decode()
    assert not Photo.objects.exists() and failing.objects == {}


def test_a_store_that_fails_after_the_original_gets_its_renditions_later(client, store, monkeypatch):
    def fail_after_the_original(request):
        store.outage = 500 if store.names("originals/") else None
        return bucket_server.Request.judge(request)

    monkeypatch.setattr(bucket_server.Request, "do_HEAD", fail_after_the_original)
    answer = upload(client)
    assert answer.status_code == 201
    assert answer.json()["photo"]["thumbnail"].endswith("no-photo.svg")
    photo = Photo.objects.get()
    assert photo.rendition_key == "" and not store.names("public/")
    # An outage is no fault of the photo: it is not given up.
    for _ in range(5):
        rendition_work.work_off_one()
    assert RenditionWork.objects.get().failures == 0
    monkeypatch.setattr(bucket_server.Request, "do_HEAD", bucket_server.Request.judge)
    store.outage = None
    RenditionWork.objects.update(claimed_until=None)
    work_off()
    photo.refresh_from_db()
    assert photo.has_avif and fetched(photo.rendition_url())[0] == 200


# What becomes of the objects


def test_a_deleted_photo_takes_its_objects_along(store, photo, django_capture_on_commit_callbacks):
    work_off()
    photo.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    assert store.objects == {}


def test_a_photo_is_deleted_while_the_store_is_away_and_its_objects_are_swept_later(
    client, store, photo, django_capture_on_commit_callbacks
):
    store.outage = 500
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    assert not Photo.objects.exists() and store.objects
    store.outage = None
    for name, (content, headers) in store.objects.items():
        store.objects[name] = content, headers | {"Last-Modified": "Mon, 01 Jun 2026 00:00:00 GMT"}
    call_command("sweep_photo_files", stdout=io.StringIO())
    assert store.objects == {}


def test_a_missing_rendition_is_made_on_demand(client, store, photo):
    """The bucket, or the CDN before it, asks the site for what it has not."""
    name = photo.rendition_name("4x3", 320, "webp")
    before = store.objects.pop(f"public/{name}")[0]
    assert fetched(photo.rendition_url("4x3", 320, "webp"))[0] == 404
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer.streaming_content) == before
    assert "immutable" in answer["Cache-Control"]
    assert fetched(photo.rendition_url("4x3", 320, "webp"))[:2] == (200, before)


def test_a_name_that_no_photo_has_is_not_found_and_asks_the_store_little(client, store, photo):
    store.log.clear()
    for name in ("foto/ab/abcdef.jpg", "../originals/2026/06/x.jpg", "foto/"):
        assert client.get(f"/media/{name}").status_code == 404
    assert store.log == []
    assert client.get(f"/media/foto/ab/{'ab' * 16}/4x3-320.webp").status_code == 404
    assert {method for method, _name in store.log} == {"HEAD"}


def test_a_reader_gets_the_placeholder_while_the_store_is_away(client, store, photo):
    name = photo.rendition_name("4x3", 320, "webp")
    store.outage = 500
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 302 and answer["Location"].endswith("no-photo.svg")
    store.outage = None
    assert client.get(f"/media/{name}").status_code == 200  # at once: the outage is not remembered


def test_the_command_rebuilds_what_the_store_has_lost(store, photo):
    def rebuilt(**options):
        out = io.StringIO()
        call_command("rebuild_renditions", stdout=out, stderr=out, **options)
        return out.getvalue()

    assert "1 foto dibuat" in rebuilt()  # AVIF was still to be made
    before = dict(store.objects)
    for name in store.names("public/")[::3]:
        del store.objects[name]
    assert "0 foto dibuat, 1 tetap" in rebuilt()
    assert "1 foto dibuat" in rebuilt(verify=True)
    assert {name: content for name, (content, _headers) in store.objects.items()} == {
        name: content for name, (content, _headers) in before.items()
    }


def test_the_command_goes_on_when_the_store_fails(store, photo):
    store.outage = 500
    out = io.StringIO()
    call_command("rebuild_renditions", verify=True, stdout=out, stderr=out)
    assert "1 rusak" in out.getvalue()
    photo.refresh_from_db()
    assert photo.rendition_key
