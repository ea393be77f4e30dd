"""Views as a served site counts them: real processes that are stopped and killed, and what is left behind about a reader."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.db import connection

from .served_site import ROOT, STOPPED_WITHIN
from .test_serving import site, static_files  # noqa: F401  fixtures

ADDRESS, AGENT = "198.51.100.77", "Peramban-Uji/7.7"
COUNT = (
    "from articles.models import HourlyViews, Popularity\n"
    "print(sum(HourlyViews.objects.values_list('views', flat=True)), sum(Popularity.objects.values_list('views', flat=True)))"
)


@contextlib.contextmanager
def served(site):  # noqa: F811
    """The site with two processes in a group of their own; every request may come from another address."""
    command = [sys.executable, ROOT / "manage.py", "serve", f"127.0.0.1:{site.port}", "--workers", "2"]
    environment = {**site.environment, "BEHIND_PROXY": "1"}
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                with contextlib.suppress(OSError):
                    if site.get("/health/")[0] == 200:
                        break
                time.sleep(0.2)
            yield server
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def report(site, address, agent="Mozilla/5.0 Firefox/140.0"):  # noqa: F811
    """Report a reading of the site's story; returns the status."""
    number = site.address.split("/")[3]
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}/baca/{number}/",
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": agent, "X-Forwarded-For": address},
        method="POST",
    )
    return urllib.request.urlopen(request, timeout=10).status


class Readers:
    """Threads that report readings until they are stopped; `answered` has the time of each that got its 204."""

    def __init__(self, site):  # noqa: F811
        self.site, self.answered, self.sent = site, [], 0
        self._addresses = itertools.count()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(4)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self):
        while not self._stop.is_set():
            number = next(self._addresses)
            self.sent += 1
            try:
                report(self.site, f"10.{number // 62500}.{number // 250 % 250}.{number % 250}")
            except (OSError, urllib.error.URLError):
                return
            self.answered.append(time.monotonic())


def counted(site):  # noqa: F811
    by_hour, in_all = map(int, site.shell(COUNT).split())
    assert by_hour == in_all
    return by_hour


def test_a_graceful_stop_under_load_loses_no_view(site):  # noqa: F811
    before = counted(site)
    with served(site) as server, Readers(site) as readers:
        time.sleep(2.5)
        server.terminate()
        assert server.wait(STOPPED_WITHIN) == 0
    assert len(readers.answered) > 50
    # One that was counted may have missed its answer; none that was answered is missing.
    assert len(readers.answered) <= counted(site) - before <= readers.sent


def test_a_killed_site_loses_two_seconds_at_most(site):  # noqa: F811
    before = counted(site)
    with served(site) as server, Readers(site) as readers:
        time.sleep(4)
        killed_at = time.monotonic()
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(STOPPED_WITHIN)
    safe = sum(answered < killed_at - 2 for answered in readers.answered)
    assert safe > 50
    assert safe <= counted(site) - before


def test_half_sent_reports_hold_up_nobody(site):  # noqa: F811
    import socket

    words = (
        f"POST /baca/{site.address.split('/')[3]}/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nUser-Agent: Mozilla/5.0\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Length: 1000000000\r\n\r\nabc"
    )
    with served(site), contextlib.ExitStack() as stack:
        for _ in range(100):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=10))
            connection.sendall(words.encode())
            assert connection.recv(12) == b"HTTP/1.1 204"
        assert site.get(site.address)[0] == 200


def test_a_visit_leaves_nothing_about_the_reader(site):  # noqa: F811
    """CONVENTIONS D2: grep for stored addresses after a simulated visit."""
    before = counted(site)
    with served(site) as server:
        for path in ("/", site.address, "/populer/"):
            assert site.get(path, **{"X-Forwarded-For": ADDRESS, "User-Agent": AGENT})[0] == 200
        for _ in range(3):
            assert report(site, ADDRESS, AGENT) == 204
        server.terminate()
        server.wait(STOPPED_WITHIN)
    assert counted(site) == before + 3
    kept = everything_kept(site)
    assert "Judul" in kept  # the story is found this way, so that an address would be
    assert ADDRESS not in kept
    assert AGENT not in kept


def everything_kept(site):  # noqa: F811
    """All that the database holds, as text."""
    if connection.vendor == "sqlite":
        path = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///"))
        return "".join(file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*"))
    import psycopg2

    with contextlib.closing(psycopg2.connect(site.environment["DATABASE_URL"])) as database:
        cursor = database.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)
