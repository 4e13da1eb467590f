"""What a graph holds, said as a person's list says it, so that the two can be held against each other fact by fact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from chanlian.graph.schema import EDGES, NODE_NAMES, edge as edge_named

from .listed import Listed
from .words import Figure, chain_name, figure, in_full, one_script, park_names, plain, same_park, stands_for
from .workbook import Read, Row

WHERE: Final = {
    "firm": "a firm, by its name or an alias; an office may be an organization, or the region or park that it stands for",
    "firm.same_as": "the short spelling is an alias of the firm, and no firm of its own",
    "firm.branch_of": "a firm that the other owns",
    "firm.code": "the credit code",
    "located_in": "located_in, to the same place; an office that is held as the region or park itself lies there",
    "park": "a park, located_in its place; `level` is its grade, `industries` a property of that name",
    "produces": "produces; `capacity` in any multiple of its unit",
    "consumes": "consumes",
    "supplies": "supplies; without a seller: from a firm that is an unnamed group (`seller_place`: where that lies); "
    "without a product: cooperates_with (供货, 采购)",
    "metric": "a metric that concerns its subject; money in yuan, shares of 1",
    "member": "member_of, with the stage",
    "in_chain": "in_chain, with the stage",
    "gap": "lacks, of whichever area; with the stage where a list has it",
    "leads": "leads is 链主; other roles are steers, by their Chinese word",
    "wanted": "wanted_for; `from` is its origin",
    "project": "a project, with invests_in, adds, sited_in; `paid_in` is its `paid`; the office is `handler`",
    "agreement": "an agreement, with party_to, and its items as measures that are part_of it",
    "request": "a request, with raises and handles; `state` is its `state`, else settled where it is closed, partly where it has a result only",
    "modality approx": "the text beside the figure says 约, 左右",
    "modality planned": "modality target, forecast or potential, or status planned",
    "status": "the status; 在产, 已供货 and the like need none",
}
"""Where in a graph a fact of a person's list may stand; what is not named here stands in a property of the field's own name."""

_PLACES: Final = ("region", "park")
_PAREN: Final = re.compile(r"\([^)]*\)|\d{4}年?|[·:：]")


@dataclass
class Held:
    """A fact that a graph holds. Each end is the names that it may go by; None for an unnamed one."""

    kind: str
    ends: tuple[frozenset[str] | None, ...]
    fields: Row
    row: Row
    told: str
    parts: list[tuple[str, frozenset[str], str]] = field(default_factory=list)
    """Edges of a thing that is a node (investors of a project): the field, names of the other end, the edge for people."""

    @property
    def locator(self) -> str:
        """Where it was read."""
        return self.row.get("locator") or ""


class Graph:
    """The rows of a graph with the names of its nodes as a person's list has them."""

    def __init__(self, read: Read, listed: Listed) -> None:
        self.read, self.rows, self.listed = read, read.rows, listed
        self.nodes = {row["identifier"]: (kind, row) for kind in NODE_NAMES for row in read.rows.get(kind, ())}
        self.chains: dict[str, list[list[list[str]]]] = defaultdict(list)
        self._up: dict[str, str] = {row["part"]: row["whole"] for row in self.of("part_of", reference=True)}
        self._located: dict[str, list[str]] = defaultdict(list)
        for row in self.of("located_in"):
            self._located[row["what"]].append(row["place"])
        self._parks: dict[str, list[str]] = {}
        self._divisions = {
            plain(row["name"]) for row in self.of("region", reference=True) if row.get("code") and len(row["name"]) > 1
        }
        self.actors = listed.names["firm"] | listed.names["organization"]
        self.regions = {
            plain(name) for one, (kind, _) in self.nodes.items() if kind == "region" for name in self.names(one)
        }

    def of(self, kind: str, *, reference: bool = False) -> Iterator[Row]:
        """The facts of a kind; without what the graph knows of itself."""
        return (row for row in self.rows.get(kind, ()) if reference or row.get("method") != "reference")

    def kind(self, identifier: str) -> str:
        """The kind of a node."""
        return self.nodes[identifier][0] if identifier in self.nodes else identifier.partition(":")[0]

    def name(self, identifier: str) -> str:
        """A node's name for people."""
        return str(self.nodes[identifier][1]["name"]) if identifier in self.nodes else identifier

    def names(self, identifier: str) -> list[str]:
        """All that a node is called."""
        if identifier not in self.nodes:
            return [identifier]
        kind, row = self.nodes[identifier]
        names = [row["name"], *(row.get("aliases") or ())]
        if kind == "park":
            names = [full for name in names for full in park_names(name)]
            names += self._other_parks(identifier, names)
        return names

    def _other_parks(self, identifier: str, names: list[str]) -> list[str]:
        """What a person calls a park that lies where this one does, where only the areas before its name differ."""
        if identifier not in self._parks:
            self._parks[identifier] = []  # while its own path is asked for
            areas = [name for place in self._located.get(identifier, ()) for part in self.path(place) for name in part]
            own = [name for place in self._located.get(identifier, ()) for name in self.names(place)]
            for known, path in self.listed.park_paths.items():
                if known not in map(plain, names) and any(plain(name) in path for name in own):
                    around = [*areas, *(one for one in self._divisions if one in path)]
                    if any(same_park(name, known, around) for name in names):
                        self._parks[identifier].append(known)
        return self._parks[identifier]

    def end(self, identifier: str) -> frozenset[str] | None:
        """The names under which a person may list this end; None: an unnamed group."""
        if identifier not in self.nodes:
            return frozenset([identifier])
        kind, row = self.nodes[identifier]
        if kind == "firm" and row.get("group"):
            return None
        tidy = chain_name if kind == "chain" else plain
        names = self.names(identifier)
        out = {tidy(name) for name in names}
        if kind in ("firm", "organization"):
            known = [self.listed.who(name) or "" for name in names if plain(name) in self.actors]
            known = known or [self.listed.who(one) or "" for one in self._in_one_script(names) if one in self.actors]
            known = known or [office for name in names for office in in_full(plain(name), self.actors, self.regions)]
            out = set(known) or out
        if kind == "product" and not out & self.listed.names["product"]:
            out |= {one for one in self._in_one_script(names) if one in self.listed.names["product"]}
        if kind in _PLACES:
            out |= {office for office in self.actors if stands_for(office, names)}
        return frozenset(out)

    @staticmethod
    def _in_one_script(names: list[str]) -> list[str]:
        return [plain(short) for short in map(one_script, names) if short]

    def path(self, identifier: str, depth: int = 0) -> list[list[str]]:
        """The names of the areas that a place lies in, widest first, and its own last."""
        above = self._up.get(identifier) or next(iter(self._located.get(identifier, ())), None)
        before = self.path(above, depth + 1) if above and above != "region:CN" and depth < 9 else []
        return [*before, self.names(identifier)]

    def places(self, identifier: str) -> list[list[list[str]]]:
        """The paths of the places where a node lies."""
        return [self.path(place) for place in self._located.get(identifier, ())]


