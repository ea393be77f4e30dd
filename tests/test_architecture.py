"""The shape of the code: who may import whom, and the rules that one file keeps."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# docs/architecture.md tells why: a module imports only from its own layer's concept or from layers below.
LAYERS = {
    name: layer
    for layer, names in {
        1: "addresses blocks body changes comparison dates embeds giving_way images kept listing merging photo_metadata references social_card visitors",
        2: "models",
        3: "announcing conversation demo drafting edition history licences metadata of_edition photo_intake popularity previews publisher readings "
        "redirects related rendition_work roles search sharing sheets story_sheet syndication tagging transfer withheld",
        4: "admin converters corrections_feed feeds management replies search_page sitemaps templatetags views",
        5: "apps urls",
    }.items()
    for name in names.split()
}
INTERFACES = {
    "admin",
    "corrections_feed",
    "feeds",
    "management",
    "replies",
    "search_page",
    "sitemaps",
    "templatetags",
    "views",
}
# Each third party has one door.
DOORS = {
    "nh3": {"articles/body.py"},
    "PIL": {f"articles/images/{name}.py" for name in ("attention", "reading", "renditions")}
    | {"articles/social_card.py"},
    "defusedxml": {"articles/photo_metadata/xmp.py", "articles/transfer/wxr.py"},
    "granian": {"newsroom/server.py"},
    "snowballstemmer": {"articles/search/roots.py"},
}


def modules():
    return sorted(
        path
        for folder in ("articles", "newsroom")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def concept(path):
    return path.relative_to(ROOT / "articles").with_suffix("").parts[0]


def imports(path):
    """The absolute names that a file imports."""
    package = path.relative_to(ROOT).with_suffix("").parts
    package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            for alias in node.names:
                yield f"{module}.{alias.name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_layers_below(path):
    if path.parts[len(ROOT.parts)] != "articles" or path.name == "__init__.py" and path.parent.name == "articles":
        return
    own = concept(path)
    assert own in LAYERS, f"{own} has no layer yet"
    for name in imports(path):
        if not name.startswith("articles."):
            assert not name.startswith("newsroom"), "the newsroom does not know its site"
            continue
        other = name.split(".")[1]
        if other == own or other not in LAYERS:
            continue
        assert LAYERS[other] <= LAYERS[own], f"{own} reaches up to {other}"
        assert not (own in INTERFACES and other in INTERFACES), f"{own} and {other} are both interfaces"


@pytest.mark.parametrize("door", DOORS)
def test_a_third_party_has_one_door(door):
    users = {
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] == door for name in imports(path)) and "demo/pictures" not in str(path)
    }
    assert users == DOORS[door]


def test_what_is_public_is_decided_in_the_models_alone():
    offenders = [
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r"(published_at|listed_at)__(lte|gt|lt|gte)", path.read_text())
        and path.relative_to(ROOT / "articles" if path.is_relative_to(ROOT / "articles") else ROOT).parts[0]
        != "models"
    ]
    assert offenders == []


def test_files_hold_one_concept():
    long = {str(path.relative_to(ROOT)): n for path in modules() if (n := len(path.read_text().splitlines())) > 350}
    assert long == {}


def test_templates_stay_short():
    long = {
        str(path.relative_to(ROOT)): n
        for path in (ROOT / "templates").rglob("*.html")
        if (n := len(path.read_text().splitlines())) > 80
    }
    assert long == {}


def test_pages_have_nothing_inline():
    """The content security policy forbids inline script and style."""
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(\bsrc=|application/(ld\+)?json))", re.I
    )
    offenders = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if path.name != "500.html" and inline.search(path.read_text())
    ]
    assert offenders == []


def test_no_page_asks_another_host():
    foreign = re.compile(
        r"""(?:src|srcset)=["'](?:https?:)?//|@import|url\(["']?(?:https?:)?//|<link[^>]+href=["']https?://"""
    )
    offenders = [
        str(path.relative_to(ROOT))
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js"} and foreign.search(path.read_text())
    ]
    assert offenders == []
