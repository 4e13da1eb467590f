"""Several observations of one fact: which a claim states, what they come to with those of before and of others, which is shown.

An observation is told from others of its fact by its period, basis and modality; only within one do figures contradict each
other. One that says less than another of the same source (the same figures, its period or basis not said) is that other one
less fully said, and a row without figures is none beside one that has some. All of it is worked out for the few facts that
have several, and never for the rest: what one observation shows and holds is in its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...observations import fields
from ...schema import Edge, Node, series_of
from ...schema.model import OBSERVED_BY
from ...sql_text import literal, quoted
from .claims import amounts_of
from .tables import Table, made

if TYPE_CHECKING:
    import duckdb

_BASES = ("annual", "contract", "cumulative")


def names_of(of: Node | Edge) -> list[str]:
    """The columns of an observation, quoted."""
    return [quoted(name) for name, _ in fields(of)]


def key_of(of: Node | Edge, row: str) -> list[str]:
    """SQL of what tells an observation in a row from others of its fact."""
    own = {name for name, _ in fields(of)}
    # a modality that is not said is actual
    return [
        f"coalesce({row}.modality, 'actual')" if name == "modality" else f"{row}.{name}"
        for name in OBSERVED_BY
        if name in own
    ]


def figured_sql(of: Node | Edge, row: str) -> str:
    """SQL of whether a row has any figure."""
    return "(" + " OR ".join(f"{row}.{quoted(x)} IS NOT NULL" for amount in amounts_of(of) for x in amount[:3]) + ")"


def unfolded_sql(of: Node | Edge, relation: str, *more: str) -> str:
    """SQL of the observations of claims in a relation: fact, source, `more` columns, and those of an observation."""
    own = ", ".join(f"{name}: x.{name}" for name in names_of(of))
    beside = "".join(f"{name}, " for name in ("fact", "source", *more))
    return (
        f"SELECT {beside}{', '.join(f'o.{name} AS {name}' for name in names_of(of))} FROM (SELECT"
        f" {', '.join(f'x.{name}' for name in ('fact', 'source', *more))}, unnest(coalesce(x.series, [{{{own}}}])) AS o FROM {relation} x)"
    )


# -- in a batch ------------------------------------------------------------------------------


def gather(db: duckdb.DuckDBPyConnection, of: Node | Edge, incoming: Table, said: Table) -> bool:
    """Let `said`, one claim a fact and source, state all observations of the rows `incoming`; whether any claim states several."""
    if series_of(of.name) is None:
        return False
    key = ", ".join(key_of(of, "x"))
    several = made(
        db,
        "several",
        f"SELECT fact, source FROM {incoming} x GROUP BY fact, source HAVING count(DISTINCT ({key}, 0)) > 1",
    )
    if not several.rows:
        return False
    parts = []
    for name, type_ in fields(of):
        column = quoted(name)
        parts.append(f"first({column} ORDER BY row, {column}) FILTER (WHERE {column} IS NOT NULL)::{type_} AS {column}")
    stated = made(
        db,
        "observed",
        f"SELECT x.fact, x.source, {', '.join(parts)} FROM {incoming} x"
        f" SEMI JOIN {several} s ON s.fact = x.fact AND s.source IS NOT DISTINCT FROM x.source"
        f" GROUP BY x.fact, x.source, {key}",
    )
    _set(db, of, said, _told(db, of, stated))
    return True


def lay(
    db: duckdb.DuckDBPyConnection, of: Node | Edge, said: Table, old: Table, same: str, laid: dict[str, str]
) -> bool:
    """Lay the observations of claims over those that the same sources stated before, where either has others; whether any has.

    Such rows of `said` then hold what the source states now, are `laid`, and say whether they contradict (`odd`). `same` joins
    `said` with `old`; `laid` has SQL of each column of an observation over the two, and "contradicts".
    """
    if not old.rows:
        return False
    spoken = [
        "(" + " OR ".join(f"{side}.{name} IS NOT NULL" for name in names_of(of)) + ")" for side in ("said", "old")
    ]
    unlike = " OR ".join(
        f"{now} IS DISTINCT FROM {before}" for now, before in zip(key_of(of, "said"), key_of(of, "old"), strict=True)
    )
    pairs = made(
        db,
        "pairs",
        f"SELECT said.fact, said.source FROM {said} said JOIN {old} old ON {same} WHERE old.recorded IS NOT NULL"
        f" AND (said.series IS NOT NULL OR old.series IS NOT NULL OR ({' AND '.join(spoken)} AND ({unlike})))",
    )
    if not pairs.rows:
        return False
    mine = f"SEMI JOIN {pairs} p ON p.fact = x.fact AND p.source IS NOT DISTINCT FROM x.source"
    now, before = (unfolded_sql(of, f"(SELECT x.* FROM {side} x {mine})", "method") for side in (said, old))
    match = " AND ".join(
        f"{now_} IS NOT DISTINCT FROM {before_}"
        for now_, before_ in zip(key_of(of, "said"), key_of(of, "old"), strict=True)
    )
    both = made(
        db,
        "both_observed",
        f"SELECT coalesce(said.fact, old.fact) AS fact, if(said.fact IS NULL, old.source, said.source) AS source,"
        f" {', '.join(f'{laid[name]} AS {quoted(name)}' for name, _ in fields(of))}, {laid['contradicts']} AS odd"
        f" FROM ({now}) said FULL JOIN ({before}) old ON said.fact = old.fact"
        f" AND said.source IS NOT DISTINCT FROM old.source AND {match}",
    )
    db.execute(f"ALTER TABLE {said} ADD COLUMN laid BOOLEAN; ALTER TABLE {said} ADD COLUMN odd BOOLEAN")
    _set(db, of, said, _told(db, of, both))
    db.execute(
        f"UPDATE {said} SET laid = true, odd = x.odd FROM (SELECT fact, source, bool_or(odd) AS odd FROM {both} GROUP BY ALL) x"
        f" WHERE x.fact = {said}.fact AND x.source IS NOT DISTINCT FROM {said}.source"
    )
    return True


# -- over sources ----------------------------------------------------------------------------


def unite(db: duckdb.DuckDBPyConnection, of: Node | Edge, claims: Table, fused: Table) -> None:
    """Let the facts in `fused` have the observations of all their `claims`: of each, what the claim states that ranks first."""
    if series_of(of.name) is None:
        return
    key = ", ".join(key_of(of, "x"))
    several = made(
        db,
        "several",
        f"SELECT fact FROM {claims} x GROUP BY fact HAVING count(series) > 0"
        f" OR count(DISTINCT ({key}, 0)) FILTER (WHERE {figured_sql(of, 'x')}) > 1",
    )
    if not several.rows:
        return
    whole = f"(SELECT x.* FROM {claims} x SEMI JOIN {several} USING (fact))"
    united = made(
        db,
        "observed",
        f"SELECT * REPLACE (NULL::INTEGER AS source) FROM ({unfolded_sql(of, whole, 'rank')}) x WHERE {figured_sql(of, 'x')}"
        f" QUALIFY row_number() OVER (PARTITION BY fact, {key} ORDER BY rank) = 1",
    )
    # of a period that is not said nobody knows whether it is the latest: there the claim decides that ranks first
    ranked = made(
        db,
        "ranked",
        f"SELECT *, coalesce(period IS NULL AND first_value(period) OVER best IS NOT NULL AND rank < first_value(rank) OVER best,"
        f" false) AS before FROM {united} x"
        f" WINDOW best AS (PARTITION BY fact, coalesce(modality, 'actual') = 'actual' ORDER BY {_order(of, 'x')})",
    )
    _set(db, of, fused, _shown(db, of, ranked, first="x.before DESC"), sourced=False)


# -- what several come to --------------------------------------------------------------------


def _told(db: duckdb.DuckDBPyConnection, of: Node | Edge, stated: Table) -> Table:
    """What one source says with the observations `stated`, less those that another says more fully."""
    unlike = " OR ".join(
        f"{one} IS DISTINCT FROM {other}" for one, other in zip(key_of(of, "x"), key_of(of, "y"), strict=True)
    )
    left = made(
        db,
        "told",
        f"""
        WITH figured AS (
            SELECT * FROM {stated} x QUALIFY CASE
                WHEN bool_or({figured_sql(of, "x")}) OVER (PARTITION BY fact, source) THEN {figured_sql(of, "x")}
                -- without any figure the rows are one statement, that of the one which would be shown
                ELSE row_number() OVER (PARTITION BY fact, source ORDER BY {_order(of, "x")}) = 1 END
        )
        SELECT * FROM figured x WHERE NOT EXISTS (
            FROM figured y WHERE y.fact = x.fact AND y.source IS NOT DISTINCT FROM x.source AND ({unlike})
            AND {_less(of, "x", "y")})
        """,
    )
    return _shown(db, of, left)


def _less(of: Node | Edge, one: str, other: str) -> str:
    """SQL of whether one observation says nothing that another does not say too: the same figures, however written."""
    parts = [f"coalesce({one}.modality, 'actual') = coalesce({other}.modality, 'actual')"]
    for name, _ in fields(of):
        if name != "modality" and not name.endswith("_original"):
            parts.append(f"({one}.{quoted(name)} IS NULL OR {one}.{quoted(name)} = {other}.{quoted(name)})")
    return f"coalesce({' AND '.join(parts)}, false)"


def same_sql(of: Node | Edge, one: str, other: str) -> str:
    """SQL of whether two observations are of one period, basis and modality, or one is the other less fully said."""
    keys = " AND ".join(
        f"{mine} IS NOT DISTINCT FROM {theirs}" for mine, theirs in zip(key_of(of, one), key_of(of, other), strict=True)
    )
    return f"({keys} OR {_less(of, one, other)} OR {_less(of, other, one)})"


def hold(db: duckdb.DuckDBPyConnection, of: Node | Edge, claims: Table, stated: str) -> None:
    """Let claims hold the observations `stated` of them, and no others; claims of which none is stated are left as they are."""
    _set(db, of, claims, _shown(db, of, stated))


def _shown(db: duckdb.DuckDBPyConnection, of: Node | Edge, stated: Table | str, *, first: str = "") -> Table:
    """Of each fact and source in `stated` the observation that is shown, and all of them where there are several.

    `first` goes before the period in the order in which they are shown.
    """
    record = f"{{{', '.join(f'{name}: x.{name}' for name in names_of(of))}}}"
    listed = ", ".join(f"{part} NULLS LAST" for part in key_of(of, "x"))
    return made(
        db,
        "shown",
        f"SELECT fact, source, first({record} ORDER BY {_order(of, 'x', first)}) AS o,"
        f" CASE WHEN count(*) > 1 THEN list({record} ORDER BY {listed}) END AS series FROM {stated} x GROUP BY fact, source",
    )


def _order(of: Node | Edge, row: str, first: str = "") -> str:
    """SQL of the order in which observations are shown: actual ones first, then the latest period, then by basis."""
    names = {name for name, _ in fields(of)}
    order = [f"coalesce({row}.modality, 'actual') <> 'actual'", *([first] if first else [])]
    order += [f"last_day_of({row}.period) DESC NULLS LAST", f"{row}.period NULLS LAST"]  # of 2020 and 2020-12 the year
    if "basis" in names:
        bases = ", ".join(map(literal, _BASES))
        order.append(f"list_position([{bases}], {row}.basis) NULLS LAST")
    return ", ".join([*order, f"{row}.modality"])


def _set(db: duckdb.DuckDBPyConnection, of: Node | Edge, table: Table, shown: Table, *, sourced: bool = True) -> None:
    """Give the rows of a table what `shown` says of their fact and source."""
    changes = ", ".join([*(f"{name} = x.o.{name}" for name in names_of(of)), "series = x.series"])
    same = f" AND x.source IS NOT DISTINCT FROM {table}.source" if sourced else ""
    db.execute(f"UPDATE {table} SET {changes} FROM {shown} x WHERE x.fact = {table}.fact{same}")
