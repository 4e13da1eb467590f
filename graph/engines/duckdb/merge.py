"""Nodes that turn out to be one: the facts of the one are stated of the other, with every claim that there is.

The claims on the facts concerned are taken up, the facts let go, and written again with the other ends, as an exact batch
is: where both nodes had a fact, its claims then stand beside each other as if it had been one from the beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...digests import mentioned
from ...identity import fact_sql, hex_sql, number_sql
from ...schema import EDGES, KINDS, Edge, Node, columns, key_columns
from ...sql_text import literal, quoted
from .claims import EVIDENCE, stated_sql, union_sql, without_sql
from .content import stored, there
from .guessed import GUESS
from .rename import Difference, keep_former, rename_traces
from .series import gather_claims
from .tables import ALL_NODES, Table, made, staged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import duckdb

    Write = Callable[[Node | Edge], object]
    """Writes the temporary stage of a kind into the graph, as an exact batch."""


def merge(
    db: duckdb.DuckDBPyConnection,
    of: Node,
    into: Node,
    pairs: Mapping[int, int],
    told: Difference,
    write: Write,
    *,
    stated_by: int | None = None,
) -> set[int]:
    """Let nodes of the kind `of` be those of the kind `into` (ids of both); which of them are.

    A node stays where a fact would then name one node twice. With `stated_by` (the id of a source) only what that states
    of edges goes over, and all nodes stay.
    """
    some = there(db, [kind.name for kind in KINDS])
    merged = _without_loops(db, of, _table(db, of, into, pairs), [edge for edge in EDGES if edge.name in some])
    if not merged.rows:
        return set()
    moves = "true" if stated_by is None else f"c.source = {stated_by}"
    found = {edge.name: _claims(db, edge, merged, moves) for edge in _concerned(of) if edge.name in some}
    for kind in KINDS:
        if kind.name in found and found[kind.name].rows:
            _restate(db, kind, found[kind.name], told, write)
    if stated_by is not None:
        return set()
    _node_itself(db, of, into, merged, told, write)
    db.execute(f"DELETE FROM g.former WHERE kind = {literal(GUESS)} AND now IN (SELECT was FROM {merged})")
    sql = f"SELECT was, now FROM {merged} UNION ALL SELECT {hex_sql('old')}, {hex_sql('new')} FROM {merged}"
    keep_former(db, into.name, sql)
    rename_traces(db, of, merged, told)
    return {id_ for (id_,) in db.execute(f"SELECT id FROM {merged}").fetchall()}


def _table(db: duckdb.DuckDBPyConnection, of: Node, into: Node, pairs: Mapping[int, int]) -> Table:
    """The nodes that go: id, winner, was, now, and the numbers of both, old and new."""
    import pyarrow as pa

    ids = [pa.array(part, pa.int32()) for part in (list(pairs), list(pairs.values()))]
    db.register("wanted", pa.table(ids, ["id", "winner"]))
    out = made(
        db,
        "merged",
        f"SELECT w.id, w.winner, x.identifier AS was, y.identifier AS now, x.fact AS old, y.fact AS new FROM wanted w"
        f" JOIN g.{quoted(of.name)} x ON x.id = w.id JOIN g.{quoted(into.name)} y ON y.id = w.winner",
    )
    db.unregister("wanted")
    return out


def _without_loops(db: duckdb.DuckDBPyConnection, of: Node, merged: Table, edges: Iterable[Edge]) -> Table:
    """The nodes (id, winner) that are named by no fact of these kinds together with the one that they are."""
    for edge in edges:
        ends = [quoted(end.name) for end in edge.ends if of.name in end.kinds]
        for end in ends:
            for other in (quoted(one.name) for one in edge.ends if quoted(one.name) != end):
                db.execute(
                    f"DELETE FROM {merged} WHERE (id, winner) IN (SELECT x.{end}, x.{other} FROM g.{quoted(edge.name)} x"
                    f" WHERE x.{end} IN (SELECT id FROM {merged}))"
                )
    return made(db, "merged", f"FROM {merged}")


def _concerned(of: Node) -> tuple[Node | Edge, ...]:
    """The kinds with facts that may name nodes of a kind, or rest on them."""
    return (
        KINDS if of.name == "source" else tuple(one for one in EDGES if any(of.name in end.kinds for end in one.ends))
    )


def _claims(db: duckdb.DuckDBPyConnection, of: Node | Edge, merged: Table, moves: str) -> Table:
    """The claims on the facts of a kind that name or cite any of the nodes (id, winner): as staged, old, fact.

    `moves` says of a claim `c` whether it is one of those that go over.
    """
    ids = f"(SELECT id FROM {merged})"
    name = quoted(of.name)
    if isinstance(of, Edge):
        named = " OR ".join([*(f"{quoted(end.name)} IN {ids}" for end in of.ends), f"source IN {ids}"])
    else:
        named = f"source IN {ids} AND id NOT IN {ids}"
    named += f" OR fact IN (SELECT fact FROM g.claim WHERE kind = {literal(of.name)} AND source IN {ids})"
    if of.name == "source":
        named = f"({named}) AND id NOT IN {ids}"
    which = made(db, "which", f"SELECT fact FROM g.{name} WHERE {named}")
    table = quoted(f"restated_{of.name}")
    if not which.rows:
        return made(db, table, "SELECT 1 AS none WHERE false")
    first = made(db, "restated", _as_staged(db, of, f"SELECT fact FROM {which}", merged, moves))
    # and those that are there already of what these become
    those = f"SELECT fact FROM {first} EXCEPT SELECT old FROM {first}"
    return made(db, table, f"FROM {first} UNION ALL {_as_staged(db, of, those, merged, moves)}")


def _as_staged(db: duckdb.DuckDBPyConnection, of: Node | Edge, which: str, merged: Table, moves: str) -> str:
    """SQL of the claims on the facts that `which` gives: columns of a stage, `old` the fact's number, `fact` what it will be."""
    claims = stated_sql(db, of, f"fact IN ({which})")
    props = ", ".join(f"c.{quoted(name)}" for name, _ in columns(of))

    def who(id_: str, to: str) -> str:
        return f"LEFT JOIN {merged} m{to} ON m{to}.id = {id_} AND {moves}"

    if isinstance(of, Edge):
        ends = ", ".join(f"n{i}.identifier AS {quoted(end.name)}" for i, end in enumerate(of.ends))
        joins = "".join(
            f" {who(f'k.{quoted(end.name)}', str(i))} JOIN {ALL_NODES} n{i} ON n{i}.id = coalesce(m{i}.winner, k.{quoted(end.name)})"
            for i, end in enumerate(of.ends)
        )
        # claims say what their fact's key is; the row of the fact says so surely
        keys = {name: f"k.{quoted(name)}" for name in key_columns(of)}
        props = ", ".join(f"{keys.get(name, f'c.{quoted(name)}')} AS {quoted(name)}" for name, _ in columns(of))
        number = fact_sql(of)
    else:
        ends, joins, number = "k.identifier", "", number_sql("identifier")
    return (
        f"SELECT *, {number} AS fact FROM (SELECT c.fact AS old, {ends}, {props}, s.identifier AS source, c.locator, c.method,"
        f" c.confidence, c.recorded FROM ({claims}) c JOIN g.{quoted(of.name)} k ON k.fact = c.fact{joins}"
        f" {who('c.source', 's')} LEFT JOIN g.source s ON s.id = coalesce(ms.winner, c.source))"
    )


