"""Dates without a year in a sheet whose title says which it is of: 5月16日, 年底, 今年2月 in 2024年5月诉求台账.

In a column of periods months that are counted up (1-5月, 前三季度) are of that year too. Only where titles name one year. A month
beyond that of the title may be of the year before, one before it may be a term of the next: such a date stays as it is, and is
asked about where it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.dates import last_day
from ..values.periods import period_of
from ..values.spans import MONTHS
from .office_sheet import OfficeSheet

if TYPE_CHECKING:
    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_TITLE: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年|[./-](?=\d)|$|(?=[）)度]))(?:度)?(?:\d{1,2}月?[-—~至到])?(\d{1,2})?(?=月|[./-]|\D|$)"
)
_RANGE: Final = re.compile(r"(?:19|20)\d\d年?\s*[-—–~～至到]\s*(?:19|20)\d\d")
_DATE: Final = re.compile(
    r"(?:(?P<rel>今年|本年|当年|去年|上年|明年)(?:的)?)?(?:(?P<month>\d{1,2})月(?P<rest>(?:\d{1,2}[日号]?|份|初|中|底|末|[上中下]旬)?)"
    r"|(?P<part>年[初中底末]|[上下]半年|第?[一二三四1-4]季度))?(?P<before>之?前)?"
)
_YEARS: Final = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "明年": 1}
_AHEAD: Final = re.compile(r"计划|拟|预计|预期|要求|限|目标|力争|拟定|应")
_TERMS: Final = frozenset(("due", "until", "expires"))
_SHOWN: Final = 3


def take_years(staging: Staging, sheet: Sheet, table_kind: TableKind) -> None:
    """Give dates that name no year the one of the sheet's titles, and say so."""
    if not sheet.rows or not sheet.office or sheet.exported:
        return
    of = _of_titles(sheet)
    if of is None:
        return
    work = OfficeSheet(staging, sheet, table_kind)
    for number, column in work.columns.items():
        if column.type not in ("date", "period"):
            continue
        given = _period_with_year if column.type == "period" else with_year
        texts = work.db.execute(
            f"SELECT DISTINCT c{number} FROM {sheet.relation} WHERE regexp_matches(c{number}, '月|季度|半年|年[初中底末]|[今去明本当上]年')"
        ).fetchall()
        ahead = column.name in _TERMS or _AHEAD.search(sheet.headers[number]) is not None
        known = {text: whole for (text,) in texts if (whole := given(text, *of, ahead=ahead)) is not None}
        for text, whole in known.items():
            work.db.execute(
                f"UPDATE {sheet.relation} SET c{number} = $whole WHERE c{number} = $text",
                {"whole": whole, "text": text},
            )
        if known:
            shown = "; ".join(f"{text} = {whole}" for text, whole in [*known.items()][:_SHOWN])
            work.note(
                f"{sheet.headers[number]}: {len(known)} dates without a year are of {of[0]}, which the title names: {shown}",
                f"“{sheet.headers[number]}”：{len(known)} 种写法没有年份，按标题的 {of[0]} 年读取：{shown}",
            )


def _period_with_year(text: str, year: int, month: int | None, *, ahead: bool = False) -> str | None:
    """A period with the year of a title; None where it has one, or ends after the month of the title.

    >>> [_period_with_year(text, 2024, 5) for text in ("1-5月", "前三季度", "5月", "2023年1-5月")]
    ['2024年1-5月', None, '2024年5月', None]
    """
    bare = re.sub(r"\s", "", text)
    found = period_of(f"{year}年{bare}") if re.fullmatch(MONTHS, bare) else None
    if found is None:
        return with_year(text, year, month, ahead=ahead)
    return f"{year}年{bare}" if month is None or last_day(found).month <= month else None


def _of_titles(sheet: Sheet) -> tuple[int, int | None] | None:
    """The one year of the titles and the one month that stands with it; None where they name none, or several."""
    if any(_RANGE.search(text) for text in sheet.titles):
        return None
    found = {
        (int(year), int(month) if month else None)
        for text in sheet.titles
        for year, month in _TITLE.findall(re.sub(r"\s", "", text))
    }
    years, months = {year for year, _ in found}, {month for _, month in found if month}
    if len(years) != 1:
        return None
    return years.pop(), max(months) if months else None


def with_year(text: str, year: int, month: int | None, *, ahead: bool = False) -> str | None:
    """A date with the year of a title that names `year` and `month`; None where it has one, or could be of another.

    >>> [with_year(text, 2024, 5) for text in ("5月16日", "年初", "去年12月", "2023年5月", "12月20日")]
    ['2024年5月16日', '2024年初', '2023年12月', None, None]
    >>> [with_year(text, 2024, 5, ahead=True) for text in ("6月底", "年底前", "3月", "明年一季度")]
    ['2024年6月底', '2024年底', None, '2025年一季度']
    """
    match = _DATE.fullmatch(re.sub(r"\s", "", text))
    if match is None or not (match["month"] or match["part"] or match["rel"]):
        return None
    if match["rel"] is None and match["month"] and month is not None:
        own = int(match["month"])
        if own < month if ahead else own > month:
            return None
    if match["rel"] is None and match["part"] and not ahead and match["part"] != "年初":
        return None
    own_year = year + _YEARS.get(match["rel"] or "今年", 0)
    if match["month"]:
        return f"{own_year}年{match['month']}月{match['rest'] or ''}".removesuffix("份")
    part = match["part"] or ""
    return f"{own_year}{part}" if part.startswith("年") else f"{own_year}年{part}"
