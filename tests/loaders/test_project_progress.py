"""Progress of projects month by month: sums of a year and a month, when they were signed, dates without a year. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from office import Page, said, xlsx

from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

HEAD = ["项目名称", "投资方", "落地位置", "总投资", "投资情况", None, None, "形象进度", "协调部门", "预计投产"]
UNDER = [None, None, None, None, "2024年\n计划投资", "5月\n完成投资", "开工以来\n累计", None, None, None]


def told(graph: Graph, sql: str) -> list[tuple[Any, ...]]:
    frame = graph.sql(sql).astype(object)
    return [*frame.where(frame.notna(), None).itertuples(index=False, name=None)]


def test_sums_of_a_year_and_a_month_are_metrics_of_the_project(graph: Graph, tmp_path: Path) -> None:
    page = Page(
        "5月进度",
        [
            ["大足区五金产业重点项目2024年5月进度表（虚构）", None, None, None, None, None, None, None, None, "单位：万元"],
            HEAD, UNDER,
            ["一、在建项目 2个", None, None, 61000, 24000, 2750, 27000],
            ["厨具产业园", "甲实业集团有限公司", "龙水", 45000, 15000, 1800, 21600, "主体封顶", "区工信局", "年底"],
            ["紧固件基地", "乙紧固件股份有限公司", "龙水镇", 26000, 9000, "约950", 5400, "基础施工", "区人社局", "2025年3月"],
            ["填表：某甲  审签：某乙"],
        ],
        merged=("E2:G2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "H2:H3", "I2:I3", "J2:J3"),
    )  # fmt: skip
    answer = load(graph, xlsx(tmp_path / "进度.xlsx", page))
    assert answer["rejected"].sum() == 0
    asked = "SELECT name, stage, planned, completed, produced FROM project ORDER BY 1"
    assert told(graph, asked) == [
        ("厨具产业园", "started", 450_000_000, 216_000_000, "2024-12"),
        ("紧固件基地", "started", 260_000_000, 54_000_000, "2025-03"),
    ]
    metrics = (
        "SELECT p.name, m.indicator, m.value, m.period, m.modality FROM metric m JOIN concerns c ON c.about = m.id"
        " JOIN project p ON p.id = c.subject ORDER BY ALL"
    )
    assert told(graph, metrics) == [
        ("厨具产业园", "完成投资", 18_000_000, "2024-05", None), ("厨具产业园", "投资", 150_000_000, "2024", "target"),
        ("紧固件基地", "完成投资", 9_500_000, "2024-05", None), ("紧固件基地", "投资", 90_000_000, "2024", "target"),
    ]  # fmt: skip
    assert "年底 = 2024年底" in said(answer)


def test_a_day_of_signing_is_that_of_the_stage_only_where_this_is_the_stage(graph: Graph, tmp_path: Path) -> None:
    rows = [
        ["项目名称", "项目阶段", "签约时间", "开工时间"],
        ["甲", "签约", "2024-02-15", None], ["乙", "开工", "2023-04", "2024-01"], ["丙", "在建", "2023-05", None],
        ["丁", "洽谈", None, None],
    ]  # fmt: skip
    load(graph, xlsx(tmp_path / "项目.xlsx", Page("项目", rows)))
    assert told(graph, "SELECT name, stage, stage_date, signed, started FROM project ORDER BY name") == [
        ("丁", "negotiating", None, None, None), ("丙", "started", None, "2023-05", None),
        ("乙", "started", "2024-01", "2023-04", "2024-01"), ("甲", "signed", "2024-02-15", "2024-02-15", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "cell", "day"),
    [
        ("2024年5月企业诉求台账", "5月16日", "2024-05-16"),
        ("2024年企业诉求台账", "12月3日", "2024-12-03"),
        ("企业诉求台账（截至2024年5月）", "去年12月", "2023-12"),
        ("2024年5月企业诉求台账", "12月20日", None),  # of the year before, or a slip
        ("2023-2024年企业诉求台账", "5月16日", None),
        ("企业诉求台账", "5月16日", None),
    ],
)
def test_a_date_without_a_year_is_of_the_title_s_or_asked_about(
    title: str, cell: str, day: str | None, graph: Graph, tmp_path: Path
) -> None:
    rows = [
        [title],
        ["提出企业", "诉求内容", "提出时间"],
        ["甲纸业有限公司", "缺工", cell],
        ["乙纸业有限公司", "缺电", "2024-01-02"],
    ]
    answer = load(graph, xlsx(tmp_path / "诉求.xlsx", Page("诉求", rows)))
    days = "SELECT q.opened FROM request q JOIN raises x ON x.request = q.id JOIN firm f ON f.id = x.raiser WHERE f.name = '甲纸业有限公司'"
    assert told(graph, days) == [(day,)]
    assert len(answer.attrs["warnings"]) == (day is None)


def test_a_town_of_another_province_is_not_meant_in_a_county_s_sheet(graph: Graph, tmp_path: Path) -> None:
    """Of 大冶市's 罗桥街道 the divisions known here have none; 上饶 has one."""
    rows = [
        ["大冶市重点项目台账（虚构）"],
        ["项目名称", "建设地点"],
        ["甲", "罗桥街道"],
        ["乙", "陈贵镇"],
        ["丙", "灵乡镇"],
    ]
    answer = load(graph, xlsx(tmp_path / "项目.xlsx", Page("项目", rows)))
    sites = "SELECT j.name, p.name AS place FROM sited_in x JOIN project j ON j.id = x.project JOIN node p ON p.id = x.place ORDER BY 1"
    assert told(graph, sites) == [("丙", "灵乡镇"), ("乙", "陈贵镇")]
    assert "罗桥街道" in answer.attrs["warnings"]["value"].tolist()
