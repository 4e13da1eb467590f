"""The embedded engine: a graph in one DuckDB file.

A DuckDB handle that can write shuts out every other process, readers too. So the file
is opened read-only for each question (or each group of them), opened for writing only
while a batch is written, and let go of in between.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..batch import DUCKDB_CONFIG
from ..dates import DATES_SQL
from ..errors import GraphBusy, GraphError, GraphMissing, GraphTooNew
from ..schema import SCHEMA_VERSION, Node, kind
from ._duckdb_write import write_batch
from ._tables import ddl, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pandas as pd
    import pyarrow as pa

    from ..batch import Batch
    from .base import Question

_RETRY_SECONDS = 0.05


class DuckDBEngine:
    """A graph in a DuckDB file; `:memory:` is a temporary file that goes with the handle."""

    def __init__(self, path: str, *, wait: float = 0.0) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="chanlian-") if path == ":memory:" else None
        self.path = Path(self._temporary.name) / "graph.duckdb" if self._temporary else Path(path)
        self._url = path
        self.wait = wait
        self._open: duckdb.DuckDBPyConnection | None = None
        if self._temporary:
            self.create()

    @property
    def url(self) -> str:
        """The path of the file as it was given."""
        return self._url

    # -- opening -------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the file is there; whose it is shows when it is opened."""
        return self.path.exists()

    def _patiently(self, work: Any) -> Any:
        """Do `work`, again and again while another process holds the file, for `wait` seconds."""
        import duckdb

        deadline = time.monotonic() + self.wait
        while True:
            try:
                return work()
            except duckdb.IOException as error:
                if not re.search(r"lock|being used by another process", str(error), re.IGNORECASE):
                    raise self._unreadable(error) from error
                if time.monotonic() >= deadline:
                    raise GraphBusy(
                        f"{self.url}: another process is writing to this graph, or holds it; "
                        "try again, or wait for it with --wait SECONDS",
                        f"{self.url}：另一个程序正在写入或占用这个图；请稍后再试，或用 --wait 秒数 等待",
                    ) from error
            except duckdb.Error as error:
                raise self._unreadable(error) from error
            time.sleep(_RETRY_SECONDS)

    def _unreadable(self, error: Exception) -> GraphError:
        reason = str(error).strip().splitlines()[0]
        return GraphError(
            f"{self.url}: cannot be opened as a graph ({reason}); name a graph made by chanlian",
            f"{self.url}：不能作为图打开（{reason}）；请指定由 chanlian 建立的图文件",
        )

    def _connect(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        if not self.path.exists():
            raise GraphMissing(
                f"{self.url}: there is no graph here; make one with: chanlian load {self.url} FILE...",
                f"{self.url}：这里还没有图；用 chanlian load {self.url} 文件... 建立",
            )
        db: duckdb.DuckDBPyConnection = self._patiently(
            lambda: duckdb.connect(str(self.path), read_only=True, config=DUCKDB_CONFIG)
        )
        try:
            check_version(db, self.url)
            db.execute(DATES_SQL)
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the file open, read-only, until the block ends; blocks may nest."""
        if self._open is not None:
            yield
            return
        self._open = self._connect()
        try:
            yield
        finally:
            self._open.close()
            self._open = None

    # -- the four verbs ------------------------------------------------------------------

    def create(self) -> None:
        """Make the file with all tables in one transaction."""
        import duckdb

        if self.path.exists():
            self._connect().close()
            return
        new_path = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        try:
            db = self._patiently(lambda: duckdb.connect(str(new_path), config={**DUCKDB_CONFIG, "default_block_size": "16384"}))
            try:
                make_tables(db)
            finally:
                db.close()
            # a graph appears whole or not at all, even if the process dies here
            os.replace(new_path, self.path)
        except OSError as error:
            raise self._unreadable(error) from error
        finally:
            new_path.unlink(missing_ok=True)

    def write(self, batch: Batch) -> None:
        """Write the batch in one transaction; a crash leaves the file as it was."""
        created = not self.path.exists()
        self.create()
        path = str(self.path).replace("'", "''")
        try:
            self._patiently(lambda: batch.db.execute(f"ATTACH '{path}' AS g"))
            try:
                check_version(batch.db, self.url, catalog="g.")
                write_batch(batch)
            finally:
                batch.db.execute("DETACH g")
        except BaseException:
            if created:
                self.path.unlink(missing_ok=True)
            raise

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of a question's SQL; parameters are bound, never pasted."""
        import duckdb

        with self.reading():
            assert self._open is not None  # noqa: S101  # reading() has just opened it
            try:
                return self._open.execute(question.sql, dict(parameters)).df()
            except duckdb.Error as error:
                raise GraphError(
                    f"{self.url}: the question {question.name!r} failed: {error}",
                    f"{self.url}：查询 {question.name!r} 失败：{error}",
                ) from error

    def scan(self, kind_name: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order; kind `claim` gives those stated by several sources."""
        with self.reading():
            assert self._open is not None  # noqa: S101  # reading() has just opened it
            yield from self._open.sql(_scan_sql(kind_name)).to_arrow_reader(100_000)


def make_tables(db: duckdb.DuckDBPyConnection) -> None:
    """Make an empty graph in the connection's own database, in one transaction."""
    (catalog,) = db.execute("SELECT current_database()").fetchone() or ("main",)
    db.execute("BEGIN")
    for statement in ddl(quoted(catalog) + ".main"):
        db.execute(statement)
    db.execute(
        f"INSERT INTO {quoted(catalog)}.main.meta VALUES ('schema_version', $version)",  # noqa: S608
        {"version": str(SCHEMA_VERSION)},
    )
    db.execute("COMMIT")


def check_version(db: duckdb.DuckDBPyConnection, url: str, catalog: str = "") -> None:
    """Raise unless the open database is a graph of this schema's version."""
    import duckdb

    try:
        row = db.execute(f"SELECT value FROM {catalog}meta WHERE key = 'schema_version'").fetchone()  # noqa: S608
    except duckdb.CatalogException:
        row = None
    if row is None:
        raise GraphError(
            f"{url}: this DuckDB file is not a chanlian graph; name another file",
            f"{url}：这个 DuckDB 文件不是 chanlian 的图；请指定另一个文件",
        )
    if int(row[0]) > SCHEMA_VERSION:
        raise GraphTooNew(
            f"{url}: written by a newer chanlian (schema {row[0]}, this one reads {SCHEMA_VERSION}); upgrade chanlian",
            f"{url}：由更新版本的 chanlian 写入（模式 {row[0]}，本版本支持 {SCHEMA_VERSION}）；请升级 chanlian",
        )


def _scan_sql(kind_name: str) -> str:
    """SQL of a kind's facts with identifiers instead of dense ids, in key order."""
    fact = "printf('%016x', x.fact) AS fact"
    evidence = "s.identifier AS source, x.locator, x.method, x.confidence, x.recorded"
    source = "LEFT JOIN source s ON s.id = x.source"
    if kind_name == "claim":
        return f"SELECT x.kind, {fact}, {evidence}, x.stated FROM claim x {source} ORDER BY x.fact, s.identifier"  # noqa: S608
    of = kind(kind_name)
    from ..schema import columns  # here: only scans need it

    props = ", ".join(f"x.{quoted(column)}" for column, _ in columns(of))
    if isinstance(of, Node):
        place = ", p.identifier AS place" if of.name == "firm" else ""
        join = "LEFT JOIN area p ON p.id = x.place" if place else ""
        return (
            f"SELECT {fact}, x.identifier, {props}{place}, {evidence} FROM {quoted(of.name)} x {join} {source}"  # noqa: S608
            " ORDER BY x.identifier"
        )
    ends = ", ".join(f"{quoted('n_' + end.name)}.identifier AS {quoted(end.name)}" for end in of.ends)
    joins = " ".join(
        f"JOIN {quoted(end.kinds[0]) if len(end.kinds) == 1 else 'node'} AS {quoted('n_' + end.name)}"
        f" ON {quoted('n_' + end.name)}.id = x.{quoted(end.name)}"
        for end in of.ends
    )
    return f"SELECT {fact}, {ends}, {props}, {evidence} FROM {quoted(of.name)} x {joins} {source} ORDER BY x.fact"  # noqa: S608
