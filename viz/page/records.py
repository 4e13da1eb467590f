"""A network's plain records made ready for the page: checked, worded, sized.

What the browser gets is text to show and numbers to draw; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph import schema
from ...graph.errors import BadInput
from ...graph.language import t
from ..layout.blocks import Box
from ..layout.labels import box_size, wrap
from ..words.answer_columns import column_of, heading
from ..words.answer_words import told
from ..words.values import amount, evidence_rows, money, plain, rows
from ..words.words import ACTIONS, FLAGS, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...queries.picture.records import Network, Record

ACTORS: Final = frozenset({*schema.LYING, "area"})
"""Kinds that lie somewhere; `area` is what the summary makes of many of them."""
BETWEEN: Final = frozenset({*schema.having_place("located"), "park"})
"""Kinds that, with no area of their own, stand between the areas they tie; a joint park lies in none."""
MAKES: Final = ("produces", "adds")
"""Who makes, or will make, a product; it stands with them. The layout's own matter: no other edge says so."""


@dataclass
class Records:
    """What the page draws and lists; evidence points into `sources`."""

    nodes: list[Record] = field(default_factory=list)
    edges: list[Record] = field(default_factory=list)
    gaps: list[Record] = field(default_factory=list)
    sources: list[list[Any]] = field(default_factory=list)


def records(network: Network, *, lang: str) -> Records:
    """The records of a network in the page's language, in its order.

    Raises
    ------
    BadInput
        If two nodes share an identifier, or an edge ends at a node that is not there.
    """
    sources: dict[tuple[Any, ...], int] = {}
    out = Records()
    seen: set[str] = set()
    for raw in network.nodes:
        node = _node(raw, sources, lang)
        if node["id"] in seen:
            raise BadInput(
                en=f"two nodes of the network are called {node['id']}; identifiers must be unique",
                zh=f"网络中有两个节点的标识都是 {node['id']}；标识必须唯一",
            )
        seen.add(node["id"])
        out.nodes.append(node)
    for number, raw in enumerate(network.edges):
        edge = _edge(raw, number, sources, lang)
        for end in (edge["from"], edge["to"]):
            if end not in seen:
                raise BadInput(
                    en=f"edge {edge['fact'] or number} ends at {end}, which is not among the nodes",
                    zh=f"边 {edge['fact'] or number} 的一端 {end} 不在节点之中",
                )
        out.edges.append(edge)
    out.gaps = [_gap(raw, lang) for raw in network.gaps]
    out.sources = [list(key) for key in sources]
    return out


def _node(raw: Mapping[str, Any], sources: dict[tuple[Any, ...], int], lang: str) -> Record:
    kind = str(raw.get("kind") or "")
    label = str(raw.get("label") or raw["id"])
    count = (raw.get("properties") or {}).get("count")
    shown = f"{label} ×{count}" if raw.get("group") and count and str(count) not in label else label
    node: Record = {
        "id": str(raw["id"]),
        "kind": kind,
        "label": label,
        "area": plain(raw.get("area")),
        "province": plain(raw.get("province")),
        "inside": plain(raw.get("inside")),
        "group": bool(raw.get("group")),
        "rows": _basis(raw, lang) if kind == "gap" else rows(kind, raw.get("properties") or {}, lang),
        "evidence": evidence_rows(raw.get("evidence") or (), sources),
    }
    aliases = (raw.get("properties") or {}).get("aliases")
    if isinstance(aliases, (list, tuple)):
        node["aliases"] = [str(alias) for alias in aliases]
    if kind == "gap":
        node |= {"state": plain(raw.get("state")), "because": plain(raw.get("because"))}
        node |= {"product": plain(raw.get("product")), "firms": plain(raw.get("firms"))}
    return node | drawn(shown)


def _basis(raw: Mapping[str, Any], lang: str) -> list[list[str]]:
    """How the need behind a gap is known; its action and flags stand with its row of the table."""
    basis = {"basis": (raw.get("properties") or {}).get("basis")}
    column = column_of("basis", {"question": "gaps"})
    return [[heading(column, lang), str(told(column, basis, lang))]] if basis["basis"] else []


def drawn(label: str) -> Record:
    """The lines of a label and the size of its box."""
    lines = wrap(label)
    width, height = box_size(lines)
    return {"lines": list(lines), "width": width, "height": height}


def _edge(raw: Mapping[str, Any], number: int, sources: dict[tuple[Any, ...], int], lang: str) -> Record:
    kind = str(raw.get("kind") or "")
    value = amount("value", raw, lang, lambda yuan: money(yuan, lang))
    basis = _own_word(schema.BASIS, raw.get("basis"), lang)
    directed = schema.edge(kind).directed if kind in schema.EDGE_NAMES else True
    return {
        "id": f"e{number}",
        "fact": plain(raw.get("fact")),
        "kind": kind,
        "from": str(raw["source"]),
        "to": str(raw["target"]),
        "label": str(raw.get("label") or ""),
        "sentence": str(raw.get("sentence") or raw.get("label") or ""),
        "value": t(lang, f"{value} ({basis})", f"{value}（{basis}）") if value and basis else value,
        "border": plain(raw.get("border")),
        "status": _own_word(schema.STATUS, raw.get("status"), lang),
        "modality": _own_word(schema.MODALITY, raw.get("modality"), lang),
        "directed": directed,
        "ghost": bool(raw.get("ghost")),
        "evidence": evidence_rows(raw.get("evidence") or (), sources),
    }


def _own_word(prop: schema.Property, value: Any, lang: str) -> str | None:
    """A word worth saying: active and actual are what everybody expects."""
    if value in (None, "", *(prop.usual or ())):
        return None
    return next((t(lang, en, zh) for en, zh in prop.words if en == value), str(value))


def _gap(raw: Mapping[str, Any], lang: str) -> Record:
    gap: Record = {key: plain(value) for key, value in raw.items()}
    flags = raw.get("flags") or []
    flags = [flags] if isinstance(flags, str) else flags
    action = raw.get("action")
    actions = [action] if isinstance(action, str) else (action or [])
    names = raw.get("firm_names") or []
    gap["flags"] = [word(FLAGS, flag, lang) for flag in flags]
    gap["action"] = t(lang, ", ", "、").join(word(ACTIONS, one, lang) for one in actions)
    gap["firm_names"] = [names] if isinstance(names, str) else [str(name) for name in names]
    return gap


def boxes(nodes: Iterable[Record], edges: Iterable[Record]) -> list[Box]:
    """What the layout places: a product stands with its only makers, else with its only users."""
    makers: dict[str, list[str]] = {}
    around: dict[str, list[str]] = {}
    for edge in edges:
        if edge["kind"] in MAKES:
            makers.setdefault(edge["to"], []).append(edge["from"])
        around.setdefault(edge["to"], []).append(edge["from"])
        around.setdefault(edge["from"], []).append(edge["to"])
    return [
        Box(
            node["id"],
            node["width"],
            node["height"],
            node["kind"] in ACTORS and not (node["kind"] in BETWEEN and not node["area"] and around.get(node["id"])),
            node["area"],
            node["province"],
            node["inside"],
            node["kind"] in {*schema.AREAS, "area"},
            tuple(makers.get(node["id"]) or around.get(node["id"]) or ()),
        )
        for node in nodes
    ]
