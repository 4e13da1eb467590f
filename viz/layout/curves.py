"""How each line is bent so that it does not run behind a box it has nothing to do with.

A line that passes under a box reads as a tie of that box. vis-network routes nothing, but it lets
each line have its own curve; so of a few curves the one that crosses the fewest boxes is taken.
The points of a curve are computed as vis-network 9 computes them.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLES: Final = 24


class Rect(NamedTuple):
    """A box to keep clear of, by its edges."""

    left: float
    top: float
    right: float
    bottom: float


class Curve(NamedTuple):
    """A curve of vis-network: horizontal, vertical, curvedCW or curvedCCW, and how round; "" is straight."""

    kind: str
    roundness: float


Point = tuple[float, float]
_ARCS: Final = tuple(
    Curve(kind, roundness) for roundness in (0.12, 0.22, 0.35, 0.5, 0.7, 0.95) for kind in ("curvedCW", "curvedCCW")
)
_CURVES: Final = (Curve("horizontal", 0.4), Curve("vertical", 0.4), Curve("", 0.0), *_ARCS)


def points(one: Point, other: Point, curve: Curve) -> list[Point]:
    """Points along a curve, its very ends left out, for they lie in the boxes that it ties."""
    (x1, y1), (x2, y2) = one, other
    kind, roundness = curve
    if kind == "horizontal":
        vias = [(x1 - roundness * (x1 - x2), y1), (x2 + roundness * (x1 - x2), y2)]
    elif kind == "vertical":
        vias = [(x1, y1 - roundness * (y1 - y2)), (x2, y2 + roundness * (y1 - y2))]
    elif kind:
        turn = roundness if kind == "curvedCW" else -roundness
        angle = math.atan2(y1 - y2, x2 - x1) + (0.5 * turn + 0.5) * math.pi
        far = (0.5 * roundness + 0.5) * math.hypot(x2 - x1, y2 - y1)
        vias = [(x1 + far * math.sin(angle), y1 + far * math.cos(angle))]
    else:
        vias = []
    return [_bezier([one, *vias, other], step / SAMPLES) for step in range(1, SAMPLES)]


def _bezier(control: list[Point], part: float) -> Point:
    """De Casteljau's construction, for any number of control points."""
    while len(control) > 1:
        control = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in itertools.pairwise(control)]
    return control[0]


def route(
    one: Rect, other: Rect, obstacles: Sequence[Rect], taken: Sequence[Curve] = (), home: Rect | None = None
) -> Curve:
    """The curve between two boxes that crosses the fewest others and stays at home.

    `taken` are the curves of its twins; outside of `home` a line is in nobody's area.

    >>> route(Rect(0, 0, 10, 10), Rect(0, 200, 10, 210), [])
    Curve(kind='vertical', roundness=0.4)
    >>> route(Rect(0, 0, 10, 10), Rect(0, 200, 10, 210), [Rect(-5, 90, 15, 110)]).kind
    'curvedCW'
    """
    start, end = _middle(one), _middle(other)
    reach = 0.55 * math.hypot(end[0] - start[0], end[1] - start[1])
    near = [
        box
        for box in obstacles
        if box not in (one, other)
        and box.right > min(start[0], end[0]) - reach
        and box.left < max(start[0], end[0]) + reach
        and box.bottom > min(start[1], end[1]) - reach
        and box.top < max(start[1], end[1]) + reach
    ]
    across = abs(end[0] - start[0]) > 0.7 * abs(end[1] - start[1])

    def cost(curve: Curve) -> float:
        line = points(start, end, curve)
        crossed = {at for at, box in enumerate(near) if any(_inside(point, box, 3) for point in line)}
        natural = curve.kind == ("horizontal" if across else "vertical")
        shape = 0.0 if natural else 9.0 if curve.kind in ("horizontal", "vertical") else 3.0 + 30 * curve.roundness
        strayed = 0 if home is None else sum(not _inside(point, home, 0) for point in line)
        return 25.0 * len(crossed) + 6.0 * strayed + shape

    free = [curve for curve in _CURVES if curve not in taken]
    return min(free or _CURVES, key=cost)


def _middle(box: Rect) -> Point:
    return ((box.left + box.right) / 2, (box.top + box.bottom) / 2)


def _inside(point: Point, box: Rect, margin: float) -> bool:
    x, y = point
    return box.left - margin < x < box.right + margin and box.top - margin < y < box.bottom + margin
