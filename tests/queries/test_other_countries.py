"""Regions of other countries, loaded as a table: two provinces of Viet Nam that border Guangxi, and a country of nobody's.

The codes VN-04 and VN-09 are those of ISO 3166-2; counties, points and firms are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.graph import connect
from chanlian.loaders import load
from chanlian.queries import flows, gaps, links, matches, region
from chanlian.queries.answer import records
from chanlian.queries.places.geography import Geography

if TYPE_CHECKING:
    from chanlian.graph import Graph

VIET_NAM = [
    {"code": "VN", "name": "Việt Nam", "level": "country"},
    {"code": "VN-04", "name": "Cao Bằng", "level": "province", "parent": "VN", "lat": 22.67, "lon": 106.26},
    {"code": "VN-09", "name": "Lạng Sơn", "level": "province", "parent": "Việt Nam", "lat": 21.85, "lon": 106.76},
    {"code": "VN-04-X", "name": "Huyện Giả", "level": "county", "parent": "VN-04", "lat": 22.7, "lon": 106.7},
    # a code that looks like the short form of 广西's
    {"code": "45", "name": "Tỉnh Giả", "level": "province", "parent": "VN", "lat": 16.7, "lon": 107.2},
]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    graph = connect(str(tmp_path_factory.mktemp("graph") / "mixed.duckdb"))
    done = load(
        graph,
        {
            "regions": VIET_NAM,
            "borders": [{"a": "VN-04-X", "b": "大新县"}, {"a": "VN-04", "b": "VN-09"}, {"a": "Cao Bằng", "b": "广西"}],
            "firms": [
                {"name": "虚构甲厂", "place": "Huyện Giả"},
                {"name": "虚构乙厂", "place": "大新县桃城镇虚构路1号"},
                {"name": "虚构丙厂", "place": "Lạng Sơn"},
                {"name": "虚构丁厂", "place": "Tỉnh Giả"},
            ],
            "produces": [{"firm": "虚构甲厂", "product": "木薯"}, {"firm": "虚构乙厂", "product": "木薯"}],
            "supplies": [
                {"seller": "虚构甲厂", "buyer": "虚构乙厂", "product": "木薯", "value": 100},
                {"seller": "虚构乙厂", "buyer": "虚构丙厂", "product": "淀粉", "value": 200},
                {"seller": "虚构丙厂", "buyer": "虚构丁厂", "product": "淀粉", "value": 300},
            ],
        },
        source="虚构",
    )
    assert done["rejected"].sum() == 0
    return graph


def test_ties_cross_the_border_of_a_country(mixed: Graph) -> None:
    found = records(links(mixed, "country"))
    assert {(row["from_area"], row["to_area"]) for row in found} == {("Việt Nam", "中国"), ("中国", "Việt Nam")}
    assert len(records(links(mixed, "province"))) == 3
    assert {(row["from_area"], row["to_area"], row["value"]) for row in records(flows(mixed, "country"))} == {
        ("Việt Nam", "中国", 100.0), ("中国", "Việt Nam", 200.0), ("Việt Nam", "Việt Nam", 300.0),
    }  # fmt: skip


def test_gaps_of_a_county_a_province_and_each_country(mixed: Graph) -> None:
    (need,) = records(gaps(mixed, "大新"))
    assert (need["product"], need["nearest_area"], need["border"]) == ("木薯", "Huyện Giả", "country")
    assert need["distance_km"] == pytest.approx(53, abs=3)
    (need,) = records(gaps(mixed, "Lạng Sơn"))
    assert (need["product"], need["state"]) == ("淀粉", "missing")
    assert {row["area"]: row["firms"] for row in records(gaps(mixed, each="country"))} == {"Việt Nam": 3, "中国": 1}
    assert records(gaps(mixed, "VN-04,VN-09"))
    assert list(matches(mixed, "大新")["buyer"]) == []


def test_a_code_like_one_of_chinas_is_not_taken_for_it(mixed: Graph) -> None:
    geography = Geography.of(mixed)
    false = geography.resolve("Tỉnh Giả")
    assert (false.identifier, false.at("country")) == ("region:45", geography.resolve("Việt Nam").id)
    assert geography.described(false) == "Tỉnh Giả (Việt Nam)"
    assert geography.title(false) == "Tỉnh Giả"


def test_region_of_a_graph(mixed: Graph) -> None:
    (row,) = records(region("Cao Bằng", mixed))
    assert (row["code"], row["level"], row["parent"]) == ("VN-04", "province", "Việt Nam")
    assert row["neighbours"] == ["广西壮族自治区", "Lạng Sơn"]
    assert records(region("region:VN-04", mixed)) == records(region("VN-04", mixed)) == [row]
    (row,) = records(region("大新", mixed))
    assert {"靖西市", "Huyện Giả"} <= set(row["neighbours"])
    assert records(region("玉屏", mixed)) == records(region("玉屏"))  # of which the graph knows nothing


def test_the_firm_of_an_address_lies_in_its_township_and_county(mixed: Graph) -> None:
    geography = Geography.of(mixed)
    town = geography.resolve("大新县桃城镇")
    assert (town.level, town.id in geography.places) == ("township", True)
    assert geography.title(geography.places[town.at("county") or 0]) == "大新县"


def test_names_that_two_places_share_are_told_apart() -> None:
    graph = connect(":memory:")
    load(
        graph,
        {
            "regions": [
                {"code": "XX", "name": "Erewhon", "level": "country"},
                *({"code": f"XX-{n}", "name": f"Province {n}", "level": "province", "parent": "XX"} for n in (1, 2)),
                *({"code": f"XX-{n}-1", "name": "Newtown", "level": "county", "parent": f"XX-{n}"} for n in (1, 2)),
            ],
            "firms": [
                {"name": "虚构一", "place": "XX-1-1"}, {"name": "虚构二", "place": "XX-2-1"},
                {"name": "虚构三", "place": "南京市鼓楼区"}, {"name": "虚构四", "place": "福州市鼓楼区"},
            ],
            "supplies": [
                {"seller": "虚构一", "buyer": "虚构二", "product": "甲"},
                {"seller": "虚构三", "buyer": "虚构四", "product": "甲"},
            ],
        },
        source="虚构",
    )  # fmt: skip
    assert {(row["from_area"], row["to_area"]) for row in records(flows(graph, "county"))} == {
        ("Newtown, Province 1", "Newtown, Province 2"), ("南京市鼓楼区", "福州市鼓楼区"),
    }  # fmt: skip
    assert [row["from_area"] for row in records(links(graph, "county"))] == ["Newtown, Province 1", "南京市鼓楼区"]
    assert "南京市鼓楼区" in [row["area"] for row in records(gaps(graph, each="county"))]


def test_an_area_asked_by_its_former_name_or_an_address_says_so(mixed: Graph) -> None:
    asked = gaps(mixed, "南宁地区大新县")
    assert [row["area"] for row in records(asked)] == ["大新县"]
    assert any("452130 大新县 (–2002)" in note for note in asked.attrs["notes"])
    assert any("曾" in note or "即今" in note for note in gaps(mixed, "452130", lang="zh").attrs["notes"])
    assert not any("today" in note for note in gaps(mixed, "大新").attrs["notes"])
