"""Every question on the tiny world: each engine gives these rows, worked out by hand from tests/helpers/world.py.

Only what is fetched and counted is frozen here, and what follows from it at once (states, distances);
sentences and flags have their tests in tests/queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from chain_world import CELL_COLUMNS, CELLS, JOINS, OUTSIDE, OUTSIDE_COLUMNS, mapped_batch, told
from lists import (
    DAY,
    PROGRESS,
    PROGRESS_A1,
    PROGRESS_BY_RESPONSIBLE,
    REQUESTS,
    REQUESTS_A1,
    REQUESTS_BY_HANDLER,
    SOURCING,
    SOURCING_A1,
    SOURCING_REGIONS,
)  # fmt: skip
from panels import observed
from rows import batch, nodes, row
from world import small_batch

import chanlian as cl
from chanlian import queries
from chanlian.graph import Batch, connect
from chanlian.graph.errors import BadInput
from chanlian.queries.answer import records

if TYPE_CHECKING:
    import pandas as pd

    from chanlian.graph import Graph

pytestmark = pytest.mark.core

KM1, KM2 = 111.2, 222.4
"""One and two degrees on the equator, 111.195 km each."""

# of A1: F1 (in park K), F2, F3; five firms by the metric, three with known products: coverage 0.6
GAPS_A1 = [
    # until 2024-06, eleven months before 2025-05-30; nothing replaced it
    ("acid", "observed", "broken", 1, 0, 0, 0, 0, None, "G1", KM1),
    # F3 says it uses it; nano, a kind of it, is bought by F2 from G2
    ("lime", "observed", "missing", 2, 0, 1, 1, 0, None, "G2", KM1),
    # H1 sells it for 100, G1 in A2 is nearer
    ("ore", "observed", "missing", 1, 0, 1, 1, 0, 100.0, "G1", KM1),
    # declared, coverage 0.6
    ("coke", "declared", "missing", 1, 0, 0, 0, 0, None, None, None),
    ("nano", "observed", "missing", 1, 0, 1, 1, 0, None, "G2", KM1),
    # nobody knows where U0 lies
    ("dye", "observed", "presumed", 1, 0, 1, 0, 1, None, "U0", None),
    # F1 makes steel: implied, coverage 0.6 >= 0.3
    ("limestone", "implied", "presumed", 1, 0, 0, 0, 0, None, None, None),
    # U1 lies in province A, perhaps in A1
    ("oil", "observed", "presumed", 1, 0, 1, 0, 1, None, "U1", None),
    # 30 of 100 bought here
    ("bag", "observed", "weak", 1, 1, 2, 1, 0, 100.0, "G1", KM1),
    ("bolt", "observed", "served", 1, 1, 1, 0, 0, 5.0, None, None),
    # F2 sells it, but is not known to make it
    ("wax", "observed", "served", 1, 0, 1, 0, 0, None, None, None),
    # three makers here
    ("salt", "declared", "strong", 1, 3, 0, 0, 0, None, None, None),
]  # fmt: skip
# with zone Z: no metric counts its firms, so coverage is null; FZ makes gear, which takes steel, which F1 makes
STATES_WITH_ZONES = {
    "acid": "broken", "lime": "missing", "ore": "missing", "nano": "missing", "coke": "presumed", "dye": "presumed",
    "oil": "presumed", "limestone": "unknown", "bag": "weak", "bolt": "served", "steel": "served", "wax": "served",
    "salt": "strong",
}  # fmt: skip
# the joint park J stands for zone Z and county B1
STATES_J = {"oil": "presumed", "steel": "unknown"}
# area: firms, coverage, broken, missing, presumed, unknown, weak, served, strong
GAPS_EACH_COUNTY = [
    ("A1", 3, 0.6, 1, 4, 3, 0, 1, 2, 1),
    ("A2", 2, None, 0, 1, 0, 0, 0, 0, 0),  # slag, from F1
    ("B1", 1, None, 0, 1, 0, 0, 0, 0, 0),  # oil, from U1: wherever U1 lies in A, that is not here
    ("Z", 1, None, 0, 0, 0, 1, 0, 0, 0),  # steel, implied, coverage unknown
]
# product, role, makers here, users outside, the nearest, where, how far, what border lies between
OUTLETS_A1 = [
    ("steel", "product", 1, 1, "FZ", "Z", None, "county"),  # Z borrows the point of A1
    ("slag", "waste", 1, 1, "G1", "A2", KM1, "county"),
]
# buyer, product, supplier now, how far, maker, how far
MATCHES_A1 = [
    ("F1", "ore", "H1", KM2, "G1", KM1),
    ("F1", "bag", "G1", KM1, "F2", None),  # in the same county
]
# kind, from, its area, to, its area, what, value, border
LINKS_PROVINCE = [
    ("supplies", "H1", "B", "F1", "A", "ore", 100.0, "province"),
    ("supplies", "U1", "A", "H1", "B", "oil", None, "province"),
]
LINKS_COUNTY = [
    ("supplies", "F1", "A1", "G1", "A2", "slag", None, "county"),
    ("supplies", "G1", "A2", "F1", "A1", "bag", 70.0, "county"),
    ("supplies", "G1", "A2", "F2", "A1", "gear", 900.0, "county"),  # a target: a tie, though no flow
    ("supplies", "G1", "A2", "F2", "A1", "steel", 900.0, "county"),  # a plan
    ("supplies", "G2", "A2", "F2", "A1", "nano", None, "county"),
    ("supplies", "H1", "B1", "F1", "A1", "ore", 100.0, "province"),
    ("supplies", "U1", "A", "H1", "B1", "oil", None, "province"),
]  # fmt: skip
# from, to, count, valued, value, basis, and what is known of an end whose area is not
FLOWS_PROVINCE = [
    ("A", "A", 4, 0, None, None, None, None),  # wax, nano, slag, oil to F2
    ("A", "A", 2, 2, 100.0, "annual", None, None),  # bag, 30 and 70
    (None, "A", 1, 0, None, None, None, None),  # dye
    ("A", "A", 1, 1, 5.0, "contract", None, None),  # bolt
    ("A", "B", 1, 0, None, None, None, None),  # oil to H1
    ("B", "A", 1, 1, 100.0, "annual", None, None),  # ore
]
FLOWS_COUNTY = [
    (None, "A1", 1, 0, None, None, "A", None),  # oil: U1 is known to lie in A
    (None, "A1", 1, 0, None, None, None, None),  # dye
    (None, "B1", 1, 0, None, None, "A", None),
    ("A1", "A1", 1, 0, None, None, None, None),  # wax
    ("A1", "A1", 1, 1, 30.0, "annual", None, None),
    ("A1", "A1", 1, 1, 5.0, "contract", None, None),
    ("A1", "A2", 1, 0, None, None, None, None),  # slag
    ("A2", "A1", 1, 0, None, None, None, None),  # nano
    ("A2", "A1", 1, 1, 70.0, "annual", None, None),
    ("B1", "A1", 1, 1, 100.0, "annual", None, None),
]
# hop, from, to, product
TRACE_UP_F1 = [
    (1, "F2", "F1", "bag"), (1, "F2", "F1", "wax"), (1, "F3", "F1", "bolt"), (1, "G1", "F1", "bag"), (1, "H1", "F1", "ore"),
    (2, "F1", "G1", "slag"), (2, "G2", "F2", "nano"), (2, "U0", "F2", "dye"), (2, "U1", "F2", "oil"), (2, "U1", "H1", "oil"),
]  # fmt: skip
TRACE_DOWN_H1 = [(1, "H1", "F1", "ore"), (2, "F1", "G1", "slag"), (3, "G1", "F1", "bag")]
# kind, count: all but the source itself rest on one
INFO = [
    ("source", 1, 0), ("region", 8, 8), ("park", 3, 3), ("firm", 9, 9), ("product", 15, 15), ("metric", 1, 1),
    ("supplies", 13, 13), ("located_in", 10, 10), ("covers", 2, 2), ("part_of", 7, 7), ("produces", 12, 12),
    ("consumes", 3, 3), ("input_of", 2, 2), ("kind_of", 1, 1), ("concerns", 1, 1),
]  # fmt: skip


def table(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of these columns (all by default), null as None."""
    chosen = (frame[list(columns)] if columns else frame).astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


