"""Graph files that earlier commits made: this one asks them, writes them, pushes and pulls them.

tests/data/graphs/README.md says which commit made which; what it answered lies beside each.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from asked import differing
from neo4j_server import wipe
from pretend import run
from rows import batch, called_now, digests, in_any_order, nodes, row, rows, shown
from torture import often

import chanlian as cl
from chanlian.graph import Batch, connect
from chanlian.graph.schema import SCHEMA_VERSION
from chanlian.graph.schema.steps import digest_scheme
from chanlian.graph.transfer.copy import push
from chanlian.loaders import pull

if TYPE_CHECKING:
    from neo4j_server import Login

ROOT = Path(__file__).parents[2]
KEPT = sorted((ROOT / "tests/data/graphs").glob("schema-*/*.duckdb.gz"))
TODAY = str(SCHEMA_VERSION)

ASK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from kept.program import run, steady_surroundings

steady_surroundings()
graph, out = sys.argv[2], []
for command, *rest in json.loads(open(sys.argv[3], encoding="utf-8").read()):
    said = run([command, graph, *rest, "--format", "json", "--lang", "en"])
    out.append([said.exit, json.loads(said.out) if said.out else None])
print(json.dumps(out))
"""


OTHERWISE = {
    "gaps --in 贵州大龙经济开发区 --with-zones --as-of 2024",  # a capacity of 2025
    "gaps --in 新晃侗族自治县 --with-zones --as-of 2024",  # a firm that moved away in 2025
    "gaps --in 玉屏侗族自治县 --as-of 2022-H2",  # what is recorded for 2023 only
    "list supplies --as-of 2021",  # values of 2023 and 2024
}
"""What is answered otherwise since schema 4: as of a day, values and places are those that were known of it."""


TOLD_OTHERWISE = {
    "conflicts",  # a bridge that is being built and only planned to connect its towns
    "list agreement",  # what has ended is left out
    "list firm",
    # ties by what an agreement or measure concerns, a road once a pair of areas, sums of projects
    "links --between 贵州 湖南",
    "links --level county",
    "links --level park",
    "links --level province",
    "suppliers 电池级碳酸锰 --near 贵州大龙经济开发区",  # a project that will make it
    "trace 虚构乙材料有限公司 --up",  # cooperation, without direction
    "trace 虚构甲化工有限公司 --up",
}
"""What answers hold more of, or leave out, since ties and what has ended are told as such."""

STRICTER = {"check"}
"""A firm that moved without a word of when is told: places of which none holds the other."""

ENDED = {
    "flows --level county",
    "flows --level park",
    "flows --level province",
    "gaps --each county",
    "gaps --each park",
    "gaps --each province",
    "gaps --in 中国",
    "gaps --in 新晃侗族自治县",
    "gaps --in 湖南省",
    "gaps --in 虚构共建园",
    "gaps --in 贵州大龙经济开发区,新晃侗族自治县,玉屏侗族自治县",
    "links --level county",
    "links --level park",
    "links --level province",
    "outlets --in 新晃侗族自治县",
    "outlets --in 湖南省",
    "outlets --in 贵州大龙经济开发区",
    "outlets --in 贵州省",
    "suppliers 废包装 --near 贵州大龙经济开发区",
    "trace 虚构丁再生资源有限公司 --up",
    "trace 虚构乙材料有限公司 --down",
    "trace 虚构甲化工有限公司 --down",
}
"""A supply that had ended by 2025-06 was current as of 2025-06-30, the day of the graph."""

SAID_ANEW = {
    "gaps": {
        "action",
        "because",
        "flags",
        "projects",
        "nearest_supplier",
        "nearest_area",
        "distance_km",
        "distance_basis",
        "border",
    },
    "suppliers": {"because", "distance_km", "distance_basis", "border"},
    "outlets": {"nearest_user", "nearest_area", "distance_km", "distance_basis", "border", "basis"},
    "matches": {"because"},
}
"""What is judged or said otherwise of the same facts: who is near, what to do, how many firms there are."""


