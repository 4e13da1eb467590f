"""Ties across borders, on a small invented world: who is paired with whom, at which level, on which day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, nodes
from world import small

from chanlian.graph import connect
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
        measure="item status=agreed; told",
        part_of="item two",
        concerns="told A2; told B1",
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
    ("A1-H", "site"), ("H-K", "site"), ("A1；A2-B1", "road"), ("A1-B1", "pipe"), ("A1-B1", "item"), ("A2-B1", "told"),
}  # fmt: skip
COUNTY = (PROVINCE - {("A1；A2-B1", "road")}) | {
    ("A1-B1", "road"), ("A2-B1", "road"),
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
    assert rows["agreement", "A1", "B1", "two"]["via"] == ["signatory"]
    item, said = rows["measure", "A1", "B1", "item"], rows["measure", "A2", "B1", "told"]
    assert (item["via"], item["since"], item["status"]) == (["agreement"], "2024-05", "agreed")
    assert (said["via"], said["since"], said["status"]) == (["concerns"], None, None)
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


def test_how_far_they_are(tied: Graph) -> None:
    """What is asked for as active is neither planned nor a target, and what nobody says of a facility is unstated."""

    def what(*statuses: str, kinds: tuple[str, ...] = ("supplies",)) -> set[str]:
        return set(links(tied, "county", kinds=kinds, statuses=statuses, as_of=DAY)["what"])

    assert what("active") == {"far", "next", "zone", "vague", "vaguer"}
    assert (what("planned"), what("target"), what("planned", "target")) == ({"plan"}, {"goal"}, {"plan", "goal"})
    assert what("building", "signed", "planned", kinds=("facility", "project", "agreement")) == {
        "pipe",
        "site",
        "intended",
    }
    assert what("unstated", kinds=("facility", "measure")) == {"road", "bus", "told"}
    assert links(tied, statuses=["active"]).attrs["parameters"]["statuses"] == ["active"]
    with pytest.raises(BadInput, match="soon"):
        links(tied, statuses=["soon"])


def test_ties_left_out_are_those_that_could_have_been_asked(tied: Graph) -> None:
    """V lies somewhere in A and sells to F of A1; U, of which nothing is known, sells to F; both are active."""

    def left_out(**options: Any) -> str:
        notes = links(tied, "county", as_of=DAY, **options).attrs["notes"]
        return next((note.split(" more")[0] for note in notes if "left out" in note), "")

    supplies = {"kinds": ["supplies"]}
    assert left_out(**supplies) == left_out(**supplies, statuses=["active"]) == "2"
    assert left_out(**supplies, statuses=["planned"]) == ""
    assert left_out(**supplies, between=("A1", "A2")) == "2"  # V and U may lie in A2
    assert left_out(**supplies, between=("A1", "B1")) == "1"  # U may lie in B1; V does not
    assert left_out(**supplies, between=("A2", "B1")) == ""  # F lies in A1
    assert (left_out(**supplies, area="A1"), left_out(**supplies, area="B1"), left_out(**supplies, area="A2")) == (
        "2",
        "1",
        "2",
    )
    # the pipe: with U it may tie A1 to B1
    assert (left_out(kinds=["facility"], between=("A1", "A2")), left_out(kinds=["facility"], between=("A2", "Z"))) == (
        "1",
        "",
    )


@pytest.fixture(scope="module")
def agreed() -> Graph:
    """Agreements by who promotes them and what they concern, their items, a project, a bus line of five stops."""
    graph: Graph = small(
        firm="F@A1; K1@K; H@B1",
        organization="body; office",
        located_in="body A1; office B1",
        agreement="river signed=2024; bare; mixed; memo status=planned; gone signed=2020 until=2021 status=ended",
        party_to="body river role=promoter; office river role=promoter; A1 mixed; A1 gone; B1 gone; body bare role=witness",
        measure="shared status=running; rules; dropped status=ended; stale; alone",
        part_of="shared river; rules mixed; stale gone",
        concerns="""
            river A1; river Z; river B1; bare A1; bare A2; mixed B1; memo A1; memo B1; memo J
            rules K; rules B1; dropped A1; dropped B1; stale A1; stale B1; shared A1; shared Z; alone A1
        """,
        project="works contracted=5 planned=9; plant planned=8; own planned=7",
        invests_in="H works; H plant; H own value=2",
        sited_in="works A1; plant A1 status=planned; own A1",
        facility="bus status=open; link; ring status=open",
        connects="bus K; bus K1; bus A1; bus Z; bus B1; link A1 status=planned; link B1; ring A1 status=planned; ring B1 status=planned",
    )
    return graph


def test_what_agreements_concern_and_who_promotes_them(agreed: Graph) -> None:
    found = records(links(agreed, "county", kinds=["agreement", "measure"]))
    assert {(row["what"], f"{row['from']}-{row['to']}", "/".join(row["via"]), row["status"]) for row in found} == {
        # its promoters tie A1 to B1; Z is tied to each by what it concerns
        ("river", "body-office", "promoter", None), ("river", "A1-Z", "concerns", None), ("river", "B1-Z", "concerns", None),
        ("bare", "A1-A2", "concerns", None), ("mixed", "A1-B1", "signatory/concerns", None), ("memo", "A1-B1", "concerns", "planned"),
        ("shared", "A1-Z", "concerns", "running"), ("rules", "B1-K", "concerns", None),
    }  # fmt: skip
    # what an item of an agreement that has ended concerns has ended with it
    past = {row["what"] for row in records(links(agreed, "county", kinds=["measure"], as_of="2020"))}
    assert "stale" in past
    assert "shared" not in past


def test_a_project_has_the_sum_that_is_known_and_says_which(agreed: Graph) -> None:
    found = {row["what"]: row for row in records(links(agreed, "county", kinds=["project"]))}
    assert {what: (row["value"], row["basis"], row["status"]) for what, row in found.items()} == {
        "works": (5.0, "contracted", None), "plant": (8.0, "planned", "planned"), "own": (2.0, None, None),
    }  # fmt: skip


def test_a_network_ties_areas_once(agreed: Graph) -> None:
    """Of five stops K1 is in park K, and K is in county A1: three areas, and so three ties."""

    def told_of(level: str, what: str) -> set[tuple[str, str | None]]:
        rows = records(links(agreed, level, kinds=["facility"]))
        return {(f"{row['from']}-{row['to']}", row["status"]) for row in rows if row["what"] == what}

    assert told_of("park", "bus") == {("B1-K", "open"), ("B1-Z", "open"), ("K-Z", "open")}
    assert told_of("county", "bus") == {("A1-B1", "open"), ("B1-Z", "open"), ("A1-Z", "open")}
    assert told_of("county", "link") == {("A1-B1", "planned")}
    assert told_of("county", "ring") == {("A1-B1", "planned")}  # it is there, but not yet between the two


def test_sources_are_those_of_the_ends_too(graph_of_two: Graph) -> None:
    (row,) = records(links(graph_of_two, "county", kinds=["facility"]))
    assert row["sources"] == ["one", "two"]


@pytest.fixture
def graph_of_two() -> Graph:
    """A road that one source tells of, and that another says connects two places."""
    graph = connect(":memory:")
    regions = [
        {"identifier": "region:W", "level": "country"}, {"identifier": "region:A", "level": "province"},
        {"identifier": "region:B", "level": "province"},
    ]  # fmt: skip
    part_of = [{"part": f"region:{name}", "whole": "region:W"} for name in "AB"]
    graph.write(batch("one", "2024", region=regions, part_of=part_of, facility=nodes("facility", "road")))
    connects = [{"facility": "facility:road", "place": f"region:{name}"} for name in "AB"]
    graph.write(batch("two", "2025", connects=connects))
    return graph


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
