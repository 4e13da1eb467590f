"""Flows between areas: whatever the level, all supplies are counted, once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from torture import TORTURE, often
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.graph.schema import ALL_AREAS
from chanlian.queries import flows
from chanlian.queries.answer import records
from chanlian.queries.flows.flows import BY_PRODUCT, COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph

PLACES = {"k": "K", "z": "Z", "a": "A1", "b": "A2", "h": "B1", "p": "P", "v": "A", "w": "W", "u": None}
"""A firm in every sort of place: a park, a zone, counties, and known only to a prefecture, province, country, nowhere."""

ABOVE: dict[str | None, dict[str, str]] = {
    "K": {"park": "K", "county": "A1", "prefecture": "P", "province": "A", "country": "W"},
    "Z": {"park": "Z", "county": "Z", "prefecture": "P", "province": "A", "country": "W"},
    "A1": {"park": "A1 (rest)", "county": "A1", "prefecture": "P", "province": "A", "country": "W"},
    "A2": {"park": "A2 (rest)", "county": "A2", "prefecture": "P", "province": "A", "country": "W"},
    "B1": {"park": "B1 (rest)", "county": "B1", "prefecture": "Q", "province": "B", "country": "W"},
    "P": {"prefecture": "P", "province": "A", "country": "W"},
    "A": {"province": "A", "country": "W"},
    "W": {"country": "W"},
    None: {},
}
"""The area at each level, worked out by hand from world.py."""

supplies = st.lists(
    st.tuples(
        st.sampled_from(list(PLACES)),
        st.sampled_from(list(PLACES)),
        st.sampled_from(["", "value=10", "value=30"]),
        st.sampled_from(["", "basis=annual", "basis=contract", "basis=cumulative"]),
        st.sampled_from(["", "period=2023", "period=2024"]),
        st.sampled_from(["", "", "", "modality=target", "status=planned", "until=2020"]),
    ),
    max_size=30,
)


def at(place: str | None, level: str) -> tuple[str | None, str | None]:
    """The area of a place at a level, else the nearest coarser one that is known."""
    known = ABOVE[place]
    coarser = ALL_AREAS[ALL_AREAS.index(level) :]
    return known.get(level), None if level in known else next((known[step] for step in coarser if step in known), None)


@pytest.mark.torture
@settings(
    max_examples=often(3, 100), deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not TORTURE
)
@given(supplies)
def test_every_level_counts_every_current_supply_once(stated: list[tuple[str, ...]]) -> None:
    lines = [f"{a} {b} x ref=r{n} {' '.join(rest)}" for n, (a, b, *rest) in enumerate(stated)]
    graph = small(
        firm="; ".join(f"{firm}@{place}" if place else firm for firm, place in PLACES.items()),
        supplies=";".join(lines) or "k k none status=planned",
    )
    current = [row for row in stated if not row[5]]
    for level in ALL_AREAS:
        expected: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0, 0.0])
        for seller, buyer, value, basis, period, _ in current:
            (one, one_in), (other, other_in) = at(PLACES[seller], level), at(PLACES[buyer], level)
            said = tuple(word.partition("=")[2] or None for word in (basis, period))
            total = expected[one, one_in, other, other_in, *said]
            total[0] += 1
            total[1] += bool(value)
            total[2] += float(value.partition("=")[2] or 0)
        found = records(flows(graph, level))
        keys = [
            tuple(row[k] for k in ("from_area", "from_within", "to_area", "to_within", "basis", "period"))
            for row in found
        ]
        assert len(keys) == len(set(keys)), "one row a pair of areas, basis and period"
        sums = [[row["count"], row["valued"], row["value"] or 0.0] for row in found]
        assert dict(zip(keys, sums, strict=True)) == dict(expected)


def test_tiny_world(world: Graph) -> None:
    """Ten current supplies; the values of two bags have one basis, but come from two counties."""
    frame = flows(world, "county")
    assert list(frame.columns) == list(names(COLUMNS))
    assert frame["count"].sum() == 10
    into = [row for row in records(frame) if row["to_area"] == "A1" and row["value"]]
    assert {(row["from_area"], row["value"], row["basis"]) for row in into} == {
        ("A1", 30, "annual"), ("A1", 5, "contract"), ("A2", 70, "annual"), ("B1", 100, "annual"),
    }  # fmt: skip
    assert all(row["value"] is None for row in records(frame) if not row["valued"])
    # most first
    assert frame["count"].tolist() == sorted(frame["count"], reverse=True)
    # acid still came in 2023
    assert flows(world, "county", as_of="2023")["count"].sum() == 11
    assert "A1（其余）" in flows(world, "park", lang="zh")["to_area"].tolist()


def test_by_product_no_supply_is_lost_and_kinds_of_use_stay_apart() -> None:
    """Two firms of A1 sell film to B1, one of them as waste; of two firms abroad the country stands for the province."""
    graph = small(
        {"VN": ("country", None, None)}, firm="F@A1; G@A1; H@B1; X@VN",
        supplies="F H film value=4 basis=annual; G H film role=waste; F H bag value=2 basis=annual; X F film",
    )  # fmt: skip
    found = records(flows(graph, "county", products=True))
    assert [(row["from_area"], row["to_area"], row["product"], row["role"], row["value"]) for row in found] == [
        (None, "A1", "film", None, None),
        ("A1", "B1", "bag", None, 2.0),
        ("A1", "B1", "film", None, 4.0),
        ("A1", "B1", "film", "waste", None),
    ]
    assert {row["product_id"] for row in found} == {"product:film", "product:bag"}
    together = records(flows(graph, "county", area="B1"))
    assert [(row["count"], row["valued"], row["value"], row["basis"]) for row in together] == [
        (2, 2, 6.0, "annual"),
        (1, 0, None, None),
    ]
    assert flows(graph, "county", area="A2").attrs["notes"] == [
        "A2: no current supply is on record of which one side lies there"
    ]
    assert list(flows(graph, "county", products=True).columns) == list(names(BY_PRODUCT))


def test_empty_and_wrong(world: Graph) -> None:
    with pytest.raises(BadInput, match="village"):
        flows(world, "village")
    empty = flows(small(firm="F@A1"), "county")
    assert empty.empty
    assert empty.attrs["notes"] == ["the graph holds no current supplies"]
