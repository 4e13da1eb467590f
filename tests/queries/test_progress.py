"""Items of agreements and plans that concern an area, on a small invented world (tests/helpers/lists.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lists import DAY, PROGRESS, PROGRESS_A1, PROGRESS_BY_RESPONSIBLE
from rows import batch, nodes
from world import small

import chanlian as cl
from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries.answer import records
from chanlian.queries.progress.progress import BY_RESPONSIBLE, COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="module")
def asked() -> Graph:
    return small(None, **PROGRESS)


def test_items_of_an_area(asked: Graph) -> None:
    found = cl.progress(asked, "A1", as_of=DAY)
    assert list(found.columns) == list(names(COLUMNS))
    shown = ["item", "plan", "responsible", "status", "overdue", "overdue_days", "concerns", "parties", "via"]
    assert [tuple(row[name] for name in shown) for row in records(found)] == PROGRESS_A1
    rail, *_ = records(found)
    assert (rail["clause"], rail["due"], rail["signed"], rail["agreement"], rail["sources"]) == (
        "one", "2025-03-31", "2024-05", ["pact"], ["the invented world"],
    )  # fmt: skip
    status = {row["item"]: row["agreement_status"] for row in records(found)}
    assert (status["drawn"], status["over"], status["rail"]) == ("planned", "ended", None)


def test_what_is_not_listed_is_counted(asked: Graph) -> None:
    notes = cl.progress(asked, "A1", as_of=DAY).attrs["notes"]
    assert notes[1] == (
        "A1: 10 items: 1 stalled, 2 agreed (1 overdue), 1 running, 1 done, 1 ended, 4 without a stated status (1 past their date)"
    )
    assert notes[2] == (
        "by who is responsible: F 1; K管委会 1; O 1; OB 1; nobody 1; 1 more"  # those beyond the fifth are counted
    )
    assert notes[3].startswith(
        "1 item not listed, told only of wider areas or of places not known closely (A 1)"
    )  # wide
    assert notes[4].startswith("1 item not listed, tied to no place that is known")  # loose
    assert notes[5] == "of 1 agreement that concerns A1 no item is known: bare"  # O of A1 is party to it
    zh = cl.progress(asked, "A1", as_of=DAY, lang="zh").attrs["notes"]
    assert zh[5] == "另有1份涉及A1的协议没有载明事项：bare"


def test_joint_parks_stand_for_their_parts(asked: Graph) -> None:
    assert {row["item"]: row["via"] for row in records(cl.progress(asked, "B1", as_of=DAY))}["joint"] == ["concerns"]
    assert cl.progress(asked, "Z", as_of=DAY)["item"].tolist() == ["joint"]


def test_another_day(asked: Graph) -> None:
    assert "soon" in {*cl.progress(asked, "A1", as_of="2025-07-31")["item"]}
    then = {row["item"]: row["overdue"] for row in records(cl.progress(asked, "A1", as_of="2024-12-31"))}
    assert then["rail"] is False
    assert "rail" not in {*cl.progress(asked, "A1", as_of="2024-04-30")["item"]}


def test_chosen_items_and_sums(asked: Graph) -> None:
    assert cl.progress(asked, "A1", states=["done", "stalled"], as_of=DAY)["item"].tolist() == ["bus", "firm"]
    assert cl.progress(asked, "A1", overdue=True, as_of=DAY)["item"].tolist() == ["rail", "gas"]
    found = cl.progress(asked, "A1", by="responsible", as_of=DAY)
    assert list(found.columns) == list(names(BY_RESPONSIBLE))
    assert [tuple(row.values())[1:] for row in records(found)] == PROGRESS_BY_RESPONSIBLE
    with pytest.raises(BadInput, match="no status 'open'"):
        cl.progress(asked, "A1", states=["open"])
    with pytest.raises(BadInput, match="by responsible"):
        cl.progress(asked, "A1", by="party")
    assert "none of them is so" in cl.progress(asked, "Z", states=["done"]).attrs["notes"]


def test_none_is_said() -> None:
    found = cl.progress(small(measure="m", concerns="m A1"), "B1")
    assert found.empty
    assert found.attrs["notes"] == ["B1: no item is known to concern it"]


def test_offices_stand_where_their_names_say(graph_of_offices: Graph) -> None:
    """By the name of a division, as it is written in full or short; a firm called after a place says nothing of where it is."""
    via = {row["item"]: row["via"] for row in records(cl.progress(graph_of_offices, "玉屏"))}
    assert via == {"a": ["responsible"], "b": ["responsible"]}
    assert cl.progress(graph_of_offices, "铜仁")["item"].tolist() == ["a", "b", "c", "d"]
    # a name of two is no place
    notes = cl.progress(graph_of_offices, "玉屏", lang="zh").attrs["notes"]
    assert "另有2项事项未载明涉及何地，未列入；可用 chanlian list 图 measures 查看全部" in notes


@pytest.fixture
def graph_of_offices() -> Graph:
    """Items of which only who is responsible is told: offices of 玉屏, of 江口, of which the graph knows nothing, and of 铜仁."""
    graph = cl.connect(":memory:")
    regions = [
        {"identifier": "region:520600", "name": "铜仁市", "code": "520600", "level": "prefecture"},
        {"identifier": "region:520622", "name": "玉屏侗族自治县", "code": "520622", "level": "county"},
    ]
    told = {
        "a": "玉屏县发展改革局、县财政局", "b": "玉屏侗族自治县人民政府", "c": "江口县工信局", "d": "铜仁市投促局",
        "e": "玉屏县某某有限公司", "f": "协调办",
    }  # fmt: skip
    offices = [{"identifier": f"organization:{n}", "name": "协调办"} for n in (1, 2)]
    items = [{**nodes("measure", name)[0], "responsible": responsible} for name, responsible in told.items()]
    parts = [{"part": "region:520622", "whole": "region:520600"}]
    places = [{"what": "organization:1", "place": "region:520622"}]
    graph.write(
        batch("s", "2025", region=regions, organization=offices, measure=items, part_of=parts, located_in=places)
    )
    return graph
