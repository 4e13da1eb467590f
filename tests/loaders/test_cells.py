"""Cells as offices write them: 200 invented ones, in the manner of county tables, and what each means.

None is taken from a document; no figure says anything about a real firm or place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.graph.errors import BadInput
from chanlian.loaders.values import cells as values

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.core

W, Y = 10_000, 100_000_000

# text, unit of the header, value, low, high
MONEY = [
    ("1200万元", "", 1200 * W, None, None), ("1.2亿", "", 1.2 * Y, None, None), ("8,300 万元", "", 8300 * W, None, None),
    ("1,200.5", "万元", 1200.5 * W, None, None), ("1200.5万", "", 1200.5 * W, None, None),
    ("￥35000", "", 35000, None, None), ("¥ 3.5 亿元", "", 3.5 * Y, None, None), ("人民币500万元整", "", 500 * W, None, None),
    ("500万元人民币", "", 500 * W, None, None), ("12.6", "亿元", 12.6 * Y, None, None),
    ("8300", "千元", 8_300_000, None, None),
    ("8300", "（万元）", 8300 * W, None, None), ("8300", "单位：万元", 8300 * W, None, None),
    ("1.2亿", "万元", 1.2 * Y, None, None),
    ("约6000", "万元", 6000 * W, None, None), ("6000以上", "万元", 6000 * W, 6000 * W, None),
    ("5000-8000", "万元", None, 5000 * W, 8000 * W), ("5000~8000万元", "", None, 5000 * W, 8000 * W),
    ("1.5亿元至2亿元", "", None, 1.5 * Y, 2 * Y), ("3－5亿元", "", None, 3 * Y, 5 * Y), ("8000万元-1亿元", "", None, 8000 * W, Y),
    ("近3亿元", "", 3 * Y, None, None), ("逾10亿元", "", 10 * Y, 10 * Y, None), ("突破百亿", "", "refused", None, None),
    ("10亿元+", "", 10 * Y, 10 * Y, None), ("不低于2000万元", "", 2000 * W, 2000 * W, None),
    ("不到500万元", "", 500 * W, None, 500 * W), ("300余万元", "", 300 * W, 300 * W, None),
    ("2亿多元", "", 2 * Y, 2 * Y, None), ("2亿余元", "", 2 * Y, 2 * Y, None), ("三千万元", "", 3000 * W, None, None),
    ("一亿二千万元", "", 1.2 * Y, None, None), ("两亿元", "", 2 * Y, None, None), ("伍佰万元整", "", 500 * W, None, None),
    ("3亿5000万元", "", 3.5 * Y, None, None), ("1亿2千万", "", 1.2 * Y, None, None), ("共计1500万元", "", 1500 * W, None, None),
    ("合同金额：860万元", "", 860 * W, None, None), ("860万元（含税）", "", 860 * W, None, None),
    ("8300（万元）", "", 8300 * W, None, None), ("2100万元（300万美元）", "", 2100 * W, None, None),
    ("300万美元（约2100万元）", "", 2100 * W, None, None), ("1 200 万元", "", 1200 * W, None, None),
    ("8，300万元", "", 8300 * W, None, None), ("0", "万元", 0, None, None), ("-120万元", "", -120 * W, None, None),
    ("1.2e3万元", "", 1200 * W, None, None), ("5000万元/年", "", 5000 * W, None, None),
    ("年均800万元", "", 800 * W, None, None),
    ("100万元±10%", "", 100 * W, 90 * W, 110 * W), ("8300万元。", "", 8300 * W, None, None),
    ("RMB 20 million", "", 20_000_000, None, None), ("CNY1.5bn", "", 1_500_000_000, None, None),
    ("总投资5亿元，其中固投3亿元", "", "refused", None, None), ("数百万元", "", "refused", None, None),
    ("十几亿元", "", "refused", None, None), ("百万元", "", "refused", None, None), ("面议", "", "refused", None, None),
    ("3000万美元", "", "refused", None, None), ("5亿港元", "", "refused", None, None),
    ("3000", "万美元", "refused", None, None),
    ("3.5亿元、2亿元", "", "refused", None, None), ("一期2亿元，二期3亿元", "", "refused", None, None),
    ("8300万吨", "", "refused", None, None), ("三万五", "", "refused", None, None), ("3万5元", "", "refused", None, None),
]  # fmt: skip

# text, unit of the header, value, unit
QUANTITIES = [
    ("50万吨/年", "", 50 * W, "吨/年"), ("年产50万吨", "", 50 * W, "吨/年"), ("50", "万吨/年", 50 * W, "吨/年"),
    ("50万吨", "吨/年", 50 * W, "吨/年"), ("50万", "万吨", 50 * W, "吨"), ("50万吨/a", "", 50 * W, "吨/年"),
    ("3.5 万 t/a", "", 35_000, "吨/年"), ("500kt/a", "", 50 * W, "吨/年"), ("120千吨/年", "", 120_000, "吨/年"),
    ("1.2 Mt/a", "", 1_200_000, "吨/年"), ("814.77万立方米", "", 8_147_700, "立方米"), ("2万m³/d", "", 20_000, "立方米/日"),
    ("日处理200吨", "", 200, "吨/日"), ("日处理能力约200吨", "", 200, "吨/日"), ("10GWh/年", "", 10, "GWh/年"),
    ("500万平方米", "", 500 * W, "平方米"), ("500万㎡/年", "", 500 * W, "平方米/年"), ("20万套（件）", "", 20 * W, "套(件)"),
    ("年产 20 万套", "", 20 * W, "套/年"), ("年产能达30万吨", "", 30 * W, "吨/年"), ("设计产能：8万吨/年", "", 8 * W, "吨/年"),
    ("产能12万吨", "", 12 * W, "吨"), ("年加工稻谷5万吨", "", "refused", None), ("年加工5万吨", "", 5 * W, "吨/年"),
    ("年出栏10万头", "", 10 * W, "头/年"), ("存栏2000头", "", 2000, "头"), ("年发电量1.5亿千瓦时", "", 1.5 * Y, "千瓦时/年"),
    ("1.5亿度", "", 1.5 * Y, "千瓦时"), ("装机100MW", "", "refused", None), ("100MW", "", 100, "兆瓦"),
    ("300亩", "", 300, "亩"), ("35", "亩", 35, "亩"), ("1200", "吨", 1200, "吨"), ("1,200", "吨", 1200, "吨"),
    ("1200", "", 1200, None), ("约8万吨", "", 8 * W, "吨"), ("8万吨左右", "", 8 * W, "吨"), ("8万余吨", "", 8 * W, "吨"),
    ("8万多吨", "", 8 * W, "吨"), ("100多台", "", 100, "台"), ("5-8万吨/年", "", None, "吨/年"), ("三至五万吨", "", None, "吨"),
    ("50±5万吨", "", 50 * W, "吨"), ("两万吨", "", 20_000, "吨"), ("三万五千吨", "", 35_000, "吨"), ("3万5千吨", "", 35_000, "吨"),
    ("十五万只/年", "", 15 * W, "只/年"), ("50万吨碳酸钙", "", 50 * W, "吨"), ("3条生产线", "", 3, "条"), ("2条", "", 2, "条"),
    ("碳酸钙50万吨；钙粉20万吨", "", "refused", None), ("碳酸钙50万吨", "", "refused", None), ("50万吨、20万套", "", "refused", None),
    ("50万吨+20万吨", "", "refused", None), ("一期50万吨", "", "refused", None), ("几万吨", "", "refused", None),
    ("十几万吨", "", "refused", None), ("较大", "", "refused", None), ("年产50万吨/日", "", "refused", None),
    ("200台", "万吨/年", 200, "台"), ("500公斤", "", 500, "千克"), ("60km", "", 60, "公里"), ("5000吨标准煤", "", 5000, "吨标准煤"),
    ("每天300吨", "", 300, "吨/日"), ("1200吨每年", "", 1200, "吨/年"), ("600标箱/月", "", 600, "标箱/月"), ("15%", "", 15, "%"),
]  # fmt: skip

DATES = [
    ("2024年5月", "2024-05"), ("2024.05.24", "2024-05-24"), ("20240524", "2024-05-24"), ("202405", "2024-05"),
    ("2024-5-24 10:30", "2024-05-24"), ("2024-05-24T08:00:00Z", "2024-05-24"), ("2024/5/24 0:00:00", "2024-05-24"),
    ("24/5/2024", "2024-05-24"), ("5/24/2024", "2024-05-24"), ("5/6/2024", None), ("45436", "2024-05-24"),
    ("45436.4375", "2024-05-24"), ("12345", None), ("99999", None), ("二〇二四年五月", "2024-05"),
    ("二零二四年五月二十四日", "2024-05-24"), ("二〇二四年", "2024"), ("2024年底", "2024-12"), ("2024年末", "2024-12"),
    ("2024年初", "2024-01"), ("2024年中", "2024"), ("2024年5月底", "2024-05"), ("2024年5月上旬", "2024-05"),
    ("2024年上半年", "2024-H1"), ("2024下半年", "2024-H2"), ("2024年第四季度", "2024-Q4"), ("2024年四季度", "2024-Q4"),
    ("2024年度", "2024"), ("2024全年", "2024"), ("2024年1-12月", "2024"), ("2024年7—9月", "2024-Q3"), ("2024年1-9月", None),
    ("2023-2025", None), ("2023年至2025年", None), ("2023.5-2024.6", None), ("今年", None), ("去年底", None), ("今年5月", None),
    ("5月24日", None), ("上半年", None), ("年底", None), ("24年5月", None), ("2024年5月24日（星期五）", "2024-05-24"),
    ("2024 年 5 月 24 日", "2024-05-24"), ("2024. 5. 24", "2024-05-24"), ("2024.5.24.", "2024-05-24"),
    ("2024年05月24号", "2024-05-24"),
    ("截至2024年6月", "2024-06"), ("2024年5月起", "2024-05"), ("自2024年5月24日", "2024-05-24"), ("2024年5月24日上午", "2024-05-24"),
    ("24 May 2024", "2024-05-24"), ("May 24, 2024", "2024-05-24"), ("May 2024", "2024-05"), ("2024年底前", None),
    ("2024-02-30", None), ("民国三十年", None), ("十四五末", None), ("8300", None), ("2024.1", None), ("待定", None),
]  # fmt: skip

SHARES = [
    ("30%", "", 0.3), ("51％", "", 0.51), ("0.51", "", 0.51), ("51", "%", 0.51), ("51%", "%", 0.51), ("三成", "", 0.3),
    ("三成五", "", 0.35), ("百分之五十一", "", 0.51), ("33.34 %", "", 0.3334), ("100", "%", 1), ("0.51", "%", None),
    ("51", "", None), ("约30%", "", None), ("控股", "", None), ("120%", "", None),
]  # fmt: skip

LISTS = [
    ("棉纱、坯布等", ["棉纱", "坯布"]), ("棉纱、坯布等产品", ["棉纱", "坯布"]), ("棉纱等", ["棉纱"]), ("棉纱、坯布等10余种产品", ["棉纱", "坯布"]),
    ("精米、特等", ["精米", "特等"]), ("甲、乙和丙", ["甲", "乙", "丙"]), ("甲、乙以及丙等企业", ["甲", "乙", "丙"]),
    ("饱和聚酯和涤纶", ["饱和聚酯和涤纶"]), ("碳酸钙、饱和聚酯", ["碳酸钙", "饱和聚酯"]), ("棉、埃及棉", ["棉", "埃及棉"]),
    ("吨袋/编织袋", ["吨袋", "编织袋"]), ("PP/PE", ["PP/PE"]), ("甲/乙", ["甲/乙"]), ("吨袋\\托盘", ["吨袋", "托盘"]),
    ("碳酸钙＋钙粉", ["碳酸钙", "钙粉"]), ("1.吨袋 2.托盘", ["吨袋", "托盘"]), ("1、吨袋；2、托盘；3、纸箱", ["吨袋", "托盘", "纸箱"]),
    ("①吨袋②托盘", ["吨袋", "托盘"]), ("（1）吨袋（2）托盘", ["吨袋", "托盘"]), ("一、吨袋\n二、托盘", ["吨袋", "托盘"]),
    ("1,4-丁二醇", ["1,4-丁二醇"]), ("1.4-丁二醇、乙醇", ["1.4-丁二醇", "乙醇"]),
    ("三元前驱体（镍、钴、锰）、硫酸镍", ["三元前驱体（镍、钴、锰）", "硫酸镍"]),
    ("吨袋\n托盘", ["吨袋", "托盘"]), ("吨袋、托盘。", ["吨袋", "托盘"]), ("吨袋|托盘", ["吨袋", "托盘"]), ("吨袋、、托盘、", ["吨袋", "托盘"]),
    ("无", []), ("／", []), ("—", []), ("N/A", []), ("暂无", []), ("无纺布", ["无纺布"]),
    ("无、吨袋", ["吨袋"]), ("大米，面粉,菜油", ["大米", "面粉", "菜油"]),
    ("等离子电视", ["等离子电视"]), ("一等品、二等", ["一等品", "二等"]), ("电解液，隔膜等锂电材料", ["电解液", "隔膜等锂电材料"]),
]  # fmt: skip


def test_there_are_enough() -> None:
    assert len(MONEY) + len(QUANTITIES) + len(DATES) + len(SHARES) + len(LISTS) >= 200


def refused(parse: Callable[[], object]) -> bool:
    with pytest.raises(BadInput) as found:
        parse()
    return found.value.en != found.value.zh


@pytest.mark.parametrize(("text", "unit", "value", "low", "high"), MONEY)
def test_money(text: str, unit: str, value: float | str | None, low: float | None, high: float | None) -> None:
    if value == "refused":
        assert refused(lambda: values.money(text, unit))
        return
    amount = values.money(text, unit)
    assert (amount.value, amount.low, amount.high) == pytest.approx((value, low, high))
    assert amount.unit == "元"


@pytest.mark.parametrize(("text", "unit", "value", "found"), QUANTITIES)
def test_quantity(text: str, unit: str, value: float | str | None, found: str | None) -> None:
    if value == "refused":
        assert refused(lambda: values.quantity(text, unit, loose=True))
        return
    amount = values.quantity(text, unit, loose=True)
    assert amount.value == pytest.approx(value)
    assert amount.unit == found
    if value is None:
        assert amount.low is not None
        assert amount.high is not None
        assert amount.low < amount.high


@pytest.mark.parametrize(("text", "canonical"), DATES)
def test_date(text: str, canonical: str | None) -> None:
    if canonical is None:
        assert refused(lambda: values.date(text))
    else:
        assert values.date(text) == canonical


@pytest.mark.parametrize(("text", "unit", "share"), SHARES)
def test_share(text: str, unit: str, share: float | None) -> None:
    if share is None:
        assert refused(lambda: values.share(text, unit))
    else:
        assert values.share(text, unit) == pytest.approx(share)


@pytest.mark.parametrize(("text", "items"), LISTS)
def test_list(text: str, items: list[str]) -> None:
    assert values.items(text) == items


def test_a_deadline_may_say_before() -> None:
    assert [values.date(text, deadline=True) for text in ("2024年底前", "2024年12月31日前", "2024-06-30之前")] == [
        "2024-12",
        "2024-12-31",
        "2024-06-30",
    ]


def test_why_a_date_is_refused() -> None:
    for text, reason in (
        ("今年5月", "which year"),
        ("5月24日", "no year"),
        ("2023-2025", "a span"),
        ("24年5月", "four digits"),
    ):
        with pytest.raises(BadInput, match=reason):
            values.date(text)


def test_what_is_kept_and_doubted() -> None:
    assert values.money("8300").doubt is not None
    assert values.money("8300", "万元").doubt is None
    assert values.money("8300", "万元").original == "8300万元"
    assert values.money("8300", "含税").doubt is not None
    assert values.money("5000万元/年").doubt is not None
    assert values.quantity("50万吨碳酸钙").doubt is not None
    assert values.quantity("50万吨").doubt is None


def test_currencies_need_a_rate() -> None:
    rates = {"USD": 7.1, "HKD": 0.9}
    assert values.money("3000万美元", rates=rates).value == 213_000_000
    assert values.money("3000", "万美元", rates).value == 213_000_000
    assert values.money("约5亿港元", rates=rates).value == 450_000_000
    assert values.money("US$ 2-3 million", rates=rates).high == pytest.approx(21_300_000)
    assert values.money("USD 3m", rates=rates).original == "USD 3m"
    with pytest.raises(BadInput, match="rates={'EUR'"):
        values.money("€5m", rates=rates)


@pytest.mark.parametrize("pair", ["USD", "USD=x", "USD=0", "USD=-1", "USD=inf", "CNY=1", "dollarino=7"])
def test_rates_that_are_none(pair: str) -> None:
    from chanlian.loaders.values.currency import read_rates

    with pytest.raises(BadInput, match="USD=7.1"):
        read_rates((pair,))
