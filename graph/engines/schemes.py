"""Which engine serves which URL, by its scheme. An engine is one folder here and one entry of `SCHEMES`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ..errors import UnsupportedURL
from ..url import scheme

if TYPE_CHECKING:
    from .base import Engine


class Opener(Protocol):
    """Gives the engine of a URL; nothing is opened yet, and the engine is imported only now."""

    def __call__(self, url: str, *, wait: float) -> Engine:
        """The engine; `wait` is how many seconds it waits for others who write."""
        ...


def _duckdb(url: str, *, wait: float) -> Engine:
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


def engine_of(url: str, *, wait: float = 0.0) -> Engine:
    """The engine of a URL.

    Raises
    ------
    UnsupportedURL
        If no engine serves its scheme.

    >>> engine_of("http://host")
    Traceback (most recent call last):
    ...
    chanlian.graph.errors.UnsupportedURL: http:// is no kind of graph this version opens; ...
    """
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
