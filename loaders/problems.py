"""What is wrong with cells: the one way in which anything becomes a reason for a rejected row, or a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .work_tables import PROBLEM, WARNING, WorkTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    Cell = tuple[int, str | None, object, str]
    """Row, header, value, reason."""


def reject(
    db: duckdb.DuckDBPyConnection,
    rows: str,
    column: str,
    value: str,
    reason: str,
    *,
    into: WorkTable = PROBLEM,
    once: bool = False,
) -> int:
    """Reject rows, each for one of its cells; how many were named.

    All is SQL: `rows` is what stands behind FROM and has a column `row`; `column` (the header as the
    file has it), `value` (the cell) and `reason` are expressions over it, texts among them literals.
    With `once` a row is left alone that has a problem in this column already.

    >>> import duckdb
    >>> from chanlian.loaders.work_tables import start
    >>> db = duckdb.connect()
    >>> start(db)
    >>> reject(db, "(SELECT 7 AS row, 'x' AS cell) WHERE cell <> 'y'", "'amount'", "cell", "'is no amount'")
    1
    """
    said = f"SELECT row, {column}, {value}, {reason} FROM {rows}"
    if once:
        said = (
            f'FROM ({said}) c(row, "column", value, reason) WHERE NOT EXISTS'
            f' (FROM {PROBLEM} p WHERE p.row = c.row AND p."column" = c."column")'
        )
    ((count,),) = db.execute(f"INSERT INTO {into} {said}").fetchall()
    return int(count)


def warn(db: duckdb.DuckDBPyConnection, rows: str, column: str, value: str, reason: str) -> int:
    """The same for cells that are left empty or doubtful, in rows that are loaded."""
    return reject(db, rows, column, value, reason, into=WARNING)


def reject_cells(db: duckdb.DuckDBPyConnection, cells: Sequence[Cell], *, into: WorkTable = PROBLEM) -> int:
    """The same for cells that are at hand: row, header, value and reason of each."""
    if not cells:
        return 0
    import pyarrow as pa

    rows, *texts = zip(*cells, strict=True)
    columns = {"row": pa.array(rows, pa.int64())}
    for name, part in zip(("header", "value", "reason"), texts, strict=True):
        columns[name] = pa.array([None if one is None else str(one) for one in part], pa.string())
    db.register("load_cells", pa.table(columns))
    try:
        return reject(db, "load_cells", "header", "value", "reason", into=into)
    finally:
        db.unregister("load_cells")
