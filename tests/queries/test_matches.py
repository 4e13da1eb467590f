"""Who could buy nearer, on small invented worlds: A1, A2, B1 lie 111.2 km apart in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries import gaps, matches
from chanlian.queries.answer import records
from chanlian.queries.matches.matches import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


def test_tiny_world(world: Graph) -> None:
    """F1 buys ore of H1, 222 km away, though G1 is at half that; and bags of G1, though F2 is in its own county."""
    found = matches(world, "A1")
    assert list(found.columns) == list(names(COLUMNS))
    columns = ["buyer", "product", "supplier", "supplier_km", "maker", "maker_km", "border", "value", "basis"]
    assert records(found[columns]) == [
        dict(zip(columns, ("F1", "ore", "H1", 222.4, "G1", 111.2, "county", 100.0, "observed"), strict=True)),
        dict(zip(columns, ("F1", "bag", "G1", 111.2, "F2", None, "park", 70.0, "observed"), strict=True)),
        # not: salt (F2 makes it itself), lime (G2 is 111 km away), nano (bought of its nearest maker)
    ]
    assert found["because"].tolist() == [
        "now bought 222.4 km away, a maker is 111.2 km away",
        "now bought 111.2 km away, a maker is in the same county",
    ]
    assert matches(world, "A1", lang="zh")["because"].tolist() == [
        "现从222.4公里外采购，而111.2公里处有生产企业",
        "现从111.2公里外采购，而同县有生产企业",
    ]
    assert found["evidence"].tolist() == [["the invented world"]] * 2


def test_within_counts_where_no_purchase_is_known(world: Graph) -> None:
    found = records(matches(world, "A1", within=111.2))
    assert [(row["buyer"], row["product"], row["supplier"], row["maker"], row["maker_km"]) for row in found][2:] == [
        ("F3", "lime", None, "G2", 111.2)
    ]
    assert "no purchase of it is known" in found[2]["because"]
    assert len(matches(world, "A1", within=111.1)) == 2
    with pytest.raises(BadInput, match="from 0 on"):
        matches(world, "A1", within=-1)


@pytest.fixture(scope="session")
def near() -> Graph:
    """What F in A1 needs, and who makes it."""
    graph: Graph = small(
        firm="F@A1; S@A1; S2@A1; G@A2; H@B1; U; V@A",
        produces="""
            S own; F own; S gear_part; F gear; S scrap; S dross role=waste; G dross role=waste
            S bought; F bought; G vague; H vague; S nano; S mud role=waste; S2 brick
        """,
        consumes="F own; F dross; S2 sludge; G sludge",
        supplies="H F bought; U F vague; V F vague; H F lime; G F same; H F same",
        kind_of="nano lime; mud sludge",
        input_of="gear_part gear; iron gear route=1; scrap gear route=2",
    )
    return graph


def test_each_rule(near: Graph) -> None:
    found = [
        (row["buyer"], row["product"], row["basis"], row["supplier"], row["maker"])
        for row in records(matches(near, "A1"))
    ]
    assert sorted(found) == [
        ("F", "bought", "observed", "H", "S"),  # F makes it too, but is known to buy it from afar
        ("F", "dross", "declared", None, "S"),  # once, not again as a waste with a user
        ("F", "gear_part", "implied", None, "S"),
        ("F", "lime", "observed", "H", "S"),  # S makes a kind of it
        ("F", "scrap", "implied", None, "S"),
        ("S2", "mud", "declared", None, "S"),  # S's waste; S2 uses what mud is a kind of
        ("S2", "sludge", "declared", None, "S"),
        # not: own (F makes it), iron (its route counts no more: scrap is made here), vague (how far it comes is unknown)
    ]
    implied = next(row for row in records(matches(near, "A1")) if row["product"] == "gear_part")
    assert "to be verified" in implied["because"]


def test_wastes_find_users_as_near(near: Graph) -> None:
    """G in A2 uses sludge too, 111.2 km from S: told within 112 km, not within 100."""
    users = {row["buyer"] for row in records(matches(near, "A1", within=112)) if row["product"] == "mud"}
    assert users == {"S2", "G"}
    row = next(row for row in records(matches(near, "A1", within=112)) if row["buyer"] == "G")
    assert (row["maker"], row["maker_km"], row["value"], row["border"]) == ("S", 111.2, None, "county")


def test_gaps_marks_what_matches_tells(near: Graph, world: Graph) -> None:
    for graph in (near, world):
        told = {row["product"] for row in records(matches(graph, "A1")) if "waste" not in row["because"]}
        flagged = {row["product"] for row in records(gaps(graph, "A1")) if "nearer_maker" in row["flags"]}
        assert flagged == told


def test_why_there_is_none(world: Graph, example: Graph) -> None:
    assert "no match among 1 needed products, which 1 firm can make" in matches(world, "A2").attrs["notes"][-1]
    nothing = small(firm="F@A1", produces="F x")
    assert "no need of its firms is known" in matches(nothing, "A1").attrs["notes"][-1]
    assert "尚不掌握" in matches(nothing, "A1", lang="zh").attrs["notes"][-1]
    note = matches(example, "玉屏,大龙,新晃").attrs["notes"][-1]
    assert "which 3 firms can make" in note
    assert "贵州晶立新材料科技有限公司" in note
    assert "100公里" in matches(example, "玉屏,大龙,新晃", lang="zh").attrs["notes"][-1]