def test_gaps(world: Graph) -> None:
    found = cl.gaps(world, "A1")
    columns = (
        "product", "basis", "state", "firms", "makers_here", "suppliers", "suppliers_outside", "suppliers_unplaced",
        "bought_value", "nearest_supplier", "distance_km",
    )  # fmt: skip
    assert table(found, *columns) == GAPS_A1
    assert set(found["coverage"]) == {0.6}
    assert dict(table(cl.gaps(world, "A1", with_zones=True), "product", "state")) == STATES_WITH_ZONES
    assert dict(table(cl.gaps(world, "J"), "product", "state")) == STATES_J
    assert table(cl.gaps(world, each="county")) == GAPS_EACH_COUNTY


def test_outlets(world: Graph) -> None:
    columns = (
        "product",
        "role",
        "makers_here",
        "users_outside",
        "nearest_user",
        "nearest_area",
        "distance_km",
        "border",
    )
    assert table(cl.outlets(world, "A1"), *columns) == OUTLETS_A1


def test_chain(graph: Graph) -> None:
    graph.write(mapped_batch())
    rows = records(cl.chain(graph, "A1,A2"))
    assert told(rows, "cell", *CELL_COLUMNS) == CELLS
    assert told(rows, "outside", *OUTSIDE_COLUMNS) == OUTSIDE
    assert told(rows, "join", "from_box", "to_box", "supplied", "suppliers") == JOINS
    # alike on every engine, facts and sentences too
    reference = connect(":memory:")
    reference.write(mapped_batch())
    for asked in (
        {"area": "A1,A2"},
        {"area": "A", "lang": "zh"},
        {"area": "A1", "neighbours": True},
        {"area": "A1", "as_of": "2014"},
    ):
        assert records(cl.chain(graph, **asked)) == records(cl.chain(reference, **asked))


def test_findings(graph: Graph) -> None:
    graph.write(mapped_batch())
    reference = connect(":memory:")
    reference.write(mapped_batch())
    rows = records(cl.findings(graph, "A1,A2"))
    assert rows == records(cl.findings(reference, "A1,A2"))
    said = "A1 lacks gear, supplied from A2 (1 firm); A2 lacks slag, supplied from A1 (1 firm)"
    assert next(row["sentence"] for row in rows if row["part"] == "finding") == said


def test_suppliers(world: Graph) -> None:
    found = table(cl.suppliers(world, "bag", near="A2"), "firm", "area", "distance_km", "border", "customers")
    assert found == [("G1", "A2", None, None, 1), ("F2", "A1", 111.2, "county", 1)]
    found = table(cl.suppliers(world, "lime"), "firm", "product", "role")
    assert found == [("G2", "nano", "product")]


