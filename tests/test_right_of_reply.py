"""The right of reply: a reader asks, the desk answers, and who asked is forgotten in time."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import replies, visitors
from articles.models import ReplyRequest, WorkflowError

from .desk import change_url, press
from .factories import make_article, make_correction, make_reply_request, make_staff
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db
FORM = "/hak-jawab/"
LIST = "/admin/articles/replyrequest/"


@pytest.fixture(autouse=True)
def nobody_has_sent_yet(monkeypatch):
    monkeypatch.setattr(replies, "limit", visitors.Limit(replies.AN_HOUR, seconds=3600))


def typed(article, **other):
    return {
        "name": "Sutan Baringin",
        "contact": "sutan@contoh.example",
        "story": str(article.pk),
        "passage": "Paguyuban menyetujui kenaikan.",
        "text": "Kami tidak pernah menyetujuinya.",
        **other,
    }


def test_a_request_is_stored_and_leads_to_a_receipt_with_its_number(client):
    """CONVENTIONS I7."""
    article = make_article()
    response = client.post(FORM, typed(article), follow=True)
    request = ReplyRequest.objects.get()
    assert (request.article, request.state, request.answered_at) == (article, "menunggu", None)
    assert timezone.now() - request.received_at < datetime.timedelta(minutes=1)
    assert request.reference in text_of(response)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("named", ["number", "address", "whole address", "old slug"])
def test_the_story_is_named_by_number_or_address(client, named):
    article = make_article()
    names = {
        "number": str(article.pk),
        "address": article.get_absolute_url(),
        "whole address": f"https://www.contoh.example{article.get_absolute_url()}?x=1#y",
        "old slug": f"/lain/read/{article.pk}/lain",
    }
    client.post(FORM, typed(article, story=names[named]))
    assert ReplyRequest.objects.get().article == article


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "tidak boleh kosong"),
        ("contact", "tidak tahu", "Tulis alamat surel atau nomor telepon"),
        ("story", "yang kemarin", "Tidak ada berita kami"),
        ("story", "999999", "Tidak ada berita kami"),
        ("story", "http://[x", "Tidak ada berita kami"),
        ("passage", "", "tidak boleh kosong"),
        ("text", "x" * 8001, "Paling banyak 8000 karakter"),
        ("text", "nol \x00", "Karakter"),
        ("website", "https://spam.example", "Biarkan kolom ini kosong"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, field, value, sentence):
    response = client.post(FORM, typed(make_article(), **{field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Kami tidak pernah menyetujuinya." in page or field == "text"
    assert "Sutan Baringin" in page or field == "name"
    assert not ReplyRequest.objects.exists()


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_story_that_is_not_public_is_no_story(client, status):
    article = make_article(status=status, headline="Belum Boleh Terbaca")
    assert client.post(FORM, typed(article)).status_code == 422
    assert "Belum Boleh Terbaca" not in client.get(f"{FORM}?berita={article.pk}").content.decode()


def test_every_story_leads_to_the_form_with_itself_named(client, settings):
    article = make_article()
    assert f'href="/hak-jawab/?berita={article.pk}"' in client.get(article.get_absolute_url()).content.decode()
    page = client.get(f"{FORM}?berita={article.pk}").content.decode()
    assert f'value="{settings.SITE_URL}{article.get_absolute_url()}"' in page
    assert article.headline in page


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "%00", "999999"])
def test_a_number_that_is_none_leaves_the_form_empty(client, number):
    response = client.get(f"{FORM}?berita={number}")
    assert response.status_code == 200
    assert response.context["story"] is None


def test_the_page_of_the_form_sets_no_cookie_and_needs_none(client):
    assert not client.get(FORM).cookies
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, typed(make_article())).status_code == 302


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "http://lain.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({}, True),
    ],
)
def test_a_form_of_another_site_is_refused(client, headers, is_taken):
    response = client.post(FORM, typed(make_article()), HTTP_HOST="testserver", **headers)
    assert ReplyRequest.objects.exists() is is_taken
    assert response.status_code == (302 if is_taken else 403)
    assert is_taken or "Kami tidak pernah menyetujuinya." in response.content.decode()


def test_one_address_sends_few_in_an_hour_and_loses_no_text(client):
    article = make_article()
    for _ in range(replies.AN_HOUR):
        assert client.post(FORM, typed(article)).status_code == 302
    refused = client.post(FORM, typed(article))
    assert refused.status_code == 429
    assert "Kami tidak pernah menyetujuinya." in refused.content.decode()
    assert ReplyRequest.objects.count() == replies.AN_HOUR
    assert client.post(FORM, typed(article), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_the_limit_keeps_a_bounded_number_of_addresses():
    limit = visitors.Limit(1, seconds=3600)
    for number in range(visitors.ADDRESSES + 50):
        limit.allows(str(number))
    assert len(limit._counts) == visitors.ADDRESSES


def test_purpose_basis_and_time_of_keeping_stand_on_the_form(client, settings):
    """CONVENTIONS D5."""
    settings.REPLY_RETENTION_DAYS = 90
    page = text_of(client.get(FORM))
    for words in ("memeriksa dan menjawab permintaan ini", "Pasal 5 ayat 2", "90 hari setelah dijawab", "salinan"):
        assert words in page


@pytest.mark.parametrize("reference", ["HJ-", "HJ-aaaa-bbbb", "HJ-AAAA-BBBB-CCCC", "<b>"])
def test_a_receipt_for_no_number_is_not_found(client, reference):
    assert client.get(f"{FORM}diterima/{reference}/").status_code == 404


# The queue


def test_the_desk_sees_what_waits_and_what_is_overdue(client, editor):
    """CONVENTIONS I7."""
    client.force_login(editor)
    old = make_reply_request(received_at=timezone.now() - datetime.timedelta(days=4))
    new = make_reply_request()
    assert (old.is_overdue, new.is_overdue) == (True, False)
    desk = client.get("/admin/").content.decode()
    assert old.reference in desk
    assert desk.count("state--overdue") == 1
    listed = client.get(f"{LIST}?state=menunggu").content.decode()
    assert old.reference in listed
    assert listed.count("state--overdue") == 1


def test_an_answer_has_its_hour_and_its_editor(client, editor):
    """CONVENTIONS I7."""
    client.force_login(editor)
    request = make_reply_request()
    correction = make_correction(request.article, kind="hak_jawab")
    press(client, change_url(request), "_save", state="dimuat", correction=correction.pk, answer_note="Sudah dimuat.")
    request.refresh_from_db()
    assert (request.state, request.correction, request.answered_by) == ("dimuat", correction, editor)
    first = request.answered_at
    press(client, change_url(request), "_save", answer_note="Sudah dimuat, pemohon dikabari.")
    request.refresh_from_db()
    assert (request.answered_at, request.answer_note) == (first, "Sudah dimuat, pemohon dikabari.")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [({"state": "ditolak"}, "Penolakan wajib beralasan"), ({"state": "dimuat"}, "Pilih koreksi yang memuat")],
)
def test_an_answer_that_says_too_little_is_refused(client, editor, answer, sentence):
    client.force_login(editor)
    request = make_reply_request()
    assert sentence in press(client, change_url(request), "_save", **answer).content.decode()
    request.refresh_from_db()
    assert request.answered_at is None
    with pytest.raises(WorkflowError):
        request.answer(by=editor, **answer)


@pytest.mark.parametrize("role", ["Penulis", "Foto"])
def test_who_asked_is_not_for_everybody(client, role):
    """CONVENTIONS D6."""
    client.force_login(make_staff(role))
    assert client.get(LIST).status_code == 403
    assert make_reply_request().reference not in client.get("/admin/").content.decode()


# Personal data


def test_it_is_forgotten_some_time_after_the_answer(settings, editor):
    """CONVENTIONS D5."""
    settings.REPLY_RETENTION_DAYS = 30
    old, recent, waiting = (make_reply_request() for _ in range(3))
    for request in (old, recent):
        request.answer(by=editor, state="ditolak", note="Fakta sudah benar.")
    long_ago = timezone.now() - datetime.timedelta(days=31)
    ReplyRequest.objects.filter(pk=old.pk).update(answered_at=long_ago)
    ReplyRequest.objects.filter(pk=waiting.pk).update(received_at=long_ago)
    out = StringIO()
    call_command("forget_requests", dry_run=True, stdout=out)
    assert old.reference in out.getvalue()
    assert ReplyRequest.objects.filter(name="").count() == 0
    call_command("forget_requests", stdout=StringIO())
    old.refresh_from_db()
    assert {old.name, old.contact, old.story, old.passage, old.text, old.answer_note} == {""}
    assert (old.state, old.article is not None, old.forgotten_at is not None) == ("ditolak", True, True)
    assert set(ReplyRequest.objects.exclude(name="")) == {recent, waiting}


def test_the_person_may_have_a_copy(client, editor):
    """CONVENTIONS D5."""
    client.force_login(editor)
    mine, other = make_reply_request(name="Rangga Ñ"), make_reply_request(name="Orang Lain")
    answer = client.post(LIST, {"action": "export_selected", "_selected_action": [mine.pk]})
    [record] = answer.json()
    assert (record["name"], record["reference"]) == ("Rangga Ñ", mine.reference)
    assert "attachment" in answer["Content-Disposition"]
    assert other.name not in answer.content.decode()


@pytest.mark.parametrize(("role", "may"), [("Editor", False), ("Redaktur Pelaksana", True)])
def test_the_person_may_be_forgotten_at_once(client, role, may):
    """CONVENTIONS D5."""
    client.force_login(make_staff(role))
    request = make_reply_request()
    client.post(LIST, {"action": "forget_selected", "_selected_action": [request.pk]})
    request.refresh_from_db()
    assert (request.name == "") is may


def test_the_log_of_the_desk_names_nobody_who_asked(client, editor):
    """CONVENTIONS D5."""
    from django.contrib.admin.models import LogEntry

    client.force_login(editor)
    request = make_reply_request()
    press(client, change_url(request), "_save", state="ditolak", answer_note="Fakta sudah benar.")
    [entry] = LogEntry.objects.all()
    assert entry.object_repr == request.reference
