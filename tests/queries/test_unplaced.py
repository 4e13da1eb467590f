"""Firms, parks and facilities that could not be placed are counted and named with what places them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

import chanlian as cl

if TYPE_CHECKING:
    from chanlian.graph import Graph

NEXT = "a table with firm name and place, down to the county, places them; `check GRAPH --rule no_place --rule no_county` names them"


@pytest.fixture
def mixed() -> Graph:
    """F in A1, U in A, V and W nowhere, P in a park that lies nowhere, X abroad; a group is no firm that lacks a place."""
    return small(
        {"VN": ("country", None, None)},
        park="L; M joint=true",
        firm="F@A1; U@A; V; W; P; X@VN; G group=true",
        located_in="P L",
        covers="M B1",
        facility="road; bridge; pipe; works",
        connects="road A1; bridge A2",
        serves="pipe A1",
        supplies="U F ore; X F oil; F P steel",
        produces="V steel; F steel; X steel",
    )


def test_info_counts_firms_parks_and_facilities(mixed: Graph) -> None:
    assert cl.info(mixed).attrs["notes"][1:] == [
        "unplaced: 4 firms: of 2 no place is known, of 1 no more than A 1, of 1 only a park whose county is not known (L 1); "
        + NEXT + "; a table with park and place places them",
        "unplaced: 1 park whose county is not known; a table with park and place places them; `check GRAPH --rule park_place` names them",
        "unplaced: 1 facility without any place; a table with facility and place places them; `check GRAPH --rule facility_place` names them",
    ]  # fmt: skip
    assert [note.split("：")[0] for note in cl.info(mixed, lang="zh").attrs["notes"][1:]] == ["未定位"] * 3


def test_check_names_what_info_counts(mixed: Graph) -> None:
    found = cl.check(mixed, rules=["no_place", "no_county", "park_place", "facility_place"])
    named = [(row.rule, row.what) for row in found.itertuples()]
    assert named == [
        ("no_place", "G"), ("no_place", "V"), ("no_place", "W"), ("no_county", "P"), ("no_county", "U"),
        ("park_place", "L"), ("facility_place", "works"),
    ]  # fmt: skip


def test_answers_on_an_area_say_who_may_lie_there(mixed: Graph) -> None:
    head = "4 firms may lie in A1 or not, and count neither here nor outside: of 2 no place is known"
    for answer in (
        cl.gaps(mixed, "A1"), cl.outlets(mixed, "A1"), cl.matches(mixed, "A1"), cl.ask(mixed, "A1"),
        cl.list(mixed, "firms", "A1"),
    ):  # fmt: skip
        assert [note for note in answer.attrs["notes"] if note.startswith(head)], answer.attrs["question"]
    # what is known to lie in A is in none but A, and asked of A it is placed
    assert not any("U" in note or "A 1" in note for note in cl.gaps(mixed, "B1").attrs["notes"])
    assert any(note.startswith("3 firms may lie in A or not") for note in cl.gaps(mixed, "A").attrs["notes"])
    assert not any("firms may lie" in note for note in cl.list(mixed, "products", "A1").attrs["notes"])


def test_answers_by_level_say_what_counts_in_no_area(mixed: Graph) -> None:
    assert (
        cl.gaps(mixed, each="county").attrs["notes"][0].startswith("4 firms count in no area: of 2 no place is known")
    )
    assert (
        cl.gaps(mixed, each="province", lang="zh").attrs["notes"][0].startswith("3家企业未计入任何地区：2家所在地未知")
    )
    # the one from abroad is placed
    assert cl.flows(mixed, "county").attrs["notes"] == ["the county of one end of 2 supplies is not known; " + NEXT]
    near = cl.suppliers(mixed, "steel", near="A2").attrs["notes"]
    assert near == [
        "the county of 1 firm listed is not known, and so no distance but that of a seat: of 1 no place is known; "
        + NEXT
    ]
    assert NEXT in " ".join(cl.links(mixed, "county").attrs["notes"])


def test_where_all_are_placed_nothing_is_said() -> None:
    graph = small(firm="F@A1; H@B1", supplies="H F ore", produces="H ore")
    for answer in (cl.gaps(graph, "A1"), cl.gaps(graph, each="county"), cl.flows(graph, "county")):
        assert not any("place" in note for note in answer.attrs["notes"] if "with_zones=True" not in note)
    assert len(cl.info(graph).attrs["notes"]) == 1