def test_ask(world: Graph) -> None:
    found = table(cl.ask(world, "A1"), "firm", "question", "product", "settles")
    lacking = set(cl.gaps(world, "A1", states=["presumed", "unknown"])["product"])
    assert {row[2] for row in found} == lacking
    assert sum({row[0]: row[3] for row in found}.values()) == len(lacking)


def test_matches(world: Graph) -> None:
    columns = ("buyer", "product", "supplier", "supplier_km", "maker", "maker_km")
    assert table(cl.matches(world, "A1"), *columns) == MATCHES_A1


def test_requests(graph: Graph) -> None:
    graph.write(small_batch(None, **REQUESTS))
    columns = ("request", "state", "overdue", "overdue_days", "raised_by", "handled_by", "places", "via")
    assert table(cl.requests(graph, "A1", as_of=DAY), *columns) == REQUESTS_A1
    assert [row[1:] for row in table(cl.requests(graph, "A1", by="handler", as_of=DAY))] == REQUESTS_BY_HANDLER
    assert "done" in cl.requests(graph, "A1", as_of="2024-05", states=["open"])["request"].tolist()


def test_progress(graph: Graph) -> None:
    graph.write(small_batch(None, **PROGRESS))
    columns = ("item", "plan", "responsible", "status", "overdue", "overdue_days", "concerns", "parties", "via")
    found = cl.progress(graph, "A1", as_of=DAY)
    assert table(found, *columns) == PROGRESS_A1
    assert found.attrs["notes"][-1] == "of 1 agreement that concerns A1 no item is known: bare"
    assert [row[1:] for row in table(cl.progress(graph, "A1", by="responsible", as_of=DAY))] == PROGRESS_BY_RESPONSIBLE
    assert "soon" in cl.progress(graph, "A1")["item"].tolist()
    assert cl.progress(graph, "Z")["item"].tolist() == ["joint"]


def test_assess(graph: Graph) -> None:
    graph.write(
        small_batch(
            firm="F@A1; G@A2",
            project="P",
            assessment="weak verdict=weakness topic=size; why verdict=cause; good verdict=strength; wide verdict=weakness"
            "\n late verdict=harm period=2026; loose verdict=rank rank=3; stuck verdict=harm",
            measure="m status=running; gone",
            sited_in="P A1",
            concerns="weak A1; good F; why weak; wide A; stuck P; late A1; good G; good K until=2020",
            answers="m weak; gone weak status=ended",
        )
    )
    columns = ("assessment", "verdict", "about", "topic", "causes", "measures", "via")
    assert table(cl.assess(graph, "A1"), *columns) == [
        ("weak", "weakness", ["A1"], "size", ["why"], ["m (running)"], "area"),
        ("good", "strength", ["F", "G"], None, None, None, "within"),
        ("stuck", "harm", ["P"], None, None, None, "within"),
        ("why", "cause", ["weak"], None, None, None, "cause"),
    ]
    assert cl.assess(graph)["assessment"].tolist() == ["good", "wide", "weak", "why", "loose", "stuck"]
    assert cl.assess(graph, "A2")["assessment"].tolist() == ["good"]


def test_sourcing(graph: Graph) -> None:
    graph.write(small_batch(SOURCING_REGIONS, **SOURCING))
    columns = (
        "kind", "subject", "chains", "here_share", "near_share", "province_share", "elsewhere_share", "by", "purchases",
        "suppliers", "suppliers_unplaced", "products", "buyers", "valued", "value", "basis", "period",
    )  # fmt: skip
    assert table(cl.sourcing(graph, "A1", each="firm", as_of=DAY), *columns) == SOURCING_A1
    assert table(cl.sourcing(graph, "A", as_of=DAY), *columns[3:8])[0] == (0.6667, 0.1667, None, 0.1667, "count")


@pytest.mark.parametrize(("level", "rows"), [("province", LINKS_PROVINCE), ("county", LINKS_COUNTY)])
def test_links(world: Graph, level: str, rows: list[tuple[Any, ...]]) -> None:
    columns = ("kind", "from", "from_area", "to", "to_area", "what", "value", "border")
    assert table(cl.links(world, level), *columns) == rows


@pytest.mark.parametrize(("level", "rows"), [("province", FLOWS_PROVINCE), ("county", FLOWS_COUNTY)])
def test_flows(world: Graph, level: str, rows: list[tuple[Any, ...]]) -> None:
    columns = ("from_area", "to_area", "count", "valued", "value", "basis", "from_within", "to_within")
    assert table(cl.flows(world, level), *columns) == rows


