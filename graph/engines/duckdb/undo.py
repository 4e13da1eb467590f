"""Taking claims out of a DuckDB graph: each leaves a trace in `removed`, and facts show what is left.

A fact goes with its last claim; one that others state too shows what ranks first of theirs. A
node that other facts need stays as a name: its row keeps identifier and required properties,
and `recorded` is null. All of it happens inside the transaction of the write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...batch import key_sql
from ...schema import EDGES, NODES, Edge, Node, columns, edge, properties
from ...sql_text import literal, quoted
from .claims import EVIDENCE, left, recorded_on, stated_sql
from .tables import REMOVED

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch

_SOURCE = next(node for node in NODES if node.name == "source")
_NODES = tuple(node for node in NODES if node.name != "source")
_FACTS: tuple[Node | Edge, ...] = (*EDGES, *_NODES)
_ALL: tuple[Node | Edge, ...] = (*_FACTS, _SOURCE)
"""Edges before nodes: a node may go once nothing needs it, a source last."""


def make_undone(db: duckdb.DuckDBPyConnection) -> None:
    """Make the table of what becomes of the facts that are taken out."""
    db.execute("CREATE OR REPLACE TEMP TABLE undone (kind VARCHAR, fact UBIGINT, outcome VARCHAR)")


def take_out(batch: Batch) -> set[str]:
    """Do what the batch's `removal` and `replaced` ask for; the kinds whose content changed.

    Adds to `outcomes`, for each fact: removed, kept (others state it, or need the node),
    restored (kept, and it shows another value now), ended.
    """
    if not batch.edits:
        return set()
    db = batch.db
    _resolve(db)
    touched = set()
    for of in _ALL:
        _ask(db)
        ended = of is not _SOURCE and _replaced(batch, of)
        if _asked(db, of) or ended:
            touched.add(of.name)
    if _uncited(db):
        touched.add("source")
    touched |= _bare_nodes(db)
    db.execute("INSERT INTO outcomes SELECT kind, -1, outcome FROM undone")
    if batch.exact:
        _traces(db)
    return touched


def _traces(db: duckdb.DuckDBPyConnection) -> None:
    """Take over the traces that the batch brings; what it took out here by them is not told twice."""
    names = [quoted(name) for name, _ in REMOVED if name != "restored"]
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM t.{name}" for name in names)
    stated = " AND ".join(f"r.{name} IS NOT DISTINCT FROM t.{name}" for name in ("kind", "fact", "source", "stated"))
    db.execute(
        f"DELETE FROM g.removed r WHERE removed_on = $today::DATE AND EXISTS (FROM trace t WHERE {stated})"
        f" AND NOT EXISTS (FROM trace t WHERE {same})",
        {"today": recorded_on()},
    )
    db.execute(f"UPDATE g.removed r SET restored = t.restored FROM trace t WHERE {same} AND t.restored IS NOT NULL")
    db.execute(f"INSERT INTO g.removed SELECT t.* FROM trace t WHERE NOT EXISTS (FROM g.removed r WHERE {same})")


def _ask(db: duckdb.DuckDBPyConnection) -> None:
    db.execute('CREATE OR REPLACE TEMP TABLE asked (fact UBIGINT, source INTEGER, because VARCHAR, "by" VARCHAR)')


def _resolve(db: duckdb.DuckDBPyConnection) -> None:
    """`going` and `editions`: what is asked for, with numbers of facts and dense ids of sources."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE going AS"
        " SELECT r.kind, ('0x' || r.fact)::UBIGINT AS fact, s.id AS source, r.because, r.\"by\""
        " FROM removal r LEFT JOIN g.source s ON s.identifier = r.source"
        " WHERE r.source IS NULL OR s.id IS NOT NULL"
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE editions AS SELECT s.id AS source, r.source AS identifier, r.edition, e.id AS by_id,"
        " r.until, r.because FROM replaced r JOIN g.source s ON s.identifier = r.source"
        " LEFT JOIN g.source e ON e.identifier = r.edition"
    )


