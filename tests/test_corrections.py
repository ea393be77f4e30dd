"""Corrections: each tied to its story, with its own time, public in a list of their own, and never altered without a trace."""

import datetime
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import drafting, edition, history
from articles.models import Article, Correction, WorkflowError

from .desk import change_url, messages, press
from .factories import at, make_article, make_correction, make_section, make_staff
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/correction/add/"


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def note(**typed):
    """A correction as the story's form sends it."""
    fields = {"kind": "ralat", "placement": "bawah", "text": "Nama diperbaiki.", "related_article": "", **typed}
    now = timezone.localtime()
    sent = {f"corrections-0-{name}": value for name, value in {"posted_at": f"{now:%Y-%m-%dT%H:%M}", **fields}.items()}
    return {"corrections-TOTAL_FORMS": "1", "corrections-INITIAL_FORMS": "0", **sent}


@pytest.mark.parametrize("kind", ["ralat", "koreksi", "hak_jawab", "klarifikasi"])
def test_each_kind_stands_on_its_story_and_in_the_list_with_its_own_time(client, kind):
    """CONVENTIONS I4, I5, I17, I18."""
    article = make_article(published_at=at("2016-05-30 08:00"))
    correction = make_correction(article, kind=kind, posted_at=at("2016-05-31 02:49"))
    for address in (article.get_absolute_url(), "/koreksi/"):
        page = text_of(client.get(address))
        assert str(correction.get_kind_display()) in page
        assert "Selasa, 31 Mei 2016, 02:49 WIB" in page
        assert correction.text in page
    assert f'href="{article.get_absolute_url()}#koreksi-{correction.pk}"' in client.get("/koreksi/").content.decode()


def test_both_stories_link_to_each_other(client):
    """CONVENTIONS I4: in both directions."""
    article, reply = make_article(), make_article()
    make_correction(article, kind="hak_jawab", related_article=reply)
    assert f'href="{reply.get_absolute_url()}"' in page_of(client, article)
    assert f'href="{article.get_absolute_url()}#koreksi-' in page_of(client, reply)
    assert "Hak Jawab atas berita" in text_of(client.get(reply.get_absolute_url()))


def test_a_related_story_that_is_not_public_is_not_linked(client):
    article, draft = make_article(), make_article(status="draft", headline="Belum Boleh Terbaca")
    make_correction(article, related_article=draft)
    assert "Belum Boleh Terbaca" not in page_of(client, article) + client.get("/koreksi/").content.decode()


@pytest.mark.parametrize(("placement", "stands_before"), [("atas", True), ("bawah", False)])
def test_a_correction_stands_where_it_was_placed(client, placement, stands_before):
    article = make_article()
    make_correction(article, placement=placement, text="Ibu kotanya keliru.")
    page = page_of(client, article).partition("<main")[2]
    assert (page.index("Ibu kotanya keliru.") < page.index("Perahu pertama berangkat")) is stands_before


def test_a_correction_moves_the_time_of_update_in_its_transaction(client):
    article = make_article(published_at=at("2016-05-30 08:00"))
    make_correction(article, posted_at=at("2016-05-31 02:49"))
    article.refresh_from_db()
    assert article.updated_at == at("2016-05-31 02:49")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_correction(article, posted_at=at("2016-06-01 02:49"))
        make_correction(article, related_article=article)
    article.refresh_from_db()
    assert article.updated_at == at("2016-05-31 02:49")


def test_an_older_correction_does_not_move_it_back():
    article = make_article(published_at=at("2016-05-30 08:00"), updated_at=at("2016-06-02 08:00"))
    make_correction(article, posted_at=at("2016-05-31 02:49"))
    article.refresh_from_db()
    assert article.updated_at == at("2016-06-02 08:00")


