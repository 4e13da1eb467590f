"""The edge of the program: whatever is typed, wherever it writes, what it says is one line, and nothing is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import chanlian
from chanlian import cli
from chanlian.graph import connect
from chanlian.graph.errors import BadInput, ChanlianError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Ran, Run

GRAPH = "xiangqian.duckdb"
BYTE = "\udcff"
"""A byte that is no UTF-8, as a word of the line has it."""
ESCAPE = "a\x1b[31mb"

LINES = [
    ("load", "n.duckdb", "firms.csv", "--source", "{}"), ("load", "n.duckdb", "firms.csv", "--publisher", "{}"),
    ("load", "n.duckdb", "firms.csv", "--published", "{}"), ("load", "n.duckdb", "firms.csv", "--as", "{}"),
    ("load", "n.duckdb", "firms.csv", "--map", "{}"), ("load", "n.duckdb", "firms.csv", "--headers", "{}"),
    ("load", GRAPH, "firms.csv", "--replace", "{}"), ("load", "n.duckdb", "firms.csv", "--rate", "{}=1"), ("load", "n.duckdb", "{}"),
    ("list", GRAPH, "{}"), ("list", GRAPH, "firms", "--in", "{}"), ("gaps", GRAPH, "--in", "{}"), ("gaps", GRAPH, "--in", "大龙", "--as-of", "{}"),
    ("gaps", GRAPH, "--in", "大龙", "--chain", "{}"), ("gaps", GRAPH, "--in", "大龙", "--thresholds", "{}"), ("show", GRAPH, "{}"),
    ("trace", GRAPH, "{}", "--up"), ("suppliers", GRAPH, "{}"), ("region", "{}"), ("links", GRAPH, "--between", "{}", "大龙"),
    ("check", GRAPH, "--rule", "{}"), ("schema", "{}"), ("{}",), ("list", GRAPH, "firms", "--{}"), ("list", GRAPH, "firms", "--format", "{}"),
    ("unload", GRAPH, "{}"), ("retract", GRAPH, "{}", "--because", "x"), ("chains", "add", GRAPH, "{}"),
    ("add", GRAPH, "firms", "{}=x", "--source", "x"), ("add", GRAPH, "firms", "name={}", "--source", "x", "--new"),
    ("end", GRAPH, "{}", "--on", "2025"), ("cypher", "bolt://{}", "RETURN 1"), ("cypher", GRAPH, "{}"), ("draw", GRAPH, "--in", "{}", "-o", "p.html"),
    ("template", "{}", "-o", "f.xlsx"), ("ask", GRAPH, "--in", "{}"), ("push", GRAPH, "{}"), ("list", "{}.duckdb", "firms"),
]  # fmt: skip


def stands_alone(ended: Ran) -> None:
    """An error is one line (two of one that was mistyped), without what acts on a terminal, and no fault of the program."""
    assert ended.code in (1, 2, 3), ended
    assert ended.out == "" or ended.code == 3
    assert "\x1b" not in ended.err
    assert "\udcff" not in ended.err
    assert len(ended.err.strip().splitlines()) <= (2 if ended.code == 2 else 1) or ended.code == 3
    assert "Conversion" not in ended.err


@pytest.mark.parametrize("odd", [BYTE, ESCAPE], ids=["a byte", "an escape"])
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_is_no_text_is_told_wherever_it_is_typed(line: tuple[str, ...], odd: str, folder: Path, run: Run) -> None:
    before = {path.name for path in folder.iterdir()}
    stands_alone(run("--lang", "en", *(word.replace("{}", odd) for word in line)))
    assert {path.name for path in folder.iterdir()} == before
