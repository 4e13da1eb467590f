"""Who supplies whom, step by step, on a small invented chain with a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput, UnknownName
from chanlian.queries import trace
from chanlian.queries.answer import records
from chanlian.queries.trace.trace import COLUMNS

if TYPE_CHECKING:
    from chanlian.graph import Graph


@pytest.fixture(scope="session")
def loop() -> Graph:
    """a -> b -> c -> a is a loop; b -> d -> e goes on; e makes scrap, of which a makes two things (no supply stated)."""
    graph: Graph = small(
        firm="a@A1; b@A2; c@B1; d; e@A1; f@A1",
        supplies="""
            a b x value=5; b c y; c a z; b d w; d e v
            a b plan status=planned; a f goal modality=target; a f past until=2024
        """,
        produces="e scrap; a x; a x2; a z2; c z",
        input_of="scrap x; scrap x2; z x",
    )
    return graph


def steps(frame: Any) -> list[tuple[int, str, str, str, str]]:
    return [(row["hop"], row["from"], row["to"], row["product"], row["kind"]) for row in records(frame)]


def test_down(loop: Graph) -> None:
    found = trace(loop, "a", down=True)
    assert list(found.columns) == list(names(COLUMNS))
    assert steps(found) == [
        (1, "a", "b", "x", "supplies"),
        (2, "b", "c", "y", "supplies"),
        (2, "b", "d", "w", "supplies"),
        (3, "c", "a", "z", "supplies"),  # the loop closes, once
        (3, "d", "e", "v", "supplies"),
        (4, "e", "a", "scrap", "technology"),  # once, though a makes two things of it; that c sells z to a is stated
    ]
    assert found["path"].tolist()[-2:] == ["a → b → d → e", "a → b → d → e → a"]
    assert found["value"].tolist()[0] == 5
    assert found["fact"].isna().tolist() == [False] * 5 + [True]
    assert found["from_area"].tolist()[0] == "A1"
    assert records(found)[2]["to_area"] is None


def test_up(loop: Graph) -> None:
    assert steps(trace(loop, "a", up=True)) == [
        (1, "c", "a", "z", "supplies"),
        (2, "b", "c", "y", "supplies"),
        (3, "a", "b", "x", "supplies"),
    ]
    assert trace(loop, "a", up=True)["path"].tolist() == ["c → a", "b → c → a", "a → b → c → a"]
    # up from e, a is the third step, and by its technology could take scrap of e
    found = trace(loop, "e", up=True)
    assert steps(found)[-1] == (4, "e", "a", "scrap", "technology")
    assert found["path"].tolist()[-1] == "e → a → b → d → e"


@pytest.mark.parametrize(("hops", "count"), [(1, 1), (2, 3), (3, 5), (4, 6), (9, 6)])
def test_at_most_so_many_steps(loop: Graph, hops: int, count: int) -> None:
    found = trace(loop, "a", down=True, hops=hops)
    assert len(found) == count
    assert found["hop"].max() <= hops


def test_a_day_in_the_past(loop: Graph) -> None:
    assert (1, "a", "f", "past", "supplies") in steps(trace(loop, "a", down=True, as_of="2023"))
    assert "f" not in trace(loop, "a", down=True)["to"].tolist()


def test_nothing_known_says_so(loop: Graph) -> None:
    assert trace(loop, "e", down=True).attrs["notes"] == ["e: no customer is known"]
    assert trace(loop, "f", up=True, lang="zh").attrs["notes"] == ["f：没有已知的供应商"]
    assert trace(loop, "f", up=True).empty


def test_wrong_questions(loop: Graph) -> None:
    with pytest.raises(BadInput, match="which way"):
        trace(loop, "a")
    with pytest.raises(BadInput, match="which way"):
        trace(loop, "a", up=True, down=True)
    with pytest.raises(BadInput, match="at least one"):
        trace(loop, "a", up=True, hops=0)
    with pytest.raises(UnknownName, match="firm"):
        trace(loop, "x", up=True)  # a product


@pytest.fixture(scope="module")
def joined() -> Graph:
    """h buys chalk and bags and sells paste (made of lime, of which chalk is a kind), bags, and waste film to r."""
    graph: Graph = small(
        firm="c; s; h; r; u; t; far",
        supplies="c h chalk; s h bag; h t paste; h t bag; h r film role=waste; r far pellets",
        produces="h paste; r pellets",
        kind_of="chalk lime; paste filler",
        input_of="lime filler; film pellets",
        cooperates_with="u h what=upstream; h t what=planned status=planned; far u what=beyond; r r what=self",
    )
    return graph


def test_what_meets_at_a_firm_is_a_chain_only_where_that_is_known(joined: Graph) -> None:
    def joints(name: str, **way: Any) -> dict[tuple[str, str], str | None]:
        rows = records(trace(joined, name, **way))
        return {(row["to"], row["product"]): row["through"] for row in rows if row["kind"] == "supplies"}

    assert joints("c", down=True) == {
        ("h", "chalk"): None, ("t", "paste"): "technology", ("t", "bag"): "unstated", ("r", "film"): "unstated",
        ("far", "pellets"): "technology",
    }  # fmt: skip
    assert joints("s", down=True)["t", "bag"] == "resale"
    # towards suppliers what h sold is film, and neither chalk nor bags are known to become that
    assert joints("far", up=True) == {
        ("far", "pellets"): None, ("r", "film"): "technology", ("h", "chalk"): "unstated", ("h", "bag"): "unstated",
    }  # fmt: skip
    assert trace(joined, "far", up=True).attrs["notes"][0] == (
        "2 of the supplies lead on through a firm (h) though nothing says that what it sells is made of what it buys;"
        " the chain from end to end is stated by nobody"
    )
    assert not [note for note in trace(joined, "h", down=True, hops=1).attrs["notes"] if "lead on" in note]


def test_ties_without_direction_stand_as_such(joined: Graph) -> None:
    """The tie of u is told from h, once, and not followed: far, with which u works too, is not reached from there."""
    found = [row for row in records(trace(joined, "c", down=True, hops=2)) if row["kind"] == "cooperates_with"]
    assert [(row["hop"], row["from"], row["to"], row["what"], row["product"]) for row in found] == [
        (2, "h", "u", "upstream", None)
    ]
    assert found[0]["path"] == "c → h — u"
    assert trace(joined, "c", down=True, hops=1)["kind"].tolist() == ["supplies"]
    (tie, *_) = [row for row in records(trace(joined, "h", up=True)) if row["kind"] == "cooperates_with"]
    assert (tie["from"], tie["to"], tie["path"]) == ("u", "h", "u — h")
    notes = trace(joined, "u", up=True).attrs["notes"]
    assert notes == [
        "u: no supplier is known by a product",
        "2 ties without direction: what supplies whom is not said, and the way is not followed",
    ]


def test_from_an_identifier(loop: Graph) -> None:
    assert (
        steps(trace(loop, "firm:d", down=True))
        == steps(trace(loop, "d", down=True))
        == [(1, "d", "e", "v", "supplies")]
    )
