"""A cell of a workbook is what a person sees in it: number formats, errors, formulas without a result, the epoch."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from chanlian.graph import connect
from chanlian.loaders import load
from chanlian.loaders.read.number_format import Format
from chanlian.queries import list as list_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

HEADERS = ["供方", "需方", "产品", "采购额", "年采购量", "起始日期"]


def _written(path: Path, rows: Sequence[Any]) -> Path:
    """A workbook with these rows; a cell given as a pair is a value and its format."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            value, code = cell if isinstance(cell, tuple) else (cell, "General")
            here = sheet.cell(line, column, value)
            here.number_format = code
            if isinstance(value, str) and value.startswith("#"):
                here.data_type = "e"
    book.save(path)
    return path


def _changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one of its parts written in another way."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _supplies(path: Path) -> dict[str, Any]:
    graph = connect(":memory:")
    report = load(graph, path, rejects=path.with_name("out.csv"), force=True)
    frame = list_facts(graph, "supplies")
    return {"report": report, "rows": {row.seller: row for row in frame.itertuples()}}


@pytest.mark.parametrize(
    ("code", "value", "seen"),
    [
        ('[>=10000]0!.0,"万元";0"元"', 83000.0, "8.3万元"), ('[>=10000]0!.0,"万元";0"元"', 500.0, "500元"),
        ('G/通用格式"吨"', 5.5, "5.5吨"), ('0.00,,"百万元"', 5300000.0, "5.3百万元"), ('0"吨";-0"吨"', -5.0, "-5吨"),
        ('#,##0.00\\ [$€-407]', 3.0, "3€"), ("[$¥-411]#,##0", 5.0, "JPY5"), ('"√";;', 1.0, "√"), ('0" 万""元"', 3.0, "3万元"),
        ('0000"年"00"月"', 202405.0, "2024年05月"), ("[DBNum1]yyyy年m月", date(2024, 5, 1), "2024-05"), ("mmm-yy", date(2024, 5, 1), "2024-05"),
        ('e"年"', 45352.0, "2024"), ('@"有限公司"', "甲", "甲有限公司"), ('0"万元"', True, None),
        # what only serves the looks says nothing: thousands, colours, yuan, powers, fractions, days, hours
        ("#,##0_);[Red](#,##0)", -5.0, None), ('_ ¥* #,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 12.0, None), ("0.00E+00", 5.0, None),
        ("# ?/?", 2.0, None), ("yyyy/m/d", date(2024, 5, 1), None), ("h:mm", 0.3, None), ("@", "甲", None), ("General", 5.0, None),
    ],
)  # fmt: skip
def test_what_a_format_shows(code: str, value: Any, seen: str | None) -> None:
    assert Format.of(code).show(value) == seen


def test_units_currencies_and_the_precision_of_days_stand_in_formats(tmp_path: Path) -> None:
    rows = [
        HEADERS,
        ["甲厂", "丁厂", "碳酸钙", (83000, '#,##0"万元"'), (3, '0"万吨"'), (date(2024, 3, 1), 'yyyy"年"m"月"')],
        ["乙厂", "丁厂", "碳酸钙", (123456, "[$$-409]#,##0.00"), (500, '0"吨"'), (date(2024, 3, 1), "yyyy-mm-dd")],
        ["丙厂", "丁厂", "碳酸钙", (83000000, '0!.0,"万元"'), None, (date(2024, 3, 1), "yyyy")],
    ]
    out = _supplies(_written(tmp_path / "in.xlsx", rows))
    found = {name: (row.value, row.quantity, row.unit, row.since) for name, row in out["rows"].items()}
    assert found["甲厂"] == (830_000_000, 30_000, "吨", "2024-03")
    assert found["乙厂"][1:] == (500, "吨", "2024-03-01")
    assert out["rows"]["乙厂"].value != 123456  # dollars are no yuan
    assert "USD" in out["report"].attrs["warnings"].reason[0]
    assert (found["丙厂"][0], found["丙厂"][3]) == (83_000_000, "2024")


def test_cells_written_in_another_way_than_usual_say_the_same(tmp_path: Path) -> None:
    rows = [HEADERS, ["甲厂", "丁厂", "碳酸钙", (8, '0"万元"'), "#N/A", "=TODAY()"]]
    path = _written(tmp_path / "in.xlsx", rows)
    _changed(
        path,
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r'<c r="([A-Z]+\d+)"([^>]*)>', r"<c\2 r='\1'>", text),
    )
    out = _supplies(path)
    assert not out["rows"]
    assert list(out["report"].attrs["rejects"].value) == ["#FORMULA!"]
    assert list(out["report"].attrs["warnings"].value) == ["#N/A"]


