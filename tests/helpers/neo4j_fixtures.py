"""The fixtures of tests that need a Neo4j server; one server of each line for a whole run.

Under `pytest -n auto --dist loadgroup` all tests of a line go to one worker. A test is known by the fixtures it uses,
or by a parameter of that name (`neo4j`, `neo4j_server`, `example_on_neo4j` or `newest_neo4j`) with which a fixture asks for a server
later; what else needs one says so with `pytest.mark.neo4j`. Every such test has that mark: `-m "not neo4j"` leaves
them out.
"""

from __future__ import annotations

import fcntl
import os
from typing import IO, TYPE_CHECKING

import pytest
from neo4j_assembly import LTS, NEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from neo4j_assembly import Line
    from neo4j_server import Login, Server

    from chanlian.graph import Graph

_GROUPS = {"neo4j": "neo4j", "neo4j_server": "neo4j", "example_on_neo4j": "neo4j", "newest_neo4j": "newest_neo4j"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one server go to one worker, in an order that spares it work."""
    items.sort(key=lambda item: _turn(_names(item)))
    grouped = config.pluginmanager.hasplugin("xdist")
    for item in items:
        groups = {_GROUPS[name] for name in _names(item) if name in _GROUPS}
        if not groups and item.get_closest_marker("neo4j"):
            groups = {"neo4j"}
        if groups:
            item.add_marker(pytest.mark.neo4j)
            if grouped:
                item.add_marker(pytest.mark.xdist_group("_".join(sorted(groups))))


def _turn(names: set[str]) -> int:
    """Those that only read the example follow each other; those that make the server forget its plans come last."""
    if "fresh_plans" in names:
        return 4
    if "clean_neo4j" in names:  # constraints that go and come
        return 3
    if "example_on_neo4j" not in names:
        return 2
    return 1 if "example_to_spoil" in names else 0


def _names(item: pytest.Item) -> set[str]:
    """Its fixtures, direct or not, and the texts it has as parameters."""
    call = getattr(item, "callspec", None)
    values = call.params.values() if call is not None else ()
    return {*getattr(item, "fixturenames", ()), *(value for value in values if isinstance(value, str))}


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """The server of this run, of the long-term line: url, user, password, database.

    It is the one that CHANLIAN_NEO4J_URL names, if that is set. Its content is whatever tests before left: see
    clean_neo4j.
    """
    from neo4j_server import named_login, wipe

    named = named_login()
    if named is None:
        yield from _running(tmp_path_factory, LTS, "neo4j_server")
        return
    wipe(named, schema=True)
    yield named
    wipe(named, schema=True)  # or the next run would find it in use


@pytest.fixture
def clean_neo4j(neo4j_server: Login) -> Login:
    """The server of this run, with nothing in it."""
    from neo4j_server import wipe

    wipe(neo4j_server, schema=True)
    return neo4j_server


@pytest.fixture
def example_on_neo4j(neo4j_server: Login, example_file: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """The bundled example, pushed to the server of this run; read it only. Tests of it follow each other: one push will do."""
    from neo4j_server import wipe

    from chanlian.graph import connect
    from chanlian.graph.transfer.copy import push

    there = connect(neo4j_server.known(monkeypatch))
    if neo4j_server.holds != "example":
        wipe(neo4j_server)
        push(connect(str(example_file)), there)
        neo4j_server.holds = "example"
    return there


@pytest.fixture
def example_to_spoil(neo4j_server: Login, example_on_neo4j: Graph) -> Graph:
    """The same, for a test that writes to it: it comes after those that only read."""
    neo4j_server.holds = None
    return example_on_neo4j


@pytest.fixture
def fresh_plans(neo4j_server: Login, example_on_neo4j: Graph) -> Graph:
    """The same on a server that has forgotten plans, and samples of indexes, that it made when the graph was another."""
    with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
        session.run("CALL db.prepareForReplanning(120)").consume()
    return example_on_neo4j


@pytest.fixture(scope="session")
def newest_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A server of the newest line; skipped where no Java is new enough for it."""
    yield from _running(tmp_path_factory, NEWEST, "newest_neo4j")


@pytest.fixture
def own_neo4j(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers of the test's own, not started yet: `own_neo4j()`, `own_neo4j(NEWEST)`; for stops and kills."""
    made: list[Server] = []

    def make(line: Line = LTS, *, name: str = "server", port: int | None = None) -> Server:
        made.append(_server(tmp_path / name, line, port))
        return made[-1]

    yield make
    for server in made:
        server.kill()


def _server(folder: Path, line: Line, port: int | None = None) -> Server:
    from neo4j_server import NoServerError, Server

    try:
        return Server(folder, line, port)
    except NoServerError as problem:
        if os.environ.get("CHANLIAN_NEO4J_URL"):
            pytest.skip(f"the server that CHANLIAN_NEO4J_URL names is not ours to stop, and {problem}")
        pytest.skip(str(problem))


def _running(factory: pytest.TempPathFactory, line: Line, name: str) -> Iterator[Server]:
    with (factory.getbasetemp().parent / f"{name}.lock").open("w") as lock:
        _only_one(lock, name, factory)
        server = _server(factory.mktemp(name) / "server", line)
        try:
            yield server.start()
        finally:
            server.stop()


def _only_one(lock: IO[str], name: str, factory: pytest.TempPathFactory) -> None:
    """A test that is not known to need the server would start a second one in its worker, and nobody would see it."""
    if not factory.getbasetemp().name.startswith("popen-"):
        return  # no workers: the folder above is shared with other runs
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pytest.fail(f"two workers want {name}: run with --dist loadgroup, and mark tests with pytest.mark.neo4j")
