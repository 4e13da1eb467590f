"""An end that should be a firm and names a place is the unnamed group of firms there; nothing becomes a firm called 贵州省."""

from __future__ import annotations

from typing import Any

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


SELLERS: list[tuple[str, str, list[str] | None]] = [
    ("来自广东茂名", "茂名市未具名企业", ["茂名市"]),
    ("广东茂名", "茂名市未具名企业", ["茂名市"]),
    ("山东东营", "东营市未具名企业", ["东营市"]),  # the city; its district of that name lies in it
    ("from 玉屏", "玉屏侗族自治县未具名企业", ["玉屏侗族自治县"]),
    ("玉屏企业", "玉屏侗族自治县未具名企业", ["玉屏侗族自治县"]),
    ("铜仁地区", "铜仁市未具名企业", ["铜仁市"]),
    ("贵州", "贵州省未具名企业", ["贵州省"]),
    ("Guizhou", "贵州省未具名企业", ["贵州省"]),
    ("Hunan Province", "湖南省未具名企业", ["湖南省"]),
    ("Guangxi Zhuang Autonomous Region", "广西壮族自治区未具名企业", ["广西壮族自治区"]),
    ("全国", "中国未具名企业", ["中国"]),
    ("美国", "美国未具名企业", ["美国"]),
    ("U.S.A.", "美国未具名企业", ["美国"]),
    ("from Viet Nam", "越南未具名企业", ["越南"]),
    ("贵州茅台", "贵州茅台", None),
    ("美国铝业", "美国铝业", None),
    ("Hunan Valin Steel", "Hunan Valin Steel", None),
    ("黑山", "黑山", None),  # Montenegro, and the short name of 黑山县
    ("宁德", "宁德", None),  # more often a firm's short name
    ("玉屏创联包装", "玉屏创联包装", None),
]
"""How an end is written, the firm that it is, and where that is."""


def test_what_is_a_place_and_what_a_firm() -> None:
    graph, _ = loaded(*((said, "甲公司", f"产品{number}") for number, (said, *_) in enumerate(SELLERS)))
    sellers = {row["product"]: row["seller"] for row in records(cl.list(graph, "supplies"))}
    found = firms(graph)
    for number, (said, name, place) in enumerate(SELLERS):
        assert sellers[f"产品{number}"] == name, said
        assert found[name] == (name.endswith("未具名企业"), place), said
    assert set(found) == {"甲公司", *(name for _, name, _ in SELLERS)}


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
    no_firms = ["贵州省", "贵州", "Guizhou", "U.S.A.", "越南", "外省", "玉屏企业"]
    firms_ = ["京山县", "新区", "甲市", "宁德", "贵州茅台", "Hunan Valin Steel"]
    rows = [{"名称": name} for name in (*no_firms, *firms_)]
    rows[len(no_firms)]["未具名群体"] = "是"
    done = cl.load(graph, {"firms": rows}, lang="zh")
    assert done.attrs["rejects"]["value"].tolist() == no_firms
    assert set(firms(graph)) == set(firms_)


def test_what_names_no_place_is_asked_about() -> None:
    nowhere = ["外省", "国外客户", "本地", "其他地区", "Abroad", "rest of China"]
    graph, done = loaded(*((name, "甲公司", "水") for name in nowhere), ("外省纸厂", "甲公司", "水"), lang="zh")
    assert done.attrs["rejects"]["value"].tolist() == nowhere
    assert "写明省份、国家" in done.attrs["rejects"]["reason"].tolist()[0]
    assert set(firms(graph)) == {"外省纸厂", "甲公司"}
    # who knows no more says that it is a group
    cl.load(graph, {"firms": [{"名称": "外省", "未具名群体": "是"}]})
    _, done = loaded(("外省", "甲公司", "纸"), graph=graph)
    assert done["added"].tolist() == [1]


