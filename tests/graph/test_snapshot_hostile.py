"""Snapshots that somebody made to do harm, or another version made: one line says what is wrong, and nothing else happens."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import batch, nodes, rows
from world import world as make_world

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import BadInput, GraphError, GraphTooNew
from chanlian.graph.schema import EDGE_NAMES, NODE_NAMES, SCHEMA_VERSION
from chanlian.graph.schema.steps import change_since
from chanlian.graph.snapshot.create import snapshot as create
from chanlian.graph.snapshot.manifest import digest_of
from chanlian.graph.snapshot.parquet import size_of
from chanlian.graph.snapshot.restore import restore
from chanlian.graph.snapshot.verify import verify_snapshot as verify

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the tiny world, the folder `good` and `good.zip` beside it; copy them."""
    path = tmp_path_factory.mktemp("good")
    for name in ("good", "good.zip"):
        create(make_world(), path / name)
    return path / "good"


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(good, tmp_path / "bad"))


def counted(said: dict[str, Any]) -> dict[str, int]:
    """What a manifest says of all its tables together."""
    of = {one["name"]: one["rows"] for one in said["tables"]}
    out = {key: sum(of.get(name, 0) for name in names) for key, names in (("nodes", NODE_NAMES), ("edges", EDGE_NAMES))}
    return out | {
        key: of.get(name, 0) for key, name in (("claims", "claim"), ("removed", "removed"), ("former", "former"))
    }


def said_anew(folder: Path, change: Callable[[dict[str, Any]], object] = id) -> None:
    """Let the manifest say what the files are now, and whatever else, with digests that fit: as who means harm would."""
    tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    for table in tables:
        table["rows"], table["size"] = size_of(pq.read_metadata(folder / table["file"]))
    written_anew(folder, tables, change)


