"""What the site says of itself: its pages, who publishes it, and where both are linked."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import publisher
from articles.models import Newsroom, Officer, Page
from articles.models.page import OF_EVERY_FOOTER

from .desk import change_url, press
from .factories import make_article, make_photo, make_section, make_staff
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db
starter = import_module("articles.migrations.0008_starter_pages")


@pytest.fixture(autouse=True)
def starters():
    """The pages as a new site has them; a test that empties the database takes away what migrations wrote."""
    starter.start_pages(apps, None)


@pytest.fixture
def newsroom():
    newsroom = Newsroom(
        company="PT Contoh Media",
        address="Jalan Teratai 17\nSeruni 40123",
        phone="021 5550 0117",
        email="redaksi@contoh.example",
        founded_on=datetime.date(2009, 8, 17),
        social_accounts="https://x.com/contoh\n\nhttps://www.instagram.com/contoh/",
        policies={"ethicsPolicy": "/halaman/etika/"},
    )
    newsroom.save()
    for position, (office, name) in enumerate(
        [("Penanggung Jawab", "Surya"), ("Redaktur", "Maya"), ("Redaktur", "Hendra")]
    ):
        Officer.objects.create(newsroom=newsroom, office=office, name=name, position=position)
    return newsroom


@pytest.mark.parametrize("slug", OF_EVERY_FOOTER)
def test_each_page_is_there_and_linked_in_every_footer(client, slug):
    """CONVENTIONS I1, I13."""
    response = client.get(f"/{slug}/")
    assert response.status_code == 200
    assert Page.objects.get(slug=slug).title in text_of(response)
    assert not response.cookies
    for address in ("/", make_article().get_absolute_url(), "/populer/", "/tidak-ada/", f"/{slug}/"):
        assert f'href="/{slug}/"' in client.get(address).content.decode()


def test_the_starter_of_the_guidelines_says_that_it_is_one(client):
    """CONVENTIONS I1, I12."""
    page = client.get("/pedoman-media-siber/").content.decode()
    assert "[Tempelkan di sini naskah resmi" in page
    assert 'href="https://dewanpers.or.id/"' in page


def test_the_privacy_page_names_what_the_software_keeps(client):
    """CONVENTIONS D3, D5, D6."""
    page = text_of(client.get("/kebijakan-privasi/"))
    for words in ("Jumlah pembacaan", "Catatan server", "kuki sesi", "hak jawab", "tidak memasang kuki"):
        assert words in page


def test_starters_never_overwrite_what_was_written():
    page = Page.objects.get(slug="kontak")
    page.body = "<p>Kantor kami buka pukul sembilan.</p>"
    page.save()
    starter.start_pages(apps, None)
    page.refresh_from_db()
    assert page.body == "<p>Kantor kami buka pukul sembilan.</p>"


def test_starters_pass_the_sanitiser_unchanged():
    from articles import body

    for _slug, _title, _description, text in starter.PAGES:
        assert body.plain_text(body.clean(text)) == body.plain_text(text)
        assert body.clean(text).count("<a ") == text.count("<a ")


@pytest.mark.parametrize("door", ["save", "create", "update", "bulk_create"])
def test_a_page_is_no_hole_for_scripts(client, door):
    text = '<p onclick="x()">Isi</p><script>alert(1)</script><a href="javascript:x()">y</a>'
    page = Page(title="Etika", slug="etika", body=text)
    match door:
        case "save":
            page.save()
        case "create":
            Page.objects.create(title="Etika", slug="etika", body=text)
        case "update":
            Page.objects.create(title="Etika", slug="etika")
            Page.objects.filter(slug="etika").update(body=text)
        case "bulk_create":
            Page.objects.bulk_create([page])
    shown = client.get("/halaman/etika/").content.decode()
    for hole in ("onclick", "<script>", "javascript:"):
        assert hole not in shown


@pytest.mark.parametrize(("address", "queries"), [("/kontak/", 4), ("/redaksi/", 5), ("/halaman/etika/", 4)])
def test_a_page_costs_a_fixed_number_of_queries(client, newsroom, django_assert_num_queries, address, queries):
    Page.objects.create(title="Etika", slug="etika", body="<p>Isi.</p>")
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_an_address_that_nobody_knows_asks_for_no_page(client, django_assert_num_queries):
    with django_assert_num_queries(5):  # the section, the redirects, then what the page of 404 shows
        assert client.get("/tidak-ada/").status_code == 404


def test_a_page_has_one_address(client):
    response = client.get("/halaman/redaksi/")
    assert (response.status_code, response["Location"]) == (301, "/redaksi/")
    assert client.get("/halaman/tidak-ada/").status_code == 404


@pytest.mark.parametrize("slug", ["halaman", "hak-jawab", "koreksi", *OF_EVERY_FOOTER])
def test_no_section_takes_the_address_of_a_page(slug):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_section(slug=slug)


# The newsroom


def test_who_answers_for_the_site_is_named(client, newsroom):
    """CONVENTIONS I13."""
    page = text_of(client.get("/redaksi/"))
    for words in (
        *("PT Contoh Media", "Jalan Teratai 17", "Seruni 40123", "021 5550 0117", "redaksi@contoh.example"),
        *("17 Agustus 2009", "Penanggung Jawab Surya", "Redaktur Maya Hendra"),
    ):
        assert words in page


def test_the_footer_names_the_company_and_how_to_reach_it(client, newsroom):
    """CONVENTIONS I13."""
    page = client.get("/").content.decode()
    footer = page[page.index("<footer") :]
    assert "PT Contoh Media" in footer
    assert 'href="mailto:redaksi@contoh.example"' in footer
    assert '<a href="https://x.com/contoh" rel="me noopener">X</a>' in footer
    assert ">Instagram</a>" in footer


def test_a_site_that_nobody_has_introduced_has_pages_too(client):
    Newsroom.objects.all().delete()
    for address in ("/", "/redaksi/", "/kontak/"):
        assert client.get(address).status_code == 200
    assert publisher.current().legal_name == ""


def test_the_logo_stands_in_the_masthead(client, newsroom, settings):
    newsroom.logo = make_photo(rendition_key="0" * 32, width=800, height=200)
    newsroom.save()
    page = client.get("/").content.decode()
    assert f'<img src="{newsroom.logo_url}" width="640" height="160" alt="{settings.SITE_NAME}">' in page


def test_the_publisher_is_plain_values_in_one_query(newsroom, settings, django_assert_num_queries):
    """CONVENTIONS G8, T1."""
    settings.SITE_URL = "https://contoh.example"
    with django_assert_num_queries(1):
        found = publisher.current()
    assert found == publisher.Publisher(
        name=settings.SITE_NAME,
        url="https://contoh.example/",
        legal_name="PT Contoh Media",
        address="Jalan Teratai 17, Seruni 40123",
        telephone="021 5550 0117",
        email="redaksi@contoh.example",
        logo_url="https://contoh.example/static/logo.png",
        logo_size=(512, 512),
        founded="2009-08-17",
        x_account="@contoh",
        accounts=("https://x.com/contoh", "https://www.instagram.com/contoh/"),
        policies=(
            ("masthead", "https://contoh.example/redaksi/"),
            ("ethicsPolicy", "https://contoh.example/halaman/etika/"),
        ),
    )


def test_there_is_one_newsroom(newsroom):
    Newsroom(company="PT Lain").save()
    assert Newsroom.objects.get().company == "PT Lain"
    with pytest.raises(IntegrityError), transaction.atomic():
        Newsroom.objects.bulk_create([Newsroom(pk=2)])


@pytest.mark.parametrize("text", ["x.com/contoh", "http://x.com/contoh", "javascript:x()", "https://x.com/a\nhalo"])
def test_a_social_account_is_an_address(newsroom, text):
    newsroom.social_accounts = text
    with pytest.raises(ValidationError, match="bukan alamat"):
        newsroom.full_clean()


# The desk


def test_the_managing_editor_writes_a_page_with_the_body_editor(client):
    """CONVENTIONS T2."""
    client.force_login(make_staff("Redaktur Pelaksana"))
    page = Page.objects.get(slug="kontak")
    form = client.get(change_url(page))
    assert "prose-editor" in form.content.decode() or "prose_editor" in form.content.decode()
    assert "nonce-" in form["Content-Security-Policy"]
    press(client, change_url(page), "_save", title="Hubungi Kami", body="<p>Isi <script>x</script>baru.</p>")
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Hubungi Kami", "kontak")
    assert "<script" not in page.body
    assert "Hubungi Kami" in text_of(client.get("/kontak/"))


def test_a_page_of_the_footer_is_not_deleted(client):
    client.force_login(make_staff())
    url = f"/admin/articles/page/{Page.objects.get(slug='kontak').pk}/delete/"
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert client.get("/kontak/").status_code == 200


def test_the_newsroom_is_filled_in_at_the_desk(client):
    """CONVENTIONS T2."""
    client.force_login(make_staff("Redaktur Pelaksana"))
    Page.objects.create(title="Etika", slug="etika")
    form = client.get("/admin/articles/newsroom/", follow=True)
    url = form.redirect_chain[-1][0]
    officer = {"officers-TOTAL_FORMS": "1", "officers-0-office": "Penanggung Jawab", "officers-0-name": "Surya"}
    press(
        client,
        url,
        company="PT Contoh Media",
        ethicsPolicy="/halaman/etika/",
        **officer,
        **{"officers-0-position": "0"},
    )
    newsroom = Newsroom.objects.get()
    assert (newsroom.company, newsroom.policies) == ("PT Contoh Media", {"ethicsPolicy": "/halaman/etika/"})
    assert newsroom.officers.get().name == "Surya"
    assert client.get(url).context["adminform"].form["ethicsPolicy"].value() == "/halaman/etika/"
