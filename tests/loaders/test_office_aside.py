"""Two office sheets that were written after the reader was done, to see what it makes of layouts it was not made for.

All firms and figures are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from office import Page, counts, said, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
Ends = Callable[[str], set[tuple[str, ...]]]


def test_progress_of_signed_projects(graph: Graph, facts: Facts, ends: Ends, tmp_path: Path) -> None:
    """签约项目进展: three lines of headers, the unit in a title line, a numbered line of columns, sections by stage, 〃."""
    page = Page(
        "6月",
        [
            ["附件2"],
            ["湖北省大冶市2024年上半年签约项目进展情况表（虚构）"],
            ["制表单位：虚构招商局", None, None, None, None, None, None, "2024年6月30日"],
            ["序号", "项目名称", "投资方", "投资情况", None, None, "落地园区", "目前进展情况"],
            [None, None, None, "计划总投资", "资金到位", None, None, None],
            [None, None, None, None, "本月", "累计到位资金", None, None],
            ["1", "2", "3", "4", "5", "6", "7", "8"],
            ["一", "已开工项目（2个）", None, "6.5亿元", None, None, None, None],
            [1, "虚构铜箔项目", "虚构铜箔股份有限公司", "5亿元", "100万元", "2000万元", "虚构大冶高新区", "开工"],
            [2, "虚构模具项目", "虚构模具有限公司", "1.5亿元", None, "300万元", "〃", "开工"],
            ["二", "洽谈项目（1个）", None, None, None, None, None, None],
            [3, "虚构生命健康项目", "虚构药业集团", "2亿元", None, None, "〃", "洽谈"],
            [None, "合  计", None, "8.5亿元", None, None, None, None],
            ["说明：", "本表为虚构数据。", None, None, None, None, None, None],
        ],
        merged=("A2:H2", "A4:A6", "B4:B6", "C4:C6", "D4:F4", "D5:D6", "E5:F5", "G4:G6", "H4:H6"),
    )
    load(graph, {"parks": [{"name": "虚构大冶高新区", "place": "大冶市"}]})
    answer = load(graph, xlsx(tmp_path / "附件2.xlsx", page))
    assert counts(answer) == [["projects", 3, 3, 0, 5]]
    assert {(row["name"], row["planned"], row["paid"], row["stage"]) for row in facts("project")} == {
        ("虚构铜箔项目", 500_000_000, 20_000_000, "started"),
        ("虚构模具项目", 150_000_000, 3_000_000, "started"),
        ("虚构生命健康项目", 200_000_000, None, "negotiating"),
    }  # fmt: skip
    assert {pair[1] for pair in ends("sited_in")} == {"虚构大冶高新区"}
    assert "已开工项目" in said(answer)


def test_park_sheet_beside_a_sheet_of_instructions(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    """园区企业基本情况表: table away from the first column, park per group of rows, instructions on a sheet of their own."""
    table: list[list[Any]] = [
        [None, None, None, None, None, None],
        [None, "云南省禄丰市园区企业基本情况表（虚构）", None, None, None, None],
        [None, "园区名称", "企业名称", "主导产品", "主要原材料", "从业人员（人）"],
        [None, "虚构禄丰工业园", "虚构钛业有限公司", "海绵钛/四氯化钛", "钛精矿", 300],
        [None, None, "虚构硅业有限公司", "单晶硅棒", "多晶硅", 200],
        [None, "小计", "2户", None, None, 500],
        [None, "虚构土官园区", "虚构饲料厂", "配合饲料", "玉米，豆粕", 50],
        [None, "合计", "3户", None, None, 550],
    ]  # fmt: skip
    answer = load(
        graph,
        xlsx(
            tmp_path / "园区.xlsx",
            Page("填表说明", [["填表说明"], ["1.企业名称请填全称；"], ["2.数据为年度数。"]]),
            Page("情况表", table, merged=("B2:F2", "B4:B5")),
        ),
    )
    assert counts(answer) == [[None, 0, 0, 0, 0], ["firms", 3, 3, 0, 2], ["metrics", 3, 3, 0, 0]]
    assert ends("located_in") >= {
        ("虚构钛业有限公司", "虚构禄丰工业园"), ("虚构硅业有限公司", "虚构禄丰工业园"), ("虚构饲料厂", "虚构土官园区"),
    }  # fmt: skip
    assert ("虚构饲料厂", "豆粕") in ends("consumes")
    assert "read as metrics of their rows: 从业人员" in said(answer)
