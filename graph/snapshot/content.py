"""What the tables of a snapshot come to: the digests of their content and record, and the day of which they speak.

They are reckoned of the rows themselves, as `verify` reckons those of a graph; which bytes a writer made of the rows is no matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..batch import Batch
from ..digests import meta_of
from ..engines.duckdb.errors import reason
from ..errors import GraphError
from ..meta import content_hash, record_hash
from ..quality.reckoned import counted, day_of, reckoned
from ..schema import EDGE_NAMES, NODE_NAMES, SCHEMA_VERSION
from ..sql_text import literal, quoted
from .tables import own_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Content:
    """What some tables come to."""

    meta: Mapping[str, str | None]
    """As a graph of these tables would say of itself."""

    @property
    def content_hash(self) -> str:
        """The content hash of a graph of these tables."""
        return hashes(self.meta)[0]

    @property
    def record_hash(self) -> str:
        """The record hash of a graph of these tables."""
        return hashes(self.meta)[1]

    @property
    def as_of(self) -> str | None:
        """The day of which it speaks."""
        return self.meta["as_of"]

    def of(self, table: str) -> tuple[str | None, str | None]:
        """The digests of one kind's content and record."""
        return self.meta.get(f"content:{table}"), self.meta.get(f"record:{table}")


def hashes(meta: Mapping[str, str | None]) -> tuple[str, str]:
    """The content and record hash of what a graph says of itself, alike for one that never held anything and one that no longer does."""
    there = {key: value for key, value in meta.items() if value is not None}
    return content_hash(there), record_hash({**there, "record:": None})


def content_of(tables: Mapping[str, Path], url: str) -> Content:
    """What these Parquet tables of a graph of today's schema come to; `url` is where they are from.

    Raises
    ------
    GraphError
        If a table holds what chanlian never writes.
    """
    import duckdb

    batch = Batch()
    try:
        for name, path in tables.items():
            rows = f"read_parquet({literal(str(path.absolute()))})"
            stored = {row[0] for row in batch.db.execute(f"DESCRIBE FROM {rows}").fetchall()}
            # of what nobody had declared where it was made nothing was known
            more = [f"NULL::{type_} AS {quoted(own)}" for own, type_ in own_columns(name) if own not in stored]
            batch.db.execute(
                f"CREATE TEMP VIEW {quoted('scan_' + name)} AS SELECT {', '.join(['*', *more])} FROM {rows}"
            )
        meta: dict[str, str | None] = {"schema_version": str(SCHEMA_VERSION)}
        for name, _, sums in counted(lambda name: quoted(f"scan_{name}") if name in tables else None):
            there, odd = reckoned(batch.db, sums)
            if odd:
                raise _odd(url, name, odd)
            meta |= {key: value for key, value in meta_of(name, there).items() if not key.startswith("buckets:")}
        kinds = {name: quoted(f"scan_{name}") for name in (*NODE_NAMES, *EDGE_NAMES) if name in tables}
        try:
            meta["as_of"] = day_of(batch.db, kinds)
        except duckdb.Error as error:
            raise _odd(url, "source", reason(error)) from error
    finally:
        batch.close()
    return Content(meta)


def _odd(url: str, table: str, said: str) -> GraphError:
    return GraphError(
        f"{url}: {table} holds what chanlian never writes ({said}); another program changed it: see chanlian verify, or take another copy",
        f"{url}：{table} 含有本程序不会写入的内容（{said}）；数据被其他程序改动过：请用 chanlian verify 查看，或换用另一份副本",
    )
