"""Names and texts inside SQL, always through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def quoted(*names: str, mark: str = ", ") -> str:
    """Names as SQL identifiers.

    >>> quoted("group", 'a"b'), quoted("load", "t", mark=".")
    ('"group", "a""b"', '"load"."t"')
    """
    return mark.join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str | None) -> str:
    """A text as an SQL literal; only for what cannot be a parameter, such as a column's expression.

    >>> literal("it's"), literal(None)
    ("'it''s'", 'NULL::VARCHAR')
    """
    return "NULL::VARCHAR" if text is None else "'" + text.replace("'", "''").replace("\x00", "") + "'"


def any_rows(db: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether there is any of these rows (what stands behind FROM): a look that costs less than work on none.

    >>> import duckdb
    >>> any_rows(duckdb.connect(), "range(3)"), any_rows(duckdb.connect(), "range(3) r(i) WHERE i > 5")
    (True, False)
    """
    return db.execute(f"FROM (SELECT 1 FROM {rows}) LIMIT 1").fetchone() is not None
