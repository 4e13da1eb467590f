"""SQL that tells whether a node or fact belongs to an area, derived from the schema."""

from __future__ import annotations

from functools import cache

from ..graph.schema import EDGES, Edge, Node

_PLACES = "SELECT unnest($places)"

_THINGS = ("product", "chain")
"""Kinds that lie nowhere: a fact is in an area by its other ends, if it has any."""


@cache
def inside_sql(of: Node | Edge) -> str:
    """A condition on row `x` of a kind: it lies in the places `$places`, or is tied to what does."""
    lying = _lying()
    if isinstance(of, Node):
        ties = () if of.name in ("region", "park", "firm") else _tied(of.name, lying)
        return f"x.id IN ({' UNION '.join((lying, *ties))})"
    placed = [f'x."{end.name}" IN ({lying})' for end in of.ends if end.kinds[0] not in _THINGS]
    if not placed:  # a technology link, a kind, a product of a chain: by the products that are tied to the area
        products = " UNION ".join(_tied("product", lying))
        placed = [f'x."{end.name}" IN ({products})' for end in of.ends if end.kinds == ("product",)]
    return f"({' OR '.join(placed)})"


def _lying() -> str:
    """Nodes that lie in the places: the places, firms, bodies and facilities located there.

    A firm belongs to the one place of its own, whatever its sites; a zone of its own administration
    lies in no other area, though it is located there.
    """
    return (
        f"{_PLACES} UNION SELECT id FROM firm WHERE place IN ({_PLACES})"
        f" UNION SELECT what FROM located_in WHERE place IN ({_PLACES})"
        " AND what IN (SELECT id FROM organization UNION ALL SELECT id FROM facility)"
    )


def _tied(kind: str, lying: str) -> list[str]:
    """Nodes of a kind that one edge ties to what lies in the places; measures through agreements too."""
    out = []
    for edge in EDGES:
        for mine in edge.ends:
            if kind in mine.kinds:
                out += [
                    f'SELECT "{mine.name}" FROM "{edge.name}" WHERE "{other.name}" IN ({lying})'
                    for other in edge.ends
                    if other is not mine and other.kinds != ("product",)
                ]
    if kind == "measure":
        agreements = " UNION ".join([lying, *_tied("agreement", lying)])
        out.append(f"SELECT part FROM part_of WHERE whole IN ({agreements})")
    return out
