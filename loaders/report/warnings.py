"""Warnings of a load: cells that were left empty, or are doubtful, in rows that are loaded."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.export.cells import inert
from ...graph.export.csv_rows import csv_rows
from ...graph.export.outputs import OutputFile, graph_files, same_file
from ...graph.language import t
from ...graph.version import __version__
from ..read.inputs import input_paths
from ..work_tables import WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import pandas as pd

    from ...graph.graph import Graph
    from ..columns.table import Table
    from ..work_tables import WorkTable

SHOWN: Final = 10
"""So many cells are told one by one."""


def warnings_frame(db: duckdb.DuckDBPyConnection, tables: list[Table]) -> pd.DataFrame:
    """All warnings: file, sheet, row, column, value, reason, in the order of the input.

    Those of rejected rows are among them, so that a row is mended once.
    """
    return cells_frame(db, tables, WARNING)


def cells_frame(db: duckdb.DuckDBPyConnection, tables: list[Table], cells: WorkTable) -> pd.DataFrame:
    """The cells that a table (problems or warnings) tells of, with the line of the file that they stand in."""
    import pandas as pd

    parts: list[tuple[object, ...]] = []
    ordered = sorted(tables, key=lambda one: one.sheet.number)
    if ordered:
        lines = " UNION ALL ".join(
            f"SELECT {number} AS number, row, line, line // {table.sheet.spread} AS shown FROM {table.relation}"
            for number, table in enumerate(ordered)
        )
        rows = db.execute(
            f'SELECT x.number, x.shown, p."column", p.value, p.reason FROM {cells} p JOIN ({lines}) x USING (row)'
            ' ORDER BY x.number, x.line, p."column", p.reason, p.value'
        ).fetchall()
        parts = [(ordered[number].sheet.file, ordered[number].sheet.sheet, *row) for number, *row in rows]
    columns = ["file", "sheet", "row", "column", "value", "reason"]
    # objects, so that what is missing stays None and does not become a number
    return pd.DataFrame(parts, columns=columns, dtype=object).astype({"row": "int64"})


def warning_notes(frame: pd.DataFrame, lang: str) -> list[str]:
    """The count of warnings and the first ten of them, as lines."""
    if frame.empty:
        return []
    count = len(frame)
    out = [
        t(
            lang,
            f"{count} warning{'s' if count > 1 else ''}: the rows are loaded, these cells left empty or doubtful",
            f"{count} 条提示：所在行已载入，但以下单元格留空或存疑",
        )
    ]
    out += cell_lines(frame, lang)
    if count > SHOWN:
        out.append(t(lang, f"  and {count - SHOWN} more", f"  另有 {count - SHOWN} 条"))
    return out


class WarningsFile:
    """A CSV file of all warnings of a load, which is checked before anything is loaded."""

    def __init__(self, path: str, graph: Graph, inputs: Sequence[str], rejects: str | None, *, force: bool) -> None:
        if rejects and same_file(Path(path), Path(rejects)):
            raise BadInput(
                f"{path}: named for the rejects and for the warnings; name two files",
                f"{path}：拒收行和提示用了同一个文件名；请分别指定",
            )
        self.file = OutputFile(path, reads=(*input_paths(inputs), *graph_files(graph)), force=force)

    def write(self, frame: pd.DataFrame, lang: str) -> str:
        """Write the warnings; a line that says so."""
        text = StringIO()
        row = csv_rows(text)
        row(list(frame.columns))
        for cells in frame.itertuples(index=False):
            row([inert(None if cell is None else str(cell)) for cell in cells])
        said = {"question": "warnings", "version": __version__, "lang": lang}
        path = self.file.write(text.getvalue().encode("utf-8-sig", "replace"), said)
        return t(lang, f"all {len(frame)} warnings written to {path}", f"全部 {len(frame)} 条提示已写入 {path}")


def cell_lines(frame: pd.DataFrame, lang: str) -> list[str]:
    """The first cells of a frame of warnings or rejects, a line each: where, what stands there, what is wrong."""
    out = []
    for row in frame.head(SHOWN).itertuples(index=False):
        where = " ".join(str(part) for part in (row.file, row.sheet) if part)
        empty = row.value is None
        en, zh = ("", "") if empty else (f" {row.value!r}", f" “{row.value}”")
        out.append(
            t(
                lang,
                f"  {where} row {row.row}  {row.column}{en}: {row.reason}",
                f"  {where} 第{row.row}行  {row.column}{zh}：{row.reason}",
            )
        )
    return out
