"""The site as it is served: real processes, a real database, saves from elsewhere."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SETUP = """
from tests.factories import *
article = make_article(headline="Judul Pertama", section=make_section(slug="global"), tags=["laut"])
print(article.get_absolute_url())
"""


class Site:
    """A site in a folder of its own, served by `manage.py serve` with two processes."""

    def __init__(self, folder, database):
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(folder / "media"),
            "SECRET_KEY": "for this test only",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        self.manage("migrate", "-v0")
        self.address = self.shell(SETUP).strip().splitlines()[-1]

    def manage(self, *arguments):
        run = subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def shell(self, code):
        return self.manage("shell", "--no-imports", "-c", code)

    @contextlib.contextmanager
    def served(self):
        command = [sys.executable, ROOT / "manage.py", "serve", f"127.0.0.1:{self.port}", "--workers", "2"]
        with subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                deadline = time.monotonic() + 60
                while time.monotonic() < deadline:
                    with contextlib.suppress(OSError):
                        if self.get("/health/")[0] == 200:
                            break
                    time.sleep(0.2)
                yield server
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(30)

    def get(self, path, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read().decode(), response.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    if "postgresql" in connection.settings_dict["ENGINE"]:
        # A database of this process's own: several may run these tests side by side.
        database = f"newsroom_serving_{os.getpid()}"
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**connection.settings_dict)
        import psycopg2

        with contextlib.closing(psycopg2.connect(f"{url}postgres")) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {database}")
                try:
                    yield Site(folder, url + database)
                finally:
                    cursor.execute(f"DROP DATABASE {database} WITH (FORCE)")
    else:
        yield Site(folder, f"sqlite:///{folder / 'db.sqlite3'}")


@pytest.fixture(scope="module", autouse=True)
def static_files():
    """Pages need the compressed static files, as on any machine that serves them."""
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from newsroom import first_start; first_start.ensure_static_files()",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "SECRET_KEY": "x"},
        cwd=ROOT,
        check=True,
    )


def test_a_save_elsewhere_is_on_every_page_within_a_second_under_load(site):
    with site.served():
        stop, failures = threading.Event(), []

        def read():
            while not stop.is_set():
                status, page, _headers = site.get(site.address)
                if status != 200:
                    failures.append(status)

        readers = [threading.Thread(target=read) for _ in range(6)]
        for reader in readers:
            reader.start()
        try:
            for number in range(3):
                committed = float(
                    site.shell(
                        "from articles.models import Article; import time\n"
                        f"story = Article.objects.get(slug__startswith='judul'); story.headline = 'Judul Nomor {number}'; story.save()\n"
                        "print(time.time())"
                    ).strip()
                )
                time.sleep(max(0, committed + 1 - time.time()))
                # Several requests, so that both processes answer.
                for address in ["/", site.address] * 6:
                    assert f"Judul Nomor {number}" in site.get(address)[1]
        finally:
            stop.set()
            for reader in readers:
                reader.join()
        assert failures == []


def test_a_scheduled_story_appears_at_its_second(site):
    with site.served():
        hour = time.time() + 4
        site.shell(
            "from tests.factories import *; import datetime\n"
            "section, author = Section.objects.get(slug='global'), Author.objects.first()\n"
            f"hour = datetime.datetime.fromtimestamp({hour}, datetime.UTC)\n"
            "make_article(headline='Tepat Waktunya', section=section, authors=[author], published_at=hour)"
        )
        early = []
        while (now := time.time()) < hour + 1.2:
            for _ in range(3):
                shown = "Tepat Waktunya" in site.get("/")[1]
                if time.time() < hour:
                    early.append(shown)
                elif now > hour + 1:
                    assert shown
        assert early
        assert not any(early)


def test_hits_come_from_memory_with_their_validators(site):
    with site.served():
        for _ in range(4):
            status, _page, headers = site.get(site.address)
        assert (status, headers["Vary"]) == (200, "Accept-Encoding")
        assert "Set-Cookie" not in headers
        request = urllib.request.Request(
            f"http://127.0.0.1:{site.port}{site.address}", headers={"If-None-Match": headers["ETag"]}
        )
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(request)
        assert answer.value.code == 304
