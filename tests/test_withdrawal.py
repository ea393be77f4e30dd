"""Withdrawal: what was published is never deleted; its address tells why it is gone, and nothing else shows it."""

import pytest
from django.utils import timezone

from articles import popularity
from articles.models import Article, Slot, WorkflowError

from .factories import make_article, make_author, make_correction, make_photo, make_section, make_staff
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db
HARM = "Siswi Ayu Kusuma Jadi Korban"
REASONS = [
    ("sara", "SARA"),
    ("kesusilaan", "Kesusilaan"),
    ("anak", "Masa depan anak"),
    ("traumatik", "Pengalaman traumatik korban"),
    ("dewan_pers", "Dewan Pers"),
]


@pytest.fixture
def story():
    return make_article(
        headline=HARM,
        deck="Dek yang harus hilang.",
        body="<p>Isi yang harus hilang.</p>",
        authors=[make_author()],
        tags=["laut"],
        lead_photo=make_photo(rendition_key="0" * 32, title="Foto yang harus hilang"),
    )


def exits(story):
    """Every address of the site that shows the published story."""
    other = make_article(
        headline="Berita Lain", section=story.section, body=f'<p>Awal.</p><aside data-article="{story.pk}"></aside>'
    )
    Slot.objects.create(position=1, article=story)
    popularity.fold({(story.pk, timezone.now().replace(minute=0, second=0, microsecond=0)): 9})
    make_correction(other, related_article=story)
    follow_up = make_article(headline="Berita Lanjutan", verifies=story)
    return [
        "/",
        story.section.get_absolute_url(),
        story.tags.get().get_absolute_url(),
        story.bylines.get().author.get_absolute_url(),
        "/indeks/",
        "/populer/",
        "/koreksi/",
        "/cari/?q=korban",
        "/rss/",
        "/feed.json",
        "/sitemap-news.xml",
        other.get_absolute_url(),
        follow_up.get_absolute_url(),
        story.get_absolute_url(),
    ]


def test_it_leaves_every_page_at_once(client, story):
    """CONVENTIONS I9."""
    addresses = exits(story)
    for address in addresses:
        assert HARM in client.get(address).content.decode(), address
    story.withdraw(by=None, reason="anak", neutral_headline="Berita dicabut")
    for address in addresses:
        page = client.get(address).content.decode()
        assert HARM not in page, address
        assert story.lead_photo.rendition_key not in page, address
        assert "harus hilang" not in page, address


@pytest.mark.parametrize(("reason", "words"), REASONS)
def test_its_address_tells_the_reason_and_the_time(client, story, reason, words, time_machine):
    """CONVENTIONS I8, I9."""
    story.withdraw(by=None, reason=reason)
    response = client.get(story.get_absolute_url())
    page = text_of(response)
    assert response.status_code == 410
    assert HARM in page
    assert words in page
    assert f"{timezone.localtime(story.withdrawn_at):%H:%M} WIB" in page
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_the_grounds_are_those_of_the_guidelines_and_no_others():
    """CONVENTIONS I8."""
    field = Article._meta.get_field("withdrawal_reason")
    assert [value for value, _label in field.choices] == [reason for reason, _words in REASONS]


def test_a_neutral_headline_stands_in_for_the_harm_in_the_address_too(client, story):
    old = story.get_absolute_url()
    story.withdraw(by=None, reason="anak", neutral_headline="Berita tentang anak dicabut", explanation="Kami keliru.")
    assert "ayu" not in story.get_absolute_url()
    for address in (old, story.get_absolute_url()):
        response = client.get(address)
        assert response.status_code == 410
        assert "Ayu Kusuma" not in response.content.decode()
    assert "Berita tentang anak dicabut" in text_of(response)
    assert "Kami keliru." in text_of(response)


