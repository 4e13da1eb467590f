"""What stands beside the amounts of ties: a sum of 超1亿元 is no sum of 1亿元, wherever the tie is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.fact_texts import THE_FACTS, fact_rows
from ...graph.schema import properties
from ..stated import is_amount
from .ties import ACTOR_TIES, FIRM_TIES, told_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.graph import Graph

AMOUNTS: Final = ("value", "quantity")
"""The columns of `links` that hold amounts."""
_ENDS: Final = ("_low", "_high", "_original")


def add_bounds(graph: Graph, found: Sequence[dict[str, Any]]) -> None:
    """Give each tie that is a fact of its own the bounds and the wording of its amounts."""
    for row in found:
        row.update(dict.fromkeys(name + end for name in AMOUNTS for end in _ENDS))
    for of in (*FIRM_TIES, *ACTOR_TIES):
        bounded = {prop.name for prop in properties(of) if is_amount(of, prop)}
        told = {column: name for column, name in told_by(of).items() if column in AMOUNTS and name in bounded}
        rows = [row for row in found if row["kind"] == of.name]
        if not told or not rows:
            continue
        facts = sorted({row["fact"] for row in rows})
        stored = {one["fact"]: one for one in graph.rows(fact_rows(of, THE_FACTS), {"facts": facts})}
        for row in rows:
            row.update(
                {column + end: stored[row["fact"]][name + end] for column, name in told.items() for end in _ENDS}
            )
