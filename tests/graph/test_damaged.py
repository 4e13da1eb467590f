"""Files that other programs changed or a disk damaged: every use says in one line what, where and what next."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import batch, nodes, rows

import chanlian as cl
from chanlian.graph import Batch, Graph, connect
from chanlian.graph.engines.base import Question
from chanlian.graph.errors import ChanlianError, GraphError
from chanlian.graph.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def changed(*statements: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with duckdb.connect(str(path)) as db:
            for statement in statements:
                db.execute(statement)

    return change


CHANGES = {
    "a table is gone": changed("DROP TABLE supplies"),
    "a column is gone": changed("ALTER TABLE supplies DROP COLUMN quantity"),
    "a column has another name": changed("ALTER TABLE firm RENAME COLUMN identifier TO key"),
    "the trace is gone": changed("DROP TABLE removed"),
    "nothing but a version": changed(
        *(f'DROP TABLE "{name}"' for name in ("firm", "product", "supplies", "source", "located_in", "area", "claim"))
    ),
}
USES: dict[str, Callable[[Graph], object]] = {
    "question": lambda graph: cl.list(graph, "supplies"),
    "scan": lambda graph: [rows(graph, kind) for kind in ("supplies", "firm", "removed")],
    "write": lambda graph: graph.write(told()),
    "sql": lambda graph: graph.sql("SELECT seller, quantity FROM v_supplies"),
}


def told(number: int = 1) -> Batch:
    supply = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p", "quantity": float(number)}
    said: Batch = batch(
        str(number), "2025", firm=nodes("firm", "a", "b"), product=nodes("product", "p"), supplies=[supply]
    )
    return said


def one_line(error: ChanlianError, path: Path) -> None:
    for text in (error.text("en"), error.text("zh")):
        assert text.startswith((f"{path}: ", f"{path}："))
        assert "\n" not in text
        assert "LINE 1" not in text
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.text("zh"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.duckdb"
    connect(str(made)).write(told())
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_program_changed_is_told_in_a_line(path: Path, change: str) -> None:
    CHANGES[change](path)
    before, hurt = path.read_bytes(), {}
    for use, do in USES.items():
        try:
            do(connect(str(path)))
        except GraphError as error:
            one_line(error, path)
            hurt[use] = error.en
    assert "scan" in hurt
    assert all("a table or column is not there" in said for said in hurt.values())
    if "write" in hurt:
        assert path.read_bytes() == before


def test_a_program_says_it_in_a_line_and_no_traceback(path: Path) -> None:
    CHANGES["a table is gone"](path)
    for asked in (["list", str(path), "supplies"], ["info", str(path)], ["sql", str(path), "SELECT 1 AS one"]):
        done = subprocess.run([sys.executable, "-m", "chanlian", *asked], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


def test_a_damaged_block_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    many = [f"firm {number}" for number in range(5_000)]
    connect(str(path)).write(batch("s", "2025", firm=nodes("firm", *many)))
    whole = path.read_bytes()
    found = 0
    for fifth in range(1, 5):
        at = len(whole) * fifth // 5
        path.write_bytes(whole[:at] + bytes(255 - byte for byte in whole[at : at + 4096]) + whole[at + 4096 :])
        for do in (USES["scan"], USES["write"]):
            try:
                do(connect(str(path)))
            except GraphError as error:
                one_line(error, path)
                found += 1
    assert found


def test_a_question_that_fails_is_told_in_a_line(path: Path) -> None:
    for text in (
        "SELECT * FROM nowhere\nWHERE x = 1",
        "SELECT nothing FROM firm",
        "SELECT 'x'::INTEGER",
        "SELEC",
        "SELECT $a",
    ):
        with pytest.raises(GraphError, match="the question 'odd' failed") as caught:
            connect(str(path)).ask(Question("odd", text))
        one_line(caught.value, path)


def test_a_file_that_says_it_is_a_graph_and_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as db:
        db.execute(f"CREATE TABLE meta AS SELECT 'schema_version' AS key, '{SCHEMA_VERSION}' AS value")
    for use, do in USES.items():
        with pytest.raises(GraphError) as caught:
            do(connect(str(path)))
        one_line(caught.value, path)
        assert "not there" in caught.value.en, use