def _restate(db: duckdb.DuckDBPyConnection, of: Node | Edge, claims: Table, told: Difference, write: Write) -> None:
    """Let go of the facts that the claims are on, and write these again."""
    before = made(db, "before", f"SELECT DISTINCT old AS fact FROM {claims}")
    after = made(db, "after", f"SELECT DISTINCT fact FROM {claims}")
    told.add(of.name, stored(db, of, before), times=-1)
    (moved,) = db.execute(f"SELECT count(DISTINCT old) FROM {claims} WHERE old <> fact").fetchone() or (0,)
    told.moved[of.name] += moved
    # of a fact of which some claims go over and some stay, the id is that of what stays
    stays = f"SELECT old FROM {claims} WHERE old = fact"
    keep_former(
        db, of.name, f"SELECT DISTINCT {hex_sql('old')}, {hex_sql('fact')} FROM {claims} WHERE old NOT IN ({stays})"
    )
    if isinstance(of, Edge):
        mine = f"fact IN (SELECT fact FROM {before})"
        db.execute(
            f"DELETE FROM g.{quoted(of.name)} WHERE {mine}; DELETE FROM g.claim WHERE kind = {literal(of.name)} AND {mine}"
        )
        _stage(db, of, claims)
        write(of)
    else:
        _take_over(db, of, claims)
        write(of)
    told.add(of.name, stored(db, of, after))


