"""manifest.json: what a snapshot holds, and the digest of every file in it, its own included.

It says nothing of when, where or on which engine the snapshot was made: the same graph has the same manifest. Its text is a
function of what it says, so that any other text is a changed one.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import GraphError, GraphTooNew
from ..own_model import KEPT
from ..schema import SCHEMA_VERSION
from .tables import TABLES, file_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "manifest.json"
CITATION: Final = "CITATION.cff"
PACKAGE: Final = "datapackage.json"
FORMAT: Final = "chanlian snapshot"
FORMAT_VERSION: Final = 1
WHOLE: Final = "all"
"""The part of a snapshot that holds all of its graph."""
LARGEST: Final = 64 << 20
"""Bytes of a manifest, and of what stands beside it: what is larger was not written by this program."""
NAMES: Final = (NAME, CITATION, PACKAGE, KEPT, *map(file_of, TABLES))
"""All files that a snapshot may have, in their order; a name that is none of them leads nowhere."""
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_SUM: Final = re.compile("[0-9a-f]{16}")
_HASH: Final = re.compile("[hr][0-9]{1,3}:[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a snapshot: how large it is, and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how many rows it has, how large they are uncompressed, and the digests of a kind's content and record."""

    name: str
    rows: int
    size: int
    content: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source that the graph rests on."""

    identifier: str
    name: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself."""

    title: str
    authors: tuple[str, ...]
    tool: str
    writer: str
    schema_version: int
    as_of: str | None
    content_hash: str
    record_hash: str
    part: str
    tables: tuple[Table, ...]
    sources: tuple[Source, ...]
    files: Mapping[str, Kept]

    @property
    def counts(self) -> dict[str, int]:
        """How many nodes, edges, claims of facts that several sources state, traces and earlier identifiers there are."""
        from ..schema import EDGE_NAMES, NODE_NAMES

        rows = {table.name: table.rows for table in self.tables}
        nodes, edges = (sum(rows.get(name, 0) for name in names) for names in (NODE_NAMES, EDGE_NAMES))
        return {
            "nodes": nodes, "edges": edges, "claims": rows.get("claim", 0), "removed": rows.get("removed", 0),
            "former": rows.get("former", 0),
        }  # fmt: skip

    def _said(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "title": self.title,
            "authors": list(self.authors),
            "tool": {"name": "chanlian", "version": self.tool},
            "writer": {"name": "pyarrow", "version": self.writer},
            "schema_version": self.schema_version,
            "as_of": self.as_of,
            "content_hash": self.content_hash,
            "record_hash": self.record_hash,
            "part": self.part,
            "counts": self.counts,
            "tables": [
                {
                    "name": one.name, "file": file_of(one.name), "rows": one.rows, "size": one.size,
                    **({"content": one.content, "record": one.record} if one.content else {}),
                }
                for one in self.tables
            ],
            "sources": [
                {"identifier": one.identifier, "name": one.name, "published": one.published} for one in self.sources
            ],
            "files": {name: {"bytes": one.size, "sha256": one.sha256} for name, one in self.files.items()},
        }  # fmt: skip

    @property
    def snapshot(self) -> str:
        """The digest of all that it says, and so of all that the snapshot holds: what it is cited by."""
        return digest_of(self._said())

    @property
    def text(self) -> str:
        """The manifest as it is written."""
        return _written(self._said())


