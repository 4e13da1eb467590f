"""Headers: what each means, the kind they tell, and how people add their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.graph.errors import BadInput
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES, Edge, edge, kind, properties
from chanlian.loaders.load_tables import load
from chanlian.loaders.read.sheet import Sheet
from chanlian.loaders.sheets.column import normalised
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds
from chanlian.loaders.sheets.implied_edges import IMPLIED
from chanlian.loaders.sheets.kind import kind_of_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

WORDS = read_synonyms()
FORMS = table_kinds(WORDS)


def detected(headers: str, stem: str = "x") -> str:
    form = kind_of_sheet(Sheet("x.csv", None, headers.split(","), "r", 0, stem=stem), FORMS, WORDS, None)
    assert form is not None
    return form.table


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("企业名称,统一社会信用代码,所在地,主营产品,主要原料", "firms"),
        ("供应商,客户,产品名称,金额", "supplies"),
        ("采购方,供方,产品,合同编号", "supplies"),
        ("企业名称,产品名称,年产能", "produces"),
        ("项目名称,投资额,建设地点", "projects"),
        ("指标名称,主体,数值,单位,时期", "metrics"),
        ("kind,name,alias", "aliases"),
        ("seller,buyer,product", "supplies"),
        ("input,product,route", "inputs"),
        ("Seller , BUYER,Product", "supplies"),
    ],
)
def test_kind_from_headers(headers: str, table: str) -> None:
    assert detected(headers) == table


@pytest.mark.parametrize("stem", ["parks", "park", "园区", "园区名单", "年度.parks", "parks.rejects-2"])
def test_kind_from_the_name(stem: str) -> None:
    assert detected("name,place", stem) == "parks"


@pytest.mark.parametrize("name", [*NODE_NAMES, *EDGE_NAMES])
def test_every_property_and_end_is_known_by_both_names(name: str) -> None:
    of = kind(name)
    form = FORMS[of.table]
    # rows of several periods make a series, no cell
    stated = [prop for prop in properties(of) if prop.type != "series"]
    assert normalised("series") not in form.known
    for prop in stated:
        assert form.known[normalised(prop.name)].name == prop.name
    labels = {normalised(prop.zh): prop.name for prop in reversed(stated)}
    if isinstance(of, Edge):
        labels |= {normalised(end.zh): end.name for end in of.ends}
        assert form.required[: len(of.ends)] == tuple(end.name for end in of.ends)
    assert {label: form.known[label].name for label in labels} == labels


def test_implied_columns_are_true_to_the_schema() -> None:
    for own, columns in IMPLIED.items():
        for column in columns:
            of = edge(column.edge)
            ends = {end.name: end for end in of.ends}
            assert own in ends[column.own].kinds
            assert set(column.allowed) <= set(ends[column.other].kinds)
            assert {column.own, column.other} == set(ends)
            names = {prop.name for prop in properties(of)}
            assert {prop for prop, _ in column.fixed} | {prop for *_, prop in column.details} <= names


def test_no_synonym_means_two_things() -> None:
    for section, columns in WORDS.items():
        seen: dict[str, str] = {}
        for column, texts in columns.items():
            for text in texts:
                assert seen.setdefault(normalised(text), column) == column, (section, text)


def test_bundled_synonyms_are_reached() -> None:
    for table, form in FORMS.items():
        for column, texts in WORDS.get(table, {}).items():
            assert {found.name for text in texts if (found := form.column(text))} == {column}


def test_a_file_of_ones_own_headers(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[firms]\nname = ["厂家简写"]\n[ignored]\ncolumns = ["备注"]\n', encoding="utf-8"
    )
    (tmp_path / "x.csv").write_text("厂家简写,统一社会信用代码,备注\nA,,n\n", encoding="utf-8")
    with pytest.raises(BadInput, match="厂家简写"):
        load(graph, tmp_path / "x.csv")
    assert load(graph, tmp_path / "x.csv", headers=tmp_path / "own.toml")["kind"].tolist() == ["firms"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[ships]\nname = ['x']", "no table 'ships'"),
        ("[firms]\ncolour = ['x']", "no column 'colour'"),
        ("[firms]\nname = 'x'", "must hold lists"),
        ("[firms", "cannot be read"),
    ],
)
def test_bad_files_of_headers(graph: Graph, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        load(graph, {"firms": [{"name": "A"}]}, headers=tmp_path / "own.toml")


def test_as_names_the_kind(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,place\nA,玉屏侗族自治县\n", encoding="utf-8")
    for number, word in enumerate(("organizations", "organization", "机构")):
        answer = load(graph, tmp_path / "x.csv", kind=word)
        assert answer["kind"].tolist() == ["organizations"]
        assert answer["added"].tolist() == [0 if number else 1]
    with pytest.raises(BadInput, match="no table kind 'ships'"):
        load(graph, tmp_path / "x.csv", kind="ships")
