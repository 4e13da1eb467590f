"""What a source stated before and states no longer: a new edition of it leaves it out, or names another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...batch import key_sql
from ...schema import EDGES, Edge, Node, edge, series_of
from ...schema.model import begun_sql
from ...sql_text import literal, quoted
from .claims import recorded_on, stated_sql
from .claims_out import asked_table, claims_out, trace
from .fuse import rest_on
from .series import figured_sql, hold, names_of, same_sql, unfolded_sql
from .tables import ALL_NODES, Table, is_empty, made

if TYPE_CHECKING:
    import duckdb

    from ...batch import Batch


REPLACED_BY: Final = "'replace' || coalesce(' ' || string_agg(DISTINCT e.edition, ' ' ORDER BY e.edition) FILTER (e.edition <> e.identifier), '')"
"""By what a claim went, as the trace keeps it: with the identifiers of the editions, where these are sources of their own."""


def end_or_ask(batch: Batch, of: Node | Edge, editions: Table, asked: Table, undone: Table) -> bool:
    """End what the new edition of a source no longer states, or put it into `asked`; whether any fact ended.

    `editions` (source, identifier, edition, by_id, until, because) are the sources that are replaced, and by which.
    """
    db = batch.db
    if not editions.rows:
        return False
    stated = "SELECT NULL::UBIGINT AS fact, NULL AS edition WHERE false"
    if of.name in batch.kinds:
        stated = f"SELECT {key_sql(of)} AS fact, source AS edition FROM {quoted('stage_' + of.name)}"
    unstated = made(
        db,
        "unstated",
        f"""
        SELECT x.fact, x.source, any_value(e.until) AS until, any_value(e.because) AS because, {REPLACED_BY} AS "by" FROM {editions} e JOIN (
            SELECT fact, source FROM g.{quoted(of.name)} UNION SELECT fact, source FROM g.claim WHERE kind = $kind
        ) x ON x.source = e.source
        -- stated by any of the sources that are its new edition
        ANTI JOIN (SELECT s.fact, n.source FROM ({stated}) s JOIN {editions} n ON n.edition = s.edition) s
            ON s.fact = x.fact AND s.source = x.source
        GROUP BY x.fact, x.source
        """,
        {"kind": of.name},
    )
    left = series_of(of.name) is not None and of.name in batch.kinds and _leave_out(db, of, editions, undone)
    ended = _end(db, of, unstated, undone) if isinstance(of, Edge) and of.dated else False
    if isinstance(of, Node):
        db.execute(f"DELETE FROM {unstated} WHERE fact IN ({_named(of, editions)})")
    db.execute(f'INSERT INTO {asked} SELECT fact, source, because, "by" FROM {unstated}')
    return ended or left


def _leave_out(db: duckdb.DuckDBPyConnection, of: Node | Edge, editions: Table, undone: Table) -> bool:
    """Take out the observations that a source stated of a fact and its new edition, which states others, does not; whether any.

    An edition under another name says nothing against what the old one stated of another period, and what a person said stays.
    """
    stage = (
        f"(SELECT {key_sql(of)} AS fact, e.source, {', '.join(f'x.{name}' for name in names_of(of))}"
        f" FROM {quoted('stage_' + of.name)} x JOIN {editions} e ON e.edition = x.source AND e.by_id = e.source"
        f" WHERE {figured_sql(of, 'x')})"
    )
    old = made(
        db,
        "old",
        f"SELECT x.* FROM ({stated_sql(db, of, f'fact IN (SELECT fact FROM {stage})')}) x"
        f" SEMI JOIN {stage} s ON s.fact = x.fact AND s.source = x.source"
        " WHERE x.series IS NOT NULL AND x.method IS DISTINCT FROM 'person'",
    )
    if not old.rows:
        return False
    again = f"SELECT 1 FROM {stage} y WHERE y.fact = x.fact AND y.source = x.source AND {same_sql(of, 'x', 'y')}"
    parted = made(db, "parted", f"SELECT x.*, EXISTS ({again}) AS again FROM ({unfolded_sql(of, str(old))}) x")
    left = f"SELECT fact FROM {parted} GROUP BY fact HAVING bool_or(again) AND NOT bool_and(again)"
    because = f"(SELECT any_value(e.because) FROM {editions} e WHERE e.source = x.source)"
    gone = made(
        db, "gone", f"SELECT x.*, {because} AS because, 'replace' AS \"by\" FROM {old} x WHERE fact IN ({left})"
    )
    if not gone.rows:
        return False
    hold(db, of, gone, f"(FROM {parted} WHERE NOT again)")
    trace(db, of, gone)
    contested = made(db, "contested", f"SELECT DISTINCT fact FROM {gone}")
    all_claims = made(db, "all_claims", stated_sql(db, of, f"fact IN (FROM {contested})"))
    hold(db, of, all_claims, f"(FROM {parted} WHERE again)")
    rest_on(db, of, all_claims, contested)
    db.execute(f"INSERT INTO {undone} SELECT $kind, fact, 'shortened' FROM {contested}", {"kind": of.name})
    return True


def _end(db: duckdb.DuckDBPyConnection, of: Edge, unstated: Table, undone: Table) -> bool:
    """End the facts of `unstated` that were in force and that no other source states; they leave the table.

    What was over already stays as it is; what had only been planned did not end but goes.
    """
    table = quoted(of.name)
    mine = f"fact NOT IN (SELECT fact FROM g.claim WHERE kind = {literal(of.name)})"
    ending = made(
        db,
        "ending",
        f"""
        SELECT u.fact, u.until, u.because, u."by", x.status = 'ended' OR x.until_day < last_day_of(u.until) AS over
        FROM {unstated} u JOIN g.{table} x ON x.fact = u.fact
        WHERE x.{mine} AND {begun_sql("x")}
          AND (x.since_day IS NULL OR x.since_day <= last_day_of(u.until))
        """,
    )
    db.execute(f"DELETE FROM {unstated} WHERE fact IN (SELECT fact FROM {ending})")
    db.execute(f"DELETE FROM {ending} WHERE coalesce(over, false)")
    if is_empty(db, ending):
        return False
    stated = stated_sql(db, of, f"fact IN (SELECT fact FROM {ending})")
    gone = made(
        db,
        "gone",
        f'SELECT old.*, e.because, e."by" FROM ({stated}) old JOIN {ending} e ON e.fact = old.fact',
    )
    trace(db, of, gone)
    db.execute(
        f"UPDATE g.{table} SET status = 'ended', recorded = $today::DATE,"
        f" until = CASE WHEN {table}.until_day = last_day_of(e.until) THEN {table}.until ELSE e.until END, until_day = last_day_of(e.until)"
        f" FROM {ending} e WHERE {table}.fact = e.fact",
        {"today": recorded_on()},
    )
    db.execute(f"INSERT INTO {undone} SELECT $kind, fact, 'ended' FROM {ending}", {"kind": of.name})
    return True


def _named(of: Node, editions: Table) -> str:
    """SQL of the nodes that a fact of the old or the new edition still names: it states them by that."""
    both = f"(SELECT source FROM {editions} UNION SELECT by_id FROM {editions})"
    ends = " UNION ".join(
        f"SELECT {quoted(end.name)} AS id FROM g.{quoted(edge.name)} WHERE source IN {both}"
        f" OR fact IN (SELECT fact FROM g.claim WHERE kind = {literal(edge.name)} AND source IN {both})"
        for edge in EDGES
        for end in edge.ends
        if of.name in end.kinds
    )
    return f"SELECT fact FROM g.{quoted(of.name)} WHERE id IN ({ends or 'SELECT NULL WHERE false'})"


def correct_places(db: duckdb.DuckDBPyConnection, undone: Table) -> bool:
    """A source that now states another primary place of something corrects the one it stated before; whether any does.

    Each place is a fact of its own, so the earlier one would stand beside it. Places with dates
    are a history, and those that another source states too have their own evidence: both stay.
    """
    of = edge("located_in")
    restated = made(
        db,
        "restated",
        f"""
        SELECT DISTINCT n.id AS what, s.id AS source
        FROM stage_located_in x JOIN {ALL_NODES} n ON n.identifier = x.what JOIN g.source s ON s.identifier = x.source
        WHERE coalesce(x.role, 'primary') = 'primary' AND x.since IS NULL AND x.until IS NULL
        """,
    )
    asked = asked_table(db)
    db.execute(
        f"""
        INSERT INTO {asked} SELECT l.fact, l.source, 'the source now states another place', 'correction'
        FROM g.located_in l JOIN {restated} r ON l.what = r.what AND l.source = r.source
        WHERE l.role = 'primary' AND l.since IS NULL AND l.until IS NULL
          AND l.fact NOT IN (SELECT {key_sql(of)} FROM stage_located_in)
          AND l.fact NOT IN (SELECT fact FROM g.claim WHERE kind = 'located_in')
        """
    )
    corrected = claims_out(db, of, asked, undone)
    if corrected:
        db.execute(f"DELETE FROM {undone} WHERE kind = 'located_in'")  # nobody asked for it: no outcome of the batch
    return corrected