def test_it_is_recorded_as_a_correction_and_in_the_history(client, story):
    """CONVENTIONS I4, I9."""
    user = make_staff()
    story.withdraw(by=user, reason="anak", neutral_headline="Berita dicabut", explanation="Kami keliru.")
    record = story.corrections.get()
    assert (record.kind, record.text, record.by, record.posted_at) == (
        "pencabutan", "Kami keliru.", user, story.withdrawn_at,
    )  # fmt: skip
    step = story.steps.get(verb="withdraw")
    assert step.by == user
    listed = text_of(client.get("/koreksi/"))
    assert "Pencabutan berita" in listed
    assert "Masa depan anak" in listed
    assert "Berita dicabut" in listed


def test_earlier_corrections_do_not_repeat_what_was_taken_back(client, story):
    make_correction(story, text="Nama yang benar: Ayu Kusuma Wardani.")
    story.withdraw(by=None, reason="anak", neutral_headline="Berita dicabut")
    pages = [
        client.get(address).content.decode() for address in ("/koreksi/", "/koreksi/rss/", story.get_absolute_url())
    ]
    assert "Ayu" not in "".join(pages)


# Never deleted


@pytest.mark.parametrize("status", ["approved", "withdrawn"])
@pytest.mark.parametrize("door", ["model", "queryset", "among others"])
def test_what_readers_have_seen_is_never_deleted(status, door):
    """CONVENTIONS I9."""
    article, draft = make_article(status=status), make_article(status="draft")
    doors = {
        "model": article.delete,
        "queryset": Article.objects.filter(pk=article.pk).delete,
        "among others": Article.objects.filter(pk__in=[article.pk, draft.pk]).delete,
    }
    with pytest.raises(WorkflowError):
        doors[door]()
    assert Article.objects.count() == 2


@pytest.mark.parametrize("status", ["approved", "withdrawn"])
def test_nor_by_a_superuser_at_the_desk(client, status):
    client.force_login(make_staff())
    article = make_article(status=status)
    assert client.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    for query in ("", "?state=binned"):
        chosen = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
        client.post(f"/admin/articles/article/{query}", chosen)
    assert Article.objects.filter(pk=article.pk).exists()


def test_what_files_it_cannot_take_it_along():
    """Its section and its author are protected by the story."""
    article = make_article(section=make_section())
    for thing in (article.section, article.bylines.get().author):
        with pytest.raises(Exception, match="protected"):
            thing.delete()


def test_a_draft_can_be_deleted():
    make_article(status="draft").delete()
    make_article(status="draft")
    Article.objects.all().delete()
    assert not Article.objects.exists()


# The desk


def withdraw(client, article, **typed):
    return client.post(f"/admin/articles/article/{article.pk}/withdraw/", {"reason": "anak", **typed}, follow=True)


def test_the_form_shows_what_readers_will_see_and_changes_nothing(client, story):
    client.force_login(make_staff("Redaktur Pelaksana"))
    page = withdraw(client, story, headline="neutral", explanation="Kami <b>keliru</b>.", _preview="1")
    shown = page.content.decode()
    assert "Yang akan dilihat pembaca" in shown
    assert "Masa depan anak" in shown
    assert "Kami &lt;b&gt;keliru&lt;/b&gt;." in shown
    assert "Berita dicabut" in shown
    story.refresh_from_db()
    assert story.is_published
    assert not story.corrections.exists()


def test_the_form_withdraws_with_what_was_chosen(client, story):
    user = make_staff("Redaktur Pelaksana")
    client.force_login(user)
    withdraw(client, story, headline="neutral", neutral_headline="Berita tentang anak", explanation="Kami keliru.")
    story.refresh_from_db()
    assert (story.status, story.shown_headline) == ("withdrawn", "Berita tentang anak")
    assert story.corrections.get().text == "Kami keliru."
    assert story.steps.get(verb="withdraw").by == user


def test_a_neutral_headline_is_used_only_when_chosen(client, story):
    client.force_login(make_staff("Redaktur Pelaksana"))
    withdraw(client, story, headline="keep", neutral_headline="Tidak dipilih")
    story.refresh_from_db()
    assert story.shown_headline == HARM
