"""What facts rest on: every source that states them, with where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.engines.base import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..graph.graph import Graph


def evidence(graph: Graph, facts: Mapping[str, Iterable[str]]) -> dict[str, list[dict[str, Any]]]:
    """The evidence of facts, given as fact ids by kind: id -> records, later publications first.

    A record has source (title), publisher, published, locator, method, confidence, recorded.
    """
    wanted = {kind: sorted(set(ids)) for kind, ids in facts.items() if ids}
    if not wanted:
        return {}
    parts, parameters = [], {}
    for number, (kind, ids) in enumerate(wanted.items()):
        parameters[f"f{number}"] = [int(fact, 16) for fact in ids]
        within = f"fact IN (SELECT unnest($f{number})::UBIGINT)"
        parts.append(
            "SELECT fact, source, locator, method, confidence, recorded"  # kinds of the schema
            f" FROM \"{kind}\" WHERE {within} AND fact NOT IN (SELECT fact FROM claim WHERE kind = '{kind}')"
            " UNION ALL SELECT fact, source, locator, method, confidence, recorded"
            f" FROM claim WHERE kind = '{kind}' AND {within}"
        )
    text = (
        "SELECT printf('%016x', x.fact) AS fact, s.name AS source, s.publisher, s.published, x.locator, x.method,"
        f" x.confidence, x.recorded::VARCHAR AS recorded FROM ({' UNION ALL '.join(parts)}) x"
        " JOIN source s ON s.id = x.source ORDER BY x.fact, s.published DESC NULLS LAST, s.name"
    )
    out: dict[str, list[dict[str, Any]]] = {}
    for row in graph.rows(Question("evidence", text), parameters):
        out.setdefault(row.pop("fact"), []).append(row)
    return out


def titles(found: Mapping[str, list[dict[str, Any]]], fact: str) -> list[str]:
    """The titles of a fact's sources."""
    return [row["source"] for row in found.get(fact, ())]
