"""Answers as files: every format, what a spreadsheet makes of them, and that the same answer gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import python_calamine

import chanlian as cl
from chanlian.graph import Graph
from chanlian.graph.commands.shared import FORMATS, Output, Session
from chanlian.graph.export import workbook as _workbook
from chanlian.graph.export.sheet import Field, Sheet
from chanlian.graph.export.workbook import fit, workbook
from chanlian.queries.answer import Answer
from chanlian.viz.files.markdown import inactive
from chanlian.viz.files.output import content, show
from chanlian.viz.files.parquet import as_parquet
from chanlian.viz.files.xlsx import as_xlsx

ATTRS: dict[str, Any] = {
    "question": "gaps", "parameters": {"area": "甲县"}, "as_of": "2025-05-30", "graph": "/somewhere/of/mine/g.duckdb",
    "graph_hash": "0123456789abcdef", "version": "9", "notes": ["甲县不含乙区"], "thresholds": {"weak_share": 0.5},
}  # fmt: skip
# invented
ROWS: list[dict[str, Any]] = [
    {"product": "=1+1", "state": "missing", "flags": ["outside", "single_source"], "bought_value": 1234567.89,
     "coverage": 0.625, "since": "2025-05-24", "product_id": "0123456789012345", "distance_km": 12.5, "firms": 3},
    {"product": "吨袋", "state": "served", "flags": [], "bought_value": 20000.0,
     "coverage": None, "since": "2025-H1", "product_id": "1e5", "distance_km": 1e-05, "firms": 0},
]  # fmt: skip
ANSWER = Answer(tuple(ROWS[0]), ROWS, ATTRS)


def book(data: bytes) -> Any:
    """A workbook from its bytes."""
    return openpyxl.load_workbook(io.BytesIO(data))


def one_column(values: list[Any], name: str = "text", **attrs: Any) -> Answer:
    """An answer of one column."""
    return Answer((name,), [{name: value} for value in values], {**ATTRS, "question": "x", **attrs})


# -- the workbook ----------------------------------------------------------------------------


def test_a_chinese_workbook_is_what_an_office_expects() -> None:
    sheet = book(as_xlsx(ANSWER, "zh")).worksheets[0]
    title, under, head, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert sheet.title == "产业链缺口"
    assert title[0] == "甲县产业链缺口"
    assert under[0] == "数据截至2025年5月30日   单位：万元   共2行   注意事项见“说明”表"
    assert head == [
        "产品",
        "状态",
        "采购额（万元）",
        "距离（公里）",
        "标记",
        "企业掌握率",
        "起始",
        "需求企业数",
        "产品编号",
    ]
    assert first == [
        "=1+1",
        "缺链",
        123.456789,
        12.5,
        "外购；单一来源",
        0.625,
        dt.datetime(2025, 5, 24),  # noqa: DTZ001  # a day has no zone
        3,
        "0123456789012345",
    ]
    assert second == ["吨袋", "有配套", 2, 1e-05, None, None, "2025年上半年", 0, "1e5"]
    formats = [cell.number_format for cell in next(sheet.iter_rows(min_row=4, max_row=4))]
    assert formats == [
        "@", "@", "#,##0.000000", "#,##0.00000", "@", "0.0%", 'yyyy"年"m"月"d"日"', "#,##0", "@",
    ]  # fmt: skip
    assert sheet.freeze_panes == "B4", "headings and the product stay in sight"
    assert all(6 <= sheet.column_dimensions[letter].width <= 44 for letter in "ABCDEFGHI")
    assert sheet.column_dimensions["C"].width > 14, "a Chinese character is two wide"


def test_an_english_workbook_has_yuan() -> None:
    sheet = book(as_xlsx(ANSWER, "en")).worksheets[0]
    head, first, _ = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=3))
    assert head[2] == "bought for (million yuan)"
    assert (first[:3], first[4]) == (["=1+1", "missing", 1.23456789], "bought outside；single source")


def test_one_unit_by_what_most_sums_are() -> None:
    def unit(*sums: float) -> tuple[str, list[Any]]:
        sheet = book(as_xlsx(one_column(list(sums), "value"), "zh")).worksheets[0]
        rows = [cell.value for (cell,) in sheet.iter_rows(min_row=3)]
        return rows[0], rows[1:]

    assert unit(2.539e9, 1e8, 5e3) == ("金额（亿元）", [25.39, 1, 0.00005])
    assert unit(2.539e9, 1e6, 5e3) == ("金额（万元）", [253900, 100, 0.5])
    assert unit() == ("金额（万元）", [])


def test_a_metric_is_no_money() -> None:
    rows = [{"indicator": "企业数", "value": 60000.0, "unit": "家"}]
    answer = Answer(tuple(rows[0]), rows, {**ATTRS, "question": "list", "parameters": {"kind": "metrics"}})
    head, first = (
        [cell.value for cell in row] for row in book(as_xlsx(answer, "zh")).worksheets[0].iter_rows(min_row=3)
    )
    assert (head, first) == (["数值", "单位", "指标名称"], [6, "万家", "企业数"])


HOSTILE = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＠x",
    " =1",
    "\u200b=1",
    "#N/A",
    "=cmd|'/c calc'!A1",
]


def test_no_cell_is_a_formula() -> None:
    data = as_xlsx(one_column(HOSTILE), "zh")
    sheet = book(data).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=4)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [text != "#N/A" for text in HOSTILE]
    assert {cell.number_format for cell in cells} == {"@"}, "editing one does not make it a formula either"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"<f>" in parts.read(name) or b"<f " in parts.read(name) for name in parts.namelist())
    other = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert other[3][0] == "=1+1"
    frame = pd.read_csv(io.StringIO(str(content_of("csv", one_column(HOSTILE)))), keep_default_na=False)
    assert frame["text"].str.startswith("'").tolist() == [text != "#N/A" for text in HOSTILE]


def test_a_hostile_name_of_a_column_is_text_too() -> None:
    answer = Answer(("=1+1",), [{"=1+1": 1}], {"question": "sql", "parameters": {"sql": "=x"}})
    data = as_xlsx(answer, "en")
    assert book(data).worksheets[0]["A3"].data_type == "s"
    assert content_of("csv", answer).splitlines()[0] == "'=1+1"


def content_of(form: str, answer: Answer, lang: str = "en") -> str:
    """An answer as text."""
    from chanlian.viz.files.output import content

    made = content(answer, form, lang)
    assert isinstance(made, str)
    return made


def test_texts_that_no_cell_can_hold() -> None:
    long, astral = "字" * 40_000, "𠮷" * 20_000
    sheet = book(as_xlsx(one_column([long, astral, "a\x00\x1bb", "_x0041_"]), "zh")).worksheets[0]
    cells = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert cells[0].endswith("…[cut 截断]")
    assert [len(cell.encode("utf-16-le")) // 2 <= 32_767 for cell in cells] == [True] * 4
    assert cells[2] == "ab"
    assert fit("_x0041_") == "_x005F_x0041_", "Excel would read an A"


def test_large_numbers_keep_their_digits() -> None:
    cells = [
        row[0] for row in book(as_xlsx(one_column([10**17, 1e15, 5], "n"), "en")).worksheets[0].iter_rows(min_row=4)
    ]
    assert [cell.value for cell in cells] == [str(10**17), 10**15, 5]
    assert cells[1].number_format == "#,##0", "no powers of ten"


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook, "ROWS", 3)
    made = book(workbook([Sheet("a/b" * 20, [Field("n")], [(number,) for number in range(7)])]))
    assert [[cell.value for (cell,) in sheet.iter_rows(min_row=2)] for sheet in made] == [[0, 1, 2], [3, 4, 5], [6]]
    assert all(len(name) <= 31 for name in made.sheetnames)


def test_the_sheet_that_says_what_was_asked() -> None:
    said = [tuple(row) for row in book(as_xlsx(ANSWER, "zh"))["说明"].iter_rows(min_row=3, values_only=True)]
    assert ("问题", "产业链缺口") in said
    assert ("范围", "甲县") in said
    assert ("数据截至", "2025年5月30日") in said
    assert ("内容校验值", "0123456789abcdef") in said
    assert ("图", "g.duckdb") in said
    assert ("提示", "甲县不含乙区") in said
    assert ("阈值", "判为弱链的本地采购占比：0.5") in said
    assert any("chanlian 9，gaps(area=甲县)" in text for name, text in said if name == "引用方式")
    assert not any("/somewhere" in text for _, text in said), "where a file lies is nobody's business"


# -- the other formats -----------------------------------------------------------------------


def test_json_lines_are_records() -> None:
    lines = [json.loads(line) for line in content_of("jsonl", ANSWER, "zh").splitlines()]
    assert lines == json.loads(content_of("json", ANSWER))
    assert lines[0]["flags"] == ["outside", "single_source"]
    assert lines[1]["coverage"] is None


def test_parquet_is_typed_and_says_what_was_asked() -> None:
    table = pq.read_table(io.BytesIO(as_parquet(ANSWER)))
    types = {field.name: str(field.type) for field in table.schema}
    assert types == {
        "product": "string", "state": "string", "flags": "list<element: string>", "bought_value": "double", "coverage": "double",
        "since": "string", "product_id": "string", "distance_km": "double", "firms": "int64",
    }  # fmt: skip
    assert table.to_pylist()[0]["product"] == "=1+1"
    assert table.schema.metadata[b"chanlian.graph_hash"] == b"0123456789abcdef"
    empty = pq.read_schema(io.BytesIO(as_parquet(Answer(ANSWER.columns, [], ATTRS))))
    assert {field.name: str(field.type) for field in empty} == types, "an answer without rows has the same types"


def test_markdown_is_a_table_without_markup() -> None:
    hostile = "a|b `c` <img src=x> *d* [e](http://x) @all\nnext \x1b[31m"
    text = content_of("md", one_column([hostile, "2025-05-24"]), "zh")
    lines = text.splitlines()
    assert lines[1] == "| --- |"
    assert lines[2] == "| a\\|b \\`c\\` &lt;img src=x&gt; \\*d\\* \\[e\\](http://x) &#64;all next \ufffd\\[31m |"
    assert lines[3] == "| 2025-05-24 |"
    assert "chanlian 9，x(area=甲县)" in lines[-1]
    assert inactive("bought_value _x_") == "bought_value \\_x\\_"
    assert content_of("md", ANSWER, "zh").splitlines()[0].startswith("| 产品 | 状态 | 标记 |")


# -- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_answer_in_every_format_twice_the_same(form: str, lang: str, world: Graph, tmp_path: Path) -> None:
    frames = {"gaps": cl.gaps(world, "A1", lang=lang), "flows": cl.flows(world, "county"), "supplies": cl.list(world, "supplies"),
              "one": cl.show(world, "F1"), "info": cl.info(world), "none": cl.list(world, "requests"), "sql": world.sql("FROM firm")}  # fmt: skip
    for name, frame in frames.items():
        written = [cl.save(frame, tmp_path / part / name, format=form, lang=lang) for part in _folders(tmp_path)]
        one, two = (path.read_bytes() for path in written)
        assert one == two
        beside = [path.with_name(f"{path.name}.meta.json").read_text(encoding="utf-8") for path in written]
        assert beside[0] == beside[1]
        meta = json.loads(beside[0])
        assert meta["sha256"] == hashlib.sha256(one).hexdigest()
        assert (meta["format"], meta["rows"], meta["columns"]) == (form, len(frame), list(frame.columns))
        assert meta["cite"].startswith("chanlian ")


def _folders(folder: Path) -> tuple[str, str]:
    for name in ("a", "b"):
        (folder / name).mkdir(exist_ok=True)
    return "a", "b"


def test_dates_of_a_workbook_obey_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    data = as_xlsx(ANSWER, "en")
    assert book(data).properties.modified == dt.datetime(2023, 11, 14, 22, 13, 20)  # noqa: DTZ001  # as openpyxl gives it
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_the_name_of_a_file_tells_its_format(tmp_path: Path) -> None:
    frame = ANSWER.frame()
    for name in ("a.csv", "a.JSONL", "a.ndjson", "a.xlsx", "a.md", "a.parquet", "a.txt", "a.json"):
        cl.save(frame, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "a.parquet").read_bytes()[:4] == b"PAR1"
    assert (tmp_path / "a.JSONL").read_bytes() == (tmp_path / "a.ndjson").read_bytes()
    with pytest.raises(cl.BadInput, match=r"\.xlsx"):
        cl.save(frame, tmp_path / "a.doc")
    with pytest.raises(cl.BadInput, match="jsonl"):
        cl.save(frame, tmp_path / "a.csv", format="doc")
    assert not (tmp_path / "a.doc").exists()


def test_only_a_file_of_csv_in_chinese_has_the_mark(tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        cl.save(ANSWER.frame(), tmp_path / f"{lang}.csv", lang=lang)
    assert (tmp_path / "zh.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "en.csv").read_bytes()
    assert next(csv.reader((tmp_path / "en.csv").read_text(encoding="utf-8").splitlines()))[0] == "product"


def test_any_frame_can_be_saved_but_only_an_answer_cited(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, None], "b": ["=x", "y"]})
    cl.save(frame, tmp_path / "x.xlsx", lang="zh")
    assert json.loads((tmp_path / "x.xlsx.meta.json").read_text(encoding="utf-8"))["cite"] is None
    with pytest.raises(cl.BadInput, match="does not say what was asked"):
        cl.cite(frame)
    with pytest.raises(cl.BadInput, match="two columns"):
        cl.save(pd.DataFrame([[1, 2]], columns=["a", "a"]), tmp_path / "y.csv")


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_bytes_go_into_a_pipe_and_to_no_screen(form: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    show(ANSWER, Output(form), Session("en", quiet=True))
    assert capfdbinary.readouterr().out[:2] in (b"PK", b"PA")
    screen = _Screen()
    monkeypatch.setattr("sys.stdout", screen)
    with pytest.raises(cl.BadInput, match="-o FILE"):
        show(ANSWER, Output(form), Session("en", quiet=True))
    assert screen.getvalue() == ""


def test_what_was_left_out_stands_beside_the_file(tmp_path: Path) -> None:
    show(ANSWER, Output(None, str(tmp_path / "a.csv"), 1), Session("en", quiet=True))
    meta = json.loads((tmp_path / "a.csv.meta.json").read_text(encoding="utf-8"))
    assert (meta["rows"], meta["rows_in_all"]) == (1, 2)


def test_evidence_by_fact(world: Graph) -> None:
    facts = cl.list(world, "supplies")["fact"].tolist()
    one = cl.evidence(world, facts[0])
    assert list(one) == facts[:1]
    assert one[facts[0]][0]["source"] == "the invented world"
    assert cl.evidence(world, facts[:2]) == cl.evidence(world, {"supplies": facts[:2]})
    for wrong in ("0" * 16, "no fact"):
        with pytest.raises(cl.UnknownFact):
            cl.evidence(world, [facts[0], wrong])


@pytest.mark.parametrize(("lang", "said"), [("zh", "未具名群体"), ("en", "unnamed group")])
def test_of_one_thing_what_goes_for_nearly_all_is_not_said(lang: str, said: str) -> None:
    columns = ("kind", "name", "group")
    for group, shown in ((False, False), (True, True)):
        row = {"kind": "firm", "name": "甲厂", "group": group}
        text = str(content(Answer(columns, [row], {"question": "show", "kind": "firm"}), "table", lang))
        assert ("甲厂" in text, said in text) == (True, shown)
