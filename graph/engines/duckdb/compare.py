"""The claims of a batch beside those that the same sources stated before: what is new, and what a source states now.

The rows of a batch become claims, one a fact and source (`said`), and are laid over what the same source stated
before (`old`). Nothing here depends on the order in which sources were loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...observations import fields
from ...schema import METHODS, Edge, Node, columns, series_of
from ...sql_text import literal, quoted
from .claims import amounts_of, identity, observed_with, state_of, stated_sql, union_sql, without_sql
from .series import amounts_in, gather, key_of, lay
from .tables import Table, made

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

STRENGTH = ("person", *(method for method in METHODS if method != "person"))
"""Methods from the strongest: what one source is read to state again keeps the better reading."""


HELD = "(old.method IS NOT DISTINCT FROM 'person' AND said.method IS DISTINCT FROM 'person')"
"""What a person said of a source holds against another reading of it, which only adds."""


# a node of which no claim is left (recorded is null) is a name only: whoever states it again takes it over
SAME = "old.fact = said.fact AND (old.source IS NOT DISTINCT FROM said.source OR old.recorded IS NULL)"


@dataclass(frozen=True, slots=True)
class Compared:
    """The claims of a batch on one kind, beside those that the graph has."""

    said: Table
    """What the batch states: one claim a fact and source."""
    old: Table
    """What the graph states of the same facts."""
    verdict: Table
    """What becomes of each of `said`: fact, source, row, outcome, contradicts, weaker."""
    contested: Table
    """The facts that must be fused from their claims."""
    laid: bool
    """Whether any claim has observations that are laid over others already (series.py)."""


def compare_claims(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, incoming: Table, outcomes: Table, *, exact: bool
) -> Compared:
    """Weigh the claims in `incoming`, and add to `outcomes` (kind, row, outcome).

    Claims of an exact batch stand in place of old ones, whatever those say.
    """
    said = made(db, "said", _said_sql(db, of, incoming, exact=exact))
    several = not exact and said.rows < incoming.rows and gather(db, of, incoming, said)
    old = made(db, "old", stated_sql(db, of, f"fact IN (SELECT fact FROM {said})"))
    laid = False
    if not exact:
        _drop_bare_words(db, of, said, old)
        laid = series_of(of.name) is not None and lay(db, of, said, old, SAME, _over(of))
    verdict = made(
        db, "verdict", _exact_verdict_sql(of, said, old) if exact else _verdict_sql(of, said, old, laid=laid)
    )
    # a row of another observation repeats none
    apart = ", ".join(["", *key_of(of, "i")]) if several else ""
    db.execute(
        f"""
        INSERT INTO {outcomes}
        SELECT $kind, i.row, CASE
            WHEN i.row = min(i.row) OVER (PARTITION BY i.fact, CASE WHEN v.outcome <> 'added' THEN i.source END{apart})
            THEN v.outcome ELSE 'merged' END
        FROM {incoming} i JOIN {verdict} v ON v.fact = i.fact AND v.source IS NOT DISTINCT FROM i.source
        """,
        {"kind": of.name},
    )
    contested = made(
        db,
        "contested",
        f"SELECT fact FROM {verdict} WHERE outcome = 'changed'"
        f" UNION SELECT fact FROM {verdict} WHERE outcome = 'added' GROUP BY fact HAVING count(*) > 1",
    )
    return Compared(said, old, verdict, contested, laid)


def _verdict_sql(of: Node | Edge, said: Table, old: Table, *, laid: bool) -> str:
    """What becomes of each claim of the batch, whether it contradicts its source's old one, and is the weaker reading."""
    if not old.rows:
        return f"SELECT fact, source, row, 'added' AS outcome, false AS contradicts, false AS weaker FROM {said}"
    return f"""
        SELECT said.fact, said.source, said.row, CASE
            WHEN said.fact NOT IN (SELECT fact FROM {old}) THEN 'added'
            WHEN old.fact IS NULL OR old.recorded IS NULL OR {_news(of, laid=laid)} THEN 'changed'
            ELSE 'unchanged' END AS outcome, {_contradicts(of, laid=laid)} AS contradicts, {_stronger("old", "said")} AS weaker
        FROM {said} said LEFT JOIN {old} old ON {SAME}
    """


