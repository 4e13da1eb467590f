"""Names that a person types: which nodes of the graph they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..graph.cypher_text import cypher_literal
from ..graph.engines.base import Question
from ..graph.engines.neo4j.form import called, label
from ..graph.errors import AmbiguousName, UnknownName
from ..graph.fact_texts import Which, fact_rows
from ..graph.former import now_called
from ..graph.names.likeness import nearest
from ..graph.schema import NODE_NAMES, kind, node
from ..graph.sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..graph.graph import Graph

ALL = tuple(name for name in NODE_NAMES if name != "source")


@dataclass(frozen=True, slots=True)
class Named:
    """A node that a name stands for; `main` where it is its name, identifier or code, not an alias."""

    kind: str
    id: int
    identifier: str
    name: str
    main: bool


@cache
def _question(kinds: tuple[str, ...]) -> Question:
    sql, cypher = [], []
    for name in kinds:  # names of the schema, not of data
        code = node(name).code
        full = ["name", "identifier", *([code] if code else [])]
        said = f"$text IN ({', '.join(map(quoted, full))})"
        sql.append(
            f"SELECT {literal(name)} AS kind, id, identifier, name, coalesce({said}, false) AS main"
            f" FROM {quoted(name)} WHERE {said} OR list_contains(aliases, $text)"
        )
        cypher.append(
            f"MATCH (n:{label(node(name))}) WHERE {' OR '.join(f'n.{column} = $text' for column in full)}"
            f" RETURN {cypher_literal(name)} AS kind, n, true AS main"
        )
    cases = " ".join(f"WHEN n:{label(node(name))} THEN {cypher_literal(name)}" for name in kinds)
    cypher.append(f"{called('$text')} RETURN CASE {cases} END AS kind, n, false AS main")
    return Question(
        "names",
        " UNION ALL ".join(sql) + " ORDER BY kind, identifier",
        f"CALL () {{ {' UNION ALL '.join(cypher)} }}"
        " WITH kind, n, max(main) AS main WHERE kind IS NOT NULL AND n.fact IS NOT NULL"
        " RETURN kind, n.id AS id, n.identifier AS identifier, n.name AS name, main ORDER BY kind, identifier",
    )


def node_names(graph: Graph, text: str, kinds: Sequence[str]) -> list[Named]:
    """All nodes of these kinds that a name, alias, code or identifier stands for; an earlier identifier where none is that now."""
    found = graph.rows(_question(tuple(kinds)), {"text": text})
    if not found and ":" in text:
        now = now_called(graph, [text]).get(text)
        found = graph.rows(_question(tuple(kinds)), {"text": now}) if now else []
    return [Named(**row) for row in found]


def resolve(graph: Graph, text: str, kinds: Sequence[str] = ALL) -> Named:
    """The one node that a name stands for; a full name is stronger than an alias.

    Raises
    ------
    UnknownName, AmbiguousName
        With the nearest names, or with all candidates.
    """
    found = node_names(graph, text.strip(), kinds)
    strong = [row for row in found if row.main]
    found = strong or found
    if len(found) == 1:
        return found[0]
    zh_kinds = "、".join(kind(name).zh for name in kinds) if len(kinds) < len(ALL) else "节点"
    en_kinds = " or ".join(kinds) if len(kinds) < len(ALL) else "node"
    if not found:
        close = nearest(text, _all_names(graph, kinds))
        of_kind = kinds[0] if len(kinds) == 1 else "firm"
        hint_en = f"; nearest: {', '.join(close)}" if close else ""
        hint_zh = f"；相近的有：{'、'.join(close)}" if close else ""
        raise UnknownName(
            f"{graph.url} holds no {en_kinds} called {text!r}{hint_en}; see chanlian list {graph.url} {of_kind}",
            f"{graph.url} 中没有名为“{text}”的{zh_kinds}{hint_zh}；可用 chanlian list {graph.url} {of_kind} 查看",
        )
    listed = [f"{row.name} ({row.kind}, {row.identifier})" for row in found]
    raise AmbiguousName(
        f"{text!r} may be any of: {'; '.join(listed)}; give the full name or the identifier",
        f"“{text}”可能指：{'；'.join(listed)}；请用全称或标识符",
    )


def _all_names(graph: Graph, kinds: Sequence[str]) -> list[str]:
    sql = " UNION ".join(
        f"SELECT name FROM {quoted(name)} UNION SELECT unnest(aliases) FROM {quoted(name)}"  # names of the schema
        for name in kinds
    )
    cypher = " UNION ALL ".join(
        f"MATCH (n:{label(node(name))}) WHERE n.fact IS NOT NULL"
        " UNWIND [n.name] + coalesce(n.aliases, []) AS name RETURN name"
        for name in kinds
    )
    all_names = Question("all_names", f"{sql} ORDER BY 1", f"CALL () {{ {cypher} }} RETURN DISTINCT name ORDER BY name")
    return [row["name"] for row in graph.rows(all_names)]


def written(graph: Graph, of: str) -> list[dict[str, Any]]:
    """Every node of a kind with its own properties: how it is called, and by what else it could be known."""
    return graph.rows(fact_rows(node(of), Which()), {})
