"""How much of what an area buys comes from the area itself, on a small invented world (tests/helpers/lists.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lists import DAY, SOURCING, SOURCING_A1, SOURCING_REGIONS
from rows import batch, nodes
from world import small

import chanlian as cl
from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries.answer import records
from chanlian.queries.sourcing.sourcing import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

    from chanlian.graph import Graph

SHARES = ("here_share", "near_share", "province_share", "elsewhere_share", "by")
TOLD = (
    "kind", "subject", "chains", *SHARES, "purchases", "suppliers", "suppliers_unplaced", "products", "buyers", "valued", "value",
    "basis", "period",
)  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> Graph:
    return small(SOURCING_REGIONS, **SOURCING)


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in records(frame)]


def test_shares_of_the_area_its_chains_and_firms(asked: Graph) -> None:
    found = cl.sourcing(asked, "A1", each="firm", as_of=DAY)
    assert list(found.columns) == list(names(COLUMNS))
    assert told(found, *TOLD) == SOURCING_A1
    leaders = cl.sourcing(asked, "A1", as_of=DAY)
    assert told(leaders, *TOLD) == [row for row in SOURCING_A1 if row[1] != "F2"]
    assert told(found, "subject_id")[1:3] == [("chain:web",), ("chain:web2",)]


def test_what_the_shares_rest_on(asked: Graph) -> None:
    because = dict(told(cl.sourcing(asked, "A1", each="firm", as_of=DAY), "subject", "because"))
    assert because == {
        "A1": "by count of suppliers (5): 4 of 6 purchases with annual values of 2024; 2 more from suppliers of unknown place",
        "web": "by value: 3 of 3 purchases with annual values of 2024; 1 more from suppliers of unknown place",
        "web2": "no purchase is on record",
        "F1": "by value: 4 of 4 purchases with annual values of 2024; 2 more from suppliers of unknown place",
        "F2": "by count of suppliers (2): 1 of 2 purchases with values of contracts",
        "L": "no purchase is on record",
    }
    zh = dict(told(cl.sourcing(asked, "A1", as_of=DAY, lang="zh"), "subject", "because"))
    assert zh["A1"] == "按供应商家数计（5家）：6条采购中4条有2024年年度金额；另有2条的供应商所在地不明"
    assert cl.sourcing(asked, "A1", as_of=DAY).attrs["notes"][1] == (
        "A1: purchases are on record of 2 of its 4 firms in the graph; the shares speak of these alone"
    )


def test_what_is_not_on_record_is_null(asked: Graph) -> None:
    """No share of nothing: neither where nothing is bought, nor around an area of which no border is known."""
    (row,) = told(cl.sourcing(asked, "B1", as_of=DAY), *SHARES, "because", "value")
    assert row == (None, None, None, None, None, "no purchase is on record", None)
    assert "no share can be told" in cl.sourcing(asked, "B1", as_of=DAY).attrs["notes"][0]
    assert "no firm here" in cl.sourcing(asked, "Z", as_of=DAY).attrs["notes"][0]
    graph = small(firm="F@A1; S@A1; T@B1; N", supplies="S F p; T F p; N F q")
    assert told(cl.sourcing(graph, "A1"), *SHARES) == [(0.5, None, 0.0, 0.5, "count")]
    lonely = small(firm="F@A1; U", supplies="U F p value=3 basis=annual")
    assert told(cl.sourcing(lonely, "A1"), *SHARES, "because", "value") == [
        (None, None, None, None, None, "the place of no supplier is known", 3.0)
    ]


def test_a_whole_province_has_none_around_it_of_its_own(asked: Graph) -> None:
    # of F1 and F2: here S1, N, R and V; elsewhere E and G; U is not placed. A1 and B2 have an agreement: G is around A
    area = told(cl.sourcing(asked, "A", as_of=DAY), *SHARES, "suppliers_unplaced")[0]
    assert area == (0.6667, 0.1667, None, 0.1667, "count", 1)


def test_a_day_and_a_period(asked: Graph) -> None:
    past = {row["subject"]: row for row in records(cl.sourcing(asked, "A1", each="firm", as_of="2023-06"))}
    assert past["F2"]["suppliers"] == 3  # E still sold it s; no value of 2024 is one
    assert past["F1"]["value"] is None
    # of N, G and E (what is told of 2024 nobody knew) only N: there was no agreement with B2 yet
    assert past["A1"]["near_share"] == 0.3333
    year = {row["subject"]: row for row in records(cl.sourcing(asked, "A1", period="2024"))}
    assert (year["F1"]["by"], year["F1"]["value"]) == ("value", 200.0)


def test_an_unnamed_group_is_one_supplier() -> None:
    graph = small(firm="F@A1; S@A1; T@A2 group=true", supplies="S F p; T F p")
    ((share, because),) = told(cl.sourcing(graph, "A1"), "here_share", "because")
    assert (share, because) == (
        0.5, "by count of suppliers (2): 2 purchases without a value; 1 supplier is an unnamed group of firms, counted as one",
    )  # fmt: skip


def test_the_borders_of_chinas_regions_are_known() -> None:
    """新晃 borders 玉屏 by the reference data; a zone of its own administration in 玉屏 does too; 江口 is not told to buy."""
    graph = cl.connect(":memory:")
    levels = {
        "520000": "province",
        "520600": "prefecture",
        "520622": "county",
        "431227": "county",
        "430000": "province",
        "520100": "prefecture",
    }
    regions = [
        {"identifier": f"region:{code}", "name": code, "code": code, "level": level} for code, level in levels.items()
    ]
    whole = {"520600": "520000", "520622": "520600", "431227": "430000", "520100": "520000"}
    places = {"F": "region:520622", "X": "region:431227", "D": "park:zone", "Y": "region:520100"}
    graph.write(
        batch(
            "s", "2025", region=regions, park=nodes("park", "zone", own_area=True), firm=nodes("firm", *places),
            part_of=[{"part": f"region:{one}", "whole": f"region:{other}"} for one, other in whole.items()],
            product=nodes("product", "p"),
            located_in=[
                {"what": "park:zone", "place": "region:520622"},
                *({"what": f"firm:{name}", "place": place} for name, place in places.items()),
            ],
            supplies=[{"seller": f"firm:{name}", "buyer": "firm:F", "product": "product:p"} for name in "XDY"],
        )
    )  # fmt: skip
    (row,) = told(cl.sourcing(graph, "玉屏"), *SHARES)
    assert row == (0.0, 0.6667, 0.3333, 0.0, "count")


def test_only_firms_can_be_listed(asked: Graph) -> None:
    with pytest.raises(BadInput, match="each firm"):
        cl.sourcing(asked, "A1", each="county")
