"""What a name or the id of a fact stands for, the facts about a node, and how it is told what was taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.engines.neo4j.form import label, relationship
from ...graph.errors import UnknownFact, UnknownName
from ...graph.fact_texts import REMOVED, THE_FACT, Which, kinds_of_facts
from ...graph.regions.reference import reference
from ...graph.schema import NODE_NAMES, Edge, Node, kind, node
from ...graph.sql_text import quoted
from ..names import node_names, resolve

if TYPE_CHECKING:
    from ...graph.graph import Graph

TAKEN_OUT: Final = {
    "retract": ("retracted", "撤回"),
    "unload": ("unloaded", "撤销载入"),
    "replace": ("left out by a new edition", "新版未再载明"),
    "correction": ("corrected", "更正"),
}
"""By what a claim was taken out, in words."""


def found(graph: Graph, name: str) -> tuple[Node | Edge, Which, dict[str, Any]]:
    """The one node or fact that a name, alias, code, identifier or id of a fact stands for: its kind, and how its row is asked.

    A region of the graph also goes by its short name (玉屏), where nothing else is called so.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.
    """
    if len(name) == 16 and all(digit in "0123456789abcdef" for digit in name):
        return _kind_of(graph, name), THE_FACT, {"fact": name}
    try:
        one = resolve(graph, name, NODE_NAMES)
    except UnknownName:
        known = [row for code in _codes(name) for row in node_names(graph, code, ("region",))]
        if len(known) != 1:
            raise
        (one,) = known
    return kind(one.kind), Which("x.id = $id", "x.id = $id"), {"id": one.id}


def _codes(text: str) -> list[str]:
    """Identifiers of the regions of China that a text may stand for."""
    return [one.region.identifier for one in reference().read(text)]


def _kind_of(graph: Graph, fact: str) -> Node | Edge:
    """The kind of a fact id."""
    known = kinds_of_facts(graph, [fact])
    if not known:
        taken = removals(graph, fact)
        if taken:
            raise UnknownFact(
                f"fact {fact} is no longer in {graph.url}: {taken[0]['en']}; chanlian add brings it back",
                f"事实 {fact} 已不在 {graph.url} 中：{taken[0]['zh']}；可用 chanlian add 恢复",
            )
        raise UnknownFact(
            f"{graph.url} holds no fact {fact}; ids of facts are listed by chanlian list and chanlian links",
            f"{graph.url} 中没有事实 {fact}；可用 chanlian list 或 chanlian links 查看事实编号",
        )
    return kind(known[fact])


def about(of: str, tied: Edge) -> Which:
    """Facts of which the node `$id` of a kind is an end."""
    ends = [number for number, end in enumerate(tied.ends) if of in end.kinds]
    sql = " OR ".join(f"x.{quoted(tied.ends[number].name)} = $id" for number in ends)
    if ends == [2]:
        return Which(sql, f"x.{tied.ends[2].name}_id = $id")
    start = f"MATCH (:{label(node(of))} {{id: $id}})-[x:{relationship(tied)}]-() WITH DISTINCT x"
    return Which(f"({sql})", start=start)


def removals(graph: Graph, fact: str) -> list[dict[str, str]]:
    """What was taken out of a fact and not brought back, retractions and later days first, in words of both languages."""
    out = []
    for row in graph.rows(REMOVED, {"fact": fact}):
        en, zh = TAKEN_OUT.get(row["by"], (row["by"], row["by"]))
        out.append({"by": row["by"], "en": f"{en} on {row['day']}, because: {row['because']}",
                    "zh": f"{row['day']} {zh}，理由：{row['because']}"})  # fmt: skip
    return out
