"""Files that other programs changed or a disk damaged: every use says in one line what, where and what next."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import batch, nodes, rows
from torture import TORTURE, often

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


# -- what is no graph ------------------------------------------------------------------------------


def made_foreign(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("PRAGMA disable_checkpoint_on_shutdown; CREATE TABLE theirs AS SELECT 1 AS x")


def made_sqlite(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()


NO_GRAPHS: dict[str, Callable[[Path], object]] = {
    "an empty file": lambda path: path.touch(),
    "a table": lambda path: path.write_text("name\n甲\n", encoding="utf-8"),
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "another database": made_foreign,
    "a database of SQLite": made_sqlite,
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("make", NO_GRAPHS)
def test_what_is_no_graph_is_refused_in_a_line_and_left_as_it_is(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x.duckdb"
    NO_GRAPHS[make](path)
    before = {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    uses = {**USES, "create": lambda graph: graph.create(), "dry run": tried}
    for do in uses.values():
        with pytest.raises(GraphError) as caught:
            do(connect(str(path)))
        one_line(caught.value, path)
    assert {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


def tried(graph: Graph) -> object:
    return cl.load(graph, {"firms": [{"name": "甲"}]}, source="s", dry_run=True)


def test_a_link_to_nothing_becomes_one_to_a_graph(tmp_path: Path) -> None:
    link = tmp_path / "x.duckdb"
    link.symlink_to("data.duckdb")
    connect(str(link)).write(told())
    assert link.is_symlink()
    assert rows(connect(str(tmp_path / "data.duckdb")), "supplies")


# -- flipped bits ----------------------------------------------------------------------------------

FLIPPED: dict[str, Callable[[Graph], object]] = {
    **USES,
    "dry run": tried,
    "info": cl.info,
    "gaps": lambda graph: cl.gaps(graph, "玉屏"),
}


@pytest.mark.torture
def test_flipped_bits_are_told_in_a_line_or_harm_nothing(path: Path) -> None:
    """Half of them in the headers of the file, which no checksum of a block guards."""
    chance = random.Random(None if TORTURE else 7)  # noqa: S311  # places, not secrets
    whole = path.read_bytes()
    for trial in range(often(12, 300)):
        place = chance.randrange((len(whole) if trial % 2 else 3 * 4096) * 8)
        for use, do in FLIPPED.items():
            hurt = bytearray(whole)
            hurt[place // 8] ^= 1 << place % 8
            path.write_bytes(hurt)
            try:
                do(connect(str(path)))
            except GraphError as error:
                one_line(error, path)
            except Exception as error:
                raise AssertionError(f"bit {place}, {use}") from error
            path.with_name(path.name + ".wal").unlink(missing_ok=True)


def test_a_dry_run_names_the_graph_and_no_copy_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was the copy that could not be written, and so it was named."""
    plainly = Graph.write

    def damaged(graph: Graph, *args: object, **how: object) -> object:
        if graph.url != str(path):
            raise GraphError(f"{graph.url}: the file is damaged", f"{graph.url}：文件已损坏")
        return plainly(graph, *args, **how)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Graph, "write", damaged)
    with pytest.raises(GraphError) as told:
        cl.load(connect(str(path)), {"firms": [{"name": "新厂"}]}, dry_run=True)
    assert (told.value.en, told.value.zh) == (f"{path}: the file is damaged", f"{path}：文件已损坏")
