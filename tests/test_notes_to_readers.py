"""What readers are told beside the story: labels, verification, AI, children, quoted media."""

import pytest
from django.utils import timezone

from articles import drafting, popularity
from articles.models import ChildCheck, PublicationRefused, QuotedSource

from .desk import change_url, press
from .factories import at, make_article, make_staff
from .rankings import popular
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db
ITEMS = [item.value for item in ChildCheck.Item]


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


# Labels


@pytest.mark.parametrize(
    ("label", "word"), [("opini", "Opini"), ("analisis", "Analisis"), ("advertorial", "Advertorial")]
)
def test_a_label_stands_on_page_card_box_and_share_text(client, label, word):
    """CONVENTIONS I10."""
    article = make_article(label=label)
    pointing = make_article(body=f'<p>Awal.</p><aside data-article="{article.pk}"></aside>')
    apart = " data-nosnippet" if label == "advertorial" else ""
    mark = f'<span class="label label--{label}"{apart}>{word}</span>'
    for address in (article, pointing, article.section):
        assert mark in client.get(address.get_absolute_url()).content.decode()
    assert f"wa.me/?text={word}%3A%20" in page_of(client, article)


def test_all_that_leads_away_from_an_advertorial_is_sponsored(client):
    """CONVENTIONS G19, I10."""
    body = '<p><a href="https://toko.example/">toko</a> <a href="/indeks/">indeks</a></p><figure data-embed="https://www.youtube.com/watch?v=aaaaaaaaaaa"></figure>'
    paid, news = (page_of(client, make_article(label=label, body=body)) for label in ("advertorial", ""))
    assert '<a href="https://toko.example/" rel="noopener sponsored"' in paid
    assert '<a href="/indeks/">' in paid
    assert 'rel="noopener nofollow external sponsored"' in paid
    assert "sponsored" not in news


def test_an_advertorial_is_never_popular():
    """CONVENTIONS I10."""
    paid, news = make_article(label="advertorial"), make_article()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    popularity.fold({(paid.pk, hour): 99, (news.pk, hour): 1})
    assert popular() == [news]


# Verification


def test_the_notice_is_the_last_of_the_body(client):
    """CONVENTIONS I2."""
    page = page_of(client, make_article(is_unverified=True))
    body = page[page.index('<div class="body">') :]
    body = body[: body.index("</div>")]
    assert body.rstrip().endswith("<p><em>(Berita ini masih memerlukan verifikasi lebih lanjut.)</em></p>")


def test_both_pages_show_the_verification(client):
    """CONVENTIONS I3."""
    unverified = make_article(is_unverified=True)
    follow_up = make_article(verifies=unverified)
    assert f'href="{follow_up.get_absolute_url()}"' in page_of(client, unverified)
    assert "Verifikasi atas berita" in text_of(client.get(follow_up.get_absolute_url()))
    assert f'href="{unverified.get_absolute_url()}"' in page_of(client, follow_up)


def test_the_notice_is_lifted_and_the_follow_up_stays_linked(client):
    """CONVENTIONS I3."""
    unverified = make_article(is_unverified=True)
    follow_up = make_article(verifies=unverified)
    unverified.is_unverified = False
    unverified.save()
    page = page_of(client, unverified)
    assert "memerlukan verifikasi" not in page
    assert "telah diverifikasi" in page
    assert f'href="{follow_up.get_absolute_url()}"' in page


def test_a_follow_up_that_is_not_public_is_not_linked(client):
    unverified = make_article(is_unverified=True)
    make_article(verifies=unverified, status="draft", headline="Belum Boleh Terbaca")
    assert "Belum Boleh Terbaca" not in page_of(client, unverified)


def test_a_story_names_the_one_it_verifies_at_the_desk(client, editor):
    client.force_login(editor)
    unverified, plain, follow_up = make_article(is_unverified=True), make_article(), make_article(status="draft")
    press(client, change_url(follow_up), verifies=unverified.pk)
    follow_up.refresh_from_db()
    assert follow_up.verifies == unverified
    page = press(client, change_url(follow_up), verifies=plain.pk).content.decode()
    assert "tidak pernah ditandai belum terverifikasi" in page
    page = press(client, change_url(follow_up), verifies=follow_up.pk).content.decode()
    assert "tidak dapat memverifikasi dirinya sendiri" in page


# AI


def test_the_use_of_ai_is_labelled_with_its_tool(client):
    """CONVENTIONS I14."""
    page = text_of(
        client.get(make_article(ai_use="dibantu", ai_tool="Ngarai", ai_note="Transkrip.").get_absolute_url())
    )
    assert page.count("Dibantu AI") == 2
    assert "Penggunaan AI: Dibantu AI (Ngarai). Transkrip." in page


def test_ai_without_its_tool_is_not_published():
    """CONVENTIONS I14."""
    article = make_article(status="draft", ai_use="dibuat")
    with pytest.raises(PublicationRefused, match="Alat AI belum disebut"):
        article.approve(by=None)


# Children


