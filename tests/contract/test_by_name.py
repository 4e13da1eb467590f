"""A place by the name of a firm, on every engine: the same rows, and it goes where one is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import chanlian as cl

if TYPE_CHECKING:
    from chanlian.graph import Graph

pytestmark = pytest.mark.core


def test_a_place_by_name_comes_and_goes(graph: Graph) -> None:
    seller, buyer = "福建某某拉链有限公司", "黄梅某某服饰有限公司"
    cl.load(graph, {"firms": [{"name": buyer, "place": "黄梅县"}]}, source="一")
    cl.load(graph, {"supplies": [{"seller": seller, "buyer": buyer, "product": "拉链"}]}, source="二")
    (need,) = cl.gaps(graph, "黄梅县").to_dict("records")
    assert (need["state"], need["suppliers_by_name"]) == ("missing", [seller])
    assert "1 firm outside (placed by name alone)" in need["because"]
    assert cl.show(graph, seller)["place_by_name"].item() == "福建省"
    assert (
        cl.suppliers(graph, "拉链").attrs["notes"][0].startswith("of the firms told of here, 1 is placed by name alone")
    )
    assert cl.info(graph).attrs["graph_info"]["by_name"] == 1
    assert cl.verify(graph).empty
    cl.load(graph, {"firms": [{"name": seller, "place": "晋江市"}]}, source="三")
    (need,) = cl.gaps(graph, "黄梅县").to_dict("records")
    assert (need["state"], need["suppliers_by_name"]) == ("missing", None)
    assert cl.info(graph).attrs["graph_info"]["by_name"] == 0
    cl.unload(graph, "三")
    assert cl.info(graph).attrs["graph_info"]["by_name"] == 1
    assert cl.verify(graph).empty
