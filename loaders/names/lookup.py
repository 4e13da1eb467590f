"""What edits share: the source or fact that a person names, and what a load says of what was taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.batch import key_sql
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import TRACE
from ...graph.errors import AmbiguousName, BadInput, UnknownFact, UnknownName
from ...graph.fact_texts import FACTS_SQL, REMOVED, THE_FACT, fact_now, fact_rows
from ...graph.former import now_called
from ...graph.identity import hex_sql
from ...graph.language import t
from ...graph.schema import KINDS, Edge, Node, flat_columns, kind
from ...graph.sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.batch import Batch
    from ...graph.graph import Graph

UNDONE = ("ended", "removed", "restored", "shortened", "kept")
"""What becomes of facts whose claims are taken out."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the graph."""

    identifier: str
    name: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the graph shows it: its kind, id, the identifiers and names of its ends, its properties."""

    of: Node | Edge
    id: str
    ends: dict[str, str]
    names: dict[str, str]
    shown: dict[str, Any]

    def what(self, lang: str) -> str:
        """The fact's sentence, or the node's name."""
        if isinstance(self.of, Node):
            return str(self.shown["name"])
        return (self.of.sentence_zh if lang == "zh" else self.of.sentence).format_map(self.names)


_SOURCES = Question(
    "sources",
    "SELECT identifier, name, published FROM source WHERE $text IN (identifier, name) OR list_contains(aliases, $text)"
    " ORDER BY identifier",
    "MATCH (s:Source) WHERE s.fact IS NOT NULL AND ($text IN [s.identifier, s.name] OR $text IN s.aliases)"
    " RETURN s.identifier AS identifier, s.name AS name, s.published AS published ORDER BY identifier",
)
_TITLES = Question(
    "titles",
    "SELECT DISTINCT name FROM source ORDER BY name",
    "MATCH (s:Source) WHERE s.fact IS NOT NULL RETURN DISTINCT s.name AS name ORDER BY name",
)


def sources_named(graph: Graph, text: str) -> list[Source]:
    """The sources of this title, alias or identifier."""
    if not graph.exists():
        return []
    found = graph.rows(_SOURCES, {"text": text})
    if not found and text.startswith("source:"):
        found = graph.rows(_SOURCES, {"text": now_called(graph, [text]).get(text, text)})
    return [Source(**row) for row in found]


def source_named(graph: Graph, text: str) -> Source:
    """The one source of this title or identifier.

    Raises UnknownName with the nearest titles, AmbiguousName with all editions.
    """
    found = sources_named(graph, text.strip())
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{one.name} ({one.published or '-'}, {one.identifier})" for one in found)
        raise AmbiguousName(
            f"{text!r} is the title of several sources: {listed}; give the identifier",
            f"“{text}”是多个来源的名称：{listed}；请写标识",
        )
    from rapidfuzz import fuzz, process

    known = [row["name"] for row in graph.rows(_TITLES)]
    close = [name for name, _, _ in process.extract(text, known, scorer=fuzz.WRatio, limit=3, score_cutoff=60)]
    raise UnknownName(
        f"{graph.url} has no source called {text!r}"
        + (f"; nearest: {', '.join(close)}" if close else "")
        + f"; chanlian list {graph.url} sources lists them",
        f"{graph.url} 中没有名为“{text}”的来源"
        + (f"；相近的有：{'、'.join(close)}" if close else "")
        + f"；可用 chanlian list {graph.url} sources 查看",
    )


def fact_named(graph: Graph, fact: str) -> Fact:
    """The fact that has this id (16 hex digits), or had it before.

    Raises UnknownFact if the graph holds none; the message says if it was retracted.
    """
    if len(fact) != 16 or any(digit not in "0123456789abcdef" for digit in fact):
        raise BadInput(
            f"{fact!r} is no id of a fact (16 hex digits); chanlian list, links and show give them",
            f"“{fact}”不是事实编号（16位十六进制）；可用 chanlian list、links 或 show 查看",
        )
    fact, found = fact_now(graph, fact)
    if found is None:
        raise missing(graph, fact)
    of = kind(found)
    (row,) = graph.rows(fact_rows(of, THE_FACT, ends=("identifier", "name")), {"fact": fact})
    shown = {column: row[column] for column, _ in flat_columns(of)}
    if isinstance(of, Node):
        return Fact(of, fact, {"identifier": row["identifier"]}, {}, shown)
    identifiers = {end.name: row[f"identifier_{end.name}"] for end in of.ends}
    return Fact(of, fact, identifiers, {end.name: row[end.name] for end in of.ends}, shown)


def missing(graph: Graph, fact: str) -> UnknownFact:
    """The error for a fact that the graph does not hold: was it ever there?"""
    for row in graph.rows(REMOVED, {"fact": fact})[:1]:
        why = row["because"] or row["by"]
        return UnknownFact(
            f"fact {fact} was taken out of {graph.url} on {row['day']} ({row['by']}: {why}); chanlian add brings it back",
            f"事实 {fact} 已于 {row['day']} 从 {graph.url} 中移出（{row['by']}：{why}）；可用 chanlian add 恢复",
        )
    return UnknownFact(
        f"{graph.url} holds no fact {fact}; chanlian list, links and show give the ids of facts",
        f"{graph.url} 中没有事实 {fact}；可用 chanlian list、links 或 show 查看事实编号",
    )


_WHY = Question(
    "why",
    f"SELECT {hex_sql('fact')} AS fact, because FROM removed WHERE \"by\" = 'retract' AND restored IS NULL"
    f" AND fact IN {FACTS_SQL} ORDER BY fact, removed_on, because",
    f"UNWIND $facts AS fact MATCH (r:{TRACE} {{fact: fact}}) WHERE r.by = 'retract' AND r.restored IS NULL"
    " RETURN fact, r.because AS because ORDER BY fact, r.removed_on, because",
)


def edit_notes(graph: Graph, batch: Batch, outcomes: Mapping[str, int], lang: str) -> list[str]:
    """What a load says of facts that it ended or took out, and of rows that state retracted facts; `outcomes` counts all."""
    out = []
    if batch.replaces:
        sql = "SELECT outcome, count(*) FROM outcome WHERE row = -1 GROUP BY outcome"
        counts = dict(batch.db.execute(sql).fetchall())
        zh = {"ended": "终止", "removed": "移出", "restored": "恢复其他来源的值", "kept": "保留（另有来源或被引用）"}
        zh["shortened"] = "移出部分期间的数值"
        said = [f"{t(lang, name, zh[name])} {counts.get(name, 0)}" for name in UNDONE if name in counts]
        counted = t(lang, ", ", "，").join(said) or t(lang, "nothing", "无")
        out.append(t(lang, f"no longer stated by the new edition: {counted}", f"新版不再陈述的事实：{counted}"))
    return [*out, *(_retracted(graph, batch, lang) if "retracted" in outcomes else [])]


def _retracted(graph: Graph, batch: Batch, lang: str) -> list[str]:
    parts = [
        # a stage may itself have a column called kind: of the outcomes nothing but the row stands beside it
        f"SELECT row, {key_sql(of)} AS fact FROM {quoted('stage_' + of.name)}"
        f" WHERE row IN (SELECT o.row FROM outcome o WHERE o.outcome = 'retracted' AND o.kind = {literal(of.name)})"
        for of in KINDS
        if of.name in batch.kinds
    ]
    union = " UNION ALL ".join(parts)
    found = batch.db.execute(
        f"SELECT {hex_sql('fact')}, count(DISTINCT row) FROM ({union}) GROUP BY fact ORDER BY fact"
    ).fetchall()
    reasons = {row["fact"]: row["because"] for row in graph.rows(_WHY, {"facts": [fact for fact, _ in found]})}
    held = [(fact, count) for fact, count in found if fact in reasons]
    if not held:
        return []
    rows = sum(count for _, count in held)
    shown = [f"{fact}, {reasons[fact]}" for fact, _ in held[:3]] + (["..."] if len(held) > 3 else [])
    return [
        t(
            lang,
            f"{rows} rows state facts that were retracted (fact {'; '.join(shown)}) and were left out;"
            " chanlian add brings them back",
            f"{rows} 行陈述的事实已被撤回（事实 {'；'.join(shown)}），未载入；可用 chanlian add 恢复",
        )
    ]
