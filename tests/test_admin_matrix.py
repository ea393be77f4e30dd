"""Every address of the desk × every role: each answers exactly those who may, asked for by link or by a forged POST (CONVENTIONS D6).

The table below is written by hand, not derived from articles/roles.py: that file is what it checks. A new address fails until it has
its line here.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.redirects.models import Redirect
from django.urls import URLPattern, URLResolver

from articles import drafting
from articles.models import (
    Article,
    Autosave,
    Comment,
    Correction,
    GalleryPhoto,
    Newsroom,
    Page,
    Photo,
    PhotoUse,
    Presence,
    PreviewLink,
    QuotedSource,
    ReplyRequest,
    Revision,
    Slot,
    Step,
    TagMerge,
    WorkingCopy,
)

from .factories import (
    make_article,
    make_author,
    make_correction,
    make_photo,
    make_reply_request,
    make_section,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db
LETTERS = {"P": "Penulis", "E": "Editor", "F": "Foto", "R": "Redaktur Pelaksana"}
EVERYBODY = "PEFR"
# model: who may see it, add one, change one, delete one
STOCK = {
    "articles_article": (EVERYBODY, "PER", "ER", "ER"),  # deleting puts in the bin
    "articles_photo": (EVERYBODY, EVERYBODY, "EFR", "FR"),
    "articles_author": (EVERYBODY, "ER", "ER", "R"),
    "articles_section": (EVERYBODY, "R", "R", "R"),
    "articles_tag": (EVERYBODY, "PER", "ER", "R"),
    "articles_tagmerge": ("R", "", "", ""),
    "articles_slot": ("R", "R", "R", "R"),
    "redirects_redirect": ("R", "R", "R", "R"),
    "sites_site": ("", "", "", ""),
    "articles_correction": ("ER", "ER", "ER", "R"),
    "articles_quotedsource": ("ER", "", "ER", ""),  # added under their story
    "articles_replyrequest": ("ER", "", "ER", ""),  # readers add them; forgotten, not deleted
    "articles_page": ("R", "R", "R", ""),  # this one stands in every footer
    "articles_newsroom": ("R", "", "R", ""),
    "auth_user": ("R", "R", "R", ""),
    "auth_group": ("", "", "", ""),
    "axes_accessattempt": ("", "", "", ""),
    "axes_accesslog": ("", "", "", ""),
    "axes_accessfailurelog": ("", "", "", ""),
}
NOBODY_POSTS = None  # the address does not take the method at all
# address: who may GET it, who may POST to it; of a draft that somebody else has begun
OWN = {
    "articles_article_picker": (EVERYBODY, NOBODY_POSTS),
    "articles_article_people": (EVERYBODY, NOBODY_POSTS),
    "articles_article_editors": ("ER", NOBODY_POSTS),
    "articles_article_comment": (None, EVERYBODY),
    "articles_article_restore": (None, ""),  # the draft is not in the bin
    "articles_article_preview": (EVERYBODY, "ER"),
    "articles_article_preview_new": ("PER", "PER"),
    "articles_article_preview_links": (None, "ER"),
    "articles_article_revisions": (EVERYBODY, NOBODY_POSTS),
    "articles_article_compare": (EVERYBODY, NOBODY_POSTS),
    "articles_article_changes": (EVERYBODY, NOBODY_POSTS),
    "articles_revision_restore": ("ER", "ER"),
    "articles_article_autosave": (None, "PER"),
    "articles_article_unsaved": (None, "PER"),
    "articles_article_unsaved_discard": (None, "PER"),
    "articles_article_presence": (None, "ER"),
    "articles_photo_batch": (EVERYBODY, EVERYBODY),
    "articles_photo_together": ("EFR", "EFR"),
    "articles_photo_chosen": (EVERYBODY, NOBODY_POSTS),
    "articles_photo_picker": (EVERYBODY, NOBODY_POSTS),
    "articles_photo_replace": ("EFR", "EFR"),
    "articles_photo_thumbnail": (EVERYBODY, NOBODY_POSTS),
    "articles_photo_upload": (None, EVERYBODY),
    "auth_user_password_change": ("R", "R"),
}
# These look at what was sent before they look at who sent it; tests of their own send them what they want.
JUDGE_FIRST = {f"articles_article_{name}" for name in ("autosave", "unsaved", "unsaved_discard", "presence")}
# Open to every account of the desk; what they tell is not about any story, or is checked by tests of their own.
ANYBODY = {
    *("index", "login", "logout", "password_change", "password_change_done", "jsi18n", "view_on_site", "app_list"),
    *("articles_article_session", "articles_tag_names"),
}
# These refuse by a message or an empty answer that tests of their own look at.
ELSEWHERE = {
    "autocomplete": "the model's own rules: test_bin, test_admin_lists",
    "articles_article_withdraw": "leads back with a message: test_admin_workflow",
    "articles_article_discard": "leads back with a message: test_admin_revisions",
}


def addresses(patterns=None, before="/admin/"):
    """(name, path) of every address of the desk."""
    for pattern in patterns or admin.site.get_urls():
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, before + str(pattern.pattern)


ADDRESSES = sorted(addresses())
KINDS = {"changelist": 0, "history": 0, "change": 0, "add": 1, "delete": 3}


def rule(name):
    """Who may GET, who may POST."""
    if name in OWN:
        return OWN[name]
    model, _, kind = name.rpartition("_")
    if model not in STOCK or kind not in KINDS:
        return None
    seen, _added, changed, _deleted = STOCK[model]
    if kind in ("changelist", "history"):
        return seen, None
    if kind == "change":
        return seen, changed
    return STOCK[model][KINDS[kind]], STOCK[model][KINDS[kind]]


RULED = [(name, path) for name, path in ADDRESSES if rule(name)]


def test_every_address_of_the_desk_has_a_rule():
    assert {name for name, _path in ADDRESSES if not rule(name)} <= ANYBODY | ELSEWHERE.keys()
    assert OWN.keys() <= {name for name, _path in ADDRESSES}


@pytest.fixture(scope="module")
def numbers(module_transaction):
    """One of each thing, as {name in addresses: its number}; made once, since hundreds of tests look at them."""
    with module_transaction():
        story = make_article(status="draft")
        things = {
            "revision": drafting.current(story),
            "article": story,
            "slot": Slot.objects.create(position=1, article=make_article()),
            "user": make_staff("Penulis"),
            "group": Group.objects.get_or_create(name="Penulis")[0],
            "section": make_section(),
            "author": make_author(),
            "tag": make_tag(),
            "correction": make_correction(make_article()),
            "quotedsource": QuotedSource.objects.create(article=make_article(), medium="Harian Lain"),
            "replyrequest": make_reply_request(),
            "page": Page.objects.update_or_create(slug="kontak", defaults={"title": "Kontak"})[0],
            "newsroom": Newsroom.objects.get_or_create(pk=1)[0],
            "tagmerge": TagMerge.objects.create(gone_number=1, gone_name="lama", gone_slug="lama", kept_number=2),
            "redirect": Redirect.objects.create(site_id=1, old_path="/lama/", new_path="/populer/"),
        }
        return {name: thing.pk for name, thing in things.items()}


@pytest.fixture
def newsroom(db, numbers):
    """The path to one of each thing."""
    found = {**numbers, "photo": make_photo().pk}  # its file belongs to the test

    def fill(path):
        model = path.removeprefix("/admin/").split("/")[1:2]
        number = str(found.get(model[0] if model else "", 1))
        for part in ("<path:object_id>", "<int:number>", "<id>"):
            path = path.replace(part, number)
        return path.replace("<int:wanted>", str(found["revision"]))

    return fill


def state():
    """All that a forged request might have changed."""
    return [
        list(Article.objects.order_by("pk").values()),
        list(Photo.objects.order_by("pk").values()),
        *(
            list(model.objects.order_by("pk").values())
            for model in (Correction, QuotedSource, ReplyRequest, Page, Newsroom)
        ),
        *(
            model.objects.count()
            for model in (
                GalleryPhoto,
                PhotoUse,
                Autosave,
                Presence,
                Step,
                Comment,
                Correction,
                Revision,
                WorkingCopy,
                PreviewLink,
                Slot,
            )
        ),
    ]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize(("name", "path"), RULED, ids=[name for name, _path in RULED])
def test_an_address_answers_those_who_may(client, newsroom, name, path, letter):
    client.force_login(make_staff(LETTERS[letter]))
    path = newsroom(path)
    readers, writers = rule(name)
    if "axes" in name or "group" in name:
        assert client.get(path).status_code in (302, 403)
    else:
        status = client.get(path).status_code
        if readers is None:
            assert status == 405
        else:
            assert (status == 403) == (letter not in readers), status
            assert status < 500
    before = state()
    if writers is None:
        return
    status = client.post(path, {"text": "Halo"}).status_code
    assert status < 500
    if letter in writers:
        assert status != 403
    else:
        assert status == 403 or name in JUDGE_FIRST
        assert state() == before


@pytest.mark.parametrize(("name", "path"), ADDRESSES, ids=[name for name, _path in ADDRESSES])
def test_an_outsider_is_asked_to_log_in(client, newsroom, name, path):
    if name in ("login", "jsi18n", "logout", "app_list"):
        return
    for answer in (client.get(newsroom(path)), client.post(newsroom(path), {})):
        assert answer.status_code in (302, 401, 403, 405) or "articles_article" in name
        if answer.status_code == 302:
            assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize(("name", "path"), ADDRESSES, ids=[name for name, _path in ADDRESSES])
def test_nothing_breaks_for_a_superuser(client, newsroom, name, path):
    client.force_login(make_staff())
    if name not in ("logout", "app_list"):
        assert client.get(newsroom(path)).status_code < 500
        assert client.post(newsroom(path), {}).status_code < 500


@pytest.mark.parametrize(
    "verb", ["submit", "send_back", "approve", "withdraw", "publish_changes", "bin", "take_from_bin", "assign"]
)
@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("status", ["draft", "review", "approved", "withdrawn"])
def test_a_forged_button_does_what_the_role_may_and_no_more(client, verb, letter, status):
    allowed = {
        ("submit", "draft"): "ER",
        ("send_back", "review"): "ER",
        ("approve", "draft"): "ER",
        ("approve", "review"): "ER",
        ("bin", "draft"): "ER",
        ("bin", "review"): "ER",
    }
    article = make_article(status=status)
    client.force_login(make_staff(LETTERS[letter]))
    before = article.steps.count()
    form = {"headline": article.headline, "deck": article.deck, "section": article.section_id, "body": article.body}
    lines = {"bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "0", "bylines-0-role": "penulis"}
    lines |= {"bylines-0-author": article.bylines.get().author_id, "bylines-0-position": "0"}
    answer = client.post(f"/admin/articles/article/{article.pk}/change/", {**form, **lines, f"_{verb}": "1"})
    assert answer.status_code in (200, 302, 403)
    assert article.steps.count() - before == (letter in allowed.get((verb, status), ""))
