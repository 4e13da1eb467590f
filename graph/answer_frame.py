"""The frame of an answer: a pandas frame with all its columns that shows a few of them, as a person would want them.

Only what is printed is short: the data, its columns and whatever is made of it are pandas' own.
"""

from __future__ import annotations

import shutil
from typing import Any, Final

import pandas as pd

from .given import GIVEN
from .html import answer_html

_ROWS: Final = 20
_COLUMNS: Final = 7
_WIDTH: Final = 28
"""So wide is a cell at most, a Chinese character counted as two."""


class AnswerFrame(pd.DataFrame):  # type: ignore[misc]  # pandas has no types
    """An answer's frame."""

    @property
    def _constructor(self) -> Any:
        return AnswerFrame

    def __repr__(self) -> str:
        """The columns that matter most, as many as fit, and how many there are."""
        short = self._short(_WIDTH)
        with pd.option_context("display.unicode.east_asian_width", True):
            text = short.to_string(max_rows=_ROWS, line_width=None)
            width = shutil.get_terminal_size((100, 24)).columns
            while short.shape[1] > 1 and max(map(_wide, text.splitlines()), default=0) > width:
                short = short.iloc[:, :-1]
                text = short.to_string(max_rows=_ROWS, line_width=None)
        more = "" if short.shape[1] == self.shape[1] else f", {short.shape[1]} of them shown"
        return f"{text}\n[{len(self)} rows x {self.shape[1]} columns{more}]"

    def _repr_html_(self) -> str:
        """A table of the columns that matter most, with what was asked above it and the notes below."""
        short = self._short(200).head(_ROWS)
        return answer_html([*map(str, short.columns)], short.to_numpy().tolist(), len(self), self.shape[1], self.attrs)

    def _short(self, width: int) -> pd.DataFrame:
        """Its columns as texts: those that a table for people shows, or the first; of chosen ones or of others all."""
        given = self.attrs.get(GIVEN) or {}
        whole = list(self.columns) == given.get("columns")
        names = (list(given["shown"]) or list(self.columns[:_COLUMNS])) if whole else list(self.columns)
        if self.columns.has_duplicates or self.columns.nlevels > 1:
            return pd.DataFrame(self).astype(object)
        columns = {name: [_cell(value, width) for value in self[name].tolist()] for name in names}
        return pd.DataFrame(columns, index=self.index, columns=names, dtype=object)


def _cell(value: Any, width: int) -> str:
    """A value in a short cell, on one line and without what would move a cursor.

    >>> _cell(["甲", "乙"], 9), _cell(1200000.0, 9), _cell(None, 9), _cell("a\\nlong text", 8)
    ('甲、乙', '1200000', '', 'a long …')
    """
    if isinstance(value, list | tuple):
        value = "、".join(map(str, value))
    elif value is None or value is pd.NA or value != value:  # noqa: PLR0124  # NaN
        return ""
    elif isinstance(value, float):
        value = f"{value:.15g}"
    text = " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())
    if _wide(text) <= width:
        return text
    while _wide(text) >= width:
        text = text[: -max(1, (_wide(text) - width) // 2)]
    return f"{text}…"


def _wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)
