"""An answer as a workbook that an office can print: a title, the columns that matter, one unit of money, words of its language.

The first sheet is the answer: title and second line, headings in line 3 (`HEADER`), a row a finding. Columns beyond
those that a page holds lie in a group that a click opens, identifiers last. The second sheet says what was asked, what
a reader must know, the sources, and how to cite it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.cells import SEPARATOR, flat, plain
from ...graph.export.sheet import (
    ABOVE,
    ANSWER,
    LISTED,
    Field,
    Figure,
    Paper,
    Sheet,
    cells_wide,
    column_width,
    number_format,
)  # fmt: skip
from ...graph.export.workbook import workbook
from ...graph.language import t
from ..words.answer_columns import column_of, heading, in_row
from ..words.answer_words import UNPLACED, shown, told
from ..words.asked import heading_line, second_line, title_of
from ..words.one import ALONE, of_one
from ..words.printed import frozen, on_paper
from ..words.units import Units, in_unit
from ..words.values import BESIDE, Hedge, amount, day, hedge, number
from .about import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

HEADER: Final = ABOVE + 1
"""The line of the headings; pandas.read_excel(path, header=HEADER - 1) reads from there."""
_FONT: Final = "宋体"
_DECIMALS: Final = 6
_PAGE: Final = 132
"""So many half-width characters stand side by side on A4, landscape, in a type that can be read."""
_LEAST: Final = 10
_ONE_LINE: Final = 16
"""A heading of so many half-width characters is not folded."""
_NAMED, _SPOKEN = 32, 44
"""How wide a name, and running text or a list, may be where there is room."""
_FACTS: Final = ("list", "sql", "cypher")
"""Questions whose rows are facts as a graph holds them, or what somebody asked for: a table that may be loaded again."""


def as_xlsx(answer: Answer, lang: str) -> bytes:
    """The bytes of the workbook: the rows, and a sheet that says what was asked and how to cite it."""
    alone = answer.attrs.get("question") in ALONE and len(answer.rows) == 1
    first = _one(answer, lang) if alone else _table(answer, lang)
    items = [Field(t(lang, "item", "项目"), width=18), Field(t(lang, "content", "内容"), wrap=True, width=100)]
    title = t(lang, "about", "说明")
    paper = Paper((heading_line(answer, lang) + t(lang, ": about", "：说明"), ""), font=_font(lang))
    second = Sheet(title, items, list(about(answer, lang)), paper)
    mark = LISTED if answer.attrs.get("question") in _FACTS else ANSWER
    return workbook([first, second], keywords=f"{mark} {answer.attrs.get('question') or ''}".strip())


def units(answer: Answer, lang: str) -> dict[str, str]:
    """The unit in which a workbook gives each column of money."""
    of = Units(answer, lang)
    return dict.fromkeys(of.money_columns, of.money)


def headings(answer: Answer, lang: str) -> dict[str, str]:
    """The heading that each column of the answer has in a workbook, for programs that read it."""
    of = Units(answer, lang)
    return {name: _heading(column_of(name, answer.attrs), of, lang) for part in on_paper(answer) for name in part}


def _font(lang: str) -> str | None:
    return _FONT if lang == "zh" else None


def _paper(answer: Answer, lang: str, money: str | None, still: int) -> Paper:
    return Paper((heading_line(answer, lang), second_line(answer, lang, money)), still, _font(lang))


def _one(answer: Answer, lang: str) -> Sheet:
    """A sheet of an answer about one thing: its properties under each other."""
    fields = [
        Field(t(lang, "property", "属性"), width=18),
        Field(t(lang, "content", "内容"), wrap=True, width=100),
    ]
    rows = [(title, "\n".join(lines)) for title, lines in of_one(answer, lang)]
    return Sheet(title_of(answer, lang), fields, rows, _paper(answer, lang, None, 1))


def _table(answer: Answer, lang: str) -> Sheet:
    """The sheet of an answer's rows."""
    of = Units(answer, lang)
    first, behind = on_paper(answer)
    columns = [_column(name, answer, of, lang, behind=name in behind) for name in (*first, *behind)]
    rows = list(zip(*(column.cells for column in columns), strict=True)) if columns else []
    fields = _as_wide_as_a_page([column.field for column in columns], [column.declared for column in columns], rows)
    still = frozen([column.declared for column in columns if not column.field.behind])
    money = of.money if of.in_rows or any(name in of.money_columns for name in first) else None
    return Sheet(title_of(answer, lang), fields, rows, _paper(answer, lang, money, still))


@dataclass(frozen=True)
class _Column:
    declared: AnswerColumn
    field: Field
    cells: list[Any]