def test_flows_of_an_area_by_product(world: Graph) -> None:
    columns = (
        "from_area",
        "to_area",
        "product",
        "role",
        "count",
        "value",
        "from_area_id",
        "from_province",
        "to_province",
        "border",
    )
    assert table(cl.flows(world, "county", area="B1", products=True), *columns) == [
        (None, "B1", "oil", None, 1, None, "region:A", "A", "B", "province"),
        ("B1", "A1", "ore", None, 1, 100.0, "region:B1", "B", "A", "province"),
    ]
    assert table(cl.flows(world, "county", area="A2", products=True), *columns) == [
        ("A1", "A2", "slag", "waste", 1, None, "region:A1", "A", "A", "county"),
        ("A2", "A1", "bag", "packaging", 1, 70.0, "region:A2", "A", "A", "county"),
        ("A2", "A1", "nano", None, 1, None, "region:A2", "A", "A", "county"),
    ]
    # all that has an end in A1: all but the oil that goes from U1 to B1; products of one pair, basis and period together
    ends = ("from_area", "to_area", "count", "valued", "value", "basis", "from_within", "to_within")
    assert table(cl.flows(world, "county", area="A1"), *ends) == FLOWS_COUNTY[:2] + FLOWS_COUNTY[3:]
    province = table(
        cl.flows(world, "province", area="A1"), "from_area", "to_area", "count", "value", "basis", "border"
    )
    assert ("A", "A", 2, 100.0, "annual", None) in province, "of two counties of one province"
    assert cl.flows(world, "county", products=True)["count"].sum() == 10
    dye = cl.flows(world, "county", products=True).set_index("product").loc["dye"]
    assert dye[["from_area_id", "from_province", "border"]].isna().all()


def test_trace(world: Graph) -> None:
    columns = ("hop", "from", "to", "product")
    assert table(cl.trace(world, "F1", up=True), *columns) == TRACE_UP_F1
    assert table(cl.trace(world, "H1", down=True), *columns) == TRACE_DOWN_H1


def test_list(world: Graph) -> None:
    assert table(cl.list(world, "firms", "A1"), "name", "place", "products", "inputs") == [
        ("F1", ["K"], ["salt", "steel"], ["coke"]),
        ("F2", ["A1"], ["bag", "salt"], ["salt"]),
        ("F3", ["A1"], ["bolt", "salt"], ["lime"]),
    ]
    assert table(cl.list(world, "supplies", "B1"), "seller", "buyer", "product", "value") == [
        ("H1", "F1", "ore", 100.0), ("U1", "H1", "oil", None),
    ]  # fmt: skip
    assert table(cl.list(world, "parks"), "name", "own_area", "joint", "place", "covers") == [
        ("J", None, True, None, ["B1", "Z"]), ("K", None, None, ["A1"], None), ("Z", True, None, ["A1"], None),
    ]  # fmt: skip


def test_neighbours(graph: Graph) -> None:
    """A1 borders A2 as is stated, and B1 by its park K; Z lies on its ground."""
    regions = [{"identifier": f"region:{name}", "name": name, "level": "county"} for name in ("A1", "A2", "B1", "C1")]
    graph.write(
        batch(
            region=regions, park=[*nodes("park", "K"), *nodes("park", "Z", own_area=True)],
            firm=nodes("firm", "F", "G", "H", "Y"),
            located_in=[
                {"what": "park:K", "place": "region:A1"}, {"what": "park:Z", "place": "region:A1"}, {"what": "firm:F", "place": "park:K"},
                {"what": "firm:G", "place": "region:B1"}, {"what": "firm:H", "place": "region:C1"}, {"what": "firm:Y", "place": "park:Z"},
            ],
            borders=[{"a": "region:A2", "b": "region:A1"}, {"a": "park:K", "b": "region:B1"}, {"a": "region:A2", "b": "region:C1"}],
        )
    )  # fmt: skip
    for area, firms in {"A1": ["F", "G", "Y"], "A2": ["F", "H"], "K": ["F", "G"], "Z": ["F", "Y"]}.items():
        assert cl.list(graph, "firms", area, neighbours=True)["name"].tolist() == firms


def test_what_could_not_be_placed(world: Graph) -> None:
    told = "of 1 no place is known, of 1 no more than A 1; "
    assert cl.info(world).attrs["notes"][1].startswith("unplaced: 2 firms: " + told)
    assert any(f"outside: {told}" in note for note in cl.gaps(world, "A1").attrs["notes"])
    assert any(f"in no area: {told}" in note for note in cl.gaps(world, each="county").attrs["notes"])
    assert any("of one end of 3 supplies" in note for note in cl.flows(world, "county").attrs["notes"])


def test_show(world: Graph) -> None:
    found = cl.show(world, "K")
    assert table(found, "kind", "identifier", "place", "facts", "sources") == [
        ("park", "park:K", ["A1"], ["F1 is located in K", "K is located in A1"], ["the invented world"]),
    ]
    fact = row(world, "supplies", product="product:ore")["fact"]
    assert table(cl.show(world, fact), "kind", "seller", "product", "fact") == [("supplies", "H1", "ore", fact)]


def test_history(world: Graph) -> None:
    assert table(cl.history(world, "F3"), "day", "kind", "what", "property", "value", "basis", "sources") == [
        ("2024-06", "supplies", "G1 supplies acid to F3: ends", "until", None, None, ["the invented world (2025-05-30)"]),
        (None, "supplies", "F3 supplies bolt to F1: value 5 yuan (contract)", "value", 5.0, "contract",
         ["the invented world (2025-05-30)"]),
        (None, "located_in", "F3 is located in A1", None, None, None, ["the invented world (2025-05-30)"]),
        (None, "produces", "F3 produces bolt", None, None, None, ["the invented world (2025-05-30)"]),
        (None, "produces", "F3 produces salt", None, None, None, ["the invented world (2025-05-30)"]),
        (None, "consumes", "F3 uses lime", None, None, None, ["the invented world (2025-05-30)"]),
    ]  # fmt: skip
    # what is tied is told with its own period
    assert table(cl.history(world, "A1"), "day", "kind", "value")[0] == ("2024", "metric", 5.0)


