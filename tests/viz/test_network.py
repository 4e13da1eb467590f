"""The network page without a browser: the model, its checks, and what is drawn at which size."""

from __future__ import annotations

import base64
import json
import re
import sys
import zlib
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
    data = json.loads(found[1])
    # much data lies packed in the page
    return json.loads(zlib.decompress(base64.b64decode(data["packed"]))) if "packed" in data else data


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
    assert len(big["nodes"]) == 300, "the most tied firms"
    assert big["tally"]["n"] == big["tally"]["firms"] == 2001


def record(
    kind: str, name: str, area: str | None = "甲县", province: str | None = "东省", **more: Any
) -> dict[str, Any]:
    out: dict[str, Any] = {"id": f"{kind}:{name}", "kind": kind, "label": name, "area": area, "province": province, "inside": area == "甲县",
           "group": False, "properties": {}, "evidence": []}  # fmt: skip
    return out | more


def tie(kind: str, source: str, target: str, label: str = "", **more: Any) -> dict[str, Any]:
    out: dict[str, Any] = {"fact": f"{kind}{source}{target}", "kind": kind, "source": source, "target": target, "label": label, "sentence": label,
           "value": None, "border": None, "status": None, "modality": None, "evidence": [], "ghost": False}  # fmt: skip
    return out | more


def test_agreements_bodies_and_facilities_are_counted_on_the_areas_that_they_are_of() -> None:
    nodes = [
        record("firm", "A"), record("firm", "B", "乙县", "西省"), record("region", "甲县"), record("region", "乙县", "乙县", "西省"),
        record("agreement", "两县协议", None, None), record("facility", "水厂"), record("facility", "公路", None, None),
    ]  # fmt: skip
    edges = [
        tie("party_to", "region:甲县", "agreement:两县协议"), tie("party_to", "region:乙县", "agreement:两县协议"),
        tie("serves", "facility:水厂", "firm:A"),
    ]  # fmt: skip
    data = payload(network_page(Network("t", "甲县", None, None, nodes, edges), lang="zh"))
    lists = {one["id"]: one for one in data["lists"]}
    assert lists["list:facility"]["members"] == ["facility:水厂", "facility:公路"]
    assert lists["list:facility"]["short"] == "设施 2"
    assert "list:region" not in lists, "the block of an area stands for it"
    said = {block["label"]: [lists[one]["short"] for one in block["lists"]] for block in data["scene"]["blocks"]}
    assert said == {"甲县": ["协议 1", "设施 1"], "乙县": ["协议 1"]}
    assert {node["id"] for node in data["nodes"] if "x" in node} == {"firm:A", "firm:B"}
    assert {node["id"] for node in data["nodes"] if node.get("aside")} == {node["id"] for node in nodes[2:]}
    around = payload(network_page(Network("t", "", None, None, nodes, edges, lean=False), lang="zh"))
    assert not around["lists"]
    assert all("x" in node for node in around["nodes"]), "around one node everything is drawn"


def test_names_of_products_stand_on_supplies_and_on_nothing_else(samples: Any) -> None:
    data = payload(network_page(samples.sample("zh"), lang="zh"))
    placed = [(edge["at"], 12 * len(edge["label"])) for edge in data["edges"] if "at" in edge]
    assert len(placed) >= 3
    assert all(edge["kind"] == "supplies" for edge in data["edges"] if "at" in edge)
    rects = [(x - wide / 2, y - 8, x + wide / 2, y + 8) for (x, y), wide in placed]
    rects += [(node["x"] - node["width"] / 2, node["y"] - node["height"] / 2, node["x"] + node["width"] / 2, node["y"] + node["height"] / 2)
              for node in data["nodes"] if "x" in node]  # fmt: skip
    for at, one in enumerate(rects):
        for other in rects[at + 1 :]:
            assert one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def test_a_page_of_5000_firms_is_at_most_a_megabyte(samples: Any) -> None:
    network = samples.large(5000, 40)
    needed = [record("gap", f"产品{at:02d}", "虚构县00", "东", state="missing", because="x", product=f"p{at}",
                     firms=[f"firm:{one}" for one in range(at, 5000, 40)]) for at in range(40)]  # fmt: skip
    network.nodes.extend(needed)
    network.edges.extend(
        tie("needs", one, gap["id"], fact=None, ghost=True, sentence=f"{one} needs {gap['label']}: because it buys it elsewhere")
        for gap in needed for one in gap["firms"]
    )  # fmt: skip
    page = network_page(network, lang="zh")
    assert len(page.encode()) <= 1_000_000
    data = payload(page)
    assert sum(node["kind"] == "firm" for node in data["nodes"]) == 300
    assert sum(node["kind"] == "gap" for node in data["nodes"]) == 40
    assert data["tally"]["firms"] == 5000
    degree = [sum(firm in (edge["source"], edge["target"]) for edge in network.edges) for firm in ("firm:0", "firm:1")]
    assert degree[0] >= 3
    ids = {node["id"] for node in data["nodes"]}
    assert all(edge["from"] in ids and edge["to"] in ids for edge in data["edges"])
    assert all(member in ids for box in data["overview"]["nodes"] for member in box.get("members", ()))
    assert sum(node["kind"] == "gap" for node in data["overview"]["nodes"]) == 24
    needs = [line for line in data["overview"]["edges"] if line["kind"] == "needs"]
    assert needs, "areas and what they lack"
    assert len(data["sources"]) == 1


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
        assert name in ("needs", "possible") or name in schema.EDGE_NAMES
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
