"""A table of the report, for paper and for the workbook: headings, texts, widths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.cells import plain
from ...graph.export.sheet import cells_wide
from ...graph.language import t
from ..files.xlsx import table_sheet
from ..words.answer_columns import column_of, heading, in_row
from ..words.answer_words import told, with_aside
from ..words.values import day
from .rows import unstated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.answer_columns import AnswerColumn
    from ...graph.export.sheet import Sheet
    from ...queries.answer import Answer
    from .content import Part

MOST: Final = 100
"""So many rows of a table are printed; the workbook has all."""
_LEAST, _WIDEST = 6, 60
"""The narrowest and widest column, in half-width characters."""
_TOLD: Final = ("text", "list", "date", "period", "sentence", "any")
"""Types in whose cells a word may stand for what nobody states."""


@dataclass(frozen=True)
class Table:
    """A table as it is printed."""

    name: str
    """附表1"""
    title: str
    headings: list[str]
    widths: list[float]
    """Of each column, as parts of the whole."""
    rows: list[list[str]]
    more: int = 0
    """So many rows stand in the workbook only."""
    empty: str = ""
    notes: tuple[str, ...] = ()
    merged: int = 0

    def spans(self) -> list[list[int]]:
        """Of each cell how many rows it reaches down: 1, more where rows below have the same, 0 where one above reaches it."""
        out = [[1] * len(self.headings) for _ in self.rows]
        top = 0
        for at, row in enumerate(self.rows):
            if at and self.merged and row[: self.merged] == self.rows[top][: self.merged]:
                for column in range(self.merged):
                    out[top][column] += 1
                    out[at][column] = 0
            else:
                top = at
        return out


def printed(name: str, part: Part, lang: str) -> Table:
    """A table of the report as texts."""
    answer = part.answer
    columns = [column_of(one, answer.attrs) for one in part.columns]
    headings = [heading(column, lang) for column in columns]
    rows = [[_text(column, row, part, lang) for column in columns] for row in answer.rows[:MOST]]
    more = max(len(answer.rows) - MOST, 0)
    return Table(
        name, part.title, headings, _weights(headings, rows), rows, more, part.empty, tuple(part.notes), part.merged
    )


def _weights(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is beside the others: between its longest text and what is usual in it."""
    wide = [[cells_wide(row[at]) for row in rows] or [0] for at in range(len(headings))]
    wanted = [
        min(max((max(of) + sum(of) / len(of)) / 2, cells_wide(name), _LEAST), _WIDEST)
        for of, name in zip(wide, headings, strict=True)
    ]
    return [one / sum(wanted) for one in wanted]


def sheet_of(part: Part, name: str, lang: str) -> Sheet:
    """The same as a sheet of a workbook, with all of its rows and columns."""
    columns = part.columns
    title = t(lang, f"{name} {part.title}", f"{name} {part.title}")
    return table_sheet(
        _filled(part, lang), lang, first=columns, behind=[*part.more], title=title, empty=part.empty
    )  # fmt: skip


def _filled(part: Part, lang: str) -> Answer:
    """The rows of a part, 未载明 in the cells of what nobody states."""
    answer = part.answer
    told_so = [name for name in answer.columns if name in part.unstated and column_of(name, answer.attrs).type in _TOLD]
    word = unstated(lang)
    rows = [row | {name: word for name in told_so if _is_empty(row[name])} for row in answer.rows]
    return replace(answer, rows=rows)


def _text(column: AnswerColumn, row: dict[str, Any], part: Part, lang: str) -> str:
    plain_row = {name: plain(value) for name, value in row.items()}
    if _is_empty(plain_row[column.name]) and column.name in part.unstated:
        return unstated(lang)
    value = plain_row[column.name]
    if isinstance(value, str) and column.type in ("date", "period"):
        return day(value, lang)
    text = told(in_row(column, plain_row), plain_row, lang)
    if column.beside in part.columns or column.beside not in plain_row:
        return text
    return with_aside(column, text, plain_row, lang)


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], "")