def test_history_of_what_several_sources_state_and_of_what_was_taken_out(graph: Graph) -> None:
    ends = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
    supply = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}
    for source, published, value in (("s", "2024", 5.0), ("t", "2025", 6.0)):
        cells = {**supply, "value": value, "period": published}
        graph.write(batch(source, published, **ends, supplies=[cells, {**supply, "ref": "x"}]))
    assert table(cl.history(graph, "a"), "day", "value", "sources") == [
        ("2024", 5.0, ["s (2024)"]), ("2025", 6.0, ["t (2025)"]), (None, None, ["s (2024)", "t (2025)"]),
    ]  # fmt: skip
    out = Batch()
    retracted, other = (row(graph, "supplies", ref=ref)["fact"] for ref in ("x", None))
    out.take_out([{"kind": "supplies", "fact": retracted, "because": "a slip", "by": "retract"}])
    out.take_out([{"kind": "supplies", "fact": other, "source": "source:t", "because": "another", "by": "unload"}])
    graph.write(out)
    assert sorted(table(cl.history(graph, "b"), "what", "status")) == [
        ("a supplies p to b: value 5 yuan", None),
        ("retracted: a supplies p to b (reference: x), because: a slip", "retract"),
        ("unloaded: a supplies p to b (value: 6 yuan; period: 2025), because: another", "unload"),
    ]


def test_pipeline(graph: Graph) -> None:
    """By site, park, handler and what concerns both; a group that may contain the others; what moved between two editions."""
    regions = [
        {"identifier": f"region:{name}", "name": name, "level": level}
        for name, level in (("A", "province"), ("A1", "county"))
    ]
    places: dict[str, list[dict[str, Any]]] = {
        "region": [*regions, {"identifier": "region:A2", "name": "A2", "level": "county"}],
        "part_of": [{"part": f"region:A{n}", "whole": "region:A"} for n in (1, 2)],
        "park": nodes("park", "K"), "organization": nodes("organization", "office", aliases=["bureau"]),
        "located_in": [{"what": what, "place": "region:A1"} for what in ("park:K", "organization:office", "firm:F")],
        "measure": nodes("measure", "m"), "firm": nodes("firm", "F"),
    }  # fmt: skip
    first: dict[str, dict[str, Any]] = {
        "p": {"stage": "signed", "contracted": 4.0, "paid": 1.0},
        "q": {"stage": "planned", "handler": "bureau"},
    }
    second: dict[str, dict[str, Any]] = {
        "p": {"stage": "started", "stage_date": "2025-02", "paid": 3.0},
        "g": {"stage": "signed", "group": True, "count": 3, "contracted": 9.0}, "c": {}, "v": {}, "e": {}, "b": {},
    }  # fmt: skip
    sites = {"p": "park:K", "q": "region:A2", "g": "region:A1", "v": "region:A", "e": "region:A2"}
    for source, published, projects in (("s", "2024", first), ("t", "2025", second)):
        known = [{"identifier": f"project:{name}", **one} for name, one in projects.items()]
        sited = [{"project": f"project:{name}", "place": sites[name]} for name in projects if name in sites]
        graph.write(batch(source, published, **places, project=known, sited_in=sited))
    concerns = [{"about": "measure:m", "subject": what} for what in ("region:A1", "project:c", "project:e")]
    graph.write(batch("t", "2025", concerns=concerns, invests_in=[{"investor": "firm:F", "project": "project:b"}]))
    columns = (
        "stage",
        "count",
        "count_low",
        "count_high",
        "contracted",
        "contracted_low",
        "paid",
        "paid_rate",
        "added",
        "moved",
    )
    found = cl.pipeline(graph, "A1", since="2024")
    assert table(found, *columns) == [
        ("planned", 1, None, None, None, None, None, None, 0, 0), ("signed", 3, None, None, 9.0, None, None, None, 3, 0),
        ("started", 1, None, None, 4.0, None, 3.0, 0.75, 0, 1), ("unstated", 1, None, None, None, None, None, None, 1, 0),
        ("all", None, 4, 6, None, 9.0, 3.0, 0.75, None, 1),
    ]  # fmt: skip
    assert len([note for note in found.attrs["notes"] if note.startswith("not counted, ")]) == 3
    found = cl.pipeline(graph, "A1", by="project", since="2024")
    assert table(
        found, "project", "stage", "stage_date", "stage_before", "via", "paid_added", "places", "concerned_by"
    ) == [
        ("q", "planned", None, "planned", ["handler"], None, ["A2"], None),
        ("g", "signed", None, None, ["site"], None, ["A1"], None),
        ("p", "started", "2025-02", "signed", ["park"], 2.0, ["K"], None),
        ("c", None, None, None, ["concerns"], None, None, ["m"]),
    ]
    assert table(cl.pipeline(graph, "A1", as_of="2024"), "stage", "count", "paid") == [
        ("planned", 1, None), ("signed", 1, 1.0), ("all", 2, 1.0),
    ]  # fmt: skip


def test_evidence(world: Graph) -> None:
    supply, place = (row(world, kind, **ends)["fact"] for kind, ends in EVIDENT)
    found = cl.evidence(world, {"supplies": [supply], "located_in": [place], "owns": []})
    assert sorted(found) == sorted([supply, place])
    for (said,) in found.values():
        assert (said["source"], said["published"], said["method"]) == ("the invented world", "2025-05-30", "table")


