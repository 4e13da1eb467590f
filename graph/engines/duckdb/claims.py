"""Claims: what each source states of a fact, how a graph keeps it, and which of its figures belong together.

A fact with one claim holds it in its own row; a fact that several sources state keeps all its claims in `claim`.
What becomes of the claims of a batch is in compare.py, what facts show of several in fuse.py.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ...schema import Edge, Node, columns, properties
from ...sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

EVIDENCE = ("source", "locator", "method", "confidence", "recorded")


def recorded_on() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH names, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).astimezone()).date()


def identity(of: Node | Edge) -> list[str]:
    """The columns that say which fact a row is, beside `fact`."""
    return ["identifier"] if isinstance(of, Node) else [quoted(end.name) for end in of.ends]


def stated_sql(db: duckdb.DuckDBPyConnection, of: Node | Edge, which: str) -> str:
    """SQL of the graph's claims on the facts that `which` chooses: properties and evidence."""
    names = ", ".join(["fact", *(quoted(name) for name, _ in columns(of)), *EVIDENCE])
    inline = f"SELECT {names} FROM g.{quoted(of.name)} WHERE {which}"
    mine = f"kind = {literal(of.name)}"
    if db.execute(f"SELECT count(*) FROM g.claim WHERE {mine}").fetchone() == (0,):
        return inline
    apart = ", ".join(
        ["fact", *(f"{decoded(name, type_)} AS {quoted(name)}" for name, type_ in columns(of)), *EVIDENCE]
    )
    return (
        f"{inline} AND fact NOT IN (SELECT fact FROM g.claim WHERE {mine})"
        f" UNION ALL SELECT {apart} FROM g.claim WHERE {mine} AND {which}"
    )


def decoded(name: str, type_: str) -> str:
    """A property out of the JSON of a claim."""
    path = literal(f"$.{name}")
    if type_.startswith("STRUCT"):
        return f"(stated::JSON->{path})::{type_}"
    if type_.endswith("[]"):
        return f"from_json(stated::JSON->{path}, '[\"VARCHAR\"]')"
    return f"(stated::JSON->>{path})::{type_}"


def as_json_sql(of: Node | Edge, more: Mapping[str, str] | None = None) -> str:
    """SQL of the JSON of what a row `x` states: `more`, then its properties; a series only where there is one."""
    given = {**(more or {}), **{name: f"x.{quoted(name)}" for name, _ in columns(of)}}

    def json(names: Iterable[str]) -> str:
        listed = ", ".join(f"{literal(name)}: {given[name]}" for name in names)
        return f"to_json({{{listed}}})::VARCHAR" if listed else "'{}'"

    if "series" not in given:
        return json(given)
    return f"CASE WHEN x.series IS NULL THEN {json(name for name in given if name != 'series')} ELSE {json(given)} END"


_OBSERVED = ("unit", "basis", "period", "modality", "change", "against")


def amounts_of(of: Node | Edge) -> list[tuple[str, ...]]:
    """The columns of each amount of a kind: the figure, its bounds, as written."""
    return [
        tuple(prop.name + end for end in ("", "_low", "_high", "_original"))
        for prop in properties(of)
        if prop.type in ("money", "quantity") or (of.name == "metric" and prop.name == "value")
    ]


def observed_with(of: Node | Edge, name: str) -> list[str]:
    """The figures with which a column makes one observation; none if it stands alone.

    The amounts of an observation with a unit, period or basis are one; others (the sums of a
    project: planned, contracted, paid in) stand each for itself.
    """
    amounts = amounts_of(of)
    together = any(column in _OBSERVED for column, _ in columns(of))
    if together and (name in _OBSERVED or any(name in amount for amount in amounts)):
        return [column for amount in amounts for column in amount[:3]]
    return [column for amount in amounts if name in amount for column in amount[:3]]


def state_of(of: Node | Edge, name: str) -> str | None:
    """The state that a column dates (`stage` of `stage_date`); None where it dates none. Another state has another date.

    >>> from ...schema import node
    >>> state_of(node("project"), "stage_date"), state_of(node("project"), "signed")
    ('stage', None)
    """
    state = name.removesuffix("_date")
    return state if state != name and any(state == column for column, _ in columns(of)) else None


def union_sql(aliases: str) -> str:
    """All names and aliases of a group of rows, in order, once each."""
    listed = f"flatten(list({aliases}) FILTER (WHERE {aliases} IS NOT NULL))"
    return f"list_sort(list_distinct(list_concat(coalesce({listed}, []), coalesce(list(DISTINCT name), []))))"


def without_sql(aliases: str, name: str) -> str:
    """A list of aliases less the name itself; null where none is left."""
    return f"nullif(list_filter({aliases}, lambda a: a IS NOT NULL AND a IS DISTINCT FROM {name}), [])"
