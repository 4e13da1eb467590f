"""A copy of the package whose declarations were changed, and programs that run with it: the schema of a version to come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chanlian

if TYPE_CHECKING:
    from collections.abc import Mapping

TESTS = Path(__file__).parent

NODES = """
from dataclasses import replace as _replace

NODES = (
    *(
        _replace(one, properties=(Property("staff", "integer", "staff", "员工数"), *one.properties)) if one.name == "firm" else one
        for one in NODES
    ),
    Node("warehouse", "warehouses", "warehouse", "仓库", "where goods wait", (Property("area", "quantity", "area", "面积"), UNIT)),
)
"""
EDGES = """
from dataclasses import replace as _replace

EDGES = (
    *(
        _replace(one, properties=(*one.properties, Property("freight", "money", "freight", "运费", unit="yuan")))
        if one.name == "supplies" else one
        for one in EDGES
    ),
    Edge(
        "stores", "stored_goods", "stored good", "储存", "{warehouse} stores {product}", "{warehouse}储存{product}",
        (End("warehouse", ("warehouse",), "warehouse", "仓库"), End("product", ("product",), "product", "产品")),
    ),
)
"""
STEPS = """
def _to_next(graph):
    graph.add_property("firm", "staff")
    graph.add_property("supplies", "freight")
    graph.add_kind("warehouse")
    graph.add_kind("stores")

STEPS[SCHEMA_VERSION + 1] = _to_next
SCHEMA_VERSION += 1
"""
NEXT: Mapping[str, str] = {
    "graph/schema/nodes.py": NODES, "graph/schema/edges.py": EDGES, "graph/schema/steps.py": STEPS,
}  # fmt: skip
"""What a next version may add: a property of a node and one of an edge, a kind of each."""


def pretended(folder: Path, changes: Mapping[str, str] = NEXT) -> Path:
    """Copy the package into a folder with these lines at the end of these files; the folder is what programs run with."""
    package = folder / "chanlian"
    # with what is compiled already, which holds for every file that is not changed below, but for what is just being written
    shutil.copytree(Path(chanlian.__file__).parent, package, ignore=shutil.ignore_patterns("node_modules", "*.pyc.*"))
    for name, lines in changes.items():
        with (package / name).open("a", encoding="utf-8") as file:
            file.write(lines)
    return folder


def run(code: str, *arguments: str, package: Path | None = None) -> Any:
    """What a program says, as JSON, with a package made by `pretended` (or that of today)."""
    where = package or Path(chanlian.__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(where), str(TESTS)])}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
