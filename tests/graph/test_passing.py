"""Temporary folders: one's own until the process ends, and nobody's after that, however it ended."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from killed import killed_at

from chanlian.graph import scratch as _scratch
from chanlian.graph.passing import Passing, hold, sweep
from chanlian.graph.scratch import scratch

pytestmark = [pytest.mark.core, pytest.mark.skipif(os.name == "nt", reason="nothing is swept there")]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of this test alone, as in a new process."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    _scratch._swept.cache_clear()
    return tmp_path


def test_it_goes_with_its_block_with_its_owner_and_with_the_program(temporary: Path) -> None:
    with scratch() as folder:
        (folder / "x").mkdir()
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700, "nobody else looks in"
    assert not folder.exists()
    owner = scratch()
    path = owner.path
    del owner
    assert not path.exists()
    line = "import chanlian; g = chanlian.connect(':memory:'); b = chanlian.Batch(); import os; print(len(os.listdir(os.environ['TMPDIR'])))"
    there = {**os.environ, "TMPDIR": str(temporary)}
    ran = subprocess.run([sys.executable, "-c", line], env=there, capture_output=True, text=True, check=True)
    assert int(ran.stdout) >= 2, "of the graph, of the batch"
    assert os.listdir(temporary) == []


def test_a_copy_of_the_process_leaves_it_alone(temporary: Path) -> None:
    with scratch() as folder:
        assert not killed_at(1000, lambda: None)
        process = os.fork()
        if process == 0:
            import atexit

            atexit._run_exitfuncs()
            os._exit(0)
        os.waitpid(process, 0)
        assert folder.is_dir()
    assert os.listdir(temporary) == []


@pytest.mark.parametrize("step", range(6))
def test_what_a_killed_process_left_is_swept_by_the_next(step: int, temporary: Path) -> None:
    def work() -> None:
        with scratch() as folder:
            (folder / "spilt").write_text("x", encoding="utf-8")
            os.kill(os.getpid(), 9)

    assert killed_at(step, work)
    _scratch._swept.cache_clear()
    with scratch() as folder:
        assert os.listdir(temporary) == [folder.name]


def test_what_lives_or_is_not_ours_is_left(temporary: Path) -> None:
    living = scratch()
    other = temporary / "chanlian-run-abcdefgh"
    other.symlink_to("/etc")
    (temporary / "chanlian-run-mine").mkdir()
    (temporary / "chanlian-run-abcdefgi").write_text("a file", encoding="utf-8")
    ready, done = os.pipe(), os.pipe()
    process = os.fork()
    if process == 0:
        kept = scratch()
        os.write(ready[1], kept.path.name.encode())
        os.read(done[0], 1)
        os._exit(0 if kept.path.is_dir() else 1)
    name = os.read(ready[0], 100).decode()
    sweep(temporary, "chanlian-run-")
    assert sorted(os.listdir(temporary)) == sorted(
        [living.path.name, name, other.name, "chanlian-run-mine", "chanlian-run-abcdefgi"]
    )
    os.write(done[1], b"x")
    assert os.waitpid(process, 0)[1] == 0
    sweep(temporary, "chanlian-run-")
    assert name not in os.listdir(temporary)


def test_another_users_is_left(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary / "chanlian-run-abcdefgh").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    sweep(temporary, "chanlian-run-")
    assert os.listdir(temporary) == ["chanlian-run-abcdefgh"]


def test_a_folder_that_is_swept_while_it_is_made_is_made_again(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tempfile.mkdtemp
    swept: list[str] = []

    def slow(**how: str) -> str:
        path = real(**how)
        if len(swept) < 3:
            sweep(temporary, "chanlian-run-")
            swept.append(path)
        return path

    monkeypatch.setattr(tempfile, "mkdtemp", slow)
    with scratch() as folder:
        assert folder.is_dir()
        assert str(folder) not in swept
        with pytest.raises(BlockingIOError):
            hold(folder)
    assert len(swept) == 3


def test_makers_and_sweepers_in_a_crowd(temporary: Path) -> None:
    lost = []

    def make() -> None:
        for _ in range(50):
            with scratch() as folder:
                try:
                    (folder / "x").write_text("x", encoding="utf-8")
                except OSError as error:
                    lost.append(error)

    def clear() -> None:
        for _ in range(100):
            sweep(temporary, "chanlian-run-")

    crowd = [threading.Thread(target=work) for work in (make, make, clear, clear)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert lost == []
    assert os.listdir(temporary) == []


def test_where_nothing_can_be_locked_nothing_is_swept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    (temporary / "chanlian-run-abcdefgh").mkdir()
    with Passing(temporary, "chanlian-run-") as folder:
        sweep(temporary, "chanlian-run-")
        assert sorted(os.listdir(temporary)) == sorted([folder.name, "chanlian-run-abcdefgh"])
