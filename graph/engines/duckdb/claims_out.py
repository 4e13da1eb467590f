"""Claims out of the graph: each leaves a trace in `removed`, and its fact shows what is left of it.

A fact goes with its last claim; one that others state too shows what ranks first of theirs. A node is left as a
name: its row keeps identifier and required properties, and `recorded` is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schema import Edge, Node, columns, properties
from ...sql_text import quoted
from .claims import EVIDENCE, as_json_sql, recorded_on, stated_sql
from .fuse import rest_on
from .tables import ALL_NODES, Table, emptied, is_empty, made

if TYPE_CHECKING:
    import duckdb


def asked_table(db: duckdb.DuckDBPyConnection) -> Table:
    """A table of claims to take out, without rows: fact, source (null for all claims of the fact), because, by."""
    (asked,) = emptied(db, asked='fact UBIGINT, source INTEGER, because VARCHAR, "by" VARCHAR')
    return asked


def claims_out(db: duckdb.DuckDBPyConnection, of: Node | Edge, asked: Table, undone: Table) -> bool:
    """Take out the claims of a kind that are `asked`; whether there were any.

    What becomes of their facts is added to `undone` (kind, fact, outcome).
    """
    if is_empty(db, asked):
        return False
    table = quoted(of.name)
    old = made(db, "old", stated_sql(db, of, f"fact IN (SELECT fact FROM {asked})"))
    # a name alone is no claim, but it may be said to be wrong
    gone = made(
        db,
        "gone",
        f"""
        SELECT old.*, any_value(a.because) AS because, any_value(a."by") AS "by"
        FROM {old} old JOIN {asked} a ON a.fact = old.fact
        WHERE (a.source IS NULL OR a.source IS NOT DISTINCT FROM old.source) AND (old.recorded IS NOT NULL OR a.source IS NULL)
        GROUP BY ALL
        """,
    )
    if not gone.rows:
        return False
    trace(db, of, gone)
    names = ", ".join(["fact", *(quoted(name) for name, _ in columns(of)), *EVIDENCE])
    all_claims = made(
        db,
        "all_claims",
        f"SELECT {names} FROM {old} old WHERE fact IN (SELECT fact FROM {gone}) AND recorded IS NOT NULL AND NOT EXISTS"
        f" (FROM {gone} gone WHERE gone.fact = old.fact AND gone.source IS NOT DISTINCT FROM old.source)",
    )
    contested = made(db, "contested", f"SELECT DISTINCT fact FROM {all_claims}")
    values = ", ".join(["fact", *(quoted(name) for name, _ in columns(of))])
    before = made(db, "before", f"SELECT {values} FROM g.{table} WHERE fact IN (FROM {contested})")
    if contested.rows:
        rest_on(db, of, all_claims, contested)
    db.execute(
        f"""
        INSERT INTO {undone} SELECT $kind, fact, CASE
            WHEN fact NOT IN (FROM {contested}) THEN 'removed'
            WHEN fact IN (SELECT fact FROM (SELECT {values} FROM {before} EXCEPT SELECT {values} FROM g.{table})) THEN 'restored'
            ELSE 'kept' END FROM (SELECT DISTINCT fact FROM {gone})
        """,
        {"kind": of.name},
    )
    bare = made(db, "bare", f"SELECT DISTINCT fact FROM {gone} WHERE fact NOT IN (FROM {contested})")
    db.execute(f"DELETE FROM g.claim WHERE kind = $kind AND fact IN (FROM {bare})", {"kind": of.name})
    if isinstance(of, Edge):
        db.execute(f"DELETE FROM g.{table} WHERE fact IN (FROM {bare})")
    else:
        _strip(db, of, bare)
    return True


def trace(db: duckdb.DuckDBPyConnection, of: Node | Edge, gone: Table) -> None:
    """Keep the claims in `gone` (a claim, because, by) in `removed`, as they were stated: by whom, where, and why they went."""
    ends = [
        (quoted(name), "k.identifier" if isinstance(of, Node) else f"n{i}.identifier")
        for i, name in enumerate(_ends(of))
    ]
    joins = ""
    if isinstance(of, Edge):
        for number, end in enumerate(of.ends):
            nodes = f"g.{quoted(end.kinds[0])}" if len(end.kinds) == 1 else ALL_NODES
            joins += f" LEFT JOIN {nodes} n{number} ON n{number}.id = k.{quoted(end.name)}"
    stated = as_json_sql(of, {name: value for name, (_, value) in zip(_ends(of), ends, strict=True)})
    db.execute(
        f"""
        INSERT INTO g.removed
        SELECT $kind, x.fact, s.identifier, s.name, x.locator, x.method, x.confidence, x.recorded,
            {stated}, $today::DATE, x.because, x."by", NULL
        FROM {gone} x JOIN g.{quoted(of.name)} k ON k.fact = x.fact{joins} LEFT JOIN g.source s ON s.id = x.source
        ORDER BY x.fact, s.identifier
        """,
        {"kind": of.name, "today": recorded_on()},
    )


def _ends(of: Node | Edge) -> list[str]:
    """What says which fact a claim was about: identifier, or ends."""
    return ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]


def _strip(db: duckdb.DuckDBPyConnection, of: Node, bare: Table) -> None:
    """Leave of the nodes in `bare` (fact) their names and what their kind requires; `undo.py` takes them where it can."""
    needed = {prop.name for prop in properties(of) if prop.required}
    nothing = [f"{quoted(name)} = NULL" for name, _ in columns(of) if name not in needed]
    nothing += [f"{name} = NULL" for name in EVIDENCE]
    db.execute(f"UPDATE g.{quoted(of.name)} SET {', '.join(nothing)} WHERE fact IN (FROM {bare})")
