"""Facts by their ids, each as a sentence with what it rests on: what a page shows behind a statement of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.fact_texts import THE_FACTS, fact_rows, kinds_of_facts
from ..graph.schema import EDGE_NAMES, edge
from .evidence import evidence
from .sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..graph.graph import Graph


def facts_told(graph: Graph, facts: Iterable[str], lang: str) -> dict[str, dict[str, Any]]:
    """The sentence and the evidence of each of these facts that is a tie; what is no tie, or no more there, is left out."""
    kinds: dict[str, list[str]] = {}
    for fact, kind in kinds_of_facts(graph, sorted(set(facts))).items():
        if kind in EDGE_NAMES:
            kinds.setdefault(kind, []).append(fact)
    rests = evidence(graph, kinds)
    return {
        row["fact"]: {"sentence": sentence(edge(kind), row, lang), "evidence": rests.get(row["fact"], [])}
        for kind, ids in sorted(kinds.items())
        for row in graph.rows(fact_rows(edge(kind), THE_FACTS), {"facts": ids})
    }
