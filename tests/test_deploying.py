"""The recipes of deploy/ as they are, but for names, ports and folders: each is started in front of the site and asked."""

import contextlib
import http.client
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from newsroom.page_cache import PRIVATE_PATHS, QUERY_WORDS
from newsroom.ready_page import STALE, shared

from .served_site import ROOT, STOPPED_WITHIN, Site, ensure_static_files, free_port

DEPLOY = ROOT / "deploy"
HOST = "news.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_file):
    """A site as the recipes expect it: https by its address, behind a proxy."""
    ensure_static_files()
    folder = tmp_path_factory.mktemp("site")
    variables = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "1"}
    site = Site(folder, migrated_file or f"sqlite:///{folder / 'db.sqlite3'}", workers=1, **variables)
    (folder / "media" / "public").mkdir(parents=True, exist_ok=True)
    (folder / "media" / "public" / "foto.jpg").write_bytes(b"foto")
    return site


class Front:
    """What stands in front, asked as a browser asks; *is_encrypted* for https."""

    def __init__(self, port, *, is_encrypted, headers):
        self.port, self.is_encrypted, self.headers = port, is_encrypted, headers

    def get(self, path, method="GET", **headers):
        """(status, body, headers)."""
        if self.is_encrypted:
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=30, context=ssl._create_unverified_context()
            )
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            own = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": HOST, "Accept-Encoding": "gzip", **self.headers, **own})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

    def has(self, path, status, *, within=60, **headers):
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path, **headers)[0] == status:
                    return True
            time.sleep(0.1)
        return False


@contextlib.contextmanager
def running(command):
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextlib.contextmanager
def nginx(site, folder):
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed")
    plain, encrypted = free_port(), free_port()
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run(
        [*command, "-keyout", folder / "key.pem", "-out", folder / "chain.pem"], check=True, capture_output=True
    )
    recipe = (DEPLOY / "nginx.conf").read_text()
    for theirs, ours in {
        "127.0.0.1:8000": f"127.0.0.1:{site.port}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{encrypted} ",
        "/etc/letsencrypt/live/news.example/fullchain.pem": str(folder / "chain.pem"),
        "/etc/letsencrypt/live/news.example/privkey.pem": str(folder / "key.pem"),
        "/var/cache/nginx/newsroom": str(folder / "cache"),
        "/srv/newsroom/staticfiles/": f"{ROOT}/staticfiles/",
        "/var/lib/newsroom/media/": site.environment["MEDIA_ROOT"] + "/",
    }.items():
        assert theirs in recipe
        recipe = recipe.replace(theirs, ours)
    (folder / "recipe.conf").write_text(recipe)
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root; daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {folder}/recipe.conf; }}"
    )
    with running(["nginx", "-c", folder / "nginx.conf"]):
        front = Front(encrypted, is_encrypted=True, headers={})
        front.plain = Front(plain, is_encrypted=False, headers={})
        yield front


@contextlib.contextmanager
def varnish(site, folder):
    if not shutil.which("varnishd"):
        pytest.skip("varnishd is not installed")
    recipe = (DEPLOY / "varnish.vcl").read_text()
    assert '.port = "8000"' in recipe
    (folder / "recipe.vcl").write_text(recipe.replace('.port = "8000"', f'.port = "{site.port}"'))
    port = free_port()
    command = ["varnishd", "-F", "-j", "none", "-a", f"127.0.0.1:{port}", "-f", folder / "recipe.vcl"]
    with running([*command, "-s", "malloc,32m", "-n", folder / "varnish"]):
        yield Front(port, is_encrypted=False, headers={"X-Forwarded-Proto": "https"})


@pytest.fixture(params=[nginx, varnish], ids=lambda start: start.__name__)
def front(request, site, tmp_path):
    with request.param(site, tmp_path) as front, site_served(site) as server:
        front.server = server
        assert front.has("/", 200)
        yield front


