"""Everything that can be asked of a graph, as one table, and what is given back in a form that can be compared.

A row of the table is a question and what it is asked with, out of what a graph knows (`Told`). A new question is
a new row: every engine is then asked it of every random world.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from rows import rows

import chanlian as cl
from chanlian.graph.errors import ChanlianError
from chanlian.graph.schema import ALL_AREAS, EDGE_NAMES, NODE_NAMES
from chanlian.queries.answer import Answer, records, unframed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chanlian.graph import Graph

PAST = "2024-06"
THEN_AND_NOW = {"before": "2020", "after": PAST}
KINDS = (*NODE_NAMES, *EDGE_NAMES)


@dataclass(frozen=True)
class Told:
    """What there is to ask about: identifiers and names by kind, facts by kind."""

    known: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def by(cls, graph: Graph) -> Told:
        """All that a graph tells."""
        out = cls()
        for kind in KINDS:
            there = rows(graph, kind)
            out.facts[kind] = [row["fact"] for row in there]
            if kind in NODE_NAMES:
                out.known[kind] = [row["identifier"] for row in there]
                out.names[kind] = sorted({row["name"] for row in there})
        return out

    @property
    def places(self) -> list[str]:
        """Regions and parks, one after the other, so that a few of them are of both."""
        regions, parks = self.known["region"], self.known["park"]
        mixed = [place for pair in zip(regions, parks, strict=False) for place in pair]
        return [*mixed, *regions[len(parks) :], *parks[len(regions) :]]

    @property
    def areas(self) -> list[Any]:
        """Areas to ask: some by identifier, two by name, several as one, and none that is known."""
        named = [*self.names["region"][:1], *self.names["park"][:1]]
        return [*self.places[:4], *named, self.places[:2], self.places[:5], "Nowhere"]


PARTS = 8


def questions(
    told: Told, part: int | None = None, most: int | None = None
) -> Iterator[tuple[str, Callable[[Graph], Any]]]:
    """Every question with what it is asked with, each under a name of its own: all, one of `PARTS` parts, or `most` of each.

    All of them take a new server some minutes, as it plans each text anew for other sorts of parameters. A part has some
    of every question; that a small one leaves out what matters is made up for by the number of graphs.
    """
    for number, (name, question, ways) in enumerate(_table(told)):
        for way, (positional, keyword) in enumerate(ways[:most]):
            if part is not None and (number + way) % PARTS != part:
                continue
            said = ", ".join([*map(repr, positional), *(f"{key}={value!r}" for key, value in keyword.items())])
            yield f"{name}({said})", partial(_call, question, positional, keyword)


def _call(question: Callable[..., Any], positional: tuple[Any, ...], keyword: dict[str, Any], graph: Graph) -> Any:
    return question(graph, *positional, **keyword)


Way = tuple[tuple[Any, ...], dict[str, Any]]


def _table(told: Told) -> list[tuple[str, Callable[..., Any], list[Way]]]:
    areas, places = told.areas, told.places
    firms, products = told.known["firm"], told.known["product"]
    of_area: list[Way] = [((area,), {}) for area in areas]
    zones: list[Way] = [((area,), {"with_zones": True}) for area in areas[:3]]
    zones += [((area,), {"neighbours": True}) for area in areas[:3]]
    past: list[Way] = [((area,), {"as_of": PAST}) for area in areas[:3]]
    levels: list[Way] = [((level,), {}) for level in ALL_AREAS]
    then: list[Way] = [((level,), {"as_of": PAST}) for level in ("park", "county", "province")]
    pairs = list(zip(places, [*places[1:], *places[:1]], strict=True))[:3]
    nodes = [name for names in told.known.values() for name in names[:3]]
    facts = [fact for of in told.facts.values() for fact in of[:2]]
    in_words: list[Way] = [((",".join(area) if isinstance(area, list) else area,), {}) for area in areas]
    chinese: list[Way] = [((area,), {"lang": "zh"}) for area in areas[:2]]
    return [
        ("meta", lambda graph: graph.meta(), [((), {})]),
        ("content_hash", lambda graph: graph.content_hash, [((), {})]),
        ("scan", rows, [((kind,), {}) for kind in (*KINDS, "claim", "removed")]),
        ("gaps", plain(cl.gaps), [*of_area, *zones, *past, *chinese]),
        ("gaps", plain(cl.gaps), [((), {"each": level}) for level in (*ALL_AREAS, "village")]),
        ("gaps", plain(cl.gaps), [((), {"each": level, "as_of": PAST}) for level in ("park", "province")]),
        ("gaps", plain(cl.gaps), [((areas[0],), {"chain": chain}) for chain in told.names["chain"][:2]]),
        ("gaps", plain(cl.gaps), [((areas[0],), {"states": ["missing", "served"]})]),
        ("chain", plain(cl.chain), [*of_area, *zones, *past, *chinese]),
        ("chain", plain(cl.chain), [((areas[0], chain), {}) for chain in told.names["chain"][:2]]),
        ("findings", plain(cl.findings), [*of_area[:3], *zones[:1], *past[:1], *chinese]),
        ("outlets", plain(cl.outlets), [*of_area, *zones, *past]),
        ("matches", plain(cl.matches), [*of_area, *zones, *past]),
        ("matches", plain(cl.matches), [((area,), {"within": 1e5}) for area in areas[:4]]),
        ("pipeline", plain(cl.pipeline), [*of_area, *zones, *past, *chinese]),
        ("pipeline", plain(cl.pipeline), [((area,), {"by": by, "since": PAST}) for area in areas[:3] for by in ("handler", "project")]),
        ("ask", plain(cl.ask), [*of_area, *zones, *past]),
        ("assess", plain(cl.assess), [((), {}), *of_area, *zones, *past, ((areas[0],), {"verdicts": ["weakness", "cause"]})]),
        ("requests", plain(cl.requests), [*of_area, *zones, *past, *chinese]),
        ("requests", plain(cl.requests), [((area,), {"by": "handler", "states": ["open", "settled"]}) for area in areas[:3]]),
        ("progress", plain(cl.progress), [*of_area, *zones, *past, *chinese]),
        ("progress", plain(cl.progress), [((area,), {"by": "responsible"}) for area in areas[:3]]),
        ("sourcing", plain(cl.sourcing), [*of_area, *zones, *past]),
        ("sourcing", plain(cl.sourcing), [((area,), {"each": "firm"}) for area in areas]),
        ("links", plain(cl.links), [*levels, *then, (("village",), {})]),
        ("links", plain(cl.links), [(("county",), {"area": area}) for area in areas]),
        ("links", plain(cl.links), [(("county",), {"between": pair}) for pair in pairs]),
        ("links", plain(cl.links), [(("province",), {"kinds": ["supplies", "owns"]})]),
        ("flows", plain(cl.flows), [*levels, *then]),
        ("flows", plain(cl.flows), [(("county",), {"area": area, "products": bool(n % 2)}) for n, area in enumerate(areas)]),
        ("flows", plain(cl.flows), [(("province",), {"products": True})]),
        ("trace", plain(cl.trace), [((name,), {way: True}) for name in (*firms[:3], *products[:3]) for way in ("up", "down")]),
        ("trace", plain(cl.trace), [((name,), {"up": True, "down": True, "hops": 2, "as_of": PAST}) for name in firms[:2]]),
        ("suppliers", plain(cl.suppliers), [((name,), {}) for name in (*products, *told.names["product"][:2], "?")]),
        ("suppliers", plain(cl.suppliers), [((name,), {"near": near}) for name, near in zip(products, areas, strict=False)]),
        ("suppliers", plain(cl.suppliers), [((name,), {"as_of": PAST}) for name in products[:2]]),
        ("compare", plain(cl.compare), [((name, areas[0]), THEN_AND_NOW) for name in ("gaps", "outlets", "matches", "ask", "requests", "sourcing")]),
        ("compare", plain(cl.compare), [((name, areas[0]), THEN_AND_NOW) for name in ("chain", "findings")]),
        ("compare", plain(cl.compare), [(("list", kind), THEN_AND_NOW) for kind in ("supplies", "agreement", "companies")]),
        ("compare", plain(cl.compare), [((name, "county"), THEN_AND_NOW) for name in ("links", "flows")]),
        ("list", plain(cl.list), [((kind,), {}) for kind in (*KINDS, "companies")]),
        ("list", plain(cl.list), [((kind, areas[n % len(areas)]), {}) for n, kind in enumerate(KINDS)]),
        ("list", plain(cl.list), [((kind,), {"as_of": PAST}) for kind in ("supplies", "located_in", "agreement", "owns")]),
        ("show", plain(cl.show), [((name,), {}) for name in (*nodes, *facts, *told.names["firm"][:2], "0" * 16)]),
        ("show", plain(cl.show), [((name,), {"lang": "zh"}) for name in (*nodes[:6], *facts[-6:])]),
        ("history", plain(cl.history), [((name,), {}) for name in (*nodes, *facts, *told.names["firm"][:2], "0" * 16, "?")]),
        ("history", plain(cl.history), [((name,), {"since": PAST, "lang": "zh"}) for name in nodes[:6]]),
        ("conflicts", plain(cl.conflicts), [((), {}), ((), {"lang": "zh"})]),
        ("info", plain(cl.info), [((), {})]),
        ("region", region, [((name,), {}) for name in (*told.names["region"], *told.known["region"], "玉屏", "?")]),
        ("evidence", cl.evidence, [((told.facts,), {}), ((facts,), {}), (("0" * 16,), {})]),
        ("network", lambda *asked, **how: asdict(cl.network(*asked, **how)), [*of_area, *zones, *past]),
        ("to_networkx", networkx, [((), {}), ((None, ["firm", "source", "supplies"]), {}), *in_words]),
        ("check", plain(cl.check), [((), {})]),
    ]  # fmt: skip


# -- what is given back ----------------------------------------------------------------------


def plain(question: Callable[..., Any]) -> Callable[..., Any]:
    """A question that gives its rows and what it says of itself, as plain values."""

    def asked(*positional: Any, **keyword: Any) -> Any:
        found = unframed(question)(*positional, **keyword)
        if not isinstance(found, Answer):
            found = Answer(tuple(found.columns), records(found), found.attrs)
        # where a graph lies is the one thing that may differ
        attrs = {key: value for key, value in found.attrs.items() if key != "graph"}
        return {"columns": list(found.columns), "rows": found.rows, "attrs": attrs}

    return asked


def region(graph: Graph, name: str) -> Any:
    """What stands for a region, with the graph beside the reference."""
    return plain(cl.region)(name, graph)


def networkx(graph: Graph, *asked: Any, **how: Any) -> Any:
    """Nodes and edges in their order."""
    found = graph.to_networkx(*asked, **how)
    return {"nodes": list(found.nodes(data=True)), "edges": list(found.edges(keys=True, data=True))}


def told_by(graph: Graph, ask: Callable[[Graph], Any]) -> Any:
    """The answer, or the error in both languages; where the graph lies is left out of it."""
    try:
        return ask(graph)
    except ChanlianError as error:
        return {
            "error": type(error).__name__,
            **{lang: error.typed(lang).replace(graph.url, "URL") for lang in ("en", "zh")},
        }


def differences(one: Graph, other: Graph, part: int | None = None, most: int | None = None) -> dict[str, str]:
    """By question, where two graphs answer differently: see `questions` for which are asked."""
    with one.reading(), other.reading():
        return {
            name: found
            for name, ask in questions(Told.by(one), part, most)
            if (found := differing(told_by(one, ask), told_by(other, ask)))
        }


def differing(one: Any, other: Any, where: str = "") -> str | None:
    """Where two answers differ first, and in what; None where they are the same.

    Types count too, and the order of rows; sums that were added up in another order do not.
    """
    if type(one) is not type(other):
        return f"{where}: {one!r} | {other!r}"
    if isinstance(one, float):
        near = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))
        return None if near else f"{where}: {one!r} | {other!r}"
    if isinstance(one, dict):
        if list(one) != list(other):
            return f"{where}: keys {list(one)!r} | {list(other)!r}"
        pairs = [(f"{where}[{key!r}]", value, other[key]) for key, value in one.items()]
    elif isinstance(one, (list, tuple)):
        if len(one) != len(other):
            only = [x for x in one if x not in other], [x for x in other if x not in one]
            return (
                f"{where}: {len(one)} | {len(other)} long; only in the one {only[0]!r}, only in the other {only[1]!r}"
            )
        pairs = [(f"{where}[{n}]", x, y) for n, (x, y) in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{where}: {one!r} | {other!r}"
    return next((found for pair in pairs if (found := differing(pair[1], pair[2], pair[0]))), None)
