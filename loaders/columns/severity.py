"""What a cell that cannot be read costs: the row, or only its own value.

A row is rejected where the fact would be another, or mean nothing, without the value:

- ends of an edge, and cells that name other nodes;
- what is required, and what is part of a key (codes, references, roles that tell facts apart);
- since and until, and the like (closed): a fact that ended must not read as one that lasts;
- words of which an empty cell means one (status, modality, the basis of a place), yes and no
  (an unnamed group must not read as one firm), and the words that say what a fact is:
  role, stage, basis;
- the value and period of a metric, which has nothing else to say;
- title and date of a source, which are its identity.

Everything else becomes null, with a warning in `load.warning` and in `attrs["warnings"]`, and the
row is loaded: sums, quantities, shares, counts, other dates, kinds and remarks. The text as
written stays in `<name>_original` where the property has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.schema import EDGE_NAMES, NODE_NAMES, Property, kind, properties

if TYPE_CHECKING:
    from ..sheets.column import Column

_DECISIVE_WORDS: Final = frozenset({"status", "modality", "role", "stage", "basis"})
_OPEN_ENDED: Final = frozenset({"since", "until", "closed"})
_METRIC: Final = frozenset({"value", "period"})
_SOURCE: Final = frozenset({"published"})


def is_decisive(kind_name: str, prop: Property) -> bool:
    """Whether a bad value of this property rejects its row.

    >>> from chanlian.graph.schema import edge, node
    >>> [is_decisive("supplies", prop) for prop in edge("supplies").properties if prop.name in ("role", "value", "ref")]
    [True, False, True]
    """
    return (
        prop.required
        or prop.key
        or prop.type == "boolean"
        or (bool(prop.words) and prop.name in _DECISIVE_WORDS)
        or prop.name in _OPEN_ENDED
        or prop.name.endswith(("_since", "_until"))
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
