"""The contract of an engine: create, exists, write, ask, scan, reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, nodes, row, rows, shown
from world import PLACES, PRODUCES, PRODUCTS, REGIONS, SUPPLIES

from chanlian.graph import connect
from chanlian.graph.dates import first_day, first_day_cypher, last_day, last_day_cypher
from chanlian.graph.engines.base import Question
from chanlian.graph.errors import BadInput, GraphError, GraphMissing
from chanlian.graph.identity import fact_number
from chanlian.graph.schema import EDGES, NODES, SCHEMA_VERSION, Edge, Node, columns

if TYPE_CHECKING:
    from chanlian.graph import Graph

pytestmark = pytest.mark.core

KINDS: tuple[Node | Edge, ...] = (*NODES, *EDGES)
ENDS = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}
EVIDENCE = ["source", "locator", "method", "confidence", "recorded"]


# -- create, exists ------------------------------------------------------------------------


def test_create_makes_an_empty_graph_once(graph: Graph) -> None:
    graph.create()
    assert graph.exists()
    assert all(found == [] for found in shown(graph).values())
    assert graph.as_of is None
    assert graph.meta()["schema_version"] == str(SCHEMA_VERSION)
    graph.write(batch("s", firm=nodes("firm", "a")))
    graph.create()
    assert len(rows(graph, "firm")) == 1


def test_where_there_is_no_graph_nothing_can_be_asked(graph: Graph) -> None:
    if graph.exists():  # in memory one comes with the handle
        assert shown(graph)["firm"] == []
        return
    for use in (graph.meta, lambda: rows(graph, "firm"), lambda: graph.reading().__enter__()):
        with pytest.raises(GraphMissing):
            use()


# -- write ---------------------------------------------------------------------------------


def test_write_tells_the_outcome_of_every_row(graph: Graph) -> None:
    said = batch("s", **ENDS, supplies=[SUPPLY, SUPPLY])
    assert graph.write(said) == {"added": 5, "merged": 1}
    told = said.db.execute(
        "SELECT kind, row, outcome FROM outcome WHERE kind IN ('supplies', 'firm') ORDER BY ALL"
    ).fetchall()
    assert told == [("firm", 1, "added"), ("firm", 2, "added"), ("supplies", 1, "added"), ("supplies", 2, "merged")]
    assert graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 3.0}])) == {"changed": 1, "unchanged": 4}


def test_write_is_all_or_nothing(graph: Graph) -> None:
    graph.write(batch("s", **ENDS))
    before = shown(graph)
    with pytest.raises(GraphError):
        graph.write(batch("t", "2030", firm=nodes("firm", "c"), supplies=[{**SUPPLY, "buyer": "firm:nobody"}]))
    assert shown(graph) == before
    assert graph.as_of is None


def test_what_is_written_comes_back_as_it_was(graph: Graph) -> None:
    # every type of property: text, number, integer, boolean, date, money, quantity, share, list
    odd = '\'; DROP TABLE firm; -- "x" \\ \n\t<b>&amp;</b> =1+1 \u202e玉屏 👩🏽‍🔧'
    amount = {"value": 0.1 + 0.2, "value_low": -1e-300, "value_high": 1e308, "value_original": odd}
    said = batch(
        "s",
        firm=[
            *nodes("firm", odd, aliases=["甲", odd + "2"], count=2**62, group=True),
            *nodes("firm", "b", group=False),
        ],
        product=nodes("product", "p"),
        region=nodes("region", "r", level="county", lat=-0.0, lon=180.0),
        supplies=[{"seller": f"firm:{odd}", "buyer": "firm:b", "product": "product:p", "since": "2025-H1", **amount}],
        owns=[{"owner": "firm:b", "owned": f"firm:{odd}", "share": 1 / 3}],
    )
    graph.write(said)
    found = row(graph, "firm", name=odd)
    assert (found["aliases"], found["count"], found["group"]) == (sorted(["甲", odd + "2"]), 2**62, True)
    assert row(graph, "firm", name="b")["group"] is False
    assert row(graph, "firm", name="b")["count"] is None  # unknown is not 0
    supply = row(graph, "supplies")
    assert {name: supply[name] for name in amount} == amount
    assert (supply["seller"], supply["since"]) == (f"firm:{odd}", "2025-H1")
    assert row(graph, "owns")["share"] == 1 / 3
    assert (row(graph, "region")["lat"], row(graph, "region")["lon"]) == (0.0, 180.0)


# -- ask -----------------------------------------------------------------------------------

STATED = ("2024", "2024-H1", "2023-H2", "2024-Q1", "2024-02", "2024-05-24", "2024-01/2024-05", "2023-10/2024-02", None)


def test_every_engine_bounds_dates_and_periods_alike(graph: Graph) -> None:
    graph.create()
    days = Question(
        "days",
        "SELECT d, first_day(d)::VARCHAR AS first, last_day_of(d)::VARCHAR AS last"
        " FROM (SELECT unnest($stated::VARCHAR[]) AS d) ORDER BY d NULLS LAST",
        f"UNWIND $stated AS d RETURN d, toString({first_day_cypher('d')}) AS first, toString({last_day_cypher('d')}) AS last"
        " ORDER BY d",
    )
    with graph.reading():
        found = [(one["d"], one["first"], one["last"]) for one in graph.rows(days, {"stated": list(STATED)})]
    wanted = [(one, first_day(one).isoformat(), last_day(one).isoformat()) for one in sorted(filter(None, STATED))]
    assert found == [*wanted, (None, None, None)]


HOSTILE = ("' OR 1=1 --", '"; DROP TABLE firm; --', "$name", "?", "%", "a", "{current:s}", "\\", "玉屏")


@pytest.mark.parametrize("text", HOSTILE)
def test_parameters_are_bound_never_pasted(world: Graph, text: str) -> None:
    named = Question(
        "named",
        "SELECT name, $name::VARCHAR AS asked FROM firm WHERE name = $name OR name = 'F1' ORDER BY name",
        "MATCH (f:Firm) WHERE f.name = $name OR f.name = 'F1' RETURN f.name AS name, $name AS asked ORDER BY name",
    )
    found = world.ask(named, {"name": text})
    assert found.columns.tolist() == ["name", "asked"]
    assert found.values.tolist() == [["F1", text]]


def test_lists_and_nothing_are_parameters_too(world: Graph) -> None:
    among = Question(
        "among",
        "SELECT name FROM firm WHERE name IN (SELECT unnest($names)) AND $nothing::VARCHAR IS NULL ORDER BY name",
        "MATCH (f:Firm) WHERE f.name IN $names AND $nothing IS NULL RETURN f.name AS name ORDER BY name",
    )
    assert world.ask(among, {"names": ["F2", "F1", "'"], "nothing": None})["name"].tolist() == ["F1", "F2"]
    found = world.ask(among, {"names": [], "nothing": None})
    assert (found.columns.tolist(), len(found)) == (["name"], 0)  # no rows, but the columns


def test_a_question_that_fails_names_itself(world: Graph) -> None:
    with pytest.raises(GraphError, match="'odd'"):
        world.ask(Question("odd", "SELECT nonsense FROM nowhere", "MATCH RETURN"))


# -- scan ----------------------------------------------------------------------------------

COUNTS = {
    "source": 1, "region": len(REGIONS), "park": 3, "firm": len(PLACES), "product": len(PRODUCTS), "metric": 1,
    "supplies": len(SUPPLIES), "located_in": 10, "covers": 2, "part_of": 7,
    "produces": sum(map(len, PRODUCES.values())), "consumes": 3, "input_of": 2, "kind_of": 1, "concerns": 1,
}  # fmt: skip
"""K and Z in A1, and all firms but U0, have a place; W has no whole."""


@pytest.mark.parametrize("of", KINDS, ids=lambda of: of.name)
def test_scan_gives_all_of_a_kind_in_key_order(world: Graph, of: Node | Edge) -> None:
    parts = list(world.scan(of.name))
    head = ["identifier"] if isinstance(of, Node) else [end.name for end in of.ends]
    place = ["place", "place_basis"] if of.name == "firm" else []
    for part in parts:
        assert part.schema.names == ["fact", *head, *(name for name, _ in columns(of)), *place, *EVIDENCE]
    found = [one for part in parts for one in part.to_pylist()]
    assert len(found) == COUNTS.get(of.name, 0)
    key = "identifier" if isinstance(of, Node) else "fact"
    assert [one[key] for one in found] == sorted({one[key] for one in found})
    for one in found:
        assert len(one["fact"]) == 16
        assert int(one["fact"], 16) >= 0
        assert one["source"] == (None if of.name == "source" else "source:s")
        if isinstance(of, Edge):
            for end in of.ends:
                assert one[end.name].split(":")[0] in end.kinds
        else:
            assert one["fact"] == f"{fact_number(one['identifier']):016x}"


def test_scan_gives_properties_and_evidence(world: Graph) -> None:
    found = row(world, "supplies", product="product:ore")
    given = {key: value for key, value in found.items() if value is not None and key not in ("fact", "recorded")}
    assert given == {
        "seller": "firm:H1", "buyer": "firm:F1", "product": "product:ore", "value": 100.0, "basis": "annual",
        "source": "source:s", "method": "table",
    }  # fmt: skip
    # printf 'supplies|firm:H1|firm:F1|product:ore||' | md5sum: no reference, no start
    assert found["fact"] == f"{fact_number('supplies|firm:H1|firm:F1|product:ore||'):016x}"
    assert found["recorded"] is not None


def test_scan_gives_the_place_of_a_firm(world: Graph) -> None:
    assert {one["name"]: one["place"] for one in rows(world, "firm")} == PLACES


def test_scan_gives_an_undirected_edge_with_its_ends_in_order(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, cooperates_with=[{"a": "firm:b", "b": "firm:a", "what": "x"}]))
    found = row(graph, "cooperates_with")
    assert (found["a"], found["b"]) == ("firm:a", "firm:b")


def test_scan_gives_the_claims_of_what_several_sources_state(graph: Graph) -> None:
    graph.write(batch("s", "2024", **ENDS, supplies=[{**SUPPLY, "value": 1.0, "locator": "p. 1", "confidence": 0.5}]))
    graph.write(batch("r", "2025", supplies=[{**SUPPLY, "value": 2.0}]))
    (part,) = [part for part in graph.scan("claim") if part.num_rows]
    assert part.schema.names == ["kind", "fact", *EVIDENCE, "stated"]
    claims: list[dict[str, Any]] = part.to_pylist()
    fact = row(graph, "supplies")["fact"]
    assert [(one["kind"], one["fact"], one["source"], one["locator"], one["confidence"]) for one in claims] == [
        ("supplies", fact, "source:r", None, None), ("supplies", fact, "source:s", "p. 1", 0.5),
    ]  # fmt: skip


def test_scan_of_no_kind(world: Graph) -> None:
    with pytest.raises(BadInput, match="company"):
        list(world.scan("company"))


# -- reading -------------------------------------------------------------------------------


def test_reading_nests_and_ends(world: Graph) -> None:
    count = Question("count", "SELECT count(*) AS n FROM firm", "MATCH (f:Firm) RETURN count(f) AS n")
    for _ in range(2):
        with world.reading():
            with world.reading():
                assert world.ask(count)["n"].tolist() == [9]
            assert sum(part.num_rows for part in world.scan("firm")) == 9
            assert world.ask(count)["n"].tolist() == [9]


def test_reading_ends_where_its_block_fails(graph: Graph) -> None:
    graph.create()
    with pytest.raises(ZeroDivisionError), graph.reading():
        1 / 0  # noqa: B018
    assert graph.write(batch("s")) == {"added": 1}  # nobody holds it


def test_the_url_names_the_graph(graph: Graph) -> None:
    assert repr(graph) == f"Graph({graph.url!r})"
    assert connect(graph.url).url == graph.url
