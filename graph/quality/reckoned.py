"""Digests and day of a graph, reckoned of its facts as they lie in tables, whoever keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..digests import REMOVED, claims_sql, facts_sql, removed_sql, sole_sql, sums_sql
from ..engines.duckdb.claims import decoded
from ..engines.duckdb.content import as_of_sql, summed
from ..schema import KINDS, Edge, Node, columns, kind
from ..sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb

    from ..digests import Buckets

NUMBER: Final = "('0x' || x.fact)::UBIGINT"
"""The number of a fact whose id is given as text."""


def counted(fetch: Callable[[str], str | None]) -> Iterator[tuple[str, str, str]]:
    """Each kind, the table in which its rows are held from then on ("" if there are none), and SQL of its sums.

    `fetch` puts what `scan` gives under a name where SQL finds it, and says where; None where there is nothing.
    """
    claims = fetch("claim")
    for of in KINDS:
        table = fetch(of.name)
        mine = f"kind = {literal(of.name)}"
        if table is None:
            yield of.name, "", ""
            continue
        contested = f"x.fact IN (SELECT fact FROM {claims} WHERE {mine})" if claims else "false"
        own = [name for name, _ in columns(of)]
        stated = {name: decoded(name, type_) for name, type_ in columns(of)}
        relation, sole, said = f"{table} x", "''", f"(FROM {claims} WHERE {mine}) x"
        if claims and isinstance(of, Node):
            one = sole_sql(of, said, stated, fact=NUMBER, source="x.source")
            relation, sole = f"{relation} LEFT JOIN ({one}) sole ON sole.fact = {NUMBER}", "coalesce(sole.source, '')"
        parts = [facts_sql(of, relation, own, fact=NUMBER, source="x.source", contested=contested, sole=sole)]
        if claims:
            parts.append(claims_sql(of, said, stated, fact=NUMBER, source="x.source"))
        yield of.name, table, sums_sql(*parts)
    trace = fetch(REMOVED)
    yield REMOVED, trace or "", sums_sql(removed_sql(f"{trace} x", fact=NUMBER)) if trace else ""


def reckoned(db: duckdb.DuckDBPyConnection, sql: str) -> tuple[Buckets, str]:
    """The sums of a kind; or why they cannot be reckoned, since another program wrote what chanlian never does."""
    import duckdb

    if not sql:
        return {}, ""
    try:
        return summed(db, sql), ""
    except duckdb.Error as error:
        return {}, str(error).splitlines()[0][:200]


def day_of(db: duckdb.DuckDBPyConnection, tables: Mapping[str, str]) -> str | None:
    """The day of which a graph speaks, by the tables of its kinds, as far as there are any."""
    (day,) = db.execute(f"SELECT ({as_of_sql(lambda name: tables.get(name) or _no_rows(name))})").fetchone() or (None,)
    return day  # type: ignore[no-any-return]


def _no_rows(name: str) -> str:
    """A table of a kind without any rows."""
    body = ", ".join(f"NULL::{type_} AS {quoted(column)}" for column, type_ in columns(kind(name)))
    dates = "NULL::VARCHAR AS since, NULL::VARCHAR AS status" if isinstance(kind(name), Edge) else "NULL AS none"
    given = ", ".join(part for part in (body, dates if "since" not in body else "", "NULL::VARCHAR AS method") if part)
    return f"(SELECT {given} WHERE false)"
