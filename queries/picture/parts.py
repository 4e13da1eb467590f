"""The nodes and edges of a picture, fetched as rows and records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.cypher_text import cypher_literal
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import label, relationship
from ...graph.fact_texts import THE_IDS, Which, fact_rows
from ...graph.in_area import inside
from ...graph.schema import AREAS, NODE_NAMES, NODES, Edge, edge, flat_columns, having_place, node
from ...graph.sql_text import quoted
from ..evidence import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...graph.graph import Graph
    from ..places.geography import Geography

SEEDS = tuple(of.name for of in NODES if of.roles.drawn)
"""Kinds of nodes that are drawn because they belong to the area."""


def seeds_in(graph: Graph, places: Sequence[int]) -> set[int]:
    """The nodes that are drawn because they belong to these places."""
    return {row["id"] for row in graph.rows(_SEEDS, {"places": places})}


_SEEDS = Question(
    "seeds",
    " UNION ".join(f"SELECT x.id FROM {quoted(kind)} x WHERE {inside(node(kind)).sql}" for kind in SEEDS),
    " UNION ".join(f"{inside(node(kind)).start} RETURN x.id AS id" for kind in SEEDS),
)


def edges_among(
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


def nodes_of(
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
                "area": None if row.get("joint") else _area(geography, place),
                "province": None if row.get("joint") else geography.province_name(place),
                "inside": None if place is None or place in maybe else place in inside,
                "group": bool(row.get("group")),
                "properties": known,
                "evidence": [{**entry, "fact": row["fact"]} for entry in rests.get(row["fact"], [])],
                "place": place,
            }
    return out


def _area(geography: Geography, place: int | None) -> str | None:
    """The area of a place; none where no more than its province is known, or of a park not even that."""
    row = geography.places.get(place) if place is not None else None
    if row is None or (row.at("county") is None and row.at("prefecture") is None and not geography.abroad(row)):
        return None
    return geography.area_name(place)


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
