"""What of a write is on the disk: what is said is what the file says when it is opened again."""

from __future__ import annotations

import time
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

from ...errors import GraphChanged, GraphError
from ...sql_text import literal
from .confined import attached, prove
from .content import REVISIONS, marked
from .errors import BUSY, reason, translated, unwritable
from .files import wal
from .handles import GRAPH
from .upgrade import add_own
from .write import write_batch

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from ...batch import Batch
    from ...stops import Deferred

_PATIENCE: Final = 30.0
_RETRY_SECONDS: Final = 0.05


def write(batch: Batch, url: str, path: Path, stops: Deferred, *, made: bool) -> None:
    """Write a batch into the graph `g` that is attached to it, detach that, and say what is on the disk.

    `made` says that this load made the graph: it goes with it where it fails. Stops are put off from the commit on.
    """
    import duckdb

    revision, failed, unfolded = uuid.uuid4().hex[:12], None, None
    try:
        version = prove(batch.db, url, "g", written=True)
        add_own(batch.db)
        last = marked(batch.db)
        if batch.seen is not None and batch.seen != last:
            raise GraphChanged(url)  # noqa: TRY301  # as all that fails here
        write_batch(batch, version, f"{revision} {last}", stops.begin)
        unfolded = _fold_in(batch.db)
    except BaseException as error:  # noqa: BLE001  # it is raised below, once it is known what stands
        failed = error
        stops.begin()
    with suppress(duckdb.Error):  # where the file is damaged, what was wrong at first is told
        batch.db.execute("DETACH g")
    # nobody else could open it to write if it were not sound
    stands = _revisions(batch.db, path, stops, unknown=None if failed else [revision])
    # a graph that this load made goes with it
    if made and stands == []:
        for file in (path, wal(path)):
            file.unlink(missing_ok=True)
    if revision in (stands or ()):
        _written(batch, url, path, failed, unfolded)
    else:
        _not_written(url, failed)


def _not_written(url: str, failed: BaseException | None) -> NoReturn:
    """Say why a write is not on the disk."""
    import duckdb

    if failed is None:
        raise GraphError(
            f"{url}: what was written is not there when the file is opened again; the disk may be full or damaged:"
            " see to it, then load again",
            f"{url}：重新打开文件时没有看到写入的内容；磁盘可能已满或损坏：请检查后重新载入",
        )
    if isinstance(failed, (duckdb.IOException, duckdb.TransactionException, duckdb.OutOfMemoryException)):
        raise unwritable(url, failed) from failed
    if isinstance(failed, duckdb.Error):
        raise translated(url, failed) from failed
    raise failed


def _written(batch: Batch, url: str, path: Path, failed: BaseException | None, unfolded: Exception | None) -> None:
    """Say how a write stands that is on the disk."""
    batch.written = True
    if unfolded is not None:
        en = (
            f"{url}: written, and kept in {wal(path)} beside it, since there was no room to fold it in"
            f" ({reason(unfolded)}); keep the two together and make room: the next load folds it in"
        )
        zh = (
            f"{url}：已写入，但空间不足，内容暂存在旁边的 {wal(path)}（{reason(unfolded)}）；"
            "请将两个文件放在一起并腾出空间，下次载入时会自动并入"
        )
        batch.remarks.append((en, zh))
    if isinstance(failed, Exception):
        raise GraphError(
            f"{url}: the facts are written; what came after them failed ({reason(failed)})",
            f"{url}：事实已写入；但之后的步骤失败（{reason(failed)}）",
        ) from failed
    if failed is not None:
        raise failed


def _fold_in(db: duckdb.DuckDBPyConnection) -> Exception | None:
    """Fold the log of the committed write into the file of `g`; what hindered it, if anything.

    Where it fails, the facts stay in the log beside the file, and whoever opens the file reads them there.
    """
    import duckdb

    try:
        db.execute("CHECKPOINT g")
    except duckdb.Error as error:
        return error
    return None


def _revisions(
    db: duckdb.DuckDBPyConnection, path: Path, stops: Deferred, unknown: list[str] | None
) -> list[str] | None:
    """The last writes that a file holds, when it is opened anew; None where it cannot be, `unknown` where others keep it.

    `db` has written it, may open it and has let it go; where it opens nothing any more, another one does.
    """
    import duckdb

    with suppress(duckdb.Error):
        db.execute(f"ATTACH {literal(str(path.absolute()))} AS {GRAPH} (READ_ONLY)")
        try:
            return _stated(db)
        finally:
            db.execute(f"DETACH {GRAPH}")
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            db = attached(path)
        except duckdb.Error as error:
            if not BUSY.search(str(error)):
                return None
            if time.monotonic() > until or stops.asked:
                return unknown
            time.sleep(_RETRY_SECONDS)
        else:
            break
    try:
        return _stated(db)
    except duckdb.Error:
        return None
    finally:
        db.close()


def _stated(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The last writes that a file says it holds."""
    row = db.execute(f"SELECT value FROM {GRAPH}.main.meta WHERE key = $key", {"key": REVISIONS}).fetchone()
    return (row[0] or "").split() if row else []
