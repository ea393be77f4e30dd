"""Bodies as WordPress has them, and what they are here (CONVENTIONS X5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import body
from articles.transfer import wordpress_body
from articles.transfer.wordpress_body import convert

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
PLAYER = f'<figure data-embed="{VIDEO}"></figure>'


def converted(content, photos=None, **options):
    """A body as it is stored; *photos* are known by the numbers of their attachments, all numbers unless told."""
    known = {str(number): number for number in range(1, 100)} if photos is None else photos
    found = convert(content, photo_of=lambda picture: known.get(picture.number), **options)
    return body.clean(found.html)


@pytest.mark.parametrize(
    ("content", "stored"),
    [
        ("Satu.\n\nDua.", "<p>Satu.</p><p>Dua.</p>"),
        ("Satu.\r\n\r\nDua.", "<p>Satu.</p><p>Dua.</p>"),
        ("Baris satu\nbaris dua", "<p>Baris satu<br>baris dua</p>"),
        ("Satu.\n<h3>Judul</h3>\nDua.", "<p>Satu.</p><h3>Judul</h3><p>Dua.</p>"),
        ("Satu.\n<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\nDua.", "<p>Satu.</p><ul><li>a</li><li>b</li></ul><p>Dua.</p>"),
        ("<p>Sudah\n\nberalinea</p>", "<p>Sudah</p><p>beralinea</p>"),
        ("<blockquote>Satu.\n\nDua.</blockquote>", "<blockquote><p>Satu.</p><p>Dua.</p></blockquote>"),
        (
            "<blockquote><p>Kata.</p><cite>Rahma</cite></blockquote>",
            "<blockquote><p>Kata.</p><footer>Rahma</footer></blockquote>",
        ),
        ("A &amp; B &lt;c&gt; &#8220;d&#8221;", "<p>A &amp; B &lt;c&gt; “d”</p>"),
        ("", ""),
    ],
)
def test_classic_text_gets_the_paragraphs_that_wordpress_prints(content, stored):
    assert converted(content) == stored


def test_blocks_lose_their_comments_and_nothing_else():
    content = (
        '<!-- wp:paragraph {"align":"left"} -->\n<p class="x">Satu<br>dua</p>\n<!-- /wp:paragraph -->\n\n'
        "<!-- wp:heading --><h2>Judul</h2><!-- /wp:heading -->\n"
        '<!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table>'
        "<figcaption>Harga</figcaption></figure><!-- /wp:table -->"
    )
    assert converted(content) == (
        "<p>Satu<br>dua</p><h2>Judul</h2><table><tbody><tr><td>1</td></tr></tbody></table><p>Harga</p>"
    )


@pytest.mark.parametrize("mark", ["<!--more-->", "<!--nextpage-->", "<!--more Baca terus-->"])
def test_a_story_in_parts_becomes_one(mark):
    assert converted(f"Satu.{mark}Dua.") == "<p>Satu.</p><p>Dua.</p>"


@pytest.mark.parametrize(
    "content",
    [
        '[caption id="attachment_12" align="alignnone" width="300"]<a href="x.jpg"><img class="wp-image-12" src="x.jpg" alt="Kapal" /></a> Kapal <em>sandar</em>.[/caption]',
        '[caption id="attachment_12"]<img src="x.jpg" alt="Kapal" /> Kapal <em>sandar</em>.[/caption]',
        '[caption id="attachment_12" caption="Kapal <em>sandar</em>."]<img src="x.jpg" alt="Kapal" />[/caption]',
        '<figure id="attachment_12" class="wp-caption"><img class="wp-image-12" src="x.jpg" alt="Kapal"><figcaption>Kapal <em>sandar</em>.</figcaption></figure>',
        '<!-- wp:image {"id":12} --><figure class="wp-block-image"><a href="x.jpg"><img src="x.jpg" alt="Kapal" class="wp-image-12"/></a><figcaption class="wp-element-caption">Kapal <em>sandar</em>.</figcaption></figure><!-- /wp:image -->',
    ],
)
def test_a_photo_keeps_its_caption_and_alternative_text(content):
    photo = '<figure data-photo="12" data-alt="Kapal"><figcaption>Kapal <em>sandar</em>.</figcaption></figure>'
    assert converted(f"Satu.\n\n{content}\n\nDua.") == f"<p>Satu.</p>{photo}<p>Dua.</p>"


def test_a_photo_without_a_number_is_asked_for_by_its_address():
    asked = []
    convert('<p>a <img src="https://x.example/b.jpg" alt=" Dua  kata "> b</p>', photo_of=asked.append)
    assert asked == [wordpress_body.Picture("", "https://x.example/b.jpg", "Dua kata")]


def test_a_photo_that_is_not_to_be_had_leaves_with_its_caption():
    content = 'Satu. <img class="wp-image-5" src="a.jpg"> Dua.\n\n[caption id="attachment_6"]<img src="b.jpg"> Kapal.[/caption]'
    asked = []
    found = convert(content, photo_of=asked.append)
    assert body.plain_text(body.clean(found.html)) == "Satu. Dua."
    assert [picture.address for picture in asked] == ["a.jpg", "b.jpg"]


def test_galleries_become_photos_in_their_order():
    assert (
        converted('[gallery columns="2" ids="3,1, 2"]')
        == '<figure data-photo="3"></figure><figure data-photo="1"></figure><figure data-photo="2"></figure>'
    )
    assert (
        converted("[gallery]", own_pictures=("8", "9"))
        == '<figure data-photo="8"></figure><figure data-photo="9"></figure>'
    )
    blocks = (
        '<!-- wp:gallery --><figure class="wp-block-gallery"><ul><li><figure><img data-id="4"></figure></li>'
        '<li><figure><img class="wp-image-5"><figcaption>Lima</figcaption></figure></li></ul><figcaption>Semua</figcaption></figure>'
    )
    text = converted(blocks)
    assert '<figure data-photo="4"></figure>' in text
    assert '<figure data-photo="5"><figcaption>Lima</figcaption></figure>' in text
    assert "<p>Semua</p>" in text


@pytest.mark.parametrize(
    "content",
    [
        f"Satu.\n{VIDEO}\nDua.",
        f"Satu.\n\n[embed]{VIDEO}[/embed]\n\nDua.",
        f'Satu.\n\n[embed width="600"]{VIDEO}[/embed]\n\nDua.',
        "Satu.\n\n[youtube https://youtu.be/abcdefghijk]\n\nDua.",
        'Satu.\n\n<iframe width="560" src="//www.youtube.com/embed/abcdefghijk" allowfullscreen></iframe>\n\nDua.',
        '<!-- wp:paragraph --><p>Satu.</p><!-- /wp:paragraph --><!-- wp:embed {"url":"x"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/abcdefghijk\n</div></figure><!-- /wp:embed --><p>Dua.</p>',
    ],
)
def test_players_become_embeds(content):
    assert converted(content) == f"<p>Satu.</p>{PLAYER}<p>Dua.</p>"


def test_a_player_of_others_becomes_a_link():
    stored = converted('<iframe src="https://peta.example/1?a=1&amp;b=2"></iframe>')
    assert stored == '<p><a href="https://peta.example/1?a=1&amp;b=2">https://peta.example/1?a=1&amp;b=2</a></p>'


def test_shortcodes_of_plugins_go_and_what_they_hold_stays():
    found = convert('[su_box title="Kotak"]Isi[/su_box] lain [contact-form-7 id="4"] [rp4wp]', photo_of=str)
    assert body.plain_text(body.clean(found.html)) == "Isi lain [rp4wp]"
    assert found.shortcodes == {"su_box": 1, "contact-form-7": 1}


def test_words_in_brackets_stay():
    text = "<p>Katanya, “Dia [Rahma] datang [pukul 10.00].” [Update]</p>"
    assert converted(text) == text


def test_links_to_stories_of_the_old_site_become_paths():
    content = (
        '<p><a href="https://www.lama.example/2016/05/a/" class="x">a</a> <a href="https://lama.example/tentang/">b</a> '
        '<a href="https://lain.example/2016/05/a/">c</a></p>'
    )
    stored = converted(content, is_own=lambda path: path == "/2016/05/a/", host="lama.example")
    assert '<a href="/2016/05/a/">a</a>' in stored
    assert '<a href="https://lama.example/tentang/">b</a>' in stored
    assert '<a href="https://lain.example/2016/05/a/">c</a>' in stored


def test_scripts_leave_no_trace():
    assert (
        converted("Satu.<script>alert('a')</script><style>p{color:red}</style>\n\nDua.") == "<p>Satu.</p><p>Dua.</p>"
    )


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<figure>",
            "</figure>",
            "<figcaption>",
            "</figcaption>",
            '<img class="wp-image-3">',
            "<a href='x'>",
            "</a>",
        ),
        *(
            "[caption id=attachment_3]",
            "[/caption]",
            "[gallery ids=1,2]",
            "[embed]",
            "[/embed]",
            VIDEO,
            "\n",
            "\n\n",
            "<!--",
            "-->",
        ),
        *(
            "<blockquote>",
            "<cite>",
            "</cite>",
            "</blockquote>",
            "kata",
            "&amp;",
            "&",
            "<",
            "[",
            "]",
            "<iframe src='//x/y'>",
            "<script>",
        ),
        *("<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<br>", "<pre>", "</pre>", "\07\0"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_stands_in_a_body_becomes_a_body(content):
    stored = converted(content)
    assert body.clean(stored) == stored


@given(
    st.lists(
        st.sampled_from(
            ["satu", "dua", "\n", "\n\n", " ", "&amp;", "[tiga]", "<b>", "</b>", "<p>", "</p>", "<h2>", "</h2>", VIDEO]
        )
    )
)
def test_no_word_of_a_body_is_lost(parts):
    stored = converted(" ".join(parts))
    for word in ("satu", "dua", "[tiga]", "abcdefghijk"):
        assert stored.count(word) == " ".join(parts).count(word)
