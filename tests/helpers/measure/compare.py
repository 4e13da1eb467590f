"""A graph against a person's list: which facts are found, found in part, contradicted or missing, and what of the graph is false.

Every fact of the graph is accounted for: it is one of the list, or the list implies it, or it is false.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from chanlian.graph.schema import EDGES

from .fields import judged
from .held import Graph, Held, Row, held, indicator
from .listed import Fact, Listed, several
from .words import chain_name, lies, plain
from .workbook import Read


@dataclass
class Outcome:
    """What became of one fact of a list."""

    fact: Fact
    state: str
    """found, partly, wrong (ends right, something contradicts) or missing."""
    fields: list[str] = field(default_factory=list)
    by: Held | None = None
    """The fact of the graph that it was held against."""


@dataclass
class False_:
    """A fact of a graph that the list contradicts or does not contain."""

    told: str
    why: str
    locator: str


@dataclass
class Compared:
    """A whole comparison."""

    outcomes: list[Outcome]
    false: list[False_]


_OWN_ENDS: Final = {
    "firm": ("name",), "park": ("name",), "located_in": ("what",), "produces": ("firm", "product"), "consumes": ("firm", "product"),
    "supplies": ("seller", "buyer", "product"), "in_chain": ("product", "chain"), "gap": ("product", "chain"),
    "member": ("firm", "chain"), "leads": ("firm", "chain"), "wanted": ("firm", "product"), "metric": ("subject", "indicator"),
    "project": ("name",), "agreement": ("name",), "request": ("text",),
}  # fmt: skip


def ends_of(fact: Fact, listed: Listed) -> tuple[str | None, ...]:
    """The ends of a fact of a list, in the order of those of a graph's fact."""
    out: list[str | None] = []
    for name in _OWN_ENDS[fact.kind]:
        value = fact.get(name)
        tidy = chain_name if name == "chain" else indicator if name == "indicator" else listed.who
        out.append(None if value is None else tidy(value))
    return tuple(out)


def compared(read: Read, listed: Listed) -> Compared:
    """Hold what a graph has of a workbook against a list."""
    graph = Graph(read, listed)
    all_held = held(graph)
    _owners(graph, all_held)
    by_kind: dict[str, list[Held]] = defaultdict(list)
    for one in all_held:
        by_kind[one.kind].append(one)
    right: set[int] = set()
    reasons: dict[int, str] = {}
    outcomes = []
    groups: dict[tuple[str, tuple[str | None, ...]], list[Fact]] = defaultdict(list)
    for fact in listed.facts:
        groups[fact.kind, ends_of(fact, listed)].append(fact)
    for fact in listed.facts:
        if fact.kind == "located_in":
            continue
        ends = ends_of(fact, listed)
        candidates = [one for one in by_kind[fact.kind] if _same_ends(fact.kind, ends, one)]
        if fact.get("same_as"):
            candidates = [one for one in candidates if plain(fact.get("name")) in called(one)]
        outcomes.append(_best(fact, candidates, groups[fact.kind, ends], listed, right, reasons))
    # what the best match of another fact proves right contradicts nothing
    for one in outcomes:
        if one.state == "wrong" and id(one.by) in right:
            one.state, one.fields, one.by = "missing", [], None
    outcomes += _places(by_kind["located_in"], graph, listed, right, reasons)
    order = {id(fact): number for number, fact in enumerate(listed.facts)}
    outcomes.sort(key=lambda one: order[id(one.fact)])
    _offices(graph, outcomes, listed)
    _trade(graph, outcomes, listed)
    false = [
        *_false_held(all_held, right, reasons, graph, listed),
        *_false_parts(outcomes, listed),
        *_false_rest(graph, listed, outcomes),
    ]
    return Compared(outcomes, sorted(false, key=lambda one: (one.told, one.why, one.locator)))


def called(one: Held) -> set[str]:
    """All that a node is called."""
    return {plain(name) for name in (one.fields["name"], *(one.fields.get("aliases") or ()))}


def _same_ends(kind: str, ends: tuple[str | None, ...], one: Held) -> bool:
    pairs = list(zip(ends, one.ends, strict=True))
    if kind == "metric":
        (subject, names), (name, has) = pairs
        known = next(iter(has or ()))
        return (
            subject in (names or ())
            and name is not None
            and (name == known or (min(len(name), len(known)) > 1 and (name in known or known in name)))
        )
    if kind == "request":
        return any(
            ends[0] == name or (len(name) > 3 and (name in str(ends[0]) or str(ends[0]) in name))
            for name in one.ends[0] or ()
        )
    return all(names is None if end is None else names is not None and end in names for end, names in pairs)


