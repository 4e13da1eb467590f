"""Sides told apart: what lies inside an area, outside it, or may lie in it as far as its place is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.schema import ALL_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .place import PlaceRow, Places


def parts_of(places: Places, asked: Iterable[PlaceRow]) -> list[PlaceRow]:
    """The places that make up what was asked: a joint park stands for the parts it covers."""
    out: list[PlaceRow] = []
    for place in asked:
        for part in (covered(places, place) if place.joint else ()) or [place]:
            if part not in out:
                out.append(part)
    return out


def covered(places: Places, park: PlaceRow) -> list[PlaceRow]:
    """What a joint park covers, through joint parks that it covers in turn."""
    out: list[PlaceRow] = []
    seen, ahead = {park.id}, list(park.covers)
    while ahead:
        part = places.get(ahead.pop(0))
        if part is None or part.id in seen:
            continue
        seen.add(part.id)
        if part.joint and part.covers:
            ahead += part.covers
        else:
            out.append(part)
    return out


def lies_on_ground_of(places: Places, zone: PlaceRow, part: PlaceRow) -> bool:
    """Whether a zone lies in a region by its ground, though its administration is its own."""
    step = places.get(zone.within) if zone.within is not None else None
    seen: set[int] = set()
    while step is not None and step.id not in seen:
        if step.id == part.id:
            return not lies_inside(places, zone, part)
        seen.add(step.id)
        step = places.get(step.within) if step.within is not None else None
    return False


def lies_inside(places: Places, place: PlaceRow, part: PlaceRow) -> bool:
    """Whether a place is known to lie in a part of an area, by its administration."""
    if place.id == part.id:
        return True
    level = level_of(part)
    if level in ALL_AREAS and level != "park":
        return place.at(level) == part.id
    # a zone of a park, or what lies in a township
    step: PlaceRow | None = place
    seen: set[int] = set()
    while step is not None and step.id not in seen:
        if step.id == part.id:
            return True
        seen.add(step.id)
        step = places.get(step.within) if step.within is not None and step.kind == part.kind else None
    return False


def side(places: Places, place: PlaceRow, part: PlaceRow) -> str:
    """On which side of a part's border a place lies: inside, outside, or maybe inside."""
    if lies_inside(places, place, part):
        return "inside"
    return "outside" if differ(place, part, level_of(part)) else "maybe"


def differ(place: PlaceRow, part: PlaceRow, level: str) -> bool:
    """Whether the two are known to lie apart at the level or above it."""
    # a township may hold a park, or part of it: only from the county on are its sides told apart
    start = ALL_AREAS.index(level if level in ALL_AREAS else "county")
    return any(
        one is not None and other is not None and one != other
        for one, other in zip(place.levels[start:], part.levels[start:], strict=True)
    )


def level_of(place: PlaceRow) -> str:
    """The level at which a place is an area; `township` for what is below all of them."""
    if place.kind == "park":
        return "county" if place.own_area else "park"
    return place.level or "township"
