"""What people declare of their own as a graph keeps it: one text in its `meta`, compared with what a process knows.

So a graph that holds more than is known is told from others before any of it is read, and its file can be written anew.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import OwnUnknown
from ..own_model import ENDING, VARIABLE, beside, known, may_be_a_graph, read_model
from ..toml_file import parsed
from ..url import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_MODEL: Final = "own_model"
"""The key in a graph's `meta` under which it keeps what is declared of its own."""


@cache
def own_text() -> str:
    """All that this process knows to be declared, as the TOML that a graph keeps; empty where nothing is."""
    lines: list[str] = []
    for section, within in known().items():
        for name, said in within.items():
            lines += _written((section, name), said)
    return "\n".join(lines).strip() + "\n" if lines else ""


def _written(keys: tuple[str, ...], said: Mapping[str, Any]) -> list[str]:
    """A table of TOML and those within it."""
    plain = {key: value for key, value in said.items() if not isinstance(value, dict) or key == "words"}
    lines = [f"[{'.'.join(keys)}]", *(f"{key} = {_value(value)}" for key, value in plain.items()), ""] if plain else []
    for key, value in said.items():
        if key not in plain:
            lines += _written((*keys, key), value)
    return lines


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # a text of JSON is one of TOML, but for the sign of deletion
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def beyond(kept: str | None, said: Mapping[str, Any] | None = None) -> list[str]:
    """What a graph keeps as declared that is not `said`, or is said otherwise: its names, in order. All that this process knows is said.

    >>> beyond(None), beyond('[properties.firm.employees]\\ntype = "integer"\\nzh = "职工人数"')
    ([], ['firm.employees'])
    """
    try:
        there = _stored(_read(kept))
    except (AttributeError, TypeError, ValueError):  # another program wrote it
        return ["?"]
    mine = _stored(known() if said is None else said)
    return [name for name, one in there.items() if not _holds(mine.get(name), one)]


def own_unknown(graph: str, kept: str) -> OwnUnknown:
    """What is said of a graph that keeps own properties or kinds which this process does not know, or knows otherwise."""
    names = beyond(kept)
    file = os.environ.get(VARIABLE) or f"FILE{ENDING}" if is_address(graph) else f"{beside(graph)}"
    if Path(file).is_file() and names != ["?"]:
        return _beside_its_file(graph, file, kept)
    what = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
    named = f" ({VARIABLE}={file})" if is_address(graph) else ""
    return OwnUnknown(
        f"{graph}: holds own properties or kinds that are not declared here as they are there ({what}); write down what the graph"
        f" says of them: chanlian schema --own {graph} --save {file}{named}",
        f"{graph}：含有此处未声明或声明不一致的自有属性或类别（{what}）；可由图中取出声明：chanlian schema --own {graph} --save {file}{named}",
        kept,
    )


def _beside_its_file(graph: str, file: str, kept: str) -> OwnUnknown:
    """The same, where a file that declares what is a graph's own is there: in what it differs."""
    said = read_model(Path(file))
    names, there, mine = beyond(kept, said), _stored(_read(kept)), _stored(said)
    if not names and not (is_address(graph) or may_be_a_graph(Path(graph))):
        return OwnUnknown(
            f"{graph}: {file} declares what the graph holds, and is only read beside graphs whose name ends so: .duckdb, .ddb, .db, .graph;"
            " rename both",
            f"{graph}：{file} 已声明图中的内容，但只在名称以 .duckdb、.ddb、.db、.graph 结尾的图旁读取；请将两者一并改名",
            kept,
        )
    if not names:
        way, way_zh = (
            (f"with {VARIABLE}={file} set", f"并先设置 {VARIABLE}={file}")
            if is_address(graph)
            else (f"calling chanlian.declare({graph!r}) before anything else", f"并先调用 chanlian.declare({graph!r})")
        )
        return OwnUnknown(
            f"{graph}: this process has begun without {file}, which declares what the graph holds; begin a new one, {way}",
            f"{graph}：当前进程开始时尚未读取声明图中内容的 {file}；请重新启动，{way_zh}",
            kept,
        )
    en, zh = zip(*(_otherwise(name, mine.get(name), there[name]) for name in names[:4]), strict=True)
    more = (", ...", "等") if len(names) > 4 else ("", "")
    return OwnUnknown(
        f"{graph}: {file} does not declare own properties or kinds as the graph has them: {', '.join(en)}{more[0]}; write them so (chanlian"
        f" schema --own {graph} prints them); to change a type or unit, export the graph and load it into a new one",
        f"{graph}：{file} 的声明与图中不符：{'、'.join(zh)}{more[1]}；请按图中的声明改写（chanlian schema --own {graph} 可列出）；"
        "如需更改类型或单位，请先导出，再载入新的图",
        kept,
    )


