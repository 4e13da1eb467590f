"""The snapshots in a folder, each with what its manifest says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..answer_columns import names
from ..errors import ChanlianError, GraphError, GraphMissing
from ..for_python import for_python
from ..language import t
from ..reports import SNAPSHOTS
from ..version import __version__
from .files import Files, is_snapshot, looks_like_one

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = names(SNAPSHOTS)


@for_python
def snapshots(folder: str | os.PathLike[str] = ".", *, lang: str = "en") -> pd.DataFrame:
    """The snapshots in a folder, or the one that it is itself: of which day, how much, of what content. No table is read.

    Returns
    -------
    snapshot (its name), as_of, nodes, edges, sources, content_hash, size (bytes), problem (why one cannot be read), title, part,
    schema_version, version, id; in the order of their days.

    Raises
    ------
    GraphMissing
        If there is no such folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     snapshots(folder).empty
    True
    """
    import pandas as pd

    where = Path(folder)
    if not where.exists():
        raise GraphMissing(f"{where}: there is no such folder", f"{where}：没有这个文件夹")
    try:
        found = (
            [where]
            if is_snapshot(where)
            else [one for one in sorted(where.iterdir()) if is_snapshot(one) and looks_like_one(one)]
        )
    except OSError as error:
        raise GraphError(
            f"{where}: cannot be listed ({error.strerror or error}); name a folder that you may read",
            f"{where}：无法列出（{error.strerror or error}）；请指定可读取的文件夹",
        ) from error
    rows = sorted((_row(one, lang) for one in found), key=lambda row: (row["as_of"] or "", row["snapshot"]))
    frame = pd.DataFrame([[row[name] for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    frame.attrs = {
        "question": "snapshot list", "parameters": {"folder": os.fspath(folder)}, "version": __version__, "all_rows": True,
        "notes": [] if rows else [t(lang, f"{where}: no snapshot here", f"{where}：这里没有快照")],
    }  # fmt: skip
    return frame


def _row(path: Path, lang: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row["snapshot"] = path.name or str(path)
    try:
        files = Files(str(path))
        said = files.manifest()
        row["size"] = sum(files.sizes().values()) if files.packed is None else path.stat().st_size
    except ChanlianError as error:
        return {**row, "problem": error.text(lang)}
    return {
        **row, "as_of": said.as_of, "nodes": said.counts["nodes"], "edges": said.counts["edges"], "sources": len(said.sources),
        "content_hash": said.content_hash, "title": said.title, "part": said.part, "schema_version": said.schema_version,
        "version": said.tool, "id": said.snapshot,
    }  # fmt: skip
