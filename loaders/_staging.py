"""Sheets of a load, staged as texts in the batch's own DuckDB."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb

BLANKS: Final = " \t\r\n\x0b\x0c\u3000\u00a0\ufeff"
"""What is trimmed around a cell."""


@dataclass(slots=True)
class Sheet:
    """One table of the input as texts: `relation` holds line and a column c0, c1, ... a header."""

    file: str
    """The file's name as people know it, never an absolute path."""
    sheet: str | None
    headers: list[str]
    relation: str
    number: int
    encoding: str = "utf-8"
    stem: str = ""
    """What may name the table's kind: the file's stem, the sheet's name, the key of records."""
    folder: Path | None = None
    """Where its rejects go."""
    rows: int = 0
    last: int = 0
    """The last line with a row."""
    base: int = 0
    """What is added to a line to give the row's number in the load."""
    several: bool = False
    """Whether its file holds further tables."""
    units: dict[int, str] = field(default_factory=dict)
    """The unit that a column's header gives (金额（万元）), by the column's number."""
    left_out: int = 0
    """Rows of the input that are no rows of the table: totals, notes, what a mapping drops."""

    @property
    def where(self) -> str:
        """File and sheet, for messages."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file


@dataclass(slots=True)
class Staging:
    """The sheets read so far."""

    db: duckdb.DuckDBPyConnection
    folder: Path
    """A folder for copies, gone after the load."""
    lang: str = "en"
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Make the tables that every load has."""
        self.db.execute("CREATE SCHEMA IF NOT EXISTS load")
        self.db.execute("CREATE TABLE load.crooked (sheet INTEGER, line BIGINT, value VARCHAR, reason VARCHAR)")

    def sheet(self, file: str, name: str | None, headers: Sequence[str], encoding: str = "utf-8") -> Sheet:
        """A new sheet, still without rows."""
        number = len(self.sheets)
        out = Sheet(file, name, list(headers), f"load.raw_{number}", number, encoding)
        self.sheets.append(out)
        return out

    def forget(self, sheet: Sheet) -> None:
        """Drop the sheet that was begun last."""
        self.sheets.remove(sheet)
        self.db.execute(f"DROP TABLE IF EXISTS {sheet.relation}")

    def close_sheet(self, sheet: Sheet) -> None:
        """Count the rows of a sheet whose table has been filled."""
        (sheet.rows, sheet.last) = self.db.execute(
            f"SELECT count(*), coalesce(max(line), 0) FROM {sheet.relation}"
        ).fetchone() or (0, 0)

    def fill(self, sheet: Sheet, lines: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Fill a sheet from numbered rows of Python values; blank rows are no rows."""
        import pyarrow as pa

        width = len(sheet.headers)
        names = [f"c{number}" for number in range(width)]
        body = ", ".join(["line BIGINT", *(f"{name} VARCHAR" for name in names)])
        self.db.execute(f"CREATE TABLE {sheet.relation} ({body})")
        rest = iter(lines)
        while part := list(islice(rest, 50_000)):
            kept = [(line, [cell_text(cell) for cell in cells]) for line, cells in part]
            kept = [(line, cells) for line, cells in kept if any(cell is not None for cell in cells)]
            columns: dict[str, Any] = {
                "line": pa.array([line for line, _ in kept], pa.int64()),
            }
            for number, name in enumerate(names):
                texts = [cells[number] if number < len(cells) else None for _, cells in kept]
                columns[name] = pa.array(texts, pa.string())
            self._append(sheet.relation, pa.table(columns))
            self._too_long(sheet, [(line, cells[width:]) for line, cells in kept if len(cells) > width])
        self.close_sheet(sheet)

    def _append(self, relation: str, table: Any) -> None:
        self.db.register("load_part", table)
        self.db.execute(f"INSERT INTO {relation} SELECT * FROM load_part")
        self.db.unregister("load_part")

    def _too_long(self, sheet: Sheet, rows: list[tuple[int, list[str | None]]]) -> None:
        """Rows with cells to the right of the last header are rejected: nothing is lost in silence."""
        for line, extra in rows:
            found = "；".join(cell for cell in extra if cell is not None)
            if found:
                reason = t(
                    self.lang,
                    "stands right of the last header; add a header",
                    "右边没有对应的表头；请补上表头",
                )
                self.crooked(sheet, line, found, reason)

    def crooked(self, sheet: Sheet, line: int, value: str | None, reason: str) -> None:
        """Note what is wrong with the form of a row."""
        self.db.execute("INSERT INTO load.crooked VALUES (?, ?, ?, ?)", [sheet.number, line, value, reason])


def header_cells(cells: Sequence[Any]) -> list[str]:
    """The texts of a line of headers, without empty cells at its end."""
    out = [cell_text(cell) or "" for cell in cells]
    while out and not out[-1]:
        out.pop()
    return out


def cell_text(cell: Any) -> str | None:
    """A cell of a workbook, JSON record or frame as the text a person would type; None if empty.

    >>> from datetime import datetime
    >>> cell_text(3.0), cell_text(datetime(2025, 5, 24)), cell_text(True), cell_text(["A、B", "C"]), cell_text(" ")
    ('3', '2025-05-24', 'true', '["A、B", "C"]', None)
    """
    import datetime as dt

    if cell is None or cell is False or cell is True:
        return None if cell is None else str(cell).lower()
    if isinstance(cell, dt.datetime):
        moment = cell.isoformat(sep=" ")
        return cell.date().isoformat() if cell.time() == dt.time() else moment
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15
        return str(int(cell)) if whole else repr(cell)
    if isinstance(cell, (list, tuple)):
        texts = [cell_text(item) for item in cell]
        return json.dumps([item for item in texts if item is not None], ensure_ascii=False) if any(texts) else None
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell).strip(BLANKS) or None