EVIDENT = (("supplies", {"product": "product:ore"}), ("located_in", {"what": "firm:F1"}))


def test_network(world: Graph) -> None:
    found = cl.network(world, "Z")
    # FZ, what it makes, where that is, the joint park that covers Z, the steel it must need, and F1, who makes that in A1
    assert {(node["id"], node["kind"]) for node in found.nodes} == {
        ("region:A1", "region"), ("park:J", "park"), ("park:Z", "park"), ("firm:FZ", "firm"), ("product:gear", "product"),
        ("gap:product:steel", "gap"), ("firm:F1", "firm"),
    }  # fmt: skip
    assert {(edge["kind"], edge["source"], edge["target"]) for edge in found.edges} == {
        ("produces", "firm:FZ", "product:gear"), ("located_in", "park:Z", "region:A1"), ("located_in", "firm:FZ", "park:Z"),
        ("covers", "park:J", "park:Z"), ("needs", "firm:FZ", "gap:product:steel"),
        ("possible", "firm:F1", "gap:product:steel"),
    }  # fmt: skip
    assert [(gap["product"], gap["node"]) for gap in found.gaps] == [("steel", "gap:product:steel")]


def test_network_around_a_node_across_borders_and_of_the_whole_graph(world: Graph) -> None:
    def told(found: Any) -> tuple[set[str], set[tuple[str, str, str]]]:
        nodes = {node["id"].partition(":")[2] for node in found.nodes}
        return nodes, {
            (edge["kind"], *(edge[end].partition(":")[2] for end in ("source", "target"))) for edge in found.edges
        }

    nodes, edges = told(cl.network(world, around="G2"))
    assert nodes == {"G2", "F2", "nano"}
    assert edges == {("supplies", "G2", "F2"), ("produces", "G2", "nano")}
    nodes, edges = told(cl.network(world, around="G2", hops=2))
    # F2 makes bag and salt, uses salt, buys of U0 and U1, sells to F1; G1 is to sell to it
    assert nodes == {"G2", "F2", "nano", "bag", "salt", "U0", "U1", "F1", "G1"}
    assert len(told(cl.network(world, around="G2", hops=3))[0]) > len(nodes)
    nodes, edges = told(cl.network(world, links="province"))
    assert edges == {("supplies", "H1", "F1"), ("supplies", "U1", "H1")}
    assert nodes == {"H1", "F1", "U1"}
    whole = cl.network(world)
    assert {"F1", "F2", "F3", "FZ", "G1", "G2", "H1", "U1", "U0", "J", "K", "Z"} <= told(whole)[0]
    assert whole.area == ""
    assert {gap["product"]: gap["node"] for gap in whole.gaps}["coke"] == "gap:product:coke"
    near = told(cl.network(world, "A1", around="F1"))[0]
    assert "H1" in near
    assert "G2" not in near
    for wrong in ({"around": "G2", "hops": 4}, {"links": "village"}, {"area": "Z", "around": "G2"}):
        with pytest.raises(BadInput):
            cl.network(world, **wrong)


def test_info(world: Graph) -> None:
    assert table(cl.info(world)) == INFO


def test_one_source_does_not_contradict_itself(world: Graph) -> None:
    assert len(cl.conflicts(world)) == 0


def test_conflicts(graph: Graph) -> None:
    ends = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
    for source, published, value in (("s", "2024", 5.0), ("t", "2025", 6.0)):
        supply = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p", "value": value}
        graph.write(batch(source, published, **ends, supplies=[supply]))
    found = cl.conflicts(graph)[["what", "property", "value", "source", "shown"]]
    assert found.values.tolist() == [
        ["a supplies p to b", "value", 5.0, "s", False], ["a supplies p to b", "value", 6.0, "t", True],
    ]  # fmt: skip


def test_compare(world: Graph) -> None:
    found = cl.compare(world, "list", "supplies", before="2024-05", after="2025-05-30")
    assert table(found, "change", "seller", "buyer", "product") == [("went", "G1", "F3", "acid")]
    found = cl.compare(world, "gaps", "A1", before="2024-05", after="2025-05-30")
    assert table(found, "change", "product", "property", "before", "after")[0] == (
        "changed", "acid", "state", "missing", "broken",
    )  # fmt: skip


