"""Forms of reports: tables between paragraphs, indicators by month, figures of firms by product, bands over a map of a chain, contracts.

All firms and figures are invented; the divisions are real.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, said, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]


def _metrics(facts: Facts) -> set[tuple[Any, ...]]:
    return {(row["indicator"], row["value"], row["period"]) for row in facts("metric")}


def test_a_report_with_tables_between_its_paragraphs(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["海城市菱镁产业运行月报", None, None, None, None, None],
        ["（2024年6月）", None, None, None, None, None],
        ["海城市产业链办公室", None, None, None, None, "2024年7月12日"],
        ["一、总体情况", None, None, None, None, None],
        ["1—6月，全市规上企业完成产值118.6亿元，同比增长6.3%。", None, None, None, None, None],
        ["指标", "计量单位", "当月", "同比±%", "1-6月累计", "同比±%"],
        ["工业总产值", "亿元", 25.2, 4.1, 118.6, 6.3],
        ["重烧镁砂产量", "万吨", 21.4, 1.9, 98.3, "—"],
        ["二、重点企业", None, None, None, None, None],
        ["表2  监测企业产值（万元）", None, None, None, None, None],
        ["企业名称", "主导产品", "6月产值", "同比±%", "1-6月产值", "同比±%"],
        ["虚构甲镁业有限公司", "镁砖", 1820, 5.6, 8830, 7.1],
        ["虚构乙耐火材料有限公司", "镁铬砖", 964, 3.3, 4670, 4.9],
        ["报：市领导。    抄送：各成员单位", None, None, None, None, None],
    ]
    merged = ("A1:F1", "A2:F2", "A4:F4", "A5:F5", "A9:F9")
    load(graph, xlsx(tmp_path / "月报.xlsx", Page("月报", rows, merged=merged)))
    assert _metrics(facts) == {
        ("工业总产值", 2_520_000_000, "2024-06"), ("工业总产值", 11_860_000_000, "2024-H1"), ("工业总产值同比", 4.1, "2024-06"),
        ("工业总产值同比", 6.3, "2024-H1"), ("重烧镁砂产量", 214_000, "2024-06"), ("重烧镁砂产量", 983_000, "2024-H1"),
        ("重烧镁砂产量同比", 1.9, "2024-06"), ("产值", 18_200_000, "2024-06"), ("产值", 88_300_000, "2024-H1"), ("产值同比", 5.6, "2024-06"),
        ("产值同比", 7.1, "2024-H1"), ("产值", 9_640_000, "2024-06"), ("产值", 46_700_000, "2024-H1"), ("产值同比", 3.3, "2024-06"),
        ("产值同比", 4.9, "2024-H1"),
    }  # fmt: skip


def test_what_is_counted_up_is_of_the_months_of_the_title(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["海城市主要经济指标（2024年1—5月）", None, None, None],
        ["指标名称", "单位", "本月", "本年累计"],
        ["用电量", "万千瓦时", 31200, 148800],
        ["出口额", "万美元", 5480, 26350],
    ]
    answer = load(graph, xlsx(tmp_path / "指标.xlsx", Page("指标", rows, merged=("A1:D1",))))
    assert {row["period"] for row in facts("metric")} == {"2024-05", "2024-01/2024-05"}
    assert "not read" not in said(answer)


@pytest.mark.parametrize(
    ("title", "total"), [("2023年专用车分品种产量（辆）", None), ("企业产量（2023年，单位：辆）", "小计")]
)
def test_figures_of_firms_by_product(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path, title: str, total: str | None
) -> None:
    rows: list[list[Any]] = [
        [title, None, None, None],
        ["企业", "洒水车", "油罐车", total],
        ["虚构甲专用汽车有限公司", 1860, "约640", total and 2500],
        ["虚构乙罐车有限公司", "—", 1105, total and 1105],
        ["合计", 1860, 1745, total and 3605],
    ]
    load(graph, xlsx(tmp_path / "产量.xlsx", Page("产量", rows, merged=("A1:D1",))))
    assert _metrics(facts) == {("产量", 1860, "2023"), ("产量", 640, "2023"), ("产量", 1105, "2023")}
    subjects: dict[str, set[str]] = {}
    for about, subject in ends("concerns"):
        subjects.setdefault(about, set()).add(subject)
    assert {"虚构乙罐车有限公司", "油罐车"} in subjects.values()


def test_columns_that_are_no_products_are_none(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    """Nothing says that these are products: neither the title nor a sum."""
    rows: list[list[Any]] = [
        ["2023年企业产量情况（吨）", None, None],
        ["企业名称", "电炉", "熔炼"],
        ["虚构甲厂", 5, 6],
        ["虚构乙厂", 7, 8],
    ]
    load(
        graph,
        xlsx(tmp_path / "产量.xlsx", Page("产量", rows, merged=("A1:C1",)), Page("b", [["企业名称"], ["虚构丙厂"]])),
    )
    assert not facts("metric")


def test_figures_of_a_firm_and_a_product_in_one_row(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["主要产品产量（2023年）", None, None, None, None, None],
        ["企业", "产品", "单位", "全年产量", "上年产量", "生产能力"],
        ["虚构甲药业有限公司", "中药饮片", "吨", 5260, "近300", 8000],
        ["虚构乙药业有限公司", "口服液", "万支", 9800, None, 15000],
    ]
    load(graph, xlsx(tmp_path / "产量.xlsx", Page("产品产量", rows, merged=("A1:F1",))))
    assert _metrics(facts) == {("产量", 5260, "2023"), ("产量", 300, "2022"), ("产量", 98_000_000, "2023")}
    assert {row["capacity"] for row in facts("produces")} == {8000, 150_000_000}


def test_bands_over_a_map_of_a_chain(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["射洪市锂电产业链全景图", None, None],
        ["上游：锂资源", None, "回收"],
        ["锂精矿", "碳酸锂", "拆解"],
        ["本地重点企业", None, None],
        ["—", "虚构甲锂业有限公司\n虚构乙锂盐有限公司", "虚构丙再生有限公司"],
        ["短板和缺失环节", None, None],
        ["缺失", None, "薄弱"],
        ["拟引进企业", None, None],
        ["虚构丁矿业有限公司", None, None],
    ]
    merged = ("A1:C1", "A2:B2", "A4:C4", "A6:C6", "A8:C8")
    load(graph, xlsx(tmp_path / "图.xlsx", Page("全景图", [*rows], merged=merged)))
    assert ends("produces") == {
        ("虚构甲锂业有限公司", "碳酸锂"),
        ("虚构乙锂盐有限公司", "碳酸锂"),
        ("虚构丙再生有限公司", "拆解"),
    }
    assert ends("lacks") == {("射洪市", "锂电", "锂精矿")}
    assert {firm for firm, _ in ends("wanted_for")} == {"虚构丁矿业有限公司"}
    assert len(ends("in_chain")) == 3


def test_steps_of_work_are_no_goods_and_leave_the_other_sheets(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    marks: list[list[Any]] = [
        ["企业名称", "下料", "焊接", "涂装"],
        ["虚构甲有限公司", "√", "√", None],
        ["虚构乙有限公司", "○", None, "√"],
    ]
    products: list[list[Any]] = [
        ["某市企业产品对照表", None, None, None],
        ["企业名称", "罐式车", None, "厢式车"],
        [None, "洒水车", "油罐车", "冷藏车"],
        ["虚构甲有限公司", "√", None, None],
        ["虚构乙有限公司", None, "√", "√"],
    ]
    book = xlsx(
        tmp_path / "表.xlsx",
        Page("工序", marks),
        Page("产品", products, merged=("A1:D1", "A2:A3", "B2:C2")),
    )
    answer = load(graph, book)
    assert ends("produces") == {
        ("虚构甲有限公司", "洒水车"),
        ("虚构乙有限公司", "油罐车"),
        ("虚构乙有限公司", "冷藏车"),
    }
    assert "steps of work" in said(answer)


def test_firms_across_under_short_names(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    across: list[list[Any]] = [
        ["收购企业基本情况", None, None],
        ["项目", "虚构雪乳", "虚构河奶业"],
        ["主要产品", "灭菌乳、酸奶", "巴氏奶"],
        ["2023年收购量（吨）", 38600, "2800左右"],
        ["职工（人）", 312, 26],
    ]
    firms: list[list[Any]] = [["企业名称"], ["甘肃虚构雪乳业股份有限公司"], ["虚构河奶业有限公司"]]
    book = xlsx(tmp_path / "企业.xlsx", Page("情况", across, merged=("A1:C1",)), Page("名单", firms))
    answer = load(graph, book)
    assert {row["name"] for row in facts("firm")} == {"甘肃虚构雪乳业股份有限公司", "虚构河奶业有限公司"}
    assert ("甘肃虚构雪乳业股份有限公司", "酸奶") in ends("produces")
    assert ("收购量", 38600, "2023") in _metrics(facts)
    assert "虚构雪乳 = 甘肃虚构雪乳业股份有限公司" in said(answer)


def test_a_short_name_that_may_be_two_firms_is_a_name_of_its_own(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    book = xlsx(
        tmp_path / "企业.xlsx",
        Page("名单", [["企业名称"], ["湖北虚甲乙机械有限公司"], ["湖北虚甲乙材料有限公司"]]),
        Page("产量", [["企业", "产品"], ["虚甲乙", "轴承"]]),
    )
    load(graph, book)
    assert len(facts("firm")) == 3


@pytest.mark.parametrize("sides", [("甲方（收购企业）", "乙方（养殖场）"), ("甲方", "乙方（供货方）")])
def test_who_of_two_sides_sells(graph: Graph, ends: Ends, tmp_path: Path, sides: tuple[str, str]) -> None:
    rows: list[list[Any]] = [
        ["2024年生鲜乳购销合同登记表", None, None, None],
        [*sides, "标的", "数量（吨）"],
        ["虚构甲乳业有限公司", "虚构乙牧业有限公司", "生鲜乳", 3650],
        ["虚构甲乳业有限公司", "虚构丙牧业有限公司", "生鲜乳", 900],
    ]
    load(graph, xlsx(tmp_path / "合同.xlsx", Page("合同", rows, merged=("A1:D1",))))
    assert ends("supplies") == {
        ("虚构乙牧业有限公司", "虚构甲乳业有限公司", "生鲜乳"), ("虚构丙牧业有限公司", "虚构甲乳业有限公司", "生鲜乳"),
    }  # fmt: skip


def test_what_a_county_buys_of_its_own_and_from_elsewhere(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["绥化市原料供需平衡表", None, None, None, None, None, None, None],
        [None, None, None, None, None, None, None, "单位：万吨"],
        ["县（市、区）", "企业", "原料", "年用量", "本县收购", "缺口", "外购量", "外购地"],
        ["北林区", "虚构甲生化有限公司", "玉米", 104, 61, 43, 43, "海伦市"],
        [None, None, "液氨", 0.6, 0, 0.6, 0.6, "大庆"],
        ["肇东市", "虚构乙酒精有限公司", "玉米", 83, 74, 9, "约9", "兰西县"],
    ]
    load(graph, xlsx(tmp_path / "平衡.xlsx", Page("平衡", rows, merged=("A1:H1", "A4:A5", "B4:B5"))))
    amounts = {(seller.removesuffix("未具名企业"), buyer, what) for seller, buyer, what in ends("supplies")}
    assert amounts == {
        ("北林区", "虚构甲生化有限公司", "玉米"), ("海伦市", "虚构甲生化有限公司", "玉米"), ("大庆市", "虚构甲生化有限公司", "液氨"),
        ("肇东市", "虚构乙酒精有限公司", "玉米"), ("兰西县", "虚构乙酒精有限公司", "玉米"),
    }  # fmt: skip
    assert {row["quantity"] for row in facts("supplies")} == {610_000, 430_000, 6000, 740_000, 90_000}
    assert {row["value"] for row in facts("metric")} == {430_000, 6000, 90_000}


def test_two_units_of_areas_above_one_table(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["沧州市开发区一览表", None, None, None],
        [None, None, None, "单位：平方公里、万平方米"],
        ["开发区名称", "所在县区", "规划面积", "标准化厂房"],
        ["河北青县经济开发区", "青县", 24.5, 15.2],
    ]
    load(graph, xlsx(tmp_path / "园区.xlsx", Page("园区", rows, merged=("A1:D1",))))
    assert {(row["indicator"], row["unit"]) for row in facts("metric")} == {
        ("规划面积", "平方公里"),
        ("标准化厂房", "平方米"),
    }


def test_what_an_area_needs_and_who_makes_it_there(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    chain: list[list[Any]] = [
        ["射洪市锂电产业链全景图", None],
        ["上游", "下游"],
        ["虚构甲锂业有限公司", "虚构乙电池有限公司"],
    ]
    rows: list[list[Any]] = [
        ["射洪市主要配套件供需情况（2023年）", None, None, None, None, None],
        ["配套产品", "需求量", "市内生产企业", "市内产量", "自给率", "拟引进企业"],
        ["电解液", "1.5万吨", "虚构甲锂业", "4000", 0.267, "虚构丙材料"],
        ["隔膜", "3.2亿㎡", "无", "0", "0%", "待定"],
        ["铝壳", "1.8亿只", "虚构丁铝塑厂", "约1.2亿只", "66.7%", "—"],
    ]
    book = xlsx(tmp_path / "表.xlsx", Page("图", chain, merged=("A1:B1",)), Page("供需", rows, merged=("A1:F1",)))
    answer = load(graph, book)
    assert {(row["indicator"], row["value"], row["unit"]) for row in facts("metric")} == {
        ("需求量", 15_000, "吨"), ("需求量", 320_000_000, "平方米"), ("需求量", 180_000_000, "只"), ("市内产量", 0, "平方米"),
        ("市内产量", 120_000_000, "只"), ("自给率", 26.7, "%"), ("自给率", 0, "%"), ("自给率", 66.7, "%"),
    }  # fmt: skip
    assert ends("produces") == {("虚构甲锂业有限公司", "电解液"), ("虚构丁铝塑厂", "铝壳")}
    assert ends("lacks") == {("射洪市", "锂电", "隔膜")}
    assert {firm for firm, _ in ends("wanted_for")} == {"虚构丙材料"}
    assert "without a unit are left out (4000)" in said(answer)


@pytest.mark.parametrize("columns", [["1月", "2月"], ["浙江", "省外"], ["内销", "外销"], ["一车间", "二车间"]])
def test_what_is_no_product_heads_none(graph: Graph, facts: Facts, tmp_path: Path, columns: list[str]) -> None:
    """Neither in figures that a column sums nor under marks."""
    sums: list[list[Any]] = [
        ["2023年企业产量（吨）", None, None, None],
        ["企业名称", *columns, "合计"],
        ["虚构甲厂", 5, 6, 11],
        ["虚构乙厂", 7, 8, 15],
    ]
    marks: list[list[Any]] = [
        ["企业产品对照", None, None],
        ["企业名称", *columns],
        ["虚构甲厂", "√", "√"],
        ["虚构乙厂", "√", None],
    ]
    book = xlsx(tmp_path / "表.xlsx", Page("a", sums, merged=("A1:D1",)), Page("b", marks, merged=("A1:C1",)))
    load(graph, xlsx(tmp_path / "企业.xlsx", Page("c", [["企业名称"], ["虚构丙厂"]])), book)
    assert not facts("produces")
    assert not facts("metric")


def test_figures_below_a_title_of_a_firm_are_not_its_countys(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["海城市虚构镁业有限公司主要指标（2024年6月）", None, None],
        ["指标", "单位", "本月", "1-6月累计"],
        ["工业总产值", "万元", 25, 118],
    ]
    book = xlsx(tmp_path / "表.xlsx", Page("a", rows, merged=("A1:D1",)), Page("b", [["企业名称"], ["虚构丙厂"]]))
    load(graph, book)
    assert not facts("metric")
