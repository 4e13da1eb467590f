"""The shape of a sheet: tables beside and under each other, turned, cards, header lines, bands, and when it is asked instead.

All firms and figures are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, counts, csv_file, said, xlsx

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]
Table = list[list[Any]]


def test_units_in_a_row_of_their_own(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: Table = [
        ["项目名称", "投资方", "总投资", "到位资金", "建设地点"],
        [None, None, "（亿元）", "万元", None],
        ["虚构纸浆项目", "虚构永纸有限公司", 5.2, 12000, "叙永县"],
    ]
    assert counts(load(graph, csv_file(tmp_path / "项目.csv", rows))) == [["projects", 1, 1, 0, 0]]
    (project,) = facts("project")
    assert (project["planned"], project["paid"]) == (520_000_000, 120_000_000)


@pytest.mark.parametrize("merged", [True, False])
def test_two_parties_over_what_is_said_of_each(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path, merged: bool
) -> None:
    page = Page(
        "对接",
        [
            ["序号", "供给方", None, None, "采购端", None, None, "年供货额（万元）"],
            [None, "企业名称", "所在地", "可供产品", "单位名称", "所在地", "需求产品", None],
            [1, "虚构松材有限公司", "宿松县", "无纺布", "虚构康鼎有限公司", "玉屏县", "无纺布", 80],
            [2, "（无）", None, None, "虚构康鼎有限公司", "玉屏县", "油封", None],
        ],
        merged=("A1:A2", "B1:D1", "E1:G1", "H1:H2") if merged else (),
    )
    answer = load(graph, xlsx(tmp_path / "表.xlsx", page))
    assert ends("supplies") == {("虚构松材有限公司", "虚构康鼎有限公司", "无纺布")}
    assert facts("supplies")[0]["value"] == 800_000
    assert {("虚构松材有限公司", "宿松县"), ("虚构康鼎有限公司", "玉屏侗族自治县")} <= ends("located_in")
    assert len(answer.attrs["rejects"]) == 1
    assert not [row for row in facts("firm") if "无" in row["name"][:2]]


def test_parties_whose_products_differ_are_asked_about(graph: Graph, tmp_path: Path) -> None:
    page = Page(
        "对接",
        [
            ["供给方", None, "需求方", None],
            ["企业名称", "产品", "企业名称", "产品"],
            ["虚构甲材有限公司", "无纺布", "虚构乙械有限公司", "棉纱"],
        ],
        merged=("A1:B1", "C1:D1"),
    )
    with pytest.raises(BadInput, match="all mean product"):
        load(graph, xlsx(tmp_path / "表.xlsx", page))


def test_amount_and_unit_under_what_they_measure(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "产能",
        [
            ["企业名称", "产品", "设计产能", None, "副产品"],
            [None, None, "数量", "单位", None],
            ["虚构米业有限公司", "大米", 12, "万吨/年", "稻壳"],
        ],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )
    load(graph, xlsx(tmp_path / "产能.xlsx", page))
    (capacity,) = [row for row in facts("produces") if row["capacity"] is not None]
    assert (capacity["capacity"], capacity["unit"]) in {(120_000, "吨/年"), (12, "万吨/年")}


def test_a_cell_that_is_called_like_a_header_makes_no_headers(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: Table = [
        ["Id", "企业名称", "单位类型", "所在地"],
        [1, "虚构丙材有限公司", "公司", "新晃"],
        [2, "虚构甲股份有限公司", "企业", "玉屏"],
    ]
    load(graph, csv_file(tmp_path / "n.csv", rows))
    assert {row["name"] for row in facts("firm")} == {"虚构丙材有限公司", "虚构甲股份有限公司"}


def test_fields_down_and_firms_across(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "企业情况",
        [
            ["某县重点企业情况", None, None],
            ["企业名称", "虚构萍钢有限公司", "虚构废钢回收有限公司"],
            ["所在地", "湖口县", "湖口县双钟镇"],
            ["主要产品", "螺纹钢", "废钢"],
            ["从业人员（人）", 5800, 86],
        ],
        merged=("A1:C1",),
    )
    answer = load(graph, xlsx(tmp_path / "情况.xlsx", page))
    assert counts(answer) == [["firms", 2, 2, 0, 0], ["metrics", 2, 2, 0, 0]]
    assert ends("produces") == {("虚构萍钢有限公司", "螺纹钢"), ("虚构废钢回收有限公司", "废钢")}
    assert {row["locator"] for row in facts("firm")} == {"企业情况 column B", "企业情况 column C"}


def test_cards_one_a_sheet_and_under_each_other(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    def card(name: str, product: str) -> list[list[str | None]]:
        return [
            ["企业情况卡", None, None, None],
            ["企业名称", name, "统一社会信用代码", None],
            ["所在地", "玉屏县", "注册地址", None],
            ["主要产品", product, "联系人", "某某"],
        ]

    one = Page("甲", card("虚构甲照明有限公司", "灯具"), merged=("A1:D1",))
    two = Page("乙丙", [*card("虚构乙照明有限公司", "灯杆"), [], *card("虚构丙电源有限公司", "电源")])
    answer = load(graph, xlsx(tmp_path / "卡.xlsx", one, two))
    assert ends("produces") == {
        ("虚构甲照明有限公司", "灯具"), ("虚构乙照明有限公司", "灯杆"), ("虚构丙电源有限公司", "电源"),
    }  # fmt: skip
    assert "cards of labels and values, 2 read as rows" in said(answer)
    assert {row["locator"] for row in facts("firm")} == {"甲 row 2", "乙丙 row 2", "乙丙 row 7"}


def test_tables_beside_each_other(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "综合",
        [
            ["某县茶企业", None, None, "某县茶产业项目", None, None],
            ["企业名称", "主要产品", None, "项目名称", "投资方", "总投资（万元）"],
            ["虚构甲茶有限公司", "红茶、绿茶", None, "虚构茶园", "虚构川茶有限公司", 30000],
            ["虚构乙茶有限公司", "花茶", None, None, None, None],
        ],
    )
    answer = load(graph, xlsx(tmp_path / "综合.xlsx", page))
    assert counts(answer) == [["firms", 2, 2, 0, 0], ["projects", 1, 1, 0, 0]]
    assert ends("invests_in") == {("虚构川茶有限公司", "虚构茶园")}
    assert "holds 2 tables, each read on its own; they begin at A2, D2" in said(answer)


def test_an_empty_column_inside_a_table_parts_nothing(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [["企业名称", "所在地", None, "主要产品", "备注"], ["虚构甲茶有限公司", "玉屏县", None, "红茶", "x"]]
    assert counts(load(graph, csv_file(tmp_path / "企业.csv", rows))) == [["firms", 1, 1, 0, 0]]
    assert ends("produces") == {("虚构甲茶有限公司", "红茶")}


def test_a_list_in_two_halves_beside_each_other(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["序号", "企业名称", "主要产品", "序号", "企业名称", "主要产品"],
        [1, "虚构一厂", "红茶", 3, "虚构三厂", "花茶"],
        [2, "虚构二厂", "绿茶", None, None, None],
    ]
    load(graph, csv_file(tmp_path / "企业.csv", rows))
    assert ends("produces") == {("虚构一厂", "红茶"), ("虚构二厂", "绿茶"), ("虚构三厂", "花茶")}


def test_tables_under_each_other(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    page = Page(
        "综合",
        [
            ["企业名称", "主要产品", "所在地"],
            ["虚构甲椅有限公司", "椅", "玉屏县"],
            ["注：虚构。", None, None],
            [],
            ["在建家具项目", None, None, "单位：亿元"],
            ["项目名称", "投资企业", "产品", "总投资", "建设地点"],
            ["虚构五金园", "虚构合页有限公司", "铰链", 5.2, "玉屏县"],
        ],
    )
    assert counts(load(graph, xlsx(tmp_path / "综合.xlsx", page))) == [["firms", 1, 1, 0, 1], ["projects", 1, 1, 0, 0]]
    (project,) = facts("project")
    assert (project["planned"], project["locator"]) == (520_000_000, "综合 row 7")
    assert ("虚构甲椅有限公司", "椅") in ends("produces")


@pytest.mark.parametrize("serial", [True, False])
def test_a_band_with_a_figure_is_no_row(graph: Graph, facts: Facts, tmp_path: Path, serial: bool) -> None:
    rows: Table = [
        ["项目名称", "投资方", "总投资（亿元）", "建设地点"],
        ["一、已签约项目（1个）", None, 12, None],
        ["虚构包材园", "虚构华玻有限公司", 12, "古蔺县"],
        ["▍在建 1个", None, 9, None],
        ["虚构物流园", "虚构中粮有限公司", 9, "古蔺县"],
    ]
    if serial:
        rows = [
            ["序号" if n == 0 else row[0] if row[1] is None else n, *(row if row[1] else [None, *row[1:]])]
            for n, row in enumerate(rows)
        ]
    assert counts(load(graph, csv_file(tmp_path / "项目.csv", rows)))[0][:3] == ["projects", 2, 2]
    assert {row["name"]: (row["stage"], row["planned"]) for row in facts("project")} == {
        "虚构包材园": ("signed", 1_200_000_000), "虚构物流园": ("started", 900_000_000),
    }  # fmt: skip


def test_maps_of_chains_state_no_supplies(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows = Page(
        "行",
        [
            ["产业链", "环节", "主要产品", "本地代表企业", "国内重点企业（招引目标）"],
            ["汽车零部件", "中游", "缸体", "虚构压铸有限公司、虚构铸造有限公司", "虚构文灿有限公司"],
            ["汽车零部件", "中游", "座椅面料", "缺", "虚构继峰有限公司"],
        ],
    )
    pairs = Page(
        "列",
        [
            ["宿松县汽车零部件产业链全景图"],
            ["上游", None, "下游", None],
            ["环节", "企业", "环节", "企业"],
            ["铝锭", "虚构松铝有限公司", "整车", "缺"],
            ["铝锭、橡胶", "虚构松铝有限公司、虚构华密有限公司", None, None],
        ],
        merged=("A1:D1", "A2:B2", "C2:D2"),
    )
    lists = Page("表", [["上游", "中游", "下游"], ["虚构再生有限公司", "虚构线束有限公司、虚构压铸有限公司", "—"]])
    answer = load(graph, xlsx(tmp_path / "图谱.xlsx", rows, pairs, lists))
    assert ends("supplies") == set()
    assert ends("produces") == {
        ("虚构压铸有限公司", "缸体"), ("虚构铸造有限公司", "缸体"), ("虚构松铝有限公司", "铝锭"),
    }  # fmt: skip
    assert ("缸体", "汽车零部件") in ends("in_chain")
    assert ("整车", "汽车零部件") in ends("in_chain")
    for text in ("state a gap", "are not paired (row 5)", "listed under a stage"):
        assert text in said(answer)


_CROSS: Table = [
    ["企业名称", "床", "衣柜", "沙发"],
    ["虚构甲家具有限公司", "√", "√", None],
    ["虚构乙家具有限公司", None, "○", "√"],
]


def test_a_crosstab_says_what_its_title_says(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [["某区家具企业产品对照"], *_CROSS, ["注：√ 已量产，○ 研发中。"]]
    answer = load(graph, csv_file(tmp_path / "对照.csv", rows))
    assert ends("produces") == {
        ("虚构甲家具有限公司", "床"), ("虚构甲家具有限公司", "衣柜"), ("虚构乙家具有限公司", "沙发"),
    }  # fmt: skip
    assert "1 other marks (○ 研发中) are not read (row 4)" in said(answer)


def test_a_crosstab_that_does_not_say_is_asked_about(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "对照.csv", _CROSS)
    with pytest.raises(BadInput, match="kind=.produces. or kind=.consumes."):
        load(graph, path)
    load(graph, path, kind="consumes")
    assert ("虚构乙家具有限公司", "沙发") in ends("consumes")


def test_a_list_with_a_column_a_year(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    page = Page(
        "采购",
        [
            ["采购方", "供应商", "产品", "2022年采购额（万元）", "2023年采购额（万元）"],
            ["虚构甲纺有限公司", "虚构乙棉有限公司", "皮棉", 4200, 5130],
            [None, "虚构丙染有限公司", "染料", None, 126],
            ["合计", None, None, 4200, 5256],
        ],
        merged=("A2:A3",),
    )
    answer = load(graph, xlsx(tmp_path / "采购.xlsx", page))
    assert len(answer.attrs["rejects"]) == 0
    by_value = {row["value"]: row for row in facts("supplies")}
    assert set(by_value) == {51_300_000, 1_260_000}
    assert [(one["period"], one["value"]) for one in by_value[51_300_000]["series"]] == [
        ("2022", 42_000_000), ("2023", 51_300_000),
    ]  # fmt: skip
    assert by_value[1_260_000]["locator"] == "采购 row 3"


def test_what_was_not_understood_is_asked_and_not_loaded(graph: Graph, tmp_path: Path) -> None:
    rows: Table = [
        ["产品", "东家", "缺啥", "打哪来", "找谁", "咋送"],
        ["滚子", "虚构滚动体", "棒材", "江阴", "供销科", "汽运"],
    ]
    with pytest.raises(BadInput, match="load it with kind="):
        load(graph, csv_file(tmp_path / "表.csv", rows))


def test_firms_called_like_headers_are_no_firms(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    head = ["企业名称", "所在地"]
    with pytest.raises(BadInput, match="what does this column hold"):
        load(graph, csv_file(tmp_path / "a.csv", [head, ["主要产品", "玉屏县"], ["公司", "玉屏县"]]))
    good: Table = [head, *([f"虚构{n}号有限公司", "玉屏县"] for n in "甲乙丙"), ["公司", "玉屏县"]]
    answer = load(graph, csv_file(tmp_path / "b.csv", good))
    assert answer["rejected"].tolist() == [1]
    assert len(facts("firm")) == 3


def test_firms_with_places_are_a_list_of_firms_whatever_the_sheet_is_called(graph: Graph, tmp_path: Path) -> None:
    rows: Table = [["企业名称", "所在地"], ["虚构甲厂", "玉屏县"]]
    assert counts(load(graph, csv_file(tmp_path / "企业所在地.csv", rows))) == [["firms", 1, 1, 0, 0]]


def test_matrices_of_areas_either_way_round(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    down = Page(
        "分县",
        [
            ["2023年安康市茶产业分县情况"],
            ["县区", "茶园面积", None, "茶企业数"],
            [None, "总面积", "投产", None],
            [None, "万亩", "万亩", "家"],
            ["汉滨区", 20.5, 15.2, 88],
            ["紫阳县", 26.3, 21, "—"],
            ["合计", 46.8, 36.2, 88],
        ],
        merged=("A1:D1", "A2:A4", "B2:C2"),
    )
    across = Page(
        "乡镇",
        [
            ["石门县主产乡镇指标（2023年）"],
            ["指标", "单位", "维新镇", "皂市镇", "合计"],
            ["挂果面积", "亩", 18200, 26400, 44600],
        ],
    )
    answer = load(graph, xlsx(tmp_path / "指标.xlsx", down, across))
    values = {(row["indicator"], row["value"], row["unit"], row["period"]) for row in facts("metric")}
    assert {
        ("茶园面积总面积", 205_000, "亩", "2023"),
        ("茶企业数", 88, "家", "2023"),
        ("挂果面积", 18200, "亩", "2023"),
    } <= values
    assert len(facts("metric")) == 7
    assert "not read: 合计" in said(answer)


def test_a_matrix_of_areas_and_areas_is_asked_about(graph: Graph, tmp_path: Path) -> None:
    rows: Table = [["地区", "玉屏县", "新晃县"], ["玉屏县", 1, 2], ["新晃县", 3, 4], ["大新县", 5, 6]]
    with pytest.raises(BadInput, match="nor which way"):
        load(graph, csv_file(tmp_path / "流向.csv", rows))
    answer = load(graph, xlsx(tmp_path / "本.xlsx", Page("流向", rows), Page("企业", [["企业名称"], ["虚构甲厂"]])))
    assert answer["added"].tolist() == [0, 1]
    assert "nor which way" in said(answer)


def test_marks_of_what_a_firm_is_are_no_products(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: Table = [
        ["重点产品企业名录"],
        ["企业名称", "所在地", "高企", "小巨人"],
        ["虚构甲茶有限公司", "玉屏县", "√", "√"],
    ]
    load(graph, csv_file(tmp_path / "企业.csv", rows))
    assert ends("produces") == set()


def test_divisions_with_their_codes_are_no_metrics(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    rows: Table = [
        ["name", "code", "level", "lat"],
        ["玉屏县", 522223, "county", 27.2],
        ["新晃县", 431227, "county", 27.4],
    ]
    load(graph, csv_file(tmp_path / "regions.csv", rows))
    assert facts("metric") == []
