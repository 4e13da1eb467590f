"""A snapshot: the same bytes for the same graph, an equal graph out of it, and every changed byte is found."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from killed import killed_at
from rows import batch, nodes, rows
from torture import often, record
from world import world as make_world
from worlds import seeded

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.engines.duckdb.tables import BESIDE_KINDS, placed, stored
from chanlian.graph.errors import BadInput, GraphError, GraphMissing
from chanlian.graph.schema import EDGE_NAMES, KINDS, NODE_NAMES
from chanlian.graph.snapshot import parquet
from chanlian.graph.snapshot.create import snapshot as create
from chanlian.graph.snapshot.listed import snapshots
from chanlian.graph.snapshot.restore import restore
from chanlian.graph.snapshot.tables import BESIDE, schema_of
from chanlian.graph.snapshot.verify import verify_snapshot as verify

if TYPE_CHECKING:
    from chanlian.graph import Graph

ALL = (*NODE_NAMES, *EDGE_NAMES, "claim", "removed", "former")
ELSEWHERE = """
import sys
from chanlian.graph import connect
from chanlian.graph.snapshot.create import snapshot as create
create(connect(sys.argv[1]), sys.argv[2])
"""

NO_ROOM = """
import os, resource, sys
import chanlian as cl
from chanlian.graph.errors import ChanlianError

kept, graph, out = sys.argv[1:]
acts = (lambda: cl.restore(kept, out + ".duckdb"), lambda: cl.connect(kept).meta(), lambda: cl.snapshot(graph, out))
for kilobytes in (2, 30, 100):
    for act in acts:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024 if act != acts[2] else 2048 + kilobytes, hard))
        try:
            act()
        except ChanlianError as error:
            print(error.en)
print(*sorted(name for name in os.listdir(os.path.dirname(graph)) if not name.startswith("chanlian-run-")))
"""


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def held(graph: Graph) -> dict[str, object]:
    """All that a graph holds and says of itself."""
    with graph.reading():
        out: dict[str, object] = {name: rows(graph, name) for name in ALL}
        return out | {"meta": {key: value for key, value in graph.meta().items() if key != "verified"}}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, example: Graph) -> Path:
    """The example as a snapshot in a folder; read it only."""
    path = tmp_path_factory.mktemp("kept") / "xq"
    create(example, path)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the tiny world: the folder `small` and `small.zip` beside it. Copy them to change them."""
    path = tmp_path_factory.mktemp("small")
    for name in ("small", "small.zip"):
        create(make_world(), path / name)
    return path / "small"


# -- the same bytes --------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes_wherever_it_lies(kept: Path, example_file: Path, tmp_path: Path) -> None:
    # another folder, name, locale, time zone, day and process
    there = tmp_path / "另一处"
    there.mkdir()
    shutil.copy(example_file, there / "图.duckdb")
    surroundings = {
        "LC_ALL": "zh_CN.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "SOURCE_DATE_EPOCH": "86400",
        "PYTHONHASHSEED": "7",
    }
    environment = {**os.environ, **surroundings, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, "图.duckdb", "out.zip"],
        cwd=there,
        env=environment,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    with zipfile.ZipFile(there / "out.zip") as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == contents(kept)
    assert b"xiangqian.duckdb" not in (kept / "manifest.json").read_bytes()


def test_what_is_restored_gives_the_same_bytes_again(kept: Path, example: Graph, tmp_path: Path) -> None:
    again = restore(kept, tmp_path / "again.duckdb")
    assert held(again) == held(example)
    create(again, tmp_path / "twice")
    assert contents(tmp_path / "twice") == contents(kept)
    assert cl.verify(again).empty
    for question, *asked in (("gaps", "大龙"), ("matches", "玉屏"), ("flows",), ("conflicts",), ("list", "firm")):
        given = {"level": "county"} if question == "flows" else {}
        pd.testing.assert_frame_equal(
            getattr(cl, question)(again, *asked, **given), getattr(cl, question)(example, *asked, **given)
        )


