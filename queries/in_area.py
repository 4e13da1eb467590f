"""Whether a node or fact belongs to an area, in SQL and Cypher, derived from the schema."""

from __future__ import annotations

from functools import cache

from ..graph.engines.neo4j.form import label, relationship
from ..graph.fact_texts import Which
from ..graph.schema import AREAS, EDGES, LYING, Edge, End, Node, having_place, node
from ..graph.sql_text import quoted

_PLACES = "SELECT unnest($places)"

_OWN = having_place("own")
_LOCATED = having_place("located")
"""Of kinds that lie somewhere (`LYING`): firms have one place of their own, whatever their sites; bodies and
facilities are located. A zone of its own administration lies in no other area, though it is located there.
"""


@cache
def inside(of: Node | Edge) -> Which:
    """The facts of a kind that lie in the places `$places`, or are tied to what does."""
    return Which(_inside_sql(of), start=_inside_cypher(of))


_THINGS = ("product", "chain")
"""What has no place because it may be anywhere: by whose ties a fact is in an area is this question's own rule."""


def _tied_kind(of: Node) -> bool:
    """Whether nodes of a kind are in an area by their ties."""
    return of.name not in (*AREAS, *_OWN)


def _placed(of: Edge) -> list[End]:
    """The ends by which a fact is in an area: those that may lie somewhere."""
    return [end for end in of.ends if any(kind in LYING for kind in end.kinds)]


def _stand_in(of: Edge) -> End:
    """The end by whose ties a fact is in an area of which no end lies anywhere: a project, else a product."""
    return next((end for end in of.ends if end.kinds[0] not in _THINGS), of.ends[0])


# -- SQL: a condition on row `x` -------------------------------------------------------------


def _inside_sql(of: Node | Edge) -> str:
    lying = _lying_sql()
    if isinstance(of, Node):
        ties = _tied_sql(of.name, lying) if _tied_kind(of) else ()
        return f"x.id IN ({' UNION '.join((lying, *ties))})"
    placed = [f"x.{quoted(end.name)} IN ({lying})" for end in _placed(of)]
    if not placed:
        placed = [
            f"x.{quoted(end.name)} IN ({' UNION '.join(_tied_sql(end.kinds[0], lying))})"
            for end in of.ends
            if end.kinds == _stand_in(of).kinds
        ]
    return f"({' OR '.join(placed)})"


def _lying_sql() -> str:
    """Nodes that lie in the places."""
    located = " UNION ALL ".join(f"SELECT id FROM {kind}" for kind in _LOCATED)
    own = "".join(f" UNION SELECT id FROM {kind} WHERE place IN ({_PLACES})" for kind in _OWN)
    return f"{_PLACES}{own} UNION SELECT what FROM located_in WHERE place IN ({_PLACES}) AND what IN ({located})"


def _tied_sql(kind: str, lying: str) -> list[str]:
    """Nodes of a kind that one edge ties to what lies in the places; measures through agreements too."""
    out = []
    for edge in EDGES:
        for mine in edge.ends:
            if kind in mine.kinds:
                out += [
                    f"SELECT {quoted(mine.name)} FROM {quoted(edge.name)} WHERE {quoted(other.name)} IN ({lying})"
                    for other in edge.ends
                    if other is not mine and other.kinds != ("product",)
                ]
    if kind == "measure":  # an item of an agreement is where that is: this question's own rule
        agreements = " UNION ".join([lying, *_tied_sql("agreement", lying)])
        out.append(f"SELECT part FROM part_of WHERE whole IN ({agreements})")
    return out


# -- Cypher: clauses that go from the places to `x` ------------------------------------------


def _inside_cypher(of: Node | Edge) -> str:
    if isinstance(of, Node):
        return _nodes_cypher(of)
    if placed := _placed(of):
        lying = _lying_cypher({kind for end in placed for kind in end.kinds})
        return f"{lying} MATCH (n)-[x:{relationship(of)}]-() WITH DISTINCT x"
    tied = _nodes_cypher(node(_stand_in(of).kinds[0]))
    return f"{tied} MATCH (x)-[fact:{relationship(of)}]-() WITH DISTINCT fact AS x"


def _nodes_cypher(of: Node) -> str:
    """The nodes `x` of a kind that lie in the places, or are tied to what does."""
    if not _tied_kind(of):
        return f"{_lying_cypher({of.name})} WITH n AS x"
    lying, patterns = _ties_cypher(of)
    if of.name in _LOCATED:
        patterns.append(f"WITH n AS x WHERE x:{label(of)}")
        lying.add(of.name)
    if of.name == "measure":
        more, agreements = _ties_cypher(node("agreement"))
        lying |= more
        patterns += [f"{text.replace('(x:', '(a:')} MATCH (x:{label(of)})-[:PART_OF]->(a)" for text in agreements]
    if not patterns:  # a source is nowhere
        return f"MATCH (x:{label(of)}) WHERE false WITH x"
    tied = " UNION ".join(f"{text} RETURN x" for text in patterns)
    return f"{_lying_cypher(lying)} CALL (n) {{ {tied} }} WITH DISTINCT x"


def _ties_cypher(of: Node) -> tuple[set[str], list[str]]:
    """The kinds of what lies somewhere to which edges tie nodes of a kind, and patterns from such `n` to `x`."""
    lying: set[str] = set()
    types: dict[int, list[str]] = {0: [], 1: []}
    patterns = []
    for edge in EDGES:
        for number, mine in enumerate(edge.ends):
            others = [end for end in edge.ends if end is not mine]
            kinds = {kind for end in others for kind in end.kinds if kind in LYING}
            if of.name not in mine.kinds or not kinds:
                continue
            lying |= kinds
            if number == 2:  # the third end is a property of the relationship
                patterns.append(
                    f"MATCH (n)-[r:{relationship(edge)}]-() WITH DISTINCT r.{mine.name}_id AS id"
                    f" MATCH (x:{label(of)} {{id: id}})"
                )
            else:
                types[number].append(relationship(edge))
    patterns += [
        f"MATCH (n){'<' if not number else ''}-[:{'|'.join(names)}]-{'>' if number else ''}(x:{label(of)})"
        for number, names in types.items()
        if names
    ]
    return lying, patterns


def _lying_cypher(kinds: set[str]) -> str:
    """The nodes `n` of these kinds that lie in the places, each once."""
    parts = [f"MATCH (n:{label(node(kind))} {{id: place}})" for kind in AREAS if kind in kinds]
    parts += [f"MATCH (n:{label(node(kind))} {{place: place}})" for kind in _OWN if kind in kinds]
    parts += [
        f"MATCH (:{label(node(area))} {{id: place}})<-[:LOCATED_IN]-(n:{label(node(kind))})"
        for kind in _LOCATED
        if kind in kinds
        for area in AREAS
    ]
    return f"UNWIND $places AS place CALL (place) {{ {' UNION '.join(f'{part} RETURN n' for part in parts)} }} WITH DISTINCT n"
