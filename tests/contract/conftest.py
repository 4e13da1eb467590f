"""Every engine that the contract is asked of; the next one adds a name and where it may keep a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j_server import wipe
from world import batch

from chanlian.graph import Graph, connect

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ("file", "memory", "neo4j")


def made(engine: str, folder: Path, request: pytest.FixtureRequest) -> Graph:
    """A handle of an engine where a test may keep a graph; there is none yet, but in memory."""
    if engine == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        wipe(server)
        patch = request.getfixturevalue("monkeypatch")
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        return connect(server.url)
    return connect({"file": str(folder / "contract.duckdb"), "memory": ":memory:"}[engine])


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    """A handle of each engine; there is no graph yet, but in memory, where it comes with the handle."""
    return made(request.param, tmp_path, request)


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    """The tiny world in each engine; read it only."""
    graph = made(request.param, tmp_path, request)
    graph.write(batch())
    return graph