def test_there_are_files_of_every_version_before_this_one() -> None:
    made = {int(path.parent.name.removeprefix("schema-")) for path in KEPT}
    assert made >= set(range(1, SCHEMA_VERSION)), "keep a file of the last version: scripts/make_graph_fixtures.py"


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.name.partition('.')[0]}"


@pytest.fixture(params=KEPT, ids=named)
def kept(request: pytest.FixtureRequest) -> Path:
    """A file of an earlier version, packed."""
    path: Path = request.param
    return path


@pytest.fixture
def old(kept: Path, tmp_path: Path) -> Path:
    """The same, to be written to."""
    path = tmp_path / "old.duckdb"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    return path


def expected(kept: Path) -> dict[str, Any]:
    path = kept.with_name(kept.name.replace(".duckdb.gz", ".answers.json"))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def cells(rows: Any, like: Any, command: str) -> Any:
    """Rows with the cells alone that there were: a later version may tell more of each, and judge otherwise."""
    if not rows or not like:
        return rows
    anew = SAID_ANEW.get(command, set())
    return [{name: _less(one[name]) for name in like[0] if name in one and name not in anew} for one in rows]


def _less(said: Any) -> Any:
    by_name = r" \((\d+ )?placed by name alone\)|（(其中\d+家的)?所在地按名称推定）"
    return re.sub(by_name, "", said) if isinstance(said, str) else said


def of_one(said: Any) -> Any:
    """The same without what came with schema 4: observations of several periods side by side, on what a firm's place rests."""
    if isinstance(said, dict):
        return {key: of_one(value) for key, value in said.items() if key not in ("series", "place_basis")}
    return [of_one(one) for one in said] if isinstance(said, list) else said


def different(old: Path, kept: Path, every: int = 1) -> dict[str, str]:
    """Where the answers of a graph are not those that the commit which made it gave; words beside them may change.

    Of each file another one of `every` questions is asked first, so that together the files are asked most of them.
    """
    said, graph = expected(kept), connect(str(old))
    renamed = bool(rows(graph, "former"))

    def called(told: Any) -> Any:
        return in_any_order(called_now(graph, told)) if renamed else told

    def ordered(told: Any) -> Any:
        return in_any_order(told) if renamed else told

    asked = said["answers"][KEPT.index(kept) % every :: every]
    questions = old.with_name("questions.json")
    questions.write_text(json.dumps([one["ask"] for one in asked]), encoding="utf-8")
    now = run(ASK, str(ROOT / "scripts"), str(old), str(questions))
    found = {
        " ".join(one["ask"]): differing(
            [one["exit"], called(cells(one["rows"], one["rows"], one["ask"][0]))],
            [exit_, ordered(cells(rows_, one["rows"], one["ask"][0]))],
        )
        for one, (exit_, rows_) in zip(asked, now, strict=True)
    }
    found["content_hash"] = differing(said["content_hash"].removeprefix("h1:"), graph.content_hash.removeprefix("h1:"))
    found["as_of"] = differing(said["as_of"], graph.as_of)
    for kind, key in (("claim", "claims"), ("removed", "removed")):
        plain = [
            {name: None if value is None else str(value) for name, value in one.items()} for one in rows(graph, kind)
        ]
        found[key] = differing(called(said[key]), ordered(plain))
    return {
        name: one for name, one in found.items() if one and name not in OTHERWISE | ENDED | TOLD_OTHERWISE | STRICTER
    }


@pytest.mark.torture
def test_an_old_file_answers_as_it_did_and_is_left_as_it_is(old: Path, kept: Path) -> None:
    before = old.read_bytes()
    # the small one has all that may befall facts
    assert different(old, kept, every=often(1 if named(kept) == "schema-1-small" else 8, 1)) == {}
    assert connect(str(old)).sql("SELECT count(*) AS n FROM v_firms")["n"].tolist() == [
        len(rows(connect(str(old)), "firm"))
    ]
    assert old.read_bytes() == before


