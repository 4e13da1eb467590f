"""The network page without a browser: the model, its checks, and what is drawn at which size."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest

from chanlian.graph import schema
from chanlian.graph.errors import BadInput
from chanlian.queries.picture.records import Network
from chanlian.viz import style
from chanlian.viz.page.model import OfflineNetwork
from chanlian.viz.page.page_data import network_page
from chanlian.viz.words.words import BORDERS, STATES, kind_word


def payload(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_page_holds_every_node_edge_gap_and_piece_of_evidence(samples: Any) -> None:
    network = samples.sample("en")
    data = payload(network_page(network, lang="en"))
    assert [node["id"] for node in data["nodes"]] == [node["id"] for node in network.nodes]
    assert [edge["sentence"] for edge in data["edges"]] == [edge["sentence"] for edge in network.edges]
    assert len(data["gaps"]) == len(network.gaps)
    kept = [len(edge["evidence"]) for edge in data["edges"]]
    assert kept == [len(edge["evidence"]) for edge in network.edges]
    first = data["edges"][0]["evidence"][0]
    assert data["sources"][first[0]] == ["虚构日报：园区见闻", "虚构日报社", "2031-05-30"]
    assert first[1:] == ["第 3 段", "person", network.edges[0]["fact"]]
    assert len(data["sources"]) == 1, "a source is written once, however often it is cited"


def test_words_follow_the_language(samples: Any) -> None:
    for lang, state, supply, action in (
        ("en", "broken", "supply", "fill the link"),
        ("zh", "断链", "供应", "补链"),
    ):
        data = payload(network_page(samples.sample(lang), lang=lang))
        assert data["terms"]["states"]["broken"] == state
        assert data["terms"]["kinds"]["supplies"] == supply
        assert data["gaps"][0]["action"] == action


def test_unknown_is_neither_inside_nor_outside(samples: Any) -> None:
    nodes = {node["id"]: node for node in payload(network_page(samples.sample(), lang="zh"))["nodes"]}
    assert nodes["firm:澜州锂盐"]["inside"] is None
    assert nodes["firm:海陵助剂"]["inside"] is False


def test_two_nodes_of_one_name_are_an_error(samples: Any) -> None:
    network = samples.sample()
    network.nodes.append(network.nodes[0])
    with pytest.raises(BadInput, match="unique"):
        network_page(network, lang="en")


def test_an_edge_to_nowhere_is_an_error(samples: Any) -> None:
    network = samples.sample()
    network.edges.append(network.edges[0] | {"target": "firm:nobody"})
    with pytest.raises(BadInput, match="firm:nobody"):
        network_page(network, lang="en")


def test_an_empty_network_is_a_page() -> None:
    assert payload(network_page(Network("t", "", None, None), lang="zh"))["nodes"] == []


def test_sizes_decide_what_is_drawn(samples: Any) -> None:
    small = payload(network_page(samples.large(500), lang="zh"))
    assert small["overview"] is None
    assert small["scene"]
    middle = payload(network_page(samples.large(501), lang="zh"))
    assert middle["overview"]["nodes"]
    assert middle["scene"]
    big = payload(network_page(samples.large(2001), lang="zh"))
    assert big["overview"]["nodes"]
    assert big["scene"] is None
    assert "x" not in big["nodes"][0]
    assert len(big["nodes"]) == 2001, "the tables hold what the picture does not"


def test_the_summary_counts_every_supply_across_areas(samples: Any) -> None:
    network = samples.large(600)
    overview = payload(network_page(network, lang="zh"))["overview"]
    areas = {node["id"]: node["area"] for node in network.nodes}
    across = sum(areas[edge["source"]] != areas[edge["target"]] for edge in network.edges)
    assert overview["cut"] is None
    drawn = [line for line in overview["edges"] if line["kind"] == "flow"]
    crossing = [line for line in drawn if line["border"]]
    assert sum(int(line["label"][1:]) for line in crossing) == across
    members = {name for node in overview["nodes"] if node["kind"] == "area" for name in node["members"]}
    assert members == set(areas)


def test_every_kind_and_state_has_a_look_of_its_own() -> None:
    for kind in schema.NODES:
        if kind.name != "source":
            assert kind.name in style.NODE_LOOKS, kind.name
    symbols = [look.symbol for look in style.NODE_LOOKS.values()]
    assert len(set(symbols)) == len(symbols), "two kinds share a symbol, so only colour tells them apart"
    ghosts = [(look.symbol, look.dashes, look.colour) for look in style.STATE_LOOKS.values()]
    assert len({symbol for symbol, _, _ in ghosts}) == len(ghosts)
    assert set(style.STATE_LOOKS) | {"strong", "served"} == set(STATES)
    assert set(style.BORDER_LOOKS) == set(BORDERS)
    widths = [style.BORDER_LOOKS[level].width for level in ("county", "prefecture", "province", "country")]
    assert widths == sorted(set(widths)), "a higher border is drawn wider"
    assert max(look.width for look in style.EDGE_LOOKS.values()) < widths[0], "ties across a border stand out"
    for name in style.EDGE_LOOKS:
        assert name == "needs" or name in schema.EDGE_NAMES
        assert kind_word(name, "zh") != name


def test_missing_links_are_dashed_ghosts() -> None:
    for state in ("broken", "missing", "presumed", "unknown"):
        assert style.STATE_LOOKS[state].dashes
    assert style.EDGE_LOOKS["needs"].dashes


def test_the_model_refuses_what_pyvis_drops_silently(tmp_path: Any) -> None:
    model = OfflineNetwork(title="t", lang="en")
    model.add_node("a", "A")
    model.add_node("b", "")
    with pytest.raises(BadInput):
        model.add_node("a")
    with pytest.raises(BadInput):
        model.add_edge("a", "c")
    model.add_edge("a", "b", id=1)
    model.add_edge("a", "b", id=2)
    assert model.num_nodes() == 2
    assert model.num_edges() == 2
    assert [node["label"] for node in model.nodes] == ["A", ""]
    model.write_html(str(tmp_path / "m.html"))
    text = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "cdn" not in text.split('<script type="application/json"')[0]
    assert len(payload(text)["edges"]) == 2


class Compared(str):
    """An identifier that counts how often it is compared with another one."""

    __slots__ = ()
    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)


def test_adding_compares_with_nothing_that_is_there() -> None:
    """Counted, not timed: pyvis compares each node with all nodes before it, and each edge with all edges."""
    model, many = OfflineNetwork(title="t", lang="en"), 1000
    Compared.times = 0
    for at in range(many):
        model.add_node(Compared(at))
    for at in range(many):
        model.add_edge(Compared(at), Compared((at + 1) % many), id=Compared(at))
    assert model.num_edges() == many
    # an end is compared with the one node that it is, and with what its hash may meet
    assert 2 * many <= Compared.times < 4 * many


def test_a_page_is_not_quadratic(samples: Any) -> None:
    """In calls of functions, of twice the firms: both are too many to be drawn at once."""
    calls = []
    for firms in (2_100, 4_200):
        network, count = samples.large(firms), 0

        def called(_frame: Any, event: str, _given: Any) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(called)
        try:
            network_page(network, lang="zh")
        finally:
            sys.setprofile(None)
        calls.append(count)
    assert calls[1] < 2.5 * calls[0]
