"""Dates that keep the precision they were stated with: 2023, 2025-H1, 2025-Q1, 2025-05, 2025-05-24.

A period is a date, or a span of months that has no such name: 2024-01/2024-05 (what is counted up from January to May),
2023-10/2024-03 (a crop year). Each period has one form: six months from January on are 2024-H1, twelve 2024.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

DATE = re.compile(r"([0-9]{4})(?:-(?:(H[12])|(Q[1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")
SPAN = re.compile(r"([0-9]{4})-([0-9]{2})/([0-9]{4})-([0-9]{2})")
_NAMED = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4"}
"""Months of one year that have a name together, as it follows the year."""
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def span(year: int, first: int, last: int, *, until: int | None = None) -> str:
    """The period from the month `first` of a year to the month `last` of the same year, or of the next one (`until`).

    >>> span(2024, 1, 5), span(2024, 1, 6), span(2024, 5, 5), span(2023, 10, 3, until=2024)
    ('2024-01/2024-05', '2024-H1', '2024-05', '2023-10/2024-03')

    Raises ValueError where these are no months, the last one lies before the first, or more than two years are touched.
    """
    end = year if until is None else until
    if not (1 <= first <= 12 and 1 <= last <= 12 and 0 <= end - year <= 1 and (end > year or first <= last)):
        raise ValueError(f"not a span of months: {year:04}-{first:02}/{end:04}-{last:02}")
    if end == year and (first == last or (first, last) in _NAMED):
        return f"{year:04}" + _NAMED.get((first, last), f"-{first:02}")
    return f"{year:04}-{first:02}/{end:04}-{last:02}"


def shortest(text: str) -> str:
    """A period in its own form: the name of a half, quarter or year that a span is; any other text as it is.

    >>> shortest("2024-01/2024-06"), shortest("2024-01/2024-05"), shortest("spring"), shortest("2024-13/2024-15")
    ('2024-H1', '2024-01/2024-05', 'spring', '2024-13/2024-15')
    """
    try:
        return _spanned(text) or text
    except ValueError:
        return text


def _spanned(text: str) -> str | None:
    """The own form of what is written as a span; None for any other text."""
    match = SPAN.fullmatch(text)
    if match is None:
        return None
    year, first, until, last = map(int, match.groups())
    return span(year, first, last, until=until)


def spoken(text: str, lang: str = "en") -> str:
    """A period as a person reads it: a span of months in words, a date as it is written.

    >>> spoken("2024-01/2024-05"), spoken("2023-10/2024-03"), spoken("2024-H1")
    ('Jan–May 2024', 'Oct 2023–Mar 2024', '2024-H1')
    >>> spoken("2024-01/2024-05", "zh"), spoken("2023-10/2024-03", "zh")
    ('2024年1—5月', '2023年10月—2024年3月')
    """
    if not (match := SPAN.fullmatch(text)) or not is_period(text):
        return text
    year, first, until, last = map(int, match.groups())
    if lang == "zh":
        return f"{year}年{first}—{last}月" if year == until else f"{year}年{first}月—{until}年{last}月"
    begin, end = _MONTHS_EN[first - 1], f"{_MONTHS_EN[last - 1]} {until}"
    return f"{begin}–{end}" if year == until else f"{begin} {year}–{end}"


def _ends(text: str) -> tuple[str, str]:
    """The dates in which a period begins and ends, which are one but for a span of months."""
    if "/" not in text:
        return text, text
    if _spanned(text) != text:
        raise ValueError(f"not a date or period in canonical form: {text!r}")
    first, last = text.split("/")
    return first, last


def _months(text: str) -> tuple[int, int, int, int | None]:
    """Year, first month, last month and day of a canonical date."""
    match = DATE.fullmatch(text)
    if not match:
        raise ValueError(f"not a date in canonical form: {text!r}")
    year, half, quarter, month, day = match.groups()
    if half:
        first, last = (1, 6) if half == "H1" else (7, 12)
    elif quarter:
        last = 3 * int(quarter[1])
        first = last - 2
    elif month:
        first = last = int(month)
    else:
        first, last = 1, 12
    return int(year), first, last, int(day) if day else None


def first_day(text: str) -> date:
    """The first day a stated date or period covers.

    >>> first_day("2025-H1"), first_day("2025-05-24"), first_day("2023-10/2024-03")
    (datetime.date(2025, 1, 1), datetime.date(2025, 5, 24), datetime.date(2023, 10, 1))
    """
    year, first, _, day = _months(_ends(text)[0])
    return date(year, first, 1 if day is None else day)


def last_day(text: str) -> date:
    """The last day a stated date or period covers.

    >>> last_day("2025-H1"), last_day("2024-02"), last_day("2023-10/2024-03")
    (datetime.date(2025, 6, 30), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
    """
    year, _, last, day = _months(_ends(text)[1])
    return date(year, last, monthrange(year, last)[1] if day is None else day)


def is_date(text: str) -> bool:
    """Whether `text` is a canonical date that the calendar has; a span of months is none.

    >>> is_date("2025-H1"), is_date("2025-02-30"), is_date("spring"), is_date("2024-01/2024-05")
    (True, False, False, False)
    """
    return "/" not in text and is_period(text)


def is_period(text: str) -> bool:
    """Whether `text` is a canonical period: a date, or a span of months without a name of its own.

    >>> is_period("2025-H1"), is_period("2024-01/2024-05"), is_period("2024-01/2024-06"), is_period("2024-05/2024-01")
    (True, True, False, False)
    """
    try:
        first_day(text), last_day(text)
    except ValueError:
        return False
    return True


DATES_SQL = """
CREATE OR REPLACE TEMP MACRO first_day(d) AS CASE
    WHEN length(d) = 4 THEN make_date(d::INTEGER, 1, 1)
    WHEN d LIKE '____-H_' THEN make_date(left(d, 4)::INTEGER, 6 * right(d, 1)::INTEGER - 5, 1)
    WHEN d LIKE '____-Q_' THEN make_date(left(d, 4)::INTEGER, 3 * right(d, 1)::INTEGER - 2, 1)
    WHEN length(d) IN (7, 15) THEN (left(d, 7) || '-01')::DATE
    ELSE d::DATE END;
CREATE OR REPLACE TEMP MACRO last_day_of(d) AS CASE
    WHEN length(d) = 4 THEN make_date(d::INTEGER, 12, 31)
    WHEN d LIKE '____-H_' THEN last_day(make_date(left(d, 4)::INTEGER, 6 * right(d, 1)::INTEGER, 1))
    WHEN d LIKE '____-Q_' THEN last_day(make_date(left(d, 4)::INTEGER, 3 * right(d, 1)::INTEGER, 1))
    WHEN length(d) IN (7, 15) THEN last_day((right(d, 7) || '-01')::DATE)
    ELSE d::DATE END;
"""
"""The same two as DuckDB macros (DuckDB's own `last_day` is that of a month)."""


def first_day_cypher(text: str) -> str:
    """Cypher of the first day that a stated date or period covers; Neo4j reads all but half years itself.

    >>> first_day_cypher("x.signed")
    "date(replace(replace(split(x.signed, '/')[0], 'H1', '01'), 'H2', '07'))"
    """
    return _begins(f"split({text}, '/')[0]")


def _begins(one: str) -> str:
    return f"date(replace(replace({one}, 'H1', '01'), 'H2', '07'))"


def last_day_cypher(text: str) -> str:
    """Cypher of the last day that a stated date or period covers: a year, half, quarter, month or day later, less one."""
    last = f"split({text}, '/')[-1]"
    covered = (
        f"CASE WHEN size({last}) = 4 THEN 'P1Y' WHEN {last} CONTAINS 'H' THEN 'P6M'"
        f" WHEN {last} CONTAINS 'Q' THEN 'P3M' WHEN size({last}) = 7 THEN 'P1M' ELSE 'P1D' END"
    )
    return f"({_begins(last)} + duration({covered}) - duration('P1D'))"