def test_a_coming_correction_shows_at_its_hour_and_moves_nothing(client, time_machine):
    time_machine.move_to(at("12:00"), tick=False)
    article = make_article(published_at=at("11:00"))
    make_correction(article, posted_at=at("12:30"), text="Belum waktunya.")
    article.refresh_from_db()
    assert article.updated_at == at("11:00")
    assert "Belum waktunya." not in page_of(client, article) + client.get("/koreksi/").content.decode()
    assert edition.next_change() == at("12:30")
    time_machine.move_to(at("12:30"), tick=False)
    assert "Belum waktunya." in page_of(client, article)


@pytest.mark.parametrize("state", ["draft", "review", "scheduled"])
def test_the_corrections_of_a_story_that_is_not_public_never_show(client, state):
    hour = timezone.now() + datetime.timedelta(days=1)
    article = make_article(published_at=hour) if state == "scheduled" else make_article(status=state)
    make_correction(article, text="Rahasia redaksi.")
    pages = client.get("/koreksi/").content + client.get("/koreksi/rss/").content
    assert "Rahasia redaksi." not in pages.decode()


def test_an_older_working_copy_does_not_take_the_time_back(editor):
    article = make_article(published_at=at("2016-05-30 08:00"))
    base = drafting.current(article)
    drafting.save(article, {**base.snapshot, "deck": "Dek baru."}, base=base, by=editor)
    make_correction(article, posted_at=at("2016-05-31 02:49"))
    drafting.publish_changes(article, by=editor)
    article.refresh_from_db()
    assert (article.deck, article.updated_at) == ("Dek baru.", at("2016-05-31 02:49"))


# The list


