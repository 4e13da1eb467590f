"""Names that a person types: which nodes of the graph they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..graph.engines.base import Question
from ..graph.errors import AmbiguousName, UnknownName
from ..graph.schema import NODE_NAMES, kind, node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def _question(kinds: Sequence[str]) -> Question:
    parts = []
    for name in kinds:
        code = f'"{node(name).code}"' if node(name).code else "NULL"
        parts.append(
            f"SELECT '{name}' AS kind, id, identifier, name,"  # names of the schema, not of data
            f" coalesce($text IN (name, identifier, {code}), false) AS main"
            f' FROM "{name}" WHERE $text IN (name, identifier, {code}) OR list_contains(aliases, $text)'
        )
    return Question("names", " UNION ALL ".join(parts) + " ORDER BY kind, identifier")


def node_names(graph: Graph, text: str, kinds: Sequence[str]) -> list[Named]:
    """All nodes of these kinds that a name, alias, code or identifier stands for."""
    return [Named(**row) for row in graph.rows(_question(kinds), {"text": text})]


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
    text = " UNION ".join(
        f'SELECT name FROM "{name}" UNION SELECT unnest(aliases) FROM "{name}"'  # names of the schema
        for name in kinds
    )
    return [row["name"] for row in graph.rows(Question("all_names", f"{text} ORDER BY 1"))]


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like a text, best first; none where nothing is like it."""
    from rapidfuzz import fuzz, process

    found = process.extract(text, list(dict.fromkeys(names)), scorer=fuzz.WRatio, limit=limit, score_cutoff=60)
    return [name for name, _, _ in found]
