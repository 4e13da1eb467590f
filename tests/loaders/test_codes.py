"""A row with the code of one firm and the name of another is asked about, never believed in silence. All firms are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rows import digests

import chanlian as cl
from chanlian.graph.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from chanlian.graph.graph import Graph

    Facts = Callable[[str], list[dict[str, Any]]]

A, B, C = "91520622MA6E4U1A0N", "91520622MA6DLJ1N71", "91110000600037341L"
HERE, THERE = "玉屏侗族自治县", "新晃侗族自治县"


def register(graph: Graph, *rows: dict[str, Any], **asked: Any) -> Any:
    return cl.load(graph, {"firms": list(rows)}, **{"source": "名录", **asked})


@pytest.fixture
def known(graph: Graph) -> Graph:
    """A supply that names a firm, and a register that gives it and another their codes."""
    cl.load(graph, {"supplies": [{"seller": "甲厂", "buyer": "丙厂", "product": "纸箱"}]}, source="调查")
    register(graph, {"name": "甲厂", "credit_code": A}, {"name": "乙厂", "credit_code": B})
    return graph


def seller(facts: Facts) -> str:
    (found,) = facts("supplies")
    return str(found["seller"])


@pytest.mark.parametrize(
    "edition",
    [
        [{"name": "甲厂", "credit_code": B}, {"name": "乙厂", "credit_code": A}],
        [{"name": "甲厂", "credit_code": B}],  # the other one is left out
        [{"name": "甲厂", "credit_code": A}, {"name": "甲厂", "credit_code": B}],
    ],
)
def test_an_edition_that_crosses_names_and_codes_is_asked_about(
    known: Graph, facts: Facts, edition: list[dict[str, str]]
) -> None:
    before = digests(known)
    with pytest.raises(
        BadInput, match=f"is the code of 乙厂, and the code of 甲厂 is {A}.*aliases: firm:{B}.*unload"
    ) as caught:
        register(known, *edition, replace="名录")
    assert "chanlian unload" in caught.value.text("zh")
    assert digests(known) == before
    assert seller(facts) == f"firm:{A}"


def test_what_the_question_names_answers_it(known: Graph, facts: Facts) -> None:
    swapped = {"name": "甲厂", "credit_code": B}, {"name": "乙厂", "credit_code": A}
    told = register(known, *swapped, source="名录二")
    assert told["rejected"].tolist() == [2]
    # the codes were wrong: what named the firms goes by the names
    cl.unload(known, "名录")
    assert register(known, *swapped)["rejected"].tolist() == [0]
    assert seller(facts) == f"firm:{B}"
    assert cl.show(known, "甲厂")["identifier"].tolist() == [f"firm:{B}"]
    assert cl.verify(known).empty


def test_a_firm_that_is_said_to_be_called_otherwise_now_is_no_question(known: Graph, facts: Facts) -> None:
    cl.load(known, {"aliases": [{"name": f"firm:{A}", "alias": "乙厂"}]}, source="公告")
    assert register(known, {"name": "乙厂", "credit_code": A}, source="名录二", published="2025")[
        "rejected"
    ].tolist() == [0]
    assert seller(facts) == f"firm:{A}"


@pytest.mark.parametrize(
    "row",
    [
        {"name": "乙厂", "credit_code": A, "aliases": "甲厂"},
        {"name": "新甲厂", "credit_code": A},  # nobody else is called so
        {"name": "乙厂", "identifier": f"firm:{A}"},
        {"name": "乙厂", "credit_code": C},  # another of that name
    ],
)
def test_rows_that_say_who_is_meant_are_no_question(known: Graph, facts: Facts, row: dict[str, str]) -> None:
    assert register(known, row, source="名录二")["rejected"].tolist() == [0]
    assert seller(facts) == f"firm:{A}"


def test_two_of_one_name_are_told_apart_by_their_places(graph: Graph) -> None:
    register(
        graph, {"name": "甲厂", "credit_code": A, "place": HERE}, {"name": "乙厂", "credit_code": B, "place": THERE}
    )
    row = {"name": "乙厂", "credit_code": A}
    assert register(graph, {**row, "place": HERE}, source="二", dry_run=True)["rejected"].tolist() == [0]
    assert register(graph, {**row, "place": THERE}, source="二", dry_run=True)["rejected"].tolist() == [1]
    assert register(graph, row, source="二", dry_run=True)["rejected"].tolist() == [1]


def test_an_edition_with_another_code_that_nobody_had_corrects_it(graph: Graph, facts: Facts) -> None:
    cl.load(graph, {"supplies": [{"seller": "甲厂", "buyer": "丙厂", "product": "纸箱"}]}, source="调查")
    register(graph, {"name": "甲厂", "credit_code": A})
    register(graph, {"name": "甲厂", "credit_code": C}, replace="名录")
    assert seller(facts) == f"firm:{C}"
    assert [one["identifier"] for one in facts("firm") if one["name"] == "甲厂"] == [f"firm:{C}"]
