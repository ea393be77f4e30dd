"""An export of WordPress comes in: once, whole, and beside editors at work (CONVENTIONS X2 to X5)."""

import datetime
import http.server
import threading
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import giving_way
from articles.models import (
    Article,
    Author,
    EditionChange,
    Imported,
    Photo,
    Section,
    Step,
    Tag,
    TagAlias,
    TaggedArticle,
)
from articles.search import indexing
from articles.transfer import archive, pictures, survey, wxr

from . import exports
from .exports import HOST
from .factories import at, image_bytes, make_author, make_section, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    """Write an export of these parts to a file; its path."""

    def write(*parts, name="ekspor.xml", **options):
        file = tmp_path / name
        file.write_text(exports.export(*parts, **options), encoding="utf-8")
        return file

    return write


@pytest.fixture
def bring_in(written, capsys):
    """Import an export of these parts; what the command printed."""

    def run(*parts, **options):
        call_command("import_wordpress", written(*parts), **options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def uploads(tmp_path):
    """A copy of the old site's folder of uploads, with one photo."""
    folder = tmp_path / "wp-content" / "uploads"
    (folder / "2016/05").mkdir(parents=True)
    (folder / "2016/05/kapal.jpg").write_bytes(image_bytes(colour="navy"))
    return folder


def story(number=1):
    return Article.objects.get(pk=Imported.objects.get(kind="story", number=str(number)).row)


# What a post becomes


def test_a_post_becomes_a_story_with_its_hour_and_its_words(bring_in):
    out = bring_in(
        exports.post(
            7,
            "Harga Beras &amp; Gula Turun",
            "Satu.\n\nDua.",
            excerpt="Panen raya <em>menolong</em>.",
            post_name="harga-beras",
            post_modified_gmt="2016-06-02 01:00:00",
        )
    )
    found = story(7)
    assert (found.headline, found.deck, found.slug) == (
        "Harga Beras & Gula Turun",
        "Panen raya menolong.",
        "harga-beras",
    )
    assert found.body == "<p>Satu.</p><p>Dua.</p>"
    assert found.published_at == found.shown_updated_at == at("2016-05-31 02:49")
    assert found.created_at == at("2016-05-31 02:49")
    assert found.modified_at == at("2016-06-02 08:00")
    assert found.is_published
    assert [(line.author.name, line.role) for line in found.bylines.all()] == [("Rahma Lestari", "penulis")]
    assert [step.verb for step in found.steps.all()] == [Step.Verb.IMPORT]
    assert "1 berita baru" in out


def test_readers_find_an_imported_story_everywhere(bring_in, client):
    bring_in(
        exports.post(
            1, "Dermaga Baru Dibuka", terms=[("category", "ekonomi", "Ekonomi"), ("post_tag", "laut", "Laut")]
        )
    )
    found = story()
    page = client.get(found.get_absolute_url())
    assert page.status_code == 200
    assert "31 Mei 2016, 02:49 WIB" in page.content.decode()
    for address in (
        "/ekonomi/",
        "/tag/laut/",
        "/penulis/rahma-lestari/",
        "/indeks/2016/05/31/",
        "/cari/?q=dermaga",
        "/",
    ):
        assert found.get_absolute_url() in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    ("facts", "status", "hour"),
    [
        ({"status": "publish"}, "approved", "2016-05-31 02:49"),
        ({"status": "draft"}, "draft", None),
        ({"status": "pending"}, "review", None),
        ({"status": "private"}, "draft", None),
        ({"status": "publish", "post_password": "rahasia"}, "draft", None),
        ({"status": "future", "post_date_gmt": "2036-05-30 19:49:00"}, "approved", "2036-05-31 02:49"),
        # The time in UTC, else the local one in the zone that the operator names (X5).
        ({"post_date_gmt": "0000-00-00 00:00:00"}, "approved", "2016-05-31 01:49"),
        ({"post_date_gmt": "0000-00-00 00:00:00", "post_date": "0000-00-00 00:00:00"}, "draft", None),
        ({"post_date_gmt": "rusak", "post_date": ""}, "draft", None),
        ({"post_date_gmt": "9999-12-31 23:59:59", "post_date": ""}, "draft", None),
        (
            {"post_date_gmt": "", "post_date": "", "printed": "Mon, 30 May 2016 19:49:00 +0000"},
            "approved",
            "2016-05-31 02:49",
        ),
        ({"post_date_gmt": "", "post_date": "", "printed": "Mon, 30 Nov -0001 00:00:00 +0000"}, "draft", None),
    ],
)
def test_a_state_of_wordpress_is_one_of_ours(bring_in, facts, status, hour):
    bring_in(exports.post(1, **facts), zone="Asia/Makassar")
    assert (story().status, story().published_at) == (status, hour and at(hour))


