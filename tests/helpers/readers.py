"""Processes that read and write one graph for a while, each sure of what it sees; `python -m readers WHAT GRAPH FOLDER UNTIL`.

An edition of the annual source has its number as the value of each of its supplies; those of the other source come
together with one value, and go together. So every reader sees of each source one whole edition, or none of the other.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import GraphBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from chanlian.graph import Graph

    Rows = list[tuple[Any, Any]]

FIRMS: Final = 12
MORE: Final = 5
WAIT: Final = 30.0
"""Seconds that each waits for its turn; who has waited them all may say so."""
ANNUAL, OTHER = "material", "waste"
PRODUCTS: Final = {ANNUAL: "吨袋", OTHER: "废膜"}


def load_edition(graph: Graph, number: int, *, first: bool = False) -> None:
    """Let an edition take the place of the one before."""
    edition: dict[str, Any] = {"source": "年报"} if first else {"replace": "年报"}
    cl.load(graph, supplies(ANNUAL, FIRMS - 1, number), **edition)


def supplies(role: str, count: int, number: int) -> dict[str, list[dict[str, Any]]]:
    """Supplies that all have the number as their value."""
    product = PRODUCTS[role]
    return {
        "supplies": [
            {"seller": f"厂{n}", "buyer": "厂0", "product": product, "role": role, "value": number}
            for n in range(1, count + 1)
        ]
    }


def uneven(rows: Iterable[tuple[Any, Any]]) -> str | None:
    """What is wrong with role and value of all supplies, if anything is: each source shows one whole edition."""
    values: dict[str, list[float]] = {ANNUAL: [], OTHER: []}
    for role, value in rows:
        values[role].append(float(value))
    if any(len(set(one)) > 1 for one in values.values()):
        return f"mixed: {values}"
    if len(values[ANNUAL]) != FIRMS - 1 or len(values[OTHER]) not in (0, MORE):
        return f"not whole: {values}"
    return None


# -- readers ----------------------------------------------------------------------------------


def questions(graph: Graph, _folder: Path) -> Rows:
    cl.gaps(graph, "玉屏")
    assert len(cl.list(graph, "firms")) == FIRMS
    found: Rows = cl.list(graph, "supplies")[["role", "value"]].values.tolist()
    return found


def scan(graph: Graph, _folder: Path) -> Rows:
    return [(one["role"], one["value"]) for part in graph.scan("supplies") for one in part.to_pylist()]


def sql(graph: Graph, _folder: Path) -> Rows:
    found: Rows = graph.sql("SELECT role, value FROM v_supplies").values.tolist()
    return found


def export(graph: Graph, folder: Path) -> Rows:
    cl.export(graph, folder, "csv")
    with (folder / "supplies.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(one["role"], one["value"]) for one in csv.DictReader(file)]


def program(graph: Graph, folder: Path) -> Rows:
    file = str(graph.capabilities.file)
    output = folder.with_suffix(".json")
    line = [
        sys.executable,
        "-m",
        "chanlian",
        "list",
        file,
        "supplies",
        "-o",
        str(output),
        "--wait",
        str(WAIT),
        "--lang",
        "en",
    ]
    done = subprocess.run(line, capture_output=True, check=False, text=True)
    if done.returncode == 1 and "--wait" in done.stderr:
        raise GraphBusy(done.stderr, done.stderr)
    assert done.returncode == 0, done.stderr
    return [(one["role"], one["value"]) for one in json.loads(output.read_text(encoding="utf-8"))]


# -- writers ----------------------------------------------------------------------------------


def editions(graph: Graph, _folder: Path, number: int) -> None:
    load_edition(graph, number)


def comings(graph: Graph, _folder: Path, number: int) -> None:
    """A source comes and goes, and a person says something that others may not see half of either."""
    cl.load(graph, supplies(OTHER, MORE, number), source="抽查")
    cl.add(graph, "produces", {"firm": "厂1", "product": PRODUCTS[ANNUAL]}, source=f"电话{number % 3}")
    cl.unload(graph, "抽查")


READERS: Final[dict[str, Callable[[Graph, Path], Rows]]] = {
    "questions": questions, "scan": scan, "sql": sql, "export": export, "program": program,
}  # fmt: skip
WRITERS: Final[dict[str, Callable[[Graph, Path, int], None]]] = {"editions": editions, "comings": comings}


def main(what: str, path: str, folder: str, until: float) -> None:
    """Do it again and again until that time, and print how often it was done, and how often it was told to be busy."""
    os.nice(10)  # ten processes at once leave some room to what else a run does
    seen: Counter[str] = Counter()
    number = 0
    while time.time() < until or not seen["done"]:
        number += 1
        begin = time.monotonic()
        try:
            graph = connect(path, wait=WAIT)
            if what in WRITERS:
                WRITERS[what](graph, Path(folder), number)
            else:
                wrong = uneven(READERS[what](graph, Path(folder)))
                assert wrong is None, wrong
            seen["done"] += 1
        except GraphBusy:
            assert time.monotonic() - begin >= WAIT, "it did not wait"
            seen["busy after its wait"] += 1
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
