"""The rows of a kind as `list` and `show` give them: its own properties, what it is tied to, its sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.cypher_text import cypher_literal
from ...graph.engines.duckdb.tables import OWN_NAME, PLACE_BASIS
from ...graph.engines.neo4j.form import relationship
from ...graph.fact_texts import Which, fact_rows, with_series
from ...graph.in_area import ways
from ...graph.schema import EDGES, Edge, Listed, Node, Property, flat_columns, listed, properties
from ...graph.sql_text import literal, quoted
from ..columns import EVIDENCE, FACT, KIND, SOURCES
from ..evidence import evidence, titles
from ..stated import is_amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph

IDENTIFIER = AnswerColumn("identifier", "text", None, "identifier", "标识符", HIDDEN, code=True)
FACTS = AnswerColumn("facts", "list", None, "facts", "事实", HIDDEN, meaning="its facts as sentences")
FACTS_WITH_EVIDENCE = AnswerColumn(
    "facts_with_evidence", "list", None, "facts", "事实及依据",
    meaning="its facts as sentences, each with its id and the sources that state it and where",
)  # fmt: skip
OBSERVATIONS = AnswerColumn(
    "observations", "list", None, "observations", "各期数值", meaning="of a fact that has several, each with its period"
)
VIA = AnswerColumn(
    "via", "list", None, "by", "关系",
    meaning="by which of its ties it is in the area asked, as kinds of edges; null where none was asked",
)  # fmt: skip
ENDED = AnswerColumn("ended", "boolean", None, "ended", "已终止", width=UNBROKEN, meaning="whether it is no more")
_PLACES_OF_REQUESTS = (
    "places",
    """(SELECT m.places FROM (
        SELECT s.request, list(DISTINCT p.name ORDER BY p.name) AS places
        FROM (
            SELECT about AS request, subject AS node FROM concerns UNION ALL SELECT request, raiser FROM raises
            UNION ALL SELECT request, what FROM blocks
        ) s JOIN (
            SELECT id AS node, id AS place FROM region UNION ALL SELECT id, id FROM park
            UNION ALL SELECT what, place FROM located_in WHERE what NOT IN (SELECT id FROM park)
            UNION ALL SELECT project, place FROM sited_in
        ) l ON l.node = s.node JOIN node p ON p.id = l.place GROUP BY s.request
    ) m WHERE m.request = x.id)""",
    """nullIf(COLLECT {
        MATCH (x)-[:CONCERNS|RAISES|BLOCKS]-(s) MATCH (s)-[:LOCATED_IN|SITED_IN*0..1]->(p:Region|Park)
        WHERE p = s OR NOT (s:Region OR s:Park)
        RETURN DISTINCT p.name AS name ORDER BY name
    }, [])""",
)
"""Where a request arose: what it concerns or blocks and whoever raises it lie there."""
PLACES = AnswerColumn("places", "list", None, "places", "地点", meaning="where it arose")
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
    PLACES,
    ENDED,
    VIA,
    IDENTIFIER,
    FACT,
    SOURCES,
    OBSERVATIONS,
    FACTS,
    FACTS_WITH_EVIDENCE,
    PIECES,
)
"""What `list` and `show` say of a kind beside its own properties and ends, which the schema declares."""

_WIDTHS = {
    **dict.fromkeys(("kind", "published", "role", "signed", "since", "stage", "until"), UNBROKEN),
    "buyer": 12,
}  # fmt: skip


_BESIDE: dict[str, tuple[str, str]] = {
    "_low": (", at least", "下限"), "_high": (", at most", "上限"), "_original": (", as written", "原文")
}  # fmt: skip
"""What is stored beside an amount, as its heading is called after it."""
_OF_AMOUNTS = ("basis", "scope")
"""Properties that speak of the amounts of a fact, where it has any; others that say how it is meant speak of all of it."""


def columns_of(of: Node | Edge, *, alone: bool = False) -> tuple[AnswerColumn, ...]:
    """The columns of a kind: its ends, its properties as they are stored, its ties; all but the ties as the schema says.

    With `alone` those of one of the kind, where `kind` says what sort of node it is: a facility's own kind is `facility_kind`.
    """
    out = [AnswerColumn(end.name, "text", None, end.en, end.zh) for end in of.ends] if isinstance(of, Edge) else []
    declared = {prop.name: prop for prop in properties(of)}
    out += [_own(of, declared, name) for name, _ in flat_columns(of)]
    if isinstance(of, Node):
        out += [_tied(one) for _, one in listed(of.name)]
        out += [
            *([PLACE_BY_NAME] if of.name == "firm" else []),
            *([PLACES] if of.name == "request" else []),
            IDENTIFIER,
        ]
    out += [FACT, SOURCES]
    return tuple(
        replace(
            column,
            shown=of.roles.first.index(column.name) + 1 if column.name in of.roles.first else column.shown,
            width=_WIDTHS.get(column.name, column.width),
            name=f"{of.name}_kind" if alone and column.name == "kind" else column.name,
        )
        for column in out
    )


def list_columns(of: Node | Edge) -> tuple[AnswerColumn, ...]:
    """The columns of a list of a kind: of nodes also whether each has ended, and how it is in the area asked."""
    columns = columns_of(of)
    if isinstance(of, Edge):
        return columns
    more = [ENDED] if ways(of) is None else [ENDED, VIA]
    if of.roles.first:  # behind its name
        more = [one.at(number, meaning=one.meaning) for number, one in enumerate(more, start=2)]
        columns = tuple(replace(one, shown=one.shown + len(more)) if one.shown > 1 else one for one in columns)
    at = next(number for number, one in enumerate(columns) if one.name == IDENTIFIER.name)
    return (*columns[:at], *more, *columns[at:])


def _own(of: Node | Edge, declared: Mapping[str, Property], name: str) -> AnswerColumn:
    """A stored column of a kind: a property, or what is stored beside an amount."""
    end = next((end for end in _BESIDE if name.endswith(end) and name.removesuffix(end) in declared), "")
    prop = declared[name.removesuffix(end)]
    unit = "`unit`" if "unit" in declared and prop.type != "money" and is_amount(of, prop) else prop.unit
    if end == "_original":
        unit = None
    if name not in declared:
        en, zh = _BESIDE[end]
        return AnswerColumn(name, prop.type if unit else "text", unit, prop.en + en, prop.zh + zh)
    prop = declared[name]
    amounts = tuple(one.name for one in declared.values() if is_amount(of, one))
    return AnswerColumn(
        name, prop.type, unit, prop.en, prop.zh, words=prop.words, usual=prop.usual,
        speaks_of=amounts if name in _OF_AMOUNTS else (),
    )  # fmt: skip


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
    if of.name == "request":
        ties.append(_PLACES_OF_REQUESTS)
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