def test_a_server_gives_the_same_bytes(kept: Path, example_on_neo4j: Graph, tmp_path: Path) -> None:
    create(example_on_neo4j, tmp_path / "there")
    assert contents(tmp_path / "there") == contents(kept)


@pytest.mark.torture
@pytest.mark.parametrize("number", range(often(1, 60)))
def test_any_graph_comes_back_equal(number: int, tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "g.duckdb"))
    for make in seeded(number):
        graph.write(make())
    claims = [one for one in rows(graph, "claim") if one["source"]]
    taken = batch()
    taken.take_out(
        [
            {"kind": one["kind"], "fact": one["fact"], "source": one["source"], "because": "a slip", "by": "retract"}
            for one in claims[:2]
        ]
    )
    graph.write(taken)
    create(graph, tmp_path / "kept.zip")
    again = restore(tmp_path / "kept.zip", tmp_path / "again.duckdb")
    assert held(again) == held(graph)
    assert verify(tmp_path / "kept.zip").empty


def test_rows_are_the_same_however_a_scan_deals_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = pa.schema([("n", pa.int64()), ("t", pa.string())])
    whole = pa.record_batch(
        {"n": range(1000), "t": [None if n % 3 else f"text {n % 7}" for n in range(1000)]}, schema=schema
    )
    monkeypatch.setattr(parquet, "ROWS", 300)
    for step in (1000, 7, 300, 999):
        parts = [whole.slice(at, step) for at in range(0, 1000, step)]
        assert parquet.write_table(tmp_path / f"{step}", schema, parts)[0] == 1000
    assert len({(tmp_path / name).read_bytes() for name in ("1000", "7", "300", "999")}) == 1


# -- read by others --------------------------------------------------------------------------------


def test_others_read_the_tables(kept: Path, example: Graph) -> None:
    firms = pd.read_parquet(kept / "tables" / "firm.parquet")
    assert firms["name"].tolist() == [row["name"] for row in rows(example, "firm")]
    sql = f"SELECT count(*) FROM '{kept}/tables/supplies.parquet' s JOIN '{kept}/tables/firm.parquet' f ON f.identifier = s.seller"
    assert duckdb.connect().execute(sql).fetchone() == (len(rows(example, "supplies")),)


def test_what_stands_beside_says_what_the_files_are(kept: Path) -> None:
    manifest = json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
    package = json.loads((kept / "datapackage.json").read_text(encoding="utf-8"))
    files = contents(kept)
    assert {*files} == {"manifest.json", *manifest["files"]}
    for resource in package["resources"]:
        own = manifest["files"][resource["path"]]
        assert resource["hash"] == f"sha256:{own['sha256']}"
        assert resource["bytes"] == len(files[resource["path"]])
        columns = pd.read_parquet(kept / resource["path"]).columns.tolist()
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
    supplies = next(one for one in package["resources"] if one["name"] == "supplies")
    assert {"fields": "seller", "reference": {"resource": "firm", "fields": "identifier"}} in supplies["schema"][
        "foreignKeys"
    ]
    citation = (kept / "CITATION.cff").read_text(encoding="utf-8")
    assert "cff-version: 1.2.0" in citation
    assert manifest["content_hash"] in citation


def test_title_and_authors_are_cited(tmp_path: Path) -> None:
    create(make_world(), tmp_path / "kept", title="甲: 乙", authors=["玉屏县", "新晃县"])
    citation = (tmp_path / "kept" / "CITATION.cff").read_text(encoding="utf-8")
    assert 'title: "甲: 乙"' in citation
    assert '  - name: "玉屏县"\n  - name: "新晃县"\n' in citation
    with pytest.raises(BadInput, match="empty"):
        create(make_world(), tmp_path / "other", authors=[" "])


