"""Names to nodes: who is meant, who is new, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from chanlian.loaders.load_tables import load
from chanlian.queries import show

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
CODE = "91520622MA6E4U1A0N"


def names_of(facts: Facts, kind: str = "firm") -> list[str]:
    return sorted(str(row["name"]) for row in facts(kind))


def reason(answer: Any) -> str:
    (found,) = answer.attrs["rejects"]["reason"]
    return str(found)


def test_a_firm_goes_by_the_code_that_is_learned_and_by_its_earlier_identifier(graph: Graph, facts: Facts) -> None:
    load(graph, {"supplies": [{"seller": "A", "buyer": "B", "product": "p"}]})
    before = {row["name"]: row["identifier"] for row in facts("firm")}
    load(graph, {"firms": [{"name": "A", "credit_code": CODE, "place": "玉屏侗族自治县", "aliases": "甲"}]})
    now = {row["name"]: row["identifier"] for row in facts("firm")}
    assert now == {"A": f"firm:{CODE}", "B": before["B"]}
    assert show(graph, before["A"])["identifier"].item() == now["A"]
    load(graph, {"firms": [{"name": "改名后的A", "credit_code": CODE.lower()}]})
    assert len(facts("firm")) == 2


def test_firms_of_one_name_in_two_places(graph: Graph, facts: Facts) -> None:
    rows = [{"name": "A", "place": place} for place in ("玉屏侗族自治县", "新晃侗族自治县")]
    load(graph, {"firms": rows})
    assert len(facts("firm")) == 2
    answer = load(graph, {"supplies": [{"seller": "A", "buyer": "B", "product": "p"}]})
    assert "贵州省铜仁市玉屏侗族自治县" in reason(answer)
    assert "湖南省怀化市新晃侗族自治县" in reason(answer)
    assert "may be" in reason(load(graph, {"firms": [{"name": "A", "count": 2}]}))
    known = facts("firm")[0]["identifier"]
    assert load(graph, {"supplies": [{"seller": known, "buyer": "B", "product": "p"}]})["added"].tolist() == [1]
    assert load(graph, {"firms": rows})["unchanged"].tolist() == [2]


def test_a_row_without_a_place_is_the_one_with_it(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "A", "count": 1}, {"name": "A", "place": "玉屏侗族自治县"}]})
    assert len(facts("firm")) == 1


def test_codes_tell_firms_apart(graph: Graph, facts: Facts) -> None:
    rows = [{"name": "A", "credit_code": CODE}, {"name": "A", "credit_code": "91520622MA6E4U1A1R"}]
    load(graph, {"firms": rows})
    assert len(facts("firm")) == 2
    assert load(graph, {"firms": rows})["unchanged"].tolist() == [2]
    load(graph, {"supplies": [{"seller": CODE, "buyer": "91520622MA6E4U1A1R", "product": "p"}]})
    assert len(facts("firm")) == 2


def test_a_row_under_an_alias_does_not_rename(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "贵州红星发展公司", "aliases": "红星发展"}]})
    answer = load(graph, {"firms": [{"name": "红星发展", "count": 5}]})
    assert answer["changed"].tolist() == [1]
    assert names_of(facts) == ["贵州红星发展公司"]


def test_aliases_with_and_without_kind(graph: Graph, facts: Facts) -> None:
    tables = {
        "aliases": [
            {"kind": "企业", "name": "A", "alias": "甲"},
            {"kind": None, "name": "大龙经开区", "alias": "大龙"},
        ],
        "parks": [{"name": "大龙经开区"}],
        "supplies": [{"seller": "甲", "buyer": "B", "product": "p"}],
        "locations": [{"what": "B", "place": "大龙"}],
    }
    assert load(graph, tables).attrs["rejects"].empty
    assert names_of(facts) == ["A", "B"]
    assert {row["name"]: row["aliases"] for row in facts("firm")}["A"] == ["甲"]
    assert facts("park")[0]["aliases"] == ["大龙"]
    answer = load(graph, {"aliases": [{"name": "nobody", "alias": "x"}, {"kind": "ship", "name": "A", "alias": "y"}]})
    assert answer["rejected"].tolist() == [2]


def test_ends_of_several_kinds_must_be_known(graph: Graph, facts: Facts) -> None:
    answer = load(
        graph, {"parties": [{"party": "中伟股份有限", "agreement": "协议"}, {"party": "湖南省", "agreement": "协议"}]}
    )
    assert answer[["added", "rejected"]].to_numpy().tolist() == [[1, 1]]
    assert "load parks, firms, organizations first" in reason(answer)
    assert names_of(facts, "agreement") == ["协议"]


def test_ambiguous_regions_are_refused(graph: Graph) -> None:
    answer = load(graph, {"firms": [{"name": "A", "place": "朝阳区"}, {"name": "B", "place": "北京朝阳区"}]})
    assert answer[["added", "rejected"]].to_numpy().tolist() == [[1, 1]]
    assert "北京市" in reason(answer)
    assert "长春市" in reason(answer)


def test_an_unknown_identifier_is_no_name(graph: Graph, facts: Facts) -> None:
    answer = load(graph, {"supplies": [{"seller": "firm:0123456789abcdef", "buyer": "B", "product": "p"}]})
    assert answer["rejected"].tolist() == [1]
    assert not graph.exists() or names_of(facts) == []


def test_parks_within_parks(graph: Graph, facts: Facts) -> None:
    rows = [
        {"name": "小园", "place": "大园"},
        {"name": "大园", "place": "玉屏侗族自治县", "covers": "小园；新晃侗族自治县"},
    ]
    assert load(graph, {"parks": rows})["added"].tolist() == [2]
    assert len(facts("covers")) == 2
    assert load(graph, {"parks": rows})["unchanged"].tolist() == [2]
    assert len(facts("park")) == 2


def test_reference_regions_are_written_once(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "A", "place": "玉屏侗族自治县"}]})
    before = len(facts("region")), len(facts("part_of"))
    assert before == (4, 3)
    assert {row["method"] for row in facts("region")} == {"reference"}
    load(graph, {"firms": [{"name": "B", "place": "520622"}]})
    assert (len(facts("region")), len(facts("part_of"))) == before


def test_a_region_row_is_the_reference_region(graph: Graph, facts: Facts) -> None:
    load(graph, {"regions": [{"name": "玉屏侗族自治县", "level": "county", "aliases": "玉屏"}]})
    assert "region:520622" in {row["identifier"] for row in facts("region")}
    assert len(facts("part_of")) == 3


@pytest.mark.parametrize("strict", [False, True])
def test_identifier_columns_come_back(graph: Graph, facts: Facts, strict: bool) -> None:
    load(
        graph,
        {"firms": [{"identifier": "firm:abc", "name": "A"}, {"identifier": "park:x", "name": "B"}]},
        strict=strict,
    )
    assert [row["identifier"] for row in facts("firm")] == ["firm:abc"]
