"""CSV and TSV to staged rows: DuckDB scans the file; a crooked one is read row by row instead."""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

from ...graph.errors import BadInput
from ...graph.export.cells import unmarked_sql
from ...graph.sql_text import literal
from .encoding import as_utf8
from .guards import unguarded
from .ours import as_meant, is_ours
from .several import WHOLE, describe, stage_tables
from .shape.layout import HEAD, Layout, find_layout
from .shape.tables import tables
from .sheet import BLANKS, WIDEST, Sheet, Staging, check_width, header_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LONGEST_LINE = 16 << 20


def read_csv(staging: Staging, path: Path, name: str, *, tabs: bool = False) -> Sheet:
    """One CSV or TSV file as a sheet; cells are texts, and rows keep their number in the file."""
    import duckdb

    text = as_utf8(path, name, staging.folder)
    delimiter = "\t" if tabs else _delimiter(text.path)
    with text.path.open("r", encoding="utf-8-sig", newline="") as file:
        head = [_filled(row) for row in itertools.islice(_records(file, delimiter, name), WHOLE)]
    ours = is_ours(path, head)
    head = [as_meant(row) if ours else [unguarded(cell) for cell in row] for row in head]
    check_width(name, max(map(len, head), default=0))
    texts = [[cell.strip(BLANKS) or None for cell in row] for row in head]
    words = None if ours else staging.words
    layout = find_layout(texts[:HEAD], [], staging.words.knows if staging.words else None)
    if words is not None and layout is not None and len(head) < WHOLE:
        found = tables(texts, [], words)
        if len(found) > 1 or found[0].turned is not None:
            return stage_tables(staging, name, None, texts, [], found, text.encoding)[0]
    if layout is None and len(head) == WHOLE:
        layout = Layout((0,), 1, header_cells(head[0]), {}, [])
    if layout is None:
        raise BadInput(
            en=f"{name}: the file is empty; give a table with a line of headers",
            zh=f"{name}：文件是空的；请提供带表头的表格",
        )
    width = max(map(len, head))
    if not text.blank_lines and width <= WIDEST:
        sheet = _begun(staging, name, layout, text.encoding)
        try:
            count = _scan(staging, sheet, text.path, delimiter, width, layout.body, ours=ours)
        except duckdb.Error:
            # Rows of unequal length, stray quotes: read again, and say which rows.
            staging.forget(sheet)
        else:
            if text.breaks > count:
                # some cells hold several lines: are their quotes closed where they should be?
                with text.path.open("r", encoding="utf-8-sig", newline="") as file:
                    for _ in _records(file, delimiter, name, width):
                        pass
            sheet.as_meant = ours or not text.guarded
            return sheet
    sheet = _begun(staging, name, layout, text.encoding)
    sheet.as_meant = ours
    with text.path.open("r", encoding="utf-8-sig", newline="") as file:
        records = _records(file, delimiter, name, width)
        lines = enumerate(map(as_meant, records) if ours else records, start=1)
        staging.fill(sheet, itertools.islice(lines, layout.body, None))
    return sheet


def _filled(row: list[str]) -> list[str]:
    """A long row without the empty cells at its end, of which there may be millions."""
    if len(row) <= WIDEST:
        return row
    last = next((number for number in range(len(row), 0, -1) if row[number - 1].strip(BLANKS)), 0)
    return row[: max(last, WIDEST + 1)] if last > WIDEST else row[:WIDEST]


def _begun(staging: Staging, name: str, layout: Layout, encoding: str) -> Sheet:
    sheet = staging.sheet(name, None, layout.headers, encoding)
    describe(sheet, layout, [])
    return sheet


def _scan(staging: Staging, sheet: Sheet, path: Path, delimiter: str, width: int, body: int, *, ours: bool) -> int:
    """Let DuckDB read the file; how many records it holds."""
    import duckdb

    names = [f"c{number}" for number in range(width)]
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    staging.db.execute(
        f"""
        CREATE TABLE {sheet.relation} AS
        SELECT row_number() OVER () AS line, {", ".join(names)} FROM read_csv(
            $path, header = false, delim = $delimiter, quote = '"', escape = '"', auto_detect = false,
            nullstr = '', max_line_size = {_LONGEST_LINE}, columns = {{{types}}})
        """,
        # read_csv takes patterns: brackets in a file's name are meant as they are
        {"path": literal_path(path), "delimiter": delimiter},
    )
    ((records,),) = staging.db.execute(f"SELECT count(*) FROM {sheet.relation}").fetchall()
    _trim(staging, sheet, names, ours=ours)
    empty = " AND ".join(f"{name} IS NULL" for name in names)
    staging.db.execute(f"DELETE FROM {sheet.relation} WHERE line <= {body} OR ({empty})")
    beyond = names[len(sheet.headers) :]
    if beyond:
        filled = " OR ".join(f"{name} IS NOT NULL" for name in beyond)
        if staging.db.execute(f"SELECT 1 FROM {sheet.relation} WHERE {filled} LIMIT 1").fetchone():
            # read again, and say which rows
            raise duckdb.InvalidInputException("cells to the right of the last header")
        for name in beyond:
            staging.db.execute(f"ALTER TABLE {sheet.relation} DROP COLUMN {name}")
    staging.close_sheet(sheet)
    return int(records)


