"""Where everything is drawn: areas as blocks, provinces as frames, in each block what belongs there.

The layout is made once, here, and never by the browser: the same network gives the same
picture, byte for byte, on every machine, and no page spends seconds shaking itself into place.
A force layout was tried on paper and dropped: it hides what this picture is about, the border
between areas. Blocks show the border, lanes inside a block (actors left, goods and matters right)
show who makes what, and only what belongs to no single area stands in a band above.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .lanes import Lane, arrange
from .rows import (
    BLOCK_GAP,
    HEAD,
    LANE_GAP,
    MARGIN,
    ROW_GAP,
    TARGET,
    Box,
    Key,
    block_size,
    fit_shelves,
    gap_between,
    lane_widths,
    lanes_of,
    row_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["TARGET", "Block", "Box", "Frame", "Layout", "place"]


@dataclass(frozen=True)
class Block:
    """A tinted area of the picture; `kind` is asked, neighbour, coarse, unplaced or shared."""

    kind: str
    label: str
    province: str
    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True)
class Frame:
    """A province on one shelf of blocks."""

    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass
class Layout:
    """Centres of all boxes, and the areas and provinces behind them."""

    centres: dict[str, tuple[int, int]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


def place(boxes: Sequence[Box], ties: Iterable[tuple[str, str]]) -> Layout:
    """Centres of all boxes and the blocks behind them; the same for the same input.

    No two boxes overlap, and a box lies in the block of its area.
    """
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in ties:
        if one != other:
            near[one].append(other)
            near[other].append(one)
    homes = _homes(boxes)
    members: dict[Key, list[Box]] = defaultdict(list)
    for box in sorted(boxes, key=lambda box: box.id):
        members[homes[box.id]].append(box)
    shared = members.pop(("shared", "", ""), [])
    order = _order(members, homes, near)
    shelves, height = fit_shelves(order, members, band=bool(shared))
    layout = Layout()
    lanes = _draw_shelves(layout, shelves, members, height)
    arrange(lanes, near, gap=ROW_GAP)
    _draw_band(layout, shared, near, lanes)
    for lane in lanes:
        for name, (x, y) in lane.centres(ROW_GAP).items():
            layout.centres[name] = (round(x), round(y))
    return layout


def _homes(boxes: Sequence[Box]) -> dict[str, Key]:
    """The block of each box. What has no area takes that of what it hangs on, if that is one."""
    asked = {(box.province or "", box.area) for box in boxes if box.area and box.inside}
    own: dict[str, Key] = {}
    for box in boxes:
        if box.area:
            kind = "asked" if (box.province or "", box.area) in asked else "neighbour"
            own[box.id] = (kind, box.province or "", box.area)
        elif box.province:
            own[box.id] = ("coarse", box.province, "")
        elif box.actor:
            own[box.id] = ("unplaced", "", "")
    homes = dict(own)
    for box in boxes:
        if box.id not in homes:
            around = {own[name] for name in box.home_by if name in own}
            homes[box.id] = around.pop() if len(around) == 1 else ("shared", "", "")
    return homes


def _order(members: dict[Key, list[Box]], homes: dict[str, Key], near: dict[str, list[str]]) -> list[Key]:
    """Blocks from left to right: a province stays together, the most tied stand side by side."""
    between: Counter[tuple[Key, Key]] = Counter()
    for one, others in near.items():
        for other in others:
            if one in homes and other in homes and homes[one] != homes[other]:
                between[homes[one], homes[other]] += 1
    left = sorted(members)
    order: list[Key] = []
    while left:
        last = order[-1] if order else None

        def rank(key: Key, last: Key | None = last) -> tuple[bool, bool, bool, int, int, Key]:
            same = last is not None and key[1] == last[1]
            tied = sum(between[key, done] for done in order)
            # no border is drawn beside what lies in no province that is known, so it stands last
            return (not key[1], not same, key[0] != "asked", -tied, -len(members[key]), key)

        order.append(min(left, key=rank))
        left.remove(order[-1])
    # within the first province, what is tied most to the others stands next to them
    first = [key for key in order if key[1] and key[1] == order[0][1]]
    rest = [key for key in order if key not in first]
    first.sort(key=lambda key: sum(between[key, other] for other in rest))
    return first + rest


def _draw_shelves(layout: Layout, shelves: list[list[Key]], members: dict[Key, list[Box]], height: float) -> list[Lane]:
    lanes: list[Lane] = []
    y = 0.0
    widths = [row_size(row, {key: block_size(members[key], height) for key in row})[0] for row in shelves]
    for number, (row, row_width) in enumerate(zip(shelves, widths, strict=True)):
        sizes = {key: block_size(members[key], height) for key in row}
        tall = max(size[1] for size in sizes.values())
        x = (max(widths) - row_width) / 2
        for at, key in enumerate(row):
            width = sizes[key][0]
            kind, province, label = key
            layout.blocks.append(Block(kind, label, province, x, y, width, tall, len(members[key])))
            columns = lanes_of(members[key], height)
            wides = lane_widths(columns)
            left = x + (width - sum(wides) - LANE_GAP * (len(columns) - 1)) / 2
            for column, wide in zip(columns, wides, strict=True):
                middle = y + HEAD + (tall - HEAD) / 2
                sized = {box.id: box.height for box in column}
                room = tall - HEAD - 2 * MARGIN
                first = frozenset(box.id for box in column if box.top)
                lanes.append(Lane(left + wide / 2, middle, sized, (key, column[0].actor), room, first))
                left += wide + LANE_GAP
            x += width + (gap_between(key, row[at + 1]) if at + 1 < len(row) else 0)
        _draw_frames(layout, row)
        below = shelves[number + 1 : number + 2]
        y += tall + (gap_between(row[-1], below[0][0]) if below else 0)
    return lanes


def _draw_frames(layout: Layout, row: list[Key]) -> None:
    """One frame around the blocks of a province that stand side by side."""
    blocks = layout.blocks[-len(row) :]
    start = 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or blocks[at].province != blocks[start].province:
            some = blocks[start:at]
            if some[0].province:
                first, last = some[0], some[-1]
                layout.frames.append(
                    Frame(first.province, first.x, first.y, last.x + last.width - first.x, first.height)
                )
            start = at


def _draw_band(layout: Layout, shared: list[Box], near: dict[str, list[str]], lanes: list[Lane]) -> None:
    """What belongs to no single area, in a band above all blocks, each near what it is tied to."""
    if not shared:
        return
    at = {name: centre for lane in lanes for name, centre in lane.centres(ROW_GAP).items()}
    right = max((block.x + block.width for block in layout.blocks), default=TARGET[0])

    def pull(box: Box) -> tuple[float, str]:
        xs = [at[name][0] for name in near[box.id] if name in at]
        return (sum(xs) / len(xs) if xs else right / 2, box.id)

    total = sum(box.width + 24 for box in shared)
    count = max(1, -int(-total // max(right - 2 * MARGIN, 300)))
    rows: list[list[Box]] = [[] for _ in range(count)]
    for number, box in enumerate(sorted(shared, key=pull)):
        rows[number % count].append(box)
    tall = max(box.height for box in shared)
    height = count * (tall + ROW_GAP) - ROW_GAP + 2 * MARGIN + HEAD
    top = min((block.y for block in layout.blocks), default=0.0) - height - BLOCK_GAP
    width = max(right, *(sum(box.width + 24 for box in row) + 2 * MARGIN for row in rows))
    for number, row in enumerate(rows):
        y = top + HEAD + MARGIN + tall / 2 + number * (tall + ROW_GAP)
        for box, x in zip(row, _spread(row, [pull(box)[0] for box in row], width), strict=True):
            layout.centres[box.id] = (round(x), round(y))
    layout.blocks.insert(0, Block("shared", "", "", 0.0, top, width, height, len(shared)))


def _spread(row: list[Box], wanted: list[float], width: float) -> list[float]:
    """Places near the wanted ones, in order, that neither overlap nor leave the band."""
    xs: list[float] = []
    edge = MARGIN
    for box, want in zip(row, wanted, strict=True):
        xs.append(max(want, edge + box.width / 2))
        edge = xs[-1] + box.width / 2 + 24
    edge = width - MARGIN
    for at in range(len(row) - 1, -1, -1):
        xs[at] = min(xs[at], edge - row[at].width / 2)
        edge = xs[at] - row[at].width / 2 - 24
    return xs
