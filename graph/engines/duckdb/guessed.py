"""Nodes whose kind was guessed by the look of their name, when nobody knew it: what turns out to have that name is meant.

A mark in `former` says of which nodes that is so, until a table states such a node itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ...schema import EDGES, NODE_NAMES, columns, node
from ...sql_text import literal, quoted
from .partial import WholeNeededError
from .tables import ALL_NODES, Table, made

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch

GUESS: Final = "guess"
"""In `former`: the kind of such a mark."""
NO_ROW: Final = 1 << 62
"""From here on rows of a batch are none of its input: a node that is staged so was only named."""


def mark_guesses(batch: Batch) -> None:
    """Take over the marks that a batch brings; a node that is stated itself is what it is said to be."""
    db = batch.db
    if batch.guesses:
        db.execute(
            f"INSERT INTO g.former SELECT DISTINCT {literal(GUESS)}, '{GUESS}:' || identifier, identifier FROM guess"
            f" WHERE identifier IN (SELECT identifier FROM {ALL_NODES})"
            f" AND identifier NOT IN (SELECT now FROM g.former WHERE kind = {literal(GUESS)})"
        )
    stated = " UNION ALL ".join(
        f"SELECT identifier FROM {quoted('stage_' + name)} WHERE row < {NO_ROW}"
        for name in batch.kinds
        if name in NODE_NAMES
    )
    if stated and not batch.exact:
        db.execute(f"DELETE FROM g.former WHERE kind = {literal(GUESS)} AND now IN ({stated})")


def guessed_otherwise(
    db: duckdb.DuckDBPyConnection, touched: Table | None, *, partly: bool = False
) -> dict[tuple[str, str], dict[int, int]]:
    """Nodes that were guessed, and the one other node that has the name of each: ids, by the kinds of both.

    WholeNeededError where there may be any and the graph is here only `partly`: it takes all that speaks of them to tell.
    """
    among = f" SEMI JOIN {touched} t ON t.name = n.name" if touched else ""
    found = made(
        db,
        "guessed",
        f"SELECT n.id, n.kind, n.name FROM {ALL_NODES} n SEMI JOIN (SELECT now FROM g.former WHERE kind = {literal(GUESS)}) f"
        f" ON f.now = n.identifier{among}",
    )
    if not found.rows:
        return {}
    for (name,) in db.execute(f"SELECT DISTINCT kind FROM {found}").fetchall():
        said = " OR ".join(f"{quoted(column)} IS NOT NULL" for column, _ in columns(node(name)) if column != "name")
        db.execute(f"DELETE FROM {found} WHERE id IN (SELECT id FROM g.{quoted(name)} WHERE {said})")
    others = db.execute(_OTHERS.format(found=found, nodes=ALL_NODES, aliases=_aliases(found))).fetchall()
    if others and partly:
        raise WholeNeededError
    allowed = _allowed(db, found) if others else {}
    out: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for id_, kind, winners in others:
        fitting = [one for one in winners if one["kind"] in allowed[id_]]
        named = [one for one in fitting if one["main"]] or fitting
        if len(named) == 1:
            out[kind, named[0]["kind"]][id_] = named[0]["id"]
    return out


_OTHERS: Final = """
SELECT g.id, g.kind, list({{'id': o.id, 'kind': o.kind, 'main': o.main}} ORDER BY o.id) FROM {found} g JOIN (
    SELECT id, kind, name, true AS main FROM {nodes} UNION SELECT id, kind, name, false FROM ({aliases})
) o ON o.name = g.name AND o.id <> g.id AND o.id NOT IN (SELECT id FROM {found})
GROUP BY g.id, g.kind
"""


def _aliases(found: Table) -> str:
    """SQL of the further names of all nodes that guessed ones have: id, kind, name."""
    return " UNION ALL ".join(
        f"SELECT id, {literal(name)} AS kind, alias AS name FROM (SELECT id, unnest(aliases) AS alias FROM g.{quoted(name)}"
        f" WHERE aliases IS NOT NULL) WHERE alias IN (SELECT name FROM {found})"
        for name in NODE_NAMES
    )


def _allowed(db: duckdb.DuckDBPyConnection, found: Table) -> dict[int, set[str]]:
    """For each node the kinds that may stand wherever it does."""
    out = {
        id_: {name for name in NODE_NAMES if name not in ("source", "region")}
        for (id_,) in db.execute(f"SELECT id FROM {found}").fetchall()
    }
    for edge in EDGES:
        for end in edge.ends:
            if len(end.kinds) == len(NODE_NAMES) - 1:
                continue
            column = quoted(end.name)
            sql = f"SELECT DISTINCT {column} FROM g.{quoted(edge.name)} WHERE {column} IN (SELECT id FROM {found})"
            for (id_,) in db.execute(sql).fetchall():
                out[id_] &= set(end.kinds)
    return out
