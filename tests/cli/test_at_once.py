"""Eight readers and two writers of one graph: nobody sees half of an edition, writers get in, and the file stays sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from readers import FIRMS, load_edition, uneven
from rows import rows
from torture import TORTURE, often, record

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="locks are another matter there")

SECONDS = often(2, 600)
READERS = ("questions", "scan", "sql", "export", "program", *(("questions", "scan", "program") if TORTURE else ()))
KINDS = (*NODE_NAMES, *EDGE_NAMES, "claim", "removed")
WRITERS = ("editions", "comings")


@pytest.mark.torture
def test_readers_and_writers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    cl.load(connect(str(path)), {"firms": [{"name": f"厂{n}"} for n in range(FIRMS)]}, source="名录")
    load_edition(connect(str(path)), 0, first=True)
    until = time.time() + SECONDS + 2
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "readers", what, str(path), str(tmp_path / f"{number}"), str(until)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for number, what in enumerate(READERS + WRITERS)
    ]  # fmt: skip
    seen: Counter[str] = Counter()
    try:
        for process, what in zip(processes, READERS + WRITERS, strict=True):
            out, said = process.communicate(timeout=SECONDS + 240)
            assert process.returncode == 0, (what, said.decode())
            seen.update({f"{what}: {key}": count for key, count in json.loads(out).items()})
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    # every one had its turn, and one a minute in a run of ten
    assert all(seen[f"{what}: done"] >= often(1, 10) for what in {*READERS, *WRITERS}), seen
    graph = connect(str(path))
    assert uneven(cl.list(graph, "supplies")[["role", "value"]].values.tolist()) is None
    assert cl.check(graph).attrs["findings"] == 0
    assert all(rows(graph, kind) is not None for kind in KINDS), "every table is read through"
    before = graph.content_hash
    load_edition(graph, 10**6)
    assert graph.content_hash != before
    assert {path.name for path in tmp_path.rglob(".*")} == set()
    record("eight readers and two writers", sum(seen.values()), seen)
