"""Whether a node or fact belongs to an area, and by which of its ties, in SQL and Cypher, derived from the schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from .engines.base import Question
from .engines.neo4j.form import label, relationship
from .fact_texts import Which
from .schema import AREAS, EDGES, LYING, Edge, End, Node, edge, having_place, node
from .sql_text import literal, quoted

_PLACES = "SELECT unnest($places)"

_OWN = having_place("own")
_LOCATED = having_place("located")
"""Of kinds that lie somewhere (`LYING`): firms have one place of their own, whatever their sites; bodies and
facilities are located. A zone of its own administration lies in no other area, though it is located there.
"""
_THINGS = ("product", "chain")
"""What has no place because it may be anywhere: by whose ties a fact is in an area is this question's own rule."""

# these too are rules of this question's own
_BODY_OF: Final = {"organization": ("located_in", "serves")}
"""A body is of the areas where it lies and which it serves, not of all with which it cooperates or signs."""
_STANDING: Final = ("serves", "connects", "sited_in")
"""What serves, connects or will stand in an area is there for whoever speaks of it."""
_MATTERS: Final = edge("concerns").ends[0].kinds
"""What has no place but whom it concerns, who is party to it or handles it: agreements, measures, metrics, requests."""
_SPEAKING: Final = tuple(of for of in EDGES if any(set(end.kinds) <= set(_MATTERS) for end in of.ends))
"""Edges between a matter and what it is about, or who acts in it."""


@dataclass(frozen=True)
class _Way:
    """One way in which nodes of a kind are in an area: by which edge, as a SELECT of ids, and as a pattern from `n` to `x`."""

    sql: str
    cypher: str
    via: str
    """The edge, as an expression of Cypher."""


@cache
def inside(of: Node | Edge) -> Which:
    """The facts of a kind that lie in the places `$places`, or are tied to what does."""
    return Which(_inside_sql(of), start=_inside_cypher(of))


@cache
def ways(of: Node) -> Question | None:
    """By which edges nodes of a kind are in the places `$places`: rows of id and via; None of what lies there by itself.

    >>> from .schema import node
    >>> ways(node("firm")) is None, ways(node("organization")) is None
    (True, False)
    """
    found = _ways(of) if _tied_kind(of) else ()
    if not found:
        return None
    sql = " UNION ALL ".join(way.sql for way in found)
    cypher = " UNION ".join(f"{way.cypher} RETURN x, {way.via} AS via" for way in found)
    return Question(
        "ways into an area",
        f"WITH lying(id) AS ({_lying_sql()}) SELECT DISTINCT id, via FROM ({sql}) ORDER BY id, via",
        f"{_lying_cypher(set(LYING))} CALL (n) {{ {cypher} }} WITH DISTINCT x, via RETURN x.id AS id, via ORDER BY id, via",
    )


def _tied_kind(of: Node) -> bool:
    """Whether nodes of a kind are in an area by their ties."""
    return of.name not in (*AREAS, *_OWN)


def _placed(of: Edge) -> list[End]:
    """The ends by which a fact is in an area: those that may lie somewhere."""
    return [end for end in of.ends if any(kind in LYING for kind in end.kinds)]


def _stand_in(of: Edge) -> End:
    """The end by whose ties a fact is in an area of which no end lies anywhere: a project, else a product."""
    return next((end for end in of.ends if end.kinds[0] not in _THINGS), of.ends[0])


# -- ways: from what lies in the places, over one edge, or over what stands there ------------------


@cache
def _ways(of: Node) -> tuple[_Way, ...]:
    """All ways of a kind that has no place by itself."""
    found = _direct(of)
    if of.name in _MATTERS:
        found += [_over_what_stands(way) for way in found]
    if of.name == "measure":  # an item of an agreement is where that is
        found += [_of_whole(way) for way in _ways(node("agreement"))]
    if of.name == "project":  # of an agreement, measure or request that speaks of it
        found += [over for name in _MATTERS for way in _direct(node(name)) for over in _spoken_of(node(name), way)]
    return tuple(found)


