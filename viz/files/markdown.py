"""An answer as a table in Markdown, as GitHub and most editors show it; nothing in it is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ...graph.commands.streams import harmless
from ...graph.export.cells import plain
from ...queries.answer import cite
from ..words.answer_columns import column_of, heading, in_row
from ..words.answer_words import told, with_aside
from .terminal import columns_shown

if TYPE_CHECKING:
    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}  # the last calls nobody
# not within a word, as in bought_value: no emphasis begins there
_MARKUP: Final = re.compile(r"(?!(?<=[^\W_])_(?=[^\W_]))[\\`*_\[\]|~$&<>@]")


def as_markdown(answer: Answer, lang: str) -> str:
    """The columns that a person reads first, headings and words in `lang`, and below how to cite them."""
    columns = [column_of(name, answer.attrs) for name in columns_shown(answer)]
    lines = [
        _line([inactive(heading(column, lang)) for column in columns]),
        _line(["---:" if _all_numbers(answer.rows, column.name) else "---" for column in columns]),
    ]
    lines += [_line([inactive(_cell(row, column, lang)) for column in columns]) for row in answer.rows]
    if answer.attrs.get("question") and answer.attrs.get("graph"):
        lines += ["", inactive(cite(answer, lang))]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _all_numbers(rows: list[dict[str, Any]], column: str) -> bool:
    found = [row[column] for row in rows if row[column] is not None]
    return bool(found) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)


def _cell(row: dict[str, Any], column: AnswerColumn, lang: str) -> str:
    text = told(in_row(column, row), {name: plain(value) for name, value in row.items()}, lang)
    return with_aside(column, text, row, lang)


def inactive(text: str) -> str:
    """A text in which no mark means anything to Markdown or HTML; new lines are blanks.

    >>> inactive("a|b <b>*c*</b>"), inactive("2025-05-24")
    ('a\\\\|b &lt;b&gt;\\\\*c\\\\*&lt;/b&gt;', '2025-05-24')
    """
    one_line = harmless(" ".join(text.split()))
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), one_line)
