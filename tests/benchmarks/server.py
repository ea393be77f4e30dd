"""What the server's threads and processes cost and gain, for pages from memory and for pages built anew.

    .venv/bin/python -m tests.benchmarks.server [--rounds 3] [--seconds 2] [--pages memory|anew]

Threads are measured on one processor; two processes have both, which they share with the load, so that their processor time per
request tells more than their requests per second. Needs `wrk`.
"""

import argparse

from .calm import WRK
from .stand import CONNECTIONS, Stand, table, turn, wait_for

CHOICES = [(1, 1), (1, 4), (1, 16), (1, 32), (1, 64), (2, 32)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--pages", choices=["memory", "anew", "both"], default="both")
    options = parser.parse_args()
    with Stand() as stand:
        paths = stand.paths(50)
        if options.pages != "anew":
            compare(stand, paths, "from memory", memory=256 * 2**20, options=options)
        if options.pages != "memory":
            compare(stand, paths, "built anew", memory=0, options=options)


def compare(stand, paths, kind, *, memory, options):
    script = stand.folder / "pages.lua"
    script.write_text(WRK.format(paths=", ".join(f'"{path}"' for path in paths)))
    contenders = {}
    for workers, threads in CHOICES:
        name = f"{workers} process{'es' * (workers > 1)}, {threads} thread{'s' * (threads > 1)}"
        contenders[name], _answer = stand.granian(
            "newsroom.wsgi:application",
            threads=threads,
            workers=workers,
            cores="0,1" if workers > 1 else "0",
            PAGE_CACHE_BYTES=str(memory),
        )
    turns = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, contender in contenders.items():
            # Pages that are due for renewal are renewed before the load, not by it.
            for path in paths if memory else ():
                wait_for(contender.port, path)
            turns[name].append(turn(contender, options.seconds, script))
    print(f"Pages {kind}: {len(paths)} stories, {CONNECTIONS} connections,", end=" ")
    print(f"medians of {options.rounds} rounds of {options.seconds} s")
    table(turns, "1 process, 32 threads")
    for contender in contenders.values():
        contender.process.terminate()


if __name__ == "__main__":
    main()
