"""The order of boxes in their lanes: short lines, and no line behind a box that it does not end at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

SAME_LANE: Final = 260.0
"""What a tie between two boxes of one lane that are not neighbours costs, in pixels of line."""
EXACT: Final = 60
"""Up to so many boxes of one role in one block every pair is tried."""


@dataclass
class Lane:
    """A column of boxes around a middle; `role` tells which lanes may exchange boxes."""

    x: float
    middle: float
    heights: dict[str, float]
    """Box -> height, in order from the top."""
    role: Hashable
    room: float
    first: frozenset[str] = frozenset()
    """Boxes that stay at the top."""

    def centres(self, gap: float) -> dict[str, tuple[float, float]]:
        """The centre of each box; spare room is shared out between boxes, up to a point."""
        total = sum(self.heights.values())
        spaces = max(len(self.heights) - 1, 1)
        space = min(max((self.room - total) / spaces, gap), gap * 2.2)
        y = self.middle - (total + space * (len(self.heights) - 1)) / 2
        out: dict[str, tuple[float, float]] = {}
        for name, height in self.heights.items():
            out[name] = (self.x, y + height / 2)
            y += height + space
        return out


def arrange(lanes: Sequence[Lane], near: Mapping[str, list[str]], *, gap: float, sweeps: int = 8) -> None:
    """Order boxes within lanes, and move them between lanes of one role, so that lines are short."""
    at = _positions(lanes, gap)
    for _ in range(sweeps):
        for lane in lanes:
            _sort(lane, near, at)
            at.update(lane.centres(gap))
    for _ in range(4):
        if not sum(_exchange(group, near, gap, at) for group in _by_role(lanes)):
            break


def _by_role(lanes: Sequence[Lane]) -> list[list[Lane]]:
    groups: dict[Hashable, list[Lane]] = {}
    for lane in lanes:
        groups.setdefault(lane.role, []).append(lane)
    return list(groups.values())


def _positions(lanes: Sequence[Lane], gap: float) -> dict[str, tuple[float, float]]:
    return {name: centre for lane in lanes for name, centre in lane.centres(gap).items()}


def _sort(lane: Lane, near: Mapping[str, list[str]], at: Mapping[str, tuple[float, float]]) -> None:
    def mean(name: str) -> tuple[bool, float, str]:
        ys = [at[other][1] for other in near.get(name, ()) if other in at]
        return (name not in lane.first, sum(ys) / len(ys) if ys else at[name][1], name)

    lane.heights = {name: lane.heights[name] for name in sorted(lane.heights, key=mean)}


def _exchange(lanes: list[Lane], near: Mapping[str, list[str]], gap: float, at: dict[str, tuple[float, float]]) -> int:
    """Exchange pairs of boxes wherever that shortens lines; how many were exchanged."""
    names = [name for lane in lanes for name in lane.heights]
    if len(names) > EXACT:
        return 0
    first = {name for lane in lanes for name in lane.first}
    done = 0
    for one, other in combinations(names, 2):
        if (one in first) != (other in first) or not _fits(lanes, one, other, gap):
            continue
        before = _cost(one, near, at, gap) + _cost(other, near, at, gap)
        at[one], at[other] = at[other], at[one]
        if _cost(one, near, at, gap) + _cost(other, near, at, gap) < before - 1.0:
            _swap(lanes, one, other)
            done += 1
            for lane in lanes:
                at.update(lane.centres(gap))
        else:
            at[one], at[other] = at[other], at[one]
    return done


def _fits(lanes: list[Lane], one: str, other: str, gap: float) -> bool:
    """Whether the lanes still hold their boxes when two are exchanged: a taller one may not fit."""
    heights = {name: height for lane in lanes for name, height in lane.heights.items()}
    grown = heights[other] - heights[one]
    for lane in lanes:
        if (one in lane.heights) != (other in lane.heights):
            total = sum(lane.heights.values()) + gap * (len(lane.heights) - 1)
            if total + (grown if one in lane.heights else -grown) > max(lane.room, total):
                return False
    return True


def _cost(name: str, near: Mapping[str, list[str]], at: Mapping[str, tuple[float, float]], gap: float) -> float:
    x, y = at[name]
    total = 0.0
    for other in near.get(name, ()):
        if other in at:
            dx, dy = abs(at[other][0] - x), abs(at[other][1] - y)
            total += dx + dy
            if dx < 1 and dy > 50 + gap * 2.2:
                total += SAME_LANE
    return total


def _swap(lanes: list[Lane], one: str, other: str) -> None:
    heights = {name: height for lane in lanes for name, height in lane.heights.items()}
    for lane in lanes:
        renamed = [other if name == one else one if name == other else name for name in lane.heights]
        lane.heights = {name: heights[name] for name in renamed}
