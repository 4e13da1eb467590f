"""What DuckDB says went wrong, in this package's words: one line of what, where and what next."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ...errors import GraphBusy, GraphError

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


def held_here(url: str) -> GraphBusy:
    """What is said where this process itself has the file open."""
    return GraphBusy(
        f"{url}: this program itself still reads or writes this graph; end `with graph.reading()`, the scan or the"
        " write, then go on",
        f"{url}：本程序自身仍在读取或写入这个图；请先结束 reading()、scan 或写入",
    )


def held_elsewhere(url: str) -> GraphBusy:
    """What is said where another process has the file."""
    return GraphBusy(
        f"{url}: another process is writing to this graph, or holds it; try again, or wait for it with --wait SECONDS",
        f"{url}：另一个程序正在写入或占用这个图；请稍后再试，或用 --wait 秒数 等待",
    )


def unreadable(url: str, error: Exception) -> GraphError:
    """What is said of a file that cannot be opened."""
    said = reason(error)
    if "Permission denied" in said or "Read-only file system" in said:
        return GraphError(
            f"{url}: cannot be opened ({said}); see that you may read it, and write it to load",
            f"{url}：无法打开（{said}）；请确认有读取权限，载入时还需写入权限",
        )
    if "checksum" in said:
        return translated(url, error)
    return GraphError(
        f"{url}: cannot be opened as a graph ({said}); name a graph made by chanlian",
        f"{url}：不能作为图打开（{said}）；请指定由 chanlian 建立的图文件",
    )


def unwritable(url: str, error: Exception) -> GraphError:
    """What is said of a file that cannot be written."""
    said = reason(error)
    return GraphError(
        f"{url}: cannot be written ({said}); see that its folder exists, may be written to and has room",
        f"{url}：无法写入（{said}）；请确认所在文件夹存在、可写且有剩余空间",
    )


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
