"""The embedded engine: a graph in one DuckDB file.

A DuckDB handle that can write shuts out every other process, readers too. So the file
is opened read-only for each question (or each group of them), opened for writing only
while a batch is written, and let go of in between.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ...dates import DATES_SQL
from ...errors import GraphError, GraphMissing
from ...passing import Passing, sweep
from ...schema import SCHEMA_VERSION
from ...schema.steps import change_since
from ...scratch import scratch
from ...sql_text import literal
from ...stops import deferring
from ..base import Capabilities
from . import making
from .confined import attached, confine, foreign_functions, prove, show
from .durable import write
from .errors import BUSY, held_elsewhere, held_here, told, unreadable, unwritable
from .files import put_in_place, wal
from .handles import NotYet, Ours, read, release, turn_from_now, writing
from .scan import given_up, scan_sql, unless_gone_on_with
from .upgrade import copied, shadows
from .write import upgrade_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb
    import pandas as pd
    import pyarrow as pa

    from ...batch import Batch
    from ..base import Progress, Question
    from .handles import Handle

_RETRY_SECONDS = 0.05
_SMALL_BLOCK, _LARGE_BLOCK = 16_384, 262_144
"""A small graph in large blocks is mostly air; a large one in small blocks takes half as long again to write."""
_LARGE = 100_000
_PREFIX, _SUFFIX = ".chanlian-graph-", ".part"
"""Of the passing folder in which a graph is made."""
_T = TypeVar("_T")


@dataclass(slots=True)
class Held:
    """What a handle has open, while somebody reads."""

    handle: Handle
    db: duckdb.DuckDBPyConnection
    version: int
    holders: int = 0
    blocks: int = 0
    """So many of them hold it on purpose, until their block ends."""
    spare: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    """Further connections that nobody reads from now."""

    def another(self) -> duckdb.DuckDBPyConnection:
        """One more connection, in which every table is today's too; who has read all that was asked of it may put it into `spare`."""
        if self.spare:
            return self.spare.pop()
        db = self.db.cursor()
        show(db, self.version)
        return db

    def close(self) -> None:
        """Close all connections, and let go of the file."""
        for db in (*self.spare, self.db):
            db.close()
        release(self.handle)


