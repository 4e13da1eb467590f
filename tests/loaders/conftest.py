"""What the tests of loaders share."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph import Graph, connect, schema
from chanlian.graph.engines.base import Question

Facts = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where folders are made that are none of the test's own (`tmp_path`)."""
    return tmp_path_factory.mktemp("apart")


@pytest.fixture(autouse=True)
def _elsewhere(apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rejects of a graph in memory go into the working folder, which is none of the project's."""
    monkeypatch.chdir(tempfile.mkdtemp(prefix="working", dir=apart))


@pytest.fixture
def graph(apart: Path) -> Graph:
    return connect(str(Path(tempfile.mkdtemp(prefix="graph", dir=apart), "graph.duckdb")))


@pytest.fixture
def facts(graph: Graph) -> Facts:
    """All facts of a kind, as records."""

    def of_kind(name: str) -> list[dict[str, Any]]:
        kind = schema.kind(name)
        if schema.columns(kind):
            return [row for part in graph.scan(name) for row in part.to_pylist()]
        assert isinstance(kind, schema.Edge)
        a, b = (end.name for end in kind.ends)
        sql = (
            f'SELECT a.identifier AS "{a}", b.identifier AS "{b}" FROM "{name}" x'
            f' JOIN node a ON a.id = x."{a}" JOIN node b ON b.id = x."{b}" ORDER BY 1, 2'
        )
        return [dict(zip((a, b), row, strict=True)) for row in graph.ask(Question(name, sql)).to_numpy().tolist()]

    return of_kind


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of the test's folder from text."""

    def made(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return made


@pytest.fixture
def ends(graph: Graph) -> Callable[[str], set[tuple[str, ...]]]:
    """The names at the ends of all edges of a kind."""

    def of_kind(kind: str) -> set[tuple[str, ...]]:
        edge = schema.kind(kind)
        assert isinstance(edge, schema.Edge)
        names = [end.name for end in edge.ends]
        cells = ", ".join(f'n_{name}.name AS "{name}"' for name in names)
        joins = " ".join(f'JOIN node n_{name} ON n_{name}.id = x."{name}"' for name in names)
        rows = graph.rows(Question(kind, f'SELECT {cells} FROM "{kind}" x {joins}'))
        return {tuple(row[name] for name in names) for row in rows}

    return of_kind
