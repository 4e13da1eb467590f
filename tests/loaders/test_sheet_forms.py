"""Forms of sheets: cards with lists inside, questionnaires set across, maps of chains, figures under months, matrices of areas.

All firms and figures are invented; the divisions are real.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, said, xlsx

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]


def test_a_card_with_a_list_of_what_the_firm_buys(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "企业卡",
        [
            ["某区服装企业走访登记卡", None, None, None],
            ["填表人：某某", None, None, "金额单位：万元"],
            ["一、基本情况", None, None, None],
            ["企业全称", "虚构甲制衣有限公司", "主要产品", "衬衫"],
            ["2023年产值", 1200, "职工人数", "约80人"],
            ["二、原辅料采购", None, None, None],
            ["原料", "供货单位", "供货单位所在地", "年采购额"],
            ["棉布", "虚构乙纺织有限公司", "桐乡市", 300],
            ["纽扣", "虚构丙纽扣厂", "永嘉县", "20"],
            ["需协调解决的困难", "夜班公交停运", None, None],
            ["审核：某某", None, "填报日期：2024年5月", None],
        ],
        merged=("A1:D1", "A3:D3", "A6:D6", "B10:D10"),
    )
    answer = load(graph, xlsx(tmp_path / "卡.xlsx", page))
    assert ends("supplies") == {
        ("虚构乙纺织有限公司", "虚构甲制衣有限公司", "棉布"), ("虚构丙纽扣厂", "虚构甲制衣有限公司", "纽扣"),
    }  # fmt: skip
    assert {row["value"] for row in facts("supplies")} == {3_000_000, 200_000}
    assert ends("produces") == {("虚构甲制衣有限公司", "衬衫")}
    assert {(row["indicator"], row["value"]) for row in facts("metric")} == {("产值", 12_000_000), ("职工人数", 80)}
    assert [row["name"] for row in facts("request")] == ["夜班公交停运"]
    assert {row["name"] for row in facts("firm")} == {"虚构甲制衣有限公司", "虚构乙纺织有限公司", "虚构丙纽扣厂"}
    assert "a list inside cards, 2 rows" in said(answer)


def test_a_numbered_questionnaire_of_one_firm(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["某县电机企业问卷", None],
        ["1．贵公司名称：", "虚构丁电机有限公司"],
        ["2．主要产品：", "水泵电机"],
        ["3．2023年营业收入：", "2300万元"],
        ["4．联系人：", "某某"],
    ]
    load(graph, xlsx(tmp_path / "问卷.xlsx", Page("问卷", rows, merged=("A1:B1",))))
    assert {row["name"] for row in facts("firm")} == {"虚构丁电机有限公司"}
    assert [(row["indicator"], row["value"], row["period"]) for row in facts("metric")] == [
        ("营业收入", 23_000_000, "2023")
    ]


def test_a_directory_is_no_card(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["企业名称", "所在地"],
        ["虚构甲陶瓷有限公司", "醴陵市"],
        ["虚构乙陶瓷有限公司", "德化县"],
        ["虚构丙陶瓷有限公司", "醴陵市"],
    ]
    load(graph, xlsx(tmp_path / "名单.xlsx", Page("名单", rows)))
    assert len(facts("firm")) == 3


def test_a_questionnaire_set_across_under_sections(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "汇总",
        [
            ["某市饲料企业问卷汇总", None, None, None],
            ["调查时间：2024年3月—4月", None, None, "（金额：万元）"],
            ["一、基本情况", "单位名称", "虚构甲饲料有限公司", "虚构乙饲料有限公司"],
            [None, "主要产品", "猪饲料", "鱼饲料"],
            ["二、原料", "主要原料1", "玉米", "豆粕"],
            [None, "供应商", "虚构粮贸有限公司", "/"],
            [None, "来源地", "榆树市", "唐山"],
            [None, "年采购额", 800, 500],
            [None, "主要原料2", "鱼粉", None],
            [None, "供应商", "/", None],
            [None, "来源地", "荣成市", None],
            [None, "年采购额", 60, None],
            ["三、经营", "2023年产值", 3000, "2.1亿"],
            [None, "职工人数", 60, 45],
        ],
        merged=("A1:D1", "A3:A4", "A5:A12", "A13:A14"),
    )
    load(graph, xlsx(tmp_path / "问卷.xlsx", page))
    assert ends("supplies") == {
        ("虚构粮贸有限公司", "虚构甲饲料有限公司", "玉米"),
        ("荣成市未具名企业", "虚构甲饲料有限公司", "鱼粉"),
        ("唐山市未具名企业", "虚构乙饲料有限公司", "豆粕"),
    }
    assert {row["value"] for row in facts("supplies")} == {8_000_000, 600_000, 5_000_000}
    assert {(row["value"], row["period"]) for row in facts("metric")} == {
        (30_000_000, "2023"), (210_000_000, "2023"), (60, None), (45, None),
    }  # fmt: skip


def test_a_map_of_a_chain_with_stages_over_the_columns(graph: Graph, ends: Ends, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "图谱",
        [
            ["醴陵市陶瓷产业链图谱", None, None, None, None],
            ["链条环节", "上游（原料）", None, "下游（应用）", None],
            ["细分环节", "瓷泥", "釉料", "日用瓷", "电瓷"],
            ["本地企业", "无", "1.虚构甲釉料有限公司\n2.虚构乙釉料厂", "虚构丙瓷业有限公司", "—"],
            ["短板", "缺", "—", "—", "待引进"],
            ["拟招引企业", "虚构丁瓷泥有限公司（景德镇市）", None, None, None],
            ["备注：数据截至6月", None, None, None, None],
        ],
        merged=("A1:E1", "B2:C2", "D2:E2", "A7:E7"),
    )
    answer = load(graph, xlsx(tmp_path / "图.xlsx", page))
    assert ends("in_chain") == {(name, "陶瓷") for name in ("瓷泥", "釉料", "日用瓷", "电瓷")}
    assert ends("produces") == {
        ("虚构甲釉料有限公司", "釉料"),
        ("虚构乙釉料厂", "釉料"),
        ("虚构丙瓷业有限公司", "日用瓷"),
    }
    assert ends("lacks") == {("醴陵市", "陶瓷", "瓷泥"), ("醴陵市", "陶瓷", "电瓷")}
    assert [(row["stage"]) for row in facts("member_of")].count("上游") == 2
    assert ends("wanted_for") == {("虚构丁瓷泥有限公司", "瓷泥")}
    assert ("虚构丁瓷泥有限公司", "景德镇市") in ends("located_in")
    assert "2 cells state a gap of 醴陵市" in said(answer)


def test_a_map_of_a_chain_with_a_row_a_node(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "图谱",
        [
            ["沭阳县木业产业链图谱"],
            ["环节", "产品（工序）", "县内代表企业", "本地配套情况", "备注"],
            ["上游", "单板", "虚构甲木业有限公司、虚构乙木业有限公司", "齐全", None],
            [None, "胶粘剂", "/", "空白", None],
            ["中游", "热压加工", "虚构丙人造板厂", "薄弱", None],
        ],
        merged=("A1:E1", "A3:A4"),
    )
    load(graph, xlsx(tmp_path / "图.xlsx", page))
    assert ends("produces") == {
        ("虚构甲木业有限公司", "单板"),
        ("虚构乙木业有限公司", "单板"),
    }  # 热压加工 is a step of work
    assert ends("lacks") == {("沭阳县", "木业", "胶粘剂")}
    assert len(ends("member_of")) == 3


def test_firms_of_a_chain_in_a_list_are_no_map(graph: Graph, ends: Ends, facts: Facts, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["沭阳县木业产业链重点企业名单", None, None, None],
        ["环节", "产品", "企业名称", "所在地"],
        ["上游", "单板", "虚构甲木业有限公司", "沭阳县"],
        ["中游", "胶合板", "虚构乙木业有限公司", "沭阳县"],
    ]
    load(graph, xlsx(tmp_path / "单.xlsx", Page("名单", rows, merged=("A1:D1",))))
    assert {row["name"] for row in facts("firm")} == {"虚构甲木业有限公司", "虚构乙木业有限公司"}
    assert ("虚构甲木业有限公司", "沭阳县") in ends("located_in")


def test_figures_under_months_and_last_year(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "月报",
        [
            ["某县规上企业主要指标（2024年1-6月）"] + [None] * 7,
            [None] * 7 + ["单位：万元、人、万千瓦时"],
            ["企业名称", "工业总产值", None, None, None, "营业收入", "期末用工", "用电量"],
            [None, "6月", "1-6月", "上年同期", "增速（%）", "1-4月", None, None],
            ["虚构甲轴承有限公司", 20, 100, 80, 25, 60, 30, 5],
            ["虚构乙轴承有限公司", 10, 50, 50, 0, 30, 20, 2],
            ["合计", 30, 150, 130, 15.4, 90, 50, 7],
        ],
        merged=("A1:H1", "A3:A4", "B3:E3", "G3:G4", "H3:H4"),
    )
    answer = load(graph, xlsx(tmp_path / "月报.xlsx", page))
    first = {(row["indicator"], row["period"]): row["value"] for row in facts("metric") if "虚构甲" in row["name"]}
    assert first == {
        ("工业总产值", "2024-06"): 200_000, ("工业总产值", "2024-H1"): 1_000_000, ("工业总产值", "2023-H1"): 800_000,
        ("工业总产值增速", "2024-H1"): 25, ("期末用工", "2024-06"): 30, ("用电量", "2024-H1"): 50_000,
        ("营业收入", "2024-01/2024-04"): 600_000,
    }  # fmt: skip
    assert "not read" not in said(answer)


def test_what_flows_between_areas(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "流向",
        [
            ["2023年柑橘外销流向统计", None, None, None],
            ["制表：某中心", None, None, "单位：吨"],
            ["产地＼销往地", "广东", "成都", "合计"],
            ["奉节县", 1200, "约300", 1500],
            ["云阳县", 400, "—", 400],
            ["合计", 1600, 300, 1900],
            [],
            ["附：包装来源（年采购额，万元）", None, None, None],
            ["来源地", "品类", "奉节县", "云阳县"],
            ["陕西宝鸡", "纸箱", 26, 10],
            ["山东寿光", "网套", 8, 6],
        ],
        merged=("A1:D1", "A8:D8"),
    )
    load(graph, xlsx(tmp_path / "流向.xlsx", page))
    flows = {
        (seller.removesuffix("未具名企业"), buyer.removesuffix("未具名企业"), what)
        for seller, buyer, what in ends("supplies")
    }
    assert flows == {
        ("奉节县", "广东省", "柑橘"), ("奉节县", "成都市", "柑橘"), ("云阳县", "广东省", "柑橘"),
        ("宝鸡市", "奉节县", "纸箱"), ("宝鸡市", "云阳县", "纸箱"), ("寿光市", "奉节县", "网套"), ("寿光市", "云阳县", "网套"),
    }  # fmt: skip
    assert {(row["quantity"], row["period"]) for row in facts("supplies") if row["quantity"]} == {
        (1200, "2023"), (300, "2023"), (400, "2023"),
    }  # fmt: skip
    assert {row["value"] for row in facts("supplies") if row["value"]} == {260_000, 100_000, 80_000, 60_000}


def test_a_matrix_that_does_not_say_which_way_is_asked_about(graph: Graph, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2023年柑橘外销统计（吨）", None, None],
        ["地区", "奉节县", "云阳县"],
        ["巫山县", 3, 4],
        ["开州区", 5, 6],
    ]
    with pytest.raises(BadInput, match="which way"):
        load(graph, xlsx(tmp_path / "流向.xlsx", Page("表", rows, merged=("A1:C1",))))


def test_years_of_what_a_title_counts(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "面积",
        [
            ["表2　各镇茶园面积（亩）", None, None, None],
            ["乡镇", "2022年", "2023年", "同比"],
            ["羊楼洞镇", 100, 110, "10%"],
            ["赵李桥镇", 200, 210, "5%"],
            ["茶庵岭镇", 300, 330, "10%"],
        ],
        merged=("A1:D1",),
    )
    load(graph, xlsx(tmp_path / "面积.xlsx", page))
    assert {(row["indicator"], row["period"]) for row in facts("metric")} == {
        ("茶园面积", "2022"), ("茶园面积", "2023"), ("茶园面积同比", "2023"),
    }  # fmt: skip


def test_years_under_a_group_and_what_is_expected(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "三年",
        [
            ["某县企业近三年情况", None, None, None],
            ["企业名称", "销售收入（万元）", None, None],
            [None, 2022, 2023, "2024（预计）"],
            ["虚构甲果业有限公司", 10, 20, 30],
        ],
        merged=("A1:D1", "A2:A3", "B2:D2"),
    )
    load(graph, xlsx(tmp_path / "三年.xlsx", page))
    assert {(row["period"], row["value"], row["modality"]) for row in facts("metric")} == {
        ("2022", 100_000, None), ("2023", 200_000, None), ("2024", 300_000, "forecast"),
    }  # fmt: skip


def test_a_column_says_which_way_each_row_goes(graph: Graph, ends: Ends, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "购销",
        [
            ["企业名称", "购/销", "往来单位", "往来单位所在地", "产品", "2022年金额（万元）", "2023年金额（万元）"],
            ["虚构甲竹业有限公司", "购", "虚构乙合作社", "安吉县", "毛竹", 10, 12],
            [None, "销", "虚构丙家居有限公司", "余姚市", "竹地板", 30, 40],
        ],
        merged=("A2:A3",),
    )
    load(graph, xlsx(tmp_path / "购销.xlsx", page))
    assert ends("supplies") == {
        ("虚构乙合作社", "虚构甲竹业有限公司", "毛竹"), ("虚构甲竹业有限公司", "虚构丙家居有限公司", "竹地板"),
    }  # fmt: skip
    assert {("虚构乙合作社", "安吉县"), ("虚构丙家居有限公司", "余姚市")} <= ends("located_in")
    assert {one["value"] for row in facts("supplies") for one in row["series"]} == {100_000, 120_000, 300_000, 400_000}


def test_quarters_under_a_year_and_rows_that_are_parts(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "季报",
        [
            ["单位：万元", None, None, None],
            ["企业名称", "2023年产值", None, "1-5月产值"],
            [None, "一季度", "全年", None],
            ["虚构甲药业有限公司", 10, 40, 7],
            ["其中：新增企业", 1, 3, 2],
        ],
        merged=("A2:A3", "B2:C2", "D2:D3"),
    )
    load(graph, xlsx(tmp_path / "季报.xlsx", page))
    assert [row["name"] for row in facts("firm")] == ["虚构甲药业有限公司"]
    assert {(row["period"], row["value"]) for row in facts("metric")} == {("2023-Q1", 100_000), ("2023", 400_000)}


def test_figures_of_spans_of_months(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    """A monthly table: of a month, of the months up to it, of those of last year, and of what is no span of any known year."""
    page = Page(
        "月报",
        [
            ["2024年5月虚构县规上企业指标", None, None, None, None, None, None],
            ["企业名称", "产值（万元）", None, None, None, "税收（万元）", "用电量（万千瓦时）"],
            [None, "5月", "1-5月", "去年同期", "增速（%）", "1—5月累计", "前三季度"],
            ["虚构甲轴承有限公司", 20, 100, 80, 25, 6, 90],
            ["虚构乙轴承有限公司", 10, 50, 50, 0, 3, 50],
        ],
        merged=("A2:A3", "B2:E2"),
    )
    load(graph, xlsx(tmp_path / "月报.xlsx", page))
    first = {(row["indicator"], row["period"]): row["value"] for row in facts("metric") if "虚构甲" in row["name"]}
    assert first == {
        ("产值", "2024-05"): 200_000, ("产值", "2024-01/2024-05"): 1_000_000, ("产值", "2023-01/2023-05"): 800_000,
        ("产值增速", "2024-01/2024-05"): 25, ("税收", "2024-01/2024-05"): 60_000, ("用电量", "2024-01/2024-09"): 900_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2024年1-5月虚构县企业指标情况", "2024-01/2024-05"),
        ("2024年1–5月虚构县企业指标情况", "2024-01/2024-05"),  # an en dash
        ("2024年1月-5月虚构县企业指标情况", "2024-01/2024-05"),
        ("2024年前三季度虚构县企业指标情况", "2024-01/2024-09"),
        ("2023年10月-2024年3月虚构县企业指标情况", "2023-10/2024-03"),
        ("2024年1-6月虚构县企业指标情况", "2024-H1"),
        ("2024年虚构县企业指标情况", "2024"),
        ("2023年、2024年虚构县企业指标情况", None),
    ],
)
def test_the_period_of_a_title(graph: Graph, facts: Facts, tmp_path: Path, title: str, period: str | None) -> None:
    page = Page(
        "表", [[title, None], ["企业名称", "产值（万元）"], ["虚构甲轴承有限公司", 20], ["虚构乙轴承有限公司", 10]]
    )
    load(graph, xlsx(tmp_path / "表.xlsx", page))
    assert {row["period"] for row in facts("metric")} == {period}


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2024年1-5月", "2024-01/2024-05"),
        ("2024年前三季度", "2024-01/2024-09"),
        ("2024年上半年", "2024-H1"),
        ("2024年", "2024"),
    ],
)
def test_the_period_of_areas_is_that_of_their_title(
    graph: Graph, facts: Facts, tmp_path: Path, title: str, period: str
) -> None:
    rows = [["重庆市奉节县", 12, 3], ["重庆市云阳县", 10, 2], ["重庆市巫山县", 9, 1]]
    page = Page(
        "表", [[f"{title}各县区主要指标", None, None], ["县区", "工业总产值（亿元）", "茶园面积（万亩）"], *rows]
    )
    load(graph, xlsx(tmp_path / "表.xlsx", page))
    assert {row["period"] for row in facts("metric")} == {period}


def test_columns_of_spans_of_months(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    firms = ["虚构甲轴承有限公司", "虚构乙钢铁有限公司"]
    bought = Page(
        "采购",
        [["需方", "供方", "产品", "2024年1-5月采购额（万元）", "2024年采购额（万元）"], [*firms, "轴承钢", 5, 20]],
    )
    shown = Page(
        "指标", [["主要指标", None, None], ["指标", "2024年1—5月", "2024年前三季度"], ["工业总产值（亿元）", 5, 9]]
    )
    load(graph, xlsx(tmp_path / "采购.xlsx", bought))
    load(graph, xlsx(tmp_path / "指标.xlsx", shown))
    (supply,) = facts("supplies")
    assert {(one["period"], one["value"]) for one in supply["series"]} == {("2024-01/2024-05", 5e4), ("2024", 2e5)}
    assert {(row["period"], row["value"]) for row in facts("metric")} == {
        ("2024-01/2024-05", 5e8),
        ("2024-01/2024-09", 9e8),
    }


def test_periods_without_a_year_are_of_that_of_the_title(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows = [["工业总产值", "亿元", "5月", 3], ["工业总产值", "亿元", "1-5月", 14], ["工业总产值", "亿元", "1-9月", 20]]
    page = Page("表", [["奉节县2024年5月主要指标", None, None, None], ["指标名称", "单位", "期间", "数值"], *rows])
    answer = load(graph, xlsx(tmp_path / "表.xlsx", page))
    # 1-9月 in a table of May is of the year before, or of nothing that is known
    assert {(row["period"], row["value"]) for row in facts("metric")} == {
        ("2024-05", 3e8),
        ("2024-01/2024-05", 14e8),
        (None, 20e8),
    }
    assert "1-9月" in answer.attrs["warnings"].to_string()
