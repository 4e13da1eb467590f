"""The contract of an engine: what a batch takes out goes with a trace, and the rest shows what is left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, digests, nodes, row, rows, shown

import chanlian as cl
from chanlian.graph import Batch

if TYPE_CHECKING:
    from chanlian.graph import Graph

ENDS = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}


def undo(graph: Graph, **removal: str) -> dict[str, int]:
    """Take one thing out."""
    one = Batch()
    one.take_out([{"because": "why", "by": "unload", **removal}])
    return graph.write(one)


def retract(graph: Graph, kind: str, **ends: str | None) -> dict[str, int]:
    return undo(graph, kind=kind, fact=row(graph, kind, **ends)["fact"], by="retract")


def replace(graph: Graph, said: Batch, source: str = "s", edition: str = "s", until: str = "2025-03") -> dict[str, int]:
    """Write a new edition of a source."""
    said.replace(f"source:{source}", f"source:{edition}", until, "not in the new edition")
    return graph.write(said)


# -- one source out ------------------------------------------------------------------------


def test_a_load_that_is_undone_leaves_the_graph_as_it_was(graph: Graph) -> None:
    graph.write(batch("s", "2024", **ENDS, supplies=[{**SUPPLY, "value": 5.0, "basis": "annual"}]))
    before, sums, day = shown(graph), digests(graph), graph.as_of
    region = nodes("region", "r", level="county", lat=1.0)
    graph.write(
        batch(
            "t", "2025", region=region, firm=[*nodes("firm", "a", scale="大"), *nodes("firm", "c")],
            supplies=[{**SUPPLY, "value": 6.0}, {**SUPPLY, "buyer": "firm:c"}],
            located_in=[{"what": "firm:a", "place": "region:r"}],
        )
    )  # fmt: skip
    assert row(graph, "firm", name="a")["place"] == "region:r"
    assert (row(graph, "supplies", buyer="firm:b")["value"], graph.as_of) == (6.0, "2025-12-31")
    # the new firm, its supply, the region, the place and the source go; the old firm and supply show again what s says
    assert undo(graph, source="source:t") == {"removed": 5, "restored": 2}
    assert shown(graph) == before
    assert (digests(graph), graph.as_of) == (sums, day)


def test_the_order_of_what_is_undone_does_not_matter(graph: Graph) -> None:
    graph.write(batch("s", "2024", **ENDS, supplies=[{**SUPPLY, "value": 5.0}]))
    only = shown(graph)
    for source, published in (("t", "2025"), ("u", "2023")):
        graph.write(batch(source, published, **ENDS, supplies=[{**SUPPLY, "value": float(published)}]))
    assert undo(graph, source="source:t")["kept"] == 3  # two firms and a product that two others state as well
    assert row(graph, "supplies")["value"] == 5.0
    assert len([one for one in rows(graph, "claim") if one["kind"] == "supplies"]) == 2
    assert undo(graph, source="source:u") == {"removed": 1, "kept": 4}  # the source; nothing looks different
    assert shown(graph) == only


def test_a_node_that_other_facts_need_stays_as_a_name(graph: Graph) -> None:
    firm = nodes("firm", "a", scale="大", aliases=["甲"])
    region = nodes("region", "r", level="county", lat=1.0)
    graph.write(batch("s", "2024", firm=[*firm, *nodes("firm", "x")], region=region))
    graph.write(
        batch("t", firm=nodes("firm", "b"), product=nodes("product", "p"), supplies=[SUPPLY],
              located_in=[{"what": "firm:a", "place": "region:r"}])
    )  # fmt: skip
    assert undo(graph, source="source:s") == {"removed": 2, "kept": 2}  # x and the source; a and r
    found = row(graph, "firm", identifier="firm:a")
    assert [found[name] for name in ("name", "scale", "aliases", "source", "method", "recorded")] == ["a", *[None] * 5]
    assert found["place"] == "region:r"
    assert (row(graph, "region")["level"], row(graph, "region")["lat"]) == ("county", None)
    # whoever states it takes it over, alone
    graph.write(batch("u", "2025", firm=[{"identifier": "firm:a", "name": "甲公司", "scale": "小"}]))
    found = row(graph, "firm", identifier="firm:a")
    assert [found[name] for name in ("name", "aliases", "scale", "source")] == ["甲公司", ["a"], "小", "source:u"]
    assert rows(graph, "claim") == []
    graph.write(batch("s", region=nodes("region", "r", level=None)))
    assert row(graph, "region")["level"] == "county"
    # and with the last fact that needs it, a name goes too
    undo(graph, source="source:s")
    undo(graph, source="source:u")
    assert {one["name"] for one in rows(graph, "firm")} == {"甲公司", "b"}  # as it was called last
    undo(graph, source="source:t")
    assert [one for kind in ("firm", "region", "product", "source") for one in rows(graph, kind)] == []
    assert graph.as_of is None


def test_the_trace_says_what_was_stated_by_whom_and_why_it_went(graph: Graph) -> None:
    evidence = {"locator": "p. 3", "confidence": 0.5}
    graph.write(batch("s", "2024", **ENDS, supplies=[{**SUPPLY, "value": 5.0, "since": "2023", **evidence}]))
    fact = row(graph, "supplies")["fact"]
    undo(graph, kind="supplies", fact=fact, source="source:s", because="a slip", by="retract")
    (found,) = rows(graph, "removed")
    assert [found[name] for name in ("kind", "fact", "source", "source_name", "locator", "method", "confidence")] == [
        "supplies", fact, "source:s", "s", "p. 3", "table", 0.5,
    ]  # fmt: skip
    assert (found["because"], found["by"], found["restored"]) == ("a slip", "retract", None)
    assert found["removed_on"] == row(graph, "firm", name="a")["recorded"] == found["recorded"]
    stated: dict[str, Any] = json.loads(found["stated"])
    assert {name: value for name, value in stated.items() if value is not None} == {
        **SUPPLY, "value": 5.0, "since": "2023",
    }  # fmt: skip


def test_one_claim_of_several_may_go(graph: Graph) -> None:
    for source, published in (("s", "2024"), ("t", "2025")):
        graph.write(batch(source, published, **ENDS, supplies=[{**SUPPLY, "value": float(published)}]))
    fact = row(graph, "supplies")["fact"]
    assert undo(graph, kind="supplies", fact=fact, source="source:t") == {"restored": 1}
    assert (row(graph, "supplies")["value"], row(graph, "supplies")["source"]) == (2024.0, "source:s")
    assert undo(graph, kind="supplies", fact=fact, source="source:t") == {}  # it states it no more
    assert {one["name"] for one in rows(graph, "source")} == {"s", "t"}


@pytest.mark.parametrize("removal", [{"source": "source:none"}, {"kind": "supplies", "fact": "00000000000000ff"}])
def test_what_is_not_there_is_not_taken_out(graph: Graph, removal: dict[str, str]) -> None:
    graph.write(batch("s", **ENDS, supplies=[SUPPLY]))
    before = shown(graph)
    assert undo(graph, **removal) == {}
    assert shown(graph) == before
    assert rows(graph, "removed") == []


def test_a_place_that_is_undone_moves_the_firm_and_its_supplies(graph: Graph) -> None:
    regions = [*nodes("region", "r", "q", level="county")]
    graph.write(batch("s", "2024", **ENDS, region=regions, supplies=[SUPPLY], located_in=[
        {"what": "firm:a", "place": "region:r"}]))  # fmt: skip
    graph.write(batch("t", "2025", located_in=[{"what": "firm:a", "place": "region:q"}]))
    assert row(graph, "firm", name="a")["place"] == "region:q"
    undo(graph, source="source:t")
    assert row(graph, "firm", name="a")["place"] == "region:r"


def test_a_source_that_corrects_a_place_leaves_the_old_one_in_the_trace(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, region=nodes("region", "r", "q", level="county"), located_in=[
        {"what": "firm:a", "place": "region:r"}]))  # fmt: skip
    assert graph.write(batch("s", located_in=[{"what": "firm:a", "place": "region:q"}])) == {"added": 1, "unchanged": 1}
    (found,) = rows(graph, "removed")
    assert (json.loads(found["stated"])["place"], found["by"]) == ("region:r", "correction")


# -- what was retracted --------------------------------------------------------------------


def test_a_retracted_fact_comes_back_only_by_a_person(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 5.0}, {**SUPPLY, "ref": "2"}]))
    assert undo(graph, kind="supplies", fact=row(graph, "supplies", ref=None)["fact"], by="retract") == {"removed": 1}
    again = batch("t", **ENDS, supplies=[{**SUPPLY, "method": "llm"}, {**SUPPLY, "ref": "2"}])
    assert graph.write(again) == {"added": 1, "changed": 4, "retracted": 1}
    assert again.db.execute("SELECT kind, row FROM outcome WHERE outcome = 'retracted'").fetchall() == [("supplies", 1)]
    assert graph.write(again) == {"unchanged": 5, "retracted": 1}  # the batch is whole, and may be written again
    assert [one["ref"] for one in rows(graph, "supplies")] == ["2"]
    assert graph.write(batch("u", supplies=[{**SUPPLY, "method": "person"}])) == {"added": 2}
    assert [one["restored"] is not None for one in rows(graph, "removed")] == [True]
    assert graph.write(again) == {"changed": 1, "unchanged": 5}
    # and may be retracted again
    retract(graph, "supplies", ref=None)
    assert graph.write(again) == {"unchanged": 5, "retracted": 1}


def test_a_retracted_node_comes_back_as_a_name_where_a_fact_needs_it(graph: Graph) -> None:
    graph.write(batch("s", firm=nodes("firm", "a", scale="大")))
    assert retract(graph, "firm") == {"removed": 1}
    assert graph.write(batch("s", firm=nodes("firm", "a", scale="大"))) == {"retracted": 1, "unchanged": 1}
    assert rows(graph, "firm") == []
    graph.write(batch("s", firm=nodes("firm", "a", "b", scale="大"), product=nodes("product", "p"), supplies=[SUPPLY]))
    assert (row(graph, "firm", name="a")["scale"], row(graph, "firm", name="b")["scale"]) == (None, "大")
    # while facts need it, a name is all that can be left of it
    assert retract(graph, "firm", name="b") == {"kept": 1}
    assert graph.write(batch("s", firm=nodes("firm", "b", scale="大"))) == {"retracted": 1, "unchanged": 1}
    assert row(graph, "firm", name="b")["scale"] is None


# -- a new edition -------------------------------------------------------------------------


def test_a_new_edition_ends_what_it_no_longer_states(graph: Graph) -> None:
    kinds = [{"kind": "product:p", "broader": "product:q"}]
    graph.write(
        batch(
            "s", "2024", firm=nodes("firm", "a", "b", "c", "d"), product=nodes("product", "p", "q", "z"), kind_of=kinds,
            supplies=[SUPPLY, {**SUPPLY, "buyer": "firm:c"}, {**SUPPLY, "buyer": "firm:c", "ref": "planned", "status": "planned"},
                      {**SUPPLY, "seller": "firm:b", "until": "2023"}, {**SUPPLY, "seller": "firm:c", "until": "2030"},
                      {**SUPPLY, "ref": "later", "since": "2026"}],
        )
    )  # fmt: skip
    graph.write(batch("t", "2024", **ENDS, supplies=[{**SUPPLY, "ref": "both"}]))
    graph.write(batch("s", supplies=[{**SUPPLY, "ref": "both", "value": 5.0}]))
    told = replace(graph, batch("s", "2025-03", firm=nodes("firm", "a"), supplies=[SUPPLY]))
    # gone: what was planned, what begins later, the kind, firm d, products q and z
    assert {name: told[name] for name in ("ended", "restored", "removed")} == {"ended": 2, "restored": 1, "removed": 6}
    found = {
        (one["seller"][-1], one["buyer"][-1], one["ref"]): (one["status"], one["until"])
        for one in rows(graph, "supplies")
    }
    assert found == {
        ("a", "b", None): (None, None),
        ("a", "c", None): ("ended", "2025-03"),
        ("b", "b", None): (None, "2023"),  # was over already
        ("c", "b", None): ("ended", "2025-03"),  # sooner than was thought
        ("a", "b", "both"): (None, None),  # another source states it
    }
    assert row(graph, "supplies", ref="both")["value"] is None
    assert rows(graph, "kind_of") == []
    # firms of facts that ended are still named by them; d, q and z are not
    assert {one["name"] for one in rows(graph, "firm")} == {"a", "b", "c"}
    assert {one["name"] for one in rows(graph, "product")} == {"p"}
    traced = [json.loads(one["stated"]) for one in rows(graph, "removed") if one["by"] == "replace"]
    assert sorted(str(one.get("until")) for one in traced if one.get("seller") == "firm:c") == ["2030"]
    # the same edition again finds nothing to do
    again = replace(graph, batch("s", "2025-03", firm=nodes("firm", "a"), supplies=[SUPPLY]))
    assert set(again) == {"unchanged"}


def test_what_a_new_edition_leaves_out_is_over_on_the_day_of_the_graph(graph: Graph) -> None:
    places = [{"what": "firm:a", "place": "region:r"}, {"what": "firm:b", "place": "region:q"}]
    held = {"region": nodes("region", "r", "q", level="county"), "located_in": places, **ENDS}
    due = {**SUPPLY, "ref": "due", "until": "2025-03-31"}  # and that lets it be over before its time
    graph.write(batch("s", "2024", **held, supplies=[SUPPLY, due]))
    assert len(cl.links(graph)) == 2
    told = replace(graph, batch("n", "2025-03", **held), edition="n")
    assert (told["ended"], graph.as_of) == (2, "2025-03-31")
    assert sorted(one["until"] for one in rows(graph, "supplies")) == ["2025-03", "2025-03-31"]
    assert (
        len(cl.list(graph, "supplies", as_of="2025-03-31")),
        len(cl.list(graph, "supplies", as_of="2025-03-30")),
    ) == (0, 2)
    assert cl.links(graph).empty
    assert cl.gaps(graph, "q")[["product", "state"]].values.tolist() == [["p", "broken"]]
    # in the year in which it ended it held
    assert len(cl.list(graph, "supplies", period="2025")) == len(cl.list(graph, "supplies", period="2024")) == 2


def test_an_edition_under_its_own_title_leaves_the_old_one_as_evidence(graph: Graph) -> None:
    other = {**SUPPLY, "ref": "2"}
    graph.write(batch("s", "2024", **ENDS, supplies=[SUPPLY, other]))
    told = replace(graph, batch("n", "2025", supplies=[{**SUPPLY, "value": 7.0}]), edition="n", until="2025")
    assert told == {"added": 1, "changed": 1, "ended": 1}
    assert (row(graph, "supplies", ref=None)["value"], row(graph, "supplies", ref="2")["until"]) == (7.0, "2025")
    assert {one["source"] for one in rows(graph, "claim") if one["kind"] == "supplies"} == {"source:s", "source:n"}


def test_what_an_edition_ended_and_left_out_holds_again_when_it_is_unloaded(graph: Graph) -> None:
    kinds = [{"kind": "product:p", "broader": "product:q"}]
    graph.write(
        batch(
            "s", "2024", firm=nodes("firm", "a", "b", "c", scale="大"), product=nodes("product", "p", "q"), kind_of=kinds,
            supplies=[SUPPLY, {**SUPPLY, "ref": "2", "until": "2030", "value": 5.0, "locator": "p. 3"},
                      {**SUPPLY, "ref": "planned", "status": "planned"}],
        )
    )  # fmt: skip
    before, sums, recorded = shown(graph), digests(graph), [row(graph, "supplies", ref="2")["recorded"]]
    replace(graph, batch("n", "2025", supplies=[{**SUPPLY, "value": 7.0}]), edition="n", until="2025")
    between = digests(graph)
    replace(graph, batch("m", "2026", firm=nodes("firm", "a")), source="n", edition="m", until="2026")
    assert row(graph, "supplies", ref="2")["until"] == "2025"
    undo(graph, source="source:m")
    assert digests(graph) == between
    # ended 1, left out the planned supply, the kind, firm c, product q
    assert undo(graph, source="source:n") == {"removed": 1, "restored": 1, "revived": 5}
    assert (shown(graph), digests(graph)) == (before, sums)
    assert [row(graph, "supplies", ref="2")["recorded"]] == recorded
    assert {one["restored"] is None for one in rows(graph, "removed") if one["by"].startswith("replace")} == {False}
    assert undo(graph, source="source:n") == {}


def test_what_was_said_or_retracted_since_an_edition_stays(graph: Graph) -> None:
    graph.write(batch("s", "2024", **ENDS, supplies=[{**SUPPLY, "ref": ref} for ref in ("1", "2", "3")]))
    replace(graph, batch("n", "2025", **ENDS), edition="n", until="2025")
    retract(graph, "supplies", ref="1")
    graph.write(batch("s", supplies=[{**SUPPLY, "ref": "2", "value": 5.0}]))
    undo(graph, source="source:n")
    found = {one["ref"]: (one["status"], one["until"], one["value"]) for one in rows(graph, "supplies")}
    assert found == {"2": (None, None, 5.0), "3": (None, None, None)}


def test_an_edition_in_two_parts_states_what_either_states(graph: Graph) -> None:
    graph.write(batch("s", "2024", **ENDS, supplies=[SUPPLY, {**SUPPLY, "ref": "2"}, {**SUPPLY, "ref": "3"}]))
    said = batch("n", "2025", supplies=[SUPPLY, {**SUPPLY, "ref": "2", "source": "source:m"}])
    said.add("source", [{"row": 0, "identifier": "source:m", "name": "m"}])
    said.replace("source:s", "source:m", "2025", "not in the new edition")
    replace(graph, said, edition="n", until="2025")
    assert {one["ref"]: one["status"] for one in rows(graph, "supplies")} == {None: None, "2": None, "3": "ended"}


def test_what_is_taken_out_and_what_is_written_are_one(graph: Graph) -> None:
    from chanlian.graph.errors import GraphError

    graph.write(batch("s", **ENDS, supplies=[SUPPLY]))
    before = shown(graph)
    with pytest.raises(GraphError):
        replace(graph, batch("s", supplies=[{**SUPPLY, "buyer": "firm:nobody"}]))
    assert shown(graph) == before
    assert rows(graph, "removed") == []
