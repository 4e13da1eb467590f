"""Figures in a table of firms, parks or projects (2023年产值（万元）, 用工人数, 到位率): metrics of the row's own thing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from ..values.header_units import parted
from ..values.periods import period_of
from ..values.spans import ACROSS, MONTHS

YEAR: Final = re.compile(
    rf"{ACROSS}|(?:19|20)\d\d\s*年?\s*(?:度|末|底|全年|[上下]半年|{MONTHS}|第?[一二三四1-4]季度|\d{{1,2}}月份?)?"
)
_HOW: Final = re.compile(
    r"^(?P<how>(?:年度|全年|当年|今年|本年度?)计划|预计|预期|预测|达产后|投产后|达产|目标|计划|拟|实际|累计|全年|上年度?|去年|本年度?|当年|年度|年)(?=.)"
)
_MODALITY: Final = {
    "预计": "forecast", "预期": "forecast", "预测": "forecast", "达产后": "forecast", "投产后": "forecast", "达产": "forecast",
    "目标": "target", "计划": "target", "拟": "target", "年度计划": "target", "全年计划": "target", "当年计划": "target", "今年计划": "target",
    "本年计划": "target", "本年度计划": "target",
}  # fmt: skip
_BASIS: Final = {"累计": "cumulative", "全年": "annual", "年度": "annual", "年": "annual"}
_UNDATED: Final = ("上年", "上年度", "去年")
"""Which year is meant hangs on when the sheet was made."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a header says that its column counts."""

    kind: str
    indicator: str
    usual: str | None = None
    """The unit of numbers for which nothing gives one; None where it cannot be told."""
    unit: str | None = None
    """The unit in the header."""
    period: str | None = None
    basis: str | None = None
    modality: str | None = None


@cache
def _known() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = tomllib.loads(
        Path(__file__).with_name("figures.toml").read_text(encoding="utf-8")
    )
    return found


@lru_cache(maxsize=4096)
def figure_of(header: str) -> Figure | None:
    """The figure that a header names, None for any other header.

    >>> figure_of("2023年产值（万元）")
    Figure(kind='money', indicator='产值', usual=None, unit='万元', period='2023', basis=None, modality=None)
    >>> figure_of("年产值").basis, figure_of("预计税收").modality, figure_of("用工人数").usual, figure_of("主要产品")
    ('annual', 'forecast', '人', None)
    >>> figure_of("产值·2022年（亿元）").period, figure_of("规上企业数").indicator, figure_of("去年产值")
    ('2022', '规上企业数', None)
    >>> figure_of("面积（亩）·规划").indicator, figure_of("入园企业（户）·总数").indicator, figure_of("产值·同比")
    ('规划面积', '入园企业总数', None)
    """
    bare, unit = parted(header)
    bare = re.sub(r"\s+(?![a-z])", "", bare) if not bare.isascii() else bare.strip().lower()
    years = YEAR.findall(header)
    period = year_of(years[0]) if len(years) == 1 else None
    if years and period is None:
        return None
    rest = YEAR.sub("", bare).strip("·:：-—_ ")
    hoped = re.search(r"[（(](预计|预期|预测|计划|目标)数?[)）]", header)
    if hoped and (
        plain := figure_of(f"{YEAR.findall(header)[0] if years else ''}{rest}" + (f"（{unit}）" if unit else ""))
    ):
        return replace(plain, modality=_MODALITY[hoped[1]])
    found = named_figure(rest, unit, period) or _of_group(rest, unit, period)
    how = _HOW.match(rest)
    if found is None and how is not None and how["how"] not in _UNDATED:
        found = named_figure(rest[how.end() :], unit, period)
        if found is not None and found.kind == "output":
            return None  # 年产量 is told of a product
        if found is not None:
            word = how["how"]
            found = Figure(
                found.kind, found.indicator, found.usual, unit, period, _BASIS.get(word), _MODALITY.get(word)
            )
    return found


def _of_group(rest: str, unit: str | None, period: str | None) -> Figure | None:
    """The figure of a column under a group that names one: 面积·规划 is 规划面积, 入园企业·总数 counts firms.

    Nothing where the column is a share or a change of what the group names: that is in another unit.
    """
    group, mark, own = rest.partition("·")
    if not mark or "·" in own or not group or not own or len(own) > _LONGEST or _CHANGES.search(own):
        return None
    whole = (
        named_figure(own + group, unit, period)
        or named_figure(group + own, unit, period)
        or named_figure(own, unit, period)
    )
    if whole is not None:
        return whole
    found = named_figure(group, unit, period)
    return found and Figure(found.kind, group + own, found.usual, unit, period)


_CHANGES: Final = re.compile(r"同比|环比|增|降|占|率|比|±|%|名|位次|年|月|季|数$(?<!总数)(?<!个数)(?<!户数)(?<!家数)")


def named_figure(word: str, unit: str | None, period: str | None) -> Figure | None:
    """The figure that a word alone names, with what else was said of it."""
    for kind, said in _known().items():
        words, endings = said["words"], said["ending"]
        assert isinstance(words, list)
        assert isinstance(endings, list)
        if word in words or (word.endswith(tuple(endings)) and len(word) <= _LONGEST and _HOW.match(word) is None):
            usual = said.get("unit")
            return Figure(kind, word, usual if isinstance(usual, str) else None, unit, period)
    return None


_LONGEST: Final = 12


def year_of(text: str) -> str | None:
    return period_of(re.sub(r"(?:度|末|底)$", "", re.sub(r"\s", "", text)))


def unknown_figure(header: str) -> Figure:
    """The figure of a column that is known to hold one, where its word is not known."""
    bare, unit = parted(header)
    years = YEAR.findall(header)
    indicator = YEAR.sub("", re.sub(r"\s+", "", bare)).strip("·:：-—_ ")
    return Figure("other", indicator or bare, None, unit, year_of(years[0]) if len(years) == 1 else None)
