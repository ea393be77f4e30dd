"""How fast an export of WordPress comes in, and how long an editor waits who saves meanwhile.

    .venv/bin/python -m tests.benchmarks.imports [--stories 5000] [--seconds 10]

An editor in a process of its own saves a story twenty times a second, first alone and then beside the import. DATABASE_URL names a
database that may be filled, else a temporary SQLite is made.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .. import exports
from .site import ROOT, made_site, manage

# Saves until its input ends, then prints how many milliseconds each save took.
EDITOR = """
import json, sys, threading, time
from articles.models import Article
story = Article.objects.published().newest_first().first()
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
waits = []
while not ended.wait(0.05):
    begun = time.perf_counter()
    story.headline = f"Disunting pada {time.time():.2f}"
    story.save()
    waits.append((time.perf_counter() - begun) * 1000)
print(json.dumps(waits))
"""
WORDS = [
    "kapal",
    "dermaga",
    "nelayan",
    "pasar",
    "harga",
    "beras",
    "kota",
    "warga",
    "jalan",
    "hujan",
    "banjir",
    "sekolah",
    "guru",
    "desa",
    "listrik",
    "air",
    "bupati",
    "rapat",
    "dewan",
    "anggaran",
    "jembatan",
    "panen",
    "padi",
    "laut",
    "angin",
    "jagung",
    "kebun",
    "petani",
    "pupuk",
    "pelabuhan",
    "muatan",
    "truk",
    "sopir",
    "terminal",
    "pasien",
    "dokter",
    "perawat",
    "klinik",
    "obat",
]


def export(stories):
    """An export of so many stories of eight paragraphs, in 12 sections, by 200 authors, under 2,000 tags."""
    words = random.Random(31)

    def paragraph():
        return " ".join(words.choices(WORDS, k=50)).capitalize() + "."

    def post(number):
        tags = words.sample(range(2000), 4)
        return exports.post(
            number,
            f"{paragraph()[:60]} {number}",
            "\n\n".join(paragraph() for _ in range(8)),
            post_date_gmt=f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02} 0{number % 10}:49:00",
            creator=f"penulis-{number % 200}",
            terms=[
                ("category", f"kanal-{number % 12}", f"Kanal {number % 12}"),
                *(("post_tag", f"tag-{tag}", f"tag {tag}") for tag in tags),
            ],
        )

    return exports.export(*map(post, range(1, stories + 1)))


def editor():
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", EDITOR],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(name, waits):
    waits = sorted(waits)
    print(
        f"{name:24} {len(waits):>5} saves   median {statistics.median(waits):6.1f} ms   "
        f"p99 {waits[int(len(waits) * 0.99)]:6.1f} ms   longest {waits[-1]:6.1f} ms"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=10, help="how long the editor saves alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, made_site(folder, 1000):
        file = Path(folder) / "export.xml"
        file.write_text(export(options.stories), encoding="utf-8")
        alone = editor()
        time.sleep(options.seconds)
        waits, _nothing = alone.communicate()
        told("an editor alone", json.loads(waits))
        beside = editor()
        time.sleep(3)
        for name in ("the first import", "the second, of the same"):
            before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            manage("import_wordpress", str(file), stdout=subprocess.DEVNULL)
            took, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(
                f"{name:24} {options.stories / took:>5,.0f} stories a second   {processor / options.stories * 1000:.1f} ms of the processor each"
            )
        waits, _nothing = beside.communicate()
        told("an editor beside them", json.loads(waits))


if __name__ == "__main__":
    main()
