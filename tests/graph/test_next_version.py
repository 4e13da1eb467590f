"""A version of the schema to come, which adds properties and kinds, and the graph files of today."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asked import differing
from neo4j_server import wipe
from pretend import pretended, run
from rows import rows

from chanlian.graph import connect
from chanlian.graph.errors import GraphTooNew
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES, SCHEMA_VERSION
from chanlian.graph.schema.steps import digest_scheme
from chanlian.graph.transfer.copy import push

if TYPE_CHECKING:
    from neo4j_server import Login

    from chanlian.graph import Graph

TODAYS = (*NODE_NAMES, *EDGE_NAMES)

ASK = """
import json, sys
import asked
from chanlian.graph import connect

graph, asked.KINDS = connect(sys.argv[1]), tuple(sys.argv[2].split(","))
with graph.reading():
    said = {name: asked.told_by(graph, ask) for name, ask in asked.questions(asked.Told.by(graph), None, 1)}
print(json.dumps(said, default=str))
"""
SEEN_AND_UPGRADED = """
import json, sys
import asked
from chanlian.graph import Batch, connect

seen, upgraded = map(connect, sys.argv[1:])
outcomes = upgraded.write(Batch())
differing = asked.differences(seen, upgraded, None, 1)
sql = "SELECT count(*) AS firms, count(staff) AS staff FROM v_firms"
both = [graph.sql(text).values.tolist() for graph in (seen, upgraded) for text in (sql, "SELECT * FROM v_warehouses", "FROM stores")]
print(json.dumps([outcomes, differing, [graph.meta()["schema_version"] for graph in (seen, upgraded)], both], default=str))
"""
WRITE = """
import json, sys
import chanlian as cl
from rows import batch, nodes, rows
from chanlian.graph import connect
from chanlian.graph.transfer.copy import push

graph, fresh, again = map(connect, sys.argv[1:])
before = graph.content_hash
said = dict(
    firm=[{"identifier": "firm:F1", "name": "F1", "staff": 12}],
    warehouse=[{"identifier": "warehouse:w", "name": "w", "area": 5.0, "unit": "m2"}],
    stores=[{"warehouse": "warehouse:w", "product": "product:ore", "since": "2025"}],
    supplies=[{"seller": "firm:F1", "buyer": "firm:F2", "product": "product:ore", "freight": 7.0}],
)
outcomes = graph.write(batch("later", "2025", **said))
push(graph, fresh)
print(json.dumps({
    "outcomes": outcomes, "hash": [before, graph.content_hash, fresh.content_hash],
    "again": graph.write(batch("later", "2025", **said)),
    "firm": next(one for one in rows(graph, "firm") if one["identifier"] == "firm:F1"),
    "stores": rows(graph, "stores"), "version": graph.meta()["schema_version"],
    "nodes": graph.sql("SELECT kind FROM node WHERE kind = 'warehouse'").values.tolist(),
    "freight": graph.sql("SELECT freight FROM v_supplies WHERE freight IS NOT NULL").values.tolist(),
}, default=str))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the next version."""
    made: Path = pretended(tmp_path_factory.mktemp("next"))
    return made


@pytest.fixture
def file(world: Graph, tmp_path: Path) -> str:
    """A graph of today."""
    return str(shutil.copy(world.engine.path, tmp_path / "today.duckdb"))  # type: ignore[attr-defined]  # it is a file


def stated(told: Any) -> Any:
    """An answer without its nulls and its list of columns: what a later version adds is neither."""
    if isinstance(told, dict):
        return {key: stated(value) for key, value in told.items() if value is not None and key != "columns"}
    return [stated(one) for one in told] if isinstance(told, list) else told


def test_a_later_version_reads_a_graph_of_today_as_this_one_does(file: str, package: Path) -> None:
    before = Path(file).read_bytes()
    kinds = ",".join(TODAYS)
    now, then = (run(ASK, file, kinds, package=with_) for with_ in (None, package))
    assert len(now) >= 30
    different = {name: differing(stated(told), stated(then[name])) for name, told in now.items()}
    assert {name: found for name, found in different.items() if found} == {}
    assert Path(file).read_bytes() == before


def test_what_is_seen_of_a_graph_of_today_is_what_its_upgrade_gives(file: str, package: Path, tmp_path: Path) -> None:
    other = str(shutil.copy(file, tmp_path / "upgraded.duckdb"))
    outcomes, different, versions, sql = run(SEEN_AND_UPGRADED, file, other, package=package)
    assert outcomes == {}
    assert versions == [str(SCHEMA_VERSION), str(SCHEMA_VERSION + 1)]
    assert {name for name in different if not name.startswith(("meta(", "info("))} == set()
    assert sql[:3] == sql[3:]
    assert sql[0][0][1] == 0  # firms there are, and no staff is known
    with pytest.raises(GraphTooNew, match="upgrade chanlian"):
        rows(connect(other), "firm")


def test_a_later_version_writes_into_a_graph_of_today(file: str, package: Path, tmp_path: Path) -> None:
    digest = connect(file).content_hash
    said = run(WRITE, file, str(tmp_path / "fresh.duckdb"), str(tmp_path / "again.duckdb"), package=package)
    assert said["outcomes"]["added"] == 4
    assert said["again"] == {"unchanged": 5}
    assert said["hash"][0] == digest  # what is only null changes no digest
    assert said["hash"][1] == said["hash"][2] != digest
    assert (said["firm"]["staff"], said["version"]) == (12, str(SCHEMA_VERSION + 1))
    assert [one["warehouse"] for one in said["stores"]] == ["warehouse:w"]
    assert (said["nodes"], said["freight"]) == ([["warehouse"]], [[7.0]])


def test_today_and_the_next_version_agree_on_the_digest_of_a_new_graph(file: str, package: Path) -> None:
    said = run(
        "import json, world; graph = world.world(); print(json.dumps([graph.content_hash, graph.meta()['schema_version']]))",
        package=package,
    )
    assert said == [connect(file).content_hash, str(SCHEMA_VERSION + 1)]


# -- a step that is more than an addition ----------------------------------------------------

REWRITE = """
def _to_next(graph):
    graph.rewrite("UPDATE g.product SET unit = 'kg' WHERE name = 'ore'", "MATCH (p:Product {name: 'ore'}) SET p.unit = 'kg'")
    graph.digest_anew()

