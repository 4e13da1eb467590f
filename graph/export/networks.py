"""A graph, or a part of it, as a networkx graph, for graph algorithms and other programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ..engines.duckdb.tables import PLACE_BASIS
from ..schema import ALL_AREAS, AREAS, EDGE_NAMES, NODE_NAMES, edge, flat_columns, having_place, kind, properties
from .cells import SEPARATOR
from .part import Wanted, part_of
from .places import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from ..readable import Readable

RESERVED: Final = frozenset(("source", "target", "key", "id", "to", "from", "directed"))
"""What no attribute is called: formats and other libraries mean ends, numbers and directions of edges by it."""


def network_of_part(graph: Readable, asked: Wanted, *, dates: bool = False) -> nx.MultiDiGraph[str]:
    """The part that is asked of a graph as a network (`to_networkx` of to_networkx.py says what of it); nothing else is read."""
    nodes = [name for name in NODE_NAMES if name in asked.kinds] or [name for name in NODE_NAMES if name != "source"]
    edges = [name for name in EDGE_NAMES if name in asked.kinds] or [*EDGE_NAMES]
    # of what is asked all kinds of nodes may be, if none is named, and so of edges; of the whole graph only these are scanned
    listed = (*nodes, *edges) if asked.kinds and (asked.area is not None or asked.as_of) else ()
    with graph.reading():
        part = part_of(graph, Wanted(asked.area, listed, asked.as_of, asked.with_zones))
        return network_of(part, nodes, edges, dates=dates)


def network_of(
    part: Readable, nodes: Iterable[str] | None = None, edges: Iterable[str] = EDGE_NAMES, *, dates: bool = False
) -> nx.MultiDiGraph[str]:
    """What there is to read of a graph as a network; edges between nodes of these kinds only."""
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with part.reading():
        work = _Work(part, dates)
        for name in nodes if nodes is not None else [name for name in NODE_NAMES if name != "source"]:
            work.add_nodes(out, name)
        work.read_names(edges)
        for name in edges:
            work.add_edges(out, name)
    return out


@dataclass
class _Work:
    """A network while it is made."""

    graph: Readable
    dates: bool
    names: dict[str, str] = field(default_factory=dict)
    """Of nodes that are read, and of sources."""
    stated: dict[str, list[str]] = field(default_factory=dict)
    """The sources of facts that several state."""
    areas: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each place the names of its areas, by level."""

    def __post_init__(self) -> None:
        self._name("source")
        for part in self.graph.scan("claim"):
            for fact, source in zip(*(part.column(name).to_pylist() for name in ("fact", "source")), strict=True):
                self.stated.setdefault(fact, []).append(source)
        rows = self.graph.rows(PLACES)
        known = {row["id"]: row for row in rows}
        for row in rows:
            areas = {level: known[row[level]] for level in ALL_AREAS if row[level] in known}
            # what lies in no park is in the rest of its county, which is no park
            self.areas[row["identifier"]] = {
                level: area["name"]
                for level, area in areas.items()
                if level != "park" or area["identifier"].startswith("park:")
            }

    def _name(self, of: str) -> None:
        for part in self.graph.scan(of):
            ids, names = part.column("identifier").to_pylist(), part.column("name").to_pylist()
            self.names |= dict(zip(ids, names, strict=True))

    def read_names(self, edges: Iterable[str]) -> None:
        """The names of what edges have for a third end, where its kind is none of the network's."""
        wanted = {kind_ for name in edges for end in edge(name).ends[2:] for kind_ in end.kinds}
        known = {identifier.split(":", 1)[0] for identifier in self.names}
        for name in sorted(wanted - known):
            self._name(name)

    def add_nodes(self, out: nx.MultiDiGraph[str], name: str) -> None:
        """All nodes of a kind."""
        placed = name in having_place("own")
        own = [*_columns(name), *(["place", PLACE_BASIS] if placed else [])]
        for part in self.graph.scan(name):
            for row in part.to_pylist():
                attributes = self._attributes(name, row, own)
                where = row.get("place") if placed else row["identifier"] if name in AREAS else None
                attributes |= {
                    level: text for level, text in self.areas.get(where or "", {}).items() if level not in attributes
                }
                self.names[row["identifier"]] = row["name"]
                out.add_node(row["identifier"], **{**attributes, "kind": name, "label": row["name"]})

    def add_edges(self, out: nx.MultiDiGraph[str], name: str) -> None:
        """All edges of a kind between nodes of the network."""
        of = edge(name)
        start, end, *further = [one.name for one in of.ends]
        own = _columns(name)
        for part in self.graph.scan(name):
            for row in part.to_pylist():
                if row[start] not in out or row[end] not in out:
                    continue
                attributes = self._attributes(name, row, own)
                for column in further:
                    attributes[column], attributes[f"{column}_name"] = row[column], self.names[row[column]]
                if not of.directed:
                    attributes["undirected"] = True
                label = next((attributes[f"{column}_name"] for column in further), of.en)
                out.add_edge(
                    row[start],
                    row[end],
                    key=row["fact"],
                    **{**attributes, "kind": name, "label": label, "fact": row["fact"]},
                )

    def _attributes(self, of: str, row: dict[str, Any], own: list[str]) -> dict[str, Any]:
        """What is known of a row, and its evidence; a property that is called as its kind of thing is (kind) says of what."""
        named = {"kind", *RESERVED}
        out = {
            f"{of}_{name}" if name in named else name: self._plain(of, name, row[name])
            for name in own
            if row[name] is not None
        }
        sources = dict.fromkeys([row["source"], *self.stated.get(row["fact"], ())])
        if titles := [self.names[one] for one in sources if one in self.names]:
            out["sources"] = SEPARATOR.join(titles)
        evidence = {name: row[name] for name in ("locator", "method", "confidence") if row[name] is not None}
        if row["recorded"] is not None:
            evidence["recorded"] = row["recorded"] if self.dates else row["recorded"].isoformat()
        return {**out, **evidence}

    def _plain(self, of: str, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return SEPARATOR.join(map(str, value))
        whole = self.dates and isinstance(value, str) and len(value) == len("2025-05-24")
        return date.fromisoformat(value) if whole and name in _dated(of) else value


def _columns(name: str) -> list[str]:
    return [column for column, _ in flat_columns(kind(name))]


def _dated(name: str) -> set[str]:
    return {prop.name for prop in properties(kind(name)) if prop.type == "date"}
