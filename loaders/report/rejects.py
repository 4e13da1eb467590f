"""Rejected rows: a file with their original cells and what is wrong, to be mended and loaded again."""

from __future__ import annotations

import contextlib
import csv
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ..sheets.headers import REJECTS, normalised
from ..work_tables import PROBLEM
from .warnings import cells_frame

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from ..columns.table import Table
    from ..read.sheet import Sheet

_MARKS: Final = frozenset(map(normalised, REJECTS))


@dataclass(frozen=True, slots=True)
class Pending:
    """A rejects file that is written but not yet in its place."""

    temporary: Path
    final: Path
    same: bool
    """Whether the file in that place is the same already."""


def problems_frame(db: duckdb.DuckDBPyConnection, tables: list[Table]) -> pd.DataFrame:
    """All that is wrong: file, sheet, row, column, value, reason, in the order of the input."""
    return cells_frame(db, tables, PROBLEM)


def write_rejects(
    db: duckdb.DuckDBPyConnection,
    tables: list[Table],
    frame: pd.DataFrame,
    target: Path | None,
    inputs: set[Path],
) -> list[Pending]:
    """Write the rejected rows beside where they belong; `put_in_place` is called once the load is done.

    One file for each input, or one a table kind where an input holds several, or where
    several inputs share `target`. No input is overwritten, nor an earlier rejects file that
    differs: someone may be mending it.
    """
    rejected = set(zip(frame["file"], frame["sheet"], strict=True))
    mine = [table for table in tables if (table.sheet.file, table.sheet.sheet) in rejected]
    groups: dict[Path, list[Table]] = {}
    kinds = {table.table_kind.table for table in mine}
    for table in mine:
        path = _default(table) if target is None else target
        if target is not None and len(kinds) > 1:
            path = target.with_name(f"{target.stem}.{table.table_kind.table}{target.suffix}")
        if path is not None:
            groups.setdefault(path, []).append(table)
    out: list[Pending] = []
    try:
        for path, group in groups.items():
            out.append(_write(db, group, path, inputs))
    except OSError as error:
        discard(out)
        raise BadInput(
            en=f"rejects cannot be written ({error.strerror}); name another file with --rejects",
            zh=f"无法写入拒收文件（{error.strerror}）；请用 --rejects 指定另一个文件",
        ) from error
    return out


def _default(table: Table) -> Path | None:
    """Beside the input; nowhere for records in memory, whose rejects the answer holds."""
    sheet = table.sheet
    stem = Path(sheet.file).stem.split(".rejects", 1)[0]
    if sheet.several and sheet.sheet:
        stem = f"{stem}.{table.table_kind.table}"
    return sheet.folder / f"{stem}.rejects.csv" if sheet.folder is not None else None


def _write(db: duckdb.DuckDBPyConnection, group: list[Table], path: Path, inputs: set[Path]) -> Pending:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".rejects-", suffix=".tmp")
    os.close(number)
    temporary = Path(name)
    try:
        # readable as other files are: mkstemp makes private ones
        temporary.chmod(0o666 & ~_umask())
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            _write_rows(db, group, csv.writer(file, lineterminator="\n"))
        final, same = _free(path, temporary, inputs)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return Pending(temporary, final, same)


