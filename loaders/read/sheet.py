"""Sheets of a load, staged as texts in the batch's own DuckDB."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from ...graph.errors import BadInput
from ...graph.file_names import is_utf8, readable
from ...graph.language import t
from ...graph.sql_text import literal
from ..values.header_units import parted
from .ours import is_export

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb


BLANKS: Final = " \t\r\n\x0b\x0c\u3000\u00a0\ufeff"
"""What is trimmed around a cell."""
NO_RESULT: Final = "#FORMULA!"
"""The text of a cell with a formula whose result its file does not hold: an error, as #N/A is, and never an empty cell."""
WIDEST: Final = 1000
"""So many columns are no table but a slip of the mouse, or of a program."""
PART: Final = 50_000
"""So many rows of a sheet are in memory at once."""


_HALF: Final = re.compile("[\ud800-\udfff]")


_SOME_YEAR: Final = re.compile(r"(?:19|20)\d\d\s*年?")


class Words(Protocol):
    """What may stand in a line of headers; loaders/sheets knows it."""

    def knows(self, text: str) -> bool:
        """Whether a text is a header of some kind of table."""
        ...

    def stands(self, headers: Sequence[str]) -> bool:
        """Whether some kind of table has all that it needs in these headers."""
        ...


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

    office: bool = False
    """Whether it is a sheet made for people, with titles, totals and notes, and not records of a program."""
    titles: list[str] = field(default_factory=list)
    """What stands above its headers."""
    head: list[str] = field(default_factory=list)
    """What stands above the first table of its sheet, where this is one below it."""
    header_lines: tuple[int, ...] = (1,)
    """The lines of its headers."""
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Merged cells: first line, first column, last line, last column."""
    of_folder: bool = False
    """Whether its file was found in a folder, among others."""
    of_answer: bool = False
    """Whether it is (part of) an answer of this program, which states no facts of its own."""
    as_meant: bool = False
    """Whether no cell of it is guarded (guards.py): it was looked at, or this program wrote it."""
    place_of_title: bool = False
    """Whether its rows are placed by its title alone: a place that another table states of one of them comes before."""
    from_1904: bool = False
    """Whether its workbook counts days from 1904: a plain number in a column of dates is such a count."""
    bare: list[int] = field(default_factory=list)
    """Columns with cells but no header."""
    twice: list[str] = field(default_factory=list)
    """Headers that stand twice."""
    left: dict[str, list[int]] = field(default_factory=dict)
    """The lines that are left out, by what they are."""
    elsewhere: set[int] = field(default_factory=set)
    """Columns that another table made of this sheet reads."""
    elsewhere_rows: bool = False
    """Whether rows of it were read from another table in their place."""
    blanks: str = BLANKS
    """What is trimmed around its cells; nothing of an export's."""
    asked: bool = False
    """Whether it was asked what its table says, instead of reading it."""
    part: str = ""
    """The cell at which its table begins, where its sheet holds several."""
    owner: Sheet | None = None
    """The sheet whose rows this one's rows speak of: row by row, line // spread is the line there."""
    spread: int = 1
    """So many rows are made of one line: a line with a column a year states one value a column."""

    @property
    def exported(self) -> bool:
        """Whether it is a table of an export: each of its rows is a fact as it stands."""
        return is_export(self.headers)

    @property
    def where(self) -> str:
        """File and sheet, for messages."""
        place = f"{self.file} [{self.sheet}]" if self.sheet else self.file
        return f"{place}: {self.part}" if self.part else place

    @property
    def timed(self) -> list[str]:
        """The lines that say of when its figures are: its own, or those of its whole sheet where its own name no year."""
        return self.titles if any(map(_SOME_YEAR.search, self.titles)) else [*self.head, *self.titles]


