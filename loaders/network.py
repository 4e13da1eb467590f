"""A networkx graph of others, read into a graph by a mapping file."""

from __future__ import annotations

import json
from numbers import Number
from typing import TYPE_CHECKING, Any

from ..graph.for_python import for_python
from ..graph.opening import connect
from ..graph.scratch import scratch
from .load_tables import load
from .pull_graph import rejects_beside

if TYPE_CHECKING:
    import os

    import networkx as nx
    import pandas as pd

    from ..graph.graph import Graph


@for_python
def from_networkx(
    graph: Graph | str, network: nx.Graph[Any], mapping: str | os.PathLike[str], **how: Any
) -> pd.DataFrame:
    """Load a networkx graph of others into a graph.

    The `mapping` file says which nodes are what and what edges state: its inputs are the sheets `nodes` (`_id` and the
    attributes of each) and `edges` (the attributes of each, and `start.` and `end.` before those of its nodes) of the file
    network.graphml; a GraphML file is loaded by the same mapping (`load` with `mapping`). `how` are options of `load`.

    Returns
    -------
    What `load` gives.

    Raises
    ------
    BadInput
        If the mapping does not fit the network.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import networkx as nx
    >>> told = '[source]\\ntitle = "a survey"\\n[[input]]\\nfile = "*"\\nsheet = "nodes"\\nignore = ["_id"]\\n'
    >>> told += '[[input.table]]\\nkind = "firms"\\ncolumns = { name = "called" }\\n'
    >>> others = nx.Graph()
    >>> others.add_node(1, called="甲厂")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "map.toml").write_text(told, encoding="utf-8")
    ...     from_networkx(":memory:", others, f"{folder}/map.toml")[["kind", "added"]].values.tolist()
    [['firms', 1]]
    """
    import networkx as nx

    target = connect(graph) if isinstance(graph, str) else graph
    how.setdefault("rejects", rejects_beside(target, "network"))
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in network.nodes(data=True):
        plain.add_node(str(node), **_plain(attributes))
    for start, end, attributes in network.edges(data=True):
        plain.add_edge(str(start), str(end), **_plain(attributes))
    with scratch() as folder:
        nx.write_graphml(plain, folder / "network.graphml", named_key_ids=True)
        return load(target, folder / "network.graphml", mapping=mapping, **how)


def _plain(attributes: dict[Any, Any]) -> dict[str, Any]:
    """Attributes as GraphML holds them: texts, numbers and truths; lists and records as JSON; what is unknown is left out."""
    out: dict[str, Any] = {}
    for name, value in attributes.items():
        if value is None or value != value:  # noqa: PLR0124  # not a number
            continue
        said = value.tolist() if hasattr(value, "tolist") else value
        if isinstance(said, list | tuple | dict | set):
            said = json.dumps([*said] if not isinstance(said, dict) else said, ensure_ascii=False, default=str)
        out[str(name)] = said if isinstance(said, str | Number) else str(said)
    return out
