"""CSV and TSV to staged rows: DuckDB scans the file; a crooked one is read row by row instead."""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

from ..graph.cells import uninert, unmarked_sql
from ..graph.errors import BadInput
from ._staging import BLANKS, Sheet, Staging, header_cells
from ._text import as_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONGEST_LINE = 16 << 20


def read_csv(staging: Staging, path: Path, name: str, *, tabs: bool = False) -> Sheet:
    """One CSV or TSV file as a sheet; cells are texts, and rows keep their number in the file."""
    import duckdb

    text = as_utf8(path, name, staging.folder)
    delimiter = "\t" if tabs else _delimiter(text.path)
    if not text.blank_lines:
        with text.path.open("r", encoding="utf-8-sig", newline="") as file:
            first = next(_records(file, delimiter, name), [])
        if first and any(cell.strip() for cell in first):
            sheet = staging.sheet(name, None, header_cells(first), text.encoding)
            try:
                _scan(staging, sheet, text.path, delimiter, len(first))
            except duckdb.Error:
                # Rows of unequal length, stray quotes: read again, and say which rows.
                staging.forget(sheet)
            else:
                return sheet
    return _read_slowly(staging, text.path, name, delimiter, text.encoding)


def _scan(staging: Staging, sheet: Sheet, path: Path, delimiter: str, width: int) -> None:
    names = [f"c{number}" for number in range(width)]
    cells = ", ".join(f"nullif(trim({unmarked_sql(name)}, $blanks), '') AS {name}" for name in names)
    filled = f"coalesce({', '.join(names)}) IS NOT NULL"
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    staging.db.execute(
        f"""
        CREATE TABLE {sheet.relation} AS
        SELECT * FROM (
            SELECT row_number() OVER () AS line, {cells} FROM read_csv(
                $path, header = false, delim = $delimiter, quote = '"', escape = '"', auto_detect = false,
                nullstr = '', max_line_size = {_LONGEST_LINE}, columns = {{{types}}})
        ) WHERE line > 1 AND {filled}
        """,
        # read_csv takes patterns: brackets in a file's name are meant as they are
        {"path": _literal(path), "delimiter": delimiter, "blanks": BLANKS},
    )
    staging.close_sheet(sheet)


def _literal(path: Path) -> str:
    """A path in which no character is a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))


def _read_slowly(staging: Staging, path: Path, name: str, delimiter: str, encoding: str) -> Sheet:
    """The same with the csv module, which counts blank lines and takes rows of any length."""
    with path.open("r", encoding="utf-8-sig", newline="") as file:
        lines = enumerate(_records(file, delimiter, name), start=1)
        first = next(((line, cells) for line, cells in lines if any(cell.strip() for cell in cells)), None)
        if first is None:
            raise BadInput(
                en=f"{name}: the file is empty; give a table with a line of headers",
                zh=f"{name}：文件是空的；请提供带表头的表格",
            )
        sheet = staging.sheet(name, None, header_cells(first[1]), encoding)
        staging.fill(sheet, lines)
        return sheet


def _records(lines: Iterable[str], delimiter: str, name: str) -> Iterator[list[str]]:
    previous = csv.field_size_limit(_LONGEST_LINE)
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            yield [uninert(cell) for cell in cells]
    except csv.Error as error:
        raise BadInput(
            en=f"{name}: cannot be read as a table ({error}); check its quotes",
            zh=f"{name}：不能作为表格读取（{error}）；请检查引号",
        ) from error
    finally:
        csv.field_size_limit(previous)


def _delimiter(path: Path) -> str:
    """The one of comma, tab and semicolon that the header has most of, outside quotes."""
    with path.open("r", encoding="utf-8-sig", newline="") as file:
        head = next((line for line in itertools.islice(file, 100) if line.strip()), "")
    outside = "".join(head.split('"')[::2])
    return max(",\t;", key=outside.count)
