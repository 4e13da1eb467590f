"""How a graph is opened: what is declared of its own first, then the graph."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .declared import begin, declare
from .for_python import for_python
from .url import is_address

if TYPE_CHECKING:
    from .graph import Graph


@for_python
def connect(url: str | os.PathLike[str], *, wait: float = 0.0) -> Graph:
    """The graph at a URL: a DuckDB file, a database of a Neo4j server, or `:memory:` for one that goes with the handle.

    A path may be a `pathlib.Path`. A snapshot (a folder or .zip of `snapshot create`) is a graph that can be read.

    Opening is lazy and read-only: nobody holds the file between questions, and `write`
    opens it for as long as it writes. `wait` is how many seconds to wait for a file that
    another process is writing. What the file `xq.model.toml` beside `xq.duckdb` declares stands in the
    schema of this process from then on (docs/OWN.md).

    Raises
    ------
    BadInput
        If that file declares what cannot be, or comes after a graph without it was opened (`declare` names several first).
    UnsupportedURL
        If the URL has a scheme that no engine serves.

    >>> graph = connect(":memory:")
    >>> graph.as_of is None
    True
    """
    url = os.fspath(url)
    declare(url)
    begin(url)
    from .engines.schemes import engine_of
    from .graph import Graph
    from .snapshot.files import is_snapshot

    if not is_address(url) and is_snapshot(url):
        from .snapshot.engine import SnapshotEngine

        return Graph(SnapshotEngine(url, wait=wait))
    return Graph(engine_of(url, wait=wait))


def opened(graph: Graph | str | os.PathLike[str]) -> Graph:
    """A graph that is given, or the graph at a URL or path."""
    from .graph import Graph

    return graph if isinstance(graph, Graph) else connect(graph)
