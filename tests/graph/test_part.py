"""A part of a graph: what lies in an area, of some kinds, as of a day, with all that its facts need, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd
import pytest
from pyvis.network import Network  # type: ignore[import-untyped]
from rows import batch, nodes, rows

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.errors import BadInput, UnknownName
from chanlian.graph.export.networks import RESERVED
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Two invented counties: A supplies B with ore, since 2020, until 2022 with slag; C of the other county supplies D."""
    out = connect(":memory:")
    place = [{"what": f"firm:{firm}", "place": f"region:{at}"} for firm, at in zip("ABCD", "XYYY", strict=True)]
    out.write(
        batch(
            "one", "2024-05-01",
            region=[{"identifier": f"region:{name}", "name": f"{name}县", "level": "county"} for name in "XY"]
            + [{"identifier": "region:P", "name": "P省", "level": "province"}],
            part_of=[{"part": f"region:{name}", "whole": "region:P"} for name in "XY"],
            borders=[{"a": "region:X", "b": "region:Y"}],
            firm=[*nodes("firm", "A", aliases=["甲", "=1"]), *nodes("firm", "B", "C", "D")],
            product=nodes("product", "ore", "slag", "tin"),
            located_in=place,
            supplies=[
                {"seller": "firm:A", "buyer": "firm:B", "product": "product:ore", "since": "2020-05-24", "value": 5.0},
                {"seller": "firm:A", "buyer": "firm:B", "product": "product:slag", "since": "2019", "until": "2022"},
                {"seller": "firm:C", "buyer": "firm:D", "product": "product:tin"},
            ],
        )
    )  # fmt: skip
    out.write(batch("two", "2025", supplies=[
        {"seller": "firm:A", "buyer": "firm:B", "product": "product:ore", "since": "2020-05-24", "value": 6.0},
    ], firm=nodes("firm", "A", "B"), product=nodes("product", "ore")))  # fmt: skip
    return out


def loaded(graph: Graph, folder: Path, **what: Any) -> tuple[Graph, dict[str, list[str]]]:
    """The graph of an export of a part, and the names in it."""
    done = cl.export(graph, folder / "out", "jsonl", **what)
    assert done.attrs["part"]
    copy = connect(":memory:")
    report = cl.load(copy, folder / "out", rejects=folder / "rejects.csv")
    assert report["rejected"].sum() == 0
    return copy, {kind: sorted(row["name"] for row in rows(copy, kind)) for kind in NODE_NAMES if rows(copy, kind)}


def test_of_an_area_what_has_an_end_there(graph: Graph, tmp_path: Path) -> None:
    copy, names = loaded(graph, tmp_path, area="X县")
    # B and both products stand in one fact with A, Y and P with X; C, D and tin in none
    assert names == {
        "source": ["one", "two"],
        "region": ["P省", "X县", "Y县"],
        "firm": ["A", "B"],
        "product": ["ore", "slag"],
    }
    assert {kind: len(rows(copy, kind)) for kind in EDGE_NAMES if rows(copy, kind)} == {
        "supplies": 2, "located_in": 1, "part_of": 1, "borders": 1,
    }  # fmt: skip
    listed = {kind: len(cl.list(graph, kind, "X县")) for kind in ("supplies", "located_in", "part_of", "borders")}
    assert listed == {kind: len(rows(copy, kind)) for kind in listed}
    assert len(rows(copy, "claim")) == len(rows(graph, "claim"))


def test_of_kinds_and_of_a_day(graph: Graph, tmp_path: Path) -> None:
    _, names = loaded(graph, tmp_path, kinds=["supplies"], as_of="2023")
    # slag had ended by then; no region is named by a supply
    assert names == {"source": ["one", "two"], "firm": ["A", "B", "C", "D"], "product": ["ore", "tin"]}
    _, names = loaded(graph, tmp_path, kinds="产品", area="P省")
    assert names == {"source": ["one", "two"], "product": ["ore", "slag", "tin"]}


def test_what_part_it_is_stands_beside_it(graph: Graph, tmp_path: Path) -> None:
    cl.export(graph, tmp_path / "part.json", area="X县", kinds=["supplies"], as_of="2023")
    told = json.loads((tmp_path / "part.json.meta.json").read_text(encoding="utf-8"))
    assert told["part"] == {"area": "X县", "kinds": ["supplies"], "as_of": "2023"}
    assert told["graph_hash"] == graph.content_hash
    cl.export(graph, tmp_path / "out", area="X县")
    assert 'only a part of that graph: {"area": "X县"}' in (tmp_path / "out" / "chanlian-export.txt").read_text("utf-8")
    refused: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"kinds": "enterprise"}, BadInput),
        ({"as_of": "soon"}, BadInput),
        ({"area": "nowhere"}, UnknownName),
    ]
    for what, wrong in refused:
        with pytest.raises(wrong):
            cl.export(graph, tmp_path / "wrong", **what)
        assert not (tmp_path / "wrong").exists()


