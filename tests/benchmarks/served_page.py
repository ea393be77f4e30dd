"""What the page of a story costs a server that has it not in memory, beside a bare Django view that returns the same bytes.

    .venv/bin/python -m tests.benchmarks.served_page [--rounds 4] [--seconds 3]

Both on granian with one processor, and 16 connections that ask for pages in turn; the page cache keeps nothing. All that a server does
is in it: taking turns, handing over to the thread that builds, and packing the page in both codings, which the bare view does not.
"first time" is a server that has drawn none of the pages, "again" one that has drawn all. DATABASE_URL may name an empty database of
PostgreSQL. Needs `wrk`.
"""

import argparse
import gzip
import os

from .calm import WRK
from .stand import CONNECTIONS, Stand, table, turn

MANY, FEW = 440, 40


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    variables = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
    with Stand(**variables) as stand:
        paths = stand.paths(MANY + FEW)
        scripts = {}
        for name, chosen in (("first time", paths[:MANY]), ("again", paths[MANY:])):
            scripts[name] = stand.folder / f"{name}.lua"
            scripts[name].write_text(WRK.format(paths=", ".join(f'"{path}"' for path in chosen)))
        turns = {"bare view": [], "article, again": [], "article, first time": []}
        for _ in range(options.rounds):
            site, (_headers, body) = stand.granian("newsroom.wsgi:application", paths[0], PAGE_CACHE_BYTES="0")
            page = stand.folder / "page"
            page.write_bytes(gzip.decompress(body))
            bare, _answer = stand.granian(
                "tests.benchmarks.bare_view:application", PLAIN_PAGE=str(page), DJANGO_SETTINGS_MODULE=""
            )
            turns["bare view"].append(turn(bare, options.seconds))
            # Fewer requests than pages, so that each is drawn once.
            turns["article, first time"].append(turn(site, 2, scripts["first time"]))
            turn(site, options.seconds, scripts["again"])
            turns["article, again"].append(turn(site, options.seconds, scripts["again"]))
            for contender in (site, bare):
                contender.process.terminate()
                contender.process.wait(20)
        print(
            f"The page of a story that is not in memory, {CONNECTIONS} connections; medians of {options.rounds} rounds"
        )
        table(turns, "bare view")


if __name__ == "__main__":
    main()