def test_a_story_about_a_child_waits_for_its_checklist(editor):
    """CONVENTIONS I15."""
    article = make_article(status="draft", involves_child=True)
    ChildCheck.tick(article, set(ITEMS) - {"nama", "sekolah"}, by=editor)
    with pytest.raises(PublicationRefused) as refused:
        article.approve(by=editor)
    assert [str(sentence) for sentence in refused.value.missing] == [
        "Ceklis perlindungan anak belum lengkap: Nama anak tidak disebut; Sekolah tidak disebut."
    ]
    ChildCheck.tick(article, ITEMS, by=editor)
    article.approve(by=editor)
    assert article.is_published


def test_so_do_the_changes_of_a_published_story(editor):
    """CONVENTIONS I15."""
    article = make_article()
    base = drafting.current(article)
    drafting.save(article, {**base.snapshot, "involves_child": True}, base=base, by=editor)
    with pytest.raises(PublicationRefused, match="Ceklis perlindungan anak"):
        drafting.publish_changes(article, by=editor)
    ChildCheck.tick(article, ITEMS, by=editor)
    drafting.publish_changes(article, by=editor)
    article.refresh_from_db()
    assert article.involves_child


def test_who_ticked_what_and_when_is_kept(time_machine, editor):
    """CONVENTIONS I15."""
    other = make_staff("Editor")
    article = make_article(status="draft", involves_child=True)
    time_machine.move_to(at("10:00"), tick=False)
    ChildCheck.tick(article, ["nama"], by=editor)
    time_machine.move_to(at("11:00"), tick=False)
    ChildCheck.tick(article, ["nama", "alamat"], by=other)
    assert list(article.child_checks.values_list("item", "by", "at")) == [
        ("nama", editor.pk, at("10:00")),
        ("alamat", other.pk, at("11:00")),
    ]
    ChildCheck.tick(article, ["alamat"], by=other)
    assert article.steps.get(verb="untick").by == other


def test_the_checklist_is_ticked_on_the_form_and_published_in_one_go(client, editor):
    client.force_login(editor)
    article = make_article(status="draft")
    page = press(client, change_url(article), "_approve", involves_child="on", child_checklist=ITEMS[:-1])
    assert "Ceklis perlindungan anak belum lengkap" in page.content.decode()
    article.refresh_from_db()
    assert (article.status, article.involves_child) == ("draft", True)
    press(client, change_url(article), "_approve", child_checklist=ITEMS)
    article.refresh_from_db()
    assert article.is_published
    assert {check.by for check in article.child_checks.all()} == {editor}


def test_a_story_without_a_child_asks_for_no_checklist(django_assert_num_queries):
    article = make_article(status="draft", body="<p>Isi.</p>")
    list(article.bylines.all())
    with django_assert_num_queries(1):  # its byline
        assert article.missing_for_publication() == []


# Quoted media


def source(**typed):
    fields = {f"quoted_sources-0-{name}": value for name, value in typed.items()}
    return {"quoted_sources-TOTAL_FORMS": "1", "quoted_sources-INITIAL_FORMS": "0", **fields}


@pytest.mark.parametrize(("role", "may"), [("Penulis", True), ("Editor", True), ("Foto", False)])
def test_whoever_may_change_the_story_names_the_media_it_quotes(client, role, may):
    """CONVENTIONS I6."""
    user = make_staff(role)
    client.force_login(user)
    article = make_article(status="draft", created_by=user)
    press_or_post = press if may else (lambda client, url, **typed: client.post(url, typed))
    press_or_post(client, change_url(article), **source(medium="Sorvania Herald", url="herald.example/gempa"))
    assert list(article.quoted_sources.values_list("medium", "url")) == (
        [("Sorvania Herald", "https://herald.example/gempa")] if may else []
    )


def test_a_corrected_medium_waits_in_the_report_until_it_is_reviewed(client, editor):
    """CONVENTIONS I6."""
    client.force_login(editor)
    article = make_article()
    quoted = QuotedSource.objects.create(article=article, medium="Sorvania Herald")
    report = "/admin/articles/quotedsource/"

    def is_reported():
        pages = [client.get(report).content.decode(), client.get("/admin/").content.decode()]
        assert len({"Sorvania Herald" in page for page in pages}) == 1
        return "Sorvania Herald" in pages[0]

    assert not is_reported()
    press(client, change_url(article), **{"quoted_sources-0-is_corrected": "on"})
    assert is_reported()
    press(client, change_url(article))
    assert is_reported()
    client.post(report, {"action": "mark_reviewed", "_selected_action": [quoted.pk]})
    assert not is_reported()
    quoted.refresh_from_db()
    assert quoted.reviewed_by == editor
    client.post(f"{report}?review=all", {"action": "mark_corrected", "_selected_action": [quoted.pk]})
    assert is_reported()


def test_the_story_page_asks_nothing_about_quoted_media(client, django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(9):
        page_of(client, article)
    QuotedSource.objects.create(article=article, medium="Sorvania Herald")
    with django_assert_num_queries(9):
        assert "Sorvania Herald" not in page_of(client, article)
