"""What sources judge of an area, on a small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from world import small

from chanlian.graph.errors import BadInput
from chanlian.queries import assess

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="module")
def judged() -> Graph:
    """A1, its firm F and park K, its project P; A2 with firm G; province A holds both."""
    graph: Graph = small(
        firm="F@A1; G@A2",
        project="P",
        assessment="""
            weak verdict=weakness topic=size; why verdict=cause topic=law; deeper verdict=cause; good verdict=strength
            wide verdict=weakness; second verdict=rank rank=3; stuck verdict=harm; late verdict=weakness period=2026
            theirs verdict=strength; loose verdict=strength
        """,
        measure="m status=running; m2; gone",
        sited_in="P A1",
        concerns="weak A1; good F; why weak; deeper why; wide A; second G; second K; stuck P; late A1; theirs G",
        answers="m weak; m2 weak; gone weak status=ended",
    )
    return graph


def told(answer: Any, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in answer[[*columns]].astype(object).where(answer[[*columns]].notna(), None).values]


def test_what_is_said_of_an_area_and_of_what_lies_in_it(judged: Graph) -> None:
    # of the graph's own day, 2025-05-30: what is said of 2026 is not known yet
    assert told(assess(judged, "A1"), "assessment", "verdict", "about", "via") == [
        ("weak", "weakness", ["A1"], "area"),
        ("good", "strength", ["F"], "within"),
        ("second", "rank", ["G", "K"], "within"),  # of a park of A1 too
        ("stuck", "harm", ["P"], "within"),  # by the site of the project
        ("deeper", "cause", ["why"], "cause"),  # behind what is behind the weakness
        ("why", "cause", ["weak"], "cause"),
    ]


def test_its_causes_and_what_is_to_be_done(judged: Graph) -> None:
    (row,) = told(assess(judged, "A1", verdicts=["weakness"]), "topic", "causes", "measures", "sources")
    assert row == ("size", ["why"], ["m (running)", "m2"], ["the invented world"])
    (row,) = told(assess(judged, "A1", verdicts=["weakness"], lang="zh"), "measures")
    assert row == (["m（推进中）", "m2"],)


def test_of_a_wider_area_only_that_there_is_something(judged: Graph) -> None:
    notes = assess(judged, "A1").attrs["notes"]
    assert "1 more of wider areas as a whole (A), not of A1 itself" in notes
    assert "另有1项评价针对更大范围（A），并非专指A1" in assess(judged, "A1", lang="zh").attrs["notes"]
    assert told(assess(judged, "A"), "assessment", "via")[0] == ("wide", "area")


def test_all_that_is_judged(judged: Graph) -> None:
    everything = told(assess(judged), "assessment", "area", "via")
    assert [name for name, _, _ in everything] == [
        "good", "loose", "theirs", "wide", "weak", "deeper", "why", "second", "stuck",
    ]  # fmt: skip
    assert {(area, via) for _, area, via in everything} == {(None, None)}
    assert "late" in set(assess(judged, as_of="2026-12")["assessment"])


def test_nothing_is_said_and_nothing_is_asked(judged: Graph) -> None:
    empty = assess(judged, "B1")
    assert empty.empty
    assert empty.attrs["notes"] == ["B1: no source in the graph judges it"]
    with pytest.raises(BadInput, match="no verdict 'bad'; the verdicts are strength"):
        assess(judged, "A1", verdicts=["bad"])
