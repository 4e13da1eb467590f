"""Writing a batch into a DuckDB graph: one transaction, upsert by key, claims kept.

The graph is attached as `g` to the batch's own connection. For each kind the staged rows
become claims (one a fact and source). A new fact with one claim is appended; a fact that
several sources state keeps all its claims and shows, property by property, the value that
ranks first: said by a person, then published later, then held with more confidence.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ..batch import key_sql
from ..errors import GraphError
from ..identity import number_sql
from ..schema import EDGES, NODES, Edge, Node, columns, kind, properties
from ._duckdb_areas import rederive_areas, rederive_firms
from ._tables import DAYS, placed, quoted

if TYPE_CHECKING:
    import duckdb

    from ..batch import Batch

STRUCTURE = ("located_in", "covers", "part_of")
"""Edges that decide the areas of firms; written before the supplies that carry them."""

RANK = (
    "method IS NOT DISTINCT FROM 'person' DESC, last_day_of(published) DESC NULLS LAST,"
    " confidence DESC NULLS LAST, source_identifier"
)


def recorded_on() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH names, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).astimezone()).date()


def write_batch(batch: Batch) -> None:
    """Write all of the batch, or nothing; fill its table `outcome` (kind, row, outcome)."""
    db = batch.db
    db.execute("CREATE OR REPLACE TEMP TABLE outcomes (kind VARCHAR, row BIGINT, outcome VARCHAR)")
    db.execute("BEGIN")
    try:
        kinds = batch.kinds
        for node in NODES:
            if node.name in kinds:
                _write_kind(db, node)
        for name in STRUCTURE:
            if name in kinds:
                _write_kind(db, kind(name))
        if {"region", "park", *STRUCTURE} & set(kinds):
            rederive_areas(db)
            rederive_firms(db)
        for edge in EDGES:
            if edge.name in kinds and edge.name not in STRUCTURE:
                _write_kind(db, edge)
        _write_meta(db, kinds)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("CREATE OR REPLACE TABLE outcome AS FROM outcomes")


def _write_kind(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    _incoming(db, of)
    _claims(db, of)
    _append(db, of)
    _fuse(db, of)


def _identity(of: Node | Edge) -> list[str]:
    """The columns that say which fact a row is, beside `fact`."""
    return ["identifier"] if isinstance(of, Node) else [quoted(end.name) for end in of.ends]


def _incoming(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """`incoming`: the staged rows with fact numbers, dense ids of ends, and sources."""
    stage = quoted("stage_" + of.name)
    defaults = {prop.name: prop.default for prop in properties(of) if prop.default}
    props = [
        f"coalesce(x.{quoted(name)}, '{defaults[name]}') AS {quoted(name)}" if name in defaults else f"x.{quoted(name)}"
        for name, _ in columns(of)
    ]
    joins, ends = "", ["x.identifier"]
    if isinstance(of, Edge):
        names = [quoted(end.name) for end in of.ends]
        refs = [f"x.{name}" for name in names]
        if not of.directed:
            refs = [f"least({refs[0]}, {refs[1]})", f"greatest({refs[0]}, {refs[1]})"]
        for number, (end, ref) in enumerate(zip(of.ends, refs, strict=True)):
            tables = " UNION ALL ".join(f"SELECT id, identifier FROM g.{quoted(name)}" for name in end.kinds)
            joins += f" JOIN ({tables}) n{number} ON n{number}.identifier = {ref}"
        ends = [f"n{number}.id AS {name}" for number, name in enumerate(names)]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {', '.join(['x.row', 'x.fact', *ends, *props])},"  # noqa: S608
        f" s.id AS source, x.locator, x.method, x.confidence FROM (SELECT *, {key_sql(of)} AS fact FROM {stage}) x{joins}"
        " LEFT JOIN g.source s ON s.identifier = x.source"
    )
    (lost,) = db.execute(
        f"SELECT (SELECT count(*) FROM {stage}) - (SELECT count(*) FROM incoming)"  # noqa: S608
    ).fetchone() or (0,)
    if lost:
        raise GraphError(
            f"batch: {lost} facts of kind {of.name} name nodes that neither the batch nor the graph holds;"
            " stage those nodes too",
            f"批次：{lost} 条{of.zh}事实指向批次和图中都没有的节点；请一并写入这些节点",
        )


def _claims(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """`said`: this batch's claims; `old`: the graph's claims on the same facts; and the outcomes."""
    names = [name for name, _ in columns(of)]
    db.execute(f"CREATE OR REPLACE TEMP TABLE said AS {_said_sql(db, of)}")
    has_claims = db.execute("SELECT count(*) FROM g.claim WHERE kind = $kind", {"kind": of.name}).fetchone() != (0,)
    evidence = ["source", "locator", "method", "confidence", "recorded"]
    inline = ", ".join(["fact", *(quoted(name) for name in names), *evidence])
    old = (
        f"SELECT {inline} FROM g.{quoted(of.name)}"  # noqa: S608
        " WHERE fact IN (SELECT fact FROM said)"
    )
    if has_claims:
        decoded = ", ".join(["fact", *(f"{_decode(name, type_)} AS {quoted(name)}" for name, type_ in columns(of)), *evidence])
        old += " AND fact NOT IN (SELECT fact FROM g.claim WHERE kind = $kind)"
        old += (
            f" UNION ALL SELECT {decoded} FROM g.claim"
            " WHERE kind = $kind AND fact IN (SELECT fact FROM said)"
        )
    db.execute(f"CREATE OR REPLACE TEMP TABLE old AS {old}", {"kind": of.name} if has_claims else {})
    differs = " OR ".join(
        ["false", *(f"(said.{c} IS NOT NULL AND said.{c} IS DISTINCT FROM old.{c})" for c in map(quoted, names))]
    )
    # an automatic locator ("row 7") moves when a table grows; that alone is no change
    moved = "(said.locator IS DISTINCT FROM old.locator AND NOT regexp_matches(said.locator, ' row \\d+$'))"
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE verdict AS
        SELECT said.fact, said.source, said.row, CASE
            WHEN said.fact NOT IN (SELECT fact FROM old) THEN 'added'
            WHEN old.fact IS NULL OR {differs} OR {moved} THEN 'changed'
            ELSE 'unchanged' END AS outcome
        FROM said LEFT JOIN old ON old.fact = said.fact AND old.source IS NOT DISTINCT FROM said.source
        """  # noqa: S608
    )
    db.execute(
        """
        INSERT INTO outcomes
        SELECT $kind, i.row, CASE
            WHEN i.row = min(i.row) OVER (PARTITION BY i.fact, CASE WHEN v.outcome <> 'added' THEN i.source END)
            THEN v.outcome ELSE 'merged' END
        FROM incoming i JOIN verdict v ON v.fact = i.fact AND v.source IS NOT DISTINCT FROM i.source
        """,
        {"kind": of.name},
    )
    db.execute(
        """
        CREATE OR REPLACE TEMP TABLE contested AS
        SELECT fact FROM verdict WHERE outcome = 'changed'
        UNION SELECT fact FROM verdict WHERE outcome = 'added' GROUP BY fact HAVING count(*) > 1
        """
    )


