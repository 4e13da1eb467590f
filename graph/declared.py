"""What the files beside graphs, and in snapshots, declare is looked for before the schema is built: by the names of graphs."""

from __future__ import annotations

import os
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import BadInput
from .for_python import for_python
from .own_model import KEPT, VARIABLE, beside, differs, known, may_be_a_graph, no_toml, read_model, take, trying
from .toml_file import parsed
from .url import is_address, public

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCHEMA: Final = f"{__package__}.schema"
_LARGEST: Final = 1 << 20

_begun: list[str] = []
"""With which graphs this process has begun: those whose files it knew when the schema was built."""


@for_python
def declare(*graphs: str | os.PathLike[str]) -> None:
    """Let this process know what the files beside several graphs declare of their own (`xq.model.toml` beside `xq.duckdb`,
    docs/OWN.md), and those in snapshots.

    `connect` does that for its graph. A process knows one model, which it builds when it first needs it: where graphs with
    such files and others are opened in turn, name all of them here first, before anything else of chanlian is used.
    A graph without such a file is passed over, and so is what is no graph.

    Raises
    ------
    BadInput
        If a file is none that declares something, two differ about one thing, or this process works without it already.

    >>> declare("plain.duckdb", "another.duckdb")
    """
    found: dict[str, Mapping[str, Any]] = {}
    whose: dict[str, str] = {}
    for graph in graphs:
        with suppress(OSError, ValueError):  # what is no name of a file: a text of SQL, one that is too long
            files = _found(os.fspath(graph))
            found |= files
            whose |= dict.fromkeys(files, os.fspath(graph))
    known()
    new = {place: said for place, said in found.items() if differs(said)}
    if not new:
        return
    if _SCHEMA in sys.modules:
        place = next(iter(new))
        raise _too_late(place, [*_begun, whose[place]])
    with trying():
        for place, said in new.items():
            take(place, said)
        try:
            from . import schema  # noqa: F401  # what is wrong with a declaration is told here
        except BaseException:
            for name in [name for name in sys.modules if name.startswith(_SCHEMA)]:  # what was half built with it
                del sys.modules[name]
            raise
    _begun.extend(dict.fromkeys(whose[place] for place in new))


def begin(graph: str) -> None:
    """Remember the graph with which this process begins, if it has not begun."""
    if _SCHEMA not in sys.modules and not _begun:
        _begun.append(public(graph))


def _found(graph: str) -> dict[str, Mapping[str, Any]]:
    """The file that goes with one graph, by its name; none where there is none."""
    if not graph or graph.startswith("-") or is_address(graph) or graph == ":memory:":
        return {}
    path = Path(graph)
    if path.is_dir():
        within = path / KEPT
        return {str(within): read_model(within)} if within.is_file() and (path / "manifest.json").is_file() else {}
    if path.suffix.lower() == ".zip":
        return _in_zip(path)
    file = beside(path)
    return {str(file): read_model(file)} if file.is_file() and may_be_a_graph(path) else {}


def _in_zip(path: Path) -> dict[str, Mapping[str, Any]]:
    """The file in a snapshot that is one .zip; what is wrong with the .zip is told by who reads it."""
    with (
        # whoever reads the snapshot itself says what is wrong with it
        suppress(OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError),
        zipfile.ZipFile(path) as archive,
    ):
        inside = archive.getinfo(KEPT)
        if inside.file_size <= _LARGEST:
            data = archive.read(inside)
            place = f"{path}/{KEPT}"
            try:
                return {place: parsed(data)}
            except ValueError as error:
                raise no_toml(place, error) from error
    return {}


def _too_late(place: str, graphs: Sequence[str]) -> BadInput:
    *first, _ = graphs
    en, zh = (
        (f"with {', '.join(first)}", f"打开 {'、'.join(first)} 时")
        if first
        else ("before a graph was named", "指定图之前")
    )
    call = f"chanlian.declare({', '.join(map(repr, dict.fromkeys(graphs)))})"
    return BadInput(
        f"{place}: declares own properties or kinds, and this process has begun to work without them, {en}; in a new one, call"
        f" {call} before anything else, or set {VARIABLE} to this file before Python starts",
        f"{place}：声明了自有属性或类别，但当前进程在{zh}已按没有这些声明开始工作；请重新启动 Python，先调用 {call}，"
        f"或在启动前将 {VARIABLE} 设为该文件",
    )
