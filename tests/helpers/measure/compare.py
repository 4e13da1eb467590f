"""A graph against a person's list: which facts are found, found in part, contradicted or missing, and what of the graph is false.

Every fact of the graph is accounted for: it is one of the list, or the list implies it, or it is false.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chanlian.graph.schema import EDGES

from .falsehoods import Falsehood, false_facts
from .fields import judged
from .held import Graph, Held, held
from .listed import Fact, Listed, several
from .outcome import Outcome, called, ends_of, same_ends
from .places import placed
from .values import DONE
from .words import figure, lies, plain, same_figure
from .workbook import Read


@dataclass
class Compared:
    """A whole comparison."""

    outcomes: list[Outcome]
    false: list[Falsehood]


def compared(read: Read, listed: Listed) -> Compared:
    """Hold what a graph has of a workbook against a list."""
    listed.titled = read.titled()
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
        candidates = [one for one in by_kind[fact.kind] if same_ends(fact.kind, ends, one)]
        if fact.get("same_as"):
            candidates = [one for one in candidates if plain(fact.get("name")) in called(one)]
        done = _best(fact, candidates, groups[fact.kind, ends], listed, right, reasons)
        if not candidates:
            done = _in_parts(fact, by_kind[fact.kind], listed, right) or done
        if not candidates and fact.kind == "metric" and fact.get("product"):
            done = _by_product(fact, by_kind["metric"], listed, right) or done
        outcomes.append(done)
    # what the best match of another fact proves right contradicts nothing
    for done in outcomes:
        if done.state == "wrong" and id(done.by) in right:
            done.state, done.fields, done.by = "missing", [], None
    outcomes += placed(by_kind["located_in"], listed, right, reasons)
    order = {id(fact): number for number, fact in enumerate(listed.facts)}
    outcomes.sort(key=lambda one: order[id(one.fact)])
    _offices(graph, outcomes, listed)
    _trade(graph, outcomes, listed)
    _spent(outcomes, listed)
    return Compared(outcomes, false_facts(all_held, right, reasons, outcomes, graph, listed))


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


def _in_parts(fact: Fact, all_held: list[Held], listed: Listed, right: set[int]) -> Outcome | None:
    """Several products in one text, each held by itself: right where none is given a figure that is of all."""
    products = several(fact.get("product"))
    if fact.kind not in ("supplies", "wanted") or len(products) < 2:
        return None
    parts = []
    for product in products:
        part = Fact(
            fact.kind,
            {key: said for key, said in fact.said.items() if key not in _OF_ALL} | {"product": product},
            fact.cell,
        )
        ends = ends_of(part, listed)
        verdicts = [(one, *judged(part, one, [part], listed)) for one in all_held if same_ends(fact.kind, ends, one)]
        fit = [(one, missing) for one, missing, wrong in verdicts if not wrong]
        right |= {id(one) for one, _ in fit}
        if fit:
            parts.append(min(fit, key=lambda got: (len(got[1]), got[0].told)))
    if not parts:
        return None
    missing = sorted({name for _, names in parts for name in names})
    missing += ["product"] if len(parts) < len(products) else []
    missing += ["value"] if any(key in fact.said for key in _OF_ALL - {"unit", "modality"}) else []
    return Outcome(fact, "partly" if missing else "found", missing, parts[0][0])


_OF_ALL: Final = frozenset((
    "value", "value_low", "value_high", "quantity", "quantity_low", "quantity_high", "unit", "modality", "planned",
))  # fmt: skip
"""What is said of several products together."""


def _by_product(fact: Fact, all_held: list[Held], listed: Listed, right: set[int]) -> Outcome | None:
    """An indicator of a product that is held by the product's name (with its group's before it), as its header says: its own word is lost."""
    product = plain(fact.get("product"))
    for one in all_held:
        whom, names = one.ends
        named = any(name.endswith(product) for name in names or ())
        if named and not one.fields["products"] and listed.who(fact.get("subject")) in (whom or ()):
            missing, wrong = judged(fact, one, [fact], listed)
            if not wrong and "value" not in missing and fact.get("value") is not None and fact.get("unit"):
                right.add(id(one))
                return Outcome(fact, "partly", sorted({*missing, "indicator"} - {"product"}), one)
    return None


def _owners(graph: Graph, all_held: list[Held]) -> None:
    """Who owns each firm, for branches."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in graph.of("owns"):
        owners[row["owned"]] |= graph.end(row["owner"]) or frozenset()
    for one in all_held:
        if one.kind == "firm":
            one.fields["owners"] = owners.get(one.row["identifier"], set())


def _offices(graph: Graph, outcomes: list[Outcome], listed: Listed) -> None:
    """Offices that are held as the region or park itself lie there; as an organization they are no firms, but there."""
    areas = {
        office: identifier
        for identifier, (kind, _) in graph.nodes.items()
        if kind in ("region", "park")
        for office in sorted((graph.end(identifier) or frozenset()) & graph.actors)
    }
    used = {end for edge in EDGES for row in graph.of(edge.name) for end in (row[one.name] for one in edge.ends)}
    organizations = {name for row in graph.of("organization") for name in graph.end(row["identifier"]) or ()}
    for one in outcomes:
        who = listed.who(one.fact.get("what") or one.fact.get("name") or "")
        held_as_area = who in areas and areas[who] in used
        lies_there = held_as_area and lies(one.fact.get("path") or "", graph.path(areas[who or ""])) == "same"
        named = one.fact.kind == "firm" and (held_as_area or who in organizations)
        if one.state == "missing" and (named or (one.fact.kind == "located_in" and lies_there)):
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


def _spent(outcomes: list[Outcome], listed: Listed) -> None:
    """What a list says as an indicator of a project is found where the project has it."""
    spent = {
        one.fact.get("name"): one.by
        for one in outcomes
        if one.fact.kind == "project" and one.by is not None and one.state in ("found", "partly")
    }
    for one in outcomes:
        by = spent.get(one.fact.get("subject"))
        told = listed.of_project(one.fact.get("subject"), DONE) if one.fact.kind == "metric" and by else []
        if by and one.state == "missing" and len(told) == 1 and told[0] is one.fact.said:
            held_as = next(
                (figure(by.fields, key) for key in ("completed", "paid") if by.fields.get(key) is not None), None
            )
            if held_as and same_figure(figure(one.fact.said, "value", one.fact.get("unit")), held_as) is None:
                one.state, one.by = "found", by
