"""A database of others comes in through a mapping file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from neo4j_server import wipe
from rows import rows

import chanlian as cl
from chanlian.cli import main
from chanlian.graph.errors import BadInput

if TYPE_CHECKING:
    from neo4j_server import Login

# invented
THEIRS = """
CREATE (a:Company:Listed {title: '虚构包装', town: '贵州玉屏', founded: date('2019-05-01'), tags: ['x', 'y'], odd: 1}),
       (b:Company {title: '虚构新材料', town: '湖南新晃', odd: 'text'}), (c:Company {title: '无处可考', point: point({x: 1, y: 2})}),
       (a)-[:SELLS_TO {what: '吨袋', amount: 120000, year: 2024}]->(b), (b)-[:SELLS_TO {what: '废旧塑料', amount: null}]->(a),
       (a)-[:`likes; DROP` {n: 1}]->(c), (:Empty)
"""
MAP = """
[source]
title = "Their graph"
published = "2025"

[[input]]
file = "nodes.Company.parquet"
ignore = ["_id", "_labels", "founded", "tags", "odd", "point"]

[[input.table]]
kind = "firms"
columns = { name = "title", place = "town" }

[[input]]
file = "ties.SELLS_TO.parquet"
ignore = ["_id", "start.*", "end.*"]

[[input.table]]
kind = "supplies"
columns = { seller = "start.title", buyer = "end.title", product = "what", value = "amount", period = "year" }

[[input]]
file = "nodes.Listed.parquet"
ignore = ["*"]
[[input.step]]
drop = "the same as companies"
where = { title = { not = "" } }
"""


@pytest.fixture
def theirs(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Login:
    neo4j_server.known(monkeypatch)
    wipe(neo4j_server)
    with neo4j_server.driver() as driver, driver.session() as session:
        session.run(THEIRS).consume()
    return neo4j_server


def test_tables_of_a_foreign_graph(theirs: Login, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from chanlian.loaders.read.neo4j import write_tables

    names = write_tables(cl.connect(theirs.url), tmp_path)
    assert names == [
        "nodes.Company.parquet", "nodes.Empty.parquet", "nodes.Listed.parquet", "ties.SELLS_TO.parquet", "ties.likes_DROP.parquet",
    ]  # fmt: skip
    companies = pq.read_table(tmp_path / names[0]).to_pylist()
    assert {one["title"]: (one["odd"], one["founded"], one["tags"]) for one in companies if one["town"]} == {
        "虚构包装": ("1", "2019-05-01", ["x", "y"]), "虚构新材料": ("text", None, None)}  # fmt: skip
    ties = pq.read_table(tmp_path / "ties.SELLS_TO.parquet").to_pylist()
    assert {(one["start.title"], one["end.title"], one["amount"]) for one in ties} == {
        ("虚构包装", "虚构新材料", 120000), ("虚构新材料", "虚构包装", None)}  # fmt: skip


def test_a_foreign_graph_is_pulled_through_a_mapping(
    theirs: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    graph = cl.connect(str(tmp_path / "in.duckdb"))
    done = cl.pull(theirs.url, graph, mapping=tmp_path / "map.toml")
    assert done["rejected"].sum() == 0, done.attrs["rejects"]
    assert {one["name"] for one in rows(graph, "firm")} == {"虚构包装", "虚构新材料", "无处可考"}
    assert sorted((one["value"], one["period"]) for one in rows(graph, "supplies") if one["value"]) == [
        (120000.0, "2024")
    ]
    assert len(rows(graph, "supplies")) == 2
    with theirs.driver() as driver, driver.session() as session:
        assert session.run("MATCH (n) RETURN count(n)").single(strict=True)[0] == 4  # nothing was written there


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["push", "bolt://127.0.0.1:1", "a.duckdb"], "is no address of a server"),
        (["push", "a.duckdb", "b.duckdb"], "is no address of a server"),
        (["push", "bolt://127.0.0.1:1", "bolt://me@127.0.0.1:1"], "where it comes from"),
        (["pull", "a.duckdb", "bolt://me@127.0.0.1:1"], "from a server to a file"),
        (["pull", "a.duckdb", "bolt://me:geheim@127.0.0.1:1"], "holds a password"),
        (["pull", "a.duckdb", "b.duckdb"], "from a server to a file"),
        (["pull", "bolt://127.0.0.1:1", "bolt://127.0.0.1:2"], "from a server to a file"),
    ],
)
def test_the_wrong_way_round_writes_nothing(
    line: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(line)
    told = capsys.readouterr().err
    assert said in told
    assert "geheim" not in told
    assert not list(tmp_path.iterdir())


def test_the_mapping_of_the_documentation_works(theirs: Login, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "NEO4J.md").read_text(encoding="utf-8")
    (mapping,) = re.findall(r"```toml\n(\[source\]\n.*?)```", page, re.DOTALL)
    (tmp_path / "companies.toml").write_text(mapping, encoding="utf-8")
    graph = cl.connect(str(tmp_path / "new.duckdb"))
    cl.pull(theirs.url, graph, mapping=tmp_path / "companies.toml", rejects=tmp_path / "rejects.csv")
    assert {"虚构包装", "虚构新材料"} <= {row["name"] for row in rows(graph, "firm")}
    assert len(rows(graph, "supplies")) == 2


def test_an_empty_database_is_told(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    neo4j_server.known(monkeypatch)
    wipe(neo4j_server)
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    with pytest.raises(BadInput, match="holds no nodes"):
        cl.pull(neo4j_server.url, ":memory:", mapping=tmp_path / "map.toml")


def test_only_a_server_is_pulled_through_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="only a Neo4j server"):
        cl.pull(cl.connect(":memory:"), ":memory:", mapping=tmp_path / "map.toml")
