"""Columns that cells or a person tell: what is read by its cells, what is offered, what `--column` and `--save-map` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chanlian.graph.graph import Graph

    Ends = Callable[[str], set[tuple[str, ...]]]
    Facts = Callable[[str], list[dict[str, Any]]]

pytestmark = pytest.mark.core

SOLD = [
    {"卖的": "甲竹业有限公司", "买的": "乙竹业有限公司", "走运物": "竹丝", "走货方式": "汽运"},
    {"卖的": "丙竹器厂", "买的": "乙竹业有限公司", "走运物": "竹席", "走货方式": "汽运"},
]


def said(answer: object) -> str:
    return "\n".join(answer.attrs["notes"])  # type: ignore[attr-defined]


def test_a_list_whose_firms_have_an_unknown_header(graph: Graph, ends: Ends) -> None:
    rows = [{"牌匾": "甲竹业有限公司", "坐落": "玉屏侗族自治县"}, {"牌匾": "丙竹器厂", "坐落": "玉屏侗族自治县"}]
    answer = load(graph, {"竹企": rows})
    assert answer["kind"].tolist() == ["firms"]
    assert "'牌匾' is read as name: its cells are names of firms" in said(answer)
    assert {pair[0] for pair in ends("located_in")} >= {"甲竹业有限公司", "丙竹器厂"}


@pytest.mark.parametrize(
    "rows",
    [
        [{"牌匾": "甲竹业有限公司", "运货": "丁物流公司", "坐落": "玉屏侗族自治县"}] * 2,  # two that look alike
        [{"牌匾": "甲", "坐落": "玉屏侗族自治县"}, {"牌匾": "乙", "坐落": "玉屏侗族自治县"}],  # none does
        [{"牌匾": "甲竹业有限公司", "坐落": "玉屏侗族自治县"}],  # one cell tells nothing
    ],
)
def test_what_is_not_sure_is_asked(graph: Graph, rows: list[dict[str, str]]) -> None:
    with pytest.raises(BadInput, match="columns="):
        load(graph, {"竹企": rows})
    assert not graph.exists()


def test_a_second_firm_in_a_row_is_never_told_by_its_cells(graph: Graph) -> None:
    rows = [{"承运": "甲物流有限公司", "买的": "乙竹业有限公司", "产品": "竹丝"}] * 2
    with pytest.raises(BadInput) as refused:
        load(graph, {"supplies": rows})
    assert "if '承运' (甲物流有限公司) is the seller: --column 承运=seller" in refused.value.en
    assert "--column 承运=seller" in refused.value.zh


def test_what_a_person_says_of_columns(graph: Graph, ends: Ends, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="columns={'走运物': product}"):
        load(graph, {"x": SOLD})
    kept = tmp_path / "map.toml"
    answer = load(graph, {"x": SOLD}, columns={"走运物": "product"}, ignore=["走货方式"], save_map=kept)
    assert answer[["kind", "added"]].to_numpy().tolist() == [["supplies", 2]]
    assert "not read" not in said(answer)
    assert "mapping='map.toml'" in said(answer)
    assert {pair[2] for pair in ends("supplies")} == {"竹丝", "竹席"}
    again = load(graph, {"x": [{**SOLD[0], "走运物": "竹笋"}]}, mapping=kept)
    assert again[["kind", "added"]].to_numpy().tolist() == [["supplies", 1]]
    assert "not read" not in said(again)
    with pytest.raises(BadInput, match="is there already"):
        load(graph, {"x": SOLD}, columns={"走运物": "product"}, save_map=kept)


@pytest.mark.parametrize(
    ("columns", "ignore", "message"),
    [
        ({"走运物": "colour"}, [], "no kind of table has a column 'colour'"),
        ({"没有": "product"}, [], "there is no header '没有'"),
        ({}, ["没有"], "there is no header '没有'"),
        ({"走运物": "product"}, ["走运物"], "is to be read and ignored"),
    ],
)
def test_what_cannot_be_said_of_columns(graph: Graph, columns: dict[str, str], ignore: list[str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load(graph, {"x": SOLD}, columns=columns, ignore=ignore)


def test_what_is_not_read_is_listed_with_an_example_the_fullest_first(graph: Graph) -> None:
    rows = [{"name": "甲厂", "天气": None, "心情": "好"}, {"name": "乙厂", "天气": "晴", "心情": "坏"}]
    notes = said(load(graph, {"firms": rows}))
    assert "cells that are not read, with an example: 心情 (2: 好), 天气 (1: 晴); columns={'HEADER': COLUMN}" in notes


def test_a_persons_contact_is_no_example(graph: Graph) -> None:
    assert "13800000000" not in said(
        load(graph, {"firms": [{"name": "甲厂", "联系电话": "13800000000", "天气": "晴"}]})
    )


def test_a_column_that_looks_like_what_the_table_lacks_is_offered(graph: Graph) -> None:
    rows = [{"name": "甲厂", "老家": "玉屏侗族自治县"}, {"name": "乙厂", "老家": "玉屏侗族自治县"}]
    answer = load(graph, {"firms": rows})
    assert "'老家' holds places; if they are the place: columns={'老家': place}" in said(answer)


def test_a_header_says_of_what_time_and_kind_its_amounts_are(graph: Graph, facts: Facts) -> None:
    row = {"出货方": "甲厂", "进货方": "乙厂", "货品": "竹丝", "2023年货款（万元）": "12", "年供量（吨）": "3"}
    load(graph, {"x": [row, {**row, "货品": "竹席", "2023年货款（万元）": None, "年供量（吨）": None}]})
    told = {one["product"]: (one["period"], one["basis"], one["quantity"]) for one in facts("supplies")}
    assert sorted(value[:2] for value in told.values() if value[2]) == [("2023", "annual")]
    assert [value for value in told.values() if not value[2]] == [(None, None, None)]


def test_sums_of_two_years_are_never_of_one(graph: Graph, facts: Facts) -> None:
    row = {"卖方": "甲厂", "买方": "乙厂", "产品": "竹丝", "2023年采购额（万元）": "12", "2022年采购量": "3"}
    answer = load(graph, {"x": [row]})
    (fact,) = facts("supplies")
    assert (fact["value"], fact["period"], fact["quantity"]) == (120_000, "2023", None)
    assert "not read: 2022年采购量, for it is not of the same time or kind as 2023年采购额（万元）" in said(answer)


def test_parties_and_places_in_columns_of_their_own(graph: Graph, ends: Ends) -> None:
    load(graph, {"agreements": [{"协议名称": "互供协议", "甲方": "甲竹业有限公司", "乙方": "丙竹器厂"}]})
    assert {pair[0] for pair in ends("party_to")} == {"甲竹业有限公司", "丙竹器厂"}
    rows = [
        {"企业": "一厂", "province": "重庆市", "city": None, "county": "江北区"},
        {"企业": "二厂", "province": "浙江省", "city": "宁波市", "county": "江北区"},
        {"企业": "三厂", "province": "贵州省", "city": "铜仁市", "county": None},
    ]
    answer = load(graph, {"x": rows})
    assert answer["rejected"].tolist() == [0]
    placed = {pair[0]: pair[1] for pair in ends("located_in")}
    assert placed["三厂"] == "铜仁市"
    assert placed["二厂"] == "江北区"
    assert placed["一厂"] == "两江新区"  # which 江北区 of 重庆市 is part of today
    assert "2 places are told from province, city, county together" in said(answer)
