"""What of a graph is false: the list contradicts it or does not contain it, and nothing of the list implies it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chanlian.graph.schema import EDGES

from .held import Graph, Held
from .listed import Listed, several
from .outcome import Outcome, ends_of
from .words import lies, plain
from .workbook import Row


@dataclass
class Falsehood:
    """A fact of a graph that the list contradicts or does not contain."""

    told: str
    why: str
    locator: str


def false_facts(
    all_held: list[Held],
    right: set[int],
    reasons: dict[int, str],
    outcomes: list[Outcome],
    graph: Graph,
    listed: Listed,
) -> list[Falsehood]:
    """All of them, in one order. `right` are what contradicts no fact of the list, `reasons` what each other one contradicts."""
    found = [
        *_contradicting(all_held, right, reasons, graph, listed), *_parts(outcomes, listed), *_nodes(graph, listed), *_sources(graph, listed),
        *_edges(graph, listed, outcomes),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.told, one.why, one.locator))


def _contradicting(
    all_held: list[Held], right: set[int], reasons: dict[int, str], graph: Graph, listed: Listed
) -> list[Falsehood]:
    implied = _implied(listed)
    out = []
    for one in all_held:
        if id(one) in right:
            continue
        why = reasons.get(id(one))
        if why is None and _is_implied(one, implied, graph, listed):
            continue
        out.append(Falsehood(one.told, why or "nobody states it", one.locator))
    return out


def _implied(listed: Listed) -> set[tuple[str, str | None, str]]:
    """What a list implies: who is sold something uses it, who sells it has it, and what a project will make."""
    out = set()
    for fact in listed.facts:
        if fact.kind == "supplies" and fact.get("product"):
            seller, buyer, product = ends_of(fact, listed)
            out |= {("produces", seller, str(product)), ("consumes", buyer, str(product))}
    return out


def _is_implied(one: Held, implied: set[tuple[str, str | None, str]], graph: Graph, listed: Listed) -> bool:
    if one.kind == "firm":
        return bool((one.ends[0] or frozenset()) & listed.names["firm"])
    if one.kind == "park":
        names = one.ends[0] or frozenset()
        known = listed.names["park"]
        return bool(names & known) or any(
            len(a) > 4 and (a.endswith(b) or b.endswith(a)) for a in names for b in known if len(b) > 4
        )
    if one.kind in ("produces", "consumes"):
        plain_one = all(one.fields.get(key) is None for key in ("capacity", "quantity", "capacity_low", "quantity_low"))
        made = one.fields.get("role") in (None, "product")
        pairs = {(one.kind, who, what) for who in one.ends[0] or () for what in one.ends[1] or ()}
        return plain_one and made and bool(pairs & implied)
    if one.kind == "located_in":
        return _place_implied(one, graph, listed)
    return False


def _place_implied(one: Held, graph: Graph, listed: Listed) -> bool:
    """Where sellers and buyers of a list come from, where parks of its paths lie, and whatever an unnamed group is called after."""
    if one.ends[0] is None:
        return True  # judged with the supply whose seller it is
    if graph.kind(one.row["what"]) == "park":
        own = graph.path(one.row["what"])
        paths = [fact.get("path") for fact in listed.facts if fact.get("path")]
        return any(lies(path, own) == "same" for path in paths)
    if one.ends[0] & listed.handlers and any(
        plain(graph.name(one.row["what"])).startswith(plain(name)) for name in one.fields["path"][-1]
    ):
        return True  # 市供电公司 in a sheet of 樟树市 is 樟树市供电公司
    for fact in listed.facts:
        for end in ("seller", "buyer"):
            if fact.kind == "supplies" and fact.get(f"{end}_place") and listed.who(fact.get(end)) in one.ends[0]:
                paths = several(fact.get(f"{end}_path")) or several(fact.get(f"{end}_place"))
                names = {plain(name) for names in one.fields["path"] for name in names}
                if any(lies(path, one.fields["path"]) in ("same", "broader") or plain(path) in names for path in paths):
                    return True
    return False


def _parts(outcomes: list[Outcome], listed: Listed) -> list[Falsehood]:
    """Investors, parties, products and handlers that a list does not name for that thing."""
    wanted: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    things: dict[int, Held] = {}
    for one in outcomes:
        if one.by is not None and one.by.parts:
            things[id(one.by)] = one.by
            for name in {field for field, _, _ in one.by.parts}:
                wanted[id(one.by)][name] |= {listed.who(text) or "" for text in several(one.fact.get(name))}
    return [
        Falsehood(told, f"not among the {name}", thing.locator)
        for key, thing in things.items()
        for name, names, told in thing.parts
        if not names & wanted[key][name]
    ]


def _nodes(graph: Graph, listed: Listed) -> Iterator[Falsehood]:
    """Nodes that are only named by facts: a person names them too, or, where lists have no such kind, they stand in a cell."""
    for kind in ("product", "chain", "organization", "measure", "region"):
        known = listed.names.get(kind, frozenset())
        for row in graph.of(kind):
            official = kind == "region" and row.get("code")
            if not official and not (graph.end(row["identifier"]) or frozenset()) & known:
                yield _told(graph, kind, row, "nobody names it")
    for kind in ("industry", "facility"):
        for row in graph.of(kind):
            if not _stands(graph, row["name"]):
                yield _told(graph, kind, row, "stands in no cell")


def _sources(graph: Graph, listed: Listed) -> Iterator[Falsehood]:
    """Sources but the file itself stand in a cell, as no firm or product."""
    for row in graph.of("source"):
        if any(plain(row["name"]) in names for names in listed.names.values()):
            yield _told(graph, "source", row, "a person reads something else in it")
        elif row["name"] != graph.read.path.name and not _stands(graph, row["name"]):
            yield _told(graph, "source", row, "stands in no cell")


_JUDGED: Final = frozenset((
    "located_in", "produces", "consumes", "supplies", "in_chain", "leads",
    "part_of", "adds", "invests_in", "party_to", "raises", "handles", "sited_in",
))  # fmt: skip
"""Edges that are judged as facts of their own or with the things that they belong to."""


def _edges(graph: Graph, listed: Listed, outcomes: list[Outcome]) -> Iterator[Falsehood]:
    """Edges of kinds that no list has."""
    trade = {frozenset(ends_of(one.fact, listed)[:2]) for one in outcomes if one.fact.kind == "supplies"}
    named = frozenset(name for names in listed.names.values() for name in names)
    branches = {
        (listed.who(one.get("branch_of")), listed.who(one.get("name"))) for one in listed.facts if one.get("branch_of")
    }
    for edge in EDGES:
        for row in graph.of(edge.name) if edge.name not in _JUDGED else ():
            ends = [graph.end(row[end.name]) or frozenset() for end in edge.ends]
            pairs = {(a, b) for a in ends[0] for b in ends[1]}
            if edge.name in ("member_of", "lacks", "steers", "wanted_for"):
                continue  # judged as member, gap, leads or wanted
            known = (
                (edge.name == "cooperates_with" and bool({frozenset(pair) for pair in pairs} & trade))
                or (edge.name == "owns" and bool(pairs & branches))
                or (edge.name == "concerns" and (graph.kind(row["about"]) == "metric" or bool(ends[1] & named)))
                or (edge.name == "in_industry" and _stands(graph, graph.name(row["industry"])))
            )
            if not known:
                yield _told(graph, edge.name, row, "nobody states it")


def _stands(graph: Graph, text: str) -> bool:
    """Whether a text stands in the workbook."""
    cells = (cell for sheet in graph.read.cells.values() for line in sheet for cell in line if cell)
    return any(plain(text) in plain(cell) for cell in cells)


def _told(graph: Graph, kind: str, row: Row, why: str) -> Falsehood:
    ends = [graph.name(row[end.name]) for edge in EDGES if edge.name == kind for end in edge.ends]
    return Falsehood(f"{kind} {' - '.join(ends) or row['name']}", why, row.get("locator") or "")
