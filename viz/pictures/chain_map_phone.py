"""The chain map for a phone: areas as columns and stages as bands where three fit, else area under area.

In columns a product that several areas have stands in one row, so a join is a short way between columns; what stands
under each other, and who makes or sells elsewhere below all of them, is told in words alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .chain_map_drawing import (
    MOST,
    Arrow,
    Band,
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
from .chain_map_model import NOWHERE
from .chain_map_words import say
from .markup import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .chain_map_model import Box, ChainMap, Stage

EDGE: Final = 8
BETWEEN: Final = 14
"""Room for an arrow between columns."""
BOX: Final = 72
GAP: Final = 10
BAR: Final = 22
SIZE: Final = 11
IN_COLUMNS: Final = (2, 3)


def phone(model: ChainMap, width: float) -> Drawing:
    """The whole chain in the width of a phone."""
    drawing = Drawing(width)
    stages = [
        stage for stage in model.stages if any(box.stage == stage.number for box in model.boxes if box.area != NOWHERE)
    ]
    draw = _columns if len(model.areas) in IN_COLUMNS else _stacked
    y = draw(drawing, model, stages, 64.0)
    y = _elsewhere(drawing, model, y)
    states = [box.state for box in model.boxes]
    rest = sum(len(stage.rest) for stage in model.stages)
    if rest:
        lines = folded(say("rest_phone", model.lang, n=rest), width - 2 * EDGE, SIZE, 3)
        drawing.texts += [Text(EDGE, y + 12 + 15 * at, (Piece(text),), SIZE, "quiet") for at, text in enumerate(lines)]
        y += 15 * len(lines) + 6
    legend(drawing, states, EDGE, 4, width - 2 * EDGE, model.lang)
    drawing.height = y + 4
    return drawing


def _columns(drawing: Drawing, model: ChainMap, stages: Sequence[Stage], y: float) -> float:
    count = len(model.areas)
    wide = (drawing.width - 2 * EDGE - BETWEEN * (count - 1)) / count
    lefts = [EDGE + at * (wide + BETWEEN) for at in range(count)]
    names = [folded(area.name, wide - 12, 14, 2) for area in model.areas]
    tall = 12 + 18 * max(len(name) for name in names)
    for area, left, name in zip(model.areas, lefts, names, strict=True):
        texts = tuple(
            Text(left + 8, y + 20 + 18 * at, (Piece(text),), 14, "deep", bold=True, whole=area.whole)
            for at, text in enumerate(name)
        )
        drawing.bands.append(Band(left, y, wide, tall, texts, "column"))
    y += tall + GAP
    for stage in stages:
        y = _bar(drawing, stage, y, model.lang)
        slots, chips = _rows(model, stage)
        for box, row in slots:
            at = next(number for number, area in enumerate(model.areas) if area.id == box.area)
            drawing.boxes.append(_placed(box, lefts[at], y + row * (BOX + GAP), wide, model.lang))
        bottom = y + (max((row for _, row in slots), default=-1) + 1) * (BOX + GAP)
        deepest = bottom
        for area, left in zip(model.areas, lefts, strict=True):
            found, more, high = flow(chips.get(area.id, []), left, bottom, wide, 4, model.lang)
            drawing.boxes += found
            drawing.texts += more
            deepest = max(deepest, bottom + high)
        y = deepest + 2
    _between(drawing, model)
    return y


def _rows(model: ChainMap, stage: Stage) -> tuple[list[tuple[Box, int]], dict[str, list[Box]]]:
    """In which row each box stands: those of one product in one row; what is beyond the fourth of an area is a chip."""
    products: dict[str, list[Box]] = {}
    for box in model.boxes:
        if box.stage == stage.number and box.area != NOWHERE:
            products.setdefault(box.product_id, []).append(box)
    taken: set[tuple[str, int]] = set()
    out: list[tuple[Box, int]] = []
    chips: dict[str, list[Box]] = {}
    for boxes in sorted(products.values(), key=lambda some: len(some) == 1):
        row = next((at for at in range(MOST) if not any((box.area, at) in taken for box in boxes)), None)
        for box in boxes:
            if row is None:
                chips.setdefault(box.area, []).append(box)
            else:
                taken.add((box.area, row))
                out.append((box, row))
    return out, chips


def _between(drawing: Drawing, model: ChainMap) -> None:
    """Joins of boxes in one row: straight between neighbours, else above the box that lies between."""
    places = {one.box.id: one for one in drawing.boxes if not one.chip}
    for join in model.joins:
        start, end = places.get(join.start), places.get(join.end)
        if start is None or end is None or start.y != end.y:
            continue
        way = 1 if end.x > start.x else -1
        x1, x2 = (start.right, end.x) if way > 0 else (start.x, end.right)
        y = start.y + BOX / 2
        if abs(x2 - x1) <= BETWEEN + 1:
            path = f"M{x1:g} {y:g}H{x2 - way * 6:g}"
        else:
            lane = start.y - GAP / 2
            path = f"M{x1:g} {y:g}h{way * 4}V{lane:g}H{x2 - way * 8:g}V{y:g}H{x2 - way * 6:g}"
        head = f"M{x2:g} {y:g}l{-way * 6} -4v8z"
        drawing.arrows.append(Arrow(join.start, join.end, join.supplied > 0, path, head, shown=True))


def _stacked(drawing: Drawing, model: ChainMap, stages: Sequence[Stage], y: float) -> float:
    inner = drawing.width - 2 * EDGE
    for area in model.areas:
        under = area.province if area.province not in (area.name, area.whole) else None
        texts = [plain(EDGE + 8, y + 20, area.name, inner * 0.62, size=14, bold=True, tone="deep")]
        if under:
            texts.append(Text(EDGE + inner - 8, y + 20, (Piece(under),), 12, "quiet", end=True))
        drawing.bands.append(Band(EDGE, y, inner, 30, tuple(texts), "column"))
        y += 30 + GAP
        for stage in stages:
            boxes = model.cell(area.id, stage.number)
            if not boxes:
                continue
            y = _bar(drawing, stage, y, model.lang)
            y = _lanes(drawing, model, boxes, y, most(2 * len(model.areas)))
        y += 4
    return y


def _elsewhere(drawing: Drawing, model: ChainMap, y: float) -> float:
    """Who makes or sells outside all areas: one block, the boxes of all stages after each other."""
    boxes = [box for stage in model.stages for box in model.cell(NOWHERE, stage.number)]
    if not boxes:
        return y
    inner = drawing.width - 2 * EDGE
    texts = (
        plain(EDGE + 8, y + 20, say("outside", model.lang), inner * 0.5, size=14, bold=True, tone="quiet"),
        Text(EDGE + inner - 8, y + 20, (Piece(say("outside_note", model.lang)),), 12, "quiet", end=True),
    )
    drawing.bands.append(Band(EDGE, y, inner, 30, texts, "outside"))
    return _lanes(drawing, model, boxes, y + 30 + GAP, 2 * MOST) + 4


def _lanes(drawing: Drawing, model: ChainMap, boxes: Sequence[Box], y: float, most_of_all: int) -> float:
    """Boxes beside each other in lanes, what is beyond so many as chips; where they end."""
    inner = drawing.width - 2 * EDGE
    lanes = max(2, int((inner + BETWEEN) // (170 + BETWEEN)))
    wide = (inner - BETWEEN * (lanes - 1)) / lanes
    few = boxes[:most_of_all]
    for number, box in enumerate(few):
        x = EDGE + number % lanes * (wide + BETWEEN)
        drawing.boxes.append(_placed(box, x, y + number // lanes * (BOX + GAP), wide, model.lang))
    y += -(-len(few) // lanes) * (BOX + GAP)
    found, more, high = flow(boxes[len(few) :], EDGE, y, inner, 4 if len(model.areas) == 1 else 1, model.lang)
    drawing.boxes += found
    drawing.texts += more
    return y + high + (6 if high else 0)


def _bar(drawing: Drawing, stage: Stage, y: float, lang: str) -> float:
    inner = drawing.width - 2 * EDGE
    said = say("products", lang, n=stage.here)
    if stage.number is not None:
        said = say("recorded", lang, n=stage.here, all=stage.all)
    texts = (
        plain(EDGE + 6, y + 15, stage.name, inner * 0.6, size=12, bold=True, tone="deep"),
        Text(EDGE + inner - 6, y + 15, (Piece(said),), SIZE, "quiet", end=True),
    )
    drawing.bands.append(Band(EDGE, y, inner, BAR, texts, "bar"))
    return y + BAR + GAP


def _placed(box: Box, x: float, y: float, width: float, lang: str) -> Placed:
    first, second = box.lines
    said = f"{state_word(box, lang)} · {first.start.rstrip(' ：:')}"
    inner = width - 14
    texts = (
        plain(x + 25, y + 17, box.product, inner - 17, size=13, bold=True),
        plain(x + 7, y + 33, said, inner, size=SIZE, bold=True, tone="state"),
        line(x + 7, y + 49, type(first)("", first.names), inner, lang, SIZE),
        line(x + 7, y + 65, second, inner, lang, SIZE),
    )
    return Placed(box, x, y, width, BOX, look_of(box), 0.9, texts)
