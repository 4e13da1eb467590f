"""One table, whatever holds it: the same facts from every container, wherever its units stand."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pytest
import xlwt  # type: ignore[import-untyped]
from pyarrow import parquet
from torture import TORTURE

from chanlian.graph import connect
from chanlian.loaders import load
from chanlian.queries import list as list_facts

if TYPE_CHECKING:
    from collections.abc import Callable

Row = list[Any]
Table = list[Row]
"""The lines of a sheet; the first is what a program takes for the names of columns."""

ROWS: Final[Table] = [
    ["宁夏中卫柔石渠浆板有限公司", "吴忠市利通区生活用纸厂", "漂白木浆", 12600, 2.1, "2021-03"],
    ["内蒙古阿拉善废纸回收有限公司", "青铜峡峡口纸箱有限公司", "废纸", 3150.5, 1.4, "2022-06"],
    ["青铜峡峡口纸箱有限公司", "吴忠市利通区生活用纸厂", "外包装纸箱", 265, None, "2023-05-01"],
]
NAMES: Final[Row] = ["供方", "需方", "产品", "采购额", "年采购量", "起始日期"]
TABLES: Final[dict[str, Table]] = {
    "in headers": [["供方", "需方", "产品", "采购额（万元）", "年采购量（万吨）", "起始日期"], *ROWS],
    "below": [NAMES, [None, None, None, "（万元）", "万吨", None], *ROWS],
    "above": [["纸业供货表", *[None] * 5], [None] * 5 + ["单位：人民币万元、万吨"], NAMES, *ROWS],
    "in cells": [NAMES, *([*row[:3], f"{row[3]}万元", row[4] and f"{row[4]}万吨", row[5]] for row in ROWS)],
}


def _csv(table: Table, path: Path, *, mark: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(table)
    return path


def _xlsx(table: Table, path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def _xls(table: Table, path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for line, row in enumerate(table):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(line, column, cell)
    book.save(str(path))
    return path


def ods(body: str, path: Path, styles: str = "") -> Path:
    """A workbook of the OpenDocument format with one sheet."""
    names = ("office", "table", "text", "number", "style", "calcext")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{_space(name)}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>{styles}'
        f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _space(name: str) -> str:
    return {"number": "datastyle"}.get(name, name)


def _ods(table: Table, path: Path) -> Path:
    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        kind = (
            'office:value-type="string"'
            if isinstance(value, str)
            else f'office:value-type="float" office:value="{value}"'
        )
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    rows = (f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in table)
    return ods("".join(rows), path)


def _records(table: Table) -> list[dict[str, Any]]:
    """The records that a program makes of a sheet: what has no name in its first line is numbered."""
    names = [name or f"Unnamed: {number}" for number, name in enumerate(table[0])]
    return [dict(zip(names, row, strict=True)) for row in table[1:]]


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame(_records(table))


def _arrow(table: Table) -> pa.Table:
    records = _records(table)
    mixed = {name for name in records[0] if len({type(one[name]) for one in records} - {type(None), int, float}) > 0}
    texts = [
        {name: None if one is None else str(one) if name in mixed else one for name, one in row.items()}
        for row in records
    ]
    return pa.Table.from_pylist(texts)


def _json(table: Table, path: Path) -> Path:
    path.write_text(json.dumps(_records(table), ensure_ascii=False), encoding="utf-8")
    return path


def _jsonl(table: Table, path: Path) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in _records(table)), encoding="utf-8")
    return path


def _parquet(table: Table, path: Path) -> Path:
    parquet.write_table(_arrow(table), path)
    return path


def _feather(table: Table, path: Path) -> Path:
    pyarrow.feather.write_feather(_arrow(table), path)
    return path


CONTAINERS: Final[dict[str, Callable[[Table, Path], Any]]] = {
    "csv": _csv,
    "tsv": lambda table, path: _csv(table, path, mark="\t"),
    "xlsx": _xlsx,
    "xls": _xls,
    "ods": _ods,
    "json": _json,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "feather": _feather,
    "frame": lambda table, _: _frame(table),
    "arrow": lambda table, _: _arrow(table),
    "records": lambda table, _: _records(table),
    "-": _csv,
}

_FEW: Final = ["csv", "xlsx", "ods", "json", "parquet"]
"""One of each way of reading, where the others were tried already."""


def _content(given: Any, **asked: Any) -> str:
    graph = connect(":memory:")
    report = load(graph, given, source="纸业供货", kind="supplies", **asked)
    assert report["added"].sum() == len(ROWS), report.attrs["notes"]
    assert report.attrs["warnings"].empty, report.attrs["warnings"]
    return graph.content_hash


@pytest.mark.torture
@pytest.mark.parametrize("place", TABLES)
def test_one_table_says_the_same_whatever_holds_it(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, str] = {}
    for name in CONTAINERS if place == "in headers" or TORTURE else _FEW:
        make = CONTAINERS[name]
        given = make(TABLES[place], tmp_path / f"t.{name.strip('-') or 'stdin'}")
        if name == "-":
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(given).read_bytes())))
            given = "-"
        found[name] = _content(given)
    assert len(set(found.values())) == 1, found


_FORMATS: Final = ('0"万元"', '0.0"万吨"', 'yyyy"年"m"月"')
_STYLES: Final = (
    '<number:number-style style:name="N1"><number:number number:min-integer-digits="1"/><number:text>万元</number:text>'
    '</number:number-style><number:number-style style:name="N2"><number:number number:min-integer-digits="1"/>'
    '<number:text>万吨</number:text></number:number-style><number:date-style style:name="N3"><number:year/><number:text>年'
    "</number:text><number:month/><number:text>月</number:text></number:date-style>"
    + "".join(
        f'<style:style style:name="ce{n}" style:family="table-cell" style:data-style-name="N{n}"/>' for n in (1, 2, 3)
    )
)


def test_formats_say_the_same_in_every_workbook(tmp_path: Path) -> None:
    """Units, and the precision of a day, that stand in formats alone; a cell with an error; cells merged over rows."""
    day = date(2024, 5, 17)
    written: Table = [
        ["甲厂", "丁厂", "碳酸钙", "8300万元", "2.5万吨", "2024-05"],
        ["甲厂", "戊厂", "吨袋", "#N/A", None, None],
    ]
    book = openpyxl.Workbook()
    old = xlwt.Workbook()
    ours, theirs = book.worksheets[0], old.add_sheet("S")
    values: Row = ["甲厂", "丁厂", "碳酸钙", 8300, 2.5, day]
    for column, (name, value) in enumerate(zip(NAMES, values, strict=True)):
        code = ("General", "General", "General", *_FORMATS)[column]
        ours.cell(1, column + 1, name)
        ours.cell(2, column + 1, value).number_format = code
        theirs.write(0, column, name)
        if column:
            theirs.write(1, column, value, xlwt.easyxf(num_format_str=code))
    ours.merge_cells("A2:A3")
    theirs.write_merge(1, 2, 0, 0, "甲厂")
    for column, text in ((2, "戊厂"), (3, "吨袋")):
        ours.cell(3, column, text)
        theirs.write(2, column - 1, text)
    ours["D3"], ours["D3"].data_type = "#N/A", "e"
    theirs.row(2).set_cell_error(3, 0x2A)
    book.save(tmp_path / "t.xlsx")
    old.save(str(tmp_path / "t.xls"))
    cells = [
        '<table:table-cell office:value-type="float" office:value="8300" table:style-name="ce1"><text:p>8300万元</text:p></table:table-cell>',
        '<table:table-cell office:value-type="float" office:value="2.5" table:style-name="ce2"><text:p>2.5万吨</text:p></table:table-cell>',
        f'<table:table-cell office:value-type="date" office:date-value="{day}" table:style-name="ce3"><text:p>2024年5月</text:p></table:table-cell>',
    ]
    error = (
        '<table:table-cell table:formula="of:=NA()" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    tall = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>甲厂</text:p></table:table-cell>'
    rows = (
        "".join(map(_text_cell, NAMES)),
        tall + _text_cell("丁厂") + _text_cell("碳酸钙") + "".join(cells),
        "<table:covered-table-cell/>" + _text_cell("戊厂") + _text_cell("吨袋") + error,
    )
    ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows), tmp_path / "t.ods", _STYLES)
    _csv([NAMES, *written], tmp_path / "t.csv")
    found = {}
    for path in sorted(tmp_path.glob("t.*")):
        graph = connect(":memory:")
        report = load(graph, path, source="供货", kind="supplies")
        assert report["added"].sum() == 2, (path, report.attrs["rejects"])
        assert report.attrs["warnings"].value.tolist() == ["#N/A"], path
        found[path.suffix] = graph.content_hash
    assert len(set(found.values())) == 1, found


def _text_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_the_units_are_those_that_a_person_sees(tmp_path: Path) -> None:
    for number, table in enumerate(TABLES.values()):
        graph = connect(":memory:")
        load(graph, _xlsx(table, tmp_path / f"{number}.xlsx"), kind="supplies")
        rows = {(row.value, row.quantity) for row in list_facts(graph, "supplies").itertuples()}
        assert {(126_000_000, 21_000), (31_505_000, 14_000)} < rows
