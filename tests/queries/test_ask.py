"""Whom to ask what, on a small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries import ask, gaps
from chanlian.queries.answer import records
from chanlian.queries.ask.ask import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="session")
def open_area() -> Graph:
    """Of A1: F must need w, x, y by its technology; G says it uses x and y; H buys z from U, whom nobody can place.

    S, T are silent; B is a group; K's need is served here; O is elsewhere.
    """
    graph: Graph = small(
        firm="F@A1; G@A1; H@A1; S@A1; T@A1; M@A1; K@A1; O@A2; U",
        produces="F good; M made",
        consumes="G x; G y; K made; O x; K old until=2020",
        input_of="w good; x good; y good",
        supplies="U H z; O K q",
    )
    return graph


def test_fewest_firms_first(open_area: Graph) -> None:
    found = ask(open_area, "A1", firms=2)
    assert list(found.columns) == list(names(COLUMNS))
    columns = ["firm", "question", "product", "supplier", "basis", "settles"]
    # F knows of three gaps, and G of nothing that F does not: H comes next
    assert [tuple(row.values()) for row in records(found[columns])] == [
        ("F", "use", "w", None, "implied", 3),
        ("F", "use", "x", None, "implied", 3),
        ("F", "use", "y", None, "implied", 3),
        ("H", "place", "z", "U", "observed", 1),
    ]
    assert found.attrs["notes"][2:] == ["2 firms could settle 4 of 4 presumed or unknown gaps"]
    assert found["firm_area"].tolist() == ["A1"] * 4


def test_every_question_is_about_an_open_gap(open_area: Graph) -> None:
    lacking = {row["product_id"]: row["state"] for row in records(gaps(open_area, "A1"))}
    for row in records(ask(open_area, "A1")):
        if row["question"] != "products":
            assert row["state"] == lacking[row["product_id"]]
            assert row["state"] in ("presumed", "unknown")


def test_too_few_firms_are_said(open_area: Graph) -> None:
    found = ask(open_area, "A1", firms=1, lang="zh")
    assert set(found["firm"]) == {"F"}
    assert found.attrs["notes"][2:] == [
        "调查1家企业，可核实4处疑缺或未知环节中的3处",
        "另有1处需增加企业数（firms=）",
    ]


def test_silent_firms_follow(open_area: Graph) -> None:
    found = records(ask(open_area, "A1", firms=3))
    assert [(row["firm"], row["question"], row["product"]) for row in found][4:] == [("S", "products", None)]
    found = records(ask(open_area, "A1"))
    assert [row["firm"] for row in found if row["question"] == "products"] == ["S", "T"]


def test_nobody_to_ask(open_area: Graph) -> None:
    found = ask(open_area, "B1")
    assert found.empty
    assert list(found.columns) == list(names(COLUMNS))
    assert found.attrs["notes"][1:] == ["nothing is presumed or unknown here: nobody needs to be asked"]


def test_no_firms(open_area: Graph) -> None:
    with pytest.raises(BadInput, match="at least one"):
        ask(open_area, "A1", firms=0)