STEPS[SCHEMA_VERSION + 1] = _to_next
SCHEMA_VERSION += 1
"""
READ_AS_COPY = """
import json, sys
import chanlian as cl
from chanlian.graph import Batch, connect
from rows import rows

def units(graph):
    return {one["name"]: one["unit"] for one in rows(graph, "product")}["ore"]

graph = connect(sys.argv[1])
bytes_ = open(sys.argv[1], "rb").read()
seen = [units(graph), graph.sql("SELECT unit FROM v_products WHERE name = 'ore'").values.tolist()]
hashes = [graph.content_hash]
attrs = [cl.info(graph).attrs.get("upgraded_from"), graph.sql("SELECT 1 AS x").attrs.get("upgraded_from")]
same = bytes_ == open(sys.argv[1], "rb").read()
graph.write(Batch())
attrs.append(cl.info(graph).attrs.get("upgraded_from"))
print(json.dumps([seen, same, attrs, [*hashes, graph.content_hash], units(graph), graph.meta()["schema_version"]]))
"""


def test_a_step_that_stores_facts_in_another_way_is_read_from_a_copy(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = pretended(tmp_path / "package", {"graph/schema/steps.py": REWRITE})
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    said = subprocess.run(
        [sys.executable, "-m", "chanlian", "list", file, "products"],
        env={**os.environ, "PYTHONPATH": str(package)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stderr.count("upgraded copy") == 1
    digest = connect(file).content_hash
    seen, same, attrs, hashes, unit, version = run(READ_AS_COPY, file, package=package)
    assert (seen, same) == (["kg", [["kg"]]], True)
    assert attrs == [SCHEMA_VERSION, SCHEMA_VERSION, None]
    assert (unit, version) == ("kg", str(SCHEMA_VERSION + 1))
    assert hashes[0] == hashes[1]
    assert hashes[0].startswith(f"h{digest_scheme(SCHEMA_VERSION) + 1}:")
    assert digest.startswith(f"h{digest_scheme(SCHEMA_VERSION)}:")
    assert os.listdir(aside) == []  # copies go with the program


ON_A_SERVER = """
import json, sys
from chanlian.graph import Batch, connect
from chanlian.graph.errors import GraphError
from rows import rows

server, file = map(connect, sys.argv[1:])
refused = []
for read in (lambda: rows(server, "product"), server.meta):
    try:
        read()
    except GraphError as error:
        refused.append(error.en)
for graph in (server, file):
    graph.write(Batch())
units = [{one["name"]: one["unit"] for one in rows(graph, "product")}["ore"] for graph in (server, file)]
print(json.dumps([refused, units, [graph.content_hash for graph in (server, file)], server.meta()["schema_version"]]))
"""


def test_such_a_step_on_a_server_is_made_by_the_first_write(
    world: Graph, file: str, neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    neo4j_server.known(monkeypatch)
    push(world, neo4j_server.url)
    package = pretended(tmp_path / "package", {"graph/schema/steps.py": REWRITE})
    refused, units, hashes, version = run(ON_A_SERVER, neo4j_server.url, file, package=package)
    assert len(refused) == 2
    assert all("its first write upgrades it" in text and "\n" not in text for text in refused)
    assert units == ["kg", "kg"]
    assert hashes[0] == hashes[1]
    assert hashes[0].startswith(f"h{digest_scheme(SCHEMA_VERSION) + 1}:")
    assert version == str(SCHEMA_VERSION + 1)
