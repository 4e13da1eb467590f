"""Facts that disagree on how far a thing is: a road that is being built, and that is only planned to connect its towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.fact_texts import Which, fact_rows
from ...graph.schema import EDGES, NODE_NAMES, Edge, Node, node, properties
from ..evidence import evidence
from ..fact_words import head
from ..phases import phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.graph import Graph

Fact = dict[str, Any]
_DOING: Final = {
    name: tuple(of for of in EDGES if of.dated and of.roles.tie == name and any(name in end.kinds for end in of.ends))
    for name in NODE_NAMES
}
"""The edges in which a thing does what it is there for: an agreement its parties, a project its sites, a facility its places."""


def statuses_at_odds(graph: Graph, lang: str) -> list[Fact]:
    """A row for each fact about a thing of which another fact says that it is farther, or not as far: the thing first."""
    found = [fact for name, edges in _DOING.items() for fact in _of_kind(graph, node(name), edges, lang)]
    wanted: dict[str, list[str]] = {}
    for fact in found:
        wanted.setdefault(fact["kind"], []).append(fact["fact"])
    rests = evidence(graph, wanted)
    return [{**fact, **next(iter(rests.get(fact["fact"], ())), {})} for fact in found]


def _of_kind(graph: Graph, of: Node, edges: tuple[Edge, ...], lang: str) -> Iterator[Fact]:
    """For each node of a kind with which some of its edges disagree: the node, and these."""
    own = next((prop.name for prop in properties(of) if prop.name in ("status", "stage")), None)
    if own is None or not edges:
        return
    told: dict[str, list[Fact]] = {}
    for tied in edges:
        mine = next(end.name for end in tied.ends if of.name in end.kinds)
        for row in graph.rows(fact_rows(tied, Which(), ends=("name", "identifier"))):
            fact = {"kind": tied.name, "fact": row["fact"], "property": "status", "value": row["status"]}
            told.setdefault(row[f"identifier_{mine}"], []).append({**fact, "what": head(tied, row, lang)})
    which = Which(f"x.{own} IS NOT NULL", f"x.fact IS NOT NULL AND x.{own} IS NOT NULL")
    for row in sorted(graph.rows(fact_rows(of, which)), key=lambda row: (row["name"], row["fact"])):
        odd = _at_odds(own, row[own], told.get(row["identifier"], []))
        if odd:
            fact = {"kind": of.name, "fact": row["fact"], "property": own, "value": row[own], "what": row["name"]}
            yield from (fact, *sorted(odd, key=lambda one: (one["kind"], one["what"], one["fact"])))


def _at_odds(own: str, word: str, edges: list[Fact]) -> list[Fact]:
    """Those of its edges that say another thing than a node does.

    A road that is there may be planned to reach another town; where all that it does is only planned it is not there.
    A fact of which nobody says how far it is disagrees with none, nor does who invests in what is but signed.
    """
    far = phase(word)
    planned = [edge for edge in edges if edge["value"] == "planned"]
    active = [edge for edge in edges if edge["value"] == "active"]
    if far in ("on the way", "there"):
        further = {edge["kind"] for edge in edges if edge["value"] != "planned"}
        odd = [edge for edge in planned if edge["kind"] not in further]
        return [*odd, *(active if far == "on the way" and own == "status" else [])]
    if far == "ahead":
        return active if own == "status" else []
    return [*planned, *active] if far == "over" else []
