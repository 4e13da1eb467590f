"""The chain map for a screen or a sheet: areas as rows, stages as columns, a product in one column.

Because a product stands in one column, every join is one vertical line beside that column, where no box is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..layout.labels import text_width
from .chain_map_arrows import GUTTER, beside
from .chain_map_drawing import (
    SMALL,
    Band,
    Border,
    Drawing,
    Piece,
    Placed,
    Text,
    flow,
    legend,
    line,
    look_of,
    most,
    plain,
    state_word,
)
from .chain_map_model import NOWHERE, WORST
from .chain_map_words import say
from .markup import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .chain_map_model import Area, Box, ChainMap, Stage

LABEL: Final = 96
"""Room for the names of areas at the left."""
EDGE: Final = 6
BOX: Final = 55
GAP: Final = 6
NARROWEST: Final = 138
WIDEST: Final = 210
"""Widths of a box."""
EMPTY: Final = 104
"""Width of a stage in which no area has anything."""
HEAD: Final = 37
FEW: Final = 4
"""Up to so many areas chips take three lines a cell, else two."""


@dataclass
class Column:
    """A stage with its place, and which of its lanes each product stands in."""

    stage: Stage
    lanes: int
    x: float = 0.0
    width: float = EMPTY
    box: float = 0.0
    lane_of: dict[str, int] = field(default_factory=dict)

    def left(self, lane: int) -> float:
        """Where boxes of a lane begin."""
        return self.x + lane * (self.box + GUTTER)


def pages_of(model: ChainMap, width: float) -> list[list[Stage]]:
    """The stages of each page: as many as fit with boxes that can be read, about as wide on each."""
    room = width - LABEL - 2 * EDGE
    needs = _needs(model)
    fewest = len(_packed(model.stages, needs, room))
    limit = next(at for at in range(int(min(room, sum(needs) / max(fewest, 1))), int(room) + 1)
                 if len(_packed(model.stages, needs, at)) <= fewest) if needs else room  # fmt: skip
    return _packed(model.stages, needs, max(limit, NARROWEST + GUTTER)) or [[]]


def whole_width(model: ChainMap) -> float:
    """The width in which all stages stand on one page."""
    return LABEL + 2 * EDGE + max(sum(_needs(model)), NARROWEST + GUTTER)


def _needs(model: ChainMap) -> list[int]:
    filled = {box.stage for box in model.boxes}
    return [NARROWEST + GUTTER if stage.number in filled else EMPTY for stage in model.stages]


def _packed(stages: Sequence[Stage], needs: Sequence[float], room: float) -> list[list[Stage]]:
    out: list[list[Stage]] = []
    left = 0.0
    for stage, need in zip(stages, needs, strict=True):
        if not out or need > left:
            out.append([])
            left = room
        out[-1].append(stage)
        left -= need
    return out


def wide(model: ChainMap, stages: Sequence[Stage], areas: Sequence[Area], width: float, *, top: float = 0.0) -> Drawing:
    """Some stages of some areas, drawn in a width."""
    drawing = Drawing(width)
    columns = _columns(model, stages, areas, width)
    y = top + 24.0  # the legend, drawn last: it shows what there is
    _headings(drawing, columns, y, model.lang)
    y += HEAD + GAP
    before: Area | None = None
    for area in areas:
        if before is not None and _apart(before, area):
            y = _border(drawing, before, area, y, model.lang)
        y = _band(drawing, model, columns, area, y)
        before = area
    placed = {one.box.product_id for one in drawing.boxes}
    if any(box.area == NOWHERE and box.product_id in placed for box in model.boxes):
        y = _band(drawing, model, columns, None, y, placed)
    beside(drawing, model)
    y = _rest(drawing, columns, y, model.lang, one=len(areas) == 1)
    states = [one.box.state for one in drawing.boxes]
    legend(drawing, states, EDGE, top + 2, width - 2 * EDGE, model.lang)
    drawing.height = y
    return drawing


def _columns(model: ChainMap, stages: Sequence[Stage], areas: Sequence[Area], width: float) -> list[Column]:
    places = [*(area.id for area in areas), NOWHERE]
    counts = {stage.number: max(len(model.cell(area, stage.number)) for area in places) for stage in stages}
    columns = [Column(stage, 1 if counts[stage.number] else 0) for stage in stages]
    filled = [column for column in columns if column.lanes]
    room = width - LABEL - 2 * EDGE - EMPTY * (len(columns) - len(filled))
    for _ in range(12):  # stages with much in a cell get more lanes while there is room
        worst = max(filled, key=lambda one: counts[one.stage.number] / one.lanes, default=None)
        lanes = sum(column.lanes for column in filled) + 1
        if (
            worst is None
            or counts[worst.stage.number] <= most(len(areas)) * worst.lanes
            or lanes * (NARROWEST + GUTTER) > room
        ):
            break
        worst.lanes += 1
    lanes = sum(column.lanes for column in filled)
    box = min(WIDEST, room / lanes - GUTTER) if lanes else 0.0
    x = float(LABEL + EDGE)
    for column in columns:
        column.x, column.box = x, box
        if column.lanes:
            column.width = column.lanes * (box + GUTTER)
            column.lane_of = _lanes(model, column, places)
        x += column.width
    return columns


def _lanes(model: ChainMap, column: Column, places: Sequence[str]) -> dict[str, int]:
    """Which lane each product of a stage stands in: worst first, where the fewest boxes are in its areas."""
    where: dict[str, list[str]] = {}
    best: dict[str, int] = {}
    for box in model.boxes:
        if box.stage == column.stage.number and box.area in places:
            where.setdefault(box.product_id, []).append(box.area)
            rank = WORST.index(box.state) if box.state in WORST else len(WORST)
            best[box.product_id] = min(best.get(box.product_id, rank), rank)
    load: dict[tuple[str, int], int] = {}
    out: dict[str, int] = {}
    for product in sorted(where, key=lambda one: (best[one], -len(where[one]), one)):
        lane = min(range(column.lanes), key=lambda at: (max(load.get((area, at), 0) for area in where[product]), at))
        out[product] = lane
        for area in where[product]:
            load[area, lane] = load.get((area, lane), 0) + 1
    return out


def _headings(drawing: Drawing, columns: Sequence[Column], y: float, lang: str) -> None:
    for column in columns:
        stage, inner = column.stage, column.width - 28
        said = (
            say("products", lang, n=stage.here)
            if stage.number is None
            else say("recorded", lang, n=stage.here, all=stage.all)
        )
        texts = (
            plain(column.x + 10, y + 16, stage.name, inner, size=14, bold=True, tone="deep"),
            plain(column.x + 10, y + 31, said, column.width - 16, tone="quiet"),
        )
        kind = "none" if stage.number is None else "stage"
        drawing.bands.append(Band(column.x, y, column.width - 8, HEAD, texts, kind))


def _apart(one: Area, other: Area) -> bool:
    """Whether a province border is known to lie between two areas."""
    return one.province is not None and other.province is not None and one.province != other.province


def _border(drawing: Drawing, one: Area, other: Area, y: float, lang: str) -> float:
    said = f"{say('border', lang)}　{one.province} ↑　↓ {other.province}"
    text = Text(EDGE + 120, y + 10, (Piece(said),), bold=True, tone="plain")
    drawing.borders.append(Border(EDGE, y + 6, drawing.width - 2 * EDGE, text, text_width(said, SMALL) + 24))
    return y + 18


def _band(
    drawing: Drawing, model: ChainMap, columns: Sequence[Column], area: Area | None, y: float, products: set[str] | None = None
) -> float:  # fmt: skip
    """An area's row with its boxes, or what lies outside all of them."""
    name = area.id if area else NOWHERE
    inside, deepest = y + GAP, y + GAP + BOX
    for column in columns:
        if not column.lanes:
            continue
        stacks = [inside] * column.lanes
        chips: list[Box] = []
        for box in model.cell(name, column.stage.number):
            if products is not None and box.product_id not in products:
                continue
            lane = column.lane_of[box.product_id]
            if stacks[lane] >= inside + most(len(model.areas)) * (BOX + GAP):
                chips.append(box)
                continue
            drawing.boxes.append(_placed(box, column.left(lane), stacks[lane], column.box, model.lang))
            stacks[lane] += BOX + GAP
        bottom = max(stacks) - GAP
        if chips:
            found, more, taken = flow(
                chips, column.x, bottom + GAP, column.width - GUTTER, 3 if len(model.areas) <= FEW else 2, model.lang
            )
            drawing.boxes += found
            drawing.texts += more
            bottom += GAP + taken
        deepest = max(deepest, bottom)
    texts = _named(area, y, model.lang)
    high = max(deepest + GAP, texts[-1].y + GAP) - y
    drawing.bands.append(Band(EDGE, y, drawing.width - 2 * EDGE, high, texts, "area" if area else "outside"))
    return y + high + GAP


