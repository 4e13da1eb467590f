"""Which ties were asked: of which kinds, how far, of an area or between two; and which might be, where a place is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .ties import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..places.place import Where


@dataclass(frozen=True)
class Asking:
    """What was asked of ties; a row has kind, status, modality, from_place and to_place."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    area: Where | None = None
    """Exactly one side is in it."""
    between: tuple[Where, Where] | None = None
    """One side is in each."""

    def is_one(self, row: Mapping[str, Any]) -> bool:
        """Whether a tie with both places known was asked."""
        one, other = row["from_place"], row["to_place"]
        if self.area is not None and (one in self.area.inside) == (other in self.area.inside):
            return False
        if self.between is not None:
            a, b = (where.inside for where in self.between)
            if not ((one in a and other in b) or (one in b and other in a)):
                return False
        return self._sort(row)

    def may_be(self, row: Mapping[str, Any]) -> bool:
        """Whether a tie might be one that was asked, as far as its places are known."""
        one, other = row["from_place"], row["to_place"]
        if self.area is not None:
            inside = self.area.inside
            if not any(
                _may_lie(here, self.area) and there not in inside for here, there in ((one, other), (other, one))
            ):
                return False
        if self.between is not None:
            a, b = self.between
            if not ((_may_lie(one, a) and _may_lie(other, b)) or (_may_lie(one, b) and _may_lie(other, a))):
                return False
        return self._sort(row)

    def _sort(self, row: Mapping[str, Any]) -> bool:
        if self.kinds and row["kind"] not in self.kinds:
            return False
        return not self.statuses or status_of(row["kind"], row["status"], row["modality"]) in self.statuses


def _may_lie(place: int | None, where: Where) -> bool:
    """Whether a place, null where it is unknown, lies in an area or perhaps does."""
    return place is None or place in where.inside or place in where.maybe
