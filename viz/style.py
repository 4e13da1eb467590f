# outlines of symbols are one line each
# outlines of symbols are one line each
"""Colours, symbols and lines of pictures, one place for all of them.

Okabe and Ito's palette (https://jfly.uni-koeln.de/color/, 2008), told apart by people who see
colours differently and in print. Colour never speaks alone: each kind has a symbol of its own,
each state of a gap a symbol and a border, each border level a line width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from ..graph.schema import EDGES, Theme

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
GREY: Final = "#6B7785"
SLATE: Final = "#33475B"


@dataclass(frozen=True)
class Look:
    """How a node is drawn: outline colour, symbol (an SVG path in a box of 16), dashes, fill."""

    colour: str
    symbol: str
    dashes: tuple[int, ...] = ()
    fill: str = "#FFFFFF"
    hollow: bool = False
    """The symbol is drawn as an outline."""
    round: bool = False
    """Round ends instead of corners: goods are round, actors are square."""


_CIRCLE: Final = "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z"

NODE_LOOKS: Final[dict[str, Look]] = {
    "firm": Look(SLATE, "M2.5 2.5H13.5V13.5H2.5Z"),
    "park": Look(SLATE, "M8 1L15 7H13V14.5H3V7H1Z", fill="#E4E9EE"),
    "region": Look(SLATE, "M4.5 2H11.5L15 8L11.5 14H4.5L1 8Z", fill="#E4E9EE"),
    "organization": Look(
        GREY, "M8 1.5L15 5V6.5H1V5ZM2.5 7.5H5V12H2.5ZM6.8 7.5H9.2V12H6.8ZM11 7.5H13.5V12H11ZM1 13H15V15H1Z"
    ),
    "facility": Look(
        GREY,
        "M4.5 1.5H6.5L5.5 14.5H1.5ZM9.5 1.5H11.5L14.5 14.5H10.5ZM7.4 2H8.6V5H7.4ZM7.3 7H8.7V10H7.3ZM7.2 12H8.8V15H7.2Z",
    ),
    "product": Look(GREEN, _CIRCLE, round=True),
    "chain": Look(GREEN, "M1 5H9L13 8L9 11H1L4 8Z", round=True),
    "industry": Look(GREEN, "M1 14.5V7L5 9V7L9 9V7L13 9V2H15V14.5Z", round=True),
    "agreement": Look(PURPLE, "M3 1H10L13.5 4.5V15H3Z"),
    "measure": Look(PURPLE, "M2 8L4 6L7 9L12.5 2.5L14.5 4.5L7 13Z"),
    "project": Look(SKY, "M8 1L15 8L8 15L1 8Z"),
    "request": Look(YELLOW, "M1 2H15V11H8L4 15V11H1Z"),
    "assessment": Look(YELLOW, "M2 14.5V1.5H13.5L11 5L13.5 8.5H4V14.5Z"),
    "event": Look(PURPLE, "M1.5 3.5H4V1.5H6V3.5H10V1.5H12V3.5H14.5V14.5H1.5ZM3.5 6.5V12.5H12.5V6.5Z"),
    "metric": Look(GREY, "M2 9H5V14H2ZM6.5 5H9.5V14H6.5ZM11 2H14V14H11Z"),
}
"""Symbols are drawn by hand, one a kind, and are this module's own matter; a kind without one is an empty square."""
OTHER_NODE: Final = Look(GREY, "M2.5 2.5H13.5V13.5H2.5Z", hollow=True)

STATE_LOOKS: Final[dict[str, Look]] = {
    "broken": Look(VERMILLION, "M3 1.5L8 6.5L13 1.5L14.5 3L9.5 8L14.5 13L13 14.5L8 9.5L3 14.5L1.5 13L6.5 8L1.5 3Z",
                   dashes=(2, 3), fill="#FDF3EC", round=True),
    "missing": Look(VERMILLION, _CIRCLE, dashes=(6, 4), hollow=True, round=True),
    "presumed": Look(ORANGE, "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2ZM8 6.2A1.8 1.8 0 1 1 8 9.8A1.8 1.8 0 1 1 8 6.2Z",
                     dashes=(6, 4), hollow=True, round=True),
    "unknown": Look(GREY, "M5 5.5A3 3 0 1 1 8 8.5V10.5M8 12.5V14", dashes=(2, 3), hollow=True, round=True),
    "weak": Look(ORANGE, "M8 2A6 6 0 0 0 8 14ZM8 2A6 6 0 0 1 8 14V12.8A4.8 4.8 0 0 0 8 3.2Z", round=True, fill="#FFF8E8"),
}  # fmt: skip
"""Gaps, worst first. `weak` exists in part, so its outline is whole; the others are ghosts."""

STATE_SYMBOLS: Final = {
    "broken": "×", "missing": "○", "presumed": "◎", "unknown": "?", "weak": "◐", "strong": "●", "served": "●",
}  # fmt: skip
"""The same symbols as text, for tables."""


