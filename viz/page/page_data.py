"""The network page: an area's firms, products, gaps and ties as a picture with its evidence and tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ...queries.evidence import METHOD_WORDS
from .. import style
from ..layout.blocks import Layout, place
from ..layout.curves import Curve, Rect, route
from ..layout.edge_labels import label_places
from ..words.words import BORDERS, STATES, kind_word, table
from .asides import lists, split
from .most_tied import FIRMS, most_tied
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
"""Above so many nodes the page has no more than the summary, the gaps and the most tied firms."""
CURVES: Final = 200
DASHES: Final = 100
"""Above so many edges lines are straight, or whole: drawing either is what makes a page slow."""


def network_page(network: Network, *, lang: str) -> str:
    """A network alone as one HTML page that opens offline.

    The page shows areas as tinted blocks, ties across a border in blue and wide, gaps as dashed
    ghosts; a click shows the facts and what they rest on; tables of gaps, ties, firms and facts
    stand beside it. Same network, same bytes.

    Of a whole area firms, products, gaps, projects and parks are drawn, all else is counted on the headings of areas. Above 500
    of them it opens with a summary, area by product, from which neighbourhoods are drawn; above 2,000 the page has the summary,
    the gaps and the 300 most tied firms, and says so.

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
    main, aside = split(data.nodes, lean=network.lean)
    names = {node["id"] for node in main}
    lines = [edge for edge in data.edges if edge["from"] in names and edge["to"] in names]
    full = _picture(main, lines) if len(main) <= LIMIT else None
    counted, of_blocks = lists(aside, data.nodes, data.edges, full.blocks if full else (), lang)
    overview = _overview(main, lines, lang) if len(main) > FULL else None
    tally = _tally(data)
    if full is None:
        most_tied(data, overview)
        counted = []
    curves = _curves(main, lines, full)
    model = OfflineNetwork(title=network.title, lang=lang)
    for node in data.nodes:
        rest: Record = {key: value for key, value in node.items() if key not in {"id", "label"}} | _at(node, full)
        rest |= {} if node["id"] in names else {"aside": True}
        model.add_node(node["id"], node["label"], color=_colour(node), **rest)
    for edge in data.edges:
        rest = {key: value for key, value in edge.items() if key not in {"from", "to"} and value is not None}
        model.add_edge(edge["from"], edge["to"], **rest, **curves.get(edge["id"], {}))
    model.said = {
        "area": network.area, "as_of": network.as_of, "graph_hash": network.graph_hash, "notes": list(network.notes),
    }  # fmt: skip
    model.extra = {
        "gaps": data.gaps,
        "sources": data.sources,
        "scene": _scene(full, of_blocks),
        "lists": counted,
        "tally": tally,
        "overview": overview,
        "limits": {"labels": ALL_LABELS, "curves": CURVES, "dashes": DASHES},
        "terms": _terms(data, lang),
        "looks": _looks(),
    }
    return model


def _tally(data: Records) -> dict[str, int]:
    """How much there is, whatever of it the page holds."""
    firms = [node for node in data.nodes if node["kind"] == "firm"]
    facts = [edge for edge in data.edges if not edge["ghost"]]
    return {
        "n": len(data.nodes), "m": len(data.edges), "kept": FIRMS, "firms": len(firms),
        "here": sum(node["inside"] is True for node in firms), "lost": sum(node["inside"] is None for node in firms),
        "gaps": sum(node["kind"] == "gap" for node in data.nodes), "ties": sum(bool(edge["border"]) for edge in facts),
        "facts": len(facts), "sourced": sum(bool(edge["evidence"]) for edge in facts),
    }  # fmt: skip


def _colour(node: Record) -> str:
    look = style.STATE_LOOKS.get(node.get("state") or "") or style.NODE_LOOKS.get(node["kind"], style.OTHER_NODE)
    return look.colour


def _picture(nodes: list[Record], edges: list[Record]) -> Layout:
    shown = [(edge["from"], edge["to"]) for edge in edges if edge["kind"] not in style.HIDDEN_AT_FIRST]
    return place(boxes(nodes, edges), shown)


def _at(node: Record, layout: Layout | None) -> dict[str, int]:
    if layout is None or node["id"] not in layout.centres:
        return {}
    x, y = layout.centres[node["id"]]
    return {"x": x, "y": y}


def _curves(nodes: list[Record], edges: list[Record], layout: Layout | None) -> dict[str, dict[str, Any]]:
    """The curve of each edge, and where its name stands; straight lines where there are too many, or nothing is drawn."""
    if layout is None or not edges or len(edges) > CURVES:
        return {}
    rects: dict[str, Rect] = {}
    for node in nodes:
        (x, y), width, height = layout.centres[node["id"]], node["width"] / 2, node["height"] / 2
        rects[node["id"]] = Rect(x - width, y - height, x + width, y + height)
    titles = [Rect(one.x + 6, one.y + 2, one.x + one.width - 6, one.y + 24) for one in layout.blocks]
    obstacles = [*rects.values(), *titles]
    homes = [Rect(one.x, one.y, one.x + one.width, one.y + one.height) for one in layout.blocks]
    lefts, tops, rights, bottoms = zip(*homes, strict=True)
    whole = Rect(min(lefts), min(tops), max(rights), max(bottoms))
    taken: dict[frozenset[str], list[Curve]] = {}
    out: dict[str, dict[str, Any]] = {}
    for edge in edges:
        if edge["kind"] in style.HIDDEN_AT_FIRST:
            continue
        twins = taken.setdefault(frozenset((edge["from"], edge["to"])), [])
        one, other = rects[edge["from"]], rects[edge["to"]]
        home = next((block for block in homes if _holds(block, one) and _holds(block, other)), whole)
        twins.append(route(one, other, obstacles, twins, home))
        out[edge["id"]] = {"curve": list(twins[-1])}
    named = sorted(
        (edge for edge in edges if edge["kind"] == "supplies" and edge["label"] and edge["id"] in out),
        key=lambda edge: (not edge["border"], edge["id"]),
    )
    ways = [
        (edge["label"], layout.centres[edge["from"]], layout.centres[edge["to"]], Curve(*out[edge["id"]]["curve"]))
        for edge in named
    ]
    for edge, at in zip(named, label_places(ways, obstacles), strict=True):
        if at is not None:
            out[edge["id"]]["at"] = list(at)
    return out


def _holds(block: Rect, box: Rect) -> bool:
    return block.left <= box.left and block.top <= box.top and block.right >= box.right and block.bottom >= box.bottom


def _scene(layout: Layout | None, lists_of: list[list[str]] | None = None) -> dict[str, Any] | None:
    """What stands behind the boxes; `lists_of` are the lists of each block of what is counted on it."""
    if layout is None:
        return None
    blocks = [asdict(one) for one in layout.blocks]
    for block, some in zip(blocks, lists_of or (), strict=False):
        block["lists"] = some
    return {"blocks": blocks, "frames": [asdict(one) for one in layout.frames]}


def _overview(main: list[Record], lines: list[Record], lang: str) -> dict[str, Any]:
    """The summary, laid out like a picture of its own."""
    nodes, edges, cut = aggregate(main, lines, lang=lang)
    layout = _picture(nodes, edges)
    nodes = [node | _at(node, layout) for node in nodes]
    curves = _curves(nodes, edges, layout)
    edges = [edge | curves.get(edge["id"], {}) for edge in edges]
    return {"nodes": nodes, "edges": edges, "scene": _scene(layout), "cut": cut}


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
