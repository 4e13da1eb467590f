"""Where sources disagree. All firms are invented."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from world import small

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.queries.answer import records

A_B = {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}


@pytest.fixture
def graph() -> Graph:
    return connect(":memory:")


def say(graph: Graph, source: str, published: str | None = None, **cells: str) -> None:
    cl.load(graph, {"supplies": [{**A_B, **cells}]}, source=source, published=published)


def found(graph: Graph) -> list[list[Any]]:
    frame = cl.conflicts(graph)
    return [list(row) for row in frame[["property", "value", "source", "shown"]].itertuples(index=False)]


def test_each_claim_that_contradicts_another_is_a_row(graph: Graph) -> None:
    say(graph, "一", "2024", value="5万元", role="packaging")
    say(graph, "二", "2025", value="6万元")
    say(graph, "三", "2023", role="waste")
    # the later publication shows; the role of the later of those that name one
    assert found(graph) == [
        ["role", "packaging", "一", True], ["role", "waste", "三", False],
        ["value", 50000.0, "一", False], ["value", 60000.0, "二", True],
    ]  # fmt: skip
    frame = cl.conflicts(graph, lang="zh")
    assert frame.columns.tolist() == [
        "fact", "what", "property", "value", "source", "shown", "kind", "method", "published", "locator",
        "between",
    ]  # fmt: skip
    first = frame.iloc[0]
    assert (first["what"], first["kind"], first["method"], first["published"]) == (
        "甲厂向乙厂供应吨袋",
        "supplies",
        "table",
        "2024",
    )
    assert first["fact"] == cl.list(graph, "supplies")["fact"].item()


def test_a_third_source_that_agrees_is_named_with_its_side(graph: Graph) -> None:
    for source, value in (("一", "5万元"), ("二", "6万元"), ("三", "0.06百万元")):
        say(graph, source, "2024", value=value)
    assert sorted((row[1], row[2]) for row in found(graph)) == [(50000.0, "一"), (60000.0, "三"), (60000.0, "二")]


ALIKE = {
    "units": ({"value": "8300万元"}, {"value": "0.83亿元"}),
    "bases": ({"value": "5万元", "basis": "annual"}, {"value": "9万元", "basis": "cumulative"}),
    "periods": ({"value": "5万元", "period": "2023"}, {"value": "9万元", "period": "2024"}),
    "a bound": ({"value": "超5万元"}, {"value": "6万元"}),
    "other properties": ({"value": "5万元"}, {"role": "waste"}),
    "precision": ({"until": "2025"}, {"until": "2025-05"}),
    "quantities": ({"quantity": "3万吨"}, {"quantity": "30000000千克"}),
    "other units": ({"quantity": "30吨"}, {"quantity": "3000个"}),
    "the same": ({"quantity": "5吨"}, {"quantity": "5吨"}),
}
OTHERWISE = {
    "outside a bound": ({"value": "超8万元"}, {"value": "6万元"}, "value"),
    "dates": ({"until": "2025"}, {"until": "2026-05"}, "until"),
    "words": ({"status": "active"}, {"status": "ended"}, "status"),
    "an unstated basis": ({"value": "5万元", "basis": "annual"}, {"value": "9万元"}, "value"),
}


@pytest.fixture(scope="module")
def disputed() -> pd.DataFrame:
    """The conflicts where two sources state something of a product for each case."""
    graph = connect(":memory:")
    for number, (source, published) in enumerate((("一", "2024"), ("二", "2025"))):
        cells = {case: pair[number] for case, pair in ALIKE.items()} | {
            case: (one, other)[number] for case, (one, other, _) in OTHERWISE.items()
        }
        said = [{**A_B, "product": case, **own} for case, own in cells.items()]
        cl.load(graph, {"supplies": said}, source=source, published=published)
    return cl.conflicts(graph)


def of_case(frame: pd.DataFrame, case: str) -> list[list[Any]]:
    """The rows of one product."""
    mine = frame[frame["what"] == f"甲厂 supplies {case} to 乙厂"]
    return [list(row) for row in mine[["property", "value", "source", "shown"]].itertuples(index=False)]


@pytest.mark.parametrize("case", ALIKE)
def test_what_does_not_contradict_is_no_conflict(disputed: pd.DataFrame, case: str) -> None:
    assert of_case(disputed, case) == []


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_contradicts_is_one(disputed: pd.DataFrame, case: str) -> None:
    found = of_case(disputed, case)
    assert [row[0] for row in found] == [OTHERWISE[case][2]] * 2
    assert [row[3] for row in found].count(True) == 1


def test_where_no_two_sources_speak_of_a_fact_there_are_columns_and_no_rows(graph: Graph) -> None:
    say(graph, "一", "2024", value="5万元")
    frame = cl.conflicts(graph)
    assert (len(frame), frame.columns.tolist()[:2]) == (0, ["fact", "what"])


def test_nodes_disagree_too_but_another_name_is_an_alias(graph: Graph) -> None:
    code = {"credit_code": "91520622MA6E4U1A0N"}
    for source, firm in (("一", {"name": "甲厂", "scale": "大型"}), ("二", {"name": "甲有限公司", "scale": "小型"})):
        cl.load(graph, {"firms": [{**code, **firm}]}, source=source)
    assert [(row[0], row[1]) for row in found(graph)] == [("scale", "大型"), ("scale", "小型")]


def test_how_a_metric_was_written_is_no_conflict(graph: Graph) -> None:
    """The figures of 6亿元 and 60000万元 are one; of words without a figure the words are compared."""
    metric = {"name": "产值", "indicator": "产值", "period": "2021"}
    cl.load(graph, {"metrics": [{**metric, "value": "6亿元"}, {**metric, "name": "占比", "value": "12%"}]}, source="一")
    cl.load(graph, {"metrics": [{**metric, "name": "占比", "value": "0.12"}]}, source="二")
    cl.add(graph, "metrics", {**metric, "value": "60000", "unit": "万元"}, source="三")
    assert found(graph) == []
    cl.add(graph, "metrics", {**metric, "value": "61000", "unit": "万元"}, source="四")
    cl.load(graph, {"metrics": [{**metric, "name": "占比", "value": "0.13"}]}, source="五")
    assert [(row[0], row[1]) for row in found(graph) if row[2] in ("一", "四", "五")] == [
        ("value", 6e8), ("value", 6.1e8), ("value", 12.0), ("value", 0.13),
    ]  # fmt: skip
    assert {row[0] for row in found(graph)} == {"value"}


def test_a_conflict_ends_with_the_claim_that_made_it(graph: Graph) -> None:
    say(graph, "一", "2024", value="5万元")
    say(graph, "二", "2025", value="6万元")
    assert len(found(graph)) == 2
    cl.unload(graph, "二")
    assert found(graph) == []


@pytest.mark.parametrize(
    ("facility", "connects", "odd"),
    [
        # being built, and only planned to connect its towns
        ("status=building", ("status=planned", "status=planned"), [True, True]),
        # there, and all that it does is planned; there, and planned to reach one town more
        ("status=open", ("status=planned", "status=planned"), [True, True]),
        ("status=open", ("status=planned", ""), []),
        ("status=planned", ("status=active", "status=planned"), [True, False]),
        ("status=closed", ("status=active", "status=ended"), [True, False]),
        ("status=planned", ("status=planned", "status=planned"), []),
        ("", ("status=active", "status=planned"), []),
        ("status=building", ("", ""), []),
    ],
)
def test_facts_may_disagree_on_how_far_a_thing_is(facility: str, connects: tuple[str, str], odd: list[bool]) -> None:
    graph = small(facility=f"rail {facility}", connects=f"rail A1 {connects[0]}; rail B1 {connects[1]}")
    rows = records(cl.conflicts(graph))
    expected = [("rail", facility.removeprefix("status="), "facility")] if odd else []
    expected += [
        (f"rail connects {place}", said.removeprefix("status="), "connects")
        for place, said, wrong in zip(("A1", "B1"), connects, odd or (False, False), strict=True)
        if wrong
    ]
    assert [(row["what"], row["value"], row["kind"]) for row in rows] == expected
    for row in rows:
        assert (row["property"], row["source"], row["between"], row["shown"]) == (
            "status",
            "the invented world",
            "facts",
            True,
        )


def test_of_projects_it_is_the_stage() -> None:
    known = small(
        firm="F", project="begun stage=started; signed stage=signed", sited_in="begun A1 status=planned; signed A1 status=planned",
        invests_in="F signed status=active",
    )  # fmt: skip
    found = [(row["what"], row["property"], row["value"]) for row in records(cl.conflicts(known))]
    assert found == [("begun", "stage", "started"), ("begun is sited in A1", "status", "planned")]
