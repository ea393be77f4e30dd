"""What search engines and shared links are told of a page: written from CONVENTIONS 1.1, 1.2 and 1.4."""

import datetime
import json
import re

import pytest
from django.conf import settings

from articles import metadata, popularity, publisher, sharing
from articles.models import Article, Byline, Correction, Newsroom, PreviewLink

from .exits import Head, head, local
from .factories import at, image_bytes, make_article, make_author, make_photo, make_section
from .rules import check_json_ld

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_article(
        headline="Pelabuhan Kecil Dibuka Kembali",
        deck="Kapal pertama bersandar setelah dua tahun.",
        section=make_section(name="Global", slug="global"),
        authors=[make_author(name="Rani Kusumawati", slug="rani-kusumawati", job_title="Redaktur"), make_author(name="Tim Redaksi", slug="tim", is_desk=True)],
        dateline="Jakarta",
        lead_photo=make_photo(rendition_key="0" * 32, width=1600, height=1200, agency="Media", photographer="Tono Wirasena"),
        tags=["pelabuhan", "kapal"],
        published_at=at("2016-05-31 02:49"),
        updated_at=at("2016-05-31 08:00"),
    )  # fmt: skip


def article_of(client, story):
    return next(iter(head(client, story.get_absolute_url()).graph().values()))


def test_a_story_has_one_script_with_a_news_article(client, story):
    """CONVENTIONS G1."""
    assert article_of(client, story)["@type"] == "NewsArticle"


@pytest.mark.parametrize(
    ("label", "types"),
    [
        ("opini", ["OpinionNewsArticle", "NewsArticle"]),
        ("analisis", ["AnalysisNewsArticle", "NewsArticle"]),
        ("advertorial", ["AdvertiserContentArticle", "Article"]),
    ],
)
def test_opinion_stands_beside_news_and_advertising_apart_from_it(client, label, types):
    """CONVENTIONS G1, I10."""
    assert article_of(client, make_article(label=label))["@type"] == types


def test_all_seven_properties_that_google_supports_are_there(client, story):
    """CONVENTIONS G2."""
    told = article_of(client, story)
    assert {"author", "dateModified", "datePublished", "headline", "image"} <= told.keys()
    assert all(author["name"] and author["url"] for author in told["author"])


def test_a_long_headline_is_never_cut(client):
    """CONVENTIONS G3."""
    headline = ("Kapal " * 33).strip()
    assert article_of(client, make_article(headline=headline))["headline"] == headline


def test_the_picture_comes_in_three_proportions_at_absolute_addresses(client, story):
    """CONVENTIONS G4."""
    told = article_of(client, story)["image"]
    assert [crop for address in told for crop in ("16x9", "4x3", "1x1") if f"/{crop}-" in address] == [
        "16x9",
        "4x3",
        "1x1",
    ]
    assert all(local(address).startswith("/media/") and address.endswith(".jpg") for address in told)


def test_crops_that_are_too_small_and_cards_are_no_picture_of_the_story(client):
    """CONVENTIONS G4: at least 50,000 pixels, never a caption card."""
    small = make_article(lead_photo=make_photo(rendition_key="0" * 32, width=400, height=200))
    told = article_of(client, small)["image"]
    assert [crop for crop in ("16x9", "4x3", "1x1") if any(crop in url for url in told)] == ["16x9", "4x3"]
    assert "image" not in article_of(client, make_article())


def test_times_carry_the_offset_of_the_sites_zone(client, story):
    """CONVENTIONS G5."""
    told = article_of(client, story)
    assert told["datePublished"] == "2016-05-31T02:49:00+07:00"
    assert told["dateModified"] == "2016-05-31T08:00:00+07:00"


def test_each_byline_is_an_author_and_a_desk_is_an_organization(client, story):
    """CONVENTIONS G6."""
    person, desk = article_of(client, story)["author"]
    assert person == {
        "@type": "Person",
        "name": "Rani Kusumawati",
        "url": f"{settings.SITE_URL}/penulis/rani-kusumawati/",
        "jobTitle": "Redaktur",
    }
    assert (desk["@type"], desk["name"]) == ("Organization", "Tim Redaksi")


def test_editors_and_photographers_are_not_its_authors(client, story):
    Byline.objects.create(article=story, author=make_author(name="Editor Naskah"), role="editor", position=9)
    assert [author["name"] for author in article_of(client, story)["author"]] == ["Rani Kusumawati", "Tim Redaksi"]


