"""Loads of a folder of cases: what the program says of each input, and the graph that it makes of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .keeper import JSON_EN, OUT, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .keeper import Keeper

INPUTS = "inputs"
GRAPH = "case.duckdb"
_TABLES = {
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".xls",
    ".xlsm",
    ".et",
    ".ods",
    ".json",
    ".jsonl",
    ".parquet",
    ".feather",
    ".arrow",
}


def load_all(keeper: Keeper, cases: Path) -> None:
    """Load each file of the cases alone, and each case as a whole, into a fresh graph: first dry, then really."""
    shutil.copytree(cases, keeper.work / INPUTS)
    for given in _inputs(keeper.work / INPUTS):
        path = given.relative_to(keeper.work).as_posix()
        said = ["--published", "2024-09", "--rejects", f"{OUT}/rejects.csv"]
        keeper.ask(["load", GRAPH, path, *said, "--dry-run"], (JSON_EN, *SPOKEN), f"{path}/1 dry run")
        keeper.ask(["load", GRAPH, path, *said], (JSON_EN,), f"{path}/2 load")
        keeper.ask(["load", GRAPH, path, *said], (JSON_EN,), f"{path}/3 load again")
        keeper.ask_for_file(["export", GRAPH, "--to", "json"], "graph.json", "en", f"{path}/4 export")
        for left in keeper.work.glob(f"*{GRAPH}*"):
            left.unlink()


def _inputs(folder: Path) -> Iterator[Path]:
    """Every file of a table, and every folder that holds several, in order of path."""
    for path in sorted(folder.rglob("*")):
        tables = sum(part.suffix.lower() in _TABLES for part in path.iterdir()) if path.is_dir() else 0
        if tables > 1 or (path.is_file() and path.suffix.lower() in _TABLES):
            yield path
