"""Where places lie: what a map of them needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .geography import Geography

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.graph import Graph


def points(graph: Graph, identifiers: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each of these regions and parks of which they are known; a park without a point has its county's."""
    wanted = set(identifiers)
    return {
        place.identifier: (place.lat, place.lon)
        for place in Geography.of(graph).places.values()
        if place.identifier in wanted and place.lat is not None and place.lon is not None
    }
