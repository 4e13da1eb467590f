"""Facts in words: what a fact is about, what became of it, what a value says. All words are the schema's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..graph.dates import spoken
from ..graph.language import t
from ..graph.schema import Edge, Node, properties
from ..graph.schema.model import UPCOMING
from .numbers import percent, readable
from .sentences import sentence
from .stated import as_stated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..graph.schema import Property

_INDICATORS: Final = {"firms": "企业数"}
"""Indicators that are words of the schema."""


def head(of: Node | Edge, row: Mapping[str, Any], lang: str) -> str:
    """What a fact is about: a node's name, or the fact as a sentence with what tells it from others, without its dates.

    >>> from ..graph.schema import edge
    >>> supply = {"seller": "A", "buyer": "B", "product": "ore", "ref": "No. 7", "since": "2019", "value": 5.0}
    >>> head(edge("supplies"), supply, "en")
    'A supplies ore to B (reference: No. 7)'
    """
    if isinstance(of, Node):
        return str(row["name"])
    keys = {prop.name for prop in of.properties if prop.key} | {end.name for end in of.ends}
    return sentence(of, {name: row.get(name) for name in keys}, lang)


def told(about: str, words: str, lang: str) -> str:
    """What became of what a sentence is about."""
    return t(lang, f"{about}: {words}", f"{about}：{words}") if words else about


def label(prop: Property, lang: str) -> str:
    """A property as an event is called after it: 签订日期 is the day of 签订."""
    return t(lang, "ends" if prop.name == "until" else prop.en, prop.zh.removesuffix("日期"))


def word(prop: Property, value: Any, lang: str) -> str:
    """A value of a property in words: a word of the schema in the reader's language, a share in percent."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return percent(value) if prop.type == "share" else readable(value)
    if isinstance(value, list):
        return t(lang, ", ", "、").join(map(str, value))
    if prop.type == "period":
        return spoken(str(value), lang)
    return str(dict(prop.words).get(value, value)) if lang == "zh" else str(value)


def is_said(prop: Property, words: str, lang: str) -> str:
    """A property with its value: "stage signed", 阶段为签约."""
    return t(lang, f"{prop.en} {words}", f"{prop.zh}为{words}")


def amount(of: Node | Edge, prop: Property, row: Mapping[str, Any], stated: Mapping[str, Any], lang: str) -> str:
    """An amount as a claim states it, as it was written if that says more than a figure, with how it is meant."""
    name = t(lang, prop.en, prop.zh)
    indicator = row.get("indicator") if prop.type == "number" else None
    if indicator:
        indicator = t(lang, indicator, _INDICATORS.get(indicator, indicator))
        name = "" if indicator in row["name"] else indicator
    figure = _figure(prop, stated, lang)
    said = t(lang, f"{name} {figure}", f"{name}为{figure}") if name and figure else name + figure
    # the amount of what is only planned is no actual one, whatever its source calls it
    planned = [t(lang, "planned", "计划")] if isinstance(of, Edge) and row.get("status") in UPCOMING else []
    asides = planned + _asides(of, stated, lang)
    return said + t(lang, f" ({'; '.join(asides)})", f"（{'；'.join(asides)}）") if asides else said


def _figure(prop: Property, stated: Mapping[str, Any], lang: str) -> str:
    """A figure with its unit; where only a bound is known, or words, these."""
    names = [prop.name, *(f"{prop.name}{end}" for end in ("_low", "_high", "_original"))]
    if all(stated.get(name) is None for name in names):
        return ""
    if prop.type == "share":
        return percent(stated[prop.name])
    original, value = stated.get(f"{prop.name}_original"), stated.get(prop.name)
    written = str(original or "").strip()
    if written and not written[-1].isdigit():  # a unit, or 余 and 以上
        return written
    plain = re.fullmatch(r"[+-]?[\d,.]*", written)
    text = readable(float(value)) if value is not None and plain else written or str(as_stated(prop, stated))
    unit = t(lang, " yuan", "元") if prop.type == "money" else unit_of(stated, lang)
    return text + unit


def unit_of(stated: Mapping[str, Any], lang: str) -> str:
    """The unit of a row, as it stands behind a figure."""
    unit = stated.get("unit")
    return t(lang, f" {unit}", str(unit)) if unit else ""


def _asides(of: Node | Edge, stated: Mapping[str, Any], lang: str) -> list[str]:
    """How an amount is meant: its basis, where it is no actual one its modality, its scope, and how it has changed."""
    out = []
    for prop in properties(of):
        value = stated.get(prop.name)
        if prop.name in ("basis", "modality", "scope") and value not in (None, "actual") and isinstance(value, str):
            out.append(word(prop, value, lang))
    for change, against in zip(stated.get("change") or [], stated.get("against") or [], strict=False):
        than = spoken(against, lang)
        out.append(t(lang, f"{change} against {than}", f"比{than} {change}"))
    return out
