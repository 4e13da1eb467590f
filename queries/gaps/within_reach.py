"""Which makers an area may speak to: near enough, across its border, or in an area that it has an agreement with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..places.distances import PRECISE
from ..places.sides import lies_inside
from ..texts import question
from .nearer import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph
    from ..places.distances import Way
    from ..places.geography import Geography
    from ..places.place import PlaceRow, Where

_SAID = {"border": ("in a bordering area", "相邻地区"), "agreement": ("in an area with an agreement", "有合作协议")}


class WithinReach:
    """What lies within reach of an area."""

    def __init__(
        self, graph: Graph, geography: Geography, where: Where, asked: Mapping[str, Any], within: float
    ) -> None:
        self._graph = graph
        self._geography = geography
        self._where = where
        self._asked = asked
        self._within = within

    def how(self, place: int | None, way: Way, lang: str) -> str | None:
        """Why a maker at a place is within reach, in words; None where it is not known to be."""
        if place is None:
            return None
        if way.basis in PRECISE and (way.km or 0.0) <= self._within:
            return in_words(way.km, way.border, lang)
        here = self._geography.places[place]
        for why, areas in self._areas.items():
            if any(lies_inside(self._geography.places, here, area) for area in areas):
                return t(lang, *_SAID[why])
        return None

    @cached_property
    def _areas(self) -> dict[str, list[PlaceRow]]:
        """The areas that border the one asked, or have an agreement with it."""
        places = self._geography.places
        out: dict[str, list[PlaceRow]] = {"border": self._official(), "agreement": []}
        for row in self._graph.rows(question("places/near_areas"), self._asked):
            out[row["how"]].append(places[row["place"]])
        return out

    def _official(self) -> list[PlaceRow]:
        """The divisions that border the area by the reference data: of its own level, of a province the counties."""
        regions = self._graph.regions
        by_identifier = {place.identifier: place for place in self._geography.places.values()}
        out = []
        for part in self._where.parts:
            region = regions.get(part.identifier.removeprefix("region:")) if part.kind == "region" else None
            if (
                region is None
                or region.identifier != part.identifier
                or region.level not in ("county", "prefecture", "province")
            ):
                continue
            level = "prefecture" if region.level == "prefecture" else "county"
            found = (by_identifier.get(one.identifier) for one in regions.neighbours(region.code, level))
            out += [one for one in found if one is not None and one.id not in self._where.inside]
        return out