def test_what_is_no_story_is_left_out_and_counted(bring_in):
    out = bring_in(
        exports.post(1),
        exports.post(2, status="trash"),
        exports.post(3, status="auto-draft"),
        exports.post(4, post_type="nav_menu_item"),
        exports.post(5, post_type="nav_menu_item"),
        exports.post(6, post_type="page"),
        exports.post(7, post_type="revision", status="inherit"),
        exports.post("x"),
        exports.post(1, "Sekali lagi", comments=3),
    )
    assert Article.objects.count() == 1
    assert story(1).headline == "Dermaga Baru Dibuka"
    for count, word in (
        (1, "sudah ada sebelumnya"),
        (3, "komentar"),
        (1, "trash"),
        (1, "auto-draft"),
        (2, "nav_menu_item"),
        (1, "page"),
    ):
        assert any(f" {count} " in line and word in line for line in out.splitlines()), (count, word)


def test_long_and_missing_words_fit(bring_in):
    bring_in(
        exports.post(1, "kata " * 80, excerpt="dek " * 200, post_name="a-" * 100),
        exports.post(2, "", status="draft", post_name=""),
        exports.post(3, "<b>Tebal</b> dan &#8220;kutip&#8221;", post_name="%e0%a4%a8"),
    )
    assert len(story(1).headline) <= 200
    assert story(1).headline.endswith("kata…")
    assert len(story(1).deck) <= 400
    assert story(2).headline
    assert story(3).headline == "Tebal dan “kutip”"
    assert story(3).slug == "tebal-dan-kutip"


# What it is filed under


def test_a_category_is_a_section_and_a_deeper_one_a_part(bring_in):
    bring_in(
        exports.category("sepak-bola", "Sepak Bola", parent="olahraga"),
        exports.category("liga", "Liga", parent="sepak-bola"),
        exports.category("olahraga", "Olahraga"),
        exports.post(1, terms=[("category", "olahraga", "Olahraga"), ("category", "liga", "Liga")]),
        exports.post(2, terms=[("category", "sepak-bola", "Sepak Bola")]),
    )
    # Ours are two levels deep.
    assert [(section.slug, section.parent.slug) for section in (story(1).section, story(2).section)] == [
        ("liga", "olahraga"),
        ("sepak-bola", "olahraga"),
    ]


def test_other_categories_stay_as_tags(bring_in):
    terms = [("category", "ekonomi", "Ekonomi"), ("category", "laut", "Kelautan"), ("post_tag", "ikan", "Ikan")]
    bring_in(exports.post(1, terms=terms))
    assert story().section.slug == "ekonomi"
    assert set(story().tags.names()) == {"Kelautan", "Ikan"}


def test_the_category_that_an_editor_chose_is_the_section(bring_in):
    terms = [("category", "ekonomi", "Ekonomi"), ("category", "laut", "Laut")]
    known = exports.category("ekonomi", "Ekonomi", number=4), exports.category("laut", "Laut", number=9)
    bring_in(*known, exports.post(1, terms=terms, meta=[("_yoast_wpseo_primary_category", "9")]))
    assert story().section.slug == "laut"
    assert list(story().tags.names()) == ["Ekonomi"]


@pytest.mark.parametrize("terms", [[], [("category", "uncategorized", "Uncategorized")]])
def test_a_story_without_a_category_goes_to_the_section_that_was_named(bring_in, terms):
    bring_in(exports.post(1, terms=terms), section="kabar-kota")
    assert (story().section.slug, story().section.name) == ("kabar-kota", "Kabar kota")


def test_what_the_newsroom_has_is_used(bring_in):
    section, author = make_section(slug="ekonomi", name="Bisnis"), make_author(name="rahma lestari")
    tag, renamed = make_tag(name="Laut"), make_tag(name="Dewan Perwakilan Rakyat")
    TagAlias.objects.create(name="DPR", tag=renamed)
    bring_in(
        exports.post(
            1, terms=[("category", "ekonomi", "Ekonomi"), ("post_tag", "laut", "laut"), ("post_tag", "dpr", "DPR")]
        )
    )
    assert story().section == section
    assert list(story().authors.all()) == [author]
    assert set(story().tags.all()) == {tag, renamed}
    assert (Section.objects.count(), Author.objects.count(), Tag.objects.count()) == (1, 1, 2)


