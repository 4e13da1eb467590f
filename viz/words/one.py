"""An answer about one thing as its properties, one under the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.answer_columns import HIDDEN
from .answer_columns import column_of, heading
from .answer_words import shown, told
from .values import BESIDE, is_ordinary

if TYPE_CHECKING:
    from ...queries.answer import Answer

ALONE: Final = ("show", "region")
"""Questions that answer with one row about one thing."""


def of_one(answer: Answer, lang: str) -> list[tuple[str, list[str]]]:
    """What is known of it: heading and lines of each property, an amount with its bounds; identifiers are left to CSV and JSON."""
    row = answer.rows[0]
    out = []
    for name, value in row.items():
        column = column_of(name, answer.attrs)
        stem = next((name.removesuffix(end) for end in BESIDE if name.endswith(end)), name)
        if column.shown == HIDDEN and not (name == "sources" and not row.get("evidence")):
            continue
        if (stem != name and stem in row) or is_ordinary(name, value):
            continue  # said with its amount, or saying nothing
        lines = [shown(column, one, lang) for one in value] if isinstance(value, list) else [told(column, row, lang)]
        if any(lines):
            out.append((heading(column, lang), lines))
    return out
