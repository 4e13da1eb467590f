"""What a graph says of itself: its table `meta`, the digest of its content, whether a write to it has ended."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, Protocol

from .engines.base import Question
from .errors import GraphError
from .schema import SCHEMA_VERSION
from .schema.steps import digest_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

META: Final = Question(
    "meta",
    "SELECT key, value FROM meta WHERE key <> 'revision' AND NOT starts_with(key, 'buckets:') ORDER BY key",
    "MATCH (m:ChanlianMeta) WHERE m.key <> 'revision' AND NOT m.key STARTS WITH 'buckets:'"
    " RETURN m.key AS key, m.value AS value ORDER BY key",
)
"""But for what only writing and `verify` need."""
REVISION: Final = Question(
    "revision",
    "SELECT value FROM meta WHERE key = 'revision'",
    "MATCH (m:ChanlianMeta {key: 'revision'}) RETURN m.value AS value",
)
UNFINISHED: Final = (
    "a write to this graph has not ended or was broken off: the answer may lack some of it;"  # noqa: ISC004  # one text
    " if nobody is writing, run that push or load again",
    "对这个图的一次写入尚未结束或已中断：结果可能不完整；如无人正在写入，请再执行一次该 push 或 load",
)
"""What is said with every answer of a graph on a server whose `meta` says so."""


UPGRADED_COPY: Final = (
    "this graph was made by an earlier chanlian and is read from an upgraded copy that goes with this command;"  # noqa: ISC004  # one text
    " its first load makes it one of today's",
    "这个图由较早版本的 chanlian 建立，此次读取的是临时升级的副本；首次载入数据时图本身会随之升级",
)
"""What is said with every answer of a graph that cannot be read as it lies there."""


def part_said(part: str) -> tuple[str, str]:
    """What is said of a graph that is only a part of another one.

    >>> part_said("area=玉屏")[0]
    'this graph is a part of another one (area=玉屏): what lies outside of it is not in it'
    """
    return (
        f"this graph is a part of another one ({part}): what lies outside of it is not in it",
        f"这个图只是另一个图的一部分（{part}），范围之外的内容不在其中",
    )


class Described(Protocol):
    """What says of itself what it is: a graph."""

    @property
    def url(self) -> str:
        """Where it lives, without any password."""
        ...

    def meta(self) -> dict[str, str | None]:
        """What it says of itself."""
        ...


def state_of(meta: Mapping[str, str | None]) -> dict[str, Any]:
    """What the `attrs` of an answer say of the state in which the graph was asked; nothing where all is as it should be.

    >>> state_of({"schema_version": "2"}), state_of({"unfinished": "{...}"})
    ({}, {'unfinished': True})
    """
    out: dict[str, Any] = {"unfinished": True} if meta.get("unfinished") else {}
    out |= {"part": meta["part"]} if meta.get("part") else {}
    upgraded = meta.get("upgraded_from")
    return {**out, "upgraded_from": int(upgraded)} if upgraded else out


def must_be_whole(graph: Described) -> None:
    """Raise where a write to the graph has not ended or was broken off: what is made of it would look whole.

    Raises
    ------
    GraphError
        With what to do.
    """
    if graph.meta().get("unfinished"):
        raise GraphError(
            f"{graph.url}: a write to this graph has not ended or was broken off; if nobody is writing, run that push or load"
            " again, then this (docs/NEO4J.md: when a push was broken off)",
            f"{graph.url}：对这个图的一次写入尚未结束或已中断；如无人正在写入，请先再执行一次该 push 或 load（见 docs/NEO4J.md）",
        )


def content_hash(meta: Mapping[str, str | None]) -> str:
    """A digest of the digests that `meta` keeps of each kind's content; in the midst of a write there is none.

    It covers facts, the values that they show, every claim with its source, and what was taken out.

    Before the colon stands by which way of reckoning it was made: only two of one way can be compared.

    >>> content_hash({"schema_version": "1", "content:firm": "7"})
    'h1:2ecdb9ced51df2d4'
    """
    return _digest(meta, "content:", "h")


def record_hash(meta: Mapping[str, str | None]) -> str:
    """A digest of how a graph came to know what it says: locators, methods and days of its claims.

    These vary with the way in: two graphs of one content may differ in it. Graphs of before version 3 have none.

    >>> record_hash({"schema_version": "3", "record:firm": "7"}), record_hash({"schema_version": "2"})
    ('r2:f31423619d1aa329', '')
    """
    return _digest(meta, "record:", "r") if any(key.startswith("record:") for key in meta) else ""


def _digest(meta: Mapping[str, str | None], of: str, letter: str) -> str:
    if meta.get("unfinished"):
        return "unfinished"
    text = "\n".join(f"{key}={value}" for key, value in sorted(meta.items()) if key.startswith(of) and value)
    scheme = digest_scheme(int(meta.get("schema_version") or SCHEMA_VERSION))
    return f"{letter}{scheme}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
