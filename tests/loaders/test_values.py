"""Single values: what people write, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from chanlian.graph.dates import is_date, is_period
from chanlian.graph.errors import BadInput
from chanlian.loaders.values import (
    cells as values,
)

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("8300万元", 83_000_000, None, None),
        ("25.39亿元", 2_539_000_000, None, None),
        ("1,200.5", 1200.5, None, None),
        ("１２００", 1200, None, None),
        ("¥1,200", 1200, None, None),
        ("CNY 3 million", 3_000_000, None, None),
        ("12百万元", 12_000_000, None, None),
        ("人民币3千元", 3000, None, None),
        ("约700万元", 7_000_000, None, None),
        ("超300亿元", 30_000_000_000, 30_000_000_000, None),
        ("5亿元以上", 500_000_000, 500_000_000, None),
        ("800多万元", 8_000_000, 8_000_000, None),
        ("3亿多元", 300_000_000, 300_000_000, None),
        ("不超过5亿元", 500_000_000, None, 500_000_000),
        ("不足5亿元", 500_000_000, None, 500_000_000),
        ("100-200万元", None, 1_000_000, 2_000_000),
        ("300万元至400万元", None, 3_000_000, 4_000_000),
    ],
)
def test_money(text: str, value: float | None, low: float | None, high: float | None) -> None:
    amount = values.money(text)
    assert (amount.value, amount.low, amount.high) == (value, low, high)
    assert amount.original == (None if text in ("1,200.5", "１２００") else text)


@pytest.mark.parametrize(
    "text",
    [
        "USD 3m",
        "300万美元",
        "$5",
        "€1",
        "5亿日元",
        "HKD 2",
        "abc",
        "NaN",
        "inf",
        "-inf",
        "1e400",
        "万元",
        "200-100万元",
        "1.2.3",
        "8300万吨",
    ],
)
def test_money_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        values.money(text)
    assert refused.value.en != refused.value.zh


@given(st.floats(min_value=0, max_value=1e9), st.sampled_from(["万元", "亿元", "元"]))
def test_money_scales_exactly(number: float, unit: str) -> None:
    factor = {"万元": 10**4, "亿元": 10**8, "元": 1}[unit]
    amount = values.money(f"{number:.2f}{unit}")
    assert amount.value == pytest.approx(float(f"{number:.2f}") * factor, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "value", "found"),
    [
        ("50万吨/年", "", 500_000, "吨/年"),
        ("50", "万吨/年", 500_000, "吨/年"),
        ("50万", "吨/年", 500_000, "吨/年"),
        ("814.77万立方米", "", 8_147_700, "立方米"),
        ("12", "千瓦", 12, "千瓦"),
        ("5 m", "", 5, "m"),
        ("3 million t", "", 3_000_000, "吨"),
        ("1200", "", 1200, None),
    ],
)
def test_quantity(text: str, unit: str, value: float, found: str | None) -> None:
    amount = values.quantity(text, unit)
    assert (amount.value, amount.unit) == (value, found)


@pytest.mark.parametrize(
    "text", ["3000（拟）", "3000拟", "5万吨(在建)", "100吨（试产）", "2000停产", "50万吨（2025年计划）"]
)
def test_how_things_stand_is_no_unit(text: str) -> None:
    with pytest.raises(BadInput):
        values.quantity(text, "吨")


def test_quantity_in_two_units_is_refused() -> None:
    with pytest.raises(BadInput, match="state one unit"):
        values.quantity("50吨", "千克")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2025年5月24日", "2025-05-24"), ("2025-5-24", "2025-05-24"), ("2025/5/24", "2025-05-24"),
        ("2025.5", "2025-05"), ("2025.5.24", "2025-05-24"), ("20250524", "2025-05-24"), ("2025年上半年", "2025-H1"),
        ("2025年下半年", "2025-H2"), ("2025年一季度", "2025-Q1"), ("2025年第三季度", "2025-Q3"), ("2025Q1", "2025-Q1"),
        ("2025-Q4", "2025-Q4"), ("2025-H2", "2025-H2"), ("2023", "2023"), ("2023年", "2023"),
        ("2025年1-6月", "2025-H1"),
        ("2025-05-24 00:00:00", "2025-05-24"), ("２０２５年５月", "2025-05"),
    ],
)  # fmt: skip
def test_date(text: str, canonical: str) -> None:
    assert values.date(text) == canonical


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-13", "2025.1", "spring", "2025年1-5月", "458010", "5/6/2025", "2025-5/24"]
)
def test_date_refused(text: str) -> None:
    with pytest.raises(BadInput):
        values.date(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2024年1-5月", "2024-01/2024-05"), ("2024年1—5月", "2024-01/2024-05"), ("2024年1~5月份", "2024-01/2024-05"),
        ("2024年01-05月", "2024-01/2024-05"), ("２０２４年１－５月", "2024-01/2024-05"), ("2024 年 1 月 至 5 月", "2024-01/2024-05"),
        ("2024年1月份到5月份", "2024-01/2024-05"), ("二〇二四年一月至五月", "2024-01/2024-05"), ("2024年1-5月累计", "2024-01/2024-05"),
        ("2024.1-5", "2024-01/2024-05"), ("2024.1-2024.5", "2024-01/2024-05"), ("2024.01--2024.05", "2024-01/2024-05"),
        ("2024-01/2024-05", "2024-01/2024-05"), ("2024/1-2024/5", "2024-01/2024-05"), ("2024年1月-2024年5月", "2024-01/2024-05"),
        ("2024年前5个月", "2024-01/2024-05"), ("2024年前十一个月", "2024-01/2024-11"), ("2024年前三季度", "2024-01/2024-09"),
        ("2024年前三个季度", "2024-01/2024-09"), ("2024年一至三季度", "2024-01/2024-09"), ("2024年1-3季度", "2024-01/2024-09"),
        ("2024Q1-Q3", "2024-01/2024-09"), ("2024年二至三季度", "2024-04/2024-09"), ("2024年1-10月", "2024-01/2024-10"),
        ("2023年10月-2024年3月", "2023-10/2024-03"), ("2023年10月至次年3月", "2023-10/2024-03"), ("2023-10/2024-03", "2023-10/2024-03"),
        # what has a name is called by it, however it is written
        ("2024年1-6月", "2024-H1"), ("2024年前六个月", "2024-H1"), ("2024年前两季度", "2024-H1"), ("2024.1-6", "2024-H1"),
        ("2024-01/2024-06", "2024-H1"), ("2024年7-12月", "2024-H2"), ("2024年1-3月", "2024-Q1"), ("2024.10-12", "2024-Q4"),
        ("2024年1-12月", "2024"), ("2024-01/2024-12", "2024"), ("2024年前三个月", "2024-Q1"), ("2024年5-5月", "2024-05"),
        # a date is a period as it is
        ("2024", "2024"), ("2024年度", "2024"), ("2024年5月", "2024-05"), ("2024-1-5", "2024-01-05"), ("2024年上半年", "2024-H1"),
    ],
)  # fmt: skip
def test_period(text: str, canonical: str) -> None:
    assert values.period(text) == canonical
    assert values.period(canonical) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "1-5月", "前三季度", "2024年5-1月", "2024年0-5月", "2024年1-13月", "2024.1-15", "2024-05/2024-01", "2023-01/2025-01",
        "2024年前13个月", "2024年前0个月", "2023/24年度", "2023-2024", "2023年至2024年", "2024年1月1日-5月31日", "2024年5-", "2024年前五年",
    ],
)  # fmt: skip
def test_period_refused(text: str) -> None:
    with pytest.raises(BadInput) as found:
        values.period(text)
    assert "put its ends into two columns" not in found.value.en


@given(st.text("0123456789年月至-/.前个季度Q", max_size=16))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        found = values.period(text)
    except BadInput:
        return
    assert is_period(found)
    assert values.period(found) == found


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = values.date(text)
    except BadInput:
        return
    assert is_date(found)


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    for parse in (values.money, values.quantity):
        try:
            amount = parse(text)
        except BadInput:
            continue
        numbers = [one for one in (amount.value, amount.low, amount.high) if one is not None]
        assert numbers
        assert all(abs(one) < float("inf") for one in numbers)


@pytest.mark.parametrize(("text", "share"), [("11.69%", 0.1169), ("0.3", 0.3), ("100％", 1), ("0", 0)])
def test_share(text: str, share: float) -> None:
    assert values.share(text) == share


@pytest.mark.parametrize("text", ["30", "101%", "-1%", "超过50%", "nan"])
def test_share_refused(text: str) -> None:
    with pytest.raises(BadInput):
        values.share(text)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("吨袋；塑料颗粒、包装膜\n垫", ["吨袋", "塑料颗粒", "包装膜", "垫"]),
        ("A，B,C", ["A", "B", "C"]),
        ("甲,乙；丙", ["甲,乙", "丙"]),
        ("2,4-二氯苯酚", ["2,4-二氯苯酚"]),
        ("甲（含乙、丙）；丁", ["甲（含乙、丙）", "丁"]),
        ("吨袋；吨袋", ["吨袋"]),
        ('["A、B"]', ["A、B"]),
        ("[A、B]", ["[A、B]"]),
        ("；；", []),
    ],
)
def test_items(text: str, items: list[str]) -> None:
    assert values.items(text) == items


def test_words_in_either_language() -> None:
    words = (("waste", "废物"), ("by-product", "副产品"))
    assert [values.word(text, words) for text in ("废物", "WASTE", " 副产品 ")] == [
        "waste",
        "waste",
        "by-product",
    ]
    with pytest.raises(BadInput, match="by-product 副产品"):
        values.word("junk", words)


def test_control_characters_and_spreadsheet_errors_are_refused() -> None:
    for text in ("a\x00b", "a\x1bb", "#N/A", "#REF!"):
        with pytest.raises(BadInput):
            values.text(text)
    assert values.text("two\nlines") == "two\nlines"


def test_booleans_and_whole_numbers() -> None:
    assert [values.boolean(text) for text in ("是", "√", "1", "TRUE", "否", "no", "0")] == [True] * 4 + [False] * 3
    assert [values.integer(text) for text in ("18", "18.0", "1,800", "18家")] == [18, 18, 1800, 18]
    for text in ("1.5", "x", "1e30"):
        with pytest.raises(BadInput):
            values.integer(text)
