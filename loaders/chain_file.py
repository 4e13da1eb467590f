"""A chain of one's own in a TOML file: the form of the bundled ones (chains/README.md), checked before anything is loaded."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from ..graph.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

_TABLES: Final = {"products": ("name",), "kinds": ("kind", "broader"), "links": ("input", "product")}
"""The lists of a chain, with what each of their entries must have."""
_EXAMPLE: Final = 'products = [{ name = "碳酸钙", stage = "原料" }]'


def read_chain(path: Path) -> dict[str, Any]:
    """The chain that a file states, in the form of the bundled ones.

    `name` and `products` are needed; `stages`, `kinds`, `links` and `sources` may be left out.

    Raises
    ------
    BadInput
        For a file that cannot be read, and for what is missing or strange in it.
    """
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            en=f'{path.name}: cannot be read as a chain ({error}); it begins: name = "碳酸钙"',
            zh=f'{path.name}：不能作为产业链文件读取（{error}）；开头应为 name = "碳酸钙"',
        ) from error
    _check(path, said)
    stages = said.get("stages") or list(dict.fromkeys(one["stage"] for one in said["products"] if one.get("stage")))
    return {"stages": stages, "kinds": [], "links": [], "sources": {}} | said | {"stages": stages}


def _check(path: Path, said: dict[str, Any]) -> None:
    if not isinstance(said.get("name"), str) or not said["name"].strip():
        raise BadInput(
            en=f'{path.name}: has no name of the chain; write name = "碳酸钙" in its first line',
            zh=f'{path.name}：没有产业链名称；请在第一行写 name = "碳酸钙"',
        )
    if not said.get("products"):
        raise BadInput(
            en=f"{path.name}: has no products; write {_EXAMPLE}", zh=f"{path.name}：没有产品；请写 {_EXAMPLE}"
        )
    for table, needed in _TABLES.items():
        rows = said.get(table, [])
        bad = not isinstance(rows, list) or not all(
            isinstance(row, dict) and all(isinstance(row.get(name), str) for name in needed) for row in rows
        )
        if bad:
            raise BadInput(
                en=f"{path.name}: {table} must be a list of entries with {' and '.join(needed)}",
                zh=f"{path.name}：{table} 应为列表，每项都要有 {'、'.join(needed)}",
            )
    sources = said.get("sources", {})
    if not isinstance(sources, dict) or not all(isinstance(one, dict) and one.get("title") for one in sources.values()):
        raise BadInput(
            en=f'{path.name}: sources must be tables with a title: [sources.a] title = "..."',
            zh=f'{path.name}：sources 应为带 title 的表：[sources.a] title = "..."',
        )
    for row in (*said.get("links", []), *said.get("kinds", [])):
        if row.get("source") is not None and row["source"] not in sources:
            raise BadInput(
                en=f"{path.name}: cites the source {row['source']!r}, which it does not have; sources: {', '.join(sources) or 'none'}",
                zh=f"{path.name}：引用了来源“{row['source']}”，但文件中没有；已有：{'、'.join(sources) or '无'}",
            )