def test_nothing_that_a_graph_keeps_is_left_out() -> None:
    # what follows from facts is derived again, and so is what a graph says of itself; all else is in a table
    assert {*BESIDE_KINDS} - {"area", "meta"} == {*BESIDE}
    for of in KINDS:
        own = {name for name, _ in stored(of)} - {"id", *placed(of), "since_day", "until_day", "place_basis"}
        assert own == {*schema_of(of.name).names}


# -- it is a graph ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_a_snapshot_is_asked_as_it_is_and_not_written(small: Path, ending: str, tmp_path: Path) -> None:
    graph, there = make_world(), connect(f"{small}{ending}")
    pd.testing.assert_frame_equal(cl.gaps(there, "A1"), cl.gaps(graph, "A1"))
    assert there.sql("SELECT count(*) AS n FROM v_firms")["n"].tolist() == [9]
    assert there.url == f"{small}{ending}"
    assert there.content_hash == graph.content_hash
    cl.draw(there, "A1", path=tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size > 1000
    for use in (there.create, lambda: there.write(batch("s", firm=nodes("firm", "new")))):
        with pytest.raises(GraphError, match="is a snapshot, which stays as it is"):
            use()
    assert verify(f"{small}{ending}").empty


def test_what_is_not_there_or_is_none(tmp_path: Path) -> None:
    with pytest.raises(GraphMissing, match="no snapshot here"):
        connect(str(tmp_path / "none.zip")).meta()
    (tmp_path / "own.zip").write_bytes(b"PK\5\6" + b"\0" * 18)
    with pytest.raises(GraphError, match="no snapshot"):
        connect(str(tmp_path / "own.zip")).meta()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "manifest.json").write_text("{}")
    with pytest.raises(GraphError, match="is a folder"):
        connect(str(tmp_path / "folder")).meta()


def test_snapshots_are_listed_without_a_table_being_read(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "b")
    shutil.copy(f"{small}.zip", tmp_path / "a.zip")
    shutil.rmtree(tmp_path / "b" / "tables")
    shutil.copytree(small, tmp_path / "spoilt")
    with (tmp_path / "spoilt" / "manifest.json").open("a") as file:
        file.write(" ")
    (tmp_path / "other.zip").write_bytes(b"PK")
    found = snapshots(tmp_path)
    assert found[["snapshot", "as_of", "nodes"]].values.tolist()[1:] == [
        ["a.zip", "2025-05-30", 37],
        ["b", "2025-05-30", 37],
    ]
    assert "manifest.json is not as it was written" in found["problem"][0]
    assert snapshots(small)["snapshot"].tolist() == ["small"]


# -- damage ----------------------------------------------------------------------------------------


def findings(snapshot: Path) -> list[str]:
    """The files that `verify` names; "none" where it does not even say that it is a snapshot, or one that can be read."""
    try:
        return [*verify(snapshot)["file"]]
    except GraphError:
        return ["none"]


@pytest.mark.torture
def test_a_changed_byte_is_found_wherever_it_is(small: Path, tmp_path: Path) -> None:
    chance = random.Random(17)  # noqa: S311  # the same bytes each time
    folder = tmp_path / "folder"
    shutil.copytree(small, folder)
    shutil.copy(f"{small}.zip", tmp_path / "packed.zip")
    trials, found = often(1000, 10_000), 0
    for trial in range(trials):
        files = (
            [path for path in sorted(folder.rglob("*")) if path.is_file()] if trial % 2 else [tmp_path / "packed.zip"]
        )
        path = chance.choice(files)
        whole = path.read_bytes()
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ chance.randrange(1, 256)]) + whole[at + 1 :])
        said = findings(folder if trial % 2 else path)
        found += bool(said)
        if trial % 2:
            assert said in ([path.relative_to(folder).as_posix()], ["none"]), at
        path.write_bytes(whole)
    assert found == trials
    assert verify(folder).empty
    record("snapshot: a changed byte", trials, {"found": found})