def _trim(staging: Staging, sheet: Sheet, names: list[str], *, ours: bool) -> None:
    """Take the blanks off the ends of cells, but of an export's, and the guards off those of our own files.

    Trimming costs six times what reading does, so it is done only where there is any to do.
    """
    # all ASCII blanks sort before "!"
    heads = [f"starts_with({{0}}, {literal(mark)})" for mark in BLANKS if mark > "!"]
    tails = ", ".join(map(literal, BLANKS))
    guards = ["starts_with({0}, chr(39))"] if ours else []
    blanks = ["{0} < '!'", *heads, f"right({{0}}, 1) IN ({tails})"] if sheet.blanks else []
    edged = " OR ".join([*guards, *blanks])
    found = staging.db.execute(
        f"SELECT {', '.join(f'bool_or({edged.format(name)})' for name in names)} FROM {sheet.relation}"
    ).fetchone()
    blank = [name for name, edges in zip(names, found or (), strict=True) if edges]
    if blank:
        bare = {name: unmarked_sql(name) if ours else name for name in blank}
        trimmed = "nullif(trim({0}, $blanks), '')" if sheet.blanks else "{0}"
        changes = ", ".join(f"{name} = {trimmed.format(bare[name])}" for name in blank)
        which = " OR ".join(f"({edged.format(name)})" for name in blank)
        given = {"blanks": sheet.blanks} if sheet.blanks else {}
        staging.db.execute(f"UPDATE {sheet.relation} SET {changes} WHERE {which}", given)


def literal_path(path: Path) -> str:
    """A path in which no character is a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))


def _records(lines: Iterable[str], delimiter: str, name: str, width: int = 0) -> Iterator[list[str]]:
    """The records of a file; one that a quote holds together over what look like further records is refused."""
    previous = csv.field_size_limit(_LONGEST_LINE)
    raw: list[str] = []

    def kept() -> Iterator[str]:
        for line in lines:
            raw.append(line)
            yield line

    try:
        reader = csv.reader(kept(), delimiter=delimiter)
        before = 0
        for record in reader:
            # only the end of the file can leave a quote open in one line
            if len(raw) > 1 or ('"' in raw[0] and (raw[0][-1] not in "\r\n" or record[-1][-1:] in ("\r", "\n"))):
                _check_quotes(raw, delimiter, width, f"{name} line {before + 1}", f"{name} 第 {before + 1} 行")
            before = reader.line_num
            raw.clear()
            yield record
    except csv.Error as error:
        raise BadInput(
            en=f"{name}: cannot be read as a table ({error}); check its quotes",
            zh=f"{name}：不能作为表格读取（{error}）；请检查引号",
        ) from error
    finally:
        csv.field_size_limit(previous)


def _check_quotes(raw: list[str], delimiter: str, width: int, where: str, where_zh: str) -> None:
    """Raise where a quote that opens in the first of some lines does not close in the way of a quote.

    It is closed by the end of the file, or before a text; or all of the lines are records as they stand.
    """
    fields = [line.count(delimiter) + 1 for line in raw]
    if len(raw) == 1:
        # the end of the file closes no quote
        swallowed = next(csv.reader([raw[0].rstrip("\r\n") + "\n"], delimiter=delimiter))[-1].endswith("\n")
    else:
        swallowed = (width > 2 and set(fields) == {width}) or not _is_strict(raw, delimiter)
    if swallowed:
        raise BadInput(
            en=f"{where}: a quotation mark opens a cell and is not closed in it, so that the rows below would be read as part of"
            " that cell; close it or delete it",
            zh=f"{where_zh}：引号没有闭合，下面各行会被并入同一格；请补上或删去这个引号",
        )


def _is_strict(raw: list[str], delimiter: str) -> bool:
    """Whether each quote of a record closes before a delimiter or the record's end."""
    try:
        for _ in csv.reader(raw, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _delimiter(path: Path) -> str:
    """The one of comma, tab and semicolon that the first line with any has most of, outside quotes."""
    with path.open("r", encoding="utf-8-sig", newline="") as file:
        for line in itertools.islice(file, HEAD):
            outside = "".join(line.split('"')[::2])
            if any(mark in outside for mark in ",\t;"):
                return max(",\t;", key=outside.count)
    return ","
