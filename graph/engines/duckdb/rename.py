"""Nodes under other identifiers: they, the facts that name them, what was taken out of these; what they were goes into `former`.

Dense ids stay, so that no row is written but those of the nodes that are renamed and of their facts. What a digest covers
changes with them: `Sums` counts that beside the writing.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...digests import REMOVED as TRACE, Sums
from ...identity import fact_sql, hex_sql, number_sql
from ...schema import EDGES, KINDS, Edge, Node, key_columns
from ...sql_text import literal, quoted
from .claims import decoded
from .content import stored, stored_whole, there
from .fuse import fuse_again
from .tables import ALL_NODES, Table, made

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from ...digests import Buckets


@dataclass(slots=True)
class Difference:
    """By kind what is to be added to its sums for what was renamed and merged."""

    sums: dict[str, Buckets] = field(default_factory=dict)
    moved: Counter[str] = field(default_factory=Counter)
    """By kind how many facts are about another node now."""

    def add(self, name: str, buckets: Buckets, *, times: int = 1) -> None:
        """Count facts that are there now, or (-1) were before."""
        mine = self.sums.setdefault(name, {})
        for number, sums in buckets.items():
            mine[number] = mine.get(number, Sums()) + sums if times > 0 else mine.get(number, Sums()) - sums


def rename(db: duckdb.DuckDBPyConnection, of: Node, wanted: Mapping[int, str], told: Difference) -> bool:
    """Give the nodes (id) of a kind other identifiers, and let all that speaks of them follow.

    Whether nodes may have got another name by that: what ranks first may hang on how a source is called.
    """
    renamed = _table(db, of, wanted)
    some = there(db, [one.name for one in KINDS])
    ends = [edge for edge in EDGES if edge.name in some and any(of.name in end.kinds for end in edge.ends)]
    facts = {edge.name: _facts_of(db, edge, of, renamed) for edge in ends}
    citing = _citing(db, [one for one in KINDS if one.name in some], renamed) if of.name == "source" else {}
    _count(db, of, facts, citing, renamed, told, times=-1)
    table = quoted(of.name)
    db.execute(
        f"UPDATE g.{table} SET identifier = r.now, fact = r.new FROM {renamed} r WHERE {table}.id = r.id;"
        f" UPDATE g.claim SET fact = r.new FROM {renamed} r WHERE kind = {literal(of.name)} AND claim.fact = r.old"
    )
    if of.roles.place == "area":
        db.execute(f"UPDATE g.area SET identifier = r.now FROM {renamed} r WHERE area.id = r.id")
    keep_former(
        db,
        of.name,
        f"SELECT was, now FROM {renamed} UNION ALL SELECT {hex_sql('old')}, {hex_sql('new')} FROM {renamed}",
    )
    for edge in ends:
        if facts[edge.name].rows:
            _rename_facts(db, edge, facts[edge.name])
    rename_traces(db, of, renamed, told)
    cited = [one for one in KINDS if one.name in citing]
    again = fuse_again(db, cited, made(db, "redated", f"SELECT id FROM {renamed}")) if cited else set()
    _count(db, of, facts, citing, renamed, told, times=1)
    return bool(again)


def _table(db: duckdb.DuckDBPyConnection, of: Node, wanted: Mapping[int, str]) -> Table:
    """The nodes that are renamed: id, was, now, and the numbers of their facts, old and new."""
    import pyarrow as pa

    ids, names = pa.array(wanted, pa.int32()), pa.array(wanted.values(), pa.string())
    db.register("wanted", pa.table([ids, names], ["id", "now"]))
    out = made(
        db,
        "renamed",
        f"SELECT x.id, x.identifier AS was, w.now, x.fact AS old, {number_sql('w.now')} AS new"
        f" FROM wanted w JOIN g.{quoted(of.name)} x USING (id)",
    )
    db.unregister("wanted")
    return out


def _facts_of(db: duckdb.DuckDBPyConnection, edge: Edge, of: Node, nodes: Table) -> Table:
    """The facts of a kind of edges that name any of the nodes (id): fact, as it is now."""
    named = " OR ".join(f"{quoted(end.name)} IN (SELECT id FROM {nodes})" for end in edge.ends if of.name in end.kinds)
    return made(db, quoted(f"facts_{edge.name}"), f"SELECT fact, fact AS old FROM g.{quoted(edge.name)} WHERE {named}")


def _citing(db: duckdb.DuckDBPyConnection, kinds: Iterable[Node | Edge], sources: Table) -> dict[str, Table]:
    """By kind the facts that rest on any of the sources (id)."""
    which = f"source IN (SELECT id FROM {sources})"
    out = {}
    for of in kinds:
        name = quoted(of.name)
        sql = (
            f"SELECT fact FROM g.{name} WHERE {which} UNION"
            f" SELECT fact FROM g.claim WHERE kind = {literal(of.name)} AND {which}"
        )
        # a source that is renamed itself is counted as that
        but = f" EXCEPT SELECT old FROM {sources}" if of.name == "source" else ""
        found = made(db, quoted(f"citing_{of.name}"), f"({sql}){but}")
        if found.rows:
            out[of.name] = found
    return out


def _count(
    db: duckdb.DuckDBPyConnection,
    of: Node,
    facts: Mapping[str, Table],
    citing: Mapping[str, Table],
    renamed: Table,
    told: Difference,
    *,
    times: int,
) -> None:
    """Count the sums of everything that a renaming touches, as it is now."""
    own = made(db, "own", f"SELECT {'old' if times < 0 else 'new'} AS fact FROM {renamed}")
    told.add(of.name, stored(db, of, own), times=times)
    for edge in EDGES:
        if edge.name in facts and facts[edge.name].rows:
            told.add(edge.name, stored(db, edge, facts[edge.name]), times=times)
    for kind in KINDS:
        if kind.name in citing:
            told.add(kind.name, stored(db, kind, citing[kind.name]), times=times)


def stated_edges(edge: Edge, which: str) -> str:
    """SQL of facts of the graph as a batch states them: `x.*` with identifiers at the ends, and `old`, the fact's number."""
    ends = ", ".join(f"n{number}.identifier AS {quoted(end.name)}" for number, end in enumerate(edge.ends))
    joins = "".join(
        f" JOIN {_nodes(end.kinds)} n{number} ON n{number}.id = x.{quoted(end.name)}"
        for number, end in enumerate(edge.ends)
    )
    keys = "".join(f", x.{quoted(key)}" for key in key_columns(edge))
    return f"SELECT x.fact AS old, {ends}{keys} FROM g.{quoted(edge.name)} x{joins} WHERE {which}"


