"""Labels of boxes: how wide a text is drawn, and how a long name is broken into two lines.

A browser measures text exactly, but the layout is made before any browser sees it, so widths
are estimated here on the safe side: a Chinese character is a full em, Latin ones by class.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FONT_SIZE: Final = 14
LINE: Final = 18
"""Height of a line of a label."""
ICON: Final = 19
"""Room for the symbol at the left of a box."""
PADDING: Final = 7

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]{}· ")
_WIDE: Final = frozenset("mwMW@%—…")


def text_width(text: str, size: int = FONT_SIZE) -> float:
    """Estimated width of a text in pixels, rather too wide than too narrow.

    >>> text_width("玉屏", 10)
    20.0
    """
    return sum(_ems(char) for char in text) * size


def _ems(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 1.0
    return 0.72 if char.isupper() else 0.6


def wrap(text: str, *, width: float = 8 * FONT_SIZE, lines: int = 2) -> tuple[str, ...]:
    """A name in at most `lines` lines of about `width` pixels, the last with … where it was cut.

    Lines are balanced: a name of eleven characters becomes six and five, not nine and two.
    Latin words stay whole unless one is longer than a line.

    >>> wrap("贵州大龙汇成新材料有限公司")
    ('贵州大龙汇成新', '材料有限公司')
    """
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text).split())
    total = text_width(text)
    if total <= width:
        return (text,)
    goal = min(width, max(total / min(lines, -(-total // width)), width * 0.5) + FONT_SIZE * 0.5)
    out: list[str] = []
    pieces = re.findall(r"[A-Za-z0-9À-ɏ.&'()/-]+\s?|.", text)
    while pieces and len(out) < lines:
        line, pieces = _line(pieces, goal if len(out) + 1 < lines else width)
        out.append(line)
    if pieces:
        out[-1] = _cut(out[-1], width)
    return tuple(out)


def _line(pieces: list[str], width: float) -> tuple[str, list[str]]:
    """The next line and what is left; a piece that fits no line is broken."""
    line = ""
    for at, piece in enumerate(pieces):
        if text_width((line + piece).rstrip()) > width:
            if line:
                return line.rstrip(), pieces[at:]
            return _break(piece, width, pieces[at + 1 :])
        line += piece
    return line.rstrip(), []


def _break(piece: str, width: float, rest: list[str]) -> tuple[str, list[str]]:
    end = len(piece)
    while end > 1 and text_width(piece[:end]) > width:
        end -= 1
    return piece[:end], [piece[end:], *rest]


def _cut(line: str, width: float) -> str:
    while line and text_width(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"


def box_size(lines: tuple[str, ...]) -> tuple[int, int]:
    """Width and height of the box around a label with its symbol."""
    widest = max((text_width(line) for line in lines), default=0.0)
    return int(ICON + widest + 2 * PADDING), LINE * max(len(lines), 1) + 9
