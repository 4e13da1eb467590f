"""How long an office sheet of 100,000 rows takes, beside what its containers cost alone: `python -m bench.sheets` prints a table.

Read and staged (cells, shapes, headers, rows in DuckDB) against calamine, which only reads the workbook; the goal is 1.5 times that and a
second. A clean CSV against DuckDB's own reader, all columns texts. Everything in one process, turn by turn, the best of some runs.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src")]

import duckdb  # noqa: E402  # after the path
import openpyxl  # noqa: E402
import python_calamine  # noqa: E402

import chanlian as cl  # noqa: E402
from chanlian.graph.batch import Batch  # noqa: E402
from chanlian.loaders.read.inputs import read_inputs  # noqa: E402
from chanlian.loaders.read.sheet import Staging  # noqa: E402
from chanlian.loaders.sheets.headers import known  # noqa: E402
from chanlian.loaders.work_tables import start  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 100_000
TIMES = 3
HEADERS = ["供方", "需方", "产品", "采购额（万元）", "年采购量（吨）"]


def rows(count: int, seed: int = 20251122) -> list[list[Any]]:
    """Invented purchases."""
    draw = random.Random(seed)  # noqa: S311  # invented, and the same each time
    return [
        [f"供货{draw.randrange(9000)}有限公司", f"采购{draw.randrange(9000)}有限公司", f"产品{draw.randrange(500)}",
         draw.randrange(10**6) / 100, draw.randrange(10**5)]
        for _ in range(count)
    ]  # fmt: skip


def staged(path: Path) -> None:
    """Read a file and stage its rows, as a load begins."""
    batch = Batch()
    try:
        with tempfile.TemporaryDirectory() as folder:
            staging = Staging(batch.db, Path(folder), "en")
            start(batch.db)
            staging.words = known(None, None).vocabulary
            read_inputs(staging, (str(path),))
    finally:
        batch.close()


def calamine(path: Path) -> None:
    """Only read the workbook."""
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def plain_csv(path: Path) -> None:
    """Only read the CSV, every column as text."""
    duckdb.connect().read_csv(str(path), all_varchar=True).to_arrow_table()


def turns(*work: Callable[[], object]) -> list[float]:
    """The shortest of some runs of each, one after another in turn."""
    best = [float("inf")] * len(work)
    for _ in range(TIMES):
        for number, one in enumerate(work):
            begin = time.perf_counter()
            one()
            best[number] = min(best[number], time.perf_counter() - begin)
    return best


def main() -> None:
    """Time and print."""
    with tempfile.TemporaryDirectory() as folder:
        xlsx, csv = Path(folder) / "采购.xlsx", Path(folder) / "采购.csv"
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet("采购")
        lines = [HEADERS, *rows(ROWS)]
        for line in lines:
            page.append(line)
        book.save(xlsx)
        csv.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n", encoding="utf-8")
        load = lambda path: cl.load(cl.connect(":memory:"), path)  # noqa: E731  # one word, used twice
        alone, read, whole = turns(lambda: calamine(xlsx), lambda: staged(xlsx), lambda: load(xlsx))
        plain, read_csv, whole_csv = turns(lambda: plain_csv(csv), lambda: staged(csv), lambda: load(csv))
    sys.stdout.write(
        f"| {ROWS:,} rows | the reader alone | read and staged | goal | whole load |\n|---|---|---|---|---|\n"
        f"| XLSX (calamine) | {alone:.2f} s | {read:.2f} s | {1.5 * alone + 1:.2f} s | {whole:.2f} s |\n"
        f"| CSV (DuckDB) | {plain:.2f} s | {read_csv:.2f} s | | {whole_csv:.2f} s |\n"
    )


if __name__ == "__main__":
    main()
