"""Warnings of a load: cells that were left empty, or are doubtful, in rows that are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..graph.language import t

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from .typed import Table

WARNING_TABLE: Final = 'CREATE TABLE load.warning (row BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR)'
_SHOWN: Final = 10


def warnings_frame(db: duckdb.DuckDBPyConnection, tables: list[Table]) -> pd.DataFrame:
    """All warnings: file, sheet, row, column, value, reason, in the order of the input.

    Those of rejected rows are among them, so that a row is mended once.
    """
    import pandas as pd

    parts = []
    for table in sorted(tables, key=lambda one: one.sheet.number):
        rows = db.execute(
            'SELECT x.line, w."column", w.value, w.reason'
            f' FROM load.warning w JOIN {table.relation} x USING (row) ORDER BY x.line, w."column", w.reason, w.value'
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
    for row in frame.head(_SHOWN).itertuples(index=False):
        where = " ".join(str(part) for part in (row.file, row.sheet) if part)
        out.append(
            t(
                lang,
                f"  {where} row {row.row}  {row.column} {row.value!r}: {row.reason}",
                f"  {where} 第{row.row}行  {row.column} “{row.value}”：{row.reason}",
            )
        )
    if count > _SHOWN:
        out.append(t(lang, f"  and {count - _SHOWN} more", f"  另有 {count - _SHOWN} 条"))
    return out