def _exact_verdict_sql(of: Node | Edge, said: Table, old: Table) -> str:
    """The same of claims that another graph keeps; there a node that was never recorded is a name, and states nothing."""
    named = ["locator", "method", "confidence", "recorded", *(quoted(name) for name, _ in columns(of))]
    other = " OR ".join(f"said.{name} IS DISTINCT FROM old.{name}" for name in named)
    return f"""
        SELECT said.fact, said.source, said.row, CASE
            WHEN said.fact NOT IN (SELECT fact FROM {old}) THEN 'added'
            WHEN said.recorded IS NULL THEN 'unchanged'
            WHEN old.fact IS NULL OR old.recorded IS NULL OR {other} THEN 'changed'
            ELSE 'unchanged' END AS outcome, true AS contradicts, false AS weaker
        FROM {said} said LEFT JOIN {old} old ON {SAME}
    """


def _said_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge, incoming: Table, *, exact: bool) -> str:
    """One claim a fact and source: rows that repeat a key are laid over each other."""
    (repeated,) = db.execute(f"SELECT count(*) > count(DISTINCT fact) FROM {incoming}").fetchone() or (False,)
    if exact or not repeated:  # a graph keeps one claim a fact and source
        return f"FROM {incoming}"
    # the evidence of the first row; where two have its number, of the one that sorts first
    order = "row, locator, method, confidence"
    parts = [f"any_value({name}) AS {name}" for name in identity(of)]
    parts += [f"first({name} ORDER BY {order}) AS {name}" for name in ("locator", "method", "confidence")]
    for name, type_ in columns(of):
        column = quoted(name)
        first = f"first({column} ORDER BY row, {column}) FILTER (WHERE {column} IS NOT NULL)::{type_}"
        if name == "aliases":
            # a second name of one identifier is another name of the same thing
            first = without_sql(union_sql(column), "first(name ORDER BY row, name) FILTER (WHERE name IS NOT NULL)")
        parts.append(f"{first} AS {column}")
    return f"SELECT fact, source, min(row) AS row, {', '.join(parts)} FROM {incoming} GROUP BY fact, source"


def _drop_bare_words(db: duckdb.DuckDBPyConnection, of: Node | Edge, said: Table, old: Table) -> None:
    """Words without a figure (面议) say nothing beside the figure that the same source stated before of the same observation."""
    keys = zip(key_of(of, str(said)), key_of(of, str(old)), strict=True) if series_of(of.name) else ()
    same = "".join(f" AND {now} IS NOT DISTINCT FROM {before}" for now, before in keys)
    for amount in amounts_of(of):
        now, before = (f"coalesce({', '.join(f'{side}.{quoted(x)}' for x in amount[:3])})" for side in (said, old))
        db.execute(
            f"UPDATE {said} SET {quoted(amount[-1])} = NULL FROM {old} WHERE {old}.fact = {said}.fact"
            f" AND {old}.source IS NOT DISTINCT FROM {said}.source AND {now} IS NULL AND {before} IS NOT NULL{same}"
        )


def _news(of: Node | Edge, *, laid: bool) -> str:
    """Whether `said` states anything that `old` did not; an empty cell and a moved row number do not."""
    observed = _observed(of) if laid else set()
    parts = [_stronger("said", "old")]
    for name, _ in columns(of):
        column = quoted(name)
        if name == "aliases":
            known = "list_append(coalesce(old.aliases, []), old.name)"
            parts.append(f"(said.aliases IS NOT NULL AND NOT list_has_all({known}, said.aliases))")
            parts.append(f"({HELD} AND said.name IS NOT NULL AND NOT list_contains({known}, said.name))")
        else:
            apart = "NOT coalesce(said.laid, false) AND " if name in observed else ""
            parts += [f"(said.laid AND said.{column} IS DISTINCT FROM old.{column})"] if name in observed else []
            parts.append(
                f"({apart}said.{column} IS NOT NULL AND said.{column} IS DISTINCT FROM old.{column}"
                f" AND NOT ({HELD} AND (old.{column} IS NOT NULL OR {_figured(of, name)})))"
            )
    # an automatic locator ("row 7") moves when a table grows; that alone is no change
    moved = "said.locator IS DISTINCT FROM old.locator AND NOT regexp_matches(said.locator, ' row \\d+$')"
    return " OR ".join([*parts, f"({moved} AND NOT {_stronger('old', 'said')})"])


