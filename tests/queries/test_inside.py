"""Facts of an area of which no end need lie there, and how a graph on a server is named to readers."""

from __future__ import annotations

import pytest
from world import small

from chanlian.graph import connect
from chanlian.graph.errors import UnsupportedURL
from chanlian.graph.url import title
from chanlian.queries import list as list_kind
from chanlian.queries.answer import cite


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
