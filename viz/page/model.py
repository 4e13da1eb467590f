"""pyvis's Network as the model of a picture, without its page.

pyvis's own page always asks a CDN for Bootstrap, runs script from labels and writes in the
locale's encoding; its model is sound but slow and drops duplicates silently. So the methods that
fill it and the methods that write it are replaced, and everything else is pyvis as people know it.
This module is imported only when a picture is drawn: pyvis brings IPython with it.
"""

from __future__ import annotations

from typing import Any

from pyvis.network import Network as PyvisNetwork  # type: ignore[import-untyped]

from ...graph.errors import BadInput
from ...graph.export.outputs import OutputFile
from ...graph.version import __version__
from .whole_page import Contents, whole_page


class OfflineNetwork(PyvisNetwork):  # type: ignore[misc]
    """A pyvis network whose page is ours: offline, inert to hostile data, in one language."""

    def __init__(self, *, title: str, lang: str) -> None:
        """An empty network; `lang` is "en" or "zh"."""
        super().__init__(directed=True, cdn_resources="in_line")
        self.title = title
        self.lang = lang
        self.extra: dict[str, Any] = {}
        """What the picture needs beside nodes and edges."""
        self.said: dict[str, Any] = {}
        """What the page says of it: area, day, hash of the graph, notes."""

    def add_node(
        self,
        n_id: str,
        label: str | None = None,
        shape: str = "custom",
        color: str = "#33475B",
        **options: Any,
    ) -> None:
        """Add a node; in constant time, unlike pyvis, and never twice."""
        if n_id in self.node_map:
            raise BadInput(en=f"node {n_id} is there already", zh=f"节点 {n_id} 已存在")
        node = {
            "id": n_id,
            "label": n_id if label is None else label,
            "shape": shape,
            "color": color,
            **options,
        }
        self.nodes.append(node)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """Add an edge between nodes that are there; several between the same two are kept."""
        for end in (source, to):
            if end not in self.node_map:
                raise BadInput(en=f"no node {end} for this edge", zh=f"边的端点 {end} 不存在")
        self.edges.append({"from": source, "to": to, **options})

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The page as one text; the arguments are pyvis's and change nothing."""
        del name, local, notebook
        contents = Contents(self.title, self.lang, **self.said, network=self.payload(), opens="network")
        self.html = whole_page(contents)
        return self.html

    def payload(self) -> dict[str, Any]:
        """What a page's script is given of it."""
        return {**self.extra, "nodes": self.nodes, "edges": self.edges}

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Write the page, whole or not at all, as UTF-8; it is never opened by this."""
        del local, notebook, open_browser
        said = {"question": "network", "parameters": {"title": self.title}, "version": __version__, "lang": self.lang}
        OutputFile(name).write(self.generate_html(), said)
