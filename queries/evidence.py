"""What facts rest on: every source that states them, with where it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping as _Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ..graph.cypher_text import cypher_literal
from ..graph.engines.base import Question
from ..graph.engines.neo4j.form import CLAIM, pattern
from ..graph.errors import UnknownFact
from ..graph.fact_texts import kinds_of_facts
from ..graph.for_python import for_python
from ..graph.former import now_called
from ..graph.identity import hex_sql
from ..graph.sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..graph.graph import Graph


@for_python
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
    earlier: dict[str, str] = {}
    if not isinstance(facts, _Mapping):
        facts, earlier = _by_kind(graph, [facts] if isinstance(facts, str) else list(facts))
    wanted = {kind: sorted(set(ids)) for kind, ids in facts.items() if ids}
    if not wanted:
        return {}
    parameters = {f"f{number}": ids for number, ids in enumerate(wanted.values())}
    out: dict[str, list[dict[str, Any]]] = {}
    for row in graph.rows(_question(tuple(wanted)), parameters):
        out.setdefault(row.pop("fact"), []).append(row)
    called = {now: fact for fact, now in earlier.items()}
    return {called.get(fact, fact): found for fact, found in out.items()}


METHOD_WORDS: Final[dict[str, tuple[str, str]]] = {
    "table": ("from a table", "表格导入"),
    "rules": ("read by rules", "规则抽取"),
    "llm": ("read by a language model", "大模型抽取"),
    "person": ("confirmed by a person", "人工确认"),
    "reference": ("reference data", "参考数据"),
    "template": ("chain template", "产业链模板"),
}
"""How a claim was read (`schema.METHODS`), in both languages."""

_OWN = ("locator", "method", "confidence", "recorded")


@cache
def _question(kinds: tuple[str, ...]) -> Question:
    """What facts of these kinds rest on, `$f0` of the first of them, `$f1` of the second, ..."""
    own = ", ".join(_OWN)
    sql, cypher = [], []
    for number, name in enumerate(kinds):  # names of the schema
        within = f"fact IN (SELECT ('0x' || unnest($f{number}))::UBIGINT)"
        sql.append(
            f"SELECT fact, source, {own} FROM {quoted(name)}"
            f" WHERE {within} AND fact NOT IN (SELECT fact FROM claim WHERE kind = {literal(name)})"
            f" UNION ALL SELECT fact, source, {own} FROM claim WHERE kind = {literal(name)} AND {within}"
        )
        fact = pattern(name)
        claim = f"MATCH (c:{CLAIM} {{fact: fact}}) WHERE c.kind = {cypher_literal(name)}"
        cypher.append(
            f"UNWIND $f{number} AS fact CALL (fact) {{ {claim} RETURN c AS x UNION ALL"
            f" MATCH {fact} WHERE x.fact = fact AND NOT EXISTS {{ {claim} }} RETURN x }}"
            f" RETURN fact, x.source_id AS source, {', '.join(f'x.{column} AS {column}' for column in _OWN)}"
        )
    return Question(
        "evidence",
        f"SELECT {hex_sql('x.fact')} AS fact, s.name AS source, s.publisher, s.published, x.locator, x.method,"
        f" x.confidence, x.recorded::VARCHAR AS recorded FROM ({' UNION ALL '.join(sql)}) x"
        " JOIN source s ON s.id = x.source ORDER BY x.fact, s.published DESC NULLS LAST, s.name, s.identifier",
        f"CALL () {{ {' UNION ALL '.join(cypher)} }} MATCH (s:Source {{id: source}})"
        " RETURN fact, s.name AS source, s.publisher AS publisher, s.published AS published, locator, method, confidence,"
        " toString(recorded) AS recorded ORDER BY fact, published IS NULL, published DESC, source, s.identifier",
    )


def _by_kind(graph: Graph, facts: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The kinds of facts given by their ids alone; and what those of them are now that had other ids before."""
    asked = [fact for fact in facts if re.fullmatch("[0-9a-f]{16}", fact)]
    found = kinds_of_facts(graph, asked)
    earlier = now_called(graph, [fact for fact in asked if fact not in found])
    found |= kinds_of_facts(graph, sorted(earlier.values()))
    out: dict[str, list[str]] = {}
    for fact, name in found.items():
        out.setdefault(name, []).append(fact)
    missing = [fact for fact in facts if earlier.get(fact, fact) not in found]
    if missing:
        raise UnknownFact(
            f"{graph.url} holds no fact {missing[0]}; ids of facts are listed by chanlian list and chanlian links",
            f"{graph.url} 中没有事实 {missing[0]}；可用 chanlian list 或 chanlian links 查看事实编号",
        )
    return out, earlier


def titles(found: Mapping[str, list[dict[str, Any]]], fact: str) -> list[str]:
    """The titles of a fact's sources."""
    return [row["source"] for row in found.get(fact, ())]
