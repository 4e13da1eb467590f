"""The chain map as rows, on a small invented world whose rows are worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chain_world import CELL_COLUMNS, CELLS, JOINS, OUTSIDE, OUTSIDE_COLUMNS, mapped_batch, told
from world import AS_OF, small

from chanlian.graph import connect
from chanlian.graph.answer_columns import names
from chanlian.queries import chain
from chanlian.queries.answer import records
from chanlian.queries.chain.columns import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="session")
def mapped() -> Graph:
    graph = connect(":memory:")
    graph.write(mapped_batch())
    return graph


def test_the_map_of_two_areas(mapped: Graph) -> None:
    found = chain(mapped, "A1,A2")
    assert list(found.columns) == list(names(COLUMNS))
    rows = records(found)
    assert {row["chain"] for row in rows} == {"web"}
    assert list(dict.fromkeys(row["part"] for row in rows)) == ["area", "stage", "cell", "outside", "join", "rest"]
    assert told(rows, "area", "area", "area_id", "province", "firms", "silent", "coverage") == [
        ("A1", "region:A1", "A", 2, 0, None), ("A2", "region:A2", "A", 1, 0, None),
    ]  # fmt: skip
    assert told(rows, "stage", "stage", "stage_number", "on_record", "products") == [
        ("raw", 1, 1, 2), ("part", 2, 2, 2), ("end", 3, 1, 1),
        (None, None, 5, 5),  # dye, paint, plate (whose stage nobody says), slag, wire
    ]  # fmt: skip
    assert told(rows, "cell", *CELL_COLUMNS) == CELLS
    assert told(rows, "outside", *OUTSIDE_COLUMNS) == OUTSIDE
    assert told(rows, "join", "from_box", "to_box", "supplied", "suppliers") == JOINS
    assert told(rows, "rest", "product", "stage", "stage_number") == [("bolt", "raw", 1)]


def test_every_identifier_of_a_join_is_that_of_a_box(mapped: Graph) -> None:
    rows = records(chain(mapped, "A1,A2"))
    boxes = {row["box"] for row in rows if row["box"]}
    assert len(boxes) == len([row for row in rows if row["box"]])
    for row in rows:
        if row["part"] == "join":
            assert {row["from_box"], row["to_box"]} <= boxes
            assert row["from_box"] == f"{row['area_id'] or 'unplaced'} {row['product_id']}"
            assert row["to_box"] == f"{row['to_area_id']} {row['product_id']}"
        for name in ("makers", "buyers", "suppliers", "candidates", "users", "projects"):
            assert len(row[name] or ()) == len(row[f"{name[:-1]}_ids"] or ())


def test_facts_and_sources_stand_behind_a_box(mapped: Graph) -> None:
    rows = {(row["area"], row["product"]): row for row in records(chain(mapped, "A1,A2")) if row["part"] == "cell"}
    supply, made = rows["A1", "gear"], rows["A2", "gear"]
    assert len(supply["facts"]) == 1
    assert len(made["facts"]) == 2  # the supply to A1, and that G makes it
    assert set(supply["facts"]) < set(made["facts"])
    assert supply["evidence"] == ["the invented world"]
    assert (rows["A1", "plate"]["projects"], rows["A1", "plate"]["project_ids"], rows["A1", "plate"]["project_stages"]) == (
        ["mill"], ["project:mill"], ["signed"],
    )  # fmt: skip


def test_an_area_alone_has_its_neighbour_outside(mapped: Graph) -> None:
    rows = records(chain(mapped, "A1"))
    assert ("A2", ["G"]) in told(rows, "outside", "area", "suppliers")
    assert ("region:A2 product:gear", "region:A1 product:gear", 1, ["G"]) in told(
        rows, "join", "from_box", "to_box", "supplied", "suppliers"
    )
    assert not [row for row in rows if row["part"] == "join" and row["area_id"] == row["to_area_id"]]


def test_what_areas_have_is_no_gap_of_the_whole_they_lie_in(mapped: Graph) -> None:
    states = {row["product"]: row["state"] for row in records(chain(mapped, "A")) if row["part"] == "cell"}
    assert (states["gear"], states["oil"], states["slag"]) == ("served", "served", "served")
    both = chain(mapped, "A,A1")
    assert set(both["area_id"].dropna()) & {"region:A", "region:A1"} == {"region:A"}
    assert "A1 lies in A and is told with it" in both.attrs["notes"]


def test_a_chain_that_is_named_and_none_at_all() -> None:
    other = small(firm="F@A1", consumes="F paint", chain="web")
    rows = records(chain(other, "A1"))
    assert [(row["part"], row["chain"], row["stage"]) for row in rows if row["part"] != "stage"] == [
        ("area", None, None),
        ("cell", None, None),
    ]
    assert "none of these products is in a chain" in chain(other, "A1").attrs["notes"][-1]
    rows = records(chain(other, "A1", "web"))
    assert {row["chain_id"] for row in rows} == {"chain:web"}
    empty = chain(other, "B1", "web")
    assert empty["part"].tolist() == ["area"]
    assert empty["firms"].tolist() == [0]
    assert empty["because"].tolist() == ["the graph holds no firm here"]
    assert "no product that is needed, made or sold is on record" in empty.attrs["notes"][-1]


def test_two_chains_share_what_is_in_neither() -> None:
    graph = small(
        firm="F@A1; G@A2",
        consumes="F ore; F wool; F paint; F both",
        in_chain="ore one; wool two; both one; both two; more one",
        produces="G ore",
    )
    rows = records(chain(graph, "A1"))
    cells = [(row["chain"], row["product"]) for row in rows if row["part"] == "cell"]
    assert sorted(cells) == [
        ("one", "both"),
        ("one", "ore"),
        ("one", "paint"),
        ("two", "both"),
        ("two", "paint"),
        ("two", "wool"),
    ]
    assert [(row["chain"], row["product"]) for row in rows if row["part"] == "join"] == [("one", "ore")]
    assert [(row["chain"], row["product"]) for row in rows if row["part"] == "rest"] == [("one", "more")]
    assert [row["chain"] for row in rows if row["part"] == "area"] == ["one", "two"]
    # with one chain named, what is in the other is in none that is shown
    assert sorted(row["product"] for row in records(chain(graph, "A1", "one")) if row["part"] == "cell") == [
        "both",
        "ore",
        "paint",
        "wool",
    ]


def test_a_kind_joins_the_need_that_it_meets() -> None:
    graph = small(firm="F@A1; G@A2", consumes="F lime", produces="G nano", kind_of="nano lime")
    rows = records(chain(graph, "A1,A2"))
    assert told(rows, "join", "from_box", "to_box", "supplied") == [
        ("region:A2 product:nano", "region:A1 product:lime", 0)
    ]
    alone = records(chain(graph, "A1"))
    assert told(alone, "outside", "area", "product", "makers") == [("A2", "lime", ["G"])]


def test_a_seller_that_is_not_known_to_make_it_and_a_group() -> None:
    graph = small(firm="S@A1; G@A2 group=true; H@A2", supplies="S G ore; S H ore")
    rows = records(chain(graph, "A1,A2"))
    assert told(rows, "cell", "area", "state", "makers", "users", "firms", "needed_by", "because")[0] == (
        "A1", "supplier", None, ["G", "H"], None, None,
        "sold from here by 1 firm; who makes it is not known; bought from here by G (A2), H (A2); no need here is known",
    )  # fmt: skip
    assert told(rows, "cell", "state", "firms", "needed_by")[1] == (
        "missing",
        2,
        "1 firm, a group of firms (number not stated)",
    )
    zh = [row["needed_by"] for row in records(chain(graph, "A2", lang="zh")) if row["part"] == "cell"]
    assert zh == ["1家企业、一组企业（家数未载）"]


def test_neighbours_are_rows_of_their_own() -> None:
    graph = small(firm="F@A1; G@A2", consumes="F ore", produces="G ore", borders="A1 A2")
    rows = records(chain(graph, "A1", neighbours=True))
    assert told(rows, "area", "area") == [("A1",), ("Z",), ("A2",)]
    assert told(rows, "join", "area", "to_area", "supplied") == [("A2", "A1", 0)]


def test_a_day_in_the_past(mapped: Graph) -> None:
    assert mapped.as_of == AS_OF
    assert "tin" in [row["product"] for row in records(chain(mapped, "A1", as_of="2014")) if row["part"] == "cell"]
