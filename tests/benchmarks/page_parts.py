"""What the page of a story is made of that a process draws for the first time: where its processor time goes, part by part.

    .venv/bin/python -m tests.benchmarks.page_parts [--articles 2000] [--rounds 5]

Another story with each request, as "first time" of `page_cost`, beside the same bare view. Each part is given the time of its own calls
without that of the parts within it; the medians of all requests are printed. "Without templates" is what would be left if drawing cost
nothing at all. DATABASE_URL may name a database that has stories already; otherwise a temporary SQLite one is filled.
"""

import argparse
import functools
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter

from .page_cost import CALLS, WARM, requests, run
from .site import ROOT, addresses, made_site

QUERIES, ROWS, AKIN = "queries", "instances of what they tell", "ranking of “Baca juga”"
BODY, METADATA, DRAWING = "the body, its boxes and photos", "JSON-LD, Open Graph, X card", "the templates"
REST = "Django's handling, middlewares, the rest"
PARTS = (QUERIES, ROWS, AKIN, BODY, METADATA, DRAWING, REST)


class Stopwatch:
    """The processor seconds of each part since `begin`, each without those of the parts that it called."""

    def __init__(self):
        self.spent = Counter()
        self._running = [REST]
        self._since = 0

    def begin(self):
        self.spent.clear()
        self._since = time.thread_time()

    def end(self):
        """{part: seconds}."""
        self._add()
        return dict(self.spent)

    def times(self, part, owner, name):
        """Have the calls of owner.name counted as this part."""
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*arguments, **options):
            self._add()
            self._running.append(part)
            try:
                return function(*arguments, **options)
            finally:
                self._add()
                self._running.pop()

        setattr(owner, name, timed)

    def _add(self):
        now = time.thread_time()
        self.spent[self._running[-1]] += now - self._since
        self._since = now


def child(chosen):
    """Print the medians of the parts in this process, in milliseconds, one a line."""
    from newsroom.wsgi import django_application

    # Django's models exist from here on.
    from articles import metadata, related, sharing, sheets  # isort: skip
    from articles.models import Article, story_page  # isort: skip
    from articles.models.question import Transcript  # isort: skip

    watch, found = Stopwatch(), []
    watch.times(QUERIES, Transcript, "ask")
    watch.times(ROWS, story_page.PlainStory, "story")
    watch.times(AKIN, related, "answered")
    watch.times(AKIN, related, "profile_of")
    watch.times(BODY, Article, "rendered_body")
    for owner, name in (
        (metadata, "article_page"),
        (metadata, "script"),
        (sharing, "of_article"),
        (metadata, "elements"),
    ):
        watch.times(METADATA, owner, name)
    watch.times(DRAWING, sheets, "draw")

    def watched(environ, start_response):
        watch.begin()
        answer = django_application(environ, start_response)
        found.append(watch.end())
        return answer

    requests(watched, chosen, CALLS)
    for part in PARTS:
        print(statistics.median(one.get(part, 0) for one in found[WARM:]) * 1000)


def measured(chosen):
    command = [sys.executable, "-m", "tests.benchmarks.page_parts", "--address", *chosen]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(zip(PARTS, map(float, printed.stdout.split()), strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--address", nargs="+", help=argparse.SUPPRESS)  # a contender's own process
    options = parser.parse_args()
    if options.address:
        child(options.address)
        return
    with tempfile.TemporaryDirectory() as folder, made_site(folder, options.articles):
        chosen, rounds = addresses()["articles"], []
        run("ours", chosen, f"{folder}/page")  # writes the page that the bare view returns
        for _ in range(options.rounds):
            parts, (bare, _size) = measured(chosen), run("bare", chosen, f"{folder}/page")
            parts["the whole page"] = sum(parts.values())
            parts["without templates"] = parts["the whole page"] - parts[DRAWING]
            rounds.append((parts, bare))
        print(
            f"Parts of a story's page drawn for the first time, medians of {CALLS} requests and {options.rounds} rounds"
        )
        print(f"{'':44}{'ms':>8}{'share':>8}{'of the bare view':>18}")
        for part in rounds[0][0]:
            milliseconds = statistics.median(parts[part] for parts, _bare in rounds)
            share = statistics.median(parts[part] / parts["the whole page"] for parts, _bare in rounds)
            ratio = statistics.median(parts[part] / bare for parts, bare in rounds)
            print(f"{part:44}{milliseconds:>8.2f}{share:>8.0%}{ratio:>18.1f}")


if __name__ == "__main__":
    main()