def _asked(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> bool:
    """Take the claims of a kind out that `going` and `asked` name; whether there were any."""
    db.execute(
        'INSERT INTO asked SELECT fact, source, because, "by" FROM going WHERE fact IS NOT NULL AND kind = $kind',
        {"kind": of.name},
    )
    db.execute(
        f"""
        INSERT INTO asked SELECT x.fact, x.source, r.because, r."by" FROM going r JOIN (
            SELECT fact, source FROM g.{quoted(of.name)}
            UNION SELECT fact, source FROM g.claim WHERE kind = $kind
        ) x ON x.source = r.source WHERE r.fact IS NULL
        """,
        {"kind": of.name},
    )
    return claims_out(db, of)


def claims_out(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> bool:
    """Take out the claims of a kind in table `asked` (fact, source or null for all of them, because, by)."""
    if db.execute("SELECT count(*) FROM asked").fetchone() == (0,):
        return False
    table = quoted(of.name)
    db.execute(f"CREATE OR REPLACE TEMP TABLE old AS {stated_sql(db, of, 'fact IN (SELECT fact FROM asked)')}")
    # a name alone is no claim, but it may be said to be wrong
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE gone AS
        SELECT old.*, any_value(a.because) AS because, any_value(a."by") AS "by" FROM old JOIN asked a ON a.fact = old.fact
        WHERE (a.source IS NULL OR a.source IS NOT DISTINCT FROM old.source) AND (old.recorded IS NOT NULL OR a.source IS NULL)
        GROUP BY ALL
        """
    )
    if db.execute("SELECT count(*) FROM gone").fetchone() == (0,):
        return False
    trace(db, of)
    names = ", ".join(["fact", *(quoted(name) for name, _ in columns(of)), *EVIDENCE])
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE every AS SELECT {names} FROM old WHERE fact IN (SELECT fact FROM gone) AND"
        " recorded IS NOT NULL AND NOT EXISTS"
        " (FROM gone WHERE gone.fact = old.fact AND gone.source IS NOT DISTINCT FROM old.source)"
    )
    db.execute("CREATE OR REPLACE TEMP TABLE contested AS SELECT DISTINCT fact FROM every")
    values = ", ".join(["fact", *(quoted(name) for name, _ in columns(of))])
    db.execute(f"CREATE OR REPLACE TEMP TABLE before AS SELECT {values} FROM g.{table} WHERE fact IN (FROM contested)")
    if db.execute("SELECT count(*) FROM contested").fetchone() != (0,):
        left(db, of)
    db.execute(
        f"""
        INSERT INTO undone SELECT $kind, fact, CASE
            WHEN fact NOT IN (FROM contested) THEN 'removed'
            WHEN fact IN (SELECT fact FROM (SELECT {values} FROM before EXCEPT SELECT {values} FROM g.{table})) THEN 'restored'
            ELSE 'kept' END FROM (SELECT DISTINCT fact FROM gone)
        """,
        {"kind": of.name},
    )
    db.execute("CREATE OR REPLACE TEMP TABLE bare AS SELECT DISTINCT fact FROM gone WHERE fact NOT IN (FROM contested)")
    db.execute("DELETE FROM g.claim WHERE kind = $kind AND fact IN (FROM bare)", {"kind": of.name})
    if isinstance(of, Edge):
        db.execute(f"DELETE FROM g.{table} WHERE fact IN (FROM bare)")
    else:
        _strip(db, of)
    return True


def trace(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Keep the claims of table `gone` in `removed`, as they were stated: by whom, where, and why they went."""
    ends = [
        (quoted(name), "k.identifier" if isinstance(of, Node) else f"n{i}.identifier")
        for i, name in enumerate(_ends(of))
    ]
    joins = ""
    if isinstance(of, Edge):
        for number, end in enumerate(of.ends):
            nodes = f"g.{quoted(end.kinds[0])}" if len(end.kinds) == 1 else "g.node"
            joins += f" LEFT JOIN {nodes} n{number} ON n{number}.id = k.{quoted(end.name)}"
    stated = ", ".join(
        [
            *(f"{literal(name)}: {value}" for name, (_, value) in zip(_ends(of), ends, strict=True)),
            *(f"{literal(name)}: x.{quoted(name)}" for name, _ in columns(of)),
        ]
    )
    db.execute(
        f"""
        INSERT INTO g.removed
        SELECT $kind, x.fact, s.identifier, s.name, x.locator, x.method, x.confidence, x.recorded,
            to_json({{{stated}}})::VARCHAR, $today::DATE, x.because, x."by", NULL
        FROM gone x JOIN g.{quoted(of.name)} k ON k.fact = x.fact{joins} LEFT JOIN g.source s ON s.id = x.source
        ORDER BY x.fact, s.identifier
        """,
        {"kind": of.name, "today": recorded_on()},
    )


def _ends(of: Node | Edge) -> list[str]:
    """What says which fact a claim was about: identifier, or ends."""
    return ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]


def _strip(db: duckdb.DuckDBPyConnection, of: Node) -> None:
    """Leave of the nodes in `bare` their names and what their kind requires; `_bare_nodes` takes them where it can."""
    needed = {prop.name for prop in properties(of) if prop.required}
    nothing = [f"{quoted(name)} = NULL" for name, _ in columns(of) if name not in needed]
    nothing += [f"{name} = NULL" for name in EVIDENCE]
    db.execute(f"UPDATE g.{quoted(of.name)} SET {', '.join(nothing)} WHERE fact IN (FROM bare)")


def _bare_nodes(db: duckdb.DuckDBPyConnection) -> set[str]:
    """Let go of the nodes that are names only and that no fact needs; the kinds of which there were any names."""
    out = set()
    for of in (*_NODES, _SOURCE):
        table = f"g.{quoted(of.name)}"
        if db.execute(f"SELECT count(*) FROM {table} WHERE recorded IS NULL").fetchone() == (0,):
            continue
        db.execute(f"CREATE OR REPLACE TEMP TABLE bare AS SELECT id, fact FROM {table} WHERE recorded IS NULL")
        db.execute(f"CREATE OR REPLACE TEMP TABLE needed AS {_needed(of, 'bare')}")
        db.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM bare WHERE id NOT IN (FROM needed))")
        db.execute("UPDATE undone SET outcome = 'kept' WHERE fact IN (SELECT fact FROM bare WHERE id IN (FROM needed))")
        out.add(of.name)
    return out


