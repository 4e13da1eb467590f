"""The part of a graph that a picture shows: nodes, ties, evidence, and gaps as ghosts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import label
from ...graph.errors import BadInput
from ...graph.for_python import for_python
from ...graph.language import t
from ...graph.schema import AREAS, EDGES, LAYERS, Edge, node
from ...graph.sql_text import quoted
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..evidence import evidence
from ..gaps.how_known import how_known
from ..gaps.needs import Needs, needs_to_draw
from ..names import Named, resolve
from ..places.geography import Geography
from ..places.unplaced import unplaced, unplaced_in
from ..sentences import sentence
from .lacking import GHOSTS, ghosts_of, makers_of, merged, possible
from .parts import SEEDS, edges_among, nodes_of, seeds_in
from .reach import check_reach, crossing, fetched_around, within
from .records import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph
    from ..answer import Asked
    from ..places.place import Where
    from .reach import Rows

DRAWN = tuple(of.name for layer in LAYERS for of in EDGES if of.roles.drawn.layer == layer)
"""Kinds of edges that are drawn where they touch what belongs to the area."""

BETWEEN = tuple(of.name for of in EDGES if of.roles.drawn.layer == "technology")
"""Kinds of edges that are drawn where both of their ends are drawn."""

WALKED = tuple(of.name for of in EDGES if of.name in (*DRAWN, *BETWEEN) and of.roles.drawn.at_first)
"""Kinds of edges that lead from one thing to the next: not those that only say where something is."""

GAP_COLUMNS = (
    "area", "product", "product_id", "state", "action", "flags", "because", "firms", "firm_names", "nearest_supplier", "nearest_area",
    "distance_km",
)  # fmt: skip


@for_python
def network(
    graph: Graph,
    area: str | Sequence[str] | None = None,
    *,
    around: str | None = None,
    hops: int = 1,
    links: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Network:
    """What belongs to an area and what it is tied to, ready to draw; without an area the whole graph.

    Parameters
    ----------
    area
        A region or park, or several.
    around
        Only what lies within so many `hops` (1 to 3) of this node: a firm, product, project or anything else, by name.
    links
        Only ties that cross a border of this level (county, prefecture, province or country) or a higher one, and their ends.

    Returns
    -------
    Network: nodes, edges and gaps as plain records (records.py says their keys).

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several; or `around` nothing, or several things.
    BadInput
        For steps or a level that there are none of, or where `around` is not among what belongs to `area`.

    Examples
    --------
    >>> drawn = network(example(), "大龙")
    >>> [node["label"] for node in drawn.nodes if node["kind"] == "gap"][:1]
    ['吨袋']
    >>> sorted(node["label"] for node in network(example(), around="玉屏创联包装").nodes)[:2]
    ['中伟股份', '吨袋']
    """
    check_reach(hops, links)
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        middle = None if around is None else resolve(known, around)
        if middle is not None and area is None:
            found = _around(known, geography, middle, hops, when, lang)
        else:
            where = (
                geography.everywhere(lang)
                if area is None
                else geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
            )
            found = _of_area(known, geography, where, when, lang, whole=area is None)
            found = found if middle is None else _cut_around(found, middle, hops)
        if links is not None:
            found = _crossing(found, links)
        if middle is not None:
            found = replace(found, title=t(lang, f"Around {middle.name}", f"{middle.name}的上下游与联系"))
        return found


def _of_area(graph: Graph, geography: Geography, where: Where, when: Asked, lang: str, *, whole: bool) -> Network:
    """The network of an area, or of the whole graph, with its gaps."""
    rows, shown = _rows(graph, where, whole=whole)
    lacking = needs_to_draw(graph, geography, where, when, lang)
    makers = makers_of(graph, geography, where, lacking.rows, shown, when.day)
    shown |= {number for number, _ in makers}
    nodes, drawn = _records(graph, rows, shown, geography, where, lang)
    ghosts, needs = ghosts_of(lacking.rows, nodes, lang)
    records, edges = merged([*nodes.values()], drawn, ghosts, [*needs, *possible(makers, nodes, ghosts, lang)])
    return Network(
        title=t(lang, "Industrial chains", "产业链图谱")
        if whole
        else t(lang, f"Industrial chains of {where.label}", f"{where.label}产业链"),
        area="" if whole else where.label,
        as_of=when.day,
        graph_hash=when.graph_hash,
        nodes=[*records, *ghosts],
        edges=edges,
        gaps=_gaps(lacking, {record["id"] for record in records}),
        notes=(
            *where.notes(lang),
            *(unplaced(geography, lang) if whole else unplaced_in(geography, where, lang)),
            *undated(graph, when, lang, places=where.inside),
            *how_known(where, lacking, lacking.rows, lang),
            *when.notes,
        ),
    )


def _rows(graph: Graph, where: Where, *, whole: bool) -> tuple[Rows, set[int]]:
    """The ties that are drawn and the nodes that they tie."""
    seeds = {row["id"] for row in graph.rows(_EVERY)} if whole else seeds_in(graph, sorted(where.inside))
    seeds |= where.inside & {part.id for part in where.parts}
    rows = edges_among(graph, DRAWN, seeds, every_end=False)
    shown = {end for _, row in rows for end in row["ends"]} | seeds
    # what the firms beyond the border make is what could close a gap or a loop; who else makes a product is not drawn for it
    there = {row["fact"] for _, row in rows}
    makers = shown - {
        row["ends"][number] for of, row in rows for number, end in enumerate(of.ends[:2]) if end.kinds == ("product",)
    }
    rows += [
        (of, row) for of, row in edges_among(graph, ("produces",), makers, every_end=False) if row["fact"] not in there
    ]
    shown |= {end for _, row in rows for end in row["ends"]}
    rows += edges_among(graph, BETWEEN, shown, every_end=True)
    return rows, shown


_EVERY = Question(
    "every node that is drawn",
    " UNION ".join(f"SELECT id FROM {quoted(kind)}" for kind in SEEDS),
    " UNION ".join(f"MATCH (n:{label(node(kind))}) WHERE n.fact IS NOT NULL RETURN n.id AS id" for kind in SEEDS),
)


def _records(
    graph: Graph, rows: Rows, shown: set[int], geography: Geography, where: Where | None, lang: str
) -> tuple[dict[int, dict[str, Any]], list[dict[str, Any]]]:
    """Nodes by number, and ties, as records."""
    inside, maybe = (where.inside, where.maybe) if where else (frozenset[int](), frozenset[int]())
    nodes = nodes_of(graph, shown, geography, inside, maybe)
    places = {id_: record.pop("place") for id_, record in nodes.items()}
    return nodes, _drawn(graph, rows, nodes, places, geography, lang)


def _around(graph: Graph, geography: Geography, middle: Named, hops: int, when: Asked, lang: str) -> Network:
    """A node with what lies around it, wherever that is."""

    def edges(numbers: Sequence[int]) -> Rows:
        return edges_among(graph, WALKED, numbers, every_end=False)

    shown, rows = fetched_around(middle.id, hops, edges)
    nodes, drawn = _records(graph, rows, shown, geography, None, lang)
    return Network("", "", when.day, when.graph_hash, [*nodes.values()], drawn, notes=tuple(when.notes), lean=False)


def _cut_around(found: Network, middle: Named, hops: int) -> Network:
    """What of an area's network lies around one of its nodes."""
    if middle.identifier not in {one["id"] for one in found.nodes}:
        area, zh = (found.area, found.area) if found.area else ("the picture of the whole graph", "全图")
        raise BadInput(
            f"{middle.name} is not among what belongs to {area} or is tied to it; leave out --in to draw around it",
            f"{middle.name}不属于{zh}，也与其无联系；去掉 --in 即可单独绘制",
        )
    near = within(middle.identifier, hops, (one for one in found.edges if one["kind"] not in _PLACES))
    return replace(
        found,
        nodes=[one for one in found.nodes if one["id"] in near],
        edges=[one for one in found.edges if one["source"] in near and one["target"] in near],
        gaps=[gap for gap in found.gaps if gap["node"] in near],
    )