def _best(
    fact: Fact, candidates: list[Held], beside: Sequence[Fact], listed: Listed, right: set[int], reasons: dict[int, str]
) -> Outcome:
    """The candidate that says most of a fact; every one that contradicts none of it is accounted for."""
    verdicts = [(one, *judged(fact, one, beside, listed)) for one in candidates]
    for one, _, wrong in verdicts:
        if wrong:
            reasons.setdefault(id(one), f"contradicts in {', '.join(wrong)}: {fact.text()}")
        else:
            right.add(id(one))
    if not verdicts:
        return Outcome(fact, "missing")
    exact = ends_of(fact, listed)[-1]
    one, missing, wrong = min(
        verdicts,
        key=lambda got: (len(got[2]), len(got[1]), exact not in (got[0].ends[-1] or ()), got[0].told, got[0].locator),
    )
    if wrong:
        return Outcome(fact, "wrong", wrong, one)
    return Outcome(fact, "partly" if missing else "found", missing, one)


def _owners(graph: Graph, all_held: list[Held]) -> None:
    """Who owns each firm, for branches."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in graph.of("owns"):
        owners[row["owned"]] |= graph.end(row["owner"]) or frozenset()
    for one in all_held:
        if one.kind == "firm":
            one.fields["owners"] = owners.get(one.row["identifier"], set())


def _places(
    all_held: list[Held], graph: Graph, listed: Listed, right: set[int], reasons: dict[int, str]
) -> list[Outcome]:
    """Where things lie: the same place first; then a finer one that another fact states; then what is only broader."""
    out = []
    facts = [one for one in listed.facts if one.kind == "located_in"]
    parks = [(listed.who(one.get("name")), one) for one in listed.facts if one.kind == "park"]
    mine: dict[int, list[tuple[Held, str | None]]] = {}
    for fact in facts:
        ends = ends_of(fact, listed)
        mine[id(fact)] = [
            (one, lies(fact.get("path"), one.fields["path"])) for one in all_held if _same_ends("located_in", ends, one)
        ]
        right |= {id(one) for one, how in mine[id(fact)] if how in ("same", "loose")}
    for name, fact in parks:
        if fact.get("path"):
            right |= {
                id(one)
                for one in all_held
                if name in (one.ends[0] or ())
                and lies(fact.get("path"), one.fields["path"]) in ("same", "inside", "broader")
            }
    for fact in facts:
        same = [one for one, how in mine[id(fact)] if how == "same"]
        inside = [one for one, how in mine[id(fact)] if how == "inside" and id(one) in right]
        broader = [one for one, how in mine[id(fact)] if how in ("broader", "loose")]
        if same or inside:
            basis = not same or any((one.fields.get("basis") or "stated") == fact.get("basis") for one in same)
            out.append(Outcome(fact, "found" if basis else "partly", [] if basis else ["basis"], (same or inside)[0]))
        elif broader:
            free = [one for one in broader if id(one) not in right]
            right |= {id(one) for one in broader}
            out.append(Outcome(fact, "partly", ["place"], (free or broader)[0]))
        elif mine[id(fact)]:
            one = mine[id(fact)][0][0]
            others = id(one) in right
            reasons.setdefault(id(one), f"contradicts in place: {fact.text()}")
            out.append(
                Outcome(fact, "missing" if others else "wrong", [] if others else ["place"], None if others else one)
            )
        else:
            out.append(Outcome(fact, "missing"))
    return out


def _offices(graph: Graph, outcomes: list[Outcome], listed: Listed) -> None:
    """Offices that are held as the region or park itself lie there; as an organization they are no firms, but there."""
    areas = {
        office: identifier
        for identifier, (kind, _) in graph.nodes.items()
        if kind in ("region", "park")
        for office in sorted((graph.end(identifier) or frozenset()) & listed.names["firm"])
    }
    used = {end for edge in EDGES for row in graph.of(edge.name) for end in (row[one.name] for one in edge.ends)}
    organizations = {name for row in graph.of("organization") for name in graph.end(row["identifier"]) or ()}
    for one in outcomes:
        if one.state != "missing":
            continue
        who = listed.who(one.fact.get("what") or one.fact.get("name") or "")
        if (
            one.fact.kind == "located_in"
            and who in areas
            and areas[who] in used
            and lies(one.fact.get("path"), graph.path(areas[who])) == "same"
        ):
            one.state = "found"
        elif one.fact.kind == "firm" and (who in organizations or (who in areas and areas[who] in used)):
            one.state = "found"


def _trade(graph: Graph, outcomes: list[Outcome], listed: Listed) -> None:
    """A supply whose product nobody names is known as trade between the two."""
    pairs = {
        frozenset((a, b))
        for row in graph.of("cooperates_with")
        if row.get("what") in ("供货", "采购")
        for a in graph.end(row["a"]) or ()
        for b in graph.end(row["b"]) or ()
    }
    for one in outcomes:
        fact = one.fact
        if fact.kind == "supplies" and one.state == "missing" and not fact.get("product"):
            ends = frozenset(ends_of(fact, listed)[:2])
            if ends in pairs:
                fields = ["value"] if any(key.startswith("value") for key in fact.said) else []
                one.state, one.fields = ("partly", fields) if fields else ("found", [])


def _false_held(
    all_held: list[Held], right: set[int], reasons: dict[int, str], graph: Graph, listed: Listed
) -> list[False_]:
    implied = _implied(listed)
    out = []
    for one in all_held:
        if id(one) in right:
            continue
        why = reasons.get(id(one))
        if why is None and _is_implied(one, implied, graph, listed):
            continue
        out.append(False_(one.told, why or "nobody states it", one.locator))
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
    for fact in listed.facts:
        for end in ("seller", "buyer"):
            if fact.kind == "supplies" and fact.get(f"{end}_place") and listed.who(fact.get(end)) in one.ends[0]:
                paths = several(fact.get(f"{end}_path")) or several(fact.get(f"{end}_place"))
                names = {plain(name) for names in one.fields["path"] for name in names}
                if any(
                    lies(path, one.fields["path"]) in ("same", "inside", "broader") or plain(path) in names
                    for path in paths
                ):
                    return True
    return False


def _false_parts(outcomes: list[Outcome], listed: Listed) -> list[False_]:
    """Investors, parties, products and handlers that a list does not name for that thing."""
    wanted: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    things: dict[int, Held] = {}
    for one in outcomes:
        if one.by is not None and one.by.parts:
            things[id(one.by)] = one.by
            for name in {field for field, _, _ in one.by.parts}:
                wanted[id(one.by)][name] |= {listed.who(text) or "" for text in several(one.fact.get(name))}
    return [
        False_(told, f"not among the {name}", thing.locator)
        for key, thing in things.items()
        for name, names, told in thing.parts
        if not names & wanted[key][name]
    ]


_BESIDE: Final = (
    "part_of",
    "adds",
    "invests_in",
    "party_to",
    "raises",
    "handles",
    "sited_in",
    "concerns",
    "covers",
    "borders",
)
"""Edges that are judged with the things that they belong to."""


def _false_rest(graph: Graph, listed: Listed, outcomes: list[Outcome]) -> list[False_]:
    """Nodes that are only named by facts, and kinds of facts that no list has: their texts must at least stand in the workbook."""
    texts = {plain(text) for sheet in graph.read.cells.values() for line in sheet for text in line if text}
    trade = {frozenset(ends_of(one.fact, listed)[:2]) for one in outcomes if one.fact.kind == "supplies"}
    out = []
    for kind in ("product", "chain", "organization", "measure", "region"):
        known = listed.names.get({"organization": "firm"}.get(kind, kind), frozenset())
        for row in graph.of(kind):
            if not (graph.end(row["identifier"]) or frozenset()) & known and not (kind == "region" and row.get("code")):
                out.append(_told(graph, kind, row, "nobody names it"))
    for row in graph.of("source"):
        name = plain(row["name"])
        if any(name in names for names in listed.names.values()):
            out.append(_told(graph, "source", row, "a person reads something else in it"))
        elif row["name"] != graph.read.path.name and name not in texts:
            out.append(_told(graph, "source", row, "stands in no cell"))
    for kind in ("industry", "facility"):
        out += [
            _told(graph, kind, row, "stands in no cell")
            for row in graph.of(kind)
            if not any(plain(row["name"]) in text for text in texts)
        ]
    judged_kinds = {"located_in", "produces", "consumes", "supplies", "in_chain", "leads", *_BESIDE}
    for edge in EDGES:
        if edge.name in judged_kinds:
            continue
        for row in graph.of(edge.name):
            ends = [graph.end(row[end.name]) or frozenset() for end in edge.ends]
            if edge.name == "cooperates_with" and any(frozenset((a, b)) in trade for a in ends[0] for b in ends[1]):
                continue
            if edge.name == "in_industry" and any(plain(graph.name(row["industry"])) in text for text in texts):
                continue
            if edge.name == "owns" and any(one.fact.get("branch_of") and one.state == "found" for one in outcomes):
                continue
            kinds = {graph.kind(row[end.name]) for end in edge.ends}
            if kinds in ({"firm", "chain"}, {"product", "chain"}, {"firm", "product"}):
                continue  # judged as member, gap or wanted
            out.append(_told(graph, edge.name, row, "nobody states it"))
    return out


def _told(graph: Graph, kind: str, row: Row, why: str) -> False_:
    ends = [graph.name(row[end.name]) for edge in EDGES if edge.name == kind for end in edge.ends]
    return False_(f"{kind} {' - '.join(ends) or row['name']}", why, row.get("locator") or "")