def _needed(of: Node, among: str) -> str:
    """SQL of the ids, among those in a table, that a fact is about; of sources, those that one rests on."""
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


def _uncited(db: duckdb.DuckDBPyConnection) -> bool:
    """Take out the sources that were unloaded and on which nothing rests any more."""
    db.execute("CREATE OR REPLACE TEMP TABLE idle AS SELECT DISTINCT source AS id FROM going WHERE fact IS NULL")
    db.execute(f"CREATE OR REPLACE TEMP TABLE needed AS {_needed(_SOURCE, 'idle')}")
    _ask(db)
    db.execute(
        """
        INSERT INTO asked SELECT s.fact, NULL, any_value(r.because), any_value(r."by") FROM going r
        JOIN g.source s ON s.id = r.source WHERE r.fact IS NULL AND s.id NOT IN (FROM needed) GROUP BY s.fact
        """
    )
    return claims_out(db, _SOURCE)


# -- a new edition ----------------------------------------------------------------------------


def _replaced(batch: Batch, of: Node | Edge) -> bool:
    """End what the new edition of a source no longer states, or put it into `asked`; whether any fact ended."""
    db = batch.db
    if db.execute("SELECT count(*) FROM editions").fetchone() == (0,):
        return False
    stated = "SELECT NULL::UBIGINT AS fact, NULL AS edition WHERE false"
    if of.name in batch.kinds:
        stated = f"SELECT {key_sql(of)} AS fact, source AS edition FROM {quoted('stage_' + of.name)}"
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE unstated AS
        SELECT x.fact, x.source, any_value(e.until) AS until, any_value(e.because) AS because FROM editions e JOIN (
            SELECT fact, source FROM g.{quoted(of.name)} UNION SELECT fact, source FROM g.claim WHERE kind = $kind
        ) x ON x.source = e.source
        -- stated by any of the sources that are its new edition
        ANTI JOIN (SELECT s.fact, n.source FROM ({stated}) s JOIN editions n ON n.edition = s.edition) s
            ON s.fact = x.fact AND s.source = x.source
        GROUP BY x.fact, x.source
        """,
        {"kind": of.name},
    )
    ended = _end(db, of) if isinstance(of, Edge) and of.dated else False
    if isinstance(of, Node):
        db.execute(f"DELETE FROM unstated WHERE fact IN ({_named(of)})")
    db.execute("INSERT INTO asked SELECT fact, source, because, 'replace' FROM unstated")
    return ended


def _end(db: duckdb.DuckDBPyConnection, of: Edge) -> bool:
    """End the facts of `unstated` that were in force and that no other source states; they leave the table.

    What was over already stays as it is; what had only been planned did not end but goes.
    """
    table = f"g.{quoted(of.name)}"
    mine = f"fact NOT IN (SELECT fact FROM g.claim WHERE kind = {literal(of.name)})"
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE ending AS
        SELECT u.fact, u.until, u.because, x.status = 'ended' OR x.until_day <= last_day_of(u.until) AS over
        FROM unstated u JOIN {table} x ON x.fact = u.fact
        WHERE x.{mine} AND coalesce(x.status, 'active') <> 'planned'
          AND (x.since_day IS NULL OR x.since_day <= last_day_of(u.until))
        """
    )
    db.execute("DELETE FROM unstated WHERE fact IN (SELECT fact FROM ending)")
    db.execute("DELETE FROM ending WHERE coalesce(over, false)")
    if db.execute("SELECT count(*) FROM ending").fetchone() == (0,):
        return False
    db.execute(
        "CREATE OR REPLACE TEMP TABLE gone AS SELECT old.*, e.because, 'replace' AS \"by\" FROM"
        f" ({stated_sql(db, of, 'fact IN (SELECT fact FROM ending)')}) old JOIN ending e ON e.fact = old.fact"
    )
    trace(db, of)
    db.execute(
        f"UPDATE {table} SET status = 'ended', until = e.until, until_day = last_day_of(e.until), recorded = $today::DATE"
        f" FROM ending e WHERE {table.removeprefix('g.')}.fact = e.fact",
        {"today": recorded_on()},
    )
    db.execute("INSERT INTO undone SELECT $kind, fact, 'ended' FROM ending", {"kind": of.name})
    return True


