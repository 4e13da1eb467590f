"""Long tests by turns: in all turns together every test is run, and what is named as long is there."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
import turns

ROOT = Path(__file__).parents[1]


def test_every_test_is_run_in_one_turn_or_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "long_tests", lambda: frozenset({"tests/a.py::test_l", "tests/a.py::test_s@neo4j"}))
    items = [f"tests/a.py::test_l[{n}]" for n in range(200)] + [
        "tests/a.py::test_s[duckdb]",
        "tests/a.py::test_s[neo4j]",
    ]
    met = Counter(one for turn in range(turns.TURNS) for one in turns.in_turn(items, turn))
    assert {one for one in items if met[one] == turns.TURNS} == {"tests/a.py::test_s[duckdb]"}
    assert {met[one] for one in items if one != "tests/a.py::test_s[duckdb]"} == {1}
    assert all(len(turns.in_turn(items, turn)) > 4 for turn in range(turns.TURNS))


def test_what_is_named_as_long_is_there() -> None:
    named: dict[str, set[str]] = {}
    for one in turns.long_tests():
        path, _, function = one.partition("@")[0].partition("::")
        named.setdefault(path, set()).add(function)
    assert sum(map(len, named.values())) > 300
    gone = []
    for path, functions in named.items():
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8")) if (ROOT / path).exists() else ast.Module([], [])
        there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        gone += [f"{path}::{one}" for one in functions if one.rpartition("::")[2] not in there]
    assert gone == [], "make long measures anew which tests are long"


@pytest.mark.parametrize("own", [True, False])
def test_a_turn_is_that_of_the_commit(monkeypatch: pytest.MonkeyPatch, *, own: bool) -> None:
    monkeypatch.setattr(
        turns, "_git", lambda *asked: {"--is-shallow-repository": "false", "HEAD": "41"}[asked[-1]] if own else ""
    )
    assert turns.turn() == 41 if own else turns.turn() > 700_000
