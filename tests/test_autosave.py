"""Autosave: what is typed is kept beside the story, offered to its writer alone, and never applied silently."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Autosave, Revision
from tests.desk import ADD, change_url, messages, shown
from tests.factories import make_article, make_author, make_photo, make_section, make_staff

AUTOSAVE = reverse("admin:articles_article_autosave")
COMPARE = reverse("admin:articles_article_unsaved")
DISCARD = reverse("admin:articles_article_unsaved_discard")
SESSION = reverse("admin:articles_article_session")
FORM = "abcdef0123456789"


def login(client, role="Editor", **facts):
    user = make_staff(role, **facts)
    client.force_login(user)
    return user


def typed(client, url, **changes):
    """The form at *url* as a browser would keep it, with *changes* typed in."""
    fields = {**shown(client.get(url)), **changes}
    return {
        name: [str(value) for value in (values if isinstance(values, list) else [values])]
        for name, values in fields.items()
    }


def post(client, url, sent):
    return client.post(url, json.dumps(sent), content_type="application/json")


def autosave(client, article, fields, form=FORM):
    return post(client, AUTOSAVE, {"article": article and article.pk, "form": form, "fields": fields})


def offered(client, url):
    return client.get(url).context["unsaved"]["offers"]


def text_of(offer):
    return {change.field: " ".join(str(row.new) for row in change.rows) for _label, change in offer.changes}


@pytest.mark.django_db
def test_each_form_has_a_token_of_its_own(client):
    login(client)
    tokens = set()
    for _time in range(2):
        response = client.get(ADD)
        token = response.context["unsaved"]["token"]
        assert f'<input type="hidden" name="_form" value="{token}">' in response.content.decode()
        tokens.add(token)
    assert len(tokens) == 2


@pytest.mark.django_db
def test_what_is_typed_is_written_over_in_place_and_leaves_the_story_alone(client):
    login(client)
    article = make_article(status="draft")
    headline, url = article.headline, change_url(article)
    for typing in ("Satu", "Satu dua"):
        assert autosave(client, article, typed(client, url, headline=typing)).status_code == 200
    row = Autosave.objects.get()
    assert row.fields["headline"] == ["Satu dua"]
    assert row.article == article
    article.refresh_from_db()
    assert article.headline == headline
    revisions = Revision.objects.filter(article=article)
    assert revisions.count() == 1  # the one that the form started from
    assert row.base == revisions.get()


@pytest.mark.django_db
def test_the_answer_tells_the_time(client, time_machine):
    login(client)
    article = make_article(status="draft")
    time_machine.move_to(timezone.make_aware(datetime.datetime(2026, 6, 1, 14, 2)), tick=False)
    assert autosave(client, article, {"headline": ["Satu"]}).json() == {"at": "14.02"}


@pytest.mark.django_db
def test_it_is_offered_with_a_comparison_and_never_applied_by_itself(client):
    login(client)
    article = make_article(status="draft")
    url = change_url(article)
    autosave(client, article, typed(client, url, headline="Judul baru", body="<p>Isi yang <b>baru</b>.</p>"))
    response = client.get(url)
    (offer,) = response.context["unsaved"]["offers"]
    assert set(text_of(offer)) == {"headline", "body"}
    assert "<ins>Judul baru</ins>" in text_of(offer)["headline"]
    assert shown(response)["headline"] == article.headline
    assert "Judul baru" in response.content.decode()


@pytest.mark.django_db
def test_what_changes_nothing_is_not_offered(client):
    login(client)
    article = make_article(lead_photo=make_photo(), tags=["pantai", "Kapal"], authors=[make_author(), make_author()])
    url = change_url(article)
    autosave(client, article, typed(client, url))
    assert offered(client, url) == []


@pytest.mark.django_db
def test_every_field_is_compared(client):
    login(client)
    article = make_article(tags=["pantai"])
    url, author, section, photo = (
        change_url(article),
        make_author(name="Laras"),
        make_section(name="Bahari"),
        make_photo(),
    )
    changes = {
        "bylines-TOTAL_FORMS": "2",
        "bylines-1-author": author.pk,
        "bylines-1-role": "penulis",
        "bylines-1-position": "2",
        "section": section.pk,
        "lead_photo": photo.pk,
        "tags": ["pantai", "kapal"],
        "is_unverified": "on",
        "published_at": "2026-01-02T03:04",
        "corrections-TOTAL_FORMS": "1",
        "corrections-0-text": "Semula tertulis <tiga>.",
    }
    autosave(client, article, typed(client, url, **changes))
    (offer,) = offered(client, url)
    text = text_of(offer)
    assert "Laras" in text["bylines"]
    assert "Bahari" in text["section"]
    assert photo.title in text["lead_photo"]
    assert text["tags"] == "<ins>kapal</ins>, pantai"
    assert "03:04" in text["published_at"]
    assert text["corrections"] == "<ins>Semula tertulis &lt;tiga&gt;.</ins>"
    assert len(text) == 7


@pytest.mark.django_db
def test_it_is_restored_into_the_form_and_saved_from_there(client):
    login(client)
    article = make_article(status="draft", tags=["pantai"])
    url, second = change_url(article), make_author(name="Laras Puspitaning")
    changes = {
        "headline": "Judul baru",
        "tags": ["pantai", "kapal baru"],
        "bylines-TOTAL_FORMS": "2",
        "bylines-1-author": second.pk,
        "bylines-1-role": "reporter",
        "bylines-1-position": "5",
    }
    autosave(client, article, typed(client, url, **changes))
    response = client.post(url, {"_restore": Autosave.objects.get().pk})
    assert response.status_code == 200
    unsaved = response.context["unsaved"]
    assert (unsaved["token"], unsaved["is_dirty"], unsaved["offers"]) == (FORM, True, [])
    assert not response.context["errors"]
    article.refresh_from_db()
    assert article.headline != "Judul baru"
    form = shown(response)
    assert form["headline"] == "Judul baru"
    assert form["tags"] == ["pantai", "kapal baru"]
    assert "Laras Puspitaning" in response.content.decode()
    response = client.post(url, {**form, "_form": FORM, "_continue": "1"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.headline == "Judul baru"
    assert [line.author for line in article.bylines.all()][-1] == second
    assert not Autosave.objects.exists()
    assert response.cookies["desk_saved"].value == FORM


@pytest.mark.django_db
def test_an_unfinished_text_is_restored_without_being_judged(client):
    login(client)
    url = ADD
    autosave(client, None, {"headline": [""], "body": ["<p>Baru mulai.</p>"], "bylines-TOTAL_FORMS": ["x"]})
    response = client.post(url, {"_restore": Autosave.objects.get().pk})
    assert response.status_code == 200
    assert not response.context["errors"]
    assert shown(response)["body"] == "<p>Baru mulai.</p>"


@pytest.mark.django_db
def test_a_new_story_is_kept_and_offered_on_the_empty_form(client):
    login(client, "Penulis")
    autosave(client, None, typed(client, ADD, headline="Belum bernomor"))
    (offer,) = offered(client, ADD)
    assert "Belum bernomor" in text_of(offer)["headline"]


@pytest.mark.django_db
def test_restoring_keeps_the_revision_that_it_started_from_so_that_saving_merges(client):
    hendra = make_staff("Editor", first_name="Hendra", last_name="Wicaksena")
    login(client)
    article = make_article(status="draft")
    url = change_url(article)
    autosave(client, article, typed(client, url, headline="Judul saya"))
    other = Client()
    other.force_login(hendra)
    other.post(url, {**shown(other.get(url)), "deck": "Dek Hendra.", "_continue": "1"})
    response = client.get(url)
    (offer,) = response.context["unsaved"]["offers"]
    assert set(text_of(offer)) == {"headline"}
    assert "Hendra Wicaksena" in response.content.decode()
    response = client.post(url, {"_restore": offer.autosave})
    form = shown(response)
    assert int(form["base"]) == Autosave.objects.get().base_id != article.revisions.newest().pk
    client.post(url, {**form, "_form": FORM, "_continue": "1"})
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Judul saya", "Dek Hendra.")


@pytest.mark.django_db
def test_nobody_else_sees_restores_or_discards_it(client):
    login(client)
    article = make_article(status="draft")
    url = change_url(article)
    autosave(client, article, typed(client, url, headline="Rahasia saya"))
    row = Autosave.objects.get()
    other = Client()
    login(other, "Redaktur Pelaksana")
    assert offered(other, url) == []
    assert other.post(url, {"_restore": row.pk}).status_code == 404
    other.post(DISCARD, {"_form": FORM, "story": article.pk})
    autosave(other, article, {"headline": ["Lain"]})
    row.refresh_from_db()
    assert row.fields["headline"] == ["Rahasia saya"]
    assert Autosave.objects.count() == 2


@pytest.mark.django_db
def test_only_who_may_edit_the_story_has_it_kept(client):
    writer = login(client, "Penulis")
    own, others = make_article(status="draft", created_by=writer), make_article(status="draft")
    published = make_article(created_by=writer)
    fields = {"headline": ["Satu"]}
    assert autosave(client, own, fields).status_code == 200
    for article in (others, published):
        response = autosave(client, article, fields, form="fedcba9876543210")
        assert response.status_code == 403
        assert response.json()["message"]
    assert Autosave.objects.count() == 1
    login(client, "Foto")
    assert autosave(client, None, fields).status_code == 403
    own.bin(by=None)
    client.force_login(writer)
    assert autosave(client, own, fields).status_code == 403


@pytest.mark.django_db
def test_who_may_no_longer_edit_still_sees_what_they_typed(client):
    writer = login(client, "Penulis")
    article = make_article(status="draft", created_by=writer)
    url = change_url(article)
    autosave(client, article, typed(client, url, headline="Kalimat terakhir saya"))
    article.submit(by=writer)
    response = client.get(url)
    (offer,) = response.context["unsaved"]["offers"]
    assert not response.context["unsaved"]["may_restore"]
    assert "Kalimat terakhir saya" in response.content.decode()
    assert client.post(url, {"_restore": offer.autosave}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        [],
        {"form": "x", "fields": {}},
        {"form": FORM, "fields": {"headline": "x"}},
        {"form": FORM, "fields": []},
        {"form": FORM, "fields": {}, "article": "1"},
        {"form": FORM, "fields": {}, "article": 2**70},
        {"form": FORM, "fields": {}, "article": 99},
    ],
)
def test_forged_requests_are_refused_in_words(client, sent):
    login(client)
    response = post(client, AUTOSAVE, sent)
    assert response.status_code in (400, 403)
    assert response.json()["message"]
    assert not Autosave.objects.exists()


@pytest.mark.django_db
def test_a_forged_base_is_no_base(client):
    login(client)
    article, other = make_article(status="draft"), make_article(status="draft")
    client.get(change_url(other))
    for base in (str(other.revisions.newest().pk), "x", "9" * 30):
        autosave(client, article, {"headline": ["Satu"], "base": [base]})
        assert Autosave.objects.get().base is None


@pytest.mark.django_db
def test_what_is_too_long_is_refused_clearly(client):
    login(client)
    response = autosave(client, None, {"body": ["x" * 2 * 1024 * 1024]})
    assert response.status_code == 413
    assert "2 MB" in response.json()["message"]
    response = autosave(client, None, {"body": ["x" * 3 * 1024 * 1024]})
    assert response.status_code == 413


@pytest.mark.django_db
def test_discarding_goes_back_to_the_form(client):
    login(client)
    article = make_article(status="draft")
    autosave(client, article, {"headline": ["Satu"]})
    response = client.post(DISCARD, {"_form": FORM, "story": article.pk}, follow=True)
    assert response.redirect_chain[-1][0] == change_url(article)
    assert messages(response)
    assert not Autosave.objects.exists()


@pytest.mark.django_db
def test_taking_everything_back_forgets_it(client):
    login(client)
    article = make_article(status="draft")
    autosave(client, article, {"headline": ["Satu"]})
    autosave(client, article, None)
    assert not Autosave.objects.exists()


@pytest.mark.django_db
def test_a_refused_save_forgets_nothing(client):
    login(client)
    article = make_article(status="draft")
    url = change_url(article)
    fields = typed(client, url, headline="")
    autosave(client, article, fields)
    response = client.post(url, {**fields, "_form": FORM, "_continue": "1"})
    assert response.status_code == 200
    assert response.context["unsaved"]["token"] == FORM
    assert Autosave.objects.exists()
    assert "desk_saved" not in response.cookies


@pytest.mark.django_db
def test_what_is_a_month_old_goes_with_the_next_save(client):
    user = login(client)
    article = make_article(status="draft")
    old = timezone.now() - datetime.timedelta(days=31)
    Autosave.objects.create(user=user, article=article, form="0" * 16, fields={}, at=old)
    url = change_url(article)
    client.post(url, {**shown(client.get(url)), "_form": FORM, "_continue": "1"})
    assert not Autosave.objects.exists()


@pytest.mark.django_db
def test_a_copy_of_the_browser_is_compared_and_restored(client):
    login(client)
    article = make_article(status="draft")
    url = change_url(article)
    fields = typed(client, url, headline="Dari peramban")
    copies = [
        {"form": FORM, "at": 1_780_000_000_000, "fields": fields},
        {"form": "0" * 16, "at": None, "fields": typed(client, url)},
        {"form": "1" * 16, "fields": "x"},
    ]
    offers = post(client, COMPARE, {"article": article.pk, "copies": copies}).json()["offers"]
    assert set(offers) == {FORM, "0" * 16}
    assert "<ins>Dari peramban</ins>" in offers[FORM]
    assert offers["0" * 16] == ""
    response = client.post(url, {**fields, "_restore": "browser", "_form": FORM})
    assert shown(response)["headline"] == "Dari peramban"
    assert not response.context["errors"]
    article.refresh_from_db()
    assert article.headline != "Dari peramban"


@pytest.mark.django_db
def test_a_hostile_copy_is_shown_harmless(client):
    login(client)
    fields = {"headline": ["<script>alert(1)</script>"], "body": ["<p onclick=x>a</p><script>alert(1)</script>"]}
    copies = [{"form": '"><script>', "at": 1, "fields": fields}]
    (html,) = post(client, COMPARE, {"article": None, "copies": copies}).json()["offers"].values()
    assert "<script" not in html
    assert "onclick" not in html


@pytest.mark.django_db
def test_keeping_takes_the_same_few_queries_every_time(client, django_assert_max_num_queries):
    login(client)
    article = make_article(status="draft")
    fields = typed(client, change_url(article), headline="Satu")
    for _time in range(2):
        # session, person, two for permissions; story, revision, the row
        with django_assert_max_num_queries(9):
            autosave(client, article, fields)


@pytest.mark.django_db
def test_the_session_answers_with_a_token(client):
    user = login(client)
    answer = client.get(SESSION).json()
    assert answer["user"] == user.pk
    assert answer["csrf"]
    client.logout()
    assert client.get(SESSION).status_code == 302
