"""What a fact shows of several claims: property by property the value that ranks first.

First stands what a person said, then what was published later, then what is held with more confidence; so nothing
depends on the order in which sources were loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...schema import Edge, Node, columns
from ...sql_text import quoted
from .claims import EVIDENCE, as_json_sql, observed_with, recorded_on, state_of, stated_sql, union_sql, without_sql
from .compare import SAME, Compared, evidence_sql, overlay_sql
from .series import unite
from .tables import Table, made

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

RANK = (
    "method IS NOT DISTINCT FROM 'person' DESC, last_day_of(source_published) DESC NULLS LAST,"
    " confidence DESC NULLS LAST, source_identifier"
)


def fuse(db: duckdb.DuckDBPyConnection, of: Node | Edge, compared: Compared, *, exact: bool) -> Table:
    """Fuse the facts that are contested: what they show now; `g.claim` and known facts' rows follow.

    Those that the graph does not hold yet are left for the caller to insert.
    """
    said, old, contested = compared.said, compared.old, compared.contested
    names = [quoted(name) for name, _ in columns(of)]
    laid = "".join(f"{overlay_sql(of, name, laid=compared.laid)} AS {quoted(name)}, " for name, _ in columns(of))
    plain = "".join(f"{name}, " for name in names)
    evidence = (
        f"{evidence_sql('locator')}, {evidence_sql('method')}, {evidence_sql('confidence')},"
        " CASE WHEN v.outcome = 'unchanged' THEN old.recorded ELSE $recorded::DATE END AS recorded"
    )
    if exact:
        laid = "".join(f"said.{name}, " for name in names)
        evidence = "said.locator, said.method, said.confidence, coalesce(said.recorded, old.recorded, $recorded::DATE) AS recorded"
    all_claims = made(
        db,
        "all_claims",
        f"""
        SELECT said.fact, said.source, {laid}
               {evidence}
        FROM {said} said JOIN {compared.verdict} v ON v.fact = said.fact AND v.source IS NOT DISTINCT FROM said.source
        LEFT JOIN {old} old ON {SAME}
        WHERE said.fact IN (FROM {contested})
        UNION ALL
        SELECT fact, source, {plain}locator, method, confidence, recorded FROM {old} old
        WHERE fact IN (FROM {contested}) AND recorded IS NOT NULL
          AND NOT EXISTS (FROM {said} said WHERE said.fact = old.fact AND said.source IS NOT DISTINCT FROM old.source)
        """,
        {"recorded": recorded_on()},
    )
    claims, fused = _show(db, of, all_claims)
    _keep(db, of, contested, claims)
    return fused


def rest_on(db: duckdb.DuckDBPyConnection, of: Node | Edge, all_claims: Table, contested: Table) -> None:
    """Let the facts in `contested` rest on the claims in `all_claims` alone, which are all that is left of them."""
    claims, _ = _show(db, of, all_claims)
    _keep(db, of, contested, claims)


def fuse_again(db: duckdb.DuckDBPyConnection, kinds: Sequence[Node | Edge], redated: Table) -> set[str]:
    """Let the facts with a claim of a source in `redated` (id) show what ranks first now; the kinds of which there are any."""
    met = {
        kind for (kind,) in db.execute(f"SELECT DISTINCT kind FROM g.claim WHERE source IN (FROM {redated})").fetchall()
    }
    for of in (one for one in kinds if one.name in met):
        contested = made(
            db,
            "contested",
            f"SELECT DISTINCT fact FROM g.claim WHERE kind = $kind AND source IN (FROM {redated})",
            {"kind": of.name},
        )
        _show(db, of, made(db, "all_claims", stated_sql(db, of, f"fact IN (FROM {contested})")))
    return met.intersection(one.name for one in kinds)


def _keep(db: duckdb.DuckDBPyConnection, of: Node | Edge, contested: Table, claims: Table) -> None:
    """Keep the claims of the contested facts apart where there are several; a single one lies in its fact's row."""
    db.execute(f"DELETE FROM g.claim WHERE kind = $kind AND fact IN (FROM {contested})", {"kind": of.name})
    db.execute(
        "INSERT INTO g.claim SELECT $kind, fact, source, locator, method, confidence, recorded, stated"
        f" FROM {claims} WHERE number > 1 ORDER BY fact, rank",
        {"kind": of.name},
    )