def test_words_that_our_addresses_need_are_no_sections(bring_in):
    bring_in(
        exports.post(1, terms=[("category", "foto", "Foto")]), exports.post(2, terms=[("category", "foto", "Foto")])
    )
    assert story(1).section == story(2).section
    assert story(1).section.slug == "kanal-foto"


def test_an_advertorial_says_so_and_does_not_rank(bring_in):
    bring_in(
        exports.post(1, terms=[("category", "ekonomi", "Ekonomi"), ("category", "advertorial", "Advertorial")]),
        exports.post(2, terms=[("category", "opini", "Opini")]),
    )
    assert story(1).label == Article.Label.ADVERTORIAL
    assert story(1).section.slug == "ekonomi"
    assert story(1).ranked_at is None
    assert story(2).label == Article.Label.OPINION


def test_co_authors_sign_in_their_order(bring_in):
    bring_in(
        exports.author("bayu", "Bayu Anggara"),
        exports.post(
            20,
            "Winda P.",
            "",
            post_type="guest-author",
            post_name="cap-winda",
            meta=[("cap-display_name", "Winda Paramastuti")],
        ),
        exports.post(1, terms=[("author", "cap-winda", "winda"), ("author", "cap-bayu", "bayu")]),
    )
    assert [line.author.name for line in story().bylines.all()] == ["Winda Paramastuti", "Bayu Anggara"]


def test_nothing_of_accounts_and_comments_is_kept(bring_in, client):
    """Mail addresses and the addresses of those who commented stay behind (X5, CONVENTIONS D2)."""
    bring_in(exports.post(1, comments=3))
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = repr(cursor.fetchall())
            assert "rahasia@contoh.example" not in rows
            assert "203.0.113.9" not in rows


# Photos


def test_a_photo_comes_in_with_its_facts_through_the_photo_desks_door(bring_in, uploads):
    picture = '[caption id="attachment_50"]<img src="x.jpg" alt=""> Kapal <em>sandar</em>.[/caption]'
    out = bring_in(
        exports.attachment(
            50,
            caption="Kapal di dermaga.",
            alt_text="Kapal putih",
            title="Kapal 2016",
            meta=[("_media_credit", "Bayu Anggara")],
        ),
        exports.post(1, content=f"Satu.\n\n{picture}\n\nDua.", meta=[("_thumbnail_id", "50")]),
        uploads=str(uploads),
    )
    photo = Photo.objects.get()
    assert (photo.title, photo.caption, photo.alt_text, photo.photographer) == (
        "Kapal 2016",
        "Kapal di dermaga.",
        "Kapal putih",
        "Bayu Anggara",
    )
    assert photo.content_hash
    assert photo.rendition_key
    assert story().lead_photo == photo
    assert story().body == (
        f'<p>Satu.</p><figure data-photo="{photo.pk}"><figcaption>Kapal <em>sandar</em>.</figcaption></figure><p>Dua.</p>'
    )
    assert set(photo.uses.values_list("kind", flat=True)) == {"lead", "inline"}
    assert "1 foto masuk" in out


@pytest.mark.parametrize("meta", [[], [("_thumbnail_id", "50")]])
def test_the_photo_that_opens_a_body_leads_and_is_shown_once(bring_in, uploads, meta):
    picture = '[caption id="attachment_50"]<img src="x.jpg" alt="Kapal putih"> Kapal sandar.[/caption]'
    bring_in(exports.attachment(50), exports.post(1, content=f"{picture}\n\nSatu.", meta=meta), uploads=str(uploads))
    assert story().lead_photo == Photo.objects.get()
    assert (story().lead_caption, story().lead_alt_text) == ("Kapal sandar.", "Kapal putih")
    assert story().body == "<p>Satu.</p>"


def test_a_smaller_copy_is_the_same_photo(bring_in, uploads):
    content = 'Satu.\n\n<img src="http://harianlama.example/wp-content/uploads/2016/05/kapal-300x200.jpg?w=2">'
    bring_in(exports.post(1, content=content), exports.attachment(50), uploads=str(uploads))
    assert story().body == f'<p>Satu.</p><figure data-photo="{Photo.objects.get().pk}"></figure>'


