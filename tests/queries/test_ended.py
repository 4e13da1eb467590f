"""What has ended is not listed as current, and what nobody had told by a day is not known of it."""

from __future__ import annotations

import pytest
from rows import batch, nodes
from world import small

from chanlian.graph import Graph, connect
from chanlian.queries import list as list_kind
from chanlian.queries.phases import PHASES

ENDED = {
    "firm": {"mill", "shut"},
    "organization": {"desk"},
    "facility": {"ferry"},
    "agreement": {"old", "dead"},
    "measure": {"dropped"},
    "project": {"failed"},
    "request": set[str](),
}


@pytest.fixture(scope="module")
def over() -> Graph:
    """Of each kind what is there and what is no more; the graph's day is 2025-05-30."""
    return small(
        firm="F@A1; moved; lost; mill; shut standing=已注销; still standing=停产",
        organization="desk; office",
        located_in="""
            moved A1 until=2010 status=ended; moved A2 since=2010; mill A1 until=2008 status=ended
            desk B1 until=2020; office B1; still A1
        """,
        facility="ferry status=closed; road status=open; pipe status=building",
        agreement="old signed=2012 until=2020; dead status=ended; later status=ended until=2030; pact signed=2024",
        measure="dropped status=ended; kept status=done",
        project="failed stage=ended; works stage=started; stuck stage=stalled",
        request="settled closed=2024; open",
    )


@pytest.mark.parametrize("kind", ENDED)
def test_what_has_ended_is_left_out_and_counted(over: Graph, kind: str) -> None:
    whole = list_kind(over, kind, ended=True)
    assert {row["name"] for _, row in whole.iterrows() if row["ended"]} == ENDED[kind]
    current = list_kind(over, kind)
    assert set(current["name"]) == set(whole["name"]) - ENDED[kind]
    number = len(ENDED[kind])
    said = f"{number} that {'has' if number == 1 else 'have'} ended left out; ended=True lists them too"
    assert (said in current.attrs["notes"]) == bool(number)
    assert whole.attrs["notes"] == []


def test_what_ended_later_was_there_on_the_day(over: Graph) -> None:
    assert "mill" in set(list_kind(over, "firm", as_of="2007")["name"])
    assert "mill" not in set(list_kind(over, "firm", as_of="2009")["name"])
    assert "old" in set(list_kind(over, "agreement", as_of="2019")["name"])


def test_every_word_for_how_far_a_thing_is_has_a_phase() -> None:
    from chanlian.graph.schema import KINDS, properties

    words = {
        word for of in KINDS for prop in properties(of) if prop.name in ("status", "stage") for word in prop.allowed
    }
    assert words - {"stalled"} == set(PHASES), "put a new word into queries/phases.py"


def test_a_figure_told_later_says_nothing_of_the_day() -> None:
    """Told in 2025 of no period, it is not shown as of 2021; told in 2020 too, or by a source without a day, it is."""
    graph = connect(":memory:")
    told = {name: nodes("metric", name, indicator="x", value=1.0) for name in ("late", "both", "undated")}
    graph.write(
        batch(
            "news",
            "2025",
            metric=[*told["late"], *told["both"], *nodes("metric", "dated", indicator="x", period="2020")],
        )
    )
    graph.write(batch("report", "2020", metric=told["both"]))
    graph.write(batch("opinion", None, metric=told["undated"]))
    assert set(list_kind(graph, "metric")["name"]) == {"late", "both", "dated", "undated"}
    assert set(list_kind(graph, "metric", as_of="2025")["name"]) == {"late", "both", "dated", "undated"}
    asked = list_kind(graph, "metric", as_of="2021")
    assert set(asked["name"]) == {"both", "dated", "undated"}
    assert "left out, of no period, and told only after 2021-12-31: metric 1" in asked.attrs["notes"]
