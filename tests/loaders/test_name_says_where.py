"""A firm that no source places lies where its name begins, whatever was loaded when, and is said to. All firms are invented."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from office import Page, xlsx

import chanlian as cl

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph

SELLER, BUYER = "福建某某拉链科技股份有限公司", "黄梅某某服饰有限公司"
FIRMS: list[list[Any]] = [
    ["企业名称", "所在地", "主营产品", "主要原料"],
    [BUYER, "黄梅县", "服装", "拉链"],
    ["宿松县某某拉链有限公司", "宿松县", "拉链", "铜丝"],
]
SUPPLY: list[list[Any]] = [["供方", "需方", "产品", "年供货额（万元）"], [SELLER, BUYER, "拉链", 200]]


@pytest.fixture
def graph() -> Graph:
    return cl.connect(":memory:")


def load(
    graph: Graph, rows: list[dict[str, Any]] | None = None, source: str = "一", **tables: list[dict[str, Any]]
) -> None:
    done = cl.load(graph, tables or {"firms": rows or []}, source=source)
    assert done["rejected"].sum() == 0, done.attrs["rejects"]


def placed(graph: Graph, name: str) -> tuple[str | None, str | None]:
    """The stored place of a firm, and its basis."""
    (row,) = graph.sql("SELECT place, place_basis FROM v_firms WHERE name = $name", {"name": name}).to_dict("records")
    return tuple(value if isinstance(value, str) else None for value in row.values())  # type: ignore[return-value]


def test_a_supplier_whose_name_says_where_it_is_makes_the_need_one_that_is_bought_outside(
    graph: Graph, tmp_path: Path
) -> None:
    cl.load(graph, xlsx(tmp_path / "1.xlsx", Page("企业", FIRMS)))
    cl.load(graph, xlsx(tmp_path / "2.xlsx", Page("供应", SUPPLY)))
    found = cl.gaps(graph, "黄梅县", lang="zh")
    (need,) = found.to_dict("records")
    assert (need["product"], need["state"], need["suppliers_outside"], need["suppliers_unplaced"]) == (
        "拉链",
        "missing",
        1,
        0,
    )
    assert need["suppliers_by_name"] == [SELLER]
    assert "供应商：外地1家企业（所在地按名称推定）" in need["because"]
    assert "1家供应商的所在地系按名称推定；补载写有企业名称、所在地的表即可核定" in found.attrs["notes"]
    # nobody stated it, and it is no fact: there is none to cite, to count or to take out
    assert [row for row in cl.list(graph, "located_in")["what"] if row == SELLER] == []
    assert cl.show(graph, SELLER)["place_by_name"].item() == "福建省"
    assert cl.list(graph, "firms").set_index("name")["place_by_name"].dropna().to_dict() == {SELLER: "福建省"}
    assert (
        "1 firm is placed by name alone; a table with firm name and place settles it" in cl.info(graph).attrs["notes"]
    )
    assert cl.info(graph).attrs["graph_info"]["by_name"] == 1
    flows = cl.flows(graph, "province")
    assert flows[["from_area", "to_area", "count"]].values.tolist() == [["福建省", "湖北省", 1]]
    assert cl.verify(graph).empty


def test_where_some_of_the_suppliers_are_placed_by_name_it_says_how_many(graph: Graph) -> None:
    load(graph, [{"name": BUYER, "place": "黄梅县"}, {"name": "甲厂", "place": "宿松县"}])
    load(graph, supplies=[{"seller": one, "buyer": BUYER, "product": "拉链"} for one in (SELLER, "甲厂", "乙厂")])
    (because,) = cl.gaps(graph, "黄梅县")["because"]
    assert "suppliers: 2 firms outside; 1 firm of unknown place (1 placed by name alone)" in because


def test_a_stated_place_comes_first_and_what_is_unloaded_gives_way_again(graph: Graph) -> None:
    load(graph, supplies=[{"seller": SELLER, "buyer": "甲厂", "product": "拉链"}])
    assert placed(graph, SELLER) == ("福建省", "own_name")
    before = graph.content_hash
    load(graph, [{"name": SELLER, "place": "贵州省"}], "二")
    assert placed(graph, SELLER) == ("贵州省", "stated")
    sold = graph.sql("SELECT seller_province FROM v_supplies")
    assert sold["seller_province"].item() == "贵州省"
    cl.unload(graph, "二")
    assert placed(graph, SELLER) == ("福建省", "own_name")
    assert graph.sql("SELECT seller_province FROM v_supplies")["seller_province"].item() == "福建省"
    assert before.startswith("h3:")
    assert cl.verify(graph).empty


@pytest.mark.parametrize(
    ("name", "stated", "place"),
    [
        ("绍兴某某染料有限公司", "浙江省", ("绍兴市", "own_name")),  # the name tells more closely what is stated
        ("浙江某某染料有限公司", "浙江省", ("浙江省", "stated")),
        ("浙江某某染料有限公司", "贵州省", ("贵州省", "stated")),
        ("绍兴某某染料有限公司", "杭州市", ("杭州市", "stated")),
        ("绍兴某某染料有限公司", "贵州省", ("贵州省", "stated")),
        ("绍兴某某染料有限公司", "上虞区", ("上虞区", "stated")),
    ],
)
def test_a_name_tells_more_closely_what_is_stated_and_never_contradicts_it(
    graph: Graph, name: str, stated: str, place: tuple[str, str]
) -> None:
    load(graph, [{"name": name, "place": stated}])
    assert placed(graph, name) == place
    assert cl.verify(graph).empty


def test_a_firm_that_has_left_is_not_back_by_its_name(graph: Graph) -> None:
    load(
        graph,
        located_in=[{"what": "桂阳某某选矿厂", "place": "桂阳县", "until": "2008", "status": "ended"}],
        firms=[{"name": "桂阳某某选矿厂"}],
    )
    assert placed(graph, "桂阳某某选矿厂") == (None, None)


def test_the_order_of_loads_does_not_matter() -> None:
    loads: list[dict[str, list[dict[str, Any]]]] = [
        {"supplies": [{"seller": SELLER, "buyer": BUYER, "product": "拉链"}]},
        {"firms": [{"name": BUYER, "place": "黄梅县"}, {"name": "绍兴某某染料有限公司"}]},
        {"firms": [{"name": SELLER, "products": "拉链"}, {"name": "绍兴某某染料有限公司", "place": "浙江省"}]},
    ]
    found = set()
    for order in permutations(range(len(loads))):
        graph = cl.connect(":memory:")
        for number in order:
            load(graph, source=f"来源{number}", **loads[number])
        stored = graph.sql("SELECT name, place, place_basis, county, prefecture, province FROM v_firms ORDER BY name")
        sides = graph.sql("SELECT seller_place, seller_province, buyer_place FROM v_supplies")
        found.add((graph.content_hash, str(stored.values.tolist()), str(sides.values.tolist())))
    assert len(found) == 1
    ((_, firms, supplies),) = found
    assert "'福建省', 'own_name'" in firms
    assert "'绍兴市', 'own_name'" in firms
    assert "福建省" in supplies


def test_two_of_one_name_are_told_apart_by_what_is_stated_alone(graph: Graph) -> None:
    """A place by the name would make another firm of the row that states a place elsewhere."""
    load(graph, supplies=[{"seller": SELLER, "buyer": BUYER, "product": "拉链"}])
    load(graph, [{"name": SELLER, "place": "安徽省"}], "二")
    assert cl.list(graph, "firms")["name"].tolist().count(SELLER) == 1


def test_a_name_of_a_past_day_lies_in_what_its_division_was_then(graph: Graph) -> None:
    load(graph, supplies=[{"seller": "铜仁某某矿业", "buyer": BUYER, "product": "锰矿", "since": "2005"}])
    found = cl.flows(graph, "prefecture", as_of="2008-06-30")
    assert found["from_area"].tolist() == ["铜仁地区"]


def test_a_group_without_a_name_of_its_own_lies_where_it_is_said_to(graph: Graph) -> None:
    load(graph, [{"name": "贵州18家企业", "group": "是", "count": 18}])
    assert placed(graph, "贵州18家企业") == ("贵州省", "own_name")
