"""Rejected rows: a file with their original cells and what is wrong, to be mended and loaded again."""

from __future__ import annotations

import filecmp
import itertools
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...graph.acts import done
from ...graph.errors import BadInput
from ...graph.export.cells import inert
from ...graph.export.csv_rows import csv_rows
from ...graph.export.meta_files import digest, meta_path, recorded
from ...graph.export.outputs import OutputFile, making, same_file, swept, translated
from ...graph.language import t
from ...graph.version import __version__
from ..read.ours import REJECTS
from ..sheets.column import normalised
from ..work_tables import PROBLEM
from .warnings import cells_frame

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from ...graph.export.outputs import Placed
    from ..columns.table import Table
    from ..read.sheet import Sheet

Write = Callable[[Sequence[Any]], object]
"""What writes a row of CSV."""
_MARKS: Final = frozenset(map(normalised, REJECTS))
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_UNNAMED: Final = "rejects.csv"
_OF: Final = "rejects_of"
"""What the meta of a file of rejects calls the inputs whose rows they are."""


class Rejects:
    """Files of rejected rows. They have their names before the graph is written, and are taken back if it is not.

    So a load whose rejects find no room, or no free name, loads nothing; and rows are never in the graph while those
    that were rejected with them are lost.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self._stack = ExitStack()
        self._placed: list[Placed] = []

    def add(self, path: Path, place: Place, make: Callable[[Write], None], said: dict[str, Any]) -> None:
        """Write a file and give it its name: the one that somebody named, or the first free one like that."""
        with translated(path):
            parent = Path(os.path.realpath(path)).parent
            swept(parent)
            folder = self._stack.enter_context(making(parent, path))
            new = folder / _UNNAMED
            with new.open("w", encoding="utf-8-sig", newline="") as file:
                make(csv_rows(file))
            target = place.at(path) if place.path is not None else _free(path, new, place, said)
            if target is not None:
                new.rename(folder / target.path.name)
                self._placed.append(target.place(folder, said))
                path = target.given
        self.files.append(os.fspath(path))

    def undo(self) -> None:
        """Take the files back: nothing was loaded."""
        for placed in reversed(self._placed):
            placed.undo()
        self.close()

    def keep(self) -> None:
        """The rows are in the graph, and their rejects stay."""
        for file in self.files:
            done(file)
        self.close()

    def close(self) -> None:
        """What stood in the place of the files is no longer wanted."""
        self._stack.close()


def problems_frame(db: duckdb.DuckDBPyConnection, tables: list[Table]) -> pd.DataFrame:
    """All that is wrong: file, sheet, row, column, value, reason, in the order of the input."""
    return cells_frame(db, tables, PROBLEM)


@dataclass(frozen=True, slots=True)
class Place:
    """Where rejects go (`path`, else a file for each input in `folder`), and what they are never written over."""

    path: Path | None
    folder: Path
    inputs: set[Path]
    reads: tuple[Path, ...] = ()
    force: bool = False

    def check(self) -> None:
        """Refuse a file that somebody named before anything is read."""
        if self.path is not None:
            try:
                self.at(self.path)
            except BadInput as error:
                raise _refused(error, self) from error

    def at(self, path: Path) -> OutputFile:
        """The file of that name."""
        return OutputFile(path, reads=(*self.inputs, *self.reads), force=self.force)


def write_rejects(
    db: duckdb.DuckDBPyConnection, tables: list[Table], frame: pd.DataFrame, place: Place, lang: str
) -> Rejects:
    """Write the rejected rows where they belong.

    One file for each input, or one a table kind where an input holds several, or where several
    inputs share a file. They lie beside the graph: the folder of an input may be somebody else's. No input is
    overwritten; an earlier rejects file is, if it is of the same inputs and nobody has changed it: someone may be
    mending it. One that somebody named follows the rules of every output.
    """
    rejected = set(zip(frame["file"], frame["sheet"], strict=True))
    mine = [
        table
        for table in tables
        if (table.sheet.file, table.sheet.sheet) in rejected
        # several tables may be made of one sheet
        and db.execute(f"FROM load.problem SEMI JOIN {table.relation} USING (row) LIMIT 1").fetchall()
    ]
    groups: dict[Path, list[Table]] = {}
    kinds = {table.table_kind.table for table in mine}
    for table in mine:
        path = _default(table, place) if place.path is None else place.path
        if place.path is not None and len(kinds) > 1:
            path = place.path.with_name(f"{place.path.stem}.{table.table_kind.table}{place.path.suffix}")
        if path is not None:
            groups.setdefault(path, []).append(table)
    said = {"question": "rejects", "version": __version__, "lang": lang}
    out = Rejects()
    try:
        for path, group in groups.items():
            of = sorted({_seen_from(path, table.sheet) for table in group})
            out.add(path, place, partial(_write_rows, db, group), {**said, _OF: of})
    except BaseException as error:
        out.undo()
        if isinstance(error, BadInput):
            raise _refused(error, place) from error
        raise
    return out


def _refused(error: BadInput, place: Place) -> BadInput:
    if place.path is not None:
        return BadInput(f"--rejects {error.en}; nothing was loaded", f"--rejects {error.zh}；没有载入任何内容")
    return BadInput(
        f"{error.en}; --rejects FILE puts the rejected rows elsewhere, nothing was loaded",
        f"{error.zh}；可用 --rejects 把拒收行写到别处，没有载入任何内容",
    )


def _seen_from(path: Path, sheet: Sheet) -> str:
    """Which input a sheet is of, as a path from where its rejects lie."""
    if sheet.folder is None:
        return sheet.file
    given = os.path.realpath(sheet.folder / sheet.file)
    try:
        return Path(os.path.relpath(given, os.path.realpath(path.parent))).as_posix()
    except ValueError:  # another drive
        return Path(given).as_posix()


def _default(table: Table, place: Place) -> Path | None:
    """Beside the graph; nowhere for records in memory, whose rejects the answer holds."""
    sheet = table.sheet
    stem = Path(sheet.file).stem.split(".rejects", 1)[0]
    if sheet.several and (sheet.sheet or sheet.part):
        stem = f"{stem}.{table.table_kind.table}"
    return place.folder / f"{stem}.rejects.csv" if sheet.folder is not None else None


def _write_rows(db: duckdb.DuckDBPyConnection, group: list[Table], write: Write) -> None:
    headers = list(dict.fromkeys(header for table in group for header in original_headers(table.sheet)))
    remembered = [name for name in _SOURCE if any(_remembers(db, table, name) for table in group)]
    added = [name for name in remembered if not any(_own(table, name) in headers for table in group)]
    write(list(map(_cell, [*headers, *added, *REJECTS])))
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
            for row in part:
                write(list(map(_cell, row[1:])))


def _cell(text: str | None) -> str | None:
    """A cell that no spreadsheet runs; a number stays one, and is mended more easily so."""
    return text if text is None or _NUMBER.fullmatch(text) else inert(text)


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


def _free(path: Path, new: Path, place: Place, said: Mapping[str, Any]) -> OutputFile | None:
    """The first name like `path` that is free or bears rejects of the same inputs that nobody has changed.

    None where the very same rejects bear it already.
    """
    for number in itertools.count(1):
        final = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if any(same_file(one, read) for one in (final, meta_path(final)) for read in (*place.inputs, *place.reads)):
            continue
        if final.is_file() and filecmp.cmp(final, new, shallow=False):
            return None
        free = not os.path.lexists(final) and not meta_path(final).exists()
        if free or _is_earlier(final, said[_OF]):
            return place.at(final)
    raise AssertionError  # the numbers do not end


def _is_earlier(path: Path, of: list[str]) -> bool:
    """Whether a file holds the rejects of an earlier try with the same inputs, as they were written."""
    told = recorded(meta_path(path))
    if told is None or not path.is_file() or digest(path) != told.get(path.name):
        return False
    said = json.loads(meta_path(path).read_text(encoding="utf-8"))
    return bool(said.get(_OF) == of)


def stale_notes(tables: list[Table], frame: pd.DataFrame, place: Place, lang: str) -> list[str]:
    """Rejects files of an earlier load of inputs that have no rejects now: left alone, but mentioned."""
    rejected = set(zip(frame["file"], frame["sheet"], strict=True))
    by_state: dict[bool, set[Path]] = {True: set(), False: set()}
    for table in tables:
        path = _default(table, place)
        if path is not None:
            by_state[(table.sheet.file, table.sheet.sheet) in rejected].add(path)
    # sheets of one kind share a file: it is of this load if any of them has rejects
    paths = by_state[False] - by_state[True]
    return [
        t(lang, f"{path.name}: of an earlier load, left as it is", f"{path.name}：是以前载入时留下的，未改动")
        for path in sorted(paths)
        if path.is_file() and path.resolve() not in place.inputs
    ]
