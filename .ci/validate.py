"""Hold a running demo site against the validators: the Nu checker, the rules of feeds and sitemaps, axe-core, and the budget of a page.

    .venv/bin/python .ci/validate.py http://127.0.0.1:8321 /path/to/vnu.jar

It reads the database of the site beside it to know one page of each kind. Ends with 1, and a line for each fault, where there is one.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SITE, VNU = sys.argv[1].rstrip("/"), sys.argv[2]
os.environ.update(SITE_URL=SITE, DJANGO_SETTINGS_MODULE="newsroom.settings")

import django  # noqa: E402

django.setup()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from articles.models import Article, Author, Correction, Section  # noqa: E402
from tests import rules  # noqa: E402
from tests.exits import Head  # noqa: E402

# CONVENTIONS A8.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# CONVENTIONS V2, in bytes as they are sent; the picture is that of a window of 800 pixels.
BUDGET = {"HTML": 40_960, "CSS": 30_720, "script": 30_720, "fonts": 0, "lead photo": 153_600, "first view": 358_400}
MOST_REQUESTS = 20
BROKEN = '<!doctype html><html lang="id"><title>x</title><img src="a.png"><a href="#"></a></html>'
faults = []


def fetch(address):
    """(status, body) of an address of the site, as a plain reader gets it."""
    try:
        with urlopen(SITE + address, timeout=30) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def pages():
    """One address of each kind of page with the status it has to answer with."""
    stories = Article.objects.published().newest_first()
    pictured = stories.exclude(lead_photo=None).first()
    section, older = pictured.section.get_absolute_url(), None
    kinds = {
        "front": ("/", 200),
        "story": (pictured.get_absolute_url(), 200),
        "section": (section, 200),
        "author": (pictured.writers[0].author.get_absolute_url(), 200),
        "index": ("/indeks/", 200),
        "day": (f"/indeks/{timezone.localtime(pictured.published_at):%Y/%m/%d}/", 200),
        "popular": ("/populer/", 200),
        "not found": ("/tidak-ada/", 404),
    }
    chosen = {
        "story without photo": stories.filter(lead_photo=None).first(),
        "story with photos": stories.filter(body__contains="data-photo").first(),
        "story with table": stories.filter(body__contains="<table").first(),
        "story with embed": stories.filter(body__contains="data-embed").first(),
        "advertorial": stories.filter(label="advertorial").first(),
        "opinion": stories.filter(label="opini").first(),
        "unverified story": stories.filter(is_unverified=True).first(),
        "corrected story": stories.filter(pk__in=Correction.objects.values("article")).first(),
    }
    kinds |= {kind: (story.get_absolute_url(), 200) for kind, story in chosen.items() if story}
    if tagged := stories.exclude(tags=None).first():
        kinds["tag"] = (tagged.tags.first().get_absolute_url(), 200)
    if portrayed := Author.objects.exclude(portrait=None).first():
        kinds["author with portrait"] = (portrayed.get_absolute_url(), 200)
    if withdrawn := Article.objects.public_or_withdrawn().filter(status="withdrawn").first():
        kinds["withdrawn"] = (withdrawn.get_absolute_url(), 410)
    if older := re.search(r"\?sebelum=[\d-]+", fetch(section)[1].decode()):
        kinds["section further on"] = (section + older[0], 200)
    # What every page leads to from its foot, such as the pages of the newsroom itself, and what may be there.
    foot = re.findall(r'<a href="(/[^"]*)"', fetch("/")[1].decode().partition("<footer")[2])
    known = {address for address, _status in kinds.values()}
    known |= {each.get_absolute_url() for each in Section.objects.all()}
    kinds |= {f"foot {address}": (address, 200) for address in foot if address not in known}
    for address in ("/cari/", "/cari/?q=kapal", "/koreksi/", "/hak-jawab/"):
        if fetch(address)[0] == 200:
            kinds[f"maybe {address}"] = (address, 200)
    return kinds


def check(name, rule, *arguments):
    """Run a rule of assertions and write down what it found."""
    try:
        return rule(*arguments)
    except (AssertionError, ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
        faults.append(f"{name}: {type(error).__name__} {error}")
        return None


def check_markup(kinds):
    folder = Path(tempfile.mkdtemp())
    names = {}
    # A checker that finds nothing here would find nothing anywhere.
    (folder / "broken.html").write_text(BROKEN)
    for number, (kind, (address, status)) in enumerate(kinds.items()):
        answered, page = fetch(address)
        if answered != status:
            faults.append(f"{kind} {address}: answered {answered} instead of {status}")
        names[f"{number}.html"] = f"{kind} {address}"
        (folder / f"{number}.html").write_bytes(page)
        # What search engines are asked not to keep tells them nothing of itself.
        if status == 200 and b'name="robots" content="noindex' not in page:
            check(address, lambda page=page: rules.check_json_ld(Head(page.decode()).graph()))
    done = subprocess.run(
        [shutil.which("java"), "-jar", VNU, "--errors-only", "--format", "json", *map(str, sorted(folder.iterdir()))],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    sees_faults = False
    for message in json.loads(done.stderr or '{"messages": []}')["messages"]:
        name = names.get(file := message.get("url", "").rpartition("/")[2], "")
        if file == "broken.html":
            sees_faults = True
            continue
        faults.append(
            f"Nu, {name}, line {message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}"
        )
    if not sees_faults:
        faults.append(f"the Nu checker checks nothing: {done.stderr[:300]}")
    shutil.rmtree(folder)
    print(f"{len(kinds)} pages by the Nu checker")


def check_feeds(kinds):
    feeds = ["/rss/", *(f"{kinds[kind][0]}rss/" for kind in ("section", "tag", "author") if kind in kinds)]
    for feed in feeds:
        check(feed, lambda feed=feed: rules.check_rss(ElementTree.fromstring(fetch(feed)[1])))
    check("/feed.json", lambda: rules.check_json_feed(json.loads(fetch("/feed.json")[1])))
    index = check("/sitemap.xml", lambda: rules.check_sitemap_index(ElementTree.fromstring(fetch("/sitemap.xml")[1])))
    files = ["/sitemap-news.xml", *(sitemap[0].text.removeprefix(SITE) for sitemap in index or ())]
    for file in files:
        check(file, lambda file=file: rules.check_urlset(ElementTree.fromstring(fetch(file)[1])))
    print(f"{len(feeds) + 1} feeds and {len(files) + 1} sitemaps by their rules")


def check_barriers(browser, kinds):
    """axe-core in both appearances at both widths; what the console complains of is a fault as well (JSON-LD under the policy)."""
    axe, looks = Axe(), 0
    page = browser.new_page()
    page.set_content(BROKEN)
    if not axe.run(page).response["violations"]:
        faults.append("axe-core checks nothing")
    page.close()
    for width, height in ((390, 844), (1280, 900)):
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        said = []
        page.on(
            "console",
            lambda message, said=said: said.append(message.text) if message.type in ("error", "warning") else None,
        )
        for kind, (address, status) in kinds.items():
            page.goto(SITE + address, wait_until="load")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found = axe.run(
                    page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
                )
                looks += 1
                for violation in found.response["violations"]:
                    where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
                    faults.append(f"axe, {kind} {address} at {width}, {scheme}: {violation['id']} {where}")
            # A browser reports the status of the page itself as an error.
            faults.extend(f"console, {kind} {address}: {text}" for text in said if str(status) not in text)
            said.clear()
        page.close()
    print(f"{looks} looks by axe-core")


def check_budget(browser, address):
    """CONVENTIONS V2: what a reader of a story waits for before scrolling."""
    page = browser.new_page(viewport={"width": 800, "height": 900}, device_scale_factor=1)
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - a method of a list is refused
    page.goto(SITE + address, wait_until="networkidle")
    lead = page.evaluate("document.querySelector('.photo--lead img')?.currentSrc")
    kinds = {"document": "HTML", "stylesheet": "CSS", "script": "script", "font": "fonts", "image": "pictures"}
    sizes = dict.fromkeys(["HTML", "CSS", "script", "fonts", "pictures", "lead photo", "first view"], 0)
    for request in requests:
        size = request.sizes()["responseBodySize"]
        sizes[kinds.get(request.resource_type, "other")] = (
            sizes.get(kinds.get(request.resource_type, "other"), 0) + size
        )
        sizes["first view"] += size
        if request.url == lead:
            sizes["lead photo"] = size
    # The budget counts gzip, which is what the oldest of readers gets.
    sizes["HTML"] = len(gzip.compress(fetch(address)[1], 6))
    print(f"{address}: {len(requests)} requests, " + ", ".join(f"{name} {size:,} B" for name, size in sizes.items()))
    faults.extend(
        f"budget, {name}: {sizes[name]:,} bytes are more than {most:,}"
        for name, most in BUDGET.items()
        if sizes[name] > most
    )
    if len(requests) > MOST_REQUESTS:
        faults.append(f"budget: {len(requests)} requests are more than {MOST_REQUESTS}")
    page.close()


def main():
    kinds = pages()
    with ThreadPoolExecutor(1) as beside:
        markup = beside.submit(check_markup, kinds)
        check_feeds(kinds)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            check_barriers(browser, kinds)
            check_budget(browser, kinds["story"][0])
            browser.close()
        markup.result()
    print(*faults, sep="\n")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
