"""Areas: the one area at each level to which a region or park belongs.

Levels are park, county, prefecture, province, country. A division that lacks a level
takes the nearest that exists; a park with its own administration is its own county-level
area; a place in no park stands, at park level, for the rest of its county; a joint park
takes only the levels at which all the parts it covers agree (MODEL.md, "Areas").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .schema import ALL_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .regions import Regions

REGION_LEVELS = ALL_AREAS[1:]


@dataclass(frozen=True, slots=True)
class Place:
    """A region or park as the graph holds it; `within` is what it lies in, `covers` its parts."""

    id: int
    kind: str
    identifier: str
    name: str
    level: str | None = None
    within: int | None = None
    covers: tuple[int, ...] = ()
    own_area: bool = False
    joint: bool = False
    lat: float | None = None
    lon: float | None = None


@dataclass(slots=True)
class Area:
    """A place with its area at every level (ids of places; None below what is known) and its point."""

    place: Place
    levels: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(ALL_AREAS))
    lat: float | None = None
    lon: float | None = None
    point_of: int | None = None
    """The place whose point this is: its own id, or that of the county it borrows one from."""


def derive(places: Iterable[Place], reference: Regions) -> dict[int, Area]:
    """The area of every place, by id.

    `reference` tells which levels an official division lacks; divisions it does not know
    (another country's) take their levels from their chain of `within`.
    """
    by_id = {place.id: place for place in places}
    by_identifier = {place.identifier: place.id for place in by_id.values()}
    areas: dict[int, Area] = {}

    def area(id_: int, seen: frozenset[int]) -> Area:
        if id_ not in areas:
            if id_ in seen:  # a circle of parks: known to no level but their own
                return Area(by_id[id_])
            areas[id_] = make(by_id[id_], seen | {id_})
        return areas[id_]

    def make(place: Place, seen: frozenset[int]) -> Area:
        out = Area(place)
        if place.kind == "region":
            out.levels |= _region_levels(place, by_id, by_identifier, reference)
            out.levels["park"] = out.levels["county"]
        elif place.within is not None and place.within in by_id:
            out.levels |= area(place.within, seen).levels
        elif place.joint and place.covers:
            parts = [area(part, seen).levels for part in place.covers if part in by_id]
            out.levels |= {
                level: parts[0][level] if len({part[level] for part in parts}) == 1 else None for level in ALL_AREAS
            }
        if place.kind == "park":
            out.levels["park"] = place.id
            if place.own_area:
                out.levels["county"] = place.id
        _locate(out, by_id, areas)
        return out

    for id_ in by_id:
        area(id_, frozenset())
    return areas


def _region_levels(
    place: Place, by_id: Mapping[int, Place], by_identifier: Mapping[str, int], reference: Regions
) -> dict[str, int | None]:
    known = reference.get(place.identifier.removeprefix("region:"))
    if known is not None:
        codes = reference.levels(known.code)
        return {level: by_identifier.get(f"region:{codes[level]}") if level in codes else None for level in REGION_LEVELS}
    found: dict[str, int | None] = {}
    step: Place | None = place
    while step is not None and step.id not in found.values():
        if step.level in REGION_LEVELS:
            found.setdefault(step.level, step.id)
        step = by_id.get(step.within) if step.within is not None else None
    finest: int | None = None
    levels: dict[str, int | None] = {}
    for level in REGION_LEVELS:
        finest = found.get(level, finest)
        levels[level] = finest
    # above the coarsest division that is stated nothing is known
    stated = [level for level in REGION_LEVELS if level in found]
    if stated:
        for level in REGION_LEVELS[REGION_LEVELS.index(stated[-1]) + 1 :]:
            levels[level] = None
    return levels


def _locate(area: Area, by_id: Mapping[int, Place], areas: Mapping[int, Area]) -> None:
    """Give an area its own point, else the point of the region it lies in."""
    place: Place | None = area.place
    seen: set[int] = set()
    while place is not None and place.id not in seen:
        if place.lat is not None and place.lon is not None:
            area.lat, area.lon, area.point_of = place.lat, place.lon, place.id
            return
        if place.kind == "region":  # a region without a point has none to borrow
            return
        seen.add(place.id)
        place = by_id.get(place.within) if place.within is not None else None