def test_an_authors_page_is_a_profile_of_the_same_person(client, story):
    """CONVENTIONS G7."""
    author = story.bylines.first().author
    profile = head(client, author.get_absolute_url()).graph()["ProfilePage"]
    signed = article_of(client, story)["author"][0]
    assert signed.items() <= profile["mainEntity"].items()


def test_the_publisher_has_a_logo_that_is_large_enough(client, story):
    """CONVENTIONS G8."""
    from django.contrib.staticfiles import finders
    from PIL import Image

    told = article_of(client, story)["publisher"]
    assert (told["@type"], told["name"], told["url"]) == (
        "NewsMediaOrganization",
        settings.SITE_NAME,
        f"{settings.SITE_URL}/",
    )
    with Image.open(finders.find(local(told["logo"]["url"]).removeprefix("/static/"))) as logo:
        assert logo.format == "PNG"
        assert logo.size == (told["logo"]["width"], told["logo"]["height"])
        assert min(logo.size) >= 112


def test_the_further_facts_of_a_story_are_told(client, story):
    """CONVENTIONS G9, G13."""
    correction = Correction.objects.create(
        article=story, kind="ralat", text="Nama diperbaiki.", posted_at=at("2016-05-31 09:00")
    )
    told = article_of(client, story)
    address = settings.SITE_URL + story.get_absolute_url()
    assert told["mainEntityOfPage"] == address
    assert told["description"] == story.deck
    assert told["articleSection"] == "Global"
    assert sorted(told["keywords"]) == ["kapal", "pelabuhan"]
    assert told["inLanguage"] == "id"
    assert told["isAccessibleForFree"] is True
    assert told["wordCount"] == 9
    assert told["dateline"] == "Jakarta"
    assert told["correction"] == [
        {"@type": "CorrectionComment", "text": f"Ralat: {correction.text}", "datePublished": "2016-05-31T09:00:00+07:00"}
    ]  # fmt: skip


def test_the_breadcrumb_leads_from_the_front_page_to_the_story(client, story):
    """CONVENTIONS G9."""
    steps = head(client, story.get_absolute_url()).graph()["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], local(step["item"])) for step in steps] == [
        (1, "Beranda", "/"),
        (2, "Global", "/global/"),
        (3, story.headline, story.get_absolute_url()),
    ]


def test_the_lead_photo_tells_its_maker_once(client, story):
    """CONVENTIONS P4, P2."""
    told = head(client, story.get_absolute_url()).graph()["ImageObject"]
    assert told["creditText"] == "Media/Tono Wirasena"
    assert told["creator"] == {"@type": "Person", "name": "Tono Wirasena"}
    assert local(told["contentUrl"]).startswith("/media/")
    assert (told["width"], told["height"]) == (1600, 1200)


def test_the_licence_of_a_photo_is_told_where_it_is_known(story):
    """CONVENTIONS P4."""
    photo = story.lead_photo
    photo.copyright_notice, photo.licence_url = "© Media", "https://x.example/l"
    photo.licensor_url = "https://x.example/beli"
    told = metadata.picture(photo)
    assert (told["copyrightNotice"], told["license"], told["acquireLicensePage"]) == (
        "© Media",
        "https://x.example/l",
        "https://x.example/beli",
    )


def test_what_the_publisher_states_is_told_and_nothing_else():
    """CONVENTIONS T1."""
    of = publisher.Publisher(
        name="Media", url="https://media.example/", logo_url="https://media.example/logo.png", logo_size=(512, 512),
        telephone="+62 21 000", accounts=("https://x.com/media",), policies=(("correctionsPolicy", "https://media.example/koreksi/"),),
    )  # fmt: skip
    told = metadata.organization(of)
    assert (told["telephone"], told["correctionsPolicy"], told["sameAs"]) == (
        "+62 21 000",
        "https://media.example/koreksi/",
        ["https://x.com/media"],
    )
    assert "ethicsPolicy" not in told
    assert "address" not in told


def test_the_front_page_tells_of_the_site_and_its_publisher(client):
    graph = head(client, "/").graph()
    assert graph["WebSite"]["publisher"]["@id"] == graph["NewsMediaOrganization"]["@id"]


def test_a_save_alone_does_not_move_the_time_of_the_update(client, story):
    """CONVENTIONS G11; nor do readers."""
    before = article_of(client, story)["dateModified"]
    Article.objects.get(pk=story.pk).save()
    popularity.record_view(story.pk)
    popularity.flush()
    assert article_of(client, story)["dateModified"] == before