class DuckDBEngine:
    """A graph in a DuckDB file; `:memory:` is a temporary file that goes with the handle."""

    def __init__(self, path: str, *, wait: float = 0.0) -> None:
        self.path = Path(os.path.realpath(path))  # a link to nothing yet becomes one to a graph
        self._url = path
        self.wait = wait
        self._lock = threading.RLock()
        self._held: Held | None = None
        """What is open, while somebody reads."""
        self._proven = False
        """Whether the file has been seen to be a graph."""
        self._copy: tuple[tuple[int, int], Path] | None = None
        """The upgraded copy that is read, and of what state of the file it is one."""
        self._folders: list[Passing] = []
        """Temporary folders that go with the handle."""
        if path == ":memory:":
            self._folders.append(scratch())
            self.path = self._folders[-1].path / "graph.duckdb"
            self.create()

    @property
    def url(self) -> str:
        """The path of the file as it was given."""
        return self._url

    @property
    def capabilities(self) -> Capabilities:
        """SQL, and a file that can be copied, and read by another process."""
        return Capabilities("sql", file=self.path, copy=lambda to: copied(self.path, to))

    # -- opening -------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the file is there; whose it is shows when it is opened.

        Raises
        ------
        GraphError
            If there is something else than a file: to open a pipe may take for ever.
        """
        if self.path.is_file():
            return True
        if not self.path.exists():
            return False
        raise GraphError(
            f"{self.url}: is a folder or a device and no file; name a graph's file, such as {self.url}/graph.duckdb",
            f"{self.url}：是文件夹或设备，不是文件；请指定图文件，如 {self.url}/graph.duckdb",
        )

    def _patiently(self, work: Callable[[], _T], deadline: float) -> _T:
        """Do `work`, again and again while somebody else holds the file, until the moment `deadline`."""
        import duckdb

        while True:
            try:
                return work()
            except NotYet:
                pass
            except Ours as error:
                if time.monotonic() >= deadline:
                    raise held_here(self.url) from error
            except duckdb.Error as error:
                if not BUSY.search(str(error)):
                    raise unreadable(self.url, error) from error
                if time.monotonic() >= deadline:
                    raise held_elsewhere(self.url) from error
            except OSError as error:
                raise unreadable(self.url, error) from error
            time.sleep(_RETRY_SECONDS)

    def _connect(self) -> Held:
        """The process's handle on the file, and a connection of one's own to it in which every table is today's."""
        if not self.exists():
            raise GraphMissing(
                f"{self.url}: there is no graph here; make one with: chanlian load {self.url} FILE...",
                f"{self.url}：这里还没有图；用 chanlian load {self.url} 文件... 建立",
            )
        handle, db = self._joined(self.path)
        try:
            with told(self.url):
                version = prove(db, self.url, "graph")
                if version < SCHEMA_VERSION and not change_since(version).additive:
                    path = self._upgraded_copy(version)
                    db.close()
                    release(handle)
                    handle, db = self._joined(path)
                    version = SCHEMA_VERSION
                show(db, version)
                self._proven = True
        except BaseException:
            db.close()
            release(handle)
            raise
        return Held(handle, db, version)

    def _joined(self, path: Path) -> tuple[Handle, duckdb.DuckDBPyConnection]:
        """A connection of one's own to what this process has open of a file, opened if need be."""
        turn = turn_from_now()
        handle = self._patiently(lambda: read(path, attached, turn), time.monotonic() + self.wait)
        assert handle.db is not None  # it is read, not written
        return handle, handle.db.cursor()

    def _upgraded_copy(self, version: int) -> Path:
        """The graph as one of today's version, for reading alone; it goes with the handle."""
        found = self.path.stat()
        state = (found.st_mtime_ns, found.st_size)
        if self._copy is None or self._copy[0] != state:
            self._folders.append(scratch())
            path = copied(self.path, self._folders[-1].path / self.path.name)
            upgrade_whole(path, version)
            self._copy = (state, path)
        return self._copy[1]

    def attach(self, db: duckdb.DuckDBPyConnection) -> None:
        """Make the graph the current database of another connection, as one of today's version; it opens nothing else then.

        To be called while the graph is held open (`reading`) in another process: it is there then, and stays as it is.
        """
        path = self.path
        with told(self.url):
            _attach(db, path, "graph (READ_ONLY)")
            version = prove(db, self.url, "graph")
            if version < SCHEMA_VERSION and not change_since(version).additive:
                db.execute("DETACH graph")
                path, version = self._upgraded_copy(version), SCHEMA_VERSION
                _attach(db, path, "graph (READ_ONLY)")
            foreign_functions(db, self.url, "graph")
            confine(db, path)
            db.execute(f"USE graph; {DATES_SQL}; {shadows(db, 'graph', version)}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the file open, read-only, until the block ends; blocks may nest, and end in any order."""
        let_go = self._hold(block=1)
        try:
            yield
        finally:
            let_go()

    def _hold(self, *, block: int = 0) -> Callable[[], None]:
        """One holder more; what is given lets go, once."""
        with self._lock:
            if self._held is None:
                self._held = self._connect()
            held = self._held
            held.holders += 1
            held.blocks += block
        done = False

        def let_go() -> None:
            nonlocal done
            with self._lock:
                if done:
                    return
                done = True
                held.holders -= 1
                held.blocks -= block
                if held.holders == 0:
                    self._held = None
                    held.close()

        return let_go

    # -- the four verbs ------------------------------------------------------------------

    def create(self) -> None:
        """Make the file with all tables in one transaction."""
        if not self.exists() and self._make():
            self._proven = True
            return
        with self.reading():
            pass

    def _make(self, block_size: int = _SMALL_BLOCK) -> bool:
        """Make the graph whole or, even if the process dies, not at all; whether it was this process that did."""
        import duckdb

        folder = self.path.parent
        try:
            sweep(folder, _PREFIX, _SUFFIX)
            with Passing(folder, _PREFIX, _SUFFIX) as passing:
                new = passing / self.path.name
                making.make_file(new, block_size)
                # the log of a graph that was removed is not this one's
                if not self.path.exists():
                    wal(self.path).unlink(missing_ok=True)
                return put_in_place(new, self.path)
        except (OSError, duckdb.Error) as error:
            raise unwritable(self.url, error) from error

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        """Write the batch in one transaction, however large; a crash leaves the file as it was."""
        del part, progress
        until = time.monotonic() + self.wait
        if self.exists():
            sweep(self.path.parent, _PREFIX, _SUFFIX)  # a second name of this graph, if its maker was killed
            if not self._proven:
                with self.reading():  # to open another's database to write would change it
                    pass
        made = not self.exists() and self._make(_LARGE_BLOCK if batch.rows() > _LARGE else _SMALL_BLOCK)
        if not confine(batch.db, self.path.absolute()):
            batch.move()
            confine(batch.db, self.path.absolute())
        try:
            # from the commit on a stop waits until it is known what stands
            with deferring() as stops, writing(self.path, until) as opened:
                self._patiently(lambda: _attach(batch.db, self.path, "g"), until)
                opened()
                write(batch, self.url, self.path, stops, made=made)
        except Ours as error:
            raise held_here(self.url) from error

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
        """The question, run and not yet fetched; one at a time, since a connection has one result."""
        with self.reading(), self._lock, told(self.url, question.name):
            assert self._held is not None  # reading() holds it
            yield self._held.db.execute(question.sql, dict(parameters))

    def scan(self, kind_name: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order; `claim` gives those stated by several sources, `removed` what was taken out.

        Outside of `reading` a scan that nobody goes on with is given up after two minutes: it would keep writers out.
        """
        sql = scan_sql(kind_name)
        let_go = self._hold()
        held, ended = self._held, ExitStack()
        try:
            assert held is not None  # it has just been opened
            with told(self.url, kind_name):
                # its own connection: other questions are asked while it is open
                db = held.another()
                ended.callback(db.close)
                reader = db.sql(sql).to_arrow_reader(100_000)
            with closing(reader):  # a reader keeps the file open as long as it lives itself
                while True:
                    with told(self.url, kind_name, fetched_by_arrow=True):
                        part = next(reader, None)
                    if part is None:
                        break
                    if held.blocks:
                        yield part
                        continue
                    with unless_gone_on_with(reader.close, db.close, let_go) as waited:
                        yield part
                    if waited.over:
                        raise given_up(self.url, kind_name)
            ended.pop_all()
            held.spare.append(db)
        finally:
            ended.close()
            let_go()


def _attach(db: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a file to a connection under a name."""
    db.execute(f"ATTACH {literal(str(path))} AS {name}")
