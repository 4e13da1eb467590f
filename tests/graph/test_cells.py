"""Cells that no spreadsheet runs: each stands for one text, in Python, SQL and Arrow, and is that text again when it is read."""

from __future__ import annotations

import csv
import gc
import io
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings, strategies as st
from torture import often

import chanlian as cl
from chanlian.graph.batch import Batch
from chanlian.graph.export.cells import FORMULA, inert, uninert, unmarked_sql
from chanlian.graph.export.sheet import Field, Sheet
from chanlian.graph.export.tables import _as_text, joined
from chanlian.graph.export.workbook import fit, workbook
from chanlian.queries.answer import Answer
from chanlian.viz.files.csv_json import as_csv

pytestmark = pytest.mark.core

MARKS = "'=+-@＝＋－＠\t\r\n \u3000\u200b\u202e\ufeff\x85\xa0"
texts = st.text(
    st.sampled_from(MARKS) | st.sampled_from('a1甲"，,;|') | st.characters(codec="utf-8", exclude_characters="\x00"),
    max_size=8,
)
many = st.lists(texts, min_size=1, max_size=30)
HOSTILE = [
    "'-alert(1)-",
    "-alert(1)-",
    "''=1",
    "'=1",
    "=1",
    "'",
    "''",
    "'甲",
    "' =1",
    "\t=1",
    "'\t",
    "＝1",
    "'＝1",
    "=cmd|'/c calc'!A1",
]
drawn = settings(max_examples=often(60, 1500), deadline=None)


@pytest.mark.torture
@drawn
@given(many)
@example(HOSTILE)
def test_every_cell_stands_for_one_text(some: list[str]) -> None:
    for text in some:
        cell = inert(text)
        assert uninert(cell) == text
        assert not FORMULA.match(cell)
        assert cell in (text, "'" + text)


@pytest.mark.torture
@drawn
@given(many)
@example(HOSTILE)
def test_sql_and_arrow_know_the_same_cells(some: list[str]) -> None:
    cells = [inert(text) for text in some]
    assert _as_text(pa.array(some, pa.string())).to_pylist() == cells
    found = _SQL.execute(f"SELECT {unmarked_sql('cell')} FROM (SELECT unnest(?) AS cell)", [cells + some]).fetchall()
    assert [cell for (cell,) in found] == some + [uninert(text) for text in some]


_SQL = duckdb.connect(":memory:")


@pytest.mark.torture
@drawn
@given(many)
@example(HOSTILE)
def test_an_answer_as_csv_reads_back(some: list[str]) -> None:
    heading = some[0]
    text = as_csv(Answer((heading,), [{heading: one} for one in some], {}))
    rows = [[uninert(cell) for cell in row] or [""] for row in csv.reader(io.StringIO(text, newline=""))]
    assert rows == [[one] for one in (heading, *some)]


@pytest.mark.torture
@drawn
@given(st.lists(texts, max_size=4))
@example(["'=1"])
@example(["=1", "'=1"])
def test_a_list_in_a_cell_needs_no_guard(items: list[str]) -> None:
    cell = joined(items)
    assert uninert(cell) == cell
    assert not FORMULA.match(cell)


@pytest.mark.torture
@settings(max_examples=often(10, 100), deadline=None)
@given(many)
@example(HOSTILE)
def test_a_workbook_needs_no_guard_in_its_texts(some: list[str]) -> None:
    data = workbook([Sheet("s", [Field("text")], [(text,) for text in some])])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    # a carriage return is a new line in XML, and what is empty is no cell
    read = [cell.value or "" for (cell,) in sheet.iter_rows(min_row=2)]
    wanted = [fit(text).replace("\r\n", "\n").replace("\r", "\n") for text in some]
    assert [text for text in read if text] == [text for text in wanted if text]


NAMES = ["'-alert(1)-", "-alert(1)-", "'=1", "=1", "''=1", "'s-Firm", "＝1", "'", "=a\nb", "=cmd|'/c calc'!A1"]