def test_an_error_is_never_an_empty_cell(tmp_path: Path) -> None:
    rows = [
        HEADERS,
        ["甲厂", "丁厂", "碳酸钙", "#N/A", 5],
        ["#REF!", "丁厂", "碳酸钙", 700000],
        ["乙厂", "丁厂", "碳酸钙", None, 5],
    ]
    report = _supplies(_written(tmp_path / "in.xlsx", rows))["report"]
    warned, rejected = report.attrs["warnings"], report.attrs["rejects"]
    assert [(row.row, row.column, row.value) for row in warned.itertuples()] == [(2, "采购额", "#N/A")]
    assert [(row.row, row.column, row.value) for row in rejected.itertuples()] == [(3, "供方", "#REF!")]


def test_a_formula_without_a_result_is_named_and_no_empty_cell(tmp_path: Path) -> None:
    rows = [HEADERS, ["甲厂", "丁厂", "碳酸钙", "=D9*2"], [None, None, None, "=D9*2"]]
    report = _supplies(_written(tmp_path / "in.xlsx", rows))["report"]
    assert any("2 formulas hold no value (D2, D3)" in note for note in report.attrs["notes"])
    assert "result of this formula" in report.attrs["warnings"].reason[0]
    assert report["read"].sum() == 1  # a row that a form keeps ready is none


def test_a_formula_whose_result_is_the_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = _written(tmp_path / "in.xlsx", [HEADERS, ["甲厂", "丁厂", "碳酸钙", "=D9*2"]])
    _changed(path, "xl/worksheets/sheet1.xml", lambda text: text.replace('<c r="D2">', '<c r="D2" t="str">'))
    report = _supplies(path)["report"]
    assert report.attrs["warnings"].empty
    assert not any("formula" in note for note in report.attrs["notes"])


def test_days_are_counted_from_where_the_workbook_counts_them(tmp_path: Path) -> None:
    path = _written(tmp_path / "in.xlsx", [HEADERS, ["甲厂", "丁厂", "碳酸钙", None, None, 43344]])
    assert _supplies(path)["rows"]["甲厂"].since == "2018-09-01"
    _changed(path, "xl/workbook.xml", lambda text: text.replace("<workbookPr", '<workbookPr date1904="1"', 1))
    assert _supplies(path)["rows"]["甲厂"].since == "2022-09-02"


def test_a_sign_of_money_leaves_the_unit_to_the_header(tmp_path: Path) -> None:
    rows = [
        ["供方", "需方", "产品", "采购额（万元）"],
        ["甲厂", "丁厂", "碳酸钙", "¥8300"],
        ["乙厂", "丁厂", "碳酸钙", (500, "[$$-409]0")],
    ]
    out = _supplies(_written(tmp_path / "in.xlsx", rows))
    assert out["rows"]["甲厂"].value == 83_000_000
    assert "in which money?" in out["report"].attrs["warnings"].reason[0]


@pytest.mark.parametrize("said", ["#REF!", "", "A0", "B7:A1", "A1:B1", "A1:XFD1048576"])
def test_how_far_a_sheet_reaches_is_counted_where_the_file_says_it_wrongly(said: str, tmp_path: Path) -> None:
    path = _written(
        tmp_path / "in.xlsx", [HEADERS, ["甲厂", "丁厂", "碳酸钙", (8, '0"万元"')], ["乙厂", "丁厂", "碳酸钙", 900000]]
    )
    _changed(path, "xl/worksheets/sheet1.xml", lambda text: re.sub(r'ref="A1:F3"', f'ref="{said}"', text))
    rows = _supplies(path)["rows"]
    assert {name: row.value for name, row in rows.items()} == {"甲厂": 80_000, "乙厂": 900_000}