_GROWTH: Final = re.compile(r"增速|增长|增幅|同比")


def indicator(text: str) -> str:
    """An indicator without year, unit and what parts its lines: 产值·2023年（万元） is 产值. Of growth the span is said by its period.

    >>> indicator("产值·2023年（万元）"), indicator("竹材销量累计增幅%"), indicator("累计产值")
    ('产值', '竹材销量增幅', '累计产值')
    """
    out = _PAREN.sub("", plain(text)) or plain(text)
    if _GROWTH.search(out):
        out = out.removesuffix("%").replace("累计", "") or out
    return out


def observations(row: Row) -> list[Row]:
    """The values of a fact, one record for each period, basis and modality."""
    return [row | one for one in row["series"]] if row.get("series") else [row]


def held(graph: Graph) -> list[Held]:
    """All that a graph holds in the words of a list; without nodes that are only named by facts, and without what it knows of itself."""
    return [*_nodes(graph), *_edges(graph), *_metrics(graph), *_things(graph)]


def _nodes(graph: Graph) -> Iterator[Held]:
    for kind in ("firm", "park"):
        for row in graph.of(kind):
            end = graph.end(row["identifier"])
            if end is not None:
                fields = row | {"paths": graph.places(row["identifier"])}
                yield Held(kind, (end,), fields, row, f"{kind} {row['name']}")


_LISTED_AS: Final = {"located_in": "located_in", "produces": "produces", "consumes": "consumes", "supplies": "supplies",
                     "in_chain": "in_chain", "leads": "leads", "member_of": "member", "lacks": "gap", "steers": "leads",
                     "wanted_for": "wanted"}  # fmt: skip
