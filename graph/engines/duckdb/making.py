"""An empty graph: its tables, and a file that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...batch import DUCKDB_CONFIG
from ...schema import SCHEMA_VERSION
from ...sql_text import quoted
from .tables import ddl
from .upgrade import keep_own

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def make_file(path: Path, block_size: int) -> None:
    """Make an empty graph in a new file."""
    import duckdb

    db = duckdb.connect(str(path), config={**DUCKDB_CONFIG, "default_block_size": str(block_size)})
    try:
        make_tables(db)
        db.execute("CHECKPOINT")  # where there is no room, closing would say nothing
    finally:
        db.close()


def make_tables(db: duckdb.DuckDBPyConnection) -> None:
    """Make an empty graph in the connection's own database, in one transaction."""
    (catalog,) = db.execute("SELECT current_database()").fetchone() or ("main",)
    db.execute("BEGIN")
    for statement in ddl(quoted(catalog) + ".main"):
        db.execute(statement)
    db.execute(
        f"INSERT INTO {quoted(catalog)}.main.meta VALUES ('schema_version', $version)",
        {"version": str(SCHEMA_VERSION)},
    )
    keep_own(db, quoted(catalog))
    db.execute("COMMIT")