def _otherwise(name: str, mine: Mapping[str, Any] | None, there: Mapping[str, Any]) -> tuple[str, str]:
    """A thing that is missing, or said otherwise, with the first key in which it is; in English and Chinese."""
    if mine is None:
        return f"{name} (missing)", f"{name}（缺）"
    key = next(key for key in {**there, **mine} if not _agree(mine.get(key), there.get(key)))
    ours, theirs = (_value(said[key]) if said.get(key) else None for said in (mine, there))
    return (
        f"{name} ({key} = {ours or 'none'}, in the graph {theirs or 'none'})",
        f"{name}（{key} = {ours or '无'}，图中为 {theirs or '无'}）",
    )


def _holds(mine: Mapping[str, Any] | None, there: Mapping[str, Any]) -> bool:
    """Whether what this process knows of a thing is what a graph keeps of it, or more: further words, further kinds at an end."""
    return mine is not None and all(_agree(mine.get(key), there.get(key)) for key in {**mine, **there})


def _agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, _Further) and isinstance(theirs, _Further):
        return bool(ours) == bool(theirs) and {*map(str, theirs)} <= {*map(str, ours)}
    return bool(ours == theirs)


class _Further(list[Any]):
    """What may be added to: words, kinds at an end."""


def _read(kept: str | None) -> Mapping[str, Any]:
    return parsed((kept or "").encode())


def _stored(said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What of declarations decides what is stored, by name and key: how it is called and shown may change at any time."""
    out: dict[str, dict[str, Any]] = {}
    for kind, props in said.get("properties", {}).items():
        out |= {f"{kind}.{name}": _decides(one) for name, one in props.items()}
    for section in ("nodes", "edges"):
        for kind, one in said.get(section, {}).items():
            ends = one.get("ends", {})
            out[kind] = {
                "in": section, "code": one.get("code"), "ends": [*ends], "dated": one.get("dated", True), "key": _listed(one.get("key")),
            }  # fmt: skip
            out |= {f"{kind}({end})": {"kinds": _Further(_listed(what.get("kinds")))} for end, what in ends.items()}
            out |= {f"{kind}.{name}": _decides(prop) for name, prop in one.get("properties", {}).items()}
    return out


def _decides(prop: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": prop.get("type"), "unit": prop.get("unit"), "words": _Further(prop.get("words", {}))}


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def own_kinds() -> tuple[str, ...]:
    """The kinds that are declared in this process, and those that have own properties."""
    own = known()
    return tuple(dict.fromkeys((*own["nodes"], *own["edges"], *own["properties"])))


def own_properties(kind: str) -> frozenset[str]:
    """The own properties of a kind: all of an own kind."""
    own = known()
    within = {**own["nodes"], **own["edges"]}.get(kind, {}).get("properties", {})
    return frozenset({*own["properties"].get(kind, {}), *within})


def kept_properties(kind: str, kept: str | None) -> frozenset[str]:
    """The own properties of a kind that a graph keeps."""
    there = _stored(_read(kept))
    return frozenset(name.partition(".")[2] for name in there if name.startswith(f"{kind}."))


def new_nodes(kept: str | None) -> list[str]:
    """The own kinds of nodes that this process knows and a graph does not keep yet."""
    there = _read(kept).get("nodes", {})
    return [name for name in known()["nodes"] if name not in there]
