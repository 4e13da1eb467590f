"""What facts show as of a past day or for a period: of their observations those that the question speaks of.

As of a day an actual observation of a period that begins later is no value; of several the one that is left is shown
by the rule by which one is shown otherwise. A fact that states no start, and of which nothing but later periods is
actual, was not known: it goes. For a period only observations of exactly that period are values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...observations import fields
from ...schema import KINDS, Edge, Node, series_of
from ...schema.model import begun_sql
from ...sql_text import literal, quoted
from ...when import Rewritten
from .series import _order
from .tables import made

if TYPE_CHECKING:
    import duckdb

    from ...when import When

OBSERVED: Final = tuple(of for of in KINDS if series_of(of.name))
"""The kinds whose facts are observed in periods."""
_ACTUAL: Final = "coalesce({0}.modality, 'actual') = 'actual'"
_LATER: Final = f"({_ACTUAL} AND {{0}}.period IS NOT NULL AND first_day({{0}}.period) > $day::DATE)"


def rewrite_values(db: duckdb.DuckDBPyConnection, when: When) -> Rewritten:
    """Let the facts of the graph `g` show what they are to show; what went of each kind, and what is not told."""
    told_later = {of.name: count for of in OBSERVED if isinstance(of, Node) and (count := _told_later(db, of, when))}
    gone = {of.name: count for of in OBSERVED if (count := _as_of(db, of, when))}
    if when.period is None:
        return Rewritten(gone, told_later=told_later)
    wanted = [of for of in OBSERVED if of.name in when.kinds]
    undated = [_undated(db, of, when) for of in wanted if isinstance(of, Edge)]
    planned = sum(_of_period(db, of, when) for of in wanted)
    ties = (sum(some for some, _ in undated), sum(ties for _, ties in undated))
    return Rewritten(gone, ties, planned=planned, told_later=told_later)


def _told_later(db: duckdb.DuckDBPyConnection, of: Node, when: When) -> int:
    """Take out observations of no period that no source told by the day: a figure of 2025 says nothing of 2021; how many went."""
    table = quoted(of.name)
    later = made(
        db,
        "told_later",
        f"SELECT x.fact FROM g.{table} x LEFT JOIN g.claim c ON c.fact = x.fact AND c.kind = {literal(of.name)}"
        " JOIN g.source s ON s.id = coalesce(c.source, x.source) WHERE x.period IS NULL AND x.series IS NULL"
        " GROUP BY x.fact HAVING bool_and(coalesce(first_day(s.published) > $day::DATE, false))",
        {"day": when.day},
    )
    db.execute(f"DELETE FROM g.{table} WHERE fact IN (SELECT fact FROM {later})")
    return later.rows


def _undated(db: duckdb.DuckDBPyConnection, of: Edge, when: When) -> tuple[int, int]:
    """How many of how many actual ties of a kind that held in the period state neither a start nor any period."""
    return db.execute(
        f"SELECT count(*) FILTER (WHERE since IS NULL AND period IS NULL), count(*) FROM g.{quoted(of.name)} x"
        f" WHERE {_ACTUAL.format('x')} AND {begun_sql('x')}"
        " AND (since_day IS NULL OR since_day <= $day::DATE) AND (until_day >= first_day($period)"
        " OR until_day IS NULL AND coalesce(status, 'active') <> 'ended')",
        {"day": when.day, "period": when.period},
    ).fetchone() or (0, 0)


def _unfolded(of: Node | Edge, which: str) -> str:
    """SQL of the observations of the facts that `which` chooses: fact, the row's modality, and `s`, the observation."""
    single = ", ".join(f"{literal(name)}: x.{quoted(name)}" for name, _ in fields(of))
    several = f"CASE WHEN x.series IS NULL THEN [{{{single}}}] ELSE x.series END"
    return f"SELECT x.fact, x.modality AS modality, unnest({several}) AS s FROM g.{quoted(of.name)} x WHERE {which}"


def _show(db: duckdb.DuckDBPyConnection, of: Node | Edge, chosen: str) -> None:
    """Let facts show the observation that is chosen for them (fact, s); none where `s` is null, of the modality that they have."""
    table = quoted(of.name)
    values = {name: f"c.s.{quoted(name)}" for name, _ in fields(of)} | {"series": "NULL"}
    values["modality"] = f"CASE WHEN c.s IS NULL THEN {table}.modality ELSE c.s.modality END"
    listed = ", ".join(f"{quoted(name)} = {value}" for name, value in values.items())
    db.execute(f"UPDATE g.{table} SET {listed} FROM {chosen} c WHERE {table}.fact = c.fact")


def _as_of(db: duckdb.DuckDBPyConnection, of: Node | Edge, when: When) -> int:
    """Take what was observed later than the day out of a kind; how many facts went."""
    dated = isinstance(of, Edge)
    # of a plan the period says what for, not since when it is known
    which = f"({_LATER.format('x')} OR x.period IS NULL AND x.series IS NOT NULL)" + (
        f" AND {begun_sql('x')}" if dated else ""
    )
    late = made(
        db,
        "late",
        f"SELECT fact, first(s ORDER BY {_order(of, 's')}) FILTER (WHERE NOT {_LATER.format('s')}) AS s"
        f" FROM ({_unfolded(of, which)}) GROUP BY fact",
        {"day": when.day},
    )
    if not late.rows:
        return 0
    known = "s IS NOT NULL" + (f" OR fact IN (SELECT fact FROM g.{quoted(of.name)} WHERE since IS NOT NULL)" * dated)
    gone = made(db, "gone", f"SELECT fact FROM {late} WHERE NOT ({known})")
    _show(db, of, f"(SELECT * FROM {late} WHERE {known})")
    db.execute(f"DELETE FROM g.{quoted(of.name)} WHERE fact IN (SELECT fact FROM {gone})")
    return gone.rows


def _of_period(db: duckdb.DuckDBPyConnection, of: Node | Edge, when: When) -> int:
    """Let the facts of a kind show what was observed in the period alone, and those that held in it hold on its last day.

    A tie stays the actual one that it is, whatever was planned for the period: of how many nothing but plans is known for it.
    """
    wanted = f"s.period = $period AND ({_ACTUAL.format('s')}) = ({_ACTUAL.format('o')})"
    chosen = made(
        db,
        "chosen",
        f"SELECT fact, first(s ORDER BY {_order(of, 's')}) FILTER (WHERE {wanted}) AS s, bool_or(s.period = $period) AS said"
        f" FROM ({_unfolded(of, 'true')}) o GROUP BY fact",
        {"period": when.period},
    )
    ((planned,),) = db.execute(f"SELECT count(*) FROM {chosen} WHERE s IS NULL AND said").fetchall()
    _show(db, of, str(chosen))
    if isinstance(of, Edge) and of.dated:
        db.execute(
            # what is said to have ended on a day holds on it no more
            f"UPDATE g.{quoted(of.name)} SET until_day = $last::DATE + CASE status WHEN 'ended' THEN 1 ELSE 0 END"
            " WHERE until_day >= first_day($period) AND until_day <= $last::DATE",
            {"last": when.day, "period": when.period},
        )
    return int(planned)
