"""Everything about one node or fact, with its evidence, as the graph holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import AnswerColumn
from ...graph.engines.neo4j.form import label, relationship
from ...graph.errors import UnknownFact
from ...graph.fact_texts import REMOVED, THE_FACT, Which, kinds_of_facts
from ...graph.language import t
from ...graph.schema import EDGES, NODE_NAMES, Edge, Node, kind, node
from ...graph.sql_text import quoted
from ..answer import Answer, answer, ask_as_of, framed
from ..columns import KIND
from ..evidence import evidence, titles
from ..names import resolve
from ..sentences import sentence
from .rows import COLUMNS, FACTS, PIECES, columns_of, fetched, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...graph.graph import Graph


@framed("one", "详情", COLUMNS)
def show(graph: Graph, name: str, *, lang: str = "en") -> Answer:
    """Everything about one node or fact, with its evidence.

    Parameters
    ----------
    name
        A name, alias, code or identifier of a node, or a fact id (16 hex digits).

    Returns
    -------
    One row: the kind's own properties, what it is tied to, fact, sources; of a node also
    `facts` (its facts as sentences); `evidence` (source, locator, method of each claim).
    `attrs["facts"]` holds the node's facts as records: sentence, fact, sources.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.

    Examples
    --------
    >>> show(example(), "创联包装")["products"].item()
    ['吨袋']
    """
    with graph.reading():
        if len(name) == 16 and all(digit in "0123456789abcdef" for digit in name):
            of, row = _fact(graph, name)
            about: list[dict[str, Any]] = []
        else:
            found = resolve(graph, name, NODE_NAMES)
            of = kind(found.kind)
            row = rows_of(graph, of, Which("x.id = $id", "x.id = $id"), {"id": found.id})[0]
            about = _facts_about(graph, found.kind, found.id, lang)
        own = evidence(graph, {of.name: [row["fact"]]}).get(row["fact"], [])
        if "kind" in row:  # a property of that name, such as a facility's: `kind` says what sort of node it is
            row[f"{of.name}_kind"] = row["kind"]
        row |= {
            "kind": of.name,
            "facts": [entry["sentence"] for entry in about],
            "evidence": [_cited(entry) for entry in own],
        }
        own_kind = AnswerColumn(f"{of.name}_kind", "any")
        own_columns = (own_kind if column.name == "kind" else column for column in columns_of(of))
        out = answer(graph, "show", (KIND, *own_columns, FACTS, PIECES), [row], {"name": name}, asked=ask_as_of(graph))
        out.attrs |= {"facts": about, "evidence": own, "kind": of.name}
        if not own and of.name != "source":  # a node that facts need stays as a name
            gone = removals(graph, row["fact"])[:1]
            out.attrs["notes"] = [*out.attrs["notes"], *(t(lang, one["en"], one["zh"]) for one in gone)]
        return out


def removals(graph: Graph, fact: str) -> list[dict[str, str]]:
    """What was taken out of a fact and not brought back, retractions and later days first, in words of both languages."""
    words = {"retract": ("retracted", "撤回"), "unload": ("unloaded", "撤销载入"), "correction": ("corrected", "更正")}
    out = []
    for row in graph.rows(REMOVED, {"fact": fact}):
        en, zh = words.get(row["by"], (row["by"], row["by"]))
        out.append({"by": row["by"], "en": f"{en} on {row['day']}, because: {row['because']}",
                    "zh": f"{row['day']} {zh}，理由：{row['because']}"})  # fmt: skip
    return out


def _cited(entry: Mapping[str, Any]) -> str:
    """A piece of evidence in one line: title (date), locator, method."""
    dated = f"{entry['source']} ({entry['published']})" if entry["published"] else str(entry["source"])
    return ", ".join(filter(None, [dated, entry["locator"], entry["method"]]))


def _fact(graph: Graph, fact: str) -> tuple[Node | Edge, dict[str, Any]]:
    """The kind and row of a fact id."""
    found = kinds_of_facts(graph, [fact])
    if not found:
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
    of = kind(found[fact])
    return of, rows_of(graph, of, THE_FACT, {"fact": fact})[0]


def _facts_about(graph: Graph, of: str, id_: int, lang: str) -> list[dict[str, Any]]:
    """Every fact of which a node of a kind is an end, as sentences with sources."""
    found: list[tuple[Edge, dict[str, Any]]] = []
    for tied in EDGES:
        if any(of in end.kinds for end in tied.ends):
            found += [(tied, row) for row in fetched(graph, tied, _about(of, tied), {"id": id_})]
    wanted: dict[str, list[str]] = {}
    for tied, row in found:
        wanted.setdefault(tied.name, []).append(row["fact"])
    rests = evidence(graph, wanted)
    return [
        {
            "kind": tied.name,
            "sentence": sentence(tied, row, lang),
            "fact": row["fact"],
            "sources": titles(rests, row["fact"]),
        }
        for tied, row in found
    ]


def _about(of: str, tied: Edge) -> Which:
    """Facts of which the node `$id` of a kind is an end."""
    ends = [number for number, end in enumerate(tied.ends) if of in end.kinds]
    sql = " OR ".join(f"x.{quoted(tied.ends[number].name)} = $id" for number in ends)
    if ends == [2]:
        return Which(sql, f"x.{tied.ends[2].name}_id = $id")
    start = f"MATCH (:{label(node(of))} {{id: $id}})-[x:{relationship(tied)}]-() WITH DISTINCT x"
    return Which(f"({sql})", start=start)
