"""A snapshot as a graph that is read: built once in a process, in a folder of its own that goes with the handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from ..engines.duckdb.engine import DuckDBEngine
from ..errors import GraphError
from ..scratch import scratch
from .built import build
from .files import Files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyarrow as pa

    from ..batch import Batch
    from ..engines.base import Capabilities, Progress, Question


class SnapshotEngine:
    """The graph of a snapshot; it is never written to."""

    def __init__(self, path: str, *, wait: float = 0.0) -> None:
        self._url, self._wait = path, wait
        self._built: DuckDBEngine | None = None

    @property
    def url(self) -> str:
        """The path of the snapshot as it was given."""
        return self._url

    @property
    def _graph(self) -> DuckDBEngine:
        """The graph, built when it is first asked."""
        if self._built is None:
            folder = scratch()
            try:
                build(Files(self._url), folder.path / "graph.duckdb")
            except BaseException:
                folder.remove()
                raise
            self._folder = folder  # it goes when nobody holds this any more
            self._built = DuckDBEngine(str(folder.path / "graph.duckdb"), wait=self._wait)
        return self._built

    @property
    def capabilities(self) -> Capabilities:
        """Those of the file that is built of it."""
        return self._graph.capabilities

    def exists(self) -> bool:
        """Whether there is a snapshot."""
        return Files.there(self._url)

    def create(self) -> None:
        """Nothing is made here, and what is there stays."""
        self._refuse()

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        """Refuse: a snapshot stays what it is."""
        del batch, part, progress
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise GraphError(
            f"{self.url}: is a snapshot, which stays as it is; make a graph of it and write to that:"
            f" chanlian snapshot restore {self.url} GRAPH.duckdb",
            f"{self.url}：是快照，不能写入；请先还原成图再写入：chanlian snapshot restore {self.url} 图.duckdb",
        )

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of a question's SQL."""
        return self._graph.ask(question, parameters)

    def rows(self, question: Question, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The same as plain records."""
        return self._graph.rows(question, parameters)

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order."""
        return self._graph.scan(kind)

    def reading(self) -> AbstractContextManager[None]:
        """Hold the graph open for several questions."""
        return self._graph.reading()
