"""What is cell and what is not: quotes that never close, guards around texts, files beside others in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chanlian.graph import connect
from chanlian.graph.errors import BadInput
from chanlian.loaders import load
from chanlian.loaders.read.guards import any_guard, unguarded
from chanlian.queries import list as list_facts
from chanlian.viz.files.output import save

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "企业名称,所在地,主营产品,主要原料\n"
REST = "".join(f"第{number}号表格测试有限公司,新晃,吨袋,聚丙烯\n" for number in range(300))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + '甲厂,玉屏,"碳酸钙,石灰石\n' + REST, 2),
        (HEAD + '甲厂,玉屏,"碳酸钙,石灰石\n' + REST.replace("吨袋", '"吨袋"'), 2),
        (HEAD + REST + '甲厂,玉屏,"碳酸钙,石灰石\n' + REST, 302),
        (HEAD + REST + '"甲厂,玉屏,碳酸钙,石灰石', 302),
        # closed by a stray quote in the next record: no rule of CSV is broken, and a row is gone all the same
        (HEAD + '甲厂,玉屏,"碳酸钙,石灰石\n乙厂,新晃,吨袋",聚丙烯\n' + REST, 2),
    ],
)
def test_a_quote_that_is_not_closed_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=rf"firms\.csv line {line}: a quotation mark") as error:
        load(connect(":memory:"), _written(tmp_path / "firms.csv", text))
    assert f"第 {line} 行" in error.value.zh


def test_cells_may_hold_lines_and_commas_in_quotes(tmp_path: Path) -> None:
    text = HEAD + '甲厂,玉屏,"碳酸钙\n重质碳酸钙","石灰石, 煤\n""无烟煤"", 水"\n乙厂,新晃,5" 管,铁\n'
    graph = connect(":memory:")
    assert load(graph, _written(tmp_path / "firms.csv", text))["added"].tolist() == [2]
    assert {"碳酸钙", "重质碳酸钙", '5" 管'} <= set(list_facts(graph, "products").name)


@pytest.mark.parametrize(
    "cells",
    [
        ('="甲厂"', '="915206227000082225"', '="玉屏"'), ("'甲厂", "'915206227000082225", "玉屏"),
        ('"=""甲厂"""', "\u200b915206227000082225", "玉\u200b屏"), ("\ufeff甲厂\u200e", "91520622\u00ad7000082225", "\u2060玉屏"),
    ],
)  # fmt: skip
def test_what_guards_a_text_is_no_part_of_it(cells: tuple[str, ...], tmp_path: Path) -> None:
    found = []
    for one in (("甲厂", "915206227000082225", "玉屏"), cells):
        graph = connect(":memory:")
        text = f"企业名称,统一社会信用代码,所在地\n{','.join(one)}\n"
        report = load(graph, _written(tmp_path / "firms.csv", text), source="册")
        assert report["added"].tolist() == [1], report.attrs["rejects"]
        found.append(graph.content_hash)
    plain = [cell.replace('"=""', '="').replace('"""', '"') for cell in cells]
    graph = connect(":memory:")
    load(graph, {"firms": [dict(zip(("企业名称", "统一社会信用代码", "所在地"), plain, strict=True))]}, source="册")
    assert found == [graph.content_hash] * 2


def test_guarded_headers_are_headers() -> None:
    graph = connect(":memory:")
    report = load(graph, {"records": [{"\ufeff企业名称": "甲厂", "所在\u200b地": "玉屏", "主营产品": "吨袋"}]})
    assert report[["kind", "added"]].values.tolist() == [["firms", 1]]


@pytest.mark.parametrize(
    "text", ["'s-Hertogenbosch", "O'Neill", "'in quotes'", "=1+1", "'=1+1", "'; drop", "吨袋", "“吨袋”——大号", '="a"b"']
)
def test_other_texts_stay(text: str) -> None:
    assert unguarded(text) == text


def test_a_clean_file_is_told_without_a_look_at_its_cells() -> None:
    assert not any_guard("企业名称,产品\n甲厂,“吨袋”——大号…\n".encode())
    assert all(any_guard(text.encode()) for text in ("a'", '="a"', '"=""a"""', "\u200b", "\u2060", "\u00ad", "\ufeff"))


def test_what_is_written_beside_is_no_table_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    graph = connect(":memory:")
    load(graph, _written(folder / "firms.csv", HEAD + REST))
    frame = list_facts(graph, "firms")
    save(frame, folder / "answer.csv")
    assert (folder / "answer.csv.meta.json").exists()
    (folder / "answer.csv").unlink()
    report = load(connect(":memory:"), folder)
    assert report["file"].tolist() == ["firms.csv"]


def test_bad_files_of_a_folder_do_not_stop_the_others(tmp_path: Path) -> None:
    _written(tmp_path / "a.csv", HEAD + REST)
    _written(tmp_path / "b.xlsx", "no workbook")
    _written(tmp_path / "c.csv", "第一栏,第二栏\n甲,乙\n")
    _written(tmp_path / "d.csv", HEAD + '甲厂,玉屏,"碳酸钙,石灰石\n' + REST)
    graph = connect(":memory:")
    report = load(graph, tmp_path)
    assert report["file"].tolist() == ["a.csv"]
    assert report.attrs["bad_files"] == 3
    told = "\n".join(report.attrs["notes"])
    assert all(f"{name}" in told for name in ("b.xlsx:", "c.csv:", "d.csv line 2:"))
    with pytest.raises(BadInput, match="b.xlsx") as error:
        load(graph, tmp_path, replace="a.csv")
    assert "c.csv" in str(error.value) or "d.csv" in str(error.value)


def test_files_that_are_named_are_loaded_together_or_not_at_all(tmp_path: Path) -> None:
    good = _written(tmp_path / "a.csv", HEAD + REST)
    bad = [_written(tmp_path / "b.xlsx", "no workbook"), _written(tmp_path / "d.csv", HEAD + '甲厂,"玉屏\n')]
    graph = connect(":memory:")
    with pytest.raises(BadInput, match=r"b\.xlsx.*d\.csv"):
        load(graph, good, *bad)
    assert not graph.exists() or list_facts(graph, "firms").empty
