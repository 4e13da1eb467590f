"""Names of areas, who lies inside, outside or perhaps inside, distances and borders, on world.py."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from world import small

from chanlian.graph.errors import AmbiguousName, BadInput, UnknownName
from chanlian.queries.places.geography import Geography

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="session")
def geography(world: Graph) -> Geography:
    return Geography.of(world)


def place(geography: Geography, name: str) -> int:
    return next(row.id for row in geography.places.values() if row.name == name)


def names(geography: Geography, ids: frozenset[int]) -> set[str]:
    return {geography.places[id_].name for id_ in ids}


@pytest.mark.parametrize(
    ("asked", "inside", "maybe"),
    [
        ("A1", {"A1", "K"}, {"A", "P", "W", "J"}),  # not Z: its administration is its own
        ("K", {"K"}, {"A", "P", "W"}),  # A1 at park level is the rest of the county, J another park
        ("Z", {"Z"}, {"A", "P", "W", "J"}),
        ("A2", {"A2"}, {"A", "P", "W", "J"}),
        ("P", {"P", "A1", "A2", "K", "Z"}, {"A", "W", "J"}),
        ("A", {"A", "P", "A1", "A2", "K", "Z"}, {"W", "J"}),
        ("B1", {"B1"}, {"B", "Q", "W", "J"}),
        ("J", {"J", "Z", "B1"}, {"A", "B", "P", "Q", "W"}),
        ("W", {"W", "A", "B", "P", "Q", "A1", "A2", "B1", "K", "Z", "J"}, set()),
    ],
)
def test_sides(geography: Geography, asked: str, inside: set[str], maybe: set[str]) -> None:
    where = geography.where(asked)
    assert names(geography, where.inside) == inside
    assert names(geography, where.maybe) == maybe


def test_zones_are_left_out_of_their_county_only(geography: Geography) -> None:
    assert [zone.name for zone in geography.where("A1").left_out] == ["Z"]
    assert geography.where("P").left_out == ()
    assert geography.where("A1,Z").left_out == ()
    taken = geography.where("A1", with_zones=True)
    assert names(geography, taken.inside) == {"A1", "K", "Z"}
    assert taken.left_out == ()


@pytest.mark.parametrize(
    ("one", "other", "km", "basis"),
    [
        ("A1", "A2", 111.2, "county"),  # a degree of a great circle: 111.195 km
        ("A1", "B1", 222.4, "county"),
        ("K", "A2", 111.2, "county"),  # K has the point of its county
        ("A1", "K", None, "county"),  # both have the same point
        ("A1", "Z", None, "county"),
        ("A1", "A1", None, "county"),
        ("A", "A1", None, None),  # of A no county is known
        ("J", "A1", None, None),
    ],
)
def test_distance(geography: Geography, one: str, other: str, km: float | None, basis: str | None) -> None:
    a, b = place(geography, one), place(geography, other)
    assert geography.distance(a, b) == geography.distance(b, a) == (km, basis)


def test_distance_from_nowhere(geography: Geography) -> None:
    assert geography.distance(None, place(geography, "A1")) == (None, None)
    assert geography.distance(place(geography, "A1"), -1) == (None, None)


def test_parks_with_points_of_their_own() -> None:
    graph = small(
        park="N lat=0 lon=0.5; M lat=0 lon=1.5",
        located_in="N A1; M A2",
    )
    geography = Geography.of(graph)
    n, m, a1, a2 = (place(geography, name) for name in ("N", "M", "A1", "A2"))
    assert geography.distance(n, m) == (111.2, "park")
    assert geography.distance(n, n) == (0.0, "park")
    assert geography.distance(n, a1) == (55.6, "county")
    assert geography.distance(n, a2) == (55.6, "county")


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(0.01, 9))
def test_a_degree_of_a_meridian_is_111_195_km(lat: float, lon: float, degrees: float) -> None:
    from chanlian.graph.regions.reference import distance_km

    assert distance_km(lat, lon, lat + degrees, lon) == pytest.approx(degrees * 6371.0 * pi / 180, rel=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "border"),
    [
        ("A1", "K", "park"), ("A1", "Z", "county"), ("K", "Z", "county"), ("A1", "A2", "county"), ("A1", "B1", "province"),
        ("A", "B1", "province"), ("A", "A1", None), ("W", "A1", None), ("A1", "A1", None), ("P", "Q", "province"),
    ],
)  # fmt: skip
def test_border_is_the_highest_level_between(geography: Geography, one: str, other: str, border: str | None) -> None:
    a, b = place(geography, one), place(geography, other)
    assert geography.border(a, b) == geography.border(b, a) == border
    assert geography.border(a, None) is None


@pytest.mark.parametrize(
    ("one", "other", "level", "crosses"),
    [
        ("A1", "A2", "county", True), ("A1", "A2", "prefecture", False), ("A1", "B1", "county", True),
        ("A1", "B1", "country", False), ("A", "B1", "county", True), ("A", "A1", "county", False), ("A1", "K", "park", True),
        ("A1", "K", "county", False),
    ],
)  # fmt: skip
def test_crosses(geography: Geography, one: str, other: str, level: str, crosses: bool) -> None:
    assert geography.crosses(place(geography, one), place(geography, other), level) is crosses
    assert geography.crosses(place(geography, other), place(geography, one), level) is crosses
    assert geography.crosses(None, place(geography, one), level) is False


def test_area_names(geography: Geography) -> None:
    found = {name: geography.area_name(place(geography, name)) for name in ("A1", "K", "Z", "P", "A", "J")}
    assert found == {"A1": "A1", "K": "A1", "Z": "Z", "P": "P", "A": "A", "J": "W"}
    assert geography.area_name(place(geography, "K"), "park") == "K"
    assert geography.area_name(place(geography, "K"), "province") == "A"
    assert geography.area_name(None) is None


def test_townships_and_parks_may_overlap() -> None:
    """A firm known to lie in park K may be in township T of the same county, one of A2 is not."""
    graph = small(regions={"T": ("township", "A1", None), "T2": ("township", "A1", None)})
    geography = Geography.of(graph)
    where = geography.where("T")
    assert names(geography, where.inside) == {"T"}
    assert {"A1", "K", "P"} <= names(geography, where.maybe)
    assert "A2" not in names(geography, where.maybe)
    assert "T" in names(geography, geography.where("A1").inside)


def test_joint_parks_in_joint_parks_come_to_an_end() -> None:
    graph = small(park="I joint=true; O joint=true; E joint=true", covers="I O; O I; I A1; O A2")
    geography = Geography.of(graph)
    assert {part.name for part in geography.where("I").parts} == {"A1", "A2"}
    assert [part.name for part in geography.where("E").parts] == ["E"]
    assert "not known" in geography.where("E").notes("en")[0]


def test_names(example: Graph) -> None:
    geography = Geography.of(example)
    for text in ("玉屏", "玉屏侗族自治县", "520622", "region:520622"):
        assert geography.resolve(text).name == "玉屏侗族自治县"
    assert geography.resolve("大龙").name == "贵州大龙经济开发区"
    assert geography.resolve("北京").name == "北京市"  # no fact of the graph speaks of it
    with pytest.raises(AmbiguousName, match="451424"):
        geography.resolve("大新")  # a joint park of the graph by alias, and a county in Guangxi
    with pytest.raises(AmbiguousName, match="朝阳"):
        geography.resolve("朝阳区")
    with pytest.raises(UnknownName, match="玉屏"):
        geography.resolve("玉屏园区啊")


@pytest.mark.parametrize("text", ["", " ", ",", "，；"])
def test_no_area(geography: Geography, text: str) -> None:
    with pytest.raises(BadInput, match="no area"):
        geography.where(text)