def test_as_of_and_by_period(graph: Graph) -> None:
    """A panel of three years, a firm that moved in 2020, and what is not dated: as known of each year, and year by year."""
    values = [{"period": str(2019 + n), "value": 10.0 * (n + 1), "basis": "annual"} for n in range(3)]
    supply = {"seller": "firm:H", "buyer": "firm:F", "product": "product:p"}
    places = [
        {"what": "firm:F", "place": "region:A", "until": "2019"},
        {"what": "firm:F", "place": "region:B", "since": "2020"},
    ]
    regions = [{"identifier": f"region:{name}", "level": "province"} for name in "AB"]
    undated = {**supply, "product": "product:q"}
    graph.write(
        batch(
            "s", "2025-05-30", region=regions, firm=nodes("firm", "F", "H"), product=nodes("product", "p", "q"),
            located_in=[*places, {"what": "firm:H", "place": "region:B"}],
            supplies=[observed(supply, values), undated], produces=[{"firm": "firm:H", "product": "product:p", "period": "2021"}],
        )
    )  # fmt: skip

    def flow(**options: Any) -> list[tuple[Any, ...]]:
        return sorted(table(cl.flows(graph, "province", **options), "to_area", "count", "value", "period"), key=str)

    assert flow() == flow(as_of="2021") == [("B", 1, 30.0, "2021"), ("B", 1, None, None)]
    assert flow(as_of="2019") == flow(period="2019") == [("A", 1, 10.0, "2019"), ("A", 1, None, None)]
    assert flow(as_of="2020-03") == flow(period="2020") == [("B", 1, 20.0, "2020"), ("B", 1, None, None)]
    assert flow(as_of="2018") == [("A", 1, None, None)]
    assert cl.flows(graph, "province", as_of="2018").attrs["notes"] == [
        "1 of 1 ties state neither a start nor a period: they are taken to hold on any day",
        "left out, first recorded for a period after 2018-12-31: supply 1, production 1",
    ]
    # nobody had said that it makes it
    roles = {day: table(cl.suppliers(graph, "p", as_of=day), "role") for day in ("2020", "2021")}
    assert roles == {"2020": [(None,)], "2021": [("product",)]}
    assert table(cl.links(graph, "province", as_of="2019"), "what", "value") == [("p", 10.0), ("q", None)]
    assert cl.links(graph, "province", as_of="2021").empty
    found = cl.compare(graph, "links", "province", before="2019", after="2020")
    assert table(found, "change", "what") == [("went", "p"), ("went", "q")]
    assert cl.gaps(graph, "A", as_of="2019").attrs["graph_hash"] == graph.content_hash


def test_a_span_of_months_is_a_period_of_its_own(graph: Graph) -> None:
    """Of a year, its first five months, its fifth and a crop year each is asked for itself, and none is another."""
    values = [
        {"period": period, "value": value}
        for period, value in (("2023-10/2024-03", 1.0), ("2024", 2.0), ("2024-01/2024-05", 3.0), ("2024-05", 4.0))
    ]
    supply = {"seller": "firm:H", "buyer": "firm:F", "product": "product:p"}
    firms = nodes("metric", "m", indicator="firms", value=7.0, period="2024-01/2024-05")
    graph.write(
        batch(
            "s", "2025-05-30", region=[{"identifier": "region:A", "level": "province"}], firm=nodes("firm", "F", "H"),
            product=nodes("product", "p"), located_in=[{"what": f"firm:{name}", "place": "region:A"} for name in "FH"],
            supplies=[{**supply, **one} for one in values], metric=firms,
            concerns=[{"about": "metric:m", "subject": "region:A"}],
        )
    )  # fmt: skip

    def flow(**options: Any) -> list[tuple[Any, ...]]:
        return table(cl.flows(graph, "province", **options), "value", "period")

    assert flow() == flow(as_of="2024-02") == [(2.0, "2024")]  # its last day is the latest
    assert flow(as_of="2023-11") == [(1.0, "2023-10/2024-03")]
    for one in values:
        assert flow(period=one["period"]) == [(one["value"], one["period"])]
    assert flow(period="2024-01/2024-06") == flow(period="2024-H1") == [(None, None)]
    with pytest.raises(BadInput, match="2025-01/2025-05"):
        cl.flows(graph, "province", period="2024-05/2024-01")
    with pytest.raises(BadInput, match="no date"):
        cl.flows(graph, "province", as_of="2024-01/2024-05")
    asked = [table(cl.list(graph, "metrics", as_of=day), "name") for day in ("2023-12", "2024-01")]
    assert asked == [[], [("m",)]]


