"""Columns of a table of nodes that state edges: a firm's place, its products, the parties of an agreement.

They are declared with their edges (graph/schema/edges.py); here they stand by the kind of the table's rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...graph.schema import NODE_NAMES, Implied as Declared, edge, implied


@dataclass(frozen=True)
class Implied(Declared):
    """One such column, with the kind of edge that declares it."""

    edge: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The node kinds that the cell may name."""
        return self.kinds or next(end.kinds for end in edge(self.edge).ends if end.name == self.other)


IMPLIED: Final[dict[str, tuple[Implied, ...]]] = {
    kind: tuple(Implied(**vars(column), edge=of.name) for of, column in implied(kind))
    for kind in NODE_NAMES
    if implied(kind)
}

PLACES: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(column.column for column in columns if column.edge == "located_in") for kind, columns in IMPLIED.items()
}
"""The columns whose cell is the place that tells nodes of one name apart, of each kind."""