def tables(path: Path) -> list[tuple[str, str, str]]:
    """The tables of a file with their columns and types."""
    with duckdb.connect(str(path), read_only=True) as db:
        found = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        return db.execute(found).fetchall()


@pytest.mark.torture
def test_an_upgraded_file_has_the_tables_of_a_new_one_and_answers_as_it_did(
    old: Path, kept: Path, tmp_path: Path
) -> None:
    """But for its hash, which covers more since schema 3, and for what nodes are called, which schema 4 made anew."""
    graph, new = connect(str(old)), tmp_path / "new.duckdb"
    before, removed = shown(graph), rows(graph, "removed")
    assert graph.write(Batch()) == {}
    assert graph.meta()["schema_version"] == TODAY
    connect(str(new)).create()
    assert tables(old) == tables(new)
    was, now = called_now(graph, [before, removed]), [shown(graph), rows(graph, "removed")]
    assert in_any_order(of_one(now)) == in_any_order(of_one(was))
    assert graph.content_hash.startswith(f"h{digest_scheme(SCHEMA_VERSION)}:")
    assert cl.verify(graph).empty
    assert different(old, kept, every=often(8, 4)).keys() == {"content_hash"}


def test_an_old_file_takes_a_row(old: Path) -> None:
    graph = connect(str(old))
    before = rows(graph, "firm")
    cl.load(graph, {"firms": [{"name": "新厂", "scale": "大型"}]}, source="later", published="2025")
    assert graph.meta()["schema_version"] == TODAY
    now = {one["identifier"]: one for one in rows(graph, "firm")}
    before = called_now(graph, before)
    assert of_one([now[one["identifier"]] for one in before]) == of_one(before)
    assert row(graph, "firm", name="新厂")["scale"] == "大型"


def test_an_old_file_is_copied_whole_into_a_new_one(old: Path) -> None:
    graph, copy = connect(str(old)), connect(":memory:")
    push(graph, copy)
    graph.write(Batch())
    assert shown(copy) == shown(graph)
    assert rows(copy, "removed") == rows(graph, "removed")
    assert copy.content_hash == graph.content_hash


# the small one has all that may befall facts; what is not torture pushes the earliest, which has the longest way
@pytest.mark.torture
@pytest.mark.parametrize(
    "kept", [path for path in KEPT if path.name.startswith("small")][: often(1, 9)], indirect=True, ids=named
)
def test_an_old_file_is_pushed_to_a_server_and_pulled_back(
    old: Path, neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    neo4j_server.known(monkeypatch)
    graph, server = connect(str(old)), connect(neo4j_server.url)
    push(graph, server)
    graph.write(Batch())
    assert (shown(server), rows(server, "removed")) == (shown(graph), rows(graph, "removed"))
    # a graph of an earlier version on the server, made before there was a trace
    with neo4j_server.driver() as driver, driver.session() as session:
        session.run("MATCH (m:ChanlianMeta {key: 'schema_version'}) SET m.value = '1'").consume()
        session.run("DROP CONSTRAINT chanlian_removed_key").consume()
    assert server.meta()["schema_version"] == "1"
    assert cl.info(server)["count"].sum() == cl.info(graph)["count"].sum()
    back = connect(str(tmp_path / "back.duckdb"))
    pull(server, back)
    assert (shown(back), rows(back, "removed")) == (shown(graph), rows(graph, "removed"))
    before = digests(server)
    server.write(Batch())
    assert (server.meta()["schema_version"], digests(server)) == (TODAY, before)
    with neo4j_server.driver() as driver, driver.session() as session:
        names = [name for (name,) in session.run("SHOW CONSTRAINTS YIELD name").values()]
    assert "chanlian_removed_key" in names
    server.write(batch("later", firm=nodes("firm", "a", scale="大型")))
    assert row(server, "firm", name="a")["scale"] == "大型"
