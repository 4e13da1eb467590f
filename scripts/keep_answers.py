"""Keep the answers to every question of a graph, so that two commits of the program can be compared with `diff -r`.

    python scripts/keep_answers.py GRAPH FOLDER [--areas N] [--quick] [--only COMMAND ...]
    python scripts/keep_answers.py CASES FOLDER --loads

Whatever can be asked is asked through the program's own command line, in English and Chinese, of
areas, firms, products and facts that are chosen from the graph's own lists; each answer becomes a
file in FOLDER, named by its question. What is said beside it (messages, an exit code that is not 0)
stands in `... .said.txt`. The graph is copied and never written to.

With --loads, CASES is a folder of inputs: each is loaded into a graph of its own, dry and really, and
what the program says and the graph that comes of it are kept.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from kept.changes import change_and_ask
from kept.chosen import choose
from kept.in_python import ask_in_python
from kept.keeper import Keeper
from kept.loads import load_all
from kept.program import steady_surroundings, where
from kept.questions import ask_all

GRAPH = "graph.duckdb"


def main() -> int:
    """Keep the answers; 0 if there are some."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="a graph file, which is copied; with --loads a folder of inputs")
    parser.add_argument("folder", type=Path, help="where to keep the answers; must be new or empty")
    parser.add_argument(
        "--areas", type=int, default=6, metavar="N", help="ask about so many areas, firms and products (default: 6)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer forms of each answer")
    parser.add_argument(
        "--only", action="append", default=[], metavar="COMMAND", help="only this question; may be repeated"
    )
    parser.add_argument("--loads", action="store_true", help="load the inputs of a folder instead")
    asked = parser.parse_args()
    if asked.folder.exists() and any(asked.folder.iterdir()):
        parser.error(f"{asked.folder} is not empty")
    if not asked.graph.exists():
        parser.error(f"{asked.graph} is not there")
    began = time.monotonic()
    steady_surroundings()
    folder, given, home = asked.folder.resolve(), asked.graph.resolve(), Path.cwd()
    with tempfile.TemporaryDirectory(prefix="answers-") as work:
        os.chdir(work)
        try:
            keeper = _kept(given, folder, Path(work), asked)
        finally:
            os.chdir(home)
    seconds = time.monotonic() - began
    print(
        f"{keeper.count} answers of {where()} kept in {asked.folder}, {keeper.failed} of them errors; {seconds:.0f} s"
    )
    return 0 if keeper.count else 1


def _kept(given: Path, folder: Path, work: Path, asked: argparse.Namespace) -> Keeper:
    """Ask in the folder of work and keep what is answered."""
    if asked.loads:
        keeper = Keeper(work, folder)
        load_all(keeper, given)
        return keeper
    shutil.copy(given, work / GRAPH)
    keeper = Keeper(work, folder, GRAPH, asked.only)
    chosen = choose(GRAPH, asked.areas)
    ask_all(keeper, chosen, quick=asked.quick)
    if not asked.only:
        ask_in_python(keeper, chosen)
        change_and_ask(keeper, chosen)
    return keeper


if __name__ == "__main__":
    sys.exit(main())
