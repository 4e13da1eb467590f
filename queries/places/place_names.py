"""Which place a name stands for: a region or park of the graph, or a region of China that no fact speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...graph.errors import AmbiguousName, UnknownName
from ...graph.names.likeness import nearest
from ...graph.regions.countries import named_so
from ...graph.regions.reference import reference
from ...graph.schema import ALL_AREAS, AREAS
from ..names import node_names
from .place import PlaceRow

if TYPE_CHECKING:
    from ...graph.errors import ChanlianError
    from ...graph.graph import Graph
    from ...graph.regions.reference import Found, Regions
    from .place import Places

_OF_TODAY = 2
"""The rank of the names that a region has today: a name of the graph is stronger than a former one."""


def place_named(graph: Graph, places: Places, text: str) -> tuple[PlaceRow, Found | None]:
    """The region or park that a name stands for, and how the reference data read it where the graph does not know it.

    A full name is stronger than a short one or an alias, and a name of today than a former
    one or an address; what still stands for several places is an error that lists them.
    """
    regions = graph.regions
    named = node_names(graph, text, AREAS)
    by_identifier = {place.identifier: place for place in places.values()}
    found: dict[str, PlaceRow] = {}
    strong: set[str] = set()
    for row in named:
        found[row.identifier] = by_identifier[row.identifier]
        if row.main:
            strong.add(row.identifier)
    read = {one.region.identifier: one for one in _read(regions, text) if not named or one.rank <= _OF_TODAY}
    if not named and not read and (so := named_so(text)) in by_identifier:
        found[so] = by_identifier[so]
    for one in read.values():
        region = one.region
        found.setdefault(
            region.identifier, by_identifier.get(region.identifier) or foreign(regions, places, region.code)
        )
        if region.name == text:
            strong.add(region.identifier)
    if strong:
        found = {key: place for key, place in found.items() if key in strong}
    if len(found) == 1:
        (place,) = found.values()
        return place, read.get(place.identifier)
    if not found:
        raise _unknown(regions, places, text)
    listed = [described(regions, places, place) for place in sorted(found.values(), key=lambda place: place.identifier)]
    raise AmbiguousName(
        f"{text!r} may be any of: {'; '.join(listed)}; give the full name, a code or its province",
        f"“{text}”可能指：{'；'.join(listed)}；请用全称、代码或加上省名",
    )


def _read(regions: Regions, text: str) -> list[Found]:
    """The divisions that a text means, of the day asked; else those that what has that name today was then."""
    found = regions.read(text)
    if found or regions is reference():
        return found
    today = ((one, regions.get(regions.then(one.region.code))) for one in reference().read(text))
    return [replace(one, region=then) for one, then in today if then is not None]


def _unknown(regions: Regions, places: Places, text: str) -> ChanlianError:
    """The error for a name of nothing: when it was abolished, or what is called almost so."""
    try:
        regions.resolve(text)
    except AmbiguousName as abolished:
        return abolished
    except UnknownName as unknown:
        if regions.former(text)[1]:
            return unknown
    close = nearest(text, [place.name for place in places.values()])
    close += [path for path in regions.suggest(text) if not any(name in path for name in close)]
    hint_en = f"; nearest: {', '.join(close)}" if close else ""
    hint_zh = f"；相近的有：{'、'.join(close)}" if close else ""
    return UnknownName(
        f"no region or park is called {text!r}{hint_en}; give a full name or a code",
        f"没有名为“{text}”的区划或园区{hint_zh}；请用全称或代码",
    )


def foreign(known: Regions, places: Places, code: str) -> PlaceRow:
    """A region that no fact of the graph speaks of; it has no firms, but a point and a border."""
    region = known.get(code)
    assert region is not None  # it comes from the reference itself
    by_identifier = {place.identifier: place.id for place in places.values()}
    own = -int(code) if code.isdigit() else -1
    codes = known.levels(code)
    levels = tuple(
        by_identifier.get(f"region:{codes[key]}", -int(codes[key]) if codes[key].isdigit() else -1)
        if key in codes
        else None
        for key in ("county", *ALL_AREAS[1:])
    )
    return PlaceRow(own, "region", region.identifier, region.name, region.level, levels, region.lat, region.lon, own)


def described(regions: Regions, places: Places, place: PlaceRow) -> str:
    """A place with what it lies in: 朝阳区 (北京市, 110105)."""
    code = place.identifier.removeprefix("region:")
    region = regions.get(code) if place.kind == "region" else None
    if region is not None and region.identifier == place.identifier:
        above = [other.name for other in regions.chain(code)[1:-1]]
        return f"{region.name} ({', '.join([*above, region.code])})"
    within = places.get(place.within) if place.within is not None else None
    return f"{place.name} ({within.name if within else place.kind})"
