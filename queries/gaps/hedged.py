"""Sums of purchases that are none as they stand, because some of what was summed is not: 约, 超, 不足."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph

_ABOUT: Final = "约"
"""What is said of a sum of which one part is at least, and another at most, what was counted."""


def hedge_sums(graph: Graph, asked: Mapping[str, Any], found: Sequence[dict[str, Any]]) -> None:
    """Give the purchases of each need the bounds that follow from those of their parts, of the same basis and period."""
    parts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    if any(row["bought_value"] is not None for row in found):
        for part in graph.rows(question("gaps/hedged"), asked):
            parts.setdefault((part["product"], part["basis"], part["period"]), []).append(part)
    for row in found:
        of = parts.get((row["product_number"], row["bought_basis"], row["bought_period"]), [])
        low, high, original = bounds_of_sum(row["bought_value"], of)
        row |= {"bought_value_low": low, "bought_value_high": high, "bought_value_original": original}


def bounds_of_sum(
    total: float | None, parts: Sequence[Mapping[str, Any]]
) -> tuple[float | None, float | None, str | None]:
    """The bounds of a sum, and the words that its source has for it, by those parts of it that are no plain figures.

    >>> bounds_of_sum(5.0, [{"value": 2.0, "value_low": 2.0, "value_high": None, "value_original": "超2元"}])
    (5.0, None, None)
    >>> bounds_of_sum(2.0, [{"value": 2.0, "value_low": 2.0, "value_high": None, "value_original": "超2元"}])
    (2.0, None, '超2元')
    >>> bounds_of_sum(2.0, [{"value": 2.0, "value_low": None, "value_high": None, "value_original": "2元左右"}])
    (None, None, '约')
    """
    if total is None or not parts:
        return None, None, None
    whole = parts[0]["value_original"] if len(parts) == 1 and parts[0]["value"] == total else None
    if all(part["value_low"] is not None and part["value_high"] is None for part in parts):
        return total, None, whole
    if all(part["value_high"] is not None and part["value_low"] is None for part in parts):
        return None, total, whole
    return None, None, _ABOUT
