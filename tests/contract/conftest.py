"""Every engine that the contract is asked of; the next one adds a name and where it may keep a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j_server import wipe
from partly import compared
from torture import TORTURE
from world import batch

from chanlian.graph import Graph, connect

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ("file", "neo4j")  # a graph in memory is a file that goes with its handle


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A server holds one graph: tests that only read the world come first, so that it is written once."""
    items.sort(key=lambda item: "world" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def worlds() -> dict[str, Graph]:
    """The tiny world in the engines that hold it now."""
    return {}


def place(engine: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Where an engine may keep a graph of a test; there is none yet."""
    if engine != "neo4j":
        return {"file": str(folder / "contract.duckdb"), "memory": ":memory:"}[engine]
    server = request.getfixturevalue("neo4j_server")
    wipe(server)
    request.getfixturevalue("worlds").pop("neo4j", None)
    url: str = server.known(request.getfixturevalue("monkeypatch"))
    return url


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Graph:
    """A handle of each engine; there is no graph yet, but in memory, where it comes with the handle."""
    return connect(place(request.param, tmp_path, request))


@pytest.fixture(params=ENGINES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worlds: dict[str, Graph]) -> Graph:
    """The tiny world in each engine; read it only."""
    engine: str = request.param
    if engine == "neo4j":
        request.getfixturevalue("neo4j_server").known(request.getfixturevalue("monkeypatch"))
    if engine not in worlds:
        made = connect(place(engine, tmp_path_factory.mktemp("world"), request))
        made.write(batch())
        worlds[engine] = made
    return worlds[engine]


@pytest.fixture(autouse=True)
def worked_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write to a server says the same whether all rows are read or only what it touches; it takes thrice as long to see."""
    if TORTURE:
        compared(monkeypatch)
