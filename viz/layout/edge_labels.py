"""Where the names of products stand on their lines: on the curve, on no box, no heading and no other name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .curves import SAMPLES, Curve, Rect, points
from .labels import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .curves import Point

SIZE: Final = 14
"""As large as the names in boxes: where these can be read, so can the names of products on lines."""
HIGH: Final = 18
_ORDER: Final = sorted(range(SAMPLES - 1), key=lambda at: (abs(at - (SAMPLES - 2) / 2), at))
"""The points of a curve from its middle outwards."""


def label_places(
    lines: Iterable[tuple[str, Point, Point, Curve]], obstacles: Sequence[Rect]
) -> list[tuple[int, int] | None]:
    """The middle of each label on its line, or None where there is no room: it is shown when the line is selected.

    >>> label_places([("bag", (0, 0), (200, 0), Curve("", 0.0))] * 2, [])
    [(100, 0), (67, 0)]
    """
    taken: list[Rect] = []
    out: list[tuple[int, int] | None] = []
    for label, start, end, curve in lines:
        half = (text_width(label, SIZE) + 8) / 2
        along = points(start, end, curve)
        free = next(
            (rect for at in _ORDER if (rect := _around(along[at], half)) and not _hits(rect, obstacles, taken)), None
        )
        out.append(None if free is None else (round((free.left + free.right) / 2), round((free.top + free.bottom) / 2)))
        if free is not None:
            taken.append(free)
    return out


def _around(point: Point, half: float) -> Rect:
    x, y = point
    return Rect(x - half, y - HIGH / 2, x + half, y + HIGH / 2)


def _hits(rect: Rect, *others: Sequence[Rect]) -> bool:
    return any(
        rect.left < other.right and rect.right > other.left and rect.top < other.bottom and rect.bottom > other.top
        for some in others
        for other in some
    )
