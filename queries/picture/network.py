"""The part of a graph that a picture of an area shows: nodes, ties, evidence, and gaps as ghosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.cypher_text import cypher_literal
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import label, relationship
from ...graph.fact_texts import THE_IDS, Which, fact_rows
from ...graph.language import t
from ...graph.schema import AREAS, EDGES, LAYERS, NODE_NAMES, NODES, Edge, edge, flat_columns, having_place, node
from ...graph.sql_text import quoted
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..evidence import evidence
from ..gaps.how_known import how_known
from ..gaps.needs import needs_to_draw
from ..in_area import inside
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..sentences import sentence
from .records import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.graph import Graph

SEEDS = tuple(of.name for of in NODES if of.roles.drawn)
"""Kinds of nodes that are drawn because they belong to the area."""

DRAWN = tuple(of.name for layer in LAYERS for of in EDGES if of.roles.drawn.layer == layer)
"""Kinds of edges that are drawn where they touch what belongs to the area."""

BETWEEN = tuple(of.name for of in EDGES if of.roles.drawn.layer == "technology")
"""Kinds of edges that are drawn where both of their ends are drawn."""

GHOSTS = ("broken", "missing", "presumed", "unknown")
"""States of a need that are drawn as a gap."""

GAP_COLUMNS = (
    "area", "product", "state", "action", "flags", "because", "firms", "firm_names", "nearest_supplier", "nearest_area", "distance_km",
)  # fmt: skip


def network(
    graph: Graph,
    area: str | Sequence[str],
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Network:
    """What belongs to an area and what it is tied to, ready to draw.

    Returns
    -------
    Network: nodes, edges and gaps as plain records (records.py says their keys).

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> drawn = network(example(), "大龙")
    >>> [node["label"] for node in drawn.nodes if node["kind"] == "gap"][:1]
    ['吨袋']
    """
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        seeds = _seeds(known, sorted(where.inside)) | where.inside & {part.id for part in where.parts}
        rows = _edges(known, DRAWN, seeds, every_end=False)
        shown = {end for _, row in rows for end in row["ends"]} | seeds
        # what the firms beyond the border make is what could close a gap or a loop
        there = {row["fact"] for _, row in rows}
        rows += [
            (of, row) for of, row in _edges(known, ("produces",), shown, every_end=False) if row["fact"] not in there
        ]
        shown |= {end for _, row in rows for end in row["ends"]}
        rows += _edges(known, BETWEEN, shown, every_end=True)
        nodes = _nodes(known, shown, geography, where.inside, where.maybe)
        places = {id_: record.pop("place") for id_, record in nodes.items()}
        lacking = needs_to_draw(known, geography, where, when, lang)
        ghosts, needs = _ghosts(lacking.rows, nodes, lang)
        drawn = _drawn(known, rows, nodes, places, geography, lang)
        records, edges = _merged([*nodes.values()], drawn, ghosts, needs)
        return Network(
            title=t(lang, f"Industrial chains of {where.label}", f"{where.label}产业链"),
            area=where.label,
            as_of=when.day,
            graph_hash=when.graph_hash,
            nodes=[*records, *ghosts],
            edges=edges,
            gaps=[{column: row.get(column) for column in GAP_COLUMNS} for row in lacking.rows],
            notes=(
                *where.notes(lang),
                *unplaced_in(geography, where, lang),
                *undated(known, when, lang, places=where.inside),
                *how_known(where, lacking, lacking.rows, lang),
                *when.notes,
            ),
        )


def _seeds(graph: Graph, places: Sequence[int]) -> set[int]:
    return {row["id"] for row in graph.rows(_SEEDS, {"places": places})}


_SEEDS = Question(
    "seeds",
    " UNION ".join(f"SELECT x.id FROM {quoted(kind)} x WHERE {inside(node(kind)).sql}" for kind in SEEDS),
    " UNION ".join(f"{inside(node(kind)).start} RETURN x.id AS id" for kind in SEEDS),
)


def _edges(
    graph: Graph, kinds: Iterable[str], ids: Iterable[int], *, every_end: bool
) -> list[tuple[Edge, dict[str, Any]]]:
    """Edges of which one end (or every end) is among the nodes, with ends as ids and as names."""
    out = []
    for name in kinds:
        of = edge(name)
        asked = fact_rows(of, _among(of, every_end=every_end), ends=("id", "name"))
        for row in graph.rows(asked, {"ids": sorted(ids)}):
            row["ends"] = [int(row[f"id_{end.name}"]) for end in of.ends[:2]]
            out.append((of, row))
    return out


def _among(of: Edge, *, every_end: bool) -> Which:
    """Edges of which one end (or every end) is among the nodes `$ids`."""
    ends = of.ends[:2]
    sql = [f"x.{quoted(end.name)} IN (SELECT unnest($ids))" for end in ends]
    arrows = (f"-[x:{relationship(of)}]->()", f"<-[x:{relationship(of)}]-()")
    if every_end:
        ends, condition = ends[:1], "n1.id IN $ids"
    else:
        condition = "true"
    starts = " UNION ".join(
        f"MATCH (:{label(node(kind))} {{id: id}}){arrow} RETURN x"
        for end, arrow in zip(ends, arrows, strict=False)
        for kind in end.kinds
    )
    start = f"UNWIND $ids AS id CALL (id) {{ {starts} }} WITH DISTINCT x"
    return Which((" AND " if every_end else " OR ").join(sql), condition, start)


def _nodes(
    graph: Graph, ids: Iterable[int], geography: Geography, inside: frozenset[int], maybe: frozenset[int]
) -> dict[int, dict[str, Any]]:
    """Records of nodes by id, each with its place under `place` for the caller to take out."""
    wanted = {"ids": sorted(ids)}
    kinds = {row["kind"] for row in graph.rows(_KINDS, wanted)}
    places = {row["node"]: row["place"] for row in graph.rows(_PLACES, wanted)}
    out: dict[int, dict[str, Any]] = {}
    for kind in (name for name in NODE_NAMES if name in kinds):
        rows = sorted(graph.rows(fact_rows(node(kind), THE_IDS), wanted), key=lambda row: row["identifier"])
        rests = evidence(graph, {kind: [row["fact"] for row in rows]})
        for row in rows:
            place = places.get(row["id"])
            known = {
                column: row[column]
                for column, _ in flat_columns(node(kind))
                if row[column] is not None and column != "name"
            }
            out[row["id"]] = {
                "id": row["identifier"],
                "kind": kind,
                "label": row["name"],
                # a joint park lies in no area, it joins several
                "area": None if row.get("joint") else geography.area_name(place),
                "province": None if row.get("joint") else geography.area_name(place, "province"),
                "inside": None if place is None or place in maybe else place in inside,
                "group": bool(row.get("group")),
                "properties": known,
                "evidence": [{**entry, "fact": row["fact"]} for entry in rests.get(row["fact"], [])],
                "place": place,
            }
    return out


_KINDS = Question(
    "kinds",
    "SELECT DISTINCT kind FROM node WHERE id IN (SELECT unnest($ids)) ORDER BY kind",
    "CALL () { "
    + " UNION ALL ".join(
        f"UNWIND $ids AS id MATCH (n:{label(of)} {{id: id}}) RETURN DISTINCT {cypher_literal(of.name)} AS kind"
        for of in NODES
    )
    + " } RETURN kind ORDER BY kind",
)


def _places() -> Question:
    """Where nodes are: firms where they are, places themselves, what is located somewhere, projects at their site."""
    own, located, sited = having_place("own"), having_place("own", "located"), having_place("sited")
    firms = "".join(
        f"SELECT id AS node, place, 0 AS rank FROM {kind} WHERE place IS NOT NULL UNION ALL " for kind in own
    )
    sql = f"""
    SELECT node, arg_min(place, rank) AS place FROM (
        {firms}SELECT id, id, 1 FROM area
        UNION ALL SELECT what, min(place), 2 FROM located_in WHERE role = 'primary' GROUP BY what
        UNION ALL SELECT project, min(place), 3 FROM sited_in GROUP BY project
    ) WHERE node IN (SELECT unnest($ids)) GROUP BY node ORDER BY node
    """
    ways = [
        *(f"MATCH (n:{label(node(kind))} {{id: id}}) WHERE n.place IS NOT NULL RETURN n.place AS place, 0 AS rank" for kind in own),
        *(f"MATCH (n:{label(node(kind))} {{id: id}}) RETURN n.id AS place, 1 AS rank" for kind in AREAS),
        *(f"MATCH (:{label(node(kind))} {{id: id}})-[:LOCATED_IN {{role: 'primary'}}]->(p) RETURN p.id AS place, 2 AS rank"
          for kind in located),
        *(f"MATCH (:{label(node(kind))} {{id: id}})-[:SITED_IN]->(p) RETURN p.id AS place, 3 AS rank" for kind in sited),
    ]  # fmt: skip
    cypher = f"""
    UNWIND $ids AS id
    CALL (id) {{
        {" UNION ALL ".join(ways)}
    }}
    WITH id, place, rank ORDER BY rank, place
    RETURN id AS node, head(collect(place)) AS place ORDER BY node
    """
    return Question("places of nodes", sql, cypher)


_PLACES = _places()


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


_OF_NEEDS = ("consumes", "input_of", "kind_of")
"""Edges that a product may have of which nobody is known to make or sell anything: what a need is, is said with gaps."""


def _merged(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]], ghosts: list[dict[str, Any]], needs: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A product that is only needed is drawn once, as the gap, and what firms say of it stands for the need."""
    ghost_of = {ghost["product"]: ghost["id"] for ghost in ghosts}
    for edge_ in edges:
        if edge_["kind"] not in _OF_NEEDS:
            ghost_of.pop(edge_["source"], None)
            ghost_of.pop(edge_["target"], None)
    moved = [
        {
            **one,
            "source": ghost_of.get(one["source"], one["source"]),
            "target": ghost_of.get(one["target"], one["target"]),
        }
        for one in edges
    ]
    said = {(one["source"], one["target"]) for one in moved if one["kind"] == "consumes"}
    rest = [one for one in needs if (one["source"], one["target"]) not in said]
    return [one for one in nodes if one["id"] not in ghost_of], [*moved, *rest]


