"""What the chain map says in a few sentences, and what to do first: the sentences are written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chain_world import mapped_batch
from world import small

from chanlian.graph import connect
from chanlian.graph.answer_columns import names
from chanlian.queries import chain, findings
from chanlian.queries.answer import records
from chanlian.queries.findings.columns import COLUMNS
from chanlian.queries.findings.findings import findings_of

if TYPE_CHECKING:
    from chanlian.graph import Graph

UNSTATED = "how many firms there are in all is not stated"
NOT_ABSENT = "what is not on record is not therefore absent"


@pytest.fixture(scope="session")
def mapped() -> Graph:
    graph = connect(":memory:")
    graph.write(mapped_batch())
    return graph


def said(graph: Graph, area: str, lang: str = "en") -> list[str]:
    return [row["sentence"] for row in records(findings(graph, area, lang=lang)) if row["part"] == "finding"]


def to_do(graph: Graph, area: str, lang: str = "en") -> list[tuple[object, ...]]:
    rows = records(findings(graph, area, lang=lang))
    return [(row["heading"], row["sentence"], row["action"], row["whom"]) for row in rows if row["part"] == "todo"]


def test_the_most_important_first_and_what_is_known_last(mapped: Graph) -> None:
    assert said(mapped, "A1,A2") == [
        "A1 lacks gear, supplied from A2 (1 firm); A2 lacks slag, supplied from A1 (1 firm)",
        "A1 lacks ore: H (B1) supplies it now",
        "whether A1 lacks oil, dye, paint is to be verified",
        "projects in A1 that do not produce yet will make plate: mill (signed)",
        f"on record: A1: 2 firms; A2: 1 firm; {UNSTATED}; {NOT_ABSENT}",
    ]  # fmt: skip
    assert said(mapped, "A1,A2", "zh") == [
        "A1缺gear，A2有1家企业在供应；A2缺slag，A1有1家企业在供应",
        "A1缺ore，现由H（B1）供应",
        "A1是否缺oil、dye、paint有待核实",
        "A1有尚未投产的项目将生产plate：mill（签约）",
        "已有记录：A1有2家企业；A2有1家企业；企业总数未载，没有记录不等于没有",
    ]


def test_what_to_do_is_worst_first_with_whom_to_ask(mapped: Graph) -> None:
    assert to_do(mapped, "A1,A2") == [
        ("A1 missing: gear", "bought by F; ask its supplier: G (A2)", "补链；建链", ["G"]),
        ("A1 missing: ore", "bought by F; ask its supplier: H (B1); a maker to speak to: C (C3)", "补链；建链", ["H"]),
        ("A2 missing: slag", "bought by G; ask its supplier: F (A1)", "补链", ["F"]),
        ("A1 presumed: dye", "bought by F2; supplied by U, whose place is to be found out", "核实", ["U"]),
        ("A1 presumed: oil", "bought by F2; ask its supplier: V (A)", "核实", ["V"]),
    ]
    assert to_do(mapped, "A1", "zh")[1] == (
        "A1 缺链：ore", "F在采购；可找现供方H（B1）；可对接C（C3）", "补链；建链", ["H"],
    )  # fmt: skip


def test_a_sentence_counts_boxes_of_the_map(mapped: Graph) -> None:
    found = findings(mapped, "A1,A2")
    assert list(found.columns) == list(names(COLUMNS))
    boxes = set(chain(mapped, "A1,A2")["box"].dropna())
    rows = records(found)
    for row in rows:
        assert set(row["boxes"] or ()) <= boxes
        assert row["part"] != "finding" or row["about"] == "known" or row["facts"]
    first = rows[0]
    assert first["count"] == 2
    assert first["boxes"] == [
        "region:A1 product:gear", "region:A2 product:slag", "region:A2 product:gear", "region:A1 product:slag",
    ]  # fmt: skip
    assert first["sources"] == ["the invented world"]


def test_rows_of_a_map_that_is_there_say_the_same(mapped: Graph) -> None:
    rows = records(chain(mapped, "A1,A2", lang="zh"))
    given = [(row["part"], row["number"], row["sentence"]) for row in findings_of(rows, "zh")]
    asked = [(row["part"], row["number"], row["sentence"]) for row in records(findings(mapped, "A1,A2", lang="zh"))]
    assert given == asked


def test_several_chains_say_each_thing_once() -> None:
    graph = small(firm="F@A1", consumes="F both", in_chain="both one; both two")
    assert said(graph, "A1")[0] == "whether A1 lacks both is to be verified"
    assert len(to_do(graph, "A1")) == 1


def test_no_gap_is_told_with_what_was_looked_at() -> None:
    graph = small(firm="F@A1; G@A1", firms="A1=4", supplies="G F ore", produces="G ore; F car")
    assert said(graph, "A1") == [
        "no gap is found among the 1 need on record: all are made or bought in their area",
        "A1 makes car, of which no use there is known",
        "on record: A1: 2 firms, products known of 50% of all firms; what is not on record is not therefore absent",
    ]
    assert to_do(graph, "A1") == []
    assert said(graph, "A1", "zh")[0] == "有记录的1种需求均有本地配套，未发现缺链"


def test_an_area_without_needs_or_firms_is_not_said_to_lack_nothing() -> None:
    graph = small(firm="F@A1; S@A2", produces="F car")
    assert said(graph, "A1")[0] == (
        "no need of any firm is on record, so what is lacking cannot be told; what is made is on record"
    )
    assert said(graph, "B1", "zh") == [
        "没有产品和需求的记录，无法判断缺什么", "已有记录：B1没有企业记录；企业总数未载，没有记录不等于没有",
    ]  # fmt: skip
    assert said(graph, "A2") == [
        "neither a product nor a need is on record, so what is lacking cannot be told",
        f"on record: A2: 1 firm, none with known products; {UNSTATED}; {NOT_ABSENT}",
    ]


def test_groups_of_firms_are_never_counted_as_one() -> None:
    graph = small(firm="F@A1; G@A2 group=true count=18; H@B1 group=true", supplies="G F ore; H F tin; G F cloth")
    assert (
        said(graph, "A1,A2,B1", "zh")[0]
        == "A1缺cloth、ore，A2各有一组企业（18家）在供应；A1缺tin，B1有一组企业（家数未载）在供应"
    )


def test_what_could_be_supplied_is_told_from_what_is() -> None:
    graph = small(
        firm="F@A1; G@A2; H@B1; I@B1", firms="A1=1", consumes="F ore; F tin", produces="F car; G ore; H tin; I tin"
    )
    assert said(graph, "A1,A2")[:2] == ["A1 lacks ore, made in A2 (1 firm)", "A1 lacks tin: makers are known elsewhere"]
    assert said(graph, "A1,A2", "zh")[:2] == ["A1缺ore，A2有1家企业生产，可对接", "A1缺tin，别处已知有企业生产，可对接"]
    assert to_do(graph, "A1", "zh")[1][1] == "F自报需要；可对接H（B1）、I（B1）"


def test_what_nobody_is_known_to_make_and_what_ended() -> None:
    graph = small(
        firm="F@A1; G@A2; E@A2", firms="A1=1", consumes="F ore", produces="F car", supplies="G F tin until=2025-03"
    )
    assert said(graph, "A1")[:2] == [
        "A1 has lost its supply of tin, and nothing replaced it", "A1 lacks ore: no supplier is known",
    ]  # fmt: skip
    assert to_do(graph, "A1", "zh") == [
        ("A1 断链：tin", "F需要，原供应已中断；尚无已知供方", "固链", ["F"]),
        ("A1 缺链：ore", "F自报需要；尚无已知供方", "补链", ["F"]),
    ]


def test_what_is_said_of_some_of_them_names_these() -> None:
    graph = small(firm="F@A1; G@A2; H@B1", produces="F a; F b; F c; G d", supplies="F G a", consumes="H d; H e")
    assert said(graph, "A1", "zh")[1] == "A1产出a、b、c，本地未见需求（其中a已有买家）"
    assert said(graph, "B1", "zh")[0] == "B1是否缺d、e有待核实（其中d已知有企业生产）"
    assert said(graph, "B1")[0] == "whether B1 lacks d, e is to be verified (makers are known of d)"


def test_of_many_it_says_how_many() -> None:
    lines = "; ".join(f"F {one}" for one in "abcdefg")
    graph = small(firm="F@A1; G@A2; H@B1; Y@Z", consumes=f"{lines}; G a; H a; Y a")
    assert said(graph, "A1")[0] == "whether A1 lacks a, b, c and 4 more is to be verified"
    assert said(graph, "A1", "zh")[0] == "A1是否缺a、b、c等7种有待核实"
    assert said(graph, "A1,A2,B1,Z")[0].endswith("; and more of the kind (10 in all)")
    assert len(to_do(graph, "A1")) == 5
    assert "and 1 more areas" in said(graph, "A1,A2,B1,Z")[-1]
