"""What a chain map is drawn of: boxes, chips, bands, headings and arrows in their places, texts cut to their widths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..layout.labels import text_width
from ..style import BOX_LOOKS, OTHER_BOX
from .chain_map_words import BOX_STATES, say
from .markup import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..style import BoxLook
    from .chain_map_model import Box, Line

SMALL: Final = 12
"""Size of the smallest label of the wide layout."""
CHIP: Final = 26
"""Height of a chip with the room below it, 24 pixels on the screen: what a finger or a shaking hand hits."""
ARROWS: Final = 12
"""So many arrows are drawn; others when one of their ends is selected."""
MOST: Final = 4
"""So many boxes a cell; the others are chips."""
COLUMN: Final = 16
"""So many boxes a column can be read; of many areas each has fewer, but one."""


@dataclass(frozen=True)
class Piece:
    """A piece of a line of text, perhaps the name of a firm."""

    text: str
    firm: str | None = None


@dataclass(frozen=True)
class Text:
    """A line of text in its place; `whole` where something was cut."""

    x: float
    y: float
    pieces: tuple[Piece, ...]
    size: int = SMALL
    tone: str = "plain"
    bold: bool = False
    end: bool = False
    """It ends at x."""
    whole: str | None = None


@dataclass(frozen=True)
class Placed:
    """A box in its place."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    look: BoxLook
    symbol: float
    """Scale of the symbol, of 16."""
    texts: tuple[Text, ...]
    chip: bool = False

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True)
class Band:
    """The ground of an area, or of a stage on a phone."""

    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]
    kind: str = "area"
    """area, outside, stage (a chevron), none (a heading without a point), or bar (a stage on a phone)."""


@dataclass(frozen=True)
class Border:
    """A line between provinces, with their names."""

    x: float
    y: float
    width: float
    text: Text
    gap: float
    """How much of the line the text takes."""


@dataclass(frozen=True)
class Arrow:
    """A way from a maker to a need, as an SVG path, and the point at its end; without a path the two only belong together."""

    start: str
    end: str
    supplied: bool
    path: str
    head: str
    shown: bool


@dataclass
class Drawing:
    """All of it."""

    width: float
    height: float = 0.0
    bands: list[Band] = field(default_factory=list)
    boxes: list[Placed] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    legend: list[tuple[float, float, BoxLook, str]] = field(default_factory=list)
    samples: list[tuple[float, float, bool, str]] = field(default_factory=list)


def plain(x: float, y: float, text: str, width: float, **more: object) -> Text:
    """A text that is cut at a width."""
    size = int(more.get("size", SMALL))  # type: ignore[call-overload]
    short = cut(text, width, size)
    return Text(x, y, (Piece(short),), whole=None if short == text else text, **more)  # type: ignore[arg-type]


def line(x: float, y: float, of: Line, width: float, lang: str, size: int = SMALL) -> Text:
    """A line of a box: each name stays a piece of its own, what does not fit is cut."""
    comma = say("comma", lang)
    whole = of.text(lang)
    left = width
    pieces: list[Piece] = []
    parts: list[tuple[str, str | None]] = [(of.start, None)] if of.start else []
    parts += of.names
    for number, (text, firm) in enumerate(parts):
        joint = comma if number > bool(of.start) else ""
        last = number == len(parts) - 1
        room = left - text_width(joint, size) - (0 if last else text_width("…", size))
        short = cut(text, room, size)
        if short in ("", "…"):
            pieces.append(Piece("…"))
            break
        if joint:
            pieces.append(Piece(joint))
        pieces.append(Piece(short, firm))
        left -= text_width(joint + short, size)
        if short != text:
            break
    said = "".join(piece.text for piece in pieces)
    return Text(x, y, tuple(pieces), size, of.tone, bold=of.tone == "find", whole=None if said == whole else whole)


def most(areas: int) -> int:
    """So many boxes a cell of a map of so many areas.

    >>> most(1), most(3), most(8), most(40)
    (4, 4, 2, 1)
    """
    return max(1, min(MOST, COLUMN // max(areas, 1)))


def look_of(box: Box) -> BoxLook:
    """How a box of its state is drawn."""
    return BOX_LOOKS.get(box.state, OTHER_BOX)


def state_word(box: Box, lang: str) -> str:
    """The state of a box in words."""
    return BOX_STATES[box.state][lang == "zh"] if box.state in BOX_STATES else box.state


def chip(box: Box, x: float, y: float, width: float) -> Placed:
    """A small box that only names a product."""
    name = cut(box.product, width - 28, SMALL)
    text = Text(x + 22, y + 16, (Piece(name),), tone="plain")
    wide = min(width, text_width(name, SMALL) + 30)
    return Placed(box, x, y, wide, CHIP - 3, look_of(box), 0.7, (text,), chip=True)


def flow(
    boxes: Sequence[Box], x: float, y: float, width: float, lines: int, lang: str
) -> tuple[list[Placed], list[Text], float]:
    """Chips in lines of a width, at most so many lines; how many more there are; the height that it takes."""
    out: list[Placed] = []
    at, row = x, 0
    for number, box in enumerate(boxes):
        one = chip(box, at, y + row * CHIP, width)
        if at > x and one.right > x + width:
            at, row = x, row + 1
            one = chip(box, at, y + row * CHIP, width)
        if row >= lines:
            more = plain(x, y + lines * CHIP + 14, say("more_boxes", lang, n=len(boxes) - number), width, tone="quiet")
            return out, [more], lines * CHIP + 20
        out.append(one)
        at = one.right + 5
    return out, [], (row + 1) * CHIP if boxes else 0.0


def legend(drawing: Drawing, states: Iterable[str], x: float, y: float, width: float, lang: str) -> float:
    """Signs and their words in lines of a width; the height that it takes."""
    at, row = x, 0
    signs = [state for state in BOX_LOOKS if state in set(states)]
    words = [BOX_STATES[state][lang == "zh"] for state in signs]
    for state, word in zip(signs, words, strict=True):
        wide = 34 + text_width(word, SMALL)
        if at > x and at + wide > x + width:
            at, row = x, row + 1
        drawing.legend.append((at, y + row * 20, BOX_LOOKS[state], word))
        at += wide
    kinds = [key for key in (True, False) if any(arrow.supplied == key for arrow in drawing.arrows)]
    for key in kinds:
        word = say("supplied" if key else "possible", lang)
        wide = 46 + text_width(word, SMALL)
        if at > x and at + wide > x + width:
            at, row = x, row + 1
        drawing.samples.append((at, y + row * 20, key, word))
        at += wide
    return (row + 1) * 20 + 6.0
