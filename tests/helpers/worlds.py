"""Whole small graphs at random, as plain data: what an engine may be told, whatever it is.

A world is a list of loads, each of one source: the source's row, and rows by kind without their evidence's
source. The same code deals it out of a number (`seeded`, `dealt`: for quick loops) or lets hypothesis draw it
(`worlds()`), since all it does is choose among a few values, the simplest first. smaller.py takes out of a
world what a failure does not need.

All places (but those with official codes), firms and facts are invented.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from choices import Choice, Dealt, drawn

from chanlian.graph import Batch
from chanlian.graph.schema import (
    ANY,
    EDGE_NAMES,
    EDGES,
    NODE_NAMES,
    Edge,
    Property,
    edge,
    key_columns,
    node,
    properties,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hypothesis import strategies as st

Row = dict[str, Any]
Load = tuple[Row | None, dict[str, list[Row]]]
"""What is said of the source (none: nobody says it), and rows by kind."""
World = list[Load]


# -- worlds and batches ----------------------------------------------------------------------


def worlds() -> st.SearchStrategy[World]:
    """Worlds as hypothesis draws them."""
    out: st.SearchStrategy[World] = drawn(make_world)
    return out


def dealt(number: int) -> World:
    """The world of a number."""
    return make_world(Dealt(Random(number)))  # noqa: S311  # the same world every time is what is wanted


def seeded(number: int) -> list[Callable[[], Batch]]:
    """Functions that make the batches of the world of a number."""
    return [partial(batch_of, load) for load in dealt(number)]


def batches(world: World) -> list[Batch]:
    """Fresh batches of a world, in the order in which they are written."""
    return [batch_of(load) for load in world]


def batch_of(load: Load) -> Batch:
    """A load as a batch; rows are numbered from 1 within their kind."""
    said, tables = load
    out = Batch()
    evidence: Row = {"method": "table"}
    if said is not None:
        out.add("source", [{"row": 0, **said}])
        evidence["source"] = said["identifier"]
    for kind, rows in tables.items():
        out.add(kind, [{**evidence, **row, "row": number} for number, row in enumerate(rows, start=1)])
    return out


# -- what may be said ------------------------------------------------------------------------

SOURCES = ("s", "r", "q")
REGIONS = {
    "520622": ("玉屏侗族自治县", "county", "520600", (27.2358, 108.9064)),
    "X-1a": ("甲县", "county", "X-1", (0.0, 0.0)),
    "431227": ("新晃侗族自治县", "county", "431200", (27.3527, 109.1749)),
    "520600": ("铜仁市", "prefecture", "520000", (None, None)),
    "X-1": ("A province", "province", "X", (0.0, 1.0)),
    "520000": ("贵州省", "province", "CN", (None, None)),
    "431200": ("怀化市", "prefecture", "430000", (None, None)),
    "441900": ("东莞市", "prefecture", "440000", (23.0207, 113.7518)),  # has no counties
    "CN": ("中国", "country", None, (None, None)),
    "X": ("𠮷国", "country", None, (None, None)),
    "X-1b": ("甲县", "county", "X-1", (0.0, 1.0)),  # of the same name as another
    "X-1t": ("a 'town' \\", "township", "X-1a", (None, None)),
    "500101": ("万州区", "county", "500000", (30.8077, 108.4087)),  # has no prefecture
}
"""Name, level, what it is part of, point. Official divisions, and those of an invented country."""
NAMES = ("", "甲", "Zeta", "zeta", "𠮷野", "￥元", "🧪 Lab", 'O\'Brien "x"', "back\\slash", "$name {kinds}", "100%", "a|b", "é")  # fmt: skip
"""Names that are written after the letter of a node, so that most are its own; the empty one the simplest."""
LETTERS = "ABCDEFGH"
MOST = {
    "region": 5, "park": 4, "firm": 8, "product": 6, "industry": 2, "chain": 2, "project": 3, "agreement": 2,
    "measure": 2, "metric": 3, "request": 2, "organization": 2, "facility": 2, "assessment": 3, "event": 2,
    "supplies": 14, "located_in": 6, "covers": 3, "part_of": 4, "borders": 3, "in_industry": 2, "produces": 7, "consumes": 5,
    "cooperates_with": 3, "owns": 3, "input_of": 6, "kind_of": 4, "in_chain": 4, "leads": 2, "party_to": 4, "concerns": 5,
    "invests_in": 2, "sited_in": 3, "adds": 2, "serves": 2, "connects": 3, "raises": 2, "handles": 1, "blocks": 2,
    "member_of": 3, "lacks": 2, "steers": 2, "wanted_for": 2, "harms": 2, "answers": 2, "held_in": 1, "takes_part": 2,
}  # fmt: skip
LEAST = {"region": 2, "firm": 4, "product": 3, "supplies": 4, "produces": 3, "consumes": 1}
"""So many are made in a first load, and at most `MOST` of them; what is made twice is one."""
DATES = ("2024", "2025-05-24", "2023", "2024-H1", "2025-H2", "2024-Q3", "2025-05", "2024-12-31", "2026", "2024-02")
PERIODS = (*DATES, "2024-01/2024-05", "2023-10/2024-03")
VALUES: dict[str, tuple[Any, ...]] = {
    "text": ("x", "甲", "𠮷\"'\\", "￥"),
    "number": (0.0, 1.0, 0.1 + 0.2, -3.5, 1e12),
    "integer": (0, 1, 2, 12),
    "boolean": (False, True),
    "date": DATES,
    "period": PERIODS,
    "share": (0.0, 0.51, 1.0, 1 / 3),
    "money": (100.0, 30.0, 0.0, 0.1, 1e10),
    "quantity": (0.0, 10.0, 7.5, 100.0),
    "list": (["x"], ["上游", "中游"], ["𠮷", "￥"]),
}  # fmt: skip
SPECIAL: dict[str, tuple[Any, ...]] = {
    "unit": ("t", "t", "kg", "吨"),
    "indicator": ("firms", "firms", "产值"),
    "lat": (0.0, 1.0, 27.0), "lon": (0.0, 1.0, 109.0),
    "credit_code": ("91520622MA6E4U1A0N", "X1"),
    "ref": ("1", "合同'2"), "route": (1, 2),
    "aim": ("fill",), "contact": ("line", "corner"),
}  # fmt: skip
"""Values of single properties, by name, where those of their type would not do."""
OFTEN = {"level", "indicator", "value", "role", "own_area", "joint", "stage", "quantity", "capacity"}
"""Properties that are said more often than left out."""


def make_world(choose: Choice) -> World:
    """One to three loads; a later one adds nodes and edges, and says other things of what is known."""
    known: dict[str, list[str]] = {}
    facts: list[tuple[str, Row]] = []
    return [make_load(choose, known, facts) for _ in range(choose.one((1, 1, 2, 3)))]


def make_load(choose: Choice, known: dict[str, list[str]], facts: list[tuple[str, Row]]) -> Load:
    """A load that may speak of what is `known` and repeat `facts`; both take in what it adds."""
    first = not known
    said = [(kind, row) for kind in NODE_NAMES[1:] for row in _nodes(choose, kind, first=first)]
    # every firm may have a primary place, and edges may name whatever is known by now
    for kind, row in said:
        names = known.setdefault(kind, [])
        if row["identifier"] not in names:
            names.append(row["identifier"])
    said += _places(choose, said, known)
    for of in EDGES:
        # later loads say less
        most = MOST[of.name] if first else (MOST[of.name] + 2) // 3
        if all(any(known.get(kind) for kind in end.kinds) for end in of.ends):
            least = LEAST.get(of.name, 0) if first else 0
            said += [(of.name, row) for row in choose.many(partial(_edge, of=of, known=known), most, least) if row]
    if facts:
        said += choose.many(partial(_again, facts=facts), 5)
    facts += said
    return _source(choose), _once(said)


def _source(choose: Choice) -> Row | None:
    name = choose.one((*SOURCES, *SOURCES, None))
    if name is None:
        return None
    row = {"identifier": f"source:{name}", "name": choose.one((name, f"{name} 的来源", "𠮷《\"x'》"))}
    published = choose.one((None, "2025-05-30", "2024", "2025-H1", "2024-Q3"))
    kind = choose.one((None, None, None, None, "reference"))
    return {**row, **_known(published=published, kind=kind)}


def _nodes(choose: Choice, kind: str, *, first: bool) -> list[Row]:
    most = MOST[kind] if first else (MOST[kind] + 2) // 3
    least = LEAST.get(kind, 0) if first else 0
    made = choose.many(_region if kind == "region" else partial(_node, kind=kind), most, least)
    return list({row["identifier"]: row for row in made}.values())


def _region(choose: Choice) -> Row:
    code = choose.one(tuple(REGIONS))
    name, level, _, (lat, lon) = REGIONS[code]
    row: Row = {"identifier": f"region:{code}", "name": name, **_known(lat=lat, lon=lon)}
    if choose.one((True, True, True, True, True, True, False)):
        row["level"] = level
    if choose.one((False, True)):
        row["code"] = code
    return {**row, **_evidence(choose)}


def _node(choose: Choice, kind: str) -> Row:
    letter = choose.one(LETTERS[: MOST[kind] + 1])
    # parks, firms and products may share a name; so may two firms
    name = choose.one((letter, letter, letter + choose.one(NAMES), choose.one(NAMES) or letter))
    row: Row = {"identifier": f"{kind}:{letter}", "name": name}
    if choose.one((False, False, False, True)):
        row["aliases"] = choose.one((["别名"], [letter.lower(), "￥别名"], [LETTERS[0]]))
    own = [prop for prop in properties(node(kind)) if prop.name not in ("name", "aliases")]
    return {**row, **_values(choose, own), **_evidence(choose)}


def _edge(choose: Choice, of: Edge, known: dict[str, list[str]]) -> Row | None:
    """An edge between nodes that are known; None where the ends of a part_of are of unlike kinds."""
    ends: Row = {}
    for end in of.ends:
        there = [name for kind in end.kinds for name in known.get(kind, ())]
        if end.kinds == ANY:
            # metrics and the like mostly speak of places
            there = [name for name in there if name.startswith(("region:", "park:"))] * 3 + there
        ends[end.name] = choose.one(there)
    if of.name == "part_of":
        wholes = {"region": "region", "industry": "industry", "measure": "agreement"}
        if wholes[_kind(ends["part"])] != _kind(ends["whole"]):
            return None
    return {**ends, **_values(choose, properties(of)), **_evidence(choose)}


def _places(choose: Choice, said: list[tuple[str, Row]], known: dict[str, list[str]]) -> Iterator[tuple[str, Row]]:
    """Where firms, parks and regions lie, mostly as one would say it: a primary place each, the official whole."""
    there = [*known.get("region", ()), *known.get("park", ())]
    for kind, row in list(said):
        name = row["identifier"]
        if kind == "region":
            whole = f"region:{REGIONS[name.removeprefix('region:')][2]}"
            if whole in there and choose.one((True, True, False)):
                yield "part_of", {"part": name, "whole": whole}
        elif kind in ("firm", "park") and len(there) > 0 and choose.one((True, True, True, False)):
            basis = choose.one((None, None, "stated", "name", "unknown"))
            yield "located_in", {"what": name, "place": choose.one(there), **_known(basis=basis)}


def _again(choose: Choice, facts: list[tuple[str, Row]]) -> tuple[str, Row]:
    """What was said before of a node or an edge, said otherwise or in part."""
    kind, row = choose.one(facts)
    if kind in NODE_NAMES:
        kept = {"identifier": row["identifier"], "name": row["name"]}
        own = [prop for prop in properties(node(kind)) if prop.name not in ("name", "aliases")]
        return kind, {**kept, **_values(choose, own), **_evidence(choose)}
    of = edge(kind)
    keys = {*(end.name for end in of.ends), *key_columns(of)}
    kept = {name: value for name, value in row.items() if name in keys}
    others = [prop for prop in properties(of) if prop.name not in keys]
    return kind, {**kept, **_values(choose, others), **_evidence(choose)}


# -- values ----------------------------------------------------------------------------------


def _values(choose: Choice, of: Iterable[Property]) -> Row:
    out: Row = {}
    for prop in of:
        said = (False, True, True) if prop.name in OFTEN else (False, False, False, True)
        if prop.type == "series" or not choose.one(said):
            continue  # observations of several periods come of several claims, and are made of them
        if prop.type in ("money", "quantity"):
            out |= _amount(choose, prop)
        else:
            values = SPECIAL.get(prop.name) or prop.allowed or VALUES[prop.type]
            if prop.name == "modality":
                values = ("actual", *values)
            out[prop.name] = choose.one(values)
    return out


def _amount(choose: Choice, prop: Property) -> Row:
    """An amount, its bounds and what was written: any of them may be all that is known."""
    amount = choose.one((*VALUES[prop.type], None))
    low, high = choose.one((None, None, None, 5.0)), choose.one((None, None, None, 200.0))
    original = choose.one((None, None, "约“5”万"))
    return _known(
        **{prop.name: amount, f"{prop.name}_low": low, f"{prop.name}_high": high, f"{prop.name}_original": original}
    )


def _evidence(choose: Choice) -> Row:
    """How a fact was read, and where it stands."""
    method = choose.one((None, None, None, "person", "llm", "reference"))
    return _known(
        method=method,
        confidence=choose.one((None, None, 0.5, 0.9)),
        locator=choose.one((None, None, "p. 1", "第 2 段")),
    )


def _known(**values: Any) -> Row:
    return {name: value for name, value in values.items() if value is not None}


def _kind(identifier: str) -> str:
    return identifier.split(":", 1)[0]


def key_of(kind: str, row: Row) -> tuple[Any, ...]:
    """What makes two rows the same fact."""
    if kind in NODE_NAMES:
        return (kind, row["identifier"])
    of = edge(kind)
    ends = [row[end.name] for end in of.ends]
    defaults = {prop.name: prop.default for prop in of.properties}
    keys = [str(row.get(name) or defaults.get(name) or "") if row.get(name) != 0 else "0" for name in key_columns(of)]
    return (kind, *(ends if of.directed else sorted(ends)), *keys)


def _once(said: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    """Rows by kind; a load says a fact once, as what a check let through does."""
    found = {key_of(kind, row): (kind, row) for kind, row in said}
    out: dict[str, list[Row]] = {}
    for kind in (*NODE_NAMES, *EDGE_NAMES):
        rows = [row for of, row in found.values() if of == kind]
        if rows:
            out[kind] = rows
    return out
