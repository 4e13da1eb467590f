"""The contract on real graphs: pushed to a server, the bundled example and a public data set answer all questions alike."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asked import PARTS, differences
from neo4j_server import Login, wipe

import chanlian as cl
from chanlian import queries
from chanlian.graph import Graph, connect
from chanlian.queries._cypher import cypher

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(queries.__file__).parent
MAP = Path(__file__).parents[2] / "examples" / "mappings" / "chainkg.toml"


def pushed(graph: Graph, server: Login, patch: pytest.MonkeyPatch) -> Graph:
    """The same graph on the server, alone there."""
    wipe(server)
    there = connect(server.known(patch))
    cl.push(graph, there)
    return there


@pytest.fixture
def there(example: Graph, neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """The example on the server."""
    return pushed(example, neo4j_server, monkeypatch)


def test_the_example_gives_the_same_answers(example: Graph, there: Graph) -> None:
    most = None if int(os.environ.get("CHANLIAN_EXAMPLES", "1")) > 1 else 1  # every question in all ways, or in one
    assert not differences(example, there, most=most)


TEXTS = sorted(
    {path.stem for path in FOLDER.glob("*.cypher")} - {"area_needs", "gap_counts"}
)  # without parts of others
OF_ALL = {"firm_counts", "flows", "links_firms", "links_sides", "links_unplaced"}
"""Texts that ask the whole graph: they begin with all of a kind."""


def operators(plan: dict[str, Any]) -> Iterator[str]:
    """What a plan does, from its result to where it begins."""
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


def test_plans_begin_at_indexes_and_multiply_nothing(there: Graph, neo4j_server: Login) -> None:
    assert there.meta()
    found = {}
    with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
        for name in TEXTS:
            # planned anew: the server keeps plans that were made when the graph was another
            plan = session.run(f"CYPHER replan=force EXPLAIN {cypher(name)}").consume().plan
            assert plan is not None
            done = set(operators(plan))
            bad = {one for one in done if "CartesianProduct" in one or one == "AllNodesScan"}
            if name not in OF_ALL:
                bad |= {one for one in done if one.endswith(("ByLabelScan", "RelationshipTypeScan"))}
            if bad:
                found[name] = bad
    assert len(TEXTS) >= 20
    assert not found


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


def test_a_public_data_set_gives_the_same_answers(
    data_set: Graph, neo4j_server: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = pushed(data_set, neo4j_server, monkeypatch)
    assert there.content_hash == data_set.content_hash
    for part in range(PARTS):
        assert not differences(data_set, there, part)
