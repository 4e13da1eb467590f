"""A graph, or an area's part of it, as a networkx graph, for graph algorithms and other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..engines.base import Question
from ..engines.duckdb.tables import PLACE_BASIS
from ..errors import AmbiguousName, BadInput, UnknownName
from ..names.listed import all_names
from ..schema import ALL_AREAS, AREAS, EDGE_NAMES, KINDS, NODE_NAMES, Edge, flat_columns, having_place, kind
from ..sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from ..readable import Readable

_LEVELS: Final = quoted(*ALL_AREAS)
_AREAS: Final = Question(
    "areas",
    f"SELECT id, identifier, name, own_area, joint, within, covers, {_LEVELS} FROM area ORDER BY identifier",
    f"""
    CALL () {{
        MATCH (n:Region) WHERE n.fact IS NOT NULL RETURN n
        UNION ALL
        MATCH (n:Park) WHERE n.fact IS NOT NULL RETURN n
    }}
    RETURN n.id AS id, n.identifier AS identifier, n.name AS name, coalesce(n.own_area, false) AS own_area,
           coalesce(n.joint, false) AS joint, n.within AS within, coalesce(n.parts, []) AS covers,
           {", ".join(f"n.{level} AS {level}" for level in ALL_AREAS)}
    ORDER BY identifier
    """,
)


def to_networkx(
    graph: Readable, area: str | None = None, kinds: Iterable[str] | None = None, *, with_zones: bool = False
) -> nx.MultiDiGraph[str]:
    """The graph, or an area's part of it: nodes by identifier, edges keyed by fact.

    A node has `kind`, `name` and its other known properties, a firm also `place` (an identifier); an
    edge `kind`, its known properties, `source` (a title), and the third end of a supply: `product`
    (an identifier) and `product_name`. An edge whose sentence has no direction has `directed` False.
    Unknown properties are left out, amounts are in yuan. Of an `area` (several with commas): its
    places and firms, and all that stands in one fact with them; zones with their own administration
    only `with_zones`. `kinds` keeps only these kinds of nodes, or of edges, or both. Sources are
    nodes only where `kinds` names them.

    Raises
    ------
    BadInput
        If `kinds` names what is no kind.
    UnknownName, AmbiguousName
        If `area` is no place of the graph, or may be several.

    >>> from chanlian.graph.graph import connect
    >>> to_networkx(connect(":memory:"), kinds=["firm", "supplies"]).number_of_edges()
    0
    """
    import networkx as nx

    node_kinds, edge_kinds = _kinds(kinds)
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with graph.reading():
        core = None if area is None else _core(graph, area, with_zones=with_zones)
        names = _names(graph)
        for name in (*NODE_NAMES,):
            if name in node_kinds:
                _add_nodes(graph, out, name, names)
        for name in EDGE_NAMES:
            if name in edge_kinds:
                _add_edges(graph, out, name, names, core)
        if core is not None:
            touched = core | {end for edge in out.edges() for end in edge}
            out.remove_nodes_from([node for node in out if node not in touched])
    return out


def _kinds(wanted: Iterable[str] | None) -> tuple[set[str], set[str]]:
    """Kinds of nodes and of edges; all of a sort where none of it is named."""
    by_name = {text: of.name for of in KINDS for text in (of.table, of.name)}
    asked = [wanted] if isinstance(wanted, str) else list(wanted or ())
    unknown = [name for name in asked if name not in by_name]
    if unknown:
        raise BadInput(
            f"there is no kind {unknown[0]!r}; the kinds are {', '.join((*NODE_NAMES, *EDGE_NAMES))}",
            f"没有“{unknown[0]}”这种类别；可用的有：{'、'.join((*NODE_NAMES, *EDGE_NAMES))}",
        )
    names = {by_name[name] for name in asked}
    nodes, edges = names & set(NODE_NAMES), names & set(EDGE_NAMES)
    return nodes or set(NODE_NAMES) - {"source"}, edges or set(EDGE_NAMES)


def _names(graph: Readable) -> dict[str, str]:
    """The name of every node, by identifier."""
    return {
        identifier: name
        for of in NODE_NAMES
        for part in graph.scan(of)
        for identifier, name in zip(part.column("identifier").to_pylist(), part.column("name").to_pylist(), strict=True)
    }


def _add_nodes(graph: Readable, out: nx.MultiDiGraph[str], name: str, names: dict[str, str]) -> None:
    own = [
        *(column for column, _ in flat_columns(kind(name))),
        *(["place", PLACE_BASIS] if name in having_place("own") else []),
    ]
    for part in graph.scan(name):
        for row in part.to_pylist():
            attributes = _attributes(row, own, names)
            if "kind" in attributes:  # a property of that name, such as a facility's
                attributes[f"{name}_kind"] = attributes.pop("kind")
            out.add_node(row["identifier"], kind=name, **attributes)


def _add_edges(
    graph: Readable, out: nx.MultiDiGraph[str], name: str, names: dict[str, str], core: set[str] | None
) -> None:
    of = kind(name)
    assert isinstance(of, Edge)  # the caller names kinds of edges
    start, end, *further = [one.name for one in of.ends]
    own = [column for column, _ in flat_columns(of)]
    for part in graph.scan(name):
        for row in part.to_pylist():
            ends = [row[one.name] for one in of.ends]
            if not all(one in out for one in ends[:2]) or (core is not None and not core.intersection(ends)):
                continue
            attributes = _attributes(row, own, names)
            for column in further:
                attributes[column], attributes[f"{column}_name"] = row[column], names[row[column]]
            if not of.directed:
                attributes["directed"] = False
            out.add_edge(row[start], row[end], key=row["fact"], **{**attributes, "kind": name})


def _attributes(row: dict[str, Any], own: list[str], names: dict[str, str]) -> dict[str, Any]:
    """What is known of a row: its properties, and the title of its source."""
    out = {column: row[column] for column in own if row[column] is not None}
    if row["source"] is not None:
        out["source"] = names[row["source"]]
    return out


# -- areas -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Places:
    """The places of a graph with their areas."""

    by_id: dict[int, dict[str, Any]]
    by_identifier: dict[str, dict[str, Any]]


def _core(graph: Readable, asked: str, *, with_zones: bool) -> set[str]:
    """The places of the areas asked and their firms, as identifiers."""
    rows = graph.rows(_AREAS)
    places = _Places({row["id"]: row for row in rows}, {row["identifier"]: row for row in rows})
    texts = [text.strip() for text in asked.replace("，", ",").split(",") if text.strip()]
    inside: set[int] = set()
    for text in texts:
        inside |= _inside(_place(graph, text, places), places, with_zones=with_zones)
    if not inside:
        raise BadInput("name an area, or several with commas", "请给出一个地区，或用逗号分开的几个")
    named = {places.by_id[one]["identifier"] for one in inside}
    firms = {
        row["identifier"]
        for part in graph.scan("firm")
        for row in part.select(["identifier", "place"]).to_pylist()
        if row["place"] in named
    }
    return named | firms


def _inside(place: dict[str, Any], places: _Places, *, with_zones: bool) -> set[int]:
    """The place and those in it; a joint park stands for its parts."""
    if place["joint"] and place["covers"]:
        parts = (places.by_id[one] for one in place["covers"] if one in places.by_id)
        inside = {place["id"]}.union(*(_inside(part, places, with_zones=with_zones) for part in parts))
    else:
        inside = {row["id"] for row in places.by_id.values() if place["id"] in [row[level] for level in ALL_AREAS]}
        inside.add(place["id"])
    if with_zones:
        new = {row["id"] for row in places.by_id.values() if row["within"] in inside} - inside
        while new:
            inside |= new
            new = {row["id"] for row in places.by_id.values() if row["within"] in inside} - inside
    return inside


def _place(graph: Readable, text: str, places: _Places) -> dict[str, Any]:
    """The place of the graph that a name, alias, code or short name stands for."""
    from ..regions.reference import reference

    found: dict[bool, set[str]] = {True: set(), False: set()}
    for row in all_names(graph, AREAS).to_pylist():
        if row["text"] == text and row["identifier"] in places.by_identifier:
            found[row["main"] or row["text"] == row["identifier"]].add(row["identifier"])
    exact = found[True] or found[False]
    short = {region.identifier for region in reference().find(text)} & set(places.by_identifier)
    candidates = sorted(exact or short)
    if not candidates:
        raise UnknownName(
            f"{graph.url} holds no region or park called {text!r}; see chanlian list {graph.url} region",
            f"{graph.url} 中没有名为“{text}”的区划或园区；可用 chanlian list {graph.url} region 查看",
        )
    if len(candidates) > 1:
        listed = "; ".join(f"{places.by_identifier[one]['name']} ({one})" for one in candidates)
        raise AmbiguousName(
            f"{text!r} may be any of: {listed}; give the full name or the identifier",
            f"“{text}”可能指：{listed}；请用全称或标识符",
        )
    return places.by_identifier[candidates[0]]
