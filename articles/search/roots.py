"""From a word to its root: the Snowball stemmer for Indonesian, and what it gets wrong put right (CONVENTIONS I24).

The stemmer takes the end of "berita" for a root behind the prefix "ber-", and cannot know which letter a nasal prefix has swallowed:
"menulis" comes from "tulis", "mengirim" from "kirim". Roots are for comparing only; no page ever shows one.
"""

import re
import threading
from functools import lru_cache

import snowballstemmer

# Words that look as if they had a prefix or an ending, each followed by forms of it that would go astray with it.
WHOLE = {
    form: forms.split()[0]
    for forms in (
        "berita beritanya memberitakan diberitakan pemberitaan pemberita",
        "beri berikan berilah",
        "menteri menterinya kementerian kementrian",
        "sembilan kesembilan",
        "perintah perintahnya memerintah memerintahkan diperintah diperintahkan",
        "pemerintah pemerintahan pemerintahnya kepemerintahan",
        "sekolah bersekolah sekolahan menyekolahkan disekolahkan persekolahan",
        "selatan",
        "sebelas kesebelas",
        "perempuan keperempuanan",
        "terima menerima diterima penerima penerimaan terimalah",
        "kepala mengepalai dikepalai kepalanya",
        "mandiri kemandirian memandirikan",
        "pemilu",
        "pemilik kepemilikan",
        "perusahaan",
        "beras perberasan",
        "bensin",
        "berlian",
        "sepeda bersepeda pesepeda",
        "teliti meneliti diteliti peneliti penelitian",
        "nelayan",
        "ekonomi perekonomian",
        "warga kewargaan",
        "sepak menyepak",
        "penting kepentingan pentingnya berkepentingan mementingkan",
        "perang perangi memerangi diperangi peperangan berperang",
        "peran berperan peranan memerankan diperankan pemeran",
        "teman berteman pertemanan menemani ditemani",
        "tempat bertempat setempat menempati ditempati penempatan menempatkan ditempatkan",
        "kebun berkebun perkebunan pekebun kebunnya",
        "kereta perkeretaapian",
        "kemarau",
        "kemeja",
        "senin",
        "selasa",
        "kemarin",
        "persen persentase",
        "persero perseroan",
        "sehat kesehatan menyehatkan penyehatan",
        "pesan memesan dipesan pesanan pemesanan pemesan",
        "pesawat pesawatnya",
        "pekan sepekan pekannya",
        "bulan sebulan bulanan",
        "dekan",
        "menang memenangkan dimenangkan pemenang kemenangan memenangi",
        "nilai menilai dinilai penilaian penilai ternilai bernilai",
        "naik menaikkan dinaikkan kenaikan menaiki",
        "nikmat menikmati dinikmati penikmat kenikmatan",
        "nanti menanti dinanti menantikan penantian",
        "nikah menikah menikahi dinikahi pernikahan",
        "makan memakan dimakan makanan pemakan termakan",
        "masuk memasuki dimasuki memasukkan dimasukkan masukan termasuk pemasukan",
        "mulai memulai dimulai bermula permulaan",
        "minta meminta diminta permintaan peminta",
        "main bermain pemain permainan memainkan dimainkan mainan",
        "minum meminum diminum minuman peminum",
        "mati mematikan dimatikan kematian",
        "muat memuat dimuat muatan pemuatan termuat",
        "musnah memusnahkan dimusnahkan pemusnahan",
    )
    for form in forms.split()
}
# Roots that begin with k, which "meng-" and "peng-" swallow.
BEGIN_WITH_K = """
    kaji kalah kambing kandung kait kawal kawin kecam kejar kelola keluh kembali kembang kemudi kenal kenang kendali
    kepung kerah kering keruk kikis kirim kontrol koordinasi korban kritik kuak kuasa kubur kucur kukuh kuliah kumpul
    kunci kunjung kupas kurang kuras kurung kutip kutuk kuat kebut kedepan kesah khianat kelas koleksi kibar kemas kantong
"""
SWALLOWED_K = frozenset(BEGIN_WITH_K.split())
NASAL_T = re.compile(r"(?:me|pe)n[aiueo]")
NASAL_K = re.compile(r"(?:me|pe)ng[aiueo]")
SHORTEST = 4  # letters; a shorter word has no affixes

_stemmer = snowballstemmer.stemmer("indonesian")
_turn = threading.Lock()


@lru_cache(maxsize=100_000)
def root(word):
    """The root of a word that is folded to lower case without diacritics: "kebakaran", "terbakar" -> "bakar"."""
    if len(word) < SHORTEST or not word.isalpha():
        return word
    if word in WHOLE or word in SWALLOWED_K:
        return WHOLE.get(word, word)
    with _turn:  # the stemmer keeps the word it works on
        stem = _stemmer.stemWord(word)
    if stem[:1] in "aiueo":
        if NASAL_T.match(word):
            return f"t{stem}"
        if NASAL_K.match(word) and f"k{stem}" in SWALLOWED_K:
            return f"k{stem}"
    return WHOLE.get(stem, stem)
