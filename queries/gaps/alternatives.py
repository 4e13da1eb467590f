"""Ways of making a product of which none is met: what each takes, in words, and how such needs are counted once.

The inputs of one way are needed together, and another way would do instead: three products of two ways are one need.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .choice import Choice
from .verdict import STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


def choices(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Choice]]:
    """The choices in each area, of rows of ways.sql."""
    out: dict[int, list[Choice]] = {}
    for (area, _), made in groupby(rows, key=lambda row: (row["area"], row["made_number"])):
        ways = list(made)
        sets: dict[int, dict[int, str]] = {}
        for row in ways:
            sets.setdefault(row["route"], {})[row["product_number"]] = row["product"]
        out.setdefault(area, []).append(Choice(ways[0]["made"], tuple(sets.values())))
    return out


def counted_once(states: Mapping[int, str], alternative: Collection[int], chosen: Sequence[Choice]) -> Counter[str]:
    """How many needs are in each state, by the state of each product; products of several ways count once with them.

    They count in the state of the way that lacks least; nowhere, where what is needed in any case meets one of the ways.

    >>> choice = Choice("gear", ({1: "iron", 2: "coal"}, {3: "scrap"}))
    >>> dict(counted_once({1: "unknown", 2: "served", 3: "presumed", 4: "weak"}, {1, 2, 3}, [choice]))
    {'weak': 1, 'unknown': 1}
    >>> dict(counted_once({1: "unknown", 2: "served", 3: "missing"}, {1, 2}, [choice]))  # scrap is bought
    {'missing': 1}
    """
    out = Counter(state for product, state in states.items() if product not in alternative)
    told: set[frozenset[frozenset[int]]] = set()
    for choice in chosen:
        left = frozenset(frozenset(product for product in one if product in alternative) for one in choice.sets)
        if frozenset() in left or left in told:
            continue
        told.add(left)
        out[STATES[max(min(STATES.index(states[product]) for product in one) for one in left)]] += 1
    return out
