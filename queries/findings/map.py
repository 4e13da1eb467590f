"""The rows of a chain map, each box once, whatever chains it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..chain.known import Row


@dataclass(frozen=True, slots=True)
class Map:
    """Areas, cells and joins of a map."""

    areas: Mapping[str, Mapping[str, Any]]
    """By identifier."""
    cells: Sequence[Mapping[str, Any]]
    joins: Mapping[str, Sequence[Mapping[str, Any]]]
    """By the box that they end at, those that are supplied first."""

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Map:
        """The map of rows of `chain`."""
        areas: dict[str, Mapping[str, Any]] = {}
        cells: dict[str, Mapping[str, Any]] = {}
        joins: dict[tuple[str, str], Mapping[str, Any]] = {}
        for row in rows:
            if row["part"] == "area":
                areas.setdefault(row["area_id"], row)
            elif row["part"] == "cell":
                cells.setdefault(row["box"], row)
            elif row["part"] == "join":
                joins.setdefault((row["from_box"], row["to_box"]), row)
        ending: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for (_, to), row in joins.items():
            ending[to].append(row)
        return cls(areas, list(cells.values()), ending)

    def called(self, area_id: str) -> str:
        """How an area is spoken of."""
        return str(self.areas[area_id]["called"])

    def in_states(self, *states: str) -> list[Mapping[str, Any]]:
        """The cells in these states, in the order of the states."""
        return [row for state in states for row in self.cells if row["state"] == state]


def listed(names: Sequence[str], lang: str, most: int = 3) -> str:
    """Names of products one after the other, of many the first.

    >>> listed(["a", "b"], "en"), listed(["a", "b", "c", "d"], "zh"), listed(["a", "b", "c", "d"], "en")
    ('a, b', 'a、b、c等4种', 'a, b, c and 1 more')
    """
    shown = t(lang, ", ", "、").join(names[:most])
    more = len(names) - most
    return shown if more <= 0 else shown + t(lang, f" and {more} more", f"等{len(names)}种")


def some_of(names: Sequence[str], lang: str, most: int = 2) -> str:
    """Names of firms or projects, of many the first; never how many there are, since one may be an unnamed group.

    >>> some_of(["a", "b"], "en"), some_of(["a", "b", "c"], "en"), some_of(["a", "b", "c"], "zh")
    ('a, b', 'a, b and others', 'a、b等')
    """
    shown = t(lang, ", ", "、").join(names[:most])
    return shown if len(names) <= most else shown + t(lang, " and others", "等")


def resting(cells: Sequence[Mapping[str, Any]], joins: Sequence[Mapping[str, Any]] = ()) -> Row:
    """The boxes that a sentence speaks of, and what it rests on."""
    boxes = [*(row["box"] for row in cells), *(row["from_box"] for row in joins)]
    rows = [*cells, *joins]
    return {
        "boxes": list(dict.fromkeys(boxes)) or None,
        "facts": sorted({fact for row in rows for fact in row["facts"] or ()}) or None,
        "sources": sorted({title for row in rows for title in row["evidence"] or ()}) or None,
    }
