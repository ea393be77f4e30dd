"""The words are true: what the documents name exists, and what exists is documented."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent


def test_every_variable_of_the_settings_is_documented():
    settings = (ROOT / "newsroom" / "settings.py").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text(), re.M))
    assert read == documented


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"^\| `manage\.py (\w+)", readme, re.M))
    assert named
    assert named <= set(get_commands())


def test_every_command_of_ours_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    ours = {name for name, app in get_commands().items() if app in ("articles", "newsroom")}
    assert {name for name in ours if f"manage.py {name}" not in readme} == set()


def test_every_benchmark_of_the_performance_notes_starts():
    performance = (ROOT / "docs" / "performance.md").read_text()
    named = set(re.findall(r"tests[./]benchmarks[./](\w+)", performance))
    assert {"page_cache", "flat_cost", "search"} <= named
    for name in named:
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--help"]
        asked = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert asked.returncode == 0, asked.stderr
        assert name in asked.stdout


@pytest.mark.parametrize(
    "document", ["README.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_to_files_that_exist(document):
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_each_dependency_has_its_reason():
    project = (ROOT / "pyproject.toml").read_text()
    listed = re.findall(r'^    "([A-Za-z0-9-]+)(?:\[\w+\])?==[^"]+",(.*)$', project, re.M)
    assert listed
    # Those that others need stand together under a comment of their own.
    assert [name for name, rest in listed if "#" not in rest and '"' not in rest and name != "playwright"] == []


def test_the_readme_opens_with_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/python manage.py demo" in readme
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest" in readme


NUMBERS = {"G": 29, "F": 6, "P": 15, "I": 29, "A": 8, "V": 3, "T": 3, "D": 6}
ROW = re.compile(r"^\| ((?:[A-Z]\d+(?:, )?)+) \|(.*)\|$", re.M)


def rows_of_conventions():
    """{number: the rest of its row}"""
    rows = {}
    for numbers, rest in ROW.findall((ROOT / "docs" / "conventions.md").read_text()):
        rows |= dict.fromkeys(numbers.split(", "), rest)
    return rows


def named_tests(row):
    """(file, test) of each test that a row names; the test is None where it is a whole file."""
    found, file = [], None
    for name in re.findall(r"`((?:browser/)?test_\w+(?:::test_\w+)?|::test_\w+)`", row):
        file, _colons, test = name.rpartition("::") if "::" in name else (name, "", None)
        file = file or found[-1][0]
        found.append((file, test))
    return found


def spoken_for(file, test):
    """The numbers of conventions that the docstring of a test names, or anything of a whole file."""
    tree = ast.parse((ROOT / "tests" / f"{file}.py").read_text())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts = [ast.get_docstring(tree), *(ast.get_docstring(node) for node in functions.values())]
    if test:
        texts = [ast.get_docstring(functions[test])]
    told = " ".join(
        re.sub(r".*?CONVENTIONS", "", text, count=1, flags=re.S) for text in texts if text and "CONVENTIONS" in text
    )
    numbers = set(re.findall(r"\b[A-Z]\d+\b", told))
    for letter, first, last in re.findall(r"\b([A-Z])(\d+) to [A-Z](\d+)\b", told):
        numbers |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return numbers


def test_each_convention_has_a_row():
    numbers = {f"{letter}{n}" for letter, last in NUMBERS.items() for n in range(1, last + 1)}
    # Of the exchange formats only the one that is read has rows.
    assert set(rows_of_conventions()) == numbers | {"X2", "X3", "X4", "X5"}


@pytest.mark.parametrize("number", rows_of_conventions())
def test_what_a_row_names_exists_and_names_the_row(number):
    tests = named_tests(rows_of_conventions()[number])
    spoken = {name: spoken_for(*name) for name in tests}
    assert [name for name, numbers in spoken.items() if number not in numbers] == []
