"""Ties across borders, on a small invented world: who is paired with whom, at which level, on which day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.engines.neo4j.form import relationship
from chanlian.graph.errors import BadInput, UnknownName
from chanlian.graph.schema import EDGES
from chanlian.queries import links
from chanlian.queries.answer import records
from chanlian.queries.links.links import COLUMNS
from chanlian.queries.links.ties import KINDS
from chanlian.queries.texts import question

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="session")
def tied() -> Graph:
    """F, K1 (park K) and Z1 (zone Z) in A1; G in A2; H in B1; V known to lie in A, W in B; of U nothing is known."""
    graph: Graph = small(
        firm="F@A1; K1@K; Z1@Z; G@A2; H@B1; V@A; W@B; U",
        supplies="""
            F H far value=5 basis=annual quantity=2 unit=t since=2024; F G next; F K1 park; F Z1 zone
            V H vague; V W vaguer; V F inside; U F nowhere
            F H goal modality=target; F H plan status=planned; F H over status=ended; F H past since=2018 until=2020
        """,
        owns="H F share=0.4",
        cooperates_with="A1 B1 what=roads; F G what=skill",
        organization="body",
        located_in="body B1",
        agreement="""
            two signed=2024-05; three signed=2023; old signed=2012 until=2020; dead status=ended; stale status=superseded
            intended signed=2026 status=planned; coming signed=2026; hosted; alone
        """,
        party_to="""
            A1 two; B1 two; A1 three; A2 three; B1 three; A1 old; B1 old; A1 dead; B1 dead; A1 stale; B1 stale
            A1 intended; B1 intended; A1 coming; B1 coming; F hosted; body hosted role=host; A1 alone; body alone
        """,
        project="site stage=signed stage_date=2025-03; dropped stage=ended; noinvestor; nosite",
        invests_in="H site value=9; G site; H dropped; H nosite",
        sited_in="site A1; site K; dropped A1; noinvestor B1; noinvestor A1",
        facility="road opened=2020; bridge status=closed; pipe status=building; bus",
        serves="bus A1; bus Z",
        connects="road A1; road A2; road B1; bridge A1; bridge B1; pipe A1 since=2022; pipe B1 since=2022; pipe U",
    )
    return graph


DAY = "2025-05-30"
"""The graph's own day would be that of the agreement signed in 2026."""


def told(frame: Any) -> set[tuple[str, str]]:
    """`a-b` (in the order of the alphabet) and what ties them."""
    return {("-".join(sorted((row["from"], row["to"]))), row["what"] or row["kind"]) for row in records(frame)}


PROVINCE = {
    ("F-H", "far"), ("F-H", "goal"), ("F-H", "plan"), ("H-V", "vague"), ("V-W", "vaguer"), ("F-H", "owns"),
    ("A1-B1", "roads"), ("A1-B1", "two"), ("A1-B1", "three"), ("A2-B1", "three"), ("A1-B1", "intended"), ("A1-body", "alone"),
    ("A1-H", "site"), ("H-K", "site"), ("A1-B1", "road"), ("A2-B1", "road"), ("A1-B1", "pipe"),
}  # fmt: skip
COUNTY = PROVINCE | {
    ("F-G", "next"), ("F-Z1", "zone"), ("F-G", "skill"), ("A1-A2", "three"), ("A1-G", "site"), ("G-K", "site"),
    ("A1-A2", "road"), ("A1-Z", "bus"),
}  # fmt: skip
PARK = COUNTY | {("F-K1", "park")}


@pytest.mark.parametrize(
    ("level", "expected"),
    [("country", set()), ("province", PROVINCE), ("prefecture", PROVINCE), ("county", COUNTY), ("park", PARK)],
)
def test_ties_across_a_level_or_above(tied: Graph, level: str, expected: set[tuple[str, str]]) -> None:
    """A place known only to its province is across that border for certain, and across no finer one."""
    found = links(tied, level, as_of=DAY)
    assert told(found) == expected
    assert len(found) == len(expected), "one row a fact and pair of sides"
    assert list(found.columns) == list(names(COLUMNS))


def test_what_is_told_of_a_tie(tied: Graph) -> None:
    rows = {(row["kind"], row["from"], row["to"], row["what"]): row for row in records(links(tied, "county"))}
    supply = rows["supplies", "F", "H", "far"]
    assert (supply["from_area"], supply["to_area"], supply["border"]) == ("A1", "B1", "province")
    assert (supply["value"], supply["quantity"], supply["unit"], supply["basis"]) == (5, 2, "t", "annual")
    assert (supply["since"], supply["until"], supply["status"], supply["modality"]) == ("2024", None, None, None)
    assert supply["sources"] == ["the invented world"]
    assert rows["supplies", "F", "H", "goal"]["modality"] == "target"
    assert rows["supplies", "F", "H", "plan"]["status"] == "planned"
    assert rows["supplies", "V", "H", "vague"]["from_area"] == "A"
    owned = rows["owns", "H", "F", None]
    assert (owned["quantity"], owned["unit"]) == (0.4, "1")
    assert rows["agreement", "A1", "B1", "two"]["since"] == "2024-05"
    invested = rows["project", "H", "A1", "site"]
    assert (invested["value"], invested["status"], invested["since"], invested["from_area"]) == (
        9,
        "signed",
        "2025-03",
        "B1",
    )
    pipe = rows["facility", "A1", "B1", "pipe"]
    assert (pipe["since"], pipe["status"]) == ("2022", "building")
    assert rows["facility", "A1", "B1", "road"]["since"] == "2020"


