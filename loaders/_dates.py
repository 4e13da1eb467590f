"""Dates as people write them, in Chinese and English, to canonical dates of stated precision."""

from __future__ import annotations

import re
import unicodedata

from ..graph.dates import is_date
from ..graph.errors import BadInput

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?")
_DAY_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/]|年)(\d{1,2})月?")
_MONTH_DOT = re.compile(r"(\d{4})\.(\d{1,2})")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_HALF = re.compile(r"(\d{4})年?度?-?(?:H([12])|([上下])半年)", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})年?度?-?(?:Q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月?[-—–~至到](\d{1,2})月")

# Spans of months that have a name of their own; any other span is not one date.
_SPANS = {(1, 6): "H1", (7, 12): "H2", (1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}


def date(text: str) -> str:
    """The canonical date that `text` states, no more precise than it says.

    Raises BadInput for anything else, a day that the calendar lacks included.

    >>> date("2025年5月24日"), date("2025/5/24"), date("2025.5"), date("2023")
    ('2025-05-24', '2025-05-24', '2025-05', '2023')
    >>> date("2025年上半年"), date("2025年一季度"), date("2025Q1"), date("2025年1-6月")
    ('2025-H1', '2025-Q1', '2025-Q1', '2025-H1')
    """
    plain = re.sub(r"\s*([年月日号])\s*", r"\1", unicodedata.normalize("NFKC", text)).strip()
    if plain.endswith(".1") and _MONTH_DOT.fullmatch(plain):
        # A spreadsheet shows the number 2025.10 as 2025.1.
        year = plain[:4]
        raise BadInput(
            en=f"{text!r} may be January or October (a spreadsheet drops the 0); write {year}-01 or {year}-10",
            zh=f"“{text}”可能是1月，也可能是10月（表格会去掉末尾的0）；请写 {year}-01 或 {year}-10",
        )
    canonical = _canonical(plain)
    if canonical is None or not is_date(canonical):
        raise BadInput(
            en=f"{text!r} is not a date; write 2025-05-24, 2025-05, 2025-Q2, 2025-H1 or 2025",
            zh=f"“{text}”不是日期；请写 2025-05-24、2025年5月、2025年二季度、2025年上半年或 2025",
        )
    return canonical


def _canonical(plain: str) -> str | None:
    """The canonical form of a tidy date, or None; the calendar is not asked."""
    if match := _DAY.fullmatch(plain):
        return f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
    if match := _DAY_ZH.fullmatch(plain) or _DAY_DIGITS.fullmatch(plain):
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    if match := _MONTHS.fullmatch(plain):
        span = _SPANS.get((int(match[2]), int(match[3])))
        return f"{match[1]}-{span}" if span else None
    if match := _MONTH.fullmatch(plain) or _MONTH_DOT.fullmatch(plain):
        return f"{match[1]}-{int(match[2]):02}"
    if match := _HALF.fullmatch(plain):
        return f"{match[1]}-H{match[2] or '上下'.index(match[3]) + 1}"
    if match := _QUARTER.fullmatch(plain):
        named = match[3]
        return f"{match[1]}-Q{match[2] or (named if named.isdecimal() else '一二三四'.index(named) + 1)}"
    if match := _YEAR.fullmatch(plain):
        return match[1]
    return None
