"""Own properties and kinds: the TOML file beside a graph in which people declare them, and what this process works with.

What is declared stands in the schema like the built-in kinds, and everything that follows from the schema follows from it too:
tables, headers, answers, exports, digests. The schema is built once in a process, when something first needs it; so what a
graph declares is looked at before (`declare`), and a graph that declares more than the process knows is refused, not half read.

Imports nothing of the schema, which is built of what is kept here (schema/own.py).
"""

from __future__ import annotations

import os
import sys
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import BadInput, OwnUnknown
from .toml_file import parsed, read_toml
from .url import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENDING: Final = ".model.toml"
"""What the file beside `xq.duckdb` is called: xq.model.toml."""
KEPT: Final = "model.toml"
"""The same file in a snapshot."""
VARIABLE: Final = "CHANLIAN_MODEL"
"""The environment variable that names such a file, for graphs on a server."""
SECTIONS: Final = ("properties", "nodes", "edges")
_SCHEMA: Final = f"{__package__}.schema"
_LARGEST: Final = 1 << 20
_GRAPHS: Final = ("", ".duckdb", ".ddb", ".db", ".graph")
"""How files of graphs that are there may end."""

_known: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
"""All that was declared so far in this process: by section and name, what is said of it."""
_said_by: dict[tuple[str, ...], str] = {}
"""Which file said it."""


def beside(graph: str | os.PathLike[str]) -> Path:
    """The file that declares what is a graph's own.

    >>> beside("data/xq.duckdb").as_posix()
    'data/xq.model.toml'
    """
    path = Path(graph)
    return path.with_name((path.stem or path.name) + ENDING)


