"""How far two places are apart, and the highest border between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.regions.reference import distance_km
from ...graph.schema import ALL_AREAS

if TYPE_CHECKING:
    from .place import PlaceRow

NO_POINT = (None, None)
"""The distance where there is none to be told."""


def border(a: PlaceRow, b: PlaceRow) -> str | None:
    """The highest level whose border lies between two places; None where none is known to."""
    for level in reversed(ALL_AREAS):
        if a.at(level) is not None and b.at(level) is not None and a.at(level) != b.at(level):
            return level
    return None


def distance(a: PlaceRow, b: PlaceRow) -> tuple[float | None, str | None]:
    """Great-circle kilometres between two places, and whose points they are: park or county.

    Null inside one county whose point both borrow (basis `county`), and where a county
    is not known (basis null).
    """
    if a.at("county") is None or b.at("county") is None or a.point_of is None or b.point_of is None:
        return NO_POINT
    if None in (a.lat, a.lon, b.lat, b.lon):  # a division of the past, of which nobody knows the point
        return NO_POINT
    basis = "park" if a.kind == b.kind == "park" and a.point_of == a.id and b.point_of == b.id else "county"
    if a.point_of == b.point_of:
        return (0.0 if basis == "park" else None), basis
    return round(distance_km(a.lat, a.lon, b.lat, b.lon), 1), basis  # type: ignore[arg-type]
