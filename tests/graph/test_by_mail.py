"""A graph that came by mail: whatever it holds, its reader's files are not read, and its texts do not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import rows
from writers import edition

import chanlian as cl
from chanlian.graph import connect
from chanlian.graph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chanlian.graph import Graph

HIDDEN = "what only the reader may read"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text(HIDDEN, encoding="utf-8")
    return str(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.duckdb"
    connect(str(made)).write(edition(0))
    return made


def traps(secret: str) -> dict[str, tuple[str, ...]]:
    content = f"(SELECT content FROM read_text('{secret}'))"
    return {
        "a view for a table": (
            "ALTER TABLE firm RENAME TO firm_",
            f"CREATE VIEW firm AS SELECT * REPLACE ({content} AS name) FROM firm_",
        ),
        "a view for what it says of itself": (
            "ALTER TABLE meta RENAME TO meta_",
            f"CREATE VIEW meta AS SELECT key, CASE key WHEN 'as_of' THEN {content} ELSE value END AS value FROM meta_",
        ),
        "another view of all nodes": (
            f"CREATE OR REPLACE VIEW node AS SELECT id, 'firm' AS kind, identifier, {content} AS name FROM firm",
        ),
        "macros for functions": (
            *(
                f"CREATE MACRO {name}(x) AS {content}"
                for name in ("lower", "count", "max", "hex", "concat", "coalesce_")
            ),
            f"CREATE MACRO first_day(x) AS {content}",
            f"CREATE MACRO duckdb_tables() AS TABLE SELECT {content} AS table_name",
            f"CREATE MACRO unnest(x) AS {content}",
        ),
        "a default": (f"ALTER TABLE firm ALTER name SET DEFAULT concat('{HIDDEN}', 1)",),
        "an index": ("CREATE INDEX i ON firm ((concat(name, 'x')))",),
        "a trigger": (
            "CREATE TRIGGER t AFTER INSERT ON firm FOR EACH STATEMENT DELETE FROM supplies",
            f"CREATE TRIGGER u AFTER INSERT ON source FOR EACH STATEMENT INSERT INTO meta VALUES ('{HIDDEN}', 'ran')",
        ),
        "a view for a table that came later": (
            "ALTER TABLE removed RENAME TO removed_",
            f"CREATE VIEW removed AS SELECT * REPLACE ({content} AS kind) FROM removed_",
            "UPDATE meta SET value = '1' WHERE key = 'schema_version'",
        ),
        "an endless view": (
            "ALTER TABLE claim RENAME TO claim_",
            "CREATE VIEW claim AS WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT c.* FROM claim_ c, r",
        ),
    }


USES: dict[str, Callable[[Graph, Path], object]] = {
    "list": lambda graph, _: cl.list(graph, "firms").to_csv(),
    "info": lambda graph, _: (graph.meta(), cl.info(graph).to_csv()),
    "scan": lambda graph, _: repr([rows(graph, kind) for kind in ("firm", "claim", "removed", "supplies")]),
    "export": lambda graph, folder: [
        cl.export(graph, folder / "out"),
        "".join(one.read_text(encoding="utf-8") for one in (folder / "out").rglob("*") if one.is_file()),
    ],
    "sql": lambda graph, _: graph.sql("SELECT lower(v.name), * FROM v_firms v, node LIMIT 3", seconds=5).to_csv(),
    "load": lambda graph, _: graph.write(edition(1)),
    "dry run": lambda graph, _: repr(
        cl.load(graph, {"firms": [{"name": "firm 1"}]}, source="s", dry_run=True).attrs["notes"]
    ),
    "push": lambda graph, folder: [
        cl.push(graph, connect(str(folder / "copy.duckdb"))),
        repr(rows(connect(str(folder / "copy.duckdb")), "firm")),
    ],
}


def said_by(do: Callable[[Graph, Path], object], path: Path) -> str:
    try:
        return str(do(connect(str(path)), path.parent))
    except GraphError as error:
        return error.en


@pytest.mark.parametrize("trap", traps(""))
def test_a_file_with_texts_of_its_own_gives_nothing_away(path: Path, secret: str, trap: str) -> None:
    with duckdb.connect(str(path)) as db:
        for statement in traps(secret)[trap]:
            db.execute(statement)
    for use, do in USES.items():
        assert HIDDEN not in said_by(do, path), use
    # what a write left is no more than what it found and what it stated
    with duckdb.connect(str(path), read_only=True) as db:
        tables = db.execute("SELECT table_name FROM system.main.duckdb_tables()").fetchall()
        assert not any(HIDDEN in str(db.table(f'"{name}"').fetchall()) for (name,) in tables)


def test_functions_of_a_file_do_not_stand_in_for_those_of_duckdb(path: Path) -> None:
    graph = connect(str(path))
    before = cl.gaps(graph, "玉屏").to_csv(), graph.content_hash, repr(rows(graph, "firm"))
    with duckdb.connect(str(path)) as db:
        for name in ("lower", "count", "list", "max", "hex", "format", "concat", "strftime", "substr"):
            db.execute(f"CREATE MACRO {name}(x) AS 'no'")
    assert (cl.gaps(graph, "玉屏").to_csv(), graph.content_hash, repr(rows(graph, "firm"))) == before
    with pytest.raises(GraphError, match="functions of its own"):
        graph.sql("SELECT lower(name) FROM v_firms")


def test_a_connection_to_a_graph_opens_nothing_else(path: Path, secret: str) -> None:
    from chanlian.graph.engines.base import Question
    from chanlian.graph.engines.duckdb.confined import attached

    for text in (
        f"SELECT * FROM read_text('{secret}')",
        f"SELECT * FROM '{secret}'",
        f"SELECT * FROM glob('{path.parent}/*')",
    ):
        with pytest.raises(GraphError):
            connect(str(path)).rows(Question("q", text), {})
    with attached(path) as db:
        for text in (
            f"COPY (SELECT 1) TO '{path.parent / 'out.csv'}'",
            f"ATTACH '{path.parent / 'other.duckdb'}'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET allowed_paths = ['/']",
            "SET threads = 1",
        ):
            with pytest.raises(duckdb.Error):
                db.execute(text)


def test_one_batch_goes_into_two_files(tmp_path: Path) -> None:
    """A connection that has seen a graph's file opens no other: what is staged moves to a new one."""
    said = edition(1)
    for name in ("one.duckdb", "other.duckdb"):
        connect(str(tmp_path / name)).write(said)
    assert connect(str(tmp_path / "one.duckdb")).content_hash == connect(str(tmp_path / "other.duckdb")).content_hash


