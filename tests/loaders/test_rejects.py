"""Rejects: a file that can be mended and loaded again, beside the input, over nothing."""

from __future__ import annotations

import csv
import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from killed import killed_at
from torture import TORTURE

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import BadInput, ChanlianError
from chanlian.graph.export.cells import FORMULA
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from chanlian.graph import Batch
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]
TEXT = "供应商,客户,产品名称,金额,序号\nA,B,吨袋,-1,1\nA,C,=cmd|'/c calc'!A1,5,2\nA,D,p,-3m,3\n"


def rows_of(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _beside(graph: Graph) -> Path:
    """The folder of a graph's file."""
    file = graph.capabilities.file
    assert file is not None
    return file.parent


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


def test_rejects_lie_beside_the_graph_and_the_next_try_replaces_its_own(graph: Graph, write: Write) -> None:
    path = write("supplies.csv", TEXT)
    first = Path(load(graph, path).attrs["rejects_file"])
    assert first.parent.samefile(_beside(graph))
    write("supplies.csv", TEXT.replace("-1", "-7"))
    assert load(graph, path).attrs["rejects_file"] == str(first)
    assert [row["金额"] for row in rows_of(first)] == ["-7", "'-3m"]
    first.write_text("being mended", encoding="utf-8")
    write("supplies.csv", TEXT.replace("-1", "-8"))
    second = Path(load(graph, path).attrs["rejects_file"])
    assert (second.name, first.read_text(encoding="utf-8")) == ("supplies.rejects-2.csv", "being mended")


def test_rejects_of_another_input_of_that_name_are_not_replaced(graph: Graph, write: Write, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first = Path(load(graph, write("supplies.csv", TEXT)).attrs["rejects_file"])
    before = first.read_bytes()
    second = Path(load(graph, write("other/supplies.csv", TEXT.replace("-1", "-7"))).attrs["rejects_file"])
    assert (second.name, first.read_bytes()) == ("supplies.rejects-2.csv", before)


def test_rejects_of_a_graph_without_a_file_lie_in_the_working_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert load(connect(":memory:"), write("supplies.csv", TEXT)).attrs["rejects_file"] == "supplies.rejects.csv"
    assert (tmp_path / "here" / "supplies.rejects.csv").exists()


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
    with pytest.raises(BadInput, match="rejects="):
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


def test_standard_input_has_rejects_as_well(graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import io
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    path = Path(load(graph, "-").attrs["rejects_file"])
    assert path.parent.samefile(_beside(graph))
    assert (path.name, len(rows_of(path))) == ("stdin.rejects.csv", 2)


def test_records_in_memory_write_no_file(graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    answer = load(graph, {"supplies": [{"seller": "A", "buyer": "B", "product": "p", "value": "-1"}]})
    assert answer.attrs["rejects_file"] is None
    assert len(answer.attrs["rejects"]) == 1
    assert list(tmp_path.iterdir()) == []


HOSTILE = ["a\rb", "=a\nb", "=cmd|'/c calc'!A1", "'=1", "''@x", "+1+1", "-3m", "＝1", "'s-Firm", "-5", "+5.5"]


def hostile(folder: Path) -> Path:
    """A table of hostile cells under a hostile heading, every row of which is rejected."""
    path = folder / "supplies.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["seller", "buyer", "product", "value", "=HYPERLINK(A1)", "'=note"])
        rows.writerows(["A", "B", text, "-1", text, text] for text in HOSTILE)
    return path


def test_no_cell_of_the_rejects_is_run_and_all_are_read_again_as_they_were(graph: Graph, tmp_path: Path) -> None:
    path = Path(load(graph, hostile(tmp_path)).attrs["rejects_file"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(A1)" in cells
    live = [cell for cell in cells if FORMULA.match(cell)]
    assert set(live) == {"-1", "-5", "+5.5"}, "a number is none that could be run"
    # rejected again, they are what they were; mended, the names are those of the table
    again = Path(load(graph, path).attrs["rejects_file"])
    assert again.name == "supplies.rejects-2.csv", "a file that is read is not written over"
    assert again.read_bytes() == path.read_bytes(), "the very same cells"
    mended = rows_of(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(mended[0]))
        rows.writeheader()
        rows.writerows({**row, "value": "1"} for row in mended)
    report = load(graph, path)
    assert (report["added"].sum(), report["rejected"].sum()) == (len(HOSTILE), 0), report.attrs["rejects"]
    assert sorted(cl.list(graph, "products")["name"]) == sorted(HOSTILE)


def test_rejects_that_somebody_named_follow_the_rules_of_every_output(
    graph: Graph, write: Write, tmp_path: Path
) -> None:
    path, mine = write("supplies.csv", TEXT), tmp_path / "mine.csv"
    mine.write_text("of somebody", encoding="utf-8")
    with pytest.raises(BadInput, match=r"rejects= .*mine\.csv: is there already.*nothing was loaded"):
        load(graph, path, rejects=mine)
    assert not graph.exists()
    load(graph, path, rejects=mine, force=True)
    assert load(graph, path, rejects=mine).attrs["rejects_file"] == str(mine), "unchanged, it is written over"
    mine.write_text(mine.read_text(encoding="utf-8").replace("-1", "1"), encoding="utf-8")
    mended = mine.read_bytes()
    with pytest.raises(BadInput, match="is there already"):
        load(graph, path, rejects=mine)
    assert mine.read_bytes() == mended
    assert load(graph, mine)["rejected"].tolist() == [1]


def test_rejects_are_there_before_the_graph_is_written_and_gone_if_it_is_not(
    graph: Graph, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nothing is in the graph while what was rejected with it is lost, whatever comes between."""
    mine = tmp_path / "mine.csv"
    load(graph, write("supplies.csv", TEXT), rejects=mine)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    seen = []

    def fail(_: object, **_how: object) -> None:
        seen.append(mine.read_bytes())
        raise ChanlianError("no", "否")

    monkeypatch.setattr(graph.engine, "write", fail)
    with pytest.raises(ChanlianError):
        load(graph, write("supplies.csv", TEXT.replace("-1", "-7")), rejects=mine)
    assert seen != [before["mine.csv"]]
    (tmp_path / "supplies.csv").write_bytes(before["supplies.csv"])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_rejects_stay_where_the_rows_are_in_the_graph(
    graph: Graph, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails behind the commit, a checkpoint without room or a stop, takes nothing back."""
    real = graph.engine.write

    def fail(batch: Batch, **how: Any) -> None:
        real(batch, **how)
        raise KeyboardInterrupt

    monkeypatch.setattr(graph.engine, "write", fail)
    with pytest.raises(KeyboardInterrupt):
        load(graph, write("supplies.csv", TEXT))
    assert len(cl.list(graph, "supplies")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["supplies.csv"]
    assert len(rows_of(_beside(graph) / "supplies.rejects.csv")) == 2


def test_rejects_for_which_there_is_no_room_load_nothing(graph: Graph, write: Write, tmp_path: Path) -> None:
    path = write("supplies.csv", TEXT)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(BadInput, match="File too large.*rejects=FILE.*nothing was loaded"):
            load(graph, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not graph.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["supplies.csv"]


@pytest.mark.torture
def test_rejects_survive_a_kill_or_nothing_was_loaded(tmp_path: Path) -> None:
    """Killed before any step of a load: if rows are in the graph, those that were rejected are in their file."""
    ends = set()
    (tmp_path / "supplies.csv").write_text(TEXT, encoding="utf-8")
    load(connect(str(tmp_path / "g.duckdb")), tmp_path / "supplies.csv")  # what is imported is not opened again
    for step in range(0 if TORTURE else 3, 2000, 1 if TORTURE else 23):
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "supplies.csv"
        path.write_text(TEXT, encoding="utf-8")
        died = killed_at(step, partial(load, connect(str(folder / "g.duckdb")), path))
        graph = connect(str(folder / "g.duckdb"))
        written = graph.exists() and len(cl.list(graph, "supplies")) > 0
        kept = (folder / "supplies.rejects.csv").exists()
        assert kept or not written
        ends.add((written, kept))
        load(graph, path)
        there = sorted(one.name for one in folder.iterdir() if not one.name.endswith(".meta.json"))
        assert there == ["g.duckdb", "supplies.csv", "supplies.rejects.csv"]
        if not died:
            break
    assert {(False, False), (True, True)} <= ends
    assert not died
