"""A graph built of a snapshot: its files copied to where nobody else writes, every digest looked at, what they unpack to bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..engines.duckdb.engine import DuckDBEngine
from ..engines.duckdb.errors import reason
from ..engines.duckdb.rebuilt import Given, rebuild, say
from ..errors import GraphError
from ..meta import META
from ..own_model import KEPT
from ..schema import SCHEMA_VERSION
from ..schema.own_kept import OWN_MODEL
from ..schema.steps import digest_scheme
from ..scratch import no_room, scratch
from .content import hashes
from .manifest import WHOLE
from .parquet import size_of
from .tables import file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ..errors import ChanlianError
    from .files import Files
    from .manifest import Manifest, Table

_RATIO: Final = 1000
"""So many times its size a table may unpack to: rows of a graph differ in the numbers of their facts, and cannot be packed closer."""
_ALWAYS: Final = 1 << 24
_UNWRITTEN: Final = re.compile('Could not write[^"]*"[^"]*": ([^"\n]+)|No space left', re.IGNORECASE)
"""How DuckDB says that there is no room, whatever it calls the error."""


def build(files: Files, path: Path, full: Callable[[OSError], ChanlianError] = no_room) -> Manifest:
    """Make a graph of today's version in a new file of a snapshot, equal to the one that it was made of.

    `full` says what is wrong where the file cannot be written.

    Raises
    ------
    GraphError
        If a file is another than was written, is missing, or is no table that chanlian writes.
    """
    import duckdb

    manifest = files.manifest()
    with scratch() as folder:
        try:
            tables = _copied(files, manifest, folder)
            for table in manifest.tables:
                _check(files.url, table, tables[table.name])
            given = {one.name: Given(tables[one.name], one.rows, _most(tables[one.name])) for one in manifest.tables}
            rebuild(path, manifest.schema_version, given, files.url)
            own = folder / KEPT
            say(path, files.url, OWN_MODEL, own.read_text(encoding="utf-8") if own.exists() else "")
            if manifest.part != WHOLE:
                say(path, files.url, "part", manifest.part)
        except duckdb.Error as error:
            there_is_no_room = _UNWRITTEN.search(str(error))
            if there_is_no_room:
                raise full(OSError(0, there_is_no_room[1] or "No space left on device")) from error
            raise _unfit(files.url, reason(error)) from error
        except OSError as error:
            raise full(error) from error
    _compare(files.url, manifest, path)
    return manifest


def _copied(files: Files, manifest: Manifest, folder: Path) -> dict[str, Path]:
    """Copies of the tables, each the very bytes of which the manifest tells."""
    there = files.sizes()
    for name, kept in manifest.files.items():
        if there.get(name) != kept.size:
            raise _other(files.url, name, missing=name not in there)
    out = {one.name: folder / f"{one.name}.parquet" for one in manifest.tables}
    into = {file_of(name): path for name, path in out.items()} | {KEPT: folder / KEPT}
    for name, kept in manifest.files.items():
        found, same = files.kept(name, kept.size, into.get(name))
        if found != kept or not same:
            raise _other(files.url, name, missing=False)
    return out


def _check(url: str, table: Table, path: Path) -> None:
    """Look at what a table says of itself before any of it is unpacked."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    size = path.stat().st_size
    try:
        found = size_of(pq.read_metadata(path))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _unfit(url, reason(error)) from error
    if found != (table.rows, table.size) or table.rows > size or table.size > _most(path):
        raise _unfit(url, f"{table.name}: {found[0]} rows, {found[1]} bytes")


def _most(path: Path) -> int:
    """To how many bytes a table may unpack."""
    return _ALWAYS + _RATIO * path.stat().st_size


def _compare(url: str, manifest: Manifest, path: Path) -> None:
    """See that the graph says what the one said of which the snapshot was made."""
    meta: Mapping[str, str | None] = {row["key"]: row["value"] for row in DuckDBEngine(str(path)).rows(META, {})}
    if digest_scheme(manifest.schema_version) != digest_scheme(SCHEMA_VERSION):
        return
    told = (*hashes(meta), meta.get("as_of"))
    if told != (manifest.content_hash, manifest.record_hash, manifest.as_of):
        raise _unfit(url, f"content {told[0]}, manifest {manifest.content_hash}")


def _other(url: str, name: str, *, missing: bool) -> GraphError:
    en, zh = ("is missing", "缺失") if missing else ("is not as it was written", "已被改动")
    return GraphError(
        f"{url}: {name} {en}; take another copy (chanlian snapshot verify {url} names all that differs)",
        f"{url}：{name} {zh}；请换用另一份副本（chanlian snapshot verify {url} 可列出全部差异）",
    )


def _unfit(url: str, said: str) -> GraphError:
    return GraphError(
        f"{url}: holds what no snapshot of chanlian does ({said}); take another copy, from whoever made it",
        f"{url}：含有 chanlian 快照中不会有的内容（{said}）；请向制作者索取另一份副本",
    )
