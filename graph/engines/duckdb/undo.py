"""What a batch asks to take out of a DuckDB graph: facts, all that a source states, an edition for another.

The claims go one kind after the other (claims_out.py). A node that other facts need stays as a name, and goes
where none does; so does a source. All of it happens inside the transaction of the write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...batch import key_sql
from ...schema import EDGES, NODES, Edge, Node, kind
from ...sql_text import literal, quoted
from .claims import recorded_on
from .claims_out import asked_table, claims_out
from .partial import FRAME, all_needed
from .retracted import FACTS
from .superseded import end_or_ask
from .tables import REMOVED, Table, made

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch
    from .partial import Elsewhere

_SOURCE = next(node for node in NODES if node.name == "source")
_NODES = tuple(node for node in NODES if node.name != "source")
_ALL: tuple[Node | Edge, ...] = (*FACTS, _SOURCE)
"""Edges before nodes: a node may go once nothing needs it, a source last."""


def take_out(batch: Batch, undone: Table, outcomes: Table, elsewhere: Elsewhere | None = None) -> set[str]:
    """Do what the batch's `removal` and `replaced` ask for; the kinds whose content changed.

    Some rows may be `elsewhere` (partial.py), but for the facts that name what is not stated itself.

    Adds to `undone` (kind, fact, outcome) and to `outcomes`, for each fact: removed, kept (others state it, or need the node),
    restored (kept, and it shows another value now), ended.
    """
    if not batch.edits:
        return set()
    db = batch.db
    going, editions = _going(db), _editions(db)
    touched = set()
    for of in _ALL:
        asked = asked_table(db)
        ended = of is not _SOURCE and end_or_ask(batch, of, editions, asked, undone)
        _ask(db, of, going, asked)
        if claims_out(db, of, asked, undone) or ended:
            touched.add(of.name)
    if _uncited(db, going, undone):
        touched.add("source")
    touched |= _bare_nodes(db, undone, elsewhere)
    db.execute(f"INSERT INTO {outcomes} SELECT kind, -1, outcome FROM {undone}")
    if batch.traced:
        _traces(db, made(db, "brought", "FROM trace") if batch.exact else _not_stated(batch), exact=batch.exact)
    return touched


def _not_stated(batch: Batch) -> Table:
    """The trace that a load brings takes nothing out: where the same source states the fact here it is left, and that is said."""
    db = batch.db
    kinds = {name for (name,) in db.execute("SELECT DISTINCT kind FROM trace WHERE restored IS NULL").fetchall()}
    stated = " UNION ALL ".join(
        [
            *(
                f"SELECT {literal(of.name)} AS kind, x.fact, s.identifier FROM g.{quoted(of.name)} x LEFT JOIN g.source s ON s.id = x.source"
                for of in _ALL
                if of.name in kinds
            ),
            "SELECT x.kind, x.fact, s.identifier FROM g.claim x LEFT JOIN g.source s ON s.id = x.source",
        ]
    )
    # what the load itself states was taken out once, and is stated again
    itself = " UNION ALL ".join(
        [
            "SELECT NULL AS kind, NULL::UBIGINT AS fact, NULL AS identifier WHERE false",
            *(
                f"SELECT {literal(name)}, {key_sql(kind(name))}, source FROM {quoted('stage_' + name)}"
                for name in batch.kinds
                if name in kinds
            ),
        ]
    )
    same = "c.kind = t.kind AND c.fact = t.fact AND c.identifier IS NOT DISTINCT FROM t.source"
    brought = made(
        db,
        "brought",
        f"FROM trace t WHERE t.restored IS NOT NULL OR NOT EXISTS (FROM ({stated}) c WHERE {same})"
        f" OR EXISTS (FROM ({itself}) c WHERE {same})",
    )
    ((all_,),) = db.execute("SELECT count(*) FROM trace").fetchall()
    left = all_ - brought.rows
    if left:
        en = f"{left} claims that were taken out of the graph of this export are stated here, and stay; what is wrong: chanlian retract"
        zh = f"来源图中移除的 {left} 条内容在此图中仍有来源说明，予以保留；如确有误，请用 chanlian retract 撤回"
        batch.remarks.append((en, zh))
    return brought


def _traces(db: duckdb.DuckDBPyConnection, brought: Table, *, exact: bool) -> None:
    """Take over the traces that the batch brings; what it took out here by them is not told twice."""
    names = [quoted(name) for name, _ in REMOVED if name != "restored"]
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM t.{name}" for name in names)
    stated = " AND ".join(f"r.{name} IS NOT DISTINCT FROM t.{name}" for name in ("kind", "fact", "source", "stated"))
    if exact:  # whether a fact goes or comes back here is otherwise for this graph to say
        db.execute(
            f"DELETE FROM g.removed r WHERE removed_on = $today::DATE AND EXISTS (FROM {brought} t WHERE {stated})"
            f" AND NOT EXISTS (FROM {brought} t WHERE {same})",
            {"today": recorded_on()},
        )
        db.execute(
            f"UPDATE g.removed r SET restored = t.restored FROM {brought} t WHERE {same} AND t.restored IS NOT NULL"
        )
    db.execute(f"INSERT INTO g.removed SELECT t.* FROM {brought} t WHERE NOT EXISTS (FROM g.removed r WHERE {same})")


def _going(db: duckdb.DuckDBPyConnection) -> Table:
    """What the batch's `removal` asks for: kind, fact (null for all that the source states), source, because, by."""
    return made(
        db,
        "going",
        "SELECT r.kind, ('0x' || r.fact)::UBIGINT AS fact, s.id AS source, r.because, r.\"by\""
        " FROM removal r LEFT JOIN g.source s ON s.identifier = r.source"
        " WHERE r.source IS NULL OR s.id IS NOT NULL",
    )


