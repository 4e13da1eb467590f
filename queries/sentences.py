"""Facts as sentences, from the sentence that the schema gives for each kind of edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.dates import spoken
from ..graph.language import t
from ..graph.schema.model import STATUS
from .numbers import percent, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..graph.schema import Edge, Property


def sentence(edge: Edge, row: Mapping[str, Any], lang: str) -> str:
    """The fact in words of `lang`; `row` has the names of its ends and its properties.

    >>> from ..graph.schema import edge
    >>> sentence(edge("supplies"), {"seller": "A", "buyer": "B", "product": "ore", "until": "2024"}, "en")
    'A supplies ore to B (until: 2024)'
    """
    pattern = edge.sentence_zh if lang == "zh" else edge.sentence
    text = pattern.format_map({end.name: row[end.name] for end in edge.ends})
    extra = []
    shown = {prop.name: prop for prop in edge.properties}
    for name in (*shown, "since", "until", "status"):
        value = row.get(name)
        if value is None or name in ("lat", "lon"):
            continue
        prop = shown.get(name)
        if prop is not None:
            if prop.default == value:
                continue
            label = prop.zh if lang == "zh" else prop.en
            value = _said(prop, value, lang)
        else:
            label = t(lang, name, {"since": "起始", "until": "截止", "status": "状态"}[name])
            value = dict(STATUS.words).get(value, value) if lang == "zh" else value
        original = row.get(f"{name}_original")
        extra.append(f"{label}{t(lang, ': ', '：')}{original or value}")
    if not extra:
        return text
    return f"{text} ({'; '.join(extra)})" if lang != "zh" else f"{text}（{'；'.join(extra)}）"


def _said(prop: Property, value: Any, lang: str) -> Any:
    """A value of a property as a sentence says it."""
    if prop.type == "series":
        return t(lang, ", ", "、").join(_observed(prop, one, lang) for one in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if prop.type == "money":
            return readable(value) + t(lang, " yuan", "元")
        return percent(value) if prop.type == "share" else readable(value)
    if prop.type == "period":
        return spoken(str(value), lang)
    return dict(prop.words).get(str(value), value) if lang == "zh" else value


def _observed(series: Property, one: Mapping[str, Any], lang: str) -> str:
    """One of several observations: its period, its figures, and what else tells it from the others."""
    parts = [spoken(one.get("period") or "", lang)]
    for prop in series.fields:
        value = one.get(prop.name)
        if value is None or prop.name in ("period", "unit"):
            continue
        original = one.get(f"{prop.name}_original")
        unit = one.get("unit") or "" if prop.type != "money" else ""
        parts.append(
            original
            or (f"{_said(prop, value, lang)}{unit}" if isinstance(value, float) else str(_said(prop, value, lang)))
        )
    return " ".join(str(part) for part in parts if part)
