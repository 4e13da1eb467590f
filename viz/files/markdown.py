"""An answer as a table in Markdown, as GitHub and most editors show it; nothing in it is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ...graph.commands.shared import harmless
from ...graph.export.cells import plain
from ...queries.answer import cite
from ..words.headings import heading, shown
from .terminal import BESIDE, columns_shown, kind_asked

if TYPE_CHECKING:
    from ...queries.answer import Answer

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP: Final = re.compile(r"[\\`*_\[\]|~$]")
_INSIDE: Final = re.compile(r"(?<=[^\W_])_(?=[^\W_])")  # as in bought_value: no emphasis begins there


def as_markdown(answer: Answer, lang: str) -> str:
    """The columns that a person reads first, headings and words in `lang`, and below how to cite them."""
    kind = kind_asked(answer)
    columns = columns_shown(answer)
    numbers = {column for column in columns if _all_numbers(answer.rows, column)}
    lines = [
        _line([inactive(heading(column, lang, kind)) for column in columns]),
        _line(["---:" if column in numbers else "---" for column in columns]),
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


def _cell(row: dict[str, Any], column: str, lang: str) -> str:
    text = shown(column, plain(row[column]), lang, unitless="indicator" in row)
    area = row.get(BESIDE.get(column, ""))
    return f"{text}（{area}）" if text and area and lang == "zh" else f"{text} ({area})" if text and area else text


def inactive(text: str) -> str:
    """A text in which no mark means anything to Markdown or HTML; new lines are blanks.

    >>> inactive("a|b <b>*c*</b>"), inactive("2025-05-24")
    ('a\\\\|b &lt;b&gt;\\\\*c\\\\*&lt;/b&gt;', '2025-05-24')
    """
    one_line = harmless(" ".join(text.split()))
    inside = {match.start() for match in _INSIDE.finditer(one_line)}
    out = "".join(
        "\\" + char if _MARKUP.fullmatch(char) and number not in inside else _ENTITIES.get(char, char)
        for number, char in enumerate(one_line)
    )
    return out.replace("@", "&#64;")  # calls nobody
