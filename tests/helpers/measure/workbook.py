"""A workbook loaded into an empty graph, as a user would, with all that the load answered and all that the graph then holds."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import python_calamine

from chanlian.graph import connect
from chanlian.graph.errors import ChanlianError
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES
from chanlian.loaders import load

Row = dict[str, Any]
_TITLES: Final = 5
_FEW: Final = 3
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RECORDS: Final = (".json", ".jsonl", ".parquet", ".feather")
"""Containers without a line for the headers: their first record is the second row of the same table in a sheet."""


@dataclass
class Read:
    """What became of a workbook."""

    path: Path
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """What the graph holds, by kind; what it knows of itself (official divisions) too."""
    error: str | None = None
    """Why nothing was loaded."""
    sheets: dict[str | None, str | None] = field(default_factory=dict)
    """The kind of table that each sheet was read as; None: not read."""
    notes: list[str] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    warnings: list[Row] = field(default_factory=list)
    cells: dict[str, list[list[str]]] = field(default_factory=dict)
    """The texts of each sheet's cells, read by another program than ours where there is one."""

    @property
    def shift(self) -> int:
        """What is to be added to a row that the load names, for the row that a person names."""
        return 1 if self.path.suffix in _RECORDS else 0

    def titled(self) -> frozenset[str]:
        """The years that names and titles of the workbook say: lines with one or two cells above its tables."""
        texts = [self.path.stem, *self.cells]
        for lines in self.cells.values():
            for line in lines[:_TITLES]:
                filled = [cell for cell in line if cell]
                if len(filled) > _FEW:
                    break
                texts += filled
        return frozenset(year for text in texts for year in _YEAR.findall(text))

    def text(self, sheet: str, row: int, column: int) -> str:
        """A cell's text, row from 1 and column from 0; empty beyond the sheet."""
        lines = self.cells.get(sheet, [])
        return lines[row - 1][column] if 0 < row <= len(lines) and column < len(lines[row - 1]) else ""


def read(path: Path) -> Read:
    """Load a workbook and keep what it came to. Works on a copy, since rejected rows are written beside what is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        return loaded(Read(path, cells=_cells(path)), copy)


def loaded(out: Read, *inputs: Any) -> Read:
    """Load something into an empty graph and keep what it came to."""
    graph = connect(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        try:
            answer = load(graph, *inputs, rejects=Path(folder) / "rejects.csv")
        except ChanlianError as error:
            out.error = error.en
            return out
    out.sheets = dict(zip(answer["sheet"], answer["kind"], strict=True))
    out.notes = list(answer.attrs["notes"])
    out.rejects = answer.attrs["rejects"].to_dict("records")
    out.warnings = answer.attrs["warnings"].to_dict("records")
    with graph.reading():
        for kind in (*NODE_NAMES, *EDGE_NAMES):
            out.rows[kind] = [row for part in graph.scan(kind) for row in part.to_pylist()]
    return out


def _cells(path: Path) -> dict[str, list[list[str]]]:
    if path.suffix in (".xlsx", ".xls", ".ods"):
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            found = {
                name: [
                    [_text(cell) for cell in line]
                    for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ]
                for name in book.sheet_names
            }
        # a table that is kept in several containers has one list, in which its one sheet is called csv
        return found if len(found) > 1 else found | {"csv": next(iter(found.values()))}
    if path.suffix in (".csv", ".tsv"):
        return {"csv": _lines(path)}
    beside = path.with_suffix(".tsv")
    return {"csv": _lines(beside)} if beside.exists() else {}


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _lines(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.reader(text.splitlines(), delimiter="\t" if path.suffix == ".tsv" else ","))
