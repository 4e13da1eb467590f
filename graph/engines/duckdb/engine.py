"""The embedded engine: a graph in one DuckDB file.

A DuckDB handle that can write shuts out every other process, readers too. So the file
is opened read-only for each question (or each group of them), opened for writing only
while a batch is written, and let go of in between.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import weakref
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...batch import DUCKDB_CONFIG
from ...dates import DATES_SQL
from ...errors import BadInput, GraphBusy, GraphError, GraphMissing, GraphTooNew
from ...identity import hex_sql
from ...schema import EDGE_NAMES, NODE_NAMES, SCHEMA_VERSION, Node, columns, kind
from ...schema.steps import change_since
from ...sql_text import literal, quoted
from ..base import Capabilities
from .errors import reason, told, translated
from .files import abandoned, put_in_place, wal
from .tables import REMOVED, ddl
from .upgrade import copied, shadow
from .write import upgrade_whole, write_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pandas as pd
    import pyarrow as pa

    from ...batch import Batch
    from ..base import Progress, Question

_RETRY_SECONDS = 0.05
_SMALL_BLOCK, _LARGE_BLOCK = 16_384, 262_144
"""A small graph in large blocks is mostly air; a large one in small blocks takes half as long again to write."""
_LARGE = 100_000
_BUSY = re.compile(r"Could not set lock|Conflicting lock|being used by another process|Unique file handle conflict")


class DuckDBEngine:
    """A graph in a DuckDB file; `:memory:` is a temporary file that goes with the handle."""

    def __init__(self, path: str, *, wait: float = 0.0) -> None:
        self.path = Path(path)
        self._url = path
        self.wait = wait
        self._open: duckdb.DuckDBPyConnection | None = None
        self._copy: tuple[tuple[int, int], Path] | None = None
        """The upgraded copy that is read, and of what state of the file it is one."""
        if path == ":memory:":
            folder = tempfile.mkdtemp(prefix="chanlian-")
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            self.path = Path(folder) / "graph.duckdb"
            self.create()

    @property
    def url(self) -> str:
        """The path of the file as it was given."""
        return self._url

    @property
    def capabilities(self) -> Capabilities:
        """SQL, and a file that can be copied, and read by another process."""
        return Capabilities("sql", file=self.path)

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
            except duckdb.Error as error:
                if not _BUSY.search(str(error)):
                    raise self._unreadable(error) from error
                if time.monotonic() >= deadline:
                    raise self._busy(error) from error
            time.sleep(_RETRY_SECONDS)

    def _busy(self, error: Exception) -> GraphBusy:
        if "Unique file handle conflict" in str(error):
            return GraphBusy(
                f"{self.url}: this program itself still reads this graph; end `with graph.reading()` or the scan, then write",
                f"{self.url}：本程序自身仍在读取这个图；请先结束 reading() 或 scan 再写入",
            )
        return GraphBusy(
            f"{self.url}: another process is writing to this graph, or holds it; "
            "try again, or wait for it with --wait SECONDS",
            f"{self.url}：另一个程序正在写入或占用这个图；请稍后再试，或用 --wait 秒数 等待",
        )

    def _unreadable(self, error: Exception) -> GraphError:
        said = reason(error)
        if "Permission denied" in said or "Read-only file system" in said:
            return GraphError(
                f"{self.url}: cannot be opened ({said}); see that you may read it, and write it to load",
                f"{self.url}：无法打开（{said}）；请确认有读取权限，载入时还需写入权限",
            )
        if "checksum" in said:
            return translated(self.url, error)
        return GraphError(
            f"{self.url}: cannot be opened as a graph ({said}); name a graph made by chanlian",
            f"{self.url}：不能作为图打开（{said}）；请指定由 chanlian 建立的图文件",
        )

    def _unwritable(self, error: Exception) -> GraphError:
        said = reason(error)
        return GraphError(
            f"{self.url}: cannot be written ({said}); see that its folder exists, may be written to and has room",
            f"{self.url}：无法写入（{said}）；请确认所在文件夹存在、可写且有剩余空间",
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
            with told(self.url):
                version = check_version(db, self.url)
                if version < SCHEMA_VERSION and not change_since(version).additive:
                    path = self._upgraded_copy(version)
                    db.close()
                    db = duckdb.connect(str(path), read_only=True, config=DUCKDB_CONFIG)
                elif version < SCHEMA_VERSION:
                    shadow(db, version)
                # it would be written among the rows of an answer
                db.execute(f"SET enable_progress_bar = false; {DATES_SQL}")
        except BaseException:
            db.close()
            raise
        return db

    def _upgraded_copy(self, version: int) -> Path:
        """The graph as one of today's version, for reading alone; it goes with the handle."""
        found = self.path.stat()
        state = (found.st_mtime_ns, found.st_size)
        if self._copy is None or self._copy[0] != state:
            folder = tempfile.mkdtemp(prefix="chanlian-")
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            path = copied(self.path, Path(folder))
            upgrade_whole(path, version)
            self._copy = (state, path)
        return self._copy[1]

    def attach(self, db: duckdb.DuckDBPyConnection) -> None:
        """Make the graph the current database of another connection, read-only, as one of today's version.

        For SQL of one's own. To be called while the graph is held open, by this process or the one that started it: it is
        there then, and stays as it is.
        """
        with told(self.url):
            _attach(db, self.path, "graph (READ_ONLY)")
            db.execute("USE graph")
            version = check_version(db, self.url)
            if version < SCHEMA_VERSION and change_since(version).additive:
                shadow(db, version)
            elif version < SCHEMA_VERSION:
                db.execute("USE memory; DETACH graph")
                _attach(db, self._upgraded_copy(version), "graph (READ_ONLY)")
                db.execute("USE graph")

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
        if self.path.exists():
            self._connect().close()
        else:
            self._make()

    def _make(self, block_size: int = _SMALL_BLOCK) -> bool:
        """Make the graph whole or, even if the process dies, not at all; whether it was this process that did."""
        import duckdb

        # a killed process may have had this very number, as in a container
        new_path = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        leftovers = (new_path, wal(new_path), *abandoned(self.path))
        try:
            for path in leftovers:
                path.unlink(missing_ok=True)
            make_file(new_path, block_size)
            # the log of a graph that was removed is not this one's
            if not self.path.exists():
                wal(self.path).unlink(missing_ok=True)
            return put_in_place(new_path, self.path)
        except (OSError, duckdb.Error) as error:
            raise self._unwritable(error) from error
        finally:
            with suppress(OSError):  # a file system that cannot be written, of which the error speaks
                for path in leftovers:
                    path.unlink(missing_ok=True)

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        """Write the batch in one transaction, however large; a crash leaves the file as it was."""
        import duckdb

        del part, progress
        made = not self.path.exists() and self._make(_LARGE_BLOCK if batch.rows() > _LARGE else _SMALL_BLOCK)
        self._patiently(lambda: _attach(batch.db, self.path, "g"))
        try:
            write_batch(batch, check_version(batch.db, self.url, catalog="g."))
        except BaseException as error:
            with suppress(duckdb.Error):  # where the file is damaged, what was wrong at first is told
                # a graph that this load made goes with it, unless another process has written to it since
                made = made and batch.db.execute("SELECT count(*) FROM g.meta WHERE key = 'as_of'").fetchone() == (0,)
                batch.db.execute("DETACH g")
            if made:
                self.path.unlink(missing_ok=True)
            if isinstance(error, (duckdb.IOException, duckdb.TransactionException, duckdb.OutOfMemoryException)):
                raise self._unwritable(error) from error
            if isinstance(error, duckdb.Error):
                raise translated(self.url, error) from error
            raise
        batch.db.execute("DETACH g")

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows of a question's SQL as a frame; parameters are bound, never pasted."""
        with self._asked(question, parameters) as result:
            return result.df()

    def rows(self, question: Question, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a question's SQL as plain records."""
        with self._asked(question, parameters) as result:
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    @contextmanager
    def _asked(self, question: Question, parameters: Mapping[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
        """The question, run and not yet fetched."""
        with self.reading(), told(self.url, question.name):
            assert self._open is not None  # reading() has just opened it
            yield self._open.execute(question.sql, dict(parameters))

    def scan(self, kind_name: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order; `claim` gives those stated by several sources, `removed` what was taken out."""
        if kind_name not in (*NODE_NAMES, *EDGE_NAMES, "claim", "removed"):
            raise BadInput(
                f"there is no kind {kind_name!r}; the kinds are {', '.join((*NODE_NAMES, *EDGE_NAMES))}",
                f"没有“{kind_name}”这种类别；可用的有：{'、'.join((*NODE_NAMES, *EDGE_NAMES))}",
            )
        with self.reading():
            assert self._open is not None  # reading() has just opened it
            with told(self.url, kind_name):
                parts = iter(self._open.sql(_scan_sql(kind_name)).to_arrow_reader(100_000))
            while True:
                with told(self.url, kind_name, fetched_by_arrow=True):
                    part = next(parts, None)
                if part is None:
                    return
                yield part


def _attach(db: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a file to a connection under a name."""
    db.execute(f"ATTACH {literal(str(path))} AS {name}")


def make_file(path: Path, block_size: int) -> None:
    """Make an empty graph in a new file."""
    import duckdb

    db = duckdb.connect(str(path), config={**DUCKDB_CONFIG, "default_block_size": str(block_size)})
    try:
        make_tables(db)
    finally:
        db.close()


def make_tables(db: duckdb.DuckDBPyConnection) -> None:
    """Make an empty graph in the connection's own database, in one transaction."""
    (catalog,) = db.execute("SELECT current_database()").fetchone() or ("main",)
    db.execute("BEGIN")
    for statement in ddl(quoted(catalog) + ".main"):
        db.execute(statement)
    db.execute(
        f"INSERT INTO {quoted(catalog)}.main.meta VALUES ('schema_version', $version)",
        {"version": str(SCHEMA_VERSION)},
    )
    db.execute("COMMIT")


def check_version(db: duckdb.DuckDBPyConnection, url: str, catalog: str = "") -> int:
    """The version of the schema of the open database; raise where it is no graph, or one of a later version."""
    import duckdb

    try:
        row = db.execute(f"SELECT value FROM {catalog}meta WHERE key = 'schema_version'").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):  # no such table, or one of another shape
        row = None
    if row is None or not str(row[0]).isdecimal():
        raise GraphError(
            f"{url}: this DuckDB file is not a chanlian graph; name another file",
            f"{url}：这个 DuckDB 文件不是 chanlian 的图；请指定另一个文件",
        )
    if int(row[0]) > SCHEMA_VERSION:
        raise GraphTooNew(
            f"{url}: written by a newer chanlian (schema {row[0]}, this one reads {SCHEMA_VERSION}); upgrade chanlian",
            f"{url}：由更新版本的 chanlian 写入（模式 {row[0]}，本版本支持 {SCHEMA_VERSION}）；请升级 chanlian",
        )
    return int(row[0])


def _scan_sql(kind_name: str) -> str:
    """SQL of a kind's facts with identifiers instead of dense ids, in key order."""
    fact = f"{hex_sql('x.fact')} AS fact"
    evidence = "s.identifier AS source, x.locator, x.method, x.confidence, x.recorded"
    source = "LEFT JOIN source s ON s.id = x.source"
    if kind_name == "claim":
        return f"SELECT x.kind, {fact}, {evidence}, x.stated FROM claim x {source} ORDER BY x.fact, s.identifier"
    if kind_name == "removed":
        rest = ", ".join(f"x.{quoted(name)}" for name, _ in REMOVED if name not in ("kind", "fact"))
        return f"SELECT x.kind, {fact}, {rest} FROM removed x ORDER BY ALL"
    of = kind(kind_name)
    props = "".join(f"x.{quoted(column)}, " for column, _ in columns(of))
    if isinstance(of, Node):
        place = "p.identifier AS place, " if of.name == "firm" else ""
        join = "LEFT JOIN area p ON p.id = x.place" if place else ""
        return (
            f"SELECT {fact}, x.identifier, {props}{place}{evidence} FROM {quoted(of.name)} x {join} {source}"
            " ORDER BY x.identifier"
        )
    ends = ", ".join(f"{quoted('n_' + end.name)}.identifier AS {quoted(end.name)}" for end in of.ends)
    joins = " ".join(
        f"JOIN {quoted(end.kinds[0]) if len(end.kinds) == 1 else 'node'} AS {quoted('n_' + end.name)}"
        f" ON {quoted('n_' + end.name)}.id = x.{quoted(end.name)}"
        for end in of.ends
    )
    return f"SELECT {fact}, {ends}, {props}{evidence} FROM {quoted(of.name)} x {joins} {source} ORDER BY x.fact"
