"""An answer as a workbook that an office can use at once: headings in its language, money in one unit a column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ...graph.export.cells import SEPARATOR, flat, plain
from ...graph.export.workbook import Field, Sheet, number_format, workbook
from ...graph.language import t
from ...graph.url import title
from ...queries.answer import cite
from ..words.answer_columns import column_of, heading, kind_of, table_asked
from ..words.answer_words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.answer_columns import AnswerColumn
    from ...queries.answer import Answer

_BOUNDS: Final = {"_low": (", at least", "下限"), "_high": (", at most", "上限"), "_original": (", as written", "原文")}
_DECIMALS: Final = 6
_LARGE: Final = 1e8
_UNITS: Final = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "元": Decimal(1), "yuan": Decimal(1)}


def as_xlsx(answer: Answer, lang: str) -> bytes:
    """The bytes of the workbook: the rows, and a sheet that says what was asked and how to cite it."""
    columns = [_column(name, answer, lang) for name in _filled(answer)]
    rows = list(zip(*(column.cells for column in columns), strict=True)) if columns else []
    about = [Field(t(lang, "item", "项目")), Field(t(lang, "content", "内容"), wrap=True)]
    return workbook(
        [
            Sheet(_title(answer, lang), [column.field for column in columns], rows),
            Sheet(t(lang, "about", "说明"), about, list(_about(answer, columns, lang))),
        ]
    )


def units(answer: Answer, lang: str) -> dict[str, str]:
    """The unit in which a workbook gives each column of money."""
    return {name: _unit(name, answer, lang) for name in _filled(answer) if _type(name, answer) == "money"}


def _title(answer: Answer, lang: str) -> str:
    question = str(answer.attrs.get("question") or "")
    kind = kind_of(answer.attrs)
    if question == "list" and kind is not None:
        return heading_of_kind(kind, lang)
    if question == "sql":
        return t(lang, "answer", "查询结果")
    table = table_asked(answer.attrs)
    return t(lang, *table.title) if table and table.title else question or t(lang, "answer", "结果")


def heading_of_kind(name: str, lang: str) -> str:
    """What a list of a kind is called."""
    from ...graph.schema import kind

    of = kind(name)
    return t(lang, of.table, of.zh)


def _filled(answer: Answer) -> list[str]:
    """The columns, without bounds and wordings of amounts where no row has any."""
    return [
        name
        for name in answer.columns
        if not name.endswith(tuple(_BOUNDS)) or any(row[name] is not None for row in answer.rows)
    ]


@dataclass(frozen=True)
class _Column:
    name: str
    field: Field
    cells: list[Any]


def _type(name: str, answer: Answer) -> str:
    """The type of a column; those of one's own SQL are what their values are: their names promise nothing."""
    return "any" if answer.attrs.get("question") == "sql" else column_of(name, answer.attrs).type


def _column(name: str, answer: Answer, lang: str) -> _Column:
    """A column as cells of one sort, with its heading and number format."""
    declared, type_ = column_of(name, answer.attrs), _type(name, answer)
    own_words = answer.attrs.get("question") == "sql"
    title = _heading(declared, answer, lang)
    cells = [_cell(declared, row[name], type_, lang, own_words=own_words) for row in answer.rows]
    numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    if type_ == "money":
        unit = _unit(name, answer, lang)
        cells = [_in_unit(cell, unit) for cell in cells]
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        title += t(lang, f" ({unit})", f"（{unit}）")
    if type_ == "share" and numbers:
        format_ = number_format([number * 100 for number in numbers], most=2, thousands=False) + "%"
    elif any(isinstance(cell, datetime) for cell in cells):
        format_ = "yyyy-mm-dd hh:mm:ss"
    elif any(isinstance(cell, date) for cell in cells):
        format_ = "yyyy-mm-dd"
    else:
        format_ = number_format(numbers, most=_DECIMALS, thousands=declared.unit != "degrees")
    wide = any(isinstance(cell, str) for cell in cells)
    return _Column(name, Field(title, format_, wrap=wide), cells)


