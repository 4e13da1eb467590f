"""SQL and Cypher are quoted in one place each, graph/sql_text.py and graph/cypher_text.py: nowhere else by hand."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROOMS: Final = ("graph", "loaders", "queries", "bench")
"""Where texts for databases are written; viz asks by questions of queries alone."""
THE_PLACES: Final = ("graph/sql_text.py", "graph/cypher_text.py")
NO_SQL: Final = {
    "graph/regions/errors.py": "messages",
    "graph/engines/neo4j/address.py": "messages",
    "graph/schema/describe.py": "Markdown",
    "graph/answer_columns.py": "Markdown",
    "graph/export/export.py": "an attribute of XML",
    "graph/export/network_files.py": "an attribute of XML",
    "graph/export/rdf_file.py": "literals of N-Triples",
    "graph/export/cells.py": "an apostrophe that makes a cell inert",
    "loaders/read/json_flat.py": "paths in JSON, and a pattern",
    "loaders/read/ods_content.py": "formats of numbers",
}
"""Modules where it looks like it, and that quote nothing for a database."""


def by_hand(source: str) -> Iterator[tuple[int, str]]:
    """Where a module doubles marks of quotation, or sets them around a value: line and text."""
    for node in ast.walk(ast.parse(source)):
        if _doubles(node) or _surrounds(node) or _adds(node):
            yield node.lineno, ast.get_source_segment(source, node) or ""  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _doubles(node: ast.AST) -> bool:
    """`.replace("'", "''")`, and with other marks."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace"):
        return False
    found = tuple(map(_text, node.args))
    return len(found) == 2 and found[0] in {"'", '"', "`"} and found[1] in {found[0] * 2, "\\" + found[0]}


def _surrounds(node: ast.AST) -> bool:
    """An f-string with `'{value}'`, `"{value}"` or a name in backticks."""
    if not isinstance(node, ast.JoinedStr):
        return False
    parts = [ast.Constant(""), *node.values, ast.Constant("")]
    for (before, value), after in zip(pairwise(parts), parts[2:], strict=False):
        mark = _text(before)[-1:]
        if isinstance(value, ast.FormattedValue) and mark in {"'", '"', "`"} and _text(after)[:1] == mark:
            return True
    return False


def _adds(node: ast.AST) -> bool:
    """`'"' + name + '"'`."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and _text(node.left) in {"'", '"', "`"}


@pytest.mark.parametrize(
    "line",
    [
        """name.replace("'", "''")""",
        """name.replace('"', '""')""",
        """name.replace("`", "``")""",
        """f"SELECT '{name}' AS kind\"""",
        """f'FROM "{name}"'""",
        """f"FROM \\"{name}\\" x\"""",
        """f"RETURN x.`{name}`\"""",
        """'"' + name + '"'""",
    ],
)
def test_what_is_quoted_by_hand_is_seen(line: str) -> None:
    assert list(by_hand(line))


@pytest.mark.parametrize(
    "line",
    [
        """name.replace("'", "")""",
        """f"SELECT {quoted(name)} AS kind, 'x' AS {mark}, '' AS y\"""",
        """f"concat_ws('|', {literal(name)}, 'firm')\"""",
        """f"there is no kind {name!r}; 'firm' is one\"""",
        """'"' in name""",
    ],
)
def test_what_is_not_quoted_by_hand_is_let_be(line: str) -> None:
    assert not list(by_hand(line))


def test_nobody_else_quotes() -> None:
    modules = {
        path.relative_to(ROOT).as_posix(): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))
    }
    assert set(modules) >= {*THE_PLACES, *NO_SQL}
    found = [
        f"{module}:{line}: {text}"
        for module, path in modules.items()
        if module not in THE_PLACES and module not in NO_SQL
        for line, text in by_hand(path.read_text(encoding="utf-8"))
    ]
    assert found == []
