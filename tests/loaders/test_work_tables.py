"""The declared tables of a load are those that it has, and who fills and reads them is who says so in SQL."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph import Batch, connect
from chanlian.loaders import load, load_tables, work_tables
from chanlian.loaders.work_tables import FAMILIES, WORK_TABLES, WorkTable, markdown

FOLDER = Path(work_tables.__file__).parent
TABLES = {name: one for name, one in vars(work_tables).items() if isinstance(one, WorkTable)}
NAMED = {one.name: one for one in WORK_TABLES}
_WRITTEN = r"(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"
_READ = r"(?<!DELETE )(?:FROM|JOIN|USING)\s+"


def _texts(tree: ast.AST) -> list[str]:
    """The texts of a module but its docstrings, with the constants in them by name: FROM {KNOWN}."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    out = []
    for node in ast.walk(tree):
        if id(node) in said or id(node) in parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            out.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            values = (
                one.value if isinstance(one, ast.Constant) else f"{{{ast.unparse(one.value)}}}"
                for one in node.values
                if isinstance(one, (ast.Constant, ast.FormattedValue))
            )
            out.append("".join(map(str, values)))
    return out


def _of_module(source: str) -> tuple[set[str], set[str]]:
    """The work tables that a module fills, and those that it reads."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "work_tables"]
    mine = {one.name for node in imports for one in node.names} & TABLES.keys()
    fills: set[str] = set()
    reads: set[str] = set()
    for text in _texts(tree):
        one = re.sub(r"\{([A-Z_]+)\}", lambda found: str(TABLES.get(found[1], "?")), text)
        fills.update(re.findall(_WRITTEN + r"(load\.\w+)", one))
        reads.update(re.findall(_READ + r"(load\.\w+)", one))
    targets: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        into = next((one.value for one in node.keywords if one.arg == "into"), None)
        if node.func.id == "refill":
            into = node.args[1]
        if isinstance(into, ast.Name) and into.id in TABLES:
            targets.add(id(into))
            fills.add(TABLES[into.id].name)
        elif node.func.id in ("reject", "reject_cells") and into is None:
            fills.add("load.problem")
        elif node.func.id == "make_normal":  # it fills the table that it is given
            fills |= {"load.normal_firm", "load.normal_other"}
        elif node.func.id == "warn":
            fills.add("load.warning")
    inside = {id(name) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for name in ast.walk(node)}
    reads.update(  # a table that is handed on to be read
        TABLES[node.id].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in mine and id(node) not in targets | inside
    )
    return fills, reads


def _of_folder() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each work table with the modules that fill it and those that read it."""
    out: dict[str, tuple[set[str], set[str]]] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        if name in ("work_tables", "problems"):  # what they do, they do for others
            continue
        fills, reads = _of_module(path.read_text(encoding="utf-8"))
        for table in fills:
            out.setdefault(table, (set(), set()))[0].add(name)
        for table in reads:
            out.setdefault(table, (set(), set()))[1].add(name)
    return {table: (tuple(sorted(fills)), tuple(sorted(reads))) for table, (fills, reads) in out.items()}


def _family(name: str) -> bool:
    return any(name.startswith(one.name) for one in FAMILIES)


def test_who_fills_and_reads_is_who_says_so() -> None:
    found = _of_folder()
    assert {name for name in found if name not in NAMED and not _family(f"{name}_")} == set()
    declared = {one.name: (tuple(one.fills.split()), tuple(one.reads.split())) for one in WORK_TABLES}
    assert {name: found.get(name) for name in declared} == declared
    assert set(TABLES.values()) == set(WORK_TABLES)


def test_a_table_that_nobody_declared_is_seen() -> None:
    fills, reads = _of_module("db.execute(f'INSERT INTO load.new_thing SELECT * FROM {KNOWN} JOIN load.other o')")
    assert (fills, reads) == ({"load.new_thing"}, {"load.known", "load.other"})


def _columns(db: Any) -> dict[str, dict[str, str]]:
    rows = db.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'load' ORDER BY column_index"
    ).fetchall()
    out: dict[str, dict[str, str]] = {}
    for table, column, type_ in rows:
        out.setdefault(f"load.{table}", {})[column] = type_
    return out


def test_a_load_has_the_declared_tables_and_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After loads with nodes, edges, aliases, several names a cell, rejects, warnings, a survey, and through a mapping."""
    seen: list[dict[str, dict[str, str]]] = []

    class Seen(Batch):
        def close(self) -> None:
            seen.append(_columns(self.db))
            super().close()

    monkeypatch.setattr(load_tables, "Batch", Seen)
    graph = connect(str(tmp_path / "g.duckdb"))
    tables: dict[str, list[dict[str, Any]]] = {
        "firms": [
            {"name": "创联包装", "place": "玉屏县", "products": "吨袋", "capacity": "3万吨"},
            {"name": "创联包装厂", "place": "不知何处", "products": "吨袋、塑料袋", "capacity": "3万吨"},
        ],
        "aliases": [
            {"name": "创联包装", "alias": "创联", "kind": "firm"},
            {"name": "不知", "alias": "某", "kind": "船"},
        ],
        "supplies": [{"seller": "创联、中伟", "buyer": "貴州紅星", "product": "吨袋", "value": "约三百"}],
    }
    load(graph, tables, rejects=tmp_path / "r.csv")
    (tmp_path / "m.toml").write_text(
        '[[input]]\nfile = "x.csv"\n[[input.step]]\ndrop = "a total"\nwhere = { a = "合计" }\n'
        '[[input.table]]\nkind = "firms"\ncolumns = { name = "a", place = { region_of = "a" } }\n',
        encoding="utf-8",
    )
    (tmp_path / "x.csv").write_text("a\n贵州创联\n合计\n", encoding="utf-8")
    load(graph, tmp_path / "x.csv", mapping=tmp_path / "m.toml")
    (tmp_path / "调查.csv").write_text("需求企业,所需产品,是否使用,供应商\n中伟,吨袋,是,创联\n", encoding="utf-8")
    load(graph, tmp_path / "调查.csv")
    declared = {one.name: {column.name: column.type for column in one.columns} for one in WORK_TABLES}
    families: set[str] = set()
    for found in seen:
        assert {name: columns for name, columns in found.items() if name in declared} == declared
        for name in found.keys() - declared.keys():
            family = next((one for one in FAMILIES if name.startswith(one.name)), None)
            assert family is not None, name
            families.add(family.name)
            assert {one.name: one.type for one in family.columns}.items() <= found[name].items(), name
    assert {"load.raw_", "load.typed_", "load.parsed_", "load.answer_", "load.map_"} <= families


def test_the_page_shows_every_table_and_column() -> None:
    page = markdown()
    assert [one.name for one in WORK_TABLES if f"## {one.name}\n" not in page] == []
    assert [c.name for one in WORK_TABLES for c in one.columns if f"| {c.name} | {c.type} | {c.en} |" not in page] == []
    assert [one.name for one in FAMILIES if f"| {one.name}... |" not in page] == []
