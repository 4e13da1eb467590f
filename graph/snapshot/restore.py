"""A graph of its own out of a snapshot, equal to the one of which it was made."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..acts import done
from ..declared import declare
from ..engines.duckdb.engine import DuckDBEngine
from ..engines.duckdb.files import put_in_place
from ..engines.duckdb.rebuilt import as_todays
from ..errors import BadInput
from ..export.files import real_path, synced, write_failed
from ..export.outputs import translated
from ..for_python import for_python
from ..meta import META
from ..opening import connect
from ..own_model import KEPT, beside, may_be_a_graph, read_model
from ..passing import Passing, sweep
from ..schema.own_kept import OWN_MODEL, beyond
from ..url import is_address
from .built import build
from .files import ENDING, Files

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

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
            kept = {row["key"]: row["value"] for row in DuckDBEngine(str(new)).rows(META, {})}.get(OWN_MODEL) or ""
            with _model_beside(path, kept, passing):
                if not put_in_place(new, path):
                    raise _there(path)
            synced(path.parent)
    done(given)
    return target


@contextmanager
def _model_beside(path: Path, text: str, passing: Path) -> Iterator[None]:
    """Write beside a graph what is declared of its own, before it is there: none is to be without. Where it does not come, nor does
    the file; one that was there already stays as it is, and must declare as much.
    """
    own = beside(path)
    if text and not may_be_a_graph(path):
        raise BadInput(
            f"{path}: the snapshot holds own properties or kinds, and the file that declares them is looked for beside graphs whose name"
            f" ends so: .duckdb, .ddb, .db, .graph; name such a one: {path.stem}.duckdb",
            f"{path}：快照含有自有属性或类别，其声明文件只在名称以 .duckdb、.ddb、.db、.graph 结尾的图旁查找；"
            f"请用这样的名称：{path.stem}.duckdb",
        )
    new = passing / own.name
    placed = False
    if text and not own.exists():
        new.write_text(text, encoding="utf-8", newline="\n")
        synced(new)
        placed = put_in_place(new, own)
    if text and not placed:
        lacking = beyond(text, read_model(own))
        if lacking:
            raise BadInput(
                f"{own}: is there already, and does not declare what the snapshot holds ({', '.join(lacking)}); add that"
                f" (the snapshot has it in {KEPT}), or name another graph",
                f"{own}：已存在，但未声明快照中的内容（{'、'.join(lacking)}）；请补充（见快照中的 {KEPT}），或换一个图文件名",
            )
    try:
        yield
    except BaseException:
        if placed and _same(own, text):
            own.unlink(missing_ok=True)
        raise


def _same(file: Path, text: str) -> bool:
    """Whether a file still says what was written."""
    try:
        return file.read_bytes() == text.encode()
    except OSError:
        return False


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
