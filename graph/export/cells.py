"""Values as files carry them: nothing that only Python knows, nothing that a spreadsheet would run."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from ..sql_text import literal

SEPARATOR: Final = "；"
"""What stands between the items of a list in one cell."""

_INVISIBLE: Final = r" \t\r\n\f\x0b\x85\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_MARKS: Final = "=+\\-@＝＋－＠"  # full-width ones too, as spreadsheets take them in East Asian locales
FORMULA: Final = re.compile(rf"[\t\r\n]|[{_INVISIBLE}]*[{_MARKS}]")
"""How a text begins that a spreadsheet may take for a formula."""
GUARDED: Final = re.compile(f"'*(?:{FORMULA.pattern})")
"""How a text begins that is guarded: one that looks guarded already too, so that every cell stands for one text."""
GUARDED_RE2: Final = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", GUARDED.pattern)
"""The same pattern for DuckDB and Arrow, which write such characters by their numbers."""


def inert(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before the mark, and before such apostrophes.

    >>> inert("=cmd|'/c calc'!A1"), inert("'=1"), inert("吨袋"), inert(-3)
    ("'=cmd|'/c calc'!A1", "''=1", '吨袋', -3)
    """
    return "'" + value if isinstance(value, str) and GUARDED.match(value) else value


def uninert(cell: str) -> str:
    """A cell of one of our files without the apostrophe that `inert` put before it.

    >>> uninert("'=1+1"), uninert("''=1"), uninert("'s-Hertogenbosch")
    ('=1+1', "'=1", "'s-Hertogenbosch")
    """
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def unmarked_sql(cell: str) -> str:
    """`uninert` of an SQL expression."""
    return (
        f"CASE WHEN starts_with({cell}, chr(39)) AND regexp_matches({cell}, {literal(f'^(?:{GUARDED_RE2})')})"
        f" THEN substr({cell}, 2) ELSE {cell} END"
    )


def plain(value: Any) -> Any:
    """A value as JSON has it: no NaN, numbers and dates of no library, bytes in hexadecimal.

    >>> import datetime
    >>> plain([float("nan"), Decimal("1.50"), datetime.date(2025, 5, 24), b"\\x00\\xff", {"a": (1,)}])
    [None, 1.5, '2025-05-24', '00ff', {'a': [1]}]
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _decimal(value: Decimal) -> Any:
    """A decimal as a number where that loses nothing, else as its digits."""
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


def flat(value: Any) -> Any:
    """A plain value in one cell: lists joined by ；, records as JSON, else as it is.

    >>> flat(["吨袋", None, "塑料"]), flat({"a": [1]}), flat(3)
    ('吨袋；；塑料', '{"a": [1]}', 3)
    """
    if isinstance(value, list):
        return SEPARATOR.join(_item(item) for item in value)
    return as_json(value) if isinstance(value, dict) else value


def _item(value: Any) -> str:
    if isinstance(value, list | dict):
        return as_json(value)
    return "" if value is None else str(whole(value))


def whole(value: Any) -> Any:
    """A whole number without its decimal point; a truth as true or false.

    >>> whole(83e6), whole(0.5), whole(True)
    (83000000, 0.5, 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON with Chinese as it is written, and no NaN."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
