"""What a sheet of a workbook holds, and how wide and high it must be for people to read it."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST: Final = 32_767
"""So many UTF-16 units a cell holds."""
ANSWER: Final = "chanlian-answer"
"""Among the keywords of a workbook: it answers a question, and is no table of facts to load."""
LISTED: Final = "chanlian-list"
"""The same of one whose first sheet lists facts, or what somebody asked for, and whose others speak of it."""
ABOVE: Final = 2
"""So many lines stand above the headings of a sheet that people print."""
_NARROWEST, _WIDEST, _MEASURED = 6, 42, 2000
_LEADING: Final = 13.5
"""The height of a line, in points."""
_HIGHEST: Final = 409
"""No row can be higher."""
_WORDS: Final = re.compile('"([^"]*)"')


@dataclass(frozen=True)
class Field:
    """A column of a sheet: its heading, its number format, whether its text is folded."""

    heading: str
    format: str = "General"
    wrap: bool = False
    behind: bool = False
    """Folded away in a group that a click opens."""
    width: float | None = None
    """How wide it is, where that is no matter of its first rows."""


@dataclass(frozen=True)
class Figure:
    """A number with a format of its own, in which words stand beside it (超, 余): it goes on being a number."""

    value: float
    format: str


@dataclass(frozen=True)
class Paper:
    """How a sheet lies on the paper on which people print it: A4, as wide as the page, headings on each."""

    above: tuple[str, str]
    """What stands above the headings: its title, and a line at the right."""
    frozen: int = 0
    """So many columns stay in sight with the headings."""
    font: str | None = None
    landscape: bool = True


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows; texts, numbers, figures, truths, dates and None only."""

    title: str
    fields: Sequence[Field]
    rows: Sequence[Sequence[Any]]
    paper: Paper | None = None
    """None: a table for programs, whose headings are its first line."""


def column_width(field: Field, number: int, rows: Sequence[Sequence[Any]]) -> float:
    """A width in which the first rows can be read; a Chinese character counts as two."""
    widest = max(map(cells_wide, field.heading.splitlines()), default=0) + 3  # room for the filter's button
    for row in _some(rows):
        value = row[number]
        if value is not None:
            figure = value if isinstance(value, Figure) else Figure(value, field.format)
            lines = value[:LONGEST].splitlines() if isinstance(value, str) else [_as_shown(figure.value, figure.format)]
            widest = max([widest, *map(cells_wide, lines)])
    return float(min(max(widest + 1, _NARROWEST), _WIDEST))


def row_height(fields: Sequence[Field], row: Sequence[Any]) -> float:
    """How high a row of paper is, so that its folded texts can be read: not every program works that out when it opens a file."""
    lines = 1
    for field, value in zip(fields, row, strict=True):
        width = field.width or 0
        if not isinstance(value, str) or field.behind or width <= 0 or (len(value) * 2 <= width and "\n" not in value):
            continue
        lines = max(lines, sum(max(1, math.ceil(cells_wide(part) / width)) for part in value[:LONGEST].splitlines()))
    return min(lines * _LEADING + 4, _HIGHEST)


def _as_shown(value: Any, format_: str) -> str:
    """About what a number looks like in its format."""
    if isinstance(value, date):
        return (
            "2025-05-24 00:00:00"
            if isinstance(value, datetime)
            else "20250524" + ("".join(_WORDS.findall(format_)) or "--")
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    words, format_ = "".join(_WORDS.findall(format_)), _WORDS.sub("", format_)
    decimals = len(format_.partition(".")[2].rstrip("%"))
    return words + (f"{value * 100:.{decimals}f}%" if format_.endswith("%") else f"{value:,.{decimals}f}")


def number_format(numbers: Sequence[float], *, most: int, thousands: bool) -> str:
    """A format that shows all digits up to `most` behind the point, never powers of ten; General without numbers.

    >>> number_format([1, 2.25], most=6, thousands=True), number_format([0.1 + 0.2], most=6, thousands=False)
    ('#,##0.00', '0.0')
    """
    if not numbers:
        return "General"
    decimals = 0
    for number in numbers:
        if isinstance(number, float) and not number.is_integer():
            decimals = max(decimals, len(f"{number:.{most}f}".rstrip("0").partition(".")[2]))
    return ("#,##0" if thousands else "0") + ("." + "0" * decimals if decimals else "")


def _some(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    return (rows[number] for number in range(min(len(rows), _MEASURED)))


def cells_wide(text: str) -> int:
    """How many half-width characters a text takes.

    >>> cells_wide("吨袋 a")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
