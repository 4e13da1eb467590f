"""Graphs made before there was a trace (version 1 of the schema), and what killed processes leave beside a graph."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import batch, nodes, row, rows, tables

from chanlian.graph import Batch, connect
from chanlian.graph.passing import hold
from chanlian.graph.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path


def without_trace(path: Path) -> None:
    """A graph as an earlier version made it."""
    connect(str(path)).write(batch("s", "2024", firm=nodes("firm", "a", "b")))
    with duckdb.connect(str(path)) as db:
        db.execute("DROP TABLE removed")
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")


def test_a_graph_without_a_trace_is_read_and_gets_one_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    without_trace(path)
    graph = connect(str(path))
    assert rows(graph, "removed") == []
    assert len(rows(graph, "firm")) == 2
    one = Batch()
    one.take_out([{"kind": "firm", "fact": row(graph, "firm", name="a")["fact"], "because": "x", "by": "retract"}])
    assert graph.write(one) == {"removed": 1}
    assert [found["because"] for found in rows(graph, "removed")] == ["x"]
    assert graph.meta()["schema_version"] == str(SCHEMA_VERSION)


def test_an_ordinary_write_of_an_old_graph_says_the_same(tmp_path: Path) -> None:
    path, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    without_trace(path)
    connect(str(new)).write(batch("s", "2024", firm=nodes("firm", "a", "b")))
    for one in (path, new):
        connect(str(one)).write(batch("t", "2025", firm=nodes("firm", "a", scale="大")))
    assert tables(connect(str(path))) == tables(connect(str(new)))


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be held there")
def test_what_a_killed_maker_left_is_cleared_but_not_what_another_is_making(tmp_path: Path) -> None:
    left, held, kept = (tmp_path / f".chanlian-graph-{name}.part" for name in ("aaaaaaaa", "bbbbbbbb", "draft"))
    for path in (left, held, kept):
        path.mkdir()
    connect(str(left / "x.duckdb")).create()
    os.link(left / "x.duckdb", tmp_path / "x.duckdb")  # it was killed when its graph had its name already
    number = hold(held)
    assert number is not None
    connect(str(tmp_path / "y.duckdb")).create()
    assert sorted(tmp_path.iterdir()) == sorted([held, kept, tmp_path / "x.duckdb", tmp_path / "y.duckdb"])
    os.close(number)
    connect(str(tmp_path / "x.duckdb")).write(batch("s", "2024", firm=nodes("firm", "a")))
    assert sorted(tmp_path.iterdir()) == sorted([kept, tmp_path / "x.duckdb", tmp_path / "y.duckdb"])
