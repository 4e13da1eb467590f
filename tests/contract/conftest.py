"""Every engine that the contract is asked of; the next one adds a name and where it may keep a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import batch

from chanlian.graph import Graph, connect

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ("file", "memory")


def url_of(engine: str, folder: Path) -> str:
    """Where an engine may keep a graph of a test."""
    return {"file": str(folder / "contract.duckdb"), "memory": ":memory:"}[engine]


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    """A handle of each engine; there is no graph yet, but in memory, where it comes with the handle."""
    return connect(url_of(request.param, tmp_path))


@pytest.fixture(params=ENGINES, scope="session")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The tiny world in each engine; read it only."""
    made = connect(url_of(request.param, tmp_path_factory.mktemp("world")))
    made.write(batch())
    return made
