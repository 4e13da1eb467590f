"""Marks around names: what is taken off, what is read as stage, and what is part of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from chanlian.graph.graph import connect
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
