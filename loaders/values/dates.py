"""Dates as people write them, in Chinese and English, to canonical dates of stated precision.

年底 and 年末 are December of that year, 年初 is its January, 年中 the year; 上旬, 月底 and the like
are the month. A number of five digits is a day as spreadsheets count them (from 1900), where that
day lies in 1990-2060. What names no year, several dates or a year relative to today is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date as day_of, timedelta
from typing import Final

from ...graph.dates import is_date, span
from ...graph.errors import BadInput
from .numerals import chinese_digits, chinese_number

_TIME: Final = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[AP]M)?)?"
_DAY: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})日?" + _TIME, re.IGNORECASE)
_DAY_ZH: Final = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?(?:[上下]午|\s*\d{1,2}[:时点](?:\d{1,2}(?:分|:\d{2})?)?)?"
)
_DAY_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME, re.IGNORECASE)
_MONTH: Final = re.compile(r"(\d{4})(?:[-/]|年)(\d{1,2})月?(?:份|初|中|底|末|[上中下]旬)?")
_MONTH_DIGITS: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_MONTH_DOT: Final = re.compile(r"(\d{4})\.(\d{1,2})")
_YEAR: Final = re.compile(r"(\d{4})(?:年度?)?(?:全年|中)?")
_TURN: Final = re.compile(r"(\d{4})年?度?(?:(初)|[底末]|年[底末])")
_HALF: Final = re.compile(r"(\d{4})年?度?-?(?:H([12])|([上下])半年)", re.IGNORECASE)
_QUARTER: Final = re.compile(r"(\d{4})年?度?-?(?:Q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)
_MONTHS: Final = re.compile(r"(\d{4})年(\d{1,2})月?[-—–~至到](\d{1,2})月")
_FROM_TO: Final = re.compile(
    r"(\d{4})(?:[-./]|年)(\d{1,2})月?\s*(?:(?:[/~～—–至到]|--|-)\s*\1(?:[-./]|年)(\d{1,2})月?|[~～—–至到-]\s*(\d{1,2})月)"
)
_FISCAL: Final = re.compile(r"(?:FY|财年)\s*'?(\d{4})|(\d{4})\s*(?:FY|财年)", re.IGNORECASE)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH: Final = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<m>[A-Za-z]{3,9})\.?(?:[ -](?P<d2>\d{1,2})(?:st|nd|rd|th)?(?=,? ))?,?[ -](?P<y>\d{4})"
)
_NO_YEAR: Final = re.compile(r"\d{1,2}月(?:\d{1,2}[日号]?|底|初|末)?|[上下]半年|第?[一二三四1-4]季度|年[底初中末]")
_RELATIVE: Final = re.compile(
    r"今年|去年|明年|前年|后年|本年|上年|当年|本月|上个?月|下个?月|近期|近日|目前|今日|昨日|同期|现在|年内"
)
_SPAN: Final = re.compile(r"\d{4}\D{0,8}(?:-|—|–|~|至|到)\D{0,3}\d{2,4}.*")
_LASTS: Final = re.compile(
    r"(?:有效期|期限|合同期|合作期|为期|共|约)?[:：]?(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})\s*(?:个|周)?(?:年|月|日|天|季度)(?:期|半|有效|内)?|"
    r"\d{1,3}\s*(?:years?|months?|days?)",
    re.IGNORECASE,
)
_SHORT_YEAR: Final = re.compile(r"\d{2}(?:年.*|[./-]\d{1,2}(?:[./-]\d{1,2})?)")

_FROM_1904: Final = 1462
"""So many days lie between the beginnings of the two counts."""
_SERIALS: Final = range(32_874, 58_806)
_YEARS: Final = range(1500, 2201)


def date(text: str, *, deadline: bool = False, from_1904: bool = False) -> str:
    """The canonical date that `text` states, no more precise than it says.

    `deadline` is for dates until which something holds or is due: there 2024年底前 means 2024年底.
    `from_1904`: a plain number of days is counted from 1904, as the workbook says that it comes from.
    Raises BadInput for anything else, a day that the calendar lacks included.

    >>> date("2025年5月24日"), date("2025/5/24"), date("2025.5"), date("2023")
    ('2025-05-24', '2025-05-24', '2025-05', '2023')
    >>> date("2025年上半年"), date("2025年一季度"), date("2025Q1"), date("2025年1-6月")
    ('2025-H1', '2025-Q1', '2025-Q1', '2025-H1')
    >>> date("FY2023"), date("2024-01/2024-06"), date("2024年1月至3月"), date("2024.7~2024.12")
    ('2023', '2024-H1', '2024-Q1', '2024-H2')
    >>> date("二〇二四年五月"), date("2024年底"), date("45436"), date("2024-5-24 10:30"), date("24 May 2024")
    ('2024-05', '2024-12', '2024-05-24', '2024-05-24', '2024-05-24')
    """
    plain = _tidy(text, deadline=deadline)
    if plain.endswith(".1") and _MONTH_DOT.fullmatch(plain):
        # A spreadsheet shows the number 2025.10 as 2025.1.
        year = plain[:4]
        raise BadInput(
            en=f"{text!r} may be January or October (a spreadsheet drops the 0); write {year}-01 or {year}-10",
            zh=f"“{text}”可能是1月，也可能是10月（表格会去掉末尾的0）；请写 {year}-01 或 {year}-10",
        )
    if from_1904 and (serial := _SERIAL.fullmatch(plain)):
        plain = str(int(serial[1]) + _FROM_1904)
    canonical = _canonical(plain)
    if canonical is None or not is_date(canonical) or int(canonical[:4]) not in _YEARS:
        raise _refusal(plain, text) if canonical is None else _nowhere(canonical, text)
    return canonical


def _tidy(text: str, *, deadline: bool) -> str:
    """A date in plain digits without blanks in it, the day of the week, and words that add nothing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?", "", plain)
    plain = re.sub(r"\s*([年月日号])\s*", r"\1", plain)
    plain = re.sub(r"(?<=\d)\s*([-/.])\s*(?=\d)", r"\1", plain)
    plain = re.sub(r"^(?:自|从|于|在|截至|截止到|截止)(?=\d|[零〇○一二])", "", plain)
    plain = re.sub(r"(?<=[年月日号\d])(?:起|开始|以来)$", "", plain)
    if deadline:
        plain = re.sub(
            r"^(?:有效期?|期限|合同期)?[:：]?(?:延续|持续)?(?:至|到|止于|截至|截止)?[:：]?(?=\d{4}|[零〇○一二][零〇○一二三四五六七八九]{3})",
            "",
            plain,
        )
        plain = re.sub(r"(?<=[年月日号底末\d])(?:之前|以前|前|止)$", "", plain)
    plain = re.sub(r"^([零〇○一二三四五六七八九]{4})(?=年|$)", lambda match: chinese_digits(match[1]), plain)
    if re.match(r"\d{4}年", plain):
        plain = re.sub(r"([一二三四五六七八九十]{1,3})(?=[月日号])", _small, plain)
    return plain.strip().rstrip(".。,，")


