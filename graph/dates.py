"""Dates that keep the precision they were stated with: 2023, 2025-H1, 2025-Q1, 2025-05, 2025-05-24."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

DATE = re.compile(r"([0-9]{4})(?:-(?:(H[12])|(Q[1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")


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
    """The first day a stated date covers.

    >>> first_day("2025-H1"), first_day("2025-05-24")
    (datetime.date(2025, 1, 1), datetime.date(2025, 5, 24))
    """
    year, first, _, day = _months(text)
    return date(year, first, 1 if day is None else day)


def last_day(text: str) -> date:
    """The last day a stated date covers.

    >>> last_day("2025-H1"), last_day("2024-02")
    (datetime.date(2025, 6, 30), datetime.date(2024, 2, 29))
    """
    year, _, last, day = _months(text)
    return date(year, last, monthrange(year, last)[1] if day is None else day)


def is_date(text: str) -> bool:
    """Whether `text` is a canonical date that the calendar has.

    >>> is_date("2025-H1"), is_date("2025-02-30"), is_date("spring")
    (True, False, False)
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
    WHEN length(d) = 7 THEN (d || '-01')::DATE
    ELSE d::DATE END;
CREATE OR REPLACE TEMP MACRO last_day_of(d) AS CASE
    WHEN length(d) = 4 THEN make_date(d::INTEGER, 12, 31)
    WHEN d LIKE '____-H_' THEN last_day(make_date(left(d, 4)::INTEGER, 6 * right(d, 1)::INTEGER, 1))
    WHEN d LIKE '____-Q_' THEN last_day(make_date(left(d, 4)::INTEGER, 3 * right(d, 1)::INTEGER, 1))
    WHEN length(d) = 7 THEN last_day((d || '-01')::DATE)
    ELSE d::DATE END;
"""
"""The same two as DuckDB macros (DuckDB's own `last_day` is that of a month)."""


def first_day_cypher(text: str) -> str:
    """Cypher of the first day that a stated date covers; Neo4j reads all but half years itself.

    >>> first_day_cypher("x.signed")
    "date(replace(replace(x.signed, 'H1', '01'), 'H2', '07'))"
    """
    return f"date(replace(replace({text}, 'H1', '01'), 'H2', '07'))"


def last_day_cypher(text: str) -> str:
    """Cypher of the last day that a stated date covers: a year, half, quarter, month or day later, less one."""
    covered = (
        f"CASE WHEN size({text}) = 4 THEN 'P1Y' WHEN {text} CONTAINS 'H' THEN 'P6M'"
        f" WHEN {text} CONTAINS 'Q' THEN 'P3M' WHEN size({text}) = 7 THEN 'P1M' ELSE 'P1D' END"
    )
    return f"({first_day_cypher(text)} + duration({covered}) - duration('P1D'))"
