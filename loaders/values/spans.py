"""Periods of figures, in Chinese and English: dates, and the spans of months by which offices count (2024年1-5月, 前三季度).

Only a period may be a span. A date that is one (`published` 2024年1-5月) is refused by `dates.date`.
"""

from __future__ import annotations

import re
from typing import Final

from ...graph.dates import is_period, span
from ...graph.errors import BadInput
from .dates import _SPAN, _YEARS, _canonical, _tidy, date
from .numerals import chinese_number

_TO: Final = r"\s*(?:[-—–―~～]+|[至到/])\s*"
_COUNT: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_MONTH: Final = r"\d{1,2}\s*月?份?"
_QUARTER: Final = r"[一二三四1-4]"
COUNTED: Final = (
    rf"前\s*(?:{_COUNT}\s*个\s*月|[一二两三1-3]\s*个?\s*季度)|第?{_QUARTER}\s*(?:季度?)?{_TO}第?{_QUARTER}\s*季度"
)
"""Months that are counted: 前5个月, 前三季度, 一至三季度."""
MONTHS: Final = rf"(?:{_MONTH}{_TO}\d{{1,2}}\s*月份?|{COUNTED})"
"""Months as they follow a year in headers and titles: 1-5月, and those that are counted."""
ACROSS: Final = rf"(?:19|20)\d\d\s*年\s*{_MONTH}{_TO}(?:(?:19|20)\d\d\s*|[次翌])年\s*\d{{1,2}}\s*月份?"
"""Months of two years, as they stand in headers and titles: 2023年10月-2024年3月."""
_WITHIN: Final = re.compile(
    rf"(\d{{4}})(?:年|[-./])(\d{{1,2}})月?份?{_TO}(\d{{1,2}})月份?|(\d{{4}})\.(\d{{1,2}})[-—–~](\d{{1,2}})"
)
_ACROSS: Final = re.compile(
    rf"(\d{{4}})(?:年|[-./])(\d{{1,2}})月?份?{_TO}(?:(\d{{4}})(?:年|[-./])|[次翌]年)(\d{{1,2}})月?份?"
)
_FIRST: Final = re.compile(rf"(\d{{4}})年?前(?:({_COUNT})个月|([一二两三1-3])个?季度?)")
_QUARTERS: Final = re.compile(
    rf"(\d{{4}})年?-?(?:第?({_QUARTER})(?:季度?)?{_TO}第?({_QUARTER})季度?|Q([1-4]){_TO}Q([1-4]))", re.IGNORECASE
)


def period(text: str, *, from_1904: bool = False) -> str:
    """The canonical period that `text` states: a date, or a span of months.

    `from_1904` as `date` has it. Raises BadInput for anything else; a span of years or days is no period.

    >>> period("2024年1-5月"), period("2024.1-5"), period("2024年1月至5月"), period("2024-01/2024-05")
    ('2024-01/2024-05', '2024-01/2024-05', '2024-01/2024-05', '2024-01/2024-05')
    >>> period("2024年前三季度"), period("2024年前5个月"), period("2023年10月-2024年3月"), period("2024年一至三季度")
    ('2024-01/2024-09', '2024-01/2024-05', '2023-10/2024-03', '2024-01/2024-09')
    >>> period("2024年1-6月"), period("2024年1-12月"), period("2024年5月"), period("2024年上半年")
    ('2024-H1', '2024', '2024-05', '2024-H1')
    """
    plain = _tidy(text, deadline=False)
    found = _span(re.sub(r"(?<=[月度])(?:累计|止)$", "", plain))
    if found is not None and is_period(found) and int(found[:4]) in _YEARS:
        return found
    try:
        return date(text, from_1904=from_1904)
    except BadInput as error:
        if re.fullmatch(MONTHS, plain):
            raise BadInput(
                en=f"{text!r} has no year; write 2024-01/2024-05", zh=f"“{text}”没有年份；请写例如 2024年1-5月"
            ) from error
        if _SPAN.fullmatch(plain) is None or _canonical(plain) is not None:  # a day that there is not, or an odd year
            raise
        raise BadInput(
            en=f"{text!r} is no period; one is a year, half, quarter, month or span of months: write 2024-01/2024-05",
            zh=f"“{text}”不是期间；期间为年、半年、季度、月或若干个月，请写例如 2024年1-5月",
        ) from error


def counted(text: str) -> str:
    """Months that are counted, by their first and last one; any other text as it is.

    >>> counted("前三季度"), counted("前5个月"), counted("一至三季度"), counted("1-5月"), counted("三季度")
    ('1-9月', '1-5月', '1-9月', '1-5月', '三季度')
    """
    found = _parts(f"2000年{text}")
    return f"{found[1]}-{found[2]}月" if found and found[1] < found[2] else text


def _span(plain: str) -> str | None:
    """The period that a tidy text states as a span of months; None for any other text."""
    found = _parts(plain)
    if found is None:
        return None
    year, first, last, until = found
    try:
        return span(year, first, last, until=until)
    except ValueError:
        return None


def _parts(plain: str) -> tuple[int, int, int, int] | None:
    """Of a span of months its year, its first and last month, and the year of this one."""
    if match := _WITHIN.fullmatch(plain):
        year, first, last = (int(one) for one in match.groups() if one is not None)
        return year, first, last, year
    if match := _ACROSS.fullmatch(plain):
        year = int(match[1])
        return year, int(match[2]), int(match[4]), int(match[3] or year + 1)
    if match := _FIRST.fullmatch(plain):
        year = int(match[1])
        return year, 1, _number(match[2]) if match[2] else 3 * _number(match[3]), year
    if match := _QUARTERS.fullmatch(plain):
        year = int(match[1])
        one, other = (_number(text) for text in match.groups()[1:] if text is not None)
        return year, 3 * one - 2, 3 * other, year
    return None


def _number(text: str) -> int:
    """A number of months or quarters; 0 where it is none."""
    return int(text) if text.isdecimal() else int(chinese_number(text) or 0)
