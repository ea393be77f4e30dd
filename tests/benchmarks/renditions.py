"""How many renditions a second, and how much memory at the most, for a 24- and a 100-megapixel source.

    python tests/benchmarks/renditions.py

Each source is made, decoded and cut in a process of its own, whose peak resident set is what the operating system says at its end.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image

from articles import images

SIZES = {24: (6000, 4000), 100: (12240, 8160)}
FORMS = {
    "JPEG": {"quality": 92},
    "JPEG progressive": {"quality": 92, "progressive": True},
    "PNG": {"compress_level": 1},
    "TIFF": {"compression": "tiff_lzw"},
    "WebP": {"quality": 80, "method": 0},
    "AVIF": {"quality": 60, "speed": 10},
}
MODES = {"PNG": "RGBA"}


def make(form, size, path):
    """Write a picture with some detail everywhere, at low cost in time."""
    tile = Image.effect_noise((1024, 1024), 40).convert("RGB")
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    for left in range(0, size[0], 2048):
        for top in range(0, size[1], 2048):
            picture.paste(tile, (left, top))
    picture.convert(MODES.get(form, "RGB")).save(path, form.split()[0].upper(), **FORMS[form])


def measure(path):
    """What one upload costs: decode, the renditions that are made at once, then those that follow."""
    content = Path(path).read_bytes()
    started = time.perf_counter()
    picture = images.read(content, max_pixels=10**9).picture
    decoded = time.perf_counter()
    key = images.key_of(hashlib.sha256(content).hexdigest(), (0.5, 0.4))
    at_once = list(images.encode(picture, focal_point=(0.5, 0.4), packet=b"<x/>" + key.encode()))
    shown = time.perf_counter()
    later = list(images.encode(picture, focal_point=(0.5, 0.4), extensions=images.LATER))
    done = time.perf_counter()
    return {
        "megabytes": len(content) / 1e6,
        "decode": decoded - started,
        "at_once": (len(at_once), shown - decoded),
        "later": (len(later), done - shown),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "kilobytes": sum(len(data) for *_name, data in at_once + later) / 1e3,
    }


def report(form, megapixels):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        for step in ("make", "measure"):
            arguments = [sys.executable, __file__, "--step", step, "--form", form, "--path", path]
            run = subprocess.run(
                [*arguments, "--megapixels", str(megapixels)], capture_output=True, text=True, check=False
            )
            if run.returncode:
                print(f"{form:<17} {megapixels:>4}  {run.stderr.strip().splitlines()[-1][:90]}")
                return
        result = json.loads(run.stdout)
    files = result["at_once"][0] + result["later"][0]
    seconds = result["decode"] + result["at_once"][1] + result["later"][1]
    print(
        f"{form:<17} {megapixels:>4} {result['megabytes']:>8.1f} {result['decode']:>8.2f} "
        f"{result['decode'] + result['at_once'][1]:>9.2f} {seconds:>7.2f} {files:>6} {files / seconds:>9.1f} {result['peak_mb']:>8.0f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=["make", "measure"])
    parser.add_argument("--form", choices=FORMS)
    parser.add_argument("--path")
    parser.add_argument("--megapixels", type=int)
    options = parser.parse_args()
    if options.step == "make":
        Image.MAX_IMAGE_PIXELS = None
        width, height = SIZES.get(options.megapixels, (0, 0))
        if not width:
            width = round((options.megapixels * 1.5e6) ** 0.5)
            height = round(width / 1.5)
        make(options.form, (width, height), options.path)
    elif options.step == "measure":
        print(json.dumps(measure(options.path)))
    else:
        print(
            f"{'source':<17} {'Mpx':>4} {'MB':>8} {'decode s':>8} {'at once s':>9} {'all s':>7} {'files':>6} {'files/s':>9} {'peak MB':>8}"
        )
        for megapixels in [options.megapixels] if options.megapixels else SIZES:
            for form in [options.form] if options.form else FORMS:
                report(form, megapixels)


if __name__ == "__main__":
    main()