def _ghosts(
    lacking: Sequence[dict[str, Any]], nodes: dict[int, dict[str, Any]], lang: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A ghost for each gap, and the ties of the firms that need it."""
    known = {record["id"]: record for record in nodes.values() if record["kind"] == "firm"}
    ghosts, needs = [], []
    for row in lacking:
        if row["state"] not in GHOSTS:
            continue
        ghost = f"gap:{row['product_id']}"
        # it stands where the firms that need it are, if they are in one area
        needing = sorted(
            (known[id_] for id_ in row["firm_ids"] or () if id_ in known), key=lambda firm: (firm["label"], firm["id"])
        )
        areas = {(firm["area"], firm["province"]) for firm in needing}
        areas |= {(None, None)} if len(needing) < len(row["firm_ids"] or ()) else set()
        area, province = areas.pop() if len(areas) == 1 else (row["area"], None)
        ghosts.append(
            {
                "id": ghost,
                "kind": "gap",
                "label": row["product"],
                "area": area,
                "province": province,
                "inside": True,
                "group": False,
                "properties": {"basis": row["basis"], "action": row["action"], "flags": row["flags"]},
                "evidence": [{"source": title} for title in row["evidence"] or ()],
                "state": row["state"],
                "because": row["because"],
                "product": row["product_id"],
                "firms": [firm["id"] for firm in needing],
            }
        )
        needs += [
            {
                "fact": None,
                "kind": "needs",
                "source": firm["id"],
                "target": ghost,
                "label": "",
                "sentence": t(
                    lang,
                    f"{firm['label']} needs {row['product']}: {row['because']}",
                    f"{firm['label']}需要{row['product']}：{row['because']}",
                ),
                "value": None,
                "border": None,
                "status": None,
                "modality": None,
                "evidence": [{"source": title} for title in row["evidence"] or ()],
                "ghost": True,
            }
            for firm in needing
        ]
    return ghosts, needs
