"""Rights: what may not be published, what the desk is told, one photo in the place of another, and what software made."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import body, drafting, edition, licences
from articles.admin.desk_page import panels
from articles.models import Article, Photo, PhotoUse, PublicationRefused, WorkingCopy, revision

from . import desk
from .factories import at, make_article, make_gallery, make_photo, make_staff

pytestmark = pytest.mark.django_db
NOON = at("2026-06-01 12:00")
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def body_with(photo, caption="", alt=""):
    alt = f' data-alt="{alt}"' if alt else ""
    return f'<p>Teks.</p><figure data-photo="{photo.pk}"{alt}><figcaption>{caption}</figcaption></figure>'


def draft_with(photo, place):
    match place:
        case "lead":
            return make_article(status="draft", lead_photo=photo)
        case "body":
            return make_article(status="draft", body=body_with(photo))
    story = make_article(status="draft")
    make_gallery(story, [photo])
    return Article.objects.get(pk=story.pk)


# Publication


@pytest.mark.parametrize("place", ["lead", "body", "gallery"])
@pytest.mark.parametrize(
    ("ends", "hour", "words"),
    [
        ("2026-05-31", None, "sudah berakhir pada 31 Mei 2026"),
        ("2026-06-01", None, ""),
        ("2026-06-03", "2026-06-03 23:59", ""),
        (
            "2026-06-03",
            "2026-06-04 00:00",
            "berakhir pada 3 Juni 2026, sebelum berita ini terbit (4 Juni 2026, 00:00 WIB)",
        ),
        (None, None, ""),
    ],
)
def test_a_story_is_not_published_after_the_licence_of_a_photo(noon, place, ends, hour, words):
    photo = make_photo(title="Dermaga", licence_ends_on=ends and datetime.date.fromisoformat(ends))
    draft = draft_with(photo, place)
    if not words:
        draft.approve(by=None, published_at=hour and at(hour))
        return
    with pytest.raises(PublicationRefused) as refused:
        draft.approve(by=None, published_at=hour and at(hour))
    assert f"Lisensi foto “Dermaga” {words}" in str(refused.value)
    assert Article.objects.get(pk=draft.pk).status == "draft"


def test_changes_of_a_published_story_are_not_published_with_an_ended_licence(noon, editor):
    story = make_article(lead_photo=make_photo())
    base = drafting.current(story)
    drafting.save(story, {**base.snapshot, "deck": "Baru."}, base=base, by=editor)
    Photo.objects.update(licence_ends_on=TODAY - datetime.timedelta(days=1))
    with pytest.raises(PublicationRefused, match="Lisensi"):
        drafting.publish_changes(story, by=editor)
    assert story.is_published


def test_a_photo_is_named_once_however_often_it_is_shown(noon):
    photo = make_photo(licence_ends_on=datetime.date(2026, 1, 1))
    draft = make_article(status="draft", lead_photo=photo, body=body_with(photo) + body_with(photo))
    assert len(draft.missing_for_publication()) == 1


# Per use


def test_an_alternative_text_of_a_use_in_the_body_is_printed_instead_of_the_photos_own(client):
    photo = make_photo(alt_text="Milik foto", renditions=True)
    other = make_photo(alt_text="Yang lain", renditions=True)
    story = make_article(body=body_with(photo, alt="Khusus &quot;di sini&quot; &lt;b&gt;") + body_with(other))
    page = client.get(story.get_absolute_url()).content.decode()
    assert 'alt="Khusus &quot;di sini&quot; &lt;b&gt;"' in page
    assert "Milik foto" not in page
    assert 'alt="Yang lain"' in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ('<figure data-alt="Kapal" data-photo="7"></figure>', '<figure data-photo="7" data-alt="Kapal"></figure>'),
        ('<figure data-photo="7" data-alt="  a\n b  "></figure>', '<figure data-photo="7" data-alt="a b"></figure>'),
        ('<figure data-photo="7" data-alt="   "></figure>', '<figure data-photo="7"></figure>'),
        ('<figure data-photo="7" data-alt="x" onload="y"></figure>', '<figure data-photo="7" data-alt="x"></figure>'),
        (
            '<figure data-photo="7" data-alt="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"></figure>',
            '<figure data-photo="7" data-alt="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"></figure>',
        ),
        ('<p data-alt="x">a</p>', "<p>a</p>"),
        ('<figure data-alt="x"><figcaption>a</figcaption></figure>', "<p>a</p>"),
        (f'<figure data-photo="7" data-alt="{"a " * 300}"></figure>', None),
    ],
)
def test_a_body_keeps_alternative_texts_of_photos_and_of_nothing_else(given, kept):
    cleaned = body.clean(given)
    assert body.clean(cleaned) == cleaned
    assert body.references(cleaned).photos == ({7} if "data-photo" in given else set())
    if kept is None:
        assert len(body.alt_texts(cleaned)[7][0]) == 299
    else:
        # How the sanitiser writes < and > in an attribute is its own.
        assert cleaned.replace("&lt;", "<").replace("&gt;", ">") == kept.replace("&lt;", "<").replace("&gt;", ">")


def test_a_photo_without_alternative_text_needs_one_at_each_place_in_the_body():
    """CONVENTIONS P3."""
    photo = make_photo(alt_text="", title="Dermaga")
    draft = make_article(status="draft", body=body_with(photo, alt="Perahu") + body_with(photo))
    assert any("Dermaga" in sentence for sentence in draft.missing_for_publication())
    draft.body = body_with(photo, alt="Perahu")
    assert draft.missing_for_publication() == []


# Credit


@pytest.mark.parametrize(
    ("agency", "photographer", "printed"),
    [
        ("(AFP)", "", "(AFP)"),
        ("Liputan", "(Helmi Fithriansyah)", "(Liputan/Helmi Fithriansyah)"),
        ("(Istimewa)", "", "(Istimewa)"),
        ("Reuters (via Rana)", "", "(Reuters via Rana)"),
        ("", "(Sekar)", "(Sekar)"),
        ("()", " ( ) ", ""),
    ],
)
def test_parentheses_are_printed_and_never_stored(agency, photographer, printed):
    """CONVENTIONS P2."""
    photo = make_photo(agency=agency, photographer=photographer)
    assert photo.credit == printed
    stored = Photo.objects.values_list("agency", "photographer").get(pk=photo.pk)
    assert not set("()") & set("".join(stored))
    Photo.objects.filter(pk=photo.pk).update(agency=agency, photographer=photographer)
    assert Photo.objects.values_list("agency", "photographer").get(pk=photo.pk) == stored
    photo.agency, photo.photographer = agency, photographer
    Photo.objects.bulk_update([photo], ["agency", "photographer"])
    assert Photo.objects.values_list("agency", "photographer").get(pk=photo.pk) == stored


# What software made


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("trainedAlgorithmicMedia", "Gambar dibuat dengan AI"),
        ("compositeSynthetic", "Gambar diolah dengan AI"),
        ("compositeWithTrainedAlgorithmicMedia", "Gambar diolah dengan AI"),
        ("digitalCapture", ""),
        ("", ""),
    ],
)
def test_a_picture_of_software_says_so_wherever_it_is_shown_large(client, source, note):
    """CONVENTIONS I14."""
    photo = make_photo(digital_source_type=source, renditions=True)
    lead, inline, gallery = make_article(lead_photo=photo), make_article(body=body_with(photo)), make_article()
    make_gallery(gallery, [photo])
    picture = Article.objects.get(pk=gallery.pk).pictures[0]
    for address in (*(story.get_absolute_url() for story in (lead, inline, gallery)), picture.get_absolute_url()):
        story = client.get(address).content.decode().split("<aside")[0]
        assert ("photo__ai" in story) == bool(note)
        assert note in story


# The desk


def ending():
    return [(found.story.pk, found.photo.pk, found.has_ended) for found in licences.ending(9)]


def test_the_desk_lists_published_stories_whose_licences_end(noon, editor):
    def story(days, **facts):
        photo = make_photo(licence_ends_on=TODAY + datetime.timedelta(days=days))
        return make_article(lead_photo=None, body=body_with(photo), **facts), photo

    soon, today = story(14), story(0)
    story(15)
    story(3, status="draft")
    withdrawn, _photo = story(2)
    withdrawn.withdraw(by=None, reason="dewan_pers")
    ended = make_article(), make_photo()
    make_gallery(ended[0], [ended[1]])
    ended[1].licence_ends_on = TODAY - datetime.timedelta(days=40)
    ended[1].save()
    expected = [(ended, True), (today, False), (soon, False)]
    assert ending() == [(story.pk, photo.pk, has_ended) for (story, photo), has_ended in expected]
    panel = panels(editor)[-1]
    assert [story.pk for story in panel.stories] == [ended[0].pk, today[0].pk, soon[0].pk]


def test_the_list_follows_a_licence_that_is_extended_by_any_door(noon):
    photo = make_photo(licence_ends_on=TODAY)
    make_article(lead_photo=photo)
    assert len(ending()) == 1
    photo.licence_ends_on = None
    photo.save()
    assert ending() == []
    Photo.objects.filter(pk=photo.pk).update(licence_ends_on=TODAY)
    assert len(ending()) == 1


def test_the_desk_says_what_ends_and_leads_to_the_replacement(client, noon):
    """CONVENTIONS G16: no page goes away by the clock; a person decides, and is told in time."""
    photo = make_photo(title="Dermaga", licence_ends_on=datetime.date(2026, 6, 3))
    make_article(headline="Pasar pagi", lead_photo=photo)
    client.force_login(make_staff("Foto"))
    page = client.get("/admin/").content.decode()
    assert "Pasar pagi" in page
    assert "3 Juni 2026" in page
    assert reverse("admin:articles_photo_replace", args=[photo.pk]) in page
    client.force_login(make_staff("Penulis"))
    assert reverse("admin:articles_photo_replace", args=[photo.pk]) not in client.get("/admin/").content.decode()


# Another photo in its place


def test_one_action_replaces_a_photo_everywhere_and_keeps_the_captions(client):
    old, new, user = make_photo(title="Lama"), make_photo(title="Baru", renditions=True), make_staff("Foto")
    lead = make_article(lead_photo=old, lead_caption="Keterangan utama.", lead_alt_text="Gambar lama")
    inline = make_article(body=body_with(old, "Di <em>sini</em>.", alt="Gambar lama"))
    gallery, draft = make_article(), make_article(status="draft", lead_photo=old)
    gallery.gallery.hang(gallery, [[old.pk, "Keterangan galeri.", "Gambar lama"]])
    client.force_login(user)
    address = reverse("admin:articles_photo_replace", args=[old.pk])
    page = client.post(address, {"other": new.pk}, follow=True)
    assert desk.messages(page) == ["“Lama” diganti dengan “Baru” di 4 berita."]
    lead, inline, gallery, draft = (Article.objects.get(pk=story.pk) for story in (lead, inline, gallery, draft))
    assert (lead.lead_photo, lead.lead_caption, lead.lead_alt_text) == (new, "Keterangan utama.", "")
    assert inline.body == body_with(new, "Di <em>sini</em>.")
    assert revision.take(gallery)["gallery"] == [[new.pk, "Keterangan galeri.", ""]]
    assert draft.lead_photo == new
    for story in (lead, inline, gallery, draft):
        newest = story.revisions.newest()
        assert (newest.by, newest.reason, newest.snapshot) == (user, "photo", revision.take(story))
        assert story.revisions.filter(reason="photo").count() == 1
    assert not PhotoUse.objects.filter(photo=old).exists()
    old.delete()


def test_a_working_copy_gets_the_other_photo_and_keeps_its_text(editor):
    old, new = make_photo(), make_photo()
    story = make_article(lead_photo=old)
    base = drafting.current(story)
    drafting.save(story, {**base.snapshot, "deck": "Belum terbit."}, base=base, by=editor)
    assert licences.replace(old, new, by=editor) == 1
    story = Article.objects.get(pk=story.pk)
    assert (story.lead_photo, story.deck) == (new, base.snapshot["deck"])
    copy = WorkingCopy.objects.get(article=story).revision.snapshot
    assert (copy["lead_photo"], copy["deck"]) == (new.pk, "Belum terbit.")
    assert story.revisions.filter(reason="photo").count() == 1


def test_a_working_copy_that_replaced_it_already_is_done_with(editor):
    old, new = make_photo(), make_photo()
    story = make_article(lead_photo=old)
    base = drafting.current(story)
    drafting.save(story, {**base.snapshot, "lead_photo": new.pk}, base=base, by=editor)
    licences.replace(old, new, by=editor)
    assert not WorkingCopy.objects.exists()
    assert Article.objects.get(pk=story.pk).lead_photo == new


def test_an_open_form_does_not_bring_the_old_photo_back(editor):
    old, new = make_photo(), make_photo()
    draft = make_article(status="draft", lead_photo=old)
    base = drafting.current(draft)
    licences.replace(old, new, by=editor)
    drafting.save(draft, {**base.snapshot, "deck": "Dek baru."}, base=base, by=editor)
    draft.refresh_from_db()
    assert (draft.lead_photo, draft.deck) == (new, "Dek baru.")


def test_a_gallery_that_has_the_other_photo_already_shows_it_once(editor):
    old, new, story = make_photo(), make_photo(), make_article()
    story.gallery.hang(story, [[old.pk, "Lama.", ""], [new.pk, "Baru.", ""]])
    licences.replace(old, new, by=editor)
    assert revision.take(Article.objects.get(pk=story.pk))["gallery"] == [[new.pk, "Baru.", ""]]


def test_very_many_stories_are_done_in_batches(client, monkeypatch):
    monkeypatch.setattr(licences, "AT_ONCE", 2)
    old, new = make_photo(title="Lama"), make_photo()
    for _ in range(3):
        make_article(lead_photo=old)
    client.force_login(make_staff("Foto"))
    address = reverse("admin:articles_photo_replace", args=[old.pk])
    page = client.post(address, {"other": new.pk}, follow=True)
    assert "tekan tombolnya sekali lagi" in desk.messages(page)[0]
    assert page.context["form"]["other"].value() in (new.pk, str(new.pk))
    client.post(address, {"other": new.pk})
    assert not old.uses.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"agency": "", "photographer": ""}, "kredit"),
        ({"alt_text": ""}, "alternatif"),
        ({"licence_ends_on": datetime.date(2020, 1, 1)}, "Lisensi"),
    ],
)
def test_a_photo_that_could_not_be_published_replaces_none(client, facts, words):
    old, story = make_photo(), None
    story = make_article(lead_photo=old)
    client.force_login(make_staff("Editor"))
    page = client.post(reverse("admin:articles_photo_replace", args=[old.pk]), {"other": make_photo(**facts).pk})
    assert words in str(page.context["form"].errors)
    assert Article.objects.get(pk=story.pk).lead_photo == old


@pytest.mark.django_db(transaction=True)
def test_a_replacement_is_a_new_edition(editor):
    old, new = make_photo(), make_photo()
    make_article(lead_photo=old)
    before = edition.current()
    licences.replace(old, new, by=editor)
    assert edition.current() != before


def test_the_time_of_update_does_not_move(editor):
    old, new = make_photo(), make_photo()
    story = make_article(lead_photo=old, published_at=timezone.now() - datetime.timedelta(days=9))
    licences.replace(old, new, by=editor)
    assert Article.objects.get(pk=story.pk).updated_at == story.updated_at
