"""An engine is one folder and one entry: one that does what the protocol says, and no more, serves every question."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from rows import batch, nodes, shown

import chanlian as cl
from chanlian.graph.engines.base import Capabilities
from chanlian.graph.engines.duckdb.engine import DuckDBEngine
from chanlian.graph.engines.schemes import SCHEMES
from chanlian.graph.errors import BadInput, UnsupportedURL
from chanlian.graph.transfer.as_file import local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyarrow as pa

    from chanlian.graph import Batch, Graph
    from chanlian.graph.engines.base import Engine, Progress, Question

ROOT: Final = Path(__file__).parents[2]


class Throwaway:
    """The verbs and capabilities of the protocol, and nothing by which it could be taken for another engine."""

    def __init__(self, url: str, within: Path, wait: float) -> None:
        self.url = url
        self.capabilities = Capabilities("sql", in_parts=True)
        self.__kept = DuckDBEngine(str(within / f"{url.partition('://')[2]}.kept"), wait=wait)

    def exists(self) -> bool:
        return self.__kept.exists()

    def create(self) -> None:
        self.__kept.create()

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        self.__kept.write(batch)
        if progress is not None:
            progress(batch.rows(), batch.rows() if part is None else part)

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        return self.__kept.ask(question, parameters)

    def rows(self, question: Question, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self.__kept.rows(question, parameters)

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        return self.__kept.scan(kind)

    def reading(self) -> AbstractContextManager[None]:
        return self.__kept.reading()


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    def opened(url: str, *, wait: float) -> Engine:
        return Throwaway(url, tmp_path, wait)

    monkeypatch.setitem(SCHEMES, "test", opened)
    return cl.connect("TEST://bags")


def supply() -> Batch:
    """A firm that supplies another with a product, both of one county."""
    home = [{"what": f"firm:{name}", "place": "region:520622"} for name in ("maker", "user")]
    said: Batch = batch(
        "s", "2026", region=nodes("region", "520622", level="county"), firm=nodes("firm", "maker", "user"),
        product=nodes("product", "bag"), located_in=home,
        supplies=[{"seller": "firm:maker", "buyer": "firm:user", "product": "product:bag", "value": 1.0}],
    )  # fmt: skip
    return said


def test_every_question_is_asked_of_an_engine_that_only_keeps_the_protocol(graph: Graph) -> None:
    told: list[tuple[int, int]] = []
    graph.progress = lambda done, total: told.append((done, total))
    graph.write(supply(), part=3)
    assert told == [(supply().rows(), 3)]
    assert cl.trace(graph, "user", up=True)["from"].tolist() == ["maker"]
    assert cl.list(graph, "firm")["name"].tolist() == ["maker", "user"]
    assert cl.suppliers(graph, "bag")["firm"].tolist() == ["maker"]
    assert cl.info(graph).attrs["graph"] == graph.url
    assert graph.to_networkx().number_of_edges() == 3
    assert cl.check(graph, rules=["dates"]).empty
    with local(graph) as here:
        assert here is graph  # it takes SQL: no copy is made for rules that are SQL only


def test_a_graph_goes_to_it_and_comes_back(graph: Graph, tmp_path: Path) -> None:
    source = cl.connect(str(tmp_path / "a.duckdb"))
    source.write(supply())
    pushed = cl.push(source, graph.url).set_index("kind")["added"]
    assert pushed["supplies"] == 1
    back = cl.connect(str(tmp_path / "b.duckdb"))
    cl.push(graph, back)
    assert shown(graph) == shown(source) == shown(back)
    assert graph.content_hash == source.content_hash


def test_what_it_cannot_is_said(graph: Graph) -> None:
    graph.create()
    with pytest.raises(UnsupportedURL, match="DuckDB file"):
        graph.sql("SELECT 1")
    with pytest.raises(BadInput, match="Neo4j server"):
        graph.cypher("RETURN 1")


def guesses(source: str) -> Iterator[str]:
    """Where a module guesses what an engine can from its class or attributes, or what a URL is from its text."""
    for node in ast.walk(ast.parse(source)):
        text = ast.unparse(node) if isinstance(node, ast.expr) else ""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            asks = node.func.id in {"isinstance", "hasattr", "getattr"}
            if asks and re.search(r"\bengine\b|Engine\b", text):
                yield text
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant) and node.left.value == "://":
            yield text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("isinstance(graph.engine, DuckDBEngine)", 1),
        ("hasattr(target.engine, 'batch')", 1),
        ("getattr(engine, 'progress', None)", 1),
        ("'://' in url", 1),
        ("'://' not in url", 1),
        ("graph.capabilities.copy is None", 0),
        ("getattr(value, 'name')", 0),
    ],
)
def test_a_guess_is_seen(text: str, found: int) -> None:
    assert len(list(guesses(text))) == found


def test_nobody_outside_guesses_what_an_engine_can() -> None:
    modules = [path for room in ("graph", "loaders", "queries", "viz") for path in (ROOT / room).rglob("*.py")]
    modules += (ROOT / "src" / "chanlian").glob("*.py")
    apart = {ROOT / "graph" / "url.py"}
    outside = [path for path in modules if path.parent.parent != ROOT / "graph" / "engines" and path not in apart]
    assert len(outside) > 100
    found = [
        f"{path.relative_to(ROOT)}: {text}" for path in outside for text in guesses(path.read_text(encoding="utf-8"))
    ]
    assert found == []