def test_whom_nobody_names_is_a_group_where_a_place_is_told_and_asked_about_where_not() -> None:
    said = {
        "不详（山东滨州）": "滨州市", "泰国进口（经赣州港）": "泰国", "广东某食品有限公司": "广东省", "甘州区奶农": "甘州区",
        "浙江省多家企业": "浙江省",
    }  # fmt: skip
    graph, done = loaded(*((name, "甲公司", f"原料{n}") for n, name in enumerate(said)))
    assert done["rejected"].sum() == 0
    assert {place[0] for group, place in firms(graph).values() if group and place} == set(said.values())
    asked = ["散户", "周边农户", "自产", "长三角某集团", "多家供应商", "无固定供应商", "网上采购", "Various suppliers"]
    named = ["农户之家食品有限公司", "阳光农户", "网易", "大同进口贸易有限公司", "客家酒业"]
    graph, done = loaded(*((name, "甲公司", "水") for name in (*asked, *named)))
    assert sorted(done.attrs["rejects"]["value"]) == sorted(asked)
    assert set(firms(graph)) == {"甲公司", *named}
    done = cl.load(connect(":memory:"), {"firms": [{"名称": name} for name in (*asked, *named)]}, lang="zh")
    assert sorted(done.attrs["rejects"]["value"]) == sorted(asked)
    assert "不是企业名称" in done.attrs["rejects"]["reason"].tolist()[0]


def test_a_district_that_was_merged_is_no_supplier_of_itself() -> None:
    """Whoever names the district first, what was stated between it and the one that took it in is between two."""
    supply = {"supplies": [{"供方": "杭州市下城区", "需方": "拱墅区", "产品": "水", "期间": "2019"}]}
    firm = {"firms": [{"名称": "甲厂", "所在地": "杭州市下城区"}]}
    hashes = set()
    for order in ((supply, firm), (firm, supply), ({**supply, **firm},)):
        graph = connect(":memory:")
        for tables in order:
            assert cl.load(graph, tables, source="台账")["rejected"].sum() == 0
        hashes.add(graph.content_hash)
    assert len(hashes) == 1
    assert firms(graph)["下城区未具名企业"] == (True, ["下城区"])
    # where the older one is not kept apart, nobody can say that it is another
    _, done = loaded(("桂林地区", "桂林市", "水"), ("桂林市", "桂林市", "水"))
    assert done.attrs["rejects"]["row"].tolist() == [1]


def test_whose_share_or_chain_it_is_no_group_can_be() -> None:
    """What a province owns, is in or leads is not its firms'; as a party or an investor it is itself."""
    graph = connect(":memory:")
    loaded(("贵州省", "甲公司", "煤"), graph=graph)
    tables = {
        "ownership": [{"owner": "贵州省", "owned": "甲公司"}],
        "leaders": [{"firm": "Hunan", "chain": "锂电"}],
        "produces": [{"firm": "云南", "product": "锡"}],
        "agreements": [{"name": "合作协议", "parties": "贵州省；湖南省"}],
    }
    done = cl.load(graph, tables, source="公报")
    assert sorted(done.attrs["rejects"]["value"]) == ["Hunan", "贵州省"]
    assert set(firms(graph)) == {"贵州省未具名企业", "云南省未具名企业", "甲公司"}
    assert set(cl.list(graph, "parties")["party"]) == {"贵州省", "湖南省"}


def test_a_country_is_one_place_whoever_names_it_first() -> None:
    supply = {"supplies": [{"供方": "Vietnam", "需方": "甲公司", "产品": "煤"}]}
    region = {"regions": [{"名称": "越南", "级别": "country"}]}
    graphs = []
    for order in ((supply, region), (region, supply)):
        graphs.append(connect(":memory:"))
        for tables in order:
            assert cl.load(graphs[-1], tables, source="台账")["rejected"].sum() == 0
    assert [firms(graph)["越南未具名企业"] for graph in graphs] == [(True, ["越南"])] * 2
    assert graphs[0].content_hash == graphs[1].content_hash
    assert cl.flows(graphs[0], "country")["from_area"].tolist() == ["越南"]
    assert cl.outlets(graphs[0], "Vietnam").attrs["notes"]
    assert cl.check(graphs[0])["rule"].tolist() == cl.check(graphs[1])["rule"].tolist()


def test_a_place_that_may_be_several_is_rejected_and_strict_makes_none() -> None:
    graph, done = loaded(("鼓楼区", "甲公司", "水"), ("乙公司", "甲公司", "水"), lang="zh")
    assert done["rejected"].tolist() == [1]
    assert "南京市" in done.attrs["rejects"]["reason"].tolist()[0]
    assert set(firms(graph)) == {"甲公司", "乙公司"}
    _, done = loaded(("贵州省", "甲公司", "煤"), graph=graph, strict=True)
    assert done["rejected"].tolist() == [1]
    assert set(firms(graph)) == {"甲公司", "乙公司"}
