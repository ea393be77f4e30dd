"""A site as it is served: real processes in a folder of their own, started by `manage.py serve`."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Seconds: a server gives its processes 30 to end in good order, then ends them itself.
STOPPED_WITHIN = 60
SETUP = """
from tests.factories import *
article = make_article(headline="Judul Pertama", section=make_section(slug="global"), tags=["laut"])
print(article.get_absolute_url())
"""


class Site:
    """A site with one story, served by *workers* processes; *variables* are its environment besides.

    *database* is its address, or a file with all tables, of which the site gets a copy.
    """

    def __init__(self, folder, database, *, workers=2, **variables):
        if isinstance(database, Path):
            database = f"sqlite:///{shutil.copy(database, folder / 'db.sqlite3')}"
        self.port = free_port()
        self.workers = workers
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(folder / "media"),
            "SECRET_KEY": "for this test only",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            **variables,
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
    def served(self, application=None):
        """Serve the site, or in one process another WSGI application instead of its own."""
        command = [sys.executable, ROOT / "manage.py", "serve", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(self.workers)]
        if application:
            command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "64", "--no-ws"]
            command += ["--log-level", "error", "--port", str(self.port), application]
        with subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                assert self.answers_within(60, "/health/")
                yield server
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(STOPPED_WITHIN)

    def answers_within(self, seconds, path, status=200):
        """Whether *path* answers with *status* before so many seconds are over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path)[0] == status:
                    return True
            time.sleep(0.2)
        return False

    def get(self, path, *, method="GET", port=None, **headers):
        """(status, text, headers); names of headers with _ for -."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.port}{path}", headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read().decode(errors="replace"), response.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers


def ensure_static_files():
    """Pages need the compressed static files, as on any machine that serves them."""
    code = "import django; django.setup(); from newsroom import first_start; first_start.ensure_static_files()"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "SECRET_KEY": "x"}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serving(process):
    """The numbers of the serving processes that *process* started.

    The bookkeeper that Python starts beside spawned processes is none; numbers begin anew some day, so their order does not tell which.
    """
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process.pid and b"resource_tracker" not in (path / "cmdline").read_bytes():
                found.add(int(path.name))
    return found
