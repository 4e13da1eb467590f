"""What people declare of their own as a graph keeps it: one text in its `meta`, compared with what a process knows.

So a graph that holds more than is known is told from others before any of it is read, and its file can be written anew.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ..own_model import known
from ..toml_file import parsed

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


def beyond(kept: str | None) -> list[str]:
    """What a graph keeps as declared that this process does not know, or knows otherwise: its names, in order.

    >>> beyond(None), beyond('[properties.firm.employees]\\ntype = "integer"\\nzh = "职工人数"')
    ([], ['firm.employees'])
    """
    try:
        there = _stored(_read(kept))
    except (AttributeError, TypeError, ValueError):  # another program wrote it
        return ["?"]
    mine = _stored(known())
    return [name for name, one in there.items() if not _holds(mine.get(name), one)]


def _holds(mine: list[Any] | None, there: list[Any]) -> bool:
    """Whether what this process knows of a thing is what a graph keeps of it, or more: further words, further kinds at an end."""
    if mine is None or len(mine) != len(there):
        return False
    return all(
        {*map(str, theirs)} <= {*map(str, ours)} if isinstance(ours, _Further) else ours == theirs
        for ours, theirs in zip(mine, there, strict=True)
    )


class _Further(list[Any]):
    """What may be added to: words, kinds at an end."""


def _read(kept: str | None) -> Mapping[str, Any]:
    return parsed((kept or "").encode())


def _stored(said: Mapping[str, Any]) -> dict[str, Any]:
    """What of declarations decides what is stored, by name: how it is called and shown may change at any time."""
    out: dict[str, Any] = {}
    for kind, props in said.get("properties", {}).items():
        out |= {f"{kind}.{name}": _decides(one) for name, one in props.items()}
    for section in ("nodes", "edges"):
        for kind, one in said.get(section, {}).items():
            ends = one.get("ends", {})
            out[kind] = [section, one.get("code"), [*ends], one.get("dated", True), _listed(one.get("key"))]
            out |= {f"{kind}({end})": [_Further(_listed(what.get("kinds")))] for end, what in ends.items()}
            out |= {f"{kind}.{name}": _decides(prop) for name, prop in one.get("properties", {}).items()}
    return out


def _decides(prop: Mapping[str, Any]) -> list[Any]:
    words = prop.get("words", {})
    return [prop.get("type"), prop.get("unit"), bool(words), _Further(words)]


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


def new_nodes(kept: str | None) -> list[str]:
    """The own kinds of nodes that this process knows and a graph does not keep yet."""
    there = _read(kept).get("nodes", {})
    return [name for name in known()["nodes"] if name not in there]