class Stopped(list[Any]):
    """Rows of a sheet; while they are written, a person stops it."""

    def __iter__(self) -> Any:
        yield from self[:3]
        raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["in a row", "between rows", "while it is packed"])
def test_a_workbook_that_is_stopped_says_nothing_afterwards(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its half-written sheets complained when they were taken down, behind what was said of the stop."""
    said: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    steps = iter(range(100))

    def stop(*_: Any, **__: Any) -> None:
        if where != "in a row" or next(steps) == 5:
            raise KeyboardInterrupt

    if where == "in a row":
        monkeypatch.setattr("openpyxl.cell._writer.etree_write_cell", stop)
        monkeypatch.setattr("openpyxl.worksheet._writer.write_cell", stop)
        monkeypatch.setattr("openpyxl.worksheet._write_only.write_cell", stop, raising=False)
    elif where == "while it is packed":
        monkeypatch.setattr("openpyxl.writer.excel.ExcelWriter.save", stop)
    rows = [[f"row {number}", number] for number in range(20)]
    sheet = Sheet("a", [Field("x"), Field("y")], Stopped(rows) if where == "between rows" else rows)
    with pytest.raises(KeyboardInterrupt):
        workbook([sheet, sheet])
    gc.collect()
    assert said == []


def named(path: Path, names: list[str]) -> cl.Graph:
    """A graph whose firms have these names, which `load` would trim or take for something else."""
    graph = cl.connect(str(path))
    batch = Batch()
    said = {"method": "table", "source": "source:s"}
    batch.add("source", [{"row": 0, "identifier": "source:s", "name": "s", **said}])
    for number, name in enumerate(names, start=1):
        batch.add("firm", [{"row": number, "identifier": f"firm:{number}", "name": name, **said}])
    graph.write(batch)
    return graph


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "parquet"])
def test_an_export_loaded_again_has_the_same_names(form: str, tmp_path: Path) -> None:
    names = [*NAMES, *([] if form == "xlsx" else ["a\rb"])]  # in a workbook's XML it is a new line
    graph = named(tmp_path / "g.duckdb", names)
    target = tmp_path / ("out" if form in ("csv", "jsonl", "parquet") else f"out.{form}")
    cl.export(graph, target, form)
    again = cl.connect(":memory:")
    report = cl.load(again, target)
    assert report["rejected"].sum() == 0, report.attrs["rejects"]
    assert again.content_hash == graph.content_hash
    assert sorted(cl.list(again, "firms")["name"]) == sorted(names)


def test_guards_come_off_our_own_files_only(tmp_path: Path) -> None:
    graph = named(tmp_path / "g.duckdb", NAMES)
    cl.save(cl.list(graph, "firms")[["name"]], tmp_path / "firms.csv")
    text = (tmp_path / "firms.csv").read_text(encoding="utf-8")
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "firms.csv").write_text(text, encoding="utf-8")
    crooked = text.replace("name\n", "name,aliases\n\n")  # lines of unequal length are read in another way
    (foreign / "crooked.csv").write_text(crooked, encoding="utf-8")
    for path, wanted in (
        (tmp_path / "firms.csv", NAMES),
        (foreign / "firms.csv", [inert(name) for name in NAMES]),
        (foreign / "crooked.csv", [inert(name) for name in NAMES]),
    ):
        again = cl.connect(":memory:")
        cl.load(again, path, kind="firms")
        assert sorted(cl.list(again, "firms")["name"]) == sorted(wanted), path


def test_a_mended_answer_is_still_ours(tmp_path: Path) -> None:
    graph = named(tmp_path / "g.duckdb", NAMES)
    path = cl.save(cl.list(graph, "firms")[["name"]], tmp_path / "firms.csv")
    path.write_text(path.read_text(encoding="utf-8") + "added\n", encoding="utf-8")
    again = cl.connect(":memory:")
    cl.load(again, path)
    assert sorted(cl.list(again, "firms")["name"]) == sorted([*NAMES, "added"])
