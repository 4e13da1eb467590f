"""Look-ups over the declared kinds: by name, their properties, their stored columns, their roles."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from .edges import EDGES
from .model import ALIASES, NAME, SINCE, STATUS, UNTIL, Edge, Node, Property
from .nodes import NODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .roles import Implied, Listed, Place

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


def property_of(name: str, prop: str) -> Property:
    """The property of that name of a kind.

    >>> property_of("project", "stage").zh
    '阶段'
    """
    return next(one for one in properties(kind(name)) if one.name == prop)


def columns(kind: Node | Edge) -> tuple[tuple[str, str], ...]:
    """Stored columns of a kind's properties, each with its SQL type; amounts take four."""
    return tuple(column for prop in properties(kind) for column in stored_as(prop))


def flat_columns(kind: Node | Edge) -> tuple[tuple[str, str], ...]:
    """The stored columns that hold one value: all but the series of a fact with several observations."""
    return tuple(column for prop in properties(kind) if prop.type != "series" for column in stored_as(prop))


def stored_as(prop: Property) -> tuple[tuple[str, str], ...]:
    """The stored columns of one property."""
    if prop.type in ("money", "quantity"):
        amounts = [(prop.name + end, "DOUBLE") for end in ("", "_low", "_high")]
        return (*amounts, (prop.name + "_original", "VARCHAR"))
    if prop.type == "series":
        held = (f"{_WRITTEN.get(name, name)} {type_}" for one in prop.fields for name, type_ in stored_as(one))
        return ((prop.name, f"STRUCT({', '.join(held)})[]"),)
    return ((prop.name, _SQL[prop.type]),)


_WRITTEN: Final = {"value": '"value"'}
"""How DuckDB writes the names of fields that are words of its own."""
_SQL: Final = {
    "text": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN",
    "date": "VARCHAR", "period": "VARCHAR", "share": "DOUBLE", "list": "VARCHAR[]",
}  # fmt: skip


@cache
def series_of(name: str) -> Property | None:
    """The property of a kind that holds the observations of facts with several; None of a kind whose facts have one value.

    >>> [of.name for of in KINDS if series_of(of.name)]
    ['metric', 'supplies', 'produces', 'consumes']
    """
    return next((prop for prop in kind(name).properties if prop.type == "series"), None)


def key_columns(kind: Edge) -> tuple[str, ...]:
    """The properties that, with the ends, make the key of an edge: since and those marked."""
    marked = tuple(prop.name for prop in kind.properties if prop.key)
    return (*marked, "since") if kind.dated else marked


# -- roles: what kinds are to the rest of the program ------------------------------------------


def having_place(*ways: Place) -> tuple[str, ...]:
    """The kinds of nodes that have a place in one of these ways (roles.py), in order.

    >>> having_place("area"), having_place("own", "located")
    (('region', 'park'), ('firm', 'organization', 'facility'))
    """
    return tuple(kind.name for kind in NODES if kind.roles.place in ways)


AREAS: Final = having_place("area")
"""The kinds of nodes that are places."""
LYING: Final = having_place("area", "own", "located")
"""The kinds of nodes that lie somewhere, or are places."""


@cache
def implied(kind: str) -> tuple[tuple[Edge, Implied], ...]:
    """The columns of a table of nodes of a kind that state edges, each with its edge."""
    found = [(edge, column) for edge in EDGES for column in edge.roles.implied if column.of == kind]
    return tuple(sorted(found, key=_beside(kind)))


@cache
def listed(kind: str) -> tuple[tuple[Edge, Listed], ...]:
    """The columns that `list` and `show` add to nodes of a kind, each with its edge."""
    found = [(edge, column) for edge in EDGES for column in edge.roles.listed if column.of == kind]
    return tuple(sorted(found, key=_beside(kind)))


def _beside(kind: str) -> Callable[[tuple[Edge, Implied | Listed]], int]:
    """The order of such columns: as the kind declares it, then that of the edges."""
    order = node(kind).roles.beside
    return lambda one: order.index(one[1].column) if one[1].column in order else len(order)
