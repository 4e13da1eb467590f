"""Whatever comes from data is inert: hostile names go through load, every question and every format, and stay text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import chanlian

if TYPE_CHECKING:
    from .conftest import Run

pytestmark = pytest.mark.core

FIRM = "<img src=x onerror=alert(1)>"
PRODUCT = "=cmd|'/c calc'!A1"
OTHER = "'; drop table firm; --"
ESCAPE = "\x1b[31mred\x1b]0;title\x07"
BACKWARDS = "\u202egnp.exe"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose every name is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "h.duckdb"
    graph = chanlian.connect(str(path))
    firms = [{"name": name, "place": place} for name, place in ((FIRM, "玉屏"), (OTHER, "新晃"), (BACKWARDS, "万山区"))]
    supplies = [
        {"seller": OTHER, "buyer": FIRM, "product": PRODUCT, "role": "material"},
        {"seller": FIRM, "buyer": BACKWARDS, "product": "@SUM(1)", "role": "waste"},
        {"seller": BACKWARDS, "buyer": OTHER, "product": "-2+3", "role": "material"},
    ]
    produces = [{"firm": OTHER, "product": PRODUCT}, {"firm": FIRM, "product": "{current:s} $as_of"}]
    consumes = [{"firm": FIRM, "product": "+need"}]
    produces.append({"firm": OTHER, "product": "+need"})
    tables = {"firms": firms, "supplies": supplies, "produces": produces, "consumes": consumes}
    report = chanlian.load(graph, tables, source='x" onload="y')
    assert int(report["rejected"].sum()) == 0, report.attrs["rejects"]
    return path


LINES = [
    ("gaps", "--in", "玉屏"), ("gaps", "--each", "county"), ("outlets", "--in", "玉屏"), ("matches", "--in", "玉屏,新晃"),
    ("links", "--level", "county"), ("flows", "--level", "county"), ("trace", FIRM, "--up"), ("trace", OTHER, "--down"),
    ("list", "firms"), ("list", "supplies"), ("list", "products"), ("show", FIRM), ("show", PRODUCT), ("show", OTHER),
    ("info",),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0] + " " + line[-1].encode("unicode_escape").decode())
def test_names_stay_text(line: tuple[str, ...], hostile: Path, run: Run) -> None:
    command, *rest = line
    rows = json.loads(run(command, str(hostile), *rest, "--format", "json").out)
    assert rows
    cells = list(csv.reader(io.StringIO(run(command, str(hostile), *rest, "--format", "csv").out)))
    assert len(cells) == len(rows) + 1
    for cell in (cell for row in cells[1:] for cell in row if not cell.lstrip("-").replace(".", "", 1).isdigit()):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    for lang in ("en", "zh"):
        table = run(command, str(hostile), *rest, "--lang", lang)
        assert table.code == 0
        assert "\x1b" not in table.out + table.err
        assert "\u202e" not in table.out + table.err


def test_nothing_was_dropped(hostile: Path) -> None:
    firms = chanlian.list(chanlian.connect(str(hostile)), "firms")["name"].tolist()
    assert sorted(firms) == sorted([FIRM, OTHER, BACKWARDS])
    products = chanlian.list(chanlian.connect(str(hostile)), "products")["name"].tolist()
    assert PRODUCT in products


def test_control_characters_are_rejected_by_load_and_named() -> None:
    report = chanlian.load(chanlian.connect(":memory:"), {"firms": [{"name": ESCAPE}, {"name": FIRM}]}, source="s")
    assert report[["read", "added", "rejected"]].values.tolist() == [[2, 1, 1]]
    assert "U+001B" in report.attrs["rejects"]["reason"].item()


def test_errors_about_hostile_names_are_harmless(hostile: Path, run: Run) -> None:
    ended = run("show", str(hostile), ESCAPE + "x")
    assert ended.code == 1
    assert "\x1b" not in ended.err


def test_the_page_holds_them_as_data(hostile: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    assert run("draw", str(hostile), "--in", "玉屏,新晃", "-o", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert FIRM not in text
    assert "\\u003cimg src=x onerror=alert(1)\\u003e" in text
