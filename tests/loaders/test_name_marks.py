"""Marks around names: what is taken off, what is read as stage, and what is part of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph import connect
from chanlian.loaders.load_tables import load
from chanlian.loaders.values.name_marks import unmarked

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

FIRMS = pd.DataFrame(
    {
        "企业名称": ["★1.甲茶业有限公司", "3、乙茯茶厂【停业】", "（2）丙厂 （限产）",
                 "◆丁厂", "戊（贵州）有限公司", "己厂（普通合伙）", "*ST庚", "①辛厂（2023年停产）",
                 "'壬厂"],
        "所在地": "玉屏县",
    }
)  # fmt: skip
NAMES = [
    "*ST庚",
    "丁厂",
    "丙厂",
    "乙茯茶厂",
    "己厂（普通合伙）",
    "戊（贵州）有限公司",
    "甲茶业有限公司",
    "壬厂",
    "辛厂",
]


def _names(graph: Graph, kind: str) -> list[str]:
    return sorted(graph.sql(f"SELECT name FROM {kind}")["name"])


def _given(table: pd.DataFrame, container: str, folder: Path, stem: str) -> object:
    if container == "frame":
        return {stem: table}
    path = folder / f"{stem}.csv"
    path.write_text(table.to_csv(index=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_a_name_is_what_the_firm_is_called(container: str, tmp_path: Path) -> None:
    graph = connect(":memory:")
    out = load(graph, _given(FIRMS, container, tmp_path, "firms"))
    assert _names(graph, "firm") == sorted(NAMES)
    said = " ".join(out.attrs["notes"])
    assert "乙茯茶厂: 停业" in said
    assert "marks at 5 names" in said


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_a_mark_is_the_stage_of_a_project_that_states_none(container: str, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"项目名称": ["1.冷库（在建）", "【拟建】酒库", "陶坛（停建）", "瓶厂（扩建）", "包材园（在建）"], "阶段": ["", "", "", "签约", "签约"]}
    )  # fmt: skip
    graph = connect(":memory:")
    load(graph, _given(table, container, tmp_path, "projects"))
    found = graph.sql("SELECT name, stage FROM project ORDER BY name").values.tolist()
    assert sorted(map(tuple, found)) == sorted(
        [
            ("冷库", "started"),
            ("酒库", "planned"),
            ("陶坛", "stalled"),
            ("瓶厂（扩建）", "signed"),
            ("包材园", "signed"),
        ]
    )


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_one_firm_with_and_without_its_mark(container: str, tmp_path: Path) -> None:
    graph = connect(":memory:")
    load(graph, {"firms": [{"name": "甲厂", "place": "玉屏县"}, {"name": "乙厂", "place": "玉屏县"}]})
    table = pd.DataFrame({"seller": ["★甲厂（停产）"], "buyer": ["2.乙厂"], "product": ["纸箱"]})
    out = load(graph, _given(table, container, tmp_path, "supplies"))
    assert out["added"].tolist() == [1]
    assert _names(graph, "firm") == ["乙厂", "甲厂"]


@pytest.mark.parametrize(
    "text",
    [
        "3.5寸硬盘厂",
        "1.5公司",
        "○○公司",
        "正极材料(NCM523,NCM622)",
        "甲厂（贵州）",
        "二十一世纪公司",
        "（停产）",
        "58同城",
    ],
)
def test_what_belongs_to_a_name_stays(text: str) -> None:
    assert unmarked(text).name == text


def _stands(graph: Graph, edge: str, end: str = "firm") -> dict[tuple[str, str], str | None]:
    rows = graph.sql(
        f"SELECT f.name AS a, p.name AS b, x.status AS status FROM {edge} x JOIN node f ON f.id = x.{end}"
        " JOIN node p ON p.id = x.product ORDER BY ALL"
    ).astype(object)
    return {(a, b): status if isinstance(status, str) else None for a, b, status in rows.itertuples(index=False)}


def _standing(graph: Graph) -> dict[str, str]:
    return dict(graph.sql("SELECT name, standing FROM firm WHERE standing IS NOT NULL ORDER BY 1").values.tolist())


def test_how_products_and_firms_in_lists_stand(tmp_path: Path) -> None:
    table = pd.DataFrame({
        "企业名称": ["甲厂（停产）", "乙有限公司", "丙有限公司-已注销", "丁厂（季节性停产）"],
        "所在地": "玉屏县",
        "主要产品": ["石灰、方解石", "石灰（停产）、母粒[在建]、水泥", "电缆料（年产2万吨，拟建）", "茶叶"],
        "主要原料": ["煤", "煤（停用）；水", "", "茶青"],
        "供应商": ["戊矿业有限公司（停产）、己有限公司", "庚有限公司(已关停)；己有限公司", "", ""],
    })  # fmt: skip
    graph = connect(":memory:")
    out = load(graph, _given(table, "csv", tmp_path, "firms"))
    assert out["rejected"].tolist() == [0]
    assert _names(graph, "firm") == sorted(
        ["丁厂", "丙有限公司", "乙有限公司", "己有限公司", "庚有限公司", "戊矿业有限公司", "甲厂"]
    )
    assert _standing(graph) == {
        "丁厂": "季节性停产", "丙有限公司": "已注销", "庚有限公司": "已关停", "戊矿业有限公司": "停产", "甲厂": "停产",
    }  # fmt: skip
    # who has stopped is no maker; what stands still for a season is made all the same
    assert _stands(graph, "produces") == {
        ("丁厂", "茶叶"): None, ("丙有限公司", "电缆料"): "planned", ("乙有限公司", "母粒"): "planned",
        ("乙有限公司", "水泥"): None, ("乙有限公司", "石灰"): "ended", ("甲厂", "方解石"): "ended", ("甲厂", "石灰"): "ended",
    }  # fmt: skip
    assert _stands(graph, "consumes") == {
        ("丁厂", "茶青"): None, ("乙有限公司", "水"): None, ("乙有限公司", "煤"): "ended", ("甲厂", "煤"): "ended",
    }  # fmt: skip
    assert graph.sql("SELECT capacity FROM produces WHERE capacity IS NOT NULL")["capacity"].tolist() == [20000.0]


def test_how_the_ends_of_edges_stand() -> None:
    supplies = pd.DataFrame(
        {"供方": ["甲厂(停产)、乙厂", "丁厂"], "需方": "丙厂（在建）", "产品": ["纸箱", "纸箱（停产）"]}
    )
    produces = pd.DataFrame({"企业": ["甲厂（2023年停产）", "乙厂"], "产品": ["水泥", "水泥、石灰（拟建）"]})
    adds = pd.DataFrame(
        {"项目名称": ["甲项目"], "投资方": ["戊有限公司（已注销）、己有限公司"], "主要产品": ["吨袋（拟建）、编织袋"]}
    )
    graph = connect(":memory:")
    load(graph, {"supplies": supplies, "produces": produces, "projects": adds})
    assert _names(graph, "firm") == sorted(["丁厂", "丙厂", "乙厂", "己有限公司", "戊有限公司", "甲厂"])
    assert {name: _standing(graph)[name] for name in ("丙厂", "戊有限公司")} == {"丙厂": "在建", "戊有限公司": "已注销"}
    # that a firm has stopped is no word on what it once sold
    assert _stands(graph, "supplies", "seller") == {
        ("丁厂", "纸箱"): "ended", ("乙厂", "纸箱"): None, ("甲厂", "纸箱"): None,
    }  # fmt: skip
    assert _stands(graph, "produces") == {
        ("乙厂", "水泥"): None,
        ("乙厂", "石灰"): "planned",
        ("甲厂", "水泥"): "ended",
    }
    assert _stands(graph, "adds", "project") == {("甲项目", "吨袋"): "planned", ("甲项目", "编织袋"): None}


def test_what_a_row_states_itself_comes_before_its_mark() -> None:
    graph = connect(":memory:")
    load(
        graph,
        {
            "firms": [
                {"name": "甲厂（停产）", "经营状态": "已复产", "products": "石灰"},
                {"name": "乙厂", "经营状态": "停产", "products": "石灰"},
            ]
        },
    )
    assert _standing(graph) == {"乙厂": "停产", "甲厂": "已复产"}
    assert _stands(graph, "produces") == {("乙厂", "石灰"): "ended", ("甲厂", "石灰"): None}
    load(graph, {"produces": [{"firm": "丙厂（停产）", "product": "石灰", "status": "有效"}]})
    assert _stands(graph, "produces")["丙厂", "石灰"] == "active"
