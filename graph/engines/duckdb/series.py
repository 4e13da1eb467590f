"""Several observations of one fact: which a claim states, what they come to with those of before and of others, which is shown.

An observation is told from others of its fact by its period, basis and modality; only within one do figures contradict each
other. One that says less than another of the same source (the same figures, its period or basis not said) is that other one
less fully said, and a row without figures is none beside one that has some. All of it is worked out for the few facts that
have several, and never for the rest: what one observation shows and holds is in its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...observations import fields
from ...schema import Edge, Node, properties, series_of
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


def amounts_in(of: Node | Edge) -> list[tuple[str, ...]]:
    """The columns of each amount of an observation; what else a fact states in figures stands for itself."""
    own = {name for name, _ in fields(of)}
    return [amount for amount in amounts_of(of) if own.issuperset(amount)]


def figured_sql(of: Node | Edge, row: str) -> str:
    """SQL of whether a row has any figure."""
    return "(" + " OR ".join(f"{row}.{quoted(x)} IS NOT NULL" for amount in amounts_in(of) for x in amount[:3]) + ")"


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
    return series_of(of.name) is not None and _gather(db, of, incoming, said, "row")


def gather_claims(db: duckdb.DuckDBPyConnection, of: Node | Edge, claims: Table, said: Table, order: str) -> None:
    """The same of claims that become one, each with the observations that it has; of one key the first by `order`."""
    if series_of(of.name) is not None:
        more = ("recorded", "locator", "method", "confidence")
        _gather(db, of, made(db, "claimed", unfolded_sql(of, str(claims), *more)), said, order)


def _gather(db: duckdb.DuckDBPyConnection, of: Node | Edge, rows: Table, said: Table, order: str) -> bool:
    key = ", ".join(key_of(of, "x"))
    several = made(
        db,
        "several",
        f"SELECT fact, source FROM {rows} x GROUP BY fact, source HAVING count(DISTINCT ({key}, 0)) > 1",
    )
    if not several.rows:
        return False
    parts = []
    for name, type_ in fields(of):
        column = quoted(name)
        parts.append(
            f"first({column} ORDER BY {order}, {column}) FILTER (WHERE {column} IS NOT NULL)::{type_} AS {column}"
        )
    stated = made(
        db,
        "observed",
        f"SELECT x.fact, x.source, {', '.join(parts)} FROM {rows} x"
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
    more = ("rank", "method", "source_published")
    united = made(
        db,
        "observed",
        f"SELECT * REPLACE (NULL::INTEGER AS source) FROM ({unfolded_sql(of, whole, *more)}) x WHERE {figured_sql(of, 'x')}"
        f" QUALIFY row_number() OVER (PARTITION BY fact, {key} ORDER BY rank) = 1",
    )
    # of a period or basis that is not said nobody knows which it is: there the claim that ranks first decides, unless it was
    # published before the period began of which another speaks
    since = "(x.method = 'person' OR coalesce(last_day_of(x.source_published) >= first_day(best.period), best.period IS NULL))"
    vague = ["x.period IS NULL AND best.period IS NOT NULL"]
    if any(name == "basis" for name, _ in fields(of)):
        vague.append("x.period IS NOT DISTINCT FROM best.period AND x.basis IS NULL AND best.basis IS NOT NULL")
    ranked = made(
        db,
        "ranked",
        f"SELECT x.*, CASE WHEN x.rank < best.rank AND {since} AND (({') OR ('.join(vague)})) THEN x.rank END AS before FROM (FROM {united}) x"
        f" JOIN (FROM {united} x QUALIFY row_number() OVER (PARTITION BY fact, coalesce(modality, 'actual') = 'actual'"
        f" ORDER BY {_order(of, 'x')}) = 1) best ON best.fact = x.fact"
        " AND (coalesce(best.modality, 'actual') = 'actual') = (coalesce(x.modality, 'actual') = 'actual')",
    )
    _set(db, of, fused, _shown(db, of, ranked, first="x.before NULLS LAST"), sourced=False)


# -- what several come to --------------------------------------------------------------------


def _told(db: duckdb.DuckDBPyConnection, of: Node | Edge, stated: Table) -> Table:
    """What one source says with the observations `stated`, less the amounts that another of them says more fully."""
    keys = zip(key_of(of, "x"), key_of(of, "y"), strict=True)
    unlike = " OR ".join(f"{one} IS DISTINCT FROM {other}" for one, other in keys)
    groups = _groups(of)
    covered, given = [], {name: f"x.{name}" for name in names_of(of)}
    for number, (figures, group) in enumerate(groups):
        same = " AND ".join(_within(f"x.{name}", f"y.{name}") for name in figures)
        covered.append(
            f"EXISTS (FROM figured y WHERE y.fact = x.fact AND y.source IS NOT DISTINCT FROM x.source AND ({unlike})"
            f" AND {_less(of, 'x', 'y')} AND {same}) AS covered{number}"
        )
        given |= {name: f"CASE WHEN NOT x.covered{number} THEN x.{name} END" for name in group}
    left = made(
        db,
        "told",
        f"""
        WITH figured AS (
            SELECT * FROM {stated} x QUALIFY CASE
                WHEN bool_or({figured_sql(of, "x")}) OVER (PARTITION BY fact, source) THEN {figured_sql(of, "x")}
                -- without any figure the rows are one statement, that of the one which would be shown
                ELSE row_number() OVER (PARTITION BY fact, source ORDER BY {_order(of, "x")}) = 1 END
        ), parted AS (SELECT x.*, {", ".join(covered)}, {figured_sql(of, "x")} AS any_figure FROM figured x)
        SELECT * FROM (
            SELECT fact, source, any_figure, {", ".join(f"{sql} AS {name}" for name, sql in given.items())} FROM parted x
        ) x WHERE {figured_sql(of, "x")} OR NOT any_figure
        """,
    )
    return _shown(db, of, left)


def _groups(of: Node | Edge) -> list[tuple[list[str], list[str]]]:
    """The columns of each amount of an observation: those that make it the same, however written, and all."""
    beside = [quoted(name) for name in ("unit", "change", "against") if name in dict(fields(of))]
    money = {prop.name for prop in properties(of) if prop.type == "money"}
    out = []
    for amount in amounts_in(of):
        names, more = [quoted(name) for name in amount], [] if amount[0] in money else beside
        out.append(([*names[:3], *more], [*names, *more]))
    return out


def _within(one: str, other: str) -> str:
    return f"({one} IS NULL OR coalesce({one} = {other}, false))"


def _less(of: Node | Edge, one: str, other: str) -> str:
    """SQL of whether one observation may be another whose period or basis is not said."""
    parts = [
        f"{mine} = {theirs}" if "modality" in mine else _within(mine, theirs)
        for mine, theirs in zip(key_of(of, one), key_of(of, other), strict=True)
    ]
    return f"({' AND '.join(parts)})"


def same_sql(of: Node | Edge, one: str, other: str) -> str:
    """SQL of whether two observations are of one period, basis and modality, or one is the other less fully said."""
    keys = " AND ".join(
        f"{mine} IS NOT DISTINCT FROM {theirs}" for mine, theirs in zip(key_of(of, one), key_of(of, other), strict=True)
    )
    figures = [name for group, _ in _groups(of) for name in group]
    less = [
        " AND ".join([_less(of, mine, theirs), *(_within(f"{mine}.{name}", f"{theirs}.{name}") for name in figures)])
        for mine, theirs in ((one, other), (other, one))
    ]
    return f"({' OR '.join([keys, *less])})"


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
    # of 2020 and 2020-12 the year, of 2020-H1, 2020-01/2020-06 and 2020-06 the longest too
    order += [f"last_day_of({row}.period) DESC NULLS LAST", f"first_day({row}.period)", f"{row}.period NULLS LAST"]
    if "basis" in names:
        bases = ", ".join(map(literal, _BASES))
        order.append(f"list_position([{bases}], {row}.basis) NULLS LAST")
    return ", ".join([*order, f"{row}.modality"])


def _set(db: duckdb.DuckDBPyConnection, of: Node | Edge, table: Table, shown: Table, *, sourced: bool = True) -> None:
    """Give the rows of a table what `shown` says of their fact and source."""
    changes = ", ".join([*(f"{name} = x.o.{name}" for name in names_of(of)), "series = x.series"])
    same = f" AND x.source IS NOT DISTINCT FROM {table}.source" if sourced else ""
    db.execute(f"UPDATE {table} SET {changes} FROM {shown} x WHERE x.fact = {table}.fact{same}")
