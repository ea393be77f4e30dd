"""How readers fare while an editor saves every second: the latency of hits with and without the edits, in turns.

    .venv/bin/python -m tests.benchmarks.calm [--rounds 3] [--seconds 8] [--pages 20]

Every save begins a new edition, so all pages are built anew each second. Needs `wrk`.
"""

import argparse
import sys

from .stand import CONNECTIONS, LOAD_CORE, ROOT, Stand, median, turn

EDITS = """
import time
from articles.models import Article
story = Article.objects.published().newest_first().first()
while True:
    time.sleep(1)
    story.headline = f"Disunting pada {time.time():.0f}"
    story.save()
"""
# Each request asks for the next page of the list. The requests are written before, so that wrk has no garbage of its own to collect.
WRK = """
local requests, next = {{}}, 0
init = function()
  for number, path in ipairs({{{paths}}}) do requests[number] = wrk.format("GET", path) end
end
request = function()
  next = next % #requests + 1
  return requests[next]
end
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--pages", type=int, default=20)
    options = parser.parse_args()
    with Stand() as stand:
        paths = ["/", *stand.paths(options.pages - 1)]
        script = stand.folder / "pages.lua"
        script.write_text(WRK.format(paths=", ".join(f'"{path}"' for path in paths)))
        site, _answer = stand.granian("newsroom.wsgi:application")
        calm, edited = [], []
        for _ in range(options.rounds):
            calm.append(turn(site, options.seconds, script))
            # On the processor of the load, where it takes what that leaves: what it took would be counted as the site's latency.
            editor = stand.start(
                [
                    *("nice", "-n", "19", "taskset", "-c", LOAD_CORE),
                    *(sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", EDITS),
                ]
            )
            try:
                edited.append(turn(site, options.seconds, script))
            finally:
                editor.terminate()
                editor.wait(20)
        print(
            f"{options.pages} pages, {CONNECTIONS} connections, medians of {options.rounds} rounds of {options.seconds} s"
        )
        for name, turns in (("no edits", calm), ("an edit every second", edited)):
            rate, p50, p99 = (median(turns, column) for column in ("rate", "p50", "p99"))
            print(f"{name:24}{rate:>9,.0f} req/s   p50 {p50:.2f} ms   p99 {p99:.2f} ms")
        print(f"p99 with edits: {median(edited, 'p99') / median(calm, 'p50'):.1f} x the median of a hit without")
        print(f"p99 with edits: {median(edited, 'p99') / median(calm, 'p99'):.1f} x the p99 without")


if __name__ == "__main__":
    main()
