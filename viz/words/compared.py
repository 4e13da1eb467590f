"""Two days side by side as people read them: each value in the words of the column that it is of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.cells import plain
from ...graph.language import t
from .answer_columns import asked_twice, column_of, heading
from .answer_words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

_VALUES: Final = ("before", "after")
DIFF: Final = "snapshot diff"


def in_words(answer: Answer, lang: str, *, numbers: bool = False) -> Answer:
    """A comparison for people: columns by their headings, values as their columns show them; any other answer as it is.

    With `numbers` (a workbook) they stay numbers, sums in yuan, which stands beside the heading.
    """
    if answer.attrs.get("question") == DIFF and {"kind", "property"} <= {*answer.columns}:
        told = [_told(row, _of_kind(row), lang, numbers=numbers) for row in answer.rows]
        return replace(
            answer,
            rows=[{**row, "kind": t(lang, "gap", "缺链") if row["kind"] == "gap" else row["kind"]} for row in told],
        )
    inner = asked_twice(answer.attrs)
    if inner is None or "property" not in answer.columns:  # a frame of which little is left
        return answer
    columns = {name: column_of(name, inner) for row in answer.rows if isinstance(name := row["property"], str)}
    rows = [_told(row, columns.get(row["property"]), lang, numbers=numbers) for row in answer.rows]
    return replace(answer, rows=rows)


def _of_kind(row: Mapping[str, Any]) -> AnswerColumn | None:
    """The column of which a row of `snapshot diff` speaks: of a gap that of `gaps`, else that of a list of the kind."""
    if not isinstance(row["property"], str):
        return None
    asked = {"question": "gaps"} if row["kind"] == "gap" else {"question": "list", "parameters": {"kind": row["kind"]}}
    return column_of(row["property"], asked)


def _told(row: dict[str, Any], column: AnswerColumn | None, lang: str, *, numbers: bool) -> dict[str, Any]:
    values = {name: row[name] for name in _VALUES if name in row}
    if column is None:
        return {**row, "property": "", **dict.fromkeys(values, "")}
    unit = t(lang, " (yuan)", "（元）") if numbers and column.type == "money" else ""
    return {
        **row,
        "property": heading(column, lang) + unit,
        **{name: _value(column, plain(value), lang, numbers=numbers) for name, value in values.items()},
    }


def _value(column: AnswerColumn, value: Any, lang: str, *, numbers: bool) -> Any:
    if isinstance(value, list):
        return [shown(column, one, lang) for one in value]
    if numbers and isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return shown(column, value, lang)
