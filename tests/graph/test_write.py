"""Writing a batch: upsert by key, claims, what is shown, areas, as of when the graph speaks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from rows import Row, batch, nodes, row, rows, shown, tables
from world import batch as world_batch

from chanlian.graph import Batch, Graph, connect
from chanlian.graph.engines.base import Question
from chanlian.graph.errors import GraphError

SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}
ENDS = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "graph"
    connect(str(path)).create()
    return path


@pytest.fixture
def graph(tmp_path: Path, empty: Path) -> Graph:
    return connect(str(shutil.copy(empty, tmp_path / "graph")))


def outcomes(batch: Batch) -> list[tuple[str, int, str]]:
    return batch.db.execute("SELECT kind, row, outcome FROM outcome ORDER BY ALL").fetchall()


# -- upsert by key -----------------------------------------------------------------------


def test_a_fact_is_added_once_and_changed_by_its_key(graph: Graph) -> None:
    assert graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 5.0}])) == {"added": 5}
    # the two firms, the product and the source are known already
    assert graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 6.0}])) == {"changed": 1, "unchanged": 4}
    assert [one["value"] for one in rows(graph, "supplies")] == [6.0]


def test_a_key_property_makes_another_fact(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, supplies=[SUPPLY, {**SUPPLY, "since": "2024"}, {**SUPPLY, "ref": "7"}]))
    assert sorted((one["since"] or "", one["ref"] or "") for one in rows(graph, "supplies")) == [
        ("", ""),
        ("", "7"),
        ("2024", ""),
    ]


def test_an_empty_key_cell_means_its_default(graph: Graph) -> None:
    made = {"firm": "firm:a", "product": "product:p"}
    graph.write(batch("s", **ENDS, produces=[made]))
    counts = graph.write(batch("s", produces=[{**made, "role": "product"}]))
    assert counts == {"unchanged": 2}
    assert [one["role"] for one in rows(graph, "produces")] == ["product"]


def test_the_same_batch_twice_changes_nothing(graph: Graph) -> None:
    one = world_batch()
    graph.write(one)
    before, digest = tables(graph), graph.content_hash
    for again in (one, world_batch()):  # the same object, and another of the same content
        assert set(graph.write(again)) == {"unchanged"}
    assert tables(graph) == before
    assert graph.content_hash == digest


def test_the_same_batch_twice_changes_nothing_where_sources_disagree(graph: Graph) -> None:
    def two() -> list[Batch]:
        firm = {"identifier": "firm:a", "aliases": ["乙", "甲"]}
        return [
            batch("s", "2024", firm=[{**firm, "name": "甲"}], product=nodes("product", "p", unit="t")),
            batch("r", "2025", firm=[{**firm, "name": "丙", "scale": "大"}], product=nodes("product", "p", unit="kg")),
        ]

    for one in two():
        graph.write(one)
    before, digest = tables(graph), graph.content_hash
    assert [set(graph.write(one)) for one in two()] == [{"unchanged"}, {"unchanged"}]
    assert tables(graph) == before
    assert graph.content_hash == digest


def test_the_content_hash_tells_another_content(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 5.0}]))
    digest = graph.content_hash
    graph.write(batch("s", supplies=[{**SUPPLY, "value": 6.0}]))
    assert graph.content_hash != digest
    graph.write(batch("s", supplies=[{**SUPPLY, "value": 5.0}]))
    assert graph.content_hash == digest


def test_an_empty_cell_erases_nothing(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "value": 5.0, "basis": "annual", "locator": "p. 3"}]))
    assert graph.write(batch("s", supplies=[SUPPLY])) == {"unchanged": 2}
    graph.write(batch("s", supplies=[{**SUPPLY, "role": "waste"}]))
    found = row(graph, "supplies")
    assert (found["value"], found["basis"], found["role"], found["locator"]) == (5.0, "annual", "waste", "p. 3")


def test_a_new_figure_does_not_keep_the_bounds_of_the_old_one(graph: Graph) -> None:
    about = {"value": 10.0, "value_low": 9.0, "value_high": 11.0, "value_original": "约10元"}
    graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, **about}]))
    graph.write(batch("s", supplies=[{**SUPPLY, "value": 20.0}]))
    found = row(graph, "supplies")
    assert [found[name] for name in about] == [20.0, None, None, None]


def test_outcomes_are_told_row_by_row(graph: Graph) -> None:
    graph.write(batch("s", product=nodes("product", "p", "q")))
    one = batch(
        "s", product=[*nodes("product", "p", "r", "r"), *nodes("product", "q", unit="t"), *nodes("product", "q")]
    )
    graph.write(one)
    # p is known; r is new and repeated; q is changed by one row and repeated by the next
    expected = ["unchanged", "added", "merged", "changed", "merged"]
    assert [outcome for kind, _, outcome in outcomes(one) if kind == "product"] == expected


def test_a_fact_that_two_sources_of_one_batch_state_is_added_once(graph: Graph) -> None:
    one = batch("s", **ENDS, supplies=[SUPPLY])
    one.add("source", [{"row": 0, "identifier": "source:r", "name": "r"}])
    one.add("supplies", [{"row": 2, **SUPPLY, "source": "source:r", "value": 7.0}])
    graph.write(one)
    assert [outcome for kind, _, outcome in outcomes(one) if kind == "supplies"] == ["added", "merged"]
    assert [claim["source"] for claim in rows(graph, "claim")] == ["source:r", "source:s"]
    assert row(graph, "supplies")["value"] == 7.0


def test_an_empty_batch_makes_an_empty_graph(graph: Graph) -> None:
    assert graph.write(Batch()) == {}
    assert all(not found for found in shown(graph).values())


# -- claims ------------------------------------------------------------------------------


def test_both_claims_are_kept_where_sources_disagree(graph: Graph) -> None:
    graph.write(batch("old", "2023", **ENDS, supplies=[{**SUPPLY, "value": 5.0, "locator": "p. 1"}]))
    graph.write(batch("new", "2025", supplies=[{**SUPPLY, "value": 6.0, "locator": "p. 2"}]))
    claims = [(one["source"], one["locator"], '"value":' in one["stated"]) for one in rows(graph, "claim")]
    assert claims == [("source:new", "p. 2", True), ("source:old", "p. 1", True)]
    found = row(graph, "supplies")
    assert (found["value"], found["source"], found["locator"]) == (6.0, "source:new", "p. 2")


# each pair: the evidence of the claim that shows, and that of the one that does not
RANKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a person before a later publication": (
        {"published": "2020", "method": "person"},
        {"published": "2025", "method": "table"},
    ),
    "the later publication": ({"published": "2025"}, {"published": "2024-12-31"}),
    # the year 2025 ends on 31 December, after its first half
    "the later last day": ({"published": "2025"}, {"published": "2025-H1"}),
    "a publication with a date": ({"published": "1990"}, {"confidence": 1.0}),
    "the later publication before more confidence": (
        {"published": "2025", "confidence": 0.5},
        {"published": "2024", "confidence": 0.9},
    ),
    "more confidence": ({"published": "2025", "confidence": 0.9}, {"published": "2025", "confidence": 0.8}),
    "stated confidence before none": ({"confidence": 0.1}, {}),
    "else the identifier of the source": ({"name": "a"}, {"name": "b"}),
    "no longer who came first": ({"name": "a", "method": "llm"}, {"name": "b", "method": "table"}),
}


@pytest.mark.parametrize("first", [0, 1])
def test_which_claim_shows(graph: Graph, first: int) -> None:
    # every case is a supply of its own, on two sources of its own; `first` says which is loaded first
    graph.write(batch(**ENDS))
    for turn in (first, 1 - first):
        one = Batch()
        for case, pair in RANKS.items():
            said = pair[turn]
            name = f"source:{case}:{said.get('name', 'yz'[turn])}"
            one.add("source", [{"row": 0, "identifier": name, "name": name, "published": said.get("published")}])
            evidence = {"source": name, "method": said.get("method", "table"), "confidence": said.get("confidence")}
            one.add("supplies", [{"row": 1, **SUPPLY, "ref": case, "value": float(turn), **evidence}])
        graph.write(one)
    assert {found["ref"]: found["value"] for found in rows(graph, "supplies")} == dict.fromkeys(RANKS, 0.0)


def test_each_property_shows_the_first_claim_that_states_it(graph: Graph) -> None:
    graph.write(batch("new", "2025", firm=nodes("firm", "a", scale="large")))
    graph.write(batch("old", "2020", firm=nodes("firm", "a", scale="small", count=3)))
    found = row(graph, "firm")
    assert (found["scale"], found["count"]) == ("large", 3)


def test_an_observation_comes_from_one_claim(graph: Graph) -> None:
    # 2025 states a value and no period; the period and unit of 2020 belong to another value
    graph.write(batch("new", "2025", **ENDS, supplies=[{**SUPPLY, "value": 9.0, "basis": "contract"}]))
    old = {
        "value": 5.0,
        "value_low": 4.0,
        "quantity": 2.0,
        "unit": "t",
        "period": "2019",
        "basis": "annual",
        "role": "waste",
    }
    graph.write(batch("old", "2020", supplies=[{**SUPPLY, **old}]))
    found = row(graph, "supplies")
    observed = {name: found[name] for name in ("value", "value_low", "quantity", "unit", "period", "basis")}
    assert observed == {
        "value": 9.0, "value_low": None, "quantity": None, "unit": None, "period": None, "basis": "contract",
    }  # fmt: skip
    assert found["role"] == "waste"  # no part of the observation


def test_a_claim_without_a_figure_is_no_observation(graph: Graph) -> None:
    graph.write(batch("new", "2025", **ENDS, supplies=[{**SUPPLY, "period": "2024"}]))
    graph.write(batch("old", "2020", supplies=[{**SUPPLY, "value": 5.0, "period": "2019"}]))
    found = row(graph, "supplies")
    assert (found["value"], found["period"]) == (5.0, "2019")


def test_a_metric_is_an_observation(graph: Graph) -> None:
    metric = {"identifier": "metric:m", "name": "m", "indicator": "sales"}
    graph.write(batch("new", "2025", metric=[{**metric, "value": 9.0, "unit": "yuan"}]))
    graph.write(
        batch("old", "2020", metric=[{**metric, "value": 5.0, "period": "2019", "change": ["+1 %"], "scope": "here"}])
    )
    found = row(graph, "metric")
    assert [found[name] for name in ("value", "unit", "period", "change", "scope")] == [9.0, "yuan", None, None, "here"]


def test_the_sums_of_a_project_stand_each_for_itself(graph: Graph) -> None:
    project = {"identifier": "project:x", "name": "x"}
    graph.write(batch("new", "2025", project=[{**project, "planned": 100.0, "planned_original": "100元"}]))
    graph.write(batch("old", "2020", project=[{**project, "planned": 90.0, "planned_low": 80.0, "paid": 30.0}]))
    found = row(graph, "project")
    assert [found[name] for name in ("planned", "planned_low", "paid")] == [100.0, None, 30.0]


def test_a_source_that_changes_its_mind_is_one_claim(graph: Graph) -> None:
    graph.write(batch("s", "2020", **ENDS, supplies=[{**SUPPLY, "value": 5.0}]))
    graph.write(batch("r", "2019", supplies=[{**SUPPLY, "value": 7.0}]))
    assert graph.write(batch("s", "2020", supplies=[{**SUPPLY, "value": 6.0}])) == {"changed": 1, "unchanged": 1}
    assert row(graph, "supplies")["value"] == 6.0
    stated = {one["source"]: one["stated"] for one in rows(graph, "claim")}
    assert len(stated) == 2
    assert '"value":6.0' in stated["source:s"]
    # and it lost against the other: now that one would show, were it later
    graph.write(batch("r", "2021"))
    assert row(graph, "supplies")["value"] == 7.0


def test_a_date_of_publication_learnt_later_changes_what_shows(graph: Graph) -> None:
    graph.write(batch("a", "2020", **ENDS, supplies=[{**SUPPLY, "value": 5.0}]))
    graph.write(batch("b", None, supplies=[{**SUPPLY, "value": 6.0}]))
    assert row(graph, "supplies")["value"] == 5.0
    digest = graph.content_hash
    assert graph.write(batch("b", "2021")) == {"changed": 1}
    found = row(graph, "supplies")
    assert (found["value"], found["source"]) == (6.0, "source:b")
    assert graph.content_hash != digest


def test_a_better_reading_of_the_same_source_is_kept(graph: Graph) -> None:
    def read(method: str, confidence: float | None = None) -> dict[str, int]:
        return graph.write(batch("s", supplies=[{**SUPPLY, "method": method, "confidence": confidence}]))

    graph.write(batch(**ENDS))
    read("llm", 0.5)
    assert read("llm", 0.4) == {"unchanged": 2}
    assert read("person") == {"changed": 1, "unchanged": 1}
    assert read("llm", 0.9) == {"unchanged": 2}
    found = row(graph, "supplies")
    assert (found["method"], found["confidence"]) == ("person", None)
    # also where the weaker reading finds something more
    graph.write(batch("s", supplies=[{**SUPPLY, "method": "llm", "role": "waste"}]))
    found = row(graph, "supplies")
    assert (found["method"], found["role"]) == ("person", "waste")
    # what a person said holds against any other reading of the same source
    assert graph.write(batch("s", supplies=[{**SUPPLY, "method": "table", "role": "energy"}])) == {"unchanged": 2}
    found = row(graph, "supplies")
    assert (found["method"], found["role"]) == ("person", "waste")
    # but a person may have a new mind
    graph.write(batch("s", supplies=[{**SUPPLY, "method": "person", "role": "energy"}]))
    assert row(graph, "supplies")["role"] == "energy"


def test_a_new_mind_is_told_as_it_was_read(graph: Graph) -> None:
    for method, role in (("table", "waste"), ("llm", "energy")):
        graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "method": method, "role": role}]))
    found = row(graph, "supplies")
    assert (found["method"], found["role"]) == ("llm", "energy")


def test_a_figure_that_a_person_said_keeps_its_unit_and_period(graph: Graph) -> None:
    said = {**SUPPLY, "method": "person", "value": 5.0, "basis": "annual", "period": "2024"}
    graph.write(batch("s", **ENDS, supplies=[said]))
    table = {**SUPPLY, "value": 7.0, "value_high": 8.0, "basis": "annual", "period": "2024", "role": "waste"}
    assert graph.write(batch("s", supplies=[table]))["changed"] == 1
    found = row(graph, "supplies")
    assert [found[name] for name in ("value", "value_high", "basis", "period", "role", "method")] == [
        5.0, None, "annual", "2024", "waste", "person",
    ]  # fmt: skip
    assert graph.write(batch("s", supplies=[table])) == {"unchanged": 2}


def test_a_name_that_a_person_said_stays_the_name(graph: Graph) -> None:
    graph.write(batch("s", firm=[{**nodes("firm", "a")[0], "name": "甲", "method": "person"}]))
    assert graph.write(batch("s", firm=[{**nodes("firm", "a")[0], "name": "乙"}]))["changed"] == 1
    found = row(graph, "firm")
    assert (found["name"], found["aliases"]) == ("甲", ["乙"])
    assert graph.write(batch("s", firm=[{**nodes("firm", "a")[0], "name": "乙"}])) == {"unchanged": 2}


def test_a_row_number_that_moved_is_no_change(graph: Graph) -> None:
    graph.write(batch("s", **ENDS, supplies=[{**SUPPLY, "locator": "supplies.csv row 7"}]))
    assert graph.write(batch("s", supplies=[{**SUPPLY, "locator": "supplies.csv row 8"}])) == {"unchanged": 2}
    assert graph.write(batch("s", supplies=[{**SUPPLY, "locator": "p. 8"}])) == {"changed": 1, "unchanged": 1}
    assert row(graph, "supplies")["locator"] == "p. 8"


def test_every_value_survives_being_a_claim(graph: Graph) -> None:
    # what is stated lies in the claim as JSON: odd numbers and texts must come back as they went in
    said = {
        "indicator": 'a "quoted" \\ text\nin two lines; \'; drop table firm --', "value": 0.1 + 0.2, "value_low": 1e-300,
        "value_high": 123456789012345680.0, "change": ["+1 %", 'x"y', "，"], "unit": "吨",
    }  # fmt: skip
    for name, published in (("s", "2025"), ("r", "2020")):
        graph.write(batch(name, published, metric=[{"identifier": "metric:m", "name": "m", **said}]))
    graph.write(batch("t", "2010", metric=[{"identifier": "metric:m", "name": "m", "scope": "here"}]))
    found = row(graph, "metric")
    assert {name: found[name] for name in said} == said
    assert found["scope"] == "here"


# -- names -------------------------------------------------------------------------------


def test_aliases_of_all_sources_are_united(graph: Graph) -> None:
    graph.write(batch("s", "2025", firm=nodes("firm", "甲", aliases=["乙", "丙"])))
    graph.write(batch("r", "2020", firm=nodes("firm", "甲", aliases=["丁", "乙"])))
    assert row(graph, "firm")["aliases"] == sorted(["乙", "丙", "丁"])
    graph.write(batch("s", "2025", firm=nodes("firm", "甲", aliases=["戊"])))
    assert row(graph, "firm")["aliases"] == sorted(["乙", "丙", "丁", "戊"])


@pytest.mark.parametrize("sources", [("s", "r"), ("s", "s")])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_second_name_of_one_identifier_is_an_alias(graph: Graph, sources: tuple[str, str], at_once: bool) -> None:
    first, second = ({"identifier": "firm:1", "name": name} for name in ("中伟新材料", "中伟"))
    one, two = sources
    if at_once:
        both = batch(one, "2025", firm=[first])
        both.add("source", [{"row": 0, "identifier": f"source:{two}", "name": two}])
        both.add("firm", [{"row": 2, **second, "source": f"source:{two}"}])
        graph.write(both)
    else:
        graph.write(batch(one, "2025", firm=[first]))
        graph.write(batch(two, "2025" if one == two else "2020", firm=[second]))
    found = row(graph, "firm")
    assert {found["name"], *found["aliases"]} == {"中伟新材料", "中伟"}
    assert len(found["aliases"]) == 1
    # a source that renames its firm means the new name; of two sources the later published wins
    assert found["name"] == ("中伟" if one == two and not at_once else "中伟新材料")


def test_a_name_is_no_alias_of_itself_and_aliases_have_one_order(graph: Graph) -> None:
    graph.write(batch("s", firm=nodes("firm", "甲", aliases=["丙", "甲", "乙", "乙"])))
    assert row(graph, "firm")["aliases"] == sorted(["乙", "丙"])
    graph.write(batch("s", product=nodes("product", "p", aliases=["p"])))
    assert row(graph, "product")["aliases"] is None


def test_an_alias_may_be_stated_without_the_name(graph: Graph) -> None:
    graph.write(batch("s", "2020", firm=nodes("firm", "甲")))
    person = {"identifier": "firm:甲", "name": None, "aliases": ["乙"], "method": "person"}
    graph.write(batch("r", "2025", firm=[person]))
    found = row(graph, "firm")
    assert (found["name"], found["aliases"]) == ("甲", ["乙"])


# -- edges -------------------------------------------------------------------------------


def test_an_undirected_edge_is_the_same_either_way_round(graph: Graph) -> None:
    graph.write(batch("s", park=nodes("park", "k"), region=nodes("region", "r", level="county")))
    assert graph.write(batch("s", borders=[{"a": "park:k", "b": "region:r"}]))["added"] == 1
    assert graph.write(batch("s", borders=[{"a": "region:r", "b": "park:k"}])) == {"unchanged": 2}
    assert [(one["a"], one["b"]) for one in rows(graph, "borders")] == [("park:k", "region:r")]


def test_a_directed_edge_is_another_the_other_way_round(graph: Graph) -> None:
    graph.write(
        batch("s", **ENDS, owns=[{"owner": "firm:a", "owned": "firm:b"}, {"owner": "firm:b", "owned": "firm:a"}])
    )
    assert len(rows(graph, "owns")) == 2


def test_a_batch_that_names_what_nobody_knows_is_refused_whole(graph: Graph) -> None:
    graph.write(batch("s", **ENDS))
    before = tables(graph)
    # also where a node of the wrong kind stands at an end, and where a source is cited that nobody staged
    for missing in ({"buyer": "firm:nobody"}, {"product": "firm:b"}, {"source": "source:nobody"}):
        bad = batch("t", product=nodes("product", "q"), supplies=[SUPPLY, {**SUPPLY, "ref": "x", **missing}])
        with pytest.raises(GraphError, match="1 facts of kind supplies name nodes or sources") as caught:
            graph.write(bad)
        assert "来源" in caught.value.text("zh")
    assert tables(graph) == before


def test_a_refused_batch_can_be_mended_and_written(graph: Graph) -> None:
    bad = batch("s", **ENDS, supplies=[{**SUPPLY, "buyer": "firm:c"}])
    with pytest.raises(GraphError):
        graph.write(bad)
    bad.add("firm", [{"row": 9, "identifier": "firm:c", "name": "c"}])
    assert graph.write(bad) == {"added": 6}


def test_a_source_may_cite_a_source_of_the_same_batch(graph: Graph) -> None:
    def cited() -> Batch:
        said: Batch = batch("list", source=[{"identifier": "source:paper", "name": "paper"}])
        return said

    graph.write(cited())
    assert row(graph, "source", name="paper")["source"] == "source:list"
    assert graph.write(cited()) == {"unchanged": 2}


def test_two_rows_of_one_number_are_laid_over_each_other_the_same_way() -> None:
    # one row of a wide sheet may state a fact twice; which value shows must not hang on chance
    shows = set()
    for values in ((1.0, 2.0), (2.0, 1.0)):
        graph = connect(":memory:")
        one = batch("s", **ENDS)
        one.add("supplies", [{"row": 7, **SUPPLY, "source": "source:s", "value": value} for value in values])
        graph.write(one)
        shows.add(row(graph, "supplies")["value"])
    assert shows == {1.0}


def test_ids_of_facts_are_the_same_in_another_graph() -> None:
    # products and firms get other dense ids here, and the supply is loaded last or first but one
    one, other = connect(":memory:"), connect(":memory:")
    parts = [batch("s", **ENDS), batch("s", firm=nodes("firm", "0", "z"), product=nodes("product", "0"))]
    supplies = [{**SUPPLY, "since": "2024"}, {**SUPPLY, "seller": "firm:z"}]
    for part in parts:
        one.write(part)
    for part in reversed(parts):
        other.write(part)
    one.write(batch("s", supplies=supplies))
    other.write(batch("s", supplies=supplies[1:]))
    other.write(batch("s", supplies=supplies[:1]))
    ids = [one["fact"] for one in rows(one, "supplies")]
    assert ids == [one["fact"] for one in rows(other, "supplies")]
    assert len(set(ids)) == 2
    assert shown(one) == shown(other)


# -- as of -------------------------------------------------------------------------------

AS_OF: dict[str, tuple[str | None, dict[str, list[Row]], str | None]] = {
    "nothing dated": (None, {}, None),
    # the last day that "2025-05" may mean
    "a publication": ("2025-05", {"source": [{"identifier": "source:r", "published": "2024"}]}, "2025-05-31"),
    "the start of a fact": ("2025-05", {**ENDS, "supplies": [{**SUPPLY, "since": "2025-Q3"}]}, "2025-09-30"),
    "the stage of a project": (
        "2025-05",
        {"project": nodes("project", "x", stage="started", stage_date="2025-07")},
        "2025-07-31",
    ),
    "the opening of a facility": ("2025-05", {"facility": nodes("facility", "x", opened="2025-06-01")}, "2025-06-01"),
    "a request": ("2025-05", {"request": nodes("request", "x", opened="2025-06-02")}, "2025-06-02"),
    "the signing of an agreement": (
        "2025-05",
        {"agreement": nodes("agreement", "x", signed="2025-06-24")},
        "2025-06-24",
    ),
}
# each with a year of its own, so that a failure says which
NEVER: dict[str, list[Row]] = {
    **ENDS,
    "supplies": [
        {**SUPPLY, "since": "2019", "until": "2031"},
        {**SUPPLY, "since": "2032", "status": "planned"},
        {**SUPPLY, "since": "2033", "modality": "target"},
        {**SUPPLY, "since": "2019", "period": "2034"},
    ],
    "consumes": [{"firm": "firm:a", "product": "product:p", "since": "2035", "modality": "forecast"}],
    "agreement": [
        *nodes("agreement", "x", signed="2019", until="2036"),
        *nodes("agreement", "y", signed="2037", status="planned"),
    ],
    "metric": [{"identifier": "metric:m", "indicator": "x", "period": "2038"}],
    "project": nodes("project", "x", stage="planned", stage_date="2039"),
    "facility": [
        *nodes("facility", "x", status="planned", opened="2043"),
        *nodes("facility", "y", status="building", opened="2044"),
    ],
    "request": nodes("request", "x", opened="2019", closed="2045"),
    "source": [
        {"identifier": "source:gb", "published": "2040", "kind": "reference"},
        {"identifier": "source:book", "published": "2041", "kind": "textbook", "method": "template"},
        {"identifier": "source:codes", "published": "2042", "method": "reference"},
    ],
}


@pytest.mark.parametrize("case", AS_OF)
def test_as_of(graph: Graph, case: str) -> None:
    published, said, expected = AS_OF[case]
    graph.write(batch("s", published, **said))
    assert graph.as_of == expected


def test_as_of_is_never_an_until_a_plan_a_target_reference_or_template(graph: Graph) -> None:
    graph.write(batch("s", "2020", **NEVER))
    assert graph.as_of == "2020-12-31"


def test_as_of_counts_a_template_s_source_that_a_table_cites_too(graph: Graph) -> None:
    for method in ("template", "table", "template"):
        graph.write(batch(source=[{"identifier": "source:b", "published": "2024", "method": method}]))
    assert graph.as_of == "2024-12-31"


# -- areas -------------------------------------------------------------------------------

COUNTIES = {
    "region": [*nodes("region", "A", "B", level="county"), *nodes("region", "P", level="province")],
    "part_of": [{"part": f"region:{name}", "whole": "region:P"} for name in "AB"],
    "park": nodes("park", "k"),
}


def areas(graph: Graph) -> dict[str, tuple[str | None, ...]]:
    """Of each firm: its place, and its areas at park, county and province level."""
    text = """
        SELECT f.name, p.name AS place, k.name AS park, c.name AS county, v.name AS province FROM firm f
        LEFT JOIN area p ON p.id = f.place LEFT JOIN area k ON k.id = f.park LEFT JOIN area c ON c.id = f.county
        LEFT JOIN area v ON v.id = f.province ORDER BY 1
    """
    frame = graph.ask(Question("areas", text)).astype(object)
    return {name: tuple(rest) for name, *rest in frame.where(frame.notna(), None).itertuples(index=False)}


def supply_areas(graph: Graph) -> list[tuple[str | None, str | None]]:
    """The counties of the seller and the buyer that are stored with each supply."""
    text = """
        SELECT a.name, b.name FROM supplies s
        LEFT JOIN area a ON a.id = s.seller_county LEFT JOIN area b ON b.id = s.buyer_county ORDER BY s.fact
    """
    frame = graph.ask(Question("areas", text)).astype(object)
    return [tuple(one) for one in frame.where(frame.notna(), None).itertuples(index=False)]


def located(what: str, place: str, **more: str) -> dict[str, str]:
    return {"what": what, "place": place, **more}


def test_areas_follow_a_firm_that_is_placed_later(graph: Graph) -> None:
    graph.write(batch("s", **COUNTIES, **ENDS, supplies=[SUPPLY], located_in=[located("firm:a", "region:A")]))
    assert areas(graph) == {"a": ("A", "A", "A", "P"), "b": (None, None, None, None)}
    assert supply_areas(graph) == [("A", None)]
    graph.write(batch("s", located_in=[located("firm:b", "region:P")]))
    assert areas(graph)["b"] == ("P", None, None, "P")  # known to a province only
    graph.write(batch("s", located_in=[located("firm:b", "region:B")]))  # finer than the province
    assert areas(graph)["b"] == ("B", "B", "B", "P")
    assert supply_areas(graph) == [("A", "B")]


def test_areas_follow_a_park_that_gets_its_own_administration_and_its_place(graph: Graph) -> None:
    graph.write(batch("s", **COUNTIES, **ENDS, supplies=[SUPPLY], located_in=[located("firm:a", "park:k")]))
    assert areas(graph)["a"] == ("k", "k", None, None)  # the park lies nobody knows where
    graph.write(batch("s", located_in=[located("park:k", "region:A")]))
    assert areas(graph)["a"] == ("k", "k", "A", "P")
    assert supply_areas(graph) == [("A", None)]
    graph.write(batch("s", park=nodes("park", "k", own_area=True)))
    assert areas(graph)["a"] == ("k", "k", "k", "P")
    assert supply_areas(graph) == [("k", None)]


def test_a_supply_loaded_after_its_firms_were_placed_has_their_areas(graph: Graph) -> None:
    graph.write(batch("s", **COUNTIES, **ENDS, located_in=[located("firm:a", "region:A"), located("firm:b", "park:k")]))
    graph.write(batch("s", supplies=[SUPPLY]))
    assert supply_areas(graph) == [("A", None)]


def test_areas_follow_a_region_that_moves_under_another(graph: Graph) -> None:
    county = nodes("region", "C", level="county")
    graph.write(batch("s", region=county, firm=nodes("firm", "a"), located_in=[located("firm:a", "region:C")]))
    assert areas(graph)["a"] == ("C", "C", "C", None)
    graph.write(
        batch("s", region=nodes("region", "P", level="province"), part_of=[{"part": "region:C", "whole": "region:P"}])
    )
    assert areas(graph)["a"] == ("C", "C", "C", "P")


def test_a_place_with_an_end_is_left_when_the_graph_has_come_to_that_day(graph: Graph) -> None:
    places = [located("firm:a", "region:A", until="2024-06"), located("firm:b", "region:A")]
    graph.write(batch("s", "2024-05", **COUNTIES, **ENDS, located_in=places, supplies=[SUPPLY]))
    assert supply_areas(graph) == [("A", "A")]
    # a template's textbook tells nothing of today; a later article does, though it speaks of something else
    textbook = {"identifier": "source:book", "published": "2024-12", "method": "template"}
    graph.write(batch(source=[textbook], product=nodes("product", "q")))
    assert supply_areas(graph) == [("A", "A")]
    graph.write(batch("r", "2024-07", product=nodes("product", "q")))
    assert supply_areas(graph) == [(None, "A")]


def test_a_source_that_states_another_place_corrects_the_one_it_stated(graph: Graph) -> None:
    graph.write(
        batch("s", **COUNTIES, **ENDS, located_in=[located("firm:a", "region:A"), located("firm:b", "region:A")])
    )
    graph.write(batch("r", located_in=[located("firm:b", "region:A")]))
    graph.write(batch("s", located_in=[located("firm:a", "region:B"), located("firm:b", "region:B")]))
    # of b, another source says A too: both stay
    found = sorted((one["what"], one["place"]) for one in rows(graph, "located_in"))
    assert found == [("firm:a", "region:B"), ("firm:b", "region:A"), ("firm:b", "region:B")]
    assert areas(graph)["a"][0] == "B"
    # places with dates are a history, a branch is another matter
    history = [located("firm:a", "region:A", since="2026"), located("firm:a", "park:k", role="site")]
    graph.write(batch("s", located_in=history))
    assert sorted(one["place"] for one in rows(graph, "located_in") if one["what"] == "firm:a") == [
        "park:k", "region:A", "region:B",
    ]  # fmt: skip


# of two places: the first is the firm's
PLACES = {
    "stated before guessed from the name": ({}, {"basis": "name"}),
    "guessed before unknown": ({"basis": "name"}, {"basis": "unknown"}),
    "the later start": ({"since": "2025"}, {"since": "2024"}),
    "a start before none": ({"since": "2024"}, {}),
    "not the one it left": ({}, {"since": "2025", "until": "2026"}),
    "not the one that ended": ({}, {"since": "2025", "status": "ended"}),
    "not the planned one": ({}, {"since": "2030", "status": "planned"}),
    "not a branch": ({}, {"since": "2025", "role": "site"}),
}


@pytest.mark.parametrize("turned", [False, True])
def test_the_place_of_a_firm_and_of_a_park(graph: Graph, turned: bool) -> None:
    # every case is a firm of its own, and a park of its own with a firm in it
    first, second = ("region:B", "region:A") if turned else ("region:A", "region:B")
    firms = [f"{case}{where}" for case in PLACES for where in ("", ", in a park")]
    known = {**COUNTIES, "park": nodes("park", *PLACES)}
    places = [located(f"firm:{case}, in a park", f"park:{case}") for case in PLACES]
    for case, (one, other) in PLACES.items():
        for what in (f"firm:{case}", f"park:{case}"):
            places += [located(what, second, **other), located(what, first, **one)]
    graph.write(batch("s", **known, firm=nodes("firm", *firms), located_in=places))
    assert {firm: found[2] for firm, found in areas(graph).items()} == dict.fromkeys(
        firms, first.removeprefix("region:")
    )


def stages(graph: Graph) -> tuple[str | None, str | None]:
    (found,) = rows(graph, "project")
    return found["stage"], found["stage_date"]


def test_a_stage_is_shown_with_its_own_date_or_none(graph: Graph) -> None:
    """What was signed in February was not begun in February, whichever source says so first."""
    signed, begun = ({"stage": "signed", "stage_date": "2024-02"}, {"stage": "started"})
    project = nodes("project", "p")[0]
    graph.write(batch("t", "2025", project=[{**project, **begun}]))
    graph.write(batch("s", "2024", project=[{**project, **signed}]))
    assert stages(graph) == ("started", None)
    graph.write(batch("u", "2023", project=[{**project, "stage": "started", "stage_date": "2025-01"}]))
    assert stages(graph) == ("started", "2025-01"), "of those who say that it was begun the one that knows when"


def test_a_source_that_corrects_a_stage_does_not_keep_the_date_of_the_other(graph: Graph) -> None:
    project = nodes("project", "p")[0]
    graph.write(batch("s", "2024", project=[{**project, "stage": "signed", "stage_date": "2024-02"}]))
    graph.write(batch("s", "2024", project=[{**project, "handler": "h"}]))
    assert stages(graph) == ("signed", "2024-02"), "an empty cell erases nothing"
    graph.write(batch("s", "2024", project=[{**project, "stage": "started"}]))
    assert stages(graph) == ("started", None)
    graph.write(batch("s", "2024", project=[{**project, "stage": "started", "stage_date": "2024-09"}]))
    assert stages(graph) == ("started", "2024-09")


def test_a_publication_date_learnt_later_moves_a_firm(graph: Graph) -> None:
    graph.write(batch("r", "2020", **COUNTIES, **ENDS, supplies=[SUPPLY], located_in=[located("firm:a", "region:A")]))
    graph.write(batch("s", None, located_in=[located("firm:a", "region:B")]))
    assert areas(graph)["a"][0] == "A"
    graph.write(batch("s", "2021"))
    assert areas(graph)["a"][0] == "B"
    assert supply_areas(graph) == [("B", None)]


def test_a_joint_park_owns_no_firm_and_takes_what_its_parts_agree_on(graph: Graph) -> None:
    covers = [{"park": "park:j", "part": f"region:{name}"} for name in "AB"]
    park = [*nodes("park", "k"), *nodes("park", "j", joint=True)]
    counties = {kind: COUNTIES[kind] for kind in ("region", "part_of")}
    graph.write(
        batch(
            "s", **counties, park=park, covers=covers, firm=nodes("firm", "a"), located_in=[located("firm:a", "park:j")]
        )
    )
    assert areas(graph)["a"] == (None, None, None, None)
    levels = "SELECT c.name AS county, v.name AS province FROM area a LEFT JOIN area c ON c.id = a.county"
    text = f"{levels} LEFT JOIN area v ON v.id = a.province WHERE a.name = 'j'"
    assert graph.ask(Question("j", text)).to_dict("list") == {"county": [None], "province": ["P"]}
    # when it covers A alone, and no longer B, it lies in A
    graph.write(batch("s", covers=[{**covers[1], "until": "2024"}]))
    assert graph.ask(Question("j", text)).to_dict("list") == {"county": ["A"], "province": ["P"]}