@dataclass(slots=True)
class Staging:
    """The sheets read so far."""

    db: duckdb.DuckDBPyConnection
    folder: Path
    """A folder for copies, gone after the load."""
    lang: str = "en"
    sheets: list[Sheet] = field(default_factory=list)
    begun: int = 0
    """So many sheets were begun: each has a table of its own, also when another was dropped for those made of it."""
    notes: list[str] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Which columns of which sheet are not read, in English and Chinese."""
    any_crooked: bool = False
    """Whether the form of any row is wrong (`load.crooked`)."""
    bad: list[BadInput] = field(default_factory=list)
    """What is wrong with files of a folder that are left out, while the others are read."""
    words: Words | None = None
    """The headers that are known, by which the line of headers is found."""

    def say(self, sheet: Sheet, en: str, zh: str) -> None:
        """Something that a person should know of a sheet, behind where that is."""
        self.notes.append(t(self.lang, f"{sheet.where}: {en}", f"{sheet.where}：{zh}"))

    def sheet(self, file: str, name: str | None, headers: Sequence[str], encoding: str = "utf-8") -> Sheet:
        """A new sheet, still without rows."""
        file, name = readable(file), name and readable(name)
        where = f"{file} [{name}]" if name else file
        check_width(where, len(headers))
        for header in headers:
            if not is_utf8(header):
                raise BadInput(
                    en=f"{where}: the header {readable(header)!r} holds half of a character (U+D800 to U+DFFF); write it anew",
                    zh=f"{where}：表头“{readable(header)}”含有不完整的字符（U+D800 至 U+DFFF）；请重新书写",
                )
        number = self.begun
        self.begun += 1
        out = Sheet(file, name, list(headers), f"load.raw_{number}", number, encoding)
        if out.exported:
            out.blanks = ""
        elif self.words is not None:  # a mapping says itself what the columns of a foreign layout hold
            out.units = header_units(headers)
        self.sheets.append(out)
        return out

    def forget(self, sheet: Sheet) -> None:
        """Drop a sheet that was begun."""
        self.sheets.remove(sheet)
        self.db.execute("DELETE FROM load.crooked WHERE sheet = ?", [sheet.number])
        self.db.execute(f"DROP TABLE IF EXISTS {sheet.relation}")

    def close_sheet(self, sheet: Sheet) -> None:
        """Count the rows of a sheet whose table has been filled."""
        # all of the answer is fetched: a table can only be registered while nothing is left of one
        ((sheet.rows, sheet.last),) = self.db.execute(
            f"SELECT count(*), coalesce(max(line), 0) FROM {sheet.relation}"
        ).fetchall()

    def fill(self, sheet: Sheet, lines: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Fill a sheet from numbered rows of Python values; blank rows are no rows."""
        width = len(sheet.headers)
        make = self._make(sheet)
        rest = iter(lines)
        while part := list(islice(rest, PART)):
            kept = [(line, [cell_text(cell, sheet.blanks) for cell in cells]) for line, cells in part]
            kept = [(line, cells) for line, cells in kept if any(cell is not None for cell in cells)]
            texts = [[cells[number] if number < len(cells) else None for _, cells in kept] for number in range(width)]
            self._append(sheet, [line for line, _ in kept], texts, before=make)
            make = ""
            within = [line for line, cells in kept if any(cell is not None for cell in cells[:width])]
            sheet.rows, sheet.last = sheet.rows + len(within), max([sheet.last, *within])
            self._too_long(sheet, [(line, cells[width:]) for line, cells in kept if len(cells) > width])
        if make:
            self.db.execute(make)

    def fill_columns(
        self, sheet: Sheet, parts: Iterable[tuple[int, list[Sequence[Any]]]], *, lost: bool = False
    ) -> None:
        """Fill a sheet from parts of whole columns, each with the line of its first row; blank rows are no rows.

        Where formulas are `lost`, a row that holds nothing but such is one that a form keeps ready.
        """
        width = len(sheet.headers)
        self.db.execute(self._make(sheet))
        for first, columns in parts:
            length = len(columns[0]) if columns else 0
            texts = [column_texts(column, sheet.blanks) for column in columns[:width]]
            texts += [[None] * length for _ in range(width - len(texts))]
            self._append(sheet, range(first, first + length), texts, lost=lost)
        self.close_sheet(sheet)

    def _make(self, sheet: Sheet) -> str:
        """The statement that makes a sheet's table, empty."""
        body = ", ".join(["line BIGINT", *(f"c{number} VARCHAR" for number in range(len(sheet.headers)))])
        return f"CREATE TABLE {sheet.relation} ({body});"

    def _append(
        self, sheet: Sheet, lines: Sequence[int], texts: list[list[str | None]], *, before: str = "", lost: bool = False
    ) -> None:
        """Add rows, apart from those that are blank."""
        import pyarrow as pa

        columns: dict[str, Any] = {"line": pa.array(lines, pa.int64())}
        try:
            columns |= {f"c{number}": pa.array(column, pa.string()) for number, column in enumerate(texts)}
        except UnicodeEncodeError:
            whole = [self._whole(sheet, lines, column) for column in texts]
            columns |= {f"c{number}": pa.array(column, pa.string()) for number, column in enumerate(whole)}
        holds = f"<> {literal(NO_RESULT)}" if lost else "IS NOT NULL"
        filled = " OR ".join(f"c{number} {holds}" for number in range(len(texts))) or "false"
        self.db.register("load_part", pa.table(columns))
        self.db.execute(f"{before}INSERT INTO {sheet.relation} SELECT * FROM load_part WHERE {filled}")
        self.db.unregister("load_part")

    def _whole(self, sheet: Sheet, lines: Sequence[int], column: list[str | None]) -> list[str | None]:
        """A column whose cells are characters alone; rows with a cell that was not are rejected."""
        out = [cell if cell is None or is_utf8(cell) else _HALF.sub("\ufffd", cell) for cell in column]
        reason = t(
            self.lang,
            "holds half of a character (U+D800 to U+DFFF); write it anew",
            "含有不完整的字符（U+D800 至 U+DFFF）；请重新书写",
        )
        for line, given, cell in zip(lines, column, out, strict=True):
            if cell != given:
                self.crooked(sheet, line, cell, reason)
        return out

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
        self.any_crooked = True
        self.db.execute("INSERT INTO load.crooked VALUES (?, ?, ?, ?)", [sheet.number, line, value, reason])


