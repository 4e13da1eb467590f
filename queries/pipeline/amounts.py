"""A sum of a project as it is stated, with the bounds that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS: Final = ("planned", "contracted", "paid", "completed")
"""The sums of a project, which are never mixed."""
_ABOUT: Final = re.compile(
    r"^\s*(?:大?约|大概|将?近|接近|about|approx|around|nearly|circa|ca\.|~|≈)|(?:左右|上下)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum as it is stated: its figure, and bounds where it has any; `about` where it is said to be no exact one."""

    value: float | None
    low: float | None = None
    high: float | None = None
    about: bool = False
    original: str | None = field(default=None, compare=False)
    """As it is written, where it is one that is stated."""

    @property
    def exact(self) -> float | None:
        """Its figure where it is exactly that."""
        return self.value if self.low is None and self.high is None and not self.about else None

    @property
    def least(self) -> float:
        """It is at least this."""
        if self.low is not None:
            return self.low
        return 0.0 if self.high is not None or self.value is None else self.value

    @property
    def most(self) -> float | None:
        """It is at most this; None where nothing bounds it above."""
        return self.high if self.high is not None else None if self.low is not None else self.value


def amount_in(stated: Mapping[str, Any]) -> dict[str, Amount]:
    """The sums that a row or claim states in yuan, by name."""
    out = {}
    for name in SUMS:
        value, low, high = (stated.get(f"{name}{end}") for end in ("", "_low", "_high"))
        if (value, low, high) != (None, None, None):
            original = stated.get(f"{name}_original")
            about = low is None and high is None and bool(_ABOUT.search(original or ""))
            out[name] = Amount(value, low, high, about, original)
    return out
