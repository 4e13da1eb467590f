"""Forms: what the loader reads, whoever fills them in, and nothing that is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from chanlian.graph.errors import BadInput
from chanlian.graph.schema import KINDS
from chanlian.loaders.sheets.column import normalised
from chanlian.loaders.sheets.figures import figure_of
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds
from chanlian.loaders.sheets.surveys import PLACE_HEADERS
from chanlian.viz import template
from chanlian.viz.forms.columns import form_tables

if TYPE_CHECKING:
    from pathlib import Path

ALL = [kind.table for kind in KINDS]


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


BESIDE = {
    "firms": lambda heading: figure_of(heading) is not None,
    "seller_place": lambda heading: normalised(heading) in map(normalised, PLACE_HEADERS["seller"]),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", ALL)
def test_every_heading_is_one_that_the_loader_knows(table: str, lang: str) -> None:
    (form,) = form_tables([table], lang)
    known = table_kinds(read_synonyms())[table].known
    for column in form.columns:
        bare = column.heading.split("（")[0].split(" (")[0]
        if column.name in BESIDE:
            # read into a table of its own: figures as metrics, places of sellers as locations
            assert BESIDE[column.name](column.heading)
            continue
        found = known.get(normalised(column.heading)) or known[normalised(bare)]
        assert found.name == column.name, column.heading
    needed = set(table_kinds(read_synonyms())[table].required)
    assert needed <= {column.name for column in form.columns}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_required_columns_are_marked(lang: str) -> None:
    (form,) = form_tables(["supplies"], lang)
    assert [column.name for column in form.columns if column.required] == ["seller", "buyer", "product"]


def test_the_shortest_form(tmp_path: Path) -> None:
    path = template(path=tmp_path / "form.xlsx", lang="zh")
    assert openpyxl.load_workbook(path).sheetnames == ["填写说明", "企业"]
    assert sheet(path, "企业")[:2] == [
        ("序号", "企业名称", "所在地", "主营产品", "主要原料"),
        ("示例", "示例包装有限公司", "玉屏县", "吨袋、编织袋", "聚丙烯、色母粒"),
    ]


def test_words_are_chosen_from_a_list(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(["projects"], tmp_path / "form.xlsx", lang="zh"))
    lists = [rule for rule in book["项目"].data_validations.dataValidation if rule.type == "list"]
    assert '"谋划,洽谈,签约,开工,投产,达产,停滞,终止"' in [rule.formula1 for rule in lists]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lists_are_short_enough_for_a_spreadsheet(lang: str) -> None:
    for form in form_tables(ALL, lang):
        for column in form.columns:
            assert len(",".join(column.words)) <= 253  # two quotes more make 255
            assert not any("," in word or '"' in word for word in column.words)


def test_codes_and_dates_stay_text(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(["firms", "supplies"], tmp_path / "form.xlsx", lang="zh"))
    formats = {book["供应"].cell(1, n).value: book["供应"].cell(9, n).number_format for n in range(2, 13)}
    assert formats["起始"] == "@"
    assert formats["金额（万元）"] == "General"
    assert book["企业"].cell(9, 3).number_format == "@"  # the credit code


def test_same_bytes(tmp_path: Path) -> None:
    one, two = (template(ALL, tmp_path / name, lang="zh").read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"filled in")
    with pytest.raises(BadInput, match="is there already"):
        template(["firms"], path)
    assert path.read_bytes() == b"filled in"
    with pytest.raises(BadInput, match="end its name in .xlsx"):
        template(["firms"], tmp_path / "form.csv")


def test_an_unknown_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no table 'ships' to make a form of; tables: sources, "):
        template(["ships"], tmp_path / "form.xlsx")
