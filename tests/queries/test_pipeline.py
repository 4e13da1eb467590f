"""An area's projects by stage, on small invented worlds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, nodes
from world import small

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries import pipeline
from chanlian.queries.answer import records, unframed
from chanlian.queries.pipeline.columns import PROJECT_COLUMNS, SUM_COLUMNS
from chanlian.viz.files.terminal import columns_shown

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="module")
def made() -> Graph:
    """Of A1: nine projects and a group of five that may contain any of them but `far`; the others are not its own."""
    graph: Graph = small(
        firm="F@A1",
        project="""
            plan stage=planned planned=100; deal stage=negotiating
            sign stage=signed stage_date=2024-03 planned=210 contracted=200 paid=50 handler=A1office
            begun stage=started stage_date=2024-09 contracted=300 paid=150 handler=B1office、A1office
            goes stage=producing; stuck stage=stalled; open
            far stage=started handler=A1office; about stage=signed
            g stage=signed group=true count=5 contracted=900 contracted_low=900
            other stage=started handler=A2office; zoned stage=full; vague; moved; agreed; backed
        """,
        sited_in="""
            plan A1; deal K; sign A1; begun A1; goes A1; stuck A1; open A1; g A1 status=planned
            far A2; other A2; zoned Z; vague A; moved A1 until=2024; moved A2 since=2024; agreed A2
        """,
        measure="m",
        concerns="m A1; m about; m agreed",
        invests_in="F backed; F other",
    )
    return graph


def told(graph: Graph, *columns: str, area: str = "A1", **asked: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in records(pipeline(graph, area, **asked))]


def test_stages_with_their_sums(made: Graph) -> None:
    found = pipeline(made, "A1")
    assert list(found.columns) == list(names(SUM_COLUMNS))
    columns = (
        "stage",
        "count",
        "count_low",
        "count_high",
        "planned",
        "contracted",
        "contracted_low",
        "paid",
        "projects",
    )
    assert told(made, *columns) == [
        ("planned", 1, None, None, 100.0, None, None, None, ["plan"]),
        ("negotiating", 1, None, None, None, None, None, None, ["deal"]),
        # the five may be or contain the other two: at least five, at most seven; at least the 900 of the group
        ("signed", None, 5, 7, 210.0, None, 900.0, 50.0, ["about", "g", "sign"]),
        ("started", 2, None, None, None, 300.0, None, 150.0, ["begun", "far"]),
        ("producing", 1, None, None, None, None, None, None, ["goes"]),
        ("stalled", 1, None, None, None, None, None, None, ["stuck"]),
        ("unstated", 1, None, None, None, None, None, None, ["open"]),
        # eight named ones that may be of the group, and far, which lies in another county
        ("all", None, 9, 14, 310.0, None, 900.0, 200.0, None),
    ]
    assert {row["contracted_high"] for row in records(found)} == {None}, "over 900"


def test_rates_say_of_how_many_projects_they_are(made: Graph) -> None:
    *stages, whole = told(made, "start_rate", "start_rate_of", "paid_rate", "paid_rate_of", "under_way", "stalled")
    # signed: sign, about; begun: begun, far, goes; nobody knows of the five, nor of open, and plan and deal are not signed
    # paid in: 50 + 150 of 200 + 300
    assert whole == (0.6, 5, 0.4, 2, 3, 1)
    assert [row[:2] for row in stages] == [(None, None)] * len(stages)
    assert [row[2:4] for row in stages][2:4] == [(0.25, 1), (0.5, 1)]
    notes = pipeline(made, "A1", lang="zh").attrs["notes"]
    assert "开工率按已签约及以后阶段的5个具名项目计算；未计入：未载明阶段1条、未具名项目1组" in notes
    assert "资金到位率按同时载明签约资金和到位资金确切数的2个项目计算" in notes
    assert "金额只合计载明的项目：计划投资2个（共9–14个），签约资金5–7个（共9–14个），到位资金2个（共9–14个）" in notes
    assert any(note.startswith("g（5个）可能包含表中其他项目") for note in notes)


def test_rates_that_cannot_be_told() -> None:
    graph = small(project="p stage=planned contracted=5 contracted_low=5 paid=1; q", sited_in="p A1; q A1")
    found = pipeline(graph, "A1")
    assert records(found[["start_rate", "paid_rate", "under_way", "stalled"]])[-1] == dict.fromkeys(
        ("start_rate", "paid_rate", "under_way", "stalled")
    )
    assert [note.split(":")[0] for note in found.attrs["notes"][-2:]] == ["no start rate", "no paid-in rate"]


def test_by_what_a_project_is_the_areas(made: Graph) -> None:
    found = pipeline(made, "A1", by="project")
    assert list(found.columns) == list(names(PROJECT_COLUMNS))
    assert told(made, "project", "via", "places", "concerned_by", by="project") == [
        ("plan", ["site"], ["A1"], None), ("deal", ["park"], ["K"], None), ("about", ["concerns"], None, ["m"]),
        ("g", ["site"], ["A1"], None), ("sign", ["site", "handler"], ["A1"], None),
        ("begun", ["site", "handler"], ["A1"], None), ("far", ["handler"], ["A2"], None),
        ("goes", ["site"], ["A1"], None), ("stuck", ["site"], ["A1"], None), ("open", ["site"], ["A1"], None),
    ]  # fmt: skip
    notes = found.attrs["notes"]
    assert "10 entries, the area's by site 7, by park 1, by what concerns both 1, by handler 3;" in " ".join(notes)
    left_out = [note for note in notes if note.startswith("not counted")]
    assert [note.split(", ")[1] for note in left_out] == [
        "sited so vaguely that it may be in A1 or not: 1 project",
        "sited elsewhere",
        "without a site",
    ]
    assert ("zoned", ["park"]) in told(made, "project", "via", by="project", with_zones=True)
    assert [name for (name,) in told(made, "project", area="A2", by="project")] == ["far", "other", "agreed", "moved"]


def test_handlers(made: Graph) -> None:
    assert told(made, "handler", "count_low", "count", "under_way", "start_rate", "contracted", by="handler") == [
        ("A1office", None, 3, 2, 2 / 3, 500.0),  # begun has two handlers, and counts for both
        ("B1office", None, 1, 1, 1.0, 300.0),
        ("unstated", 6, None, 1, 0.5, 900.0),
        ("all", 9, None, 3, 0.6, None),
    ]


def test_offices_of_a_county() -> None:
    """玉屏县招商局 is of 玉屏, 大龙经开区管委会 of the park, 朝阳区招商局 of one of two counties: nobody knows which."""
    offices = {
        "a": "玉屏县招商局", "b": "贵州大龙经济开发区管委会", "c": "朝阳区招商局", "d": "经济局", "e": "市招商局；平溪街道办事处",
    }  # fmt: skip
    graph = connect(":memory:")
    graph.write(
        batch(
            region=[
                {"identifier": "region:520622", "name": "玉屏侗族自治县", "level": "county"},
                {"identifier": "region:431227", "name": "新晃侗族自治县", "level": "county"},
            ],
            park=nodes("park", "贵州大龙经济开发区", own_area=True),
            organization=nodes("organization", "经济局"),
            located_in=[
                {"what": "park:贵州大龙经济开发区", "place": "region:520622"},
                {"what": "organization:经济局", "place": "region:520622"},
            ],
            project=[{"identifier": f"project:{name}", "handler": handler} for name, handler in offices.items()],
            sited_in=[{"project": f"project:{name}", "place": "region:431227"} for name in offices],
        )
    )
    assert told(graph, "project", "via", area="玉屏", by="project") == [(name, ["handler"]) for name in "ade"]
    assert told(graph, "project", area="贵州大龙经济开发区", by="project") == [("b",)]
    assert len(pipeline(graph, "新晃", by="project")) == len(offices)


def test_bounds_are_kept() -> None:
    """超, 不足 and 约, a range, and a sum in another currency, which is in none."""
    graph = connect(":memory:")
    sums: dict[str, dict[str, Any]] = {
        "over": {"planned": 5.0, "planned_low": 5.0, "planned_original": "超5元"},
        "under": {"planned": 3.0, "planned_high": 3.0, "planned_original": "不足3元"},
        "range": {"paid_low": 1.0, "paid_high": 2.0, "paid_original": "1-2元"},
        "about": {"contracted": 7.0, "contracted_original": "约7元", "paid": 7.0},
        "plain": {"contracted": 1.0, "paid": 1.0},
        "abroad": {"planned_original": "5亿美元"},
    }
    graph.write(
        batch(
            region=[{"identifier": "region:R", "level": "county"}],
            project=[{"identifier": f"project:{name}", **one} for name, one in sums.items()],
            sited_in=[{"project": f"project:{name}", "place": "region:R"} for name in sums],
        )
    )
    (*_, whole) = records(pipeline(graph, "R", lang="zh"))
    bounds = {
        name: [whole[f"{name}{end}"] for end in ("", "_low", "_high", "_original")]
        for name in ("planned", "contracted", "paid")
    }
    assert bounds == {
        "planned": [8.0, 5.0, None, None],  # over 5 and under 3: at least 5
        "contracted": [8.0, None, None, "约"],
        "paid": [None, 9.0, 10.0, None],  # 1 to 2, 7 and 1
    }
    assert (whole["paid_rate"], whole["paid_rate_of"]) == (1.0, 1), "of exact figures alone"
    assert "金额不是人民币数字的未合计：abroad" in pipeline(graph, "R", lang="zh").attrs["notes"]


def test_groups_of_one_area() -> None:
    """Two groups may share projects, unless they lie apart; one whose number is not stated is at least one."""
    graph = small(
        project="g group=true count=13 planned=25; h group=true count=18 contracted=46; i group=true",
        sited_in="g A1; h A1; i A2",
    )
    for area, bounds in {"A1": (None, 18, 31), "A2": (None, 1, None), "A1,A2": (None, 19, None)}.items():
        *_, whole = told(graph, "count", "count_low", "count_high", area=area)
        assert whole == bounds
    *_, sums = told(graph, "planned", "contracted")
    assert sums == (25.0, 46.0), "each is stated by one group alone"
    assert any(note.startswith("of how many projects is not stated") for note in pipeline(graph, "A2").attrs["notes"])


def test_a_project_without_a_site_does_not_make_groups_of_two_counties_one() -> None:
    graph = small(
        project="g group=true count=13 planned=25; h group=true count=18 planned=46; p planned=1",
        sited_in="g A1; h A2", measure="m", concerns="m A1; m p",
    )  # fmt: skip
    *_, whole = told(graph, "count", "count_low", "count_high", "planned", "planned_low", "planned_high", area="A1,A2")
    assert whole == (None, 31, 32, None, 71.0, 72.0), "p may be of either, but 13 and 18 are 31"


# -- what has moved since ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def editions() -> Graph:
    """Two editions of a list, of 2024-03-31 and 2025-06-30, and a source that nobody dates."""
    graph: Graph = connect(":memory:")
    lists: dict[tuple[str, str | None], dict[str, dict[str, Any]]] = {
        ("s", "2024-03-31"): {
            "on": {"stage": "signed", "stage_date": "2024-02", "contracted": 40.0, "paid": 10.0},
            "still": {"stage": "planned", "planned": 5.0},
            "more": {"stage": "signed", "paid": 5.0},
            "over": {"stage": "signed", "contracted": 5.0, "contracted_low": 5.0},
        },
        ("t", "2025-06-30"): {
            "on": {"stage": "started", "paid": 30.0, "progress": "roofed"},
            "more": {"stage": "signed", "paid": 8.0, "contracted": 9.0},
            "over": {"stage": "signed", "contracted": 9.0},
            "new": {"stage": "signed", "stage_date": "2025-05", "contracted": 7.0},
            "year": {"stage": "signed", "stage_date": "2024"},
        },
        ("u", None): {"undated": {"stage": "started"}},
    }
    region = [{"identifier": "region:R", "level": "county"}]
    for (source, published), projects in lists.items():
        known = [{"identifier": f"project:{name}", **one} for name, one in projects.items()]
        sites = [{"project": f"project:{name}", "place": "region:R"} for name in projects]
        graph.write(batch(source, published, region=region, project=known, sited_in=sites))
    return graph


def test_since_the_last_edition(editions: Graph) -> None:
    columns = ("project", "stage", "stage_date", "stage_before", "since_then", "paid_added", "contracted_added")
    assert told(editions, *columns, area="R", by="project", since="2024-03-31") == [
        ("still", "planned", None, "planned", "same", None, None),
        ("more", "signed", None, "signed", "sums", 3.0, None),  # what was contracted before was not stated
        ("new", "signed", "2025-05", None, "added", None, 7.0),
        ("over", "signed", None, "signed", "sums", None, None),  # over 5, now 9: by how much is not told
        ("year", "signed", "2024", None, "unclear", None, None),  # in 2024, before that day or after it
        ("on", "started", None, "signed", "moved", 20.0, None),  # February 2024 is the day of the signing
        ("undated", "started", None, None, "unclear", None, None),
    ]
    *_, whole = told(editions, "added", "moved", "paid_added", "contracted_added", area="R", since="2024-03-31")
    assert whole == (1, 1, 23.0, 7.0)
    notes = pipeline(editions, "R", since="2024-03-31", lang="zh").attrs["notes"]
    assert "自 2024-03-31 以来：新增记载1条，阶段有变1条（on：签约→开工），仅金额有变2条，未见变化1条" in notes
    assert "日期不足以判断是否在此后变化：undated、year" in next(note for note in notes if "日期不足" in note)
    assert any("此前未载明或不是确切数" in note and "more" in note and "over" in note for note in notes)


def test_a_first_edition_says_nothing_of_what_is_new() -> None:
    graph = connect(":memory:")
    project = nodes("project", "p", stage="planned")
    site = [{"project": "project:p", "place": "region:R"}]
    graph.write(
        batch("s", "2025-06", region=[{"identifier": "region:R", "level": "county"}], project=project, sited_in=site)
    )
    assert any("nothing on record is as old" in note for note in pipeline(graph, "R", since="2025-03").attrs["notes"])


def test_as_of_an_earlier_day(editions: Graph) -> None:
    columns = ("project", "stage", "paid", "contracted")
    assert told(editions, *columns, area="R", by="project", as_of="2024-12-31") == [
        ("still", "planned", None, None),
        ("more", "signed", 5.0, None),
        ("on", "signed", 10.0, 40.0),
        ("over", "signed", None, 5.0),
        ("year", "signed", None, None),
        ("undated", "started", None, None),
    ]
    assert any(
        "later than that day: 1 project" in note for note in pipeline(editions, "R", as_of="2024-12-31").attrs["notes"]
    )
    assert ("on", None) in told(editions, "project", "progress", area="R", by="project", as_of="2024-12-31")
    assert ("on", "roofed") in told(editions, "project", "progress", area="R", by="project")
    assert told(editions, *columns, area="R", as_of="2025-06-30", by="project") == told(
        editions, *columns, area="R", by="project"
    )


def test_own_dates_of_stages() -> None:
    """A project that produces was signed and begun on the days that are stated; one that is only signed is to be begun."""
    graph = small(
        project="p stage=producing signed=2020-01 started=2021-01 produced=2023-01; q stage=signed signed=2022-01 started=2024-01",
        sited_in="p A1; q A1",
    )
    assert told(graph, "project", "stage", "stage_date", by="project") == [
        ("q", "signed", "2022-01"), ("p", "producing", "2023-01"),
    ]  # fmt: skip
    assert told(graph, "project", "stage_before", "since_then", by="project", since="2021-06") == [
        ("q", None, "added"), ("p", "started", "moved"),
    ]  # fmt: skip


def test_a_table_has_the_columns_of_its_form_and_sums_of_which_only_bounds_are_known() -> None:
    graph = small(project="g group=true count=5 planned=9; p planned=1", sited_in="g A1; p A1")
    assert columns_shown(unframed(pipeline)(graph, "A1")) == ["stage", "count", "planned", "projects"]
    assert columns_shown(unframed(pipeline)(graph, "A1", by="project")) == ["project", "count", "planned", "via"]


# -- how it is asked -----------------------------------------------------------------------------------------


def test_nothing_there() -> None:
    found = pipeline(small(firm="F@A1"), "A1", lang="zh")
    assert list(found.columns) == list(names(SUM_COLUMNS))
    assert found.attrs["notes"] == ["A1不含Z（独立管理）；加 with_zones=True 可一并计入", "A1：图中没有这里的项目"]


@pytest.mark.parametrize(
    "asked", [{"by": "month"}, {"since": "spring"}, {"since": "2025-05-30"}, {"since": "2024", "as_of": "2023"}]
)
def test_what_cannot_be_asked(made: Graph, asked: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        pipeline(made, "A1", **asked)


def test_the_day_may_be_a_date_of_pythons_own(editions: Graph) -> None:
    assert cl.cite(pipeline(editions, "R", since=str(date(2024, 3, 31)))) != cl.cite(pipeline(editions, "R"))
