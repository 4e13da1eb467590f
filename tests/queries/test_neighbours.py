"""An area asked with the areas that border it, on a small invented world and on real counties."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from rows import batch
from world import small

import chanlian as cl
from chanlian import queries
from chanlian.graph import connect
from chanlian.graph.errors import BadInput
from chanlian.queries.answer import records, unframed
from chanlian.queries.places.geography import Geography

if TYPE_CHECKING:
    from chanlian.graph import Graph

MORE = {"C3": ("county", "P", 3.0)}


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Zone Z lies on the ground of A1, park K in it; A1 borders A2, K borders B1, Z borders A2; C3 borders nobody."""
    made: Graph = small(
        regions=MORE,
        firm="F@A1; G@A2; H@B1; D@C3; Z1@Z",
        produces="F steel; G bag; D wax",
        consumes="G steel; F wax",
        supplies="G F bag; D F wax",
        borders="A1 A2; K B1; Z A2",
        project="p stage=signed; q stage=signed",
        sited_in="p A2; q C3",
    )
    return made


@pytest.mark.parametrize(
    ("area", "en", "zh", "around"),
    [
        ("A1", "neighbouring counties", "邻县", {"Z", "A2", "B1"}),
        ("A2", "neighbouring counties", "邻县", {"A1", "Z"}),
        ("Z", "neighbouring counties", "邻县", {"A1", "A2"}),
        ("B1", "neighbouring counties", "邻县", {"A1"}),  # K, which borders it, is a part of A1
        ("K", "areas around", "邻近地区", {"A1", "B1"}),
        ("P", "neighbouring prefectures", "邻市", {"Q"}),
        ("A", "neighbouring provinces", "邻省", {"B"}),
        ("A1,A2", "neighbouring counties", "邻县", {"Z", "B1"}),
        ("J", "neighbouring counties", "邻县", {"A1", "A2"}),  # a joint park stands for Z and B1
        ("A1,P", "areas around", "邻近地区", {"Q"}),  # B1 lies in Q
    ],
)
def test_what_borders_an_area(graph: Graph, area: str, en: str, zh: str, around: set[str]) -> None:
    with graph.reading():
        geography = Geography.of(graph)
        where = geography.where(area, neighbours=True)
        plain = geography.where(area)
        assert geography.where(area, neighbours=True, lang="zh").label.startswith(f"{plain.label}及{zh}（")
    assert where.asked == plain.asked == plain.label
    assert where.label.startswith(f"{plain.label} and {en} (")
    assert set(where.label.split("(")[1].rstrip(")").split(", ")) == around
    assert plain.inside < where.inside


def test_an_area_without_neighbours_says_so(graph: Graph) -> None:
    found = cl.list(graph, "firms", "C3", neighbours=True)
    assert found["name"].tolist() == ["D"]
    assert found.attrs["notes"][0].startswith("no neighbour of C3 is on record")
    assert not any("no neighbour" in note for note in cl.list(graph, "firms", "A1", neighbours=True).attrs["notes"])


def test_questions(graph: Graph) -> None:
    """What A1 lacks or nobody in it uses, its neighbours have or use; what C3 sells comes from outside still."""
    how: dict[str, Any] = {"neighbours": True}
    assert [row["name"] for row in records(cl.list(graph, "firms", "A1", **how))] == ["F", "G", "H", "Z1"]
    assert cl.outlets(graph, "A1")["product"].tolist() == ["steel"]
    assert cl.outlets(graph, "A1", **how)["product"].tolist() == []
    states = [
        dict(zip(one["product"], one["state"], strict=True))
        for one in (cl.gaps(graph, "A1"), cl.gaps(graph, "A1", **how))
    ]
    assert (states[0]["bag"], states[1]["bag"]) == ("missing", "served")
    assert states[1]["wax"] == "missing"
    assert {row["to"] for row in records(cl.links(graph, "county", area="A1"))} == {"F"}
    assert cl.links(graph, "county", area="A1", kinds=["supplies"], **how)["from"].tolist() == ["D"]
    assert cl.pipeline(graph, "A1", by="project", **how)["project"].tolist() == ["p"]
    assert {node["label"] for node in cl.network(graph, "A1", **how).nodes} >= {"F", "G", "H", "Z1"}
    assert "G" not in cl.matches(graph, "A1", within=200)["buyer"].tolist()
    assert "G" in cl.matches(graph, "A1", within=200, **how)["buyer"].tolist(), (
        "F in A1 makes the steel that G says it uses"
    )


def test_it_is_cited_by_what_was_asked(graph: Graph) -> None:
    found = cl.gaps(graph, "A1", neighbours=True)
    assert "gaps(area=A1, neighbours=True)" in cl.cite(found)
    again = {key: value for key, value in found.attrs["parameters"].items() if key != "as_of"}
    assert records(cl.gaps(graph, **again)) == records(found)
    assert found["area"].tolist()[0].startswith("A1 and neighbouring counties (")


def test_between_two_areas_there_are_no_neighbours(graph: Graph) -> None:
    with pytest.raises(BadInput, match="neighbours=True"):
        cl.links(graph, "county", between=("A1", "B1"), neighbours=True)


def test_counties_of_china_have_theirs_without_any_fact() -> None:
    """玉屏 borders four counties; a fact of the graph is needed of none of them, and zones with their own administration are left out."""
    graph = connect(":memory:")
    graph.write(batch(region=[{"identifier": "region:520622", "name": "玉屏侗族自治县", "level": "county"}]))
    with graph.reading():
        where = Geography.of(graph).where("玉屏", neighbours=True, lang="zh")
    assert where.label == "玉屏侗族自治县及邻县（新晃侗族自治县、万山区、镇远县、岑巩县）"
    assert {part.name for part in where.parts} == {"玉屏侗族自治县", "新晃侗族自治县", "万山区", "镇远县", "岑巩县"}


@pytest.mark.parametrize(
    "name",
    [name for name in queries.__all__ if "area" in inspect.signature(unframed(getattr(queries, name))).parameters],
)
def test_every_question_of_an_area_takes_them(name: str) -> None:
    parameters = inspect.signature(unframed(getattr(queries, name))).parameters
    assert {"with_zones", "neighbours"} <= {*parameters}
