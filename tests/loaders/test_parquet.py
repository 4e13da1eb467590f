"""Parquet and Arrow: types as a person would type them, rows with their numbers, one clear line for what is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load
from chanlian.loaders.read.arrow import read_arrow
from chanlian.loaders.read.sheet import Staging
from chanlian.loaders.work_tables import start

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Facts = Callable[[str], list[dict[str, Any]]]
SUPPLIES = {"seller": ["A", "A"], "buyer": ["B", "C"], "product": ["p", "p"], "value": [8.3e7, 1e8]}


def staged(path: Path) -> list[tuple[Any, ...]]:
    """The rows of a file as texts, each with its number."""
    with duckdb.connect() as db:
        staging = Staging(db, path.parent)
        start(db)
        sheet = read_arrow(staging, path, path.name)
        return db.execute(f"FROM {sheet.relation} ORDER BY line").fetchall()


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([3.0, 0.1, 1e20, float("nan"), -0.5]), ["3", "0.1", "1e+20", None, "-0.5"]),
        (pa.array([0.1, 1.0], pa.float32()), ["0.1", "1"]),
        (pa.array([1, None, 2**60], pa.int64()), ["1", None, str(2**60)]),
        (pa.array([Decimal("8300.50"), Decimal("1.00")]), ["8300.50", "1.00"]),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([" a ", "", "\u3000", None, "b\nc"]), ["a", None, None, None, "b\nc"]),
        (pa.array([dt.date(2024, 5, 24)]), ["2024-05-24"]),
        (pa.array(["2024-05-24 00:00:00", "2024-05-24 08:30:00"]).cast(pa.timestamp("us")), ["2024-05-24", "2024-05-24 08:30:00"]),
        (pa.array(["2024-05-23 16:00:00"]).cast(pa.timestamp("ns")).cast(pa.timestamp("ns", "UTC"))
         .cast(pa.timestamp("ns", "Asia/Shanghai")), ["2024-05-24"]),
        (pa.array([["A、B", "C"], [], None, [None, "D"]]), ['["A、B","C"]', None, None, '["D"]']),
        (pa.array([[1.0, 2.5]]), ['["1","2.5"]']),
        (pa.array(["x", "y", "x"]).dictionary_encode(), ["x", "y", "x"]),
        (pa.array([None, None], pa.null()), [None, None]),
    ],
)  # fmt: skip
def test_types(tmp_path: Path, column: pa.Array, texts: list[str | None]) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"number": range(len(column)), "x": column}), path)
    assert staged(path) == [(row + 1, str(row), text) for row, text in enumerate(texts)]


def test_blank_rows_keep_the_numbers_of_others(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": ["x", None, " ", "y"]}), path)
    assert staged(path) == [(1, "x"), (4, "y")]


@pytest.mark.parametrize("name", ["supplies.parquet", "it's [a]*?; --.parquet", "a.PARQUET"])
def test_a_file_loads(graph: Graph, facts: Facts, tmp_path: Path, name: str) -> None:
    pq.write_table(pa.table(SUPPLIES), tmp_path / name)
    # what a pattern would match must not be read
    pq.write_table(pa.table({"nothing": ["x"]}), tmp_path / "it's a99; --.parquet")
    answer = load(graph, tmp_path / name)
    assert answer[["file", "kind", "read", "added"]].to_numpy().tolist() == [[name, "supplies", 2, 2]]
    assert sorted((row["value"], row["locator"]) for row in facts("supplies")) == [
        (8.3e7, f"{name} row 1"),
        (1e8, f"{name} row 2"),
    ]


def test_feather_and_a_folder(graph: Graph, facts: Facts, tmp_path: Path) -> None:
    feather.write_feather(pa.table(SUPPLIES), str(tmp_path / "supplies.feather"))
    pq.write_table(pa.table({"name": ["A"], "products": [["p、q", "r"]], "count": [3.0]}), tmp_path / "firms.parquet")
    answer = load(graph, tmp_path)
    assert answer[["kind", "added"]].to_numpy().tolist() == [["firms", 1], ["supplies", 2]]
    assert {row["name"] for row in facts("product")} == {"p、q", "r", "p"}


def test_rejects_are_a_file_that_loads(graph: Graph, tmp_path: Path) -> None:
    pq.write_table(pa.table({**SUPPLIES, "since": ["2024", "?"]}), tmp_path / "supplies.parquet")
    answer = load(graph, tmp_path / "supplies.parquet")
    path = Path(answer.attrs["rejects_file"])
    assert path.name == "supplies.rejects.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("?", "2023", 1), encoding="utf-8")
    assert load(graph, path)["added"].tolist() == [1]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array([{"a": 1}]), "records"),
        (pa.array([b"x"]), "bytes"),
        (pa.array([dt.timedelta(1)]), "spans of time"),
        (pa.array([[["x"]]]), "lists of lists"),
        (pa.array([[{"a": 1}]]), "records"),
    ],
)
def test_cells_that_are_no_values(graph: Graph, tmp_path: Path, column: pa.Array, said: str) -> None:
    path = tmp_path / "firms.parquet"
    pq.write_table(pa.table({"name": ["A"], "x": column}), path)
    with pytest.raises(BadInput, match=f"firms.parquet: column 'x' holds {said}"):
        load(graph, path)


def test_damaged_files(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "firms.parquet"
    pq.write_table(pa.table({"name": [f"A{number}" for number in range(5000)]}), path)
    whole = path.read_bytes()
    middle = bytearray(whole)
    middle[50:2000] = bytes(1950)
    for damaged in (b"", b"PAR1", whole[:200], whole[:-20], bytes(middle), b"name\nA\n"):
        path.write_bytes(damaged)
        with pytest.raises(BadInput) as found:
            load(graph, path)
        assert found.value.en.startswith("firms.parquet: ")
        assert "\n" not in found.value.en
        assert str(tmp_path) not in found.value.en
    assert not graph.exists()
