"""What facts rest on: every source that states them, with where it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING, Any

from ..graph.engines.base import Question
from ..graph.errors import UnknownFact
from ..graph.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..graph.graph import Graph


def evidence(graph: Graph, facts: str | Iterable[str] | Mapping[str, Iterable[str]]) -> dict[str, list[dict[str, Any]]]:
    """What facts rest on: one fact id, several, or ids by kind; id -> records, later publications first.

    A record has source (title), publisher, published, locator, method, confidence, recorded.

    Raises
    ------
    UnknownFact
        If one of the ids given without their kind is no fact of the graph.

    Examples
    --------
    >>> import chanlian as cl
    >>> (fact,) = cl.show(example(), "创联包装")["fact"]
    >>> evidence(example(), fact)[fact][0]["publisher"]
    '贵州政协报'
    """
    if not isinstance(facts, _Mapping):
        facts = _by_kind(graph, [facts] if isinstance(facts, str) else list(facts))
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


def _by_kind(graph: Graph, facts: list[str]) -> dict[str, list[str]]:
    """The kinds of facts given by their ids alone."""
    wanted = {fact: int(fact, 16) for fact in facts if re.fullmatch("[0-9a-f]{16}", fact)}
    text = " UNION ALL ".join(
        f"SELECT '{of.name}' AS kind, printf('%016x', fact) AS fact FROM \"{of.name}\""
        " WHERE fact IN (SELECT unnest($facts)::UBIGINT)"
        for of in KINDS
    )
    out: dict[str, list[str]] = {}
    for row in graph.rows(Question("kinds of facts", text), {"facts": list(wanted.values())}) if wanted else ():
        out.setdefault(row["kind"], []).append(row["fact"])
    found = {fact for ids in out.values() for fact in ids}
    missing = [fact for fact in facts if fact not in found]
    if missing:
        raise UnknownFact(
            f"{graph.url} holds no fact {missing[0]}; ids of facts are listed by chanlian list and chanlian links",
            f"{graph.url} 中没有事实 {missing[0]}；可用 chanlian list 或 chanlian links 查看事实编号",
        )
    return out


def titles(found: Mapping[str, list[dict[str, Any]]], fact: str) -> list[str]:
    """The titles of a fact's sources."""
    return [row["source"] for row in found.get(fact, ())]
