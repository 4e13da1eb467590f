"""A DuckDB graph of an earlier version of the schema: seen as one of today's while it is read, made one when it is written.

A reading connection gets temporary views and tables that stand before the stored ones, so that every text finds
what it names. Where a step can not be seen in the graph as it is, a passing copy is upgraded and read instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...schema import KINDS, NODES, SCHEMA_VERSION, Edge, Node, kind
from ...schema.own_kept import OWN_MODEL, own_kinds, own_text
from ...schema.steps import change_since
from ...sql_text import quoted
from .files import wal
from .handles import copy_file
from .tables import BESIDE_KINDS, create_table, everyone, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb

UPGRADED: Final = "upgraded_from"
"""In the `meta` of a passing copy: the version of the graph of which it is one."""


def shadows(db: duckdb.DuckDBPyConnection, catalog: str, version: int) -> str:
    """SQL by which a connection sees a graph of this or an earlier version as one of today's; all nodes are seen anew always."""
    own = f"{quoted(catalog)}.main."
    there: dict[str, set[str]] = {of.name: set() for of in KINDS}
    statements = []
    if version < SCHEMA_VERSION or own_kinds():
        there, change = _columns(db, catalog), change_since(version)
        statements += [
            create_table(quoted(name), BESIDE_KINDS[name], temporary=True)
            for name in change.tables
            if name not in there
        ]
        for of in _touched(version):
            if of.name not in there:
                statements.append(create_table(quoted(of.name), stored(of), temporary=True))
                continue
            if all(name in there[of.name] for name, _ in stored(of)):
                continue
            names = ", ".join(
                quoted(name) if name in there[of.name] else f"NULL::{type_} AS {quoted(name)}"
                for name, type_ in stored(of)
            )
            statements.append(f"CREATE TEMP VIEW {quoted(of.name)} AS SELECT {names} FROM {own}{quoted(of.name)}")
    nodes = {of.name: f"{own if of.name in there else 'temp.main.'}{quoted(of.name)}" for of in NODES}
    return "; ".join([*statements, f"CREATE TEMP VIEW node AS {everyone(nodes)}"])


def upgrade(db: duckdb.DuckDBPyConnection, version: int) -> bool:
    """Make the graph `g` one of today's version, within the caller's transaction; whether its digests must be made anew."""
    anew = False
    for number in range(version + 1, SCHEMA_VERSION + 1):
        change = change_since(number - 1, number)
        there = _columns(db, "g")
        for name in change.tables:
            if name not in there:
                db.execute(create_table(f"g.{quoted(name)}", BESIDE_KINDS[name]))
        given = (name for name, _ in (*change.properties, *change.derived) if name in there)
        _complete(db, dict.fromkeys((*change.kinds, *given)), there)
        for sql, _ in change.rewrites:
            db.execute(sql)
        anew |= change.digests
    db.execute(f"CREATE OR REPLACE VIEW g.main.node AS {everyone({of.name: quoted(of.name) for of in NODES})}")
    db.execute("UPDATE g.meta SET value = $now WHERE key = 'schema_version'", {"now": str(SCHEMA_VERSION)})
    return anew


def add_own(db: duckdb.DuckDBPyConnection) -> None:
    """Give the graph `g` the own properties and kinds that this process knows and it does not have yet, in a transaction of its own.

    They are empty and change no digest; so a write that fails after it leaves the graph with all that it said.
    """
    if not own_kinds():
        return
    kept = db.execute("SELECT value FROM g.main.meta WHERE key = $key", {"key": OWN_MODEL}).fetchone()
    if kept == (own_text(),):
        return
    there = _columns(db, "g")
    db.execute("BEGIN")
    _complete(db, own_kinds(), there)
    everywhere = {of.name: quoted(of.name) for of in NODES if of.name in there or of.name in own_kinds()}
    db.execute(f"CREATE OR REPLACE VIEW g.main.node AS {everyone(everywhere)}")
    keep_own(db, "g")
    db.execute("COMMIT")


def _complete(db: duckdb.DuckDBPyConnection, names: Iterable[str], there: Mapping[str, set[str]]) -> None:
    """Give these kinds of the graph `g` the tables and columns that are not there yet."""
    for of in map(kind, names):
        if of.name not in there:
            db.execute(create_table(f"g.{quoted(of.name)}", stored(of)))
            continue
        for column, type_ in stored(of):
            if column not in there[of.name]:
                db.execute(f"ALTER TABLE g.{quoted(of.name)} ADD COLUMN {quoted(column)} {type_}")


def keep_own(db: duckdb.DuckDBPyConnection, catalog: str) -> None:
    """Let a graph say what is declared of its own."""
    db.execute(f"DELETE FROM {catalog}.main.meta WHERE key = $key", {"key": OWN_MODEL})
    if own_text():
        db.execute(f"INSERT INTO {catalog}.main.meta VALUES ($key, $text)", {"key": OWN_MODEL, "text": own_text()})


def has_trace(db: duckdb.DuckDBPyConnection, version: int) -> bool:
    """Whether the graph `g` has the table `removed`: of version 1 some have."""
    return version > 1 or "removed" in _columns(db, "g")


def copied(path: Path, out: Path) -> Path:
    """A copy of a graph's file, with the log of a write that a killed process had committed."""
    for one, other in ((path, out), (wal(path), wal(out))):
        if one.exists():
            copy_file(one, other)
    return out


def _touched(version: int) -> list[Node | Edge]:
    """The kinds that are new since a version or have new properties."""
    change = change_since(version)
    names = {*change.kinds, *(name for name, _ in (*change.properties, *change.derived)), *own_kinds()}
    return [of for of in KINDS if of.name in names]


def _columns(db: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, set[str]]:
    """The columns of each table that is stored in a database."""
    found = db.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = $catalog AND schema_name = 'main'"
        " GROUP BY table_name",
        {"catalog": catalog},
    ).fetchall()
    return {name: set(columns) for name, columns in found}
