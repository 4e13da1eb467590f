"""Rejects: a file that can be mended and loaded again, beside the input, over nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from chanlian.graph.errors import BadInput, ChanlianError
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]
TEXT = "供应商,客户,产品名称,金额,序号\nA,B,吨袋,-1,1\nA,C,=cmd|'/c calc'!A1,5,2\nA,D,p,-3m,3\n"


def rows_of(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_original_columns_come_first(graph: Graph, write: Write) -> None:
    answer = load(graph, write("supplies.csv", TEXT))
    path = Path(answer.attrs["rejects_file"])
    assert path.name == "supplies.rejects.csv"
    first, second = rows_of(path)
    assert list(first) == [
        "供应商", "客户", "产品名称", "金额", "序号",
        "reject_file", "reject_sheet", "reject_row", "reject_column", "reject_value", "reject_reason",
    ]  # fmt: skip
    assert (first["序号"], first["reject_row"], first["reject_column"], first["reject_value"]) == (
        "1",
        "2",
        "金额",
        "-1",
    )
    assert "less than nothing" in second["reject_reason"]


def test_mended_rejects_load_and_keep_their_evidence(graph: Graph, facts: Facts, write: Write) -> None:
    path = Path(load(graph, write("supplies.csv", TEXT)).attrs["rejects_file"])
    path.write_text(path.read_text(encoding="utf-8").replace("-1", "8300万元", 1), encoding="utf-8")
    answer = load(graph, path)
    assert answer[["kind", "read", "added", "rejected"]].to_numpy().tolist() == [["supplies", 2, 1, 1]]
    assert {row["locator"] for row in facts("supplies")} == {"supplies.csv row 3", "supplies.csv row 2"}
    assert {row["name"] for row in facts("source")} == {"supplies.csv"}
    again = Path(answer.attrs["rejects_file"])
    assert again.name == "supplies.rejects-2.csv"
    (left,) = rows_of(again)
    assert (left["reject_file"], left["reject_row"]) == ("supplies.csv", "4")


def test_no_rejects_no_file(graph: Graph, write: Write, tmp_path: Path) -> None:
    answer = load(graph, write("firms.csv", "name\nA\n"))
    assert answer.attrs["rejects_file"] is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firms.csv"]


def test_earlier_rejects_are_kept(graph: Graph, write: Write) -> None:
    path = write("supplies.csv", TEXT)
    first = load(graph, path).attrs["rejects_file"]
    assert load(graph, path).attrs["rejects_file"] == first
    Path(first).write_text("being mended", encoding="utf-8")
    second = load(graph, path).attrs["rejects_file"]
    assert second != first
    assert Path(first).read_text(encoding="utf-8") == "being mended"
    write("supplies.csv", "seller,buyer,product\nA,B,p\n")
    assert any("supplies.rejects.csv" in note for note in load(graph, path).attrs["notes"])


def test_rejects_where_one_asks(graph: Graph, write: Write, tmp_path: Path) -> None:
    path = write("supplies.csv", TEXT)
    assert load(graph, path, rejects=tmp_path / "mine.csv").attrs["rejects_file"] == str(tmp_path / "mine.csv")
    before = path.read_bytes()
    for force in (False, True):
        with pytest.raises(BadInput, match="never written over"):
            load(graph, path, rejects=path, force=force)
    assert path.read_bytes() == before
    answer = load(graph, path, write("firms.csv", "name,count\nX,-5\n"), rejects=tmp_path / "all.csv")
    assert {Path(name).name for name in answer.attrs["rejects_file"]} == {"all.supplies.csv", "all.firms.csv"}


def test_unwritable_rejects_load_nothing(graph: Graph, write: Write, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--rejects"):
        load(graph, write("supplies.csv", TEXT), rejects=tmp_path / "nowhere" / "x.csv")
    assert not graph.exists()


def test_a_failed_write_leaves_no_rejects(
    graph: Graph, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, **_how: object) -> None:
        raise ChanlianError("no", "否")

    monkeypatch.setattr(graph.engine, "write", fail)
    with pytest.raises(ChanlianError):
        load(graph, write("supplies.csv", TEXT))
    assert [path.name for path in tmp_path.iterdir()] == ["supplies.csv"]


def test_a_workbook_gets_one_file_a_kind(graph: Graph, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "一月"
    for row in (["供方", "需方", "产品", "金额"], ["A", "B", "p", "-1"]):
        first.append(row)
    second = book.create_sheet("二月")
    for row in (["供方", "需方", "产品", "数量"], ["A", "B", "p", "-2"]):
        second.append(row)
    book.save(tmp_path / "book.xlsx")
    book.close()
    answer = load(graph, tmp_path / "book.xlsx")
    path = Path(answer.attrs["rejects_file"])
    assert path.name == "book.supplies.rejects.csv"
    assert [(row["reject_sheet"], row["金额"], row["数量"]) for row in rows_of(path)] == [
        ("一月", "-1", ""),
        ("二月", "", "-2"),
    ]
    path.write_text(path.read_text(encoding="utf-8").replace(",-1,", ",1,").replace(",-2,", ",2,"), encoding="utf-8")
    assert load(graph, path)["rejected"].tolist() == [0]


def test_standard_input_rejects_in_the_current_folder(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import io
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert load(graph, "-").attrs["rejects_file"] == "stdin.rejects.csv"
    assert (tmp_path / "stdin.rejects.csv").exists()


def test_records_in_memory_write_no_file(graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    answer = load(graph, {"supplies": [{"seller": "A", "buyer": "B", "product": "p", "value": "-1"}]})
    assert answer.attrs["rejects_file"] is None
    assert len(answer.attrs["rejects"]) == 1
    assert list(tmp_path.iterdir()) == []
