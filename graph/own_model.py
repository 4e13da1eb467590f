"""Own properties and kinds: the TOML file beside a graph in which people declare them, and what this process works with.

What is declared stands in the schema like the built-in kinds, and everything that follows from the schema follows from it too:
tables, headers, answers, exports, digests. The schema is built once in a process, when something first needs it; so what a
graph declares is looked at before (declared.py), and a graph that declares more than the process knows is refused, not half read.

Imports nothing of the schema, which is built of what is kept here (schema/own.py).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import BadInput
from .toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENDING: Final = ".model.toml"
_GRAPHS: Final = ("", ".duckdb", ".ddb", ".db", ".graph")
"""How files of graphs may end, beside which such a file is looked for."""
"""What the file beside `xq.duckdb` is called: xq.model.toml."""
KEPT: Final = "model.toml"
"""The same file in a snapshot."""
VARIABLE: Final = "CHANLIAN_MODEL"
"""The environment variable that names such a file, for graphs on a server."""
SECTIONS: Final = ("properties", "nodes", "edges")

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


def may_be_a_graph(path: Path) -> bool:
    """Whether a path is a graph's by its ending: beside a table such a file would be another's.

    No file is opened to see: whoever closes one lets go of all locks on it, and it may be a graph that is read or written.

    >>> may_be_a_graph(Path("xq.duckdb")), may_be_a_graph(Path("firms.csv"))
    (True, False)
    """
    return path.suffix.lower() in _GRAPHS


def known() -> Mapping[str, Mapping[str, Any]]:
    """All that is declared in this process, by the file of CHANLIAN_MODEL too: by section and name, what is said of it."""
    _from_environment()
    return _known


@cache
def _from_environment() -> None:
    """Take the file that the environment names, once, whatever comes first: a graph, a command, the schema."""
    named = os.environ.get(VARIABLE)
    if named:
        take(named, read_model(Path(named)))


def place_of(*keys: str) -> str:
    """Which file declares what stands under these keys."""
    return _said_by.get(keys, keys[-1])


def read_model(path: Path) -> Mapping[str, Any]:
    """What a file declares, not yet looked at. Raises BadInput where it is none that can be read."""
    try:
        said = read_toml(path)
    except OSError as error:
        raise BadInput(
            f"{path}: this file, which declares own properties and kinds, cannot be read ({error.strerror}); check its name",
            f"{path}：无法读取声明自有属性和类别的文件（{error.strerror}）；请检查文件名",
        ) from error
    except ValueError as error:
        raise no_toml(str(path), error) from error
    return said


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


@contextmanager
def trying() -> Iterator[None]:
    """Know nothing of what is taken within where it fails."""
    before = {section: {**said} for section, said in _known.items()}
    try:
        yield
    except BaseException:
        _known.update(before)
        raise


def take(place: str, said: Mapping[str, Any]) -> None:
    """Add what a file says to what is known."""
    for kind, props in (said.get("properties") or {}).items() if isinstance(said.get("properties"), dict) else ():
        if not isinstance(props, dict):
            raise BadInput(
                f"{place}: [properties.{kind}] must hold a table for each property: [properties.{kind}.NAME]",
                f"{place}：[properties.{kind}] 下应为每个属性写一张表：[properties.{kind}.名称]",
            )
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


def differs(said: Mapping[str, Any]) -> bool:
    """Whether a file says anything that this process does not know, or that is no declaration."""
    there = _flat(_known)
    shaped = {*said} <= {*SECTIONS} and all(isinstance(within, dict) for within in said.values())
    return not shaped or any(there.get(keys) != one for keys, one in _flat(said).items())


def no_toml(place: str, error: ValueError) -> BadInput:
    """What is said of a file that is no TOML."""
    return BadInput(
        f"{place}: is no TOML that can be read ({error}); docs/OWN.md shows one",
        f"{place}：不是可读取的 TOML（{error}）；示例见 docs/OWN.md",
    )
