"""The pages that every footer leads to, as starters for the newsroom to fill in; and records for what was withdrawn before."""

from django.db import migrations

# (slug, title, description, body). What the newsroom has to fill in stands in [brackets].
PAGES = [
    (
        "redaksi",
        "Redaksi",
        "Siapa yang menerbitkan situs ini dan siapa yang bertanggung jawab atas isinya.",
        """
<p>Badan hukum, alamat, dan nama penanggung jawab di atas dimuat sesuai dengan Pasal 12 Undang-Undang Nomor 40 Tahun 1999 tentang Pers. Redaksi mengisinya di meja redaksi, pada <strong>Ruang redaksi</strong>.</p>
<h2>Cara kami bekerja</h2>
<p>[Tulis di sini bagaimana redaksi memutuskan apa yang diberitakan, siapa yang menyunting, dan siapa yang menyetujui penerbitan.]</p>
<h2>Kritik dan hak jawab</h2>
<p>Kekeliruan kami perbaiki secara terbuka; semuanya tercatat di <a href="/koreksi/">halaman koreksi</a>. Siapa pun yang dirugikan oleh berita kami dapat meminta <a href="/hak-jawab/">hak jawab</a>.</p>
""",
    ),
    (
        "pedoman-media-siber",
        "Pedoman Pemberitaan Media Siber",
        "Pedoman Dewan Pers yang kami ikuti.",
        """
<p><strong>[Tempelkan di sini naskah resmi Pedoman Pemberitaan Media Siber (Peraturan Dewan Pers Nomor 1/Peraturan-DP/III/2012).]</strong></p>
<p>Salin naskahnya dari situs Dewan Pers, <a href="https://dewanpers.or.id/">dewanpers.or.id</a>, bukan dari portal lain: banyak salinan yang beredar sudah diubah. Halaman ini baru memenuhi kewajiban setelah naskah resmi itu dimuat.</p>
<h2>Yang kami lakukan karenanya</h2>
<ul>
<li><p>Berita yang mendesak dan belum terverifikasi memuat catatan di akhir naskahnya; berita lanjutannya ditautkan.</p></li>
<li><p>Ralat, koreksi, dan hak jawab ditautkan pada beritanya dan mencantumkan waktu pemuatan: <a href="/koreksi/">koreksi</a>.</p></li>
<li><p>Berita yang dicabut tetap punya alamat, yang menyebutkan alasan pencabutannya.</p></li>
<li><p>Iklan dan berita berbayar diberi keterangan “advertorial”.</p></li>
</ul>
""",
    ),
    (
        "tentang-kami",
        "Tentang Kami",
        "Siapa kami dan untuk siapa kami menulis.",
        """
<p>[Perkenalkan media ini dalam dua atau tiga kalimat: sejak kapan terbit, apa yang diliput, untuk siapa.]</p>
<h2>Kepemilikan dan pendanaan</h2>
<p>[Sebutkan pemilik dan sumber pendapatan: iklan, langganan, hibah.]</p>
<h2>Pegangan kami</h2>
<p>Kami bekerja menurut Kode Etik Jurnalistik dan <a href="/pedoman-media-siber/">Pedoman Pemberitaan Media Siber</a>. Pendapat dan analisis diberi label, begitu pula tulisan berbayar dan penggunaan kecerdasan buatan.</p>
""",
    ),
    (
        "kontak",
        "Kontak",
        "Cara menghubungi redaksi.",
        """
<p>[Tambahkan jam layanan redaksi dan, bila ada, alamat khusus untuk iklan serta kerja sama.]</p>
<h2>Untuk urusan tertentu</h2>
<ul>
<li><p>Keberatan atas berita: <a href="/hak-jawab/">formulir hak jawab</a>.</p></li>
<li><p>Salinan atau penghapusan data pribadi Anda: hubungi alamat surel di atas; lihat <a href="/kebijakan-privasi/">kebijakan privasi</a>.</p></li>
</ul>
""",
    ),
    (
        "kebijakan-privasi",
        "Kebijakan Privasi",
        "Data apa yang disimpan situs ini, untuk apa, dan berapa lama.",
        """
<p>Halaman ini menjelaskan apa yang disimpan oleh perangkat lunak situs ini. [Redaksi: periksa, lalu tambahkan apa yang Anda simpan di luar situs ini, termasuk oleh penyedia server Anda.]</p>
<h2>Saat Anda membaca</h2>
<p>Anda membaca tanpa mendaftar. Halaman untuk pembaca tidak memasang kuki dan tidak memuat pelacak pihak lain.</p>
<ul>
<li><p><strong>Jumlah pembacaan.</strong> Setelah sebuah berita dibuka, peramban Anda melaporkan nomor beritanya. Yang disimpan hanyalah berita mana, jam berapa, dan berapa kali dibaca. Alamat IP dipakai sekejap di dalam memori untuk membatasi laporan berulang, paling lama satu menit, dan tidak disimpan.</p></li>
<li><p><strong>Tampilan gelap atau terang.</strong> Pilihan Anda disimpan di peramban Anda sendiri dan tidak dikirim kepada kami.</p></li>
<li><p><strong>Sematan.</strong> Video dan unggahan dari layanan lain baru dimuat setelah Anda menekannya; sejak saat itu kebijakan layanan tersebut berlaku.</p></li>
<li><p><strong>Catatan server.</strong> [Sebutkan apa yang dicatat server web Anda dan berapa lama, misalnya alamat IP yang dipendekkan, empat belas hari.]</p></li>
</ul>
<h2>Saat Anda meminta hak jawab</h2>
<p>Kami menyimpan nama, kontak, berita, bagian yang dipersoalkan, dan tanggapan Anda, untuk memeriksa dan menjawab permintaan itu. Dasarnya adalah kewajiban pers melayani hak jawab (Undang-Undang Nomor 40 Tahun 1999, Pasal 5 ayat 2). Berapa lama data itu disimpan setelah dijawab tertulis pada <a href="/hak-jawab/">formulirnya</a>; sesudah itu data dihapus. Alamat IP pengirim dipakai di dalam memori, paling lama satu jam, untuk membatasi kiriman, dan tidak disimpan.</p>
<h2>Staf redaksi</h2>
<p>Akun staf menyimpan nama, surel, peran, dan catatan tindakan atas berita; percobaan masuk dicatat beserta alamat IP untuk mencegah pembobolan. Meja redaksi memakai kuki sesi dan kuki pengaman formulir. [Sebutkan berapa lama akun dan catatannya disimpan.]</p>
<h2>Hak Anda</h2>
<p>Menurut Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, Anda berhak meminta salinan, perbaikan, dan penghapusan data tentang Anda. Hubungi kami lewat <a href="/kontak/">halaman kontak</a>.</p>
""",
    ),
]


def start_pages(apps, schema_editor):
    """Make the pages that are missing; one that exists keeps what was written in it."""
    Page = apps.get_model("articles", "Page")
    for slug, title, description, body in PAGES:
        text = {"title": title, "description": description, "body": body.strip()}
        Page.objects.get_or_create(slug=slug, defaults=text)
    apps.get_model("articles", "Newsroom").objects.get_or_create(pk=1)


def record_what_was(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    Correction = apps.get_model("articles", "Correction")
    Article._base_manager.filter(is_unverified=True).update(was_unverified=True)
    withdrawn = Article._base_manager.filter(status="withdrawn").exclude(corrections__kind="pencabutan")
    for number, withdrawn_at, published_at in withdrawn.values_list("pk", "withdrawn_at", "published_at"):
        Correction.objects.create(
            article_id=number, kind="pencabutan", text="", posted_at=withdrawn_at or published_at
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_press_duties")]

    operations = [
        migrations.RunPython(start_pages, migrations.RunPython.noop),
        migrations.RunPython(record_what_was, migrations.RunPython.noop),
    ]