def _heading(column: AnswerColumn, answer: Answer, lang: str) -> str:
    """The heading of a column; of a bound, that of its amount with what it is behind."""
    title = heading(column, lang)
    for end, words in _BOUNDS.items():
        stem = column.name.removesuffix(end)
        if stem != column.name and stem in answer.columns and title == column.name:
            return heading(column_of(stem, answer.attrs), lang) + t(lang, *words)
    return title


def _cell(column: AnswerColumn, value: Any, type_: str, lang: str, *, own_words: bool) -> Any:
    """A value as a cell: numbers and full dates as such, words of the model in the language, lists joined by ；."""
    if isinstance(value, date) or (type_ in ("date", "period") and isinstance(value, str)):
        return _day(value)
    value = plain(value)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if own_words:
        return t(lang, "yes", "是") if value is True else t(lang, "no", "否") if value is False else flat(value)
    if isinstance(value, list):
        return SEPARATOR.join("" if one is None else str(_word(column, one, lang)) for one in value)
    return _word(column, value, lang)


def _word(column: AnswerColumn, value: Any, lang: str) -> Any:
    return shown(column, value, lang) if isinstance(value, str | bool) else flat(value)


def _day(value: date | str) -> Any:
    """A full date as a date; 2025-05 or 2025-H1 as it is written."""
    if isinstance(value, datetime):
        # a workbook knows no zones: another than none is told in the text
        return value if value.tzinfo is None and value.year > 1900 else value.isoformat()
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2025-05-24") else value
        except ValueError:
            return value
    return value if isinstance(value, date) and value.year > 1900 else str(value)


def _unit(name: str, answer: Answer, lang: str) -> str:
    """One unit for a column of money and its bounds: 亿元 where most sums are that large, else 万元."""
    if lang != "zh":
        return "yuan"
    stem = name.removesuffix("_low").removesuffix("_high")
    values = [row.get(stem + end) for row in answer.rows for end in ("", "_low", "_high")]
    sums = sorted(abs(value) for value in values if isinstance(value, int | float) and value)
    return "亿元" if sums and sums[len(sums) // 2] >= _LARGE else "万元"


def _in_unit(value: Any, unit: str) -> Any:
    """A sum in a unit, with no digit won or lost: 1234567.89 yuan are 123.456789 万元."""
    if not isinstance(value, int | float):
        return value
    out = Decimal(repr(value)) / _UNITS[unit]
    return int(out) if out == out.to_integral_value() else float(out)


def _about(answer: Answer, columns: list[_Column], lang: str) -> Iterable[tuple[str, str]]:
    """What the reader of a workbook must know, a line each."""
    attrs = answer.attrs
    parameters = attrs.get("parameters") or {}
    graph = attrs.get("graph")
    said: list[tuple[str, str, Any]] = [
        ("question", "问题", attrs.get("question")),
        *((f"  {name}", f"　{name}", flat(plain(value))) for name, value in parameters.items()),
        ("as of", "数据截至", attrs.get("as_of")),
        ("graph", "图", title(graph) if graph else None),
        ("content hash", "内容校验值", attrs.get("graph_hash")),
        ("version", "版本", attrs.get("version")),
        ("cite as", "引用方式", cite(answer, lang) if attrs.get("question") else None),
        ("rows", "行数", len(answer.rows)),
        *(("note", "提示", note) for note in attrs.get("notes") or ()),
        *((f"threshold {key}", f"阈值 {key}", value) for key, value in (attrs.get("thresholds") or {}).items()),
        *(("column", "列", f"{column.field.heading} = {column.name}") for column in columns
          if column.field.heading != column.name),
    ]  # fmt: skip
    yield from ((t(lang, en, zh), str(flat(plain(value)))) for en, zh, value in said if value not in (None, ""))
