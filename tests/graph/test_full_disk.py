"""A disk that is full at any moment of a write: what is said is what is on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rows import rows
from torture import often
from writers import FIRMS, edition

from chanlian.graph import connect
from chanlian.graph.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files there")

WRITER = """
import resource, sys
from pathlib import Path
from chanlian.graph import connect
from chanlian.graph.errors import ChanlianError
from writers import edition

path, kilobytes, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
said = edition(number) if number >= 0 else None
graph = connect(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)
try:
    graph.create() if said is None else graph.write(said)
except ChanlianError as error:
    print(error.en)
    sys.exit(1)
print(*(en for en, _ in graph.remarks))
"""


def written(path: Path, kilobytes: int, number: int) -> tuple[bool, str]:
    """Whether a process whose files may not grow beyond a size says that it wrote an edition, and what else it says."""
    helpers = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path), str(kilobytes), str(number)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": helpers},
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return done.returncode == 0, done.stdout.strip()


@pytest.mark.parametrize("kilobytes", [0, 8, 48])
def test_an_empty_graph_is_made_whole_or_not_said(tmp_path: Path, kilobytes: int) -> None:
    """`init` said "an empty graph" and left a broken one: a checkpoint on closing fails in silence."""
    path = tmp_path / "x.duckdb"
    well, said = written(path, kilobytes, -1)
    assert not well
    assert said.startswith(f"{path}: cannot be written")
    assert os.listdir(tmp_path) == []


@pytest.mark.torture
def test_a_write_is_said_as_it_stands_wherever_the_disk_fills(tmp_path: Path) -> None:
    first = tmp_path / "first"
    connect(str(first)).write(edition(0))
    size = first.stat().st_size // 1024
    seen = set()
    limits = range(4, size + 200, max((size + 200) // often(6, 60), 1))
    for kilobytes in limits:
        path = tmp_path / f"{kilobytes}.duckdb"
        path.write_bytes(first.read_bytes())
        well, said = written(path, kilobytes, 1)
        found = len(rows(connect(str(path)), "firm"))
        assert found == FIRMS + well, (kilobytes, said)
        log = path.with_name(path.name + ".wal")
        if well and log.exists():
            assert "kept in" in said
            assert str(log) in said
            seen.add("kept in the log")
        else:
            assert ("cannot be written" in said) is not well
            seen.add("written" if well else "refused")
        # with room again the next load goes on from there
        connect(str(path)).write(edition(2))
        assert len(rows(connect(str(path)), "firm")) == FIRMS + 2
        assert not log.exists()
    assert {"refused", "written"} <= seen


def test_a_new_graph_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    connect(str(tmp_path / "whole")).create()
    size = (tmp_path / "whole").stat().st_size // 1024
    well, said = written(path, size + 1, 1500)
    assert not well
    assert "cannot be written" in said
    assert os.listdir(tmp_path) == ["whole"]


def test_what_is_not_there_when_the_file_is_opened_again_is_not_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chanlian.graph.engines.duckdb import durable

    monkeypatch.setattr(durable, "_revisions", lambda *_, **__: [])
    with pytest.raises(GraphError, match="not there when the file is opened again"):
        connect(str(tmp_path / "x.duckdb")).write(edition(0))
