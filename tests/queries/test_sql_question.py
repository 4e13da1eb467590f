"""SQL of one's own: one SELECT is answered, readable views have names, and everything else is refused."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from torture import TORTURE

from chanlian import BadInput, GraphMissing, UnsupportedURL, cite, connect
from chanlian.graph import Graph
from chanlian.graph.console import process, sql
from chanlian.graph.console.sql import answered, ask_sql
from chanlian.graph.console.views import view_columns, view_name
from chanlian.graph.errors import GraphError
from chanlian.graph.passing import sweep
from chanlian.graph.schema import KINDS

pytestmark = pytest.mark.core


@pytest.fixture(scope="module")
def on_disk(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The bundled example in a file, with files beside it that no question may read."""
    folder = tmp_path_factory.mktemp("sql")
    (folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "other.duckdb").write_bytes(b"")
    return connect(str(shutil.copy(built_example, folder / "g.duckdb")))


def told(graph: Graph, text: str, folder: Path) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Names and rows as the process of a question makes them, without the process: to start one takes a third of a second."""
    assert graph.capabilities.file is not None
    with graph.reading():
        is_open, names, *parts = answered(str(graph.capabilities.file), str(folder), text, {}, None)
    assert is_open is None
    assert isinstance(names, tuple)
    return names, [row for part in parts if part for row in part]


@pytest.fixture(scope="module")
def session(on_disk: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """Asks texts of one connection such as the process of each question makes one: for those that change nothing in it."""
    with on_disk.reading(), sql._session(on_disk.url, str(tmp_path_factory.mktemp("session"))) as db:

        def ask(text: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
            sql._check(db, text)
            names, *parts = sql._fetched(db, text, {}, None)
            assert isinstance(names, tuple)
            return names, [row for part in parts for row in part]

        yield ask


@pytest.mark.parametrize(
    "end", ["", ";", "; -- c", " -- c", " /* ; */", "/**/;;", " ; /* ' */ --;\n", "\n--;\n;", " -- 大 ; \" '"]
)
def test_a_text_may_end_in_any_way(end: str, session: Callable[[str], Any]) -> None:
    for text, cell in (
        ("SELECT TIMESTAMPTZ '2025-05-24' AS 大", "2025-05-24 00:00:00+00"),
        ("SELECT '大;--' AS 大", "大;--"),
    ):
        assert session(text + end) == (("大",), [(cell,)])
    both = "/* ; */ SELECT '大;--' AS a, TIMESTAMPTZ '2025-05-24' AS a -- ; \n , ';' AS b"
    assert session(both + end)[1] == [("大;--", "2025-05-24 00:00:00+00", ";")]


def test_a_question_in_sql_is_a_frame_that_can_be_cited(world: Graph) -> None:
    frame = world.sql(
        "SELECT buyer, count(*) AS n FROM v_supplies WHERE product = $p GROUP BY ALL ORDER BY 1", {"p": "bag"}
    )
    assert frame.values.tolist() == [["F1", 2]]
    assert frame.attrs["question"] == "sql"
    assert frame.attrs["graph_hash"] == world.content_hash
    assert "v_supplies" in cite(frame)


def test_views_have_names_of_ends_and_areas(world: Graph) -> None:
    (row,) = world.sql("SELECT * FROM v_supplies WHERE product = 'ore'").to_dict("records")
    assert (row["seller"], row["seller_id"], row["buyer"], row["buyer_id"]) == ("H1", "firm:H1", "F1", "firm:F1")
    assert (row["seller_county"], row["seller_province"], row["buyer_park"], row["buyer_county"]) == (
        "B1",
        "B",
        "K",
        "A1",
    )
    assert (row["value"], row["basis"], row["source"]) == (100.0, "annual", "the invented world")
    scanned = [one for part in world.scan("supplies") for one in part.to_pylist() if one["product"] == "product:ore"]
    assert row["fact"] == scanned[0]["fact"]
    (firm,) = world.sql(
        "SELECT place, park, county, prefecture, province FROM v_firms WHERE name = 'F1'"
    ).values.tolist()
    assert firm == ["K", "K", "A1", "P", "A"]


@pytest.mark.parametrize("of", KINDS, ids=lambda of: of.name)
def test_every_table_has_a_readable_view_with_every_fact(
    of: Any, on_disk: Graph, session: Callable[[str], Any]
) -> None:
    names, rows = session(f"SELECT * FROM {view_name(of)}")
    assert list(names) == view_columns(of)
    assert {row[names.index("fact")] for row in rows} == {
        fact for part in on_disk.scan(of.name) for fact in part.column("fact").to_pylist()
    }


@pytest.mark.parametrize(
    "text",
    [
        "FROM firm", "VALUES (1)", "WITH x AS (SELECT 1 AS a) SELECT * FROM x;", "-- why\nSELECT 1", "DESCRIBE v_firms",
        "SUMMARIZE firm", "SHOW TABLES", "EXPLAIN SELECT * FROM firm", "/* a */ explain analyze SELECT 1", "(SELECT 1)",
        "SELECT first_day('2025-H1')",
    ],
)  # fmt: skip
def test_one_select_is_answered(text: str, world: Graph, tmp_path: Path) -> None:
    assert told(world, text, tmp_path)[1]


ATTACKS = [
    # to write
    "INSERT INTO firm SELECT * FROM firm", "DELETE FROM firm", "UPDATE firm SET name = 'x'", "DROP TABLE firm",
    "CREATE TABLE x AS SELECT 1", "CREATE TEMP TABLE x AS SELECT 1", "CREATE MACRO m() AS 1", "ALTER TABLE firm ADD x INT",
    "TRUNCATE firm", "VACUUM", "CHECKPOINT", "ANALYZE", "UPDATE EXTENSIONS", "PIVOT firm ON name",
    "BEGIN", "COMMIT", "EXPLAIN ANALYZE INSERT INTO meta VALUES ('a', 'b')",
    "EXPLAIN DELETE FROM firm", "PREPARE p AS SELECT 1", "SELECT 1; DELETE FROM firm", "SELECT 1; SELECT 2", "",
    "WITH x AS (SELECT 1) DELETE FROM firm", "MERGE INTO meta USING (SELECT 1) s ON false WHEN NOT MATCHED THEN INSERT VALUES ('a', 'b')",
    # to read or write files
    "FROM read_csv('{folder}/secret.csv')", "FROM '{folder}/secret.csv'", "FROM read_text('{folder}/secret.csv')",
    "FROM read_blob('{folder}/secret.csv')", "FROM read_json('{folder}/secret.csv')", "FROM read_parquet('{folder}/secret.csv')",
    "FROM sniff_csv('{folder}/secret.csv')", "FROM glob('{folder}/*')", "FROM parquet_metadata('{folder}/secret.csv')",
    "FROM query('FROM read_text(''{folder}/secret.csv'')')", "FROM query_table('{folder}/secret.csv')",
    "SELECT * FROM firm, read_csv('{folder}/secret.csv')", "WITH x AS (FROM read_text('/etc/passwd')) FROM x",
    "EXPLAIN ANALYZE SELECT * FROM read_text('{folder}/secret.csv')", "FROM read_duckdb('{folder}/other.duckdb')",
    "COPY firm TO '{folder}/out.csv'", "COPY (SELECT 1) TO '{folder}/out.parquet'", "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}'", "EXPLAIN ANALYZE COPY firm TO '{folder}/out.csv'", "ATTACH '{folder}/other.duckdb'",
    "DETACH graph", "USE memory", "FROM 'https://example.org/x.csv'",
    # to change what may be done
    "SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false", "PRAGMA threads=1",
    "PRAGMA database_list", "SET GLOBAL threads = 1", "SET VARIABLE a = 1", "INSTALL httpfs", "LOAD httpfs", "FORCE INSTALL httpfs",
    "CALL enable_logging()", "SELECT getenv('HOME')", "CREATE SECRET s (TYPE S3)", "FROM which_secret('s3://a', 's3')",
    # a variable of this program
    "FROM invented_frame", "FROM ATTACKS",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_everything_else_is_refused(text: str, on_disk: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pandas as pd

    folder = Path(on_disk.url).parent
    monkeypatch.chdir(folder)
    invented_frame = pd.DataFrame({"a": [1]})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(BadInput) as refused:
        told(on_disk, text.replace("{folder}", str(folder)), tmp_path)
    assert len(refused.value.en.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert len(invented_frame) == 1


def test_a_graph_that_is_being_read_can_be_asked(on_disk: Graph) -> None:
    with on_disk.reading():
        assert on_disk.sql("SELECT count(*) AS n FROM firm")["n"].item() > 0
    other = connect(on_disk.url)
    assert other.sql("SELECT 1 AS a")["a"].item() == 1


def test_values_of_every_type_go_into_every_format(world: Graph, tmp_path: Path) -> None:
    import chanlian as cl

    text = """
        SELECT 170141183460469231731687303715884105727 AS huge, 18446744073709551615::UBIGINT AS big, 1.50::DECIMAL(10, 2) AS dec,
            {'a': 1, 'b': [DATE '2025-05-24']} AS rec, MAP {'k': 1} AS map, '\\xC3\\xA9'::BLOB AS bytes, INTERVAL 1 DAY AS span,
            TIME '10:00' AS clock, TIMESTAMP '2025-05-24 10:00:00' AS moment, TIMESTAMPTZ '2025-05-24 10:00:00+08' AS zoned,
            'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS inf, [1, NULL] AS numbers, [['a'], []] AS nested, true AS yes, '101'::BIT AS bits,
            UUID '09c6635e-2b1d-4f56-b0c4-adcbdaa9a0db' AS id, NULL AS nothing, 1 AS a, 2 AS a
    """
    frame = world.sql(text)
    row = frame.to_dict("records")[0]
    assert row["huge"] == 2**127 - 1
    assert row["dec"] == Decimal("1.50")
    assert row["id"] == uuid.UUID("09c6635e-2b1d-4f56-b0c4-adcbdaa9a0db")
    assert row["zoned"] == "2025-05-24 02:00:00+00"
    assert (row["a"], row["a_2"]) == (1, 2)
    for form in ("csv", "json", "jsonl", "xlsx", "md", "parquet", "txt"):
        cl.save(frame, tmp_path / f"x.{form}")
    (told,) = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert told["huge"] == 2**127 - 1
    assert told["dec"] == 1.5
    assert told["rec"] == {"a": 1, "b": ["2025-05-24"]}
    assert (told["bytes"], told["nan"], told["inf"], told["moment"]) == ("c3a9", None, None, "2025-05-24T10:00:00")
    assert (told["numbers"], told["nested"], told["bits"]) == ([1, None], [["a"], []], "101")
    import openpyxl
    import pyarrow.parquet as pq

    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    cells = dict(zip(*([cell.value for cell in line] for line in sheet.iter_rows(min_row=3)), strict=True))
    assert cells["huge"] == str(2**127 - 1), "no digit is lost"
    assert cells["moment"] == dt.datetime(2025, 5, 24, 10)  # noqa: DTZ001  # a workbook knows no zones
    assert cells["rec"] == '{"a": 1, "b": ["2025-05-24"]}'
    (record,) = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert record["huge"] == str(2**127 - 1)
    assert record["big"] == 2**64 - 1
    assert record["rec"] == '{"a": 1, "b": ["2025-05-24"]}'


def test_limit_says_that_there_is_more(world: Graph) -> None:
    told = ask_sql(world, "FROM range(10)", limit=3)
    assert (len(told.rows), told.more) == (3, True)
    told = ask_sql(world, "FROM range(3)", limit=3)
    assert (len(told.rows), told.more) == (3, False)


def test_what_the_process_says_is_what_was_found(world: Graph, tmp_path: Path) -> None:
    text = """
        SELECT 1.50::DECIMAL(38, 10) AS dec, -170141183460469231731687303715884105727 AS huge, {'a': [DATE '2025-05-24']} AS rec,
            MAP {[1]: 'x'} AS map, '\\xAA'::BLOB AS bytes, INTERVAL 100 DAY AS span, TIME '10:00:00.5' AS clock,
            TIMETZ '10:00:00+08' AS zoned_clock, TIMESTAMP '2025-05-24 10:00:00.123456' AS moment, '290000-01-01'::TIMESTAMP AS far,
            TIMESTAMPTZ '2025-05-24 10:00:00+08' AS zoned, [TIMESTAMPTZ '2025-05-24 10:00:00+08'] AS zoned_within,
            'infinity'::DATE AS for_ever, '-Infinity'::DOUBLE AS inf, 0.1::FLOAT AS narrow, [1, NULL] AS numbers, [1, 2]::INT[2] AS fixed,
            UUID '09c6635e-2b1d-4f56-b0c4-adcbdaa9a0db' AS id, NULL AS nothing, true AS yes, chr(0) || '中' AS text, repeat('x', 200000) AS long
    """
    names, (row,) = told(world, text, tmp_path)
    (said,) = ask_sql(world, text).rows
    assert list(said) == list(names)
    assert list(map(repr, said.values())) == list(map(repr, row))


def test_rows_come_in_order_however_many(world: Graph) -> None:
    rows = ask_sql(world, "SELECT range AS n FROM range(25000)").rows
    assert [row["n"] for row in rows] == [*range(25000)]


def test_nothing_is_made_of_what_the_process_says_but_values() -> None:
    for harm in (os.system, eval, subprocess.Popen, Path, pickle.loads):
        with pytest.raises(pickle.UnpicklingError, match="an answer holds no"):
            process._Values(io.BytesIO(pickle.dumps(harm))).load()


ENDLESS = "SELECT sum(a.range * b.range) FROM range(100000) a, range(1000000) b"


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        "SELECT list_sort(range(1000000000))",
        "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) FROM t",
    ],
    ids=["a product", "one function", "a recursion"],
)
def test_a_long_question_is_stopped(text: str, world: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun = time.monotonic()
    with pytest.raises(GraphError, match="stopped after 0.2 seconds"):
        ask_sql(world, text, seconds=0.2)
    assert time.monotonic() - begun < 5, "a busy machine is slow to start a process, and the question took for ever"
    assert list(tmp_path.iterdir()) == []


def test_a_question_with_time_is_answered(world: Graph) -> None:
    assert world.sql("SELECT 1 AS a", seconds=60)["a"].item() == 1
    assert world.sql("SELECT 1 AS a", seconds=float("inf"))["a"].item() == 1


LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells of processes in /proc")


@contextmanager
def asking(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A program that asks something endless, and the number of the process of its question, which has the graph open."""
    environment = {**os.environ, "TMPDIR": str(folder), "SECRET": "known to nobody"}
    line = [sys.executable, "-m", "chanlian", "sql", url, ENDLESS, "--lang", "en"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, env=environment, text=True) as asker:
        try:
            children = Path(f"/proc/{asker.pid}/task/{asker.pid}/children")
            until(lambda: children.read_text(encoding="ascii").strip())
            child = int(children.read_text(encoding="ascii"))
            until(lambda: url in opened(child))
            yield asker, child
        finally:
            asker.kill()  # or the tests would wait for it for ever


