"""What a workbook says of the cells of one sheet beside their values, whichever format it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .sheet import NO_RESULT

if TYPE_CHECKING:
    from .number_format import Format


@dataclass(slots=True)
class Part:
    """What the part of one sheet says."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    shown: dict[int, dict[int, Format | str]] = field(default_factory=dict)
    """Cells that show more than the value that they hold, by column and row from 0: by their format, or as an error."""
    lost: list[str] = field(default_factory=list)
    """Formulas without a value, as A1: the file was written by a program that does not calculate."""
    from_1904: bool = False
    """Whether days are counted from 1904."""
    merges: list[tuple[int, int, int, int]] | None = None
    """Merged cells (first line, first column, last line, last column, from 0), where only this tells them."""
    cells: int = 0
    """At least so many cells lie in the sheet's rectangle, where that is too many; else 0."""
    corner: str = ""

    def show(self, row: int, column: int, what: Format | str) -> None:
        """Keep what a cell shows, or how."""
        self.shown.setdefault(column, {})[row] = what

    def lose(self, row: int, column: int, name: str) -> None:
        """Keep that a cell is a formula without a value."""
        self.lost.append(name)
        self.show(row, column, NO_RESULT)
