"""What of a write is on the disk: what is said is what the file says when it is opened again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from ...sql_text import literal
from .confined import attached
from .errors import BUSY

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from ...stops import Deferred

REVISIONS: Final = "revision"
"""In `meta`: which writes were the last ones, the newest first."""
_KEPT: Final = 20
"""So many: others may have written by the time that a writer looks."""
_PATIENCE: Final = 30.0
_RETRY_SECONDS: Final = 0.05


def fold_in(db: duckdb.DuckDBPyConnection) -> Exception | None:
    """Fold the log of the committed write into the file of `g`; what hindered it, if anything.

    Where it fails, the facts stay in the log beside the file, and whoever opens the file reads them there.
    """
    import duckdb

    try:
        db.execute("CHECKPOINT g")
    except duckdb.Error as error:
        return error
    return None


def mark(db: duckdb.DuckDBPyConnection, writes: str | None) -> None:
    """Let `g` say which writes were the last ones, this one first, within its transaction; what is no file needs none."""
    if writes is not None:
        kept = " ".join(writes.split()[:_KEPT])
        db.execute(
            f"DELETE FROM g.meta WHERE key = {literal(REVISIONS)}; INSERT INTO g.meta VALUES (?, ?)", [REVISIONS, kept]
        )


def marked(db: duckdb.DuckDBPyConnection) -> str:
    """Which writes to `g` were the last ones."""
    row = db.execute("SELECT value FROM g.meta WHERE key = $key", {"key": REVISIONS}).fetchone()
    return (row[0] or "") if row else ""


def revisions(path: Path, stops: Deferred, unknown: list[str] | None) -> list[str] | None:
    """The last writes that a file holds, when it is opened anew; None where it cannot be, `unknown` where others keep it."""
    import duckdb

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
        row = db.execute("SELECT value FROM graph.main.meta WHERE key = $key", {"key": REVISIONS}).fetchone()
    except duckdb.Error:
        return None
    finally:
        db.close()
    return (row[0] or "").split() if row else []
