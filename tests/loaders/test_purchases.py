"""Purchases with places, and the answers of a survey, state several kinds of fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from chanlian.graph import connect
from chanlian.graph.errors import BadInput
from chanlian.loaders import load
from chanlian.queries import gaps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chanlian.graph.graph import Graph

Facts = Any
HEAD = "采购企业,所需产品,是否使用,供应商,供应商所在地,年采购量,单位,年采购额（万元）\n"


def test_supplies_with_places(graph: Graph, facts: Facts, write: Callable[..., Path]) -> None:
    # invented firms
    path = write(
        "采购.csv", "采购方,产品,供应商,供应商所在地\n甲厂,纸浆,乙公司,玉屏县\n丙厂,纸浆,乙公司,玉屏县\n丙厂,白糖,,\n"
    )
    answer = load(graph, path)
    assert answer[["kind", "read", "rejected"]].to_numpy().tolist() == [["supplies", 3, 1], ["firms", 1, 0]]
    (place,) = facts("located_in")
    assert place["place"] == "region:520622"
    assert len(facts("supplies")) == 2
    assert not any("供应商所在地" in note for note in answer.attrs["notes"])


def test_answers_of_a_survey(graph: Graph, facts: Facts, write: Callable[..., Path]) -> None:
    rows = (
        "甲厂,纸浆,是,乙公司,玉屏县,500,吨,300\n"
        "甲厂,白糖,否,,,,,\n"
        "甲厂,淀粉,,,,,,\n"  # no answer
        "甲厂,煤,,丁矿,,,,\n"  # a supplier says enough
        "甲厂,煤,是,戊矿,,,,\n"
        "甲厂,油,是,,,,,\n"
    )
    answer = load(graph, write("survey.csv", HEAD + rows))
    assert answer[["kind", "read", "added", "left_out"]].to_numpy().tolist() == [
        ["firms", 1, 1, 0], ["consumes", 4, 4, 1], ["supplies", 3, 3, 0],
    ]  # fmt: skip
    names = {row["identifier"]: row["name"] for kind in ("product", "firm") for row in facts(kind)}
    uses = {names[row["product"]]: (row["quantity"], row["unit"]) for row in facts("consumes")}
    # of two suppliers of coal the whole need is not known
    assert uses == {"纸浆": (500.0, "吨"), "白糖": (0.0, None), "煤": (None, None), "油": (None, None)}
    bought = {names[row["seller"]]: (row["value"], row["basis"]) for row in facts("supplies")}
    assert bought == {"乙公司": (3_000_000.0, "annual"), "丁矿": (None, None), "戊矿": (None, None)}
    assert "survey.csv: 1 question without an answer left out" in answer.attrs["notes"]


def test_of_a_year_is_said_of_amounts_alone(graph: Graph, facts: Facts, write: Callable[..., Path]) -> None:
    path = write(
        "采购.csv", "采购方,产品,供应商,年采购额（万元）\n甲厂,纸浆,乙公司,300\n甲厂,白糖,丙公司,\n甲厂,煤,丁矿,约50\n"
    )
    load(graph, path)
    names = {row["identifier"]: row["name"] for row in facts("firm")}
    assert {(names[row["seller"]], row["value"], row["basis"]) for row in facts("supplies")} == {
        ("乙公司", 3_000_000.0, "annual"), ("丙公司", None, None), ("丁矿", 500_000.0, "annual"),
    }  # fmt: skip


def test_neither_yes_nor_no(graph: Graph, write: Callable[..., Path]) -> None:
    with pytest.raises(BadInput, match="是否使用: '也许' is neither yes nor no"):
        load(graph, write("survey.csv", HEAD + "甲厂,纸浆,也许,,,,,\n"))
    assert not graph.exists()


def test_what_is_asked_loads_back_and_settles(tmp_path: Path) -> None:
    import chanlian as cl

    graph = cl.connect(str(tmp_path / "graph.duckdb"))
    cl.load(
        graph,
        {
            "firms": [
                {"name": "玉屏甲袋厂", "place": "玉屏县", "products": "吨袋"},
                {"name": "玉屏乙厂", "place": "玉屏县"},
            ],
            "inputs": [{"input": one, "product": "吨袋"} for one in ("聚丙烯", "塑料颗粒")],
        },
    )
    assert set(cl.gaps(graph, "玉屏")["state"]) == {"unknown"}
    form = cl.ask_form(cl.ask(graph, "玉屏", lang="zh"), tmp_path / "survey.xlsx", lang="zh")
    book = openpyxl.load_workbook(form)
    sheet = book["玉屏甲袋厂"]
    at = {cell.value: number for number, cell in enumerate(sheet[2], start=1)}
    lines = {sheet.cell(row, at["所需产品"]).value: row for row in (3, 4)}
    sheet.cell(lines["聚丙烯"], at["供应商"], "外省石化公司")
    sheet.cell(lines["聚丙烯"], at["供应商所在地"], "湖南省新晃县")
    sheet.cell(lines["塑料颗粒"], at["是否使用"], "否")
    silent = book["玉屏乙厂"]
    silent.cell(3, [cell.value for cell in silent[2]].index("主营产品") + 1, "塑料薄膜")
    book.save(form)

    answer = cl.load(graph, form, lang="zh")
    assert answer["rejected"].sum() == 0, answer.attrs["rejects"].to_string()
    found = cl.gaps(graph, "玉屏")
    assert found[["product", "state"]].to_numpy().tolist() == [["聚丙烯", "missing"]]
    assert found["nearest_supplier"].tolist() == ["外省石化公司"]
    (made,) = (row for row in cl.list(graph, "firm", area="玉屏").to_dict("records") if row["name"] == "玉屏乙厂")
    assert made["products"] == ["塑料薄膜"]


SURVEY = (
    "采购企业,所需产品,是否使用,供应商,供应商所在地,年采购额\n"
    "甲厂,聚丙烯,是,,广东茂名,800万元\n甲厂,纸箱,否,,广东茂名,\n甲厂,吨袋,是,乙厂,玉屏县,20万元\n"
)


@pytest.mark.parametrize("container", ["csv", "frame"])
def test_bought_from_a_place_without_a_name_is_bought_from_an_unnamed_group_there(
    container: str, tmp_path: Path
) -> None:
    graph = connect(":memory:")
    load(graph, {"firms": [{"name": "甲厂", "place": "玉屏县"}]})
    path = tmp_path / "调查.csv"
    path.write_text(SURVEY, encoding="utf-8")
    load(graph, path if container == "csv" else {"survey": pd.read_csv(path, dtype=str)})
    found = graph.sql(
        'SELECT s.name, s."group" AS unnamed, p.name AS product, x.value FROM supplies x JOIN firm s ON s.id = x.seller'
        " JOIN product p ON p.id = x.product ORDER BY x.value"
    )
    assert found["name"].tolist() == ["乙厂", "茂名市未具名企业"]
    assert found["unnamed"].fillna(False).tolist() == [False, True]
    assert found["value"].tolist() == [200_000, 8_000_000]
    need = gaps(graph, "玉屏").set_index("product").loc["聚丙烯"]
    assert (need["state"], need["flags"]) == ("missing", ["outside"])
    assert pd.isna(need["supplier_hhi"])


def test_a_purchase_that_names_a_place_alone(tmp_path: Path) -> None:
    path = tmp_path / "采购.csv"
    path.write_text(
        "采购方,产品,供应商,供应商所在地\n甲厂,聚丙烯,无,广东茂名\n甲厂,纸箱,丙厂,\n甲厂,吨袋,,\n", encoding="utf-8"
    )
    graph = connect(":memory:")
    out = load(graph, path)
    names = graph.sql("SELECT s.name FROM supplies x JOIN firm s ON s.id = x.seller ORDER BY 1")["name"].tolist()
    assert names == ["丙厂", "茂名市未具名企业"]
    # who sold the third, nobody says, nor where they are
    assert out.attrs["rejects"]["row"].tolist() == [4]
