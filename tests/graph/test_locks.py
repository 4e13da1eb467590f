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


# -- several uses of one handle --------------------------------------------------------------------


def test_blocks_and_scans_end_in_any_order(path: str) -> None:
    """A scan that ended within a later block closed the one connection: writers got in, and two states were seen."""
    graph = connect(path)
    earlier = graph.scan("firm")
    next(earlier)
    with graph.reading():
        assert list(earlier) == []
        assert locked(path)
        assert len(rows(graph, "firm")) == FIRMS
    assert not locked(path)


def test_a_scan_that_is_given_up_leaves_a_later_block(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "IDLE_SECONDS", 0.1)
    graph = connect(path)
    left = graph.scan("firm")
    next(left)
    with graph.reading():
        time.sleep(0.3)
        assert locked(path)
        with pytest.raises(GraphError, match="given up"):
            next(left)
        assert locked(path)
    assert not locked(path)


def test_questions_and_scans_stand_side_by_side(path: str) -> None:
    graph = connect(path)
    firms, supplies = graph.scan("firm"), graph.scan("supplies")
    assert next(firms).num_rows == FIRMS
    assert graph.sql("SELECT count(*) AS n FROM v_firms")["n"].tolist() == [FIRMS]
    assert next(supplies).num_rows == FIRMS - 1
    assert graph.as_of is None
    assert [list(firms), list(supplies)] == [[], []]
    assert not locked(path)


def test_threads_may_share_a_graph(path: str) -> None:
    graph = connect(path)
    wrong: list[object] = []

    def ask(number: int) -> None:
        for _ in range(20):
            try:
                found = [graph.as_of, len(rows(graph, "firm")), graph.meta()["schema_version"] is not None][number % 3]
                if found != [None, FIRMS, True][number % 3]:
                    wrong.append(found)
            except Exception as error:  # noqa: BLE001  # told below
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_readers_and_writers_of_one_process_wait_for_one_another(path: str) -> None:
    wrong: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                assert len(rows(connect(path, wait=20), "firm")) >= FIRMS
            except Exception as error:  # noqa: BLE001  # told below
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in (1, 2, 3):
        connect(path, wait=20).write(edition(number))
    over.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert len(rows(connect(path), "firm")) == FIRMS + 3


def test_a_copy_of_the_process_has_its_own_lock(path: str) -> None:
    graph = connect(path)
    with graph.reading():
        child = os.fork()
        if child == 0:
            code = 1
            try:
                with connect(path).reading():
                    code = 0 if locked(path) else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert locked(path)
