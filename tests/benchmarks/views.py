"""Count views on a served site: how many a second beside page traffic, what they cost the database, whether any is lost.

    .venv/bin/python -m tests.benchmarks.views [--postgres postgres://user@127.0.0.1/] [--seconds 8]

Starts the site with two processes on a database of its own (on PostgreSQL one that it creates and drops), lets wrk report readings
of 10,000 stories and read pages, alone and both at once, and stops the site in good order. Needs wrk. Most of its time goes into 10,000 stories for each database.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from .stand import ROOT, cpu_seconds, free_port, wait_for

STORIES = 10_000
REPORT = """
local first, stories = {first}, {stories}
wrk.method = "POST"
wrk.headers["User-Agent"] = "Mozilla/5.0 Firefox/140.0"
wrk.headers["Sec-Fetch-Site"] = "same-origin"
request = function()
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(0, 255))
  -- Some stories are read much more than others.
  return wrk.format(nil, string.format("/baca/%d/", first + math.floor(stories * math.random() ^ 3)))
end
"""
FOLD = """
import json, time
from collections import Counter
from django.db import connection
from django.utils import timezone
from articles import dates, popularity
from articles.models import Article
numbers = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:{stories}])
hour, rows, statements = dates.hour_of(timezone.now()), [], []
def count_statement(execute, sql, *rest):
    statements.append(1)
    return execute(sql, *rest)
for count in (100, 1000, {stories}):
    for turn in ("new", "known"):
        views = Counter({{(number, hour): 3 for number in numbers[:count]}})
        with connection.execute_wrapper(count_statement):
            statements.clear()
            started, busy = time.perf_counter(), time.process_time()
            popularity.fold(views)
            rows.append((count, turn, time.perf_counter() - started, time.process_time() - busy, len(statements)))
    from articles.models import HourlyViews, Popularity
    HourlyViews.objects.all().delete(); Popularity.objects.all().delete()
print(json.dumps(rows))
"""
FACTS = """
import json
from django.db.models import Min, Sum
from articles.models import Article, Fold, HourlyViews
newest = Article.objects.published().newest_first()[3]
print(json.dumps([HourlyViews.objects.aggregate(s=Sum("views"))["s"] or 0, Fold.objects.count(),
    Article.objects.aggregate(m=Min("pk"))["m"], newest.get_absolute_url()]))
"""


class Site:
    def __init__(self, database, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "of a benchmark",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "BEHIND_PROXY": "1",
        }
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "--noinput", "-v0"],
            ["load_demo", "--articles", str(STORIES), "--seed", "1", "--photos", "0"],
        ):
            self.manage(*command)

    def manage(self, *arguments):
        command = [sys.executable, ROOT / "manage.py", *arguments]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout

    def shell(self, code):
        return json.loads(self.manage("shell", "--no-imports", "-c", code).splitlines()[-1])

    @contextlib.contextmanager
    def served(self, path):
        command = [sys.executable, ROOT / "manage.py", "serve", f"127.0.0.1:{self.port}", "--workers", "2"]
        with subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                wait_for(self.port, path)
                yield server
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(30)

    def wrk(self, path, seconds, *, script=None, connections=16):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip"]
        if script:
            command += ["-s", script]
        return subprocess.Popen([*command, f"http://127.0.0.1:{self.port}{path}"], stdout=subprocess.PIPE, text=True)


def requests_of(run):
    text, _errors = run.communicate()
    if errors := re.search(r"Non-2xx or 3xx responses: (\d+)", text):
        raise SystemExit(f"{errors[1]} failed replies")
    return int(re.search(r"(\d+) requests in", text)[1])


def measure(name, site, seconds):
    print(f"\n{name}")
    print(f"  {'a fold of':<24}{'ms':>8}{'CPU ms':>9}{'µs a story':>12}{'statements':>12}")
    for count, turn, wall, busy, statements in site.shell(FOLD.format(stories=STORIES)):
        print(
            f"  {f'{count:,} stories, {turn}':<24}{wall * 1000:>8.1f}{busy * 1000:>9.1f}"
            f"{wall / count * 1e6:>12.1f}{statements:>12}"
        )
    counted_before, folds_before, first, path = site.shell(FACTS)
    script = site.folder / "report.lua"
    script.write_text(REPORT.format(first=first, stories=STORIES))
    with site.served(path) as server:
        alone = requests_of(site.wrk(path, seconds)) / seconds
        before = cpu_seconds(server)
        started = time.monotonic()
        reports = requests_of(site.wrk("/", seconds, script=script))
        busy, spent = cpu_seconds(server) - before, time.monotonic() - started
        pages_run, reports_run = site.wrk(path, seconds), site.wrk("/", seconds, script=script)
        pages_beside, reports_beside = requests_of(pages_run) / seconds, requests_of(reports_run)
    counted, folds, _first, _path = site.shell(FACTS)
    answered = reports + reports_beside
    print(
        f"  views alone             {reports / spent:>10,.0f} a second, {busy / reports * 1e6:.0f} µs CPU each, folding included"
    )
    print(f"  views beside pages      {reports_beside / seconds:>10,.0f} a second")
    print(f"  pages beside views      {pages_beside:>10,.0f} a second, {pages_beside / alone:.2f} of pages alone")
    print(f"  transactions            {(folds - folds_before) / (2 * seconds):>10.1f} a second, both processes")
    # wrk drops up to one request a connection at its end, which was counted all the same.
    print(
        f"  counted of answered     {(counted - counted_before) / answered:>10.4f} ({counted - counted_before:,} of {answered:,})"
    )


@contextlib.contextmanager
def postgres_database(server):
    import psycopg2

    name = f"views_benchmark_{uuid.uuid4().hex[:8]}"
    with contextlib.closing(psycopg2.connect(f"{server.rstrip('/')}/postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rstrip('/')}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgres", help="address of a PostgreSQL server, to measure there as well")
    parser.add_argument("--seconds", type=int, default=8, help="of each of the three loads (default 8)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Site(f"sqlite:///{folder}/db.sqlite3", folder), options.seconds)
        if options.postgres:
            with postgres_database(options.postgres) as database:
                measure("PostgreSQL", Site(database, folder), options.seconds)


if __name__ == "__main__":
    main()
