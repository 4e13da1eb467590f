"""The chain map as SVG: areas by stages, what each lacks and who could supply it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from .chain_map_drawing import SMALL, Arrow, Drawing, Piece, Text, plain
from .chain_map_model import chain_model, chains_of
from .chain_map_phone import phone
from .chain_map_wide import pages_of, whole_width, wide
from .chain_map_words import say
from .markup import paragraphs, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .chain_map_model import Area, ChainMap

__all__ = ["chain_map", "chain_maps", "chains_of", "whole_chain_map"]

PHONE: Final = 700
"""Below this width areas are columns and stages bands."""
FOOT: Final = 6
"""So many lines at most has a paragraph below a picture."""


def chain_map(rows: Any, chain: str | None = None, *, lang: str, width: int = 1366, static: bool = False) -> str:
    """The map of one chain as one `<svg>`; of a chain too wide to be read the first page, see `chain_maps`.

    >>> chain_map([], lang="en").startswith("<svg")
    True
    """
    return chain_maps(rows, chain, lang=lang, width=width, static=static)[0]


def chain_maps(
    rows: Any, chain: str | None = None, *, lang: str, width: int = 1366, height: int | None = None,
    static: bool = False, heading: str = "", foot: str = "",
) -> list[str]:  # fmt: skip
    """The map of one chain as one `<svg>` a page: stages on further pages where labels would fall below 11 px.

    Parameters
    ----------
    rows
        The answer of the question `chain`, or its rows.
    chain
        Which of its chains; none: the first.
    width
        In pixels; below 700 as a phone shows it.
    height
        Areas that do not fit into it stand on further pages; none: one page however high.
    static
        Nothing to click, nothing hidden: for paper, PNG and documents.
    heading, foot
        A line above and paragraphs below each page, {page} and {pages} in them its number and theirs: where a picture stands alone.
    """
    model = chain_model(rows, chain, lang)
    drawings = [phone(model, width)] if width < PHONE else _pages(model, width, height, 34.0 if heading else 0.0)
    out = []
    for number, drawing in enumerate(drawings, start=1):
        if heading:
            said = heading.replace("{page}", str(number)).replace("{pages}", str(len(drawings)))
            drawing.texts.append(
                plain(8, 24, said, width - 16, size=18 if width >= PHONE else 14, bold=True, tone="deep")
            )
        if foot:
            said = foot.replace("{page}", str(number)).replace("{pages}", str(len(drawings)))
            lines = paragraphs(said, width - 16, SMALL, FOOT)
            drawing.texts += [
                Text(8, drawing.height + 14 + 16 * at, (Piece(one),), tone="quiet") for at, one in enumerate(lines)
            ]
            drawing.height += 6 + 16 * len(lines)
        out.append(_svg(model, drawing, static=static, kind="narrow" if width < PHONE else "wide"))
    return out


def whole_chain_map(rows: Any, chain: str | None = None, *, lang: str, width: int = 1366, foot: str = "") -> str:
    """The whole map of one chain as one `<svg>` that stands alone: as wide as its stages need, at least `width`."""
    model = chain_model(rows, chain, lang)
    wide_enough = max(width, math.ceil(whole_width(model)))
    return chain_maps(rows, chain, lang=lang, width=wide_enough, static=True, heading=_label(model), foot=foot)[0]


def _label(model: ChainMap) -> str:
    areas = say("comma", model.lang).join(area.name for area in model.areas)
    return say("map", model.lang, chain=model.chain or say("no_chain", model.lang), areas=areas)


def _ways_unseen(model: ChainMap, drawing: Drawing) -> list[Arrow]:
    """Joins of which a drawing has both boxes but no way between them: a chosen box keeps its partner bright all the same."""
    seen = {(one.start, one.end) for one in drawing.arrows}
    here = {one.box.id for one in drawing.boxes}
    return [
        Arrow(one.start, one.end, one.supplied > 0, "", "", shown=False)
        for one in model.joins
        if one.start in here and one.end in here and (one.start, one.end) not in seen
    ]


def _pages(model: ChainMap, width: int, height: int | None, top: float) -> list[Drawing]:
    out = []
    for stages in pages_of(model, width):
        rest: Sequence[Area] = model.areas
        while True:
            count = len(rest)
            drawing = wide(model, stages, rest, width, top=top)
            while height is not None and drawing.height > height and count > 1:
                count -= 1
                drawing = wide(model, stages, rest[:count], width, top=top)
            out.append(drawing)
            rest = rest[count:]
            if not rest:
                break
    return out


def _svg(model: ChainMap, drawing: Drawing, *, static: bool, kind: str) -> str:
    hidden = sum(not one.shown for one in drawing.arrows)
    if not static:
        drawing.arrows += _ways_unseen(model, drawing)
    desc = say("desc", model.lang) + (f" {say('more_arrows', model.lang, n=hidden)}" if hidden else "")
    if static and hidden:
        drawing.texts.append(plain(8, drawing.height + 12, say("more_arrows", model.lang, n=hidden), 400, tone="quiet"))
        drawing.height += 18
    return render("chain_map.svg.jinja", d=drawing, label=_label(model), desc=desc, static=static, kind=kind)
