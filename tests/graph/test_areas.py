"""MODEL.md, "Areas", one by one, on hand-made places; what the reference says is asked of the reference."""

from __future__ import annotations

from itertools import permutations

import pytest

from chanlian.graph.regions.areas import Area, Place, derive
from chanlian.graph.regions.reference import reference
from chanlian.graph.schema import ALL_AREAS

# 贵州省, 铜仁市, 玉屏县; 广东省, 东莞市 (no counties); 湖北省, 仙桃市 (directly under the province); 重庆市, 万州区
CHINA = (
    ("CN", "country"), ("520000", "province"), ("520600", "prefecture"), ("520622", "county"),
    ("440000", "province"), ("441900", "prefecture"), ("420000", "province"), ("429004", "county"),
    ("500000", "province"), ("500101", "county"),
)  # fmt: skip
YUPING = ("520622", "520600", "520000", "CN")


def regions(*codes: str) -> list[Place]:
    """Divisions of China, those of CHINA unless some are named; ids count from 1."""
    wanted = [(code, level) for code, level in CHINA if not codes or code in codes]
    return [Place(number, "region", f"region:{code}", code, level) for number, (code, level) in enumerate(wanted, 1)]


def named(places: list[Place]) -> dict[str, tuple[str | None, ...]]:
    """The names of each place's areas, from the park to the country."""
    names = {place.id: place.name for place in places}
    found = derive(places, reference())
    return {
        names[id_]: tuple(
            None if area is None else names[area] for area in (found_at.levels[level] for level in ALL_AREAS)
        )
        for id_, found_at in found.items()
    }


def park(id_: int, within: int | None = None, *, own: bool = False, covers: tuple[int, ...] = ()) -> Place:
    return Place(id_, "park", f"park:{id_}", f"park {id_}", None, within, covers, own, bool(covers))


def id_of(places: list[Place], name: str) -> int:
    return next(place.id for place in places if place.name == name)


# -- official divisions --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "areas"),
    [
        # at park level a place in no park stands for the rest of its county
        ("520622", ("520622", *YUPING)),
        # what is known to a prefecture, a province or the country only is known to no level below
        ("520600", (None, None, *YUPING[1:])),
        ("520000", (None, None, None, *YUPING[2:])),
        ("CN", (None, None, None, None, "CN")),
        # 东莞 has no counties: it is its own
        ("441900", ("441900", "441900", "441900", "440000", "CN")),
        # 仙桃 is a county directly under its province: it is its own prefecture
        ("429004", ("429004", "429004", "429004", "420000", "CN")),
        # and so is a district of a municipality
        ("500101", ("500101", "500101", "500101", "500000", "CN")),
    ],
)
def test_a_division_of_china(code: str, areas: tuple[str | None, ...]) -> None:
    assert named(regions())[code] == areas


def test_a_level_that_the_graph_holds_no_node_of_is_not_known() -> None:
    assert named(regions("520622", "520000", "CN"))["520622"] == ("520622", "520622", None, "520000", "CN")


def test_a_township_lies_where_its_county_lies() -> None:
    # the reference knows no townships; those of 东莞 lie in a county all the same
    places = regions()
    for id_, above in ((90, "520622"), (91, "441900")):
        places.append(Place(id_, "region", f"region:t{id_}", f"t{id_}", "township", id_of(places, above)))
    found = named(places)
    assert found["t90"] == found["520622"]
    assert found["t91"] == found["441900"]


def test_a_county_that_the_reference_does_not_know_yet() -> None:
    # one newly founded in 铜仁, one directly under 贵州
    places = regions()
    for id_, above in ((90, "520600"), (91, "520000")):
        places.append(Place(id_, "region", f"region:new{id_}", f"new{id_}", "county", id_of(places, above)))
    found = named(places)
    assert found["new90"] == ("new90", "new90", *YUPING[1:])
    assert found["new91"] == ("new91", "new91", "new91", *YUPING[2:])


# -- another country -----------------------------------------------------------------------


