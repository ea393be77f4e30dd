"""The story form and its revisions on the desk: two people in one story, unpublished changes, what was and who wrote it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import drafting
from articles.models import Article, Revision, revision

from .desk import ADD, change_url, messages, press, shown
from .factories import make_article, make_author, make_photo, make_section, make_staff, make_tag

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
ROLES = ["Penulis", "Editor", "Foto", "Redaktur Pelaksana"]
EDITORS = {"Editor", "Redaktur Pelaksana"}
BODY = "<p>Perahu pertama berangkat pukul enam.</p><p>Penumpangnya dua puluh orang.</p><p>Ombaknya tenang.</p>"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def other(db):
    return make_staff("Editor", first_name="Hendra", last_name="Wirasena")


def save_as(user, article, **changes):
    base = drafting.current(article)
    return drafting.save(article, {**base.snapshot, **changes}, base=base, by=user).revision


def at(name, article, *more):
    return reverse(f"admin:articles_{name}", args=[article.pk, *more])


def resent(page, **choices):
    """What the page of clashes sends when its buttons are pressed, with *choices* for its questions."""
    sent = {}
    for name, value in page.context["typed"]:
        sent.setdefault(name, []).append(value)
    return sent | choices


def test_a_new_story_begins_with_a_revision(desk, editor):
    author = make_author()
    lines = {"bylines-0-author": author.pk, "bylines-0-role": "penulis", "bylines-0-position": "0"}
    press(desk, ADD, headline="Baru", tags=["laut"], **lines)
    article = Article.objects.get()
    saved = article.revisions.get()
    assert (saved.by, saved.snapshot) == (editor, revision.take(article))
    assert saved.snapshot["bylines"] == [[author.pk, "penulis"]]
    assert saved.snapshot["tags"] == ["laut"]


def test_an_untouched_form_saves_nothing(desk):
    article = make_article(status="draft", tags=["laut"], lead_photo=make_photo(), is_unverified=True)
    before = revision.take(article)
    press(desk, change_url(article))
    article.refresh_from_db()
    assert revision.take(article) == before
    assert article.revisions.count() == 1


def test_a_form_asks_for_nothing_that_no_revision_keeps(desk):
    """Whatever field is added to the form belongs into a snapshot, or is saved by its own hand."""
    page = desk.get(change_url(make_article()))
    own_hand = {"base", "substantive_update", "assigned_editor", "child_checklist"}
    assert page.context["adminform"].form.fields.keys() - own_hand <= set(revision.SNAPSHOT_FIELDS)


def test_what_others_saved_meanwhile_is_merged_and_told(desk, editor, other):
    article = make_article(status="draft", body=BODY)
    data = shown(desk.get(change_url(article)))
    save_as(other, article, deck="Dek Hendra.", body=BODY.replace("enam", "tujuh"), tags=["laut"])
    data |= {"headline": "Judulku", "body": BODY.replace("tenang", "tinggi"), "_continue": "1"}
    page = desk.post(change_url(article), data, follow=True)
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Judulku", "Dek Hendra.")
    assert "tujuh" in article.body
    assert "tinggi" in article.body
    assert [tag.name for tag in article.tags.all()] == ["laut"]
    [told] = [message for message in messages(page) if "Hendra Wirasena" in message]
    assert article.revisions.newest().by == editor
    assert told


def test_bylines_of_two_people_are_merged(desk, other):
    one, two, three = make_author(), make_author(), make_author()
    article = make_article(status="draft", authors=[one])
    data = shown(desk.get(change_url(article)))
    save_as(other, article, bylines=[[one.pk, "penulis"], [two.pk, "editor"]])
    line = {"bylines-1-author": three.pk, "bylines-1-role": "fotografer", "bylines-1-position": "1"}
    desk.post(change_url(article), {**data, **line, "bylines-TOTAL_FORMS": 2, "_continue": "1"})
    assert {line.author for line in article.bylines.all()} == {one, two, three}


def test_a_clash_shows_both_texts_and_saves_nothing(desk, other):
    article = make_article(status="draft", body=BODY)
    data = shown(desk.get(change_url(article)))
    save_as(other, article, body=BODY.replace("pukul enam", "pukul tujuh"))
    data |= {"body": BODY.replace("pukul enam", "pukul lima"), "deck": "Dek yang diketik.", "_continue": "1"}
    page = desk.post(change_url(article), data)
    assert page.status_code == 200
    html = page.content.decode()
    assert "<ins>tujuh</ins>" in html
    assert "<ins>lima</ins>" in html
    assert "Hendra Wirasena" in html
    assert 'name="deck" value="Dek yang diketik."' in html
    article.refresh_from_db()
    assert article.deck != "Dek yang diketik."
    assert article.revisions.count() == 2


@pytest.mark.parametrize(("choice", "words"), [("mine", ["lima"]), ("theirs", ["tujuh"]), ("both", ["tujuh", "lima"])])
def test_choosing_completes_the_save(desk, other, choice, words):
    article = make_article(status="draft", body=BODY)
    data = shown(desk.get(change_url(article)))
    save_as(other, article, body=BODY.replace("pukul enam", "pukul tujuh"))
    data |= {"body": BODY.replace("pukul enam", "pukul lima"), "tags": ["satu", "dua"], "_continue": "1"}
    page = desk.post(change_url(article), data)
    [clash] = page.context["clashes"]
    desk.post(change_url(article), resent(page, **{clash.name: choice}))
    article.refresh_from_db()
    assert [word for word in ("tujuh", "lima") if word in article.body] == words
    assert {tag.name for tag in article.tags.all()} == {"satu", "dua"}


def test_who_saves_while_one_chooses_is_asked_about_too(desk, other):
    article = make_article(status="draft")
    data = shown(desk.get(change_url(article)))
    save_as(other, article, headline="Satu")
    page = desk.post(change_url(article), {**data, "headline": "Aku", "_continue": "1"})
    [clash] = page.context["clashes"]
    save_as(other, article, headline="Dua")
    page = desk.post(change_url(article), resent(page, **{clash.name: "mine"}))
    [clash] = page.context["clashes"]
    assert "Dua" in clash.theirs
    article.refresh_from_db()
    assert article.headline == "Dua"
    desk.post(change_url(article), resent(page, **{clash.name: "mine"}))
    article.refresh_from_db()
    assert article.headline == "Aku"


def test_a_step_pressed_together_with_a_clash_waits_for_the_choice(desk, other):
    article = make_article(status="review")
    data = shown(desk.get(change_url(article)))
    save_as(other, article, headline="Hendra")
    page = desk.post(change_url(article), {**data, "headline": "Aku", "_approve": "1"})
    article.refresh_from_db()
    assert article.status == "review"
    [clash] = page.context["clashes"]
    desk.post(change_url(article), resent(page, **{clash.name: "mine"}))
    article.refresh_from_db()
    assert (article.is_published, article.headline) == (True, "Aku")


def test_from_a_clash_one_can_go_back_to_the_form(desk, other):
    article = make_article(status="draft")
    data = shown(desk.get(change_url(article)))
    save_as(other, article, headline="Hendra")
    page = desk.post(change_url(article), {**data, "headline": "Aku", "deck": "Dekku.", "_continue": "1"})
    page = desk.post(change_url(article), resent(page, _reopen="1"))
    form = shown(page)
    assert (form["headline"], form["deck"], form["base"]) == ("Aku", "Dekku.", data["base"])
    article.refresh_from_db()
    assert article.headline == "Hendra"


@pytest.mark.parametrize("base", ["", "0", "x", "9" * 30, "other"])
def test_a_forged_base_discards_nobodys_words(desk, other, base):
    article, stranger = make_article(status="draft"), make_article(status="draft")
    data = shown(desk.get(change_url(article)))
    desk.get(change_url(stranger))
    data["base"] = stranger.revisions.get().pk if base == "other" else base
    save_as(other, article, headline="Hendra")
    page = desk.post(change_url(article), {**data, "headline": "Aku", "_continue": "1"})
    assert page.context["clashes"]
    article.refresh_from_db()
    assert article.headline == "Hendra"


def test_a_save_that_is_not_allowed_any_more_gives_the_text_back(client, editor):
    writer = make_staff("Penulis")
    client.force_login(writer)
    article = make_article(status="draft", created_by=writer)
    data = shown(client.get(change_url(article)))
    article.approve(by=editor)
    data |= {"headline": "Ketikan <terakhir>", "body": "<p>Paragraf terakhir.</p>", "_continue": "1"}
    page = client.post(change_url(article), data)
    assert page.status_code == 403
    html = page.content.decode()
    assert "Ketikan &lt;terakhir&gt;" in html
    assert "Paragraf terakhir." in html
    assert "csrf" not in dict(page.context["typed"])
    article.refresh_from_db()
    assert article.headline != "Ketikan <terakhir>"


def test_the_text_for_a_story_that_is_gone_comes_back(desk):
    article = make_article(status="draft")
    data = shown(desk.get(change_url(article)))
    url = change_url(article)
    article.revisions.all().delete()
    article.delete()
    page = desk.post(url, {**data, "headline": "Ketikan terakhir", "_continue": "1"})
    assert "Ketikan terakhir" in page.content.decode()


# Unpublished changes


def test_a_published_story_changes_for_readers_only_when_its_changes_are_published(desk):
    article = make_article(headline="Yang terbit", tags=["laut"])
    page = press(desk, change_url(article), headline="Yang belum terbit", tags=["darat"])
    assert "Yang terbit" in desk.get(article.get_absolute_url()).content.decode()
    assert page.context["readers_version_of"] in page.content.decode()
    assert shown(page)["headline"] == "Yang belum terbit"
    assert shown(page)["tags"] == ["darat"]
    press(desk, change_url(article), "_publish_changes")
    article.refresh_from_db()
    assert article.headline == "Yang belum terbit"
    readers = desk.get(article.get_absolute_url(), follow=True).content.decode()
    assert "Yang belum terbit" in readers
    assert "readers_version_of" not in desk.get(change_url(article)).context


def test_bylines_of_a_working_copy_are_shown_and_published(desk):
    one, two = make_author(), make_author()
    article = make_article(authors=[one])
    line = {"bylines-1-author": two.pk, "bylines-1-role": "reporter", "bylines-1-position": "1"}
    page = press(desk, change_url(article), **line, **{"bylines-TOTAL_FORMS": 2})
    assert [line.author for line in article.bylines.all()] == [one]
    assert shown(page)["bylines-1-author"] == str(two.pk)
    press(desk, change_url(article), "_publish_changes", **{"bylines-0-DELETE": "on"})
    assert [line.author for line in article.bylines.all()] == [two]


def test_readers_keep_their_version_when_publication_is_refused(desk):
    article = make_article()
    deck = article.deck
    page = press(desk, change_url(article), "_publish_changes", deck="")
    assert any("<li>" in message for message in messages(page))
    article.refresh_from_db()
    assert article.deck == deck
    assert shown(page).get("deck", "") == ""


def test_discarding_asks_first_and_keeps_what_was_typed_in_the_history(desk):
    article = make_article(headline="Yang terbit")
    press(desk, change_url(article), headline="Dibuang")
    page = press(desk, change_url(article), "_discard", deck="Diketik terakhir.")
    assert page.redirect_chain[-1][0] == at("article_discard", article)
    assert "<ins>Dibuang</ins>" in page.content.decode()
    assert drafting.has_unpublished_changes(article)
    page = desk.post(at("article_discard", article), follow=True)
    assert not drafting.has_unpublished_changes(article)
    assert shown(page)["headline"] == "Yang terbit"
    assert any(saved.snapshot["deck"] == "Diketik terakhir." for saved in article.revisions.all())


@pytest.mark.parametrize("role", ROLES)
def test_changes_are_published_by_those_whose_role_allows_it(client, role):
    user = make_staff(role)
    client.force_login(user)
    article = make_article(created_by=user)
    save_as(None, article, headline="Belum terbit")
    offered = 'name="_publish_changes"' in client.get(change_url(article)).content.decode()
    base = drafting.current(article)
    client.post(change_url(article), {**_form_of(article), "base": base.pk, "_publish_changes": "1"})
    article.refresh_from_db()
    assert (offered, article.headline == "Belum terbit") == (role in EDITORS, role in EDITORS)


@pytest.mark.parametrize("role", ROLES)
def test_changes_are_discarded_by_those_whose_role_allows_it(client, role):
    user = make_staff(role)
    client.force_login(user)
    article = make_article(created_by=user)
    save_as(None, article, headline="Belum terbit")
    answer = client.post(at("article_discard", article))
    assert (answer.status_code, drafting.has_unpublished_changes(article)) == (
        (302, False) if role in EDITORS else (403, True)
    )


@pytest.mark.parametrize("role", ROLES)
def test_changes_to_a_published_story_are_made_by_those_whose_role_allows_it(client, role):
    user = make_staff(role)
    client.force_login(user)
    article = make_article(created_by=user)
    base = drafting.current(article)
    client.post(change_url(article), {**_form_of(article), "base": base.pk, "headline": "Baru", "_continue": "1"})
    assert drafting.has_unpublished_changes(article) == (role in EDITORS)


def _form_of(article):
    """A forged form: what the browser of somebody who may edit would send."""
    snapshot = drafting.current(article).snapshot
    names = ("headline", "deck", "dateline", "body", "slug", "section")
    sent = {name: snapshot[name] for name in names}
    moment = revision.as_instant(snapshot["published_at"])
    hour = f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"
    sent |= {"published_at": hour, "updated_at": hour, "corrections-TOTAL_FORMS": 0, "corrections-INITIAL_FORMS": 0}
    sent |= {"bylines-TOTAL_FORMS": len(snapshot["bylines"]), "bylines-INITIAL_FORMS": 0}
    for number, (author, role) in enumerate(snapshot["bylines"]):
        sent |= {f"bylines-{number}-author": author, f"bylines-{number}-role": role}
        sent[f"bylines-{number}-position"] = number
    return sent


def test_the_list_marks_and_finds_stories_with_unpublished_changes(desk):
    make_article(headline="Tanpa perubahan")
    with_changes, withdrawn = make_article(headline="Dengan perubahan"), make_article(headline="Ditarik")
    save_as(None, with_changes, deck="Baru.")
    save_as(None, withdrawn, deck="Baru.")
    withdrawn.withdraw(by=None, reason="anak")
    assert desk.get(LIST).content.decode().count("state--changes") == 1
    page = desk.get(LIST, {"changes": "1"})
    assert [story.headline for story in page.context["cl"].result_list] == ["Dengan perubahan"]


# The history of the text


def test_the_revisions_are_listed_newest_first_in_a_fixed_number_of_queries(desk, other):
    article = make_article(status="draft")
    save_as(other, article, deck="Dek 0", headline="Judul 0")
    few, _page = _queries(desk, at("article_revisions", article))
    for number in range(60):
        save_as(other, article, deck=f"Dek {number + 1}")
    many, page = _queries(desk, at("article_revisions", article))
    assert len(many) == len(few)
    assert not any('"snapshot"' in sql for sql in many)
    html = page.content.decode()
    assert "Hendra Wirasena" in html
    assert len(page.context["revisions"]) == 50
    older = desk.get(at("article_revisions", article), {"before": page.context["older"]})
    assert len(older.context["revisions"]) == 12
    assert older.context["older"] is None
    assert desk.get(at("article_revisions", article), {"before": "x"}).status_code == 200


def test_two_revisions_stand_side_by_side_with_their_words_marked(desk, other):
    one, two = make_author(name="Rani Kusumawati"), make_author(name="Tono Wirasena")
    photo = make_photo(title="Dermaga pagi")
    article = make_article(status="draft", body=BODY, headline="Perahu biru", authors=[one], tags=["laut"])
    first = drafting.current(article)
    changes = {
        "headline": "Perahu merah",
        "deck": "Dek lain.",
        "body": BODY.replace("enam", "tujuh"),
        "tags": ["darat"],
    }
    second = save_as(other, article, **changes, bylines=[[two.pk, "reporter"]], lead_photo=photo.pk)
    few, page = _queries(desk, at("article_compare", article) + f"?old={first.pk}&new={second.pk}")
    html = page.content.decode()
    for marked in (
        *("<del>biru</del>", "<ins>merah</ins>", "<del>enam</del>", "<ins>tujuh</ins>", "<ins>darat</ins>"),
        *("<del>laut</del>", "<ins>Dermaga pagi</ins>", "<del>Rani Kusumawati (Penulis)</del>"),
        "<ins>Tono Wirasena (Reporter)</ins>",
    ):
        assert marked in html
    turned = desk.get(at("article_compare", article), {"old": second.pk, "new": first.pk})
    assert turned.context["old"] == first
    alone = desk.get(at("article_compare", article), {"new": second.pk})
    assert alone.context["old"] == first
    authors = [[make_author().pk, "editor"] for _number in range(8)]
    photos = "".join(f'<figure data-photo="{make_photo().pk}"></figure>' for _number in range(8))
    third = save_as(other, article, bylines=authors, body=BODY + photos)
    many, _page = _queries(desk, at("article_compare", article) + f"?old={first.pk}&new={third.pk}")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "wrong", [{}, {"new": "x"}, {"new": "9" * 30}, {"new": "OTHER"}, {"old": "1", "new": "OTHER"}]
)
def test_a_revision_of_another_story_is_not_found(desk, wrong):
    article, other = make_article(status="draft"), drafting.current(make_article())
    wrong = {name: other.pk if value == "OTHER" else value for name, value in wrong.items()}
    assert desk.get(at("article_compare", article), wrong).status_code == 404
    assert desk.post(at("revision_restore", article, other.pk)).status_code == 404


def test_hostile_words_in_an_old_revision_stay_words(desk):
    article = make_article(status="draft")
    first = drafting.current(article)
    evil = "<script>alert(1)</script>"
    hostile = Revision.objects.create(
        article=article, snapshot={**first.snapshot, "headline": evil, "body": f"<p>x</p>{evil}", "tags": [evil]}
    )
    html = desk.get(at("article_compare", article), {"new": hostile.pk}).content.decode()
    assert evil not in html


def test_a_revision_is_brought_back_after_a_look(desk, editor, other):
    article = make_article(status="draft", headline="Pertama")
    first = drafting.current(article)
    save_as(other, article, headline="Kedua")
    page = desk.get(at("revision_restore", article, first.pk))
    assert "<ins>Pertama</ins>" in page.content.decode()
    article.refresh_from_db()
    assert article.headline == "Kedua"
    desk.post(at("revision_restore", article, first.pk))
    article.refresh_from_db()
    assert article.headline == "Pertama"
    newest = article.revisions.newest()
    assert (newest.reason, newest.by) == ("restore", editor)


def test_a_revision_of_a_published_story_comes_back_as_unpublished_changes(desk):
    article = make_article(headline="Pertama")
    first = drafting.current(article)
    save_as(None, article, headline="Kedua")
    drafting.publish_changes(article, by=None)
    desk.post(at("revision_restore", article, first.pk))
    article.refresh_from_db()
    assert article.headline == "Kedua"
    assert drafting.shown_at_desk(article).headline == "Pertama"


@pytest.mark.parametrize("role", ROLES)
def test_a_revision_is_restored_by_those_who_may_edit(client, role):
    client.force_login(make_staff(role))
    article = make_article(status="draft", headline="Pertama")
    first = drafting.current(article)
    save_as(None, article, headline="Kedua")
    assert client.get(at("article_revisions", article)).status_code == 200
    allowed = 200 if role in EDITORS else 403
    assert client.get(at("revision_restore", article, first.pk)).status_code == allowed
    client.post(at("revision_restore", article, first.pk))
    article.refresh_from_db()
    assert (article.headline == "Pertama") == (role in EDITORS)


# What it costs


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(url)
    assert page.status_code == 200
    return [query["sql"] for query in captured], page


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_the_form_opens_and_saves_in_as_many_queries_with_fifty_of_everything_as_with_five(desk, status):
    article = make_article(status=status, tags=["satu"], lead_photo=make_photo())
    counts = []
    done = 0
    for amount in (5, 50):
        while done < amount:
            make_article(section=article.section, tags=[make_tag()], lead_photo=make_photo())
            save_as(None, article, deck=f"Dek {done}")
            done += 1
        opened, page = _queries(desk, change_url(article))
        data = {**shown(page), "headline": f"Judul {amount}", "body": f"<p>Isi {amount}.</p>", "_continue": "1"}
        with CaptureQueriesContext(connection) as saving:
            assert desk.post(change_url(article), data).status_code == 302
        counts.append((len(opened), len(saving)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 40
    assert counts[0][1] <= 70


def test_a_section_is_no_reason_for_more_queries(desk):
    article = make_article(status="draft")
    few, _page = _queries(desk, change_url(article))
    for _number in range(20):
        make_section()
    many, _page = _queries(desk, change_url(article))
    assert len(many) == len(few)