def written_anew(folder: Path, tables: list[dict[str, Any]], change: Callable[[dict[str, Any]], object] = id) -> None:
    """Let the manifest say this of the tables, and of every file what it is."""
    path = folder / "manifest.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    for name, kept in said["files"].items():
        data = (folder / name).read_bytes()
        kept |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    said["tables"] = tables
    said["counts"] = counted(said)
    change(said)
    body = {key: value for key, value in said.items() if key != "snapshot"}
    text = json.dumps({"snapshot": digest_of(body), **body}, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def refused(snapshot: Path, within: Path, saying: str) -> None:
    """Not restored: one line that says why, soon, and nothing is left."""
    before = sorted(within.rglob("*"))
    begin = time.monotonic()
    with pytest.raises((GraphError, BadInput), match=saying) as error:
        restore(snapshot, within / "out.duckdb")
    assert "\n" not in error.value.en
    assert sorted(within.rglob("*")) == before
    assert time.monotonic() - begin < 30


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "tables/../../out.parquet", "tables/other.parquet", "C:\\x"]
)
def test_a_name_that_no_snapshot_has_leads_nowhere(folder: Path, tmp_path: Path, name: str) -> None:
    def named(said: dict[str, Any]) -> None:
        said["files"][name] = said["files"].pop("CITATION.cff")

    said_anew(folder, named)
    refused(folder, tmp_path, "manifest.json")
    assert [row[0] for row in verify(folder)[["file"]].values.tolist()] == ["manifest.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["tables"][0].update(name="../firm"),
        lambda said: said["tables"][0].update(rows=-1),
        lambda said: said["tables"][0].update(rows=1 << 80),
        lambda said: said["tables"].append(said["tables"][0]),
        lambda said: said.update(tables={}),
        lambda said: said.update(files=[]),
        lambda said: said.update(schema_version=0),
        lambda said: said.update(schema_version=True),
        lambda said: said.update(content_hash="h3:x"),
        lambda said: said.update(title=None),
        lambda said: said.update(more=1),
        lambda said: said.pop("sources"),
    ],
)
def test_a_manifest_that_says_what_none_does(
    folder: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    said_anew(folder, change)
    refused(folder, tmp_path, "manifest.json is not as it was written")


NONE = {
    "empty": b"", "cut": b"{", "deep": b"[" * 100_000, "long": b'{"format": "chanlian snapshot", "a": ' + b"9" * 5000 + b"}", "bytes": b"\xff" * 9,
}  # fmt: skip


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_a_manifest_that_is_none(folder: Path, tmp_path: Path, text: bytes) -> None:
    (folder / "manifest.json").write_bytes(text)
    refused(folder, tmp_path, "not as it was written|no snapshot")


def test_a_later_version_is_named(folder: Path) -> None:
    for name in ("schema_version", "format_version"):
        said_anew(folder, lambda said, name=name: said.update({name: 99}))  # type: ignore[misc]
        with pytest.raises(GraphTooNew, match=f"newer chanlian.*{name} 99"):
            connect(str(folder)).meta()
        with pytest.raises(GraphTooNew):
            verify(folder)
        said_anew(folder, lambda said, name=name: said.update({name: {"schema_version": SCHEMA_VERSION}.get(name, 1)}))  # type: ignore[misc]
    assert connect(str(folder)).content_hash == make_world().content_hash


# -- tables --------------------------------------------------------------------------------------


def replaced(folder: Path, table: str, rows: pa.Table) -> None:
    """Put other rows in a table's place, and let the manifest say so."""
    pq.write_table(rows, folder / "tables" / f"{table}.parquet")
    said_anew(folder)


def rewritten(folder: Path, table: str, column: str, values: list[str]) -> None:
    """Give all rows of a table this value in a column."""
    rows = pq.read_table(folder / "tables" / f"{table}.parquet")
    at = rows.schema.get_field_index(column)
    replaced(folder, table, rows.set_column(at, column, pa.array(values * rows.num_rows)))


def test_rows_that_are_not_what_the_manifest_says_are_seen_though_every_byte_is(folder: Path, tmp_path: Path) -> None:
    replaced(folder, "firm", pq.read_table(folder / "tables" / "firm.parquet").slice(1))
    refused(folder, tmp_path, "do not make a graph|no snapshot of chanlian does")
    assert {*verify(folder)["finding"]} == {"content"}


def test_values_that_no_graph_has(good: Path, tmp_path: Path) -> None:
    spoilt = (
        ("firm", "fact", "no number"), ("firm", "name", "another"), ("supplies", "seller", "firm:none"),
        ("supplies", "source", "source:none"), ("supplies", "since", "never"), ("region", "identifier", "region:A"),
    )  # fmt: skip
    for number, (table, column, value) in enumerate(spoilt):
        bad = Path(shutil.copytree(good, tmp_path / str(number)))
        rewritten(bad, table, column, [value])
        refused(bad, tmp_path, "do not make a graph|no snapshot of chanlian does")


def test_a_column_that_is_missing(folder: Path, tmp_path: Path) -> None:
    replaced(folder, "firm", pq.read_table(folder / "tables" / "firm.parquet").drop_columns(["fact"]))
    refused(folder, tmp_path, "there is no column fact")


def test_a_table_that_unpacks_to_far_more_than_it_is(folder: Path, tmp_path: Path) -> None:
    for many in ({"fact": pa.array(["0" * 16] * 5_000_000)}, {"fact": pa.array(["0" * 100_000_000])}):
        replaced(folder, "firm", pa.table(many))
        refused(folder, tmp_path, "no snapshot of chanlian does")


def test_a_text_that_is_stored_once_and_stands_in_every_row(folder: Path, tmp_path: Path) -> None:
    path = folder / "tables" / "firm.parquet"
    one = pa.DictionaryArray.from_arrays(pa.array([0] * 600, pa.int32()), pa.array(["0" * 10_000_000]))
    pq.write_table(pa.table({"fact": one}), path, compression="zstd", dictionary_pagesize_limit=1 << 30)
    assert path.stat().st_size < 10_000
    said_anew(folder)
    refused(folder, tmp_path, "unpacks to 6000000000 bytes")


def test_a_table_that_is_none(folder: Path, tmp_path: Path) -> None:
    path = folder / "tables" / "firm.parquet"
    whole = path.read_bytes()
    half = len(whole) // 2
    spoilt = (
        b"",
        b"PAR1" * 3,
        whole[:-8] + struct.pack("<I", 1 << 31) + b"PAR1",
        whole[:half] + b"\0" * (len(whole) - half),
    )
    tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    for data in spoilt:
        path.write_bytes(data)
        written_anew(folder, tables)
        refused(folder, tmp_path, "no snapshot of chanlian does")


# -- files that are none, and .zip ---------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="no pipes and links there")
def test_links_and_pipes_are_no_files_of_a_snapshot(good: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.copytree(good / "tables", outside)
    inside = tmp_path / "in"
    for number, name in enumerate(("tables/firm.parquet", "tables", "CITATION.cff")):
        bad = Path(shutil.copytree(good, inside / str(number)))
        target = bad / name
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        target.symlink_to(outside if name == "tables" else outside / "firm.parquet")
        refused(bad, inside, "is missing")
        assert "missing" in verify(bad)["finding"].tolist()
    (inside / "0" / "tables" / "firm.parquet").unlink()
    os.mkfifo(inside / "0" / "tables" / "firm.parquet")
    refused(inside / "0", inside, "is missing")
    (inside / "1" / "manifest.json").unlink()
    os.mkfifo(inside / "1" / "manifest.json")
    refused(inside / "1", inside, "no manifest|no snapshot")


def zipped(path: Path, members: dict[str, bytes], **how: Any) -> Path:
    with zipfile.ZipFile(path, "w", **how) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_only_a_zip_of_our_own_form_is_read(good: Path, tmp_path: Path) -> None:
    files = {path.relative_to(good).as_posix(): path.read_bytes() for path in sorted(good.rglob("*")) if path.is_file()}
    whole = Path(f"{good}.zip").read_bytes()
    zeros = {"manifest.json": b"\0" * 50_000_000}
    bad = [
        zipped(tmp_path / "deflated.zip", files, compression=zipfile.ZIP_DEFLATED),
        zipped(tmp_path / "stored.zip", files),
        zipped(tmp_path / "bomb.zip", zeros, compression=zipfile.ZIP_DEFLATED),
        zipped(tmp_path / "slip.zip", {**files, "../../out.txt": b"x"}),
        zipped(tmp_path / "many.zip", {f"tables/{n}.parquet": b"" for n in range(3000)}),
    ]
    for name, data in (
        ("before.zip", b"PK" + whole), ("behind.zip", whole + b"\0"), ("cut.zip", whole[:-30]), ("short.zip", b"PK"),
        # as many files as a list can tell, and none of them there
        ("count.zip", whole[:-14] + struct.pack("<HH", 65535, 65535) + whole[-10:]),
        ("size.zip", whole[:-10] + struct.pack("<I", 0xFFFFFFF0) + whole[-6:]),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        bad.append(tmp_path / name)
    for path in bad:
        refused(path, tmp_path, "no snapshot as chanlian writes it, or is damaged")
    assert not (tmp_path.parent / "out.txt").exists()


# -- earlier versions ----------------------------------------------------------------------------


def test_a_snapshot_of_an_earlier_schema_is_read_forward(folder: Path, tmp_path: Path) -> None:
    earlier = SCHEMA_VERSION - 1
    change = change_since(earlier)
    later = {name: {column for kind, column in change.properties if kind == name} for name, _ in change.properties}

    def of_before(said: dict[str, Any]) -> None:
        said["schema_version"], said["content_hash"], said["record_hash"] = (
            earlier,
            "h2:0123456789abcdef",
            "r2:0123456789abcdef",
        )
        said["tables"] = [one for one in said["tables"] if one["name"] not in (*change.kinds, *change.tables)]
        names = {one["file"] for one in said["tables"]} | {"CITATION.cff", "datapackage.json"}
        said["files"] = {name: kept for name, kept in said["files"].items() if name in names}
        said["counts"] = counted(said)

    for path in (folder / "tables").glob("*.parquet"):
        table = pq.read_table(path)
        kept = [name for name in table.schema.names if name not in later.get(path.stem, ())]
        pq.write_table(table.select(kept), path)
    assert any(later.values())
    said_anew(folder, of_before)
    there = connect(str(folder))
    assert there.meta()["upgraded_from"] == str(earlier)
    assert cl.gaps(there, "A1")["product"].tolist() == cl.gaps(make_world(), "A1")["product"].tolist()
    graph = restore(folder, tmp_path / "g.duckdb")
    assert graph.meta()["schema_version"] == str(SCHEMA_VERSION)
    assert "upgraded_from" not in graph.meta()
    assert graph.content_hash == make_world().content_hash
    assert rows(graph, "supplies") == rows(make_world(), "supplies")
    assert cl.verify(graph).empty
    graph.write(batch("s", firm=nodes("firm", "new")))


def test_a_graph_file_of_an_earlier_version_is_kept_as_one_of_today(tmp_path: Path) -> None:
    import gzip

    (old,) = sorted((Path(__file__).parents[1] / "data/graphs/schema-3").glob("*.duckdb.gz"))[:1]
    path = tmp_path / "old.duckdb"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    before = path.read_bytes()
    create(connect(str(path)), tmp_path / "kept")
    assert path.read_bytes() == before
    graph = restore(tmp_path / "kept", tmp_path / "again.duckdb")
    assert graph.meta()["schema_version"] == str(SCHEMA_VERSION)
    assert len(rows(graph, "firm")) == len(rows(connect(str(path)), "firm"))
    assert cl.verify(graph).empty
