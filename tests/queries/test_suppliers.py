"""Who makes a product, on a small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

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
        ("U", "a", "product", None, None, 0),  # how far is not known, so last
        ("W", "a", "product", None, "province", 0),
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