def test_photos_wait_for_a_folder_and_are_put_in_later(bring_in, uploads):
    parts = (
        exports.attachment(50),
        exports.post(1, content="Satu.\n\n[gallery ids='50']", meta=[("_thumbnail_id", "50")]),
    )
    out = bring_in(*parts)
    assert "1 foto menunggu" in out
    assert (story().lead_photo, story().body) == (None, "<p>Satu.</p>")
    address = story().get_absolute_url()
    bring_in(*parts, uploads=str(uploads))
    assert story().lead_photo == Photo.objects.get()
    assert "<figure" in story().body
    assert story().get_absolute_url() == address
    bring_in(*parts)
    assert "<figure" in story().body, "photos that came in are known without the folder"


def test_a_photo_that_cannot_be_taken_in_is_named_and_leaves_no_file(bring_in, uploads, files_of_the_test):
    (uploads / "2016/05/rusak.jpg").write_bytes(b"bukan foto")
    (uploads.parent / "rahasia.jpg").write_bytes(image_bytes(colour="red"))
    out = bring_in(
        exports.attachment(50, "2016/05/rusak.jpg"),
        exports.attachment(51, "2016/05/hilang.jpg"),
        exports.attachment(52, "../rahasia.jpg"),
        exports.attachment(53, "2016/05/vektor.svg"),
        exports.post(1, content="Satu.\n\n[gallery ids='50,51,52']", meta=[("_thumbnail_id", "53")]),
        uploads=str(uploads),
    )
    assert story().body == "<p>Satu.</p>"
    assert not Photo.objects.exists()
    assert not [path for path in files_of_the_test.rglob("*") if path.is_file()]
    for file in ("rusak.jpg", "hilang.jpg", "rahasia.jpg", "vektor.svg"):
        assert file in out


@pytest.mark.parametrize(
    "address",
    [
        f"{HOST}/wp-content/uploads/sites/3/2016/05/kapal.jpg",
        "https://harianlama.files.wordpress.example/2016/05/kapal.jpg",
        f"{HOST}/wp-content/uploads/2016%2F05/kapal.jpg",
        f"{HOST}/berkas.php?nomor=50",
    ],
)
def test_a_file_is_found_in_the_folder_wherever_the_old_site_served_it(bring_in, uploads, address):
    attachment = exports.attachment(50).replace(f"{HOST}/wp-content/uploads/2016/05/kapal.jpg", address)
    bring_in(attachment, exports.post(1, meta=[("_thumbnail_id", "50")]), uploads=str(uploads))
    assert story().lead_photo == Photo.objects.get()


def test_two_attachments_with_one_file_are_one_photo(bring_in, uploads):
    (uploads / "2016/05/salinan.jpg").write_bytes(image_bytes(colour="navy"))
    bring_in(
        exports.attachment(50),
        exports.attachment(51, "2016/05/salinan.jpg"),
        exports.post(1, meta=[("_thumbnail_id", "50")]),
        exports.post(2, meta=[("_thumbnail_id", "51")]),
        uploads=str(uploads),
    )
    assert story(1).lead_photo == story(2).lead_photo == Photo.objects.get()


def test_a_photo_that_was_deleted_here_stays_away(bring_in, uploads):
    parts = exports.attachment(50), exports.post(1, meta=[("_thumbnail_id", "50")])
    bring_in(*parts, uploads=str(uploads))
    Article.objects.update(lead_photo=None)
    Photo.objects.get().delete()
    bring_in(*parts, uploads=str(uploads))
    assert not Photo.objects.exists()
    assert story().lead_photo is None


