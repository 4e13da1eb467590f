"""The contract on real graphs: pushed to a server, the bundled example and a public data set answer all questions alike."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asked import differences
from neo4j_server import Login, wipe
from torture import TORTURE

import chanlian as cl
from chanlian import queries
from chanlian.graph import Graph, connect
from chanlian.graph.engines.neo4j.form import LABELS, label, own, relationship
from chanlian.graph.schema import EDGES, node
from chanlian.queries.cypher_texts import PARTS, cypher

if TYPE_CHECKING:
    from collections.abc import Iterator

WAYS = None if TORTURE else 1
"""Every question is asked in one way, or in all."""
FOLDER = Path(queries.__file__).parent
MAP = Path(__file__).parents[2] / "examples" / "mappings" / "chainkg.toml"


def pushed(graph: Graph, server: Login, patch: pytest.MonkeyPatch) -> Graph:
    """The same graph on the server, alone there."""
    wipe(server)
    there = connect(server.known(patch))
    cl.push(graph, there)
    return there


def draw_others(server: Login) -> None:
    """What people draw in Neo4j Browser: relationships of the graph's types between its nodes, and nodes of its labels."""
    drawn = [
        {"one": label(node(one)), "other": label(node(other)), "type": relationship(of)}
        for of in EDGES
        for one, other in itertools.product(of.ends[0].kinds, of.ends[1].kinds)
    ]
    with server.driver() as driver, driver.session(database=server.database) as session:
        # of all pairs of kinds with one text: to plan hundreds takes a server a minute
        made = session.run(
            "UNWIND $drawn AS row CALL (row) { MATCH (a:$(row.one)) MATCH (b:$(row.other)) RETURN a, b LIMIT 3 }"
            " CREATE (a)-[:$(row.type) {note: 'theirs'}]->(b)",
            drawn=drawn,
        ).consume()
        assert made.counters.relationships_created > len(drawn)
        # as a person would, who has looked at the properties of the others
        session.run(
            "MATCH (a:Firm), (b:Firm), (p:Product) WHERE a <> b WITH a, b, p LIMIT 5"
            " CREATE (a)-[:SUPPLIES {product: p.name, product_id: p.id, role: 'waste'}]->(b)"
        ).consume()
        session.run("UNWIND $labels AS label CREATE (:$(label) {name: 'theirs'})", labels=list(LABELS)).consume()


TEXTS = sorted(
    {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.cypher")}.difference(
        PARTS.values()
    )
)
OF_ALL = {
    "gaps/firm_counts",
    "as_of/undated",
    "flows/by_product",
    "chain/products",
    "flows/flows",
    "links/links_firms",
    "links/links_sides",
    "links/links_unplaced",
    "pipeline/ties",  # an office that handles a project is told by its name alone
    "progress/bare",
    "progress/progress",
    "requests/requests",
}
"""Texts that ask the whole graph: they begin with all of a kind."""


PATHS = ("Repeat", "VarLengthExpand(All)", "VarLengthExpand(Into)")
"""What walks along every path."""


def operators(plan: dict[str, Any]) -> Iterator[str]:
    """What a plan does, from its result to where it begins."""
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


def test_plans_begin_at_indexes_and_multiply_nothing(fresh_plans: Graph, neo4j_server: Login) -> None:
    assert fresh_plans.meta()
    found = {}
    with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
        for name in TEXTS:
            plan = session.run(f"EXPLAIN {own(cypher(name) or '')}").consume().plan
            assert plan is not None
            done = set(operators(plan))
            # a walk along every path of kinds, where each kind is to be visited once, has no end among many
            bad = {one for one in done if one.startswith(("CartesianProduct", "AllNodesScan", *PATHS))}
            if name not in OF_ALL:
                bad |= {one for one in done if one.endswith(("ByLabelScan", "TypeScan", "RelationshipIndexScan"))}
            if bad:
                found[name] = bad
    assert len(TEXTS) >= 20
    assert not found


@pytest.mark.torture
def test_the_example_gives_the_same_answers(example: Graph, example_to_spoil: Graph, neo4j_server: Login) -> None:
    draw_others(neo4j_server)
    assert not differences(example, example_to_spoil, most=WAYS)


@pytest.fixture(scope="module")
def data_set(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The public data set in a file: 4,654 firms, 95,559 products."""
    source = os.environ.get("CHANLIAN_CHAINKG_SOURCE")
    if not source:
        pytest.skip("CHANLIAN_CHAINKG_SOURCE does not name the folder of the data set")
    folder = tmp_path_factory.mktemp("chainkg")
    graph = connect(str(folder / "graph.duckdb"))
    cl.load(graph, source, mapping=MAP, rejects=folder / "rejects.csv")
    return graph


@pytest.mark.torture
def test_a_public_data_set_gives_the_same_answers(
    data_set: Graph, neo4j_server: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = pushed(data_set, neo4j_server, monkeypatch)
    assert there.content_hash == data_set.content_hash
    assert not differences(data_set, there, most=WAYS)