def abroad(*chain: tuple[str, str]) -> list[Place]:
    """Divisions each in the next."""
    last = len(chain)
    return [
        Place(number, "region", f"region:X-{name}", name, level, number + 1 if number < last else None)
        for number, (name, level) in enumerate(chain, 1)
    ]


@pytest.mark.parametrize(
    ("chain", "areas"),
    [
        ((("c", "county"), ("p", "prefecture"), ("v", "province"), ("n", "country")), ("c", "c", "p", "v", "n")),
        ((("t", "township"), ("c", "county"), ("v", "province")), ("c", "c", "c", "v", None)),
        # no prefectures: the county is its own
        ((("c", "county"), ("v", "province"), ("n", "country")), ("c", "c", "c", "v", "n")),
        # neither prefectures nor provinces
        ((("c", "county"), ("n", "country")), ("c", "c", "c", "c", "n")),
        # above the coarsest that is stated nothing is known
        ((("c", "county"),), ("c", "c", None, None, None)),
        ((("t", "township"),), (None,) * 5),
        # below what is stated nothing is known
        ((("v", "province"), ("n", "country")), (None, None, None, "v", "n")),
    ],
)
def test_a_division_abroad(chain: tuple[tuple[str, str], ...], areas: tuple[str | None, ...]) -> None:
    places = abroad(*chain)
    assert named(places)[places[0].name] == areas


@pytest.mark.parametrize("level", ["county", "township", None])
def test_divisions_in_a_circle_come_to_an_end(level: str | None) -> None:
    # 3 lies in 1, which lies in 2, which lies in 1
    circle = [Place(i, "region", f"region:X{i}", f"x{i}", level, within) for i, within in ((1, 2), (2, 1), (3, 1))]
    own = level == "county"
    assert named(circle)["x3"] == ((*("x3",) * 2, None, None, None) if own else (None,) * 5)


# -- parks ---------------------------------------------------------------------------------


def test_a_park_lies_where_its_place_lies() -> None:
    places = regions()
    places += [park(90, id_of(places, "520622")), park(91, id_of(places, "441900")), park(92, id_of(places, "520600"))]
    found = named(places)
    assert found["park 90"] == ("park 90", *YUPING)
    assert found["park 91"] == ("park 91", "441900", "441900", "440000", "CN")
    assert found["park 92"] == ("park 92", None, *YUPING[1:])  # in 铜仁, nobody says where


def test_a_park_with_its_own_administration_is_its_own_county() -> None:
    places = regions()
    places += [park(90, id_of(places, "520622"), own=True)]  # 大龙 in 玉屏
    assert named(places)["park 90"] == ("park 90", "park 90", *YUPING[1:])


def test_a_zone_in_a_zone() -> None:
    # 92 lies in 91, which lies in 90, which has its own administration in 玉屏; 93 has one of its own again
    places = regions()
    places += [park(90, id_of(places, "520622"), own=True), park(91, 90), park(92, 91), park(93, 91, own=True)]
    found = named(places)
    assert found["park 92"] == ("park 92", "park 90", *YUPING[1:])
    assert found["park 93"] == ("park 93", "park 93", *YUPING[1:])


def test_a_joint_park_is_known_where_all_its_parts_agree() -> None:
    places = regions()
    yuping, dongguan, tongren = (id_of(places, code) for code in ("520622", "441900", "520600"))
    places += [
        park(90, yuping, own=True), park(91, yuping),
        park(92, covers=(90, yuping)),  # a zone and the rest of its county: one prefecture
        park(93, covers=(yuping, dongguan)),  # two provinces: one country
        park(94, covers=(91, yuping)),  # a park and the county it lies in: one county
        park(95, covers=(92, 94)),  # joint parks of joint parks
        park(96, yuping, covers=(yuping, dongguan)),  # it is said to lie in one of the two, but overlaps both
        park(97, covers=(90, tongren)),  # of the one the county is known, of the other not
    ]  # fmt: skip
    found = named(places)
    assert found["park 92"] == ("park 92", None, *YUPING[1:])
    assert found["park 93"] == ("park 93", None, None, None, "CN")
    assert found["park 96"] == ("park 96", None, None, None, "CN")
    assert found["park 94"] == ("park 94", *YUPING)
    assert found["park 95"] == ("park 95", None, *YUPING[1:])
    assert found["park 97"] == ("park 97", None, *YUPING[1:])


