"""Networks of others: a foreign GraphML goes in by a mapping, is asked, and comes back equal; without one it is asked what it says.

All names are invented; only those of regions are real.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

MAP = """
[source]
title = "survey of others"
published = "2024"

[[input]]
file = "*.graphml"
sheet = "nodes"
ignore = ["colour", "_id"]

[[input.table]]
kind = "firms"
where = { type = "company" }
columns = { name = "title", place = "county" }

[[input.table]]
kind = "products"
where = { type = "item" }
columns = { name = "title" }

[[input]]
file = "*.graphml"
sheet = "edges"
ignore = ["start._id", "end._id", "start.colour", "end.colour", "start.county", "end.county", "end.type"]

[[input.table]]
kind = "supplies"
where = { relation = "SELLS_TO" }
columns = { seller = "start.title", buyer = "end.title", product = "item", value = "yuan", since = "year" }

[[input.table]]
kind = "produces"
where = { relation = "MAKES" }
columns = { firm = "start.title", product = "end.title" }

[[input.step]]
drop = "a friend of a firm is no tie"
where = { relation = "KNOWS", "start.type" = "company" }
"""


@pytest.fixture
def network() -> nx.MultiDiGraph[str]:
    """Two firms and what one of them makes and sells, in words of others."""
    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    out.add_node("n1", type="company", title="甲某包装厂", county="玉屏侗族自治县", colour="red")
    out.add_node("n2", type="company", title="乙某材料厂", county="新晃侗族自治县")
    out.add_node("n3", type="item", title="合计牌吨袋")
    out.add_edge("n1", "n2", relation="SELLS_TO", item="合计牌吨袋", yuan=1_200_000, year=2023)
    out.add_edge("n1", "n3", relation="MAKES")
    out.add_edge("n1", "n2", relation="KNOWS")
    return out


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return path


def told(network: nx.MultiDiGraph[str]) -> set[tuple[Any, ...]]:
    """What a network says, in its own words."""
    names = {node: data["title"] for node, data in network.nodes(data=True)}
    sold = {
        ("sells", names[a], names[b], d["item"], d["yuan"], str(d["year"]))
        for a, b, d in network.edges(data=True)
        if d["relation"] == "SELLS_TO"
    }
    return sold | {("makes", names[a], names[b]) for a, b, d in network.edges(data=True) if d["relation"] == "MAKES"}


def said(network: nx.Graph[Any]) -> set[tuple[Any, ...]]:
    """The same of a network of ours."""
    names = {node: data["name"] for node, data in network.nodes(data=True)}
    out: set[tuple[Any, ...]] = set()
    for a, b, d in network.edges(data=True):
        if d["kind"] == "supplies":
            out.add(("sells", names[a], names[b], d["product_name"], d["value"], d["since"]))
        if d["kind"] == "produces":
            out.add(("makes", names[a], names[b]))
    return out


def test_a_foreign_graphml_goes_in_is_asked_and_comes_back_equal(
    network: nx.MultiDiGraph[str], mapping: Path, tmp_path: Path
) -> None:
    nx.write_graphml(network, tmp_path / "others.graphml")
    graph = connect(":memory:")
    report = cl.load(graph, tmp_path / "others.graphml", mapping=mapping)
    assert report["rejected"].sum() == 0
    needs = cl.gaps(graph, "新晃")
    assert needs[["product", "suppliers_outside"]].values.tolist() == [["合计牌吨袋", 1]]
    cl.export(graph, tmp_path / "ours.graphml")
    assert said(nx.read_graphml(tmp_path / "ours.graphml", force_multigraph=True)) == told(network)
    assert said(graph.to_networkx()) == told(network)
    other = connect(":memory:")
    cl.from_networkx(other, network, mapping)
    assert other.content_hash == graph.content_hash


def test_without_a_mapping_it_is_asked_what_it_says(network: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    nx.write_graphml(network, tmp_path / "others.graphml")
    graph = connect(":memory:")
    with pytest.raises(BadInput, match=r"which is which\?.*mapping="):
        cl.load(graph, tmp_path / "others.graphml")
    assert not graph.exists() or graph.to_networkx().number_of_nodes() == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<graphml><graph>", "no GraphML"),
        ("<html/>", "no GraphML"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><graphml>&a;</graphml>', "DOCTYPE"),
        ("", "is empty"),
    ],
)
def test_what_is_no_graphml_is_refused_in_a_line(text: str, why: str, mapping: Path, tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=why):
        cl.load(connect(":memory:"), tmp_path / "x.graphml", mapping=mapping)


def test_what_the_mapping_does_not_tell_is_asked(network: nx.MultiDiGraph[str], mapping: Path) -> None:
    network.add_edge("n2", "n3", relation="MAKES", licence="x")
    with pytest.raises(BadInput, match="licence"):
        cl.from_networkx(connect(":memory:"), network, mapping)
