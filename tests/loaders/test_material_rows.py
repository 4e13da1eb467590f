"""Lists of firms with a material a row, from where and of whom. All firms are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from office import Page, said, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

BOUGHT = (
    "SELECT s.name AS seller, b.name AS buyer, p.name AS product, x.value AS value, x.period AS period, x.basis AS basis FROM supplies x"
    " JOIN firm s ON s.id = x.seller JOIN firm b ON b.id = x.buyer JOIN product p ON p.id = x.product ORDER BY ALL"
)
USED = (
    "SELECT f.name AS firm, p.name AS product, x.quantity AS quantity, x.unit AS unit FROM consumes x JOIN firm f ON f.id = x.firm"
    " JOIN product p ON p.id = x.product ORDER BY ALL"
)


def told(graph: Graph, sql: str) -> list[tuple[Any, ...]]:
    frame = graph.sql(sql).astype(object)
    return [*frame.where(frame.notna(), None).itertuples(index=False, name=None)]


def test_a_survey_with_merged_firms(graph: Graph, tmp_path: Path) -> None:
    page = Page(
        "汇总",
        [
            ["漳浦县食品企业主要原辅料采购情况调查汇总表（虚构）"],
            ["调查年度：2023年", None, None, None, None, None, None, None, "金额单位：万元"],
            ["序号", "企业名称", "所在乡镇", "主要产品", "主要原辅材料", "年用量", "来源地", "供货商", "年采购额"],
            [1, "甲罐头厂", "旧镇镇", "芦笋罐头", "马口铁", "2600吨", "广东中山", "中山乙制罐有限公司", 2180],
            [None, None, None, None, "鲜芦笋", "约4500吨", "本县", None, 1950],
            [None, None, None, None, "盐渍蘑菇", "1200吨", "省内", None, "约860"],
            [2, "丙水产厂", "佛昙镇", "冻虾仁", "南美白对虾", "2100吨", "厄瓜多尔", None, 6800],
            [None, None, None, None, "活鳗", "900吨", "多地", None, 7200],
            [None, None, None, None, "纸箱", "无", None, "丁厂、戊纸品厂", 300],
        ],
        merged=("A4:A6", "B4:B6", "C4:C6", "D4:D6", "A7:A9", "B7:B9", "C7:C9", "D7:D9"),
    )
    answer = load(graph, xlsx(tmp_path / "汇总.xlsx", page))
    assert answer["rejected"].sum() == 0
    of_year = ("2023", "annual")
    assert told(graph, BOUGHT) == [
        ("丁厂", "丙水产厂", "纸箱", None, None, None),
        ("中山乙制罐有限公司", "甲罐头厂", "马口铁", 21_800_000, *of_year),
        ("厄瓜多尔未具名企业", "丙水产厂", "南美白对虾", 68_000_000, *of_year),
        ("戊纸品厂", "丙水产厂", "纸箱", None, None, None),
        ("漳浦县未具名企业", "甲罐头厂", "鲜芦笋", 19_500_000, *of_year),
        ("福建省未具名企业", "甲罐头厂", "盐渍蘑菇", 8_600_000, *of_year),
    ]
    assert told(graph, USED) == [
        ("丙水产厂", "南美白对虾", 2100, "吨"), ("丙水产厂", "活鳗", 900, "吨"), ("丙水产厂", "纸箱", None, None),
        ("甲罐头厂", "盐渍蘑菇", 1200, "吨"), ("甲罐头厂", "马口铁", 2600, "吨"), ("甲罐头厂", "鲜芦笋", 4500, "吨"),
    ]  # fmt: skip
    assert "多地" in said(answer)
    place = "SELECT p.name AS name FROM located_in x JOIN node f ON f.id = x.what JOIN node p ON p.id = x.place WHERE f.name = '中山乙制罐有限公司'"
    assert told(graph, place) == [("中山市",)]


@pytest.mark.parametrize(
    ("headers", "cells", "value"),
    [
        (["单位名称", "产品", "所用原料", "购进地", "供应厂家", "2022年购进金额（万元）"],
         ["甲厂", "胶管", "炭黑", "江西", "乙炭黑厂", "80"], 800_000),
        (["企业", "主要原材料", "采购地区", "采购金额（亿元）", "供应商名称"], ["甲厂", "炭黑", "江西省", "1.2", "乙炭黑厂"], 120_000_000),
        (["公司名称", "原料名称", "供货单位", "年需求量（吨）", "备注"], ["甲厂", "炭黑", "乙炭黑厂", "50", "常年合作"], None),
    ],
)  # fmt: skip
def test_other_words_for_the_same(
    headers: list[str], cells: list[str], value: float | None, graph: Graph, tmp_path: Path
) -> None:
    second = [
        cell.replace("炭黑", "白炭黑") if header.find("原") >= 0 else cell
        for header, cell in zip(headers, cells, strict=True)
    ]
    load(graph, xlsx(tmp_path / "调查.xlsx", Page("调查", [headers, cells, second])))
    assert {(one[0], one[1], one[2], one[3]) for one in told(graph, BOUGHT)} == {
        ("乙炭黑厂", "甲厂", "炭黑", value), ("乙炭黑厂", "甲厂", "白炭黑", value),
    }  # fmt: skip
    assert {one[:2] for one in told(graph, USED)} == {("甲厂", "炭黑"), ("甲厂", "白炭黑")}


def test_what_is_bought_a_year_is_the_purchase_and_what_is_used_the_use(graph: Graph, tmp_path: Path) -> None:
    for n, (header, bought, used) in enumerate((("年采购量（吨）", 320, None), ("年用量（吨）", None, 320))):
        rows = [
            ["企业名称", "主要原料", header, "供应商所在地"],
            [f"甲{n}厂", "坯布", "320", "浙江绍兴"],
            [f"甲{n}厂", "拉链", "320", "晋江"],
        ]
        load(graph, xlsx(tmp_path / f"调查{n}.xlsx", Page("调查", rows)))
        amounts = (
            "SELECT DISTINCT x.quantity AS quantity FROM {} x JOIN firm f ON f.id = x.{} WHERE f.name = '" + f"甲{n}厂'"
        )
        assert told(graph, amounts.format("supplies", "buyer")) == [(bought,)]
        assert told(graph, amounts.format("consumes", "firm")) == [(used,)]


def test_a_list_of_several_materials_a_cell_stays_a_list_of_firms(graph: Graph, tmp_path: Path) -> None:
    rows = [
        ["企业名称", "主要原料", "供应商", "来源地"],
        ["甲厂", "炭黑、生胶、氧化锌", "乙厂、丙厂", "江西、云南"],
        ["丁厂", "生胶；炭黑", "乙厂", "江西"],
    ]
    load(graph, xlsx(tmp_path / "名录.xlsx", Page("名录", rows)))
    assert {one[:2] for one in told(graph, USED)} >= {("甲厂", "氧化锌"), ("丁厂", "生胶")}
    assert told(graph, BOUGHT) == []