def _named(of: Node) -> str:
    """SQL of the nodes that a fact of the old or the new edition still names: it states them by that."""
    editions = "(SELECT source FROM editions UNION SELECT by_id FROM editions)"
    ends = " UNION ".join(
        f"SELECT {quoted(end.name)} AS id FROM g.{quoted(edge.name)} WHERE source IN {editions}"
        f" OR fact IN (SELECT fact FROM g.claim WHERE kind = {literal(edge.name)} AND source IN {editions})"
        for edge in EDGES
        for end in edge.ends
        if of.name in end.kinds
    )
    return f"SELECT fact FROM g.{quoted(of.name)} WHERE id IN ({ends or 'SELECT NULL WHERE false'})"


# -- what a source stated before and corrects ---------------------------------------------------


def corrected_places(db: duckdb.DuckDBPyConnection) -> None:
    """Take out the undated primary places that the sources in `restated` (what, source) stated before this batch."""
    of = edge("located_in")
    _ask(db)
    db.execute(
        f"""
        INSERT INTO asked SELECT l.fact, l.source, 'the source now states another place', 'correction'
        FROM g.located_in l JOIN restated r ON l.what = r.what AND l.source = r.source
        WHERE l.role = 'primary' AND l.since IS NULL AND l.until IS NULL
          AND l.fact NOT IN (SELECT {key_sql(of)} FROM stage_located_in)
          AND l.fact NOT IN (SELECT fact FROM g.claim WHERE kind = 'located_in')
        """
    )
    if claims_out(db, of):
        db.execute("DELETE FROM undone WHERE kind = 'located_in'")  # nobody asked for it: no outcome of the batch


