"""Names in normalised form, new nodes and what a load says of them. All firms are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from rows import batch, named, rows

from chanlian.graph import connect
from chanlian.graph.identity import identifier
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
CODE, OTHER = "91520622MA6E4U1A0N", "91520622MA6E4U1A1R"


def buy(graph: Graph, *sellers: str, **options: Any) -> Any:
    return load(
        graph, {"supplies": [{"seller": one, "buyer": "新晃纸业", "product": "吨袋"} for one in sellers]}, **options
    )


def known(graph: Graph, *sellers: str) -> None:
    """What a first load of the same leaves, as it lies in the graph."""
    buyer, product = identifier("firm", "新晃纸业"), identifier("product", "吨袋")
    supplies = [{"seller": identifier("firm", one), "buyer": buyer, "product": product} for one in sellers]
    graph.write(batch(firm=named("firm", *sellers, "新晃纸业"), product=named("product", "吨袋"), supplies=supplies))


def firms(facts: Facts) -> dict[str, list[str] | None]:
    return {row["name"]: row["aliases"] for row in facts("firm")}


SAME = ["贵州创联包装公司", "創聯包裝有限公司", "创联包装股份有限公司", "创联 包装有限公司"]


@pytest.mark.parametrize("text", SAME)
@pytest.mark.parametrize("strict", [False, True])
def test_another_way_of_writing_a_known_name(graph: Graph, facts: Facts, text: str, strict: bool) -> None:
    known(graph, "创联包装有限公司")
    answer = buy(graph, text, strict=strict)
    assert answer.attrs["rejects"].empty
    assert answer.attrs["notes"][0] == f"“{text}” (row 1) read as 创联包装有限公司 (normalised)"
    assert firms(facts) == {"创联包装有限公司": [text], "新晃纸业": None}, "it is an alias now, for all to see"
    if not strict:
        again = buy(graph, text)
        assert again["unchanged"].tolist() == [1]
        assert again.attrs["notes"] == []


def test_what_is_known_is_what_a_load_leaves(graph: Graph, tmp_path: Path) -> None:
    buy(graph, "创联包装有限公司", "创联包装厂")
    staged = connect(str(tmp_path / "staged.duckdb"))
    known(staged, "创联包装有限公司", "创联包装厂")
    assert [facts_of(staged, kind) for kind in ("firm", "product", "supplies")] == [
        facts_of(graph, kind) for kind in ("firm", "product", "supplies")
    ]


def facts_of(graph: Graph, kind: str) -> list[dict[str, Any]]:
    """All of a kind but which source and row it rests on, and where a firm lies by its name: a load alone brings the divisions for that."""
    own = dict.fromkeys(("source", "locator", "recorded", "place", "place_basis", "buyer_place", "seller_place"))
    return [{name: value for name, value in row.items() if name not in own} for row in rows(graph, kind)]


APART = [
    ("玉屏创联包装有限公司", ["大新创联包装有限公司"]),
    ("贵州创联包装有限公司", ["玉屏创联包装有限公司"]),
    ("创联包装公司", ["玉屏创联包装有限公司", "大新创联包装有限公司"]),
    ("创联包装有限公司铜仁分公司", ["创联包装有限公司"]),
    ("创联包装厂", ["创联包装有限公司"]),
    ("创联包装集团有限公司", ["创联包装有限公司"]),
    ("中伟", ["中伟新材料股份有限公司"]),
    ("贵州水泥公司", ["水泥有限公司"]),
    ("中伟股份公司", ["中伟股份"]),
]


@pytest.mark.parametrize(("text", "there"), APART)
def test_names_that_may_be_other_firms_are_new(graph: Graph, facts: Facts, text: str, there: list[str]) -> None:
    known(graph, *there)
    answer = buy(graph, text)
    assert set(firms(facts)) == {text, *there, "新晃纸业"}
    assert all(aliases is None for aliases in firms(facts).values())
    said = answer.attrs["notes"]
    assert said[0] == "named first by this load: 1 new firm, 1 of them like known ones"
    assert said[1].startswith(f"new firm {text} (row 1): like {there[-1]}") or there[0] in said[1]


def test_a_region_in_front_must_not_contradict_the_place(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "创联包装有限公司", "place": "贵州玉屏"}]})
    assert "read as" in buy(graph, "贵州创联包装公司").attrs["notes"][0]
    assert "named first" in buy(graph, "大新创联包装公司").attrs["notes"][0]
    assert len(facts("firm")) == 3


def test_two_that_are_both_known_stay_two(graph: Graph, facts: Facts) -> None:
    rows = [{"name": "创联包装有限公司"}, {"name": "创联包装股份有限公司"}]
    load(graph, {"firms": rows})
    assert load(graph, {"firms": rows})["unchanged"].tolist() == [2]
    buy(graph, "创联包装有限公司", "创联包装股份有限公司", "创联包装公司")
    assert set(firms(facts)) == {"创联包装有限公司", "创联包装股份有限公司", "创联包装公司", "新晃纸业"}


def test_rows_of_firms_written_otherwise(graph: Graph, facts: Facts) -> None:
    known(graph, "创联包装有限公司")
    answer = load(graph, {"firms": [{"name": "貴州創聯包裝有限公司", "place": "贵州玉屏", "credit_code": CODE}]})
    assert answer["changed"].tolist() == [1]
    assert "read as 创联包装有限公司" in answer.attrs["notes"][0]
    assert firms(facts) == {"创联包装有限公司": ["貴州創聯包裝有限公司"], "新晃纸业": None}
    # another code is another firm, and so is another place
    load(graph, {"firms": [{"name": "创联包装公司", "credit_code": OTHER}]})
    load(graph, {"firms": [{"name": "创联包装有限责任公司", "place": "湖南新晃"}]})
    assert len(facts("firm")) == 4


def test_a_list_that_names_both_means_two(graph: Graph, facts: Facts) -> None:
    known(graph, "创联包装有限公司")
    load(graph, {"firms": [{"name": "创联包装有限公司"}, {"name": "贵州创联包装公司"}]})
    assert len(facts("firm")) == 3


def test_products_and_other_kinds_by_the_same_words_only(graph: Graph, facts: Facts) -> None:
    load(graph, {"produces": [{"firm": "A", "product": "吨袋(FIBC)"}]})
    load(graph, {"produces": [{"firm": "A", "product": "噸袋（ＦＩＢＣ）"}, {"firm": "A", "product": "吨袋"}]})
    assert {row["name"] for row in facts("product")} == {"吨袋(FIBC)", "吨袋"}
    load(graph, {"parties": [{"party": "A", "agreement": "大新 合作 协议"}]})
    load(graph, {"parties": [{"party": "Ａ", "agreement": "大新合作协议"}]})
    assert [row["name"] for row in facts("agreement")] == ["大新 合作 协议"]
    assert {row["name"]: row["aliases"] for row in facts("firm")}["A"] == ["Ａ"]


def test_rejected_rows_leave_no_alias(graph: Graph, facts: Facts) -> None:
    known(graph, "创联包装有限公司")
    rows = [{"seller": "贵州创联包装公司", "buyer": "新晃纸业", "product": "吨袋", "since": "someday"}]
    answer = load(graph, {"supplies": rows})
    assert answer["rejected"].tolist() == [1]
    assert answer.attrs["notes"] == []
    assert firms(facts)["创联包装有限公司"] is None


def test_where_a_firm_may_stand_no_county_is_offered_by_chance(graph: Graph) -> None:
    rows = [{"a": "甲公司", "b": "丁厂"}, {"a": "甲公司", "b": "贵洲省"}]
    done = load(graph, {"firms": [{"name": "甲公司"}], "cooperations": rows}, strict=True)
    reasons = done.attrs["rejects"].set_index("value")["reason"]
    assert "nearest" not in reasons["丁厂"]
    assert "nearest: 贵州省" in reasons["贵洲省"]


def test_strict_offers_the_nearest(graph: Graph) -> None:
    known(graph, "创联包装材料有限公司")
    (reason,) = buy(graph, "创联包装材科有限公司", strict=True).attrs["rejects"]["reason"]
    assert "nearest: 创联包装材料有限公司 (0.83)" in reason


def test_a_known_firm_in_another_place(graph: Graph) -> None:
    load(graph, {"firms": [{"name": "创联包装", "place": "贵州玉屏"}]})
    (note,) = load(graph, {"firms": [{"name": "创联包装", "place": "湖南新晃"}]}).attrs["notes"]
    assert note.startswith("new: 创联包装 (")
    assert "the graph knows 创联包装 in another place" in note


def test_at_most_ten_are_named_and_the_rest_counted(graph: Graph) -> None:
    buy(graph, *(f"创联包装{mark}厂区" for mark in "甲乙丙丁"))
    notes = buy(graph, *(f"创联包装{mark}厂区" for mark in "东西南北中春夏秋冬金木水")).attrs["notes"]
    assert notes[0] == "named first by this load: 12 new firms, 12 of them like known ones"
    assert len(notes) == 12
    assert notes[-1] == "and 2 more like this"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91520622MA6E4U1A0X", "the check character is X, but the first 17 characters give N"),
        ("91520622MA6E4UIA0N", "character 15 is I, which no credit code has; is it 1?"),
        ("MA6E4U1A0", "organisation code"),
        ("91520622MA6E4U1A0", "17"),
    ],
)
def test_a_wrong_credit_code_is_left_out_with_its_fault(graph: Graph, facts: Facts, code: str, said: str) -> None:
    answer = load(graph, {"firms": [{"name": "A", "credit_code": code}, {"name": "B", "credit_code": CODE}]})
    assert answer[["added", "rejected"]].to_numpy().tolist() == [[2, 0]]
    (reason,) = answer.attrs["warnings"]["reason"]
    assert said in reason
    assert {row["name"]: row["credit_code"] for row in facts("firm")} == {"A": None, "B": CODE}


def test_codes_are_read_in_full_width_and_with_dashes(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "A", "credit_code": "９１520622-ma6e4u1a0n"}]})
    assert facts("firm")[0]["identifier"] == f"firm:{CODE}"


def test_an_end_that_is_a_code(graph: Graph, facts: Facts) -> None:
    answer = buy(graph, CODE, CODE[:-1] + "X")
    assert answer[["added", "rejected"]].to_numpy().tolist() == [[1, 1]]
    load(graph, {"firms": [{"name": "创联包装有限公司", "credit_code": CODE}]}, published="2025")
    assert {row["identifier"] for row in facts("firm") if row["credit_code"]} == {f"firm:{CODE}"}
    assert len(facts("firm")) == 2