def lists(story):
    return [
        story.section.get_absolute_url(),
        story.tags.first().get_absolute_url(),
        story.bylines.first().author.get_absolute_url(),
        "/indeks/2016/05/31/",
    ]


def test_each_page_of_a_list_is_its_own_canonical_and_has_its_own_title(client, story):
    """CONVENTIONS G12, A5."""
    for number in range(41):
        make_article(
            section=story.section, authors=[story.bylines.first().author], tags=[story.tags.first()],
            published_at=story.published_at - datetime.timedelta(minutes=number),
        )  # fmt: skip
    for address in lists(story):
        (written,) = re.findall(r'<a [^>]*rel="next" href="([^"]+)"', client.get(address).content.decode())
        older = address + written
        pages = [head(client, page) for page in (address, older)]
        assert [page.link("canonical") for page in pages] == [settings.SITE_URL + address, settings.SITE_URL + older]
        assert [page.meta("og:url") for page in pages] == [settings.SITE_URL + address, settings.SITE_URL + older]
        assert pages[0].title != pages[1].title


def test_public_pages_allow_large_previews(client, story):
    """CONVENTIONS G14."""
    for address in ("/", "/populer/", "/indeks/", story.get_absolute_url(), *lists(story)):
        page = head(client, address)
        assert page.meta("robots") == "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
        assert page.link("canonical") == settings.SITE_URL + address
        check_json_ld(page.graph())


def test_what_is_not_public_is_not_found(client, story):
    """CONVENTIONS G15, I9."""
    draft = make_article(status="review")
    preview = PreviewLink.make(draft, by=None, lifetime=datetime.timedelta(days=1))
    story.withdraw(by=None, reason="anak")
    addresses = [(story.get_absolute_url(), 410), ("/tidak-ada/", 404), (preview, 200)]
    for address, status in addresses:
        response = client.get(address)
        assert response.status_code == status
        page = Head(response.content.decode())
        assert page.meta("robots").startswith("noindex")
        assert page.scripts == []
        assert page.all("og:title") == []


def test_the_desk_and_its_login_are_not_for_search_engines(client):
    """CONVENTIONS G15: whatever address of the desk a robot follows, it is led to a page that says so."""
    for address in ("/admin/", "/admin/articles/article/", "/admin/login/"):
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert Head(response.content.decode()).meta("robots").lower().startswith("none")


def test_a_shared_story_has_all_of_open_graph(client, story):
    """CONVENTIONS G27."""
    page = head(client, story.get_absolute_url())
    assert page.meta("og:type") == "article"
    assert page.meta("og:title") == story.headline
    assert page.meta("og:description") == story.deck
    assert page.meta("og:url") == settings.SITE_URL + story.get_absolute_url()
    assert page.meta("og:site_name") == settings.SITE_NAME
    assert page.meta("og:locale") == "id_ID"
    assert local(page.meta("og:image")).startswith("/media/")
    assert page.meta("og:image:alt") == story.alt_text
    assert page.meta("article:published_time") == "2016-05-31T02:49:00+07:00"
    assert page.meta("article:modified_time") == "2016-05-31T08:00:00+07:00"
    assert page.meta("article:section") == "Global"
    assert sorted(page.all("article:tag")) == ["kapal", "pelabuhan"]
    assert [local(address) for address in page.all("article:author")] == ["/penulis/rani-kusumawati/", "/penulis/tim/"]


def test_the_shared_picture_is_a_jpeg_of_the_size_that_is_told(client, files_of_the_test):
    """CONVENTIONS G17, G28: 16 by 9, at least 1200 pixels wide."""
    from PIL import Image

    story = make_article(lead_photo=make_photo(content=image_bytes((1280, 960)), renditions=True))
    page = head(client, story.get_absolute_url())
    file = files_of_the_test / "public" / local(page.meta("og:image")).removeprefix("/media/")
    with Image.open(file) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (int(page.meta("og:image:width")), int(page.meta("og:image:height")))
        assert picture.width >= 1200
        assert abs(picture.width / picture.height - 16 / 9) < 0.01


def test_numbers_in_the_head_are_for_machines(client, story):
    """1280 and not 1.280, whatever the site's language."""
    assert head(client, story.get_absolute_url()).meta("og:image:width") == "1280"


