"""scripts/keep_answers.py: the same graph gives the same folder, another graph another one, and errors are answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import chanlian as cl
from chanlian.graph.graph import Graph

ROOT = Path(__file__).parents[1]
ONLY = ("flows",)


def kept(graph: Path, folder: Path, only: tuple[str, ...] = ONLY, **environment: str) -> dict[str, bytes]:
    """What the script keeps of a graph, by the names of its files."""
    questions = [word for command in only for word in ("--only", command)]
    script = [sys.executable, str(ROOT / "scripts/keep_answers.py"), str(graph), str(folder), "--quick", "--areas", "1"]
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    ran = subprocess.run(
        [*script, *questions], env=around, cwd=folder.parent, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert str(ROOT / "src") in ran.stdout  # of this program, not of one that is installed
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two firms in two counties, and what the one buys of the other."""
    path = tmp_path_factory.mktemp("kept") / "graph.duckdb"
    places = [{"name": "甲/厂", "place": "玉屏侗族自治县"}, {"name": "乙厂", "place": "新晃侗族自治县"}]
    supplies = [{"seller": "甲/厂", "buyer": "乙厂", "product": "吨袋", "value": "5万元"}]
    cl.load(cl.connect(str(path)), {"firms": places, "supplies": supplies}, source="调查", published="2024")
    return path


def test_one_graph_gives_one_folder_and_another_another(graph: Path, tmp_path: Path) -> None:
    first = kept(graph, tmp_path / "first", PYTHONHASHSEED="1", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8")
    moved = tmp_path / "moved.duckdb"
    shutil.copy(graph, moved)
    again = kept(moved, tmp_path / "again", PYTHONHASHSEED="2", TZ="America/New_York", COLUMNS="60")
    assert again == first
    assert sorted({name.partition("/")[0] for name in first}) == sorted(ONLY)
    assert first["flows/--level village.en.txt.said.txt"].startswith(b"exit 2\nchanlian flows: ")
    assert "玉屏侗族自治县".encode() in first["flows/--level county.en.json"]
    assert any(name.endswith("xl/workbook.xml") for name in first)  # a workbook, taken apart

    opened: Graph = cl.connect(str(moved))
    cl.add(opened, "supplies", {"seller": "乙厂", "buyer": "甲/厂", "product": "吨袋"}, source="电话核实")
    other = kept(moved, tmp_path / "other", ("flows",))
    assert other["flows/--level county.en.json"] != first["flows/--level county.en.json"]
    assert other["flows/--level village.en.txt.said.txt"] == first["flows/--level village.en.txt.said.txt"]


def test_a_folder_with_something_in_it_is_left_alone(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AssertionError, match="is not empty"):
        kept(graph, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt"]
