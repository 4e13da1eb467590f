"""The order in which batches are loaded does not matter for what a graph shows."""

from __future__ import annotations

import shutil
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from rows import Row, batch, nodes, shown
from torture import often

from chanlian.graph import Batch, Graph, connect
from chanlian.graph.engines.base import Question

SOURCES = ("s", "r", "q")
FIRMS = ("a", "b", "c")
SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}

Load = tuple[dict[str, str | None], str | None, list[tuple[str, str, Row]]]
"""A batch: when which sources were published, if it says so; the source of what it tells; kind, key and row of that."""


def _some(**columns: Any) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in columns.items()})


_names = st.lists(st.sampled_from(["甲", "乙", "丙"]), unique=True).map(lambda found: found or None)
_amount = {"value": [1.0, 2.0], "value_low": [0.5, 0.1 + 0.2], "value_original": ["一元", "1元"]}


def _keyed(strategy: st.SearchStrategy[Row], **key: str | None) -> st.SearchStrategy[Row]:
    return strategy.map(lambda row: {**key, **row})


_firm = _some(name=["甲", "乙"], scale=["大", "小"], count=[3, 4])
_when = {"period": ["2019", "2020"], "modality": ["actual", "target"]}
_supply = _some(
    **_amount, **_when, basis=["annual", "contract"], quantity=[7.0], unit=["t"], role=["waste"], until=["2030"]
)
_place = _some(basis=["stated", "name"], status=["active", "ended"], until=["2024-06", "2030"])
KNOWN: dict[tuple[str, str], st.SearchStrategy[Row]] = {
    **{
        ("firm", f"firm:{name}"): st.builds(lambda row, also: {**row, "aliases": also}, _firm, _names) for name in FIRMS
    },
    ("product", "product:p"): _some(name=["p"], unit=["t", "kg"]),
    ("project", "project:x"): _some(name=["x"], planned=[1.0, 2.0], paid=[3.0, 4.0], stage=["signed", "started"]),
    ("park", "park:k"): _some(name=["k"], own_area=[True, False]),
    **{("supplies", ref): _keyed(_supply, **SUPPLY, ref=ref, since="2024") for ref in "123"},
    # a source knows one place without a start: another would correct it
    **{
        ("located_in", f"{what} {since}"): st.one_of(*(_keyed(_place, what=what, place=x, since=since) for x in places))
        for what, places in (
            ("firm:a", ("region:A", "region:B", "park:k")),
            ("firm:b", ("region:A", "region:P")),
            ("firm:c", ("park:k", "region:B")),
            ("park:k", ("region:A", "region:B")),
        )
        for since in (None, "2024")
    },
}
_KEYS = {"seller", "buyer", "product", "ref", "since", "what", "place"}
BROUGHT = {"firm": FIRMS, "product": "p", "project": "x", "park": "k"}
"""Every batch may be the first: it brings all nodes, though it may know nothing of them."""


@st.composite
def loads(draw: st.DrawFn) -> list[Load]:
    """Batches of three sources. A source never contradicts itself, but each batch tells only a part of what it knows."""
    out: list[Load] = []
    late: dict[str, str | None] = {}  # what a batch of its own says of when sources were published
    for source in SOURCES:
        published = draw(st.sampled_from([None, "2024", "2025-05"]))
        if draw(st.booleans()):
            late[source], published = published, None
        reading = draw(_some(method=["table", "person", "llm"], confidence=[0.5, 0.9]))
        knows = {key: draw(row) for key, row in KNOWN.items() if draw(st.booleans())}
        for _ in range(2 if source == SOURCES[0] else 1):
            told = []
            for (kind, key), row in knows.items():
                hidden = draw(st.sets(st.sampled_from(sorted(row.keys() - _KEYS)))) if row.keys() - _KEYS else set()
                if draw(st.booleans()):
                    told.append((kind, key, {**{c: v for c, v in row.items() if c not in hidden}, **reading}))
            out.append(({source: published}, source, told))
    return draw(st.permutations([*out, (late, None, [])]))


def staged(dates: dict[str, str | None], source: str | None, told: list[tuple[str, str, Row]]) -> Batch:
    out = Batch()
    dated = [{"identifier": f"source:{name}", "name": name, "published": day} for name, day in dates.items()]
    out.add("source", [{"row": 1, **one} for one in dated])
    if source is None:
        return out
    evidence = {"row": 1, "source": f"source:{source}"}
    for kind, names in BROUGHT.items():
        known = {key: row for of, key, row in told if of == kind}
        identifiers = [f"{kind}:{name}" for name in names]
        out.add(kind, [{**evidence, "identifier": one, **known.get(one, {})} for one in identifiers])
    for kind in ("supplies", "located_in"):
        out.add(kind, [{**evidence, **row} for of, _, row in told if of == kind])
    return out


def everything(graph: Graph) -> dict[str, Any]:
    """What the graph shows, its areas included, without the dense ids."""
    firm = "SELECT f.identifier, p.identifier AS place, c.identifier AS county, v.identifier AS province FROM firm f"
    joined = " LEFT JOIN area p ON p.id = {0}place LEFT JOIN area c ON c.id = {0}county LEFT JOIN area v ON v.id = {0}province"
    supply = "SELECT s.fact, p.identifier AS place, c.identifier AS county, v.identifier AS province FROM supplies s"
    asked = {
        "areas": "SELECT a.identifier, c.identifier AS county, v.identifier AS province FROM area a"
        " LEFT JOIN area c ON c.id = a.county LEFT JOIN area v ON v.id = a.province ORDER BY 1",
        "firms": f"{firm} {joined.format('f.')} ORDER BY 1",
        "supplies": f"{supply} {joined.format('s.seller_')} ORDER BY 1",
    }
    with graph.reading():
        stored = {name: graph.ask(Question(name, text)).astype(str).values.tolist() for name, text in asked.items()}
        return {
            "facts": shown(graph, "source", *BROUGHT, "supplies", "located_in", "claim"),
            "stored": stored,
            "meta": graph.meta(),
        }


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph that knows the regions."""
    path = str(tmp_path_factory.mktemp("order") / "graph")
    region = [*nodes("region", "A", "B", level="county"), *nodes("region", "P", level="province")]
    parts = [{"part": f"region:{name}", "whole": "region:P"} for name in "AB"]
    connect(path).write(batch(region=region, part_of=parts))
    return path


number = count()


# few, since each loads a graph twice; a defect in how claims are weighed showed in one of the first ten
@pytest.mark.torture
@settings(max_examples=often(2, 30), deadline=None, suppress_health_check=list(HealthCheck))
@given(loads(), st.data())
def test_the_order_of_batches_does_not_matter(regions: str, batches: list[Load], data: st.DataObject) -> None:
    one, other = (connect(f"{regions}.{next(number)}") for _ in range(2))
    for graph in (one, other):
        shutil.copy(regions, graph.url)
    for told in batches:
        one.write(staged(*told))
    for told in data.draw(st.permutations(batches)):
        other.write(staged(*told))
    found = everything(one)
    assert everything(other) == found
    # and what was said already changes nothing, whichever of them comes again
    assert set(other.write(staged(*data.draw(st.sampled_from(batches))))) <= {"unchanged"}
    assert everything(other) == found
