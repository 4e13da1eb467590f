"""The chain map as rows, on a small invented world whose rows are worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from world import AS_OF, SOURCE, small, small_batch

from chanlian.graph import connect
from chanlian.graph.answer_columns import names
from chanlian.queries import chain
from chanlian.queries.answer import records
from chanlian.queries.chain.columns import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Batch, Graph

Row = dict[str, Any]


def mapped_batch() -> Batch:
    """A chain of three stages over A1 and A2; H (B1) and C (C3) are elsewhere, V somewhere in province A, U anywhere."""
    batch = small_batch(
        {"C3": ("county", "P", 3.0)},
        firm="F@A1; F2@A1; G@A2; H@B1; C@C3; V@A; U",
        produces="G gear; H ore; C ore; V oil; F car; F2 car; F2 later status=planned",
        supplies="G F gear; H F ore; V F2 oil; U F2 dye; F G slag role=waste; H F wool status=planned; C F tin until=2015",
        consumes="F paint",
        project="mill stage=signed; works stage=producing",
        sited_in="mill A1; works A2",
        adds="mill plate; works wire",
        in_chain="ore web stage=raw; bolt web stage=raw; gear web stage=part; oil web stage=part; car web stage=end; plate web",
    )
    batch.add("chain", [{"row": 1, "source": SOURCE, "method": "table", "identifier": "chain:web", "name": "web", "stages": ["raw", "part", "end"]}])
    return batch


@pytest.fixture(scope="session")
def mapped() -> Graph:
    graph = connect(":memory:")
    graph.write(mapped_batch())
    return graph


def told(rows: list[Row], part: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows if row["part"] == part]


CELLS = [
    # area, product, stage, state, makers, needed by, suppliers, candidates, where these are, users elsewhere
    ("A1", "ore", "raw", "missing", None, ["F"], ["H"], ["C"], ["C3"], None),
    ("A1", "gear", "part", "missing", None, ["F"], ["G"], None, None, None),
    ("A1", "oil", "part", "presumed", None, ["F2"], ["V"], None, None, None),  # V may be here
    ("A1", "car", "end", "made", ["F", "F2"], None, None, None, None, None),
    # in no stage: worst first
    ("A1", "dye", None, "presumed", None, ["F2"], ["U"], None, None, None),
    ("A1", "paint", None, "presumed", None, ["F"], None, None, None, None),
    ("A1", "plate", None, "project", None, None, None, None, None, None),
    ("A1", "slag", None, "made", ["F"], None, None, None, None, ["G"]),  # its seller makes it
    ("A2", "gear", "part", "made", ["G"], None, None, None, None, ["F"]),
    ("A2", "slag", None, "missing", None, ["G"], ["F"], None, None, None),
    ("A2", "wire", None, "made", ["works"], None, None, None, None, None),  # a project that produces
    # not: later, wool (planned), tin (ended ten years ago)
]  # fmt: skip
OUTSIDE = [
    # area, product, stage, makers, suppliers, box: nearest to the areas first, of unknown place last
    ("C3", "ore", "raw", ["C"], None, "region:C3 product:ore"),
    ("B1", "ore", "raw", None, ["H"], "region:B1 product:ore"),
    ("A", "oil", "part", None, ["V"], "region:A product:oil"),
    (None, "dye", None, None, ["U"], "unplaced product:dye"),
]
JOINS = [
    ("region:A2 product:gear", "region:A1 product:gear", 1, ["G"]),
    ("region:B1 product:ore", "region:A1 product:ore", 1, ["H"]),
    ("region:A product:oil", "region:A1 product:oil", 1, ["V"]),
    ("unplaced product:dye", "region:A1 product:dye", 1, ["U"]),
    ("region:A1 product:slag", "region:A2 product:slag", 1, ["F"]),
    ("region:C3 product:ore", "region:A1 product:ore", 0, ["C"]),
]


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
    columns = (
        "area", "product", "stage", "state", "makers", "buyers", "suppliers", "candidates", "candidate_areas", "users",
    )  # fmt: skip
    assert told(rows, "cell", *columns) == CELLS
    assert sorted(told(rows, "outside", "area", "product", "stage", "makers", "suppliers", "box")[:2]) == sorted(OUTSIDE[:2])
    assert told(rows, "outside", "area", "product", "stage", "makers", "suppliers", "box")[2:] == OUTSIDE[2:]
    assert sorted(told(rows, "join", "from_box", "to_box", "supplied", "suppliers")) == sorted(JOINS)
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


def test_a_chain_that_is_named_and_none_at_all(mapped: Graph) -> None:
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
    graph = small(firm="F@A1; G@A2", consumes="F ore; F wool; F paint; F both", in_chain="ore one; wool two; both one; both two; more one", produces="G ore")
    rows = records(chain(graph, "A1"))
    cells = [(row["chain"], row["product"]) for row in rows if row["part"] == "cell"]
    assert sorted(cells) == [("one", "both"), ("one", "ore"), ("one", "paint"), ("two", "both"), ("two", "paint"), ("two", "wool")]
    assert [(row["chain"], row["product"]) for row in rows if row["part"] == "join"] == [("one", "ore")]
    assert [(row["chain"], row["product"]) for row in rows if row["part"] == "rest"] == [("one", "more")]
    assert [row["chain"] for row in rows if row["part"] == "area"] == ["one", "two"]
    # with one chain named, what is in the other is in none that is shown
    assert sorted(row["product"] for row in records(chain(graph, "A1", "one")) if row["part"] == "cell") == ["both", "ore", "paint", "wool"]


def test_a_kind_joins_the_need_that_it_meets() -> None:
    graph = small(firm="F@A1; G@A2", consumes="F lime", produces="G nano", kind_of="nano lime")
    rows = records(chain(graph, "A1,A2"))
    assert told(rows, "join", "from_box", "to_box", "supplied") == [("region:A2 product:nano", "region:A1 product:lime", 0)]
    alone = records(chain(graph, "A1"))
    assert told(alone, "outside", "area", "product", "makers") == [("A2", "lime", ["G"])]


def test_a_seller_that_is_not_known_to_make_it_and_a_group() -> None:
    graph = small(firm="S@A1; G@A2 group=true; H@A2", supplies="S G ore; S H ore")
    rows = records(chain(graph, "A1,A2"))
    assert told(rows, "cell", "area", "state", "makers", "users", "firms", "needed_by", "because")[0] == (
        "A1", "supplier", None, ["G", "H"], None, None,
        "sold from here by 1 firm; who makes it is not known; bought from here by G (A2), H (A2); no need here is known",
    )  # fmt: skip
    assert told(rows, "cell", "state", "firms", "needed_by")[1] == ("missing", 2, "1 firm, a group of firms (number not stated)")
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
