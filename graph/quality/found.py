"""What rules share: what one of them found, and asking a graph for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..engines.base import Question
from ..identity import hex_sql
from ..language import t
from ..sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..graph import Graph
    from ..schema import Edge


LISTED: Final = 1_000
"""A rule lists so much of a kind and counts the rest: nobody reads more, and mending begins somewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a rule found; without `what` it is a note about the rule itself."""

    what: str
    detail: str
    id: str = ""


def ask(graph: Graph, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a rule's text."""
    return graph.rows(Question(f"check {name}", sql), parameters)


def counted(
    graph: Graph, name: str, text: str, lang: str, parameters: Mapping[str, Any] | None = None
) -> Iterator[Found]:
    """What a text (`what`, `detail`, `id` and all behind SELECT) finds: the first of them, and a note if there are more."""
    (total,) = ask(graph, name, f"SELECT count(*) AS count FROM (SELECT {text})", parameters)
    if not total["count"]:
        return
    rows = ask(graph, name, f"SELECT {text} ORDER BY what, detail, id LIMIT {LISTED}", parameters)
    for row in rows:
        yield Found(row["what"], row["detail"], row["id"])
    if total["count"] > len(rows):
        said = rows[0]["detail"]
        yield Found(
            "",
            t(
                lang,
                f"{name}, {said}: {total['count']} in all, the first {len(rows)} are listed",
                f"{name}，{said}：共 {total['count']} 处，只列出前 {len(rows)} 处",
            ),
        )


def sentence_sql(of: Edge, lang: str) -> str:
    """SQL of a fact of the edge table `x` as a sentence with the names of its ends (tables `n_<end>`)."""
    said = of.sentence_zh if lang == "zh" else of.sentence
    parts = re.split(r"\{(\w+)\}", said)  # texts, and between them the names of ends
    return " || ".join(f"n_{part}.name" if number % 2 else literal(part) for number, part in enumerate(parts))


def ends_sql(of: Edge) -> str:
    """The joins that `sentence_sql` needs."""
    return " ".join(f"JOIN node n_{end.name} ON n_{end.name}.id = x.{quoted(end.name)}" for end in of.ends)


FACT = hex_sql("x.fact")
