"""Several processes and one graph: who may open it, and what a killed one leaves."""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from rows import rows
from torture import often
from writers import FIRMS, ask_and_stay, edition, hold, write_edition, write_patiently

from chanlian.graph import connect
from chanlian.graph.errors import GraphBusy
from chanlian.graph.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from chanlian.graph import Graph

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 and no cheap process there")

TRIALS = often(4, 40)
MINUTE = 60.0
context: Any = multiprocessing.get_context("forkserver" if os.name != "nt" else "spawn")
context.set_forkserver_preload(["duckdb", "pandas", "writers"])


@contextmanager
def running(
    work: Callable[..., None], *arguments: object, **more: object
) -> Iterator[multiprocessing.process.BaseProcess]:
    process = context.Process(target=work, args=arguments, kwargs=more)
    process.start()
    try:
        yield process
        process.join(MINUTE)
        assert not process.is_alive()
    finally:
        process.kill()
        process.join()
        process.close()


def numbers(graph: Graph) -> tuple[int, str]:
    """The edition that a graph holds, all of it and nothing else, and its content hash."""
    with graph.reading():
        counts = {one["count"] for one in rows(graph, "firm")}
        assert len(counts) == 1, counts
        (number,) = counts
        assert len(rows(graph, "firm")) == FIRMS + number
        assert [one["value"] for one in rows(graph, "supplies")] == [float(number)] * (FIRMS + number - 1)
        return number, graph.content_hash


@pytest.fixture(scope="module")
def hashes() -> list[str]:
    """The content hash of each edition."""
    graph, out = connect(":memory:"), []
    for number in range(2):
        graph.write(edition(number))
        out.append(graph.content_hash)
    return out


# -- killed --------------------------------------------------------------------------------


@pytest.mark.torture
@pytest.mark.parametrize("when", ["at any moment", "about to commit"])
def test_a_killed_write_leaves_the_old_content_or_the_new(tmp_path: Path, when: str, hashes: list[str]) -> None:
    chance = random.Random(when)  # noqa: S311  # moments, not secrets
    begin = time.monotonic()
    first = tmp_path / "first"
    connect(str(first)).write(edition(0))
    took = time.monotonic() - begin
    found: dict[int, Path] = {}
    for trial in range(TRIALS):
        path = tmp_path / f"{trial}.duckdb"
        path.write_bytes(first.read_bytes())
        started, committing = context.Event(), context.Event()
        with running(write_edition, str(path), 1, started, committing) as process:
            if when == "at any moment":
                assert started.wait(MINUTE)
                time.sleep(chance.uniform(0, took))
            else:
                assert committing.wait(MINUTE)
                time.sleep(chance.uniform(0, 0.008))
            process.kill()
        number, digest = numbers(connect(str(path)))
        assert digest == hashes[number]
        found[number] = path
    # and whatever it holds, the next load succeeds
    for path in found.values():
        connect(str(path)).write(edition(1))
        assert numbers(connect(str(path))) == (1, hashes[1])
        assert not path.with_name(path.name + ".wal").exists()


@pytest.mark.torture
def test_a_killed_first_write_of_an_old_graph_leaves_it_old_or_upgraded_whole(
    tmp_path: Path, hashes: list[str]
) -> None:
    chance = random.Random(2)  # noqa: S311  # moments, not secrets
    first = tmp_path / "first"
    connect(str(first)).write(edition(0))
    with duckdb.connect(str(first)) as db:
        db.execute("DROP TABLE removed; UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    seen = set()
    for trial in range(TRIALS):
        path = tmp_path / f"{trial}.duckdb"
        path.write_bytes(first.read_bytes())
        started, committing = context.Event(), context.Event()
        with running(write_edition, str(path), 1, started, committing) as process:
            assert committing.wait(MINUTE)
            time.sleep(chance.uniform(0, 0.008) if trial else 0)
            process.kill()
        graph = connect(str(path))
        number, digest = numbers(graph)
        assert (
            digest.partition(":")[2] == hashes[number].partition(":")[2]
        )  # an old graph says that it reckons otherwise
        version = graph.meta()["schema_version"]
        with duckdb.connect(str(path), read_only=True) as db:
            traced = db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'removed'").fetchone()
        assert (number, version, traced) in [(0, "1", (0,)), (1, str(SCHEMA_VERSION), (1,))]
        seen.add(number)
        graph.write(edition(1))
        assert numbers(graph) == (1, hashes[1])
        assert graph.meta()["schema_version"] == str(SCHEMA_VERSION)
    assert seen


@pytest.mark.torture
def test_a_graph_whose_making_was_killed_is_there_whole_or_not_at_all(tmp_path: Path, hashes: list[str]) -> None:
    chance = random.Random(1)  # noqa: S311  # moments, not secrets
    seen = set()
    for trial in range(TRIALS):
        path = tmp_path / f"{trial}" / "x.duckdb"
        path.parent.mkdir()
        started, committing = context.Event(), context.Event()
        with running(write_edition, str(path), 0, started, committing) as process:
            assert started.wait(MINUTE)
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
        if path.exists():  # an empty graph, or the edition
            seen.add("empty" if not rows(connect(str(path)), "firm") else str(numbers(connect(str(path)))[0]))
        else:
            seen.add("none")
    assert seen <= {"none", "empty", "0"}
    # the next load succeeds beside what the last one left
    connect(str(path)).write(edition(0))
    assert numbers(connect(str(path))) == (0, hashes[0])


# -- at once -------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> str:
    made = str(tmp_path / "x.duckdb")
    connect(made).write(edition(0))
    return made


USES: dict[str, Callable[[Graph], object]] = {
    "read": lambda graph: graph.as_of,
    "write": lambda graph: graph.write(edition(1)),
}


@pytest.mark.parametrize(("use", "writing"), [("read", True), ("write", True), ("write", False)])
def test_a_graph_that_another_process_holds_is_busy_until_it_lets_go(path: str, use: str, writing: bool) -> None:
    started, let_go = context.Event(), context.Event()
    with running(hold, path, started, let_go, writing=writing):
        assert started.wait(MINUTE)
        with pytest.raises(GraphBusy) as caught:
            USES[use](connect(path))
        for text in (caught.value.text("en"), caught.value.text("zh")):
            assert text.startswith(path)
            assert "wait=" in text
            assert "\n" not in text
        # who waits, for as long as it takes, succeeds
        threading.Timer(0.2, let_go.set).start()
        USES[use](connect(path, wait=MINUTE))
    assert numbers(connect(path))[0] == (1 if use == "write" else 0)


def test_readers_do_not_disturb_each_other(path: str) -> None:
    started, let_go = context.Event(), context.Event()
    with running(hold, path, started, let_go, writing=False):
        assert started.wait(MINUTE)
        assert numbers(connect(path))[0] == 0
        let_go.set()


def test_a_notebook_left_open_blocks_nobody(path: str) -> None:
    started, let_go = context.Event(), context.Event()
    with running(ask_and_stay, path, started, let_go):
        assert started.wait(MINUTE)
        connect(path).write(edition(1))
        assert numbers(connect(path))[0] == 1
        let_go.set()


def test_two_processes_that_make_the_same_new_graph_both_get_their_say(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    events = [context.Event(), context.Event()]
    with running(write_patiently, str(path), 1, events[0]), running(write_patiently, str(path), 1, events[1]):
        assert all(event.wait(MINUTE) for event in events)
    assert numbers(connect(str(path)))[0] == 1
    assert os.listdir(tmp_path) == ["x.duckdb"]
