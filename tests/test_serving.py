"""The site as it is served: real processes, a real database, saves from elsewhere."""

import contextlib
import http.client
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from .served_site import Site, ensure_static_files, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_file):
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
        yield Site(folder, migrated_file or f"sqlite:///{folder / 'db.sqlite3'}")


@pytest.fixture(scope="module", autouse=True)
def static_files():
    ensure_static_files()


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
        # The hour is set once the shell stands, which takes seconds on a busy machine.
        hour = float(
            site.shell(
                "from tests.factories import *\n"
                "section, author = Section.objects.get(slug='global'), Author.objects.first()\n"
                "hour = timezone.now() + datetime.timedelta(seconds=6)\n"
                "make_article(headline='Tepat Waktunya', section=section, authors=[author], published_at=hour)\n"
                "print(hour.timestamp())"
            )
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


def test_a_hundred_requests_for_a_missing_page_render_it_once(site):
    with site.served("tests.counted_site:application"):
        with ThreadPoolExecutor(100) as pool:
            answers = list(pool.map(lambda _: site.get("/global/"), range(100)))
        assert {status for status, _page, _headers in answers} == {200}
        assert len({headers["X-Built"] for _status, _page, headers in answers}) == 1


def test_hits_have_their_validators_over_one_kept_connection(site):
    """HTTP/1.1 as clients and proxies see it: lengths, HEAD, 304 without a body, keep-alive, no cookie."""
    with site.served():
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)

        def ask(method="GET", **headers):
            connection.request(method, site.address, headers={"Accept-Encoding": "br", **headers})
            answer = connection.getresponse()
            return answer, answer.read()

        ask()
        socket = connection.sock
        answer, body = ask()
        assert (answer.status, answer.headers["Vary"], answer.headers["Content-Encoding"]) == (
            200,
            "Accept-Encoding",
            "br",
        )
        assert "Set-Cookie" not in answer.headers
        assert int(answer.headers["Content-Length"]) == len(body) > 0
        head, nothing = ask("HEAD")
        assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(body)), b"")
        known, nothing = ask(**{"If-None-Match": f'"x", {answer.headers["ETag"]}'})
        assert (known.status, nothing) == (304, b"")
        assert known.headers["ETag"] == answer.headers["ETag"]
        assert known.headers.get("Content-Length") in (None, "0", str(len(body)))
        assert ask()[1] == body
        assert connection.sock is socket
        # Static files come compressed, from the same process, and are kept for good.
        sheet = site.get("/")[1].partition("/static/css/base.")[2].partition('"')[0]
        status, _sheet, headers = site.get(f"/static/css/base.{sheet}", Accept_Encoding="br")
        assert (status, headers["Content-Encoding"]) == (200, "br")
        assert "immutable" in headers["Cache-Control"]


class Load:
    """Readers who keep their connections and, as browsers and proxies do, ask once more when a kept one was closed on them."""

    def __init__(self, site, readers=6):
        self.site, self.failures, self.answers = site, [], 0
        self._stop = threading.Event()
        self._readers = [threading.Thread(target=self._read) for _ in range(readers)]

    def __enter__(self):
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *exception):
        self._stop.set()
        for reader in self._readers:
            reader.join()

    def _read(self):
        connection = None
        while not self._stop.is_set():
            was_kept = connection is not None
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
            try:
                connection.request("GET", self.site.address)
                answer = connection.getresponse()
                answer.read()
                self.answers += 1
                if answer.status != 200:
                    self.failures.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                if not was_kept:
                    self.failures.append(repr(error))
                connection = None


def test_a_reload_replaces_the_process_and_loses_no_request(site, monkeypatch):
    monkeypatch.setattr(site, "workers", 1)
    with site.served() as server, Load(site) as load:
        before = serving(server)
        server.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 60
        # The successor is there before the process that it replaces is gone, so one look tells both.
        while (found := serving(server)) & before and time.monotonic() < deadline:
            time.sleep(0.3)
        assert not found & before
        assert len(found) == len(before) == 1
        time.sleep(1)
    assert load.failures == []
    assert load.answers > 100


def test_a_process_that_dies_is_replaced(site):
    with site.served() as server:
        killed, other = serving(server)
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + 30
        # One look each time: of two, the first may see the dead process still, and the second not yet its successor.
        while (killed in (found := serving(server)) or len(found) < 2) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(found) == 2
        assert killed not in found
        assert other in found
        assert site.answers_within(20, site.address)
