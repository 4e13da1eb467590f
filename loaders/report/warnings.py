"""Warnings of a load: cells that were left empty, or are doubtful, in rows that are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from .._sql import any_rows

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from ..columns.typed import Table

WARNING_TABLE: Final = 'CREATE TABLE load.warning (row BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)'
SHOWN: Final = 10
"""So many cells are told one by one."""


def warnings_frame(db: duckdb.DuckDBPyConnection, tables: list[Table]) -> pd.DataFrame:
    """All warnings: file, sheet, row, column, value, reason, in the order of the input.

    Those of rejected rows are among them, so that a row is mended once.
    """
    return cells_frame(db, tables, "warning")


def cells_frame(db: duckdb.DuckDBPyConnection, tables: list[Table], what: str) -> pd.DataFrame:
    """The cells that `load.<what>` (problem, warning) tells of, with the line of the file that they stand in."""
    import pandas as pd

    parts = []
    for table in sorted(tables, key=lambda one: one.sheet.number) if any_rows(db, f"load.{what}") else ():
        rows = db.execute(
            f'SELECT x.line // {table.sheet.spread}, p."column", p.value, p.reason'
            f' FROM load.{what} p JOIN {table.relation} x USING (row) ORDER BY x.line, p."column", p.reason, p.value'
        ).fetchall()
        parts += [(table.sheet.file, table.sheet.sheet, *row) for row in rows]
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
