"""Cells of products: names that are not cut, amounts, by-products, and what is only done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph import connect
from chanlian.loaders.load_tables import load
from chanlian.loaders.values.cells import items
from chanlian.loaders.values.goods import goods_of

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

TABLE = pd.DataFrame(
    [
        ["甲厂", "年产松香3万吨、松节油0.5万吨", "松脂5万吨"],
        ["乙厂", "离子膜烧碱（100%）30万吨/年；副产氢气约7500吨/年", "原盐，电"],
        ["丙厂", "胶合板（年产5万立方米）", "苯酐/顺酐/1,2-丙二醇"],
        ["丁厂", "主要从事六堡茶种植、加工、销售", "甲醛 丙醛"],
        ["戊厂", "主要从事建材销售", "N,N-二甲基甲酰胺"],
        ["己厂", "水性涂料(丙烯酸,聚氨酯)1.2万吨/年", "苯胺,对硝基氯苯"],
    ],
    columns=["企业名称", "主要产品", "主要原料"],
)


def _made(graph: Graph, edge: str, amount: str) -> set[tuple[object, ...]]:
    role = "x.role" if edge == "produces" else "NULL"
    rows = graph.sql(
        f"SELECT f.name AS f, p.name AS p, {role} AS r, x.{amount} AS a, x.unit AS u FROM {edge} x"
        " JOIN firm f ON f.id = x.firm JOIN product p ON p.id = x.product"
    )
    return {tuple(None if pd.isna(one) else one for one in row) for row in rows.itertuples(index=False)}


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_products_by_name_with_their_amounts(container: str, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text(TABLE.to_csv(index=False), encoding="utf-8")
    graph = connect(":memory:")
    out = load(graph, path if container == "csv" else {"firms": TABLE})
    assert out["rejected"].sum() == 0
    assert _made(graph, "produces", "capacity") == {
        ("甲厂", "松香", "product", 30_000, "吨/年"), ("甲厂", "松节油", "product", 5000, "吨/年"),
        ("乙厂", "离子膜烧碱", "product", 300_000, "吨/年"), ("乙厂", "氢气", "by-product", 7500, "吨/年"),
        ("丙厂", "胶合板", "product", 50_000, "立方米/年"), ("丁厂", "六堡茶", "product", None, None),
        ("己厂", "水性涂料(丙烯酸,聚氨酯)", "product", 12_000, "吨/年"),
    }  # fmt: skip
    assert {(f, p, a) for f, p, _, a, _ in _made(graph, "consumes", "quantity")} == {
        ("甲厂", "松脂", 50_000), ("乙厂", "原盐", None), ("乙厂", "电", None), ("丙厂", "苯酐", None), ("丙厂", "顺酐", None),
        ("丙厂", "1,2-丙二醇", None), ("丁厂", "甲醛", None), ("丁厂", "丙醛", None), ("戊厂", "N,N-二甲基甲酰胺", None),
        ("己厂", "苯胺", None), ("己厂", "对硝基氯苯", None),
    }  # fmt: skip
    assert "主要从事建材销售 = nothing" in " ".join(out.attrs["notes"])


def test_every_amount_has_the_line_of_its_row() -> None:
    graph = connect(":memory:")
    load(graph, {"firms": TABLE})
    rows = graph.sql("SELECT DISTINCT p.name, x.locator FROM produces x JOIN product p ON p.id = x.product")
    found = dict(rows.itertuples(index=False))
    assert found["氢气"].endswith("row 2")
    assert found["松节油"].endswith("row 1")


@pytest.mark.parametrize(
    "name",
    [
        "N,N-二甲基甲酰胺", "N，N-二甲基甲酰胺", "1,4-丁二醇", "1，4-丁二醇", "α,β-不饱和酯", "N,N'-亚甲基双丙烯酰胺", "o,p-二甲苯", "1,3,5-三甲苯",
        "R,S-布洛芬", "4,4'-二氨基二苯醚", "聚(3,4-乙烯二氧噻吩)", "正极材料(NCM523,NCM622)",
        "水性涂料（丙烯酸，聚氨酯）", "6061-T6铝板/带/箔", "PE/PP塑料",
        "18650电池", "500ml瓶装水", "N330炭黑", "LED 灯具", "加工中心", "废胶边（固废）", "52度白酒",
    ],
)  # fmt: skip
def test_a_name_is_not_cut(name: str) -> None:
    assert items(name) == [name]
    assert [(one.name, one.amount) for one in goods_of(name).goods] == [(name, None)]


def test_lists_of_chemicals_are_cut_between_them() -> None:
    assert items("甲醇,N,N-二甲基甲酰胺,1,4-丁二醇") == ["甲醇", "N,N-二甲基甲酰胺", "1,4-丁二醇"]
    assert items("二氧化硅,二氧化钛") == ["二氧化硅", "二氧化钛"]


@pytest.mark.parametrize(
    ("cell", "goods"),
    [
        ("年产不饱和聚酯树脂6万吨、苯乙烯0.8万吨", [("不饱和聚酯树脂", "年产6万吨"), ("苯乙烯", "年产0.8万吨")]),
        ("年产3万吨松香", [("松香", "年产3万吨")]),
        ("5,000吨/年碳酸钙", [("碳酸钙", "5,000吨/年")]),
        ("茯茶（年产约80吨）", [("茯茶", "年产约80吨")]),
        ("主要从事茶叶、白酒生产和销售", [("茶叶", None), ("白酒", None)]),
        ("食品加工、销售", [("食品", None)]),
        ("碳酸钙<br>氯化钡", [("碳酸钙", None), ("氯化钡", None)]),
        ("（贸易）", []),
    ],
)
def test_what_a_cell_says(cell: str, goods: list[tuple[str, str | None]]) -> None:
    assert [(one.name, one.amount) for one in goods_of(cell).goods] == goods


def test_capacities_that_name_their_products(graph: Graph) -> None:
    rows = [
        {"企业名称": "虚构甲仪表厂", "主要产品": "压力表、温度计", "年产能": "压力表280万只；温度计60万支"},
        {"企业名称": "虚构乙松香厂", "主要产品": "松香", "年产能": "年产3万吨"},
        {"企业名称": "虚构丙松香厂", "主要产品": "松香", "年产能": "一期5万吨"},
    ]
    answer = load(graph, {"firms": rows})
    assert answer["rejected"].sum() == 0
    found = {
        (one.firm, one.product): one.capacity
        for one in graph.sql(
            "SELECT f.name AS firm, p.name AS product, e.capacity FROM produces e JOIN firm f ON f.id = e.firm JOIN product p ON p.id = e.product"
        ).itertuples()
        if one.capacity == one.capacity
    }
    assert found == {
        ("虚构甲仪表厂", "压力表"): 2_800_000,
        ("虚构甲仪表厂", "温度计"): 600_000,
        ("虚构乙松香厂", "松香"): 30_000,
    }
