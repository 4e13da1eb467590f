"""A page of an area, from the graph to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.export.outputs import OutputFile, graph_files
from ..graph.language import t
from ..graph.meta import UNFINISHED, UPGRADED_COPY
from ..graph.url import title
from ..graph.version import __version__
from ..queries import network
from .page.page_data import network_page

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from ..graph.graph import Graph


def draw(
    graph: Graph,
    area: str | Sequence[str],
    path: str | os.PathLike[str],
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    force: bool = False,
    lang: str = "en",
) -> tuple[Path, list[str]]:
    """Write an offline page of an area, with PAGE.meta.json beside it; the path, and lines for the reader.

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        If the page cannot be written there, or a file there is somebody's and not to be written over (`force`).
    """
    target = OutputFile(path, reads=graph_files(graph), force=force)
    found = network(graph, area, with_zones=with_zones, neighbours=neighbours, as_of=as_of, lang=lang)
    asked = {"in": found.area, "with_zones": with_zones, "neighbours": neighbours, "as_of": as_of}
    said: dict[str, Any] = {"question": "draw", "parameters": asked, "as_of": found.as_of, "graph": title(graph.url)}
    said |= {"graph_hash": found.graph_hash, "version": __version__, "lang": lang}
    said |= {"notes": list(found.notes)} if found.notes else {}
    written = target.write(network_page(found, lang=lang), said)
    count = len(found.nodes)
    meta, states = graph.meta(), {"unfinished": UNFINISHED, "upgraded_from": UPGRADED_COPY}
    return written, [
        *(t(lang, *text) for key, text in states.items() if meta.get(key)),
        t(
            lang,
            f"{found.area}: {count} nodes, {len(found.edges)} ties, {len(found.gaps)} needs; open the page in any browser, offline",
            f"{found.area}：{count}个节点，{len(found.edges)}条联系，{len(found.gaps)}项需求；用浏览器打开即可，无需联网",
        ),
        *found.notes,
    ]