def _editions(db: duckdb.DuckDBPyConnection) -> Table:
    """Which sources the batch's `replaced` names, and by which: source, identifier, edition, by_id, until, because."""
    return made(
        db,
        "editions",
        "SELECT s.id AS source, r.source AS identifier, r.edition, e.id AS by_id,"
        " r.until, r.because FROM replaced r JOIN g.source s ON s.identifier = r.source"
        " LEFT JOIN g.source e ON e.identifier = r.edition",
    )


def _ask(db: duckdb.DuckDBPyConnection, of: Node | Edge, going: Table, asked: Table) -> None:
    """Put into `asked` the claims of a kind that `going` names."""
    db.execute(
        f'INSERT INTO {asked} SELECT fact, source, because, "by" FROM {going} WHERE fact IS NOT NULL AND kind = $kind',
        {"kind": of.name},
    )
    db.execute(
        f"""
        INSERT INTO {asked} SELECT x.fact, x.source, r.because, r."by" FROM {going} r JOIN (
            SELECT fact, source FROM g.{quoted(of.name)}
            UNION SELECT fact, source FROM g.claim WHERE kind = $kind
        ) x ON x.source = r.source WHERE r.fact IS NULL
        """,
        {"kind": of.name},
    )


def _bare_nodes(db: duckdb.DuckDBPyConnection, undone: Table, elsewhere: Elsewhere | None) -> set[str]:
    """Let go of the nodes that are names only and that no fact needs; the kinds of which there were any names."""
    out = set()
    for of in (*_NODES, _SOURCE):
        table = f"g.{quoted(of.name)}"
        bare = made(db, "bare", f"SELECT id, fact FROM {table} WHERE recorded IS NULL")
        if not bare.rows:
            continue
        all_needed(of.name in FRAME, elsewhere)
        needed = made(db, "needed", _needed(of, bare))
        db.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM {bare} WHERE id NOT IN (FROM {needed}))")
        kept = f"SELECT fact FROM {bare} WHERE id IN (FROM {needed})"
        db.execute(f"UPDATE {undone} SET outcome = 'kept' WHERE fact IN ({kept})")
        out.add(of.name)
    return out


def _needed(of: Node, among: Table) -> str:
    """SQL of the ids, among those in a table (id), that a fact is about; of sources, those that one rests on."""
    if of.name == "source":
        parts = [f"SELECT source AS id FROM g.{quoted(kind.name)} WHERE source IN (SELECT id FROM {among})"
                 + (" AND source <> id" if kind.name == "source" else "") for kind in _ALL]  # fmt: skip
        parts.append(f"SELECT source FROM g.claim WHERE source IN (SELECT id FROM {among})")
    else:
        parts = [
            f"SELECT {quoted(end.name)} AS id FROM g.{quoted(edge.name)} WHERE {quoted(end.name)} IN (SELECT id FROM {among})"
            for edge in EDGES
            for end in edge.ends
            if of.name in end.kinds
        ]
    return " UNION ".join(parts) or "SELECT NULL::INTEGER WHERE false"


def _uncited(db: duckdb.DuckDBPyConnection, going: Table, undone: Table) -> bool:
    """Take out the sources that were unloaded and on which nothing rests any more."""
    idle = made(db, "idle", f"SELECT DISTINCT source AS id FROM {going} WHERE fact IS NULL")
    needed = made(db, "needed", _needed(_SOURCE, idle))
    asked = asked_table(db)
    db.execute(
        f"""
        INSERT INTO {asked} SELECT s.fact, NULL, any_value(r.because), any_value(r."by") FROM {going} r
        JOIN g.source s ON s.id = r.source WHERE r.fact IS NULL AND s.id NOT IN (FROM {needed}) GROUP BY s.fact
        """
    )
    return claims_out(db, _SOURCE, asked, undone)