def _small(match: re.Match[str]) -> str:
    number = chinese_number(match[1])
    return match[1] if number is None else str(number)


def _canonical(plain: str) -> str | None:
    """The canonical form of a tidy date, or None; the calendar is not asked."""
    return _day(plain) or _month(plain) or _part(plain) or _english(plain)


def _day(plain: str) -> str | None:
    if match := _DAY.fullmatch(plain):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    if match := _DAY_ZH.fullmatch(plain) or _DAY_DIGITS.fullmatch(plain):
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if match := _DAY_FIRST.fullmatch(plain):
        return _day_first(int(match[1]), int(match[3]), match[4])
    if (match := _SERIAL.fullmatch(plain)) and int(match[1]) in _SERIALS:
        return (day_of(1899, 12, 30) + timedelta(days=int(match[1]))).isoformat()
    return None


def _month(plain: str) -> str | None:
    if match := _MONTHS.fullmatch(plain):
        return _named(match[1], match[2], match[3])
    if match := _FROM_TO.fullmatch(plain):
        return _named(match[1], match[2], match[3] or match[4])
    if match := _MONTH.fullmatch(plain) or _MONTH_DOT.fullmatch(plain) or _MONTH_DIGITS.fullmatch(plain):
        return f"{match[1]}-{int(match[2]):02}"
    if match := _TURN.fullmatch(plain):
        return f"{match[1]}-{'01' if match[2] else '12'}"
    return None


