"""The Indonesian catalogue is complete, and the compiled one is its newest."""

import gettext
import re
from pathlib import Path

import pytest

LOCALE = Path(__file__).resolve().parent.parent / "articles" / "locale" / "id" / "LC_MESSAGES"


def entries(path):
    """(flags, context, source, translations) of each entry of a catalogue."""
    for block in re.split(r"\n\n+", path.read_text()):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        flags = " ".join(line for line in lines if line.startswith("#,"))
        fields, current = {}, None
        for line in lines:
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$', line):
                current = match[1]
                fields[current] = match[2]
            elif line.startswith('"') and current:
                fields[current] += line[1:-1]
        if fields.get("msgid"):
            yield (
                flags,
                fields.get("msgctxt"),
                fields["msgid"],
                [v for k, v in fields.items() if k.startswith("msgstr")],
            )


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_source_string_has_its_indonesian(domain):
    """CONVENTIONS I21."""
    missing = [
        source
        for flags, _, source, translations in entries(LOCALE / f"{domain}.po")
        if "fuzzy" in flags or not all(translations)
    ]
    assert missing == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_not_stale(domain):
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for _flags, context, source, translations in entries(LOCALE / f"{domain}.po"):
        if len(translations) > 1:
            continue
        key, translation = (
            text.encode().decode("unicode_escape").encode("latin-1").decode() for text in (source, translations[0])
        )
        assert (compiled.pgettext(context, key) if context else compiled.gettext(key)) == translation


SOURCE = re.compile(
    r"""(?:\b(?:gettext|gettext_lazy|_)\(\s*|{%\s*translate\s+)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
)


@pytest.mark.parametrize(
    ("domain", "folders", "suffixes"),
    [
        ("django", ("articles", "newsroom", "templates"), {".py", ".html"}),
        ("djangojs", ("static",), {".js"}),
    ],
)
def test_every_string_of_the_code_is_in_the_catalogue(domain, folders, suffixes):
    root = LOCALE.parents[3]
    known = {source for _, _, source, _ in entries(LOCALE / f"{domain}.po")}
    used = {
        (match[1] or match[2]): str(path.relative_to(root))
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.suffix in suffixes
        for match in SOURCE.finditer(path.read_text())
    }
    assert used
    assert {source: path for source, path in used.items() if source not in known} == {}