_PLACES = tuple(of.name for of in EDGES if not of.roles.drawn.at_first)


def _crossing(found: Network, level: str) -> Network:
    """Only the ties across a border, and their ends."""
    edges = crossing(found.edges, level)
    ends = {end for one in edges for end in (one["source"], one["target"])}
    return replace(found, nodes=[one for one in found.nodes if one["id"] in ends], edges=edges, gaps=[])


def _gaps(lacking: Needs, nodes: set[str]) -> list[dict[str, Any]]:
    """The rows of the needs, each with the node that stands for it."""
    out = []
    for row in lacking.rows:
        product = row["product_id"]
        stands = f"gap:{product}" if row["state"] in GHOSTS else product if product in nodes else None
        out.append({**{column: row.get(column) for column in GAP_COLUMNS}, "node": stands})
    return out


def _drawn(
    graph: Graph, rows: Sequence[tuple[Edge, dict[str, Any]]], nodes: dict[int, dict[str, Any]],
    places: dict[int, int | None], geography: Geography, lang: str,
) -> list[dict[str, Any]]:  # fmt: skip
    wanted: dict[str, list[str]] = {}
    for of, row in rows:
        wanted.setdefault(of.name, []).append(row["fact"])
    rests = evidence(graph, wanted)
    out = []
    for of, row in rows:
        one, other = row["ends"]
        own_place = set(of.ends[1].kinds) <= set(AREAS)  # saying where something is crosses nothing
        out.append(
            {
                "fact": row["fact"],
                "kind": of.name,
                "source": nodes[one]["id"],
                "target": nodes[other]["id"],
                "label": _caption(of, row),
                "sentence": sentence(of, row, lang),
                **{name: row.get(name) for name in ("value", "value_low", "value_high", "value_original", "basis")},
                "border": None if own_place else geography.border(places.get(one), places.get(other)),
                "status": row.get("status"),
                "modality": row.get("modality"),
                "evidence": [{**entry, "fact": row["fact"]} for entry in rests.get(row["fact"], [])],
                "ghost": False,
            }
        )
    return out


def _caption(of: Edge, row: dict[str, Any]) -> str:
    """The text that stands on the line; a number (the share that a firm owns) stands in the sentence only."""
    said = row.get(of.roles.caption) if of.roles.caption else None
    return said if isinstance(said, str) else ""
