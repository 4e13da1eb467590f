"""SQL of one's own: one SELECT over a graph in DuckDB, and nothing else.

The question runs in a connection of its own: the graph is attached read-only, files and the
network are shut off, the configuration is locked. It sees the graph's tables, and readable
views of them (`v_firms`, `v_supplies`, ...).
"""

from __future__ import annotations

import re
import threading
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..batch import DUCKDB_CONFIG
from ..dates import DATES_SQL
from ..engines.duckdb.errors import told
from ..errors import BadInput, GraphError, UnsupportedURL
from ..frames import frame_of
from ..scratch import scratch
from .result import Told, attrs_of
from .views import make_views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb
    import pandas as pd

    from ..readable import Readable

LOCKS: Final = (
    "SET TimeZone = 'UTC'",
    "SET enable_progress_bar = false",  # it would stand in the midst of the answer
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
"""In this order: no variable of the program is a table, no file is read or written, nothing undoes that."""

_BATCH: Final = 10_000
_TICK: Final = 0.1
_T = TypeVar("_T")
_COMMENT: Final = re.compile(r"\s+|--[^\n]*(?:\n|$)|/\*.*?\*/", re.DOTALL)
_EXPLAIN: Final = re.compile(r"EXPLAIN(?:\s+ANALYZE)?(?:\s*\([^)]*\))?", re.IGNORECASE)


def ask_sql(
    graph: Readable,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int | None = None,
    seconds: float | None = None,
) -> Told:
    """The rows of one SELECT (or EXPLAIN of one) over a graph.

    `parameters` are bound to $name in the text, never pasted. At most `limit` rows are fetched;
    after `seconds` the question is stopped.

    Raises
    ------
    BadInput
        If the text is not one SELECT, or DuckDB does not understand it.
    GraphError
        If it takes longer than `seconds`, or runs out of memory.
    UnsupportedURL
        If the graph does not live in DuckDB.

    >>> from chanlian.graph.graph import connect
    >>> ask_sql(connect(":memory:"), "SELECT 1 AS one, count(*) AS firms FROM v_firms").rows
    [{'one': 1, 'firms': 0}]
    """
    with _session(graph) as db:
        _check(db, text)
        with _told():
            names, rows = _watched(db, lambda: _fetched(db, text, parameters, limit), seconds)
    more = limit is not None and len(rows) > limit
    return Told(names, [dict(zip(names, row, strict=True)) for row in rows[:limit]], more)


def sql_frame(
    graph: Readable, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
) -> pd.DataFrame:
    """`ask_sql` as a frame that says what was asked."""
    told = ask_sql(graph, text, parameters, seconds=seconds)
    frame = frame_of(told.columns, told.rows)
    frame.attrs = attrs_of(graph, "sql", text, parameters)
    return frame


def _fetched(
    db: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any] | None, limit: int | None
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Names and rows; one more row than the limit where there are more.

    Moments with a zone are fetched as text, which needs no library of zones.
    """
    bound = [dict(parameters)] if parameters else []
    result = db.execute(text, *bound)
    described = result.description or []
    names = _distinct([column[0] for column in described])
    zoned = ["TIME ZONE" in str(column[1]) for column in described]
    if any(zoned):
        cells = [f"c{number}::VARCHAR" if one else f"c{number}" for number, one in enumerate(zoned)]
        numbered = ", ".join(f"c{number}" for number in range(len(zoned)))
        inner = text.rstrip().rstrip(";")
        result = db.execute(f"SELECT {', '.join(cells)} FROM ({inner}\n) t({numbered})", *bound)
    rows: list[tuple[Any, ...]] = []
    while limit is None or len(rows) <= limit:
        part = result.fetchmany(_BATCH if limit is None else min(_BATCH, limit + 1 - len(rows)))
        if not part:
            break
        rows += part
    return names, rows


@contextmanager
def _session(graph: Readable) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked connection whose current database is the graph, read-only."""
    import duckdb

    attach = graph.capabilities.attach
    if attach is None:
        raise UnsupportedURL(
            f"{graph.url}: SQL is asked of a graph in a DuckDB file, a server is asked in Cypher:"
            f" chanlian cypher {graph.url} TEXT; or take the graph into a file first: chanlian pull {graph.url} FILE.duckdb",
            f"{graph.url}：SQL 只能查询 DuckDB 文件中的图，服务器上的图用 Cypher 查询：chanlian cypher {graph.url} 语句；"
            f"也可先取到文件中：chanlian pull {graph.url} 文件.duckdb",
        )
    with graph.reading():  # it is there, a graph, and not of a later version; and stays so
        spill = scratch()
        db = duckdb.connect(":memory:", config={**DUCKDB_CONFIG, "temp_directory": str(spill.path)})
        try:
            attach(db)
            with told(graph.url):
                db.execute(DATES_SQL)
                make_views(db)
            for lock in LOCKS:
                db.execute(lock)
            yield db
        finally:
            db.close()
            spill.remove()


def _check(db: duckdb.DuckDBPyConnection, text: str) -> None:
    """Raise unless the text is one SELECT, or one EXPLAIN of a SELECT."""
    import duckdb

    try:
        statements = db.extract_statements(text)
        kinds = [statement.type for statement in statements]
        if kinds == [duckdb.StatementType.EXPLAIN]:
            inner = db.extract_statements(_EXPLAIN.sub("", _begun(text), count=1))
            kinds = [statement.type for statement in inner]
    except duckdb.Error as error:
        raise _misunderstood(error) from error
    if kinds != [duckdb.StatementType.SELECT]:
        names = ", ".join(kind.name for kind in kinds)
        raise BadInput(
            f"only one SELECT is asked of a graph, and this is {names or 'nothing'}; facts come in with chanlian load",
            f"只能查询一条 SELECT 语句，而这里是 {names or '空的'}；写入事实请用 chanlian load",
        )


def _begun(text: str) -> str:
    """A text from its first word on, without the comments before it."""
    while match := _COMMENT.match(text):
        text = text[match.end() :]
    return text


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Names of columns, a second one of a name with a number behind.

    >>> _distinct(["a", "b", "a", "a_2"])
    ('a', 'b', 'a_2', 'a_2_2')
    """
    out: list[str] = []
    for name in names:
        new, number = name, 1
        while new in out:
            number += 1
            new = f"{name}_{number}"
        out.append(new)
    return tuple(out)


def _watched(db: duckdb.DuckDBPyConnection, work: Callable[[], _T], seconds: float | None) -> _T:
    """Do what may take long in a thread, so that Ctrl-C and the time that is up can stop it."""
    done: Future[_T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        if not seconds:
            while not wait([done], _TICK).done:
                pass
        elif not wait([done], seconds).done:
            raise GraphError(  # noqa: TRY301  # it is stopped below, as with Ctrl-C
                f"the question was stopped after {seconds:g} seconds; ask for less, or give it more time",
                f"查询超过 {seconds:g} 秒，已停止；请缩小范围或放宽时限",
            )
    except BaseException:
        db.interrupt()
        while not wait([done], _TICK).done:  # an interrupt that comes between two steps is lost
            db.interrupt()
        raise
    return done.result()


@contextmanager
def _told() -> Iterator[None]:
    """DuckDB's errors in this package's words."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise GraphError(
            f"the question needs more memory than there is ({_first_line(error)}); ask for less",
            f"查询所需内存不足（{_first_line(error)}）；请缩小范围",
        ) from error
    except duckdb.PermissionException as error:
        raise BadInput(
            "a question in SQL reads the graph and no files, addresses or settings; load other tables with chanlian load"
            f" ({_first_line(error)})",
            f"SQL 查询只能读取图本身，不能读取文件、网址或设置；其他表请用 chanlian load 载入（{_first_line(error)}）",
        ) from error
    except duckdb.Error as error:
        raise _misunderstood(error) from error


def _misunderstood(error: Exception) -> BadInput:
    said = _first_line(error)
    return BadInput(
        f"the SQL cannot be run: {said}; tables and columns are listed by chanlian sql --help and chanlian schema",
        f"SQL 无法执行：{said}；表和列见 chanlian sql --help 与 chanlian schema",
    )


def _first_line(error: Exception) -> str:
    """What DuckDB says, in one line: its candidates too, but not the question again."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("LINE ", "^"))]
    return " ".join(kept[:2]).rstrip(".")
