"""What a cell that cannot be read costs: the row where the row needs it, else only its own value. One rule for every kind.

A row needs what makes its fact:

- what names something: ends of an edge, other nodes, codes and identifiers, further names;
- what the schema declares as required, and what tells facts apart (key: references, roles; since when);
- what says of which sort the statement is: modality (a plan is no flow), yes and no (an unnamed group is no firm);
- the value of a metric, which has nothing else to say; title and date of a source, which are its identity.

An end that a column of a node's table states beside (`is_optional_end`) is needed where who the node is hangs on it (a firm's place,
the subject of a metric) or where what is left would say less than is true (the parties of an agreement, who invests, who raises
a request). Where a project stands, who handles a request, the park of a firm whose region is given, which office leads a chain,
what a line connects: without them the row says the same of everything else, so a name that cannot be settled costs only itself.

Everything else is optional. It becomes null, with a warning in `load.warning` and in `attrs["warnings"]`, and the row is
loaded: sums, quantities, shares, counts, dates, states, kinds and remarks. The text as written stays in `<name>_original`
where the property has one. Where an empty cell is itself a statement (an empty status means that a fact holds, an empty
until that it lasts), the warning says how the fact reads now.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.schema import EDGE_NAMES, NODE_NAMES, Property, kind, properties

if TYPE_CHECKING:
    from ..sheets.column import Column

_SORT: Final = frozenset({"modality", "since"})
_METRIC: Final = frozenset({"value"})
_SOURCE: Final = frozenset({"published"})
_LASTING: Final = frozenset({"until", "closed"})


def is_decisive(kind_name: str, prop: Property) -> bool:
    """Whether a bad value of this property rejects its row.

    >>> from chanlian.graph.schema import edge, properties
    >>> [is_decisive("supplies", prop) for prop in properties(edge("supplies")) if prop.name in ("ref", "value", "until")]
    [False, True, False]
    """
    return (
        prop.required
        or prop.key
        or prop.type == "boolean"
        or prop.name in _SORT
        or prop.name.endswith("_since")
        or (kind_name == "metric" and prop.name in _METRIC)
        or (kind_name == "source" and prop.name in _SOURCE)
    )


def rejects(kind_name: str, column: Column) -> bool:
    """Whether a bad cell of a column rejects its row, in a table of a kind."""
    if column.role == "bound":
        return False
    if column.role == "evidence":
        return column.name in ("source", "published")
    prop = property_of(kind_name, column)
    # what is no property names something: an end, another node, an identifier, a further name
    return prop is None or is_decisive(column.implied.edge if column.implied else kind_name, prop)


_OPTIONAL_ENDS: Final = frozenset(("sited_in", "handles", "steers", "connects", "serves", "blocks", "covers"))
"""Edges that a node's table states beside, and without which its row says the same of everything else."""


def is_optional_end(edge_name: str, column: str, *, has_place: bool) -> bool:
    """Whether a row is loaded without an end that names nothing clear; a park only where the row has a place besides.

    >>> [is_optional_end(edge, column, has_place=True) for edge, column in (("handles", "handled_by"), ("located_in", "place"))]
    [True, False]
    """
    return edge_name in _OPTIONAL_ENDS or (edge_name == "located_in" and column == "park" and has_place)


def reads_as(prop: Property | None) -> tuple[str, str] | None:
    """How a fact reads whose cell was left empty, where that says something; in English and Chinese.

    >>> from chanlian.graph.schema import edge, properties
    >>> [reads_as(prop) for prop in properties(edge("supplies")) if prop.name in ("status", "value")]
    [None, ('reads as active', '按“有效”理解')]
    """
    if prop is None:
        return None
    if prop.name in _LASTING or prop.name.endswith("_until"):
        return "reads as going on", "按“仍然有效”理解"
    match = re.match(r"Empty means ([a-z]+)", prop.note)
    if match is None:
        return None
    return f"reads as {match[1]}", f"按“{dict(prop.words).get(match[1], match[1])}”理解"


def property_of(kind_name: str, column: Column) -> Property | None:
    """The property of the schema that a column gives; None for ends, names of other nodes and evidence."""
    if column.role == "detail" and column.implied is not None:
        name = next(prop for own, _, prop in column.implied.details if own == column.name)
        return _named(column.implied.edge, name)
    return _named(kind_name, column.name) if column.role == "property" else None


def _named(kind_name: str, name: str) -> Property | None:
    if kind_name not in NODE_NAMES and kind_name not in EDGE_NAMES:
        return None
    return next((prop for prop in properties(kind(kind_name)) if prop.name == name), None)
