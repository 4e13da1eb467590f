"""Names that came to mean several: which they are, and a person's word on which is meant."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

from ..graph.answer_columns import names
from ..graph.batch import Batch
from ..graph.errors import AmbiguousName, BadInput, UnknownName
from ..graph.for_python import for_python
from ..graph.former import former_of_nodes, now_called
from ..graph.identity import identifier
from ..graph.language import t
from ..graph.names.stated_places import stated_places
from ..graph.reports import RESOLVED
from ..graph.schema import NODE_NAMES, columns, node
from .anew import begun_again
from .names.lookup import source_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa

    from ..graph.graph import Graph

_KINDS: Final = tuple(name for name in NODE_NAMES if name != "region")
"""Regions are told apart by their codes."""


@begun_again
@for_python
def resolve(
    graph: Graph, name: str | None = None, *, to: str | None = None, source: str | None = None, lang: str = "en"
) -> pd.DataFrame:
    """Which names mean several by now, and may have meant another when they were read? Or: this one means that node.

    A name without a place is the one node of that name that is known; when another turns up later, what was said of the
    name may be of that one. Without `to` such names (or only `name`) are listed: those of nodes whose place is
    unknown, those that meant one node before another was known, and further names of one node that others have.
    With `to`, the identifier of a node, what is said of the node that is only named `name` is said of that one
    from then on. If both are stated, `source` (title or identifier) tells whose rows meant it, and only what these say goes over.

    Returns
    -------
    kind, name, identifier, place (identifiers), why.

    Raises
    ------
    UnknownName
        If no node has the identifier `to`, or none but it the name.
    AmbiguousName
        If several may have been named, or it cannot be told which of their facts are meant without `source`.
    BadInput
        If `to` or `source` is given without what it needs.

    >>> from chanlian.graph import connect
    >>> resolve(connect(":memory:")).columns.tolist()
    ['kind', 'name', 'identifier', 'place', 'why']
    """
    if (to is not None and not name) or (source is not None and to is None):
        raise BadInput(
            "say which name means it: chanlian resolve GRAPH NAME --to IDENTIFIER [--source TITLE]",
            "请写明是哪个名称：chanlian resolve 图 名称 --to 标识 [--source 来源]",
        )
    with graph.reading() if graph.exists() else nullcontext():
        seen = graph.revision
        known = _Known.of(graph) if graph.exists() else None
        if to is None or name is None:
            rows = _listed(known, name, lang) if known else []
            none = t(lang, "no name is in doubt", "没有歧义的名称") if name is None else t(
                lang, f"{name} is not in doubt: at most one node goes by it, or all are told apart from the beginning",
                f"“{name}”没有歧义：至多指一个对象，或一开始就能区分",
            )  # fmt: skip
            return _frame(graph, {"name": name}, rows, [] if rows else [none])
        if known is None:
            raise UnknownName(f"{graph.url} holds no {to}", f"{graph.url} 中没有 {to}")
        one, other = _pair(graph, known, name, to, stated=source is not None)
        cited = source_named(graph, source).identifier if source is not None else None
    batch = Batch()
    batch.seen = seen
    try:
        batch.same(one, other, cited)
        moved = graph.write(batch).get("resolved", 0)
    finally:
        batch.close()
    why = t(lang, f"{moved} facts that named {name} are about it now", f"{moved} 条提到“{name}”的事实现归于它")
    kind = other.partition(":")[0]
    asked = {"name": name, "to": to, "source": source}
    return _frame(graph, asked, [(kind, known.names[other], now_called(graph, [other]).get(other, other), None, why)])


class _Known:
    """The names of a graph, and where what has them lies."""

    def __init__(self, texts: pa.Table, places: pa.Table, former: dict[str, str]) -> None:
        self.places: dict[str, list[str]] = {}
        for one in places.to_pylist():
            if one["place"] is not None:
                self.places.setdefault(one["identifier"], []).append(one["place"])
        self.former = former
        self.names: dict[str, str] = {}
        self.meaning: dict[tuple[str, str], dict[str, bool]] = {}
        """By kind and text the nodes that go by it, and whether it is their name."""
        for kind, text, id_, main in zip(
            *(texts[column].to_pylist() for column in ("kind", "text", "identifier", "main")), strict=True
        ):
            if text != id_:
                mine = self.meaning.setdefault((kind, text), {})
                mine[id_] = mine.get(id_, False) or main
                if main:
                    self.names[id_] = text

    @classmethod
    def of(cls, graph: Graph) -> _Known:
        return cls(graph.names(_KINDS), stated_places(graph), former_of_nodes(graph))


def _listed(known: _Known, name: str | None, lang: str) -> list[tuple[Any, ...]]:
    out = []
    for (kind, text), nodes in sorted(known.meaning.items()):
        if len(nodes) < 2 or (name is not None and text != name):
            continue
        earlier = known.former.get(identifier(kind, text))
        for one, main in sorted(nodes.items()):
            places = known.places.get(one, [])
            if not main:
                why = t(lang, "a further name of it, which others have too", "是它的别名，也是其他对象的名称")
            elif not places and kind == "source":  # what tells sources of one title apart is when they were published
                why = t(lang, "nothing says of when it is: it may be any of these", "日期未知，可能是其中任何一个")
            elif not places:
                why = t(lang, "nothing says where it is: it may be any of these", "所在地未知，可能是其中任何一个")
            elif one == earlier:
                why = t(lang, "meant by the name alone, until another was known", "在得知另一个之前，单独的名称指它")
            elif kind == "source":
                why = t(lang, "known by its date", "以日期区分")
            else:
                why = t(lang, "known by its place", "以所在地区分")
            out.append((kind, text, one, "; ".join(sorted(places)) or None, why))
        # told apart, each of them, from the beginning
        mine = out[-len(nodes) :]
        if earlier not in nodes and all(nodes.values()) and all(row[3] for row in mine):
            del out[-len(nodes) :]
    return out


def _pair(graph: Graph, known: _Known, name: str, to: str, *, stated: bool) -> tuple[str, str]:
    """The node that is named only, and the one that it is."""
    other = to if to in known.names else known.former.get(to, to)
    if other not in known.names:
        raise UnknownName(
            f"{graph.url} holds no node {to}; chanlian resolve {graph.url} lists the nodes whose names mean several",
            f"{graph.url} 中没有 {to}；可用 chanlian resolve {graph.url} 列出有歧义的名称",
        )
    kind = other.partition(":")[0]
    named = sorted(one for one, main in known.meaning.get((kind, name), {}).items() if main and one != other)
    if not named:
        raise UnknownName(
            f"{graph.url} holds no other {kind} called {name!r}", f"{graph.url} 中没有其他名为“{name}”的{node(kind).zh}"
        )
    only = [one for one in named if _only_named(graph, kind, one) and not known.places.get(one)]
    if stated:
        # what a source says by the bare name is with the one of which nothing says where it is, else with the one that it meant then
        before = [one for one in named if one == known.former.get(identifier(kind, name))]
        mine = only if len(only) == 1 else before or named
        if len(mine) == 1:
            return mine[0], other
    if len(only) == 1 and not stated:
        return only[0], other
    listed = ", ".join(named)
    raise AmbiguousName(
        f"{name!r} is stated of {listed}: say whose rows meant {other} by it, with --source TITLE",
        f"“{name}”另有内容记在 {listed} 名下；请用 --source 来源 指明是哪份来源以此指 {other}",
    )


def _only_named(graph: Graph, kind: str, one: str) -> bool:
    """Whether nothing is said of a node but its name."""
    own = [column for column, _ in columns(node(kind)) if column != "name"]
    for part in graph.scan(kind):
        for row in part.to_pylist():
            if row["identifier"] == one:
                return all(row[column] is None for column in own)
    return False


def _frame(graph: Graph, asked: dict[str, Any], rows: list[tuple[Any, ...]], notes: Sequence[str] = ()) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(names(RESOLVED)), dtype=object)
    frame.attrs = {"question": "resolve", "parameters": {key: value for key, value in asked.items() if value}}
    frame.attrs |= {"all_rows": True, "notes": list(notes), "remarks": graph.remarks}
    return frame