def test_an_x_card_is_cut_to_what_x_shows(client):
    """CONVENTIONS G29."""
    story = make_article(
        headline="Perahu " * 20, deck="Penumpang " * 30, lead_alt_text="Dermaga " * 37,
        lead_photo=make_photo(rendition_key="0" * 32, alt_text="Dermaga"),
    )  # fmt: skip
    page = head(client, story.get_absolute_url())
    assert page.meta("twitter:card") == "summary_large_image"
    assert len(page.meta("twitter:title")) <= 70
    assert page.meta("twitter:title").endswith("Perahu…")
    assert len(page.meta("twitter:description")) <= 200
    assert len(page.meta("twitter:image:alt")) <= 420
    assert page.meta("twitter:image").endswith(".jpg")
    assert page.all("twitter:site") == []
    newsroom = Newsroom.objects.current()
    newsroom.social_accounts = "https://x.com/media_contoh"
    newsroom.save()
    assert head(client, story.get_absolute_url()).meta("twitter:site") == "@media_contoh"


@pytest.mark.parametrize(
    ("text", "size", "shown"),
    [
        ("satu dua", 8, "satu dua"),
        ("satu dua tiga", 9, "satu dua…"),
        ("satu dua tiga", 8, "satu…"),
        ("x" * 9, 5, "xxxx…"),
        (" satu \n dua ", 8, "satu dua"),
    ],
)
def test_a_text_is_cut_at_a_word(text, size, shown):
    """CONVENTIONS G29."""
    assert sharing.cut(text, size) == shown
    assert len(shown) <= size


@pytest.mark.parametrize("label", ["opini", "advertorial"])
def test_a_label_stands_before_the_shared_title(client, label):
    """CONVENTIONS I10."""
    story = make_article(label=label)
    assert head(client, story.get_absolute_url()).meta("og:title") == f"{story.get_label_display()}: {story.headline}"


def test_every_page_offers_the_feeds(client, story):
    """CONVENTIONS F1."""
    section, tag, author, _index = lists(story)
    for address, own in (("/", []), (section, [section]), (tag, [tag]), (author, [author])):
        page = head(client, address)
        feeds = [local(link["href"]) for link in page.links if link["rel"] == "alternate"]
        assert feeds == ["/rss/", "/feed.json", *(f"{each}rss/" for each in own)]
        for feed in feeds:
            assert client.get(feed).status_code == 200


def test_pictures_have_an_address_of_their_own_and_the_first_is_fetched_first(client, story):
    """CONVENTIONS G20, V1: src beside srcset, size given, only the lead photo not lazy."""
    page = client.get(story.get_absolute_url()).content.decode()
    pictures = re.findall(r"<img [^>]*>", page)
    assert pictures
    assert all(re.search(r'\ssrc="/media/[^"]+\.jpg"', picture) for picture in pictures)
    assert all(re.search(r'\swidth="\d+" height="\d+"', picture) for picture in pictures)
    assert [("lazy" not in picture, 'fetchpriority="high"' in picture) for picture in pictures][0] == (True, True)
    assert all('loading="lazy"' in picture for picture in pictures[1:])


def test_a_box_that_leads_elsewhere_is_kept_out_of_snippets(client):
    """CONVENTIONS G18."""
    story = make_article(body=f'<p>Awal.</p><aside data-article="{make_article().pk}"></aside>')
    page = client.get(story.get_absolute_url()).content.decode()
    assert re.search(r"<div data-nosnippet>\s*<p[^>]*>Baca juga", page)


def test_the_label_of_an_advertorial_is_kept_out_of_snippets(client):
    """CONVENTIONS G18, on the page and on the card; a label of the newsroom's own work is not."""
    for label, is_kept_out in (("advertorial", True), ("opini", False)):
        story = make_article(label=label)
        for address in (story.get_absolute_url(), story.section.get_absolute_url()):
            (written,) = set(
                re.findall(rf'<span class="label label--{label}"[^>]*>', client.get(address).content.decode())
            )
            assert ("data-nosnippet" in written) is is_kept_out


def test_links_of_an_advertorial_are_marked_as_paid_wherever_they_are_read(client):
    """CONVENTIONS G19, I10: on the page and in the feed."""
    story = make_article(label="advertorial", body='<p><a href="https://toko.example/">Toko</a></p>')
    page = client.get(story.get_absolute_url()).content.decode()
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    for markup in (page, feed):
        assert re.search(r'<a href="https://toko\.example/" rel="[^"]*sponsored', markup)


def test_no_text_breaks_out_of_the_script():
    written = metadata.script({"headline": "</script><script>alert(1)</script><!-- & \u2028"})
    assert written.count("<") == 2
    assert json.loads(written[written.index("{") : written.rindex("}") + 1])["@graph"][0]["headline"].startswith(
        "</script>"
    )