# -- what was retracted ----------------------------------------------------------------------------


def hold_back(batch: Batch, *, traced: bool = True) -> dict[str, str]:
    """Leave out of the batch what states facts that were retracted; `give_back` puts it back after the write.

    A person's statement brings its fact back (table `lifted`). A node that a fact of the batch
    needs comes in as a name. Gives, for each kind concerned, the table that keeps its whole stage.
    Where the graph is not `traced`, nothing was.
    """
    db = batch.db
    db.execute(
        "CREATE OR REPLACE TEMP TABLE lifted (fact UBIGINT);"
        "CREATE OR REPLACE TEMP TABLE held (kind VARCHAR, row BIGINT)"
    )
    if not traced:
        return {}
    found = db.execute(
        "CREATE OR REPLACE TEMP TABLE retracted AS SELECT DISTINCT kind, fact FROM g.removed"
        " WHERE \"by\" = 'retract' AND restored IS NULL; SELECT DISTINCT kind FROM retracted"
    ).fetchall()
    names = {name for (name,) in found}
    whole: dict[str, str] = {}
    for of in _FACTS:
        if of.name in names and of.name in batch.kinds:
            _hold(batch, of, whole)
    return whole


def _hold(batch: Batch, of: Node | Edge, whole: dict[str, str]) -> None:
    """Take the rows of a kind that state retracted facts out of its stage."""
    db, stage = batch.db, quoted("stage_" + of.name)
    within = "IN (SELECT fact FROM retracted WHERE kind = $kind)"
    asked = {"kind": of.name}
    found = db.execute(f"SELECT count(*) FROM {stage} WHERE {key_sql(of)} {within}", asked).fetchone()
    if found == (0,):
        return
    whole[of.name] = f"whole_{of.name}"
    db.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(whole[of.name])} AS FROM {stage}")
    db.execute(
        f"INSERT INTO lifted SELECT DISTINCT {key_sql(of)} FROM {stage} WHERE method = 'person' AND {key_sql(of)} {within}",
        asked,
    )
    held = f"{key_sql(of)} {within} AND {key_sql(of)} NOT IN (SELECT fact FROM lifted)"
    if isinstance(of, Edge):
        db.execute(f"INSERT INTO held SELECT $kind, row FROM {stage} WHERE {held}", asked)
        db.execute(f"DELETE FROM {stage} WHERE {held}", asked)
        return
    ends = [
        f"SELECT {quoted(end.name)} FROM {quoted('stage_' + edge.name)}"
        for edge in EDGES
        if edge.name in batch.kinds
        for end in edge.ends
        if of.name in end.kinds
    ]
    needed = " UNION ".join(ends) or "SELECT NULL WHERE false"
    known = f"identifier IN (SELECT identifier FROM g.{quoted(of.name)})"
    idle = f"{held} AND ({known} OR identifier NOT IN ({needed}))"
    db.execute(f"INSERT INTO held SELECT $kind, row FROM {stage} WHERE {idle}", asked)
    db.execute(f"DELETE FROM {stage} WHERE {idle}", asked)
    kept = {prop.name for prop in properties(of) if prop.required}
    nothing = ", ".join(f"{quoted(name)} = NULL" for name, _ in columns(of) if name not in kept)
    db.execute(f"UPDATE {stage} SET {nothing} WHERE {held}", asked)


def give_back(batch: Batch, whole: dict[str, str]) -> None:
    """Make the stages of the batch whole again."""
    for name, table in whole.items():
        batch.db.execute(f"CREATE OR REPLACE TABLE {quoted('stage_' + name)} AS FROM {quoted(table)}")


def lift(db: duckdb.DuckDBPyConnection) -> None:
    """Mark as restored what a person states again."""
    db.execute(
        "INSERT INTO outcomes SELECT kind, row, 'retracted' FROM held;"
        "UPDATE g.removed SET restored = $today::DATE"
        " WHERE \"by\" = 'retract' AND restored IS NULL AND fact IN (FROM lifted)",
        {"today": recorded_on()},
    )