def test_photos_are_fetched_from_the_old_site(bring_in, uploads, monkeypatch):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=uploads.parent.parent)
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "log_message", lambda *args: None)
    (uploads / "2016/05/kapal kayu.jpg").write_bytes(image_bytes(colour="olive"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/wp-content/uploads/2016/05"

        def fetched(address):
            return pictures.OldSite().read(SimpleNamespace(address=address))

        assert fetched(f"{base}/kapal kayu.jpg") == fetched(f"{base}/kapal%20kayu.jpg") == image_bytes(colour="olive")
        with pytest.raises(pictures.NotFound, match="404"):
            fetched(f"{base}/hilang.jpg")
        server.shutdown()
    for address in (
        "file:///etc/passwd",
        "ftp://x.example/a.jpg",
        "kapal.jpg",
        f"{base}/kapal.jpg",
        "http://[::1/a.jpg",
    ):
        with pytest.raises(pictures.NotFound):
            fetched(address)


def test_an_old_site_that_is_gone_is_asked_a_few_times_and_no_more(bring_in, monkeypatch):
    asked = []

    def nobody(request, timeout):
        asked.append(request.full_url)
        raise TimeoutError("timed out")

    monkeypatch.setattr(pictures, "urlopen", nobody)
    numbers = range(50, 62)
    out = bring_in(
        *(exports.attachment(number, f"2016/05/{number}.jpg") for number in numbers),
        *(exports.post(number - 49, meta=[("_thumbnail_id", str(number))]) for number in numbers),
        download=True,
    )
    assert len(asked) == pictures.PATIENCE
    assert Article.objects.count() == 12
    assert "12 foto tidak dapat diambil" in out
    assert "Situs lama tidak menjawab" in out


def test_pictures_of_other_sites_are_named(bring_in):
    out = bring_in(exports.post(1, content='Satu. <img src="https://lain.example/a.jpg">'))
    assert "https://lain.example/a.jpg" in out


# Addresses


def test_old_addresses_lead_to_the_story(bring_in, client):
    bring_in(
        exports.post(
            5,
            link=f"{HOST}/2016/05/dermaga-baru/",
            post_name="dermaga-baru",
            meta=[("_wp_old_slug", "dermaga"), ("_wp_old_slug", "a\\d")],
        )
    )
    address = story(5).get_absolute_url()
    for old in ("/2016/05/dermaga-baru/", "/2016/05/dermaga-baru", "/?p=5", "/2016/05/dermaga/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, address), old


def test_links_between_old_stories_lead_on(bring_in, client):
    bring_in(
        exports.post(1, content=f'<p><a href="{HOST}/2016/05/berita-2/">tadi</a></p>'),
        exports.post(2),
    )
    assert '<a href="/2016/05/berita-2/">' in story(1).body
    assert client.get("/2016/05/berita-2/")["Location"] == story(2).get_absolute_url()


def test_an_address_that_no_redirect_can_hold_is_named(bring_in):
    out = bring_in(exports.post(1, link=f"{HOST}/{'panjang-' * 40}/"))
    assert story().is_published
    assert "panjang-panjang" in out


def test_drafts_have_no_old_addresses(bring_in, client):
    bring_in(exports.post(5, status="draft", link=f"{HOST}/?p=5"))
    assert client.get("/?p=5").status_code == 404


# Again


def test_a_second_import_changes_nothing(bring_in, uploads):
    parts = [
        exports.attachment(50),
        *(exports.post(number, meta=[("_thumbnail_id", "50")]) for number in range(1, 6)),
    ]
    bring_in(*parts, uploads=str(uploads))
    edition = EditionChange.objects.current()
    before = list(Article.objects.order_by("pk").values())
    out = bring_in(*parts, uploads=str(uploads))
    assert list(Article.objects.order_by("pk").values()) == before
    assert EditionChange.objects.current() == edition
    assert "0 berita baru, 0 berubah, 5 tetap" in out


def test_a_second_import_brings_what_changed_there(bring_in):
    bring_in(exports.post(1), exports.post(2))
    address = story(1).get_absolute_url()
    bring_in(
        exports.post(1, "Judul Diperbaiki", "Isi baru.", terms=[("category", "laut", "Laut"), ("post_tag", "a", "A")]),
        exports.post(2),
        exports.post(3),
    )
    assert (story(1).headline, story(1).body, story(1).section.slug) == (
        "Judul Diperbaiki",
        "<p>Isi baru.</p>",
        "laut",
    )
    assert list(story(1).tags.names()) == ["A"]
    assert story(1).get_absolute_url().rpartition("/read/")[2] == address.rpartition("/read/")[2]
    assert Article.objects.count() == 3
    assert TaggedArticle.objects.get().listed_at == story(1).published_at


def test_what_an_editor_changed_is_left_alone(bring_in):
    """An editor's text is never overwritten (CONVENTIONS P3 holds for stories as well)."""
    bring_in(exports.post(1))
    edited = story()
    edited.headline = "Judul dari Redaksi"
    edited.save()
    out = bring_in(exports.post(1, "Judul Lain Lagi", "Isi lain."))
    assert story().headline == "Judul dari Redaksi"
    assert "1 berubah di sana" in out


def test_a_story_with_changes_under_way_is_left_alone(bring_in, editor):
    from articles import drafting
    from articles.models import revision

    bring_in(exports.post(1))
    article = story()
    base = drafting.begin(article, by=editor)
    drafting.save(article, revision.take(article) | {"headline": "Sedang Digarap"}, base=base, by=editor)
    assert story().headline == "Dermaga Baru Dibuka", "a working copy, which readers do not see"
    bring_in(exports.post(1, "Judul Lain Lagi"))
    assert story().headline == "Dermaga Baru Dibuka"


def test_a_story_that_was_deleted_here_stays_away(bring_in):
    bring_in(exports.post(1, status="draft"))
    story().delete()
    out = bring_in(exports.post(1, status="draft"))
    assert not Article.objects.exists()
    assert "1 dihapus di sini" in out


def test_a_story_that_readers_saw_is_not_taken_back(bring_in):
    bring_in(exports.post(1))
    bring_in(exports.post(1, "Judul Baru", status="draft"))
    assert (story().headline, story().is_published) == ("Judul Baru", True)


def test_stories_of_two_sites_with_the_same_numbers_are_two(bring_in, written):
    bring_in(exports.post(1))
    call_command("import_wordpress", written(exports.post(1, "Lain"), host="https://lain.example"))
    assert Article.objects.count() == 2


def test_an_import_that_was_stopped_goes_on(written, monkeypatch):
    file = written(*(exports.post(number) for number in range(1, 8)))
    monkeypatch.setattr(archive, "BATCH", 2)
    create = archive.Archive._create

    def stopped_at_the_sixth(self, post, digest):
        create(self, post, digest)
        if post.number == "6":
            raise KeyboardInterrupt

    monkeypatch.setattr(archive.Archive, "_create", stopped_at_the_sixth)
    with pytest.raises(CommandError, match="Berhenti setelah 4") as stopped:
        call_command("import_wordpress", file)
    assert stopped.value.returncode == 130
    assert Article.objects.count() == Imported.objects.filter(kind="story").count() == 4
    monkeypatch.setattr(archive.Archive, "_create", create)
    call_command("import_wordpress", file)
    assert Article.objects.count() == 7


def test_what_the_database_refuses_is_one_sentence_and_leaves_nothing(written, monkeypatch):
    def refused(self, article, post):
        raise IntegrityError("FOREIGN KEY\nconstraint failed")

    monkeypatch.setattr(archive.Archive, "_file", refused)
    with pytest.raises(CommandError, match="FOREIGN KEY constraint failed"), transaction.atomic():
        call_command("import_wordpress", written(exports.post(1)))
    assert not Article.objects.exists()


# Beside editors at work


def test_a_transaction_is_short_and_ends_by_the_clock(bring_in, monkeypatch):
    """Stories are read and photos decoded before it begins, and it ends when it has been going on for HOLD."""
    clock, sizes = iter(range(1000)), []
    monkeypatch.setattr(archive, "HOLD", 2.5)
    monkeypatch.setattr(archive.time, "monotonic", lambda: next(clock))
    write_some = archive.Archive._write_some

    def counted(self, queue):
        sizes.append(write_some(self, queue))
        return sizes[-1]

    monkeypatch.setattr(archive.Archive, "_write_some", counted)
    bring_in(*(exports.post(number) for number in range(1, 6)))
    assert sizes == [2, 2, 1]


def test_reading_and_photos_hold_no_transaction(bring_in, uploads, monkeypatch):
    inside = []
    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(
        archive.pictures,
        "take_in",
        lambda *args, take_in=pictures.take_in: inside.append(len(connection.savepoint_ids)) or take_in(*args),
    )
    bring_in(exports.attachment(50), exports.post(1, meta=[("_thumbnail_id", "50")]), uploads=str(uploads))
    assert inside == [depth]


def test_others_may_write_between_two_transactions(bring_in, monkeypatch):
    """SQLite has no line of those who wait to write: who begins anew at once would be there first, time after time."""
    events, depth = [], len(connection.savepoint_ids)
    monkeypatch.setattr(archive, "BATCH", 2)
    monkeypatch.setattr(archive, "give_way", lambda: events.append(("way", len(connection.savepoint_ids) - depth)))
    create = archive.Archive._create
    monkeypatch.setattr(archive.Archive, "_create", lambda *args: events.append("story") or create(*args))
    bring_in(*(exports.post(number) for number in range(1, 6)))
    assert events == ["story", "story", ("way", 0), "story", "story", ("way", 0), "story", ("way", 0)]
    events.clear()
    bring_in(*(exports.post(number) for number in range(1, 6)))
    assert events == [], "what is as it was is not written, so nobody has to wait"


@pytest.mark.django_db(transaction=True)
def test_giving_way_takes_longer_than_whoever_waits_takes_to_ask_again(monkeypatch):
    paused = []
    monkeypatch.setattr(giving_way.time, "sleep", paused.append)
    giving_way.give_way()
    with transaction.atomic():
        giving_way.give_way()
    # The longest pause of SQLite's busy handler is a tenth of a second; PostgreSQL has a line.
    assert [pause > 0.1 for pause in paused] == ([True] if connection.vendor == "sqlite" else [])


def test_an_import_begins_an_edition_with_each_transaction_and_is_searched_at_its_end(bring_in, monkeypatch):
    indexed = []
    monkeypatch.setattr(
        indexing, "_index", lambda numbers, index=indexing._index: indexed.append(len(numbers)) or index(numbers)
    )
    before = EditionChange.objects.count()
    bring_in(*(exports.post(number) for number in range(1, 6)))
    assert EditionChange.objects.count() == before + 1
    assert indexed == [5]


def test_a_rehearsal_writes_nothing(bring_in, uploads):
    bring_in(exports.post(1))
    with transaction.atomic():
        counts = [model.objects.count() for model in (Article, Section, Author, Tag, Imported, Photo, EditionChange)]
        out = bring_in(
            exports.attachment(50),
            exports.post(1),
            exports.post(2, terms=[("category", "baru", "Baru")], meta=[("_thumbnail_id", "50")]),
            exports.post(3, status="draft"),
            uploads=str(uploads),
            dry_run=True,
        )
        assert counts == [
            model.objects.count() for model in (Article, Section, Author, Tag, Imported, Photo, EditionChange)
        ]
    assert "1 terbit" in out
    assert "1 draf" in out


# Files that are no export


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_versions_differ_in_their_namespace_alone(written, version, scheme):
    base = f"{scheme}://wordpress.org/export/{version}/"
    file = written(
        exports.post(1, excerpt="Dek."), namespaces={"wp": base, "excerpt": f"{base}excerpt/"}, version=version
    )
    assert [(item.number, item.facts["excerpt:encoded"]) for item in wxr.items([file])] == [("1", "Dek.")]


def test_prefixes_bound_otherwise_do_not_matter(tmp_path):
    text = exports.export(exports.post(1))
    text = text.replace("<wp:", "<zz:").replace("</wp:", "</zz:").replace("xmlns:wp=", "xmlns:zz=")
    text = text.replace("<channel>", '<channel xmlns:wp="http://lain.example/">', 1).replace(
        "<item>", "<item><wp:post_id>9</wp:post_id>"
    )
    (tmp_path / "a.xml").write_text(text)
    assert [item.number for item in wxr.items([tmp_path / "a.xml"])] == ["1"]


def test_the_first_of_two_facts_counts_and_those_of_others_do_not(tmp_path):
    text = exports.export(exports.post(1))
    text = text.replace(
        "<wp:post_id>1</wp:post_id>",
        '<wp:post_id>1</wp:post_id><x:post_id xmlns:x="http://wordpress.org/export/1.2/">9</x:post_id>'
        '<y:status xmlns:y="http://lain.example/">draft</y:status>',
    )
    (tmp_path / "a.xml").write_text(text)
    assert [(item.number, item.status) for item in wxr.items([tmp_path / "a.xml"])] == [("1", "publish")]


def test_terms_of_the_general_form_are_known(bring_in):
    term = (
        "<wp:term><wp:term_taxonomy>category</wp:term_taxonomy><wp:term_slug>liga</wp:term_slug>"
        "<wp:term_parent>olahraga</wp:term_parent><wp:term_name>Liga Utama</wp:term_name></wp:term>"
        "<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>liga</wp:term_slug></wp:term>"
    )
    bring_in(exports.category("olahraga", "Olahraga"), term, exports.post(1, terms=[("category", "liga", "")]))
    assert (story().section.name, story().section.parent.name) == ("Liga Utama", "Olahraga")


def test_characters_that_turn_the_direction_of_a_line_are_taken_out(bring_in):
    bring_in(exports.post(1, "Judul &#x202E;terbalik &#xD800;", "Isi.", creator=""))
    assert "\u202e" not in story().headline
    assert not story().bylines.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rusak"),
        (b"<html></html>", "ekspor WordPress"),
        (b"<rss><channel><title>Umpan</title><item><title>x</title></item></channel></rss>", "ekspor WordPress"),
        (exports.export(exports.post(1))[:-40].encode(), "rusak"),
        (exports.export(exports.post(1)).replace("</title>", "</titel>", 1).encode(), "rusak"),
        (
            exports.export(exports.post(1)).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1).encode(),
            "entitas",
        ),
        (exports.export(exports.post(1), version="satu").encode(), "ekspor WordPress"),
        (exports.export(exports.post(1)).replace("Isi", "Isi \udcff").encode(errors="surrogateescape"), "rusak"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "rusak"),
    ],
)
def test_a_file_that_is_no_sound_export_is_refused_before_anything_is_written(tmp_path, content, words):
    file = tmp_path / "ekspor.xml"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=words) as refused:
        call_command("import_wordpress", file)
    assert "ekspor.xml" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Article.objects.exists()
    assert not Imported.objects.exists()


