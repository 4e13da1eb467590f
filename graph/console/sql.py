"""SQL of one's own: one SELECT over a graph in DuckDB, and nothing else.

The question runs in a process of its own, which can be ended (`process.py`), and there in a connection of its
own: the graph is attached read-only, files and the network are shut off, the configuration is locked. It sees the
graph's tables, and readable views of them (`v_firms`, `v_supplies`, ...).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..batch import DUCKDB_CONFIG
from ..engines.duckdb.engine import DuckDBEngine
from ..engines.duckdb.errors import broken, told, translated
from ..errors import BadInput, GraphError, UnsupportedURL
from ..frames import frame_of
from ..given import hand_over
from ..names.likeness import nearest
from ..schema import KINDS
from .process import Process
from .result import Told, attrs_of, checked, distinct
from .views import make_views, view_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb
    import pandas as pd

    from ..readable import Readable

_BATCH: Final = 10_000
_COMMENT: Final = re.compile(r"\s+|--[^\n]*(?:\n|$)|/\*.*?\*/", re.DOTALL)
_NO_COLUMN: Final = re.compile(r'does not have a column named "([^"]+)"')
"""Where a column is asked of one table by its short name; DuckDB names candidates everywhere else."""
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

    >>> from chanlian.graph import connect
    >>> ask_sql(connect(":memory:"), "SELECT 1 AS one, count(*) AS firms FROM v_firms").rows
    [{'one': 1, 'firms': 0}]
    """
    file = graph.capabilities.file
    if file is None:
        raise UnsupportedURL(
            f"{graph.url}: SQL is asked of a graph in a DuckDB file, a server is asked in Cypher:"
            f" chanlian cypher {graph.url} TEXT; or take the graph into a file first: chanlian pull {graph.url} FILE.duckdb",
            f"{graph.url}：SQL 只能查询 DuckDB 文件中的图，服务器上的图用 Cypher 查询：chanlian cypher {graph.url} 语句；"
            f"也可先取到文件中：chanlian pull {graph.url} 文件.duckdb",
        )
    # the process starts while the graph is opened: that it is there, a graph, and not of a later version; and stays so
    with Process(f"{__package__}._answer") as process, graph.reading():
        asked = {"file": str(file), "text": checked(text), "parameters": dict(parameters or {}), "limit": limit}
        names, *parts = process.ask(asked, seconds)
    rows = [dict(zip(names, row, strict=True)) for part in parts for row in part]
    return Told(tuple(names), rows[:limit], limit is not None and len(rows) > limit)


def sql_frame(
    graph: Readable, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
) -> pd.DataFrame:
    """`ask_sql` as a frame that says what was asked."""
    told = ask_sql(graph, text, parameters, seconds=seconds)
    return hand_over(frame_of(told.columns, told.rows), attrs_of(graph, "sql", text, parameters))


def answered(
    file: str, spill: str, text: str, parameters: Mapping[str, Any], limit: int | None
) -> Iterator[tuple[Any, ...] | list[tuple[Any, ...]] | None]:
    """What the process of a question gives: None when the graph is open, then the names of the columns, then rows.

    The caller holds the graph open too; `spill` is a folder for what does not fit into the memory.
    There is one more row than the limit where there are more.
    """
    with _session(file, spill) as db:
        yield None
        _check(db, text)
        with _told(file):
            yield from _fetched(db, text, parameters, limit)


def _fetched(
    db: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, Any], limit: int | None
) -> Iterator[tuple[Any, ...] | list[tuple[Any, ...]]]:
    """Names, then rows by the batch. Moments with a zone are fetched as text, which needs no library of zones."""
    bound = [dict(parameters)] if parameters else []
    result = db.execute(text, *bound)
    described = result.description or []
    yield distinct([column[0] for column in described])
    zoned = ["TIME ZONE" in str(column[1]) for column in described]
    if any(zoned):
        cells = [f"c{number}::VARCHAR" if one else f"c{number}" for number, one in enumerate(zoned)]
        numbered = ", ".join(f"c{number}" for number in range(len(zoned)))
        result = db.execute(f"SELECT {', '.join(cells)} FROM ({_bare(text)}\n) t({numbered})", *bound)
    fetched = 0
    while limit is None or fetched <= limit:
        part = result.fetchmany(_BATCH if limit is None else min(_BATCH, limit + 1 - fetched))
        if not part:
            break
        fetched += len(part)
        yield part


def _bare(text: str) -> str:
    """A statement without what ends it: semicolons and comments, as DuckDB itself parts a text.

    >>> _bare("SELECT '大;', now() /* a */; -- b; c")
    "SELECT '大;', now()"
    """
    import duckdb

    whole = text.encode()
    end = len(whole)
    for start, kind in reversed(duckdb.tokenize(text)):
        if kind != duckdb.token_type.comment and whole[start : start + 1] != b";":
            break
        end = start
    return whole[:end].decode().rstrip()


@contextmanager
def _session(file: str, spill: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked connection whose current database is the graph, read-only."""
    import duckdb

    db = duckdb.connect(":memory:", config={**DUCKDB_CONFIG, "temp_directory": str(Path(spill) / "spilled")})
    try:
        db.execute("SET TimeZone = 'UTC'")
        DuckDBEngine(file).attach(db)
        with told(file):
            make_views(db)
        yield db
    finally:
        db.close()


def _check(db: duckdb.DuckDBPyConnection, text: str) -> None:
    """Raise unless the text is one SELECT, or one EXPLAIN of a SELECT."""
    import duckdb

    try:
        kinds = _kinds(db, text)
        if kinds == [duckdb.StatementType.EXPLAIN]:
            kinds = _kinds(db, _EXPLAIN.sub("", _begun(text), count=1))
    except duckdb.Error as error:
        raise _misunderstood(error) from error
    if kinds != [duckdb.StatementType.SELECT]:
        names = ", ".join(kind.name if kind else "another statement" for kind in kinds)
        raise BadInput(
            f"only one SELECT is asked of a graph, and this is {names or 'nothing'}; facts come in with chanlian load",
            f"只能查询一条 SELECT 语句，而这里是 {names or '空的'}；写入事实请用 chanlian load",
        )


def _kinds(db: duckdb.DuckDBPyConnection, text: str) -> list[duckdb.StatementType | None]:
    """The kinds of the statements of a text; None of those for which DuckDB's Python has no word."""
    out: list[duckdb.StatementType | None] = []
    for statement in db.extract_statements(text):
        try:
            out.append(statement.type)
        except ValueError:
            out.append(None)
    return out


def _begun(text: str) -> str:
    """A text from its first word on, without the comments before it."""
    while match := _COMMENT.match(text):
        text = text[match.end() :]
    return text


@contextmanager
def _told(file: str) -> Iterator[None]:
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
        raise (translated(file, error) if broken(error) else _misunderstood(error)) from error


def _misunderstood(error: Exception) -> BadInput:
    said = _first_line(error)
    column = _NO_COLUMN.search(said)
    close = nearest(column[1], [name for of in KINDS for name in view_columns(of)], whole=True) if column else []
    near, near_zh = (f"; nearest: {', '.join(close)}", f"；相近的有：{'、'.join(close)}") if close else ("", "")
    return BadInput(
        f"the SQL cannot be run: {said}{near}; tables and columns are listed by chanlian sql --help and chanlian schema",
        f"SQL 无法执行：{said}{near_zh}；表和列见 chanlian sql --help 与 chanlian schema",
    )


def _first_line(error: Exception) -> str:
    """What DuckDB says, in one line: its candidates too, but not the question again."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("LINE ", "^"))]
    return " ".join(kept[:2]).rstrip(".")
