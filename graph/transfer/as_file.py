"""A graph as one that SQL can be asked of: itself where it lies in a file, else a passing copy of all of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..graph import Graph, connect
from .copy import replicate

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def local(graph: Graph) -> Iterator[Graph]:
    """The graph for work that reads all of it anyway; what is written to a copy is lost with it.

    >>> graph = connect(":memory:")
    >>> with local(graph) as here:
    ...     here is graph
    True
    """
    if graph.capabilities.language == "sql":
        yield graph
        return
    copy = connect(":memory:")
    replicate(graph, copy, as_is=True)
    yield copy
