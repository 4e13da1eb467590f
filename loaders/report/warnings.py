"""Warnings of a load: cells that were left empty, or are doubtful, in rows that are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ..work_tables import WARNING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

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
