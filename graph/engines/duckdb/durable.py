"""What of a write is on the disk: what is said is what the file says when it is opened again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ...sql_text import literal
from .confined import attached

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

REVISION: Final = "revision"
"""In `meta`: which write was the last one."""


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


def mark(db: duckdb.DuckDBPyConnection, revision: str) -> None:
    """Let `g` say which write this is, within its transaction."""
    db.execute(
        f"DELETE FROM g.meta WHERE key = {literal(REVISION)}; INSERT INTO g.meta VALUES (?, ?)", [REVISION, revision]
    )


def revision_of(path: Path) -> str | None:
    """Which write was the last one that the file holds, opened anew; None where it holds none, or cannot be opened."""
    import duckdb

    with suppress(duckdb.Error, OSError):
        db = attached(path)
        try:
            row = db.execute(f"SELECT value FROM graph.main.meta WHERE key = {literal(REVISION)}").fetchone()
        finally:
            db.close()
        return row[0] if row else None
    return None
