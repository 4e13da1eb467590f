"""Which engine serves which URL, by its scheme. An engine is one folder here and one entry of `SCHEMES`."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ..errors import BadInput, UnsupportedURL
from ..file_names import is_utf8, readable
from ..url import holds_password, is_meant_for_a_server, scheme, shows_password

if TYPE_CHECKING:
    from .base import Engine


class Opener(Protocol):
    """Gives the engine of a URL; nothing is opened yet, and the engine is imported only now."""

    def __call__(self, url: str, *, wait: float) -> Engine:
        """The engine; `wait` is how many seconds it waits for others who write."""
        ...


_PREFIX: Final = re.compile(r"[A-Za-z0-9_]{2,}:|:memory:.")
"""What DuckDB takes for something else than a path: `md:x`, `2025:x`, `:memory:x`. One letter is a drive."""


def _duckdb(url: str, *, wait: float) -> Engine:
    _check_path(url)
    from .duckdb.engine import DuckDBEngine

    return DuckDBEngine(url, wait=wait)


def _neo4j(url: str, *, wait: float) -> Engine:
    from .neo4j.engine import Neo4jEngine

    return Neo4jEngine(url, wait=wait)


SCHEMES: Final[dict[str | None, Opener]] = {
    None: _duckdb,  # a path, or :memory:
    "bolt": _neo4j,
    "bolt+s": _neo4j,
    "bolt+ssc": _neo4j,
    "neo4j": _neo4j,
    "neo4j+s": _neo4j,
    "neo4j+ssc": _neo4j,
}
"""Schemes in small letters; a path has none."""


def refuse_password(text: str) -> None:
    """Raise where a text is the address of a server, or was meant to be one, and holds a password.

    >>> refuse_password("bolt://me@host"), refuse_password("xq.duckdb")
    (None, None)
    """
    if holds_password(text):
        raise _password()


def refuse_typed_password(argument: str) -> None:
    """Raise where a word of a command line holds an address with a password, be it of a server or of something else.

    >>> refuse_typed_password("-oxq.csv"), refuse_typed_password("http://host:8080/x")
    (None, None)
    """
    if shows_password(argument):
        raise _password()


def _password() -> BadInput:
    return BadInput(
        "an address holds a password, which others could read in lists of processes and histories;"
        " leave it out, and for a server set NEO4J_PASSWORD, or wait to be asked for it",
        "地址中含有密码，可能被他人从进程列表或命令历史中看到；请去掉密码，服务器的密码请用环境变量 NEO4J_PASSWORD 或按提示输入",
    )


def _check_path(url: str) -> None:
    """Raise where a text can be the name of no graph's file."""
    if url == ":memory:":
        return
    if is_meant_for_a_server(url):
        raise UnsupportedURL(
            f"{url}: is neither a file nor the address of a server; write bolt://host or bolt://host:7687/database",
            f"{url}：既不是文件，也不是完整的服务器地址；请写成 bolt://主机 或 bolt://主机:7687/数据库",
        )
    if url in ("", "-") or "\0" in url:
        raise BadInput(
            f"{url!r} is no file that can hold a graph; name one, such as xiangqian.duckdb",
            f"“{url}”不是可以存放图的文件；请指定文件，如 xiangqian.duckdb",
        )
    found = _PREFIX.match(str(Path(url)))
    if found:
        prefix = ":memory:" if found[0].startswith(":") else found[0]
        raise UnsupportedURL(
            f"{url}: {prefix} at the beginning says something else than a file to DuckDB; give the file another name,"
            f" or the whole path: {Path.cwd() / url}",
            f"{url}：开头的 {prefix} 在 DuckDB 中不表示文件；请换一个文件名，或写完整路径：{Path.cwd() / url}",
        )
    if not is_utf8(url):
        raise BadInput(
            f"{readable(url)}: the bytes of this name are no UTF-8, in which DuckDB reads names; rename the file or folder",
            f"{readable(url)}：文件名或文件夹名不是 UTF-8 编码，DuckDB 无法读取；请重命名",
        )
    try:
        os.lstat(url)
    except OSError as error:
        if error.errno not in (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR):
            return  # that it is not there, or not to be read, is said by whoever opens it
        raise BadInput(
            f"{url}: no file can have this name ({error.strerror}); choose another",
            f"{url}：文件不能使用这个名称（{error.strerror}）；请换一个",
        ) from error


def engine_of(url: str, *, wait: float = 0.0) -> Engine:
    """The engine of a URL.

    Raises
    ------
    UnsupportedURL
        If no engine serves its scheme.
    BadInput
        If it can be the name of no file, or holds a password.

    >>> engine_of("http://host")
    Traceback (most recent call last):
    ...
    chanlian.graph.errors.UnsupportedURL: http:// is no kind of graph this version opens; ...
    """
    refuse_password(url)
    opened_by = SCHEMES.get(scheme(url))
    if opened_by is None:
        asked = url.partition("://")[0]  # what follows may hold a password: never shown
        raise UnsupportedURL(
            f"{asked}:// is no kind of graph this version opens; supported: a DuckDB file"
            " (xiangqian.duckdb), a Neo4j server (bolt://host, neo4j+s://host/database) or :memory:",
            f"本版本不支持 {asked}:// 形式的图；支持：DuckDB 文件（如 xiangqian.duckdb）、"
            "Neo4j 服务器（bolt://主机、neo4j+s://主机/数据库）或 :memory:",
        )
    return opened_by(url, wait=wait)
