"""A graph's file may come by mail from anybody: what a connection that sees one may do, and what must be true of the file first.

A DuckDB file can hold more than tables: views and macros, whose texts run when they are read and could read
other files of the reader. So a connection has the one file and nothing else (no other file, no extension, and no
setting undoes that), names that are not a graph's are looked up among DuckDB's own first, and the catalog shows that what
is read are tables before any of them is read.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ...batch import DUCKDB_CONFIG
from ...dates import DATES_SQL
from ...errors import GraphError, GraphTooNew
from ...schema import KINDS, SCHEMA_VERSION, kind, properties
from ...schema.kinds import stored_as
from ...schema.own_kept import OWN_MODEL, beyond, own_kinds, own_properties, own_unknown
from ...schema.steps import change_since
from ...scratch import spill
from ...sql_text import literal
from .files import beside
from .handles import GRAPH
from .tables import BESIDE_KINDS, stored
from .upgrade import shadows

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

_LOGS: Final = ("", ".wal", ".wal.checkpoint", ".wal.recovery")
"""What DuckDB opens beside a file of a graph."""
_OWN_FIRST: Final = "SET search_path = 'system.main,system.pg_catalog,graph.main'"
"""No macro of a file stands in for a function of DuckDB."""


_CATALOG: Final = (
    "SELECT 'table', t.table_name, string_agg(c.column_name || '\x1f' || c.data_type, '\x1e')"
    " FROM system.main.duckdb_tables() t JOIN system.main.duckdb_columns() c USING (database_name, schema_name, table_name)"
    " WHERE database_name = $catalog AND schema_name = 'main' GROUP BY t.table_name"
    " UNION ALL SELECT 'view', view_name, NULL FROM system.main.duckdb_views()"
    " WHERE database_name = $catalog AND schema_name = 'main'"
)
"""What a file holds, without a word of it being run: its tables with their columns, its views."""
_RUNS: Final = (
    " UNION ALL SELECT 'runs', table_name, NULL FROM system.main.duckdb_tables()"
    " WHERE database_name = $catalog AND (has_primary_key OR check_constraint_count > 0 OR index_count > 0)"
    " UNION ALL SELECT 'runs', table_name, NULL FROM system.main.duckdb_columns()"
    " WHERE database_name = $catalog AND column_default IS NOT NULL"
    " UNION ALL SELECT 'runs', table_name, NULL FROM system.main.duckdb_triggers() WHERE database_name = $catalog"
)
"""Tables with something that would run when they are written."""
_EXPECTED: Final = {
    **{of.name: tuple((name, type_) for name, type_ in stored(of)) for of in KINDS},
    **BESIDE_KINDS,
}


def confine(db: duckdb.DuckDBPyConnection, path: Path, *reads: Path) -> bool:
    """Let a connection open this one graph's file from now on, and tables that it `reads`, and nothing else; nothing undoes that.

    False where it is confined to another file already.
    """
    (free, allowed) = db.execute(
        "SELECT current_setting('enable_external_access'), current_setting('allowed_paths')"
    ).fetchone() or (True, [])
    if not free:
        return str(path) in allowed
    db.execute(_limits(path, *reads))
    return True


def _limits(path: Path, *reads: Path) -> str:
    """SQL after which a connection opens these files alone: a graph's, and tables."""
    files = ", ".join(literal(str(one)) for one in (*(beside(path, log) for log in _LOGS), *reads))
    return (
        # a commit writes the log, and what folds it in is asked for and looked at: done in passing, it fails in silence
        "SET checkpoint_threshold = '1TB'; SET enable_progress_bar = false; SET python_enable_replacements = false;"
        f"SET allowed_paths = [{files}]; SET enable_external_access = false; SET lock_configuration = true"
    )