def _nodes(kinds: tuple[str, ...]) -> str:
    return f"g.{quoted(kinds[0])}" if len(kinds) == 1 else ALL_NODES


def _rename_facts(db: duckdb.DuckDBPyConnection, edge: Edge, facts: Table) -> None:
    """Give the facts (fact, old) of a kind the numbers that they have now; `facts` has these then."""
    sql = stated_edges(edge, f"x.fact IN (SELECT old FROM {facts})")
    turned = "false" if edge.directed else f"{quoted(edge.ends[0].name)} > {quoted(edge.ends[1].name)}"
    moved = made(db, "moved", f"SELECT old, {fact_sql(edge)} AS new, {turned} AS turned FROM ({sql})")
    table = quoted(edge.name)
    other = ""
    if not edge.directed:
        one, two = (quoted(end.name) for end in edge.ends)
        other = (
            f", {one} = if(m.turned, {table}.{two}, {table}.{one}), {two} = if(m.turned, {table}.{one}, {table}.{two})"
        )
    db.execute(
        f"UPDATE g.{table} SET fact = m.new{other} FROM {moved} m WHERE {table}.fact = m.old;"
        f"UPDATE g.claim SET fact = m.new FROM {moved} m WHERE kind = {literal(edge.name)} AND claim.fact = m.old;"
        f"UPDATE {facts} f SET fact = m.new FROM {moved} m WHERE f.old = m.old"
    )
    keep_former(db, edge.name, f"SELECT {hex_sql('old')}, {hex_sql('new')} FROM {moved}")