def digest_of(said: Mapping[str, Any]) -> str:
    """The digest of what a manifest says, but for that digest.

    >>> digest_of({})
    's1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    body = {key: value for key, value in said.items() if key != "snapshot"}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"s1:{hashlib.sha256(text.encode()).hexdigest()}"


def _written(said: Mapping[str, Any]) -> str:
    body = {key: value for key, value in said.items() if key != "snapshot"}
    return json.dumps({"snapshot": digest_of(said), **body}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def claims_to_be(data: bytes) -> bool:
    """Whether bytes are, or once were, the manifest of a snapshot.

    >>> claims_to_be(b'{"format": "chanlian snapshot"}'), claims_to_be(b"{}")
    (True, False)
    """
    return FORMAT.encode() in data


def loosely_read(data: bytes) -> Manifest | None:
    """What a manifest says that is not as it was written, if it can be made out: only to tell which files go with it."""
    try:
        return _manifest(json.loads(data))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None


def read_manifest(data: bytes, url: str) -> Manifest:
    """The manifest in the bytes of its file.

    Raises
    ------
    GraphError
        If it is none, or another one than was written.
    GraphTooNew
        If a later version of this package wrote it.
    """
    try:
        said = json.loads(data)
        whole = isinstance(said, dict) and _written(said).encode() == data and said.get("snapshot") == digest_of(said)
    except (ValueError, RecursionError, TypeError):
        said, whole = None, False
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _changed(url) if claims_to_be(data) else none_there(url)
    if not whole:
        raise _changed(url)
    for name, mine in (("format_version", FORMAT_VERSION), ("schema_version", SCHEMA_VERSION)):
        if type(said.get(name)) is int and said[name] > mine:
            raise GraphTooNew(
                f"{url}: written by a newer chanlian ({name} {said[name]}, this one reads {mine}); upgrade chanlian",
                f"{url}：由更新版本的 chanlian 写入（{name} {said[name]}，本版本支持 {mine}）；请升级 chanlian",
            )
    try:
        out = _manifest(said)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _changed(url) from None
    if out.text.encode() != data:
        raise _changed(url)
    return out


def _manifest(said: Mapping[str, Any]) -> Manifest:
    tables = tuple(
        Table(
            _one_of(one["name"], TABLES), _count(one["rows"]), _count(one["size"]),
            _matching(one.get("content"), _SUM), _matching(one.get("record"), _SUM),
        )
        for one in said["tables"]
    )  # fmt: skip
    files = {
        _one_of(name, NAMES[1:]): Kept(_count(one["bytes"]), _matching(one["sha256"], _DIGEST) or "")
        for name, one in said["files"].items()
    }
    names = [file_of(table.name) for table in tables]
    if len({*names}) != len(names) or {*files} - {KEPT} != {CITATION, PACKAGE, *names}:
        raise ValueError
    sources = tuple(Source(_text(s["identifier"]), _text(s["name"]), _or_none(s["published"])) for s in said["sources"])
    if _count(said["schema_version"]) < 1 or said["format_version"] != FORMAT_VERSION:
        raise ValueError
    return Manifest(
        _text(said["title"]), tuple(map(_text, said["authors"])), _text(said["tool"]["version"]), _text(said["writer"]["version"]),
        said["schema_version"], _or_none(said["as_of"]), _matching(said["content_hash"], _HASH) or "",
        _matching(said["record_hash"], _HASH) or "", _text(said["part"]), tables, sources, files,
    )  # fmt: skip


def _one_of(name: str, names: tuple[str, ...]) -> str:
    if name not in names:
        raise ValueError
    return name


def _count(value: object) -> int:
    if type(value) is not int or value < 0 or value >= 1 << 62:
        raise ValueError
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError
    return value


def _or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _matching(value: object, pattern: re.Pattern[str]) -> str | None:
    if value is not None and not pattern.fullmatch(_text(value)):
        raise ValueError
    return _or_none(value)


def none_there(url: str) -> GraphError:
    """What is said of a folder or .zip that is no snapshot."""
    return GraphError(
        f"{url}: is no snapshot of chanlian; name a folder or .zip that chanlian snapshot create wrote",
        f"{url}：不是 chanlian 的快照；请指定由 chanlian snapshot create 写出的文件夹或 .zip",
    )


def _changed(url: str) -> GraphError:
    return GraphError(
        f"{url}: {NAME} is not as it was written; chanlian snapshot verify {url} names what else is changed: take another copy",
        f"{url}：{NAME} 已被改动；可用 chanlian snapshot verify {url} 查看还有哪些改动：请换用另一份副本",
    )
