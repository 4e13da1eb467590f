"""Small batches and whole graphs as rows, for the tests of graph/."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from chanlian.graph import Batch
from chanlian.graph.engines.base import Question
from chanlian.graph.identity import identifier
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    from chanlian.graph import Graph

Row = dict[str, Any]


def batch(source: str | None = None, published: str | None = None, /, **tables: list[Row]) -> Batch:
    """A batch of tables by kind; rows are numbered from 1 and rest on `source`, which is staged too.

    A node may leave out its name: it is then the part of its identifier behind the colon.
    """
    out = Batch()
    evidence: Row = {"method": "table"}
    if source is not None:
        evidence["source"] = f"source:{source}"
        out.add("source", [{"row": 0, "identifier": f"source:{source}", "name": source, "published": published}])
    for kind, rows in tables.items():
        names = [{"name": row["identifier"].split(":")[1]} if kind in NODE_NAMES else {} for row in rows]
        numbered = enumerate(zip(rows, names, strict=True), start=1)
        out.add(kind, [{"row": number, **evidence, **name, **row} for number, (row, name) in numbered])
    return out


def nodes(kind: str, *names: str, **properties: Any) -> list[Row]:
    """Nodes of these names."""
    return [{"identifier": f"{kind}:{name}", "name": name, **properties} for name in names]


def named(kind: str, *names: str, **properties: Any) -> list[Row]:
    """Nodes of these names, under the identifiers that a load gives to what it knows by its name alone."""
    return [{"identifier": identifier(kind, name), "name": name, **properties} for name in names]


def rows(graph: Graph, kind: str) -> list[Row]:
    """All facts of a kind as the graph hands them out."""
    return [row for part in graph.scan(kind) for row in part.to_pylist()]


def row(graph: Graph, kind: str, **ends: str | None) -> Row:
    """The one fact of a kind with these values."""
    (found,) = [one for one in rows(graph, kind) if all(one[key] == value for key, value in ends.items())]
    return found


def digests(graph: Graph) -> dict[str, str | None]:
    """By kind the digests of what a graph says, but for what was taken out of it."""
    return {
        key: value
        for key, value in graph.meta().items()
        if key.startswith("content:") and value and key != "content:removed"
    }


def shown(graph: Graph, *kinds: str) -> dict[str, list[Row]]:
    """What a graph says of these kinds (all, and the claims), whatever the order of its loads and the day they were recorded."""
    with graph.reading():
        return {
            kind: [
                {key: _said(key, value) for key, value in one.items() if key != "recorded"} for one in rows(graph, kind)
            ]
            for kind in kinds or (*NODE_NAMES, *EDGE_NAMES, "claim")
        }


def _said(key: str, value: Any) -> Any:
    """What a claim states, without what it leaves open: one from before a property came has no word of it."""
    if key != "stated" or value is None:
        return value
    return {name: said for name, said in json.loads(value).items() if said is not None}


def tables(graph: Graph) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a graph in DuckDB, as it is stored, dense ids and all; not which write was the last."""
    with graph.reading():
        return {
            name: [
                tuple(map(repr, values))
                for values in graph.ask(Question(name, f'SELECT * FROM "{name}" ORDER BY ALL')).itertuples(index=False)
            ]
            for name in (*NODE_NAMES, *EDGE_NAMES, "claim", "area")
        } | {"meta": list(graph.meta().items())}


def called_now(graph: Graph, said: Any) -> Any:
    """What was said of a graph with what its nodes and facts are called now instead of what they were called then."""
    now = {one["former"]: one["now"] for one in rows(graph, "former")}

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return _CALLED.sub(lambda found: now.get(found[0], found[0]), value)
        if isinstance(value, dict):
            return {key: renamed(one) for key, one in value.items()}
        return [renamed(one) for one in value] if isinstance(value, list) else value

    return renamed(said)


_CALLED = re.compile(r"\b(?:[a-z]+:)?[0-9a-f]{16}\b")


def in_any_order(said: Any) -> Any:
    """The same with the rows of lists, and the ends of what has no direction, in one order."""
    if isinstance(said, dict):
        one = {key: in_any_order(value) for key, value in said.items()}
        if {"a", "b"} <= one.keys() and None not in (one["a"], one["b"]):
            one["a"], one["b"] = sorted((one["a"], one["b"]))
        return one
    return sorted((in_any_order(one) for one in said), key=repr) if isinstance(said, list) else said