def _umask() -> int:
    """The mask of new files, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _write_rows(db: duckdb.DuckDBPyConnection, group: list[Table], writer: Any) -> None:
    headers = list(dict.fromkeys(header for table in group for header in original_headers(table.sheet)))
    remembered = [name for name in _SOURCE if any(_remembers(db, table, name) for table in group)]
    added = [name for name in remembered if not any(_own(table, name) in headers for table in group)]
    writer.writerow([*headers, *added, *REJECTS])
    for table in group:
        own = {_own(table, name): name for name in remembered}
        cells: list[str] = []
        for header in headers:
            number = table.sheet.headers.index(header) if header in table.sheet.headers else None
            by_load = _stated_by_load(table, own[header]) if header in own else "NULL"
            cells.append(f"coalesce(r.c{number}, {by_load})" if number is not None else by_load)
        cells += [_stated_by_load(table, name) for name in added]
        marks = {
            column: number for number, column in enumerate(map(normalised, table.sheet.headers)) if column in _MARKS
        }
        # a row that is rejected again keeps the place where it was first read
        first = [
            f"coalesce(r.c{marks[normalised(name)]}, {value})" if normalised(name) in marks else value
            for name, value in (
                ("reject_file", "$file"),
                ("reject_sheet", "$sheet"),
                ("reject_row", f"(x.line // {table.sheet.spread})::VARCHAR"),
            )
        ]
        rows = db.execute(
            f"""
            SELECT x.line, {", ".join([*cells, *first])},
                string_agg(p."column", ' | ' ORDER BY p."column", p.reason, p.value),
                string_agg(p.value, ' | ' ORDER BY p."column", p.reason, p.value),
                string_agg(p.reason, ' | ' ORDER BY p."column", p.reason, p.value)
            FROM {table.relation} x JOIN {table.sheet.relation} r USING (line) JOIN load.problem p ON p.row = x.row
            GROUP BY ALL ORDER BY x.line
            """,
            {"file": table.sheet.file, "sheet": table.sheet.sheet},
        )
        while part := rows.fetchmany(10_000):
            writer.writerows(row[1:] for row in part)


_SOURCE: Final = {"source": "e_title", "publisher": "e_publisher", "published": "e_published"}
"""The columns that keep what the arguments of the load said of the source; each with its typed column."""


def _own(table: Table, name: str) -> str | None:
    """The sheet's own header for a column of evidence."""
    return table.headers.get(name)


def _stated_by_load(table: Table, name: str) -> str:
    """SQL of what a load said of a row's source, apart from what the file's name says by itself."""
    column = _SOURCE[name]
    if column not in table.columns or table.table_kind.kind == "source":
        return "NULL"
    if name != "source":
        return f"x.{column}"
    marked = next((n for n, header in enumerate(table.sheet.headers) if normalised(header) == _FILE), None)
    file = "$file" if marked is None else f"coalesce(r.c{marked}, $file)"
    return f"CASE WHEN x.{column} <> {file} THEN x.{column} END"


_FILE: Final = normalised("reject_file")


def _remembers(db: duckdb.DuckDBPyConnection, table: Table, name: str) -> bool:
    """Whether some rejected row's source was told by the load."""
    found = db.execute(
        f"SELECT 1 FROM {table.relation} x JOIN {table.sheet.relation} r USING (line)"
        f" JOIN load.problem p ON p.row = x.row WHERE coalesce({_stated_by_load(table, name)}, '') <> ''"
        " AND $file IS NOT NULL LIMIT 1",
        {"file": table.sheet.file},
    ).fetchone()
    return found is not None


def original_headers(sheet: Sheet) -> list[str]:
    """The headers of a sheet, apart from those that a rejects file adds."""
    return [header for header in sheet.headers if header and normalised(header) not in _MARKS]


def _free(path: Path, temporary: Path, inputs: set[Path]) -> tuple[Path, bool]:
    """The first name like `path` that is free, or holds the very same rejects."""
    wanted = temporary.read_bytes()
    number = 1
    while True:
        final = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if final.resolve() not in inputs:
            if not final.exists():
                return final, False
            if final.is_file() and final.read_bytes() == wanted:
                return final, True
        number += 1


def put_in_place(pending: list[Pending]) -> list[str]:
    """Give the rejects files their names; the names, in order."""
    for one in pending:
        if one.same:
            one.temporary.unlink(missing_ok=True)
        else:
            one.temporary.replace(one.final)
    return [os.fspath(one.final) for one in pending]


def discard(pending: list[Pending]) -> None:
    """Take back rejects files of a load that failed."""
    for one in pending:
        with contextlib.suppress(FileNotFoundError):
            one.temporary.unlink()


def stale_notes(tables: list[Table], frame: pd.DataFrame, inputs: set[Path], lang: str) -> list[str]:
    """Rejects files of an earlier load beside inputs that have no rejects now: left alone, but mentioned."""
    rejected = set(zip(frame["file"], frame["sheet"], strict=True))
    by_state: dict[bool, set[Path]] = {True: set(), False: set()}
    for table in tables:
        path = _default(table)
        if path is not None:
            by_state[(table.sheet.file, table.sheet.sheet) in rejected].add(path)
    # sheets of one kind share a file: it is of this load if any of them has rejects
    paths = by_state[False] - by_state[True]
    return [
        t(lang, f"{path.name}: of an earlier load, left as it is", f"{path.name}：是以前载入时留下的，未改动")
        for path in sorted(paths)
        if path.is_file() and path.resolve() not in inputs
    ]