def _said_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> str:
    """One claim a fact and source: rows that repeat a key are laid over each other."""
    (repeated,) = db.execute("SELECT count(*) > count(DISTINCT fact) FROM incoming").fetchone() or (False,)
    if not repeated:
        return "FROM incoming"
    whole = [*_identity(of), "locator", "method", "confidence"]
    parts = [f"first({name} ORDER BY row) AS {name}" for name in whole]
    for name, type_ in columns(of):
        column = quoted(name)
        if name == "aliases":
            parts.append(f"{_union(column)} AS {column}")
        else:
            parts.append(f"first({column} ORDER BY row) FILTER (WHERE {column} IS NOT NULL)::{type_} AS {column}")
    return f"SELECT fact, source, min(row) AS row, {', '.join(parts)} FROM incoming GROUP BY fact, source"  # noqa: S608


def _union(column: str, extra: str = "") -> str:
    """All values of a list column in order, once each; null where there are none."""
    flat = f"flatten(list({column}) FILTER (WHERE {column} IS NOT NULL))"
    if extra:
        flat = f"list_concat({flat}, {extra})"
    return f"nullif(list_sort(list_distinct({flat})), [])"


def _decode(name: str, type_: str) -> str:
    """A property out of the JSON of a claim."""
    if type_.endswith("[]"):
        return f"from_json(stated::JSON->'$.{name}', '[\"VARCHAR\"]')"
    return f"(stated::JSON->>'$.{name}')::{type_}"


