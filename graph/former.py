"""Earlier identifiers of nodes and ids of facts: what they are called now.

An identifier changes when a node's code is learned, when another node of its name turns up, or when two turn out to be
one; the facts about it change their ids with it. Who has written an earlier one down goes on with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .engines.base import Question
from .engines.neo4j.form import FORMER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .readable import Readable

_NOW: Final = Question(
    "former identifiers",
    "SELECT former, now FROM former WHERE former IN (SELECT unnest($texts)) ORDER BY former",
    f"UNWIND $texts AS text MATCH (x:{FORMER} {{key: text}}) RETURN x.former AS former, x.now AS now ORDER BY former",
)
_OF_NODES: Final = Question(
    "former identifiers of nodes",
    "SELECT former, now FROM former WHERE contains(now, ':') AND NOT starts_with(former, 'guess:') ORDER BY former",
    f"MATCH (x:{FORMER}) WHERE x.now CONTAINS ':' AND NOT x.former STARTS WITH 'guess:'"
    " RETURN x.former AS former, x.now AS now ORDER BY former",
)


def now_called(graph: Readable, texts: Iterable[str]) -> dict[str, str]:
    """What those of the identifiers, or ids of facts, that are earlier ones are now; others are left out.

    >>> from chanlian.graph import connect
    >>> now_called(connect(":memory:"), ["firm:335ca23281f94379"])
    {}
    """
    asked = sorted(set(texts))
    if not asked or not graph.exists():
        return {}
    return {row["former"]: row["now"] for row in graph.rows(_NOW, {"texts": asked})}


def former_of_nodes(graph: Readable) -> dict[str, str]:
    """All earlier identifiers of nodes, and what they are now."""
    return {row["former"]: row["now"] for row in graph.rows(_OF_NODES)}
