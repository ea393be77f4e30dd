"""The memory of the page cache over a crawl of 100,000 distinct pages, in this process.

.venv/bin/python -m tests.benchmarks.bounded [--pages 100000] [--limit 16]
"""

import argparse
import os
import random
import re
import time
from pathlib import Path

from newsroom.edition_clock import EditionClock
from newsroom.page_cache import PageCache

WORDS = [
    f"{one}{two}" for one in ("me", "ber", "ter", "di", "pe") for two in ("layar", "tulis", "baca", "rapat", "jalan")
]
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'"),
    ("X-Frame-Options", "DENY"),
]


def application(environ, start_response):
    """A page of about 4 KB of its own for every path."""
    text = " ".join(random.Random(environ["PATH_INFO"]).choices(WORDS, k=500))
    start_response("200 OK", list(HEADERS))
    return [text.encode()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=16, help="memory for pages in MiB (default 16)")
    options = parser.parse_args()
    cache = PageCache(
        application,
        clock=EditionClock(read_edition=lambda: 1, read_next_change=lambda: time.time() + 3600),
        host="127.0.0.1",
        serves_host=lambda host: True,
        is_secure=lambda environ: False,
        is_staff=lambda value: False,
        staff_cookie="redaksi",
        limit=options.limit * 1024 * 1024,
    )
    empty = resident_bytes()
    print(f"A limit of {options.limit} MiB; resident memory before the crawl {empty / 2**20:.0f} MiB")
    print(f"{'pages':>9}{'store MiB':>12}{'grown by MiB':>14}{'pages kept':>12}")
    started = time.monotonic()
    for number in range(1, options.pages + 1):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/global/read/{number}/judul/", "HTTP_HOST": "127.0.0.1"}
        cache(environ, lambda status, headers: None)
        if number % (options.pages // 10) == 0:
            grown = (resident_bytes() - empty) / 2**20
            print(f"{number:>9,}{cache.store.size / 2**20:>12.1f}{grown:>14.1f}{len(cache.store):>12,}", flush=True)
    print(f"{time.monotonic() - started:.0f} s")


def resident_bytes():
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{os.getpid()}/status").read_text())[1]) * 1024


if __name__ == "__main__":
    main()
