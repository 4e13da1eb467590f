"""The generated pages are fresh, and the words of the two languages stand side by side."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


BY_RUNNING = (
    "docs/ANSWERS.md",
    "docs/EXPORTS.md",
    "docs/OWN.md",
    "docs/SNAPSHOTS.md",
    "examples/notebooks/product_chain.ipynb",
)
"""Pages with what commands say."""


def fresh(*pages: str) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_docs.py"), "--check", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pages_and_docstrings_that_are_declared_are_fresh() -> None:
    fresh(
        "docstrings",
        "docs/SCHEMA.md",
        "docs/CLI.md",
        "docs/PYTHON.md",
        "docs/WORK_TABLES.md",
        "docs/neo4j/chanlian.grass",
    )


@pytest.mark.parametrize("page", BY_RUNNING)
def test_a_page_that_is_made_by_running_is_fresh(page: str) -> None:
    fresh(page)


def test_no_page_is_forgotten() -> None:
    told = (ROOT / "scripts" / "make_docs.py").read_text(encoding="utf-8")
    pages = set(re.findall(r'"((?:docs|examples)/[^"]+)": ', told))
    checked = set(re.findall(r'"((?:docs|examples)/[^"]+)"', Path(__file__).read_text(encoding="utf-8")))
    assert len(pages) > 8
    assert pages <= checked


def test_glossary_has_every_kind_state_and_flag() -> None:
    from chanlian.graph.schema import KINDS
    from chanlian.viz.words.words import FLAGS, STATES

    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for of in KINDS:
        assert f"| {of.name} | {of.zh} |" in glossary
    for word, (_, zh) in {**STATES, **FLAGS}.items():
        assert f"| {word} | {zh} |" in glossary, word


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    from chanlian import __version__

    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(one for one in headings if one != "Unreleased") == __version__


def test_pages_name_only_files_that_exist() -> None:
    # the pages that lead through the house: a path that moved leads nowhere
    for page in ("docs/ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = re.findall(
            r"\b((?:graph|loaders|queries|viz|src|tests|bench|scripts|docs|examples)/[\w./-]*[\w/])", text
        )
        assert named
        # NAME and N stand for what somebody will add
        missing = [path for path in named if not re.search(r"NAME|-N$", path) and not (ROOT / path).exists()]
        assert not missing, f"{page} names {missing}"


def test_tests_that_a_promise_names_are_there() -> None:
    told = (ROOT / "docs" / "RELIABILITY.md").read_text(encoding="utf-8")
    names = {name.rpartition("/")[2] for name in re.findall(r"[\w/]*test_\w+\.py", told)}
    assert len(names) > 15
    assert names <= {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    paths = set(re.findall(r"tests/[\w/]+\.py", told))
    assert [path for path in paths if not (ROOT / path).exists()] == []
