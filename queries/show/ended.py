"""Which nodes have ended: by their own status or last day, or since nothing of where they stood holds any more."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import last_day
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import label
from ...graph.schema import Node, edge
from ...graph.sql_text import quoted
from ..cypher_texts import filled
from ..phases import phase
from ..texts import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph

_STANDING: Final = re.compile("注销|吊销|关停|关闭|关张|倒闭|破产|解散|撤销|取缔|拆除")
"""Words by which offices say that a firm is no more; one that stands still (停产) may go on."""


def ended(graph: Graph, of: Node, day: str | None, rows: list[dict[str, Any]]) -> set[str]:
    """The identifiers of those of the rows of a kind that have ended as of a day."""
    gone = {row["identifier"] for row in rows if _says_so(of, row, day)}
    if of.name in edge("located_in").ends[0].kinds:
        gone |= {row["identifier"] for row in graph.rows(_nowhere_any_more(of), {"as_of": day})}
    return gone


def _says_so(of: Node, row: Mapping[str, Any], day: str | None) -> bool:
    """Whether a row itself says that it is over; a request that is settled is still one that was made."""
    until = row.get(of.roles.until) if of.roles.until and of.name != "request" else None
    if until is not None:
        over = phase(row.get("status")) == "over"
        return day is not None and (last_day(until).isoformat() < day or (over and last_day(until).isoformat() == day))
    if phase(row.get("status")) == "over" or phase(row.get("stage")) == "over":
        return True
    return bool(_STANDING.search(row.get("standing") or ""))


@cache
def _nowhere_any_more(of: Node) -> Question:
    """Nodes of a kind that had a place, and of which no place is in force on the day, or planned."""
    holds = in_force("l")
    return Question(
        "ended places",
        f"SELECT x.identifier FROM {quoted(of.name)} x JOIN located_in l ON l.what = x.id"
        f" GROUP BY x.id, x.identifier HAVING NOT bool_or({holds}) ORDER BY x.identifier",
        f"MATCH (x:{label(of)})-[l:LOCATED_IN]->() WITH x, max(CASE WHEN {filled('{in_force:l}')} THEN 1 ELSE 0 END) AS holds"
        " WHERE holds = 0 RETURN x.identifier AS identifier ORDER BY identifier",
    )