_ENDS: Final = {"located_in": ("what",), "produces": ("firm", "product"), "consumes": ("firm", "product"),
                "supplies": ("seller", "buyer", "product"), "in_chain": ("product", "chain"), "leads": ("firm", "chain"),
                "member_of": ("firm", "chain"),
                "lacks": ("product", "chain"), "steers": ("office", "chain"), "wanted_for": ("firm", "product")}  # fmt: skip


def _edges(graph: Graph) -> Iterator[Held]:
    for of in EDGES:
        for row in graph.of(of.name):
            told = f"{of.name} " + " - ".join(graph.name(row[end.name]) for end in of.ends)
            kind = _LISTED_AS.get(of.name)
            if kind is None:
                continue
            ends = [graph.end(row[name]) for name in _ENDS[of.name]]
            for one in observations(row):
                yield Held(kind, tuple(ends), one | _around(graph, of.name, row), row, _with_values(told, one))


def _around(graph: Graph, kind: str, row: Row) -> Row:
    if kind == "located_in":
        return {"path": graph.path(row["place"])}
    if kind == "leads":
        return {"role": "链主"}
    if kind == "steers":
        words = next(prop.words for prop in edge_named(kind).properties if prop.name == "role")
        return {"role": dict(words).get(row["role"], row["role"])}
    if kind == "wanted_for":
        return {"from": row.get("origin")}
    if kind == "supplies":
        return {f"{end}_places": graph.places(row[end]) for end in ("seller", "buyer")}
    return {}


def _with_values(told: str, row: Row) -> str:
    keys = (
        "role",
        "value",
        "value_low",
        "value_high",
        "capacity",
        "quantity",
        "planned",
        "planned_low",
        "planned_high",
        "paid",
        "unit",
        "period",
        "basis",
        "modality",
        "status",
        "stage",
    )
    said = ", ".join(f"{key} {row[key]}" for key in keys if row.get(key) is not None)
    return f"{told} ({said})" if said else told


def _metrics(graph: Graph) -> Iterator[Held]:
    subjects: dict[str, list[str]] = defaultdict(list)
    for row in graph.of("concerns"):
        subjects[row["about"]].append(row["subject"])
    for row in graph.of("metric"):
        about = subjects.get(row["identifier"], [])
        products = frozenset(name for one in about if graph.kind(one) == "product" for name in graph.end(one) or ())
        others = [one for one in about if graph.kind(one) != "product"]
        for whom in [graph.end(one) or frozenset() for one in others] or [frozenset()]:
            for one in observations(row):
                told = _with_values(f"metric {row['name']} of {', '.join(map(graph.name, about)) or 'nobody'}", one)
                fields = one | {"products": products}
                yield Held("metric", (whom, frozenset([indicator(row["indicator"])])), fields, row, told)


_PARTS: Final = {
    "project": (("invests_in", "project", "investor", "investors"), ("adds", "project", "product", "products")),
    "agreement": (("party_to", "agreement", "party", "parties"), ("part_of", "whole", "part", "items")),
    "request": (("raises", "request", "raiser", "by"), ("handles", "request", "handler", "handler")),
}


def _things(graph: Graph) -> Iterator[Held]:
    """Projects, agreements and requests with the edges that say who, what and where."""
    for kind, edges in _PARTS.items():
        for row in graph.of(kind):
            one = Held(
                kind, (graph.end(row["identifier"]),), dict(row), row, _with_values(f"{kind} {row['name']}", row)
            )
            for edge, own, other, name in edges:
                for part in graph.of(edge):
                    if part[own] == row["identifier"]:
                        names = graph.end(part[other]) or frozenset()
                        one.parts.append((name, names, f"{edge} {row['name']} - {graph.name(part[other])}"))
            sites = [part["place"] for part in graph.of("sited_in") if part["project"] == row["identifier"]]
            one.fields |= {"paths": [graph.path(place) for place in sites]}
            yield one


def figures(row: Row, name: str) -> Figure:
    """A figure of a graph's row, in the unit that stands beside it."""
    return figure(row, name, row.get("unit"))


def names_of(rows: Iterable[Row]) -> frozenset[str]:
    """The names of nodes."""
    return frozenset(plain(name) for row in rows for name in (row["name"], *(row.get("aliases") or ())))
