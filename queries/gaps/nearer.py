"""Which needs have a maker nearer than where they are bought, or near where no purchase is known.

`matches` tells them in full, `gaps` marks the products (`nearer_maker`): both from here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.errors import BadInput
from ...graph.language import t
from ..numbers import readable
from ..places.distances import PRECISE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..places.geography import Geography

NEAR_KM = 100.0
"""How near a maker is that is worth telling of where no purchase is known, and within reach of an area."""


def check_within(within: float) -> None:
    """Raise `BadInput` unless so many kilometres are a distance."""
    if not 0 <= within < math.inf:
        raise BadInput(
            f"--within {within:g}: kilometres are a number from 0 on, such as 100",
            f"--within {within:g}：公里数应为大于等于 0 的数，例如 100",
        )


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
    return Reach(0.0 if km is None else km, km, basis) if basis in PRECISE else None


def in_words(km: float | None, border: str | None, lang: str) -> str:
    """How far a maker is: in kilometres, or how it lies where both places have one point.

    >>> in_words(12.5, "county", "en"), in_words(None, "park", "zh"), in_words(None, "county", "zh")
    ('12.5 km', '同县', '紧邻')
    """
    if km is not None:
        return t(lang, f"{readable(km)} km", f"{readable(km)}公里")
    return t(lang, "in the same county", "同县") if border in (None, "park") else t(lang, "next door", "紧邻")


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