def test_a_trigger_takes_nothing_out(path: Path) -> None:
    """A load into a graph with one took five of six supplies away, and said nothing of it."""
    before = len(rows(connect(str(path)), "supplies"))
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON firm FOR EACH STATEMENT DELETE FROM supplies")
    with pytest.raises(GraphError, match="a trigger that chanlian did not give it"):
        cl.load(connect(str(path)), {"firms": [{"name": "甲"}]}, source="s")
    assert len(rows(connect(str(path)), "supplies")) == before


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE firm ALTER name TYPE VARCHAR[] USING [name]",
        "ALTER TABLE firm ALTER identifier TYPE STRUCT(a VARCHAR) USING {'a': identifier}",
        "ALTER TABLE supplies ALTER value TYPE VARCHAR",
        "UPDATE meta SET value = '0' WHERE key = 'schema_version'",
        "UPDATE meta SET value = NULL WHERE key = 'schema_version'",
        "UPDATE meta SET value = '1e3' WHERE key = 'schema_version'",
    ],
)
def test_tables_of_another_shape_are_told_in_a_line(path: Path, change: str) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute(change)
    for use, do in USES.items():
        with pytest.raises(GraphError) as caught:
            do(connect(str(path)), path.parent)
        assert caught.value.en.startswith(f"{path}: "), use
        assert "\n" not in caught.value.en


def test_a_graph_that_says_nothing_of_itself_but_its_version_is_written_to(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE meta SET value = NULL WHERE key <> 'schema_version'")
    cl.load(connect(str(path)), {"firms": [{"name": "甲"}]}, source="s")
    assert "甲" in {one["name"] for one in rows(connect(str(path)), "firm")}
