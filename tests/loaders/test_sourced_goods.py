"""Whom or where raw materials come from, said in brackets behind them in a list of firms. All firms are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from office import Page, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

BOUGHT = (
    "SELECT s.name AS seller, p.name AS product, x.value AS value, x.quantity AS quantity, x.basis AS basis"
    " FROM supplies x JOIN firm s ON s.id = x.seller JOIN product p ON p.id = x.product ORDER BY 1, 2"
)


def bought(graph: Graph, tmp_path: Path, header: str, *cells: str) -> tuple[list[tuple[object, ...]], set[str]]:
    rows = [
        ["企业名称", "所在地", "主要产品", header],
        *([f"甲{n}厂", "玉屏县", "松香", cell] for n, cell in enumerate(cells)),
    ]
    answer = load(graph, xlsx(tmp_path / "名录.xlsx", Page("名录", rows)))
    assert answer["rejected"].sum() == 0
    used = graph.sql("SELECT DISTINCT p.name AS name FROM consumes x JOIN product p ON p.id = x.product")["name"]
    frame = graph.sql(BOUGHT).astype(object)
    return [*frame.where(frame.notna(), None).itertuples(index=False, name=None)], set(used)


def test_places_firms_and_amounts_in_brackets_are_purchases(graph: Graph, tmp_path: Path) -> None:
    supplies, used = bought(
        graph, tmp_path, "主要原料及来源",
        "原绒（内蒙古、辽宁）、染料（绍兴市蓝印染料有限公司）", "羊绒纱线（东羊绒业，约3000万元/年）；煤（山西，1.2万吨/年）",
    )  # fmt: skip
    assert used == {"原绒", "染料", "羊绒纱线", "煤"}
    assert supplies == [
        ("东羊绒业", "羊绒纱线", 30_000_000, None, "annual"),
        ("内蒙古自治区未具名企业", "原绒", None, None, None),
        ("山西省未具名企业", "煤", None, 12_000, "annual"),
        ("绍兴市蓝印染料有限公司", "染料", None, None, None),
        ("辽宁省未具名企业", "原绒", None, None, None),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "正极材料(NCM523)",
        "纸箱（外购）",
        "油墨（水性）",
        "白糖（一级、二级）",
        "钢材（Q235，3mm）",
        "面粉（高筋）",
        "玉米（深加工）",
        "钢板（热轧卷）",
    ],
)
@pytest.mark.parametrize("header", ["主要原料", "原料及来源"])
def test_other_brackets_say_what_a_material_is_like(header: str, cell: str, graph: Graph, tmp_path: Path) -> None:
    supplies, used = bought(graph, tmp_path, header, cell)
    # where it is asked whence, 外购 answers that and is no part of the name
    assert (supplies, used) == ([], {"纸箱"} if cell == "纸箱（外购）" and "来源" in header else {cell})


def test_a_short_name_counts_only_where_the_header_asks_whence(graph: Graph, tmp_path: Path) -> None:
    assert bought(graph, tmp_path, "主要原材料", "羊绒纱线（东羊绒业）") == ([], {"羊绒纱线（东羊绒业）"})
