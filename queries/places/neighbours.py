"""The areas that border an area, each at the level of the part that it borders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ..texts import question
from .place_names import foreign
from .sides import level_of, lies_inside, lies_on_ground_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...graph.graph import Graph
    from .place import PlaceRow, Places

_ON_RECORD: Final = ("county", "prefecture", "province")
"""The levels whose borders the reference data have."""
_CALLED: Final = {
    "county": ("neighbouring counties", "邻县"),
    "prefecture": ("neighbouring prefectures", "邻市"),
    "province": ("neighbouring provinces", "邻省"),
}


def bordering(graph: Graph, places: Places, parts: Sequence[PlaceRow]) -> list[PlaceRow]:
    """The areas that border the parts of an area and are none of them, those of one part after those of another.

    A county, prefecture or province has its neighbours in the reference data; whatever the graph says to border a place in it
    stands for its own area at that level. A zone with its own administration borders the county on whose ground it lies, and around
    any other park, and around a township, is its county.
    """
    out: list[PlaceRow] = []
    for part in parts:
        for found in (*_official(graph, places, part), *_around(places, part), *_stated(graph, places, part)):
            if found not in out and not any(lies_inside(places, found, one) for one in parts):
                out.append(found)
    # what lies inside another would be asked twice
    return [one for one in out if not any(one is not other and lies_inside(places, one, other) for other in out)]


def called(parts: Sequence[PlaceRow], lang: str) -> str:
    """What the neighbours of an area are called: 邻县 of a county, of areas of several levels 邻近地区."""
    levels = {level_of(part) for part in parts}
    names = _CALLED.get(levels.pop()) if len(levels) == 1 else None
    return t(lang, *(names or ("areas around", "邻近地区")))


def _official(graph: Graph, places: Places, part: PlaceRow) -> Iterator[PlaceRow]:
    code = part.identifier.removeprefix("region:")
    region = graph.regions.get(code) if part.kind == "region" and part.level in _ON_RECORD else None
    if region is None or region.identifier != part.identifier:
        return
    known = {place.identifier: place for place in places.values()}
    for one in graph.regions.neighbours(code):
        yield known.get(one.identifier) or foreign(graph.regions, places, one.code)


def _around(places: Places, part: PlaceRow) -> Iterator[PlaceRow]:
    """The zones on the ground of a part, the county on whose ground it lies, or the county of what is none itself."""
    yield from (zone for zone in places.values() if zone.own_area and lies_on_ground_of(places, zone, part))
    if part.own_area:
        ground = places.get(part.within or 0)
        county = None if ground is None else ground.at("county")
    else:
        county = part.at("county") if level_of(part) in ("park", "township") else None
    if county is not None and county in places:
        yield places[county]


def _stated(graph: Graph, places: Places, part: PlaceRow) -> Iterator[PlaceRow]:
    """What the graph says to border a place in a part, or its area at the level of the part."""
    inside = sorted(place.id for place in places.values() if lies_inside(places, place, part))
    level = level_of(part)
    for row in graph.rows(question("places/borders"), {"places": inside}) if inside else ():
        other = places[row["other"]]
        area = other.at(level) if level in _ON_RECORD else other.id
        if area is not None and area in places:
            yield places[area]