def test_a_park_in_nothing_is_only_itself() -> None:
    found = named([park(1), park(2, own=True), park(3, 99), park(4, covers=(98, 99))])
    assert found["park 1"] == ("park 1", None, None, None, None)
    assert found["park 2"] == ("park 2", "park 2", None, None, None)
    assert found["park 3"] == ("park 3", None, None, None, None)  # in a place that the graph does not hold
    assert found["park 4"] == ("park 4", None, None, None, None)


CIRCLES: dict[str, tuple[Place, ...]] = {
    "itself": (park(1, 1), park(3, 1)),
    "two": (park(1, 2), park(2, 1), park(3, 1)),
    "one with its own administration": (park(1, 2, own=True), park(2, 1), park(3, 1)),
    "joint parks that cover each other": (park(1, covers=(2,)), park(2, covers=(1,)), park(3, 1)),
    "one that covers what it lies in": (park(1, 2), park(2, covers=(1,)), park(3, 1)),
}


@pytest.mark.parametrize("case", CIRCLES)
def test_parks_in_a_circle_are_only_themselves_whichever_comes_first(case: str) -> None:
    # 3 lies in 1, which lies in itself by way of others: 3 is in the area that 1 is, if it is one
    own = "park 1" if case == "one with its own administration" else None
    for places in permutations(CIRCLES[case]):
        found = named(list(places))
        assert found["park 1"] == ("park 1", own, None, None, None)
        assert found.get("park 2", ("park 2",) + (None,) * 4) == ("park 2", None, None, None, None)
        assert found["park 3"] == ("park 3", own, None, None, None)


def test_the_order_of_places_does_not_matter() -> None:
    places = regions()
    places += [
        park(90, id_of(places, "520622"), own=True),
        park(91, 90),
        park(92, covers=(91, id_of(places, "441900"))),
    ]
    assert named(places) == named(places[::-1])


# -- points --------------------------------------------------------------------------------


def points(*places: Place) -> dict[int, tuple[float | None, float | None, int | None]]:
    return {id_: (area.lat, area.lon, area.point_of) for id_, area in derive(places, reference()).items()}


def test_a_park_without_a_point_borrows_that_of_what_it_lies_in() -> None:
    county = Place(1, "region", "region:X", "x", "county", lat=27.0, lon=109.0)
    with_point = Place(2, "park", "park:2", "2", within=1, lat=27.5, lon=109.5)
    assert points(county, with_point, park(3, 2), park(4, 1)) == {
        1: (27.0, 109.0, 1), 2: (27.5, 109.5, 2), 3: (27.5, 109.5, 2), 4: (27.0, 109.0, 1),
    }  # fmt: skip


def test_no_point_is_borrowed_from_above_a_region_nor_half_of_one() -> None:
    province = Place(1, "region", "region:P", "p", "province", lat=27.0, lon=109.0)
    county = Place(2, "region", "region:X", "x", "county", 1, lat=26.0)  # a latitude alone is no point
    assert points(province, county, park(3, 2), park(4, 3), park(5)) == {
        1: (27.0, 109.0, 1), 2: (None, None, None), 3: (None, None, None), 4: (None, None, None), 5: (None, None, None),
    }  # fmt: skip


def test_a_point_on_the_equator_is_a_point() -> None:
    assert points(Place(1, "region", "region:X", "x", "county", lat=0.0, lon=0.0)) == {1: (0.0, 0.0, 1)}


def test_points_of_parks_in_a_circle() -> None:
    assert points(park(1, 2), park(2, 1)) == {1: (None, None, None), 2: (None, None, None)}


def test_an_area_that_nothing_is_known_of_has_every_level() -> None:
    assert Area(park(1)).levels == dict.fromkeys(ALL_AREAS)
