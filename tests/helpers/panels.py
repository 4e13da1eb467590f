"""Supplies with values of several periods, for the tests of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chanlian.graph.dates import first_day
from chanlian.graph.observations import fields
from chanlian.graph.schema import edge

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]


def observed(row: Row, observations: Iterable[Row]) -> Row:
    """A row of a supply with its observations: it shows the latest actual one, and holds all if there are several."""
    ordered = sorted(observations, key=lambda one: (one.get("period") or "", one.get("modality") or ""))
    if not ordered:
        return row
    ranked = sorted(ordered, key=lambda one: (one.get("modality", "actual") == "actual", one.get("period") or ""))
    names = [name for name, _ in fields(edge("supplies"))]
    series = [{name: one.get(name) for name in names} for one in ordered] if len(ordered) > 1 else None
    return {**row, **ranked[-1], **({"series": series} if series else {})}


def begun(observations: Iterable[Row], day: str) -> list[Row]:
    """The observations but for actual ones of a period that begins after a day (ISO)."""
    return [
        one
        for one in observations
        if one.get("modality", "actual") != "actual"
        or not one.get("period")
        or first_day(one["period"]).isoformat() <= day
    ]
