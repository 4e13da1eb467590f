"""The program killed at any moment of its work: the graph and each file are those of before or of after, and the next run mends."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from acts import ACTS, GRAPH, Act, found, passing, ran, started
from torture import TORTURE, often, record

from chanlian.graph import connect

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server import Login

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 there")

SHORT = ("load", "load --replace", "export to a folder", "-o")
"""The acts of which the short form kills one each."""


@pytest.mark.torture
@pytest.mark.parametrize("act", [act for act in ACTS if TORTURE or act.name in SHORT], ids=str)
def test_a_killed_program_leaves_what_was_or_what_is_to_be(before: Path, tmp_path: Path, act: Act) -> None:
    old = found(before)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    process = started(whole, act.line)
    begin = time.monotonic()
    _, told = process.communicate(timeout=120)
    took = time.monotonic() - begin
    assert process.returncode in (0, 3), told.decode()
    new = found(whole)
    chance = random.Random(None if TORTURE else act.name)  # noqa: S311  # moments, not secrets
    trials = often(1, act.kills)
    seen: Counter[str] = Counter()
    for trial in range(trials):
        folder = tmp_path / str(trial)
        shutil.copytree(before, folder)
        process = started(folder, act.line)
        # a part of the work each, so that all of it is met
        time.sleep(took * (trial + chance.random()) / trials)
        process.kill()
        process.communicate()
        now = found(folder)
        seen[which(act, process.returncode, old, new, now)] += 1
        code, said = ran(folder, act.line)
        assert code in (0, 3) or (act.once and now["g.duckdb"] == new["g.duckdb"]), said
        assert found(folder) == new, (trial, said)
        assert passing(folder) == [], trial
        shutil.rmtree(folder)
    record(f"killed: {act}", trials, seen)


def which(
    act: Act, code: int, old: dict[str, bytes | str], new: dict[str, bytes | str], now: dict[str, bytes | str]
) -> str:
    """What a kill left: every file as it was or as it is to be, and no rows without their rejects."""
    graphs = {name for name in (*old, *new) if name.endswith(".duckdb")}
    shown = {
        name: content for name, content in now.items() if not any(part.startswith(".") for part in name.split("/"))
    }
    for name, content in shown.items():
        # an export's folder is moved as a whole
        assert content in (old.get(name), new.get(name)) or (name == "n.duckdb" and is_empty(content)), name
    written = any(now.get(name) == new[name] != old.get(name) for name in graphs & new.keys())
    if written and act.rejects is not None:
        assert now.get(act.rejects) == new[act.rejects], "rows are there, and what was rejected is lost"
    if code >= 0:
        return "over before the kill"
    if shown == old:
        return "as before"
    return "as after" if shown == new else "between two files, mended by the next run"


def is_empty(content: bytes | str) -> bool:
    """Whether it is the content of a graph that has been made and not yet written."""
    graph = connect(":memory:")
    graph.create()
    return content == graph.content_hash


PUSHES = often(1, 10)


@pytest.mark.torture
def test_a_killed_push_is_marked_and_finished_by_the_next(
    neo4j_server: Login, before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from neo4j_server import wipe

    url = neo4j_server.known(monkeypatch)
    whole = connect(str(before / GRAPH))
    took, seen = 0.0, Counter[str]()
    for trial in range(PUSHES + 1):
        wipe(neo4j_server)
        folder = tmp_path / str(trial)
        shutil.copytree(before, folder)
        process = started(folder, ("push", GRAPH, url))
        begin = time.monotonic()
        if trial:
            time.sleep(took * (trial - random.random()) / PUSHES)  # noqa: S311  # moments, not secrets
            process.kill()
        process.communicate()
        took = took or time.monotonic() - begin
        there = connect(url)
        if not there.exists():
            seen["nothing sent"] += 1
        elif "unfinished" in there.meta():
            seen["half sent, and marked"] += 1
        elif is_empty(there.content_hash):
            seen["made, nothing sent"] += 1
        else:
            assert there.content_hash == whole.content_hash
            seen["as after"] += 1
        code, said = ran(folder, ("push", GRAPH, url))
        assert code == 0, said
        assert connect(url).content_hash == whole.content_hash
        assert passing(folder) == []
    record("killed: push", PUSHES, seen - Counter({"as after": 1}))  # the first was not killed
