"""The part of a graph that a snapshot keeps: an area's, a chain's, as of a day; closed, so that it can be asked.

What an export takes of an area (export/part.py) are its facts. Of a graph that is asked more is needed, or what is known
would be unknown in it: where the firms of the other side lie, what they make of the part's products, and what these are made of and kinds of.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import UnknownName
from ..export.known_part import known
from ..export.part import Part, Wanted, claiming, part_of
from ..names.likeness import nearest
from ..schema import EDGE_NAMES, NODE_NAMES, Edge, edge, kind
from .manifest import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..graph import Graph
    from ..readable import Readable

Row = dict[str, Any]
_PLACES: Final = ("region", "park", "industry")
_FOLLOWED: Final = (
    ("located_in", "what"), ("sited_in", "project"), ("part_of", "part"), ("in_industry", "firm"), ("kind_of", "kind"), ("kind_of", "broader"),
    ("input_of", "product"), ("in_chain", "product"), ("produces", "firm"),
)  # fmt: skip
"""Edges that go with what stands at this end of theirs: it could not be told without them."""
_BOTH: Final = ("produces",)
"""Those that go only where all of their ends are there: what the firms on the other side make of the part's products."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The part that is to be kept."""

    wanted: Wanted
    chain: str | None = None

    def __bool__(self) -> bool:
        """Whether it is a part and not the whole."""
        return bool(self.wanted or self.chain)

    @property
    def said(self) -> str:
        """The part in words, as the manifest has it; `all` of the whole.

        >>> Asked(Wanted.of("玉屏", None, "2024"), "锂电材料").said
        'area=玉屏, chain=锂电材料, as_of=2024-12-31'
        """
        told = {"area": self.wanted.area, "chain": self.chain, "as_of": self.wanted.day}
        zones = ["with_zones"] if self.wanted.with_zones else []
        return ", ".join([*(f"{name}={value}" for name, value in told.items() if value), *zones]) or WHOLE

    def said_of(self, meta: Mapping[str, str | None]) -> str:
        """The same of a graph that may itself be a part of another."""
        before = meta.get("part")
        return self.said if not before else f"{before}; {self.said}" if self else before


@contextmanager
def kept_part(graph: Graph, asked: Asked) -> Iterator[Readable]:
    """The part of a graph, held open; the graph itself where all of it is kept.

    Raises
    ------
    UnknownName, AmbiguousName
        If the area or the chain is none of the graph's.
    """
    with known(graph, asked.wanted) as then:
        yield _closed(then, asked) if asked else then


def _closed(graph: Graph, asked: Asked) -> Part:
    import pyarrow as pa

    chosen = part_of(graph, asked.wanted)
    edges = {name: _rows(chosen, name) for name in EDGE_NAMES}
    nodes = {row["identifier"] for name in NODE_NAMES if name != "source" for row in _rows(chosen, name)}
    chain = None if asked.chain is None else _chain(graph, asked.chain)
    if chain is not None:
        edges, nodes = _of_chain(graph, chain, edges, nodes)
    nodes |= {end for name, rows in edges.items() for row in rows for end in _ends(name, row)}
    _follow(graph, edges, nodes, chain)
    facts = {name: [row["fact"] for row in rows] for name, rows in edges.items()}
    there = {fact for of in facts.values() for fact in of}
    cited = {row["source"] for rows in edges.values() for row in rows}
    for name in NODE_NAMES:
        if name != "source":
            mine = [row for row in _rows(graph, name) if row["identifier"] in nodes]
            facts[name] = [row["fact"] for row in mine]
            there.update(facts[name])
            cited.update(row["source"] for row in mine)
    cited |= claiming(graph, there)
    sources = {row["identifier"]: row for row in _rows(graph, "source")}
    for one in [*cited]:  # a source may itself be known from another
        while one in sources and sources[one]["source"] not in (None, one, *cited):
            one = sources[one]["source"]  # noqa: PLW2901  # up to where nothing is known any more
            cited.add(one)
    facts["source"] = [row["fact"] for identifier, row in sources.items() if identifier in cited]
    return Part(graph, {name: pa.array(of, pa.string()) for name, of in facts.items()})


def _rows(graph: Readable, name: str) -> list[Row]:
    """The facts of a kind: their numbers, ends or identifiers, and sources."""
    of = kind(name)
    columns = ["fact", "source", *([end.name for end in of.ends] if isinstance(of, Edge) else ["identifier"])]
    return [row for part in graph.scan(name) for row in part.select(columns).to_pylist()]


def _ends(name: str, row: Row) -> list[str]:
    return [row[end.name] for end in edge(name).ends if row[end.name] is not None]


def _is(identifier: str, *kinds: str) -> bool:
    return identifier.partition(":")[0] in kinds


def _chain(graph: Readable, text: str) -> str:
    """The identifier of a chain that is named."""
    columns = ["identifier", "name", "aliases"]
    chains = [row for part in graph.scan("chain") for row in part.select(columns).to_pylist()]
    for row in chains:
        if text in (row["identifier"], row["name"], *(row["aliases"] or ())):
            return str(row["identifier"])
    close = nearest(text, [row["name"] for row in chains])
    near, near_zh = (f"; nearest: {', '.join(close)}", f"；相近的有：{'、'.join(close)}") if close else ("", "")
    raise UnknownName(
        f"{graph.url} holds no chain called {text!r}{near}; see chanlian list {graph.url} chains",
        f"{graph.url} 中没有名为“{text}”的产业链{near_zh}；可用 chanlian list {graph.url} chains 查看",
    )


def _of_chain(
    graph: Readable, chain: str, edges: dict[str, list[Row]], nodes: set[str]
) -> tuple[dict[str, list[Row]], set[str]]:
    """Of these facts those of a chain: of its products and their kinds, of who makes, uses, trades or plans them, and the chain's own."""
    products = {row["product"] for row in _rows(graph, "in_chain") if row["chain"] == chain}
    kinds = _rows(graph, "kind_of")
    while more := {row["kind"] for row in kinds if row["broader"] in products} - products:
        products |= more
    core = {chain, *products}
    who = {
        end
        for name, rows in edges.items()
        for row in rows
        if core.intersection(ends := _ends(name, row))
        for end in ends
        if not _is(end, *_PLACES, "product", "chain", "source")
    }

    def mine(ends: Iterable[str]) -> bool:
        of_goods = [end for end in ends if _is(end, "product", "chain")]
        others = [end for end in ends if not _is(end, "product", "chain", *_PLACES)]
        if of_goods:
            return core.issuperset(of_goods)
        return bool(others) and who.issuperset(others)

    kept = {name: [row for row in rows if mine(_ends(name, row))] for name, rows in edges.items()}
    return kept, core | who | {node for node in nodes if _is(node, "region", "park")}


def _follow(graph: Readable, edges: dict[str, list[Row]], nodes: set[str], chain: str | None) -> None:
    """Add the edges without which what is there could not be told, with what stands at their other ends."""
    there = {row["fact"] for rows in edges.values() for row in rows}
    waiting = [(name, end, row) for name, end in _FOLLOWED for row in _rows(graph, name)]
    growing = True
    while growing:
        growing = False
        for name, end, row in waiting:
            if (
                row["fact"] in there
                or row[end] not in nodes
                or (name == "in_chain" and chain not in (None, row["chain"]))
            ):
                continue
            there.add(row["fact"])
            edges[name].append(row)
            nodes.update(_ends(name, row))
            growing = True
