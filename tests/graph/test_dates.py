"""Dates that keep their precision, in Python and in SQL."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given, strategies as st

from chanlian.graph.dates import DATES_SQL, first_day, is_date, is_period, last_day, shortest, span, spoken

pytestmark = pytest.mark.core

# text: the first and last day that it may mean
DAYS = {
    "2023": ((2023, 1, 1), (2023, 12, 31)),
    "2025-H1": ((2025, 1, 1), (2025, 6, 30)),
    "2025-H2": ((2025, 7, 1), (2025, 12, 31)),
    "2025-Q1": ((2025, 1, 1), (2025, 3, 31)),
    "2025-Q2": ((2025, 4, 1), (2025, 6, 30)),
    "2025-Q3": ((2025, 7, 1), (2025, 9, 30)),
    "2025-Q4": ((2025, 10, 1), (2025, 12, 31)),
    "2025-05": ((2025, 5, 1), (2025, 5, 31)),
    "2024-02": ((2024, 2, 1), (2024, 2, 29)),  # a leap year
    "2023-02": ((2023, 2, 1), (2023, 2, 28)),
    "1900-02": ((1900, 2, 1), (1900, 2, 28)),  # a century is none
    "2000-02": ((2000, 2, 1), (2000, 2, 29)),  # but every fourth is
    "2025-05-24": ((2025, 5, 24), (2025, 5, 24)),
    "2025-12": ((2025, 12, 1), (2025, 12, 31)),
    "0001": ((1, 1, 1), (1, 12, 31)),
    "9999-12-31": ((9999, 12, 31), (9999, 12, 31)),
}
# periods that are no dates: months that have no name together
SPANS = {
    "2024-01/2024-05": ((2024, 1, 1), (2024, 5, 31)),
    "2024-01/2024-02": ((2024, 1, 1), (2024, 2, 29)),
    "2024-01/2024-09": ((2024, 1, 1), (2024, 9, 30)),
    "2023-10/2024-03": ((2023, 10, 1), (2024, 3, 31)),
    "2023-12/2024-01": ((2023, 12, 1), (2024, 1, 31)),
    "2023-01/2024-12": ((2023, 1, 1), (2024, 12, 31)),
}
NAMED = {
    "2024-01/2024-12": "2024", "2024-01/2024-06": "2024-H1", "2024-07/2024-12": "2024-H2", "2024-01/2024-03": "2024-Q1",
    "2024-04/2024-06": "2024-Q2", "2024-07/2024-09": "2024-Q3", "2024-10/2024-12": "2024-Q4", "2024-05/2024-05": "2024-05",
}  # fmt: skip
NO_SPANS = (
    "2024-05/2024-01", "2024-01/2026-05", "2024-01/2022-05", "2024-00/2024-05", "2024-01/2024-13", "2024/2025", "2024-H1/2024-05",
    "2024-01-01/2024-05-31", "2024-01/", "/2024-05", "2024-01/2024-05/2024-06", "2024-1/2024-5", " 2024-01/2024-05", "0000-01/0000-05",
)  # fmt: skip
WRONG = (
    "", "25", "2025-", "2025-5", "2025-13", "2025-00", "2025-H3", "2025-H0", "2025-Q5", "2025-Q0", "2025-h1", "2025-02-30",
    "2023-02-29", "2025-05-00", "2025-05-32", "2025/05/24", "20250524", "2025-05-24T00:00", " 2025", "2025\n", "0000",
    "-2025", "spring", "2025年", "２０２５", "2025-０５", "٢٠٢٥",
)  # fmt: skip


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(DATES_SQL)
    return connection


def in_sql(db: duckdb.DuckDBPyConnection, text: str | None) -> tuple[date | None, date | None]:
    found = db.execute("SELECT first_day($d::VARCHAR), last_day_of($d::VARCHAR)", {"d": text}).fetchone()
    assert found is not None
    return found


@pytest.mark.parametrize("text", DAYS)
def test_days(db: duckdb.DuckDBPyConnection, text: str) -> None:
    first, last = (date(*day) for day in DAYS[text])
    assert (first_day(text), last_day(text)) == (first, last)
    assert in_sql(db, text) == (first, last)
    assert is_date(text)


@pytest.mark.parametrize("text", SPANS)
def test_a_period_may_be_a_span_of_months_and_a_date_may_not(db: duckdb.DuckDBPyConnection, text: str) -> None:
    first, last = (date(*day) for day in SPANS[text])
    assert (first_day(text), last_day(text)) == (first, last)
    assert in_sql(db, text) == (first, last)
    assert (is_period(text), is_date(text), shortest(text)) == (True, False, text)
    assert spoken(text, "zh") != text != spoken(text)


@pytest.mark.parametrize("text", NAMED)
def test_each_period_has_one_form(text: str) -> None:
    assert (is_period(text), shortest(text), is_period(shortest(text))) == (False, NAMED[text], True)
    with pytest.raises(ValueError, match="canonical"):
        first_day(text)


@pytest.mark.parametrize("text", NO_SPANS)
def test_what_is_no_span_is_no_period(text: str) -> None:
    assert (is_period(text), shortest(text)) == (False, text)
    with pytest.raises(ValueError, match=r"not a date|not a span|year"):
        last_day(text), first_day(text)


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(1, 12), st.booleans())
def test_python_and_sql_agree_of_any_span(
    db: duckdb.DuckDBPyConnection, year: int, first: int, last: int, across: bool
) -> None:
    if not across and first > last:
        first, last = last, first
    text = span(year, first, last, until=year + across)
    assert is_period(text)
    assert is_date(text) == ("/" not in text)
    assert in_sql(db, text) == (first_day(text), last_day(text))
    assert (first_day(text).year, first_day(text).month, first_day(text).day) == (year, first, 1)
    assert (last_day(text).year, last_day(text).month) == (year + across, last)
    assert (last_day(text).toordinal() + 1 - date(year + across, last, 28).toordinal()) in range(1, 5)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)
    with pytest.raises(ValueError, match=r"not a date|month|day|year"):
        last_day(text), first_day(text)


def test_no_date_has_no_days_in_sql(db: duckdb.DuckDBPyConnection) -> None:
    assert in_sql(db, None) == (None, None)


@given(
    st.dates(),
    st.sampled_from(["{y:04}", "{y:04}-H{h}", "{y:04}-Q{q}", "{y:04}-{m:02}", "{y:04}-{m:02}-{d:02}"]),
)
def test_python_and_sql_agree_and_a_day_lies_in_its_own_period(
    db: duckdb.DuckDBPyConnection, day: date, form: str
) -> None:
    half, quarter = 1 + (day.month > 6), (day.month + 2) // 3
    text = form.format(y=day.year, h=half, q=quarter, m=day.month, d=day.day)
    assert is_date(text)
    assert in_sql(db, text) == (first_day(text), last_day(text))
    assert first_day(text) <= day <= last_day(text)


@given(st.dates(), st.dates())
def test_full_dates_sort_as_text(one: date, other: date) -> None:
    assert (one < other) == (one.isoformat() < other.isoformat())
    assert first_day(one.isoformat()) == one