def test_a_database_without_tables_is_one_sentence(written, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(CommandError, match="manage.py migrate"):
        call_command("import_wordpress", written(exports.post(1)))


def test_a_file_folder_or_zone_that_is_not_there_is_one_sentence(written, tmp_path):
    for options in ({"uploads": str(tmp_path / "tidak-ada")}, {"zone": "Asia/Atlantis"}, {"zone": "../x"}):
        with pytest.raises(CommandError):
            call_command("import_wordpress", written(exports.post(1)), **options)
    for file in (tmp_path / "tidak-ada.xml", tmp_path):
        with pytest.raises(CommandError):
            call_command("import_wordpress", file)


def test_control_characters_of_old_databases_do_not_matter(tmp_path):
    (tmp_path / "a.xml").write_bytes(exports.export(exports.post(1, content="Sa\x0btu\x00.\x1f")).encode())
    assert [item.facts["content:encoded"] for item in wxr.items([tmp_path / "a.xml"])] == ["Satu."]


def test_a_file_that_somebody_indented_says_the_same(tmp_path):
    text = exports.export(exports.category("ekonomi", "Ekonomi"), exports.post(1, meta=[("_thumbnail_id", "50")]))
    (tmp_path / "a.xml").write_text(text.replace("<![CDATA[", "\n    <![CDATA[").replace("]]>", "]]>\n"))
    item = next(wxr.items([tmp_path / "a.xml"]))
    assert (item.status, item.post_name, item.first("_thumbnail_id")) == ("publish", "berita-1", "50")
    assert survey.survey([tmp_path / "a.xml"]).categories["ekonomi"].name == "Ekonomi"


def test_several_files_of_one_site_are_one_export(written, capsys):
    """WordPress splits large exports; what a story refers to may stand in another file."""
    one = written(exports.post(1, meta=[("_thumbnail_id", "50")]), name="1.xml")
    two = written(exports.attachment(50), exports.post(2), name="2.xml")
    call_command("import_wordpress", one, two)
    assert Article.objects.count() == 2
    assert "1 foto menunggu" in capsys.readouterr().out
    with pytest.raises(CommandError, match="lain.example"):
        call_command("import_wordpress", one, written(exports.post(3), name="3.xml", host="https://lain.example"))


def test_a_large_export_is_not_held_in_memory(tmp_path):
    import tracemalloc

    def peak(count):
        file = tmp_path / f"{count}.xml"
        file.write_text(exports.export(*(exports.post(number, content="kata " * 2000) for number in range(count))))
        tracemalloc.start()
        assert sum(1 for _item in wxr.items([file])) == count
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(400) < 2 * peak(40)


def test_the_time_of_an_import_is_remembered(bring_in):
    before = timezone.now()
    bring_in(exports.post(1))
    row = Imported.objects.get(kind="story")
    assert (row.source, row.number) == (HOST, "1")
    assert before <= row.at <= timezone.now()
    assert row.saved_at == story().modified_at
    assert timezone.now() - story().modified_at > datetime.timedelta(days=365)