def _append(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Append the new facts that one source states."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT said.*, $recorded::DATE AS recorded FROM said"
        " JOIN verdict v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source"
        " WHERE v.outcome = 'added' AND said.fact NOT IN (SELECT fact FROM contested)",
        {"recorded": recorded_on()},
    )
    _insert(db, of, "fresh")


def _insert(db: duckdb.DuckDBPyConnection, of: Node | Edge, table: str) -> None:
    """Insert rows of `table` (fact, ends, properties, evidence) with what is derived for them."""
    names = [quoted(name) for name, _ in columns(of)]
    evidence = ["source", "locator", "method", "confidence", "recorded"]
    wanted = ["fact", *_identity(of), *names, *evidence]
    values = [f"x.{name}" for name in wanted]
    joins, order = "", "x.fact"
    if isinstance(of, Node):
        wanted.insert(0, "id")
        (top,) = db.execute(
            "SELECT greatest(" + ", ".join(f"(SELECT coalesce(max(id), 0) FROM g.{quoted(n.name)})" for n in NODES) + ")"  # noqa: S608
        ).fetchone() or (0,)
        values.insert(0, f"{int(top)} + row_number() OVER (ORDER BY x.identifier)")
        order = "x.identifier"
    elif of.dated:
        wanted += [name for name, _ in DAYS]
        values += ["first_day(x.since)", "last_day_of(x.until)"]
    if of.name == "supplies":
        wanted += placed(of)
        values += [f"{name.split('_')[0]}.{name.split('_', 1)[1]}" for name in placed(of)]
        joins = " JOIN g.firm seller ON seller.id = x.seller JOIN g.firm buyer ON buyer.id = x.buyer"
        order = "x.buyer, x.fact"  # a hop up the chain then reads few row groups
    db.execute(
        f"INSERT INTO g.{quoted(of.name)} ({', '.join(wanted)}) SELECT {', '.join(values)}"  # noqa: S608
        f" FROM {table} x{joins} ORDER BY {order}"
    )