def opened(child: int) -> set[str]:
    """The files that a process has open."""
    return {str(one.readlink()) for one in Path(f"/proc/{child}/fd").iterdir() if one.is_symlink()}


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@LINUX
def test_the_process_inherits_nothing_and_goes_with_the_one_that_asks(on_disk: Graph, tmp_path: Path) -> None:
    with asking(on_disk.url, tmp_path) as (asker, child):
        about = Path(f"/proc/{child}")
        variables = [one.partition(b"=") for one in (about / "environ").read_bytes().split(b"\0") if one]
        names = {name for name, _, _ in variables}
        spill = Path(os.fsdecode(next(value for name, _, value in variables if name == b"TMPDIR")))
        assert spill.is_dir()
        assert names <= {b"TMPDIR", b"TEMP", b"LD_LIBRARY_PATH", b"LC_CTYPE"}
        kept = {
            one
            for one in opened(child)
            if not one.startswith(("pipe:", str(tmp_path), "/dev/null", "anon_inode:", "/sys/", "/proc/"))
        }
        assert kept == {on_disk.url}
        asker.kill()
        asker.wait()
        until(lambda: not about.exists())
        until(lambda: not spill.exists())
        # what a killed program leaves of its own the next one takes away
        sweep(tmp_path, "chanlian-run-")
        assert list(tmp_path.iterdir()) == []


