"""Cells of an export of ours as values: each as it was written, and nothing is guessed from it.

A firm may be called 无, a product 合计 and a stage of a chain 1.原料: in a sheet made for people these are blanks, totals and
numbers of a list, in an export they are what the graph says. A cell that is not in the form in which an export writes its type
was written by a person who mended the table, and is read as any other.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import DATE, is_period
from ...graph.export.cells import SEPARATOR
from ...graph.export.tables import PARTING
from ..values.cells import Amount

if TYPE_CHECKING:
    from ..sheets.column import Column

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
_WHOLE: Final = re.compile(r"-?[0-9]+")


def as_written(text: str, column: Column) -> Any:
    """The value that an export wrote as `text` into a column; None where no export writes it so.

    >>> from ..sheets.column import Column
    >>> as_written("1.原料；无", Column("stages", "property", "list")), as_written('["A、B"]', Column("stages", "property", "list"))
    (['1.原料', '无'], ['A、B'])
    >>> as_written("原料、成品", Column("stages", "property", "list")), as_written("5万元", Column("value", "property", "money"))
    (None, None)
    >>> as_written("-3", Column("value", "property", "number")), as_written("2024-05", Column("due", "property", "date"))
    (-3.0, '2024-05')
    """
    if column.words:
        return text if any(text == word for word, _ in column.words) else None
    if column.type == "list":
        return _list(text)
    if column.type in ("money", "quantity"):
        number = _number(text)
        return None if number is None else Amount(number)
    if column.type in ("number", "share"):
        return _number(text)
    if column.type == "integer":
        return int(text) if _WHOLE.fullmatch(text) and abs(int(text)) < 2**63 else None
    if column.type == "boolean":
        return {"true": True, "false": False}.get(text)
    if column.type == "date":
        return text if DATE.fullmatch(text) and is_period(text) else None
    if column.type == "period":
        return text if is_period(text) else None
    return text


def _number(text: str) -> float | None:
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None


def _list(text: str) -> list[str] | None:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return found
    items = text.split(SEPARATOR)
    return None if any(map(PARTING.search, items)) else items
