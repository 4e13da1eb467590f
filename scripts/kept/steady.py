"""What differs from run to run though the answer is the same, made the same: paths, versions, digests of files, zips.

A workbook becomes a folder of its parts and Parquet its schema and rows, so that `diff` can show what changed in them.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_CREATED: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_SCHEME: Final = re.compile(rb"\bh\d+:(?=[0-9a-f]{16}\b)")
"""Stands before a content hash since graph files have versions."""


class Steady:
    """Texts without the folder of this run, the version of the program and the content hash of the graph.

    The hash is in every `.meta.json`, and a new scheme of hashing would show in all of them; it is kept
    once, where a graph says itself what it holds (`info`), and without the name of its scheme.
    """

    def __init__(self, folder: Path, version: str, content: str | None) -> None:
        named = re.escape(version)
        self._rules: list[tuple[re.Pattern[bytes], bytes]] = [
            (re.compile(re.escape(str(folder)).encode()), b"<folder>"),
            (
                re.compile(rf"""(chanlian[ ,]+(version )?|version"?[:=] ?['"]?|<t>){named}\b""".encode()),
                rb"\1<version>",
            ),
        ]
        self._content = _SCHEME.sub(b"", content.encode()) if content else None

    def text(self, data: bytes, *, with_hash: bool = False) -> bytes:
        """Bytes of a text, made steady."""
        for pattern, instead in self._rules:
            data = pattern.sub(instead, data)
        data = _SCHEME.sub(b"", data)
        return data if with_hash or not self._content else data.replace(self._content, b"<content hash>")

    def files(self, path: Path, *, with_hash: bool = False) -> dict[str, bytes]:
        """What is kept of a file that the program wrote: its steady content by the name to keep it under."""
        data = path.read_bytes()
        if path.suffix == ".xlsx" and data[:2] == b"PK":
            return {
                f"{path.name}/{name}": self.text(_undated(part), with_hash=with_hash) for name, part in _parts(data)
            }
        if path.suffix == ".parquet":
            return {f"{path.name}.txt": self.text(_parquet(data), with_hash=with_hash)}
        return {path.name: self.text(_digests(path, data), with_hash=with_hash)}


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [(info.filename, book.read(info)) for info in book.infolist() if not info.is_dir()]


def _undated(part: bytes) -> bytes:
    return _CREATED.sub(rb"\1<time>", part)


def _parquet(data: bytes) -> bytes:
    """The columns with their types, the metadata, and a row a line."""
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    said = [f"{key.decode()}: {value.decode()}" for key, value in (table.schema.metadata or {}).items()]
    columns = [f"{field.name}: {field.type} {field.metadata or ''}".rstrip() for field in table.schema]
    rows = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
    return "\n".join([*columns, *said, *rows, ""]).encode("utf-8", "backslashreplace")


def _digests(path: Path, data: bytes) -> bytes:
    """A page of digests without those that are right: the files themselves are kept."""
    if not path.name.endswith((".meta.json", "-export.txt")):
        return data
    for other in sorted(path.parent.rglob("*")):
        if other.is_file():
            data = data.replace(hashlib.sha256(other.read_bytes()).hexdigest().encode(), b"<its sha256>")
    return data
