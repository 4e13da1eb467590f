"""Matrices of what flows between areas, and what of them may be turned round, doubled or taken for something else: then it is asked.

All figures are invented; the divisions are real.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, said, xlsx

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load
from chanlian.loaders.sheets.forms.flow_goods import product_of
from chanlian.loaders.sheets.forms.flow_places import areas
from chanlian.loaders.sheets.forms.flow_ways import ways
from chanlian.loaders.sheets.forms.said_above import goods_unit

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]
NEITHER = (False, False)


def _matrix(
    title: str = "某市苹果流向（单位：万吨）", corner: str = "调出县＼调入地", *, rows: list[list[Any]] | None = None
) -> list[list[Any]]:
    return [[title, None, None], [corner, "西安", "广东"], *(rows or [["洛川县", 1, 2], ["富县", 3, 4]])]


def _load(graph: Graph, tmp_path: Path, rows: list[list[Any]], sheet: str = "流向") -> Any:
    return load(graph, xlsx(tmp_path / "流向.xlsx", Page(sheet, rows, merged=("A1:C1",))))


def _pairs(ends: Ends) -> set[tuple[str, ...]]:
    return {tuple(name.removesuffix("未具名企业") for name in one) for one in ends("supplies")}


def test_a_corner_that_may_be_said_of_either_end_is_asked_about(graph: Graph, tmp_path: Path) -> None:
    for corner in ("出口地", "加工地", "供应地", "销地/产地", "调入地＼销往地", "县区", "产销地", "地区＼采购地"):
        assert ways(corner, [], ["某市苹果流向"], NEITHER) is None, corner
    with pytest.raises(BadInput, match="which way"):
        _load(graph, tmp_path, _matrix(corner="采购地"))


def test_what_flows_and_in_which_unit_is_said_or_asked(graph: Graph, tmp_path: Path) -> None:
    for title in (
        "县际购销流向",
        "某市主要农产品流向",
        "某市客流流向",
        "苹果运价流向",
        "苹果、梨流向",
        "水果流向表（苹果）",
        "苹果价格流向",
    ):
        assert product_of([title], "流向") is None, title
    for unit in ("%", "元/吨", "公里", "万人次", "户", "吨、万元"):
        assert goods_unit([f"苹果流向（单位：{unit}）"]) is None, unit
    for title in ("苹果净调出流向（单位：吨）", "苹果流向"):
        with pytest.raises(BadInput, match="which way"):
            _load(graph, tmp_path, _matrix(title))


def test_a_sheet_of_another_product_than_its_title_is_asked_about(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="which way"):
        _load(graph, tmp_path, _matrix("某市水果流向（单位：吨）"), sheet="苹果")


@pytest.mark.parametrize(
    "rows", [[["洛川县", -1, 2], ["富县", 3, 4]], [["洛川县", "35%", "65%"], ["富县", "1%", "99%"]]]
)
def test_net_flows_and_shares_are_no_supplies(graph: Graph, tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(BadInput, match="which way"):
        _load(graph, tmp_path, _matrix(rows=rows))


def test_figures_that_are_the_same_both_ways_have_none(graph: Graph, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["苹果流向（单位：吨）"],
        ["调出＼调入", "洛川县", "富县", "黄陵县"],
        ["洛川县", None, 5, 6],
        ["富县", 5, None, 7],
        ["黄陵县", 6, 7, None],
    ]
    with pytest.raises(BadInput, match="which way"):
        _load(graph, tmp_path, rows)


def test_between_counties_with_areas_that_are_none_and_a_season(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["绥化市玉米县际购销流向（2023年10月—2024年4月）", None, None, None, None],
        [None, None, None, None, "万吨"],
        ["调出＼调入", "北林", "省内其他市", "长三角", "出口"],
        ["海伦", 38.5, 4.1, 2, 1],
        ["望奎", "约4", 2.2, 3, None],
        ["合 计", 42.5, 6.3, 5, 1],
    ]
    answer = load(graph, xlsx(tmp_path / "流向.xlsx", Page("玉米流向", rows, merged=("A1:E1",))))
    assert _pairs(ends) == {
        ("海伦市", "北林区", "玉米"), ("海伦市", "黑龙江省", "玉米"), ("望奎县", "北林区", "玉米"), ("望奎县", "黑龙江省", "玉米"),
    }  # fmt: skip
    assert {row["period"] for row in facts("supplies")} == {"2023-10/2024-04"}
    assert "not read: 长三角, 出口" in said(answer)


def test_products_beside_their_towns_and_groups_over_the_columns(
    graph: Graph, facts: Facts, ends: Ends, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["石狮市2023年服装产销流向表", None, None, None, None, None],
        [None, None, None, None, None, "单位：吨"],
        ["产品", "产地", "省内", "省外", None, "国外"],
        [None, None, None, "浙江", "江苏", None],
        ["童装", "宝盖", 5, 2, "/", 9],
        [None, "永宁", 3, "—", 1, 9],
        ["小计", None, 8, 2, 1, 18],
        ["拉链、纽扣", "永宁", 4, 1, 1, None],
    ]
    page = Page("流向表", rows, merged=("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "A5:A6", "A7:B7"))
    answer = load(graph, xlsx(tmp_path / "流向.xlsx", page))
    assert _pairs(ends) == {
        ("石狮市宝盖镇", "福建省", "童装"), ("石狮市宝盖镇", "浙江省", "童装"), ("石狮市永宁镇", "福建省", "童装"),
        ("石狮市永宁镇", "江苏省", "童装"),
        ("石狮市永宁镇", "福建省", "拉链、纽扣"), ("石狮市永宁镇", "浙江省", "拉链、纽扣"), ("石狮市永宁镇", "江苏省", "拉链、纽扣"),
    }  # fmt: skip
    assert {row["quantity"] for row in facts("supplies")} == {5, 3, 2, 1, 4}
    assert "国外" in said(answer)


@pytest.mark.parametrize(("corner", "inward"), [("品名＼购自", True), ("产品＼销往", False)])
def test_products_down_and_where_they_come_from_or_go_to(
    graph: Graph, ends: Ends, tmp_path: Path, corner: str, inward: bool
) -> None:
    rows: list[list[Any]] = [
        ["石狮市服装面料情况（2023年）", None, None, None],
        [None, None, None, "单位：万元"],
        [corner, "晋江", "江苏盛泽", "进口"],
        ["锦纶面料", 8600, "1200余", 5],
        ["棉布", 2100, 900, None],
        ["合计", 10700, 2100, 5],
    ]
    load(graph, xlsx(tmp_path / "来源.xlsx", Page("来源", rows, merged=("A1:D1",))))
    pairs = {(seller, buyer) for seller, buyer, _ in _pairs(ends)}
    towns = {("晋江市", "石狮市"), ("吴江区盛泽镇", "石狮市")}
    assert pairs == (towns if inward else {(b, a) for a, b in towns})


def test_a_corner_against_its_title_is_asked_about() -> None:
    """Rows in the region of the title, columns elsewhere: what it sells goes out."""
    assert ways("产地＼销地", [], ["延安市苹果外销流向"], (True, False)) is True
    assert ways("调入县＼调出地", [], ["延安市苹果外销流向"], (True, False)) is None
    assert ways("县区", ["调入"], ["注：行为调入地，列为调出地"], NEITHER) is None
    assert ways("县区", [], ["注：行为调入地，列为调出地"], NEITHER) is False


def test_names_of_one_side_tell_each_other() -> None:
    # 永宁 is a county of 宁夏 too, 吉林 a city and a province
    assert areas(["灵秀", "永宁"], "福建省石狮市")["永宁"] == "福建省泉州市石狮市永宁镇"
    assert "永宁" not in areas(["浙江", "江苏", "广东", "永宁"], "福建省石狮市")
    assert areas(["长春", "吉林"], "吉林省")["吉林"] == "吉林省吉林市"
    assert set(areas(["国外", "省外", "其他省份", "中东", "长三角", "全国各地"], "石狮市")) == set()


def test_a_line_that_sums_others_is_no_area_of_its_own(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["延安市苹果流向（单位：吨）"],
        ["调出＼销往", "西安", "广东"],
        ["洛川县", 1, 2],
        ["富县", 3, 4],
        ["延安市", 4, 6],
    ]
    _load(graph, tmp_path, rows)
    assert {seller for seller, *_ in _pairs(ends)} == {"洛川县", "富县"}


def test_a_plan_is_no_fact(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    _load(graph, tmp_path, _matrix("2024年苹果调运计划流向（单位：吨）"), sheet="计划")
    assert {row["modality"] for row in facts("supplies")} == {"target"}


@pytest.mark.parametrize(
    ("when", "stated"),
    [
        ("2024年", ("2024", "annual")), ("2024年上半年", ("2024-H1", None)), ("2024年1-5月", ("2024-01/2024-05", None)),
        ("2024年前五个月", ("2024-01/2024-05", None)), ("2023年10月—2024年4月", ("2023-10/2024-04", None)),
    ],
)  # fmt: skip
def test_what_flows_in_some_months_is_not_of_their_year(
    graph: Graph, facts: Facts, tmp_path: Path, when: str, stated: tuple[str, str | None]
) -> None:
    _load(graph, tmp_path, _matrix(f"苹果{when}销售流向（单位：万吨）"))
    assert {(row["period"], row["basis"]) for row in facts("supplies")} == {stated}
