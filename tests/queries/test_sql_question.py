"""SQL of one's own: one SELECT is answered, readable views have names, and everything else is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chanlian import BadInput, GraphMissing, UnsupportedURL, cite, connect
from chanlian.graph import Graph
from chanlian.graph.console.sql import ask_sql
from chanlian.graph.console.views import view_columns, view_name
from chanlian.graph.errors import GraphError
from chanlian.graph.schema import KINDS

pytestmark = pytest.mark.core


@pytest.fixture(scope="module")
def on_disk(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The bundled example in a file, with files beside it that no question may read."""
    folder = tmp_path_factory.mktemp("sql")
    (folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "other.duckdb").write_bytes(b"")
    return connect(str(shutil.copy(built_example, folder / "g.duckdb")))


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
def test_every_table_has_a_readable_view_with_every_fact(of: Any, on_disk: Graph) -> None:
    told = ask_sql(on_disk, f"SELECT * FROM {view_name(of)}")
    assert list(told.columns) == view_columns(of)
    assert {row["fact"] for row in told.rows} == {
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
def test_one_select_is_answered(text: str, world: Graph) -> None:
    assert ask_sql(world, text).rows


ATTACKS = [
    # to write
    "INSERT INTO firm SELECT * FROM firm", "DELETE FROM firm", "UPDATE firm SET name = 'x'", "DROP TABLE firm",
    "CREATE TABLE x AS SELECT 1", "CREATE TEMP TABLE x AS SELECT 1", "CREATE MACRO m() AS 1", "ALTER TABLE firm ADD x INT",
    "TRUNCATE firm", "VACUUM", "CHECKPOINT", "ANALYZE", "BEGIN", "COMMIT", "EXPLAIN ANALYZE INSERT INTO meta VALUES ('a', 'b')",
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
def test_everything_else_is_refused(text: str, on_disk: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    folder = Path(on_disk.url).parent
    monkeypatch.chdir(folder)
    invented_frame = pd.DataFrame({"a": [1]})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(BadInput) as refused:
        ask_sql(on_disk, text.replace("{folder}", str(folder)))
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
    cells = dict(zip(*([cell.value for cell in line] for line in sheet.iter_rows()), strict=True))
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


ENDLESS = "SELECT sum(a.range * b.range) FROM range(100000) a, range(1000000) b"


def test_a_long_question_is_stopped(world: Graph) -> None:
    with pytest.raises(GraphError, match="0.2 seconds"):
        ask_sql(world, ENDLESS, seconds=0.2)
    assert world.sql("SELECT 1 AS a", seconds=60)["a"].item() == 1


@pytest.mark.skipif(os.name == "nt", reason="interrupts are sent otherwise there")
def test_ctrl_c_stops_a_question(on_disk: Graph) -> None:
    code = "from chanlian.cli import main; print('started', flush=True); main()"
    line = [sys.executable, "-c", code, "sql", on_disk.url, ENDLESS, "--lang", "en"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.readline()
        # until it has begun to ask, the interrupt would stop an import
        time.sleep(4)
        run.send_signal(signal.SIGINT)
        try:
            _, err = run.communicate(timeout=60)
        finally:
            run.kill()  # or the tests would wait for it for ever
    assert run.returncode == 1
    assert "stopped" in err
    assert "Traceback" not in err


def test_errors_say_what_is_wrong(world: Graph, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"v_firm .*v_firms"):
        world.sql("SELECT * FROM v_firm")
    with pytest.raises(BadInput, match="syntax error"):
        world.sql("SELEC 1")
    with pytest.raises(GraphMissing):
        connect(str(tmp_path / "none.duckdb")).sql("SELECT 1")
    assert not (tmp_path / "none.duckdb").exists()
    with pytest.raises(UnsupportedURL):
        connect("bolt://host/db").sql("SELECT 1")
    with pytest.raises(BadInput, match="p"):
        world.sql("SELECT $p", {"q": 1})
