"""As of when a graph is asked, and what could not be told of that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .passing import Passing

PLACING: Final = ("located_in", "covers", "sited_in")
"""Edges that say where something is: of a past day only those that held then."""


@dataclass(frozen=True, slots=True)
class When:
    """As of when a graph is asked: a day (ISO), and the period whose values are wanted, of facts of these kinds."""

    day: str
    period: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What was not told of a day: facts that went, by kind, and divisions of which nobody knows what they were."""

    gone: Mapping[str, int] = field(default_factory=dict)
    undated: tuple[int, int] | None = None
    """Of a period: how many of how many ties that hold in it state neither a start nor a period."""
    unclear: tuple[str, ...] = ()
    planned: int = 0
    """Of a period: of how many facts that are actual nothing but plans, or other values that are none, is known for it."""
    told_later: Mapping[str, int] = field(default_factory=dict)
    """How many observations of no period went since all who told them did so later, by kind."""


@dataclass(frozen=True, slots=True)
class Then:
    """What a copy of a graph as it was known of a day says of itself: what the graph says of which it is one."""

    url: str
    meta: Mapping[str, str | None]
    when: When
    told: Rewritten
    folder: Passing
    """It goes when nobody holds this any more."""
