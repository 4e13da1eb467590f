"""The rows of a kind as `list` and `show` give them: its own properties, what it is tied to, its sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.cypher_text import cypher_literal
from ...graph.engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ...graph.engines.neo4j.form import relationship
from ...graph.fact_texts import Which, fact_rows, with_series
from ...graph.schema import EDGES, KINDS, Edge, Listed, Node, flat_columns, listed, properties
from ...graph.sql_text import literal, quoted
from ..columns import EVIDENCE, FACT, KIND, SOURCES
from ..evidence import evidence, titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph

IDENTIFIER = AnswerColumn("identifier", "text", None, "identifier", "标识符", HIDDEN)
FACTS = AnswerColumn("facts", "list", None, "facts", "事实", meaning="its facts as sentences")
OBSERVATIONS = AnswerColumn(
    "observations", "list", None, "observations", "各期数值", meaning="of a fact that has several, each with its period"
)
PIECES = EVIDENCE.meant("source, locator and method of each claim")


def _tied(one: Listed) -> AnswerColumn:
    return AnswerColumn(one.column, "list", None, one.en, one.zh)


PLACE_BY_NAME = AnswerColumn(
    "place_by_name", "text", None, "place by its name", "按名称推定的所在地", 2,
    meaning="of a firm of which no source says where it is: the division with which its name begins",
)  # fmt: skip
_BY_NAME = (
    PLACE_BY_NAME.name,
    f"(SELECT a.name FROM area a WHERE a.id = x.place AND x.{PLACE_BASIS} = {literal(OWN_NAME)})",
    f"CASE WHEN x.{PLACE_BASIS} = {cypher_literal(OWN_NAME)} THEN head(COLLECT {{ MATCH (r:Region {{id: x.place}}) RETURN r.name }}) END",
)

COLUMNS = (
    KIND,
    PLACE_BY_NAME,
    *{one.column: _tied(one) for of in EDGES for one in of.roles.listed}.values(),
    IDENTIFIER,
    FACT,
    SOURCES,
    OBSERVATIONS,
    FACTS,
    PIECES,
)
"""What `list` and `show` say of a kind beside its own properties and ends, which the schema declares."""

_WIDTHS = {
    **dict.fromkeys(("kind", "published", "role", "signed", "since", "stage", "until"), UNBROKEN),
    "buyer": 12,
}  # fmt: skip


_BESIDE_AMOUNTS = {prop.name: (prop.en, prop.zh) for of in KINDS for prop in properties(of)}
"""Headings of what is stored beside an amount, where a kind has a property of that name; others have none of their own."""


def columns_of(of: Node | Edge) -> tuple[AnswerColumn, ...]:
    """The columns of a kind: its ends, its properties as they are stored, its ties; all but the ties as the schema says."""
    out = [AnswerColumn(end.name, "text", None, end.en, end.zh) for end in of.ends] if isinstance(of, Edge) else []
    declared = {prop.name: prop for prop in properties(of)}
    for name, _ in flat_columns(of):
        stem = name.removesuffix("_low").removesuffix("_high").removesuffix("_original")
        prop = declared.get(name) or declared[stem]
        if prop.name == name:
            out.append(AnswerColumn(name, prop.type, prop.unit, prop.en, prop.zh))
        else:
            type_ = "text" if name.endswith("_original") else prop.type
            out.append(AnswerColumn(name, type_, prop.unit, *_BESIDE_AMOUNTS.get(name, (name, name))))
    if isinstance(of, Node):
        out += [_tied(one) for _, one in listed(of.name)]
        out += [*([PLACE_BY_NAME] if of.name == "firm" else []), IDENTIFIER]
    out += [FACT, SOURCES]
    return tuple(
        replace(
            column,
            shown=of.roles.first.index(column.name) + 1 if column.name in of.roles.first else column.shown,
            width=_WIDTHS.get(column.name, column.width),
        )
        for column in out
    )


def rows_of(
    graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any], *, series: bool = False
) -> list[dict[str, Any]]:
    """The rows of a kind with their sources; with `series` those that have several observations hold them."""
    rows = fetched(graph, of, which, parameters, series=series)
    rests = evidence(graph, {of.name: [row["fact"] for row in rows]})
    for row in rows:
        row["sources"] = titles(rests, row["fact"])
    return rows


def fetched(
    graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any], *, series: bool = False
) -> list[dict[str, Any]]:
    """The rows of a kind, their ends and ties as names."""
    ties = [_tie(tied, column) for tied, column in listed(of.name)] if isinstance(of, Node) else []
    ties += [_BY_NAME] if of.name == "firm" else []
    return with_series(of, graph.rows(fact_rows(of, which, more=ties, series=series), parameters))


def _tie(tied: Edge, column: Listed) -> tuple[str, str, str]:
    """A column of the names that an edge ties to node `x`: SQL and Cypher."""
    forward = tied.ends[0].name == column.own
    arrow = f"{'' if forward else '<'}-[:{relationship(tied)}]-{'>' if forward else ''}"
    return (
        column.column,
        (
            "(SELECT list(DISTINCT n.name ORDER BY n.name)"
            f" FROM {quoted(tied.name)} e JOIN node n ON n.id = e.{quoted(column.other)} WHERE e.{quoted(column.own)} = x.id)"
        ),
        f"nullIf(COLLECT {{ MATCH (x){arrow}(n) RETURN DISTINCT n.name AS name ORDER BY name }}, [])",
    )