@LINUX
def test_a_process_that_breaks_is_one_error(on_disk: Graph, tmp_path: Path) -> None:
    with asking(on_disk.url, tmp_path) as (asker, child):
        os.kill(child, signal.SIGSEGV)
        said = asker.communicate(timeout=30)[1]
    assert said.startswith("chanlian: the process of the question ended without an answer (SIGSEGV)")
    assert len(said.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@LINUX
def test_ctrl_c_stops_a_question(on_disk: Graph, tmp_path: Path) -> None:
    with asking(on_disk.url, tmp_path) as (asker, child):
        asker.send_signal(signal.SIGINT)
        said = asker.communicate(timeout=30)[1]
    assert asker.returncode == 1
    assert said.strip() == "chanlian: stopped; nothing was half-written"
    assert not Path(f"/proc/{child}").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.torture
def test_a_parameter_that_cannot_be_sent_is_told(world: Graph) -> None:
    for value in (lambda: 1, object()):
        with pytest.raises(BadInput):
            world.sql("SELECT $p", {"p": value})
    with pytest.raises(BadInput, match="character 9"):
        world.sql("SELECT '\udcff'")
    if TORTURE:  # DuckDB takes seconds to make such a value
        with pytest.raises(BadInput, match="nested too deep"):
            world.sql("SELECT " + "[" * 900 + "1" + "]" * 900)


def test_errors_say_what_is_wrong(world: Graph, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"v_firm .*v_firms"):
        world.sql("SELECT * FROM v_firm")
    with pytest.raises(BadInput, match=r'named "naem"; nearest: name'):
        world.sql("SELECT f.naem FROM v_firms f")
    with pytest.raises(BadInput, match="syntax error"):
        world.sql("SELEC 1")
    with pytest.raises(GraphMissing):
        connect(str(tmp_path / "none.duckdb")).sql("SELECT 1")
    assert not (tmp_path / "none.duckdb").exists()
    with pytest.raises(UnsupportedURL):
        connect("bolt://host/db").sql("SELECT 1")
    with pytest.raises(BadInput, match="p"):
        world.sql("SELECT $p", {"q": 1})
