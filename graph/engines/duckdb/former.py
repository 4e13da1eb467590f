"""Earlier identifiers in a batch that another graph brings: its facts are those of the nodes that are called otherwise here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schema import Edge, kind
from ...sql_text import quoted
from .tables import ALL_NODES, Table, made

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch

_KEEPS_FORMER = 4
"""From this version of the schema on a graph has the table."""


def call_as_now(batch: Batch, version: int) -> None:
    """Let an exact batch speak of nodes, sources and facts by what they are called here now.

    Not of a node that another has the name of by now: which of them is meant is told by where it lies.
    """
    db = batch.db
    if not batch.exact or version < _KEEPS_FORMER or db.execute("FROM g.former LIMIT 1").fetchone() is None:
        return
    shared = f"SELECT kind, name FROM {ALL_NODES} GROUP BY kind, name HAVING count(*) > 1"
    meant = made(
        db,
        "meant",
        f"SELECT f.former, f.now FROM g.former f JOIN {ALL_NODES} n ON n.identifier = f.now"
        f" WHERE f.former NOT IN (SELECT identifier FROM {ALL_NODES}) AND (n.kind, n.name) NOT IN ({shared})",
    )
    if meant.rows:
        for name in batch.kinds:
            of = kind(name)
            columns = ["source", *([end.name for end in of.ends] if isinstance(of, Edge) else ["identifier"])]
            for column in columns:
                _replace(db, quoted("stage_" + name), quoted(column), meant)
    if batch.edits:
        facts = made(db, "meant", "SELECT former, now FROM g.former")
        for column in ("source", "fact"):
            _replace(db, "removal", column, facts)


def _replace(db: duckdb.DuckDBPyConnection, table: str, column: str, meant: Table) -> None:
    db.execute(f"UPDATE {table} SET {column} = m.now FROM {meant} m WHERE {table}.{column} = m.former")


def bring_former(batch: Batch) -> None:
    """Take over earlier identifiers that the batch brings, of what this graph holds too."""
    db = batch.db
    if batch.formers:
        current = f"SELECT identifier FROM {ALL_NODES}"
        db.execute(
            f"INSERT INTO g.former SELECT DISTINCT ON (b.former) b.kind, b.former, b.now FROM brought_former b"
            f" WHERE b.former NOT IN (SELECT former FROM g.former) AND b.former NOT IN ({current})"
            f" AND (NOT contains(b.now, ':') OR b.now IN ({current})) ORDER BY b.former, b.now"
        )