def _contradicts(of: Node | Edge, *, laid: bool = False, only: Iterable[str] | None = None) -> str:
    """Whether the source now states another value of anything, or of `only` these: it has changed its mind."""
    observed = _observed(of) if laid else set()
    parts = ["said.odd"] if laid else []
    for name, _ in columns(of):
        if name != "aliases" and (only is None or name in only):
            apart = "NOT coalesce(said.laid, false) AND " if name in observed else ""
            parts.append(f"({apart}said.{quoted(name)} <> old.{quoted(name)})")
    return f"(NOT {HELD} AND coalesce({' OR '.join(parts)}, false))" if parts else "false"


def _observed(of: Node | Edge) -> set[str]:
    """The columns that hold an observation, and the one that holds all."""
    return {"series", *(name for name, _ in fields(of))}


def _over(of: Node | Edge) -> dict[str, str]:
    """SQL of each column of an observation that is stated again, and of whether it is contradicted."""
    out = {name: overlay_sql(of, name) for name, _ in fields(of)}
    for amount in amounts_in(of):  # words without a figure say nothing beside the figure of before
        now, before = (f"coalesce({', '.join(f'{side}.{quoted(x)}' for x in amount[:3])})" for side in ("said", "old"))
        column = quoted(amount[-1])
        out[amount[-1]] = (
            f"CASE WHEN {now} IS NULL AND {before} IS NOT NULL THEN old.{column} ELSE {out[amount[-1]]} END"
        )
    return {**out, "contradicts": _contradicts(of, only=out)}


def _figured(of: Node | Edge, name: str) -> str:
    """Whether the old claim has figures that make one observation with this column."""
    figures = observed_with(of, name)
    return "(" + " OR ".join(f"old.{quoted(figure)} IS NOT NULL" for figure in figures) + ")" if figures else "false"


def _stronger(one: str, other: str) -> str:
    """Whether one reading of a source is better than the other: by its method, then by its confidence."""
    methods = ", ".join(map(literal, STRENGTH))
    places = [f"coalesce(list_position([{methods}], {side}.method), {len(STRENGTH) + 1})" for side in (one, other)]
    surer = f"coalesce({one}.confidence, -1) > coalesce({other}.confidence, -1)"
    return f"({places[0]} < {places[1]} OR ({places[0]} = {places[1]} AND {surer}))"


def evidence_sql(name: str) -> str:
    """Evidence of a claim that is stated again: that of the better reading, or of the new mind."""
    found = "CASE WHEN v.contradicts THEN said.locator ELSE coalesce(said.locator, old.locator) END"
    now = found if name == "locator" else f"said.{name}"
    return f"CASE WHEN v.outcome = 'unchanged' OR (v.weaker AND NOT v.contradicts) THEN old.{name} ELSE {now} END AS {name}"


def overlay_sql(of: Node | Edge, name: str, *, laid: bool = False) -> str:
    """A property of a claim that is stated again: as now, else as before; with `laid`, as it is laid over already."""
    column = quoted(name)
    if laid and name in _observed(of):
        return f"CASE WHEN said.laid THEN said.{column} ELSE {overlay_sql(of, name)} END"
    held = f"CASE WHEN {HELD} THEN CASE WHEN {_figured(of, name)} THEN old.{column} ELSE coalesce(old.{column}, said.{column}) END"
    if name == "aliases":
        lists = "list_concat(coalesce(old.aliases, []), coalesce(said.aliases, []), [old.name, said.name])"
        chosen = f"CASE WHEN {HELD} THEN coalesce(old.name, said.name) ELSE coalesce(said.name, old.name) END"
        return without_sql(f"list_sort(list_distinct({lists}))", chosen)
    if (state := state_of(of, name)) is not None:
        other = f"coalesce(said.{quoted(state)} <> old.{quoted(state)}, false)"
        kept, stated = f"coalesce(old.{column}, said.{column})", f"coalesce(said.{column}, old.{column})"
        return (
            f"CASE WHEN {HELD} THEN CASE WHEN {other} THEN old.{column} ELSE {kept} END"
            f" WHEN {other} THEN said.{column} ELSE {stated} END"
        )
    for amount in amounts_of(of):
        if name in amount:
            # a new figure does not keep the bounds of the old one
            new = " OR ".join(f"said.{x} <> old.{x}" for x in map(quoted, amount[:3]))
            again = f"WHEN coalesce({new}, false) THEN said.{column} ELSE coalesce(said.{column}, old.{column}) END"
            return f"{held} {again}"
    return f"{held} ELSE coalesce(said.{column}, old.{column}) END"
