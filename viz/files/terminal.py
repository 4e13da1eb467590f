"""An answer as a table on the terminal, no wider than it: the columns a person reads first."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import HIDDEN, UNBROKEN
from ...graph.commands.streams import harmless
from ...graph.language import t
from ..words.answer_columns import column_of, columns_first, heading, hedging, in_row, with_hedging
from ..words.answer_words import UNPLACED, shown, told, with_aside
from ..words.one import ALONE, of_one
from ..words.values import says

if TYPE_CHECKING:
    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

READABLE = 10
"""A column of text is not made narrower than this to make room for another."""

MANY = 3
"""So many items of a list a cell shows; all of them are in CSV and JSON."""

LONGEST = 2000
"""So many characters of a text a cell shows; all of them are in CSV and JSON. Text of a question of one's own may have any length."""

WIDTH = 80


def render(answer: Answer, lang: str) -> str:
    """The table as text; one row alone, with many columns, is shown as a list of its properties."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = answer.rows
    question = answer.attrs.get("question", "")
    if not rows:
        return ""
    out = io.StringIO()
    tty = sys.stdout.isatty()
    width = shutil.get_terminal_size((WIDTH, 24)).columns if tty else WIDTH
    console = Console(file=out, width=max(width, 40), force_terminal=tty, highlight=False, markup=False, emoji=False)
    if question in ALONE:
        table = Table(box=box.SIMPLE, show_header=False, padding=(0, 1))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for title, lines in of_one(answer, lang):
            table.add_row(
                Text(harmless(_cut(title, lang))), Text("\n".join(harmless(_cut(line, lang)) for line in lines))
            )
    else:
        columns = [column_of(name, answer.attrs) for name in _columns(answer)]
        kept = {column.name for column in hedging(answer, [column.name for column in columns])}
        columns = _fitting(columns, rows, lang, console.width, kept)
        widths = _widths(columns, rows, lang, console.width)
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), header_style="bold", pad_edge=False)
        for column in columns:
            number = any(isinstance(row[column.name], int | float) for row in rows)
            table.add_column(
                Text(_heading(column, lang)),
                overflow="fold",
                justify="right" if number else "left",
                width=widths[column.name],
            )
        for row in rows:
            table.add_row(*(Text(harmless(_cell(column, row, lang))) for column in columns))
    console.print(table)
    return out.getvalue()


def _heading(column: AnswerColumn, lang: str) -> str:
    return harmless(_cut(heading(column, lang), lang))


def _cut(text: str, lang: str) -> str:
    """A text as far as a cell shows it, with how much more there is: to fold all of it could take minutes."""
    more = len(text) - LONGEST
    return text if more <= 0 else text[:LONGEST] + t(lang, f"… (+{more} characters)", f"……（另{more}字）")


def _cell(column: AnswerColumn, row: dict[str, Any], lang: str) -> str:
    return _cut(_whole_cell(column, row, lang), lang)


def _whole_cell(column: AnswerColumn, row: dict[str, Any], lang: str) -> str:
    value = row[column.name]
    if isinstance(value, list) and len(value) > MANY + 1:
        more = t(lang, f" (+{len(value) - MANY})", f"（另{len(value) - MANY}项）")
        return shown(column, value[:MANY], lang) + more
    text = told(in_row(column, row), row, lang)
    return with_aside(column, text, row, lang)


def columns_shown(answer: Answer) -> list[str]:
    """The columns of an answer that a person reads first, whether or not there is room for them."""
    if answer.attrs.get("question") == "sql":
        return list(answer.columns)
    if not answer.rows:
        return [name for name in columns_first(answer.attrs, answer.columns) if name in answer.columns] or list(
            answer.columns
        )
    return _columns(answer)


def _columns(answer: Answer) -> list[str]:
    """The columns to show: those chosen for the question, else all that say something."""
    rows = answer.rows
    chosen = columns_first(answer.attrs, rows[0])
    filled = [column for column in rows[0] if any(says(row, column) for row in rows)]
    if chosen and set(chosen) <= set(rows[0]):
        return with_hedging(answer, [column for column in chosen if column in filled or column in UNPLACED])
    wanted = [
        column
        for column in filled
        if column_of(column, answer.attrs).shown != HIDDEN and not column.endswith(("_low", "_high", "_original"))
    ]
    return wanted or filled


def _widths(columns: list[AnswerColumn], rows: list[dict[str, Any]], lang: str, width: int) -> dict[str, int]:
    """How wide each column is: as wide as it needs, the widest made narrower until all stand side by side."""
    from rich.cells import cell_len

    def needs(column: AnswerColumn) -> int:
        words = max((cell_len(word) for word in _heading(column, lang).split()), default=0)
        widest = max([words, *(cell_len(line) for row in rows for line in _cell(column, row, lang).splitlines())])
        return max(words, min(widest, column.width if column.width > 0 else widest))

    wanted = {column.name: needs(column) for column in columns}
    # running text gives way last
    patience = {column.name: 2 if column.type == "sentence" else 1 for column in columns}
    breakable = [column.name for column in columns if column.width != UNBROKEN]
    room = width - 3 * len(columns)  # two spaces of padding and the rule between
    while sum(wanted.values()) > room:
        free = [name for name in breakable if wanted[name] > 2]
        if not free:
            break
        wanted[max(free, key=lambda name: wanted[name] / patience[name])] -= 1
    return wanted


def _fitting(
    columns: list[AnswerColumn], rows: list[dict[str, Any]], lang: str, width: int, kept: set[str]
) -> list[AnswerColumn]:
    """As many of the columns, in order, as can stand side by side and still be read; those `kept` first of all."""
    from rich.cells import cell_len

    def least(column: AnswerColumn) -> int:
        widest = max(cell_len(_cell(column, row, lang)) for row in rows)
        word = max((cell_len(part) for part in _heading(column, lang).split()), default=0)
        return max(word, min(widest, READABLE)) + 2

    used = sum(least(column) for column in columns if column.name in kept)
    out: list[str] = []
    for column in columns:
        if column.name in kept:
            continue
        used += least(column)
        if used > width and len(out) > 1:
            break
        out.append(column.name)
    return [column for column in columns if column.name in {*out, *kept}]