def attached(path: Path, rested: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that has the file read-only as `graph`: `rested`, which had this very file before, or a new one.

    It spills not beside the graph, whose folder may not be ours to write to.
    """
    import duckdb

    own = literal(str(path.absolute()))
    if rested is not None:
        with suppress(duckdb.Error):  # what is wrong with the file is told by the new one
            rested.execute(f"ATTACH {own} AS {GRAPH} (READ_ONLY)")
            return rested
        rested.close()
    db = duckdb.connect(":memory:", config={**DUCKDB_CONFIG, "temp_directory": str(spill() / "spilled")})
    try:
        db.execute(f"{_limits(path.absolute())}; ATTACH {own} AS {GRAPH} (READ_ONLY)")
    except BaseException:
        db.close()
        raise
    return db


def prove(db: duckdb.DuckDBPyConnection, url: str, catalog: str, *, written: bool = False) -> int:
    """The version of the schema of the graph that is attached under a name; nothing that it holds has run then.

    What is to be written must also hold no text that would run as it is written: a default, a condition, an index.

    Raises
    ------
    GraphError
        If the file is no graph, lacks a table, has a view where a table should be, or a text of its own beside a table.
    GraphTooNew
        If it is of a later version of the schema.
    """
    found = db.execute(_CATALOG + (_RUNS if written else ""), {"catalog": catalog}).fetchall()
    tables = {name: said for sort, name, said in found if sort == "table"}
    if "meta" not in tables:
        raise _no_graph(url)
    version, kept = _said(db, url, catalog)
    change = change_since(version)
    later = {*change.tables, *change.kinds}
    if beyond(kept):
        raise own_unknown(url, kept or "")
    later |= {*own_kinds()}
    own = [(of, name) for of in own_kinds() for name in own_properties(of)]
    newer = {*change.derived} | {
        (of, column)
        for of, name in (*change.properties, *own)
        for prop in properties(kind(of))
        if prop.name == name
        for column, _ in stored_as(prop)
    }
    for name, columns in _EXPECTED.items():
        there = dict(part.split("\x1f") for part in tables.get(name, "").split("\x1e") if part)
        wrong = [column for column, type_ in columns if there.get(column) != type_ and (name, column) not in newer]
        if wrong and (name in tables or name not in later):
            what = f"column {wrong[0]} of table {name}" if name in tables else f"table {name}"
            raise GraphError(
                f"{url}: a table or column is not there ({what}); another program changed this file: take a copy from before,"
                " or load the tables into a new graph",
                f"{url}：缺少表或列（{what}）；文件被其他程序改动过：请使用之前的备份，或将表格重新载入新的图",
            )
    views = [name for sort, name, _ in found if sort == "view" and name in _EXPECTED]
    if views:
        raise GraphError(
            f"{url}: {views[0]} is a view where a table should be; another program changed this file: load the tables into a"
            " new graph",
            f"{url}：{views[0]} 应为表，却是视图；文件被其他程序改动过：请将表格重新载入新的图",
        )
    if written:
        running = [name for sort, name, _ in found if sort == "runs" and name in tables]
        if running:
            raise GraphError(
                f"{url}: the table {running[0]} has a condition, an index, a default or a trigger that chanlian did not give it; another"
                " program changed this file: load an export of it into a new graph",
                f"{url}：表 {running[0]} 带有并非 chanlian 设置的约束、索引、默认值或触发器；文件被其他程序改动过：请导出后重新载入新的图",
            )
    return version


def foreign_functions(db: duckdb.DuckDBPyConnection, url: str, catalog: str) -> None:
    """Raise where a file brings functions of its own, before it is asked questions that may name any function."""
    if db.execute(
        "SELECT 1 FROM system.main.duckdb_functions() WHERE database_name = $catalog AND NOT internal LIMIT 1",
        {"catalog": catalog},
    ).fetchone():
        raise GraphError(
            f"{url}: this file holds functions of its own, which no graph does; load an export of it into a new graph",
            f"{url}：这个文件带有自定义函数，不是 chanlian 写入的；请导出后重新载入新的图",
        )


def show(db: duckdb.DuckDBPyConnection, version: int) -> None:
    """Let every text find the tables of `graph`, as of today's version, and the functions that it needs."""
    db.execute(f"{_OWN_FIRST}; {DATES_SQL}; {shadows(db, 'graph', version)}")


def _said(db: duckdb.DuckDBPyConnection, url: str, catalog: str) -> tuple[int, str | None]:
    """Of which version of the schema a graph is, and what it says to be declared of its own."""
    import duckdb

    asked = f"SELECT key, value FROM {catalog}.main.meta WHERE key IN ('schema_version', {literal(OWN_MODEL)})"
    try:
        said = dict(db.execute(asked).fetchall())
    except duckdb.BinderException:  # a table of that name, of another shape
        said = {}
    version = str(said.get("schema_version"))
    if not version.isdecimal() or int(version) < 1:
        raise _no_graph(url)
    if int(version) > SCHEMA_VERSION:
        raise GraphTooNew(
            f"{url}: written by a newer chanlian (schema {version}, this one reads {SCHEMA_VERSION}); upgrade chanlian",
            f"{url}：由更新版本的 chanlian 写入（模式 {version}，本版本支持 {SCHEMA_VERSION}）；请升级 chanlian",
        )
    return int(version), said.get(OWN_MODEL)


def _no_graph(url: str) -> GraphError:
    return GraphError(
        f"{url}: this DuckDB file is not a chanlian graph; name another file",
        f"{url}：这个 DuckDB 文件不是 chanlian 的图；请指定另一个文件",
    )
