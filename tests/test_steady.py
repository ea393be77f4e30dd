"""The site while its database is away: pages in memory go on, new ones say when to come back, and it recovers by itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from .served_site import Site, ensure_static_files, free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
# initdb refuses to run as root.
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


class Cluster:
    """A PostgreSQL server of this test's own, which can be stopped, made to hang and started again."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        os.chmod(folder, 0o755)
        self.data = folder / "data"
        self.data.mkdir()
        if AS_POSTGRES:
            shutil.chown(self.data, "postgres")
        self.run("initdb", "-A", "trust", "-U", "newsroom", "--locale=C.UTF-8")
        self.url = f"postgres://newsroom@127.0.0.1:{self.port}/postgres"

    def run(self, name, *arguments):
        command = [*AS_POSTGRES, BINARIES[-1].parent / name, "-D", self.data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self.run("pg_ctl", "-w", "-l", self.data / "log", "-o", options, "start")

    def stop(self):
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    @contextlib.contextmanager
    def hanging(self):
        """Connections are taken and nothing is answered, as behind a network that swallows packets."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        stat = Path(f"/proc/{first}/task/{first}/children")
        processes = [first, *map(int, stat.read_text().split())]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="module")
def cluster():
    if not BINARIES:
        pytest.skip("PostgreSQL's initdb is not installed")
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder))
        cluster.start()
        try:
            yield cluster
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):
                cluster.stop()


@pytest.fixture(scope="module", autouse=True)
def static_files():
    ensure_static_files()


def assert_steady(site):
    """Two seconds after its database went, and for as long as it is away."""
    time.sleep(2)
    for _ in range(5):
        status, page, headers = site.get(site.address)
        assert (status, "Judul Pertama" in page) == (200, True)
        assert int(headers["Age"]) >= 1
        assert "110" in headers["Warning"]
    for path in ("/populer/", "/tidak-ada/"):
        started = time.monotonic()
        status, page, headers = site.get(path)
        assert (status, headers["Cache-Control"]) == (503, "no-store")
        assert int(headers["Retry-After"]) > 0
        assert "Coba lagi" in page or "coba lagi" in page
        assert time.monotonic() - started < 15


def assert_recovers(site):
    assert site.answers_within(20, "/populer/")
    site.shell(
        "from articles.models import Article\n"
        "story = Article.objects.get(slug__startswith='judul'); story.headline = 'Judul Sesudahnya'; story.save()"
    )
    time.sleep(1)
    status, page, headers = site.get(site.address)
    assert (status, "Judul Sesudahnya" in page, "Warning" in headers) == (200, True, False)


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    return Site(tmp_path_factory.mktemp("site"), cluster.url, workers=1)


def test_a_postgresql_that_stops_and_comes_back(cluster, site):
    with site.served():
        site.get(site.address)
        cluster.stop()
        assert_steady(site)
        cluster.start()
        assert_recovers(site)


def test_a_postgresql_that_hangs(cluster, site):
    site.shell("from articles.models import Article; Article.objects.update(headline='Judul Pertama')")
    with site.served():
        site.get(site.address)
        with cluster.hanging():
            assert_steady(site)
        assert_recovers(site)
