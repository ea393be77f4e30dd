"""Whether a page costs the same in a large archive as in a small one: queries and time of each, side by side in one run.

    .venv/bin/python -m tests.benchmarks.flat_cost [--small 1000] [--large 100000] [--rounds 15]
    .venv/bin/python -m tests.benchmarks.flat_cost --large 1000000 --keep /tmp/archives --postgresql postgres://user@127.0.0.1

Each archive has a process of its own that asks Django for one page after the other, without server and page cache; the two take
turns, page by page, so that a drift of the machine meets both. The time is what passes, since a database server's work is no
processor time of the asker; the ratio is the median of those of the rounds. A page that shows more in the large archive, as a day
of a hundred stories beside one of three, may cost as much more: the bytes tell. --keep names a folder whose archives are used again;
--postgresql measures there, in databases that it makes.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from .site import ROOT, made_site

FLAT = 1.3


class Archive:
    """A process that answers the name of a page with (milliseconds, queries, bytes); see `serve`."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.flat_cost", "--serve"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages = json.loads(self.process.stdout.readline())

    def ask(self, name):
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "fault" in answer:
            raise SystemExit(f"{name}: {answer['fault']}")
        return answer["milliseconds"], answer["queries"], answer["bytes"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


def serve():
    """Answer names of pages on standard input with what each costs, one JSON line each; first the pages there are."""
    import time

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from .places import desk_places, places

    # Without a manifest's look-ups of files, whose cost no archive changes.
    settings.ALLOWED_HOSTS = ["*"]
    reader, editor = Client(), Client()
    editor.force_login(_superuser())
    asked = {name: (reader, address) for name, address in places().items()}
    # As the page cache asks for it; drawn before, from the second time on.
    asked["article, again"] = Client(**{"newsroom.edition": "benchmark"}), asked["article"][1]
    asked |= {name: (editor, address) for name, address in desk_places().items()}
    print(json.dumps(list(asked)), flush=True)
    for line in sys.stdin:
        client, address = asked[line.strip()]
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            response = client.get(address)
            page = b"".join(response) if response.streaming else response.content
            milliseconds = (time.perf_counter() - started) * 1000
        answer = {"milliseconds": milliseconds, "queries": len(captured), "bytes": len(page)}
        if response.status_code != 200:
            answer = {"fault": f"{address} answers {response.status_code}"}
        print(json.dumps(answer), flush=True)


def _superuser():
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    return users.filter(username="benchmark").first() or users.create_superuser("benchmark", password=None)


def database(options, folder, stories):
    """The DATABASE_URL of the archive with so many stories."""
    if not options.postgresql:
        return f"sqlite:///{folder}/{stories}.sqlite3"
    import psycopg2

    name = f"newsroom_{stories}"
    place = urlsplit(options.postgresql)
    connection = psycopg2.connect(
        host=place.hostname, port=place.port or 5432, user=place.username, password=place.password, dbname="postgres"
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return f"{options.postgresql.rstrip('/')}/{name}"


def compare(small, large, rounds):
    """Yield (name, queries of both, bytes of both, median milliseconds of both, ratio) for each page that both archives have."""
    for name in [name for name in small.pages if name in large.pages]:
        for archive in (small, large):
            archive.ask(name)  # the first request compiles templates and opens connections
        pairs = [(small.ask(name), large.ask(name)) for _ in range(rounds)]
        times = [(one[0], other[0]) for one, other in pairs]
        yield (
            name,
            tuple(asked[1] for asked in pairs[-1]),
            tuple(asked[2] for asked in pairs[-1]),
            tuple(statistics.median(column) for column in zip(*times, strict=True)),
            statistics.median(other / one for one, other in times),
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=1000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", help="a folder for archives that are used again")
    parser.add_argument("--postgresql", help="postgres://user@host of a server where databases can be made")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.keep or scratch)
        folder.mkdir(exist_ok=True)
        archives = []
        for stories in (options.small, options.large):
            os.environ["DATABASE_URL"] = database(options, folder, stories)
            with made_site(str(folder), stories):
                archives.append(Archive(dict(os.environ)))
        print(f"{options.small:,} and {options.large:,} stories, median of {options.rounds} rounds")
        print(f"{'':26}{'queries':>12}{'bytes':>20}{'ms':>18}{'ratio':>8}")
        too_much, for_more = [], []
        for name, queries, sizes, milliseconds, ratio in compare(*archives, options.rounds):
            columns = f"{queries[0]:>6}{queries[1]:>6}{sizes[0]:>10,}{sizes[1]:>10,}{milliseconds[0]:>9.1f}{milliseconds[1]:>9.1f}"
            print(f"{name:26}{columns}{ratio:>8.2f}")
            if ratio > FLAT:
                (for_more if ratio <= FLAT * sizes[1] / sizes[0] else too_much).append(name)
        for archive in archives:
            archive.close()
        print(f"Over {FLAT} as is what they show: {', '.join(for_more) or 'none'}")
        print(f"Over {FLAT} beyond that: {', '.join(too_much) or 'none'}")


if __name__ == "__main__":
    main()
