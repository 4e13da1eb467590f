"""Look-ups over the declared kinds: by name, their properties, their stored columns."""

from __future__ import annotations

from functools import cache
from typing import Final

from .edges import EDGES
from .model import ALIASES, NAME, SINCE, STATUS, UNTIL, Edge, Node, Property
from .nodes import NODES

KINDS: Final[tuple[Node | Edge, ...]] = (*NODES, *EDGES)
"""All kinds, nodes first."""

METHODS: Final = ("table", "rules", "llm", "person", "reference", "template")
"""How a claim was read, `reference` and `template` being data of this package."""


@cache
def node(name: str) -> Node:
    """The node kind of that name; KeyError for none."""
    return {kind.name: kind for kind in NODES}[name]


@cache
def edge(name: str) -> Edge:
    """The edge kind of that name; KeyError for none."""
    return {kind.name: kind for kind in EDGES}[name]


NODE_NAMES: Final = tuple(kind.name for kind in NODES)
EDGE_NAMES: Final = tuple(kind.name for kind in EDGES)


def kind(name: str) -> Node | Edge:
    """The node or edge kind of that name; KeyError for none."""
    return node(name) if name in NODE_NAMES else edge(name)


def properties(kind: Node | Edge) -> tuple[Property, ...]:
    """All properties of a kind in order, those that every kind has included."""
    if isinstance(kind, Node):
        return (NAME, ALIASES, *kind.properties)
    dated = (SINCE, UNTIL, STATUS) if kind.dated else ()
    return (*kind.properties, *dated)


def columns(kind: Node | Edge) -> tuple[tuple[str, str], ...]:
    """Stored columns of a kind's properties, each with its SQL type; amounts take four."""
    return tuple(column for prop in properties(kind) for column in stored_as(prop))


def stored_as(prop: Property) -> tuple[tuple[str, str], ...]:
    """The stored columns of one property."""
    if prop.type in ("money", "quantity"):
        amounts = [(prop.name + end, "DOUBLE") for end in ("", "_low", "_high")]
        return (*amounts, (prop.name + "_original", "VARCHAR"))
    return ((prop.name, _SQL[prop.type]),)


_SQL: Final = {
    "text": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN",
    "date": "VARCHAR", "share": "DOUBLE", "list": "VARCHAR[]",
}  # fmt: skip


def key_columns(kind: Edge) -> tuple[str, ...]:
    """The properties that, with the ends, make the key of an edge: since and those marked."""
    marked = tuple(prop.name for prop in kind.properties if prop.key)
    return (*marked, "since") if kind.dated else marked
