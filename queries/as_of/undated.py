"""How many of the ties on which an answer about another day rests nobody dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import pattern
from ...graph.fact_texts import FACTS_SQL
from ..texts import question
from .asked import undated_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...graph.graph import Graph
    from ..answer import Asked


def undated(
    graph: Graph,
    when: Asked,
    lang: str,
    *,
    places: Iterable[int] | None = None,
    product: int | None = None,
    supplies: bool = False,
) -> list[str]:
    """The note on undated ties of places (None: anywhere), of a product and its kinds, or of all; on supplies alone if wanted.

    There is none of an answer that speaks of the graph's own day, nor where every tie has a date.
    """
    if not when.another_day:
        return []
    asked = {
        "as_of": when.day, "places": None if places is None else sorted(places), "product": product, "supplies": supplies,
    }  # fmt: skip
    (row,) = graph.rows(question("as_of/undated"), asked)
    return undated_note(row["undated"], row["ties"], lang)


def undated_among(graph: Graph, when: Asked, rows: Iterable[Mapping[str, Any]], lang: str) -> list[str]:
    """The same on the facts of an answer's rows: each with its kind, and `since` where it has one."""
    if not when.another_day:
        return []
    facts = {row["fact"]: row for row in rows if row["fact"] is not None}
    supplies = sorted(fact for fact, row in facts.items() if row["kind"] == "supplies")
    others = sum(row["kind"] != "supplies" and row["since"] is None for row in facts.values())
    (row,) = graph.rows(_AMONG, {"facts": supplies})
    return undated_note(others + row["undated"], len(facts), lang)


_AMONG: Final = Question(
    "undated supplies",
    f"SELECT count(*) AS undated FROM supplies WHERE fact IN {FACTS_SQL} AND since IS NULL AND period IS NULL",
    f"MATCH {pattern('supplies')} WHERE x.fact IN $facts AND x.since IS NULL AND x.period IS NULL"
    " RETURN count(x) AS undated",
)
