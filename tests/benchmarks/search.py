"""How long search takes in an archive of N stories, beside one of a thousand.

    .venv/bin/python tests/benchmarks/search.py [--articles 20000] [--keep FOLDER]

Fills an empty database with deterministic stories, makes the index, and times each question; DATABASE_URL names a database that may be
filled, else a temporary SQLite is made. Prints the median of the rounds in milliseconds of wall time and of processor time of this
process, the ratio to the small archive, and whether a question took more than 100 ms.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL, LIMIT = 1000, 100


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", help="a folder for the SQLite file, which is left there and gone on with")
    return parser.parse_args()


def start_django(folder):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("SECRET_KEY", "benchmark")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/search.sqlite3")
    os.environ.setdefault("MEDIA_ROOT", f"{folder}/media")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def fill(total):
    """Bring the archive to *total* stories and its index with it; the seconds of each."""
    from django.core.management import call_command

    from articles.models import StoryTerms

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    call_command("load_demo", articles=total, photos=0)
    loaded = time.perf_counter()
    last = StoryTerms.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if StoryTerms.objects.count() < total:
        call_command("rebuild_search", start=last)
    return loaded - started, time.perf_counter() - loaded


def frequencies(size=2000):
    """Words of the newest stories by how many of these have them, the most frequent first; a word in the body, not its root."""
    from collections import Counter

    from articles.body import plain_text
    from articles.models import Article
    from articles.search.words import words

    bodies = Article.objects.published().newest_first().values_list("body", flat=True)[:size]
    counts = Counter(
        word for body in bodies for word in set(words(plain_text(body))) if word.isalpha() and len(word) > 3
    )
    return counts.most_common(), size


def questions():
    """{name: a function that asks it} with words chosen by how frequent they are in this archive."""
    from articles import search
    from articles.models import Author, Section

    counts, size = frequencies()
    frequent = [word for word, _count in counts[:3]]
    half = min(counts, key=lambda pair: abs(pair[1] - size / 2))[0]
    ordinary = min(counts, key=lambda pair: abs(pair[1] - size / 50))[0]
    other = min(counts[20:], key=lambda pair: abs(pair[1] - size / 10))[0]
    rare = counts[-1][0]
    section, author = Section.objects.first(), Author.objects.order_by("pk").first()
    print(f"words: {frequent}, half: {half}, a tenth: {other}, a fiftieth: {ordinary}, rare: {rare}")

    def ask(text, **options):
        return lambda: search.published(search.Query.parse(text), **options)

    def deep(text):
        cursor = ""
        for _page in range(5):
            cursor = search.published(search.Query.parse(text), order=search.NEWEST, before=cursor).older or cursor
        return ask(text, order=search.NEWEST, before=cursor)

    asked = {}
    for name, text in {
        "rare word": rare,
        "ordinary word": ordinary,
        "word of a tenth": other,
        "word of half": half,
        "most frequent word": frequent[0],
        "three frequent words": " ".join(frequent),
        "frequent and rare word": f"{frequent[0]} {rare}",
        "phrase of frequent words": f'"{frequent[0]} {frequent[1]}"',
        "frequent word, one excluded": f"{frequent[0]} -{frequent[1]}",
        "no such word": "xyzzyqwerty",
    }.items():
        asked[f"{name}, relevant"] = ask(text)
        asked[f"{name}, newest"] = ask(text, order=search.NEWEST)
    asked |= {
        "frequent word in a section": ask(frequent[0], filters=search.Filters(section=section)),
        "frequent word by an author": ask(frequent[0], filters=search.Filters(author=author)),
        "frequent word, sixth page": deep(frequent[0]),
        "suggestion": lambda: search.suggestion(search.Query.parse(f"{other[:2]}{other[3:]}q")),
        "desk, word of half": lambda: search.at_desk(half),
        "picker, three letters": lambda: search.published_while_typing(half[:3], limit=20),
    }
    return asked


def measure(asked, rounds):
    """{name: (median wall ms, median processor ms)}; rounds are interleaved, so that a drift of the machine meets all alike."""
    taken = {name: [] for name in asked}
    for ask in asked.values():
        ask()
    for _round in range(rounds):
        for name, ask in asked.items():
            wall, own = time.perf_counter(), time.process_time()
            ask()
            taken[name].append(((time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000))
    return {name: tuple(map(statistics.median, zip(*times, strict=True))) for name, times in taken.items()}


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        start_django(options.keep or temporary)
        from django.db import connection

        from articles.models import Article

        fill(SMALL)
        small = measure(questions(), options.rounds) if Article.objects.count() == SMALL else {}
        loading, indexing = fill(options.articles)
        print(
            f"{connection.vendor}, {options.articles} stories; loaded in {loading:.0f} s, indexed in {indexing:.0f} s"
        )
        large = measure(questions(), options.rounds)
    print(f"{'question':42} {'ms':>8} {'cpu ms':>8} {'ratio':>6}")
    slow = []
    for name, (wall, own) in large.items():
        ratio = f"{wall / small[name][0]:.1f}" if name in small else ""
        print(f"{name:42} {wall:8.1f} {own:8.1f} {ratio:>6}{'  MORE THAN 100 ms' if wall > LIMIT else ''}")
        slow += [name] * (wall > LIMIT)
    print(f"{len(slow)} of {len(large)} questions took more than {LIMIT} ms")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
