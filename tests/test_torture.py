"""What has a long form says so, or `make torture` would pass it by."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODULES = [
    path for path in sorted(TESTS.rglob("test_*.py")) if "from torture import" in path.read_text(encoding="utf-8")
]
MARK = "pytest.mark.torture"


def names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("path", [path for path in MODULES if path != Path(__file__)], ids=lambda path: path.stem)
def test_each_test_of_two_lengths_is_marked(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    lengths = {
        name.name
        for node in body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if node.module == "torture"
    }
    marked = False
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            made = {
                one
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                for one in names(target)
            }
            if made == {"pytestmark"}:
                marked = MARK in ast.unparse(node)
            elif lengths & names(node):
                lengths |= made
    unmarked = [
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if lengths & names(node) and not marked and MARK not in map(ast.unparse, node.decorator_list)
    ]
    assert unmarked == []
