"""What projects add up to: their number, each sum apart and with its bounds, and the rates that can be told.

An unnamed group of projects may contain those that are named beside it, unless they are known to lie apart. Then neither
their number nor a sum is one figure: it is at least that of the larger part, and at most that of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..places.sides import differ
from .amounts import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..places.place import PlaceRow
    from .course import Since, State

BUILT: Final = ("started", "producing", "full")
"""The stages of what has been begun."""


@dataclass(frozen=True)
class Item:
    """A project, or an unnamed group of them, as it is added up; `row` is what the graph shows of it."""

    row: Mapping[str, Any]
    state: State
    places: tuple[PlaceRow, ...] = ()
    since: Since | None = None

    @property
    def group(self) -> bool:
        """Whether it stands for several projects that nobody names."""
        return bool(self.row["group"]) or (self.row["count"] or 1) > 1

    @property
    def number(self) -> Amount:
        """How many projects it stands for; of a group whose number is not stated at least one."""
        if self.row["count"] is not None and self.group:
            return Amount(float(self.row["count"]))
        return Amount(None, low=1.0) if self.group else Amount(1.0)


def together(items: Iterable[Item], name: str) -> Amount | None:
    """The sum of that name of all the items that state it; None where none does."""
    return _together([(item, its) for item in items if (its := item.state.sums.get(name)) is not None])


def number_of(items: Iterable[Item]) -> Amount:
    """How many projects the items are."""
    return _together([(item, item.number) for item in items]) or Amount(0.0)


def start_rate(items: Iterable[Item]) -> tuple[float | None, int]:
    """Of the named projects that are known to be signed and whether they were begun, the part that was; and how many these are.

    Groups are left out: that 18 were signed does not say that none of them was begun.
    """
    told = [item for item in items if not item.group and item.state.stage in ("signed", *BUILT)]
    begun = sum(item.state.stage in BUILT for item in told)
    return (begun / len(told) if told else None), len(told)


def paid_rate(items: Sequence[Item]) -> tuple[float | None, int]:
    """Of the projects of which both sums are stated as exact figures, what was paid in of what was contracted; and how many these are.

    Where a group may contain others, of those that stand for most projects and have none in common.
    """
    told = [item for item in items if _both(item) and item.number.value is not None]
    chosen = [one for part in _apart(told) for one in _distinct([(item, item.number.least) for item in part])]
    contracted = sum(one.state.sums["contracted"].least for one in chosen)
    if not contracted:
        return None, 0
    return sum(one.state.sums["paid"].least for one in chosen) / contracted, int(number_of(chosen).least)


def overlapping(items: Sequence[Item]) -> list[Item]:
    """The groups that may contain others of the items."""
    return [item for item in items if item.group and any(_may_share(item, one) for one in items if one is not item)]


def _both(item: Item) -> bool:
    return all(name in item.state.sums and item.state.sums[name].exact is not None for name in ("paid", "contracted"))


def _may_share(one: Item, other: Item) -> bool:
    """Whether two may have a project in common: one is a group, and they are not known to lie apart."""
    if not (one.group or other.group):
        return False
    if not (one.places and other.places):
        return True
    return not all(_lie_apart(a, b) for a in one.places for b in other.places)


def _lie_apart(one: PlaceRow, other: PlaceRow) -> bool:
    """Whether two places are known to have no ground in common; what is sited in a county may be in a park of it."""
    return differ(one, other, "park" if one.kind == other.kind == "park" else "county")


def _apart(items: Sequence[Item]) -> list[list[Item]]:
    """The items in parts that have no project in common; within a part they may have."""
    parts = [[item] for item in items if not item.group]
    for group in (item for item in items if item.group):
        joined = [part for part in parts if any(_may_share(group, one) for one in part)]
        parts = [part for part in parts if not any(part is one for one in joined)]
        parts.append([one for part in joined for one in part] + [group])
    return parts


def _together(stated: Sequence[tuple[Item, Amount]]) -> Amount | None:
    """What the items add up to, each with its amount."""
    if len(stated) < 2:
        return stated[0][1] if stated else None
    amounts = {id(item): amount for item, amount in stated}
    parts = [_part([(item, amounts[id(item)]) for item in part]) for part in _apart([item for item, _ in stated])]
    values = [part.value for part in parts if part.value is not None]
    value = sum(values) if len(values) == len(parts) else None
    about = any(part.about for part in parts)
    if value is not None and all(part.low is None and part.high is None for part in parts):
        return Amount(value, about=about)
    return Amount(value, sum(part.least for part in parts), _most(parts), about)


def _part(stated: Sequence[tuple[Item, Amount]]) -> Amount:
    """What items that may have projects in common add up to."""
    if len(stated) == 1:
        return stated[0][1]
    amounts = {id(item): its for item, its in stated}
    least = sum(amounts[id(item)].least for item in _distinct([(item, its.least) for item, its in stated]))
    return Amount(None, least, _most([*amounts.values()]), any(its.about for its in amounts.values()))


def _distinct(weighed: Sequence[tuple[Item, float]]) -> list[Item]:
    """Of items with their weights some that have no project in common, and weigh much.

    All named ones; or groups, the heaviest first, with the named ones that are in none of them. The heaviest choice of all would
    be costly to find, and what any of them add up to is a lower bound.
    """
    named = [(item, weight) for item, weight in weighed if not item.group]
    chosen: list[tuple[Item, float]] = []
    groups = [(item, weight) for item, weight in weighed if item.group]
    for item, weight in [*sorted(groups, key=lambda one: -one[1]), *named]:
        if not any(_may_share(item, other) for other, _ in chosen):
            chosen.append((item, weight))
    best = max(named, chosen, key=lambda ones: sum(weight for _, weight in ones))
    return [item for item, _ in best]


def _most(amounts: Sequence[Amount]) -> float | None:
    """The most that amounts add up to; None where one of them has no bound above."""
    bounds = [its.most for its in amounts if its.most is not None]
    return sum(bounds) if len(bounds) == len(amounts) else None
