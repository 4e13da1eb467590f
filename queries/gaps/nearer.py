"""Which needs have a maker nearer than where they are bought, or near where no purchase is known.

`matches` tells them in full, `gaps` marks the products (`nearer_maker`): both from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..places.distances import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..places.geography import Geography
    from ..places.place import PlaceRow

NEAR_KM = 100.0
"""How near a maker is that is worth telling of where no purchase is known."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The way between two firms: kilometres to compare with (0 inside one county), to show, and their basis."""

    far: float
    km: float | None
    basis: str


@dataclass(frozen=True, slots=True)
class Nearer:
    """A need (a row of matches_needs.sql), its nearest other maker, and how far both are."""

    need: Mapping[str, Any]
    maker: Mapping[str, Any]
    to_maker: Reach
    to_supplier: Reach | None


def reach(geography: Geography, one: int | None, other: int | None) -> Reach | None:
    """How far two places are from each other; None where the county of either is not known."""
    km, basis = geography.distance(one, other)
    return None if basis is None else Reach(0.0 if km is None else km, km, basis)


def nearer(
    needs: Iterable[Mapping[str, Any]],
    makers: Mapping[int, Sequence[Mapping[str, Any]]],
    geography: Geography,
    within: float,
) -> list[Nearer]:
    """Needs bought from farther away than a known maker, or not known to be bought with a maker within so many km.

    `makers` has, by the number of a product, rows with firm, name and place. A firm that makes
    what it needs itself has no such need unless it is known to buy it.
    """
    found = []
    for need in needs:
        known = makers.get(need["product_number"], ())
        bought = need["seller"] is not None
        if not bought and any(maker["firm"] == need["firm"] for maker in known):
            continue
        others = [
            (way.far, maker["name"], maker["firm"], maker, way)
            for maker in known
            if maker["firm"] not in (need["firm"], need["seller"])
            and (way := reach(geography, need["buyer_place"], maker["place"])) is not None
        ]
        if not others:
            continue
        *_, maker, way = min(others, key=lambda entry: entry[:3])
        to_supplier = reach(geography, need["buyer_place"], need["seller_place"]) if bought else None
        limit_met = to_supplier is not None and way.far < to_supplier.far if bought else way.far <= within
        if limit_met:
            found.append(Nearer(need, maker, way, to_supplier))
    return found


def nearest_part(
    geography: Geography, place: int | None, parts: Iterable[PlaceRow]
) -> tuple[float | None, str | None, str | None]:
    """Distance, its basis and the border between a place and the nearest part of an area."""
    if place is None:
        return None, None, None
    here = geography.places[place]
    options = []
    for part in parts:
        border = geography.border(place, part.id) if part.id in geography.places else None
        for near in geography.grounds(part):
            km, basis = distance(here, near)
            options.append(((basis is None, km if km is not None else 0.0), km, basis, border))
    if not options:
        return None, None, None
    _, km, basis, border = min(options, key=lambda option: option[0])
    return km, basis, border