def _direct(of: Node) -> list[_Way]:
    """Ways over one edge to what lies in the places."""
    out = []
    for tied in EDGES:
        if tied.name not in _BODY_OF.get(of.name, (tied.name,)):
            continue
        for number, mine in enumerate(tied.ends):
            others = [end for end in tied.ends if end is not mine and any(kind in LYING for kind in end.kinds)]
            if of.name not in mine.kinds or not others:
                continue
            within = " OR ".join(f"{quoted(end.name)} IN (SELECT id FROM lying)" for end in others)
            sql = (
                f"SELECT {quoted(mine.name)} AS id, {literal(tied.name)} AS via FROM {quoted(tied.name)} WHERE {within}"
            )
            if number == 2:  # the third end is a property of the relationship
                cypher = (
                    f"MATCH (n)-[r:{relationship(tied)}]-() WITH DISTINCT r.{mine.name}_id AS id"
                    f" MATCH (x:{label(of)} {{id: id}})"
                )
            else:
                start, end = ("-", "->") if number else ("<-", "-")
                cypher = f"MATCH (n){start}[:{relationship(tied)}]{end}(x:{label(of)})"
            out.append(_Way(sql, cypher, literal(tied.name)))
    return out


def _over_what_stands(way: _Way) -> _Way:
    """The same way to what serves, connects or is sited in the places."""
    standing = " UNION ".join(
        f"SELECT {quoted(of.ends[0].name)} FROM {quoted(of.name)} WHERE {quoted(of.ends[1].name)} IN (SELECT id FROM lying)"
        for of in map(edge, _STANDING)
    )
    types = "|".join(relationship(edge(name)) for name in _STANDING)
    return _Way(
        way.sql.replace("(SELECT id FROM lying)", f"({standing})"),
        way.cypher.replace("MATCH (n)", f"MATCH (n)<-[:{types}]-()", 1),
        way.via,
    )


def _of_whole(way: _Way) -> _Way:
    """The way of an agreement as that of its items."""
    return _Way(
        f"SELECT part AS id, 'part_of' AS via FROM part_of WHERE whole IN (SELECT id FROM ({way.sql}))",
        f"{way.cypher.replace('(x:', '(a:')} MATCH (x:{label(node('measure'))})-[:{relationship(edge('part_of'))}]->(a)",
        "'part_of'",
    )


def _spoken_of(matter: Node, way: _Way) -> list[_Way]:
    """The way of a matter as that of the projects of which it speaks."""
    out = []
    for of in _SPEAKING:
        mine, other = of.ends[:2]
        if matter.name in mine.kinds and "project" in other.kinds:
            sql = (
                f"SELECT {quoted(other.name)} AS id, {literal(of.name)} AS via FROM {quoted(of.name)}"
                f" WHERE {quoted(mine.name)} IN (SELECT id FROM ({way.sql}))"
                f" AND {quoted(other.name)} IN (SELECT id FROM project)"
            )
            cypher = f"{way.cypher.replace('(x:', '(m:')} MATCH (m)-[:{relationship(of)}]->(x:{label(node('project'))})"
            out.append(_Way(sql, cypher, literal(of.name)))
    return out


# -- SQL: a condition on row `x` -------------------------------------------------------------


def _inside_sql(of: Node | Edge) -> str:
    lying = _lying_sql()
    if isinstance(of, Node):
        return f"x.id IN ({_nodes_sql(of) if _tied_kind(of) else lying})"
    placed = [f"x.{quoted(end.name)} IN ({lying})" for end in _placed(of)]
    if not placed:
        placed = [
            f"x.{quoted(end.name)} IN ({_nodes_sql(node(end.kinds[0]))})"
            for end in of.ends
            if end.kinds == _stand_in(of).kinds
        ]
    return f"({' OR '.join(placed)})"


def _lying_sql() -> str:
    """Nodes that lie in the places."""
    located = " UNION ALL ".join(f"SELECT id FROM {kind}" for kind in _LOCATED)
    own = "".join(f" UNION SELECT id FROM {kind} WHERE place IN ({_PLACES})" for kind in _OWN)
    return f"{_PLACES}{own} UNION SELECT what FROM located_in WHERE place IN ({_PLACES}) AND what IN ({located})"


def _nodes_sql(of: Node) -> str:
    """The nodes of a kind that are tied to what lies in the places; a source is nowhere."""
    tied = " UNION ".join(f"SELECT id FROM ({way.sql})" for way in _ways(of)) or "SELECT id FROM lying WHERE false"
    return f"WITH lying(id) AS ({_lying_sql()}) {tied}"


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
    found = _ways(of)
    if not found:  # a source is nowhere
        return f"MATCH (x:{label(of)}) WHERE false WITH x"
    tied = " UNION ".join(f"{way.cypher} RETURN x" for way in found)
    return f"{_lying_cypher(set(LYING))} CALL (n) {{ {tied} }} WITH DISTINCT x"


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
