"""Values as a reader of the page's language writes them: money, dates, shares, words of the schema."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...graph import schema
from ...graph.dates import spoken
from ...graph.language import t

_BOUNDS = ("_low", "_high", "_original")


_MONEY: Final = {
    "zh": ((1e8, "亿元"), (1e4, "万元"), (1.0, "元")),
    "en": ((1e9, " billion yuan"), (1e6, " million yuan"), (1.0, " yuan")),
}


def plain(value: Any) -> Any:
    """A JSON value of anything: numpy scalars unpacked, dates as text, what is not a number null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(one) for one in items]
    item = getattr(value, "item", None)
    if callable(item):
        unpacked = item()
        return plain(unpacked) if isinstance(unpacked, (bool, int, float, str)) else str(unpacked)
    return str(value)


def number(value: float) -> str:
    """A number with thousands apart and no needless zeros.

    >>> number(25000.0)
    '25,000'
    """
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4f}".rstrip("0")


def money(yuan: float, lang: str) -> str:
    """A sum in the unit that offices use.

    >>> money(2539000000, "zh"), money(2539000000, "en")
    ('25.39亿元', '2.539 billion yuan')
    """
    unit, name = next(
        (size, word) for size, word in _MONEY["zh" if lang == "zh" else "en"] if abs(yuan) >= size or size == 1
    )
    return f"{round(yuan / unit, 4):,.4f}".rstrip("0").rstrip(".") + name


def rows(kind: str, properties: Mapping[str, Any], lang: str) -> list[list[str]]:
    """Label and text of each property that is known, in the schema's order, then any others."""
    declared = {prop.name: prop for prop in schema.properties(schema.node(kind))} if kind in schema.NODE_NAMES else {}
    names = [name for name in declared if name in properties]
    names += [name for name in properties if name not in declared and not name.endswith(_BOUNDS)]
    unit = str(properties.get("unit") or "")
    out: list[list[str]] = []
    for name in names:
        value = plain(properties[name])
        if value is None or value in ("", []) or name == "name":
            continue
        prop = declared.get(name)
        text = _text(value, prop, unit, lang)
        out.append([t(lang, prop.en, prop.zh) if prop else name, text + _bounds(name, prop, properties, lang)])
    return out


def _text(value: Any, prop: schema.Property | None, unit: str, lang: str) -> str:
    if isinstance(value, list):
        return t(lang, "; ", "；").join(str(one) for one in value)
    if isinstance(value, bool):
        return t(lang, *(("yes", "是") if value else ("no", "否")))
    if isinstance(value, (int, float)):
        return _amount(value, prop, unit, lang)
    if prop is not None and prop.words:
        return next((t(lang, en, zh) for en, zh in prop.words if en == value), str(value))
    return spoken(str(value), lang) if prop is not None and prop.type == "period" else str(value)


def _amount(value: float, prop: schema.Property | None, unit: str, lang: str) -> str:
    if prop is None or prop.name in {"lat", "lon"}:
        return number(value)
    if prop.type == "money":
        return money(value, lang)
    if prop.type == "share":
        return f"{number(round(value * 100, 2))} %"
    return number(value) + (f" {unit}" if unit and prop.type in {"quantity", "number"} else "")


def _bounds(name: str, prop: schema.Property | None, properties: Mapping[str, Any], lang: str) -> str:
    """The wording of the source behind a value, such as 超, which a bare number would lose."""
    original = properties.get(f"{name}_original")
    if original and prop is not None:
        return t(lang, f" (as written: {original})", f"（原文：{original}）")
    return ""


def evidence_rows(evidence: Iterable[Mapping[str, Any]], sources: dict[tuple[Any, ...], int]) -> list[list[Any]]:
    """Evidence as [number of the source, locator, method, fact]; `sources` grows by what is new."""
    out: list[list[Any]] = []
    for piece in evidence:
        key = tuple(plain(piece.get(name)) for name in ("source", "publisher", "published"))
        at = sources.setdefault(key, len(sources))
        out.append([at, *(plain(piece.get(name)) for name in ("locator", "method", "fact"))])
    return out
