"""What words and signs say about a number: 约, 超, 以上, 不足, 100-200."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BEFORE: Final = {
    "about": ("大约", "大概", "约为", "约", "近", "将近", "接近", "基本", "about", "approx.", "approximately", "around",
              "nearly", "circa", "ca.", "~", "≈"),
    "low": ("超过", "超", "逾", "突破", "大于", "多于", "高于", "不少于", "不低于", "不小于", "不下", "至少", "最低", "最少",
            "达到或超过", "more than", "over", "at least", "not less than", "above", "≥", ">=", ">"),
    "high": ("不足", "不到", "未达", "不超过", "不高于", "不多于", "不大于", "低于", "少于", "小于", "至多", "最多", "最高", "最大",
             "上限", "less than", "under", "up to", "at most", "below", "≤", "<=", "<"),
    "none": ("高达", "多达", "达到", "达", "共计", "合计", "总计", "共", "计", "为"),
}  # fmt: skip
_AFTER: Final = {
    "about": ("左右", "上下", "许"),
    "low": ("及以上", "以上", "之上", "或以上", "起", "+"),
    "high": ("及以下", "以下", "以内", "之内", "或以下", "封顶"),
}
# Longest first: 超过 must come before 超.
_PREFIXES: Final = sorted(
    ((word, sense) for sense, words in _BEFORE.items() for word in words), key=lambda p: -len(p[0])
)
_SUFFIXES: Final = sorted(
    ((word, sense) for sense, words in _AFTER.items() for word in words), key=lambda p: -len(p[0])
)
_DIGITS: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_RANGE: Final = re.compile(
    rf"(?P<low>{_DIGITS})\s*(?P<unit>[^\d\s~—–-]*?)\s*(?:-|—|–|~|至|到|\bto\b)+\s*(?P<high>(?P<number>{_DIGITS})(?P<behind>.*))",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The two ends of a range, each with its unit; `unit` is what stands behind the upper one."""

    low: str
    high: str
    unit: str
    has_unit: bool


def bound_of(plain: str) -> tuple[str | None, str]:
    """The bound that a text states (about, low, high), and the text without it.

    >>> bound_of("超300亿元"), bound_of("5亿元以上"), bound_of("共计3万吨"), bound_of("3万吨")
    (('low', '300亿元'), ('low', '5亿元'), (None, '3万吨'), (None, '3万吨'))
    """
    lowered = plain.lower()
    for word, sense in _PREFIXES:
        if lowered.startswith(word):
            rest = plain[len(word) :].lstrip(" :")
            return bound_of(rest) if sense == "none" else (sense, rest)
    for word, sense in _SUFFIXES:
        if lowered.endswith(word) and len(plain) > len(word):
            return sense, plain[: -len(word)].strip()
    return None, plain


def span_of(body: str) -> Span | None:
    """The ends of a range; None for what is none.

    >>> span_of("100-200万元")
    Span(low='100', high='200万元', unit='万元', has_unit=False)
    """
    match = _RANGE.fullmatch(body)
    if match is None:
        return None
    return Span(match["low"] + match["unit"], match["high"], match["behind"], bool(match["unit"]))
