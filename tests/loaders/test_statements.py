"""What one row costs: how many statements `load` and `add` of one fact send to DuckDB."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import duckdb
import pytest

from chanlian.graph import connect
from chanlian.loaders import add, load

MOST = 147
"""Two more than before a database was kept that lets its file go: to let go is a statement of its own, to make one took longer."""


class Counted:
    """A connection that counts what is sent through it."""

    sent: list[str] = []  # noqa: RUF012  # of all connections together

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        if name not in ("execute", "executemany", "sql", "query"):
            return found

        def send(text: Any, *rest: Any, **named: Any) -> Any:
            Counted.sent.append(str(text))
            answer = found(text, *rest, **named)
            return self if answer is self._connection else answer

        return send

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], int]:
    real = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *given, **named: Counted(real(*given, **named)))

    def of(work: Callable[[], object]) -> int:
        Counted.sent.clear()
        work()
        return len(Counted.sent)

    return of


def test_one_row_into_the_example(
    built_example: Path, tmp_path: Path, statements: Callable[[Callable[[], object]], int]
) -> None:
    graph = connect(str(shutil.copy(built_example, tmp_path / "x.duckdb")))
    known = {"seller": "玉屏创联包装", "buyer": "中伟新材料", "product": "吨袋"}
    new = {"seller": "某某新材料厂", "buyer": "中伟新公司", "product": "某种新袋"}
    for number, supply in enumerate((known, new)):
        assert 30 < statements(lambda: load(graph, {"supplies": [supply]}, source=f"来源{number}")) <= MOST  # noqa: B023


def test_one_fact_by_hand(
    built_example: Path, tmp_path: Path, statements: Callable[[Callable[[], object]], int]
) -> None:
    graph = connect(str(shutil.copy(built_example, tmp_path / "x.duckdb")))
    supply = {"seller": "玉屏创联包装", "buyer": "中伟新材料", "product": "吨袋", "value": "120万元"}
    assert 30 < statements(lambda: add(graph, "supplies", supply, source="电话核实", new=True)) <= MOST
