"""Facts of an area of which no end need lie there, and how a graph on a server is named to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph import connect
from chanlian.graph.errors import UnsupportedURL
from chanlian.graph.url import title
from chanlian.queries import list as list_kind
from chanlian.queries.answer import cite

if TYPE_CHECKING:
    from chanlian.graph import Graph


def test_what_blocks_a_firm_and_what_a_project_adds_are_in_their_area() -> None:
    graph = small(
        firm="F@A1; H@B1",
        request="r; s",
        blocks="r F; s H",
        project="here; there",
        sited_in="here A1; there B1",
        adds="here gear; there bag",
    )
    assert list_kind(graph, "blocks", "A1")["request"].tolist() == ["r"]
    assert list_kind(graph, "adds", "A1")["project"].tolist() == ["here"]


@pytest.fixture(scope="module")
def concerned() -> Graph:
    """Two counties of A, A1 and A2, and B1: what speaks of them, who acts for them, what stands there."""
    return small(
        firm="F@A1; H@B1",
        organization="desk; guild; fair",
        product="bag",
        located_in="guild B1",
        serves="desk A1; desk A2",
        cooperates_with="guild A1",
        facility="bus",
        connects="bus A1; bus A2",
        project="joint; mill; far; named; idle",
        sited_in="joint A1; joint A2; mill A1; far B1",
        invests_in="F far",
        metric="riders indicator=riders; output indicator=output; sales indicator=sales; mine indicator=tons",
        agreement="pact; plan",
        party_to="A1 pact; guild pact role=promoter",
        measure="item; roads; nowhere",
        part_of="item pact",
        request="stop; dust",
        handles="desk stop",
        blocks="dust mill",
        raises="H stop",
        concerns="""
            riders bus; output A1; output A2; output B1; sales F; mine mill; plan A2; roads A2; roads named; nowhere bag
        """,
    )


@pytest.mark.parametrize(
    ("kind", "area", "expected"),
    [
        # a project of two counties is one of each; one that a measure of the county names is too
        ("project", "A1", {"joint": ["sited_in"], "mill": ["sited_in"], "far": ["invests_in"]}),
        ("project", "A2", {"joint": ["sited_in"], "named": ["concerns"]}),
        ("project", "B1", {"far": ["sited_in"]}),
        # of the bus that stops there, of the county, of its firm, of what is to stand there
        ("metric", "A1", {name: ["concerns"] for name in ("riders", "output", "sales", "mine")}),
        ("metric", "B1", {"output": ["concerns"]}),
        ("agreement", "A1", {"pact": ["party_to"]}),
        ("agreement", "A2", {"plan": ["concerns"]}),
        ("measure", "A1", {"item": ["part_of"]}),
        ("measure", "A2", {"roads": ["concerns"]}),
        # by who handles it, by what it blocks
        ("request", "A1", {"stop": ["handles"], "dust": ["blocks"]}),
        ("request", "B1", {"stop": ["raises"]}),
        # the guild lies in B1, and is no body of A1, with which it cooperates
        ("organization", "A1", {"desk": ["serves"]}),
        ("organization", "B1", {"guild": ["located_in"]}),
        ("facility", "A2", {"bus": ["connects"]}),
    ],
)
def test_by_what_it_is_in_an_area(concerned: Graph, kind: str, area: str, expected: dict[str, list[str]]) -> None:
    found = list_kind(concerned, kind, area)
    assert dict(zip(found["name"], found["via"], strict=True)) == expected
    assert set(list_kind(concerned, kind)["name"]) >= set(expected)


def test_without_an_area_nothing_is_in_it(concerned: Graph) -> None:
    assert list_kind(concerned, "metric")["via"].isna().all()
    assert "via" not in list_kind(concerned, "firm", "A1")


def test_where_a_request_arose(concerned: Graph) -> None:
    found = list_kind(concerned, "request")
    assert dict(zip(found["name"], found["places"], strict=True)) == {"stop": ["B1"], "dust": ["A1"]}


@pytest.mark.parametrize("url", ["bolt://reader@host:7687/chains", "bolt://reader@host:7687/chains?policy=x"])
def test_a_server_is_cited_without_its_user(url: str) -> None:
    frame = list_kind(small(firm="F@A1"), "firm")
    frame.attrs["graph"] = url
    assert "graph bolt://host:7687/chains, content" in cite(frame)
    assert title(url) == "bolt://host:7687/chains"


def test_sql_of_a_server_says_what_to_do_instead() -> None:
    graph = connect("bolt://host/chains")  # no server is asked
    with pytest.raises(UnsupportedURL, match="chanlian cypher bolt://host/chains TEXT.*chanlian pull"):
        graph.sql("SELECT 1")
