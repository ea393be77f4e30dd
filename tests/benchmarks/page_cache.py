"""Hits of the page cache beside a constant, nginx's proxy_cache and Django's cache middleware, in one run.

    .venv/bin/python -m tests.benchmarks.page_cache [--rounds 5] [--seconds 3]

Needs `wrk`, and `nginx` for its row.
"""

import argparse
import gzip
import pickle
import shutil
import time
import timeit

from newsroom.edition_clock import EditionClock
from newsroom.page_cache import PageCache

from .stand import CONNECTIONS, SERVER_CORE, Contender, Stand, free_port, measure, median, table, wait_for

NGINX = """
user root; # ignored for others; root's own worker would not reach the temporary folder
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; tcp_nodelay on; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/cache keys_zone=pages:10m;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_cache pages; proxy_cache_valid 200 10m; proxy_ignore_headers Cache-Control Vary;
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host 127.0.0.1; }}
  }}
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    with Stand() as stand:
        path = stand.paths(6)[-1]
        ours, (headers, body) = stand.granian("newsroom.wsgi:application", path)
        page = stand.folder / "page.pickle"
        page.write_bytes(pickle.dumps((headers, body)))
        constant, _answer = stand.granian("tests.benchmarks.constant:application", CONSTANT_PAGE=str(page))
        django_cache, _answer = stand.granian("tests.benchmarks.django_cache:application", path)
        contenders = {"constant": constant, "page cache": ours, "Django's cache middleware": django_cache}
        if shutil.which("nginx"):
            contenders["nginx proxy_cache"] = nginx(stand, constant.port)
        turns = measure(contenders, rounds=options.rounds, seconds=options.seconds)
        print(
            f"A page of {len(gzip.decompress(body)):,} bytes, {len(body):,} in gzip; {CONNECTIONS} connections,",
            end=" ",
        )
        print(f"one processor for each server; medians of {options.rounds} rounds of {options.seconds} s")
        table(turns, "constant")
        print(f"The cache's own part of a hit: {own_part(body) * 1e6:.2f} µs")
        print(
            f"p99 of a hit: {median(turns['page cache'], 'p99') / median(turns['page cache'], 'p50'):.1f} x its median"
        )


def own_part(page):
    """Seconds that the page cache takes for a hit besides the server; the best of many short runs, which a noisy machine leaves alone."""
    clock = EditionClock(read_edition=lambda: 1, read_next_change=lambda: time.time() + 3600)
    cache = PageCache(
        lambda environ, start_response: start_response("200 OK", [("Content-Type", "text/html")]) or [page],
        clock=clock,
        host="127.0.0.1",
        serves_host=lambda host: True,
        is_secure=lambda environ: False,
        is_staff=lambda value: False,
        staff_cookie="redaksi",
    )
    clock.watch()
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip"}
    return min(timeit.repeat(lambda: cache(asked, lambda status, headers: None), number=200, repeat=500)) / 200


def nginx(stand, upstream):
    port, folder = free_port(), stand.folder
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, upstream=upstream))
    process = stand.start(["taskset", "-c", SERVER_CORE, "nginx", "-c", f"{folder}/nginx.conf"])
    wait_for(port, "/")
    return Contender(process, port, "/")


if __name__ == "__main__":
    main()