def declare(*graphs: str | os.PathLike[str]) -> None:
    """Let this process know what the files beside these graphs declare, and those in snapshots.

    Whatever else is named is passed over: a table, an option, a graph without such a file.

    Raises
    ------
    BadInput
        If a file is none that declares something, two differ about one thing, or this process works without it already.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for graph in graphs:
        with suppress(ValueError):  # no name of a file has a null byte
            found |= _found(os.fspath(graph))
    known()
    new = {place: said for place, said in found.items() if _differs(said)}
    if not new:
        return
    if _SCHEMA in sys.modules:
        raise _too_late(next(iter(new)))
    before = {section: {**said} for section, said in _known.items()}
    try:
        for place, said in new.items():
            _take(place, said)
        from . import schema  # noqa: F401  # what is wrong with a declaration is told here
    except BaseException:
        _known.update(before)
        for name in [name for name in sys.modules if name.startswith(_SCHEMA)]:  # what was half built with it
            del sys.modules[name]
        raise


def known() -> Mapping[str, Mapping[str, Any]]:
    """All that is declared in this process, by the file of CHANLIAN_MODEL too: by section and name, what is said of it."""
    _from_environment()
    return _known


@cache
def _from_environment() -> None:
    """Take the file that the environment names, once, whatever comes first: a graph, a command, the schema."""
    named = os.environ.get(VARIABLE)
    if named:
        _take(named, _read(Path(named)))


def place_of(*keys: str) -> str:
    """Which file declares what stands under these keys."""
    return _said_by.get(keys, keys[-1])


def _found(graph: str) -> dict[str, Mapping[str, Any]]:
    """The file that goes with one graph, by its name; none where there is none."""
    if not graph or graph.startswith("-") or is_address(graph) or graph == ":memory:":
        return {}
    path = Path(graph)
    if path.is_dir():
        within = path / KEPT
        return {str(within): _read(within)} if within.is_file() and (path / "manifest.json").is_file() else {}
    if path.suffix.lower() == ".zip":
        return _in_zip(path)
    file = beside(path)
    return {str(file): _read(file)} if file.is_file() and _may_be_a_graph(path) else {}


def _may_be_a_graph(path: Path) -> bool:
    """Whether a path is a graph's by its ending, or names nothing yet: beside a table such a file would be another's.

    No file is opened to see: whoever closes one lets go of all locks on it, and it may be a graph that is read or written.
    """
    return not path.exists() or path.suffix.lower() in _GRAPHS


def _read(path: Path) -> Mapping[str, Any]:
    try:
        said = read_toml(path)
    except OSError as error:
        raise BadInput(
            f"{path}: this file, which declares own properties and kinds, cannot be read ({error.strerror}); check its name",
            f"{path}：无法读取声明自有属性和类别的文件（{error.strerror}）；请检查文件名",
        ) from error
    except ValueError as error:
        raise _no_toml(str(path), error) from error
    return said


def _in_zip(path: Path) -> dict[str, Mapping[str, Any]]:
    """The file in a snapshot that is one .zip; what is wrong with the .zip is told by who reads it."""
    with (
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
                raise _no_toml(place, error) from error
    return {}


def _flat(said: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """What is declared, one thing after the other: a property of a kind, a kind of nodes, a kind of edges."""
    out: dict[tuple[str, ...], Any] = {}
    for section, within in said.items():
        for name, one in within.items() if isinstance(within, dict) else ():
            if section == "properties" and isinstance(one, dict):
                out |= {(section, name, prop): what for prop, what in one.items()}
            else:
                out[section, name] = one
    return out


def _differs(said: Mapping[str, Any]) -> bool:
    """Whether a file says anything that this process does not know, or that is no declaration."""
    there = _flat(_known)
    shaped = {*said} <= {*SECTIONS} and all(isinstance(within, dict) for within in said.values())
    return not shaped or any(there.get(keys) != one for keys, one in _flat(said).items())


def _take(place: str, said: Mapping[str, Any]) -> None:
    """Add what a file says to what is known."""
    strange = [key for key in said if key not in SECTIONS]
    if strange or any(not isinstance(within, dict) for within in said.values()):
        key = strange[0] if strange else next(key for key, within in said.items() if not isinstance(within, dict))
        raise BadInput(
            f"{place}: unknown key {key!r}; write [properties.KIND.NAME], [nodes.NAME] and [edges.NAME] (docs/OWN.md)",
            f"{place}：不认识的键“{key}”；请写 [properties.类别.名称]、[nodes.名称]、[edges.名称]（见 docs/OWN.md）",
        )
    there = _flat(_known)
    for keys, one in _flat(said).items():
        if keys in there and there[keys] != one:
            raise BadInput(
                f"{place}: declares {'.'.join(keys)} otherwise than {place_of(*keys)} does; let both say the same, or name one graph",
                f"{place}：对 {'.'.join(keys)} 的声明与 {place_of(*keys)} 不同；请改为一致，或只指定一个图",
            )
        _said_by[keys] = place
    for section, within in said.items():
        for name, one in within.items():
            if section == "properties" and isinstance(one, dict):
                _known[section][name] = {**_known[section].get(name, {}), **one}
            else:
                _known[section][name] = one


def own_unknown(graph: str, names: Sequence[str], kept: str) -> OwnUnknown:
    """What is said of a graph that holds own properties or kinds which this process does not know."""
    more = ", ..." if len(names) > 4 else ""
    what = ", ".join(names[:4]) + more
    file = f"{beside(graph)}" if not is_address(graph) else f"FILE{ENDING}"
    named = "" if not is_address(graph) else f" ({VARIABLE}={file})"
    return OwnUnknown(
        f"{graph}: holds own properties or kinds that are not declared here as they are there ({what}); write down what the graph"
        f" says of them: chanlian schema --own {graph} --save {file}{named}",
        f"{graph}：含有此处未声明或声明不一致的自有属性或类别（{what}）；可由图中取出声明：chanlian schema --own {graph} --save {file}{named}",
        kept,
    )


def _no_toml(place: str, error: ValueError) -> BadInput:
    return BadInput(
        f"{place}: is no TOML that can be read ({error}); docs/OWN.md shows one",
        f"{place}：不是可读取的 TOML（{error}）；示例见 docs/OWN.md",
    )


def _too_late(place: str) -> BadInput:
    return BadInput(
        f"{place}: declares own properties or kinds, and this process has begun to work without them; set {VARIABLE} to this file"
        " before Python starts, or open this graph first",
        f"{place}：声明了自有属性或类别，但当前进程已在没有这些声明的情况下开始工作；请在启动 Python 前将 {VARIABLE} 设为该文件，"
        "或最先打开这个图",
    )
