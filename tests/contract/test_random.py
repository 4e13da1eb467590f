"""The contract at random: of a drawn graph every engine gives the same answers, and tells the same of what is done to it.

The reference is DuckDB in memory. What is drawn is little, and the same in every run: a server plans each text anew for other
sorts of parameters, so a graph takes it a minute or two. `make torture` draws more, and anew, asks all of each kept case, and asks
the reference against itself too. A failure that is worth keeping is made small with tests/helpers/smaller.py and kept among the cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asked import KINDS, PARTS, differences, differing, told_by
from hypothesis import HealthCheck, given, settings, strategies as st
from rows import rows
from stories import Step, stories
from torture import TORTURE, often
from worlds import World, batch_of, batches, dealt, worlds

from chanlian.graph import Batch, Graph, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.torture

at_random = settings(
    max_examples=often(1, 20),
    deadline=None,
    derandomize=not TORTURE,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", params=["memory", "neo4j"] if TORTURE else ["neo4j"])
def empty(request: pytest.FixtureRequest) -> Iterator[Callable[[], Graph]]:
    """Gives an empty graph of an engine; on a server whatever was there before goes."""
    if request.param == "memory":
        # the reference against itself: an answer that differs from time to time is no contract
        yield lambda: connect(":memory:")
        return
    from neo4j_server import wipe

    server = request.getfixturevalue("neo4j_server")

    def emptied() -> Graph:
        wipe(server)
        return connect(server.url)

    with pytest.MonkeyPatch.context() as patch:
        server.known(patch)
        yield emptied


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is recorded on one day, should the test run over midnight."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1748563200")


def check(world: World, graph: Graph, part: int | None = None) -> None:
    """Write a world to both and ask both everything, or a part of it."""
    reference = connect(":memory:")
    for one, other in zip(batches(world), batches(world), strict=True):
        assert graph.write(other) == reference.write(one)
    assert not differences(reference, graph, part)


@at_random
@given(world=worlds(), part=st.sampled_from(range(PARTS)))
def test_every_engine_gives_the_same_answers(empty: Callable[[], Graph], world: World, part: int) -> None:
    check(world, empty(), part)


if TORTURE:

    @pytest.mark.parametrize("number", range(PARTS))
    def test_full_worlds_give_the_same_answers(empty: Callable[[], Graph], number: int) -> None:
        # what hypothesis draws first is small
        check(dealt(number), empty(), number)


CASES: dict[str, World] = {
    # nothing is dated, so a question has no day; texts that sort otherwise by UTF-16 than by code point
    "undated, sorted by code point": [
        ({"identifier": "source:s", "name": "s"}, {
            "region": [{"identifier": "region:X", "name": "X", "level": "country"}],
            "firm": [{"identifier": f"firm:{n}", "name": name} for n, name in enumerate(("￥", "𠮷", "🧪", "é", "Z", "a", "甲"))],
            "product": [{"identifier": f"product:{n}", "name": name} for n, name in enumerate(("￥", "𠮷"))],
            "located_in": [{"what": f"firm:{n}", "place": "region:X"} for n in range(7)],
            "supplies": [{"seller": f"firm:{n}", "buyer": "firm:0", "product": f"product:{n % 2}"} for n in range(1, 7)],
            "consumes": [{"firm": "firm:0", "product": "product:0", "quantity": 0.0}],
        }),
    ],
    # kinds in a circle, a firm that supplies itself, what it makes is an input of itself
    "circles": [
        ({"identifier": "source:s", "name": "s", "published": "2025"}, {
            "region": [{"identifier": "region:X", "name": "X", "level": "county"}],
            "firm": [{"identifier": "firm:f", "name": "f"}],
            "product": [{"identifier": f"product:{name}", "name": name} for name in "abc"],
            "located_in": [{"what": "firm:f", "place": "region:X"}],
            "supplies": [{"seller": "firm:f", "buyer": "firm:f", "product": "product:a", "role": "waste"}],
            "produces": [{"firm": "firm:f", "product": "product:b"}],
            "kind_of": [{"kind": f"product:{a}", "broader": f"product:{b}"} for a, b in ("ab", "bc", "ca", "aa")],
            "input_of": [{"input": "product:c", "product": "product:c", "route": 1}],
        }),
    ],
}  # fmt: skip
"""Graphs that were thought hard, and what was found at random and made small, each with what it showed."""


@pytest.mark.parametrize("case", CASES)
def test_cases_give_the_same_answers(empty: Callable[[], Graph], case: str) -> None:
    check(CASES[case], empty(), None if TORTURE else list(CASES).index(case) % PARTS)


# -- what is done to a graph -----------------------------------------------------------------


def do(graph: Graph, step: Step, facts: dict[str, list[str]]) -> Any:
    """Take a step; what it gives back, or the error. A removal speaks of a fact by its number among those of its kind."""
    what, said = step
    if what == "write":
        return told_by(graph, lambda graph: graph.write(batch_of(said)))
    if what == "replace":
        source, edition, until, load = said
        batch = batch_of(load)
        batch.replace(source, edition, until, "not in the new edition")
        return told_by(graph, lambda graph: graph.write(batch))
    removal = dict(said)
    number = removal.pop("number", None)
    if number is not None:
        there = facts[removal["kind"]]
        # a fact that is not there may be named too
        removal["fact"] = there[number % len(there)] if there else f"{number:016x}"
    batch = Batch()
    batch.take_out([removal])
    return told_by(graph, lambda graph: graph.write(batch))


def state(graph: Graph) -> dict[str, Any]:
    """All that a graph holds and says of itself."""
    with graph.reading():
        held = {kind: rows(graph, kind) for kind in (*KINDS, "claim", "removed")}
        return {**held, "meta": graph.meta(), "content_hash": graph.content_hash}


def follow(story: list[Step], graph: Graph) -> None:
    """Take the steps on both; after each both hold the same."""
    reference = connect(":memory:")
    before: dict[str, Any] = {kind: [] for kind in KINDS}
    for number, step in enumerate(story):
        facts = {kind: [row["fact"] for row in before[kind]] for kind in KINDS}
        expected, found = (do(one, step, facts) for one in (reference, graph))
        where = f"step {number}, {step[0]}"
        assert not differing(expected, found, where)
        before = state(reference)
        assert not differing(before, state(graph), where)


@at_random
@given(story=stories())
def test_every_engine_holds_the_same_after_each_step(empty: Callable[[], Graph], story: list[Step]) -> None:
    follow(story, empty())
