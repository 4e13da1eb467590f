"""The style of a graph in Neo4j Browser: the colours of pictures, names as captions, products on supplies."""

from __future__ import annotations

from typing import Final

from ..graph.engines.neo4j.form import CLAIM, TRACE, label, relationship
from ..graph.schema import EDGES, NODES
from .style import GREEN, GREY, NODE_LOOKS, OTHER_NODE, SLATE, VERMILLION

_SIZES: Final = {"firm": 50, "region": 65, "park": 65, "chain": 65, "product": 40}
_DARK: Final = {SLATE, GREY, GREEN, VERMILLION}
"""On these a caption is white."""


def grass() -> str:
    """A style sheet to be dropped onto Neo4j Browser: one rule a label and a type of relationship.

    >>> "node.Firm" in grass()
    True
    """
    out = [_node("*", GREY, 45, "name")]
    for of in NODES:
        colour = NODE_LOOKS.get(of.name, OTHER_NODE).colour
        out.append(_node(label(of), colour, _SIZES.get(of.name, 45), "name"))
    out += [_node(CLAIM, GREY, 25, "kind"), _node(TRACE, GREY, 25, "because")]
    out.append(_tie("*", GREY, 1, "<type>"))
    shown = {"supplies": "{product}", "owns": "{share}", "in_chain": "{stage}", "cooperates_with": "{what}"}
    for edge in EDGES:
        width = 3 if edge.name == "supplies" else 1
        colour = VERMILLION if edge.name in ("supplies", "blocks") else GREY
        out.append(_tie(relationship(edge), colour, width, shown.get(edge.name, "<type>")))
    return "\n".join(out)


def _node(name: str, colour: str, size: int, caption: str) -> str:
    selector = "node" if name == "*" else f"node.{name}"
    text = "#FFFFFF" if colour in _DARK else "#000000"
    return (
        f"{selector} {{\n  diameter: {size}px;\n  color: {colour};\n  border-color: {SLATE};\n  border-width: 1px;\n"
        f'  text-color-internal: {text};\n  font-size: 10px;\n  caption: "{{{caption}}}";\n}}\n'
    )


def _tie(name: str, colour: str, width: int, caption: str) -> str:
    selector = "relationship" if name == "*" else f"relationship.{name}"
    return (
        f"{selector} {{\n  color: {colour};\n  shaft-width: {width}px;\n  font-size: 8px;\n  padding: 3px;\n"
        f'  text-color-external: #000000;\n  text-color-internal: #FFFFFF;\n  caption: "{caption}";\n}}\n'
    )
