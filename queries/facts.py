"""All of a kind in an area, and everything about one: nodes and facts as the graph holds them."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from ..graph.engines.base import Question
from ..graph.errors import BadInput, UnknownFact
from ..graph.language import t
from ..graph.schema import EDGE_NAMES, EDGES, NODE_NAMES, NODES, Edge, Node, columns, kind
from ._inside import inside_sql
from ._names import resolve
from ._sentences import sentence
from .answer import answer, asked_as_of, records
from .evidence import evidence, titles
from .geography import Geography

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..graph.graph import Graph

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

BY_TABLE = {**{of.table: of.name for of in (*NODES, *EDGES)}, **{of.zh: of.name for of in (*NODES, *EDGES)}}


def kind_named(text: str) -> Node | Edge:
    """The kind that a name stands for: its own, that of its table, or its Chinese name."""
    name = text if text in (*NODE_NAMES, *EDGE_NAMES) else BY_TABLE.get(text)
    if name is None:
        known = ", ".join((*NODE_NAMES, *EDGE_NAMES))
        raise BadInput(f"there is no kind {text!r}; the kinds are {known}", f"没有“{text}”这种类别；可用的有：{known}")
    return kind(name)


def list(  # noqa: A001  # the question's own name, as on the command line
    graph: Graph,
    kind: str,
    area: str | Sequence[str] | None = None,
    *,
    with_zones: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """What does the graph hold of a kind, in an area or in all?

    A node is in an area if it lies there or is tied directly to what lies there (a project
    sited there, an agreement of which a party is there); a fact if one of its ends is.

    Returns
    -------
    The kind's own properties (of a fact also its ends, by name), what it is tied to, fact,
    sources (titles). In order of name, projects in order of stage.

    Raises
    ------
    BadInput
        If there is no such kind.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> list(example(), "projects")[["stage", "planned", "contracted"]].values.tolist()[0]
    ['planned', 2539000000.0, nan]
    """
    of = kind_named(kind)
    with graph.reading():
        day = asked_as_of(graph, as_of)
        where = Geography.of(graph).where(area, with_zones=with_zones) if area is not None else None
        rows = _rows(graph, of, sorted(where.inside) if where else None)
        order = _stage_order(of)
        rows.sort(key=lambda row: (order(row), str(row.get("name") or ""), row["fact"]))
        notes = where.notes(lang) if where else []
        if not rows:
            notes.append(t(lang, f"the graph holds no {of.en} here", f"图中没有符合条件的{of.zh}"))
        parameters = {"kind": of.name, "area": where.label if where else None, "as_of": day}
        return answer(graph, "list", _columns(of), rows, parameters, as_of=day, notes=notes)


def show(graph: Graph, name: str, *, lang: str = "en") -> pd.DataFrame:
    """Everything about one node or fact, with its evidence.

    Parameters
    ----------
    name
        A name, alias, code or identifier of a node, or a fact id (16 hex digits).

    Returns
    -------
    One row: the kind's own properties, what it is tied to, fact, sources; of a node also
    `facts` (its facts as sentences); `evidence` (source, locator, method of each claim).
    `attrs["facts"]` holds the node's facts as records: sentence, fact, sources.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.

    Examples
    --------
    >>> show(example(), "创联包装")["products"].item()
    ['吨袋']
    """
    with graph.reading():
        if len(name) == 16 and all(digit in "0123456789abcdef" for digit in name):
            of, row = _fact(graph, name)
            about: builtins.list[dict[str, Any]] = []
        else:
            found = resolve(graph, name, NODE_NAMES)
            of = kind(found.kind)
            row = _rows(graph, of, None, "x.id = $id", {"id": found.id})[0]
            about = _facts_about(graph, found.id, lang)
        own = evidence(graph, {of.name: [row["fact"]]}).get(row["fact"], [])
        row |= {"kind": of.name, "facts": [entry["sentence"] for entry in about], "evidence": [_cited(entry) for entry in own]}
        out = answer(graph, "show", ("kind", *_columns(of), "facts", "evidence"), [row], {"name": name})
        out.attrs |= {"facts": about, "evidence": own, "kind": of.name}
        return out


def _cited(entry: Mapping[str, Any]) -> str:
    """A piece of evidence in one line: title (date), locator, method."""
    dated = f"{entry['source']} ({entry['published']})" if entry["published"] else str(entry["source"])
    return ", ".join(filter(None, [dated, entry["locator"], entry["method"]]))


def _columns(of: Node | Edge) -> tuple[str, ...]:
    if isinstance(of, Node):
        related = [column for column, *_ in RELATED.get(of.name, ())]
        return (*(column for column, _ in columns(of)), *related, "identifier", "fact", "sources")
    return (*(end.name for end in of.ends), *(column for column, _ in columns(of)), "fact", "sources")


def _stage_order(of: Node | Edge) -> Any:
    if of.name != "project":
        return lambda _row: 0
    stages = next(prop.allowed for prop in of.properties if prop.name == "stage")
    return lambda row: stages.index(row["stage"]) if row["stage"] in stages else len(stages)


def _rows(
    graph: Graph, of: Node | Edge, inside: Sequence[int] | None, condition: str = "true", parameters: Mapping[str, Any] | None = None
) -> builtins.list[dict[str, Any]]:
    """The rows of a kind, its ends and ties as names; only those inside the places, if given."""
    own = [f'x."{column}"' for column, _ in columns(of)]
    asked = dict(parameters or {})
    if inside is not None:
        condition += f" AND {inside_sql(of)}"
        asked["places"] = inside
    if isinstance(of, Node):
        ties = [
            f'(SELECT list(DISTINCT n.name ORDER BY n.name) FROM "{edge}" e JOIN node n ON n.id = e."{other}"'  # noqa: S608
            f' WHERE e."{mine}" = x.id) AS "{column}"'
            for column, edge, mine, other in RELATED.get(of.name, ())
        ]
        text = f'SELECT {", ".join([*own, *ties])}, x.id, x.identifier' f", printf('%016x', x.fact) AS fact FROM \"{of.name}\" x"  # noqa: S608
    else:
        ends = [f'"n_{end.name}".name AS "{end.name}"' for end in of.ends]
        joins = " ".join(f'JOIN node "n_{end.name}" ON "n_{end.name}".id = x."{end.name}"' for end in of.ends)
        text = f"SELECT {', '.join([*ends, *own])}, printf('%016x', x.fact) AS fact FROM \"{of.name}\" x {joins}"  # noqa: S608
    rows = records(graph.ask(Question(f"list {of.name}", f"{text} WHERE {condition}"), asked))
    rests = evidence(graph, {of.name: [row["fact"] for row in rows]})
    for row in rows:
        row["sources"] = titles(rests, row["fact"])
    return rows


def _fact(graph: Graph, fact: str) -> tuple[Node | Edge, dict[str, Any]]:
    """The kind and row of a fact id."""
    number = int(fact, 16)
    names = [of.name for of in (*NODES, *EDGES)]
    text = " UNION ALL ".join(f"SELECT '{name}' AS kind FROM \"{name}\" WHERE fact = $fact" for name in names)  # noqa: S608
    found = records(graph.ask(Question("fact", text), {"fact": number}))
    if not found:
        raise UnknownFact(
            f"{graph.url} holds no fact {fact}; ids of facts are listed by chanlian list and chanlian links",
            f"{graph.url} 中没有事实 {fact}；可用 chanlian list 或 chanlian links 查看事实编号",
        )
    of = kind(found[0]["kind"])
    return of, _rows(graph, of, None, "x.fact = $fact", {"fact": number})[0]


def _facts_about(graph: Graph, node: int, lang: str) -> builtins.list[dict[str, Any]]:
    """Every fact of which a node is an end, as sentences with sources."""
    found: builtins.list[tuple[Edge, dict[str, Any]]] = []
    for edge in EDGES:
        condition = "(" + " OR ".join(f'x."{end.name}" = $id' for end in edge.ends) + ")"
        found += [(edge, row) for row in _rows(graph, edge, None, condition, {"id": node})]
    return [
        {"kind": edge.name, "sentence": sentence(edge, row, lang), "fact": row["fact"], "sources": row["sources"]}
        for edge, row in found
    ]
