"""The requests that concern an area, on a small invented world (tests/helpers/lists.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lists import DAY, REQUESTS, REQUESTS_A1, REQUESTS_BY_HANDLER
from world import small

import chanlian as cl
from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput
from chanlian.queries.answer import records
from chanlian.queries.requests.requests import BY_HANDLER, COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="module")
def asked() -> Graph:
    return small(None, **REQUESTS)


def test_requests_of_an_area(asked: Graph) -> None:
    found = cl.requests(asked, "A1", as_of=DAY)
    assert list(found.columns) == list(names(COLUMNS))
    shown = ["request", "state", "overdue", "overdue_days", "raised_by", "handled_by", "places", "via"]
    assert [tuple(row[name] for name in shown) for row in records(found)] == REQUESTS_A1
    land, *_ = records(found)
    assert (land["kind"], land["due"], land["blocks"], land["sources"]) == (
        "land", "2025-03-01", ["J"], ["the invented world"],
    )  # fmt: skip


def test_what_may_concern_the_area_is_counted_and_not_listed(asked: Graph) -> None:
    notes = cl.requests(asked, "A1", as_of=DAY).attrs["notes"]
    assert notes[1:3] == [
        "A1: 7 requests: 2 open (1 overdue), 1 partly settled, 2 settled, 2 without a stated outcome (1 past their date)",
        "by handler: O 2 (1 settled); OB 2 (1 settled); nobody stated 4 (1 settled)",
    ]
    # vague: of a firm known to lie in A; wide: about A as a whole
    assert notes[3].startswith(
        "2 requests not listed, told only of wider areas or of places not known closely (A 2): whether"
    )
    assert notes[3].endswith(" A1 is meant is not said; area= A lists what is told of it")
    assert notes[4].startswith("1 request not listed, tied to no place that is known")  # loose
    zh = cl.requests(asked, "A1", lang="zh", as_of=DAY).attrs["notes"]
    assert zh[1] == "A1：诉求7条，其中未办结2条（逾期1条）、部分办结1条、已办结2条、办结情况未载明2条（已过期限1条）"


def test_wider_areas_and_zones(asked: Graph) -> None:
    wide = {row["request"]: row["via"] for row in records(cl.requests(asked, "A", as_of=DAY))}
    assert (wide["wide"], wide["vague"], wide["above"]) == (["concerns"], ["raised"], ["raised", "handled"])
    assert "zoned" not in {*cl.requests(asked, "A1", as_of=DAY)["request"]}
    assert "zoned" in {*cl.requests(asked, "A1", with_zones=True, as_of=DAY)["request"]}
    assert cl.requests(asked, "A2", as_of=DAY)["request"].tolist() == ["above", "there", "way", "power"]


def test_as_they_stood_on_a_day(asked: Graph) -> None:
    """What was settled later was open, and then overdue; what nobody dates stands as it is stated."""
    then = {row["request"]: row for row in records(cl.requests(asked, "A1", as_of="2024-04-10"))}
    done = then["done"]
    assert (done["state"], done["overdue"], done["overdue_days"], done["result"], done["closed"]) == (
        "open", True, 10, None, None,
    )  # fmt: skip
    assert then["water"]["state"] == "settled"
    assert cl.requests(asked, "A1", as_of="2025-07-01").attrs["notes"][-1] == (
        "7 of 8 requests do not say when they were raised: taken to have been there on any day"
    )
    assert then["land"]["overdue"] is False
    assert "later" in {*cl.requests(asked, "A1", as_of="2025-06-01")["request"]}


def test_chosen_states_and_sums_by_handler(asked: Graph) -> None:
    assert cl.requests(asked, "A1", states=["open", "partly"], as_of=DAY)["request"].tolist() == ["land", "dig", "way"]
    found = cl.requests(asked, "A1", by="handler", as_of=DAY)
    assert list(found.columns) == list(names(BY_HANDLER))
    assert [tuple(row.values())[1:] for row in records(found)] == REQUESTS_BY_HANDLER
    with pytest.raises(BadInput, match="no state 'closed'"):
        cl.requests(asked, "A1", states=["closed"], as_of=DAY)
    with pytest.raises(BadInput, match="by handler"):
        cl.requests(asked, "A1", by="firm", as_of=DAY)


def test_none_is_said() -> None:
    graph = small(request="r", concerns="r A1")
    found = cl.requests(graph, "B1")
    assert found.empty
    assert found.attrs["notes"] == ["B1: no request is known to concern it"]
    assert cl.requests(graph, "A1", states=["settled"]).attrs["notes"][-1] == "none of them is in such a state"
