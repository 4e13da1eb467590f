"""What DuckDB says went wrong, in this package's words: one line of what, where and what next."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ...errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator


BUSY: Final = re.compile(
    "Could not set lock|Conflicting lock|being used by another process|Unique file handle conflict"
)
"""How DuckDB says that somebody else has the file."""


@contextmanager
def told(url: str, what: str | None = None, *, fetched_by_arrow: bool = False) -> Iterator[None]:
    """Raise DuckDB's errors as this package's, with the question that failed; Arrow raises them as its own."""
    import duckdb

    kinds: tuple[type[Exception], ...] = (duckdb.Error,)
    if fetched_by_arrow:
        import pyarrow as pa

        kinds = (duckdb.Error, pa.ArrowException, OSError)
    try:
        yield
    except kinds as error:
        raise translated(url, error, what) from error


def translated(url: str, error: Exception, what: str | None = None) -> GraphError:
    """The error of this package for one that DuckDB raised over a graph that could be opened."""
    said = reason(error)
    doing, doing_zh = (f"the question {what!r} failed: ", f"查询 {what!r} 失败：") if what else ("", "")
    if _lacks(error):
        return GraphError(
            f"{url}: {doing}a table or column is not there ({said}); if no text of your own names it, another program changed"
            " this file: take a copy from before, or load the tables into a new graph",
            f"{url}：{doing_zh}缺少表或列（{said}）；如果不是自写语句中的名称，则文件被其他程序改动过：请使用之前的备份，或将表格重新载入新的图",
        )
    if broken(error):
        return GraphError(
            f"{url}: {doing}the file is damaged, or its disk is ({said}); take a copy from before, or load the tables into a"
            " new graph",
            f"{url}：{doing_zh}文件或磁盘已损坏（{said}）；请使用之前的备份，或将表格重新载入新的图",
        )
    if _memory(error):
        return GraphError(
            f"{url}: {doing}it needs more memory than there is ({said}); ask for less, or end other programs",
            f"{url}：{doing_zh}内存不足（{said}）；请缩小范围，或关闭其他程序",
        )
    if what:
        return GraphError(
            f"{url}: {doing}{said}; see that its text and its parameters fit together",
            f"{url}：{doing_zh}{said}；请检查查询语句与参数是否相符",
        )
    return GraphError(
        f"{url}: DuckDB refused ({said}); nothing was changed: try again, or report it with the command you ran",
        f"{url}：DuckDB 拒绝了操作（{said}）；没有任何改动：请重试，或连同所用命令一起报告此问题",
    )


def reason(error: Exception) -> str:
    """The first line of an error's message, in which nothing ends the sentence around it."""
    text = str(error).strip()
    return text.splitlines()[0].rstrip("!.") if text else type(error).__name__


def _lacks(error: Exception) -> bool:
    import duckdb

    return isinstance(error, (duckdb.CatalogException, duckdb.BinderException)) and "parameter" not in str(error)


def broken(error: Exception) -> bool:
    """Whether what is on the disk cannot be read; Arrow, which fetches, hands on only what DuckDB said."""
    import duckdb

    kinds = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
    return isinstance(error, kinds) or "checksum" in str(error)


def _memory(error: Exception) -> bool:
    import duckdb

    return isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in str(error)
