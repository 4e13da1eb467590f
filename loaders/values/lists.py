"""Lists in one cell: 棉纱、坯布等; 1.吨袋 2.托盘; 甲、乙和丙; and cells that say there is none."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

BLANKS: Final = frozenset(
    {
        "无", "暂无", "没有", "空", "不详", "未知", "不明", "待定", "待核实", "待核", "待补充", "保密", "未提供", "未填",
        "未填写", "/", "//", "\\", "—", "——", "-", "--", "---", "―", "–",
        "…", "...", "_", "n/a", "none", "null", "nil", "nan",
    }
)  # fmt: skip
"""Texts that say there is nothing, or nothing known, in lower case and half width."""
BLANKS_AS_TYPED: Final = tuple(
    sorted(
        BLANKS | {"".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in one) for one in BLANKS}
    )
)
"""The same, with their full-width forms, for a comparison in SQL."""

_OPEN: Final = "([{（【〔《「“"
_CLOSE: Final = ")]}）】〕》」”"
_SPLIT: Final = "；;、\n\r。|｜"
# A comma inside 2,4-二氯苯酚 or before Inc. parts nothing.
_COMMA: Final = re.compile(r"，|,(?!(?<=\d,)\d)(?!\s*(?:Inc|Ltd|LLC|Co|Corp|Limited|GmbH|S\.?A)\b)", re.IGNORECASE)
# 1,4-丁二醇, N，N-二甲基甲酰胺, α,β-不饱和酯, 4,4'-二氨基二苯醚: the places of a chemical's groups are no items
_LOCANT: Final = r"(?:\d{1,2}[a-zA-Z]?|[A-Za-zα-ωΑ-Ω])['’′″]*"
_LOCANTS: Final = re.compile(rf"(?<![A-Za-z0-9]){_LOCANT}(?:[,，]\s?{_LOCANT})+(?=[-－‐–])")
_ETC: Final = re.compile(
    r"(?<![特一二三四五六七八九上中下优高同平初头次均何劣])等(?:等)?(?:\s*(?:\d+|[一二两三四五六七八九十百]+|多|若干|各类|系列)*\s*[种类个家款余]*"
    r"(?:产品|企业|公司|原料|原材料|材料|原辅材料|物料|商品|系列|行业|领域|设备|客户|供应商|单位|厂家|项目|物资|部门)*)?$"
)
# 饱和, 中和, 和田, 普及 and the like are words, not two items
_AND: Final = re.compile(
    r"以及|(?<![饱中调混缓温共祥人永仁太泰康柔总求三亚义信协谐安嘉兴德])和(?![平谐田县泰顺兴气好解声盛美服尚风睦龙])|(?<![普埃涉触危顾])及(?![格时其至])|(?<![参给赋])与"
)
_SLASH: Final = re.compile(r"[/\\＋+]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_NO_ITEM: Final = frozenset({"小时", "平方米", "立方米", "千瓦", "千瓦时", "千克", "公斤"})
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMERALS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def is_blank(cell: str) -> bool:
    """Whether a cell says that there is nothing, or that nothing is known.

    >>> is_blank("无"), is_blank("／"), is_blank("N/A"), is_blank("无纺布"), is_blank("0")
    (True, True, True, False, False)
    """
    return unicodedata.normalize("NFKC", cell).strip().lower() in BLANKS


def parted(cell: str) -> list[str]:
    """The items of a list in one cell, as written; `values.items` says by which rules."""
    found = _json_items(cell)
    if found is not None:
        return found
    out: list[str] = []
    for part in _numbered(cell):
        out += _by_marks(part)
    return [item for item in out if not is_blank(item)]


def _by_marks(cell: str) -> list[str]:
    """The items between marks, less the 等 behind the last; the last may be two: 甲、乙和丙."""
    parts = [part.strip() for part in _cut(cell, _SPLIT)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        parts = [part.strip() for part in _by_commas(parts[0])]
    parts = [part for part in parts if part]
    if not parts:
        return []
    last = _ETC.sub("", parts[-1]).strip()
    parts[-1:] = _by_and(last) if len(parts) > 1 and last else [last] if last else []
    return [item for part in parts for item in _by_slash(part)]


def _by_and(item: str) -> list[str]:
    """The two items that stand around the last 和 of a list."""
    for match in reversed(list(_AND.finditer(item))):
        left, right = item[: match.start()].strip(), item[match.end() :].strip()
        outside = all(left.count(mark) == left.count(end) for mark, end in zip(_OPEN, _CLOSE, strict=True))
        if left and right and outside:
            return [left, right]
    return [item]


def _by_slash(item: str) -> list[str]:
    """吨袋/编织袋: cut only where all parts are Chinese words, so that PP/PE and 吨/年 stay whole, or where blanks stand round the stroke."""
    spaced = [part.strip() for part in re.split(r"\s+/\s+", item)]
    if len(spaced) > 1 and all(re.search(r"[^\W\d]{2}", part) for part in spaced):
        return spaced
    parts = [part.strip() for part in _SLASH.split(item)]
    if len(parts) > 1 and all(_HAN.fullmatch(part) and part not in _NO_ITEM for part in parts):
        return parts
    return [item]


def _numbered(cell: str) -> list[str]:
    """The parts of a list that numbers its items: 1.吨袋 2.托盘, ①吨袋②托盘, 一、吨袋 二、托盘."""
    text = cell.strip()
    for style in _STYLES:
        first = re.match(style(0), text)
        if first is None:
            continue
        parts, start, number = [], first.end(), 1
        while mark := re.compile(style(number)).search(text, start):
            parts.append(text[start : mark.start()])
            start, number = mark.end(), number + 1
        # a lone first number is one too, but 一、 and 1、 then may belong to the name
        if number > 1 or first[0][-1] in ".．)）" or first[0] in _CIRCLED:
            return [*parts, text[start:]]
    return [cell]


_STYLES: Final[tuple[Callable[[int], str], ...]] = (
    lambda n: rf"(?<!\d){n + 1}\s*[.．、)）](?!\d)\s*",
    lambda n: rf"[(（]{n + 1}[)）]\s*",
    lambda n: _CIRCLED[n] if n < len(_CIRCLED) else "(?!)",
    lambda n: rf"[(（]{_NUMERALS[n]}[)）]\s*" if n < len(_NUMERALS) else "(?!)",
    lambda n: rf"(?<![\u4e00-\u9fff]){_NUMERALS[n]}、\s*" if n < len(_NUMERALS) else "(?!)",
)


def _json_items(cell: str) -> list[str] | None:
    if not cell.lstrip().startswith("["):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return found
    return None


def _cut(cell: str, marks: str) -> list[str]:
    """A text cut at any of `marks` that stands outside brackets."""
    depth = 0
    parts = [""]
    for char in cell:
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if char in marks and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _by_commas(cell: str) -> list[str]:
    """A text cut at the commas that part items, none of them in brackets."""
    whole = [match.span() for match in _LOCANTS.finditer(cell)]
    cuts = {
        match.start() for match in _COMMA.finditer(cell) if not any(start < match.start() < end for start, end in whole)
    }
    depth, parts = 0, [""]
    for place, char in enumerate(cell):
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if place in cuts and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
