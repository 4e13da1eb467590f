"""Facts behind a statement, by their ids: each tie as a sentence with what it rests on, the same on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import chanlian as cl
from chanlian.queries.told import facts_told

if TYPE_CHECKING:
    from chanlian.graph import Graph

pytestmark = pytest.mark.core


def test_facts_are_told_with_all_that_they_rest_on(graph: Graph) -> None:
    firms = [{"name": "甲厂", "place": "玉屏侗族自治县"}, {"name": "乙厂", "place": "玉屏侗族自治县"}]
    sold = {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}
    cl.load(graph, {"firms": firms, "supplies": [sold]}, source="甲报", published="2025-05")
    cl.load(
        graph,
        {"supplies": [sold], "produces": [{"firm": "甲厂", "product": "吨袋"}]},
        source="乙报",
        published="2025-06",
    )

    def facts(kind: str) -> list[str]:
        return list(cl.list(graph, kind)["fact"])

    (supply,), (made,), (firm, _) = facts("supplies"), facts("produces"), facts("firm")
    told = facts_told(graph, [made, supply, supply, firm, "0123456789abcdef"], "zh")
    # a firm is no tie, and what is not in the graph is not told of
    assert {fact: one["sentence"] for fact, one in told.items()} == {supply: "甲厂向乙厂供应吨袋", made: "甲厂生产吨袋"}
    rests = {fact: {(piece["source"], piece["published"]) for piece in one["evidence"]} for fact, one in told.items()}
    assert rests == {supply: {("甲报", "2025-05"), ("乙报", "2025-06")}, made: {("乙报", "2025-06")}}
    assert facts_told(graph, [supply], "en")[supply]["sentence"] == "甲厂 supplies 吨袋 to 乙厂"
    assert facts_told(graph, [], "zh") == {}