@contextlib.contextmanager
def site_served(site):
    command = [sys.executable, ROOT / "manage.py", "serve", f"127.0.0.1:{site.port}"]
    with subprocess.Popen(command, env=site.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(STOPPED_WITHIN)


def test_the_recipe_serves_keeps_and_outlives_the_site(front, site):
    status, page, headers = front.get(site.address)
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert "Set-Cookie" not in headers
    # A second request within the second that a cache in front may keep a page.
    kept = [front.get(site.address)[2]["X-Cache"] for _ in range(6)]
    assert any(word not in ("MISS", "EXPIRED", "0") for word in kept)
    # The reader who has it gets 304; HEAD has the headers; words that no page reads make no difference.
    assert front.get(site.address, If_None_Match=headers["ETag"])[:2] == (304, b"")
    assert front.get(site.address, method="HEAD")[:2] == (200, b"")
    for query in ("?utm_source=x&fbclid=y", "?fbclid=z"):
        assert front.get(site.address + query)[0] == 200
    # An unknown address that a tidy mind takes for the story is not kept under it.
    front.get("/x/.." + site.address)
    assert front.get(site.address)[0] == 200
    # A change arrives: within the second here and the second that the front may keep it.
    site.shell(
        "from articles.models import Article\n"
        "story = Article.objects.get(slug__startswith='judul'); story.deck = 'Dek yang baru.'; story.save()"
    )
    time.sleep(2.2)
    front.get(site.address)
    time.sleep(0.3)
    assert b"Dek yang baru." in front.get(site.address, Accept_Encoding="identity")[1]
    # Staff and the desk are passed through.
    assert front.get("/admin/login/")[0] == 200
    assert front.get(site.address, Cookie="a=b; redaksi=x")[0] == 200
    # The site goes away: what was kept goes on, what was not is an error.
    front.get(site.address)
    front.server.send_signal(signal.SIGTERM)
    front.server.wait(STOPPED_WITHIN)
    time.sleep(2.5)
    for _ in range(3):
        status, _page, headers = front.get(site.address)
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert front.get("/populer/")[0] >= 500
    # And comes back.
    with site_served(site):
        assert front.has("/populer/", 200)


def test_nginx_serves_files_itself_and_lets_no_client_speak_for_it(site, tmp_path):
    with nginx(site, tmp_path) as front, site_served(site):
        assert front.has("/", 200)
        page = front.get("/", Accept_Encoding="identity")[1].decode()
        sheet = re.search(r"/static/css/base\.[0-9a-f]{12}\.css", page)[0]
        status, _sheet, headers = front.get(sheet)
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        assert "immutable" in headers["Cache-Control"]
        assert "immutable" not in front.get("/static/favicon.svg")[2]["Cache-Control"]
        assert front.get("/media/foto.jpg")[:2] == (200, b"foto")
        assert front.get("/media/../originals/x.jpg")[0] in (400, 404)
        status, _page, headers = front.plain.get(site.address)
        assert (status, headers["Location"]) == (301, f"https://{HOST}{site.address}")
        # A client's own word for its protocol changes nothing, with hyphens or underscores.
        for name in ("X-Forwarded-Proto", "X_Forwarded_Proto"):
            assert front.get(site.address, **{name: "http"})[0] == 200
        assert front.get("/", Host="palsu.example")[0] in (200, 400)


@pytest.mark.parametrize("recipe", ["nginx.conf", "varnish.vcl"])
def test_the_recipes_know_the_words_that_pages_read(recipe):
    text = (DEPLOY / recipe).read_text()
    for word in QUERY_WORDS:
        assert re.search(rf"\$arg_{word}\b|[(|]{word}[)|]", text), f"{word} is not in deploy/{recipe}"


def test_varnish_passes_what_is_never_kept():
    text = (DEPLOY / "varnish.vcl").read_text()
    for path in set(PRIVATE_PATHS) - {"/static/", "/media/"}:
        assert path.strip("/") in text


def test_the_unit_starts_reloads_and_stops_the_site():
    unit = (DEPLOY / "newsroom.service").read_text()
    command = re.search(r"^ExecStart=\S+ (.*)$", unit, re.M)[1]
    assert command.startswith("manage.py serve 127.0.0.1:8000")
    assert "kill -HUP $MAINPID" in unit
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", DEPLOY / "newsroom.service"],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    # The program of another machine is not here; everything else is to be right.
    assert [line for line in told.splitlines() if "newsroom.service" in line and "not executable" not in line] == []


class Stale(BaseHTTPRequestHandler):
    """A site that is without its database, but for its first answer."""

    answers = 0

    def do_GET(self):
        type(self).answers += 1
        is_stale = self.answers > 1
        self.send_response(200)
        self.send_header("Cache-Control", shared(1))
        self.send_header("Content-Length", "2")
        self.send_header("Age", "5" if is_stale else "0")
        if is_stale:
            self.send_header(*STALE)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_arguments):
        pass


@pytest.mark.parametrize("start", [nginx, varnish])
def test_a_page_that_was_marked_stale_outlives_the_site(tmp_path, start):
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Stale,), {}))
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    site = SimpleNamespace(port=upstream.server_port, environment={"MEDIA_ROOT": str(tmp_path)})
    with start(site, tmp_path) as front:
        assert front.has("/", 200)
        time.sleep(2.5)
        assert front.get("/")[:2] == (200, b"ok")
        time.sleep(0.5)
        upstream.shutdown()
        upstream.server_close()
        time.sleep(2.5)
        assert front.get("/")[:2] == (200, b"ok")
