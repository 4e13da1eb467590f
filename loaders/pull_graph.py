"""A graph off a Neo4j server: one of chanlian's as it is, one of others through a mapping file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import BadInput, GraphMissing
from ..graph.for_python import for_python
from ..graph.opening import opened
from ..graph.scratch import scratch
from ..graph.transfer.copy import replicated
from ..graph.url import is_address
from .read.neo4j import write_tables

if TYPE_CHECKING:
    import os

    import pandas as pd

    from ..graph.graph import Graph


@for_python
def pull(
    server: Graph | str | os.PathLike[str],
    into: Graph | str | os.PathLike[str],
    *,
    mapping: str | os.PathLike[str] | None = None,
    **how: Any,
) -> pd.DataFrame:
    """Write all of a graph on a Neo4j server into a file: claims, evidence, dates and traces as they are.

    With a `mapping` file the server may hold any graph: each of its labels is a table
    `nodes.<label>.parquet`, each type of relationship a table `ties.<type>.parquet` (read/neo4j.py says with which
    columns), and the mapping brings them onto the schema as `load` does; `how` are options of `load`.

    Returns
    -------
    kind, count (facts on the server), added, changed, unchanged, retracted, removed, as `push` does;
    with a mapping what `load` gives.

    Raises
    ------
    GraphMissing
        If the server holds no graph of this package, and no mapping is given.
    BadInput
        With a mapping, if the database is empty or the mapping does not fit it.

    >>> from ..graph import connect
    >>> pull(connect(":memory:"), ":memory:")["kind"].tolist()
    []
    """
    source = opened(server)
    target = opened(into)
    if mapping is None:
        if how:
            raise BadInput(
                f"{', '.join(how)}: belongs to a pull with a mapping; leave it out",
                f"{'、'.join(how)}：仅用于带映射文件的拉取；请去掉",
            )
        if not source.exists():
            raise GraphMissing(
                f"{source.url}: there is no graph of chanlian here; a graph of others comes in with --map MAP.toml",
                f"{source.url}：这里没有 chanlian 的图；他人的图可用 --map 映射文件 导入",
            )
        return replicated(source, target, "pull")
    from .load_tables import load

    how.setdefault("rejects", rejects_beside(target, "pull"))
    with scratch() as folder:
        files = [folder / name for name in write_tables(source, folder)]
        return load(target, *files, mapping=mapping, **how)


def rejects_beside(target: Graph, what: str) -> Path:
    """Where rows go that cannot be used: the tables they stood in are gone by then."""
    stem = what if target.url == ":memory:" or is_address(target.url) else Path(target.url).stem
    return Path(f"{stem}.rejects.csv")
