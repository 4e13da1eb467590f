"""Sheets that explain themselves: lists inside cards, who buys above a list, gaps of chains, codes and what they mean.

All firms and figures are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, csv_file, said, xlsx

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]
Table = list[list[Any]]


def test_several_lists_inside_a_card(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "恒纺",
        [
            ["绍兴市柯桥区纺织企业调查卡", None, None, None, None],
            ["单位名称", "虚构恒纺印染有限公司", None, "所在镇街", "齐贤街道"],
            ["员工人数", "320人", None, "2023年销售收入", "1.8亿元"],
            ["原料名称", "年需求量", "采购单价", "供货厂家", "产地"],
            ["涤纶坯布", "1200万米", "5.2元/米", "虚构古纤布业有限公司", "绍兴"],
            ["客户名称", "销售产品", "2023年销售额（万元）", "客户所在地", "结算方式"],
            ["虚构中大布匹贸易有限公司", "印花布", 3200, "广州海珠", "月结"],
            ["产品名称", "年产能", "2023年产量", "产值（万元）", "备注"],
            ["印花布", "2000万米", "1500万米", 9000, None],
            ["染色布", "1200万米", "900万米", 6000, None],
            ["企业诉求", "用工紧张", None, None, None],
        ],
        merged=("A1:E1", "B11:E11"),
    )
    answer = load(graph, xlsx(tmp_path / "卡.xlsx", page))
    assert not len(answer.attrs["rejects"])
    assert ends("supplies") == {
        ("虚构古纤布业有限公司", "虚构恒纺印染有限公司", "涤纶坯布"),
        ("虚构恒纺印染有限公司", "虚构中大布匹贸易有限公司", "印花布"),
    }
    assert {product for _, product in ends("produces")} == {"印花布", "染色布"}
    values = {row["name"]: row["value"] for row in facts("metric")}
    assert values["虚构恒纺印染有限公司 印花布 产值"] == 90_000_000
    assert values["虚构恒纺印染有限公司 染色布 产量 2023"] == 9_000_000


@pytest.mark.parametrize("grouped", [True, False])
def test_a_list_beside_the_label_of_its_group_and_one_of_two_columns(
    graph: Graph, ends: Ends, tmp_path: Path, grouped: bool
) -> None:
    bought: Table = (
        [
            ["主要原料", "名称", "年用量", "供应商", "供应商所在地"],
            [None, "艾叶", "600吨", "虚构艾业合作社", "蕲春县"],
            [None, "无纺布", "40吨", "虚构无纺布有限公司", "仙桃市"],
        ]
        if grouped
        else [
            ["主要供应商", "供应产品"],
            ["虚构艾业合作社", "艾叶"],
            ["虚构无纺布有限公司", "无纺布"],
        ]
    )
    rows: Table = [
        ["企业基本情况表"],
        ["企业名称", "虚构康泰制药有限公司", None, "地址", "湖北省黄冈市蕲春县"],
        ["主营产品", "蕲艾贴", None, "年产值", "5600万元"],
        ["用工人数", "88", None, "用地面积", "30亩"],
        *bought,
        ["存在问题", "无"],
    ]
    merged = ("A1:E1", "B2:C2", "B3:C3", "B4:C4", *(("A5:A7",) if grouped else ()))
    load(graph, xlsx(tmp_path / "卡.xlsx", Page("卡", rows, merged=merged)))
    assert ends("supplies") == {
        ("虚构艾业合作社", "虚构康泰制药有限公司", "艾叶"),
        ("虚构无纺布有限公司", "虚构康泰制药有限公司", "无纺布"),
    }
    assert ends("produces") == {("虚构康泰制药有限公司", "蕲艾贴")}


_ORDERS: Table = [
    ["PO No.", "物料描述", "供应商名称", "Order Qty", "Unit", "价税合计", "Currency", "订单日期", "订单状态"],
    ["4500001", "纯碱", "虚构氯碱化工股份有限公司", 600, "TO", "1,410,000.00", "CNY", "2024-01-11", "已收货"],
    ["4500002", "滤芯", "Fictional Filtration GmbH", 120, "EA", "49,200.00", "EUR", "2024-03-07", "执行中"],
    ["4500003", "纯碱", "虚构氯碱化工股份有限公司", 10, "TO", "23,500.00", "CNY", "2024-04-02", "已取消"],
    ["*** 报表结束 共3行 ***"],
]


@pytest.mark.parametrize(
    ("above", "buyer"),
    [
        ("公司代码：3010  虚构钒业有限公司", "虚构钒业有限公司"),
        ("收货单位: 虚构玻璃股份有限公司", "虚构玻璃股份有限公司"),
        ("Ship-to: 1200 Fictional Bearing Co., Ltd.", "Fictional Bearing Co., Ltd."),
    ],
)
def test_who_buys_stands_above_an_export(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path, above: str, buyer: str
) -> None:
    rows: Table = [["采购订单明细报表"], [above, None, "订单日期：2024-01-01 至 2024-06-30"], *_ORDERS]
    answer = load(graph, csv_file(tmp_path / "订单.csv", rows))
    assert not len(answer.attrs["rejects"])
    assert {(one, other) for one, other, _ in ends("supplies")} == {
        ("虚构氯碱化工股份有限公司", buyer),
        ("Fictional Filtration GmbH", buyer),
    }
    assert {row["value"] for row in facts("supplies")} == {1_410_000, None}


def test_nobody_above_an_export_is_asked_for(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="constants={'buyer': NAME}"):
        load(graph, csv_file(tmp_path / "订单.csv", [["采购订单明细报表"], *_ORDERS]))


def test_a_list_of_approved_suppliers_in_english(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    pages = (
        Page(
            "AVL",
            [
                ["Approved Vendor List"],
                ["Company: Fictional Pump Co., Ltd.  虚构泵业有限公司", None, None, None, "Unit: RMB '000"],
                ["No.", "Vendor Name", "Commodity", "Approval\nStatus", "Annual Spend 2023", "Valid Until"],
                [1, "Fictional Steel Co., Ltd.", "Steel bar", "Approved", 18650, "2025-02-28"],
                [2, "Fictional Oil Co., Ltd.", "Quenching oil", "Disqualified", 20, "2023-05-31"],
                [3, "Fictional Gauge Co., Ltd.", "Gauges", "Under evaluation", "-", "2025-02-28"],
                ["Prepared by: Liu   Date: 2024-02-01"],
            ],
        ),
        Page(
            "Contracts 合同",
            [
                ["Contract No.\n合同号", "Seller 卖方", "Grade 牌号", "Qty (t)\n数量", "Period\n合同期限"],
                ["W-1", "Fictional Steel Co., Ltd.", "GCr15", 2400, "2024年上半年"],
            ],
        ),
    )
    answer = load(graph, xlsx(tmp_path / "suppliers.xlsx", *pages))
    assert "which the lines above another sheet of this file name" in said(answer)
    assert {buyer for _, buyer, _ in ends("supplies")} == {"Fictional Pump Co., Ltd."}
    found = {row["until"]: row for row in facts("supplies") if row["until"]}
    supplies = facts("supplies")
    assert {(row["value"], row["status"], row["period"]) for row in supplies if row["ref"] is None} == {
        (18_650_000, None, "2023"), (20_000, "ended", "2023"), (None, "planned", None),
    }  # fmt: skip
    assert [(row["quantity"], row["period"]) for row in supplies if row["ref"]] == [(2400, "2024-H1")]
    assert len(found) == 2


def test_a_list_of_what_a_chain_lacks(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "短板",
        [
            ["常山县医疗器械产业链短板弱项清单"],
            ["序号", "产业链环节", "短板产品", "短板类型", "县内企业", "年产能", "拟招引企业", "来源地", "责任单位"],
            [1, "上游", "医用粒料", "缺链", "无", None, "虚构高分子材料有限公司", "江苏苏州", "县经信局"],
            [2, "上游", "针管", "弱链", "虚构制管有限公司", "3000万支", "虚构针管有限公司", "玉环", "县招商中心"],
            [3, "中游", "注射器", "—", "虚构康医疗有限公司（天马街道）、虚构达医疗器械厂（停产）", "2亿支、5000万支"],
            [4, "下游", "包装膜", "断链", "原虚构包装厂", None, "/", None, "县卫健局"],
        ],
        merged=("A1:I1",),
    )
    answer = load(graph, xlsx(tmp_path / "清单.xlsx", page))
    assert {product for _, _, product in ends("lacks")} == {"医用粒料", "针管", "包装膜"}
    assert ends("wanted_for") == {("虚构高分子材料有限公司", "医用粒料"), ("虚构针管有限公司", "针管")}
    made = {(row["firm"], row["capacity"]) for row in facts("produces")}
    assert {amount for _, amount in made} == {30_000_000, 200_000_000, 50_000_000}
    assert ("虚构康医疗有限公司", "天马街道") in ends("located_in")
    assert ("虚构制管有限公司", "常山县") in ends("located_in")
    assert "虚构包装厂" not in {row["name"].removeprefix("原") for row in facts("firm")}
    assert "（停产）" in said(answer)
    assert not ends("supplies")


def test_weak_is_a_gap_only_where_the_list_says_so(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["萍乡市湘东区重点产业链强链补链延链清单"],
        ["产业链", "环节", "关键产品", "配套现状", "区内代表企业", "目标企业"],
        ["工业陶瓷", "上游", "氧化铝粉", "缺", "—", "虚构铝业股份有限公司（江苏无锡）"],
        ["工业陶瓷", "下游", "汽车载体", "弱", "虚构载体有限公司", "待定"],
    ]
    load(graph, xlsx(tmp_path / "清单.xlsx", Page("Sheet1", rows, merged=("A1:F1",))))
    assert ends("lacks") == {("湘东区", "工业陶瓷", "氧化铝粉")}
    assert ("虚构铝业股份有限公司", "无锡市") in ends("located_in")


def test_gaps_under_stages_beside_each_other(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["龙南市电子信息产业链图谱（缺失环节及拟招企业）"],
        ["上游", None, "中游", None],
        ["缺失产品", "拟招引企业", "缺失产品", "拟招引企业"],
        ["玻纤布", "虚构玻璃纤维有限公司", "封装基板", "虚构芯板电子有限公司"],
        ["干膜", "—", "连接器", "暂无"],
    ]
    load(graph, xlsx(tmp_path / "缺链.xlsx", Page("缺链", rows, merged=("A1:D1", "A2:B2", "C2:D2"))))
    assert {product for _, _, product in ends("lacks")} == {"玻纤布", "干膜", "封装基板", "连接器"}
    assert ends("wanted_for") == {("虚构玻璃纤维有限公司", "玻纤布"), ("虚构芯板电子有限公司", "封装基板")}


def test_what_firms_wanted_make_already(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["目标企业", "总部", "主营业务", "拟补环节", "对接单位"],
        ["虚构釉料有限公司", "广东佛山三水", "色釉料、熔块", "墨水", "县工信局"],
        ["虚构卫浴股份有限公司", "福建南安", "马桶", "洁具", "县投促中心"],
    ]
    load(graph, csv_file(tmp_path / "目标企业.csv", rows))
    assert ends("wanted_for") == {("虚构釉料有限公司", "墨水"), ("虚构卫浴股份有限公司", "洁具")}
    assert ends("produces") == {
        ("虚构釉料有限公司", "色釉料"), ("虚构釉料有限公司", "熔块"), ("虚构卫浴股份有限公司", "马桶"),
    }  # fmt: skip


def test_firms_with_their_chains_are_members(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["企业名称", "所属产业链", "所属环节", "主要产品", "所在地"],
        ["虚构纸业有限公司", "特种纸", "中游", "装饰原纸", "衢江区"],
        ["虚构机电有限公司", "高端装备、特种纸", "上游", "纸机", "衢江区"],
        ["虚构粮油有限公司", "/", "—", "菜籽油", "衢江区"],
    ]
    load(graph, csv_file(tmp_path / "企业名录.csv", rows))
    assert ends("member_of") == {
        ("虚构纸业有限公司", "特种纸"), ("虚构机电有限公司", "高端装备"), ("虚构机电有限公司", "特种纸"),
    }  # fmt: skip
    assert {row["stage"] for row in facts("member_of")} == {"中游", None}


@pytest.mark.parametrize("long", [True, False])
def test_codes_are_read_as_what_the_workbook_says(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path, long: bool
) -> None:
    firms: Table = [
        ["企业名称", "链条代码", "环节", "产品代码", "规模"],
        ["虚构电路科技有限公司", "DZ", "M", "DZ03", "1"],
        ["虚构铜箔有限公司", "DZ", "U", "DZ02；DZ03", "2"],
    ]
    book: Table = (
        [
            ["字段", "代码", "含义"],
            ["链条", "DZ", "电子信息"],
            ["环节", "U", "上游"],
            ["环节", "M", "中游"],
            ["产品", "DZ02", "铜箔"],
            ["产品", "DZ03", "印制电路板"],
            ["规模", "1", "大型"],
            ["规模", "2", "中型"],
        ]
        if long
        else [
            ["一、链条代码"],
            ["代码", "名称"],
            ["DZ", "电子信息"],
            ["二、环节"],
            ["U", "上游"],
            ["M", "中游"],
            ["三、产品代码"],
            ["DZ02", "铜箔"],
            ["DZ03", "印制电路板"],
            ["四、规模：1大型 2中型 3小型"],
        ]
    )
    answer = load(graph, xlsx(tmp_path / "企业库.xlsx", Page("企业库", firms), Page("代码说明", book)))
    assert ends("produces") == {
        ("虚构电路科技有限公司", "印制电路板"), ("虚构铜箔有限公司", "铜箔"), ("虚构铜箔有限公司", "印制电路板"),
    }  # fmt: skip
    assert ends("member_of") == {("虚构电路科技有限公司", "电子信息"), ("虚构铜箔有限公司", "电子信息")}
    assert {row["scale"] for row in facts("firm")} == {"大型", "中型"}
    assert not [row for row in facts("product") if row["name"] in ("上游", "大型", "电子信息")]
    assert "codes are read as" in said(answer)


def test_a_balance_of_what_an_area_needs(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["龙泉市2023年竹木加工原料供需平衡表"],
        ["原料名称", "单位", "全年需求量", "市内供应量", "市外调入量", "主要来源地", "供需缺口"],
        ["毛竹", "万吨", 18, 11.5, 6, "福建建瓯", 0.5],
        ["杉木", "万立方米", 9, 4, "约5", "江西、福建", None],
        ["胶粘剂", "吨", 2600, 0, 2600, "省外", 0],
        ["填表：某某", None, None, "审核：", None, None, "2024-4-16"],
    ]
    answer = load(graph, xlsx(tmp_path / "平衡.xlsx", Page("平衡", rows, merged=("A1:G1",))))
    assert not len(answer.attrs["rejects"])
    supplies = {(row["product"], row["quantity"], row["basis"]) for row in facts("supplies")}
    assert {(amount, basis) for _, amount, basis in supplies} == {(60_000, "annual"), (None, None)}
    assert {product for _, _, product in ends("supplies")} == {"毛竹", "杉木"}
    assert "胶粘剂 2600吨（省外）" in said(answer)
    needs = {row["value"] for row in facts("metric") if row["indicator"] == "全年需求量"}
    assert needs == {180_000, 90_000, 2600}
    assert {"龙泉市", "毛竹"} <= {subject for _, subject in ends("concerns")}


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024年1-5月", ("2024-01/2024-05", None)), ("2024年前三季度", ("2024-01/2024-09", None)),
        ("2024年上半年", ("2024-H1", None)), ("2024年", ("2024", "annual")), ("", (None, None)),
    ],
)  # fmt: skip
def test_a_balance_of_some_months_is_not_of_its_year(
    graph: Graph, facts: Facts, tmp_path: Path, when: str, said: tuple[str | None, str | None]
) -> None:
    rows: Table = [
        [f"龙泉市{when}竹木加工原料供需平衡表"],
        ["原料名称", "单位", "需求量", "市内供应量", "市外调入量", "主要来源地", "供需缺口"],
        ["毛竹", "万吨", 18, 11.5, 6, "福建建瓯", 0.5],
    ]
    load(graph, xlsx(tmp_path / "平衡.xlsx", Page("平衡", rows, merged=("A1:G1",))))
    assert {(row["period"], row["basis"]) for row in facts("supplies")} == {said}
    assert {row["period"] for row in facts("metric")} == {said[0]}


def test_what_firms_need_is_no_balance_of_an_area(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["乐平市重点企业原料供需情况表（2023年）"],
        ["企业名称", "原料名称", "年需求量（吨）", "本地采购量（吨）", "缺口（吨）"],
        ["虚构化工有限公司", "液氯", 5000, 3000, 2000],
        ["虚构农药厂", "苯酚", 800, 0, 800],
    ]
    load(graph, xlsx(tmp_path / "供需.xlsx", Page("Sheet1", rows, merged=("A1:E1",))))
    assert ends("consumes") == {("虚构化工有限公司", "液氯"), ("虚构农药厂", "苯酚")}
    assert not ends("supplies")


def test_brands_behind_products_and_periods_under_a_group(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    page = Page(
        "企业",
        [
            ["临颍县食品企业情况表", None, None, None, "单位：万元"],
            ["企业名称", "主要产品及品牌", "工业总产值", None, None],
            [None, None, "2022年", "2023年", "2024年1-6月"],
            ["虚构雪月食品有限公司", "麻糖、冻干水果脆（“虚构雪月”牌）", 23500, 25180, 13200],
            ["虚构麻辣食品有限公司", "辣条（“虚构刀”）", 6200, 6850, "约3300"],
        ],
        merged=("A2:A3", "B2:B3", "C2:E2"),
    )
    answer = load(graph, xlsx(tmp_path / "企业.xlsx", page))
    assert {product for _, product in ends("produces")} == {"麻糖", "冻干水果脆", "辣条"}
    assert {(row["period"], row["value"]) for row in facts("metric")} == {
        ("2022", 235_000_000), ("2023", 251_800_000), ("2024-H1", 132_000_000),
        ("2022", 62_000_000), ("2023", 68_500_000), ("2024-H1", 33_000_000),
    }  # fmt: skip
    assert "brands behind products are not read" in said(answer)


def test_a_list_of_suppliers_without_amounts_is_of_whoever_keeps_it(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    rows: Table = [
        ["虚构瓦轴精工股份有限公司合格供方名录"],
        ["序号", "供方名称", "供应产品", "供方地址", "准入状态", "有效期至"],
        [1, "虚构大连钢材有限公司", "轴承钢", "大连金州区", "合格", "2025.12.31"],
        [2, "虚构临西锻造厂", "锻件", "河北临西县", "淘汰", "2023.12.31"],
    ]
    load(graph, xlsx(tmp_path / "名录.xlsx", Page("供方", rows, merged=("A1:F1",))))
    assert ends("supplies") == {
        ("虚构大连钢材有限公司", "虚构瓦轴精工股份有限公司", "轴承钢"),
        ("虚构临西锻造厂", "虚构瓦轴精工股份有限公司", "锻件"),
    }
    assert {row["status"] for row in facts("supplies")} == {None, "ended"}
    assert ("虚构临西锻造厂", "临西县") in ends("located_in")


def test_who_buys_signs_a_list_of_contracts(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["2024年框架合同台账"],
        ["合同编号", "乙方（供方）", "标的物", "合同数量", "含税单价", "合同总价（万元）", "履约期限"],
        ["HT-001", "虚构薄膜有限公司", "PE膜", "300吨", "9500元/吨", 285, "2024年上半年"],
        ["HT-002", "虚构纸业有限公司", "瓦楞纸", "5000吨", "3200元/吨", 1600, "2024年"],
        ["甲方（需方）：虚构龙游包装有限公司"],
    ]
    answer = load(graph, xlsx(tmp_path / "合同.xlsx", Page("合同", rows, merged=("A1:G1",))))
    assert not len(answer.attrs["rejects"])
    assert ends("supplies") == {
        ("虚构薄膜有限公司", "虚构龙游包装有限公司", "PE膜"),
        ("虚构纸业有限公司", "虚构龙游包装有限公司", "瓦楞纸"),
    }
    assert {(row["value"], row["quantity"], row["period"]) for row in facts("supplies")} == {
        (2_850_000, 300, "2024-H1"), (16_000_000, 5000, "2024"),
    }  # fmt: skip


def test_firms_that_a_title_calls_wanted_are_no_directory(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["2024年荣昌区陶瓷产业链招商目标企业名单"],
        ["序号", "企业名称", "所在地", "主要产品", "招引环节", "跟踪部门", "对接进度"],
        [1, "虚构佛山卫浴有限公司", "广东佛山", "马桶、浴缸", "卫生洁具", "区招商投资局", "3月赴企业拜访"],
        [2, "虚构日用瓷有限公司", "江西景德镇", "日用瓷", "日用陶瓷", "安富街道", "已发邀请函"],
    ]
    load(graph, xlsx(tmp_path / "招商.xlsx", Page("招商", rows, merged=("A1:G1",))))
    assert ends("wanted_for") == {("虚构佛山卫浴有限公司", "卫生洁具"), ("虚构日用瓷有限公司", "日用陶瓷")}
    assert ("虚构佛山卫浴有限公司", "浴缸") in ends("produces")
    assert ("虚构日用瓷有限公司", "景德镇市") in ends("located_in")


def test_a_sentence_and_the_end_of_a_report_are_no_names(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    rows: Table = [
        ["集美区企业情况"],
        ["企业名称", "主要原料", "从业人员"],
        ["虚构无纺布有限公司", "PP resin / PET fibre", 120],
        ["虚构纸品厂", "PP/PE、原纸", 35],
        ["虚构无纺布3月报表未报，正在催。"],
        ["Source: District office. Contact: somebody"],
        ["=== End of report ==="],
    ]
    load(graph, xlsx(tmp_path / "企业.xlsx", Page("企业", rows, merged=("A1:C1",))))
    assert {row["name"] for row in facts("firm")} == {"虚构无纺布有限公司", "虚构纸品厂"}
    assert {product for _, product in ends("consumes")} == {"PP resin", "PET fibre", "PP/PE", "原纸"}


def test_where_inputs_come_from_stands_behind_them(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["企业名称", "主要产品", "主要原料及来源", "所在地"],
        ["河北虚构绒业股份有限公司", "羊绒纱线", "原绒（内蒙古、辽宁）", "清河县"],
        ["虚构衣尚制品有限公司", "羊绒衫", "羊绒纱线（虚构绒业，约3000万元/年）、辅料", "清河县"],
        ["虚构围巾厂", "围巾", "染料（从外面买）", "清河县"],
    ]
    answer = load(graph, csv_file(tmp_path / "企业.csv", rows))
    assert {product for _, product in ends("consumes")} == {"原绒", "羊绒纱线", "辅料", "染料"}
    assert ("河北虚构绒业股份有限公司", "虚构衣尚制品有限公司", "羊绒纱线") in ends("supplies")
    assert {row["value"] for row in facts("supplies")} == {None, 30_000_000}
    assert len(ends("supplies")) == 3
    assert "从外面买" in said(answer)


def test_gaps_asked_with_yes_and_no_by_an_office(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "排查",
        [
            ["氢能产业链堵点卡点及缺链弱链环节排查表"],
            ["填报单位：嘉善县发展和改革局", None, None, None, "2024年3月"],
            ["链条环节", "重点产品", "本县企业情况", "是否缺失", "引进目标企业及所在地"],
            ["制氢", "电解槽", "无", "是", "虚构氢能有限公司（河北邯郸）"],
            [None, "隔膜", "虚构膜材有限公司", "否", None],
            ["储运", "碳纤维", "无", "是", "虚构碳纤维股份有限公司（江苏连云港）"],
        ],
        merged=("A1:E1", "A4:A5"),
    )
    load(graph, xlsx(tmp_path / "排查.xlsx", page))
    assert ends("lacks") == {("嘉善县", "氢能", "电解槽"), ("嘉善县", "氢能", "碳纤维")}
    assert ends("wanted_for") == {("虚构氢能有限公司", "电解槽"), ("虚构碳纤维股份有限公司", "碳纤维")}
    assert ends("produces") == {("虚构膜材有限公司", "隔膜")}


def test_places_in_lists_of_cards_are_of_the_other_party(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    page = Page(
        "卡",
        [
            ["重点企业信息卡"],
            ["企业名称", "虚构机电有限公司", None, None, "职工数", "130"],
            ["所在地", "嘉善县", None, None, "成立日期", "2008-05"],
            ["2023年产值（万元）", 5200, None, None, "占地面积", "30亩"],
            ["序号", "供应商名称", "供应物料", "年供货额（万元）", "所在地区", "合作年限"],
            [1, "虚构轴承有限公司", "轴承", 320, "宁波市", "5年"],
            ["序号", "客户名称", "销售产品", "年销售额（万元）", "所在地区", "占比"],
            [1, "虚构电梯有限公司", "曳引机", 2600, "苏州市", "50%"],
        ],
        merged=("A1:F1", "B2:D2", "B3:D3", "B4:D4"),
    )
    load(graph, xlsx(tmp_path / "卡.xlsx", page))
    assert ends("supplies") == {
        ("虚构机电有限公司", "虚构电梯有限公司", "曳引机"),
        ("虚构轴承有限公司", "虚构机电有限公司", "轴承"),
    }
    assert {row["value"] for row in facts("supplies")} == {26_000_000, 3_200_000}
    assert {("虚构轴承有限公司", "宁波市"), ("虚构电梯有限公司", "苏州市"), ("虚构机电有限公司", "嘉善县")} == ends(
        "located_in"
    )
