"""What a page costs that is rendered anew, beside a bare Django view that returns the same bytes.

    .venv/bin/python -m tests.benchmarks.page_cost [--articles 2000] [--rounds 5] [--profile "article, again"]

Each contender runs in a process of its own that calls its WSGI application some hundred times, without a server and without the
page cache; the rounds alternate. What is compared is the processor time of the calling thread, the median of the requests, which holds
on a busy machine where the clock does not; Python's garbage collector leaves alone what either had at its start. The masthead, the
sidebar and the footer of the edition are in memory. "again" is a page that this process has rendered before, as all are after an
edit of something else; "first time" is a story that it renders for the first time, another with each request.
DATABASE_URL may name a database that has stories already; otherwise a temporary SQLite one is filled.
"""

import argparse
import io
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from .site import ROOT, addresses, made_site

CALLS = 200
WARM = 20  # requests before those that count


def requests(application, addresses, calls):
    """Processor seconds of each of `calls` requests for the addresses in turn, and the bytes of the last page.

    WARM requests come before: for addresses of their own where there are many.
    """
    import gc
    import time

    def ask(address):
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            # As the page cache stamps a page that it has built.
            "newsroom.edition": "benchmark",
        }
        answer = []
        before = time.thread_time()
        body = application(environ, lambda status, headers: answer.append(status))
        page = b"".join(body)
        body.close()
        seconds = time.thread_time() - before
        if not answer[0].startswith("200"):
            raise SystemExit(f"{address} answers {answer[0]}")
        return seconds, page

    warm, measured = (addresses[:WARM], addresses[WARM:]) if len(addresses) > 1 else (addresses * WARM, addresses)
    for address in warm:
        ask(address)
    gc.collect()
    gc.freeze()
    found = [ask(address) for address, _call in zip(itertools.cycle(measured), range(calls), strict=False)]
    return [seconds for seconds, _page in found], found[-1][1]


def child(role, addresses, calls, page_file, profiled):
    """Measure one contender in this process and print its milliseconds a request."""
    if role == "bare":
        os.environ["PLAIN_PAGE"] = page_file
        from .bare_view import application

        addresses = ["/"]
    else:
        from newsroom.wsgi import django_application as application
    if profiled:
        import cProfile
        import pstats

        profile = cProfile.Profile()
        profile.runcall(requests, application, addresses, calls)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    seconds, page = requests(application, addresses, calls)
    if role != "bare":
        Path(page_file).write_bytes(page)
    print(statistics.median(seconds) * 1000, len(page))


def run(role, addresses, page_file, *, profiled=False, calls=CALLS):
    command = [sys.executable, "-m", "tests.benchmarks.page_cost", "--role", role, "--address", *addresses]
    command += ["--page", page_file, "--calls", str(calls), *(["--profiled"] if profiled else [])]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=None if profiled else subprocess.PIPE, text=True)
    return None if profiled else [float(figure) for figure in printed.stdout.split()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", help="show where the time of this page goes, instead")
    # A contender's own process.
    parser.add_argument("--role", help=argparse.SUPPRESS)
    parser.add_argument("--address", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--page", help=argparse.SUPPRESS)
    parser.add_argument("--calls", type=int, default=CALLS, help=argparse.SUPPRESS)
    parser.add_argument("--profiled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        child(options.role, options.address, options.calls, options.page, options.profiled)
        return
    with tempfile.TemporaryDirectory() as folder, made_site(folder, options.articles):
        pages = {name: [found] if isinstance(found, str) else found for name, found in addresses().items()}
        pages["article, again"], pages["article, first time"] = pages.pop("article"), pages.pop("articles")
        if options.profile:
            run("ours", pages[options.profile], f"{folder}/page", profiled=True)
            return
        print(f"Processor time of a page rendered anew, medians of {CALLS} requests and {options.rounds} rounds")
        print(f"{'':22}{'bytes':>9}{'ms':>8}{'bare ms':>9}{'ratio':>7}")
        for name, chosen in pages.items():
            ours, bare = [], []
            for _ in range(options.rounds):
                milliseconds, size = run("ours", chosen, f"{folder}/page")
                ours.append(milliseconds)
                bare.append(run("bare", chosen, f"{folder}/page")[0])
            ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
            print(f"{name:22}{size:>9,.0f}{statistics.median(ours):>8.2f}{statistics.median(bare):>9.2f}{ratio:>7.1f}")


if __name__ == "__main__":
    main()
