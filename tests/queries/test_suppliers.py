"""Who makes a product, on a small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph import Batch, connect
from chanlian.graph.answer_columns import names
from chanlian.graph.errors import UnknownName
from chanlian.queries import suppliers
from chanlian.queries.answer import records
from chanlian.queries.suppliers.suppliers import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph

MORE = {"C3": ("county", "P", 3.0)}


@pytest.fixture(scope="session")
def made() -> Graph:
    """Asked near A1: F there; G in A2 (111.2 km), H in B1 (222.4 km), D in C3 (333.6 km); U unplaced, W only in province B."""
    graph: Graph = small(
        regions=MORE,
        firm="F@A1; G@A2; H@B1; D@C3; W@B; U; T@A2; B1x@A1; B2x@B1",
        produces="""
            F a; G fine; H a role=by-product; D a; U a; W a; G old until=2024; T other
            D plan status=planned; H aim modality=target
        """,
        supplies="T B1x a; T B2x a; T B1x a since=2020; H B1x a; G B2x fine; F B1x a until=2024; H B2x slag role=waste",
        kind_of="fine a",
    )
    return graph


def test_makers_nearest_first_then_sellers(made: Graph) -> None:
    found = suppliers(made, "a", near="A1")
    assert list(found.columns) == list(names(COLUMNS))
    columns = ["firm", "product", "role", "distance_km", "border", "customers"]
    assert [tuple(row.values()) for row in records(found[columns])] == [
        ("F", "a", "product", None, None, 0),  # its one sale has ended
        ("G", "fine", "product", 111.2, "county", 1),  # a kind of a
        ("H", "a", "by-product", 222.4, "province", 1),
        ("D", "a", "product", 333.6, "county", 0),
        ("W", "a", "product", None, "province", 0),  # elsewhere, how far is not known
        ("U", "a", "product", None, None, 0),  # nobody knows where: last
        ("T", "a", None, 111.2, "county", 2),  # sells it; two buyers, one of them twice
    ]
    by_firm = {row["firm"]: row for row in records(found)}
    assert by_firm["T"]["customer_names"] == ["B1x", "B2x"]
    assert by_firm["T"]["because"] == "sells it; that it makes it is not known; supplies 2 firms"
    assert by_firm["G"]["because"] == "makes it; fine is a kind of a; supplies 1 firm"
    assert by_firm["F"]["because"] == "makes it; in the area"
    assert by_firm["U"]["because"] == "makes it; its place is not known"


def test_without_an_area_by_name(made: Graph) -> None:
    found = records(suppliers(made, "a"))
    assert [row["firm"] for row in found] == ["D", "F", "G", "H", "U", "W", "T"]
    assert {row["distance_km"] for row in found} == {None}


def test_a_maker_of_the_broader_does_not_make_the_kind(made: Graph) -> None:
    assert [row["firm"] for row in records(suppliers(made, "fine"))] == ["G"]


def test_who_sells_waste_makes_it(made: Graph) -> None:
    assert [(row["firm"], row["role"]) for row in records(suppliers(made, "slag"))] == [("H", "waste")]


@pytest.mark.parametrize("product", ["old", "plan", "aim"])
def test_what_ended_is_planned_or_aimed_at_counts_not(made: Graph, product: str) -> None:
    found = suppliers(made, product, lang="zh")
    assert found.empty
    assert found.attrs["notes"] == [f"{product}：没有已知的生产企业或供应商"]


def test_a_past_day_is_asked(made: Graph) -> None:
    assert suppliers(made, "old", as_of="2023")["firm"].tolist() == ["G"]


def test_an_unknown_product(made: Graph) -> None:
    with pytest.raises(UnknownName):
        suppliers(made, "nothing")


@pytest.fixture(scope="session")
def coming() -> Graph:
    """Projects that make or will make a: two sites, no site, no stage; one has ended, of one the firm makes it there itself."""
    graph: Graph = small(
        firm="F@A1; B@A2 group=true; B2@A2",
        project="""
            runs stage=producing; built stage=started; wide stage=signed; bare; over stage=ended; own stage=full; halted stage=stalled
        """,
        sited_in="runs B1; built A2; wide B1; wide A2; own A1; over A1; halted B1",
        adds="runs a capacity=5 unit=t; built a capacity=7000 unit=t modality=target; wide a; bare a; over a; own a; halted a",
        invests_in="F own",
        produces="F a",
        supplies="F B a; F B2 a",
    )
    return graph


def test_projects_that_will_make_it_come_last(coming: Graph) -> None:
    found = records(suppliers(coming, "a", near="A1"))
    assert [(row["firm"], row["area"], row["stage"], row["capacity"], row["distance_km"]) for row in found] == [
        ("F", "A1", None, None, None),
        ("runs", "B1", "producing", 5.0, 222.4),  # a maker
        ("built", "A2", "started", None, 111.2),  # what it is to make is not made yet
        ("wide", "A2", "signed", None, 111.2),  # the nearer of its sites
        ("halted", "B1", "stalled", None, 222.4),
        ("bare", None, None, None, None),
    ]
    because = {row["firm"]: row["because"] for row in found}
    assert because["F"] == "makes it; in the area; supplies 1 firm, a group of firms (number not stated)"
    assert because["built"] == "a project (started) that will make it, planned 7,000 t a year"
    assert because["bare"] == "a project (stage not stated) that will make it; its place is not known"
    chinese = {row["firm"]: row["because"] for row in records(suppliers(coming, "a", near="A1", lang="zh"))}
    assert chinese["runs"] == "项目已投产，生产该产品（投产）"
    assert chinese["built"] == "项目（开工），将生产该产品，计划年产7,000t"


def test_where_only_projects_will_make_it() -> None:
    graph = small(project="p stage=signed", sited_in="p A1", adds="p a")
    found = suppliers(graph, "a", lang="zh")
    assert found["firm"].tolist() == ["p"]
    assert found.attrs["notes"] == ["a：没有已知的生产企业或供应商；有项目将生产"]


def test_nearest_by_distance_then_by_level_then_by_name() -> None:
    """深圳 asks: 珠海 is 60 km from it by their seats, 广州 100; a firm of 广东 lies somewhere, one of 海南 beyond; of one nobody knows."""
    points = {"440300": 22.55, "440400": 22.27, "440100": 23.13, "440000": 23.13, "460000": 20.02}
    lons = {"440300": 114.06, "440400": 113.58, "440100": 113.26, "440000": 113.26, "460000": 110.35}
    out = Batch()
    said = {"row": 1, "source": "source:s", "method": "table"}
    out.add("source", [{"row": 1, "identifier": "source:s", "name": "s", "published": "2025"}])
    places: dict[str, str | None] = {
        "440300": "440000", "440400": "440000", "440100": "440000", "440000": "CN", "460000": "CN", "CN": None,
    }  # fmt: skip
    for code, whole in places.items():
        level = "country" if code == "CN" else "province" if code.endswith("0000") else "prefecture"
        point = {"lat": points[code], "lon": lons[code]} if code in points else {}
        out.add("region", [{**said, "identifier": f"region:{code}", "name": code, "level": level, **point}])
        if whole:
            out.add("part_of", [{**said, "part": f"region:{code}", "whole": f"region:{whole}"}])
    firms: dict[str, str | None] = {
        "z": "440400",
        "y": "440100",
        "c": "440000",
        "b": "460000",
        "a": None,
        "d": "440000",
    }
    out.add("product", [{**said, "identifier": "product:p", "name": "p"}])
    for name, place in firms.items():
        out.add("firm", [{**said, "identifier": f"firm:{name}", "name": name}])
        out.add("produces", [{**said, "firm": f"firm:{name}", "product": "product:p"}])
        if place:
            out.add("located_in", [{**said, "what": f"firm:{name}", "place": f"region:{place}"}])
    graph = connect(":memory:")
    graph.write(out)
    found = suppliers(graph, "p", near="440300")
    assert [(row["firm"], row["distance_basis"]) for row in records(found)] == [
        ("z", "prefecture"), ("y", "prefecture"), ("c", "province"), ("d", "province"), ("b", "province"), ("a", None),
    ]  # fmt: skip
    km = found["distance_km"].tolist()
    assert km[0] == pytest.approx(58, abs=3)
    assert km[1] == pytest.approx(104, abs=3)
    assert found["distance_km"].isna().tolist() == [False, False, True, True, False, True]  # c and d may lie in 深圳
