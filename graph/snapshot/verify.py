"""Is a snapshot still what was written? Every byte of it counts: the tables, what stands beside them, and what a .zip has between."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..answer_columns import names
from ..errors import GraphError, GraphTooNew
from ..for_python import for_python
from ..language import t
from ..reports import SNAPSHOT_VERIFIED
from ..schema import SCHEMA_VERSION
from ..scratch import no_room, scratch
from ..version import __version__
from .content import content_of
from .files import Files, looks_like_one
from .manifest import NAME, Manifest, loosely_read, read_manifest
from .tables import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

COLUMNS: Final = names(SNAPSHOT_VERIFIED)
Row = dict[str, Any]


@for_python
def verify_snapshot(path: str | os.PathLike[str], *, lang: str = "en") -> pd.DataFrame:
    """What of a snapshot is not as it was written? The digest of every file is reckoned again, and the content of every table.

    Returns
    -------
    file, finding (changed, missing, added, content: the files are whole, but their rows are not what the manifest says of them),
    detail. `attrs["findings"]` is their number; nothing at all where the snapshot is whole.

    Raises
    ------
    GraphError
        If there is no snapshot, or a later version of this package wrote it.

    >>> import tempfile
    >>> from chanlian.graph import connect
    >>> from chanlian.graph.snapshot.create import snapshot
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = snapshot(connect(":memory:"), f"{folder}/kept")
    ...     _ = open(f"{folder}/kept/notes.txt", "w").close()
    ...     verify_snapshot(f"{folder}/kept")[["file", "finding"]].values.tolist()
    [['notes.txt', 'added']]
    """
    import pandas as pd

    url = os.fspath(path)
    manifest, rows = _looked_at(url, lang)
    frame = pd.DataFrame([[row[name] for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    frame.attrs = {
        "question": "snapshot verify", "parameters": {"snapshot": url}, "as_of": manifest and manifest.as_of, "graph": url,
        "graph_hash": manifest.content_hash if manifest else "", "version": __version__, "findings": len(rows),
        "notes": [_said(rows, manifest, lang)], "all_rows": True,
    }  # fmt: skip
    return frame


def _looked_at(url: str, lang: str) -> tuple[Manifest | None, list[Row]]:
    try:
        files = Files(url)
    except GraphError:
        if not looks_like_one(url):
            raise
        said = t(lang, "what lies between its files, or how long it is", "文件之间的部分或文件长度")
        return None, [_row(Path(url).name, "changed", said)]
    if NAME not in files.sizes():
        raise GraphError(
            f"{url}: there is no {NAME}, without which nothing can be told; take another copy",
            f"{url}：缺少 {NAME}，无法校验；请换用另一份副本",
        )
    rows: list[Row] = []
    data = files.manifest_bytes()
    manifest: Manifest | None
    try:
        manifest = read_manifest(data, url)
    except GraphTooNew:
        raise
    except GraphError:
        if not looks_like_one(url):
            raise
        manifest = loosely_read(data)
        rows.append(_row(NAME, "changed", t(lang, "it says other than was written", "所述内容与写入时不同")))
    if manifest is not None:
        rows += _bytes(files, manifest, lang)
        if not rows and manifest.schema_version == SCHEMA_VERSION:
            rows += _content(files, manifest, lang)
    return manifest, rows


def _bytes(files: Files, manifest: Manifest, lang: str) -> Iterator[Row]:
    """The files that are not the ones of which the manifest tells."""
    there = files.sizes()
    for name, kept in manifest.files.items():
        size = there.get(name)
        if size is None:
            yield _row(name, "missing", t(lang, f"{kept.size} bytes", f"{kept.size} 字节"))
        elif size != kept.size:
            yield _row(
                name,
                "changed",
                t(lang, f"{size} bytes instead of {kept.size}", f"应为 {kept.size} 字节，现为 {size} 字节"),
            )
        else:
            found, same = files.kept(name, kept.size)
            if found != kept:
                yield _row(name, "changed", f"SHA-256 {found.sha256[:16]}…, {kept.sha256[:16]}…")
            elif not same:
                yield _row(name, "changed", t(lang, "the checksum that the .zip has of it", ".zip 中记录的校验和"))
    for name in (*(one for one in there if one != NAME and one not in manifest.files), *files.others()):
        yield _row(name, "added", t(lang, "does not belong to the snapshot", "不属于该快照"))


def _content(files: Files, manifest: Manifest, lang: str) -> Iterator[Row]:
    """The tables whose rows are not what the manifest says, though every byte is: whoever wrote it was no chanlian."""
    with scratch() as folder:
        paths = {one.name: folder / f"{one.name}.parquet" for one in manifest.tables}
        try:
            for name, path in paths.items():
                files.kept(file_of(name), manifest.files[file_of(name)].size, path)
        except OSError as error:
            raise no_room(error) from error
        try:
            found = content_of(paths, files.url)
        except GraphError as error:
            yield _row(NAME, "content", error.text(lang))
            return
    for table in manifest.tables:
        if (table.content, table.record) != found.of(table.name):
            yield _row(
                file_of(table.name),
                "content",
                t(lang, "its rows are others than the manifest says", "各行与清单所述不符"),
            )
    told = (manifest.content_hash, manifest.record_hash, manifest.as_of)
    if told != (found.content_hash, found.record_hash, found.as_of):
        yield _row(NAME, "content", f"{found.content_hash}, {found.record_hash}, {found.as_of}")


def _row(file: str, finding: str, detail: str) -> Row:
    return {"file": file, "finding": finding, "detail": detail}


def _said(rows: list[Row], manifest: Manifest | None, lang: str) -> str:
    if rows or manifest is None:
        return t(
            lang,
            f"{len(rows)} finding{'' if len(rows) == 1 else 's'}: take another copy of this snapshot",
            f"问题 {len(rows)} 处：请换用该快照的另一份副本",
        )
    return t(
        lang,
        f"nothing differs: {len(manifest.files) + 1} files, content {manifest.content_hash}, snapshot {manifest.snapshot}",
        f"全部一致：文件 {len(manifest.files) + 1} 个，内容校验 {manifest.content_hash}，快照编号 {manifest.snapshot}",
    )
