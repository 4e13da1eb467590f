"""A load that looks its names up says and does what one that knows all names of the graph does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from looked_up import Tables, done, tables_of
from torture import often

from chanlian.graph import Graph, connect
from chanlian.loaders import load
from chanlian.loaders.names import graph_names


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(often(1, 12)))
def test_looked_up_is_as_known(seed: int, example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = connect(str(example_file))
    names = {
        kind: [row["text"] for row in given.names([kind]).to_pylist()] for kind in ("firm", "product", "park", "region")
    }
    tables = tables_of(seed, names)
    looked_up = connect(str(shutil.copy(example_file, tmp_path / "a.duckdb")))
    all_known = connect(str(shutil.copy(example_file, tmp_path / "b.duckdb")))
    strict = seed % 2 == 1
    expected = done(all_known, tables, strict=strict)
    read: list[object] = []
    monkeypatch.setattr(graph_names, "MANY_NODES", 0)
    monkeypatch.setattr(Graph, "names", lambda *given: read.append(given))
    assert done(looked_up, tables, strict=strict) == expected
    assert read == []


def test_a_node_of_this_name_that_is_called_otherwise_by_now(
    example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node keeps the identifier of its first name: who says that name means the node, whatever it is called."""
    path = tmp_path / "x.duckdb"
    shutil.copy(example_file, path)
    graph = connect(str(path))
    load(graph, {"firms": [{"name": "旧名称厂"}]}, source="甲", published="2020")
    identifier = next(row["identifier"] for row in graph.names(["firm"]).to_pylist() if row["text"] == "旧名称厂")
    load(graph, {"firms": [{"identifier": identifier, "name": "全新名号厂"}]}, source="乙", published="2024")
    outcomes = []
    for many in (1 << 40, 0):
        monkeypatch.setattr(graph_names, "MANY_NODES", many)
        copy = connect(str(shutil.copy(path, tmp_path / f"{many}.duckdb")))
        tables: Tables = {"firms": [{"name": "旧名称厂"}], "produces": [{"firm": "旧名称厂", "product": "某袋"}]}
        outcomes.append(done(copy, tables, strict=False))
    assert outcomes[0] == outcomes[1]