def _show(db: duckdb.DuckDBPyConnection, of: Node | Edge, all_claims: Table) -> tuple[Table, Table]:
    """Rank the claims in `all_claims`, fuse them, and let the facts' rows show it: the ranked claims, and what facts show."""
    names = [quoted(name) for name, _ in columns(of)]
    claims = made(
        db,
        "claims",
        f"""
        WITH sourced AS (
            SELECT all_claims.*, s.published AS source_published, s.identifier AS source_identifier
            FROM {all_claims} all_claims LEFT JOIN g.source s ON s.id = all_claims.source
        )
        SELECT * EXCLUDE (source_identifier), {as_json_sql(of)} AS stated,
               row_number() OVER (PARTITION BY fact ORDER BY {RANK}) AS rank, count(*) OVER (PARTITION BY fact) AS number
        FROM sourced x
        """,
    )
    fused = made(db, "fused", _fused_sql(of, claims))
    unite(db, of, claims, fused)
    changes = [f"{name} = x.{name}" for name in (*names, *EVIDENCE)]
    if isinstance(of, Edge) and of.dated:
        changes += ["since_day = first_day(x.since)", "until_day = last_day_of(x.until)"]
    table = quoted(of.name)
    db.execute(f"UPDATE g.{table} SET {', '.join(changes)} FROM {fused} x WHERE {table}.fact = x.fact")
    return claims, fused


def _fused_sql(of: Node | Edge, claims: Table) -> str:
    """What each contested fact shows: property by property the first claim that states it.

    An observation hangs together: its amounts, unit, period and basis come from one claim. So does a state with its date: of
    the claims that state what is shown the first that dates it, for that of another would be the date of another state.
    """
    parts = [f"first({name} ORDER BY rank) AS {name}" for name in EVIDENCE]
    for name, _ in columns(of):
        column = quoted(name)
        first = f"first({column} ORDER BY rank) FILTER (WHERE {column} IS NOT NULL)"
        amounts, state = observed_with(of, name), state_of(of, name)
        if state is not None:
            first = f"first({column} ORDER BY rank) FILTER (WHERE {column} IS NOT NULL AND {quoted(state)} IS NOT DISTINCT FROM {_shown(state)})"
        elif name == "aliases":
            # a name that lost against another is still a name of it
            first = without_sql(
                union_sql(column), f"first(name ORDER BY {_named(of)}rank) FILTER (WHERE name IS NOT NULL)"
            )
            if isinstance(of, Node) and of.code:  # a code by which a node was named first is no name of it
                first = without_sql(first, f"coalesce(max({quoted(of.code)}), '')")
        elif name == "name":
            first = f"first({column} ORDER BY {_named(of)}rank) FILTER (WHERE {column} IS NOT NULL)"
        elif amounts:
            has = "(" + " OR ".join(f"{quoted(amount)} IS NOT NULL" for amount in amounts) + ")"
            first = f"CASE WHEN bool_or({has}) THEN first({column} ORDER BY rank) FILTER (WHERE {has}) ELSE {first} END"
        parts.append(f"{first} AS {column}")
    states = sorted({state for name, _ in columns(of) if (state := state_of(of, name)) is not None})
    shown = "".join(
        f", first_value({quoted(state)} IGNORE NULLS) OVER (PARTITION BY fact ORDER BY rank"
        f" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS {_shown(state)}"
        for state in states
    )
    return f"SELECT fact, {', '.join(parts)} FROM (SELECT *{shown} FROM {claims}) GROUP BY fact"


def _shown(state: str) -> str:
    """The column of the state that a fact shows, beside its claims."""
    return quoted(f"shown {state}")


def _named(of: Node | Edge) -> str:
    """SQL by which names that are names rank before the code by which a node was named first."""
    return f"name IS NOT DISTINCT FROM {quoted(of.code)}, " if isinstance(of, Node) and of.code else ""