def test_a_day_in_the_past(tied: Graph) -> None:
    found = told(links(tied, "province", as_of="2019"))
    assert {("A1-B1", "old"), ("F-H", "past")} <= found
    assert not {("A1-B1", "two"), ("A1-B1", "three"), ("F-H", "far"), ("A1-H", "site"), ("A1-B1", "pipe")} & found
    assert ("A1-B1", "coming") in told(links(tied, "province", as_of="2026"))


def test_between_two_areas(tied: Graph) -> None:
    assert told(links(tied, "county", between=("A1", "A2"))) == {
        ("F-G", "next"), ("F-G", "skill"), ("A1-A2", "three"), ("A1-G", "site"), ("G-K", "site"), ("A1-A2", "road"),
    }  # fmt: skip
    assert told(links(tied, "county", between=("B1", "Z"))) == set()
    assert ("V-W", "vaguer") in told(links(tied, "province", between=("B", "A")))
    assert ("F-Z1", "zone") not in told(links(tied, between=("A1", "A2"), with_zones=True))
    with pytest.raises(UnknownName):
        links(tied, between=("A1", "nowhere"))


def test_kinds(tied: Graph) -> None:
    found = links(tied, "park")
    assert set(found["kind"]) == set(KINDS)
    assert [KINDS.index(kind) for kind in found["kind"]] == sorted(KINDS.index(kind) for kind in found["kind"])
    for kind in KINDS:
        assert records(links(tied, "park", kinds=[kind])) == [row for row in records(found) if row["kind"] == kind]
    with pytest.raises(BadInput, match="love"):
        links(tied, kinds=["love"])
    with pytest.raises(BadInput, match="village"):
        links(tied, "village")


def test_no_tie_says_so(tied: Graph) -> None:
    assert "no tie" in links(tied, "country").attrs["notes"][0]
    assert "未发现" in links(tied, "country", lang="zh").attrs["notes"][0]


def test_ties_of_an_area(tied: Graph) -> None:
    found = records(links(tied, "county", area="B1", kinds=["supplies", "owns"], as_of=DAY))
    assert {(row["from"], row["to"], row["kind"]) for row in found} >= {("F", "H", "supplies"), ("H", "F", "owns")}
    assert all("H" in (row["from"], row["to"]) for row in found)
    # both sides in the area asked: not a tie of it to others
    assert links(tied, "county", area="A1,B1", kinds=["owns"], as_of=DAY).empty
    assert links(tied, "county", area="B1", kinds=["owns"], as_of=DAY).attrs["parameters"]["area"] == "B1"


def test_ties_that_nobody_can_place_are_counted(tied: Graph) -> None:
    # V F (V is somewhere in A), U F (U is anywhere), and the planned V is none of H's, which lies in another province
    notes = links(tied, "county", kinds=["supplies"], as_of=DAY).attrs["notes"]
    assert notes[0].startswith(
        "2 more ties are left out: the county of one of their sides is not known; a table with firm name and place"
    )
    assert notes[1:] == ["6 of 7 ties state neither a start nor a period: they are taken to hold on any day"]
    assert (
        links(tied, "province", kinds=["supplies"], as_of=DAY, lang="zh")
        .attrs["notes"][0]
        .startswith("另有1条联系未列出：其中一方所在的省级地区未知；补载")
    )
    # the pipe connects A1, B1 and U: two pairs cannot be placed
    assert links(tied, "county", kinds=["facility"], as_of=DAY).attrs["notes"][0] == (
        "2 more ties are left out: the county of one of their sides is not known"
    )
    assert len(links(tied, "county", kinds=["owns"], as_of=DAY).attrs["notes"]) == 1  # only that it has no date


def test_ties_through_a_node_stand_in_the_text() -> None:
    # a tie that is one edge comes from the schema; one through a node is written out, in both languages
    text = question("links/links_sides")
    for of in EDGES:
        if of.roles.tie and of.roles.tie != of.name:
            assert f"'{of.roles.tie}'" in text.sql
            assert f"'{of.roles.tie}'" in (text.cypher or "")
            assert re.search(rf"\b{of.name}\b", text.sql), of.name
            assert re.search(rf"\b{relationship(of)}\b", text.cypher or ""), of.name