def test_what_is_missing_added_or_longer_is_named_and_not_restored(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "s")
    (tmp_path / "s" / "tables" / "firm.parquet").unlink()
    (tmp_path / "s" / "tables" / "notes.txt").touch()
    with (tmp_path / "s" / "CITATION.cff").open("a") as file:
        file.write("x")
    told = verify(tmp_path / "s")
    assert sorted(told[["file", "finding"]].values.tolist()) == [
        ["CITATION.cff", "changed"], ["tables/firm.parquet", "missing"], ["tables/notes.txt", "added"],
    ]  # fmt: skip
    with pytest.raises(GraphError, match="not as it was written"):
        restore(tmp_path / "s", tmp_path / "g.duckdb")
    with pytest.raises(GraphError, match="not as it was written"):
        connect(str(tmp_path / "s")).meta()
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_nothing_is_written_over(small: Path, tmp_path: Path) -> None:
    other = connect(":memory:")
    other.write(batch("s", firm=nodes("firm", "other")))
    for name in ("small", "small.zip"):
        there = tmp_path / name
        create(make_world(), there)
        marks = contents(tmp_path)
        create(make_world(), there)  # the very same
        with pytest.raises(BadInput, match="is there already"):
            create(other, there)
        assert contents(tmp_path) == marks
        create(other, there, force=True)
        assert snapshots(there)["content_hash"].tolist() == [other.content_hash]
        assert verify(there).empty
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").touch()
    with pytest.raises(BadInput, match="is there already"):
        create(other, tmp_path / "own", force=True)
    (tmp_path / "g.duckdb").touch()
    with pytest.raises(BadInput, match="nothing is written over"):
        restore(small, tmp_path / "g.duckdb")
    for name in ("bolt://host", "g.zip"):
        with pytest.raises(BadInput, match="push|is a snapshot"):
            restore(small, name)


def test_a_graph_that_another_program_changed_is_not_kept(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "g.duckdb"))
    graph.write(batch("s", firm=nodes("firm", "a")))
    with duckdb.connect(str(tmp_path / "g.duckdb")) as db:
        db.execute("UPDATE firm SET name = 'b'")
    with pytest.raises(GraphError, match="chanlian verify"):
        create(graph, tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["g.duckdb"]


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files there")
def test_where_there_is_no_room_one_line_says_so(kept: Path, example_file: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    line = [sys.executable, "-c", NO_ROOM, str(kept), str(shutil.copy(example_file, tmp_path)), str(tmp_path / "out")]
    done = subprocess.run(line, env=environment, check=True, capture_output=True, text=True)
    said = done.stdout.splitlines()
    assert len(said) == 3 * 3 + 1, done.stderr
    assert all("cannot be written (" in one and ("File too large" in one or "errno 27" in one) for one in said[:-1]), (
        said
    )
    assert said[-1] == "xiangqian.duckdb"


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 there")
@pytest.mark.torture
@pytest.mark.parametrize("what", ["create", "zip", "restore"])
def test_killed_at_any_step_it_is_there_whole_or_not_at_all(small: Path, tmp_path: Path, what: str) -> None:
    (tmp_path / "in").mkdir()
    target = tmp_path / "in" / {"create": "kept", "zip": "kept.zip", "restore": "g.duckdb"}[what]
    graph = make_world()
    work = (lambda: restore(small, target)) if what == "restore" else (lambda: create(graph, target))
    steps = random.Random(what).sample(range(60), often(1, 40))  # noqa: S311
    seen = {"killed": 0, "over": 0}
    for step in steps:
        was = killed_at(step, work)
        seen["killed" if was else "over"] += 1
        if target.exists():
            assert connect(str(target)).content_hash == graph.content_hash, step
        else:
            work()
        assert connect(str(target)).content_hash == graph.content_hash
        if what != "restore":
            work()
        assert [path.name for path in target.parent.iterdir() if path.name.startswith(".")] == [] or what == "restore"
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    record(f"snapshot killed: {what}", len(steps), seen)
