"""Arrows of the chain map: beside a column, where no box is; each in a lane of its own where two would lie on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .chain_map_drawing import ARROWS, Arrow
from .chain_map_model import WORST

if TYPE_CHECKING:
    from .chain_map_drawing import Drawing, Placed
    from .chain_map_model import ChainMap, Join

GUTTER: Final = 30
"""Room for arrows at the right of each column of boxes."""
FIRST: Final = 11
STEP: Final = 6
LANES: Final = 3
"""Where the first lane is, how far the next ones are, and how many there are."""
CORNER: Final = 4
HEAD: Final = 7


def beside(drawing: Drawing, model: ChainMap) -> None:
    """All joins between boxes of a drawing, worst need first; so many of them are shown, the others on selection."""
    places = {one.box.id: one for one in drawing.boxes if not one.chip}
    joins = [join for join in model.joins if join.start in places and join.end in places]
    joins.sort(key=lambda join: (_rank(places[join.end]), not join.supplied, join.start, join.end))
    slots = _slots(joins, places)
    taken: dict[float, list[tuple[int, float, float]]] = {}
    shown = 0
    for number, join in enumerate(joins):
        start, end = places[join.start], places[join.end]
        y1, y2 = slots[number, join.start], slots[number, join.end]
        edge = max(start.right, end.right)
        top, bottom = min(y1, y2), max(y1, y2)
        used = {lane for lane, low, high in taken.setdefault(edge, []) if low < bottom + 4 and high > top - 4}
        free = next((lane for lane in range(LANES) if lane not in used), None)
        show = free is not None and shown < ARROWS
        if show:
            taken[edge].append((free or 0, top, bottom))
            shown += 1
        x = edge + FIRST + STEP * (free if free is not None else number % LANES)
        path = _path(start.right, y1, x, end.right + HEAD - 1, y2)
        head = f"M{end.right:g} {y2:g}l{HEAD} -4v8z"
        drawing.arrows.append(Arrow(join.start, join.end, join.supplied > 0, path, head, show))


def _rank(placed: Placed) -> int:
    return WORST.index(placed.box.state) if placed.box.state in WORST else len(WORST)


def _slots(joins: list[Join], places: dict[str, Placed]) -> dict[tuple[int, str], float]:
    """Where each join leaves or reaches the edge of its boxes: spread, the upper ones above."""
    ends: dict[str, list[tuple[float, int]]] = {}
    for number, join in enumerate(joins):
        ends.setdefault(join.start, []).append((places[join.end].y, number))
        ends.setdefault(join.end, []).append((places[join.start].y, number))
    out: dict[tuple[int, str], float] = {}
    for name, others in ends.items():
        box = places[name]
        for at, (_, number) in enumerate(sorted(others), start=1):
            out[number, name] = round(box.y + box.height * at / (len(others) + 1), 1)
    return out


def _path(x1: float, y1: float, lane: float, x2: float, y2: float) -> str:
    """Out to the lane, along it, and back, with round corners."""
    way = CORNER if y2 > y1 else -CORNER
    if abs(y2 - y1) < 2 * CORNER:
        return f"M{x1:g} {y1:g}H{lane:g}V{y2:g}H{x2:g}"
    return (
        f"M{x1:g} {y1:g}H{lane - CORNER:g}Q{lane:g} {y1:g} {lane:g} {y1 + way:g}"
        f"V{y2 - way:g}Q{lane:g} {y2:g} {lane - CORNER:g} {y2:g}H{x2:g}"
    )
