"""The rows of a kind as `list` and `show` give them: its own properties, what it is tied to, its sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from ...graph.engines.neo4j.form import relationship
from ...graph.fact_texts import Which, fact_rows
from ...graph.schema import KINDS, Edge, Node, columns, edge, properties
from ...graph.sql_text import quoted
from ..columns import EVIDENCE, FACT, KIND, SOURCES
from ..evidence import evidence, titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph

RELATED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "park": (("place", "located_in", "what", "place"), ("covers", "covers", "park", "part")),
    "firm": (
        ("place", "located_in", "what", "place"),
        ("products", "produces", "firm", "product"),
        ("inputs", "consumes", "firm", "product"),
    ),
    "product": (("makers", "produces", "product", "firm"), ("chains", "in_chain", "product", "chain")),
    "chain": (("leaders", "leads", "chain", "firm"), ("products", "in_chain", "chain", "product")),
    "project": (
        ("places", "sited_in", "project", "place"),
        ("investors", "invests_in", "project", "investor"),
        ("products", "adds", "project", "product"),
    ),
    "agreement": (
        ("parties", "party_to", "agreement", "party"),
        ("measures", "part_of", "whole", "part"),
        ("concerns", "concerns", "about", "subject"),
    ),
    "measure": (("agreement", "part_of", "part", "whole"), ("concerns", "concerns", "about", "subject")),
    "metric": (("subjects", "concerns", "about", "subject"),),
    "request": (
        ("raised_by", "raises", "request", "raiser"),
        ("handled_by", "handles", "request", "handler"),
        ("blocks", "blocks", "request", "what"),
        ("concerns", "concerns", "about", "subject"),
    ),
    "organization": (("place", "located_in", "what", "place"), ("serves", "serves", "server", "served")),
    "facility": (("connects", "connects", "facility", "place"), ("serves", "serves", "server", "served")),
}
"""Columns that `list` adds to a kind of node: name, edge kind, the node's end, the other end."""

_TIES = {
    "agreement": "协议", "blocks": "制约", "chains": "产业链", "concerns": "涉及", "connects": "连接", "covers": "覆盖",
    "handled_by": "办理方", "inputs": "原料", "investors": "投资方", "leaders": "链主", "makers": "生产企业",
    "measures": "事项", "parties": "参与方", "place": "所在地", "places": "选址", "products": "产品",
    "raised_by": "提出方", "serves": "服务对象", "subjects": "对象",
}  # fmt: skip
"""The columns of `RELATED` with their Chinese headings."""

IDENTIFIER = AnswerColumn("identifier", "text", None, "identifier", "标识符", HIDDEN)
FACTS = AnswerColumn("facts", "list", None, "facts", "事实", meaning="its facts as sentences")
PIECES = EVIDENCE.meant("source, locator and method of each claim")

COLUMNS = (
    KIND,
    *(AnswerColumn(name, "list", None, name.replace("_", " "), zh) for name, zh in _TIES.items()),
    IDENTIFIER,
    FACT,
    SOURCES,
    FACTS,
    PIECES,
)
"""What `list` and `show` say of a kind beside its own properties and ends, which the schema declares."""

_BY_NAME = {column.name: column for column in COLUMNS}

_FIRST = {
    "firm": ("name", "place", "products", "inputs", "count"),
    "project": ("name", "stage", "stage_date", "planned", "contracted", "count", "places", "investors", "products"),
    "agreement": ("name", "signed", "until", "status", "parties", "measures"),
    "measure": ("name", "agreement", "status", "due", "responsible", "concerns"),
    "metric": ("name", "value", "unit", "period", "modality", "change", "against", "subjects"),
    "request": ("name", "kind", "opened", "closed", "result", "raised_by", "handled_by"),
    "supplies": ("seller", "buyer", "product", "value", "basis", "since", "until"),
}
"""The columns of a kind that a table on a terminal shows first."""

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
    for name, _ in columns(of):
        stem = name.removesuffix("_low").removesuffix("_high").removesuffix("_original")
        prop = declared.get(name) or declared[stem]
        if prop.name == name:
            out.append(AnswerColumn(name, prop.type, prop.unit, prop.en, prop.zh))
        else:
            type_ = "text" if name.endswith("_original") else prop.type
            out.append(AnswerColumn(name, type_, prop.unit, *_BESIDE_AMOUNTS.get(name, (name, name))))
    if isinstance(of, Node):
        out += [*(_BY_NAME[name] for name, *_ in RELATED.get(of.name, ())), IDENTIFIER]
    out += [FACT, SOURCES]
    first = _FIRST.get(of.name, ())
    return tuple(
        replace(
            column,
            shown=first.index(column.name) + 1 if column.name in first else column.shown,
            width=_WIDTHS.get(column.name, column.width),
        )
        for column in out
    )


def rows_of(graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a kind with their sources."""
    rows = fetched(graph, of, which, parameters)
    rests = evidence(graph, {of.name: [row["fact"] for row in rows]})
    for row in rows:
        row["sources"] = titles(rests, row["fact"])
    return rows


def fetched(graph: Graph, of: Node | Edge, which: Which, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a kind, their ends and ties as names."""
    ties = [_tie(*tie) for tie in RELATED.get(of.name, ())] if isinstance(of, Node) else []
    return graph.rows(fact_rows(of, which, more=ties), parameters)


def _tie(column: str, name: str, mine: str, other: str) -> tuple[str, str, str]:
    """A column of the names that an edge ties to node `x`: SQL and Cypher."""
    tied = edge(name)
    forward = tied.ends[0].name == mine
    arrow = f"{'' if forward else '<'}-[:{relationship(tied)}]-{'>' if forward else ''}"
    return (
        column,
        (
            f"(SELECT list(DISTINCT n.name ORDER BY n.name) FROM {quoted(name)} e JOIN node n ON n.id = e.{quoted(other)}"
            f" WHERE e.{quoted(mine)} = x.id)"
        ),
        f"nullIf(COLLECT {{ MATCH (x){arrow}(n) RETURN DISTINCT n.name AS name ORDER BY name }}, [])",
    )
