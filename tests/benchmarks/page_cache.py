"""Hits of the page cache beside a constant, nginx's proxy_cache and Django's cache middleware, in one run.

    .venv/bin/python tests/benchmarks/page_cache.py [--rounds 3] [--seconds 5]

Needs `wrk`, and `nginx` for its row. The serving stack runs on processor 0, the load on processor 1; the rounds are interleaved, so
that a drift of the machine meets all alike. What counts is the ratio; processor time a request holds where req/s do not.
"""

import argparse
import contextlib
import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONNECTIONS = 16
NGINX = """
user root; # ignored for others; root's own worker would not reach the temporary folder
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; tcp_nodelay on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/cache keys_zone=pages:10m;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_cache pages; proxy_cache_valid 200 10m; proxy_ignore_headers Cache-Control Vary;
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host 127.0.0.1; }}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def granian(module, port, environment):
    command = [
        "taskset",
        "-c",
        "0",
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--log-level",
        "error",
    ]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "32", module]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})


def cpu_seconds(process):
    """User and system time of a process and all below it, in seconds."""
    ticks, wanted = 0, {process.pid}
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            stats[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    grew = True
    while grew:
        below = {pid for pid, (parent, _time) in stats.items() if parent in wanted}
        grew = not below <= wanted
        wanted |= below
    ticks = sum(stats[pid][1] for pid in wanted if pid in stats)
    return ticks / os.sysconf("SC_CLK_TCK")


def load(port, path, seconds):
    run = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    requests = int(re.search(r"(\d+) requests in", run.stdout)[1])
    latencies = {name: in_ms(value) for name, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", run.stdout)}
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", run.stdout)
    return requests / seconds, latencies["50"], latencies["99"], int(errors[1]) if errors else 0, requests


def in_ms(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def wait_for(port, path):
    for _ in range(600):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
            try:
                return urllib.request.urlopen(request, timeout=20).read()
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{path} answers {error.code}") from error
        time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def measure(contenders, rounds, seconds):
    """{name: [(requests a second, p50 ms, p99 ms, CPU ms a request)]}."""
    rows = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (process, port, path) in contenders.items():
            before = cpu_seconds(process)
            rate, p50, p99, errors, requests = load(port, path, seconds)
            spent = cpu_seconds(process) - before
            if errors:
                raise SystemExit(f"{name}: {errors} failed replies")
            rows[name].append((rate, p50, p99, spent / requests * 1000))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "of a benchmark",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "LANGUAGE_CODE": "id",
        }
        manage = [sys.executable, ROOT / "manage.py"]
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "--noinput", "-v0"],
            ["load_demo", "--articles", "2000", "--seed", "1", "--photos", "0"],
        ):
            subprocess.run(
                [*manage, *command], env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
            )
        find = "from articles.models import Article; print(Article.objects.published().newest_first()[5].get_absolute_url())"
        path = subprocess.run(
            [*manage, "shell", "--no-imports", "-c", find],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]

        def start(module, address=path, **extra):
            port = free_port()
            process = stack.enter_context(stopping(granian(module, port, {**environment, **extra})))
            body = wait_for(port, address)
            return (process, port, address), body

        ours, body = start("newsroom.wsgi:application")
        Path(folder, "page.gz").write_bytes(body)
        Path(folder, "page.html").write_bytes(gzip.decompress(body))
        constant, _body = start("tests.benchmarks.constant:application", "/", CONSTANT_PAGE=f"{folder}/page.gz")
        django_cache, _body = start("tests.benchmarks.django_cache:application")
        contenders = {"constant": constant, "page cache": ours, "Django's cache middleware": django_cache}
        if shutil.which("nginx"):
            port = free_port()
            Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, port=port, upstream=constant[1]))
            process = stack.enter_context(
                stopping(subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", f"{folder}/nginx.conf"]))
            )
            wait_for(port, "/")
            contenders["nginx proxy_cache"] = (process, port, "/")
        rows = measure(contenders, options.rounds, options.seconds)
        print(
            f"A page of {len(body):,} bytes (gzip), {CONNECTIONS} connections, median of {options.rounds} rounds of {options.seconds} s"
        )
        print(f"{'':28}{'req/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'of constant':>13}")
        base = statistics.median(row[0] for row in rows["constant"])
        for name, measured in rows.items():
            rate, p50, p99, cpu = (statistics.median(column) for column in zip(*measured, strict=True))
            print(f"{name:28}{rate:>10,.0f}{p50:>9.2f}{p99:>9.2f}{cpu:>9.3f}{rate / base:>13.2f}")


@contextlib.contextmanager
def stopping(process):
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
