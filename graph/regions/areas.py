"""Areas: the one area at each level to which a region or park belongs.

Levels are park, county, prefecture, province, country. A division that lacks a level
takes the nearest that exists; a park with its own administration is its own county-level
area; a place in no park stands, at park level, for the rest of its county; a joint park
takes only the levels at which all the parts it covers agree (MODEL.md, "Areas").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..schema import ALL_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .reference import Regions

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

    def area(id_: int) -> Area:
        if id_ not in areas:
            areas[id_] = make(by_id[id_])
        return areas[id_]

    def make(place: Place) -> Area:
        out = Area(place)
        if place.kind == "region":
            out.levels |= _region_levels(place, by_id, by_identifier, reference)
            out.levels["park"] = out.levels["county"]
        elif parts := [] if _in_circle(place, by_id) else [area(id_).levels for id_ in _above(place, by_id)]:
            agreed = [level for level in ALL_AREAS if len({part[level] for part in parts}) == 1]
            out.levels |= {level: parts[0][level] for level in agreed}
        if place.kind == "park":
            out.levels["park"] = place.id
            if place.own_area:
                out.levels["county"] = place.id
        _locate(out, by_id)
        return out

    return {id_: area(id_) for id_ in by_id}


def _above(place: Place, by_id: Mapping[int, Place]) -> list[int]:
    """The places from which a park has its areas: what it lies in, or the parts of a joint one."""
    above = place.covers if place.joint and place.covers else (place.within,)
    return [id_ for id_ in above if id_ is not None and id_ in by_id]


def _in_circle(place: Place, by_id: Mapping[int, Place]) -> bool:
    """Whether a park lies in itself by way of others; it is then known to no level but its own."""
    seen: set[int] = set()
    steps = _above(place, by_id)
    while steps:
        step = steps.pop()
        if step == place.id:
            return True
        if step not in seen and by_id[step].kind == "park":
            seen.add(step)
            steps += _above(by_id[step], by_id)
    return False


def _region_levels(
    place: Place, by_id: Mapping[int, Place], by_identifier: Mapping[str, int], reference: Regions
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    seen: set[int] = set()
    step: Place | None = place
    while step is not None and step.id not in seen:
        code = step.identifier.removeprefix("region:")
        known = reference.get(code)
        if known is None and len(code) == len("520622") and code.isdigit():
            # a division that there is no longer lies, today, in what it became
            successor = reference.successor(code, step.name)
            if successor is not None and successor.identifier in by_identifier:
                codes = reference.levels(successor.code)
                found |= {
                    level: by_identifier.get(f"region:{codes[level]}") for level in REGION_LEVELS if level in codes
                }
                break
        # another country's code may look like the short form of one of China's (45 for 450000)
        if known is not None and known.identifier == step.identifier:
            # what lies in a division that the reference knows lies where that lies
            codes = reference.levels(known.code)
            found |= {level: by_identifier.get(f"region:{codes[level]}") for level in REGION_LEVELS if level in codes}
            break
        if step.level in REGION_LEVELS:
            found.setdefault(step.level, step.id)
        seen.add(step.id)
        step = by_id.get(step.within) if step.within is not None else None
    # a level that is lacking is the next finer one; above the coarsest that is stated nothing is known
    coarsest = max((REGION_LEVELS.index(level) for level in found), default=-1)
    finest: int | None = None
    levels: dict[str, int | None] = {}
    for number, level in enumerate(REGION_LEVELS):
        finest = found.get(level, finest)
        levels[level] = finest if number <= coarsest else None
    return levels


def _locate(area: Area, by_id: Mapping[int, Place]) -> None:
    """Give an area its own point, else the point of the region it lies in."""
    place: Place | None = area.place
    seen: set[int] = set()
    while place is not None and place.id not in seen:
        if place.lat is not None and place.lon is not None:
            area.lat, area.lon, area.point_of = place.lat, place.lon, place.id
            return
        if place.kind == "region":  # a region without a point has none to borrow, unless it is a part of another by now
            now = by_id.get(area.levels["county"] or place.id)
            if place.level == "county" and now is not None and now is not place and now.lat is not None:
                area.lat, area.lon, area.point_of = now.lat, now.lon, now.id
            return
        seen.add(place.id)
        place = by_id.get(place.within) if place.within is not None else None