def _column(name: str, answer: Answer, of: Units, lang: str, *, behind: bool) -> _Column:
    """A column as cells of one sort, with its heading and number format."""
    declared = column_of(name, answer.attrs)
    own_words = answer.attrs.get("question") == "sql"
    type_ = "any" if own_words else declared.type
    cells = [_cell(in_row(declared, row), row, type_, of, lang, own_words=own_words) for row in answer.rows]
    numbers = [
        one.value if isinstance(one, _Hedged) else one
        for one in cells
        if isinstance(one, int | float | _Hedged) and not isinstance(one, bool)
    ]
    if type_ == "share" and numbers:
        format_ = number_format([number * 100 for number in numbers], most=2, thousands=False) + "%"
    elif any(isinstance(cell, datetime) for cell in cells):
        format_ = "yyyy-mm-dd hh:mm:ss"
    elif any(isinstance(cell, date) for cell in cells):
        format_ = t(lang, "yyyy-mm-dd", 'yyyy"年"m"月"d"日"')
    else:
        format_ = number_format(numbers, most=_DECIMALS, thousands=declared.unit != "degrees")
    # where every row has its own unit, each number has its own digits
    worded = [_told(cell, format_, own=declared.measured_in is not None and not own_words) for cell in cells]
    wide = any(isinstance(cell, str) for cell in worded)
    return _Column(declared, Field(_heading(declared, of, lang), format_, wrap=wide, behind=behind), worded)


@dataclass(frozen=True)
class _Hedged:
    """A number that is none as it stands."""

    value: float
    with_: Hedge


def _told(cell: Any, format_: str, *, own: bool) -> Any:
    """A hedged number with the words beside it in its format, so that it can still be counted with."""
    if isinstance(cell, _Hedged):
        before, behind = (f'"{word}"' if word else "" for word in (cell.with_.before, cell.with_.behind))
        return Figure(cell.value, f"{before}{_digits(cell.value)}{behind}")
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return Figure(cell, _digits(cell)) if own and number and _digits(cell) != format_ else cell


def _digits(value: float) -> str:
    return number_format([value], most=_DECIMALS, thousands=True)


def _heading(column: AnswerColumn, of: Units, lang: str) -> str:
    unit = t(lang, f" ({of.money})", f"（{of.money}）") if column.name in of.money_columns else ""
    return heading(column, lang) + unit


def _cell(column: AnswerColumn, row: dict[str, Any], type_: str, of: Units, lang: str, *, own_words: bool) -> Any:
    """A value as a cell: numbers and full dates as such, words of the model in the language, lists joined by ；."""
    value = row[column.name]
    if isinstance(value, date) or (type_ in ("date", "period") and isinstance(value, str)):
        return _day(value, lang)
    value = plain(value)
    if own_words:
        return t(lang, "yes", "是") if value is True else t(lang, "no", "否") if value is False else flat(value)
    bounds = [plain(row.get(column.name + end)) for end in BESIDE]
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = hedge(column.name, {**row, column.name: value}, lang)
        in_sheet = in_unit(value, of.divisor(column, row))
        return _Hedged(in_sheet, said) if said != Hedge() else in_sheet
    if value is None and column.name in UNPLACED and not column.optional:
        return told(column, row, lang)
    if value is None:
        if bounds == [None, None, None]:
            return None
        return amount(column.name, row, lang, lambda one: number(in_unit(one, of.divisor(column, row))))
    if (unit := of.unit_in(row, column.name)) is not None:
        return unit
    if isinstance(value, list):
        return SEPARATOR.join("" if one is None else str(_word(column, one, lang)) for one in value)
    return _word(column, value, lang)


def _word(column: AnswerColumn, value: Any, lang: str) -> Any:
    return shown(column, value, lang) if isinstance(value, str | bool) else flat(value)


def _day(value: date | str, lang: str) -> Any:
    """A full date as a date; 2025-05 or 2025-H1 in words."""
    if isinstance(value, datetime):
        # a workbook knows no zones: another than none is told in the text
        return value if value.tzinfo is None and value.year > 1900 else value.isoformat()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2025-05-24") else day(value, lang)
        except ValueError:
            return value
    return value if isinstance(value, date) and value.year > 1900 else str(value)


def _as_wide_as_a_page(fields: list[Field], columns: list[AnswerColumn], rows: Sequence[Sequence[Any]]) -> list[Field]:
    """The columns with their widths: as wide as they need, running text narrower until all that are open fit the page."""
    needs = []
    for place, (field, column) in enumerate(zip(fields, columns, strict=True)):
        content = column_width(Field("", field.format), place, rows)
        most = _SPOKEN if column.type in ("sentence", "list") else _NAMED
        needs.append(max(_folded(field.heading), min(content, most if field.wrap else content)))
    open_ = [place for place, field in enumerate(fields) if not field.behind]
    patience = [2 if column.type == "sentence" else 1 for column in columns]
    while sum(needs[place] for place in open_) > _PAGE:
        free = [
            place
            for place in open_
            if fields[place].wrap and needs[place] > max(_LEAST, _folded(fields[place].heading))
        ]
        if not free:
            break
        needs[max(free, key=lambda place: needs[place] / patience[place])] -= 1
    return [replace(field, width=float(need)) for field, need in zip(fields, needs, strict=True)]


def _folded(heading: str) -> int:
    """How wide a heading is, a long one in two lines; the button of the filter stands below it."""
    whole, longest = cells_wide(heading), max(map(cells_wide, heading.split()), default=0)
    return max(longest if heading.isascii() else 0, whole if whole <= _ONE_LINE else math.ceil(whole / 4) * 2) + 2
