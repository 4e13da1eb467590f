"""Rows of CSV that every reader parts in the same way."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def csv_rows(out: Any) -> Callable[[Sequence[Any]], object]:
    """What writes a row to a text file.

    A lone carriage return is not quoted by Python's csv, and many readers take it for the end of a row.

    >>> import io
    >>> out = io.StringIO()
    >>> _ = csv_rows(out)(["a", "b\\rc"])
    >>> out.getvalue()
    '"a","b\\rc"\\n'
    """
    plain = csv.writer(out, lineterminator="\n")
    careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def write(cells: Sequence[Any]) -> object:
        returns = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        return (careful if returns else plain).writerow(cells)

    return write
