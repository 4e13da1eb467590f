"""One process with several uses of one graph file keeps its lock; writers get their turn; a scan left open ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from rows import rows
from writers import FIRMS, edition

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.engines.duckdb import handles, scan
from chanlian.graph.errors import GraphBusy, GraphError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chanlian.graph import Graph

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks are another matter there")

OTHERS = """
import sys, duckdb
try:
    duckdb.connect(sys.argv[1]).close()
except duckdb.IOException as error:
    sys.exit(0 if "lock" in str(error) else 2)
sys.exit(1)
"""


def locked(path: str) -> bool:
    """Whether another process is kept from writing to the file."""
    code = subprocess.run([sys.executable, "-c", OTHERS, path], check=False).returncode
    assert code in (0, 1)
    return code == 0


@pytest.fixture
def path(tmp_path: Path) -> str:
    made = str(tmp_path / "x.duckdb")
    connect(made).write(edition(0))
    return made


def linked(path: str, make: Callable[[str, str], None]) -> str:
    other = f"{path}.other"
    make(path, other)
    return other


def refused(graph: Graph) -> None:
    with pytest.raises(GraphBusy):
        graph.write(edition(1))


BESIDE: dict[str, Callable[[Graph, str], object]] = {
    "another handle": lambda _, path: connect(path).as_of,
    "a symbolic link": lambda _, path: connect(linked(path, os.symlink)).as_of,
    "a hard link": lambda _, path: connect(linked(path, os.link)).as_of,
    "sql": lambda graph, _: graph.sql("SELECT count(*) FROM v_firms"),
    "a dry run": lambda graph, _: cl.load(graph, {"firms": [{"name": "甲"}]}, source="s", dry_run=True),
    "a write that is refused": lambda graph, _: refused(graph),
    "a write through a link that is refused": lambda _, path: refused(connect(linked(path, os.link))),
    "a scan that is left": lambda graph, _: next(graph.scan("firm")),
    "an export": lambda graph, path: cl.export(graph, f"{path}.folder"),
}


@pytest.mark.parametrize("use", BESIDE)
def test_what_is_done_beside_leaves_the_lock(path: str, use: str) -> None:
    graph = connect(path)
    with graph.reading():
        BESIDE[use](graph, path)
        assert locked(path)
        assert {one["count"] for one in rows(graph, "firm")} == {0}
    assert not locked(path)


def test_the_last_of_several_readers_lets_go(path: str) -> None:
    one, other = connect(path), connect(path)
    with other.reading():
        with one.reading():
            pass
        assert locked(path)
    assert not locked(path)


def test_a_graph_that_this_process_writes_is_busy_for_it(path: str) -> None:
    from pathlib import Path

    with handles.writing(Path(path), 0.0), pytest.raises(GraphBusy, match="this program itself"):
        connect(path).meta()


def test_who_waits_to_write_goes_before_who_comes_to_read(path: str) -> None:
    """Readers that follow one another without a gap kept a writer out for ever."""
    over = threading.Event()
    program = (
        "import sys, time\nfrom chanlian.graph import connect\ngraph = connect(sys.argv[1], wait=20)\nprint('on', flush=True)\n"
        "while True:\n    with graph.reading():\n        time.sleep(0.2)\n"
    )
    # one holds the file at any moment: the next begins before the last has ended
    readers = [
        subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "on\n"
        time.sleep(0.3)
        for number in (1, 2, 3):
            connect(path, wait=20).write(edition(number))
        assert all(reader.poll() is None for reader in readers)
        assert len(rows(connect(path, wait=20), "firm")) == FIRMS + 3
    finally:
        over.set()
        for reader in readers:
            reader.kill()
            reader.communicate()


def test_a_reader_behind_a_writer_that_never_comes_reads_after_a_while(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(handles, "_YIELD_SECONDS", 0.2)
    with open(path) as waiting:  # noqa: PTH123  # a descriptor of another opening, as another process has it
        fcntl.flock(waiting, fcntl.LOCK_EX)
        assert len(rows(connect(path), "firm")) == FIRMS


def test_a_scan_that_nobody_goes_on_with_is_given_up(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "IDLE_SECONDS", 0.1)
    graph = connect(path)
    left = graph.scan("firm")
    assert next(left).num_rows == FIRMS
    time.sleep(0.3)
    connect(path).write(edition(1))  # nobody is kept out
    with pytest.raises(GraphError, match="the scan of firm was given up"):
        next(left)
    # the handle is as good as before, and what a person holds open on purpose is theirs
    with graph.reading():
        kept = graph.scan("firm")
        next(kept)
        time.sleep(0.3)
        with pytest.raises(StopIteration):
            next(kept)
        assert locked(path)


def test_a_scan_that_is_thrown_away_lets_go_at_once(path: str) -> None:
    left = connect(path).scan("firm")
    next(left)
    del left
    connect(path).write(edition(1))
