"""What lies around an area: in the areas that border it, and in those with which it has an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..texts import question
from .neighbours import bordering
from .sides import lies_inside

if TYPE_CHECKING:
    from ...graph.graph import Graph
    from .geography import Geography
    from .place import Where


@dataclass(frozen=True, slots=True)
class Around:
    """The places around an area, and whether it is known at all what is around it."""

    places: frozenset[int]
    known: bool


def around(graph: Graph, geography: Geography, where: Where, day: str | None) -> Around:
    """The places outside an area that lie in an area that borders it, or with which it has an agreement, on a day.

    What borders it, `neighbours.py` says; a zone with its own administration that is left out of the area asked borders it.
    """
    known = geography.places
    areas = bordering(graph, known, where.parts)
    told = graph.rows(question("places/near_areas"), {**where.parameters(), "as_of": day})
    on_record = any(area not in where.left_out for area in areas) or bool(told)
    areas += [*where.left_out, *(known[row["place"]] for row in told)]
    return Around(
        frozenset(
            place.id
            for place in known.values()
            if place.id not in where.inside and any(lies_inside(known, place, area) for area in areas)
        ),
        known=on_record,
    )
