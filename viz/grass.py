"""The style of a graph in Neo4j Browser: the colours of pictures, names as captions, products on supplies."""

from __future__ import annotations

from typing import Final

from ..graph.engines.neo4j.form import CLAIM, TRACE, label, relationship
from ..graph.schema import EDGES, NODES, Edge, columns
from .style import GREEN, GREY, NODE_LOOKS, OTHER_NODE, SLATE, VERMILLION

_SIZES: Final = {"firm": 50, "region": 65, "park": 65, "chain": 65, "product": 40}
"""In pixels, of labels; others 45. Taste, and this module's own matter."""
_COLOURS: Final = {"trade": VERMILLION, "trouble": VERMILLION}
_WIDTHS: Final = {"trade": 3}
"""Of relationships, by their theme: in Neo4j Browser all others are thin and grey."""
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
    for tie in EDGES:
        theme = tie.roles.drawn.theme or ""
        out.append(_tie(relationship(tie), _COLOURS.get(theme, GREY), _WIDTHS.get(theme, 1), _caption(tie)))
    return "\n".join(out)


def _caption(of: Edge) -> str:
    """What stands on a relationship: a property of it, or its third end; the first two are nodes beside it."""
    held = {*(column for column, _ in columns(of)), *(end.name for end in of.ends[2:])}
    return f"{{{of.roles.caption}}}" if of.roles.caption in held else "<type>"


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
