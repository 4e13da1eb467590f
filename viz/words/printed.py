"""Which columns a sheet of paper shows, in which order: those that matter first, the others behind, identifiers last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.answer_columns import HIDDEN, UNBROKEN, AnswerColumn
from .answer_columns import asked_twice, column_of, columns_first, hedging, table_asked, with_hedging
from .values import BESIDE, says

if TYPE_CHECKING:
    from ...queries.answer import Answer

FIRST: Final = 10
"""So many columns can be read on a sheet of A4."""
_NAMING: Final = ("text", "any")


def on_paper(answer: Answer) -> tuple[list[str], list[str]]:
    """The columns that a reader sees first, and those that lie folded behind them.

    Columns of one's own SQL or frame stand as they were asked for.
    """
    names = [name for name in answer.columns if not _beside(name, answer) or _is_said(answer, name)]
    if table_asked(answer.attrs) is None:
        return names, []
    columns = {name: column_of(name, answer.attrs) for name in names}
    if asked_twice(answer.attrs) is not None:  # what is compared stands in the columns that tell its rows apart
        return [name for name in names if not columns[name].code], [name for name in names if columns[name].code]
    open_ = [name for name, column in columns.items() if not column.code and not _beside(name, answer)]
    first = with_hedging(answer, _chosen(answer, {name: columns[name] for name in open_}))
    first = [name for name in first if name in columns]
    behind = [name for name in names if name not in first]
    return first, sorted(behind, key=lambda name: columns[name].code)


def frozen(columns: list[AnswerColumn]) -> int:
    """So many of the first columns stay in sight: up to the one that names what a row is about."""
    naming = (
        number for number, column in enumerate(columns, start=1) if column.type in _NAMING and column.width != UNBROKEN
    )
    found = next(naming, 0)
    return found if found <= 2 else 0  # a third of the sheet must not stand still


def _chosen(answer: Answer, columns: dict[str, AnswerColumn]) -> list[str]:
    """The columns of the question that come first and say something, up to the number of a sheet."""
    ranked = sorted((column for column in columns.values() if column.printed), key=lambda column: column.printed)
    leading = [column.name for column in ranked] or [
        name for name in columns_first(answer.attrs, answer.columns) if name in columns
    ]
    # what says how rows are meant comes in with `with_hedging`, where there is anything to say
    rest = [name for name, one in columns.items() if one.shown != HIDDEN and one.usual is None and name not in leading]
    out: list[str] = []
    for name in [*leading, *rest]:
        unit = columns[name].measured_in
        wanted = [one for one in (name, unit) if one in columns and one not in out]
        if not _is_said(answer, name) or _is_title(answer, name):
            continue
        asked = [*out, *wanted]
        if len(asked) + sum(column.name not in asked for column in hedging(answer, asked)) > FIRST:
            continue
        out = [one for one in asked if one is not None]
    return out


def _beside(name: str, answer: Answer) -> bool:
    """Whether a column only says the bounds or the wording of another one's amounts."""
    return any(name.endswith(end) and name.removesuffix(end) in answer.columns for end in BESIDE)


def _is_said(answer: Answer, name: str) -> bool:
    """Whether any row says something in a column; where there is no row at all, every column is shown."""
    return not answer.rows or any(says(row, name) and row.get(name) != "" for row in answer.rows)


def _is_title(answer: Answer, name: str) -> bool:
    """Whether a column says in every row what the title says of the whole sheet: the area that was asked."""
    asked = (answer.attrs.get("parameters") or {}).get(name)
    return bool(asked) and bool(answer.rows) and all(row[name] == asked for row in answer.rows)