def test_gaps_of_groups_projects_and_several_ways(graph: Graph) -> None:
    """In A1 F makes gear, a project makes down, two groups use glue that S in A2, 111 km away, makes; D signs with A1.

    gear is made of iron and coal, or of scrap, or of gas (which cannot be carried here), and always in brine (neither).
    """
    regions = [
        {"identifier": f"region:{name}", "name": name, "level": "county", "lat": 0.0, "lon": float(n)}
        for n, name in enumerate(("A1", "A2", "D"))
    ]
    firms = [
        *nodes("firm", "F", "S", "M"),
        {"identifier": "firm:G", "group": True, "count": 18}, {"identifier": "firm:H", "group": True},
    ]  # fmt: skip
    located = {"F": "A1", "G": "A1", "H": "A1", "S": "A2", "M": "D"}
    products = [
        *nodes("product", "gear", "iron", "coal", "scrap", "down", "cloth", "glue"),
        *nodes("product", "gas", "brine", bound=True),
    ]
    ways = (("iron", 1), ("coal", 1), ("scrap", 2), ("gas", 3), ("brine", None))
    projects = [
        {"identifier": "project:P", "stage": "producing", "produced": "2024"},
        {"identifier": "project:Q", "stage": "signed", "stage_date": "2025"},
    ]
    graph.write(
        batch(
            "s", "2025-05-30", region=regions, firm=firms, product=products, project=projects,
            located_in=[{"what": f"firm:{name}", "place": f"region:{place}"} for name, place in located.items()],
            input_of=[{"input": f"product:{name}", "product": "product:gear", "route": route} for name, route in ways],
            produces=[
                {"firm": "firm:F", "product": "product:gear"}, {"firm": "firm:S", "product": "product:glue"},
                {"firm": "firm:M", "product": "product:scrap", "role": "waste"},
                {"firm": "firm:M", "product": "product:glue"}, {"firm": "firm:G", "product": "product:iron"},
            ],
            consumes=[
                {"firm": f"firm:{firm}", "product": f"product:{what}"}
                for firm, what in (("F", "down"), ("F", "cloth"), ("G", "glue"), ("F", "brine"))
            ],
            supplies=[{"seller": "firm:S", "buyer": "firm:H", "product": "product:glue"}],
            sited_in=[{"project": f"project:{name}", "place": "region:A1"} for name in "PQ"],
            adds=[
                {"project": "project:P", "product": "product:down", "capacity": 5.0, "unit": "t"},
                {"project": "project:Q", "product": "product:cloth"},
            ],
            agreement=[{"identifier": "agreement:X", "signed": "2024"}],
            party_to=[{"party": f"region:{name}", "agreement": "agreement:X"} for name in ("A1", "D")],
        )
    )  # fmt: skip
    found = {row["product"]: row for row in records(cl.gaps(graph, "A1"))}
    assert {name: (row["state"], row["action"], list(row["flags"]), list(row["alternatives"])) for name, row in found.items()} == {
        "glue": ("missing", "对接", ["outside", "single_source"], []),  # S is too far, M in an area with an agreement
        "cloth": ("presumed", "核实", ["signed"], []),
        "coal": ("unknown", "调查", ["alternative"], ["coal and iron, or scrap"]),
        "scrap": ("unknown", "调查", ["alternative"], ["coal and iron, or scrap"]),
        "iron": ("served", None, ["alternative", "nearer_maker"], ["coal and iron, or scrap"]),
        "down": ("served", None, ["nearer_maker"], []),
    }  # fmt: skip
    assert found["down"]["maker_names"] == ["P"]
    assert (found["down"]["capacity"], found["down"]["unit"]) == (5.0, "t")
    assert found["glue"]["because"] == (
        "bought by a group of firms (number not stated) here; used by a group of 18 firms here, as declared; no maker known here;"
        " suppliers: 1 firm outside; a maker within reach: M (D, in an area with an agreement)"
    )
    assert found["cloth"]["because"].endswith("no maker known here; the project Q (signed) will make it")
    assert found["down"]["because"] == "used by 1 firm here, as declared; made here by 1 producing project"
    (each,) = [row for row in records(cl.gaps(graph, each="county")) if row["area"] == "A1"]
    # the three of two ways are one need, which lacks least by way of scrap alone
    assert [each[state] for state in ("missing", "presumed", "unknown", "served")] == [1, 1, 1, 1]
    assert (
        cl.gaps(graph, "A1", within=112)["because"].iloc[0].endswith("the nearest supplier is within reach (111.2 km)")
    )
    assert table(cl.suppliers(graph, "down"), "firm", "role", "stage", "capacity") == [
        ("P", "product", "producing", 5.0)
    ]
    assert table(cl.suppliers(graph, "cloth"), "firm", "role", "stage", "capacity") == [
        ("Q", "product", "signed", None)
    ]
    assert table(cl.suppliers(graph, "glue", near="A1"), "firm", "because") == [
        ("S", "makes it; supplies a group of firms (number not stated)"), ("M", "makes it"),
    ]  # fmt: skip
    # before it produced the project made nothing
    assert "down" in cl.gaps(graph, "A1", as_of="2023", states=["presumed"])["product"].tolist()
    assert table(cl.matches(graph, "A1", within=0), "product", "maker") == [("down", "P"), ("iron", "G")]
    assert ("brine",) not in table(cl.ask(graph, "A1"), "product")


def test_every_question_is_asked_here() -> None:
    # region asks the reference, cite asks an answer: neither asks a graph
    asked = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {name for name in queries.__all__ if callable(getattr(queries, name))} - asked <= {"cite", "region"}


def test_as_of_is_that_of_the_latest_publication(world: Graph) -> None:
    assert cl.gaps(world, "A1").attrs["as_of"] == world.as_of == "2025-05-30"


def test_bounds_of_purchases_and_of_their_sums(graph: Graph) -> None:
    bought = [
        ("甲", "釉料", "不足8000万元"), ("甲", "色料", "超1亿元"), ("丙", "色料", "2亿元"), ("甲", "坯料", "约3亿元"), ("甲", "窑具", "5000万元"),
    ]  # fmt: skip
    places = {"甲": "江西省九江市庐山市", "乙": "江西省宜春市高安市"}
    cl.load(
        graph,
        {"firms": [{"企业名称": f"虚构{name}厂", "所在地": place} for name, place in places.items()]},
        {"supplies": [{"供方": f"虚构{seller}厂", "需方": "虚构乙厂", "产品": product, "金额": paid} for seller, product, paid in bought]},
        source="虚构的调查", published="2025",
    )  # fmt: skip
    columns = [f"bought_value{end}" for end in ("", "_low", "_high", "_original")]
    assert sorted(table(cl.gaps(graph, "高安市"), "product", *columns)) == [
        ("坯料", 3e8, None, None, "约"),
        ("窑具", 5e7, None, None, None),
        ("色料", 3e8, 3e8, None, None),  # more than 100 million, and 200 million
        ("釉料", 8e7, None, 8e7, "不足8000万元"),
    ]
    columns = [f"value{end}" for end in ("", "_low", "_high", "_original")]
    assert sorted(table(cl.links(graph), "what", *columns)) == [
        ("坯料", 3e8, None, None, "约3亿元"),
        ("窑具", 5e7, None, None, "5000万元"),
        ("色料", 1e8, 1e8, None, "超1亿元"),
        ("釉料", 8e7, None, 8e7, "不足8000万元"),
    ]
