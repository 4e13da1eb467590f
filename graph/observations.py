"""Observations: the values of one fact for many periods, bases and modalities, and the text in which a server keeps each.

A fact with one observation holds it in its columns. One with several shows one of them there and holds all, that one too, in
its property `series`: a list of records, in the order of period, basis and modality. A Neo4j server has no records: there it
is a list of texts, the fields of a record parted by U+001F in the order of the property's `fields`, an empty one for null; so
`split(one, "\\u001f")[0]` is its period.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .schema import Edge, Node, series_of
from .schema.kinds import stored_as
from .sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PART: Final = "\x1f"
# a text may hold anything: what parts fields is written otherwise in it, and an empty text is no null
_ESCAPED: Final = (("\x1b", "\x1b0"), (PART, "\x1b1"))
_EMPTY: Final = "\x1b2"


def fields(of: Node | Edge) -> tuple[tuple[str, str], ...]:
    """The columns of one observation of a kind with their SQL types; none of a kind whose facts have one value.

    >>> from .schema import edge
    >>> [name for name, _ in fields(edge("consumes"))][:3]
    ['period', 'modality', 'quantity']
    """
    prop = series_of(of.name)
    return tuple(column for one in prop.fields for column in stored_as(one)) if prop else ()


def text_sql(of: Node | Edge, one: str) -> str:
    """SQL of the text of an observation, given as a struct."""
    parts = []
    for name, type_ in fields(of):
        value = f"{one}.{quoted(name)}"
        if type_ == "VARCHAR" or type_.endswith("[]"):
            value = f"to_json({value})::VARCHAR" if type_.endswith("[]") else value
            escaped = value
            for plain, written in _ESCAPED:
                escaped = f"replace({escaped}, {literal(plain)}, {literal(written)})"
            value = f"if({value} = '', {literal(_EMPTY)}, {escaped})"
        parts.append(f"coalesce({value}::VARCHAR, '')")
    return f"concat_ws({literal(PART)}, {', '.join(parts)})"


def struct_sql(of: Node | Edge, text: str) -> str:
    """SQL of an observation out of its text."""
    parts = []
    for number, (name, type_) in enumerate(fields(of), 1):
        value = f"nullif(split({text}, {literal(PART)})[{number}], '')"
        if type_ == "VARCHAR" or type_.endswith("[]"):
            for plain, written in reversed(_ESCAPED):
                value = f"replace({value}, {literal(written)}, {literal(plain)})"
            value = f"if({value} = {literal(_EMPTY)}, '', {value})"
        parts.append(
            f"{quoted(name)}: "
            + (f"from_json({value}, '[\"VARCHAR\"]')" if type_.endswith("[]") else f"{value}::{type_}")
        )
    return f"{{{', '.join(parts)}}}"


def out_of_text(of: Node | Edge, text: str) -> dict[str, Any]:
    """An observation out of its text.

    >>> from .schema import edge
    >>> out_of_text(edge("consumes"), "2020" + PART * 2 + "5.0" + PART * 4 + "吨")["quantity"]
    5.0
    """
    out: dict[str, Any] = {}
    for (name, type_), value in zip(fields(of), text.split(PART), strict=True):
        if value == "":
            out[name] = None
        elif type_ == "DOUBLE":
            out[name] = float(value)
        else:
            plain = "" if value == _EMPTY else value
            for one, written in reversed(_ESCAPED):
                plain = plain.replace(written, one)
            out[name] = json.loads(plain) if type_.endswith("[]") else plain
    return out


def observations(row: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The observations of a row of a kind, or of a claim: those in its series, else the one in its columns.

    >>> len(observations({"quantity": 5.0}))
    1
    """
    return row.get("series") or (row,)