def header_units(headers: Sequence[str]) -> dict[int, str]:
    """The units that headers give, by the column's number."""
    return {number: unit for number, header in enumerate(headers) if (unit := parted(header)[1])}


def check_width(where: str, columns: int) -> None:
    """Refuse a table that is too wide to be one, before anything looks at all of its columns."""
    if columns > WIDEST:
        raise BadInput(
            en=f"{where}: {columns} columns; a table has at most {WIDEST}: delete those that hold nothing",
            zh=f"{where}：有 {columns} 列；一张表最多 {WIDEST} 列，请删去没有内容的列",
        )


def header_cells(cells: Sequence[Any]) -> list[str]:
    """The texts of a line of headers, without empty cells at its end."""
    out = [cell_text(cell) or "" for cell in cells]
    while out and not out[-1]:
        out.pop()
    return out


def column_texts(cells: Sequence[Any], blanks: str = BLANKS) -> list[str | None]:
    """The texts of a whole column of cells: what is not text already is put in words once for each distinct value.

    >>> column_texts(["a ", "", 3.0, 3, True, 1.0, None])
    ['a', None, '3', '3', 'true', '1', None]
    """
    types = set(map(type, cells))
    if types <= {str}:
        return [cell.strip(blanks) or None for cell in cells]
    # 1, 1.0 and True are one key of a dict, and three texts
    texts = {
        one: {cell: cell_text(cell, blanks) for cell in {cell for cell in cells if type(cell) is one}}
        for one in types - {str}
    }
    if len(texts) == 1 and str not in types:
        (only,) = texts.values()
        return [only[cell] for cell in cells]
    return [(cell.strip(blanks) or None) if type(cell) is str else texts[type(cell)][cell] for cell in cells]


def cell_text(cell: Any, blanks: str = BLANKS) -> str | None:
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
        texts = [cell_text(item, blanks) for item in cell]
        return json.dumps([item for item in texts if item is not None], ensure_ascii=False) if any(texts) else None
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell).strip(blanks) or None