def test_the_list_is_read_to_its_end_without_gap_or_double(client, django_assert_num_queries):
    article = make_article(section=make_section())
    hour = timezone.now() - datetime.timedelta(days=1)
    made = [make_correction(article, posted_at=hour - datetime.timedelta(minutes=number // 3)) for number in range(45)]
    seen, cursor = [], ""
    while cursor is not None:
        with django_assert_num_queries(6):
            page = client.get("/koreksi/", {"sebelum": cursor} if cursor else {}).context["page"]
        seen += [correction.pk for correction in page]
        cursor = str(page.older) if page.older else None
    newest_first = sorted(made, key=lambda correction: (correction.posted_at, correction.pk), reverse=True)
    assert seen == [correction.pk for correction in newest_first]


@pytest.mark.parametrize("cursor", ["x", "1-", "9" * 40])
def test_a_malformed_cursor_is_not_found(client, cursor):
    assert client.get("/koreksi/", {"sebelum": cursor}).status_code == 404


def test_the_list_is_linked_from_every_footer(client):
    for address in ("/", make_article().get_absolute_url(), "/koreksi/", "/tidak-ada/"):
        assert 'href="/koreksi/"' in client.get(address).content.decode()


def test_the_feed_has_the_newest_corrections(client, settings):
    article = make_article()
    old, new = (
        make_correction(article, posted_at=at(f"2016-05-3{day} 02:49"), text=f"Teks {day} & <b>.") for day in (0, 1)
    )
    response = client.get("/koreksi/rss/")
    assert not response.cookies
    channel = ElementTree.fromstring(response.content).find("channel")
    items = channel.findall("item")
    assert [item.findtext("guid") for item in items] == [f"koreksi-{new.pk}", f"koreksi-{old.pk}"]
    assert items[0].findtext("description") == "Teks 1 & <b>."
    assert items[0].findtext("link") == f"{settings.SITE_URL}{new.get_absolute_url()}"
    assert items[0].findtext("pubDate") == "Tue, 31 May 2016 02:49:00 +0700"
    assert channel.findtext("language") == "id"


# Traces


def said(article):
    return [
        entry.text for entry in history.of(article).entries if entry.kind in ("change_correction", "remove_correction")
    ]


@pytest.mark.parametrize("door", ["save", "delete", "queryset update", "queryset delete"])
def test_what_a_correction_said_stays_in_the_history(door):
    article = make_article()
    correction = make_correction(article, text="Semula begini.")
    rows = Correction.objects.filter(pk=correction.pk)
    match door:
        case "save":
            correction.text = "Lain."
            correction.save()
        case "delete":
            correction.delete()
        case "queryset update":
            rows.update(text="Lain.")
        case "queryset delete":
            rows.delete()
    [text] = said(article)
    assert "Semula begini." in text


def test_saving_without_a_change_leaves_no_trace():
    article = make_article()
    make_correction(article).save()
    assert said(article) == []


def test_the_trace_names_who_changed_it(client, editor):
    client.force_login(editor)
    article = make_article()
    correction = make_correction(article, text="Semula begini.")
    press(client, change_url(correction), "_save", text="Lebih jelas.")
    step = article.steps.get(verb="change_correction")
    assert step.by == editor
    assert "Semula begini." in step.note
    correction.refresh_from_db()
    assert correction.text == "Lebih jelas."


# The desk


def test_an_editor_adds_a_correction_under_the_story(client, editor):
    client.force_login(editor)
    article, reply = make_article(), make_article()
    press(client, change_url(article), **note(kind="hak_jawab", placement="atas", related_article=reply.pk))
    correction = article.corrections.get()
    assert (correction.kind, correction.placement, correction.related_article) == ("hak_jawab", "atas", reply)
    assert correction.by == editor


def test_an_editor_adds_a_correction_in_the_list_of_its_own(client, editor):
    client.force_login(editor)
    article = make_article()
    press(client, ADD, "_save", article=article.pk, text="Nama diperbaiki.")
    assert article.corrections.get().by == editor


@pytest.mark.parametrize("role", ["Penulis", "Foto"])
def test_others_do_not(client, role):
    article = make_article()
    client.force_login(make_staff(role))
    assert client.post(ADD, {"article": article.pk, "text": "x"}).status_code == 403
    client.post(change_url(article), note())
    assert not article.corrections.exists()


def test_a_coming_hour_is_refused_and_the_text_kept(client, editor):
    client.force_login(editor)
    article = make_article()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    page = press(client, change_url(article), **note(posted_at=f"{tomorrow:%Y-%m-%dT%H:%M}", text="Jangan hilang."))
    assert "bukan waktu yang akan datang" in page.content.decode()
    assert "Jangan hilang." in page.content.decode()
    assert not article.corrections.exists()


def test_a_draft_takes_no_correction(client, editor):
    client.force_login(editor)
    draft = make_article(status="draft")
    page = press(client, ADD, "_save", article=draft.pk, text="Nama diperbaiki.")
    assert "Hanya berita terbit yang memuat koreksi" in page.content.decode()
    assert not draft.corrections.exists()


def test_a_withdrawal_is_not_made_by_choosing_its_kind(client, editor):
    client.force_login(editor)
    article = make_article()
    press(client, change_url(article), **note(kind="pencabutan"))
    assert not article.corrections.exists()


def test_the_record_of_a_withdrawal_cannot_be_removed(client):
    client.force_login(make_staff())
    article = make_article(status="withdrawn")
    record = article.corrections.get()
    assert client.post(f"/admin/articles/correction/{record.pk}/delete/", {"post": "yes"}).status_code == 403
    with pytest.raises(WorkflowError):
        record.delete()
    assert article.corrections.get() == record


def test_a_story_is_not_related_to_itself():
    article = make_article()
    with pytest.raises(ValidationError):
        Correction(article=article, text="x", related_article=article).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_correction(article, related_article=article)


def test_a_removed_correction_is_told_to_whom_may_remove_it(client):
    client.force_login(make_staff("Redaktur Pelaksana"))
    article = make_article()
    correction = make_correction(article, text="Semula begini.")
    page = client.post(f"/admin/articles/correction/{correction.pk}/delete/", {"post": "yes"}, follow=True)
    assert messages(page)
    assert not Correction.objects.exists()
    assert "Semula begini." in Article.objects.get(pk=article.pk).steps.get(verb="remove_correction").note