def _stage(db: duckdb.DuckDBPyConnection, of: Node | Edge, claims: Table) -> None:
    """Make the temporary stage of a kind of claims: one a fact and source, what was recorded later before the earlier."""
    order = "recorded DESC NULLS LAST, locator, method, confidence"
    names = [name for name, _ in columns(of)]
    ends = ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]
    parts = [f"any_value({quoted(name)}) AS {quoted(name)}" for name in ends]
    parts += [f"first({name} ORDER BY {order}) AS {name}" for name in ("locator", "method", "confidence", "recorded")]
    for name in names:
        first = f"first({quoted(name)} ORDER BY {order}) FILTER ({quoted(name)} IS NOT NULL)"
        if name == "aliases" and isinstance(of, Node):
            first = without_sql(union_sql("aliases"), f"first(name ORDER BY {order})")
        parts.append(f"{first} AS {quoted(name)}")
    laid = made(
        db,
        "laid",
        f"SELECT row_number() OVER () AS row, fact, source, {', '.join(parts)} FROM {claims} GROUP BY fact, source",
    )
    gather_claims(db, of, claims, laid, order)
    wanted = ", ".join(quoted(name) for name, _ in staged(of, exact=True))
    db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted('stage_' + of.name)} AS SELECT {wanted} FROM {laid}")


def _take_over(db: duckdb.DuckDBPyConnection, of: Node, claims: Table) -> None:
    """Stage claims on nodes that stay: what they rest on has another number, the old claims give way."""
    db.execute(f"DELETE FROM g.claim WHERE kind = {literal(of.name)} AND fact IN (SELECT fact FROM {claims})")
    db.execute(
        f"UPDATE g.{quoted(of.name)} SET {', '.join(f'{name} = NULL' for name in EVIDENCE)} WHERE fact IN (SELECT fact FROM {claims})"
    )
    _stage(db, of, claims)


def _node_itself(
    db: duckdb.DuckDBPyConnection, of: Node, into: Node, merged: Table, told: Difference, write: Write
) -> None:
    """What is stated of the nodes that go is stated of those that they are; a mention of a name is none of another node."""
    table = quoted(of.name)
    gone = made(db, "gone", f"SELECT old AS fact FROM {merged}")
    kept = made(db, "kept", f"SELECT DISTINCT new AS fact FROM {merged}")
    told.add(of.name, stored(db, of, gone), times=-1)
    told.add(into.name, stored(db, into, kept), times=-1)
    if of == into:
        mention = mentioned(of, [name for name, _ in columns(of)], "c")
        bare = f"SELECT fact FROM g.{table} WHERE recorded IS NULL"
        claims = made(
            db,
            quoted(f"restated_{of.name}"),
            f"SELECT c.*, m.now AS identifier, m.new AS number, s.identifier AS source_identifier"
            f" FROM ({stated_sql(db, of, f'fact IN (FROM {gone})')}) c JOIN {merged} m ON m.old = c.fact"
            " LEFT JOIN g.source s ON s.id = c.source"
            f" WHERE c.recorded IS NOT NULL AND (NOT ({mention}) OR m.new IN ({bare}))",
        )
        if claims.rows:
            # beside what the same sources state of the other
            props = ", ".join(quoted(name) for name, _ in columns(of))
            own = f"{props}, locator, method, confidence, recorded"
            both = made(
                db,
                "doubles",
                f"SELECT number AS fact, identifier, source_identifier AS source, {own} FROM {claims}"
                f" UNION ALL SELECT c.fact, x.identifier, s.identifier, {', '.join('c.' + one.strip() for one in own.split(','))}"
                f" FROM ({stated_sql(db, of, f'fact IN (FROM {kept})')}) c JOIN g.{table} x ON x.fact = c.fact"
                " LEFT JOIN g.source s ON s.id = c.source"
                f" WHERE c.recorded IS NOT NULL AND (c.fact, s.identifier) IN (SELECT number, source_identifier FROM {claims})",
            )
            _stage(db, of, both)
            write(of)
    mine = f"fact IN (SELECT fact FROM {gone})"
    db.execute(f"DELETE FROM g.claim WHERE kind = {literal(of.name)} AND {mine}; DELETE FROM g.{table} WHERE {mine}")
    told.add(into.name, stored(db, into, kept))
