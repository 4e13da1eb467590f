"""Whether two places are known to be different ones, so that they tell two of one name apart.

A county and a park in it are not: what lies in the park lies in the county. Two parks are, and two counties.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from .reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")
_COUNTY_DIGITS: Final = 6
_PARK: Final = "park"


@dataclass(frozen=True, slots=True)
class Lying:
    """What is known of where something lies (identifiers)."""

    places: frozenset[str]
    """The finest places that are stated."""
    within: frozenset[str]
    """These, and all that hold them."""
    levels: Mapping[str, str]
    """The one place at each level at which it is known."""

    def apart(self, other: Lying) -> bool:
        """Whether both are known to be different places.

        They are where they differ at a level; and where neither holds the other they have to agree at one at least. Of a
        park that lies nobody knows where, only another park is known to be a different place.
        """
        if self.places <= other.within or other.places <= self.within:
            return False
        shared = self.levels.keys() & other.levels.keys()
        if shared:
            return any(self.levels[level] != other.levels[level] for level in shared)
        return not any(one.levels.keys() == {_PARK} for one in (self, other))

    def __and__(self, other: Lying) -> Lying:
        """What is known of what lies in both, which are not apart."""
        above = (self.within - self.places) | (other.within - other.places)
        return Lying((self.places | other.places) - above, self.within | other.within, {**other.levels, **self.levels})


class Places:
    """Where places lie, from pairs of what a park, or a region that the reference does not know, lies in.

    >>> places = Places([("park:d", "region:520622")])
    >>> park, county, other = map(places.lying, ["park:d", "region:520622", "region:431227"])
    >>> park.apart(county), park.apart(other), county.apart(other)
    (False, True, True)
    """

    def __init__(self, whole: Iterable[tuple[str, str]]) -> None:
        """`whole`: identifiers of a place and of one that holds it."""
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._met: dict[str, Lying] = {}
        for place, one in whole:
            self._whole[place].append(one)

    def lying(self, place: str) -> Lying:
        """What is known of where a place lies."""
        if place not in self._met:
            levels, within = _upwards(place, self._whole, frozenset())
            self._met[place] = Lying(frozenset({place}), within, levels)
        return self._met[place]


def _upwards(
    place: str, whole: Mapping[str, Iterable[str]], below: frozenset[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """The one place at each level that holds a place, itself among them, and all that do."""
    kind, _, code = place.partition(":")
    own = _official(code) if kind == "region" else {}
    if own:
        return own, frozenset({place, *own.values()})
    below |= {place}
    above = [_upwards(one, whole, below) for one in whole.get(place, ()) if one not in below]
    # where it lies in several, as a joint park does, only what these agree on is known
    levels = dict(set.intersection(*(set(levels.items()) for levels, _ in above))) if above else {}
    levels[_PARK if kind == _PARK else "region"] = place
    return levels, frozenset({place}).union(*(within for _, within in above))


def _official(code: str) -> dict[str, str]:
    """The divisions that hold an official one, itself among them: level -> identifier; {} of another."""
    regions = reference()
    own: dict[str, str] = {}
    if code.isdigit() and len(code) > _COUNTY_DIGITS:
        own, code = {"township": f"region:{code}"}, code[:_COUNTY_DIGITS]
    known = regions.get(code)
    # another country's code may look like the short form of one of China's
    if known is None or known.code != code:
        return {}
    return own | {level: f"region:{one}" for level, one in regions.levels(code).items()}


def sites(places: Iterable[Lying]) -> list[Lying]:
    """Places of one node, those taken together that are not apart: where it may be, and where else."""
    out: list[Lying] = []
    for one in places:
        number = next((number for number, site in enumerate(out) if not site.apart(one)), None)
        if number is None:
            out.append(one)
        else:
            out[number] = out[number] & one
    return out


def alike(ones: Sequence[T], apart: Callable[[T, T], bool]) -> list[list[T]]:
    """Which of several are one: groups of those of which no two are apart, and which are apart from all others.

    What may be one with two that are apart is neither.

    >>> alike([1, 2, 9, 20, 26], lambda one, other: abs(one - other) > 5)
    [[1, 2]]
    """
    near: dict[int, list[int]] = {
        one: [other for other in range(len(ones)) if other == one or not apart(ones[one], ones[other])]
        for one in range(len(ones))
    }
    return [
        [ones[one] for one in group]
        for first, group in near.items()
        if group[0] == first and len(group) > 1 and all(near[one] == group for one in group)
    ]
