"""The demo newsroom: one command, a full site, clear refusals."""

import os
import re
import socket
import subprocess
import sys
import tomllib
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles import body, licences, roles
from articles.demo import illustrations, loader, staff
from articles.models import Article, Author, Photo, Popularity, Section, Tag
from newsroom import first_start
from newsroom.server import Address, AddressError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def small_pictures(monkeypatch):
    """The same drawings at a fifth of their width, so that a test need not wait for a minute of drawing."""
    monkeypatch.setattr(illustrations, "SIZE", (256, 144))


@pytest.mark.django_db
def test_the_demo_is_a_full_newsroom_and_is_loaded_once(small_pictures, client):
    assert not loader.is_loaded()
    loader.load()
    assert loader.is_loaded()
    assert Article.objects.count() >= 150
    assert Section.objects.count() >= 10
    assert Author.objects.count() >= 15
    assert Photo.objects.count() >= 60
    assert Tag.objects.count() >= 80
    assert Popularity.objects.count() >= 100
    assert Article.objects.scheduled().exists()
    assert set(Article.objects.values_list("status", flat=True)) == {"draft", "review", "approved", "withdrawn"}
    assert {user.groups.get().name for user in get_user_model().objects.filter(is_superuser=False)} == set(roles.ROLES)
    for story in Article.objects.all():
        assert body.clean(story.body) == story.body
        assert not re.search(r"{\w+}|data-(photo|article)=\"\D", story.body + story.headline + story.deck)
        if story.status == "approved":
            # Some licences have ended since, so that the desk has something to show.
            assert [sentence for sentence in story.missing_for_publication() if "Lisensi" not in sentence] == []
    assert Article.objects.published().photo_stories().count() >= 3
    assert licences.ending(5)
    assert Photo.objects.synthetic().exists()
    for address in (
        "/",
        "/foto/",
        "/ekonomi/",
        "/populer/",
        "/indeks/",
        "/tag/banjir/",
        "/penulis/laras-puspitaning/",
    ):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_behind(small_pictures, monkeypatch, files_of_the_test):
    monkeypatch.setattr(loader.DemoNewsroom, "write_views", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loader.load()
    assert not loader.is_loaded()
    assert not Photo.objects.exists()
    assert list((files_of_the_test / "originals").rglob("*.jpg")) == []


def test_the_stories_are_of_their_size_and_none_repeats_another():
    sentences, words = Counter(), []
    for path in sorted((ROOT / "articles" / "demo" / "stories").glob("*.toml")):
        for story in tomllib.loads(path.read_text())["story"]:
            text = body.plain_text(story["body"])
            words.append(len(text.split()))
            sentences.update(s for s in re.split(r"(?<=[.!?])\s+", text) if len(s.split()) > 6)
    assert len(words) >= 150
    assert min(words) >= 195
    assert max(words) <= 720
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("8000", "127.0.0.1", 8000),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("localhost:9000", "localhost", 9000),
        ("[::1]:8000", "::1", 8000),
    ],
)
def test_addresses_are_read(text, host, port):
    address = Address.parse(text)
    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize(
    "text", ["", "abc", "1:2:3", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "http://x:1", "x y:80"]
)
def test_other_addresses_are_refused(text):
    with pytest.raises(AddressError):
        Address.parse(text)


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("example.org", False),
    ],
)
def test_loopback_is_known(host, is_loopback):
    assert Address(host, 8000).is_loopback is is_loopback


def test_a_taken_port_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=str(taken.getsockname()[1])):
            call_command("demo", f"127.0.0.1:{taken.getsockname()[1]}", stdout=StringIO())


def test_listening_to_others_has_to_be_asked_for():
    with pytest.raises(CommandError, match="--allow-remote"):
        call_command("demo", "0.0.0.0:8000", stdout=StringIO())


def test_a_place_that_cannot_be_written_is_named(settings):
    settings.MEDIA_FOLDER = Path("/proc/nobody-writes-here")
    with pytest.raises(first_start.NotWritable, match="/proc"):
        first_start.require_writable()


@pytest.mark.parametrize("arguments", [["demo", "x"], ["demo", "0.0.0.0:8000"], ["serve", "x"]])
def test_a_refusal_is_a_line_and_an_exit_code_and_no_traceback(arguments, tmp_path):
    run = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "SECRET_KEY": "x"},
    )
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "DATABASE_URL must begin with"),
        ("mysql://a@b/c", "DATABASE_URL must begin with"),
        ("sqlite:////there/is/no/such/folder/db.sqlite3", "unable to open"),
        ("postgres://nobody@127.0.0.1:1/none", "port 1"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_sentence_at_the_terminal(address, told):
    run = subprocess.run(
        [sys.executable, ROOT / "manage.py", "showmigrations", "articles"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": address},
    )
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    assert told in run.stderr


def test_an_old_python_is_told_so():
    script = f"import sys; sys.version_info = (3, 9, 1); sys.argv = ['manage.py']; exec(open({str(ROOT / 'manage.py')!r}).read())"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "3.11" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.django_db
def test_an_open_demo_gets_random_passwords():
    roles.sync()
    staff.ensure()
    assert len(staff.with_well_known_passwords()) == len(staff.ACCOUNTS)
    changed = staff.set_random_passwords()
    assert set(changed) == set(staff.ACCOUNTS)
    assert staff.with_well_known_passwords() == []
    assert get_user_model().objects.get(username="editor").check_password(changed["editor"])
    staff.ensure()
    assert staff.with_well_known_passwords() == []


@pytest.mark.django_db
def test_the_server_does_not_open_well_known_logins_to_others():
    roles.sync()
    staff.ensure()
    with pytest.raises(CommandError, match="changepassword"):
        call_command("serve", "0.0.0.0:18765", stdout=StringIO())
