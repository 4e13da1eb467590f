"""A graph of its own out of a snapshot, equal to the one of which it was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..acts import done
from ..declared import declare
from ..engines.duckdb.files import put_in_place
from ..engines.duckdb.rebuilt import as_todays
from ..errors import BadInput
from ..export.files import real_path, synced, write_failed
from ..export.outputs import OutputFile, translated
from ..for_python import for_python
from ..opening import connect
from ..own_model import beside
from ..passing import Passing, sweep
from ..schema.own_kept import own_text
from ..url import is_address
from .built import build
from .files import ENDING, Files

if TYPE_CHECKING:
    import os

    from ..graph import Graph

_PREFIX, _SUFFIX = ".chanlian-restored-", ".part"


@for_python
def restore(kept: str | os.PathLike[str], graph: str | os.PathLike[str]) -> Graph:
    """Make a new graph file of a snapshot, whole or not at all: facts, claims, traces and identifiers are those of the graph
    of which it was made, and so is the content hash. One that an earlier version made becomes a graph of today's.

    Raises
    ------
    BadInput
        If there is something already where the graph should be.
    GraphError
        If the snapshot is damaged, or of a later version.

    >>> import tempfile
    >>> from chanlian.graph.snapshot.create import snapshot
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = snapshot(connect(":memory:"), f"{folder}/kept")
    ...     restore(f"{folder}/kept", f"{folder}/again.duckdb").content_hash
    'h3:e3b0c44298fc1c14'
    """
    source, given = str(kept), str(graph)
    declare(source, given)
    if is_address(given):
        raise BadInput(
            f"{given}: is a server; a snapshot is a graph, and goes there by chanlian push {source} {given}",
            f"{given}：是服务器地址；快照本身就是图，请用 chanlian push {source} {given} 写入服务器",
        )
    path = Path(given)
    if path.suffix.lower() == ENDING:
        raise BadInput(
            f"{given}: a .zip is a snapshot; name a graph's file, such as {path.stem}.duckdb",
            f"{given}：.zip 表示快照；请指定图文件，如 {path.stem}.duckdb",
        )
    _free(path)
    target = connect(given)  # the name is one that a graph can have
    path, files = real_path(path), Files(source)
    with translated(path):
        sweep(path.parent, _PREFIX, _SUFFIX)
        with Passing(path.parent, _PREFIX, _SUFFIX) as passing:
            new = passing / path.name
            build(files, new, lambda error: write_failed(Path(given), error))
            as_todays(new, given)
            synced(new)
            _free(path)
            own = beside(path)
            if own_text() and not own.exists():  # what is there declares as much: else it would have been refused
                OutputFile(own).write_alone(own_text())
            if not put_in_place(new, path):
                raise _there(path)
            synced(path.parent)
    done(given)
    return target


def _free(path: Path) -> None:
    try:
        there = path.exists() or path.is_symlink()
    except (OSError, ValueError):  # what is wrong with the name is said by whoever opens it
        return
    if there:
        raise _there(path)


def _there(path: Path) -> BadInput:
    return BadInput(
        f"{path}: is there already, and nothing is written over; name a graph that is not there yet",
        f"{path}：已存在，不会覆盖；请指定尚不存在的图文件",
    )
