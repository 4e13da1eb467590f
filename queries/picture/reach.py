"""What of a network lies around a node, or crosses a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from ..places.place import check_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...graph.schema import Edge

HOPS: Final = 3
"""Farther than so many steps everything is around everything."""
LEVELS: Final = ("county", "prefecture", "province", "country")

Rows = list[tuple["Edge", dict[str, Any]]]


def check_reach(hops: int, links: str | None) -> None:
    """Raise `BadInput` for steps or a level that there are none of."""
    if not 1 <= hops <= HOPS:
        raise BadInput(f"--hops {hops}: one to {HOPS} steps can be drawn", f"--hops {hops}：可画 1 至 {HOPS} 步")
    if links is not None:
        check_level(links)
        if links not in LEVELS:
            raise BadInput(
                f"--links {links}: ties are told by the borders of {', '.join(LEVELS)}",
                f"--links {links}：跨界联系按{'、'.join(LEVELS)}的边界区分",
            )


def fetched_around(start: int, hops: int, edges: Callable[[Sequence[int]], Rows]) -> tuple[set[int], Rows]:
    """The nodes within so many steps of one and the ties that reach them; `edges` gives those of some nodes."""
    shown, newest, rows, known = {start}, {start}, Rows(), set[str]()
    for _ in range(hops):
        for of, row in edges(sorted(newest)):
            if row["fact"] not in known:
                known.add(row["fact"])
                rows.append((of, row))
        newest = {end for _, row in rows for end in row["ends"]} - shown
        shown |= newest
    return shown, rows


def within(start: str, hops: int, edges: Iterable[dict[str, Any]]) -> set[str]:
    """The identifiers of the nodes within so many steps of one."""
    near: dict[str, set[str]] = {}
    for one in edges:
        near.setdefault(one["source"], set()).add(one["target"])
        near.setdefault(one["target"], set()).add(one["source"])
    shown = newest = {start}
    for _ in range(hops):
        newest = {other for one in newest for other in near.get(one, ())} - shown
        shown = shown | newest
    return shown


def crossing(edges: Iterable[dict[str, Any]], level: str) -> list[dict[str, Any]]:
    """The ties across a border at the level or above."""
    high = LEVELS[LEVELS.index(level) :]
    return [one for one in edges if one["border"] in high]
