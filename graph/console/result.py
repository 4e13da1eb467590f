"""What a question in one's own words, SQL or Cypher, gives, and what its answer says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..meta import content_hash, state_of
from ..url import public
from ..version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..readable import Readable


@dataclass(frozen=True)
class Told:
    """What a question gave: columns, each of another name, rows of Python's own values; whether there were more."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    more: bool
    doubts: list[tuple[str, str]] = field(default_factory=list)
    """What is to be said of the text though it could be asked, in English and Chinese: names that match nothing."""
    attrs: dict[str, Any] = field(default_factory=dict)
    """What was asked of which graph (`attrs_of`), where it is handed on as an answer."""


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names of columns, a second one of a name with a number behind.

    >>> distinct(["a", "b", "a", "a_2"])
    ('a', 'b', 'a_2', 'a_2_2')
    """
    out: list[str] = []
    for name in names:
        new, number = name, 1
        while new in out:
            number += 1
            new = f"{name}_{number}"
        out.append(new)
    return tuple(out)


def checked(text: str) -> str:
    """A question's text, which another program is to read: every character of it is one.

    >>> checked("SELECT '\\udcff'")
    Traceback (most recent call last):
    ...
    chanlian.graph.errors.BadInput: character 9 of the text is no character of Unicode ...
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"character {error.start + 1} of the text is no character of Unicode (a byte that is no UTF-8?); save the text as UTF-8",
            f"语句的第 {error.start + 1} 个字符不是 Unicode 字符（可能不是 UTF-8 编码）；请将语句存为 UTF-8",
        ) from error
    return text


def attrs_of(graph: Readable, language: str, text: str, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was asked of which graph; of a database of others, which holds no graph, only where it is.

    A value that is bound to the language's own name stands beside the text as `$sql`.
    """
    meta = graph.meta() if graph.exists() else {}
    bound = {f"${name}" if name == language else name: value for name, value in (parameters or {}).items()}
    return {
        "question": language,
        "parameters": {language: text, **bound},
        "as_of": meta.get("as_of"),
        "graph": public(graph.url),
        "graph_hash": content_hash(meta) if meta else None,
        "version": __version__,
        "notes": [],
        **state_of(meta),
    }
