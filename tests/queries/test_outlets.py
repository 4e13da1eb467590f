"""What an area makes and nobody in it uses, on a small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.queries import outlets
from chanlian.queries.answer import records
from chanlian.queries.outlets.outlets import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph

MORE = {"C3": ("county", "P", 3.0)}


@pytest.fixture(scope="session")
def made() -> Graph:
    """S and S2 in A1 make all; G (A2, 111.2 km), H (B1, 222.4 km), D (C3, 333.6 km) use; V, W, U are vaguely placed."""
    graph: Graph = small(
        regions=MORE,
        firm="S@A1; S2@A1; F@A1; G@A2; H@B1; D@C3; V@A; W@B; U; FZ@Z",
        produces="""
            S a; S2 a; S b role=by-product; S w role=waste; S used; S fine; S part; S vague; S afar
            S later status=planned; S gone until=2024; S eaten; S raw; F car; H engine; FZ zoned
        """,
        supplies="S D a; S G a; S F used; S G slag role=waste; S D old until=2024",
        consumes="D b; H b; V vague; U vague; W afar; H coarse; F meal; F raw until=2024; G eaten modality=target",
        kind_of="fine coarse; eaten meal",
        input_of="part engine; steel car",
    )
    return graph


def test_products_without_a_user_here(made: Graph) -> None:
    found = outlets(made, "A1")
    assert list(found.columns) == list(names(COLUMNS))
    columns = [
        "product",
        "role",
        "makers_here",
        "users_outside",
        "users_unplaced",
        "nearest_user",
        "distance_km",
        "basis",
    ]
    assert records(found[columns]) == [
        dict(zip(columns, row, strict=True))
        for row in [
            # nearest first; of equal distance the one with more users
            ("a", "product", 2, 2, 0, "G", 111.2, "observed"),
            ("slag", "waste", 1, 1, 0, "G", 111.2, "observed"),  # who sells waste makes it
            ("b", "by-product", 1, 2, 0, "H", 222.4, "declared"),
            ("fine", "product", 1, 1, 0, "H", 222.4, "declared"),  # a kind of the coarse that H uses
            ("part", "product", 1, 1, 0, "H", 222.4, "implied"),  # an input of its engine
            ("afar", "product", 1, 1, 0, "W", None, "declared"),  # in province B: outside, how far is not known
            # then those without a user known to be elsewhere
            ("car", "product", 1, 0, 0, None, None, None),
            ("raw", "product", 1, 0, 0, None, None, None),  # F uses it no longer
            ("vague", "product", 1, 0, 2, None, None, None),  # V may be here, U anywhere
            ("w", "waste", 1, 0, 0, None, None, None),
            # not: used and eaten (used here, the latter as a kind of meal), later, gone, zoned (in Z)
        ]
    ]


def test_users_of_unknown_place_are_named(made: Graph) -> None:
    found = outlets(made, "A1")
    named = {row["product"]: row["unplaced_users"] for row in records(found) if row["unplaced_users"]}
    assert named == {"vague": ["U", "V"]}
    assert found.attrs["notes"][-1] == (
        "users whose place is not known may be here, so these may be used here after all: vague"
    )
    assert not [note for note in outlets(made, "B1").attrs["notes"] if "after all" in note]


def test_places_of_users(made: Graph) -> None:
    found = {row["product"]: row for row in records(outlets(made, "A1"))}
    assert (found["a"]["nearest_area"], found["a"]["distance_basis"], found["a"]["border"]) == (
        "A2",
        "county",
        "county",
    )
    assert (found["b"]["nearest_area"], found["b"]["border"]) == ("B1", "province")
    assert (found["afar"]["nearest_area"], found["afar"]["distance_basis"], found["afar"]["border"]) == (
        "B",
        None,
        "province",
    )
    assert found["a"]["maker_names"] == ["S", "S2"]


def test_zones_and_several_areas(made: Graph) -> None:
    assert "Z" in outlets(made, "A1").attrs["notes"][0]
    assert "zoned" in outlets(made, "A1", with_zones=True)["product"].tolist()
    together = outlets(made, "A1,A2")["product"].tolist()
    assert "slag" not in together  # G in A2 uses it
    assert outlets(made, "A1,A2").attrs["parameters"]["area"] == "A1；A2"


def test_a_day_in_the_past(made: Graph) -> None:
    found = outlets(made, "A1", as_of="2023")["product"].tolist()
    assert "gone" in found
    assert "raw" not in found  # F used it then


def test_nothing_made_says_so(made: Graph) -> None:
    assert outlets(made, "A2").empty
    assert "no product is known" in outlets(made, "A2").attrs["notes"][-1]
    assert "没有发现" in outlets(made, "A2", lang="zh").attrs["notes"][-1]


def test_who_says_that_it_uses_none_is_no_user() -> None:
    graph = small(firm="S@A1; G@A2", produces="S a; S b", consumes="G a quantity=0; G b quantity=7")
    found = records(outlets(graph, "A1"))
    assert {row["product"]: row["nearest_user"] for row in found} == {"a": None, "b": "G"}