def _fuse(db: duckdb.DuckDBPyConnection, of: Node | Edge) -> None:
    """Write the facts that several claims state, or whose one claim changed."""
    if db.execute("SELECT count(*) FROM contested").fetchone() == (0,):
        return
    names = [quoted(name) for name, _ in columns(of)]
    laid = "".join(
        f"{_overlay(name)} AS {name}, " if name == '"aliases"' else f"coalesce(said.{name}, old.{name}) AS {name}, "
        for name in names
    )
    plain = "".join(f"{name}, " for name in names)
    stated = ", ".join(f"'{name}': {quoted(name)}" for name, _ in columns(of))
    db.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE claims AS
        WITH every AS (
            SELECT said.fact, said.source, {laid}said.locator, said.method, said.confidence,
                   CASE WHEN v.outcome = 'unchanged' THEN old.recorded ELSE $recorded::DATE END AS recorded
            FROM said JOIN verdict v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source
            LEFT JOIN old ON old.fact = said.fact AND old.source IS NOT DISTINCT FROM said.source
            UNION ALL
            SELECT fact, source, {plain}locator, method, confidence, recorded FROM old
            WHERE NOT EXISTS (FROM said WHERE said.fact = old.fact AND said.source IS NOT DISTINCT FROM old.source)
        ), sourced AS (
            SELECT every.*, s.published, s.identifier AS source_identifier
            FROM every LEFT JOIN g.source s ON s.id = every.source WHERE every.fact IN (FROM contested)
        )
        SELECT * EXCLUDE (published, source_identifier), {f"to_json({{{stated}}})" if stated else "'{}'"} AS stated,
               row_number() OVER (PARTITION BY fact ORDER BY {RANK}) AS rank, count(*) OVER (PARTITION BY fact) AS number
        FROM sourced
        """,  # noqa: S608
        {"recorded": recorded_on()},
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE fused AS {_fused_sql(of)}")
    shown = [*names, "source", "locator", "method", "confidence", "recorded"]
    changes = [f"{name} = x.{name}" for name in shown]
    if isinstance(of, Edge) and of.dated:
        changes += ["since_day = first_day(x.since)", "until_day = last_day_of(x.until)"]
    table = quoted(of.name)
    db.execute(f"UPDATE g.{table} SET {', '.join(changes)} FROM fused x WHERE {table}.fact = x.fact")  # noqa: S608
    ends = ", ".join(f"any_value({name}) AS {name}" for name in _identity(of))
    db.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM fused"  # noqa: S608
        f" JOIN (SELECT fact, {ends} FROM said GROUP BY fact) e USING (fact) WHERE fact NOT IN (SELECT fact FROM old)"
    )
    _insert(db, of, "fresh")
    db.execute("DELETE FROM g.claim WHERE kind = $kind AND fact IN (FROM contested)", {"kind": of.name})
    db.execute(
        "INSERT INTO g.claim SELECT $kind, fact, source, locator, method, confidence, recorded, stated"
        " FROM claims WHERE number > 1 ORDER BY fact, rank",
        {"kind": of.name},
    )


def _overlay(column: str) -> str:
    """The aliases of a claim that is stated again: those of before and of now."""
    lists = f"list_concat(coalesce(old.{column}, []), coalesce(said.{column}, []))"
    return f"nullif(list_sort(list_distinct({lists})), [])"


def _fused_sql(of: Node | Edge) -> str:
    """What each contested fact shows: property by property the first claim that states it.

    An observation hangs together: its amounts, unit, period and basis come from one claim.
    """
    amounts = [
        prop.name + end
        for prop in properties(of)
        if prop.type in ("money", "quantity") or (of.name == "metric" and prop.name == "value")
        for end in ("", "_low", "_high")
    ]
    observed = {*amounts, *(name + "_original" for name in amounts), "unit", "basis", "period", "modality", "change", "against"}
    has = "(" + " OR ".join(f"{quoted(name)} IS NOT NULL" for name in amounts) + ")" if amounts else "false"
    parts = [f"first({name} ORDER BY rank) AS {name}" for name in ("source", "locator", "method", "confidence", "recorded")]
    for name, _ in columns(of):
        column = quoted(name)
        first = f"first({column} ORDER BY rank) FILTER (WHERE {column} IS NOT NULL)"
        if name == "aliases":
            # a name that lost against another is still a name of it
            first = _union(column, "list(DISTINCT name)")
            first = f"nullif(list_filter(coalesce({first}, []), lambda a: a <> first(name ORDER BY rank)), [])"
        elif amounts and name in observed:
            first = f"CASE WHEN bool_or({has}) THEN first({column} ORDER BY rank) FILTER (WHERE {has}) ELSE {first} END"
        parts.append(f"{first} AS {column}")
    return f"SELECT fact, {', '.join(parts)} FROM claims GROUP BY fact"  # noqa: S608


def _write_meta(db: duckdb.DuckDBPyConnection, kinds: tuple[str, ...]) -> None:
    """Record as of when the graph speaks, and digests of the content of what was written."""
    starts = " UNION ALL ".join(
        f"SELECT max(since_day) AS day FROM g.{quoted(edge.name)} WHERE coalesce(status, 'active') <> 'planned'"  # noqa: S608
        + (" AND coalesce(modality, 'actual') = 'actual'" if any(p.name == "modality" for p in edge.properties) else "")
        for edge in EDGES
        if edge.dated
    )
    values = {
        "as_of": f"""
            SELECT max(day)::VARCHAR FROM (
                SELECT max(last_day_of(published)) AS day FROM g.source WHERE kind IS NULL OR kind NOT IN ('reference', 'template')
                UNION ALL SELECT max(first_day(signed)) FROM g.agreement WHERE coalesce(status, 'active') <> 'planned'
                UNION ALL {starts}
            )"""  # noqa: S608
    }
    for name in kinds:
        of = kind(name)
        row = ", ".join(["fact", *(f"coalesce({quoted(column)}::VARCHAR, '')" for column, _ in columns(of))])
        values[f"content:{name}"] = (
            f"SELECT bit_xor({number_sql(f'concat_ws(chr(31), {row})')})::VARCHAR FROM g.{quoted(name)}"  # noqa: S608
        )
    for key, sql in values.items():
        db.execute("DELETE FROM g.meta WHERE key = $key", {"key": key})
        db.execute(f"INSERT INTO g.meta SELECT $key, ({sql})", {"key": key})  # noqa: S608
