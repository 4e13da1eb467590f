"""What is asked in Python only: evidence, what a graph says of itself, other claims and traces, frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chosen import Chosen
    from .keeper import Keeper


def ask_in_python(keeper: Keeper, chosen: Chosen) -> None:
    """Ask through `import chanlian`, whose public names stay."""
    import chanlian as cl

    graph = cl.connect(keeper.graph)
    keeper.note("python/content_hash.json", {"content_hash": graph.content_hash, "as_of": graph.as_of})
    keeper.note("python/meta.json", graph.meta())
    keeper.note("python/evidence.json", cl.evidence(graph, chosen.facts))
    for kind in ("claim", "removed"):
        keeper.note(f"python/scan {kind}.json", [row for part in graph.scan(kind) for row in part.to_pylist()])
    for area in chosen.areas[:2]:
        frame = cl.gaps(graph, area)
        said = {key: value for key, value in frame.attrs.items() if key not in ("version", "given")}
        keeper.note(f"python/gaps {area}.json", {"types": frame.dtypes.astype(str).to_dict(), "attrs": said})
        whole = graph.to_networkx(area)
        keeper.note(
            f"python/networkx {area}.json",
            {
                "nodes": sorted(whole.nodes(data=True), key=str),
                "edges": sorted(whole.edges(data=True, keys=True), key=str),
            },
        )