def keep_former(db: duckdb.DuckDBPyConnection, kind: str, pairs: str) -> None:
    """Keep what was called otherwise (SQL of two columns, former and now); what pointed to it points further."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE pairs AS SELECT * FROM ({pairs}) p(was, now) WHERE was <> now")
    db.execute(
        "UPDATE g.former SET now = p.now FROM pairs p WHERE former.now = p.was;"
        "DELETE FROM g.former WHERE former IN (SELECT was FROM pairs) OR former = now;"
        "INSERT INTO g.former SELECT $kind, was, now FROM pairs ORDER BY was",
        {"kind": kind},
    )


def rename_traces(db: duckdb.DuckDBPyConnection, of: Node, renamed: Table, told: Difference) -> None:
    """Let what was taken out speak of renamed nodes, and of sources, as they are called now."""
    gone = {kind for (kind,) in db.execute("SELECT DISTINCT kind FROM g.removed").fetchall()}
    if not gone:
        return
    told.add(TRACE, stored_whole(db, TRACE), times=-1)
    if of.name == "source":
        db.execute(
            f"UPDATE g.removed SET source = r.now FROM {renamed} r WHERE removed.source = r.was;"
            # the editions for which it went
            f'UPDATE g.removed SET "by" = replace("by", r.was, r.now) FROM {renamed} r WHERE contains("by", r.was)'
        )
    edges = [edge for edge in EDGES if edge.name in gone]
    columns = {
        of.name: ["identifier"],
        **{edge.name: [end.name for end in edge.ends if of.name in end.kinds] for edge in edges},
    }
    for name, ends in columns.items():
        for end in ends:
            # as it stands in the text: JSON written anew might be spelt otherwise
            before, behind = literal(json.dumps(end) + ':"'), literal('"')
            was, now = (f"{before} || r.{column} || {behind}" for column in ("was", "now"))
            db.execute(
                f"UPDATE g.removed SET stated = replace(stated, {was}, {now}) FROM {renamed} r"
                f" WHERE kind = {literal(name)} AND contains(stated, {was})"
            )
    db.execute(
        f"UPDATE g.removed SET fact = r.new FROM {renamed} r WHERE kind = {literal(of.name)} AND removed.fact = r.old"
    )
    for edge in edges:
        if columns[edge.name]:
            _number_traces(db, edge)
    told.add(TRACE, stored_whole(db, TRACE))


def _number_traces(db: duckdb.DuckDBPyConnection, edge: Edge) -> None:
    """Number the traces of a kind of edges by what they say now, the ends of what has no direction in order."""
    if not edge.directed:
        (one, other), quote = ((literal(json.dumps(end.name) + ':"') for end in edge.ends), literal('"'))
        values = [decoded(end.name, "VARCHAR") for end in edge.ends]
        said = [f"{one} || {a} || {quote} || ',' || {other} || {b} || {quote}" for a, b in (values, values[::-1])]
        db.execute(
            f"UPDATE g.removed SET stated = replace(stated, {said[0]}, {said[1]})"
            f" WHERE kind = {literal(edge.name)} AND {values[0]} > {values[1]}"
        )
    ends = ", ".join(f"{decoded(end.name, 'VARCHAR')} AS {quoted(end.name)}" for end in edge.ends)
    keys = "".join(f", {decoded(key, 'VARCHAR')} AS {quoted(key)}" for key in key_columns(edge))
    again = f"SELECT fact AS old, {ends}{keys} FROM g.removed WHERE kind = {literal(edge.name)}"
    moved = made(
        db, "moved", f"SELECT DISTINCT old, {fact_sql(edge)} AS new FROM ({again}) WHERE old <> {fact_sql(edge)}"
    )
    if moved.rows:
        db.execute(
            f"UPDATE g.removed SET fact = m.new FROM {moved} m WHERE kind = {literal(edge.name)} AND removed.fact = m.old"
        )
        keep_former(db, edge.name, f"SELECT {hex_sql('old')}, {hex_sql('new')} FROM {moved}")
