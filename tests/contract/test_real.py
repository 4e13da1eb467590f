"""The contract on real graphs: pushed to a server, the bundled example and a public data set answer all questions alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from asked import PARTS, differences
from neo4j_server import Login, wipe

import chanlian as cl
from chanlian.graph import Graph, connect

MAP = Path(__file__).parents[2] / "examples" / "mappings" / "chainkg.toml"


def pushed(graph: Graph, server: Login, patch: pytest.MonkeyPatch) -> Graph:
    """The same graph on the server, alone there."""
    wipe(server)
    there = connect(server.known(patch))
    cl.push(graph, there)
    return there


def test_the_example_gives_the_same_answers(
    example: Graph, neo4j_server: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = None if int(os.environ.get("CHANLIAN_EXAMPLES", "1")) > 1 else 1  # every question in all ways, or in one
    assert not differences(example, pushed(example, neo4j_server, monkeypatch), most=most)


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
