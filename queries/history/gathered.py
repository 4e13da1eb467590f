"""What a history is told from: a node or fact, the facts about it, what is tied to it and has a time, and who states what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...graph.fact_texts import THE_IDS, fact_rows, with_series
from ...graph.schema import ANY, EDGES, NODES, Edge, Node, columns
from ..claims import Claim, claims_on, titled
from ..evidence import evidence
from ..show.found import about, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.graph import Graph

_TIMED: Final = tuple(
    of
    for of in NODES
    if of.name in ANY and of.roles.place != "area" and any(prop.type in ("date", "period") for prop in of.properties)
)
"""The kinds whose nodes are told in the history of what they are tied to: that an agreement was signed is part of the
history of its parties. That a region has its code since a year is a matter of the region alone."""


@dataclass(frozen=True)
class Known:
    """A fact as the graph shows it (`row`, with the names of its ends), and each claim on it, earlier publications first."""

    of: Node | Edge
    row: Mapping[str, Any]
    claims: tuple[Claim, ...]

    @property
    def fact(self) -> str:
        """Its public id."""
        return str(self.row["fact"])


@dataclass(frozen=True)
class Gathered:
    """The one asked, the facts of which it is an end, and the nodes with a time of their own that they tie to it, by id."""

    one: Known
    facts: tuple[Known, ...]
    tied: Mapping[int, Known]

    @property
    def all(self) -> tuple[Known, ...]:
        """Everything that is told."""
        return (self.one, *self.facts, *self.tied.values())


def gathered(graph: Graph, name: str) -> Gathered:
    """What a history of the node or fact of that name is told from.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.
    """
    of, which, asked = found(graph, name)
    row = with_series(of, graph.rows(fact_rows(of, which, series=True), asked))[0]
    edges: list[tuple[Node | Edge, dict[str, Any]]] = []
    others: list[tuple[Node | Edge, dict[str, Any]]] = []
    if isinstance(of, Node):
        for tied in EDGES:
            if any(of.name in end.kinds for end in tied.ends):
                text = fact_rows(tied, about(of.name, tied), ends=("name", "id"), series=True)
                edges += [(tied, one) for one in with_series(tied, graph.rows(text, {"id": row["id"]}))]
        ids = sorted({id_ for tied, one in edges for id_ in ends_of(tied, one)} - {row["id"]})
        # what became of that of which something was observed is no history of the observation
        observation = any(prop.name == "period" for prop in of.properties)
        for kind in _TIMED if ids and not observation else ():
            found_ = graph.rows(fact_rows(kind, THE_IDS, series=True), {"ids": ids})
            others += [(kind, one) for one in with_series(kind, found_)]
    known = with_claims(graph, [(of, row), *edges, *others])
    first_other = 1 + len(edges)
    return Gathered(known[0], tuple(known[1:first_other]), {one.row["id"]: one for one in known[first_other:]})


def ends_of(tied: Node | Edge, row: Mapping[str, Any]) -> list[int]:
    """The ids of the nodes that a fact ties."""
    return [row[f"id_{end.name}"] for end in tied.ends if f"id_{end.name}" in row] if isinstance(tied, Edge) else []


def with_claims(graph: Graph, facts: Iterable[tuple[Node | Edge, dict[str, Any]]]) -> list[Known]:
    """Facts with their claims: those that lie apart, else the one that a fact's own row is."""
    facts = list(facts)
    asked: dict[str, list[str]] = {}
    for of, row in facts:
        asked.setdefault(of.name, []).append(row["fact"])
    rests = evidence(graph, asked)
    apart = claims_on(graph, (row["fact"] for _, row in facts))
    return [
        Known(of, row, tuple(apart.get(row["fact"]) or [_own(of, row, rests.get(row["fact"], []))]))
        for of, row in facts
    ]


def _own(of: Node | Edge, row: Mapping[str, Any], rests: list[dict[str, Any]]) -> Claim:
    """The only claim on a fact."""
    stated = {name: row[name] for name, _ in columns(of)}
    source = rests[0] if rests else {"source": None, "published": None}
    return Claim(stated, titled(source["source"], source["published"]), source["published"])
