"""What lies around an area: in the areas that border it, and in those with which it has an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..texts import question
from .sides import lies_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.graph import Graph
    from .geography import Geography
    from .place import PlaceRow, Where

_BORDERING: Final = ("county", "prefecture", "province")
"""The levels whose borders are on record (data/borders.csv)."""


@dataclass(frozen=True, slots=True)
class Around:
    """The places around an area, and whether it is known at all what is around it."""

    places: frozenset[int]
    known: bool


def around(graph: Graph, geography: Geography, where: Where, day: str | None) -> Around:
    """The places outside an area that lie in an area that borders it, or with which it has an agreement, on a day.

    A region has the neighbours of its level in the reference data, and what the graph says of borders; around a park is the
    county that it lies in. A zone with its own administration that is left out of the area asked borders it.
    """
    known = geography.places
    by_identifier = {place.identifier: place for place in known.values()}
    identifiers = {identifier for part in where.parts for identifier in _neighbours(graph, geography, part)}
    areas = [by_identifier[identifier] for identifier in identifiers if identifier in by_identifier]
    areas += where.left_out
    told = graph.rows(question("places/around"), {"places": sorted(where.inside), "as_of": day})
    areas += [known[row["place"]] for row in told]
    return Around(
        frozenset(
            place.id
            for place in known.values()
            if place.id not in where.inside and any(lies_inside(known, place, area) for area in areas)
        ),
        known=bool(identifiers or told),
    )


def _neighbours(graph: Graph, geography: Geography, part: PlaceRow) -> Iterator[str]:
    """The identifiers of the areas around a part of an area, as far as the reference data says."""
    code = part.identifier.removeprefix("region:")
    if part.kind == "region" and part.level in _BORDERING and graph.regions.get(code):
        yield from (region.identifier for region in graph.regions.neighbours(code))
    elif part.kind == "park" or part.level == "township":
        county = geography.places.get(part.within) if part.within is not None else None
        if county is not None:
            yield county.identifier
