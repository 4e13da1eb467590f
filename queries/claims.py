"""What each source states of a fact, where several do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..graph.engines.base import Question
from ..graph.engines.neo4j.form import CLAIM
from ..graph.fact_texts import FACTS_SQL
from ..graph.identity import hex_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..graph.graph import Graph


@dataclass(frozen=True)
class Claim:
    """What one source states of a fact; the source in one line, None where there is none."""

    stated: Mapping[str, Any]
    source: str | None
    published: str | None


_CLAIMS: Final = Question(
    "claims",
    f"""SELECT {hex_sql("c.fact")} AS fact, s.name AS source, s.published, c.stated
    FROM claim c LEFT JOIN source s ON s.id = c.source WHERE c.fact IN {FACTS_SQL}
    ORDER BY c.fact, s.published NULLS LAST, s.name, s.identifier""",
    f"""UNWIND $facts AS fact MATCH (c:{CLAIM} {{fact: fact}}) WHERE c.key IS NOT NULL
    OPTIONAL MATCH (c)-[:FROM]->(s:Source)
    RETURN fact, s.name AS source, s.published AS published, c.stated AS stated
    ORDER BY fact, published IS NULL, published, source, s.identifier""",
)
"""Every claim on the facts `$facts`, where several sources state them."""


def claims_on(graph: Graph, facts: Iterable[str]) -> dict[str, list[Claim]]:
    """The claims on facts by their ids, earlier publications first; none of a fact of which its own row is the only one."""
    out: dict[str, list[Claim]] = {}
    for row in graph.rows(_CLAIMS, {"facts": sorted(set(facts))}):
        claim = Claim(json.loads(row["stated"]), titled(row["source"], row["published"]), row["published"])
        out.setdefault(row["fact"], []).append(claim)
    return out


def titled(source: str | None, published: str | None) -> str | None:
    """A source in one line: its title, and when it was published.

    >>> titled("a report", "2024"), titled("a report", None)
    ('a report (2024)', 'a report')
    """
    return f"{source} ({published})" if source and published else source
