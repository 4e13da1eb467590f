"""A load that looks its names up says and does what one that knows all names of the graph does."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from torture import TORTURE, often

from chanlian.graph import Graph, connect
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES
from chanlian.loaders import load
from chanlian.loaders.names import graph_names

Tables = dict[str, list[dict[str, Any]]]


def _otherwise(draw: random.Random, name: str) -> str:
    """A name as it may be written: as it is, in another form, with a slip, or a new one like it."""
    at = draw.randrange(len(name))
    return draw.choice([
        name, name, name.replace("有限公司", "公司"), f"{name}（停产）", f"贵州{name}", name.removeprefix("贵州"),
        name[:at] + name[at + 1 :] or name, f"{name[:at]}新{name[at:]}", f"{name}二期", name[: max(2, len(name) - 2)],
        "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name).replace("东", "東"),
    ])  # fmt: skip


def _tables(seed: int, names: dict[str, list[str]]) -> Tables:
    """Tables whose cells name nodes of the graph, each written in some way; two seeds in turn have every kind of table."""
    draw = random.Random(seed)  # noqa: S311

    def one(*kinds: str) -> str:
        return _otherwise(draw, draw.choice(names[draw.choice(kinds)]))

    out: Tables = {
        "supplies": [
            {"seller": f"{one('firm')}、{one('firm')}" if draw.random() < 0.1 else one("firm"), "buyer": one("firm"), "product": one("product")}
            for _ in range(6)
        ],
        "firms": [
            {"name": one("firm"), "place": one("region", "park"), "products": one("product"), "customers": one("firm")}
            for _ in range(6)
        ],
        "parks": [{"name": one("park"), "place": one("region")} for _ in range(2)],
        "aliases": [{"name": one("firm", "product"), "alias": f"简称{number}"} for number in range(2)],
        "located_in": [{"what": one("firm", "park"), "place": one("region", "park")} for _ in range(3)],
    }  # fmt: skip
    kinds = draw.sample(sorted(out), draw.randrange(1, 4)) if TORTURE else sorted(out)[seed % 2 :: 2]
    return {kind: out[kind] for kind in kinds}


def _done(graph: Graph, tables: Tables, *, strict: bool) -> list[Any]:
    """All that a load says, and all facts afterwards."""
    report = load(graph, tables, source="甲", strict=strict)
    said = [report.to_csv(), report.attrs["rejects"].to_csv(), report.attrs["warnings"].to_csv(), report.attrs["notes"]]
    facts = [row for kind in (*NODE_NAMES, *EDGE_NAMES) for part in graph.scan(kind) for row in part.to_pylist()]
    return [*said, facts]


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(often(1, 12)))
def test_looked_up_is_as_known(seed: int, example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = connect(str(example_file))
    names = {
        kind: [row["text"] for row in given.names([kind]).to_pylist()] for kind in ("firm", "product", "park", "region")
    }
    tables = _tables(seed, names)
    looked_up = connect(str(shutil.copy(example_file, tmp_path / "a.duckdb")))
    all_known = connect(str(shutil.copy(example_file, tmp_path / "b.duckdb")))
    strict = seed % 2 == 1
    expected = _done(all_known, tables, strict=strict)
    read: list[object] = []
    monkeypatch.setattr(graph_names, "MANY_NODES", 0)
    monkeypatch.setattr(Graph, "names", lambda *given: read.append(given))
    assert _done(looked_up, tables, strict=strict) == expected
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
        outcomes.append(_done(copy, tables, strict=False))
    assert outcomes[0] == outcomes[1]
