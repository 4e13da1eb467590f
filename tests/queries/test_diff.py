"""What differs between two graphs, of a tiny world in which each change is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rows import row
from world import batch as world_batch, small, world as make_world

import chanlian as cl
from chanlian.graph import Batch, connect
from chanlian.graph.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph

SAID = {"row": 1, "source": "source:t", "method": "table"}


def later() -> Graph:
    """The world half a year on: a maker of coke came to A1, F1 pays more for ore, the bags of G1 are over, F3's bolt was wrong."""
    graph = connect(":memory:")
    graph.write(world_batch())
    more = Batch()
    more.add("source", [{"row": 1, "identifier": "source:t", "name": "another survey", "published": "2025-11"}])
    more.add("firm", [{**SAID, "identifier": "firm:F9", "name": "F9"}])
    more.add("located_in", [{**SAID, "what": "firm:F9", "place": "region:A1"}])
    more.add("produces", [{**SAID, "firm": "firm:F9", "product": "product:coke"}])
    more.add("supplies", [{**SAID, "seller": "firm:F9", "buyer": "firm:F1", "product": "product:coke"}])
    ends = {"seller": "firm:H1", "buyer": "firm:F1", "product": "product:ore"}
    more.add("supplies", [{**SAID, **ends, "value": 140.0, "basis": "annual"}])
    over = {"seller": "firm:G1", "buyer": "firm:F1", "product": "product:bag", "role": "packaging"}
    more.add("supplies", [{**SAID, **over, "until": "2025-10", "status": "ended"}])
    graph.write(more)
    wrong = row(graph, "supplies", seller="firm:F3", product="product:bolt")
    out = Batch()
    out.take_out(
        [{"kind": "supplies", "fact": wrong["fact"], "source": "source:s", "because": "a slip", "by": "retract"}]
    )
    graph.write(out)
    return graph


@pytest.fixture(scope="module")
def after() -> Graph:
    return later()


def told(before: Graph | str, now: Graph | str, area: str | None = None) -> list[tuple[object, ...]]:
    frame = cl.diff(before, now, area)
    return [
        tuple(row)
        for row in frame[["change", "kind", "key", "property", "before", "after"]].astype(object).values.tolist()
    ]


def test_every_change_is_told_once_and_no_other(world: Graph, after: Graph) -> None:
    found = told(world, after)
    assert [one[:3] for one in found if one[0] == "added"] == [
        ("added", "source", "another survey"), ("added", "firm", "F9"), ("added", "supplies", "F9 supplies coke to F1"),
        ("added", "located_in", "F9 is located in A1"), ("added", "produces", "F9 produces coke"),
    ]  # fmt: skip
    supplies = [one for one in found if one[1] == "supplies" and one[0] != "added"]
    assert ("ended", "supplies", "G1 supplies bag to F1", "until", None, "2025-10") in supplies
    assert ("ended", "supplies", "G1 supplies bag to F1", "status", None, "ended") in supplies
    assert ("changed", "supplies", "H1 supplies ore to F1", "value", 100.0, 140.0) in supplies
    titles = ["the invented world"], ["another survey", "the invented world"]
    assert ("changed", "supplies", "H1 supplies ore to F1", "sources", *titles) in supplies
    (removed,) = (one for one in supplies if one[0] == "removed")
    assert removed[2] == "F3 supplies bolt to F1"
    assert len(supplies) == 6
    frame = cl.diff(world, after)
    of = frame[frame["property"] == "value"].iloc[0]
    assert of["area"] == ["B1", "A1"]
    assert of["fact"] == row(after, "supplies", seller="firm:H1", buyer="firm:F1")["fact"]
    assert frame[frame["change"] == "removed"]["because"].tolist() == ["a slip"]


def test_the_other_way_round_what_came_went(world: Graph, after: Graph) -> None:
    back = told(after, world)
    assert ("removed", "firm", "F9") in [one[:3] for one in back]
    assert ("changed", "supplies", "H1 supplies ore to F1", "value", 140.0, 100.0) in back
    assert not any(one[0] == "ended" for one in back)


def test_an_area_is_told_with_its_gaps_first(world: Graph, after: Graph) -> None:
    states = {}
    for name, graph in (("before", world), ("after", after)):
        found = cl.gaps(graph, "A1")
        states[name] = dict(zip(found["product"], found["state"], strict=True))
    assert states["before"]["coke"] != states["after"]["coke"]
    found = told(world, after, "A1")
    gaps = [one for one in found if one[1] == "gap"]
    assert found[: len(gaps)] == gaps
    assert ("changed", "gap", "coke", "state", states["before"]["coke"], states["after"]["coke"]) in gaps
    both = {*states["before"], *states["after"]}
    assert {one[2] for one in gaps} == {
        name for name in both if states["before"].get(name) != states["after"].get(name)
    }
    # what lies in B1 alone, or is tied to it, is another area's
    assert [one for one in told(world, after, "B1") if one[2] == "F9"] == []
    assert ("changed", "supplies", "H1 supplies ore to F1", "value", 100.0, 140.0) in told(world, after, "B1")
    with pytest.raises(UnknownName):
        cl.diff(world, after, "nowhere")


def test_snapshots_are_compared_as_graphs_are(world: Graph, after: Graph, tmp_path: Path) -> None:
    cl.snapshot(world, tmp_path / "q1")
    cl.snapshot(after, tmp_path / "q2.zip")
    assert told(str(tmp_path / "q1"), str(tmp_path / "q2.zip"), "A1") == told(world, after, "A1")
    same = cl.diff(str(tmp_path / "q1"), world)
    assert same.empty
    assert "nothing differs" in same.attrs["notes"][-1]


def test_a_fact_that_is_called_otherwise_now_is_the_same(tmp_path: Path) -> None:
    before = small(firm="F@A1; G@A1", supplies="F G ore value=5 basis=annual")
    cl.snapshot(before, tmp_path / "before")
    now = cl.restore(tmp_path / "before", tmp_path / "now.duckdb")
    told_so = Batch()
    told_so.add("source", [{"row": 1, "identifier": "source:t", "name": "register"}])
    told_so.add("firm", [{**SAID, "identifier": "firm:F", "name": "F", "credit_code": "91520622MA6E4U1A0N"}])
    now.write(told_so)
    found = told(before, now)
    assert ("changed", "firm", "F", "credit_code", None, "91520622MA6E4U1A0N") in found
    assert not [one for one in found if one[1] == "supplies" or one[0] == "removed"]


def test_nothing_of_it_hangs_on_the_engine(example_on_neo4j: Graph, example: Graph) -> None:
    assert cl.diff(example_on_neo4j, example).empty
    empty = connect(":memory:")
    there, here = (cl.diff(empty, graph, "大龙") for graph in (example_on_neo4j, example))
    assert len(here) > 20
    assert there.astype(str).equals(here.astype(str))


def test_of_an_empty_graph_everything_came(world: Graph) -> None:
    found = cl.diff(connect(":memory:"), world)
    assert {*found["change"]} == {"added"}
    assert len(found) == sum(len(part) for kind in ("firm", "product") for part in make_world().scan(kind)) + len(
        found[~found["kind"].isin(["firm", "product"])]
    )
