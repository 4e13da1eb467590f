"""Lists of every kind, and everything about one: on the invented world and on the real example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, nodes
from torture import often
from world import small

from chanlian.graph import connect
from chanlian.graph.errors import AmbiguousName, BadInput, UnknownFact, UnknownName
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES, Edge, edge, flat_columns, kind
from chanlian.queries import list as list_kind, show
from chanlian.queries.answer import records

if TYPE_CHECKING:
    from chanlian.graph import Graph

KINDS = (*NODE_NAMES, *EDGE_NAMES)


def counted(graph: Graph, name: str) -> int:
    return sum(part.num_rows for part in graph.scan(name))


@pytest.mark.parametrize("graph_name", ["world", "example"])
def test_every_kind_is_listed_whole(graph_name: str, request: pytest.FixtureRequest) -> None:
    graph: Graph = request.getfixturevalue(graph_name)
    with graph.reading():
        for name in KINDS:
            frame = list_kind(graph, name, ended=True)
            of = kind(name)
            assert len(frame) == counted(graph, name), name
            own = [column for column, _ in flat_columns(of)]
            ends = [end.name for end in of.ends] if isinstance(of, Edge) else []
            assert list(frame.columns)[: len(ends) + len(own)] == [*ends, *own], name
            assert list(frame.columns)[-2:] == ["fact", "sources"], name
            assert frame["fact"].is_unique, name
            assert set(of.roles.first) <= set(frame.columns), name
            if name != "source":
                assert all(isinstance(sources, list) and sources for sources in frame["sources"]), name
            if not len(frame):
                assert frame.attrs["notes"] == [f"the graph holds no {of.en} here"]


@pytest.mark.parametrize("name", KINDS)
def test_kinds_go_by_table_and_chinese_name_too(world: Graph, name: str) -> None:
    of = kind(name)
    asked = list_kind(world, of.table)
    assert asked.attrs["parameters"]["kind"] == name
    assert list_kind(world, of.zh).attrs["parameters"]["kind"] == name


def test_no_such_kind(world: Graph) -> None:
    with pytest.raises(BadInput, match="companies"):
        list_kind(world, "companies")


def test_every_kind_can_be_asked_of_an_area(world: Graph, example: Graph) -> None:
    """A1 without zone Z: nothing of FZ, and none of the links between products of other places."""
    with world.reading():
        found = {name: list_kind(world, name, "A1") for name in KINDS}
    assert found["firm"]["name"].tolist() == ["F1", "F2", "F3"]
    assert found["park"]["name"].tolist() == ["K"]  # Z lies in A1, but is an area of its own
    assert found["region"]["name"].tolist() == ["A1"]
    assert {(row["seller"], row["buyer"]) for row in records(found["supplies"])} == {
        ("H1", "F1"), ("F2", "F1"), ("G1", "F1"), ("G1", "F3"), ("F3", "F1"), ("U0", "F2"), ("U1", "F2"), ("G2", "F2"),
        ("G1", "F2"), ("F1", "G1"),
    }  # fmt: skip
    assert [(row["input"], row["product"]) for row in records(found["input_of"])] == [
        ("limestone", "steel"), ("steel", "gear"),
    ]  # fmt: skip
    assert found["metric"]["name"].tolist() == ["firms of A1"]
    assert "gear" in found["product"]["name"].tolist()  # G1's target of selling it to F2
    assert "FZ" in list_kind(world, "firm", "A1", with_zones=True)["name"].tolist()
    assert "Z" in list_kind(world, "firm", "A1").attrs["notes"][0]
    with example.reading():
        for name in KINDS:
            assert len(list_kind(example, name, "大龙")) <= counted(example, name), name


def test_projects_by_stage_and_facts_by_their_ends() -> None:
    graph = small(
        firm="F@A1; B@A1; A@A1",
        project="z stage=planned; y stage=signed; x; w stage=ended; v stage=planned",
        supplies="F A x1; A F x1; F A a1",
    )
    assert list_kind(graph, "projects", ended=True)["name"].tolist() == ["v", "z", "y", "w", "x"]
    assert [tuple(row) for row in list_kind(graph, "supplies")[["seller", "product"]].to_numpy()] == [
        ("A", "x1"), ("F", "a1"), ("F", "x1"),
    ]  # fmt: skip


def test_a_day_in_the_past() -> None:
    graph = small(
        firm="F@A1; G@A2",
        supplies="G F x until=2020; G F y since=2024; G F z; G F w status=planned",
        agreement="old signed=2010 until=2020; new signed=2024",
        request="r opened=2019 closed=2021; s opened=2024",
        metric="m indicator=i period=2019; n indicator=i period=2025",
        kind_of="x y",
    )

    def names(name: str, column: str, **asked: Any) -> list[str]:
        return sorted(list_kind(graph, name, **asked)[column])

    assert names("supplies", "product") == ["w", "x", "y", "z"]  # without a date all, past and planned ones too
    assert names("supplies", "product", as_of="2020") == ["w", "x", "z"]
    assert names("supplies", "product", as_of="2025", area="A1") == ["w", "y", "z"]
    assert names("agreement", "name", as_of="2020") == ["old"]
    assert names("agreement", "name", as_of="2025") == ["new"]
    assert names("request", "name", as_of="2020") == ["r"]
    assert names("metric", "name", as_of="2020") == ["m"]
    assert names("kind_of", "kind", as_of="1999") == ["x"]  # timeless
    assert names("firm", "name", as_of="1999") == ["F", "G"]
    with pytest.raises(BadInput, match="no date"):
        list_kind(graph, "firm", as_of="yesterday")


def test_every_node_and_fact_can_be_shown(world: Graph) -> None:
    with world.reading():
        for name in NODE_NAMES:
            for row in records(list_kind(world, name)):
                shown = show(world, row["identifier"])
                assert len(shown) == 1
                assert (shown["kind"].item(), shown["name"].item(), shown["fact"].item()) == (
                    name,
                    row["name"],
                    row["fact"],
                )
                assert {entry["kind"] for entry in shown.attrs["facts"]} <= set(EDGE_NAMES)
        for name in EDGE_NAMES:
            ends = [end.name for end in edge(name).ends]
            for row in records(list_kind(world, name)):
                shown = records(show(world, row["fact"]))[0]
                assert shown["kind"] == name
                # `kind` says what sort of fact it is; the end of kind_of that bears that name is set apart
                own = {"kind": "kind_of_kind"}
                assert [shown[own.get(end, end)] for end in ends] == [row[end] for end in ends]
                assert shown["evidence"] == ["the invented world (2025-05-30), table"]


@pytest.mark.torture
def test_show_of_each_kind_of_the_example(example: Graph) -> None:
    with example.reading():
        for name in KINDS:
            for row in records(list_kind(example, name))[: often(1, 20)]:
                shown = records(show(example, row["fact"]))[0]
                assert shown["kind"] == name
                assert not {"kind"} & {key for key in shown if list(shown).count(key) > 1}


def test_what_a_node_is_tied_to(world: Graph) -> None:
    shown = records(show(world, "F1"))[0]
    assert (shown["place"], shown["products"], shown["inputs"]) == (["K"], ["salt", "steel"], ["coke"])
    assert "H1 supplies ore to F1 (value: 100 yuan; basis of the value: annual)" in shown["facts"]
    chinese = records(show(world, "F1", lang="zh"))[0]
    assert "H1向F1供应ore（金额：100元；口径：年度）" in chinese["facts"]


def test_each_fact_of_a_node_has_its_id_and_where_it_stands() -> None:
    graph = connect(":memory:")
    supply = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}
    for source, published, where in (("s", "2024", "page 3"), ("t", None, None)):
        ends = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
        graph.write(batch(source, published, **ends, supplies=[{**supply, "locator": where}]))
    fact = list_kind(graph, "supplies")["fact"].item()
    told = {lang: records(show(graph, "a", lang=lang))[0]["facts_with_evidence"] for lang in ("en", "zh")}
    assert told["en"] == [f"a supplies p to b [{fact}; s (2024), page 3, table; t, table]"]
    assert told["zh"] == [f"a向b供应p［{fact}；s（2024），page 3，表格导入；t，表格导入］"]
    (record,) = show(graph, "a").attrs["facts"]
    assert [piece["locator"] for piece in record["evidence"]] == ["page 3", None]


def test_own_property_named_kind_is_kept() -> None:
    graph = small(facility="road kind=highway status=open")
    shown = records(show(graph, "road"))[0]
    assert (shown["kind"], shown["facility_kind"]) == ("facility", "highway")


def test_names_that_do_not_stand_for_one(world: Graph) -> None:
    with pytest.raises(UnknownName, match="nearest"):
        show(world, "F11")
    with pytest.raises(UnknownFact):
        show(world, "0123456789abcdef")
    same = small(firm="X@A1", product="X")
    with pytest.raises(AmbiguousName, match="firm:X"):
        show(same, "X")
    assert show(same, "product:X")["kind"].item() == "product"


def test_large_sums_are_readable_in_sentences() -> None:
    graph = small(
        firm="F@A1; H@B1", supplies="H F ore value=83000000; H F gold value=12000000000.5", owns="H F share=0.355"
    )
    facts = records(show(graph, "F"))[0]["facts"]
    assert "H supplies ore to F (value: 83,000,000 yuan)" in facts
    assert "H supplies gold to F (value: 12,000,000,000.5 yuan)" in facts
    assert "H owns F (share: 35.5%)" in facts


def test_a_region_goes_by_its_short_name_too(example: Graph) -> None:
    assert show(example, "玉屏").equals(show(example, "玉屏侗族自治县"))
    with pytest.raises(UnknownName, match="阿尔山"):  # a region, but none of the graph
        show(example, "阿尔山")