# -- networks --------------------------------------------------------------------------------


def test_attributes_are_plain_and_called_as_nothing_else_is(graph: Graph) -> None:
    network = graph.to_networkx()
    for *_, attributes in (*network.nodes(data=True), *network.edges(data=True)):
        assert not RESERVED & attributes.keys()
        assert all(type(value) in (str, int, float, bool) for value in attributes.values())
        assert attributes["sources"]
    assert network.nodes["firm:A"]["aliases"] == "=1；甲"
    assert {level: network.nodes["firm:A"][level] for level in ("county", "province")} == {
        "county": "X县",
        "province": "P省",
    }
    ore = next(data for *_, data in network.edges(data=True) if data.get("product_name") == "ore")
    assert (ore["label"], ore["sources"], ore["since"], ore["value"]) == ("ore", "two；one", "2020-05-24", 6.0)
    dated = graph.to_networkx(dates=True).edges[("firm:A", "firm:B", ore["fact"])]["since"]
    assert dated.isoformat() == "2020-05-24"
    assert {data["kind"] for _, data in cl.to_networkx(graph, "X县", as_of="2023").nodes(data=True)} == {
        "firm",
        "product",
        "region",
    }
    (slag,) = cl.to_networkx(graph, "X县", "supplies", as_of="2019").edges(data=True)
    assert slag[:2] == ("firm:A", "firm:B")
    # the method of the graph is the same function
    assert [*graph.to_networkx("X县", "supplies", as_of="2019").edges(data=True)] == [slag]
    assert graph.to_networkx("X县", "supplies").number_of_edges() > 1


def told(network: nx.Graph[Any]) -> dict[str, tuple[str, str, str]]:
    """Every edge with its ends and its evidence, by its fact."""
    return {data["fact"]: (a, b, data["sources"]) for a, b, data in network.edges(data=True)}


def test_every_other_form_keeps_every_edge_and_its_evidence(graph: Graph, tmp_path: Path) -> None:
    network = graph.to_networkx()
    whole = told(network)
    assert len(whole) == network.number_of_edges() == 3 + 4 + 2 + 1
    nx.write_graphml(network, tmp_path / "g.graphml")
    assert told(nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)) == whole
    nx.write_gexf(network, tmp_path / "g.gexf")
    assert told(nx.read_gexf(tmp_path / "g.gexf")) == whole
    frame = nx.to_pandas_edgelist(network)
    assert {row.fact: (row.source, row.target, row.sources) for row in frame.itertuples()} == whole
    assert isinstance(frame, pd.DataFrame)
    linked = nx.node_link_graph(json.loads(json.dumps(nx.node_link_data(network, edges="edges"))), edges="edges")
    assert told(linked) == whole
    drawn = nx.cytoscape_data(network)["elements"]["edges"]
    assert {
        one["data"]["fact"]: (one["data"]["source"], one["data"]["target"], one["data"]["sources"]) for one in drawn
    } == whole
    page = Network(directed=True)
    page.from_nx(network)
    assert {one["fact"]: (one["from"], one["to"], one["sources"]) for one in page.edges} == whole


def test_gexf_says_label_direction_weight_and_time_as_gephi_has_them(graph: Graph, tmp_path: Path) -> None:
    from xml.etree import ElementTree as ET

    cl.export(graph, tmp_path / "g.gexf")
    space = {"g": "http://gexf.net/1.3"}
    root = ET.parse(tmp_path / "g.gexf").getroot()  # noqa: S314  # what this program wrote
    assert root.get("version") == "1.3"
    edges = {(one.get("source"), one.get("target"), one.get("label")): one for one in root.iterfind(".//g:edge", space)}
    slag = edges["firm:A", "firm:B", "slag"]
    assert (slag.get("type"), slag.get("weight")) == ("directed", "1.0")
    spell = slag.find("g:spells/g:spell", space)
    assert spell is not None
    assert spell.attrib == {"start": "2019-01-01", "end": "2022-12-31"}
    assert edges["region:X", "region:Y", "border"].get("type") == "mutual"
    labels = {one.get("id"): one.get("label") for one in root.iterfind(".//g:node", space)}
    assert labels["firm:A"] == "A"
    read = nx.read_gexf(tmp_path / "g.gexf")
    assert set(read) == set(graph.to_networkx())
    cl.export(graph, tmp_path / "g.graphml")
    again = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert told(again) == told(graph.to_networkx())
    assert again.nodes["firm:A"]["label"] == "A"
