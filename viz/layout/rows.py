"""How areas are set in rows: the size of a block, and the rows that let the picture be drawn largest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from .labels import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TARGET: Final = (860.0, 560.0)
"""Width and height of the picture on a screen of 1366 by 768, which the layout tries to fill."""
ROW_GAP: Final = 10.0
LANE_GAP: Final = 44.0
MARGIN: Final = 13.0
HEAD: Final = 24.0
"""Room for the name of an area above its boxes."""
BLOCK_GAP: Final = 32.0
FRAME_GAP: Final = 56.0
"""Room between provinces, where the line of the border is drawn."""
FEW_BLOCKS: Final = 7
TALLEST: Final = 30_000.0
BAND: Final = 130.0
"""About the height of the band above, with the room below it."""


@dataclass(frozen=True)
class Box:
    """What is to be placed: its size, and where it belongs."""

    id: str
    width: float
    height: float
    actor: bool
    """Firms, parks, bodies: the left lanes. All else stands in the right ones."""
    area: str | None
    province: str | None
    inside: bool | None
    top: bool = False
    """Places stand first in their block, near the agreements in the band above."""
    home_by: tuple[str, ...] = ()
    """Boxes whose area it shares where it has none of its own and they have one in common."""


Key = tuple[str, str, str]
"""Kind, province and label of a block."""


def lanes_of(boxes: Sequence[Box], height: float) -> list[list[Box]]:
    """The lanes of a block no higher than `height`: actors, then goods and matters."""
    out: list[list[Box]] = []
    for actors in (True, False):
        some = sorted((box for box in boxes if box.actor is actors), key=lambda box: not box.top)
        if not some:
            continue
        total = sum(box.height + ROW_GAP for box in some)
        count = min(len(some), max(1, -int(-total // height)))
        ends = [round(len(some) * (at + 1) / count) for at in range(count)]
        starts = [0, *ends[:-1]]
        out += [some[start:end] for start, end in zip(starts, ends, strict=True)]
    return out


def lane_widths(columns: Sequence[Sequence[Box]]) -> list[float]:
    """The width of each lane: the widest box of its role, for boxes move between lanes of one role."""
    widest: dict[bool, float] = {}
    for column in columns:
        role = column[0].actor
        widest[role] = max(widest.get(role, 0.0), *(box.width for box in column))
    return [widest[column[0].actor] for column in columns]


def block_size(boxes: Sequence[Box], height: float) -> tuple[float, float]:
    title = min(text_width(boxes[0].area or "place unknown", 16) + 2 * MARGIN, 320)
    columns = lanes_of(boxes, height)
    width = sum(lane_widths(columns)) + LANE_GAP * (len(columns) - 1)
    tall = max(sum(box.height + ROW_GAP for box in column) - ROW_GAP for column in columns)
    return max(width + 2 * MARGIN, title), tall + HEAD + 2 * MARGIN


def gap_between(one: Key, other: Key) -> float:
    return BLOCK_GAP if one[1] == other[1] else FRAME_GAP


def row_size(row: Sequence[Key], sizes: dict[Key, tuple[float, float]]) -> tuple[float, float]:
    gaps = sum(gap_between(one, other) for one, other in pairwise(row))
    return sum(sizes[key][0] for key in row) + gaps, max(sizes[key][1] for key in row)


def fit_shelves(order: list[Key], members: dict[Key, list[Box]], *, band: bool) -> tuple[list[list[Key]], float]:
    """The rows of blocks and the height of lanes that let the picture be drawn largest."""
    if not order:
        return [], 0.0
    best: tuple[float, list[list[Key]], float] | None = None
    lane = 90.0
    while lane < TALLEST:
        sizes = {key: block_size(members[key], lane) for key in order}
        lanes = sum(len(lanes_of(members[key], lane)) for key in order)
        for rows in _partitions(order, sizes):
            measured = [row_size(row, sizes) for row in rows]
            width = max(size[0] for size in measured)
            height = sum(size[1] for size in measured) + (BAND if band else 0)
            height += sum(gap_between(one[-1], other[0]) for one, other in pairwise(rows))
            # more lanes mean lines behind boxes, so a little size is given for fewer of them
            worth = min(TARGET[0] / width, TARGET[1] / height) * 0.985**lanes
            if best is None or worth > best[0] + 1e-9:
                best = (worth, rows, lane)
        lane *= 1.15
    assert best is not None
    return best[1], best[2]


def _partitions(order: list[Key], sizes: dict[Key, tuple[float, float]]) -> Iterator[list[list[Key]]]:
    """Ways to break the blocks into rows: all of them for a few blocks, even ones for many."""
    if len(order) > FEW_BLOCKS:
        for count in range(1, min(len(order), 12) + 1):
            yield _split(order, sizes, count)
        return
    for breaks in product((False, True), repeat=len(order) - 1):
        rows = [[order[0]]]
        for key, cut in zip(order[1:], breaks, strict=True):
            if cut:
                rows.append([])
            rows[-1].append(key)
        yield rows


def _split(order: list[Key], sizes: dict[Key, tuple[float, float]], count: int) -> list[list[Key]]:
    """The blocks in `count` rows of about the same width, in order."""
    total = sum(sizes[key][0] for key in order)
    rows: list[list[Key]] = [[]]
    used = 0.0
    for at, key in enumerate(order):
        left = len(order) - at
        full = used + sizes[key][0] / 2 > total * len(rows) / count
        if rows[-1] and len(rows) < count and (full or left <= count - len(rows)):
            rows.append([])
        rows[-1].append(key)
        used += sizes[key][0]
    return rows