def _named(area: Area | None, y: float, lang: str) -> tuple[Text, ...]:
    """What stands at the left of a row."""
    x, width = EDGE + 10.0, LABEL - 14.0
    if area is None:
        return (
            plain(x, y + 23, say("outside", lang), width, size=15, bold=True, tone="quiet"),
            *(
                Text(x, y + 42 + 16 * at, (Piece(one),), tone="quiet")
                for at, one in enumerate(folded(say("outside_note", lang), width, SMALL, 2))
            ),
        )
    names = folded(area.name, width, 15, 2)
    texts = [
        Text(x, y + 23 + 18 * at, (Piece(one),), 15, "deep", bold=True, whole=area.whole)
        for at, one in enumerate(names)
    ]
    under = [] if area.province in (None, area.name, area.whole) else [str(area.province)]
    for key, count in (("firms", area.firms), ("silent", area.silent)):
        under += folded(say(key, lang, n=count), width, SMALL, 3) if count else []
    first = y + 23 + 18 * len(names)
    texts += [plain(x, first + 16 * at, one, width, tone="quiet") for at, one in enumerate(under)]
    return tuple(texts)


def _placed(box: Box, x: float, y: float, width: float, lang: str) -> Placed:
    state = state_word(box, lang)
    taken = text_width(state, SMALL) + 12
    # a long name has its line for itself, and the state stands in the line that says least
    low = text_width(box.product, 14) > width - 34 - taken
    said = [text_width(one.text(lang), SMALL) for one in box.lines]
    row = 1 + (said[1] < said[0]) if low else 0
    texts = (
        plain(x + 29, y + 18, box.product, width - 34 - (0 if low else taken), size=14, bold=True),
        Text(x + width - 8, y + (18, 34, 48)[row], (Piece(state),), SMALL, "state", bold=True, end=True),
        line(x + 9, y + 34, box.lines[0], width - 16 - (taken if row == 1 else 0), lang),
        line(x + 9, y + 48, box.lines[1], width - 16 - (taken if row == 2 else 0), lang),
    )
    return Placed(box, x, y, width, BOX, look_of(box), 0.95, texts)


def _rest(drawing: Drawing, columns: Sequence[Column], y: float, lang: str, *, one: bool) -> float:
    """What nobody has on record, by stage, in grey."""
    if not any(column.stage.rest for column in columns):
        return y
    said = folded(say("rest_one" if one else "rest", lang), LABEL - 14, SMALL, 3)
    drawing.texts += [Text(EDGE + 10, y + 12 + 15 * at, (Piece(text),), tone="quiet") for at, text in enumerate(said)]
    deepest = len(said)
    for column in columns:
        rest = column.stage.rest
        whole = say("comma", lang).join(rest)
        lines = folded(whole, column.width - 14, SMALL, 99)
        if len(lines) > 3:
            lines = [*lines[:2], say("rest_many", lang, n=len(rest))]
        drawing.texts += [
            Text(column.x, y + 12 + 15 * at, (Piece(text),), tone="quiet", whole=whole) for at, text in enumerate(lines)
        ]
        deepest = max(deepest, len(lines))
    return y + 15 * deepest + 3
