"""The distinct texts of a column and what they mean, as Arrow arrays to join back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..graph.errors import BadInput
from . import values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..graph.schema import Type
    from .headers import Column

_ARROW: Final[dict[str, str]] = {
    "number": "float64",
    "integer": "int64",
    "share": "float64",
    "boolean": "bool_",
}


def parse_distinct(rows: Sequence[tuple[str, str]], column: Column, lang: str) -> dict[str, Any]:
    """Arrow arrays of what distinct texts (each with its unit) mean: value, bounds, unit, reason."""
    import pyarrow as pa

    parse = _parser(column)
    found: list[Any] = []
    reasons: list[str | None] = []
    for text, unit in rows:
        try:
            found.append(parse(values.text(text), unit))
            reasons.append(None)
        except BadInput as error:
            found.append(None)
            reasons.append(error.text(lang))
    out: dict[str, Any] = {
        "text": pa.array([text for text, _ in rows], pa.string()),
        "unit_text": pa.array([unit for _, unit in rows], pa.string()),
        "reason": pa.array(reasons, pa.string()),
    }
    if column.type in ("money", "quantity"):
        for name in ("value", "low", "high"):
            out[name] = pa.array([getattr(one, name, None) for one in found], pa.float64())
        for name in ("original", "unit"):
            out[name] = pa.array([getattr(one, name, None) for one in found], pa.string())
    elif column.type == "list":
        out["value"] = pa.array(found, pa.list_(pa.string()))
    else:
        out["value"] = pa.array(found, getattr(pa, _ARROW.get(column.type, "string"))())
    return out


def _parser(column: Column) -> Callable[[str, str], Any]:
    """The function for a column's type."""
    if column.words:
        return lambda text, _: values.word(text, column.words)
    plain: dict[Type, Callable[[str], Any]] = {
        "number": values.number, "integer": values.integer, "boolean": values.boolean, "date": values.date,
        "share": values.share, "list": values.items, "money": values.money, "text": values.text,
    }  # fmt: skip
    if column.type == "quantity":
        return values.quantity
    return lambda text, _: plain[column.type](text)
