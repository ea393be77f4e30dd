"""The words of the site are those that Indonesian readers know from other portals (CONVENTIONS I25)."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Byline

from .factories import make_article, make_author, make_correction, make_gallery, make_photo, make_section
from .test_public_pages import text_of

pytestmark = pytest.mark.django_db

# The list of I25 in its order: the word as it prints, and the page that prints it. What the list names with two words stands once.
# "Video", "Cek Fakta" and "Halaman 1 2 3" name what is not built, "Sumber" what readers are not shown,
# "Reporter" a role that signs after "oleh"; docs/conventions.md says so.
WORDS = [
    ("Beranda", "story"),
    ("Kanal", "not found"),
    ("Berita Terkini", "front"),
    ("Populer", "front"),
    ("Terpopuler", "popular"),
    ("Selengkapnya", "front"),
    ("Baca juga", "story"),
    ("Topik", "story"),
    ("Indeks", "front"),
    ("Indeks Berita", "day"),
    ("Foto", "photo stories"),
    ("Opini", "opinion"),
    ("Penulis", "author"),
    ("oleh", "story"),
    ("Editor", "story"),
    ("Fotografer", "story"),
    ("Diterbitkan", "story"),
    ("diperbarui", "story"),
    ("sebelumnya", "day"),
    ("selanjutnya", "day"),
    ("Foto sebelumnya", "picture"),
    ("Foto selanjutnya", "picture"),
    ("Bagikan", "story"),
    ("Salin tautan", "story"),
    ("Cari", "search"),
    ("Hasil pencarian", "search"),
    ("Ralat", "story"),
    ("Koreksi", "corrections"),
    ("Hak Jawab", "corrections"),
    ("Klarifikasi", "corrections"),
    ("Pencabutan berita", "corrections"),
    ("Redaksi", "front"),
    ("Tentang Kami", "front"),
    ("Kontak", "front"),
    ("Pedoman Media Siber", "front"),
    ("Kebijakan Privasi", "front"),
    ("Advertorial", "advertorial"),
]


@pytest.fixture
def addresses():
    section = make_section(name="Laut")
    other = make_article(section=section)
    story = make_article(
        section=section, tags=["dermaga"], body=f'<p>Awal.</p><aside data-article="{other.pk}"></aside>'
    )
    for position, role in enumerate(("reporter", "editor", "fotografer"), start=1):
        Byline.objects.create(article=story, author=make_author(), role=role, position=position)
    for kind in ("ralat", "koreksi", "hak_jawab", "klarifikasi"):
        make_correction(story, kind=kind)
    for days in (4, 6):
        make_article(published_at=timezone.now() - datetime.timedelta(days=days))
    day = timezone.localdate() - datetime.timedelta(days=5)
    make_article(published_at=timezone.now() - datetime.timedelta(days=5))
    make_article(status="withdrawn")
    gallery = make_article()
    make_gallery(gallery, [make_photo(), make_photo(), make_photo()])
    gallery.refresh_from_db()
    return {
        "front": "/",
        "story": story.get_absolute_url(),
        "opinion": make_article(label="opini").get_absolute_url(),
        "advertorial": make_article(label="advertorial").get_absolute_url(),
        "author": story.bylines.first().author.get_absolute_url(),
        "picture": f"{gallery.get_absolute_url()}foto/{gallery.pictures[1].photo_id}/",
        "photo stories": "/foto/",
        "popular": "/populer/",
        "day": f"/indeks/{day:%Y/%m/%d}/",
        "search": "/cari/?q=perahu",
        "corrections": "/koreksi/",
        "not found": "/tidak-ada/",
    }


def test_each_word_of_the_list_stands_where_readers_look_for_it(client, addresses):
    """CONVENTIONS I25."""
    pages = {page: text_of(client.get(address)) for page, address in addresses.items()}
    assert [(word, page) for word, page in WORDS if word not in pages[page]] == []
