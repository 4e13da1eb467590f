"""A graph as one that SQL can be asked of: itself where it lies in a file, else a passing copy of all of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ..engines.schemes import engine_of
from ..readable import Readable
from .whole import batch_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

G = TypeVar("G", bound=Readable)


@contextmanager
def local(graph: G) -> Iterator[G]:
    """The graph for work that reads all of it anyway; what is written to a copy is lost with it.

    >>> from chanlian.graph import connect
    >>> graph = connect(":memory:")
    >>> with local(graph) as here:
    ...     here is graph
    True
    """
    if graph.capabilities.language == "sql":
        yield graph
        return
    copy = type(graph)(engine_of(":memory:"))
    batch = batch_of(graph)
    batch.as_is = True
    try:
        copy.engine.write(batch)
    finally:
        batch.close()
    yield copy


def file_of(graph: Readable, path: Path) -> Path:
    """A copy of all of the graph in a new file of its own; it is held open (`reading`) meanwhile.

    Raises
    ------
    GraphError
        If a write to its server has not ended.
    """
    with local(graph) as here, here.reading():
        assert here.capabilities.copy is not None  # what takes SQL lies in a file
        here.capabilities.copy(path)
    return path
