"""How things developed: events, observations and what was taken out, in the order of time. All names are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from rows import batch, nodes, row
from world import small

import chanlian as cl
from chanlian.graph import Batch, connect
from chanlian.queries.answer import records

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph


def told(graph: Graph, name: str, *columns: str, **asked: Any) -> list[tuple[Any, ...]]:
    """A history as rows of these columns, the day and the sentence by default."""
    return [
        tuple(one[column] for column in columns or ("day", "what")) for one in records(cl.history(graph, name, **asked))
    ]


# -- order and days ------------------------------------------------------------------------------------


def test_facts_begin_and_end_in_the_order_of_time() -> None:
    known = small(
        firm="F; G",
        supplies="G F ore since=2019 until=2021-06; G F coke until=2020; G F oil status=ended; G F dye; G F wax since=2019-H1",
        located_in="F A1 since=2019-01-01; F A2 since=2018 until=2019 status=ended role=site",
    )
    assert told(known, "F", "day", "until", "what", "property") == [
        ("2018", "2019", "F is located in A2 (role: site): begins", "since"),
        ("2019", "2021-06", "G supplies ore to F: begins", "since"),
        ("2019", None, "F is located in A2 (role: site): ends", "until"),
        ("2019-H1", None, "G supplies wax to F: begins", "since"),
        ("2019-01-01", None, "F is located in A1: begins", "since"),
        ("2020", None, "G supplies coke to F: ends", "until"),
        ("2021-06", None, "G supplies ore to F: ends", "until"),
        (None, None, "G supplies dye to F", None),
        (None, None, "G supplies oil to F: ended, no day is known", "until"),
    ]
    assert cl.history(known, "F").attrs["notes"] == ["rows that no source dates, at the end: 2"]


def test_a_plan_and_a_target_are_not_told_as_what_happened() -> None:
    known = small(
        firm="F; G",
        supplies="G F ore since=2027 status=planned; G F oil since=2026 modality=target; G F dye status=planned; G F wax value=9 status=planned",
        agreement="X signed=2026 status=planned",
        facility="Y opened=2028 status=planned",
        party_to="F X",
        connects="Y F",
    )
    assert told(known, "F", "day", "what", "modality", lang="zh") == [
        ("2026", "X：签订（状态为拟签）", None),
        ("2026", "G向F供应oil：开始（目标）", "target"),
        ("2027", "G向F供应ore：计划开始", None),
        ("2028", "Y：投用（状态为规划）", None),
        (None, "X：状态为拟签", None),
        (None, "Y：状态为规划", None),
        (None, "G向F供应dye：计划中", None),
        (None, "G向F供应wax：金额为9元（计划）", None),
    ]


def test_only_what_overlaps_the_days_asked() -> None:
    known = small(
        firm="F; G", supplies="G F ore since=2015 until=2025; G F dye since=2020-06; G F oil", owns="F G since=2012"
    )
    assert told(known, "F", since="2019", until="2020-06-01") == [
        ("2015", "G supplies ore to F: begins"), ("2020-06", "G supplies dye to F: begins"),
    ]  # fmt: skip
    assert [day for day, _ in told(known, "F", since="2021")] == ["2015", "2025"]
    assert [day for day, _ in told(known, "F", until="2014")] == ["2012"]
    assert cl.history(known, "F", until="2014").attrs["notes"] == ["rows that no source dates, left out: 1"]
    none = cl.history(known, "F", until="2000", lang="zh")
    assert (len(none), none.attrs["notes"][0]) == (0, "该时段内没有记载")


@pytest.mark.parametrize("asked", [{"since": "spring"}, {"until": "2025-13"}, {"since": "2021", "until": "2020"}])
def test_days_that_cannot_be_asked(asked: dict[str, str]) -> None:
    with pytest.raises(cl.BadInput):
        cl.history(small(firm="F"), "F", **asked)


# -- nodes and what is tied to them -----------------------------------------------------------------------


def test_what_is_tied_to_a_thing_is_told_with_its_own_dates() -> None:
    known = small(
        firm="F",
        project="P1 stage=signed stage_date=2024-05 contracted=5000000; Q1 stage=started",
        agreement="X signed=2023 until=2026 status=active",
        request="R opened=2022 closed=2024-05-24 result=solved; S result=pending",
        metric="M indicator=sales value=7 unit=t period=2023 modality=target",
        invests_in="F P1 value=100 modality=target; F Q1",
        party_to="F X",
        raises="F R; F S",
        concerns="M F",
    )
    assert told(known, "F", "day", "what", "property", "value", "unit", "modality") == [
        ("2022", "R: opened", "opened", None, None, None),
        ("2023", "X: signed", "signed", None, None, None),
        ("2023", "M: sales 7 t (target)", "value", 7.0, "t", "target"),
        ("2024-05", "P1: stage signed", "stage", "signed", None, None),
        ("2024-05-24", "R: closed (solved)", "closed", None, None, None),
        ("2026", "X: ends", "until", None, None, None),
        (None, "P1: sum contracted 5,000,000 yuan", "contracted", 5000000.0, "yuan", None),
        (None, "Q1: stage started", "stage", "started", None, None),
        (None, "S: result pending", "result", "pending", None, None),
        (None, "F invests in P1: value 100 yuan (target)", "value", 100.0, "yuan", "target"),
    ]
    # ties to what is told have no rows of their own; that is said
    assert cl.history(known, "F").attrs["notes"][1].startswith("facts without a time of their own, left out: 5")
    # of a project asked itself, who invests is told
    assert (None, "F invests in P1: value 100 yuan (target)") in told(known, "P1")
    assert ("2023", "X: signed") not in told(known, "P1")


def test_the_dates_of_a_place_are_its_own_matter() -> None:
    known = small(firm="F@A1", region="N valid_since=2011-05 level=county")
    assert told(known, "F") == [(None, "F is located in A1")]
    assert told(known, "N", lang="zh") == [("2011-05", "N：启用")]


def test_of_an_observation_only_what_was_observed_is_told() -> None:
    known = small(
        project="P1 stage=started stage_date=2024", metric="M indicator=sales value=7 period=2023", concerns="M P1"
    )
    assert told(known, "M") == [("2023", "M: sales 7"), (None, "M concerns P1")]
    assert told(known, "P1") == [("2023", "M: sales 7"), ("2024", "P1: stage started")]


def test_a_fact_has_a_history_and_a_source_its_publication() -> None:
    known = small(firm="F@A1; G", supplies="G F ore since=2019 value=5 basis=annual period=2020")
    fact = row(known, "supplies")["fact"]
    assert told(known, fact, "day", "what", "fact") == [
        ("2019", "G supplies ore to F: begins", fact), ("2020", "G supplies ore to F: value 5 yuan (annual)", fact),
    ]  # fmt: skip
    assert told(known, row(known, "firm", name="F")["fact"]) == told(known, "F")
    assert told(known, "the invented world") == [("2025-05-30", "the invented world: published")]


@pytest.mark.parametrize(
    ("name", "error"), [("?", cl.UnknownName), ("0" * 16, cl.UnknownFact), ("甲", cl.AmbiguousName)]
)
def test_what_is_nothing_or_several_things_is_the_error_of_show(name: str, error: type[Exception]) -> None:
    known = connect(":memory:")
    known.write(batch("s", firm=nodes("firm", "F", "G", aliases=["甲"])))
    said = []
    for asked in (cl.show, cl.history):
        with pytest.raises(error) as raised:
            asked(known, name)
        said.append(str(raised.value))
    assert said[0] == said[1]


# -- observations and claims ---------------------------------------------------------------------------------


ENDS = {"firm": nodes("firm", "F", "G"), "product": nodes("product", "ore")}
SUPPLY = {"seller": "firm:G", "buyer": "firm:F", "product": "product:ore"}


def stated(kind: str, fact: dict[str, Any], *claims: tuple[str, str | None, dict[str, Any]]) -> Graph:
    """A graph in which sources (title, published, what they say) state one fact."""
    out = batch(claims[0][0], claims[0][1], **ENDS)
    sources = [
        {"row": n, "identifier": f"source:{name}", "name": name, "published": day}
        for n, (name, day, _) in enumerate(claims)
    ]
    out.add("source", sources[1:])
    rows = [
        {"row": n, "source": f"source:{name}", "method": "table", **fact, **cells}
        for n, (name, _, cells) in enumerate(claims)
    ]
    out.add(kind, rows)
    graph = connect(":memory:")
    graph.write(out)
    return graph


def test_three_years_of_three_sources_stand_side_by_side() -> None:
    years = [(f"s{year}", str(year + 1), {"value": 1.0 * year, "period": str(year)}) for year in (2021, 2019, 2020)]
    known = stated(
        "supplies",
        SUPPLY,
        *years,
        ("plan", "2018", {"value": 9.0, "period": "2021", "modality": "target", "basis": "annual"}),
    )
    assert told(known, "F", "day", "value", "unit", "basis", "period", "modality", "sources") == [
        ("2019", 2019.0, "yuan", None, "2019", None, ["s2019 (2020)"]),
        ("2020", 2020.0, "yuan", None, "2020", None, ["s2020 (2021)"]),
        ("2021", 9.0, "yuan", "annual", "2021", "target", ["plan (2018)"]),
        ("2021", 2021.0, "yuan", None, "2021", None, ["s2021 (2022)"]),
    ]


def test_what_two_sources_state_alike_is_one_row_with_both() -> None:
    known = stated(
        "supplies",
        SUPPLY,
        ("t", "2025", {"value": 83e6, "value_original": "8300万元"}),
        ("s", None, {"value": 0.83 * 1e8, "value_original": "0.83亿元", "until": "2024"}),
    )
    assert told(known, "F", "day", "what", "sources") == [
        ("2024", "G supplies ore to F: ends", ["s"]),
        (None, "G supplies ore to F: value 8300万元", ["t (2025)", "s"]),
    ]


def test_a_bound_and_a_figure_are_two_observations() -> None:
    bound = {"value": 60.0, "value_low": 60.0, "value_original": "60余万元"}
    known = stated("supplies", SUPPLY, ("s", "2024", bound), ("t", "2025", {"value": 60.0}))
    assert told(known, "F", "what", "value", "value_low", "value_high") == [
        ("G supplies ore to F: value 60余万元", 60.0, 60.0, None), ("G supplies ore to F: value 60 yuan", 60.0, None, None),
    ]  # fmt: skip


def test_an_amount_in_words_has_no_unit_of_figures() -> None:
    known = stated("supplies", SUPPLY, ("s", None, {"value_original": "300万美元"}))
    assert told(known, "F", "what", "value", "unit") == [("G supplies ore to F: value 300万美元", "300万美元", None)]


def test_a_value_has_no_day_but_its_period_or_the_whole_time_of_its_fact() -> None:
    known = small(
        firm="F; G", supplies="G F ore since=2012 value=5; G F oil since=2019 until=2020 value=6; G F dye value_low=7"
    )
    assert told(known, "F", "day", "until", "value", "property")[-1:] == [(None, None, 5.0, "value")]
    found = told(known, "F", "day", "until", "value", "property")
    assert ("2019", "2020", 6.0, "value") in found
    assert (None, None, ">= 7", "value") in found
    assert (None, "G supplies dye to F") not in told(known, "F"), "its value says that it is"


def test_states_that_sources_state_differently_are_rows_by_publication() -> None:
    graph = stated(
        "facility",
        {"identifier": "facility:Y", "name": "Y"},
        ("c", "2024", {"status": "open", "opened": "2023"}),
        ("a", "2019", {"status": "planned"}),
        ("b", "2021", {"status": "building"}),
    )
    assert told(graph, "Y", "day", "what", "sources") == [
        ("2023", "Y: opened", ["c (2024)"]),
        (None, "Y: status planned", ["a (2019)"]),
        (None, "Y: status building", ["b (2021)"]),
    ]


def test_a_stage_that_one_source_dates_is_told_once() -> None:
    dated = {"stage": "started", "stage_date": "2022"}
    claims = [("s", None, {"stage": "started"}), ("t", None, dated), ("u", None, {"stage": "full"})]
    graph = stated("project", {"identifier": "project:P", "name": "P"}, *claims)
    assert told(graph, "P", "day", "value", "sources") == [("2022", "started", ["t", "s"]), (None, "full", ["u"])]


# -- what was taken out --------------------------------------------------------------------------------------


def test_what_was_taken_out_is_told_with_its_day_and_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")  # 2025-06-15
    known = stated("supplies", SUPPLY, ("s", "2024", {"value": 5.0}), ("t", "2025", {"value": 6.0}))
    again = {**SUPPLY, "seller": "firm:F", "buyer": "firm:G", "since": "2020"}
    known.write(batch("s", "2024", supplies=[again]))
    back = row(known, "supplies", seller="firm:F")["fact"]
    gone = {"kind": "supplies", "because": "a slip"}
    other = row(known, "supplies", seller="firm:G")["fact"]
    out = Batch()
    out.take_out(
        [{**gone, "fact": other, "source": "source:t", "by": "unload"}, {**gone, "fact": back, "by": "retract"}]
    )
    known.write(out)
    assert told(known, "F", "day", "what", "kind", "status", "sources", lang="zh") == [
        ("2025-06-15", "撤回：F向G供应ore（起始：2020），理由：a slip", "supplies", "retract", ["s"]),
        ("2025-06-15", "撤销载入：G向F供应ore（金额：6元），理由：a slip", "supplies", "unload", ["t"]),
        (None, "G向F供应ore：金额为5元", "supplies", None, ["s (2024)"]),
    ]
    assert told(known, "G") == told(known, "F")
    # a person brings it back: then it is not taken out
    known.write(batch("u", "2025", supplies=[{**again, "method": "person"}]))
    assert [day for day, what in told(known, "F") if "F supplies" in what] == ["2020"]


def test_who_is_gone_too_is_told_by_name() -> None:
    known = stated("supplies", SUPPLY, ("s", "2024", {}))
    other = {"firm": nodes("firm", "X"), "supplies": [{**SUPPLY, "buyer": "firm:X"}]}
    known.write(batch("t", "2025", **other))
    out = Batch()
    out.take_out([{"source": "source:t", "because": "a slip", "by": "unload"}])
    known.write(out)
    with pytest.raises(cl.UnknownName):
        cl.show(known, "X")
    assert told(known, "G")[0][1] == "unloaded: G supplies ore to X, because: a slip"


# -- the bundled example, as an office reads it -----------------------------------------------------------------


def test_the_example_reads_well(example: Graph, tmp_path: Path) -> None:
    found = told(example, "大龙经开区", since="2023", lang="zh")
    assert ("2024", "园区企业用水：办结（取得814.77万立方米取水许可）") in found
    assert ("2024", "㵲阳河流域生态环境保护合作协议：签订") in found
    assert (
        "2025-H1",
        "玉屏与大龙园区规上工业总产值2025年上半年：143.2亿元（两地园区合计；比2024-H1 +11.69%；比2021 +72.54%）",
    ) in found
    assert told(example, "跨区域“园区协商”新签约项目", lang="zh") == [
        ("2025", "跨区域“园区协商”新签约项目：阶段为签约"),
        (None, "跨区域“园区协商”新签约项目：签约资金为46.6亿元"),
        (None, "“园区协商”机制：状态为推进中"),  # which brought them about
    ]
    # figures, stages and what has no value, in one file, in words
    cl.save(cl.history(example, "大龙经开区", lang="zh"), tmp_path / "x.parquet")
    cl.save(cl.history(example, "跨区域“园区协商”新签约项目", lang="zh"), tmp_path / "x.xlsx", lang="zh")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet]
    assert (sheet.title, cells[0][:4], [cells[2][5], cells[2][6]]) == (
        "沿革",
        ["时间", "截止", "类别", "内容"],
        [4660000000, "元"],
    )
    # no article says since when: every row is told, none has a day
    assert {(None, "玉屏创联包装向中伟股份供应吨袋"), (None, "玉屏创联包装生产吨袋")} < set(
        told(example, "创联包装", lang="zh")
    )
