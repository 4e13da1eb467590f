"""How far two places are apart, the highest border between them, and which of two is the nearer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.regions.reference import distance_km
from ...graph.schema import ALL_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .place import PlaceRow

NO_POINT = (None, None)
"""The distance where there is none to be told."""
PRECISE: Final = ("park", "county")
"""The bases of distances that are those of the places themselves."""
_BASES: Final = (*PRECISE, "prefecture", "province")
"""Whose points a distance is measured from: of a place known only to its prefecture or province, that of its seat."""
_WITHIN: Final = {"prefecture": 90.0, "province": 270.0}
"""How far, in kilometres, two points of one are apart on average, for an order of what is nowhere certain in it: 0.51 of the root
of its area, of a disk, with 9.6 million km2 in 333 prefectures or 34 provinces."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way between a place and an area: what is told of it, and its place in the one order of near and far."""

    km: float | None
    basis: str | None
    border: str | None
    order: tuple[int, float]
    """By distance where both have points; else by the level that lies between; unplaced last."""


UNPLACED: Final = Way(None, None, None, (2, 0.0))
"""The way to a place that nobody knows."""


def border(a: PlaceRow, b: PlaceRow) -> str | None:
    """The highest level whose border lies between two places; None where none is known to."""
    for level in reversed(ALL_AREAS):
        if a.at(level) is not None and b.at(level) is not None and a.at(level) != b.at(level):
            return level
    return None


def distance(a: PlaceRow, b: PlaceRow) -> tuple[float | None, str | None]:
    """Great-circle kilometres between two places, and whose points they are: park, county, prefecture or province.

    Null inside one county whose point both borrow, or inside the one prefecture or province that is all that is known of
    one of them (basis that level); and where one has no point (basis null).
    """
    one, other = _grain(a), _grain(b)
    if one is None or other is None:
        return NO_POINT
    basis = max(one, other, key=_BASES.index)
    if basis == "park" and not a.kind == b.kind == "park":
        basis = "county"
    if basis not in PRECISE and a.at(basis) == b.at(basis):
        return None, basis
    if a.point_of == b.point_of:
        return (0.0 if basis == "park" else None), basis
    return round(distance_km(a.lat, a.lon, b.lat, b.lon), 1), basis  # type: ignore[arg-type]  # both have a grain


def way(a: PlaceRow, b: PlaceRow) -> Way:
    """The way between two places."""
    km, basis = distance(a, b)
    if basis is None:
        shared = next((level for level in ALL_AREAS if a.at(level) is not None and a.at(level) == b.at(level)), None)
        order = (1, float(len(ALL_AREAS) if shared is None else ALL_AREAS.index(shared)))
    elif km is not None:
        order = (0, km)
    else:
        order = (0, _WITHIN.get(basis, 0.0))
    return Way(km, basis, border(a, b), order)


def _grain(place: PlaceRow) -> str | None:
    """Whose point a place has: its own as a park, or that of the finest area that is known of it."""
    if (
        place.point_of is None or place.lat is None or place.lon is None
    ):  # of a division of the past nobody knows the point
        return None
    if place.kind == "park" and place.point_of == place.id and place.at("county") is not None:
        return "park"
    return next((level for level in _BASES[1:] if place.at(level) is not None), None)


def seats_note(rows: Iterable[Mapping[str, Any]], lang: str) -> list[str]:
    """The note on distances of an answer that are measured from the seat of a prefecture or province; none where none is."""
    count = sum(row.get("distance_km") is not None and row.get("distance_basis") not in PRECISE for row in rows)
    if not count:
        return []
    en = f"{count} distance{'s are' if count != 1 else ' is'} measured from the seat of the prefecture or province that is all that is known"
    return [t(lang, en, f"{count}处距离按所在省市驻地计（所在县不明）")]