def _named(year: str, first: str, last: str) -> str | None:
    """Months that have a name together; any other span is not one date."""
    try:
        found = span(int(year), int(first), int(last))
    except ValueError:
        return None
    return found if int(first) < int(last) and is_date(found) else None


def _part(plain: str) -> str | None:
    """A half, a quarter or a whole year."""
    if match := _HALF.fullmatch(plain):
        return f"{match[1]}-H{match[2] or '上下'.index(match[3]) + 1}"
    if match := _QUARTER.fullmatch(plain):
        named = match[3]
        return f"{match[1]}-Q{match[2] or (named if named.isdecimal() else '一二三四'.index(named) + 1)}"
    if match := _FISCAL.fullmatch(plain):
        # where a financial year is not that of the calendar, nothing in a cell says so
        return match[1] or match[2]
    match = _YEAR.fullmatch(plain)
    return match[1] if match else None


def _day_first(one: int, two: int, year: str) -> str | None:
    """A day before its year: only where one of both numbers can be no month."""
    if one > 12 >= two or one == two:
        return f"{year}-{two:02}-{one:02}"
    return f"{year}-{one:02}-{two:02}" if two > 12 >= one else None


def _english(plain: str) -> str | None:
    match = _ENGLISH.fullmatch(plain)
    if match is None or match["m"][:3].lower() not in _NAMES:
        return None
    month = f"{match['y']}-{_NAMES.index(match['m'][:3].lower()) + 1:02}"
    day = match["d"] or match["d2"]
    return f"{month}-{int(day):02}" if day else month


def _nowhere(canonical: str, text: str) -> BadInput:
    """Why a text that is written as a date is none of the calendar."""
    year, month = int(canonical[:4]), canonical[5:7]
    if year not in _YEARS:
        return BadInput(
            en=f"{text!r}: the year {canonical[:4]} cannot be meant; write one from {_YEARS[0]} to {_YEARS[-1]}",
            zh=f"“{text}”的年份不可能是 {canonical[:4]}；请写 {_YEARS[0]} 至 {_YEARS[-1]} 之间的年份",
        )
    if not 1 <= int(month) <= 12:
        return BadInput(
            en=f"{text!r}: there is no month {int(month)}; correct it", zh=f"“{text}”：没有{int(month)}月；请改正"
        )
    return BadInput(
        en=f"{text!r}: there is no such day; write one that the calendar has",
        zh=f"“{text}”：没有这一天；请改为日历上有的日期",
    )


def _refusal(plain: str, text: str) -> BadInput:
    """Why a text is no date, as plainly as it can be told."""
    if _DAY_FIRST.fullmatch(plain):
        return BadInput(
            en=f"{text!r} may have its day or its month first; write 2024-05-24",
            zh=f"“{text}”分不清日和月的先后；请写 2024-05-24",
        )
    if _LASTS.fullmatch(plain):
        return BadInput(
            en=f"{text!r} says how long, not until when; write the day on which it ends, such as 2026-05-18",
            zh=f"“{text}”是期限，不是日期；请写到期日，例如 2026年5月18日",
        )
    if _RELATIVE.search(plain):
        return BadInput(en=f"{text!r}: of which year? write 2024-05", zh=f"“{text}”没有写明是哪一年；请写 2024年5月")
    if _NO_YEAR.fullmatch(plain):
        return BadInput(en=f"{text!r} has no year; write 2024-05-24", zh=f"“{text}”没有年份；请写 2024年5月24日")
    if _SPAN.fullmatch(plain):
        return BadInput(
            en=f"{text!r} is a span, not one date; put its ends into two columns (since, until)",
            zh=f"“{text}”是一段时间，不是一个日期；请分起始、截止两列填写",
        )
    if _SHORT_YEAR.fullmatch(plain):
        return BadInput(
            en=f"{text!r}: write the year in four digits, such as 2024-05",
            zh=f"“{text}”的年份请写四位，例如 2024年5月",
        )
    return BadInput(
        en=f"{text!r} is not a date; write 2025-05-24, 2025-05, 2025-Q2, 2025-H1 or 2025",
        zh=f"“{text}”不是日期；请写 2025-05-24、2025年5月、2025年二季度、2025年上半年或 2025",
    )