@dataclass(frozen=True)
class Line:
    """How an edge is drawn."""

    colour: str
    width: float
    dashes: tuple[int, ...] = ()
    arrow: bool = True


_THEMES: Final[dict[Theme | Literal["need"], str]] = {
    "trade": SLATE, "making": GREEN, "need": VERMILLION, "technology": "#93A1AD", "ownership": BLACK, "cooperation": SLATE,
    "agreement": PURPLE, "project": SKY, "trouble": VERMILLION,
}  # fmt: skip
"""The colour of what an edge is about, in the order of legends."""
_WIDTHS: Final = {"light": 1.0, "plain": 1.2, "heavy": 1.4, "strong": 1.6}
_STROKES: Final[dict[str, tuple[int, ...]]] = {"whole": (), "dotted": (2, 3), "dashed": (7, 3)}
_NEEDS: Final = Line(VERMILLION, 1.2, (5, 4))
_POSSIBLE: Final = Line(GREEN, 1.6, (2, 4))


def _edge_looks() -> dict[str, Line]:
    out = {}
    for theme, colour in _THEMES.items():
        if theme == "need":
            out["needs"], out["possible"] = _NEEDS, _POSSIBLE  # what a gap is drawn with: no edges of the schema
        for of in EDGES:
            drawn = of.roles.drawn
            if drawn.theme == theme:
                out[of.name] = Line(colour, _WIDTHS[drawn.weight], _STROKES[drawn.stroke], drawn.arrow)
    return out


EDGE_LOOKS: Final = _edge_looks()
"""How each kind of edge is drawn, as the schema declares it; one without a theme is a thin grey line."""
OTHER_EDGE: Final = Line("#93A1AD", 1.1)

BORDER_LOOKS: Final[dict[str, Line]] = {
    "county": Line(SKY, 2.6),
    "prefecture": Line(SKY, 3.2),
    "province": Line(BLUE, 3.4),
    "country": Line(BLUE, 4.6),
}
"""Ties across a border, whatever their kind: the higher the border, the darker and wider."""

HIDDEN_AT_FIRST: Final = frozenset(of.name for of in EDGES if not of.roles.drawn.at_first)
"""What the tinted areas show already; drawn when the legend is asked to."""


@dataclass(frozen=True)
class BoxLook:
    """How a box of the chain map is drawn: border, fill, dashes, symbol; `ink` is dark enough to be read."""

    border: str
    ink: str
    symbol: str
    fill: str = "#FFFFFF"
    dashes: str = ""
    hollow: bool = False


_SQUARE: Final = "M2.5 2.5H13.5V13.5H2.5Z"
_STAR: Final = "M8 1L10.1 5.6L15 6.2L11.4 9.6L12.4 14.6L8 12.1L3.6 14.6L4.6 9.6L1 6.2L5.9 5.6Z"
_STRONG_GREEN: Final = "#00704F"

BOX_LOOKS: Final[dict[str, BoxLook]] = {
    "broken": BoxLook(VERMILLION, "#9A3D00", STATE_LOOKS["broken"].symbol, "#FDEEE3", "2 3"),
    "missing": BoxLook(VERMILLION, "#9A3D00", _CIRCLE, "#FDEEE3", "6 4", hollow=True),
    "presumed": BoxLook("#B07800", "#7A5200", STATE_LOOKS["presumed"].symbol, "#FFF8E8", "6 4", hollow=True),
    "unknown": BoxLook(GREY, "#4A5560", STATE_LOOKS["unknown"].symbol, "#FFFFFF", "2 3", hollow=True),
    "weak": BoxLook("#B07800", "#7A5200", STATE_LOOKS["weak"].symbol, "#FFF8E8"),
    "strong": BoxLook(_STRONG_GREEN, _STRONG_GREEN, _STAR, "#E3F4EC"),
    "served": BoxLook(_STRONG_GREEN, _STRONG_GREEN, _CIRCLE, "#E3F4EC"),
    "made": BoxLook(_STRONG_GREEN, _STRONG_GREEN, _SQUARE, "#E3F4EC"),
    "project": BoxLook(BLUE, "#005A8E", NODE_LOOKS["project"].symbol, "#FFFFFF", "2 3", hollow=True),
    "supplier": BoxLook(_STRONG_GREEN, _STRONG_GREEN, _SQUARE, "#FFFFFF", hollow=True),
}
"""Boxes of the chain map: states of needs, then what is made here, will be made, or is sold elsewhere."""
OTHER_BOX: Final = BoxLook(GREY, "#4A5560", _SQUARE, hollow=True)

MAIN_KINDS: Final = frozenset({"firm", "product", "gap", "project", "park"})
"""What the picture of an area draws; agreements, bodies, facilities and all else are counted on the heading of their area."""
