"""Whatever comes from data is inert: hostile names go through load, every question and every format, and stay text."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hostile import FEW, KNOWN, STRINGS, hostile_json, kinds, live, tables
from torture import TORTURE, often, record

import chanlian
from chanlian.graph.commands.shared import FORMATS

if TYPE_CHECKING:
    from .conftest import Run

pytestmark = [pytest.mark.core, pytest.mark.torture]

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
    ("chain", "--in", "玉屏,新晃"), ("findings", "--in", "玉屏,新晃"),
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


# -- every column of every kind of table ----------------------------------------------------------

KINDS = kinds() if TORTURE else ("firm", "project", "supplies")
TEXTS = STRINGS if TORTURE else FEW
SAID: dict[str, Any] = {"source": STRINGS[1], "publisher": FEW[0], "published": "2025"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph into which all of it was loaded, as far as it was taken, and the files of what was rejected."""
    folder = tmp_path_factory.mktemp("filled")
    seen: Counter[str] = Counter()
    for table, rows in tables(KINDS, TEXTS).items():
        path = folder / f"{table}.json"
        path.write_text(hostile_json({table: rows}), encoding="utf-8")
        report = chanlian.load(chanlian.connect(str(folder / "h.duckdb")), path, kind=table, **SAID)
        rejected, ended = int(report["rejected"].sum()), report[["added", "changed", "unchanged", "merged", "rejected"]]
        assert report["read"].sum() == ended.to_numpy().sum() == len(rows), table
        seen.update({"rows rejected": rejected, "rows taken": len(rows) - rejected})
        for lang in ("en", "zh"):
            told = chanlian.save(report, folder / "report.txt", lang=lang)
            assert live("table", told.read_bytes()) == []
    record("hostile cells", sum(seen.values()), seen)
    return folder


def test_what_was_rejected_is_inert(filled: Path) -> None:
    found = [*filled.glob("*.rejects.csv"), *filled.glob("*.json")]
    assert len(found) >= len(KINDS)
    for path in filled.glob("*.rejects.csv"):
        assert live("csv", path.read_bytes()) == [], path.name
    for path in filled.glob("*.meta.json"):
        assert live("json", path.read_bytes()) == [], path.name


ASKED = [
    *(("list", kind) for kind in sorted({table for table in tables(KINDS, FEW) if table != "aliases"})),
    ("gaps", "--in", "玉屏"), ("gaps", "--each", "county"), ("outlets", "--in", "玉屏"), ("matches", "--in", "玉屏"), ("links",),
    ("flows", "--level", "county"),
    ("trace", KNOWN["firm"], "--up"), ("trace", KNOWN["firm"], "--down"), ("suppliers", KNOWN["product"]),
    ("show", KNOWN["firm"]), ("show", KNOWN["product"]),
    ("info",), ("check",), ("list", "sources"), ("list", "products"), ("sql", "SELECT * FROM v_firms"),
]  # fmt: skip


@pytest.mark.parametrize("line", ASKED if TORTURE else [*ASKED[:3], ("gaps", "--in", "玉屏")], ids=" ".join)
def test_every_answer_in_every_format_is_inert(line: tuple[str, ...], filled: Path, run: Run, tmp_path: Path) -> None:
    command, *rest = line
    formats = FORMATS if TORTURE else ("csv", "xlsx", "md")
    for form in formats:
        path = tmp_path / f"x.{form}"
        ended = run(
            command,
            str(filled / "h.duckdb"),
            *rest,
            "--format",
            form,
            "-o",
            str(path),
            "--limit",
            "100000",
            "--lang",
            "en",
        )
        assert ended.code in (0, 3), ended.err
        assert live(form, path.read_bytes()) == [], form
        assert live("json", path.with_name(path.name + ".meta.json").read_bytes()) == [], form
        assert live("table", (ended.out + ended.err).encode()) == []
    for lang in ("en", "zh"):
        ended = run(command, str(filled / "h.duckdb"), *rest, "--lang", lang)
        assert live("table", (ended.out + ended.err).encode()) == []
    record("answers to hostile data", len(formats) + 2, {"inert": len(formats) + 2})


def test_every_export_is_inert_and_comes_back_as_it_was(filled: Path, tmp_path: Path) -> None:
    graph = chanlian.connect(str(filled / "h.duckdb"))
    for form in (
        ("csv", "json", "jsonl", "xlsx", "parquet", "graphml", "gexf") if TORTURE else ("csv", "xlsx", "graphml")
    ):
        target = tmp_path / (form if form in ("csv", "jsonl", "parquet") else f"x.{form}")
        chanlian.export(graph, target, form)
        for path in target.rglob("*") if target.is_dir() else [target]:
            if path.is_file():
                assert live(path.suffix[1:] or "txt", path.read_bytes()) == [], path
        if form not in ("graphml", "gexf"):
            again = chanlian.connect(":memory:")
            chanlian.load(again, target)
            assert again.content_hash == graph.content_hash, form
    record("exports of hostile data", often(3, 7), {"inert": often(3, 7)})


def test_the_page_of_it_is_inert(filled: Path, run: Run, tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        page = tmp_path / f"{lang}.html"
        ended = run("draw", str(filled / "h.duckdb"), "--in", "玉屏", "-o", str(page), "--lang", lang)
        assert ended.code == 0
        assert live("html", page.read_bytes()) == []
        assert live("table", ended.err.encode()) == []


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_errors_and_notes_about_it_are_inert(number: int, filled: Path, run: Run, tmp_path: Path) -> None:
    text = TEXTS[number].replace("\x00", "")
    graph = str(filled / "h.duckdb")
    new, told = str(tmp_path / "n.duckdb"), str(filled / "firms.json")
    lines = [
        ("show", graph, text), ("list", graph, "firms", "--in", text), ("trace", graph, text, "--up"), ("unload", graph, text + "?"),
        ("schema", text), ("sql", graph, text), ("load", new, told, "--source", text, "--as", text),
    ]  # fmt: skip
    for line in lines if TORTURE else lines[:2]:
        for lang in ("en", "zh"):
            ended = run("--lang", lang, *line)
            assert live("table", ended.err.encode("utf-8", "surrogatepass")) == [], line
            assert live("table", ended.out.encode("utf-8", "surrogatepass")) == [], line
