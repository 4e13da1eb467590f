"""One of two graphs that are compared: its facts by number, with names for identifiers, sources, and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.errors import UnknownName
from ...graph.fact_texts import fact_rows
from ...graph.in_area import inside
from ...graph.schema import AREAS, NODE_NAMES, Edge
from ..places.geography import Geography

if TYPE_CHECKING:
    from ...graph.graph import Graph
    from ...graph.schema import Node
    from ..places.place import PlaceRow, Where

Row = dict[str, Any]
_COARSER = ("county", "prefecture", "province", "country")
_PLACED = (("located_in", "what"), ("sited_in", "project"))
"""Edges that say where something lies, each with the end that does."""


class Side:
    """A graph as it is read for a comparison; it is held open (`reading`) meanwhile."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.meta = graph.meta()
        self.names: dict[str, str] = {}
        self._areas: dict[str, list[str]] = {}
        self._geography = Geography.of(graph)
        self._read_nodes()
        self.claims: dict[str, set[str]] = {}
        for row in self._rows("claim"):
            self.claims.setdefault(row["fact"], set()).add(row["source"])
        self.former: dict[str, str] = {
            row["former"]: row["now"] for row in self._rows("former") if ":" not in row["former"]
        }
        """Numbers that facts had before, and have now."""
        self.taken_out = {row["fact"]: row["because"] for row in self._rows("removed") if row["restored"] is None}

    def _rows(self, name: str) -> list[Row]:
        return [row for part in self.graph.scan(name) for row in part.to_pylist()]

    def _read_nodes(self) -> None:
        places = {place.identifier: place for place in self._geography.places.values()}
        for name in NODE_NAMES:
            for row in self._rows(name):
                self.names[row["identifier"]] = row["name"]
                place = places.get(row["identifier"] if name in AREAS else row.get("place") or "")
                if place is not None:
                    self._areas[row["identifier"]] = [self._area(place)]
        for name, end in _PLACED:
            for row in self._rows(name):
                place = places.get(row["place"])
                if place is not None and row[end].partition(":")[0] not in ("firm", *AREAS):
                    known = self._areas.setdefault(row[end], [])
                    known += [area for area in [self._area(place)] if area not in known]

    def _area(self, place: PlaceRow) -> str:
        """The county in which a place lies, or the finest area that is known of it."""
        found = next((at for level in _COARSER if (at := place.at(level)) is not None), place.id)
        return self._geography.places[found].name

    def where(self, area: str, *, with_zones: bool, neighbours: bool, lang: str) -> Where | None:
        """The area as it is in this graph; None where the graph knows none of that name."""
        try:
            return self._geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        except UnknownName:
            return None

    def facts(self, of: Node | Edge) -> dict[str, Row]:
        """The facts of a kind by their numbers."""
        return {row["fact"]: row for row in self._rows(of.name)}

    def among(self, of: Node | Edge, where: Where | None) -> set[str]:
        """The numbers of those in an area."""
        if where is None:
            return set()
        asked = fact_rows(of, inside(of), ends=())
        return {row["fact"] for row in self.graph.rows(asked, {"places": sorted(where.inside)})}

    def areas(self, of: Node | Edge, row: Row) -> list[str]:
        """The areas in which a node lies, or the ends of an edge."""
        ends = [row[end.name] for end in of.ends] if isinstance(of, Edge) else [row["identifier"]]
        return [*dict.fromkeys(area for end in ends for area in self._areas.get(end, ()))]

    def named(self, of: Node | Edge, row: Row) -> Row:
        """A row with the names of its ends in place of identifiers."""
        return row | {
            end.name: self.names.get(row[end.name], row[end.name]) for end in (of.ends if isinstance(of, Edge) else ())
        }

    def sources(self, row: Row) -> list[str]:
        """The titles of all sources that state a fact."""
        found = self.claims.get(row["fact"]) or {row["source"]}
        return sorted(self.names.get(one, one) for one in found if one)
