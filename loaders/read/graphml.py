"""A network of others, in GraphML, as two tables for a mapping file: its nodes, and its edges.

`nodes` has a row a node: `_id` and its attributes. `edges` has a row an edge: its attributes, and `start.` and `end.` before
those of its two nodes. Nothing is assumed of what they are called; what is what only the mapping says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.errors import BadInput
from .json import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import networkx as nx

    from .sheet import Staging

_LARGEST: Final = 256 << 20
"""The whole of it is held in memory."""


def read_graphml(staging: Staging, path: Path, name: str) -> None:
    """Stage the nodes and edges of a file.

    Raises
    ------
    BadInput
        If no mapping says what they are, or the file is no GraphML, or too large, or brings definitions of its own.
    """
    if staging.words is not None:
        raise BadInput(
            f"{name}: a network does not tell which of its nodes are firms, products or places, and what its edges say: which is which?"
            " Write a mapping file (inputs with sheet nodes and sheet edges) and give it with --map MAP.toml",
            f"{name}：网络文件没有说明哪些节点是企业、产品或地区，也没有说明边的含义：各是什么？"
            "请编写映射文件（输入表为 nodes 和 edges），并用 --map 映射文件 指定",
        )
    network = _network(path, name)
    for sheet, rows in (("nodes", _nodes(network)), ("edges", _edges(network))):
        made = read_records(staging, list(rows), name)
        made.sheet = made.stem = sheet
        made.several = True


def _network(path: Path, name: str) -> nx.MultiDiGraph[Any]:
    import networkx as nx

    content = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    if not content:
        raise BadInput(
            f"{name}: is empty or larger than {_LARGEST >> 20} MB; give the parts of the network that are needed",
            f"{name}：文件为空或超过 {_LARGEST >> 20} MB；请只提供需要的部分",
        )
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadInput(
            f"{name}: brings definitions of its own (DOCTYPE), which are not followed; save it without them",
            f"{name}：文件自带 DOCTYPE 定义，不予读取；请去掉后再保存",
        )
    try:
        return nx.MultiDiGraph(nx.parse_graphml(content.decode("utf-8-sig"), force_multigraph=True))
    except Exception as error:  # whatever its parser of XML, or of values, says of what is no GraphML
        raise BadInput(
            f"{name}: is no GraphML that can be read ({error}); save it anew",
            f"{name}：不是可读取的 GraphML（{error}）；请重新保存",
        ) from error


def _nodes(network: nx.MultiDiGraph[Any]) -> Iterator[dict[str, Any]]:
    for node, attributes in network.nodes(data=True):
        yield {"_id": str(node), **attributes}


def _edges(network: nx.MultiDiGraph[Any]) -> Iterator[dict[str, Any]]:
    for start, end, attributes in network.edges(data=True):
        ends = {"start._id": str(start), "end._id": str(end)}
        for side, node in (("start", start), ("end", end)):
            ends |= {f"{side}.{key}": value for key, value in network.nodes[node].items()}
        yield {**attributes, **ends}
