"""Names and texts inside SQL, as all of the package quotes them, and a look for rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb

__all__ = ["any_rows", "literal", "quoted"]


def any_rows(db: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether there is any of these rows (what stands behind FROM): a look that costs less than work on none.

    >>> import duckdb
    >>> any_rows(duckdb.connect(), "range(3)"), any_rows(duckdb.connect(), "range(3) r(i) WHERE i > 5")
    (True, False)
    """
    return db.execute(f"FROM (SELECT 1 FROM {rows}) LIMIT 1").fetchone() is not None
