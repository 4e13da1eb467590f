"""The network page: an area's firms, products, gaps and ties as a picture with its evidence and tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ...queries.evidence import METHOD_WORDS
from .. import style
from ..layout.blocks import Layout, place
from ..layout.curves import Curve, Rect, route
from ..words.words import BORDERS, STATES, kind_word, table
from .records import Records, boxes, records
from .summary import aggregate

if TYPE_CHECKING:
    from ...queries.picture.records import Network, Record
    from .model import OfflineNetwork

ALL_LABELS: Final = 150
"""Up to so many boxes every name is drawn at any zoom."""
FULL: Final = 500
"""Above so many nodes the page opens with the summary by area and product."""
LIMIT: Final = 2000
"""Above so many nodes nothing but the summary, neighbourhoods and tables is drawn."""
CURVES: Final = 200
DASHES: Final = 100
"""Above so many edges lines are straight, or whole: drawing either is what makes a page slow."""


def network_page(network: Network, *, lang: str) -> str:
    """A network alone as one HTML page that opens offline.

    The page shows areas as tinted blocks, ties across a border in blue and wide, gaps as dashed
    ghosts; a click shows the facts and what they rest on; tables of gaps, ties, firms and facts
    stand beside it. Same network, same bytes.

    Above 500 nodes it opens with a summary, area by product, from which neighbourhoods are drawn;
    above 2,000 the whole is not drawn at all, and the page says so.

    Raises
    ------
    BadInput
        If identifiers repeat, or an edge ends at a node that is not there.

    >>> from chanlian.queries.picture.records import Network
    >>> network_page(Network("t", "", None, None), lang="en").startswith("<!doctype html>")
    True
    """
    return network_model(network, lang=lang).generate_html()


def network_model(network: Network, *, lang: str) -> OfflineNetwork:
    """A network laid out and worded, as pyvis's model of it; `payload` of it is what a page's script is given."""
    from .model import OfflineNetwork

    data = records(network, lang=lang)
    model = OfflineNetwork(title=network.title, lang=lang)
    full = _picture(data.nodes, data.edges) if len(data.nodes) <= LIMIT else None
    for node in data.nodes:
        rest: Record = {key: value for key, value in node.items() if key not in {"id", "label"}} | _at(node, full)
        model.add_node(node["id"], node["label"], color=_colour(node), **rest)
    for edge, curve in zip(data.edges, _curves(data.nodes, data.edges, full), strict=True):
        rest = {key: value for key, value in edge.items() if key not in {"from", "to"}}
        model.add_edge(edge["from"], edge["to"], **rest, **curve)
    model.said = {
        "area": network.area, "as_of": network.as_of, "graph_hash": network.graph_hash, "notes": list(network.notes),
    }  # fmt: skip
    model.extra = {
        "gaps": data.gaps,
        "sources": data.sources,
        "scene": _scene(full),
        "overview": _overview(data, lang) if len(data.nodes) > FULL else None,
        "limits": {"labels": ALL_LABELS, "curves": CURVES, "dashes": DASHES},
        "terms": _terms(data, lang),
        "looks": _looks(),
    }
    return model


def _colour(node: Record) -> str:
    look = style.STATE_LOOKS.get(node.get("state") or "") or style.NODE_LOOKS.get(node["kind"], style.OTHER_NODE)
    return look.colour


def _picture(nodes: list[Record], edges: list[Record]) -> Layout:
    shown = [(edge["from"], edge["to"]) for edge in edges if edge["kind"] not in style.HIDDEN_AT_FIRST]
    return place(boxes(nodes, edges), shown)


def _at(node: Record, layout: Layout | None) -> dict[str, int]:
    if layout is None:
        return {}
    x, y = layout.centres[node["id"]]
    return {"x": x, "y": y}


def _curves(nodes: list[Record], edges: list[Record], layout: Layout | None) -> list[dict[str, Any]]:
    """The curve of each edge; straight lines where there are too many, or nothing is drawn."""
    if layout is None or not edges or len(edges) > CURVES:
        return [{} for _ in edges]
    rects: dict[str, Rect] = {}
    for node in nodes:
        (x, y), width, height = layout.centres[node["id"]], node["width"] / 2, node["height"] / 2
        rects[node["id"]] = Rect(x - width, y - height, x + width, y + height)
    titles = [Rect(one.x + 10, one.y + 4, one.x + 100, one.y + 22) for one in layout.blocks]
    obstacles = [*rects.values(), *titles]
    homes = [Rect(one.x, one.y, one.x + one.width, one.y + one.height) for one in layout.blocks]
    lefts, tops, rights, bottoms = zip(*homes, strict=True)
    whole = Rect(min(lefts), min(tops), max(rights), max(bottoms))
    taken: dict[frozenset[str], list[Curve]] = {}
    out: list[dict[str, Any]] = []
    for edge in edges:
        if edge["kind"] in style.HIDDEN_AT_FIRST:
            out.append({})
            continue
        twins = taken.setdefault(frozenset((edge["from"], edge["to"])), [])
        one, other = rects[edge["from"]], rects[edge["to"]]
        home = next((block for block in homes if _holds(block, one) and _holds(block, other)), whole)
        twins.append(route(one, other, obstacles, twins, home))
        out.append({"curve": list(twins[-1])})
    return out


def _holds(block: Rect, box: Rect) -> bool:
    return block.left <= box.left and block.top <= box.top and block.right >= box.right and block.bottom >= box.bottom


def _scene(layout: Layout | None) -> dict[str, Any] | None:
    if layout is None:
        return None
    return {
        "blocks": [asdict(one) for one in layout.blocks],
        "frames": [asdict(one) for one in layout.frames],
    }


def _overview(data: Records, lang: str) -> dict[str, Any]:
    """The summary, laid out like a picture of its own."""
    nodes, edges, cut = aggregate(data.nodes, data.edges, lang=lang)
    layout = _picture(nodes, edges)
    nodes = [node | _at(node, layout) for node in nodes]
    edges = [edge | curve for edge, curve in zip(edges, _curves(nodes, edges, layout), strict=True)]
    return {
        "nodes": nodes, "edges": edges, "scene": _scene(layout),
        "cut": cut,
    }  # fmt: skip


def _terms(data: Records, lang: str) -> dict[str, dict[str, str]]:
    kinds = {record["kind"] for record in [*data.nodes, *data.edges]} | {"area", "made", "flow", "other"}
    return {
        "kinds": {name: kind_word(name, lang) for name in sorted(kinds)},
        "states": table(STATES, lang),
        "borders": table(BORDERS, lang),
        "methods": table(METHOD_WORDS, lang),
    }


def _looks() -> dict[str, Any]:
    more = {"area": style.NODE_LOOKS["region"], "made": style.NODE_LOOKS["product"]}
    lines = {"flow": style.EDGE_LOOKS["supplies"], "other": style.EDGE_LOOKS["party_to"]}
    return {
        "nodes": {name: asdict(look) for name, look in {**style.NODE_LOOKS, **more}.items()},
        "states": {name: asdict(look) for name, look in style.STATE_LOOKS.items()},
        "edges": {name: asdict(look) for name, look in {**style.EDGE_LOOKS, **lines}.items()},
        "borders": {name: asdict(look) for name, look in style.BORDER_LOOKS.items()},
        "other_node": asdict(style.OTHER_NODE),
        "other_edge": asdict(style.OTHER_EDGE),
        "symbols": style.STATE_SYMBOLS,
        "hidden": sorted(style.HIDDEN_AT_FIRST),
    }
