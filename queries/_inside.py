"""SQL that tells whether a node or fact belongs to an area, derived from the schema."""

from __future__ import annotations

from functools import cache

from ..graph.schema import EDGES, Edge, Node

_PLACES = "SELECT unnest($places)"


@cache
def inside_sql(of: Node | Edge) -> str:
    """A condition on row `x` of a kind: it lies in the places `$places`, or is tied to what does."""
    lying = _lying()
    if isinstance(of, Edge):
        return "(" + " OR ".join(f'x."{end.name}" IN ({lying})' for end in of.ends if end.kinds != ("product",)) + ")" or "true"
    if of.name in ("region", "park", "firm"):
        return f"x.id IN ({lying})"
    return f"x.id IN ({' UNION '.join(_tied(of.name, lying))})"


def _lying() -> str:
    """Nodes that lie in the places: the places, firms, and what else is located there."""
    return (
        f"{_PLACES} UNION SELECT id FROM firm WHERE place IN ({_PLACES})"
        f" UNION SELECT what FROM located_in WHERE place IN ({_PLACES})"
    )


def _tied(kind: str, lying: str) -> list[str]:
    """Nodes of a kind that one edge ties to what lies in the places; measures through agreements too."""
    out = [lying]
    for edge in EDGES:
        for mine in edge.ends:
            if kind in mine.kinds:
                out += [
                    f'SELECT "{mine.name}" FROM "{edge.name}" WHERE "{other.name}" IN ({lying})'  # noqa: S608  # names of the schema
                    for other in edge.ends
                    if other is not mine and other.kinds != ("product",)
                ]
    if kind == "measure":
        agreements = " UNION ".join(_tied("agreement", lying))
        out.append(f"SELECT part FROM part_of WHERE whole IN ({agreements})")  # noqa: S608
    return out
