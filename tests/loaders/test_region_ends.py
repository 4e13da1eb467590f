"""An end that should be a firm and names a place is the unnamed group of firms there; nothing becomes a firm called 贵州省."""

from __future__ import annotations

from typing import Any

import pytest
from rows import batch, nodes

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.queries.answer import records


def loaded(*rows: tuple[str, str, str], graph: Graph | None = None, **options: Any) -> tuple[Graph, Any]:
    graph = graph or connect(":memory:")
    table = [{"供方": seller, "需方": buyer, "产品": product} for seller, buyer, product in rows]
    return graph, cl.load(graph, {"supplies": table}, source="投入产出表", **options)


def firms(graph: Graph) -> dict[str, tuple[bool, list[str] | None]]:
    return {row["name"]: (bool(row["group"]), row["place"]) for row in records(cl.list(graph, "firms"))}


def test_a_table_of_regions_is_between_groups_placed_there() -> None:
    graph, done = loaded(("贵州省", "湖南省", "磷矿石"), ("湖南", "贵州", "锰矿"), ("贵州省", "贵州省", "电"))
    assert done["added"].tolist() == [3]
    assert firms(graph) == {
        "贵州省未具名企业": (True, ["贵州省"]),
        "湖南省未具名企业": (True, ["湖南省"]),
    }
    assert any("“湖南省” is a place and no firm" in note for note in done.attrs["notes"])
    found = cl.flows(graph, "province").set_index(["from_area", "to_area"])["count"].to_dict()
    assert found == {("贵州省", "湖南省"): 1, ("湖南省", "贵州省"): 1, ("贵州省", "贵州省"): 1}
    # a group is not one firm: there is no single source
    (gap,) = [row for row in records(cl.gaps(graph, "湖南")) if row["product"] == "磷矿石"]
    assert (gap["suppliers"], "single_source" in gap["flags"]) == (1, False)
    assert cl.check(graph).query("rule == 'self_link'").empty
    before = graph.content_hash
    _, again = loaded(("贵州省", "湖南省", "磷矿石"), ("湖南", "贵州", "锰矿"), ("贵州省", "贵州省", "电"), graph=graph)
    assert again["unchanged"].tolist() == [3]
    assert graph.content_hash == before


@pytest.mark.parametrize(
    ("said", "name", "place"),
    [
        ("来自广东茂名", "茂名市未具名企业", ["茂名市"]),
        ("广东茂名", "茂名市未具名企业", ["茂名市"]),
        ("from 玉屏", "玉屏侗族自治县未具名企业", ["玉屏侗族自治县"]),
        ("玉屏企业", "玉屏侗族自治县未具名企业", ["玉屏侗族自治县"]),
        ("铜仁地区", "铜仁市未具名企业", ["铜仁市"]),
        ("宁德", "宁德", None),  # more often a firm's short name
        ("玉屏创联包装", "玉屏创联包装", None),
    ],
)
def test_what_is_a_place_and_what_a_firm(said: str, name: str, place: list[str] | None) -> None:
    graph, _ = loaded((said, "甲公司", "高岭土"))
    assert firms(graph)[name] == (place is not None, place)
    assert len(firms(graph)) == 2


def test_a_place_of_the_graph_and_a_firm_of_its_name() -> None:
    graph = connect(":memory:")
    graph.write(batch("s", park=nodes("park", "大龙开发区"), firm=nodes("firm", "京山")))
    loaded(("大龙开发区", "京山", "吨袋"), graph=graph)
    assert firms(graph) == {"京山": (False, None), "大龙开发区未具名企业": (True, ["大龙开发区"])}


def test_a_firm_that_is_called_as_a_place_is_no_group() -> None:
    graph, _ = loaded(("贵州省", "甲公司", "煤"))
    loaded(("贵州省有限公司", "甲公司", "煤"), ("贵州省企业", "乙公司", "煤"), graph=graph)
    assert set(firms(graph)) == {"贵州省未具名企业", "贵州省有限公司", "甲公司", "乙公司"}


def test_a_table_of_firms_makes_no_firm_of_a_division() -> None:
    graph = connect(":memory:")
    rows = [{"名称": "贵州省"}, {"名称": "京山县", "未具名群体": "是"}, {"名称": "新区"}, {"名称": "甲市"}]
    done = cl.load(graph, {"firms": rows}, lang="zh")
    assert done.attrs["rejects"][["row", "value"]].values.tolist() == [[1, "贵州省"]]
    assert set(firms(graph)) == {"京山县", "新区", "甲市"}


def test_a_place_that_may_be_several_is_rejected_and_strict_makes_none() -> None:
    graph, done = loaded(("鼓楼区", "甲公司", "水"), ("乙公司", "甲公司", "水"), lang="zh")
    assert done["rejected"].tolist() == [1]
    assert "南京市" in done.attrs["rejects"]["reason"].tolist()[0]
    assert set(firms(graph)) == {"甲公司", "乙公司"}
    _, done = loaded(("贵州省", "甲公司", "煤"), graph=graph, strict=True)
    assert done["rejected"].tolist() == [1]
    assert set(firms(graph)) == {"甲公司", "乙公司"}
